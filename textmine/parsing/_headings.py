"""Candidates for section headings: every place whose words look like the head of a statutory section."""

from __future__ import annotations

import re
from itertools import compress
from typing import NamedTuple

from textmine.parsing._beginnings import LINKS, classes_of, marks_inside, names_behind_blanks, rows_of
from textmine.parsing._candidates import TOP_STYLES, Heading, candidate
from textmine.parsing._compact import CompactView, Joined
from textmine.parsing._numbering import BULLETS, Mark, mark_at
from textmine.parsing._row_heads import INSIDE, LONGEST_BEGINNING, WINDOW, RowHead, row_heads, shown
from textmine.parsing._section_names import (
    FULL_NAMES,
    grammar,
    is_probable,
    name_at,
    name_behind_agency,
)
from textmine.schema import maker

# No report has so many places that look like headings; a hostile text may.
_MOST_HEADINGS = 3000
_PART = re.compile("其[他它]|情况|工作|建议|打算|安排|附|说明|事项|措施")
_NUMBER_BEFORE = re.compile("[1-8]、")  # 1、 总体情况
_NO_BLANKS = LINKS + BULLETS  # a blank behind these does not part a name from what stands before it
# Parts behind the statutory ones that may begin inside a line.
_LAST_PARTS = ("附表", "附件", "说明和附", "说明与附", "说明及附")


class NumberedLine(NamedTuple):
    """A line that begins with a Chinese numeral of the top level (``一、``); its words begin at ``words``."""

    start: int
    number: int
    words: int

    def is_row(self, text: str) -> bool:
        """Whether it is a row of statutory table three, which has such numbers too."""
        return text.startswith(grammar().table_rows, self.words)

    def names_part(self, view: CompactView) -> bool:
        """Whether its words head a part of a report."""
        end = min(view.next_line(self.start), self.words + 40)
        return _PART.search(view.text, self.words, end) is not None


_numbered_line = maker(NumberedLine)


_Starts = dict[int, tuple[RowHead, bool]]


def _starts(view: CompactView) -> _Starts:
    """Where headings and numbered lines can begin: rows, names in full behind a blank, marks inside a line.

    With each what it can begin with, and whether that has to be looked for in the text.
    """
    return view.found(_all_starts)


def _all_starts(joined: Joined) -> list[_Starts]:
    letters, text = grammar().letters, joined.text
    classes = classes_of(joined, letters)
    starts: list[_Starts] = [{} for _ in joined.bounds[1:]]
    rows = rows_of(joined, classes)
    words = [text[begin:end] for begin, end in zip(rows.begins, rows.ends, strict=True)]
    heads = list(map(row_heads().__getitem__, words))
    for head, goes_on, owner, place in compress(
        zip(heads, rows.goes_on, rows.owners, rows.places, strict=True), heads
    ):
        assert head
        if goes_on or not head.if_goes_on:
            starts[owner][place] = head, head.mark is None or (goes_on and head.open)
    for owner, place in zip(*marks_inside(joined, classes), strict=True):
        starts[owner][place] = INSIDE, True
    for owner, place, at in zip(*names_behind_blanks(joined, classes, letters), strict=True):
        if not text.startswith(FULL_NAMES, at) or place in starts[owner]:
            continue
        if text[at - 1] not in _NO_BLANKS:
            starts[owner][place] = INSIDE, True
        elif place > 2 and _NUMBER_BEFORE.match(text, at - 2) and joined.is_after_blank(at - 2):
            starts[owner][place - 2] = INSIDE, True
    return starts


def find_headings(view: CompactView) -> tuple[list[Heading], list[NumberedLine]]:
    """All candidates in reading order, and the lines with a top-level number."""
    text = view.text
    headings: list[Heading] = []
    numbered: list[NumberedLine] = []
    for start, (head, is_open) in sorted(_starts(view).items()):
        mark, name = head.mark, head.name
        if is_open:
            mark, name = _beginning(text, start, mark)
            if not name and head is not INSIDE and mark.style in TOP_STYLES:
                row = text[start : min(view.next_line(start), start + LONGEST_BEGINNING)]
                name = name_behind_agency(row, mark) if len(row) < LONGEST_BEGINNING else None
        assert mark
        if (
            mark.number
            and mark.style != "bracket"
            and (head is not INSIDE or _ends_report(text, start, mark))
        ):
            numbered.append(_numbered_line((start, mark.number, start + mark.length)))
        heading = _heading_at(view, start, mark, name, head) if name else None
        # Behind a bullet a number inside the line makes the same heading once more.
        if heading and not (headings and headings[-1].end == heading.end):
            headings.append(heading)
            if len(headings) == _MOST_HEADINGS:
                break
    return headings, numbered


def _ends_report(text: str, start: int, mark: Mark) -> bool:
    """Whether a number inside a line begins a last part with tables: …。七、附表."""
    return text[start - 1] in "。;" and text.startswith(_LAST_PARTS, start + mark.length)


def _beginning(text: str, start: int, mark: Mark | None) -> tuple[Mark, tuple[str, int, int] | None]:
    """The mark, if it is not known yet, and the name behind it with which the text goes on at ``start``."""
    seen, name, whole = shown(text[start : start + WINDOW])
    if whole and (mark is None or mark.length == seen.length):
        return mark or seen, name
    mark = mark or mark_at(text, start)
    return mark, name_at(text, start + mark.length)


def _heading_at(
    view: CompactView, start: int, mark: Mark, name: tuple[str, int, int], head: RowHead
) -> Heading | None:
    """The candidate that begins at ``start`` with a mark and a name behind it."""
    if name == head.name:
        return head.heading and head.heading.moved(start)
    return candidate(view, start, mark, name) if is_probable(view.text, start + mark.length) else None
