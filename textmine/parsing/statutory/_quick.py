"""The quick way to read a statutory table: one match a row, all cells at once, instead of a search for each name and cell.

It reads only what is printed as the official form prints it (see ``_printed``) and gives None for everything else, which the
step-by-step reader then takes over. Where both can read a table they give the same figures; a test holds that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice, repeat
from typing import Any, NamedTuple

from textmine.parsing.statutory._forms import REQUEST_COLUMNS, RowForm, active_rows, request_rows
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
    follows_form,
    requests_table,
    review_heads,
    row_pattern,
)
from textmine.parsing.statutory._source import without_rules
from textmine.schema import Cell, Document, Era, Figure

# Places looked at for the beginning of a table: its words also stand in the text before it.
_MOST_STARTS = 8
# Between the cells of two rows: names of a group and a row, column headings; gaps are remembered, so that they must not be texts.
_LONGEST_GAP = 300
# Settings in which a row of the text is a row of the source's grid.
_ROWS_ON_LINES = (TABS, PADDED_TABS, PIPES)
# Rows that an earlier table may lack and still be the one that counts (see ``_requests`` and ``_active``), and one more.
_TELLING_REQUESTS = 5
_TELLING_ACTIVE = 3

Span = tuple[int, int]
Places = tuple[Iterable[int | None], Iterable[int | None]]
_NO_PLACES: Places = (repeat(None), repeat(None))


class Rows(NamedTuple):
    """Rows of cells as they stand in the text: the gap before each row, the cells' texts and ranges, the number of cells a row."""

    gaps: list[str]
    cells: list[str]
    spans: list[Span]
    widths: list[int]

    def first(self, count: int) -> Rows:
        """The first rows alone."""
        if count == len(self.gaps):
            return self
        cells = sum(self.widths[:count])
        return Rows(self.gaps[:count], self.cells[:cells], self.spans[:cells], self.widths[:count])


class Sheet:
    """The folded text of a document without page numbers and rules, and the cells of its grids by where they begin."""

    __slots__ = ("_cells", "_grids", "document", "text")

    def __init__(self, document: Document, folded: str) -> None:
        self.document = document
        self.text = without_rules(folded)
        self._grids = document.tables
        self._cells: dict[int, Cell] | None = None

    def rows(self, start: int, setting: Setting, cells: Iterable[tuple[str, ...]]) -> Rows:
        """Rows one behind the other from a position on, as long as there are any."""
        found = Rows([], [], [], [])
        text, known, match = self.text, None, None
        for wanted in cells:
            if match is None or wanted is not known:
                match, known = row_pattern(setting, wanted).match, wanted
            row = match(text, start)
            if row is None or row.start(1) - start > _LONGEST_GAP:
                break
            spans = row.regs[1:]
            found.gaps.append(text[start : spans[0][0]])
            found.cells.extend(row.groups())
            found.spans.extend(spans)
            found.widths.append(len(spans))
            start = row.end()
        return found

    def places(self, rows: Rows, setting: Setting) -> Places | None:
        """Grid rows and columns of the cells; None where text and grid do not show the same rows."""
        start, end = rows.spans[0][0], rows.spans[-1][1]
        if not any(block.start < end and start < block.end for block in self._grids):
            return _NO_PLACES
        if setting not in _ROWS_ON_LINES:
            return None
        if self._cells is None:
            grids = [block.grid for block in self._grids if block.grid is not None]
            self._cells = {cell.start: cell for grid in grids for cell in grid.cells}
        get = self._cells.get
        cells = [cell for cell in [get(left) for left, _ in rows.spans] if cell is not None]
        if [cell.end for cell in cells] != [right for _, right in rows.spans]:
            return None
        lines = [cell.row for cell in cells]
        first = 0
        for width in rows.widths:
            if lines[first] != lines[first + width - 1]:
                return None
            first += width
        return lines, [cell.column for cell in cells]

    def before(self, position: int) -> str:
        """The text before a position, without blanks."""
        return "".join(self.text[:position].split())

    def comes_first(self, start: int, rows: Iterable[RowForm], telling: int) -> bool:
        """Whether so many rows (``telling``) are not named before a position that no table to be preferred can stand there."""
        before = self.before(start)
        absent = 0
        for row in rows:
            absent += row.pattern.search(before) is None
            if absent == telling:
                return True
        return False

    def ends(self, rows: Rows, setting: Setting) -> bool:
        """Whether the table ends with the last of the rows."""
        return end_pattern(setting).match(self.text, rows.spans[-1][1]) is not None


def quick_active(sheet: Sheet) -> list[Figure] | None:
    """Figures of the active table, or None."""
    for era, head in first_active_heads().items():
        for begin in islice(head.finditer(sheet.text), _MOST_STARTS):
            form = active_table(era)
            for setting in _settings(begin[1]):
                rows = sheet.rows(begin.start(), setting, form.cells)
                if (
                    len(rows.gaps) == len(form.rows)
                    and follows_form(tuple(rows.gaps), setting, "active", era)
                    and sheet.ends(rows, setting)
                    and sheet.comes_first(begin.start(), reversed(active_rows()), _TELLING_ACTIVE)
                ):
                    return _figures(sheet, rows, setting, form.keys, era)
    return None


def quick_requests(sheet: Sheet) -> list[Figure] | None:
    """Figures of the requests table, or None."""
    eras: tuple[Era, ...] = ("2021", "2019")
    for begin in islice(first_request_row().finditer(sheet.text), _MOST_STARTS):
        for setting in _settings(begin[1]):
            every = sheet.rows(begin.start(), setting, requests_table("2021").cells)
            for era in eras:
                form = requests_table(era)
                gaps = tuple(every.gaps[: len(form.rows)])
                if len(gaps) < len(form.rows) or not follows_form(gaps, setting, "requests", era):
                    continue
                rows = every.first(len(gaps))
                if sheet.ends(rows, setting) and sheet.comes_first(
                    begin.start(), request_rows()[4:], _TELLING_REQUESTS
                ):
                    return _figures(sheet, rows, setting, form.keys, era)
    return None


def quick_review(sheet: Sheet, era: Era) -> list[Figure] | None:
    """Figures of the review table, or None."""
    heads = review_heads().search(sheet.text)
    if heads is None or "直接起诉" in sheet.before(heads.start()):
        return None
    for setting in _settings(heads[2]):
        found = row_pattern(setting, REVIEW_CELLS, gap=False).match(sheet.text, heads.end())
        if found:
            rows = Rows([""], list(found.groups()), list(found.regs[1:]), [len(REVIEW_CELLS)])
            if sheet.ends(rows, setting):
                return _figures(sheet, rows, setting, REVIEW_KEYS, era)
    return None


def _settings(between: str) -> tuple[Setting, ...]:
    """The settings that may put this between two cells, or between a name and a cell."""
    if "|" in between:
        return (PIPE_LINES,) if "\n" in between else (PIPES, PIPE_LINES)
    if "\t" in between.partition("\n")[0]:
        return (TABS, PADDED_TABS, ONE_LINE)
    return (LINES,) if "\t" in between else (BLANKS,)


def _figures(
    sheet: Sheet, rows: Rows, setting: Setting, keys: Sequence[str], era: Era
) -> list[Figure] | None:
    places = sheet.places(rows, setting)
    if places is None:
        return None
    starts, ends = zip(*rows.spans, strict=True)
    try:
        values: list[Any] = list(map(int, rows.cells))
    except ValueError:
        if places is _NO_PLACES and not _are_sure(sheet, rows):
            return None
        values = [_number(cell) for cell in rows.cells]
        if not any(rows.cells):
            return None
    text = sheet.document.text
    raws = [text[start:end] for start, end in rows.spans]
    exact: Iterable[str] = repeat("exact")
    columns = (keys, values, raws, repeat(era), starts, ends, exact, _pages(sheet, starts), *places)
    return list(map(tuple.__new__, repeat(Figure), zip(*columns, strict=False)))  # repeat() has no end


def _are_sure(sheet: Sheet, rows: Rows) -> bool:
    """Whether blank cells of a text without a grid are the rows' own: each row is one line, and the last cell shows its end."""
    if "" not in rows.cells or rows.widths[0] != len(REQUEST_COLUMNS):
        return rows.cells[-1] != ""
    lines = sheet.text.count("\n", rows.spans[0][0], rows.spans[-1][1])
    return rows.cells[-1] != "" and lines < len(rows.widths)


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
