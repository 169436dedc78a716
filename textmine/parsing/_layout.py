"""Section five cut into pieces: enumerated items, paragraphs and the lines that are really broken sentences."""

from __future__ import annotations

import re
from collections.abc import Collection, Container
from itertools import pairwise
from operator import sub
from typing import NamedTuple

from textmine.parsing._compact import CompactView
from textmine.parsing._enumeration import Mark, find_marks
from textmine.schema import maker

_CLOSING = frozenset("。;:!?…")
# A line without closing punctuation that is at least this part of the widest line was broken by the page, not by the writer.
_FULL_LINE = 0.6
_SHORTEST_FULL_LINE = 12
# A line that has begun a sentence or an item, and one that may be a heading.
_GOES_ON = re.compile(r"(?<![0-9一二三四五六七八九十])[,、。;].|[一二三四五六七八九十]是.")
# Pages of a phone or of a column: the whole text has no longer lines, and what lacks an indent of two is full.
_NARROW = 18
_INDENT = 2
_FEWEST_LINES = 20
_HEADS = re.compile(r"[^,。;:]{2,14}:|[^,。;:]{1,12}$")


class Piece(NamedTuple):
    """What stands between two marks or paragraph ends: compact range ``[start, end)`` without the mark before it.

    ``line_end`` says that the source breaks the line after the piece, ``line_start`` that it does before the piece or its mark.
    """

    mark: Mark | None
    start: int
    end: int
    line_start: bool
    line_end: bool


_piece = maker(Piece)


def paragraph_starts(view: CompactView, marks: Container[int]) -> list[int]:
    """Line starts that begin a paragraph; lines broken inside a sentence are passed over. ``marks``: where marks begin."""
    text, lines = view.text, view.lines
    open_ends = [
        index
        for index, line in enumerate(lines)
        if index and text[line - 1] not in _CLOSING and line not in marks
    ]
    if open_ends and (blank := view.blank_lines):
        open_ends = [index for index in open_ends if lines[index] not in blank]
    if not open_ends:
        return lines[1:]
    ends = [*lines[1:], len(text)]
    width = max(map(sub, ends, lines))
    full = max(_SHORTEST_FULL_LINE, _FULL_LINE * min(width, 60))
    if width <= _NARROW and _is_narrow(view.folded, width):
        full = width - _INDENT
    broken = {index for index in open_ends if lines[index] - lines[index - 1] >= full}
    if broken:  # a page breaks its lines where it likes: beside pictures they are narrower
        broken |= {
            index
            for index in open_ends
            if _GOES_ON.search(text, lines[index - 1], lines[index])
            and not _HEADS.match(text[lines[index] : ends[index]])
        }
    return [lines[index] for index in range(1, len(lines)) if index not in broken]


def _is_narrow(text: str, width: int) -> bool:
    """Whether hardly any line of a whole text is longer than ``width``, so that a page broke them all."""
    lengths = sorted(len("".join(line.split())) for line in text.split("\n") if "\t" not in line and line)
    return len(lengths) >= _FEWEST_LINES and lengths[-1 - len(lengths) // 10] <= width


def cut(view: CompactView, cells: Collection[int] = ()) -> list[Piece]:
    """Pieces in reading order; blank ones are left out. ``cells``: where cells of tables begin, each a paragraph of its own."""
    by_start = {mark.start: mark for mark in find_marks(view)}
    paragraphs = {*paragraph_starts(view, by_start), *cells}
    end_of_text = len(view.text)
    borders = {0, end_of_text} | paragraphs
    pieces = []
    for start, end in pairwise(sorted(borders.union(by_start))):
        mark = by_start.get(start)
        begin = mark.end if mark else start
        if begin < end:
            pieces.append(_piece((mark, begin, end, start == 0 or start in paragraphs, end in borders)))
    return pieces
