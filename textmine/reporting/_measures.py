"""The part on measures: whether problems are answered, how specific the measures are, and what became of promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textmine.analysis._incidence import SMALL_GROUP
from textmine.analysis.frames import rows_of
from textmine.reporting._blocks import chart, head, heading, note, part, say, share_of
from textmine.reporting._model import Block, Part, Sentence, Table, Value
from textmine.reporting._printable import clean, joined_lines
from textmine.reporting._quotes import shown_name, shown_year
from textmine.reporting._tables import columns

if TYPE_CHECKING:
    import pandas as pd

    from textmine.reporting._material import Material

SHOWN_PROMISES = 200
ELEMENTS = ("date", "owner", "number", "frequency")


def responses(material: Material) -> Part:
    """Problems and measures of one report, and promises over the years."""
    if not material.results["followthrough"].params["answered"]["n"]:
        return part(material, "response", say(material, "response.none"))
    return part(
        material,
        "response",
        heading(material, "answered"),
        *_answered(material),
        heading(material, "specific"),
        *_specific(material),
        heading(material, "promised"),
        *_promised(material),
    )


def _answered(material: Material) -> list[Block]:
    blocks: list[Block] = [answered_sentence(material)]
    params = material.results["followthrough"].params
    ways = [(str(material.wording.raw(f"response.ways.{way}")), n) for way, n in params["ways"].items() if n]
    if ways and params["answered"]["n"] > 1:
        blocks.append(say(material, "response.ways_sentence", "followthrough", ways=ways))
    if params["themes"] and not _is_small(params):
        blocks.append(chart(material, "followthrough"))
    return [*blocks, note(material, "response.caution")]


def answered_sentence(material: Material) -> Sentence:
    """How many problem statements have a measure."""
    params = material.results["followthrough"].params
    return say(
        material, "response.answered", "followthrough", **share_of(params["answered"]), small=_is_small(params),
        left=params["answered"]["n"] - params["answered"]["k"],
    )  # fmt: skip


def _is_small(params: Mapping[str, Any]) -> bool:
    """Whether the problems are too few for shares."""
    return bool(params["answered"]["n"] < SMALL_GROUP)


def _specific(material: Material) -> list[Block]:
    result = material.results["specificity"]
    n = result.params["measures"]
    if not n:
        return [say(material, "specific.none")]
    blocks: list[Block] = [specific_sentence(material)]
    if not result.params["small"]:
        blocks.append(chart(material, "specificity"))
    return [*blocks, note(material, "specific.caution")]


def specific_sentence(material: Material) -> Sentence:
    """How many measures state when, who, how many or how often."""
    result = material.results["specificity"]
    n = result.params["measures"]
    vague = int(result.frame[list(ELEMENTS)].isna().all(axis=1).sum())
    share, small = vague / n if n else 0.0, result.params["small"]
    return say(material, "specific.sentence", "specificity", n=n, vague=vague, share=share, small=small)


def _promised(material: Material) -> list[Block]:
    result = material.results["promises"]
    if not len(result.frame):
        return [say(material, "promises.none")]
    blocks: list[Block] = [*promise_sentences(material)]
    if len(result.frame) >= SMALL_GROUP:
        blocks.append(chart(material, "promises"))
    open_promises = due_table(material)
    if open_promises.rows:
        blocks.append(head(material, open_promises, "promises.shown", SHOWN_PROMISES))
    return [*blocks, note(material, "promises.caution")]


def promise_sentences(material: Material) -> list[Sentence]:
    """Outcomes of promises, and of those that were due."""
    params = material.results["promises"].params
    total = sum(params["outcomes"].values())
    outcomes = [
        (material.wording.say(f"promises.outcome.{name}"), n) for name, n in params["outcomes"].items() if n
    ]
    sentences = [say(material, "promises.sentence", "promises", n=total, outcomes=outcomes)]
    due = params["due"]
    if sum(due.values()):
        sentences.append(
            say(material, "promises.due", "promises[due]", n=sum(due.values()), dropped=due["dropped"])
        )
    return sentences


def due_table(material: Material) -> Table:
    """Promises with a deadline of which the next report does not speak: those to ask about first."""
    frame = material.results["promises"].frame
    wanted = frame[frame["due"].astype(bool) & (frame["outcome"] == "dropped")]
    return promises_table(material, wanted, "due", title="promises.due_table")


def promises_table(material: Material, frame: pd.DataFrame, table_id: str, *, title: str) -> Table:
    """Promises with their outcome and the sentence that decided it."""
    wording = material.wording
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            clean(shown_name(row.agency, wording)),
            shown_year(row.year, wording),
            joined_lines(clean(row.text)),
            wording.say(f"promises.outcome.{row.outcome}"),
            joined_lines(clean(row.next_text)) if isinstance(row.next_text, str) else None,
        )
        for row in rows_of(frame)
    )
    heads = columns(wording, "agency", "year", "promise", "outcome_next", "next_text")
    if all(row[-1] is None for row in rows):
        heads, rows = heads[:-2], tuple(row[:-2] for row in rows)
    return Table(table_id, wording.say(title), heads, rows)
