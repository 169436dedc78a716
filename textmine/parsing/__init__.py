"""From a document as read to an annual report: metadata, sections, statutory figures, statements.

``parse`` does all of it; ``parse_narrative`` reads a bare section five, ``parse_narratives`` many of them. ``folded``, ``drafts_of``,
``STEPS`` and ``reports_of`` take many documents through one step after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textmine.parsing._compact import CompactView, Folded, folded, views_of
from textmine.parsing._endings import trim_body
from textmine.parsing._statements import Narrative, statements_of
from textmine.parsing._steps import STEPS, Draft, drafts_of, reports_of
from textmine.schema import AnnualReport, Document, Statement
from textmine.undisturbed import undisturbed

__all__ = [
    "STEPS", "Draft", "Folded", "drafts_of", "folded", "parse", "parse_all", "parse_narrative", "parse_narratives", "reports_of",
]  # fmt: skip


def parse(document: Document) -> AnnualReport:
    """The annual report in a document; troubles become issues, nothing is raised.

    A text of another kind comes back with ``is_annual_report`` False, an issue ``not_annual_report`` and metadata only.
    Of a document that holds several reports it is the first, with its text alone; see ``parse_all``.
    """
    return parse_all(document)[0]


def parse_all(document: Document) -> tuple[AnnualReport, ...]:
    """The annual reports in a document, nearly always one; of several, each has the part of the text that is its own.

    The first one keeps the document's id and path and has an issue ``several_reports``; those of the others end in their number.
    """
    draft = Draft(document)
    for step in STEPS:
        step(draft)
    return tuple(replace(report, figures=tuple(report.figures)) for report in reports_of(draft))


def parse_narrative(text: str) -> tuple[Statement, ...]:
    """Statements of a bare section five, with offsets into ``text`` (of which 60,000 characters are read)."""
    return statements_of(_narratives([text]))[0]


def parse_narratives(texts: Sequence[str]) -> list[tuple[Statement, ...]]:
    """``parse_narrative`` of each text, in two thirds of the time."""
    found: list[tuple[Statement, ...]] = []
    with undisturbed(cycles=False):
        for first in range(0, len(texts), _TOGETHER):
            found += statements_of(_narratives(texts[first : first + _TOGETHER]))
    return found


_TOGETHER = 200


def _narratives(texts: Sequence[str]) -> list[Narrative]:
    views = views_of(list(map(folded, texts)))
    return [Narrative(text, 0, _end(view), view=view) for text, view in zip(texts, views, strict=True)]


def _end(view: CompactView) -> int:
    """The end without a date or a signer's name, which are no statements."""
    return trim_body(view.folded, 0, len(view.folded), is_last=True)[1]
