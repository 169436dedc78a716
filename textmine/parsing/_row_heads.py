"""What rows can begin with, remembered: reports have the rows of the statutory tables, and their headings, in common."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from textmine.parsing._beginnings import LINKS
from textmine.parsing._candidates import TOP_STYLES, Heading, candidate
from textmine.parsing._compact import CompactView
from textmine.parsing._numbering import BROKEN_MARK, LOST_NUMBER, TOP_MARK, Mark, mark_at
from textmine.parsing._section_names import (
    IN_FULL,
    is_probable,
    name_behind_agency,
    name_in,
    run_at,
)

LONGEST_BEGINNING = 48
"""Characters of a row up to which it is judged by itself."""
WINDOW = 16
"""Characters that show most marks and the end of what a name may be made of."""
_LONGEST_LETTER = 5  # of a run: a year counts as one
_LONGEST_MARK = 8  # in a window: what decides about a mark stands at most so many characters behind it


class RowHead(NamedTuple):
    """What a row can begin with, by its own words: a mark, and a name behind it.

    ``if_goes_on``: a name only if it goes on in the next row. ``open``: what the next row begins with may belong to the name.
    ``heading``: the candidate that the row makes with this name, with positions in the row; None if it makes none. Where the mark
    may go on in the next row, too, or the row is too long to be remembered, ``mark`` is None, and all is looked for in the text.
    """

    if_goes_on: bool = False
    mark: Mark | None = None
    open: bool = True
    name: tuple[str, int, int] | None = None
    heading: Heading | None = None


_IN_TEXT = RowHead()
INSIDE = RowHead()
"""Stands for a place inside a row, of which all is looked for in the text, too; it is known by being this very object."""
_MOST_ROWS = 4096


class _RowHeads(dict[str, RowHead | Literal[False]]):
    """What rows can begin with; False for those that begin no heading and no numbered line, whatever follows.

    The rows of the statutory tables, and the headings, are the same in all reports, so that most are found here.
    """

    def __missing__(self, row: str) -> RowHead | Literal[False]:
        head: RowHead | Literal[False] = False
        if len(row) <= WINDOW or not _begins_nothing(row[:WINDOW]):
            head = _row_head(row[:LONGEST_BEGINNING]) or False
        if len(row) >= LONGEST_BEGINNING:
            return head and RowHead(head.if_goes_on)
        if len(self) >= _MOST_ROWS:
            self.clear()
        self[row] = head
        return head


@lru_cache(maxsize=1)
def row_heads() -> _RowHeads:
    """What the rows met so far begin with."""
    return _RowHeads()


@lru_cache(maxsize=4096)  # sentences begin alike more often than they are alike
def _begins_nothing(beginning: str) -> bool:
    """Whether a row of which this is the beginning has no mark that could number a section, and no name, however it goes on."""
    if beginning[0] == LOST_NUMBER or TOP_MARK.match(beginning):
        return False
    run = run_at(beginning, mark_at(beginning, 0).length)
    return run.end() + _LONGEST_LETTER <= len(beginning) and name_in(run.group()) is None


def _row_head(row: str) -> RowHead | None:
    if row[0] == LOST_NUMBER or (len(row) <= _LONGEST_MARK and BROKEN_MARK.fullmatch(row)):
        return _IN_TEXT
    mark = mark_at(row, 0)
    run = run_at(row, mark.length)
    name = name_in(run.group())
    goes_on, long = run.end() == len(row), len(row) == LONGEST_BEGINNING
    if not name and not long and mark.style in TOP_STYLES:
        name = name_behind_agency(row, mark)
    settled = not 0 < mark.length > len(row) - 2  # otherwise it may go on, with 分 behind 第一部
    if not name and not (goes_on and long) and not TOP_MARK.match(row):
        return RowHead(True, mark if settled else None) if goes_on else None
    if long or not settled or (name and not is_probable(row, mark.length)):
        return _IN_TEXT
    if not goes_on and row[run.end()] == "2":
        return _IN_TEXT  # a year may go on in the next row
    behind = row[mark.length + name[2] :] if name else ""
    if behind and (behind[0] in LINKS or (name and name[1] >= IN_FULL and mark.style == "none")):
        return _IN_TEXT  # a second name may end in the next row; whether a blank parts a name from what follows is not seen
    heading = None
    if name:
        heading = candidate(CompactView(row, folded=row), 0, mark, name)
    return RowHead(False, mark, goes_on, name, heading)


# What looks like a heading and is none, such as 第二十条第(五)项, is the same in all reports.
@lru_cache(maxsize=1024)
def shown(window: str) -> tuple[Mark, tuple[str, int, int] | None, bool]:
    """Mark and name at the beginning of a stretch of text, and whether the stretch is long enough to tell."""
    mark = mark_at(window, 0)
    run = run_at(window, mark.length)
    return mark, name_in(run.group()), run.end() < len(window) and mark.length <= _LONGEST_MARK
