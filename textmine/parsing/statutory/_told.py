"""The active table told in sentences, or in lines that repeat the headings beside each number (规章制发0件，废止0件，现行有效0件)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.parsing.statutory._forms import active_rows
from textmine.parsing.statutory._report import Notes
from textmine.parsing.statutory._source import Field, Source
from textmine.schema import Figure

_NUMBER = r"[:为是共计有]{0,3}(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<unit>亿元|万元|元|件|项|宗|起|例|个|部|次)?(?![0-9年月日条%.篇])"
_MADE = "制发|制定|出台|印发|发布"
_DOCUMENTS = (
    ("made", re.compile(rf"(?:{_MADE})(?:件数|数量)?{_NUMBER}")),
    ("repealed", re.compile(rf"废止(?:件数|数量)?{_NUMBER}")),
    ("valid", re.compile(rf"现行有效(?:件数|数量|的)?{_NUMBER}")),
)
# 制发规章2件, with the verb before the name.
_MADE_BEFORE = re.compile(rf"(?:{_MADE})(?:了)?(?:行政)?$")
_AFTER_NAME = re.compile(_NUMBER)
_DECISIONS = re.compile(rf"[:,]?(?:本年)?(?:作出)?(?:处理)?(?:决定)?(?:数量|件数|数)?{_NUMBER}")
_FEES = re.compile(rf"[:,]?(?:本年)?(?:收费)?(?:总)?(?:金额)?(?P<head>\(单位:万元\))?{_NUMBER}")
_PUBLISHED = re.compile("(?:公开|公示|发布|主动)[^,;。]{0,4}$")  # pieces of information, not decisions
_FEWEST_ROWS = 3
_LEAD = 8


def told_active(source: Source, start: int, end: int, notes: Notes) -> list[Figure]:
    """Figures between two source positions, none of a row that is told twice; nothing where fewer than three rows are told."""
    first, last = source.view.position(start), source.view.position(end)
    told: dict[str, list[tuple[str, re.Match[str]]]] = {}
    for row, lead, begin, stop in _mentions(source.compact, first, last):
        found = list(_numbers(source.compact, row, lead, begin, stop))
        if found:
            told[row] = [] if row in told else found
    if sum(map(bool, told.values())) < _FEWEST_ROWS:
        return []
    figures = []
    for row, found in told.items():
        for column, number in found:
            cell = Field(*source.view.span(*number.span("number")), number["number"])
            if not number["unit"] and " " in " ".join(source.folded[cell.start : cell.end].split()):
                continue  # two numbers, as where one of a page stands below that of a row; those of sentences have units
            unit = number["unit"] or ("万元" if row == "fees" else "")
            reading = cell.value(amount=row == "fees", unit=unit)
            figures.append(notes.figure(f"active.{row}.{column}", cell, "2021", "realigned", reading))
    return figures


def _mentions(compact: str, first: int, last: int) -> Iterator[tuple[str, str, int, int]]:
    """Key of each row named, the words before its name, and the range behind the name up to the next one or the sentence's end."""
    names = sorted(
        (found.span(), row.key)
        for row in active_rows()
        if row.columns["2021"]
        for found in row.pattern.finditer(compact, first, last)
    )
    for number, ((begin, end), key) in enumerate(names):
        following = names[number + 1][0][0] if number + 1 < len(names) else last
        stop = compact.find("。", end, following)
        yield key, compact[max(first, begin - _LEAD) : begin], end, following if stop < 0 else stop


def _numbers(compact: str, row: str, lead: str, begin: int, stop: int) -> Iterator[tuple[str, re.Match[str]]]:
    if row in ("rules", "normative_documents"):
        made = _AFTER_NAME.match(compact, begin, stop) if _MADE_BEFORE.search(lead) else None
        for column, pattern in _DOCUMENTS:
            found = made if column == "made" and made else pattern.search(compact, begin, stop)
            if found and not (found["unit"] or "").endswith("元"):
                yield column, found
        return
    if _PUBLISHED.search(lead):
        return
    if row == "fees":
        found = _FEES.match(compact, begin, stop)
        if found and (found["head"] or (found["unit"] or "").endswith("元")):
            yield "amount", found
        return
    found = _DECISIONS.match(compact, begin, stop)
    if found and not (found["unit"] or "").endswith("元"):
        yield "decisions", found
