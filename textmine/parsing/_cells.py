"""Shortfalls and steps told in a table inside section five: which column a cell stands under."""

from __future__ import annotations

import re
from typing import NamedTuple

from textmine.parsing._compact import CompactView
from textmine.parsing._frames import FrameName, heading_frame, loose_heading_frame
from textmine.parsing._unit_patterns import FIELD

_EDGE = re.compile(r"[\t|]")
_BLANK = re.compile(r"[\s\u2063#*]+")
# A cell that says nothing: a running number, a rule of Markdown, a dash for "none", by when, how far.
_EMPTY = re.compile(
    r"(?:序号|编号|[0-9一二三四五六七八九十]{0,3}[.、]?|[-:—/]+)|(?:20[0-9]{2}年)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:年?底)?(?:以?前)?(?:完成)?"
    r"|(?:已|正在|基本|全部|持续|长期|立即|立行|即知|均)*(?:整改|立改|即改|完成|推进|坚持|落实|办结|销号|改进|解决|到位|中)*"
)
# Columns beside shortfalls and steps, of which no cell makes a point.
_BESIDE = re.compile(f"{FIELD.pattern}|备注|说明|类别|序号")
_HEAD = re.compile(r"[^,。;:]{1,14}")
_FEWEST_ROWS = 2
_NUMBERS = "序号"
_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 7


class Cell(NamedTuple):
    """A cell of a table: ``says`` whether it makes a point, the frame of its column, and the compact range of the column's heading."""

    says: bool
    frame: FrameName | None
    heading: tuple[int, int] | None


def table_cells(view: CompactView) -> dict[int, Cell]:
    """Cells of the tables in a section by their compact start; none for a section in plain sentences."""
    if view.text and not _EDGE.search(view.folded, view.source(0), view.source(len(view.text) - 1)):
        return _of_table(_rows_of_lines(view)) if _NUMBERS in view.text else {}
    lines = _lines(view)
    cells: dict[int, Cell] = {}
    first = 0
    while first < len(lines):
        last = first
        while last < len(lines) and len(lines[last]) > 1:
            last += 1
        if last - first >= _FEWEST_ROWS:
            cells |= _of_table(lines[first:last])
        first = last + 1
    return cells


class _Text(NamedTuple):
    column: int
    start: int
    words: str


def _lines(view: CompactView) -> list[list[_Text]]:
    """The cells with text of every line; those that the view leaves out are not there."""
    if not view.text:
        return []
    begin = view.folded.rfind("\n", view.source_start, view.source(0)) + 1
    at = max(begin, view.source_start)
    lines: list[list[_Text]] = []
    for line in view.folded[at : view.source(len(view.text) - 1) + 1].split("\n"):
        lines.append([])
        for column, cell in enumerate(_EDGE.split(line)):
            words = _BLANK.sub("", cell)
            start = view.position(at)
            if words and start < len(view.text) and view.source(start) < at + len(cell):
                lines[-1].append(_Text(column, start, words))
            at += len(cell) + 1
    return lines


def _rows_of_lines(view: CompactView) -> list[list[_Text]]:
    """Rows of a table copied a cell a line, with a column of numbers before its shortfalls and steps; none if they do not come out whole."""
    cells = [line[0] for line in _lines(view) if line]
    words = [cell.words for cell in cells]
    first = words.index(_NUMBERS) if _NUMBERS in words else len(words)
    width = words.index("1", first) - first if "1" in words[first:] else 0
    head = words[first : first + width]
    if not _FEWEST_COLUMNS <= width <= _MOST_COLUMNS or not any(map(heading_frame, head)):
        return []
    rows = [cells[first : first + width]]
    while (at := first + len(rows) * width) + width <= len(words) and words[at] == str(len(rows)):
        rows.append(cells[at : at + width])
    if len(rows) < _FEWEST_ROWS or str(len(rows)) in words[at:]:
        return []
    return [[cell._replace(column=column) for column, cell in enumerate(row)] for row in rows]


def _of_table(lines: list[list[_Text]]) -> dict[int, Cell]:
    """Cells of one table; headings hold until the next row of headings."""
    cells: dict[int, Cell] = {}
    columns: dict[int, tuple[FrameName, tuple[int, int]]] = {}
    beside: set[int] = set()
    for line in lines:
        if any(heading_frame(cell.words) for cell in line) and all(_HEAD.fullmatch(c.words) for c in line):
            columns = {
                cell.column: (frame, (cell.start, cell.start + len(cell.words)))
                for cell in line
                if (frame := heading_frame(cell.words) or loose_heading_frame(cell.words))
            }
            if any(
                frame == "earlier_year" for frame, _ in columns.values()
            ):  # its steps are of that year too
                columns = {
                    column: ("earlier_year" if frame == "measures" else frame, heading)
                    for column, (frame, heading) in columns.items()
                }
            beside = {cell.column for cell in line if _BESIDE.fullmatch(cell.words)}
            cells |= {cell.start: Cell(False, None, None) for cell in line}
            continue
        for cell in line:
            frame, heading = columns.get(cell.column, (None, None))
            says = cell.column not in beside and not _EMPTY.fullmatch(cell.words)
            cells[cell.start] = Cell(says, frame, heading)
    return cells
