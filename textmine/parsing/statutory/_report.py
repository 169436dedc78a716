"""Figures and issues: what the reading of a table leaves behind."""

from __future__ import annotations

from textmine.parsing.statutory._source import Field
from textmine.parsing.statutory._values import BLANK, CellValue
from textmine.schema import Certainty, Document, Era, Figure, Issue

_MESSAGES = {
    "missing_table": "No {what} table was found; look whether the file holds it (as a picture, or not at all).",
    "table_without_numbers": "The {what} table at character {at} has row names but no numbers; look whether the file lost them.",
    "table_as_text": "The {what} table at character {at} is told in words; the numbers read from them are {detail}. Compare them with "
    "the source.",
    "numbers_apart": "The names of the {what} table at character {at} stand apart from its numbers, so that no number was taken for: "
    "{detail}. Read the table in the source, or read the file it was copied from.",
    "cells_not_assigned": "{what} (character {at}): the cells “{detail}” do not fit the columns with certainty; no number was "
    "taken. Read the row in the source.",
    "unreadable_cell": "{what} (character {at}): “{detail}” is no number; none was taken.",
    "unit_converted": "{what} (character {at}): “{detail}” was converted to 万元.",
    "doubled_table": "A second {what} table stands at character {at}; the one at character {detail} was taken. Look "
    "which of them is that of the year reported on.",
    "missing_columns": "The requests table at character {at} lacks columns of its form: {detail}.",
    "missing_rows": "The {what} table at character {at} lacks rows of its form: {detail}.",
}


class Notes:
    """Collects the issues of one document's tables, with the place of each, and makes the figures."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._paged = bool(document.page_starts)
        self.issues: list[Issue] = []
        self.blank_tables: list[Issue] = []

    def add(self, code: str, at: int, what: str, detail: str = "") -> None:
        """Record a trouble at a character position."""
        self.issues.append(self._issue(code, at, what, detail))

    def add_blank(self, at: int, what: str) -> None:
        """Record a table all of whose cells are there and blank: a trouble only where no table of the document has numbers."""
        self.blank_tables.append(self._issue("table_without_numbers", at, what))

    def _issue(self, code: str, at: int, what: str, detail: str = "") -> Issue:
        page = self._document.page_at(at)
        message = _MESSAGES[code].format(what=what, at=at, detail=detail[:120])
        return Issue(self._document.id, "figures", code, f"Page {page}: {message}" if page else message)

    def figure(
        self,
        key: str,
        cell: Field,
        era: Era,
        certainty: Certainty = "exact",
        reading: CellValue | None = None,
    ) -> Figure:
        """The figure of one cell; a cell that is no number gives none, and an issue."""
        reading = cell.value() if reading is None else reading
        raw = self._document.text[cell.start : cell.end].strip()
        if reading.kind == "unreadable":
            self.add("unreadable_cell", cell.start, key, raw)
            certainty = "ambiguous"
        page = self._document.page_at(cell.start) if self._paged else None
        return Figure(
            key, reading.value, raw, era, cell.start, cell.end, certainty, page, cell.row, cell.column
        )

    def lost(self, key: str, at: int, era: Era, certainty: Certainty) -> Figure:
        """The figure of a cell that is not there; ``at`` is the place of its row's name."""
        return self.figure(key, Field(at, at, ""), era, certainty, BLANK)
