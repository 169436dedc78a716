"""All tables of one run, in memory or read from their files when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textmine.errors import UsageError
from textmine.tables._dictionary import TABLES, arrow_schema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Row = dict[str, Any]
Rows = dict[str, list[Row]]


class Tables(Mapping[str, "pa.Table"]):
    """All tables of one run, by name. ``tables["tags"]`` is a pyarrow table, ``tables.frame("tags")`` a pandas one."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        missing = set(TABLES) - set(tables)
        if missing:
            raise UsageError(f"Tables lack {', '.join(sorted(missing))}.")
        self._tables = tables

    def __getitem__(self, name: str) -> pa.Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def frame(self, name: str) -> pd.DataFrame:
        """One table as a pandas data frame (integers with gaps as nullable ``Int64``)."""
        import pandas as pd
        import pyarrow as pa

        mapping = {pa.int64(): pd.Int64Dtype()}
        frame: pd.DataFrame = self[name].to_pandas(types_mapper=mapping.get)
        return frame

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns of a table, piece by piece; a table in a file that was not read yet stays on the disk."""
        yield from _batches(self._tables, name, columns)

    def replace(self, **tables: pa.Table) -> Tables:
        """A copy with some tables exchanged."""
        return Tables(_Overlaid(self._tables, tables))


@runtime_checkable
class Streamed(Protocol):
    """A mapping of tables that can hand one out piece by piece."""

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns of a table, piece by piece."""
        ...


class _Overlaid(Mapping[str, "pa.Table"]):
    """Tables of which some are exchanged; the others stay unread until they are wanted."""

    def __init__(self, below: Mapping[str, pa.Table], above: Mapping[str, pa.Table]) -> None:
        self._below = below
        self._above = dict(above)

    def __getitem__(self, name: str) -> pa.Table:
        return self._above[name] if name in self._above else self._below[name]

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        yield from _batches(self._above if name in self._above else self._below, name, columns)

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self._below), **dict.fromkeys(self._above)})

    def __len__(self) -> int:
        return len(set(self._below) | set(self._above))


def _batches(tables: Mapping[str, pa.Table], name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    if isinstance(tables, Streamed):
        yield from tables.batches(name, columns)
    else:
        yield from tables[name].select(list(columns)).to_batches()


def empty_rows() -> Rows:
    """An empty list of rows for every declared table."""
    return {name: [] for name in TABLES}


def make_table(name: str, rows: Iterable[Row]) -> pa.Table:
    """A pyarrow table with the declared columns. Raises UsageError for an unknown table name."""
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), schema=arrow_schema(name))


def make_tables(rows: Mapping[str, Iterable[Row]]) -> Tables:
    """Tables from rows; tables without rows are there, empty."""
    return Tables({name: make_table(name, rows.get(name, ())) for name in TABLES})
