"""Which of the cells read belongs to which column: at once where the counts agree, else by the table's own arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb

from textmine.parsing.statutory._source import Field
from textmine.schema import Certainty

Row = tuple[Field | None, ...]
Test = Callable[[Row], bool]

_FEW_ROWS, _SEVERAL = 4, 3
# Readings looked at for one row: all for seven columns (35 at most), two lost cells for fifteen (105).
_MOST_READINGS = 105


@dataclass(slots=True)
class Placement:
    """Possible assignments of a row's fields to its columns; one is certain, several need the table's arithmetic."""

    fields: list[Field]
    width: int
    candidates: list[Row] = field(default_factory=list)
    certainty: Certainty = "exact"

    @property
    def settled(self) -> bool:
        """Whether there is exactly one assignment."""
        return len(self.candidates) == 1

    def keep(self, test: Test) -> None:
        """Drop the assignments that fail a test."""
        self.candidates = [row for row in self.candidates if test(row)]

    def spread_out(self) -> None:
        """Allow every reading of the filled cells and the blanks between them."""
        filled = [i for i, item in enumerate(self.fields) if not item.is_empty]
        core = self.fields[
            filled[0] : filled[-1] + 1
        ]  # empty fields at the ends may be the marks at the ends of a row
        if comb(self.width, len(core)) <= _MOST_READINGS:
            self.certainty = "realigned"
            self.candidates = _spreads(core, self.width)
        else:
            self.candidates = []

    def agreed(self) -> Row:
        """What all remaining assignments agree on; None where they differ or none remains."""
        if not self.candidates:
            return (None,) * self.width
        if self.settled:
            return self.candidates[0]
        return tuple(
            column[0] if all(item is column[0] for item in column) else None
            for column in zip(*self.candidates, strict=True)
        )


def place(fields: Sequence[Field], width: int) -> Placement:
    """All ways to read the fields as a row of ``width`` columns, in printed order.

    As many fields as columns: one way, certain. More: empty fields at either end may be padding. Fewer: cells were lost
    somewhere, every position is possible.
    """
    words = next((i for i, item in enumerate(fields) if item.is_text), len(fields))
    if words >= width:
        fields = fields[:words]  # what follows is a row without a name in the form
    result = Placement(list(fields), width)
    if len(fields) == width:
        result.candidates = [tuple(fields)]
    elif not any(not item.is_empty for item in fields):
        # Nothing stands in the row: whatever is lost or too many is blank like the rest.
        result.candidates = [tuple(fields[:width]) + (None,) * (width - len(fields))]
    elif len(fields) > width:
        result.candidates = _windows(fields, width)
        result.certainty = "exact" if result.settled else "realigned"
    else:
        result.spread_out()
    return result


def _windows(fields: Sequence[Field], width: int) -> list[Row]:
    filled = [i for i, item in enumerate(fields) if not item.is_empty]
    first, last = filled[0], filled[-1]
    return [
        tuple(fields[start : start + width])
        for start in range(len(fields) - width + 1)
        if start <= first and last < start + width
    ]


def _spreads(fields: Sequence[Field], width: int) -> list[Row]:
    if len(fields) > width:
        return []
    return [_spread(fields, chosen, width) for chosen in combinations(range(width), len(fields))]


def _spread(fields: Sequence[Field], chosen: Sequence[int], width: int) -> Row:
    row: list[Field | None] = [None] * width
    for position, item in zip(chosen, fields, strict=True):
        row[position] = item
    return tuple(row)


def usual_columns(rows: Sequence[Sequence[Field]], width: int) -> tuple[int, ...] | None:
    """The grid columns that most complete rows of a table fill, or the only ones that any row fills; None without a grid."""
    seen: Counter[tuple[int, ...]] = Counter()
    filled: set[int | None] = set()
    for row in rows:
        columns = tuple(item.column for item in row if item.column is not None)
        filled |= {item.column for item in row if not item.is_empty}
        if len(row) == len(columns) == width:
            seen[columns] += 1
    if not seen and len(filled) == width and None not in filled:  # empty columns stand between the others
        return tuple(sorted(column for column in filled if column is not None))
    return seen.most_common(1)[0][0] if seen else None


def by_columns(placement: Placement, columns: tuple[int, ...]) -> None:
    """Prefer the assignment that the grid itself shows, if all that is filled stands in a usual column."""
    at = {item.column: item for item in placement.fields}
    if any(item.column not in columns and not item.is_empty for item in placement.fields):
        return
    placement.candidates = [tuple(at.get(column) for column in columns)]


def usual_padding(placements: Sequence[Placement]) -> dict[int, int]:
    """How many empty fields stand in front, by number of fields, where rows with a single reading agree on it."""
    votes: dict[int, Counter[int]] = {}
    for item in placements:
        if len(item.fields) > item.width and item.settled and not all(one.is_empty for one in item.fields):
            row = item.candidates[0]
            start = next(i for i, one in enumerate(item.fields) if one is row[0])
            votes.setdefault(len(item.fields), Counter())[start] += 1
    return {count: next(iter(starts)) for count, starts in votes.items() if len(starts) == 1}


def apply_padding(placement: Placement, padding: dict[int, int]) -> None:
    """Read a row with surplus empty fields as the other rows of the table are read."""
    count = len(placement.fields)
    if placement.settled or count not in padding:
        return
    start = padding[count]
    row = tuple(placement.fields[start : start + placement.width])
    if row in placement.candidates:
        placement.candidates = [row]


def rows_apart(rows: Sequence[tuple[str, Sequence[Field], int]], *, surely: bool = False) -> list[str]:
    """Keys of the rows whose cells do not stand behind their names, in a text that lists names and numbers by turns.

    ``rows``: key, cells, number of columns; ``surely``: the text is known to be one. Such a text (some programs write it from PDF files) shows in a row without any number
    right before one with numbers for more than its columns, or in a last row that alone has numbers, though not as many as columns. All
    rows without a number are then meant: they may not be blank. So are all behind the first of several such rows.
    """
    counts = [sum(not item.is_empty and not item.is_text for item in fields) for _, fields, _ in rows]
    laid_out = any(item.column is not None for _, fields, _ in rows for item in fields)
    surplus = (
        before == 0 and count > width
        for before, count, (_, _, width) in zip(counts, counts[1:], rows[1:], strict=False)
    )
    last_alone = len(rows) > _FEW_ROWS and not any(counts[:-1]) and counts[-1] not in (0, rows[-1][2])
    if laid_out or not (surely or last_alone or any(surplus)):
        return []
    first = counts.index(0) if counts.count(0) >= _SEVERAL else len(counts)
    return [key for at, (key, _, _) in enumerate(rows) if at > first or not counts[at]]
