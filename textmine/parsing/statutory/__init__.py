"""Figures of the statutory tables, from every layout; the form of each table is found from its own labels."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.figure_columns import Figures, joined
from textmine.parsing._compact import CompactView
from textmine.parsing.statutory._active import read_active
from textmine.parsing.statutory._doubled import own_tables
from textmine.parsing.statutory._indicators import read_indicators
from textmine.parsing.statutory._names import cell_name
from textmine.parsing.statutory._quick import Sheet, quick_active, quick_requests, quick_review
from textmine.parsing.statutory._report import Notes
from textmine.parsing.statutory._requests import read_requests
from textmine.parsing.statutory._review import read_review
from textmine.parsing.statutory._source import Source
from textmine.parsing.statutory._told import told_active
from textmine.schema import Document, Era, Figure, Issue, Section

_FEWEST_SECTIONS = 3  # of a report, whatever became of the rest

__all__ = ["TABLE_STEPS", "Tables", "cell_name", "read_figures"]


class Tables:
    """A document's statutory tables (and indicators of the years before 2019) on their way to ``figures``.

    Tables are found by their own labels in the whole text, because section boundaries may be missing or wrong;
    ``sections`` only decide whether a table that is not there is worth an issue and, with the ``year`` reported on, which of
    two is the report's own; ``view`` is that of the whole text.
    A blank cell is a figure with value None. Where cells cannot be assigned with certainty, the figure has no number,
    ``certainty`` is ``ambiguous`` and an issue names the row. Figures have keys ``table.row.column`` and are in printed order.
    """

    __slots__ = (
        "_active", "_document", "_notes", "_requests", "_sheet", "_source", "_view", "figures", "sections", "year",
    )  # fmt: skip

    def __init__(self, document: Document, view: CompactView) -> None:
        self._document, self._view = document, view
        self.sections: Sequence[Section] = ()
        self.year: int | None = None
        self.figures: Sequence[Figure] = ()
        self._notes = Notes(document)
        self._sheet: Sheet | None = None
        self._source: Source | None = None
        self._active: _Table = ((), 0)
        self._requests: _Table = ((), 0)

    @property
    def issues(self) -> list[Issue]:
        """The troubles met, of stage ``figures``."""
        return self._notes.issues

    def read_active(self) -> None:
        """Rules, decisions and fees; first of all, tables of other years are taken out of the text."""
        self._view = own_tables(self._document, self._view, self.sections, self.year, self._notes)
        self._sheet = Sheet(self._document, self._view)
        self._active = _all_found(quick_active(self._sheet)) or self._active_step_by_step()

    def _active_step_by_step(self) -> _Table:
        """The table as laid out; what is blank in it or the whole of it as its section tells it in words."""
        figures, end = read_active(self._prepared(), self._notes)
        blank = {figure.key for figure in figures if not figure.raw}
        section = next((section for section in self.sections if section.id == "active"), None)
        if section is None or (figures and not blank):
            return figures, end
        told = told_active(self._prepared(), section.start, section.end, self._notes)
        if told and not figures:
            self._notes.add(
                "table_as_text", section.start, "active", "、".join(figure.raw for figure in told)
            )
            return told, True
        known = {figure.key: figure for figure in told if figure.key in blank}
        return [known.get(figure.key, figure) for figure in figures], end

    def read_requests(self) -> None:
        """Requests and their outcomes."""
        assert self._sheet
        likely = _era(self._active[0]) or "2019"
        found = _all_found(quick_requests(self._sheet))
        self._requests = found or read_requests(self._prepared(), self._notes, likely)

    def read_review(self) -> None:
        """Reconsideration and lawsuits, and all together."""
        assert self._sheet
        (active, active_end), (requests, requests_end) = self._active, self._requests
        era = _era(active) or _era(requests) or "2021"
        found = _all_found(quick_review(self._sheet, era))
        review, review_end = found or read_review(self._prepared(), era, self._notes)
        figures = joined((active, requests, review))
        if not figures:
            figures = tuple(read_indicators(self._prepared(), self._notes))
        if not (active_end and requests_end and review_end):
            ends = {"active": active_end, "requests": requests_end, "review": review_end}
            _note_missing(
                self.sections, figures, [name for name, end in ends.items() if not end], self._notes
            )
        blank = self._notes.blank_tables
        if blank and not any(figure.raw for figure in figures):
            self._notes.issues += blank
        self.figures = figures

    def _prepared(self) -> Source:
        """What the readers work on that go step by step; made for the first of them."""
        if self._source is None:
            self._source = Source(self._document, self._view)
        return self._source


TABLE_STEPS = (Tables.read_active, Tables.read_requests, Tables.read_review)
"""All steps, in order."""
_Table = tuple[Sequence[Figure], int]


def read_figures(
    document: Document,
    sections: Sequence[Section],
    view: CompactView | None = None,
    *,
    year: int | None = None,
) -> tuple[Sequence[Figure], tuple[Issue, ...]]:
    """Figures of the three statutory tables and issues of stage ``figures``; see ``Tables``."""
    tables = Tables(document, view or CompactView(document.text))
    tables.sections, tables.year = sections, year
    for step in TABLE_STEPS:
        step(tables)
    return tables.figures, tuple(tables.issues)


def _all_found(figures: Figures | None) -> _Table | None:
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
