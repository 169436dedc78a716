"""Parts under names of their own, out of order, without bodies, or headed with the agency's name."""

from __future__ import annotations

import pytest
from report_texts import BODIES, HEADINGS, bodies_of, codes, composed, document

from textmine.parsing import parse
from textmine.schema import SECTION_IDS

NUMBERS = dict(zip(SECTION_IDS, "一二三四五六", strict=True))
RENAMED = [
    ("overview", "整体情况"),
    ("overview", "工作成效"),
    ("active", "主动向社会公开政府信息情况"),
    ("requests", "政府信息公开申请收到和处理情况"),
    ("requests", "申请公开情况"),
    ("review", "行政救济情况"),
    ("review", "政府信息公开行政争议情况"),
    ("problems", "不足与展望"),
    ("problems", "工作亮点及存在问题"),
    ("problems", "存在问题及原因分析、改进措施"),
    ("problems", "本年度存在的主要问题及2023年改进措施"),
    ("other", "其他"),
    ("other", "法律法规规定的其他需要报告的事项"),
]


@pytest.mark.parametrize(("section", "name"), RENAMED)
def test_a_part_under_a_name_of_its_own_is_known_by_its_number(section: str, name: str) -> None:
    heading = f"{NUMBERS[section]}、{name}"
    report = parse(document(composed(headings={section: heading})))
    assert bodies_of(report) == BODIES
    assert next(item.title for item in report.sections if item.id == section) == heading
    assert "missing_section" not in codes(report)


def test_a_number_out_of_its_place_and_rows_of_tables_make_no_part() -> None:
    report = parse(document(composed(headings={"review": None})))
    assert "review" not in bodies_of(report)
    assert codes(report) == ["missing_section"]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        (("overview", "active", "requests", "problems", "review", "other"), "一二三四五六"),
        (("overview", "active", "requests", "review", "other", "problems"), "一二三四五六"),
        (("overview", "requests", "active", "review", "problems", "other"), "一二三四五六"),
    ],
)
def test_parts_out_of_order_are_all_read(order: tuple[str, ...], numbers: str) -> None:
    parts = [
        f"{number}{HEADINGS[section][1:]}\n{BODIES[section]}"
        for section, number in zip(order, numbers, strict=True)
    ]
    report = parse(document("\n".join(["澄州省岭前市水务局2022年政府信息公开工作年度报告", *parts])))
    assert bodies_of(report) == {section: BODIES[section] for section in order}
    assert [section.id for section in report.sections] == list(order)
    assert codes(report) == []


@pytest.mark.parametrize("start", [0, 2])
def test_parts_without_bodies_are_parts(start: int) -> None:
    headings = {section: heading[start:] for section, heading in HEADINGS.items()}
    bodies = {**BODIES, "active": "", "requests": "", "review": ""}
    report = parse(document(composed(headings=headings, bodies=bodies)))
    assert bodies_of(report) == bodies
    assert "missing_section" not in codes(report)


@pytest.mark.parametrize("agency", ["岭前市水务局", "岭前市龙口街道办事处2022年", "澄州省岭前市第二中学校"])
def test_headings_with_the_name_of_the_agency(agency: str) -> None:
    headings = {section: f"{heading[:2]}{agency}{heading[2:]}" for section, heading in HEADINGS.items()}
    report = parse(document(composed(headings=headings)))
    assert bodies_of(report) == BODIES
    assert [section.title for section in report.sections] == list(headings.values())


def test_a_sentence_about_an_agency_heads_nothing() -> None:
    body = BODIES["overview"] + "\n二、岭前市水务局主动公开政府信息情况良好，群众满意。"
    report = parse(document(composed(bodies={"overview": body})))
    assert list(bodies_of(report)) == list(SECTION_IDS)
    assert "群众满意" in bodies_of(report)["overview"]


@pytest.mark.parametrize("last", ["三、下一步打算", "三、2017年工作计划", "三、今后努力方向"])
def test_rows_of_statistics_behind_a_short_report_head_no_sections(last: str) -> None:
    rows = (
        "附件1\n政府信息公开情况统计表\n统　计　指　标\t单位\t统计数\n一、主动公开情况\t\t\n（一）主动公开政府信息数\t条\t212\n"
        "三、依申请公开情况\t\t\n（一）收到申请数\t件\t3\n四、行政复议数量\t件\t0"
    )
    text = (
        "岭前市水务局2016年政府信息公开工作年度报告\n一、工作开展情况\n2016年，公开政府信息212条。\n二、存在的问题\n部分栏目更新滞后。\n"
        f"{last}\n将每周核对一次栏目。\n{rows}"
    )
    report = parse(document(text))
    assert bodies_of(report)["problems"] == f"部分栏目更新滞后。\n{last}\n将每周核对一次栏目。"
    assert [figure.value for figure in report.figures if "收到申请数" in figure.key] == [3]


def test_a_numbered_annex_below_section_five_is_none_of_it() -> None:
    text = composed({"other": None}, tail="7. 附表\n见网站。")
    assert bodies_of(parse(document(text)))["problems"] == BODIES["problems"]
