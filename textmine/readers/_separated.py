"""Tables with other marks between their cells than tabs, which are put in their place.

Spreadsheets write commas or semicolons; browsers, where the cells of a page hold paragraphs, copy a tab with empty lines around it.
"""

from __future__ import annotations

import csv
import re

_UNIT = re.compile("条|件|次|个|人|万元|元|份|篇|场|场次|人次|亿元|期")
_MARKS = ",，;；"
# Two numbers, or a unit and a number, with nothing but such a mark between them.
_BESIDE = re.compile(rf'[{_MARKS}]"?(?:[0-9]{{1,9}}|{_UNIT.pattern})"?[{_MARKS}]"?[0-9{_MARKS}\n]')
_VALUE = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,6})?|[-—/]")
_FEWEST_ROWS, _FEWEST_BESIDE = 5, 3
_LONGEST_CELL = 120
_LONGEST_HEAD = 16
_FEWEST_WITHOUT_NAME = 5
_SENTENCE = "。"
_TAB_AND_BLANK_LINE = "\t\n\n"
_TAB_ALONE = "\n\t\n"
_FEWEST_TABS = 20
_BESIDE_A_TAB = re.compile(r"\S\t\S")
_SPREAD_TABS = re.compile(r"(?<![\n \xa0])(?:[ \xa0]*\n)*[ \xa0]*(\t[\t \xa0]*)\n[ \xa0]*\n+")


def with_tabs(text: str) -> str:
    """The text with tabs between the cells of such tables, if it holds any; all else stays as it is."""
    beside = _BESIDE.finditer(text)
    if not all(next(beside, None) for _ in range(_FEWEST_BESIDE)):
        return text
    lines = text.split("\n")
    for mark in _MARKS:
        rows = {number: _cells(line, mark) for number, line in enumerate(lines) if mark in line}
        widths = [len(cells) for cells in rows.values() if _values_at_end(cells) > 1]
        if len(widths) < _FEWEST_ROWS:
            continue
        filled = {number for number, cells in rows.items() if _values_at_end(cells)}
        for number, cells in rows.items():
            if number in filled or (
                len(cells) in widths
                and _is_head(cells)
                and not filled.isdisjoint(range(number + 1, number + 4))
            ):
                lines[number] = "\t".join(cells)
    return "\n".join(lines)


def with_rows(text: str) -> str:
    """The text with the rows of copied tables on a line each, where a tab with empty lines behind it parts all their cells."""
    if text.count(_TAB_AND_BLANK_LINE) < _FEWEST_TABS:
        return text
    if text.count(_TAB_ALONE) < _FEWEST_TABS and _BESIDE_A_TAB.search(text):
        return text  # rows with an empty last cell, a blank line apart
    return _SPREAD_TABS.sub(lambda found: "\t" * found[1].count("\t"), text)


def _cells(line: str, mark: str) -> list[str]:
    """The cells of a line; none for a line of sentences."""
    if _SENTENCE in line:
        return []
    cells = next(csv.reader([line], delimiter=mark)) if '"' in line else line.split(mark)
    cells = [" ".join(cell.split()) for cell in cells]
    return cells if max(map(len, cells)) <= _LONGEST_CELL else []


def _is_head(cells: list[str]) -> bool:
    """Whether a line may be one of the headings above the rows."""
    return max(map(len, cells)) <= _LONGEST_HEAD


def _values_at_end(cells: list[str]) -> int:
    """How many cells at the end hold nothing but numbers, dashes or blanks, from the first number on; a unit counts as one."""
    first = len(cells)
    while first and (not cells[first - 1] or _VALUE.fullmatch(cells[first - 1])):
        first -= 1
    values = cells[first:]
    while values and not values[0]:
        del values[0]
    named = any(cells[:first])
    if not any(value[-1:].isdigit() for value in values) or (
        not named and len(values) < _FEWEST_WITHOUT_NAME
    ):
        return 0
    return len(values) + (named and _UNIT.fullmatch(cells[first - 1]) is not None)
