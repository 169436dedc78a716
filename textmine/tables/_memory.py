"""All tables of one run, in memory or read from their files when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

from textmine.errors import UsageError
from textmine.tables._arrays import make_array
from textmine.tables._dictionary import TABLES, arrow_schema

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

    Rows64 = NDArray[np.int64]

_NO_ROW = 2**62
Made = TypeVar("Made")
Row = dict[str, Any]
Rows = dict[str, list[Row]]


class Tables(Mapping[str, "pa.Table"]):
    """All tables of one run, by name. ``tables["tags"]`` is a pyarrow table, ``tables.frame("tags")`` a pandas one."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        missing = set(TABLES) - set(tables)
        if missing:
            raise UsageError(f"Tables lack {', '.join(sorted(missing))}.")
        self._tables = tables
        self._remembered: dict[Hashable, Any] = {}

    def __reduce__(self) -> tuple[type[Tables], tuple[Mapping[str, pa.Table]]]:
        return Tables, (self._tables,)  # to other processes without what is remembered

    def __getitem__(self, name: str) -> pa.Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        return f"<Tables {', '.join(self)}>"

    def frame(self, name: str) -> pd.DataFrame:
        """One table as a pandas data frame (integers with gaps as nullable ``Int64``). Raises UsageError for an unknown name."""
        if name not in tuple(self):  # without reading it
            raise UsageError(f"Unknown table {name!r}; there are {', '.join(self)}.")
        return _as_frame(self[name])

    def part(
        self, name: str, columns: Sequence[str], *, where: tuple[str, Collection[str]] | None = None
    ) -> pd.DataFrame:
        """Some columns as ``frame`` gives them, of all rows or of those in which a column holds one of some values (``where``).

        Of a table in a file that was not read yet nothing else stays in memory.
        """
        import pyarrow as pa

        return _as_frame(pa.concat_tables([_no_rows(name, columns), *self._pieces(name, columns, where)]))

    def rows(
        self, name: str, columns: Sequence[str], *, where: tuple[str, Collection[str]] | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """The same as plain values, row by row; equal texts of a piece are one object, so that millions of rows stay small."""
        for piece in self._pieces(name, columns, where):
            yield from zip(*(_plain(column) for column in piece.columns), strict=True)

    def _pieces(
        self, name: str, columns: Sequence[str], where: tuple[str, Collection[str]] | None
    ) -> Iterator[pa.Table]:
        import pyarrow as pa
        import pyarrow.compute as pc

        needed = dict.fromkeys([*columns, where[0]] if where else columns)
        for batch in self.batches(name, list(needed)):
            piece = pa.Table.from_batches([batch])
            if where:
                values = pa.array(sorted(where[1]), pa.string())
                piece = piece.filter(pc.is_in(piece[where[0]], value_set=values))
            yield piece.select(list(columns))

    def remember(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` made of these tables when it was first asked for under this key. Nobody may change it."""
        if key not in self._remembered:
            self._remembered[key] = make()
        found: Made = self._remembered[key]
        return found

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns of a table, piece by piece; a table in a file that was not read yet stays on the disk."""
        yield from _batches(self._tables, name, columns)

    def rows_of(self, name: str, documents: Mapping[str, int]) -> Rows64:
        """First row and one past the last of each document in a table, documents × 2; equal where it has none.

        ``documents`` gives the line of each document. Rows of one document stand together in the tables of a run; where they do
        not, rows of others lie between.
        """
        import numpy as np

        found = np.zeros((len(documents), 2), np.int64)
        found[:, 0] = _NO_ROW
        before = 0
        for batch in self.batches(name, ["document"]):
            if not batch.num_rows:
                continue
            encoded = batch.column(0).dictionary_encode()
            lines = np.array([documents.get(value, -1) for value in encoded.dictionary.to_pylist()], np.int64)
            line = lines[encoded.indices.to_numpy()]
            starts = np.flatnonzero(np.diff(line, prepend=-2))
            stops = np.append(starts[1:], len(line))
            ours = line[starts] >= 0
            np.minimum.at(found[:, 0], line[starts][ours], starts[ours] + before)
            np.maximum.at(found[:, 1], line[starts][ours], stops[ours] + before)
            before += len(line)
        found[found[:, 0] == _NO_ROW] = 0
        return found

    def take(self, name: str, columns: Sequence[str], rows: Rows64) -> Iterator[tuple[Any, ...]]:
        """Values of some columns in the rows of these ascending numbers; of a table in a file only the groups that hold them are read."""
        for piece in _taken(self._tables, name, columns, rows):
            yield from zip(*(column.to_pylist() for column in piece.columns), strict=True)

    def gather(self, name: str, columns: Sequence[str], rows: Rows64) -> pa.Table:
        """Some columns of the rows of these ascending numbers as one table, texts as codes of a dictionary: quick to read and small."""
        import pyarrow as pa

        pieces = [*_taken(self._tables, name, columns, rows, encoded=True)] or [_no_rows(name, columns)]
        joined = pa.concat_tables([_with_codes(piece) for piece in pieces])
        return joined.unify_dictionaries().combine_chunks()

    def replace(self, **tables: pa.Table) -> Tables:
        """A copy with some tables exchanged."""
        return Tables(_Overlaid(self._tables, tables))


@runtime_checkable
class Streamed(Protocol):
    """A mapping of tables that can hand one out piece by piece."""

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns of a table, piece by piece."""
        ...

    def taken(
        self, name: str, columns: Sequence[str], rows: Rows64, *, encoded: bool = False
    ) -> Iterator[pa.Table]:
        """Some columns of the rows of these ascending numbers; texts as codes of a dictionary if that is quicker (``encoded``)."""
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

    def taken(
        self, name: str, columns: Sequence[str], rows: Rows64, *, encoded: bool = False
    ) -> Iterator[pa.Table]:
        found = self._above if name in self._above else self._below
        yield from _taken(found, name, columns, rows, encoded=encoded)

    def __iter__(self) -> Iterator[str]:
        return iter({**dict.fromkeys(self._below), **dict.fromkeys(self._above)})

    def __len__(self) -> int:
        return len(set(self._below) | set(self._above))


def _batches(tables: Mapping[str, pa.Table], name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    if isinstance(tables, Streamed):
        yield from tables.batches(name, columns)
    else:
        yield from tables[name].select(list(columns)).to_batches()


def _taken(
    tables: Mapping[str, pa.Table], name: str, columns: Sequence[str], rows: Rows64, *, encoded: bool = False
) -> Iterator[pa.Table]:
    if isinstance(tables, Streamed):
        yield from tables.taken(name, columns, rows, encoded=encoded)
    else:
        yield tables[name].select(list(columns)).take(rows)


def _as_frame(table: pa.Table) -> pd.DataFrame:
    """A pandas frame; integers become nullable ones, so that gaps do not turn them into floats."""
    import pandas as pd
    import pyarrow as pa

    frame: pd.DataFrame = table.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    return frame


def _no_rows(name: str, columns: Sequence[str]) -> pa.Table:
    """Some columns of a table as declared, empty."""
    import pyarrow as pa

    schema = arrow_schema(name)
    return pa.schema([schema.field(column) for column in columns]).empty_table()


def _plain(column: pa.ChunkedArray) -> list[Any]:
    import pyarrow as pa

    if not pa.types.is_string(column.type) or not len(column):
        values: list[Any] = column.to_pylist()
        return values
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    known = [*encoded.dictionary.to_pylist(), None]
    return [known[code] for code in encoded.indices.fill_null(-1).to_pylist()]


def _with_codes(table: pa.Table) -> pa.Table:
    """The table with its texts as codes of a dictionary."""
    import pyarrow as pa

    columns = {
        name: column.dictionary_encode() if pa.types.is_string(column.type) else column
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return pa.table(columns)


def empty_rows() -> Rows:
    """An empty list of rows for every declared table."""
    return {name: [] for name in TABLES}


def make_table(name: str, rows: Iterable[Row]) -> pa.Table:
    """A pyarrow table with the declared columns. Raises UsageError for an unknown table name."""
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), schema=arrow_schema(name))


def make_columns(name: str, columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """The same from the values of each declared column; quicker, and without pandas."""
    import pyarrow as pa

    schema = arrow_schema(name)
    arrays = [make_array(columns[field.name], field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def join_pieces(name: str, pieces: Iterable[pa.Table]) -> pa.Table:
    """One table of pieces that follow each other; empty if there are none."""
    import pyarrow as pa

    return pa.concat_tables([arrow_schema(name).empty_table(), *pieces])


def make_tables(rows: Mapping[str, Iterable[Row]]) -> Tables:
    """Tables from rows; tables without rows are there, empty."""
    return Tables({name: make_table(name, rows.get(name, ())) for name in TABLES})
