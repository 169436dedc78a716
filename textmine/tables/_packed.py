"""Rows on their way from one process to another: each table in one stretch of memory, which is read where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def pack_rows(tables: Mapping[str, pa.Table]) -> dict[str, pa.Buffer]:
    """Each table in Arrow's stream format. Pickle (protocol 5) can hand such buffers on without copying them."""
    import pyarrow as pa

    packed = {}
    for name, table in tables.items():
        size = pa.MockOutputStream()
        _write(table, size)
        packed[name] = pa.allocate_buffer(size.size())
        with pa.FixedSizeBufferWriter(packed[name]) as stream:
            _write(table, stream)
    return packed


def _write(table: pa.Table, stream: pa.NativeFile) -> None:
    import pyarrow as pa

    with pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)


def unpack_rows(packed: pa.Buffer) -> pa.Table:
    """A packed table. Its columns are parts of the buffer, which stays as long as one of them is in use."""
    import pyarrow as pa

    with pa.ipc.open_stream(packed) as reader:
        return reader.read_all()
