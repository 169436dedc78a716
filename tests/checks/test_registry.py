"""The registry is complete, documented, and its grammar matches its own examples."""

import subprocess
import sys
from pathlib import Path

import pytest

from textmine.analysis.checks import families, load_checks
from textmine.analysis.checks._claims import grammar, pattern
from textmine.normalization import NormalizedView
from textmine.resources import load_yaml

ROOT = Path(__file__).resolve().parents[2]


def test_every_check_is_described_and_has_a_function():
    checks = load_checks()
    data = load_yaml("checks", "checks.yaml")["checks"]
    assert [check.id for check in checks] == [item["id"] for item in data]
    assert {check.family for check in checks} == set(families())
    for check in checks:
        assert all((check.zh, check.en, check.formula, check.source, check.example))
        assert check.severity in ("error", "warning", "note")
        assert all("{detail}" in text for text in check.fails.values()) and set(check.fails) == {"zh", "en"}


def test_every_function_is_registered():
    from textmine.analysis.checks import (
        _arithmetic,
        _candour,
        _identity,
        _levels,
        _proportions,
        _text,
        _years,
    )

    modules = (_arithmetic, _candour, _identity, _levels, _proportions, _text, _years)
    assert sorted(name for module in modules for name in module.CHECKS) == sorted(c.id for c in load_checks())


def test_the_page_of_checks_is_current():
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.write_check_docs", "--print"],
        cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8", env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    ).stdout  # fmt: skip
    shown = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert shown == made, "run python -m benchmarks.write_check_docs"


def folded(text):
    return NormalizedView(text).text


RULES = [
    *grammar()["received"],
    *({"id": name, **grammar()[name]} for name in (
        "none_received", "answered", "carried_in", "carried_forward", "no_carried_in", "no_carried_forward", "all_done")),
    {"id": "no_cases", "pattern": grammar()["review"]["none"], **grammar()["review"]["none_examples"]},
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=[rule["id"] for rule in RULES])
def test_examples_of_the_grammar_of_counts(rule):
    compiled = pattern(rule["pattern"])
    for text in rule["matches"]:
        found = compiled.search(folded(text))
        assert found, text
        if isinstance(rule["matches"], dict):
            assert float(found["n"]) == rule["matches"][text]
    for text in rule["not"]:
        assert not compiled.search(folded(text)), text


def test_whole_numbers_are_stored_as_they_are_printed():
    from check_tables import Made

    made = Made()
    made.add()
    values = [cell["value"] for cell in made.outcomes()["requests_flow"]["cells"]]
    assert values and all(isinstance(value, int) for value in values)
