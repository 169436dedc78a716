"""Section five cut into pieces: enumerated items, paragraphs and the lines that are really broken sentences."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from textmine.parsing._compact import CompactView
from textmine.parsing._enumeration import Mark, find_marks

_CLOSING = frozenset("。;:!?…")
# A line without closing punctuation that is at least this part of the widest line was broken by the page, not by the writer.
_FULL_LINE = 0.6
_SHORTEST_FULL_LINE = 12
# A line that has begun a sentence or an item, and one that may be a heading.
_GOES_ON = re.compile(r"[,、。;].|[一二三四五六七八九十]是.")
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


def paragraph_starts(view: CompactView, marks: list[Mark]) -> list[int]:
    """Line starts that begin a paragraph; lines broken inside a sentence are passed over."""
    text, lines = view.text, view.lines
    mark_starts = {mark.start for mark in marks}
    ends = [*lines[1:], len(text)]
    width = max((end - start for start, end in zip(lines, ends, strict=True)), default=0)
    open_ends = [
        index
        for index in range(1, len(lines))
        if text[lines[index] - 1] not in _CLOSING
        and lines[index] not in mark_starts
        and lines[index] not in view.blank_lines
    ]
    full = max(_SHORTEST_FULL_LINE, _FULL_LINE * min(width, 60))
    broken = {index for index in open_ends if lines[index] - lines[index - 1] >= full}
    if broken:  # a page breaks its lines where it likes: beside pictures they are narrower
        broken |= {
            index
            for index in open_ends
            if _GOES_ON.search(text, lines[index - 1], lines[index])
            and not _HEADS.match(text[lines[index] : ends[index]])
        }
    return [lines[index] for index in range(1, len(lines)) if index not in broken]


def cut(view: CompactView) -> list[Piece]:
    """Pieces in reading order; blank ones are left out."""
    marks = find_marks(view)
    by_start = {mark.start: mark for mark in marks}
    paragraphs = set(paragraph_starts(view, marks))
    points = sorted({0, *by_start, *paragraphs, len(view.text)})
    pieces = []
    for start, end in pairwise(points):
        mark = by_start.get(start)
        begin = mark.end if mark else start
        if begin < end:
            at_line = start == 0 or start in paragraphs
            pieces.append(Piece(mark, begin, end, at_line, end == len(view.text) or end in paragraphs))
    return pieces
