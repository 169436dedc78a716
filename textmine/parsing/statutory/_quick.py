"""The quick way to read a statutory table: one match over the whole table instead of a search for each name and cell.

It reads only what is printed as the official form prints it (see ``_printed``) and gives None for everything else, which the
step-by-step reader then takes over. Where both can read a table they give the same figures; a test holds that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

from textmine.parsing._compact import CompactView
from textmine.parsing.statutory._forms import REQUEST_COLUMNS, RowForm, active_rows, request_rows
from textmine.parsing.statutory._printed import (
    BLANKS,
    LINES,
    ONE_LINE,
    PADDED_TABS,
    PIPE_LINES,
    PIPES,
    TABS,
    Setting,
    Table,
    active_table,
    first_active_heads,
    first_request_row,
    requests_table,
    review_heads,
    review_table,
)
from textmine.parsing.statutory._source import without_page_numbers
from textmine.schema import Cell, Document, Era, Figure

# Places looked at for the beginning of a table: its words also stand in the text before it.
_MOST_STARTS = 8
# Settings in which a row of the text is a row of the source's grid.
_ROWS_ON_LINES = (TABS, PADDED_TABS, PIPES)
# Rows that an earlier table may lack and still be the one that counts (see ``_requests`` and ``_active``), and one more.
_TELLING_REQUESTS = 5
_TELLING_ACTIVE = 3

Places = tuple[Iterable[int | None], Iterable[int | None]]
_NO_PLACES: Places = (repeat(None), repeat(None))


class Sheet:
    """A document with its views, and the cells of its grids by where they begin."""

    __slots__ = ("_cells", "_grids", "document", "text", "view")

    def __init__(self, document: Document, view: CompactView) -> None:
        self.document = document
        self.view = view
        self.text = without_page_numbers(view.folded)
        self._grids = [block for block in document.blocks if block.grid is not None]
        self._cells: dict[int, Cell] | None = None

    def places(self, found: re.Match[str], table: Table, setting: Setting) -> Places | None:
        """Grid rows and columns of a table's cells; None where text and grid do not show the same rows."""
        start, end = found.span()
        if not any(block.start < end and start < block.end for block in self._grids):
            return _NO_PLACES
        if setting not in _ROWS_ON_LINES:
            return None
        if self._cells is None:
            grids = [block.grid for block in self._grids if block.grid is not None]
            self._cells = {cell.start: cell for grid in grids for cell in grid.cells}
        get = self._cells.get
        cells = [get(left) for left, _ in found.regs[1:]]
        kept = [cell for cell in cells if cell is not None]
        if len(kept) < len(cells) or [cell.end for cell in kept] != [right for _, right in found.regs[1:]]:
            return None
        rows = [cell.row for cell in kept]
        first = 0
        for width in table.widths:
            if rows[first] != rows[first + width - 1]:
                return None
            first += width
        return rows, [cell.column for cell in kept]

    def comes_first(self, start: int, rows: Sequence[RowForm], telling: int) -> bool:
        """Whether so many of the rows are not named before a position that no table to be preferred can stand there."""
        before = self.view.text[: self.view.position(start)]
        absent = 0
        for row in reversed(rows):
            absent += row.pattern.search(before) is None
            if absent == telling:
                return True
        return False


def quick_active(sheet: Sheet) -> list[Figure] | None:
    """Figures of the active table, or None."""
    for era, head in first_active_heads().items():
        for count, begin in enumerate(head.finditer(sheet.text)):
            for setting in (TABS, PADDED_TABS, PIPES, PIPE_LINES, ONE_LINE, LINES, BLANKS):
                table = active_table(setting, era)
                found = table.pattern.match(sheet.text, begin.start())
                if found and sheet.comes_first(found.start(), active_rows(), _TELLING_ACTIVE):
                    return _figures(sheet, table, setting, found, era)
            if count == _MOST_STARTS:
                break
    return None


def quick_requests(sheet: Sheet) -> list[Figure] | None:
    """Figures of the requests table, or None."""
    eras: tuple[Era, ...] = ("2021", "2019") if "逾期不补正" in sheet.view.text else ("2019",)
    for count, begin in enumerate(first_request_row().finditer(sheet.text)):
        for setting in _settings(begin[1]):
            for era in eras:
                table = requests_table(setting, era)
                found = table.pattern.match(sheet.text, begin.start())
                if found and sheet.comes_first(found.start(), request_rows(), _TELLING_REQUESTS):
                    return _figures(sheet, table, setting, found, era)
        if count == _MOST_STARTS:
            break
    return None


def quick_review(sheet: Sheet, era: Era) -> list[Figure] | None:
    """Figures of the review table, or None."""
    heads = review_heads().search(sheet.text)
    if heads is None or sheet.view.text.find("直接起诉") != sheet.view.position(heads.start()):
        return None
    begin = re.compile("[0-9]+([^0-9]*)").match(sheet.text, heads.end())
    for setting in _settings(begin[1] if begin else ""):
        table = review_table(setting)
        found = table.pattern.match(sheet.text, heads.end())
        if found:
            return _figures(sheet, table, setting, found, era)
    return None


def _settings(between: str) -> tuple[Setting, ...]:
    """The settings that may put this between a name or a cell and the next cell."""
    if "|" in between:
        return (PIPE_LINES,) if "\n" in between else (PIPES, PIPE_LINES)
    if "\t" in between.partition("\n")[0]:
        return (TABS, PADDED_TABS, ONE_LINE)
    return (LINES,) if "\t" in between else (BLANKS,)


def _figures(
    sheet: Sheet, table: Table, setting: Setting, found: re.Match[str], era: Era
) -> list[Figure] | None:
    cells, spans = found.groups(), found.regs[1:]
    places = sheet.places(found, table, setting)
    if places is None:
        return None
    starts, ends = zip(*spans, strict=True)
    try:
        values: list[Any] = list(map(int, cells))
    except ValueError:
        if not any(cells) or (places is _NO_PLACES and not _are_sure(sheet, table, found)):
            return None
        values = [_number(cell) for cell in cells]
    text = sheet.document.text
    raws = [text[start:end] for start, end in spans]
    columns = (
        table.keys,
        values,
        raws,
        repeat(era),
        starts,
        ends,
        repeat("exact"),
        _pages(sheet, starts),
        *places,
    )
    return list(map(tuple.__new__, repeat(Figure), zip(*columns, strict=False)))  # repeat() has no end


def _are_sure(sheet: Sheet, table: Table, found: re.Match[str]) -> bool:
    """Whether blank cells of a text without a grid are the rows' own: each row is one line, and the last cell shows its end."""
    *_, last = cells = found.groups()
    if "" not in cells or table.widths[0] != len(REQUEST_COLUMNS):
        return last != ""
    return last != "" and sheet.text.count("\n", *found.span()) < len(table.widths)


def _pages(sheet: Sheet, starts: Sequence[int]) -> Iterable[int | None]:
    pages = sheet.document.page_starts
    if not pages:
        return repeat(None)
    first, last = bisect_right(pages, starts[0]), bisect_right(pages, starts[-1])
    if first == last:
        return repeat(first or 1)
    return [bisect_right(pages, start) or 1 for start in starts]


def _number(cell: str) -> int | float | None:
    if not cell:
        return None
    if "." not in cell:
        return int(cell)
    number = round(float(cell), 8)
    return int(number) if number == int(number) else number
