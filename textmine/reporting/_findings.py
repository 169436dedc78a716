"""The part on checks: figures and words that do not agree, and what figures show and section five passes over."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from textmine.analysis.frames import used_reports
from textmine.reporting._blocks import chart, head, note, part, say
from textmine.reporting._model import Block, Part, Sentence, Table
from textmine.reporting._parts import is_few
from textmine.reporting._tables import first_of_report

if TYPE_CHECKING:
    from textmine.reporting._material import Material

SHOWN_CHECKS = 200


def findings(material: Material, checks: Table) -> Part:
    """Checks that fail."""
    sentences = check_sentences(material)
    fails = bool(checks.rows)
    blocks: list[Block] = [*sentences]
    total = material.results["candour"].frame
    if len(total) and int(total.loc[total["check"] == "any", "fails"].sum()):
        blocks.append(candour_sentence(material))
        if not is_few(material):
            blocks.append(chart(material, "candour"))
    if fails:
        blocks += [head(material, checks, "checks.shown", SHOWN_CHECKS), note(material, "checks.caution")]
    return part(material, "checks", *blocks)


def check_counts(material: Material) -> tuple[dict[str, int], int]:
    """Checks that could be tested, those that fail, the reports of these; and the checks that could not be tested."""
    rows = used_reports(material.tables)[1]
    new = first_of_report(material.tables)
    outcomes: Counter[str] = Counter()
    reports = set()
    columns = ("document", "check", "outcome", "message")
    for document, check, outcome, message in material.tables.rows("checks", columns):
        if not new(document, check, outcome, message):
            continue
        outcomes[outcome] += 1
        if outcome == "fails":
            reports.add(rows.get(document, document))
    untestable = outcomes["untestable"]
    return {
        "tested": outcomes.total() - untestable, "fails": outcomes["fails"], "reports": len(reports),
    }, untestable  # fmt: skip


def check_sentences(material: Material) -> list[Sentence]:
    """How many checks were done and how many failed."""
    counts, untestable = check_counts(material)
    if not counts["tested"] and not untestable:
        return [say(material, "checks.none")]
    key = "checks.found" if counts["fails"] else "checks.good" if counts["tested"] else "checks.untested"
    sentences = [say(material, key, "checks", **counts)]
    if untestable and counts["tested"]:
        sentences.append(say(material, "checks.untestable", "checks", n=untestable))
    return sentences


def candour_sentence(material: Material) -> Sentence:
    """In how many of the reports that could be tested the section passes something over."""
    frame = material.results["candour"].frame
    total = frame[frame["check"] == "any"]
    return say(
        material,
        "checks.candour",
        "candour",
        tested=int(total["tested"].sum()),
        fails=int(total["fails"].sum()),
    )
