"""Numbers run together when the cells of a table were lost (本年新收政府信息公开申请数量3000003), or parted by the narrow cell they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from math import comb

from textmine.parsing.statutory._source import Field, Label, Source

_RUN = re.compile(r"\s{0,3}([0-9+-][0-9.+-]{0,59})(?![0-9.+-]|[件条宗例份次个家人项起元万亿余多%年月日])")
_BROKEN = re.compile(r"[0-9]{1,6}(?:\s[0-9]{1,6}){1,2}")
_MOST_READINGS = 1000
_WIDTH = 7  # of the requests table, whose rows end in their sums
_BLOCK = 5  # of the review table, each of whose three blocks ends in its sum


def glued_fields(source: Source, label: Label, following: Label | None, width: int) -> list[Field] | None:
    """The row's cells where one run of digits stands right behind its name; None where none does.

    As many digits as cells are one each, if all are zeros or add up. More are parted so that the last number is the sum of the
    others, if only one way does that. What cannot be parted is one cell, which fits no column.
    """
    _, end = source.view.span(label.start, label.end)
    found = _RUN.match(source.folded, end)
    if not found:
        return None
    start, digits = found.start(1), found[1]
    stop = found.end(1)
    if "\n" in source.folded[end:start] and source.folded[stop : stop + 1].isalpha():
        return None  # a sentence below a row without numbers: 12345热线…
    if following and following.mark.isdigit():  # the number of the next row: 00000002.其他法律…
        digits = digits.removesuffix(".")
        if digits != found[1] or source.folded[stop : stop + 1] in ("、", ")"):
            digits = digits.removesuffix(following.mark)
    fields = []
    for part in _parts(digits, width) or [digits]:
        fields.append(Field(start, start + len(part), part))
        start += len(part)
    return fields if digits else None


def mended(fields: list[Field], size: int) -> list[Field]:
    """The cells, those whose number runs over two lines (1200 5) with it in one piece if each ``size`` cells then end in their sum."""
    if not any(_BROKEN.fullmatch(item.text) for item in fields) or len(fields) % size:
        return fields
    mended = [
        replace(item, text="".join(item.text.split())) if _BROKEN.fullmatch(item.text) else item
        for item in fields
    ]
    for at in range(0, len(fields), size):
        *parts, total = [int(item.text) if item.text.isdigit() else 0 for item in mended[at : at + size]]
        if sum(parts) != total:
            mended[at : at + size] = fields[at : at + size]
    return mended


def _parts(digits: str, width: int) -> list[str] | None:
    if not digits.isdigit():
        return None
    if len(digits) == width and (not digits.strip("0") or _sums_hold(digits)):
        return list(digits)
    if width == 1:
        return [digits]
    if width != _WIDTH or len(digits) < width or comb(len(digits) - 1, width - 1) > _MOST_READINGS:
        return None
    ways = [way for way in _ways(digits, width) if sum(map(int, way[:-1])) == int(way[-1])]
    return ways[0] if len(ways) == 1 else None


def _sums_hold(digits: str) -> bool:
    """Whether single digits add up as in a row of the requests table, or in each block of the review table."""
    size = {_WIDTH: _WIDTH, 3 * _BLOCK: _BLOCK}.get(len(digits))
    if size is None:
        return False
    blocks = (digits[at : at + size] for at in range(0, len(digits), size))
    return all(sum(map(int, block[:-1])) == int(block[-1]) for block in blocks)


def _ways(digits: str, width: int) -> Iterator[list[str]]:
    """All ways to part digits into numbers that do not begin with a zero."""
    for cuts in combinations(range(1, len(digits)), width - 1):
        bounds = (0, *cuts, len(digits))
        way = [digits[left:right] for left, right in pairwise(bounds)]
        if all(part == "0" or part[0] != "0" for part in way):
            yield way
