"""What the analyses report of the sample corpus, read and tagged from its files, is what its manifest says was planted.

Both ways: all that was planted is found, and nothing else is reported at the same level.
"""

from __future__ import annotations

import json

import pandas as pd
import pytest
from sample_truth import sample_tables

import textmine
from benchmarks.planting import NAMED
from textmine.analysis import candour, foreign_names, histories, promises, reuse
from textmine.analysis.checks import add_checks, load_checks
from textmine.tables import Tables

# Planted in how a report is printed; what comes of it is in what was read, not in a finding.
STRUCTURE = {"doubled_heading", "split_section_five"}


@pytest.fixture(scope="module")
def planted() -> dict[str, set[str]]:
    """Files of each planted phenomenon."""
    with textmine.sample_corpus() as paths:
        manifest = json.loads((paths[0].parent / "manifest.json").read_text(encoding="utf-8"))
    return {item["id"]: set(item["files"]) for item in manifest["planted"]}


@pytest.fixture(scope="module")
def tables() -> Tables:
    with textmine.sample_corpus() as paths:
        return add_checks(textmine.process(paths))


@pytest.fixture(scope="module")
def files(tables: Tables) -> dict[str, str]:
    documents = tables.frame("documents")
    return dict(zip(documents["document"], documents["path"].str.rsplit("/").str[-1], strict=True))


def test_runs_of_three_years_are_those_planted(
    tables: Tables, planted: dict[str, set[str]], files: dict[str, str]
) -> None:
    found = histories(tables).frame
    long = found[(found["longest"] >= 3) & (found["nature"] == "problem")]
    truth = histories(sample_tables()).frame
    truth = truth[(truth["longest"] >= 3) & (truth["nature"] == "problem")]

    def named(frame: pd.DataFrame) -> set[tuple[str, str, str]]:
        return set(zip(frame["agency"], frame["theme"], frame["named"], strict=True))

    assert named(long) == named(truth)
    documents = tables.frame("documents")
    years = {(row.agency, year) for row in long.itertuples() for year in map(int, row.named.split())}
    mine = [key in years for key in zip(documents["agency"], documents["year"], strict=True)]
    assert {files[document] for document in documents.loc[mine, "document"]} == planted["persistent_problem"]


def test_paragraphs_that_recur_are_those_of_the_copied_section(tables: Tables) -> None:
    frame = histories(tables).frame
    copied = frame[frame["nature"] == "paragraph"]
    assert set(copied["agency"]) == {"朔溪市石楠县卫生健康局"} and set(copied["copied"]) == {"2021"}


def test_copies_and_names_left_in_are_those_planted(
    tables: Tables, planted: dict[str, set[str]], files: dict[str, str]
) -> None:
    frame = reuse(tables).frame
    copies = frame[frame["last_year_copy"] | frame["other_copy"]]
    pairs = set(copies["document"]) | set(copies["last_year_document"].dropna())
    assert {files[document] for document in pairs} == planted["copied_section_five"]
    names = foreign_names(tables).frame
    left_in = names.loc[names["certain"], "document"]
    assert {files[document] for document in left_in} == planted["foreign_paragraph"]


@pytest.mark.parametrize(("outcome", "name"), [("rectified", "promise_kept"), ("dropped", "promise_dropped")])
def test_promises_with_a_deadline_kept_and_dropped_are_those_planted(
    outcome: str, name: str, tables: Tables, planted: dict[str, set[str]], files: dict[str, str]
) -> None:
    frame = promises(tables).frame
    mine = frame[frame["due"].astype(bool) & (frame["outcome"] == outcome)]
    pairs = set(mine["document"]) | set(mine["next_document"])
    assert {files[document] for document in pairs} == planted[name]


def test_reports_on_what_was_put_right_are_those_planted(
    tables: Tables, planted: dict[str, set[str]], files: dict[str, str]
) -> None:
    statements = tables.frame("statements")
    found = statements.loc[statements["role"] == "rectified", "document"]
    assert {files[document] for document in found} == planted["rectified_prior_year"]


def test_checks_fail_where_something_was_planted_and_nowhere_else(
    tables: Tables, planted: dict[str, set[str]], files: dict[str, str]
) -> None:
    checks = tables.frame("checks")
    fails = checks[checks["outcome"] == "fails"]
    found = set(zip(fails["check"], fails["document"].map(files), strict=True))
    wanted: dict[str, set[str]] = {}
    for name, where in planted.items():
        if name in NAMED:
            wanted.setdefault(NAMED[name], set()).update(where)
            # Of a mismatch between reports one of them bears the finding.
            assert {(NAMED[name], file) for file in where} & found, name
    assert [(check, file) for check, file in found if file not in wanted.get(check, ())] == []


def test_blank_cells_are_those_planted(
    tables: Tables, planted: dict[str, set[str]], files: dict[str, str]
) -> None:
    checks = tables.frame("checks")
    # The year after is held against the blank cells of the year before.
    own = checks[(checks["outcome"] == "blank_is_zero") & (checks["check"] != "carried_over")]
    assert {files[document] for document in own["document"]} == planted["blank_cells"]


def test_candour_finds_what_was_passed_over(
    tables: Tables, planted: dict[str, set[str]], files: dict[str, str]
) -> None:
    findings = candour(tables).params["findings"]
    assert {files[item["document"]] for item in findings} == planted["passed_over_review"]


def test_forms_that_are_not_of_their_year_are_those_planted(
    tables: Tables, planted: dict[str, set[str]], files: dict[str, str]
) -> None:
    figures = tables.frame("figures")
    years = tables.frame("documents").set_index("document")["year"]
    year = figures["document"].map(years)
    present = year.where(year < 2021, 2021).where(year >= 2021, 2019).astype(str)
    old = figures[figures["era"] == "pre2019"]
    assert {files[document] for document in old["document"]} <= planted["old_indicators"]
    odd = figures[(figures["era"] != present) & (figures["era"] != "pre2019") & (year >= 2019)]
    assert {files[document] for document in odd["document"]} == planted["old_form_2024"] | planted[
        "form_mixed"
    ]


def test_nothing_planted_is_left_out_here(planted: dict[str, set[str]]) -> None:
    told = {
        "persistent_problem",
        "copied_section_five",
        "foreign_paragraph",
        "promise_kept",
        "promise_dropped",
    }
    told |= {"rectified_prior_year", "blank_cells", "old_form_2024", "form_mixed", "old_indicators"}
    assert set(planted) == told | STRUCTURE | (set(planted) & set(NAMED))
    assert set(NAMED.values()) <= {check.id for check in load_checks()}
