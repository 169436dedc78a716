"""Rows of a part on their way from one process to another: each table compressed in one stretch of memory until its rows are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from textmine.tables._csv import Lines, csv_lines
from textmine.tables._dictionary import ITEM

if TYPE_CHECKING:
    import pyarrow as pa


class Packed(NamedTuple):
    """A table of a part in Arrow's stream format, compressed to an eighth, the number of its rows and, if wanted, its lines of CSV.

    Pickle (protocol 5) can hand the bytes on without copying them.
    """

    num_rows: int
    data: pa.Buffer
    lines: Lines | None = None

    def unpacked(self, columns: Iterable[int] | None = None) -> pa.Table:
        """The table, or the columns at some places of it."""
        import pyarrow as pa

        wanted = None if columns is None else list(columns)
        options = pa.ipc.IpcReadOptions(use_threads=False, included_fields=wanted)
        with pa.ipc.open_stream(self.data, options=options) as reader:
            return reader.read_all()

    def declared(self, places: Iterable[int] | None = None) -> pa.Table:
        """The declared columns, which stand behind ``item``, or those at some places among them."""
        return (
            self.unpacked().drop_columns([ITEM])
            if places is None
            else self.unpacked(place + 1 for place in places)
        )


def pack_rows(tables: Mapping[str, pa.Table], *, with_csv: bool = False) -> dict[str, Packed]:
    """Each table of a part packed. LZ4 takes less time than the bytes that it spares take on their way through a pipe."""
    import pyarrow as pa

    options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
    packed = {}
    for name, table in tables.items():
        stream = pa.BufferOutputStream()
        with pa.ipc.new_stream(stream, table.schema, options=options) as writer:
            writer.write_table(table)
        lines = csv_lines(table.drop_columns([ITEM])) if with_csv else None
        packed[name] = Packed(table.num_rows, stream.getvalue(), lines)
    return packed
