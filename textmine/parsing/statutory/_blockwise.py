"""A requests table as programs that follow the columns of a page print it: names one below the other, then the numbers of each column.

A page holds a stretch of names and the numbers that belong to them. How these are ordered shows in the sums: read the right way, each row
ends in the sum of its other numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.parsing.statutory._source import Field, Label, Source

_VALUE = r"(?:[0-9]{1,9}|[-—/])"
_LINE = re.compile(rf"^[ \t]*({_VALUE}(?:[ \t]+{_VALUE})*)[ \t]*$|^.*[A-Za-z\u4e00-\u9fff].*$", re.M)
_CELLS = re.compile(r"\S+")
_REACH = 2000  # of the numbers behind the last name

Rows = dict[str, list[Field]]


def rows_by_columns(source: Source, labels: Sequence[Label], width: int) -> Rows | None:
    """The cells of each row; None unless all numbers have a place and in each stretch one order of them alone makes every row add up."""
    stretches = _stretches(source, labels)
    if any(len(cells) != width * len(names) for names, cells in stretches):
        return None
    rows: Rows = {}
    for names, cells in stretches:
        count = len(names)
        down = [cells[place::count] for place in range(count)]
        across = [cells[place * width : (place + 1) * width] for place in range(count)]
        readings = [found for printed in (down, across) if (found := _total_last(printed))]
        if not readings or list(map(_numbers, readings[0])) != list(map(_numbers, readings[-1])):
            return None
        rows.update((name.key, row) for name, row in zip(names, readings[0], strict=True))
    return rows


def _total_last(rows: list[list[Field]]) -> list[list[Field]] | None:
    """Rows that all add up, with the sum behind the rest; what is printed behind the sum must be zeros, or it could be any column."""
    numbers = list(map(_numbers, rows))
    for place in reversed(range(len(rows[0]))):
        if all(2 * row[place] == sum(row) and not any(row[place + 1 :]) for row in numbers):
            return [[*row[:place], *row[place + 1 :], row[place]] for row in rows]
    return None


def _stretches(source: Source, labels: Sequence[Label]) -> list[tuple[list[Label], list[Field]]]:
    """Names and the numbers, alone on their lines, that follow them before the next name; behind the last name up to the next words."""
    starts = [source.view.source(label.start) for label in labels]
    end = source.view.source(labels[-1].end - 1) + 1
    stretches: list[tuple[list[Label], list[Field]]] = []
    names: list[Label] = []
    for label, begin, stop in zip(labels, starts, [*starts[1:], end + _REACH], strict=True):
        names.append(label)
        cells: list[Field] = []
        for line in _LINE.finditer(source.folded, begin, min(stop, len(source.folded))):
            if line[1]:
                cells += [
                    Field(line.start(1) + cell.start(), line.start(1) + cell.end(), cell.group())
                    for cell in _CELLS.finditer(line[1])
                ]
            elif cells and stop > end:
                break
        if cells:
            stretches.append((names, cells))
            names = []
    return [*stretches, (names, [])] if names else stretches


def _numbers(cells: Sequence[Field]) -> list[int]:
    return [int(cell.text) if cell.text.isdigit() else 0 for cell in cells]
