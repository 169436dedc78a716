"""Writing tables as files: Parquet group by group, CSV beside it for spreadsheets."""

from __future__ import annotations

import base64
from collections import deque
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from textmine.tables._arrays import renumbered
from textmine.tables._csv import CsvWriter
from textmine.tables._dictionary import arrow_schema
from textmine.tables._packed import Packed
from textmine.tables._settle import beside, settle

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

#: Rows of a row group. Fixed, so that the same rows give the same bytes however they arrive; small, because a group takes two
#: to three times its size while it is written, some 8 MB.
_GROUP_ROWS = {"sections": 2_048, "figures": 65_536, "documents": 4_096}
_DEFAULT_GROUP_ROWS = 8_192
_MOST_PIECES = 64
"""Pieces that wait for their group of rows: more are put together, since each costs some kilobytes beyond its rows."""
_LARGEST = frozenset({"sections", "figures"})
"""Tables whose groups of rows take most memory to write: what they leave free goes back to the system."""


def parquet_writer(
    target: BinaryIO | pa.NativeFile,
    schema: pa.Schema,
    *,
    store_schema: bool = True,
    compression: str = "zstd",
) -> pq.ParquetWriter:
    """Writer as all tables need it: positions, which mostly grow, as differences; all else by dictionary as far as it pays.

    Smallest and largest value of a group of rows are noted for years only: ids, keys and texts spread over all groups.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    numbers = {field.name: "DELTA_BINARY_PACKED" for field in schema if pa.types.is_integer(field.type)}
    return pq.ParquetWriter(
        target,
        schema,
        compression=compression,
        use_dictionary=[field.name for field in schema if field.name not in numbers],
        column_encoding=numbers,
        write_statistics=["year"] if "year" in numbers else False,
        store_schema=store_schema,
    )


class _Piece(NamedTuple):
    """Rows that wait for their group: so many of a table, from row ``first`` on."""

    rows: int
    table: pa.Table | Packed
    first: int = 0

    def column(self, place: int) -> pa.ChunkedArray:
        """One of the declared columns."""
        if isinstance(self.table, Packed):
            column = self.table.declared([place]).column(0)
        else:
            column = self.table.column(place)
        return column.slice(self.first, self.rows)

    def unpacked(self) -> _Piece:
        """The same with all columns at hand, which takes half as long as one after the other."""
        return self._replace(table=self.table.declared()) if isinstance(self.table, Packed) else self


class TableWriter:
    """Writes one table as ``<name>.parquet`` and, if wanted, ``<name>.csv``, fed piece by piece.

    The bytes depend on the rows alone, not on how they were cut into pieces. Files appear under their names only when
    they are complete (``close``); leaving by an error leaves nothing behind.
    """

    def __init__(self, name: str, directory: Path, *, with_csv: bool = True) -> None:
        import pyarrow as pa

        if not directory.is_dir():
            directory.mkdir(parents=True, exist_ok=True)
        self._name = name
        self._coded = arrow_schema(name, coded=True)
        self._rows = _GROUP_ROWS.get(name, _DEFAULT_GROUP_ROWS)
        self._pending: deque[_Piece] = deque()
        self._waiting = 0
        self._target = directory / f"{name}.parquet"
        self._part = beside(self._target)
        self._stream = pa.OSFile(str(self._part), "wb")
        self._writer = parquet_writer(self._stream, self._coded, store_schema=False)
        self._writer.add_key_value_metadata(_schema_notes(arrow_schema(name)))
        self._csv = CsvWriter(self._coded.names, directory / f"{name}.csv") if with_csv else None

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.discard()
            return
        try:
            self.close()
        except BaseException:
            self.discard()
            raise

    def write(self, table: pa.Table | Packed) -> None:
        """Append rows; texts of coded tables may come as they are or as numbers into a dictionary.

        What comes packed, as in a part, stays so until its group of rows is written.
        """
        if not isinstance(table, Packed) and not table.schema.equals(self._coded):
            table = table.cast(self._coded)
        if self._csv and isinstance(table, Packed) and table.lines:
            self._csv.append(table.lines)
        elif self._csv:
            self._csv.write(table.declared() if isinstance(table, Packed) else table)
        self._pending.append(_Piece(table.num_rows, table))
        self._waiting += table.num_rows
        while self._waiting >= self._rows:
            self._flush(self._rows)
        if len(self._pending) >= _MOST_PIECES:
            self._pending = deque([_Piece(self._waiting, self._taken(self._waiting))])

    def _taken(self, count: int) -> pa.Table:
        """The first rows that wait, each column in one chunk: pages follow chunks, and the bytes must not show how the rows arrived."""
        import pyarrow as pa

        pieces, missing = [], count
        while missing:
            piece = self._pending.popleft()
            left = piece.rows - missing
            if left > 0:
                self._pending.appendleft(_Piece(left, piece.table, piece.first + missing))
                piece = piece._replace(rows=missing)
            pieces.append(piece)
            missing -= piece.rows
        if self._name not in _LARGEST:
            pieces = [piece.unpacked() for piece in pieces]
        columns = []  # one after the other, so that what is packed of the largest never lies about as a whole
        for place, field in enumerate(self._coded):
            chunks = [chunk for piece in pieces for chunk in piece.column(place).chunks]
            columns.append(_one_chunk(pa.chunked_array(chunks, field.type)))
        return pa.table(columns, schema=self._coded)

    def _flush(self, rows: int) -> None:
        group = self._taken(rows)
        self._waiting -= rows
        self._writer.write_table(group, row_group_size=rows)
        del group
        # What is less than a group leaves little behind, and looking for it would take a good part of the time of a small run.
        if self._name in _LARGEST and rows == self._rows:
            _release_memory()

    def close(self) -> None:
        """Write what is left and move the files to their places."""
        if self._waiting:
            self._flush(self._waiting)
        self._writer.close()
        self._stream.close()
        settle(self._part, self._target)
        if self._csv:
            self._csv.close()
        else:
            for left in (self._target.with_suffix(".csv"), beside(self._target.with_suffix(".csv"))):
                left.unlink(missing_ok=True)  # of an earlier run, out of date or half-written

    def discard(self) -> None:
        """Leave nothing behind, even where the disk is full and the file cannot be ended."""
        with suppress(OSError):
            self._writer.close()
        self._writer.is_open = False  # its destructor would try once more, and complain
        with suppress(OSError):
            self._stream.close()
        self._part.unlink(missing_ok=True)
        if self._csv:
            self._csv.discard()


def _release_memory() -> None:
    """Give memory that is free, but lies between what is in use, back to the system; it would pile up over a long run."""
    import pyarrow as pa

    pools = {pool.backend_name: pool for pool in (pa.default_memory_pool(), pa.system_memory_pool())}
    for pool in pools.values():
        pool.release_unused()


def _schema_notes(schema: pa.Schema) -> dict[str, str]:
    """What makes readers see the declared columns: the schema as Arrow keeps it, and its own notes.

    pyarrow would note the schema that it was given, in which the texts of coded tables are no plain texts.
    """
    notes = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    return {**notes, "ARROW:schema": base64.b64encode(schema.serialize()).decode()}


def _one_chunk(column: pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        return column.combine_chunks()
    return renumbered(column.unify_dictionaries().combine_chunks())
