"""Sections: found by what the headings say, with exact bodies."""

from __future__ import annotations

import pytest
from report_texts import BODIES, HEADINGS, NARRATIVE, TITLE, bodies_of, codes, composed, document

from textmine.parsing import parse, parse_all
from textmine.schema import SECTION_IDS


def test_six_sections_with_exact_bodies() -> None:
    report = parse(document(composed()))
    assert [section.id for section in report.sections] == list(SECTION_IDS)
    assert bodies_of(report) == BODIES
    assert {section.id: section.title for section in report.sections} == HEADINGS
    assert codes(report) == []


def test_one_line_text() -> None:
    text = composed(joint="").replace("\n", "").replace("\t", " ")
    report = parse(document(text))
    assert [section.id for section in report.sections] == list(SECTION_IDS)
    assert bodies_of(report)["problems"] == NARRATIVE.replace("\n", "")
    assert bodies_of(report)["other"] == "无。"


def test_lead_in_that_lists_all_names_counts_for_nothing() -> None:
    names = "、".join(heading[2:] for heading in HEADINGS.values())
    report = parse(document(composed(lead_in=f"本报告由{names}等六个部分组成。统计期限自2022年1月1日起。")))
    assert bodies_of(report) == BODIES


def test_table_of_contents_counts_for_nothing() -> None:
    contents = "\n".join(f"{heading}………{page}" for page, heading in enumerate(HEADINGS.values(), 1))
    report = parse(document(composed(lead_in="目录\n" + contents)))
    assert bodies_of(report) == BODIES
    assert codes(report) == []


def test_table_of_contents_without_page_numbers() -> None:
    report = parse(document(composed(lead_in="目录\n" + "\n".join(HEADINGS.values()))))
    assert bodies_of(report) == BODIES


def test_section_one_that_restarts_the_numbers() -> None:
    body = "2022年工作有序开展。\n一、主动公开情况\n全年公开126条。\n二、依申请公开情况\n全年收到2件。\n三、监督保障情况\n开展培训2次。"
    report = parse(document(composed(bodies={"overview": body})))
    assert bodies_of(report) == {**BODIES, "overview": body}


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("requests", "三、收到和处理政府信息公开申请况"),
        ("problems", "## 五、存在问题和改进措施"),
        ("problems", "七、政府信息公开工作存在的主要问题及下一步改进措施"),
        ("problems", "五、困难和不足"),
        ("review", "#### 四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        ("other", "六、其它需要报告的事项"),
        ("overview", "第一部分 总体情况"),
        ("active", "二、行政机关主动公开政府信息的情况"),
    ],
)
def test_headings_as_they_come(name: str, heading: str) -> None:
    report = parse(document(composed(headings={name: heading})))
    assert bodies_of(report) == BODIES
    assert report.section(name).title == heading.lstrip("# ")  # type: ignore[union-attr,arg-type]


def test_heading_broken_over_lines() -> None:
    report = parse(document(composed(headings={"requests": "三、收到和处理政府信息公开申\n请情况"})))
    assert bodies_of(report) == BODIES


def test_old_form_is_mapped_to_the_same_ids() -> None:
    text = "\n".join(
        [
            "沙溪县教育局2014年政府信息公开工作年度报告",
            "一、概述\n我局认真做好政府信息公开工作。",
            "二、主动公开政府信息情况\n全年公开政府信息80条。",
            "三、依申请公开政府信息情况\n全年未收到申请。",
            "四、政府信息公开的收费及减免情况\n未收取费用。",
            "五、因政府信息公开申请行政复议、提起行政诉讼的情况\n无。",
            "六、存在的主要问题\n公开内容不够全面。",
            "七、改进措施\n进一步充实公开内容。",
            "八、其他需要报告的事项\n无。",
        ]
    )
    report = parse(document(text))
    bodies = bodies_of(report)
    assert list(bodies) == list(SECTION_IDS)
    assert bodies["requests"] == "全年未收到申请。\n四、政府信息公开的收费及减免情况\n未收取费用。"
    assert bodies["problems"] == "公开内容不够全面。\n七、改进措施\n进一步充实公开内容。"
    assert [statement.role for statement in report.statements] == ["problem", "measure"]


def test_old_form_with_a_second_part_that_says_only_that_it_is_about_what_is_public() -> None:
    text = "\n".join(
        [
            "石桥镇2010年政府信息公开工作年度报告",
            "一、概述\n我镇认真做好政府信息公开工作。",
            "二、政府信息公开情况\n全年公开信息46条。",
            "三、政府信息依申请公开办理情况\n全年未收到申请。",
            "四、依申请信息公开收费情况\n未收取费用。",
            "五、复议、诉讼和申诉情况\n未发生。",
            "??\n六、存在的主要问题\n??\n更新不及时。\n??",
        ]
    )
    bodies = bodies_of(parse(document(text)))
    assert list(bodies) == ["overview", "active", "requests", "review", "problems"]
    assert bodies["active"] == "全年公开信息46条。"
    assert (bodies["review"], bodies["problems"]) == ("未发生。", "更新不及时。")  # ?? stands for lost blanks


def test_part_of_another_kind_ends_the_section_before_it() -> None:
    headings = {"overview": "一、概述", "active": "三、主动公开政府信息情况", "requests": "四、依申请公开政府信息情况",
                "review": "五、行政复议、行政诉讼情况", "problems": "六、存在的主要问题和改进措施", "other": None}  # fmt: skip
    bodies = {"overview": "工作有序开展。\n二、机构建设和人员情况\n设专职人员1名。"}
    report = parse(document(composed(headings=headings, bodies=bodies)))  # type: ignore[arg-type]
    assert bodies_of(report)["overview"] == "工作有序开展。"


def test_missing_section_is_an_issue() -> None:
    report = parse(document(composed(headings={"review": None})))  # type: ignore[dict-item]
    assert "review" not in bodies_of(report)
    assert codes(report) == ["missing_section"]
    assert "review" in report.issues[0].message


@pytest.mark.parametrize(("year", "expected"), [(2013, []), (2018, []), (2019, ["missing_section"])])
def test_the_form_used_up_to_2018_has_no_part_on_other_matters(year: int, expected: list[str]) -> None:
    text = composed(
        title=f"沙溪县水务局{year}年政府信息公开工作年度报告", lead_in="", headings={"other": None}
    )  # type: ignore[dict-item]
    report = parse(document(text))
    assert (report.metadata.year, codes(report)) == (year, expected)


@pytest.mark.parametrize(("year", "expected"), [(2009, []), (2018, []), (2020, ["missing_section"])])
def test_reports_on_years_before_2019_may_begin_with_what_is_published(
    year: int, expected: list[str]
) -> None:
    headings = {"overview": None, "active": "一、主动公开政府信息情况", "requests": "二、依申请公开情况"}
    text = composed(title=f"沙溪县水务局{year}年政府信息公开工作年度报告", headings=headings)  # type: ignore[arg-type]
    assert codes(parse(document(text))) == expected


def test_doubled_section_is_an_issue() -> None:
    twice = composed() + "\n五、存在的主要问题及改进情况\n一是公开内容不全面，群众关心的事项公布得少。"
    report = parse(document(twice))
    assert "doubled_section" in codes(report)
    assert bodies_of(report)["problems"] == NARRATIVE


@pytest.mark.parametrize("title", [TITLE, "岭前市教育局\n2022年政府信息公开工作年度报告"])
@pytest.mark.parametrize("lead_in", ["", "本报告统计期限自2022年1月1日起。如有疑问，请与岭前市教育局联系。"])
def test_second_report_in_the_same_file_is_a_document_of_its_own(title: str, lead_in: str) -> None:
    second = composed(title=title, lead_in=lead_in, bodies={"problems": "公开形式单一。"})
    both = document(composed() + "\n" + second)
    report, other = parse_all(both)
    assert bodies_of(report) == BODIES
    assert codes(report) == ["several_reports"]
    assert f"from character {len(composed()) + 1} on" in report.issues[0].message
    assert parse(both) == report
    assert (report.document.id, report.document.text) == ("d0", composed() + "\n")
    assert (other.document.id, other.document.path, other.document.text) == ("d0-2", "report.txt#2", second)
    assert bodies_of(other) == {**BODIES, "problems": "公开形式单一。"}
    assert (other.metadata.agency, other.metadata.year) == (parse(document(second)).metadata.agency, 2022)
    assert codes(other) == []


@pytest.mark.parametrize(
    "items",
    [
        "一、主动公开情况\n全年公开信息377条，其中网站公开301条。\n二、依申请公开情况\n全年收到申请7件，均已按期答复申请人。",
        "一、组织领导情况\n明确一名分管领导和一名联络员。\n二、主动公开情况\n全年公开信息377条，其中网站公开301条。"
        "\n三、依申请公开情况\n全年收到申请7件，均已按期答复申请人。",
    ],
)
def test_items_of_a_list_in_the_first_section_double_nothing(items: str) -> None:
    report = parse(document(composed(bodies={"overview": "2022年各项工作有序开展。\n" + items})))
    assert codes(report) == []
    assert bodies_of(report)["active"] == BODIES["active"]


def test_parts_of_statistics_at_the_end_double_nothing() -> None:
    parts = "\n".join(
        f"{n}、{name}情况\n（一）{name}数\t条\t8"
        for n, name in zip("一二三", ("主动公开", "回应解读", "依申请公开"), strict=True)
    )
    headings = {"overview": "一、概述", "requests": "三、依申请公开情况", "other": None}
    report = parse(
        document(composed(headings=headings, tail=f"附件\n统计表\n统计指标\t单位\t统计数\n{parts}"))
    )  # type: ignore[arg-type]
    assert "doubled_section" not in codes(report)


def test_rows_of_a_table_at_the_end_double_nothing() -> None:
    table = "附：统计表\n一、主动公开情况\t——\n（一）主动公开政府信息数\t条\t8216\n二、依申请公开情况\t——\n（一）收到申请数\t件\t37"
    report = parse(document(composed(tail=table)))
    assert "doubled_section" not in codes(report)


def test_a_table_of_contents_without_pages_doubles_nothing() -> None:
    contents = "目录\n" + "\n".join(HEADINGS.values())
    report = parse(
        document(
            composed(
                lead_in=f"{contents}\n本报告统计期限自2022年1月1日起至2022年12月31日止，如有疑问请与办公室联系。"
            )
        )
    )
    assert codes(report) == []
    assert bodies_of(report) == BODIES


def test_heading_printed_twice_is_taken_once() -> None:
    report = parse(document(composed(bodies={"problems": HEADINGS["problems"] + NARRATIVE})))
    assert bodies_of(report)["problems"] == NARRATIVE


@pytest.mark.parametrize(
    "tail",
    [
        "澄州省岭前市水务局\n2023年1月18日",
        "                    岭前市水务局\n                    2023年1月18日\n- 4 -",
        "2023年1月18日\n首页 公开 服务 我的",
        "附件：1.统计表",
        "【打印】 【关闭】\n上一篇：某局2021年报告",
        "岭前市水务\n- 3 -\n局\n2023年1月18日",
    ],
)
def test_what_follows_the_last_words_is_left_out(tail: str) -> None:
    report = parse(document(composed(tail=tail)))
    assert bodies_of(report)["other"] == "无。"


def test_sign_off_glued_to_the_last_sentence() -> None:
    report = parse(document(composed(bodies={"other": "本年度未收取信息处理费。岭前市水务局2023年1月18日"})))
    assert bodies_of(report)["other"] == "本年度未收取信息处理费。"


def test_zeros_at_the_end_of_a_table_are_no_page_numbers() -> None:
    cells = "行政复议\n行政诉讼\n结果维持\n0\n\n0\n\n0"
    report = parse(document(composed(bodies={"review": cells})))
    assert bodies_of(report)["review"] == cells


def test_widths_and_radicals_do_not_hide_headings() -> None:
    headings = {"review": "四、政府信息公开⾏政复议、⾏政诉讼情况", "overview": "一、总体情況"}
    report = parse(document(composed(headings={"review": headings["review"]})))
    assert report.section("review") is not None
    assert report.section("review").title == headings["review"]  # type: ignore[union-attr]


def test_parts_of_the_form_of_universities() -> None:
    text = "\n".join(
        [
            "岭前大学2021—2022学年信息公开年度报告",
            "一、概述\n学校做好信息公开工作。",
            "二、主动公开信息情况\n学校主页发布信息1200条。",
            "三、依申请公开和不予公开情况\n收到申请3件。",
            "四、对学校信息公开的评议情况\n师生评价良好。",
            "五、因学校信息公开工作受到举报、复议、诉讼的情况\n未发生。",
            "六、信息公开工作的主要经验、存在的问题和改进措施\n二级学院更新不及时，将加强督促。",
            "七、清单事项公开情况\n见附件。",
        ]
    )
    report = parse(document(text))
    bodies = bodies_of(report)
    assert list(bodies) == ["overview", "active", "requests", "review", "problems"]
    assert (bodies["requests"], bodies["review"]) == ("收到申请3件。", "未发生。")
    assert bodies["problems"] == "二级学院更新不及时，将加强督促。"
    assert (report.metadata.agency, report.metadata.year) == ("岭前大学", 2022)


def test_items_of_the_first_part_where_all_numbers_are_lost() -> None:
    """As programs write Word files whose numbers Word itself counts."""
    overview = "我局认真执行《条例》。\n主动公开情况\n全年公开126条。\n依申请公开情况\n全年收到2件。\n监督保障情况\n年内自查2次。"
    headings = {name: heading.partition("、")[2] for name, heading in HEADINGS.items()}
    report = parse(document(composed(headings, {"overview": overview})))
    assert bodies_of(report)["overview"] == overview
    assert codes(report) == []


@pytest.mark.parametrize("gap", ["\t", "  ", "\n"])
def test_a_contents_list_with_pages_and_without_a_name_counts_for_nothing(gap: str) -> None:
    pages = dict(zip(HEADINGS, (1, 3, 3, 5, 11, 12), strict=True))
    contents = "\n".join(f"{heading}{gap}{pages[name]}" for name, heading in HEADINGS.items())
    report = parse(
        document(composed(lead_in=f"{contents}\n本报告由岭前市水务局编制，统计期限自2022年1月1日起。"))
    )
    assert bodies_of(report) == BODIES
    assert codes(report) == []


def test_numbers_with_a_blank_behind_them_before_names_in_other_words() -> None:
    headings = {
        "overview": "一　总体情况",
        "active": "二　2022年主动公开政府信息情况",
        "requests": "三　依申请公开政府信息情况",
        "review": "四　行政复议、行政诉讼情况",
        "problems": "五　存在问题及改进措施",
        "other": "六　其他事项",
    }
    assert list(bodies_of(parse(document(composed(headings))))) == list(headings)
