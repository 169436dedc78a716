"""Figures column by column: a report has some 170 of them, and a run needs none of them as an object of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from textmine.schema import Certainty, Deferred, Era, Figure, maker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class FigureColumns(NamedTuple):
    """Figures column by column, in the order of ``Figure``; a single value stands for a column that has it throughout.

    ``value`` is None where each number is what ``raw`` says (see ``number_said``).
    """

    key: tuple[str, ...]
    value: tuple[int | float | None, ...] | None
    raw: tuple[str, ...]
    era: tuple[Era, ...] | Era
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    certainty: tuple[Certainty, ...] | Certainty
    page: tuple[int | None, ...] | int | None
    row: tuple[int | None, ...] | int | None
    column: tuple[int | None, ...] | int | None


class Figures(Deferred[Figure]):
    """Figures as columns, from which a run makes its tables; as ``Figure`` each only where somebody asks."""

    __slots__ = ("columns",)

    def __init__(self, columns: FigureColumns) -> None:
        super().__init__()
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns.key)

    def _make(self) -> tuple[Figure, ...]:
        key, value, raw, era, start, end, *others = self.columns
        values = map(number_said, raw) if value is None else value
        columns = (key, values, raw, era, start.tolist(), end.tolist(), *others)
        filled = (one if isinstance(one, (tuple, list, map)) else repeat(one) for one in columns)
        return tuple(map(maker(Figure), zip(*filled, strict=False)))  # repeat() has no end


def number_said(raw: str) -> int | float | None:
    """The number of a cell that holds nothing but ASCII digits, a sign and a decimal point; None for a blank one."""
    if not raw:
        return None
    if "." not in raw:
        return int(raw)
    number = round(float(raw), 8)
    return int(number) if number == int(number) else number


def columns_of(figures: Sequence[Figure]) -> FigureColumns:
    """The columns of figures, at least one, however they are kept."""
    import numpy as np

    if isinstance(figures, Figures):
        return figures.columns
    columns = FigureColumns._make(zip(*figures, strict=True))
    return columns._replace(start=np.array(columns.start), end=np.array(columns.end))


def joined(tables: Iterable[Sequence[Figure]]) -> Sequence[Figure]:
    """The figures of tables that follow each other; none is made that is not made yet."""
    import numpy as np

    parts = [columns_of(table) for table in tables if table]
    if not parts:
        return ()
    if len(parts) == 1:
        return Figures(parts[0])
    keys = _keys(tuple([part.key for part in parts]))
    raw = _chained([part.raw for part in parts])
    start = np.concatenate([part.start for part in parts])
    end = np.concatenate([part.end for part in parts])
    first = parts[0]
    values = None
    if any(part.value is not None for part in parts):
        values = _chained(map(_numbers, parts))
    if all(part.era == first.era and part[6:] == first[6:] for part in parts) and not any(
        isinstance(column, tuple) for column in (first.era, *first[6:])
    ):
        return Figures(FigureColumns(keys, values, raw, first.era, start, end, *first[6:]))
    era, certainty, page, row, column = (_all(parts, place) for place in (3, 6, 7, 8, 9))
    return Figures(FigureColumns(keys, values, raw, era, start, end, certainty, page, row, column))


def _chained(columns: Iterable[Iterable[Any]]) -> tuple[Any, ...]:
    return tuple(chain.from_iterable(columns))


@lru_cache(maxsize=256)  # as many as there are forms of all tables together
def _keys(parts: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return _chained(parts)


def _numbers(part: FigureColumns) -> Iterable[int | float | None]:
    return map(number_said, part.raw) if part.value is None else part.value


def _all(parts: Sequence[FigureColumns], place: int) -> tuple[Any, ...]:
    """The values of a column."""
    return _chained(
        column if isinstance(column, tuple) else repeat(column, len(part.key))
        for part in parts
        for column in (part[place],)
    )
