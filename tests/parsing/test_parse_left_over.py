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
