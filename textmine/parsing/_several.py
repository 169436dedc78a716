"""Several reports in one file: where the second one begins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from textmine.parsing._compact import CompactView
from textmine.parsing._headings import Heading
from textmine.parsing._titles import as_agency, ends_as_title

_FEWEST_KINDS = 3
_BODY = 12  # characters between two headings; a table of contents has none
_LONGEST_TITLE = 60
_LEAD_IN = 1500  # characters between a title and the first heading


def start_of_second(view: CompactView, headings: Sequence[Heading]) -> int | None:
    """The compact position at which a second report begins; None if the headings are those of one report.

    A report begins where a first part is headed once more behind the last parts, and both runs of headings have bodies.
    """
    seen: set[str] = set()
    for index, heading in enumerate(headings):
        if (
            heading.kind == "overview"
            and heading.own_line
            and heading.number == 1
            and seen & {"problems", "measures", "other"}
            and _is_report(headings[:index])
            and _is_report(headings[index:])
        ):
            return _title_above(view, headings[index - 1].end, heading.start)
        seen.add(heading.kind)
    return None


def _is_report(headings: Sequence[Heading]) -> bool:
    kinds = {
        heading.kind
        for heading, following in pairwise([*headings, None])
        if heading and (following is None or following.start - heading.end >= _BODY)
    }
    return len(kinds) >= _FEWEST_KINDS


def _title_above(view: CompactView, earliest: int, start: int) -> int:
    """Where the title begins that stands above a first heading, behind the end of the part before; else the heading."""
    lines = view.lines
    top = bisect_left(lines, max(earliest, start - _LEAD_IN))
    found = None
    for index in range(bisect_left(lines, start) - 1, top - 1, -1):
        line = view.text[lines[index] : lines[index + 1]]
        if len(line) <= _LONGEST_TITLE and "。" not in line and ends_as_title(line):
            found = index
    if found is None:
        return start
    if found > top:  # the agency may stand on the line above
        line = view.text[lines[found - 1] : lines[found]]
        found -= len(line) <= _LONGEST_TITLE // 2 and as_agency(line) == line
    return lines[found]
