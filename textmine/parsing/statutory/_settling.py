"""Rows of the requests table that can be read in several ways: what the grid, the other rows and the sums leave of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from textmine.parsing.statutory._forms import REQUEST_COLUMNS
from textmine.parsing.statutory._place import (
    Placement,
    Row,
    apply_padding,
    by_columns,
    usual_columns,
    usual_padding,
)
from textmine.parsing.statutory._source import Field

_WIDTH = len(REQUEST_COLUMNS)
_FLOW = ("new", "carried_in", "total", "carried_forward")  # what came in and what became of it
_SEVERAL = 3


def settle(placements: dict[str, Placement], rows: dict[str, list[Field]]) -> None:
    """Choose among possible readings: by grid column, as in the other rows, by row sums, by column sums."""
    left_blank = _without_totals(placements)
    if not left_blank:
        _doubt_sums_before_blanks(placements)
    _doubt_odd_counts(placements)
    columns = usual_columns(list(rows.values()), _WIDTH)
    padding = usual_padding(list(placements.values()))
    for item in placements.values():
        if columns and len(item.fields) != _WIDTH and item.fields:
            by_columns(item, columns)
        apply_padding(item, padding)
        if not item.settled or (item.certainty != "exact" and len(item.fields) < _WIDTH):
            item.keep(_ends_blank if left_blank else _adds_up)
    refuted = sum(bool(item.fields) and not item.candidates for item in placements.values())
    for item in placements.values() if 2 * refuted > len(placements) else ():
        if 0 < sum(not one.is_empty for one in item.fields) == len(item.fields) < _WIDTH:
            item.candidates = []  # as in the other rows, 总计 may be what is not there, whatever happens to add up
    for _ in range(2):
        for key, item in placements.items():
            if len(item.candidates) > 1:
                item.keep(_columns_agree(placements, key))


def _row_class(key: str) -> int:
    """Rows whose names span equally many columns: three, two, or one."""
    if key in ("new", "carried_in", "carried_forward"):
        return 3
    return 2 if key in ("granted", "partly_granted", "other", "total") else 1


def _without_totals(placements: dict[str, Placement]) -> bool:
    """Whether no row has its total, by those rows of numbers that can be read in one way only."""
    settled = [item.candidates[0] for item in placements.values() if item.settled]
    filled = [row for row in settled if any(value_of(item) for item in row)]
    return len(filled) >= _SEVERAL and all(map(_ends_blank, settled))


def _ends_blank(row: Row) -> bool:
    return row[-1] is None or row[-1].is_empty


def _doubt_sums_before_blanks(placements: dict[str, Placement]) -> None:
    """Open up rows that end in a sum and blanks: in [1, 4, "", "", 2, 7, ""] the 7 looks like 总计."""
    for item in placements.values():
        if (
            item.settled
            and item.fields[:1]
            and item.fields[0].column is None
            and _ends_in_sum(item.candidates[0])
        ):
            item.spread_out()


def _doubt_odd_counts(placements: dict[str, Placement]) -> None:
    """Open up rows of a text table that have another number of cells than their like and an empty cell at an end.

    There a cell may have been lost and the rest shifted: ["", "5", "0", …] is not sure to begin with a blank.
    """
    counts: dict[int, Counter[int]] = {}
    for key, item in placements.items():
        if item.fields and item.fields[0].column is None:
            counts.setdefault(_row_class(key), Counter())[len(item.fields)] += 1
    for key, item in placements.items():
        usual = counts.get(_row_class(key))
        if not usual or not item.settled or len(item.fields) == usual.most_common(1)[0][0]:
            continue
        ends = (item.candidates[0][0], item.candidates[0][-1])
        if any(end is None or end.is_empty for end in ends) and not all(one.is_empty for one in item.fields):
            item.spread_out()


def value_of(item: Field | None) -> float | None:
    """Value of a cell, nothing and dashes as zero; None where it cannot be read."""
    if item is None:
        return 0.0
    reading = item.value()
    if reading.kind == "unreadable":
        return None
    return float(reading.value or 0)


def _ends_in_sum(row: Row) -> bool:
    """Whether the last number is the sum of all before it and stands in the column of a kind of applicants."""
    filled = [value_of(item) for item in row if item is not None and not item.is_empty]
    if row[-1] is None or not row[-1].is_empty or len(filled) < 2 or None in filled:
        return False
    return sum(filled[:-1]) == filled[-1] != 0  # type: ignore[arg-type]


def _adds_up(row: Row) -> bool:
    """Whether 总计 is printed and is the sum of the six kinds of applicants; a row of zeros tells nothing and passes."""
    numbers = [value_of(item) for item in row]
    if not any(number is None or number for number in numbers):
        return True
    if row[-1] is None or row[-1].is_empty or None in numbers:
        return False
    return sum(number or 0 for number in numbers[:-1]) == numbers[-1]


def _columns_agree(placements: dict[str, Placement], key: str) -> Callable[[Row], bool]:
    """A test of a row's readings: whether no identity down a column, all of whose other cells are settled, is broken by it."""
    columns: list[dict[str, float | None]] = [
        {
            other: value_of(item.candidates[0][column]) if item.settled else None
            for other, item in placements.items()
        }
        for column in range(_WIDTH)
    ]
    known: list[dict[float | None, bool]] = [{} for _ in columns]  # readings share most of their cells

    def agrees(row: Row) -> bool:
        for column, item in enumerate(row):
            value = value_of(item)
            agreed = known[column].get(value)
            if agreed is None:
                agreed = known[column][value] = _column_agrees(columns[column] | {key: value})
            if not agreed:
                return False
        return True

    return agrees


def _column_agrees(cells: dict[str, float | None]) -> bool:
    """Whether no identity down a column is broken; None where a cell is not settled or cannot be read."""
    flow = [cells.get(name) for name in _FLOW]
    if None not in flow and flow[0] + flow[1] != flow[2] + flow[3]:  # type: ignore[operator]
        return False
    parts = [value for name, value in cells.items() if name not in _FLOW]
    total = cells.get("total")
    return total is None or None in parts or sum(parts) == total  # type: ignore[arg-type]
