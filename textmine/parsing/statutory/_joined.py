"""The figures of a report's tables as one set of columns, whichever way each table was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

from textmine.schema import Figure, FigureColumns, Figures

_Found = Sequence[Figure]


def joined(tables: Iterable[_Found]) -> _Found:
    """The figures of tables that follow each other; none is made that is not made yet."""
    parts = [_columns(table) for table in tables if table]
    if not parts:
        return ()
    if len(parts) == 1:
        return Figures(parts[0])
    values = None if all(part.value is None for part in parts) else _numbers(parts)
    raw, start, end = (_chained([part[place] for part in parts]) for place in (2, 4, 5))
    era, certainty, page, row, column = (_same_or_all(parts, place) for place in (3, 6, 7, 8, 9))
    keys = _keys(tuple([part.key for part in parts]))
    return Figures(FigureColumns(keys, values, raw, era, start, end, certainty, page, row, column))


def _chained(columns: Iterable[Any]) -> Any:
    return tuple(chain.from_iterable(columns))


def _columns(figures: _Found) -> FigureColumns:
    if isinstance(figures, Figures):
        return figures.columns
    return FigureColumns._make(zip(*figures, strict=True))


@lru_cache(maxsize=256)  # as many as there are forms of all tables together
def _keys(parts: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(parts))


def _numbers(parts: Iterable[FigureColumns]) -> tuple[int | float | None, ...]:
    return tuple(
        chain.from_iterable(map(int, part.raw) if part.value is None else part.value for part in parts)
    )


def _same_or_all(parts: Sequence[FigureColumns], place: int) -> Any:
    """The value of a column that has one throughout, otherwise those of all parts."""
    columns = [part[place] for part in parts]
    if not any(isinstance(column, tuple) for column in columns) and len(set(columns)) == 1:
        return columns[0]
    pieces = (
        column if isinstance(column, tuple) else repeat(column, len(part.key))
        for column, part in zip(columns, parts, strict=True)
    )
    return _chained(pieces)
