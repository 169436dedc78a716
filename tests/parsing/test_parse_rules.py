"""Every rule of the data files, on the examples that stand beside it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from textmine.normalization import fold
from textmine.parsing._agency import kind_of
from textmine.parsing._context import is_context
from textmine.parsing._frames import heading_frame, lead_frame, loose_heading_frame
from textmine.parsing._numbering import _MARK
from textmine.parsing._roles import inclination, is_shortfall_clause
from textmine.parsing._section_names import name_at
from textmine.parsing._signals import gate
from textmine.resources import load_yaml


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", fold(text))


def examples(file: str, key: str, kind: str, label: str = "id") -> list[Any]:
    rules = load_yaml("parsing", file)[key]
    assert all(rule.get("match") and rule.get("reject") for rule in rules if isinstance(rule, dict)), (
        "every rule has both"
    )
    return [
        pytest.param(rule, squeezed(text), id=f"{rule.get(label, number)}-{text[:12]}")
        for number, rule in enumerate(rules)
        for text in rule[kind]
    ]


def section_name(text: str) -> tuple[str, int, int] | None:
    mark = _MARK.match(text)
    return name_at(text, mark.end() if mark else 0)


@pytest.mark.parametrize(("rule", "text"), examples("headings.yaml", "sections", "match"))
def test_heading_is_found(rule: dict[str, Any], text: str) -> None:
    found = section_name(text)
    assert found is not None
    assert found[0] == rule["id"] and found[1] == rule["weight"]


@pytest.mark.parametrize(("rule", "text"), examples("headings.yaml", "sections", "reject"))
def test_other_words_are_no_heading(rule: dict[str, Any], text: str) -> None:
    found = section_name(text)
    assert found is None or (found[0], found[1]) != (rule["id"], rule["weight"])


@pytest.mark.parametrize(("rule", "text"), examples("frames.yaml", "headings", "match", "frame"))
def test_sub_heading_opens_its_frame(rule: dict[str, Any], text: str) -> None:
    assert heading_frame(text) == rule["frame"]


@pytest.mark.parametrize(("rule", "text"), examples("frames.yaml", "headings", "reject", "frame"))
def test_sub_heading_of_another_kind(rule: dict[str, Any], text: str) -> None:
    assert heading_frame(text) != rule["frame"]


@pytest.mark.parametrize(("rule", "text"), examples("frames.yaml", "leads", "match", "frame"))
def test_lead_in_opens_its_frame(rule: dict[str, Any], text: str) -> None:
    assert lead_frame(text) == rule["frame"]


@pytest.mark.parametrize(("rule", "text"), examples("frames.yaml", "leads", "reject", "frame"))
def test_lead_in_of_another_kind(rule: dict[str, Any], text: str) -> None:
    found = lead_frame(text)
    assert found != rule["frame"] or not re.search(rule["pattern"], text)


@pytest.mark.parametrize(("rule", "text"), examples("frames.yaml", "loose", "match", "frame"))
def test_loose_heading(rule: dict[str, Any], text: str) -> None:
    assert loose_heading_frame(text) == rule["frame"]


@pytest.mark.parametrize(("rule", "text"), examples("frames.yaml", "loose", "reject", "frame"))
def test_loose_heading_of_another_kind(rule: dict[str, Any], text: str) -> None:
    assert loose_heading_frame(text) != rule["frame"]


@pytest.mark.parametrize(("rule", "text"), examples("statements.yaml", "context", "match"))
def test_sentence_without_a_point(rule: dict[str, Any], text: str) -> None:
    assert is_context(text)
    assert re.search(rule["pattern"], text)


@pytest.mark.parametrize(("rule", "text"), examples("statements.yaml", "context", "reject"))
def test_sentence_with_a_point(rule: dict[str, Any], text: str) -> None:
    assert not is_context(text)


@pytest.mark.parametrize(("rule", "text"), examples("statements.yaml", "earlier_year", "match"))
def test_statement_on_an_earlier_year(rule: dict[str, Any], text: str) -> None:
    assert re.search(rule["pattern"], text)


@pytest.mark.parametrize(("rule", "text"), examples("statements.yaml", "earlier_year", "reject"))
def test_statement_on_this_year(rule: dict[str, Any], text: str) -> None:
    assert not re.search(rule["pattern"], text)


@pytest.mark.parametrize(("rule", "text"), examples("topics.yaml", "topics", "match"))
def test_topic_is_named(rule: dict[str, Any], text: str) -> None:
    assert gate().hints(text) & gate().topics[rule["id"]]


@pytest.mark.parametrize(("rule", "text"), examples("topics.yaml", "topics", "reject"))
def test_topic_is_not_named(rule: dict[str, Any], text: str) -> None:
    assert not gate().hints(text) & gate().topics[rule["id"]]


@pytest.mark.parametrize(
    "text", [t for g in load_yaml("parsing", "role_cues.yaml")["problem"] for t in g["match"]]
)
def test_shortfalls_incline_to_problem(text: str) -> None:
    assert inclination(text) < 0


@pytest.mark.parametrize(
    "text", [t for g in load_yaml("parsing", "role_cues.yaml")["measure"] for t in g["match"]]
)
def test_steps_incline_to_measure(text: str) -> None:
    assert inclination(text) > 0


@pytest.mark.parametrize(("rule", "text"), examples("role_cues.yaml", "shortfall_patterns", "match"))
def test_shortfall_by_its_predicate(rule: dict[str, Any], text: str) -> None:
    assert is_shortfall_clause(text)


@pytest.mark.parametrize(("rule", "text"), examples("role_cues.yaml", "shortfall_patterns", "reject"))
def test_step_is_no_shortfall(rule: dict[str, Any], text: str) -> None:
    assert not is_shortfall_clause(text)


@pytest.mark.parametrize(("rule", "text"), examples("filter.yaml", "others", "match", "reason"))
def test_other_kinds_of_text(rule: dict[str, Any], text: str) -> None:
    assert re.search(rule["pattern"], text)


@pytest.mark.parametrize(("rule", "text"), examples("filter.yaml", "others", "reject", "reason"))
def test_report_is_not_taken_for_another_kind(rule: dict[str, Any], text: str) -> None:
    assert not re.search(rule["pattern"], text)


def test_guides_for_readers() -> None:
    rule = load_yaml("parsing", "filter.yaml")["guide"]
    assert all(re.search(rule["pattern"], squeezed(text)) for text in rule["match"])
    assert not any(re.search(rule["pattern"], squeezed(text)) for text in rule["reject"])


@pytest.mark.parametrize(("rule", "text"), examples("footers.yaml", "footers", "match"))
def test_page_furniture(rule: dict[str, Any], text: str) -> None:
    assert re.match(rule["pattern"], text)


@pytest.mark.parametrize(("rule", "text"), examples("footers.yaml", "footers", "reject"))
def test_words_of_the_report(rule: dict[str, Any], text: str) -> None:
    assert not re.match(rule["pattern"], text)


@pytest.mark.parametrize(("rule", "text"), examples("footers.yaml", "own_words", "match"))
def test_own_words_of_a_line_without_an_end(rule: dict[str, Any], text: str) -> None:
    assert re.search(rule["pattern"], text)


@pytest.mark.parametrize(("rule", "text"), examples("footers.yaml", "own_words", "reject"))
def test_lines_of_the_page(rule: dict[str, Any], text: str) -> None:
    assert not re.search(rule["pattern"], text)


@pytest.mark.parametrize(("rule", "text"), examples("agency.yaml", "kinds", "match", "kind"))
def test_kind_of_agency(rule: dict[str, Any], text: str) -> None:
    assert kind_of("岭前市" + text) == rule["kind"]


@pytest.mark.parametrize(("rule", "text"), examples("agency.yaml", "kinds", "reject", "kind"))
def test_agency_of_another_kind(rule: dict[str, Any], text: str) -> None:
    assert kind_of("岭前市" + text) != rule["kind"]
