"""Statistics of the years before 2019: labelled indicators in a table or a list, kept under their own labels."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from textmine.parsing.statutory._report import Notes
from textmine.parsing.statutory._source import Field, Source
from textmine.parsing.statutory._values import read_value
from textmine.schema import Figure

_UNITS = "条|件|次|个|人|万元|元|份|篇|场|场次|人次|亿元|期"
# The head of the table: 指标名称 单位 and what its columns of numbers are; without 单位 the units stand in the names.
_HEAD = re.compile(
    r"(?:统计)?指标(?:名称)?.{0,12}?(?:(?P<unit>单位)|(?=(?:20[0-9]{2}年|本年|当年|统计数|数量|数值)))"
)
_HEAD_WORD = "指标"
_YEARS = r"(?:20[0-9]{2}年度?|本年度?|当年|年度)(?:统计)?(?:数[量值]?|情况)?|统计数|数[量值]"
_ALL_YEARS = r"历年(?:累计)?(?:数[量值]?|总数)?|累计(?:数[量值]?|总数)?"
_COLUMNS = re.compile(rf"(?:{_YEARS})?(?P<all>{_ALL_YEARS})?(?P<last>{_YEARS})?")
_MARKS = r"[ \t|]"
_VALUE = r"[^\s|]{0,16}"
_UNIT = rf"{_MARKS}++(?P<unit>{_UNITS}){_MARKS}+"
_UNIT_IN_NAME = rf"\((?:单位:)?(?P<unit>{_UNITS})\){_MARKS}+"
# Before the name there may be its number or the group it belongs to.
_BEFORE = r"^[ \t|]*+(?:[^\t|\n]{1,20}[ ]*[\t|][ \t|]*+)?"
_NUMBER = r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、)]|其中"
# One cell a line; long names may go on in the lines below.
_CELL_NAME = rf"^[ \t|]*(?P<label>[^\t|\n]{{2,60}}+(?:\n[ \t]*+(?!{_NUMBER}|[-—\d(]|(?:{_UNITS})[ \t]*$)[^\t|\n]{{1,40}}+){{0,4}}?)[ \t|]*+"
_CELL_UNIT = rf"\n[ \t|]*(?P<unit>{_UNITS})[ \t|]*"
_CELL_VALUE = r"(?:\n[ \t|]*(?P<%s>[\d.,]{1,16}|/|[-—]{1,3}|无)[ \t|]*)?"
_LIST_LINE = re.compile(
    rf"^[ \t]*(?P<label>[^\t|\n:，。;]{{2,40}}数(?:量)?|[^\t|\n:，。;]{{2,40}}(?:费用|经费)):[ \t]*(?P<value>[\d.,]{{1,16}}|/|-)?[ \t]*(?P<unit>{_UNITS})?[;。,]?[ \t]*$",
    re.M,
)
_LIST_LABELS_END = ("数:", "数量:", "费用:", "经费:")  # one of them stands in every such line
_NUMBERING = re.compile(
    r"^(?:其中[:,]?|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、]|\(\d{1,2}\)|[*#]+)+"
)
_TOP = re.compile(r"^[一二三四五六七八九十]{1,3}、")
# Fewer lines than this are no statistics table.
_FEWEST = 3
_ADDED_UP = "/历年累计"


class _Head(NamedTuple):
    """Where the head of the table ends in the text, whether units have a column, and the order of its columns of numbers."""

    end: int
    has_units: bool
    columns: tuple[str, ...]


@lru_cache(maxsize=16)
def _rows_pattern(has_units: bool, columns: tuple[str, ...], by_cell: bool) -> re.Pattern[str]:
    """One indicator on one line (name, unit and numbers parted by tabs, pipes or blanks), or one cell a line."""
    if by_cell:
        return re.compile(
            _CELL_NAME + _CELL_UNIT + "".join(_CELL_VALUE % name for name in columns) + "$", re.M
        )
    name = r"(?P<label>[^\t|\n]{2,60}?)" + (_UNIT if has_units else _UNIT_IN_NAME)
    first = rf"(?:\d{{2}}{_MARKS}+(?=[^\s|]))?" if len(columns) == 1 else ""
    values = rf"{_MARKS}+".join(f"(?P<{column}>{_VALUE})" for column in columns)
    return re.compile(_BEFORE + name + first + values + rf"{_MARKS}*$", re.M)


def _head(source: Source) -> _Head | None:
    found = _HEAD.search(source.compact) if _HEAD_WORD in source.compact else None
    if found is None:
        return None
    printed = _COLUMNS.match(source.compact, found.end())
    columns: tuple[str, ...] = ("value",)
    if printed and printed["all"]:
        columns = ("all_years", "value") if printed["last"] else ("value", "all_years")
    end = printed.end() if printed else found.end()
    return _Head(source.view.source(end - 1) + 1, found["unit"] is not None, columns)


def read_indicators(source: Source, notes: Notes) -> list[Figure]:
    """Figures ``indicators.<label>.<unit>`` of the statistics table; a label used twice is led in by its heading.

    What a table adds up over all years has the word 历年累计 behind its label.
    """
    head = _head(source)
    if head is None and not any(words in source.folded for words in _LIST_LABELS_END):
        return []
    if head is None:
        found = _lines(source, _LIST_LINE, 0)
    else:
        found = _lines(source, _rows_pattern(head.has_units, head.columns, False), head.end)
        if len(found) < _FEWEST and head.has_units:
            found = _lines(source, _rows_pattern(True, head.columns, True), head.end)
    if len(found) < _FEWEST:
        return []
    counts: dict[str, int] = {}
    for _, label, _ in found:
        counts[label] = counts.get(label, 0) + 1
    figures = []
    used: set[str] = set()
    for top, label, match in found:
        name = f"{top}/{label}" if counts[label] > 1 and top and top != label else label
        for column in head.columns if head else ("value",):
            key = (
                f"indicators.{name}{_ADDED_UP if column == 'all_years' else ''}.{match['unit'] or ''}".rstrip(
                    "."
                )
            )
            if key in used:
                key = f"{key}#{sum(other.split('#')[0] == key for other in used) + 1}"
            used.add(key)
            left, right = match.span(column) if match[column] else (match.end("unit"), match.end("unit"))
            cell = Field(left, right, source.folded[left:right])
            figures.append(notes.figure(key, cell, "pre2019", "exact", read_value(cell.text, amount=True)))
    return figures


def _lines(source: Source, pattern: re.Pattern[str], start: int) -> list[tuple[str, str, re.Match[str]]]:
    found = []
    top = ""
    for match in pattern.finditer(source.folded, start):
        printed = "".join(match["label"].split())
        label = _NUMBERING.sub("", printed)
        if not label or "指标" in label:
            continue
        if _TOP.match(printed):
            top = label
        found.append((top, label, match))
    return found
