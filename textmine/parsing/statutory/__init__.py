"""Figures of the statutory tables, from every layout; the form of each table is found from its own labels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from textmine.figure_columns import Figures, joined
from textmine.parsing._compact import CompactView
from textmine.parsing.statutory._active import read_active
from textmine.parsing.statutory._indicators import read_indicators
from textmine.parsing.statutory._names import cell_name
from textmine.parsing.statutory._quick import Sheet, quick_active, quick_requests, quick_review
from textmine.parsing.statutory._report import Notes
from textmine.parsing.statutory._requests import read_requests
from textmine.parsing.statutory._review import read_review
from textmine.parsing.statutory._source import Source
from textmine.schema import Document, Era, Figure, Issue, Section

_FEWEST_SECTIONS = 3  # of a report, whatever became of the rest

__all__ = ["cell_name", "read_figures"]


def read_figures(
    document: Document, sections: Sequence[Section], view: CompactView | None = None
) -> tuple[Sequence[Figure], tuple[Issue, ...]]:
    """Figures of the three statutory tables (and indicators of the years before 2019), and the troubles met.

    Tables are found by their own labels in the whole text, because section boundaries may be missing or wrong;
    ``sections`` only decide whether a table that is not there is worth an issue; ``view`` is that of the whole text, if the
    caller has it. A blank cell is a figure with value
    None. Where cells cannot be assigned with certainty, the figure has no number, ``certainty`` is ``ambiguous`` and an
    issue names the row.

    Returns
    -------
    Figures with keys ``table.row.column``, in printed order, and issues of stage ``figures``.
    """
    view = view or CompactView(document.text)
    sheet = Sheet(document, view)
    source = cache(lambda: Source(document, view))
    notes = Notes(document)
    active, active_end = _all_found(quick_active(sheet)) or read_active(source(), notes)
    likely = _era(active) or "2019"
    requests, requests_end = _all_found(quick_requests(sheet)) or read_requests(source(), notes, likely)
    era = _era(active) or _era(requests) or "2021"
    review, review_end = _all_found(quick_review(sheet, era)) or read_review(source(), era, notes)
    figures = joined((active, requests, review)) or read_indicators(source(), notes)
    if not (active_end and requests_end and review_end):
        found = {"active": active_end, "requests": requests_end, "review": review_end}
        _note_missing(sections, figures, [name for name, end in found.items() if not end], notes)
    return figures if isinstance(figures, Figures) else tuple(figures), tuple(notes.issues)


def _all_found(figures: Figures | None) -> tuple[Sequence[Figure], bool] | None:
    return (figures, True) if figures is not None else None


def _era(figures: Sequence[Figure]) -> Era | None:
    """The form of a table, by its first figure."""
    if isinstance(figures, Figures) and isinstance(figures.columns.era, str):
        return figures.columns.era
    return figures[0].era if figures else None


def _note_missing(
    sections: Sequence[Section], figures: Sequence[Figure], missing: Sequence[str], notes: Notes
) -> None:
    """Tables that are not there: of each section of the form, and without their sections where another table is there."""
    if any(figure.era == "pre2019" for figure in figures):
        return
    starts: dict[str, int] = {section.id: section.start for section in sections}
    of_the_form = _is_of_the_form(sections)
    for name in missing:
        if (of_the_form and name in starts) or (figures and len(starts) >= _FEWEST_SECTIONS):
            notes.add("missing_table", starts.get(name, sections[-1].end), name)


def _is_of_the_form(sections: Sequence[Section]) -> bool:
    """Whether the report follows the forms since 2019, which alone have the tables; they call section three 收到和处理…."""
    return any(section.id == "requests" and "收到" in section.title for section in sections)
