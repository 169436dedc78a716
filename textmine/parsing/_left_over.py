"""Parts that the chain of headings leaves out though their numbers show them: out of the statutory order, or under names of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from textmine.parsing._candidates import TOP_STYLES, Heading
from textmine.parsing._chain import RANK
from textmine.parsing._compact import CompactView
from textmine.parsing._headings import NumberedLine

_LONGEST_NAME = 40
_ENDS_NAME = re.compile("[。:;]")
#: Words of which the name of a part holds one, by its place in the form.
_KINDS = (
    ("overview", re.compile("总|整体|综合|概[况述]|基本|成效|工作|情况")),
    ("active", re.compile("主动|公开(?:政府|政务)?信息")),
    ("requests", re.compile("申请")),
    ("review", re.compile("复议|诉讼|争议|救济")),
    ("problems", re.compile("问题|不足|短板|差距|困难|难点|薄弱|改进|整改|展望")),
    ("other", re.compile("其[他它]|附则|说明(?!.{0,2}附)")),
)
_COMPLETE = 4  # parts that a report has at least, so that its numbers are those of parts


def with_left_over(
    view: CompactView,
    groups: list[list[Heading]],
    usable: Sequence[Heading],
    numbered: Sequence[NumberedLine],
    end: int,
) -> list[list[Heading]]:
    """The headings of each section, those of sections left out among them.

    A part left out is one whose number goes on from the part before it or leads to the part behind it. It has its statutory name but stands
    elsewhere than in the form, or it stands where the form has it and its name holds a word of that part's.
    """
    if len(groups) < _COMPLETE or len(groups) == len(_KINDS):
        return groups
    for heading in _misplaced(groups, usable):
        groups = _inserted(groups, heading)
    for heading in _renamed(view, groups, numbered, end):
        groups = _inserted(groups, heading)
    return groups


def _misplaced(groups: list[list[Heading]], usable: Sequence[Heading]) -> Iterator[Heading]:
    missing = _missing(groups)
    for heading in usable:
        if (
            RANK[heading.kind] in missing
            and heading.in_full
            and heading.own_line
            and heading.style in TOP_STYLES
            and _fits(groups, heading.start, heading.number)
        ):
            missing.discard(RANK[heading.kind])
            yield heading


def _renamed(
    view: CompactView, groups: list[list[Heading]], numbered: Sequence[NumberedLine], end: int
) -> Iterator[Heading]:
    for rank in sorted(_missing(groups)):
        kind, words = _KINDS[rank]
        low = max((group[-1].end for group in groups if RANK[group[0].kind] < rank), default=0)
        high = min((group[0].start for group in groups if RANK[group[0].kind] > rank), default=end)
        for line in numbered:
            if (
                not low <= line.start < high
                or line.is_row(view.text)
                or not _fits(groups, line.start, line.number)
            ):
                continue
            stop = min(view.next_line(line.start), line.words + _LONGEST_NAME + 1)
            mark = _ENDS_NAME.search(view.text, line.words, stop)
            name_end = mark.start() if mark else stop
            if 2 <= name_end - line.words <= _LONGEST_NAME and words.search(view.text, line.words, name_end):
                yield Heading(kind, line.start, name_end, "numeral", line.number, 1, 0.0, mark is None)
                break


def _missing(groups: list[list[Heading]]) -> set[int]:
    return set(range(len(_KINDS))) - {RANK[heading.kind] for group in groups for heading in group}


def _fits(groups: list[list[Heading]], start: int, number: int | None) -> bool:
    """Whether a number at a place goes on from the heading before it or leads to the one behind it, and no heading holds it or overlaps it."""
    if number is None:
        return False
    before = [group[-1] for group in groups if group[-1].start < start]
    behind = [group[0] for group in groups if group[0].start > start]
    last, following = before[-1] if before else None, behind[0] if behind else None
    if last and (last.end > start or last.style not in TOP_STYLES or (last.number or 0) >= number):
        return False
    if following and (following.style not in TOP_STYLES or (following.number or 0) <= number):
        return False
    return bool((last and last.number == number - 1) or (following and following.number == number + 1))


def _inserted(groups: list[list[Heading]], heading: Heading) -> list[list[Heading]]:
    return sorted([*groups, [heading]], key=lambda group: group[0].start)
