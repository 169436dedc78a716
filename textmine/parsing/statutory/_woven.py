"""A requests table as text taken from a page shows it where long names run over several lines: with the numbers inside the name.

The cells of a row stand on the first or the middle line of its name ("2.其他法律行政法规 0 0 0 0 0 0 0" and below it "禁止公开").
Without the numbers at the ends of lines the names are whole again, and each row's numbers are those between the name before
and the name behind its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from textmine.parsing._compact import CompactView
from textmine.parsing.statutory._source import Field, Label, Source

_CELL = r"(?:[0-9]{1,9}|[-—/])"
# Cells parted by blanks up to the end of a line, behind a word or alone on it; more than 16 are no row of the table.
_RUN = re.compile(rf"(?<!\S)(?:{_CELL}(?: ++|(?=\n|\Z))){{1,16}}+(?=\n|\Z)")
_CELLS = re.compile("[^ ]+")
# The end of a number that runs over two lines.
_REST = re.compile(r"(?<![0-9])[0-9]{1,3}(?![0-9.、)])")
# Characters behind the last name within which its numbers begin.
_BEHIND_LAST = 40


def lift_numbers(source: Source, width: int, fewest: int) -> tuple[Source, list[list[Field]]] | None:
    """The document without the rows of ``width`` numbers at line ends, and those rows; None if there are less than ``fewest``."""
    rows: list[list[Field]] = []
    text = source.folded
    for run in _RUN.finditer(text):
        cells = [Field(cell.start(), cell.end(), cell.group()) for cell in _CELLS.finditer(text, *run.span())]
        if len(cells) == width:
            rows.append(cells)
    if len(rows) < fewest:
        return None
    bare, done = [], 0
    for row in rows:
        start, end = row[0].start, row[-1].end
        bare += [text[done:start], " " * (end - start)]
        done = end
    folded = "".join([*bare, text[done:]])
    return Source(source.document, CompactView(source.document.text, folded=folded)), rows


def own_numbers(bare: Source, labels: Sequence[Label], rows: list[list[Field]]) -> list[list[Field]] | None:
    """The numbers of each name: as many rows as names, each of them between the names beside its own; else None."""
    names = [bare.view.span(label.start, label.end) for label in labels]
    own = [row for row in rows if names[0][0] < row[0].start < names[-1][1] + _BEHIND_LAST]
    after = [names[0][0], *(end for _, end in names[:-1])]
    before = [*(start for start, _ in names[1:]), names[-1][1] + _BEHIND_LAST]
    if len(own) != len(names):
        return None
    places = list(zip(after, own, before, strict=True))
    if not all(left < row[0].start < right for left, row, right in places):
        return None
    return [_with_rest(bare.folded, row, right) for _, row, right in places]


def _with_rest(text: str, row: list[Field], end: int) -> list[Field]:
    """The row, its last number with the digits that stand alone behind it before ``end`` if it is the sum of the others with them alone."""
    *parts, total = row
    whole = sum(int(cell.text) for cell in parts if cell.text.isdigit())
    rest = _REST.search(text, total.end, end)
    if rest and total.text != str(whole) == total.text + rest[0]:
        return [*parts, replace(total, end=rest.end(), text=str(whole))]
    return row
