"""Texts in which programs put line ends, empty lines, rules and rests of tables between the words."""

from __future__ import annotations

import pytest
from report_texts import bodies_of, codes, composed, document

from textmine.parsing import parse, parse_narrative
from textmine.parsing._line_ends import without_stray_ends
from textmine.schema import SECTION_IDS

OVERVIEW = "2022年,我局按照条例的要求把各项任务落到实处,在网站上发布了一千余条信息,办理了全部申请,并且按时答复,未发生复议和诉讼。"


def paged(text: str, width: int, joint: str) -> str:
    return joint.join(text[at : at + width] for at in range(0, len(text), width))


def test_lines_far_apart_are_one_sentence() -> None:
    shortfall = "公开的内容还停留在转载上级文件的层面,对本地群众关心的供水管网改造等事项说得不多"
    bodies = {
        "overview": "\n\n".join([paged(OVERVIEW, 24, "\n\n")] * 2),
        "problems": f"一是{paged(shortfall, 22, chr(10) * 2)}。\n\n二是经办人员均为兼职。",
    }
    report = parse(document(composed(bodies=bodies)))
    assert ["".join(one.text.split()) for one in report.statements] == [shortfall, "经办人员均为兼职"]


def test_empty_lines_between_paragraphs_stay() -> None:
    text = "\n\n".join(
        [paged(OVERVIEW, 24, "\n"), "一、总体情况", "存在的问题", "更新不及时", "1.加强培训"] * 2
    )
    assert without_stray_ends(text) == text


def test_rules_are_blanked_and_cells_stay() -> None:
    text = "一、总体情况\n======\n| 规章 +---+---+\n|      | 0 | 1 |\n|      +---+---+\n+===+\n  ----- -----\n无-，—\n--\n"
    found = without_stray_ends(text)
    assert len(found) == len(text)
    assert [line.strip() for line in found.split("\n")] == [
        "一、总体情况",
        "",
        "| 规章",
        "|      | 0 | 1 |",
        "",
        "",
        "",
        "无-，—",
        "--",
        "",
    ]


def test_mark_on_the_line_below_its_number() -> None:
    found = parse_narrative("1\n、存在的问题\n更新不及时。\n2\n、整改措施\n针对不足，每周核对一次栏目。")
    assert [one.role for one in found if one.role != "context"] == ["problem", "measure"]
    assert "整改措施" not in [one.text for one in found]


@pytest.mark.parametrize(
    "rest",
    [
        "0\n\n0\n\n",
        "2\n\n复议后起诉\n结果 结果\n维持 纠正\n2\n0\n\n其他\n结果\n0\n\n尚未\n审结\n0\n\n总计\n\n总计\n2\n\n",
    ],
)
def test_rest_of_the_table_below_the_heading(rest: str) -> None:
    report = parse(document(composed(bodies={"problems": f"{rest}一是更新不及时。\n二是内容不全面。"})))
    assert bodies_of(report)["problems"].startswith("一是")
    assert [one.text for one in report.statements] == ["更新不及时", "内容不全面"]


def test_rest_of_the_table_between_the_words() -> None:
    found = parse_narrative("更新不及时。\n其他\n结果\n0\n\n尚未\n审结\n0\n\n总计\n0\n\n内容不全面。")
    assert [one.text for one in found] == ["更新不及时", "内容不全面"]


@pytest.mark.parametrize("words", ["2024\n年，更新不及时。", "3\n、更新不及时。", "1\n更新不及时。"])
def test_numbers_of_the_words_are_no_rest(words: str) -> None:
    report = parse(document(composed(bodies={"problems": words})))
    assert "更新不及时" in bodies_of(report)["problems"]
    assert bodies_of(report)["problems"][0] == words[0]


def test_numbers_behind_the_head_of_another_column() -> None:
    """As pdfminer lists a table: its names, then column by column."""
    names = "第二十条第（一）项\n信息内容\n规章\n行政规范性文件\n第二十条第（五）项\n信息内容\n行政许可\n第二十条第（六）项\n信息内容\n行政处罚\n行政强制\n第二十条第（八）项\n信息内容\n行政事业性收费\n\n"
    numbers = "本年废止件数\n7\n7\n\n现行有效件数\n7\n7\n\n本年制发件数\n7\n7\n\n本年处理决定数量\n7\n\n本年收费金额（单位：万元）\n0.5"
    report = parse(document(composed(bodies={"active": names + numbers})))
    assert not [
        figure for figure in report.figures if figure.key.startswith("active.") and figure.value is not None
    ]
    assert "numbers_apart" in [issue.code for issue in report.issues]


@pytest.mark.parametrize("width", [8, 10, 12, 16])
def test_lines_of_a_narrow_page(width: int) -> None:
    """As copied from a telephone: every line of the report is as short as this."""
    words = "一是部分栏目的内容更新得不够及时。二是对办事流程的说明还停留在转载文件上面。下一步，由办公室牵头每周核对栏目一次，查漏补缺。"
    lines = composed(bodies={"overview": OVERVIEW, "problems": words}).split("\n")
    text = "\n".join(line if "\t" in line else paged(line, width, "\n") for line in lines)
    report = parse(document(text))
    assert report.metadata.agency == "澄州省岭前市水务局"
    assert [("".join(one.text.split()), one.role) for one in report.statements] == [
        ("部分栏目的内容更新得不够及时", "problem"),
        ("对办事流程的说明还停留在转载文件上面", "problem"),
        ("下一步，由办公室牵头每周核对栏目一次，查漏补缺", "measure"),
    ]


def test_numbered_small_heading_above_broken_lines() -> None:
    found = parse_narrative(
        "1、存在的问题\n公开的内容还停留在转载上级文件的层面，对本地群众关\n心的事项说得不多。\n2、整改措施\n下一步，由办公室牵头每周核对一次栏目，对缺少的内容查\n漏补缺。"
    )
    assert [one.heading for one in found] == ["存在的问题", "整改措施"]


def test_title_beside_a_column_of_links() -> None:
    text = composed().replace("澄州省", "· 公开指南                    澄州省", 1)
    assert parse(document(text)).metadata.agency == "澄州省岭前市水务局"


@pytest.mark.parametrize(
    ("number", "misread"),
    [("一、", "—、"), ("一、", "-、"), ("二、", "=、"), ("五、", "五丶"), ("四、", "四'"), ("三、", "三`")],
)
def test_numbers_of_headings_that_were_misread(number: str, misread: str) -> None:
    report = parse(document(composed().replace(f"\n{number}", f"\n{misread}")))
    assert codes(report) == []
    assert [section.id for section in report.sections] == list(SECTION_IDS)


def test_first_items_that_were_misread() -> None:
    found = parse_narrative(
        "存在以下问题：—是更新不及时。二是内容不全面。\n下一步：\n-是每周核对栏目。\n二是加强培训。"
    )
    assert [one.text for one in found if one.role != "context"] == [
        "更新不及时",
        "内容不全面",
        "每周核对栏目",
        "加强培训",
    ]


def test_dashes_that_are_no_numbers_stay() -> None:
    text = "公开——是制度。\n- 是否公开\n无-、有\n—— 、\n--\n"
    assert without_stray_ends(text) == text
