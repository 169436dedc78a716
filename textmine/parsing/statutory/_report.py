"""Figures and issues: what the reading of a table leaves behind."""

from __future__ import annotations

from textmine.parsing.statutory._source import Field, Source
from textmine.schema import Certainty, Document, Era, Figure, Issue

_MESSAGES = {
    "missing_table": "No {what} table was found; look whether the file holds it (as a picture, or not at all).",
    "table_without_numbers": "The {what} table at character {at} has row names but no numbers; look whether the file lost them.",
    "cells_not_assigned": "{what} (character {at}): the cells “{detail}” do not fit the columns with certainty; no number was "
    "taken. Read the row in the source.",
    "unreadable_cell": "{what} (character {at}): “{detail}” is no number; none was taken.",
    "unit_converted": "{what} (character {at}): “{detail}” was converted to 万元.",
    "doubled_table": "A second {what} table stands at character {at}; the first one was taken.",
    "header_only": "The {what} table at character {at} has a head but no row of numbers that fits it.",
}


class Notes:
    """Issues of one document's tables, with the place of each."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.issues: list[Issue] = []

    def add(self, code: str, at: int, what: str, detail: str = "") -> None:
        """Record a trouble at a character position."""
        page = self._document.page_at(at)
        message = _MESSAGES[code].format(what=what, at=at, detail=detail[:80])
        self.issues.append(
            Issue(self._document.id, "figures", code, f"Page {page}: {message}" if page else message)
        )


def make_figure(
    source: Source,
    key: str,
    cell: Field | None,
    era: Era,
    notes: Notes,
    *,
    certainty: Certainty = "exact",
    fallback: int = 0,
    ambiguous: bool = False,
    amount: bool = False,
    signed: bool = False,
    unit: str = "",
) -> Figure:
    """The figure of one cell; ``fallback`` is the place shown for a cell that is not there."""
    if cell is None:
        page = source.document.page_at(fallback)
        return Figure(key, None, "", era, fallback, fallback, "ambiguous" if ambiguous else certainty, page)
    reading = cell.value(amount=amount, signed=signed, unit=unit)
    raw = source.document.text[cell.start : cell.end].strip()
    if reading.kind == "unreadable":
        notes.add("unreadable_cell", cell.start, key, raw)
        certainty = "ambiguous"
    elif amount and (reading.unit or unit) in ("元", "亿元"):
        notes.add("unit_converted", cell.start, key, raw + (unit if not reading.unit else ""))
    page = source.document.page_at(cell.start)
    return Figure(
        key, reading.value, raw, era, cell.start, cell.end, certainty, page, cell.row, cell.column
    )
