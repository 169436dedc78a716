"""Lines of the table above a heading that some programs print only below it, between the words of section five."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.parsing._compact import CompactView

# A line of the review table: its headings, in pieces, and numbers.
_ROW = re.compile(
    "[0-9]{0,6}(?:结果|维持|纠正|其他|尚未|审结|总计|行政|未经|复议|直接|起诉|诉讼|后)*[0-9]{0,6}"
)
_SURELY = "审结"  # one of its headings, which does not stand alone on a line of words
_LONGEST_ROW = 40
_FEWEST_ROWS = 3
_GOES_ON = frozenset("年月日、.)条件次个项份")


def behind_rest_of_table(view: CompactView, start: int, stop: int) -> int:
    """Where the words begin behind the lines of the table that stand at ``start``; compact positions."""
    at = _end_of_rows(view, start, stop)
    last = view.text[view.line_of(at - 1) : at] if at > start else ""
    if not last or at == stop or (at == min(view.next_line(start), stop) and last.strip("0")):
        return start
    return start if last.isdigit() and view.text[at] in _GOES_ON else at  # 2024 | 年


def without_rests_of_table(view: CompactView) -> CompactView:
    """The view without the lines of the table that stand between its words."""
    if _SURELY not in view.text:
        return view
    rests = list(_rests(view))
    return view.without(rests) if rests else view


def _rests(view: CompactView) -> Iterator[tuple[int, int]]:
    at, end = 0, len(view.text)
    while at < end:
        stop = _end_of_rows(view, at, end)
        if at < stop and _is_rest(view, at, stop):
            yield at, stop
        at = max(stop, view.next_line(at))


def _is_rest(view: CompactView, start: int, stop: int) -> bool:
    rows = [line for line in view.lines if start <= line < stop]
    return len(rows) >= _FEWEST_ROWS and _SURELY in view.text[start:stop]


def _end_of_rows(view: CompactView, start: int, stop: int) -> int:
    at = start
    while at < stop:
        end = min(view.next_line(at), stop)
        if end - at > _LONGEST_ROW or not _ROW.fullmatch(view.text, at, end):
            break
        at = end
    return at
