"""The part on checks: figures and words that do not agree, and what figures show and section five passes over."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from textmine.reporting._blocks import chart, head, note, part, say
from textmine.reporting._model import Block, Part, Sentence, Table

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
        if material.params["reports"] >= material.params["small_group"]:
            blocks.append(chart(material, "candour"))
    if fails:
        blocks += [head(material, checks, "checks.shown", SHOWN_CHECKS), note(material, "checks.caution")]
    return part(material, "checks", *blocks)


def check_sentences(material: Material) -> list[Sentence]:
    """How many checks were done and how many failed."""
    frame = material.tables.frame("checks")
    if not len(frame):
        return [say(material, "checks.none")]
    outcomes = Counter(frame["outcome"])
    tested = len(frame) - outcomes["untestable"]
    fails = outcomes["fails"]
    reports = frame.loc[frame["outcome"] == "fails", "document"].nunique()
    key = "checks.found" if fails else "checks.good" if tested else "checks.untested"
    sentences = [say(material, key, "checks", tested=tested, fails=fails, reports=reports)]
    if outcomes["untestable"] and tested:
        sentences.append(say(material, "checks.untestable", "checks", n=outcomes["untestable"]))
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
