"""Texts copied page by page: page numbers and running heads between the lines, and texts whose lines were joined."""

from __future__ import annotations

import pytest
from report_texts import HEADINGS, NARRATIVE, bodies_of, composed, document

from textmine.parsing import parse, parse_all, parse_narrative
from textmine.parsing._pages import without_page_lines
from textmine.schema import SECTION_IDS

HEAD = "澄州省岭前市水务局2022年政府信息公开工作年度报告"
TABLE = (
    "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n0\n%s\n0\n0\n行政规范性文件\n3\n1\n%s\n8\n"
    "第二十条第（五）项\n信息内容\n本年处理决定数量\n行政许可\n27\n第二十条第（六）项\n信息内容\n本年处理决定数量\n行政处罚\n5\n%s\n"
    "行政强制\n2\n第二十条第（八）项\n信息内容\n本年收费金额（单位：万元）\n行政事业性收费\n1.5"
)
PRINTED = [  # by a browser
    f"https://www.example.cn/art_1.html 1/7\n\f2023/1/25 09:12 {HEAD}",
    f"2023/1/25 09:12\t{HEAD}\nhttps://www.example.cn/art_1.html\t1/7",
    f"1 / 7 2023/1/25 上午9:12\n\f{HEAD} - 岭前市 file:///D:/nb/art_1.html",
]
BREAKS = [
    *("— 3 —", "- 3 -", "第 3 页 共 8 页", "1/8", "Page 3 of 8", f"— 3 —\n{HEAD}", f"{HEAD}\n\n第 3 页"),
    *PRINTED,
]


@pytest.mark.parametrize("page_break", BREAKS)
def test_sentences_go_on_over_pages(page_break: str) -> None:
    text = (
        f"一是有的科室报送的信息在网站栏目里更新不够\n{page_break}\n及时。二是出台的文件在公众号上解读的形式\n\n{page_break}\n\n单一。\n"
        f"下一步，一是由办公室牵头每周核对一次栏目，\n{page_break}\n查漏补缺。\n{page_break}\n二是多用图解。"
    )
    found = parse_narrative(text)
    assert [statement.role for statement in found] == ["problem", "problem", "measure", "measure"]
    assert found[0].text.startswith("有的科室") and found[0].text.endswith("及时")
    assert found[-1].text == "多用图解"


@pytest.mark.parametrize("page_break", BREAKS)
def test_tables_go_on_over_pages(page_break: str) -> None:
    report = parse(document(composed(bodies={"active": TABLE % (page_break, page_break, page_break)})))
    found = {figure.key: figure.value for figure in report.figures if figure.key.startswith("active.")}
    assert found["active.rules.repealed"] == 0
    assert found["active.normative_documents.repealed"] == 1
    assert found["active.normative_documents.valid"] == 8
    assert found["active.penalty.decisions"] == 5
    assert found["active.coercion.decisions"] == 2
    assert found["active.fees.amount"] == 1.5


@pytest.mark.parametrize(("bar", "rule"), [("│", "├──┼──┤"), ("┃", "┣━━╋━━┫"), ("║", "╠══╬══╣")])
def test_tables_drawn_with_lines(bar: str, rule: str) -> None:
    rows = [
        ["第二十条第（一）项"], ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "0", "0", "0"], ["行政规范性文件", "3", "1", "8"],
        ["第二十条第（五）项"], ["信息内容", "本年处理决定数量"], ["行政许可", "27"], ["第二十条第（六）项"], ["信息内容", "本年处理决定数量"],
        ["行政处罚", "5"], ["行政强制", "2"], ["第二十条第（八）项"], ["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "1.5"],
    ]  # fmt: skip
    drawn = "\n".join(f"{rule}\n{bar}{bar.join(row)}{bar}" for row in rows) + f"\n{rule}"
    report = parse(document(composed(bodies={"active": drawn})))
    found = {figure.key: figure.value for figure in report.figures if figure.key.startswith("active.")}
    assert list(found.values()) == [0, 0, 0, 3, 1, 8, 27, 5, 2, 1.5]
    assert "cells_not_assigned" not in [issue.code for issue in report.issues if "active" in issue.message]


def test_same_length_and_one_line_end_stays() -> None:
    text = "公开了\n\n - 12 - \n\n更多内容。\n第 2 页\n无。"
    blanked = without_page_lines(text)
    assert len(blanked) == len(text)
    assert blanked.split() == ["公开了", "更多内容。", "无。"]
    assert blanked.count("\n") == 2


@pytest.mark.parametrize(
    "text",
    [
        "行政复议\n3/8\n总计",  # one alone may be a cell
        "规章\n-\n-\n0",
        "第3页的附表有误\n无",
        "1\n2\n3",
        "其他\t0\t\n\t（七）总计\t1",
        "全文见\nhttps://www.example.cn/2023/1/25/art_1.html\n2023/1/25 09:12发布",
    ],
)
def test_what_is_no_page_number(text: str) -> None:
    assert without_page_lines(text) == text


def test_an_empty_cell_beside_a_page_number_stays() -> None:
    assert without_page_lines("3.其他\t0\t\n- 2 -\n\t（七）总计\t1").startswith("3.其他\t0\t")


@pytest.mark.parametrize("number", ["0", "59"])
def test_a_number_behind_the_name_of_a_row_is_its_cell_at_the_end_of_a_page(number: str) -> None:
    page = f"本年处理决定数量\n\n行政处罚\n\n{number}\n\n\f7\n\n行政强制\n"
    assert without_page_lines(page) == page


def test_bare_number_at_the_end_of_a_page() -> None:
    assert without_page_lines("有的栏目\n4\n\f更新慢").split() == ["有的栏目", "更新慢"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "行政强制\n12\n9\n\f二、下页",
            ["行政强制", "12", "9", "二、下页"],
        ),  # 9 is no number of the first page
        ("行政强制\n12\n1\n\f行政许可\n7\n2\n\f", ["行政强制", "12", "行政许可", "7"]),
        ("有的栏目\n- 1 -\n\f行政许可\n7\n\f", ["有的栏目", "行政许可", "7"]),  # other numbers tell the page
    ],
)
def test_cells_at_the_end_of_a_page_stay(text: str, left: list[str]) -> None:
    assert without_page_lines(text).split() == left


def test_arabic_numbers_of_sections_in_a_text_on_one_line() -> None:
    numbered = {name: f"{n}、 {words[2:]}" for n, (name, words) in enumerate(HEADINGS.items(), 1)}
    text = composed(headings=numbered).replace("\n", " ").replace("\t", " ")
    report = parse(document(text))
    assert [section.id for section in report.sections] == list(SECTION_IDS)
    assert bodies_of(report)["other"] == "无。"


def test_last_part_inside_the_line_ends_section_five() -> None:
    text = composed(
        bodies={"problems": "更新慢。将加强核对。六、说明和附表\n主动公开信息数 条 160"},
        headings={"other": None},
    )  # type: ignore[dict-item]
    assert bodies_of(parse(document(text)))["problems"] == "更新慢。将加强核对。"


@pytest.mark.parametrize("bullet", ["- ", "-"])
def test_a_bullet_below_a_table_is_no_cell(bullet: str) -> None:
    headings = {
        name: words.replace("、", f"、{bullet}") if name == "none" else bullet + words
        for name, words in HEADINGS.items()
    }
    report = parse(
        document(composed(headings=headings, bodies={"active": (TABLE % ("", "", "")).replace("\n\n", "\n")}))
    )
    found = {figure.key: figure for figure in report.figures}
    assert found["active.fees.amount"].value == 1.5
    assert found["active.fees.amount"].certainty == "exact"


def test_attachment_with_blanks_between_its_characters() -> None:
    text = composed(headings={"other": None}, tail="附 件：统 计 表\n指 标 单 位 数 量")  # type: ignore[dict-item]
    assert "附" not in bodies_of(parse(document(text)))["problems"]


NAVIGATION = "首页\n政务公开\n当前位置：首页 > 政府信息公开年报\n"


@pytest.mark.parametrize("above", ["", NAVIGATION])
def test_a_report_that_its_page_holds_twice_is_one_report(above: str) -> None:
    once = above + composed()
    reports = parse_all(document(f"{once}\n{once}"))
    assert len(reports) == 1
    assert bodies_of(reports[0]) == bodies_of(parse(document(once)))
    assert [figure.value for figure in reports[0].figures] == [
        figure.value for figure in parse(document(once)).figures
    ]
    assert "several_reports" not in [issue.code for issue in reports[0].issues]


def test_a_second_copy_without_the_title_leaves_no_lead_in_behind() -> None:
    once = composed(lead_in="本报告由岭前市水务局编制，数据统计期限为2022年1月1日至12月31日。")
    again = once.partition("\n")[2]
    (report,) = parse_all(document(f"{once}\n{again}"))
    assert bodies_of(report) == bodies_of(parse(document(once)))


def test_reports_of_two_agencies_in_the_same_words_stay_two() -> None:
    other = composed(title=HEAD.replace("水务局", "民政局"))
    assert len(parse_all(document(f"{composed()}\n{other}"))) == 2


def test_two_reports_that_differ_stay_two() -> None:
    other = composed(
        title=HEAD.replace("2022", "2021"), bodies={"problems": "一是公开的范围偏窄。将扩大范围。"}
    )
    assert len(parse_all(document(f"{composed()}\n{other}"))) == 2


def test_links_to_other_reports_below_the_text_are_none_of_it() -> None:
    links = "岭前市民政局2021年政府信息公开工作年度报告\n岭前市司法局2021年政府信息公开工作年度报告"
    text = composed(headings={"other": None}, tail=links)  # type: ignore[dict-item]
    assert bodies_of(parse(document(text)))["problems"] == NARRATIVE


@pytest.mark.parametrize(
    "tail",
    [
        "联系人：李四，联系电话：0400-1234567。",
        "指标 | 单位 | 数量\n公开数 | 条 | 126",
        "六、2021年政务公开工作要点落实情况\n都已落实。",
        "六、其他\n无。",
    ],
)
def test_what_follows_section_five_without_a_statutory_heading(tail: str) -> None:
    text = composed(headings={"other": None}, tail=tail)  # type: ignore[dict-item]
    assert bodies_of(parse(document(text)))["problems"] == NARRATIVE


@pytest.mark.parametrize(
    "heading", ["五、存在的主要问题及改进情况（包括上年度问题整改情况）", "五、短板弱项及改进举措"]
)
def test_headings_of_section_five(heading: str) -> None:
    report = parse(document(composed(headings={"problems": heading})))
    assert bodies_of(report)["problems"] == NARRATIVE
    assert report.section("problems").title == heading  # type: ignore[union-attr]
