"""Tables that a report prints more than once, as beside those of the year before: which are its own.

The others are taken out of the text before it is read, so that no row of theirs is taken for one of the report's own table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from textmine.parsing._compact import CompactView
from textmine.parsing.statutory._forms import LAST_REVIEW_HEAD, request_rows
from textmine.parsing.statutory._report import Notes
from textmine.schema import Document, Section

# A word that each table has once and the text around it hardly ever; who has it once has one table.
_TELLING = {"active": "事业性收费", "requests": "申请人情况", "review": "直接起诉"}
_FIRST_OF_ACTIVE = re.compile(
    r"(?:第二十条第?(?:\(一\)项)?)?信息内容[^0-9]{0,6}?(?:本年[^0-9]{0,3}发件数|本年新[^0-9]{0,3}制作数量)"
)
_LAST_OF_ACTIVE = re.compile(r"行政事业(?:单位|性)?收费(?:[\s\S]{0,60}?政府集中采购)?")
# Up to its numbers, which stand side by side here; hyphens are those of the rule of a Markdown table.
_REVIEW = re.compile(
    rf"(?:行政复议(?:(?!行政复议)[^0-9]){{0,150}}?)?直接起诉[^0-9]{{0,150}}?{LAST_REVIEW_HEAD}[^0-9]{{0,150}}?(?<![0-9])[0-9/—-]{{5,}}(?![件起宗])"
)
_REACH, _REACH_OF_ACTIVE = 3500, 1500  # characters of a table without blanks, numbers and notes included
_HEAD = 300  # of its headings before the first row
_AFTER_TABLE = re.compile(
    r"[^A-Za-z\u4e00-\u9fff]{0,300}?(?=\(?[一二三四五六七八九十]\)?[、.]|[A-Za-z\u4e00-\u9fff]|\Z)"
)

_YEAR = re.compile(r"(20[0-9]{2})(?:年|(?=[^0-9]))")
_LAST_YEAR = re.compile("上一?年|去年|往年")
_THIS_YEAR = re.compile("本年|今年|当年")
_LONGEST_CAPTION = 45
_LINES_ABOVE = 3
_REACH_ABOVE = 240


class _Place(NamedTuple):
    """A table in the compact text."""

    start: int
    end: int


def own_tables(
    document: Document, view: CompactView, sections: Sequence[Section], year: int | None, notes: Notes
) -> CompactView:
    """The view without the tables that stand beside those of the report's own ``year``; ``view`` itself where there are none."""
    others: list[_Place] = []
    for kind, word in _TELLING.items():
        first = view.text.find(word)
        if first < 0 or view.text.find(word, first + 1) < 0:
            continue
        places = _FINDERS[kind](view.text)
        if len(places) < 2:
            continue
        own = _own(kind, places, view, sections, year)
        rest = [place for place in places if place != own]
        others += rest
        different = [one for one in rest if view.text[one.start : one.end] != view.text[own.start : own.end]]
        if different:
            notes.add("doubled_table", view.source(different[0].start), kind, str(view.source(own.start)))
    if not others:
        return view
    folded = view.folded
    for place in others:
        start, end = view.span(*place)
        found = _AFTER_TABLE.match(folded, end)
        end = found.end() if found else end
        folded = folded[:start] + re.sub(r"[^\n]", " ", folded[start:end]) + folded[end:]
    return CompactView(document.text, folded=folded)


def _active(text: str) -> list[_Place]:
    places: list[_Place] = []
    for begin in _FIRST_OF_ACTIVE.finditer(text):
        last = _LAST_OF_ACTIVE.search(text, begin.end(), begin.end() + _REACH_OF_ACTIVE)
        if last and (not places or begin.start() >= places[-1].end):
            places.append(_Place(begin.start(), last.end()))
    return places


def _requests(text: str) -> list[_Place]:
    begins = [found.start() for found in _first_rows().finditer(text)]
    places: list[_Place] = []
    for begin, following in pairwise([*begins, len(text)]):
        last = request_rows()[-1].pattern.search(text, begin, min(following, begin + _REACH))
        if last:
            before = places[-1].end if places else 0
            head = text.rfind("申请人情况", max(before, begin - _HEAD), begin)
            note = text.rfind("(本列数据", max(before, begin - _HEAD), begin)
            places.append(_Place(min((at for at in (head, note) if at >= 0), default=begin), last.end()))
    return places


def _review(text: str) -> list[_Place]:
    return [_Place(*found.span()) for found in _REVIEW.finditer(text)]


_FINDERS: dict[str, Callable[[str], list[_Place]]] = {
    "active": _active,
    "requests": _requests,
    "review": _review,
}


@lru_cache(maxsize=1)
def _first_rows() -> re.Pattern[str]:
    """The names of the first two rows of the requests table with nothing but cells between them, unlike in a sentence."""
    new, carried_in = (row.pattern.pattern for row in request_rows()[:2])
    return re.compile(
        rf"(?:{new})(?:[^,。;件]|(?<=[0-9]),(?=[0-9])){{0,120}}?(?:{carried_in})(?![^0-9]{{0,3}}[0-9]+件)"
    )


def _own(
    kind: str, places: Sequence[_Place], view: CompactView, sections: Sequence[Section], year: int | None
) -> _Place:
    """The table of the report's own year by the line above it; else the first one in its section, or in the text."""
    years = [
        _year_of(view, place, before, year)
        for place, before in zip(places, [0, *(one.end for one in places)], strict=False)
    ]
    if year is None:
        year = max((one for one in years if one), default=None)

    def fitness(number: int) -> tuple[int, bool]:
        told = years[number]
        at = view.source(places[number].start)
        inside = any(section.id == kind and section.start <= at < section.end for section in sections)
        return (1 if told is None else 2 * (told == year), inside)

    return places[max(range(len(places)), key=lambda number: (fitness(number), -number))]


def _year_of(view: CompactView, place: _Place, before: int, year: int | None) -> int | None:
    """The year that a short line above a table names; None if none or several."""
    start = view.source(place.start)
    first = max(view.source(before) if before else 0, start - _REACH_ABOVE)
    lines = [
        line for part in view.folded[first:start].split("\n") if (line := "".join(part.split()).strip("|"))
    ]
    for line in reversed(lines[-_LINES_ABOVE:]):
        if len(line) > _LONGEST_CAPTION or "。" in line:
            return None
        told = {int(found) for found in _YEAR.findall(line)}
        if len(told) == 1:
            return told.pop()
        if told:
            return None
        if year and _LAST_YEAR.search(line):
            return year - 1
        if year and _THIS_YEAR.search(line):
            return year
    return None
