"""Statistics of the years before 2019: labelled indicators in a table or a list, kept under their own labels."""

from __future__ import annotations

import re

from textmine.parsing.statutory._report import Notes
from textmine.parsing.statutory._source import Field, Source
from textmine.parsing.statutory._values import read_value
from textmine.schema import Figure

_UNITS = "条|件|次|个|人|万元|元|份|篇|场|场次|人次|亿元|期"
_HEAD = re.compile(r"(?:统计)?指标(?:名称)?.{0,12}单位")
_HEAD_WORD = "指标"
# One indicator on one line: name, unit and number parted by tabs, pipes or blanks, or "name：12条".
_TABLE_LINE = re.compile(
    rf"^[ \t|]*(?P<label>[^\t|\n]{{2,60}}?)[ \t|]+(?P<unit>{_UNITS})[ \t|]+(?:\d{{2}}[ \t|]+(?=[^\s|]))?(?P<value>[^\s|]{{0,16}})[ \t|]*$",
    re.M,
)
_NUMBER = r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、)]|其中"
# The same with one cell a line; long names may go on in the lines below.
_CELL_LINES = re.compile(
    rf"^[ \t|]*(?P<label>[^\t|\n]{{2,60}}+(?:\n[ \t]*+(?!{_NUMBER}|[-—\d(]|(?:{_UNITS})[ \t]*$)[^\t|\n]{{1,40}}+){{0,4}}?)[ \t|]*+"
    rf"\n[ \t|]*(?P<unit>{_UNITS})[ \t|]*(?:\n[ \t|]*(?P<value>[\d.,]{{1,16}}|/|[-—]{{1,3}}|无)[ \t|]*)?$",
    re.M,
)
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


def read_indicators(source: Source, notes: Notes) -> list[Figure]:
    """Figures ``indicators.<label>.<unit>`` of the statistics table; a label used twice is led in by its heading."""
    head = _HEAD.search(source.compact) if _HEAD_WORD in source.compact else None
    if head is None and not any(words in source.folded for words in _LIST_LABELS_END):
        return []
    pattern, start = (_TABLE_LINE, source.view.source(head.start())) if head else (_LIST_LINE, 0)
    found = _lines(source, pattern, start)
    if head and len(found) < _FEWEST:
        found = _lines(source, _CELL_LINES, start)
    if len(found) < _FEWEST:
        return []
    counts: dict[str, int] = {}
    for _, label, _ in found:
        counts[label] = counts.get(label, 0) + 1
    figures = []
    used: set[str] = set()
    for top, label, match in found:
        name = f"{top}/{label}" if counts[label] > 1 and top and top != label else label
        key = f"indicators.{name}.{match['unit'] or ''}".rstrip(".")
        if key in used:
            key = f"{key}#{sum(other.split('#')[0] == key for other in used) + 1}"
        used.add(key)
        left, right = match.span("value") if match["value"] else (match.end("unit"), match.end("unit"))
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
