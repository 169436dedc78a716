"""The quick way to read a statutory table: one match a row, all cells at once, instead of a search for each name and cell.

It reads only what is printed as the official form prints it (see ``_printed``) and gives None for everything else, which the
step-by-step reader then takes over. Where both can read a table they give the same figures; a test holds that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from textmine.figure_columns import FigureColumns, Figures, number_said
from textmine.parsing._compact import CompactView
from textmine.parsing.statutory._columns import adds_up_to_first, may_have_total_first
from textmine.parsing.statutory._forms import REQUEST_COLUMNS, RowForm, active_rows, request_rows
from textmine.parsing.statutory._known import Form, Rows, are_whole, known_layouts, rows_of
from textmine.parsing.statutory._printed import (
    BLANKS,
    LINES,
    ONE_LINE,
    PADDED_TABS,
    PIPE_LINES,
    PIPES,
    REVIEW_CELLS,
    REVIEW_KEYS,
    TABS,
    Setting,
    active_table,
    end_pattern,
    first_active_heads,
    first_request_row,
    first_review_head,
    follows_form,
    requests_table,
    review_heads,
    row_pattern,
)
from textmine.parsing.statutory._source import without_rules
from textmine.schema import Cell, Document, Era

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Places looked at for the beginning of a table: its words also stand in the text before it.
_MOST_STARTS = 8
# Between the cells of two rows: names of a group and a row, column headings; gaps are remembered, so that they must not be texts.
_LONGEST_GAP = 300
# Characters of headings of the review table before its second kind.
_HEADS_BEFORE = 60
# Settings in which a row of the text is a row of the source's grid.
_ROWS_ON_LINES = (TABS, PADDED_TABS, PIPES)
# Rows that an earlier table may lack and still be the one that counts (see ``_requests`` and ``_active``), and one more.
_TELLING_REQUESTS = 5
_TELLING_ACTIVE = 3

Span = tuple[int, int]
Places = tuple[tuple[int, ...] | None, tuple[int, ...] | None]
_NO_PLACES: Places = (None, None)


class Sheet:
    """The folded text of a document without page numbers and rules, and the cells of its grids by where they begin."""

    __slots__ = ("_cells", "_grids", "_view", "document", "plain_numbers", "text")

    def __init__(self, document: Document, view: CompactView) -> None:
        self.document = document
        self.text = without_rules(view.folded)
        self.plain_numbers = view.plain_numbers
        self._view = view if self.text == view.folded else None
        self._grids = document.tables
        self._cells: dict[int, Cell] | None = None

    def rows(
        self, start: int, setting: Setting, cells: Iterable[tuple[str, ...]]
    ) -> tuple[tuple[str, ...], Rows]:
        """The gaps before rows that stand one behind the other from a position on, as long as there are any, and the rows."""
        import numpy as np

        gaps: list[str] = []
        texts: list[str] = []
        places: list[Span] = []
        widths: list[int] = []
        text, known, match = self.text, None, None
        for wanted in cells:
            if match is None or wanted is not known:
                match, known = row_pattern(setting, wanted).match, wanted
            row = match(text, start)
            if row is None or row.start(1) - start > _LONGEST_GAP:
                break
            gaps.append(text[start : row.start(1)])
            texts.extend(row.groups())
            places.extend(row.regs[1:])
            widths.append(len(wanted))
            start = row.end()
        bounds = np.array(places, np.int64).reshape(-1, 2)
        return tuple(gaps), Rows(tuple(texts), bounds[:, 0], bounds[:, 1], widths, are_whole(texts))

    def places(self, rows: Rows, setting: Setting) -> Places | None:
        """Grid rows and columns of the cells; None where text and grid do not show the same rows."""
        if not self._grids:
            return _NO_PLACES
        start, end = rows.starts.item(0), rows.ends.item(-1)
        if not any(block.start < end and start < block.end for block in self._grids):
            return _NO_PLACES
        if setting not in _ROWS_ON_LINES:
            return None
        if self._cells is None:
            grids = [block.grid for block in self._grids if block.grid is not None]
            self._cells = {cell.start: cell for grid in grids for cell in grid.cells}
        get = self._cells.get
        cells = [cell for cell in map(get, rows.starts.tolist()) if cell is not None]
        if [cell.end for cell in cells] != rows.ends.tolist():
            return None
        lines = tuple([cell.row for cell in cells])
        first = 0
        for width in rows.widths:
            if lines[first] != lines[first + width - 1]:
                return None
            first += width
        return lines, tuple([cell.column for cell in cells])

    def before(self, position: int) -> str:
        """The text before a position, without blanks."""
        if self._view:
            return self._view.text[: self._view.position(position)]
        return "".join(self.text[:position].split())

    def comes_first(self, start: int, rows: Iterable[RowForm], telling: int) -> bool:
        """Whether so many rows (``telling``) are not named before a position that no table to be preferred can stand there."""
        before = self.before(start)
        absent = 0
        for row in rows:
            absent += not row.is_named(before)
            if absent == telling:
                return True
        return False

    def ends(self, rows: Rows, setting: Setting) -> bool:
        """Whether the table ends with the last of the rows."""
        return end_pattern(setting).match(self.text, rows.ends.item(-1)) is not None


def quick_active(sheet: Sheet) -> Figures | None:
    """Figures of the active table, or None."""
    known = known_layouts("active")
    for era, head in first_active_heads().items():
        for begin in islice(head.finditer(sheet.text), _MOST_STARTS):
            start = begin.start()
            for form, rows in chain(known.read(sheet.text, start, era), _active_at(sheet, begin, era)):
                if sheet.ends(rows, form.setting) and sheet.comes_first(
                    start, reversed(active_rows()), _TELLING_ACTIVE
                ):
                    return _figures(sheet, rows, form.setting, form.table.keys, era)
    return None


def _active_at(sheet: Sheet, begin: re.Match[str], era: Era) -> Iterator[tuple[Form, Rows]]:
    """The active table of a form read row by row from its first heading on, in every setting that fits."""
    table = active_table(era)
    for setting in _settings(begin[1]):
        gaps, rows = sheet.rows(begin.start(), setting, table.cells)
        if len(gaps) == len(table.rows) and follows_form(gaps, setting, "active", era):
            form = Form(table, setting, era)
            known_layouts("active").remember(sheet.text, begin.start(), rows, form)
            yield form, rows


def quick_requests(sheet: Sheet) -> Figures | None:
    """Figures of the requests table, or None."""
    known = known_layouts("requests")
    for begin in islice(first_request_row().finditer(sheet.text), _MOST_STARTS):
        start = begin.start()
        for form, rows in chain(known.read(sheet.text, start), _requests_at(sheet, begin)):
            if sheet.ends(rows, form.setting) and sheet.comes_first(
                start, request_rows()[4:], _TELLING_REQUESTS
            ):
                if may_have_total_first(sheet.text, start) and _has_total_first(rows):
                    return None
                return _figures(sheet, rows, form.setting, form.table.keys, form.era)
    return None


def _has_total_first(rows: Rows) -> bool:
    width = len(REQUEST_COLUMNS)
    cells = (rows.cells[at : at + width] for at in range(0, len(rows.cells), width))
    return adds_up_to_first([int(cell or 0) for cell in row] for row in cells)


def _requests_at(sheet: Sheet, begin: re.Match[str]) -> Iterator[tuple[Form, Rows]]:
    """The requests table read row by row from its first row on, in every setting and form that fits."""
    eras: tuple[Era, ...] = ("2021", "2019")
    for setting in _settings(begin[1]):
        every, rows = sheet.rows(begin.start(), setting, requests_table("2021").cells)
        for era in eras:
            table = requests_table(era)
            gaps = every[: len(table.rows)]
            if len(gaps) == len(table.rows) and follows_form(gaps, setting, "requests", era):
                form, complete = Form(table, setting, era), rows.first(len(gaps))
                known_layouts("requests").remember(sheet.text, begin.start(), complete, form)
                yield form, complete


def quick_review(sheet: Sheet, era: Era) -> Figures | None:
    """Figures of the review table, or None."""
    first = first_review_head().search(sheet.text)
    heads = review_heads().match(sheet.text, first.start()) if first else None
    if first is None or heads is None or _has_lawsuits_first(sheet.text, first.start()):
        return None
    for setting in _settings(heads[2]):
        found = row_pattern(setting, REVIEW_CELLS, gap=False).match(sheet.text, heads.end())
        if found:
            rows = rows_of(found, [len(REVIEW_CELLS)])
            if sheet.ends(rows, setting):
                return _figures(sheet, rows, setting, REVIEW_KEYS, era)
    return None


def _has_lawsuits_first(text: str, start: int) -> bool:
    """Whether the headings before 直接起诉 name reconsideration behind lawsuits, so that its numbers may be the last five."""
    head = text[max(0, start - _HEADS_BEFORE) : start]
    return head.rfind("行政复议") > head.rfind("行政诉讼") >= 0


def _settings(between: str) -> tuple[Setting, ...]:
    """The settings that may put this between two cells, or between a name and a cell."""
    if "|" in between:
        return (PIPE_LINES,) if "\n" in between else (PIPES, PIPE_LINES)
    if "\t" in between.partition("\n")[0]:
        return (TABS, PADDED_TABS, ONE_LINE)
    return (LINES,) if "\t" in between else (BLANKS,)


def _figures(sheet: Sheet, rows: Rows, setting: Setting, keys: tuple[str, ...], era: Era) -> Figures | None:
    places = sheet.places(rows, setting)
    if places is None:
        return None
    blank = not rows.whole and "" in rows.cells
    if blank and (not any(rows.cells) or (places is _NO_PLACES and not _are_sure(sheet, rows))):
        return None
    starts, ends, raws, values = rows.starts, rows.ends, rows.cells, None
    if not sheet.plain_numbers:  # in full-width digits, say
        text, values = sheet.document.text, tuple(map(number_said, raws))
        raws = tuple([text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)])
    page = _pages(sheet, starts)
    return Figures(FigureColumns(keys, values, raws, era, starts, ends, "exact", page, *places))


def _are_sure(sheet: Sheet, rows: Rows) -> bool:
    """Whether blank cells of a text without a grid are the rows' own: each row is one line, and the last cell shows its end."""
    if "" not in rows.cells or rows.widths[0] != len(REQUEST_COLUMNS):
        return rows.cells[-1] != ""
    lines = sheet.text.count("\n", rows.starts.item(0), rows.ends.item(-1))
    return rows.cells[-1] != "" and lines < len(rows.widths)


def _pages(sheet: Sheet, starts: NDArray[np.int64]) -> tuple[int, ...] | int | None:
    pages = sheet.document.page_starts
    if not pages:
        return None
    first, last = bisect_right(pages, starts.item(0)), bisect_right(pages, starts.item(-1))
    if first == last:
        return first or 1
    return tuple([bisect_right(pages, start) or 1 for start in starts.tolist()])
