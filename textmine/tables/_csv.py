"""CSV for spreadsheets: BOM, blank for null, text that would run as a formula is led in by an apostrophe."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from textmine.tables._arrays import make_array
from textmine.tables._settle import beside, settle

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 16_384
"""Rows formatted at a time: 1,024, as pyarrow would have it, take half as long again."""
_MOST_PIECES = 64
"""Pieces that wait to be formatted together, since each costs a call."""
# Spreadsheets run a cell that begins with one of these as a formula, also in CSV.
_FORMULA = "=+-@\t\r"
_BOM = b"\xef\xbb\xbf"
_CODEC = "lz4"


class Lines(NamedTuple):
    """The lines of some rows, compressed, and how many bytes they are."""

    size: int
    data: pa.Buffer

    def text(self) -> pa.Buffer:
        """The lines, in UTF-8."""
        import pyarrow as pa

        return pa.decompress(self.data, self.size, codec=_CODEC, memory_pool=None)


def csv_lines(table: pa.Table) -> Lines:
    """The rows of a table as ``CsvWriter`` writes them, so that another process can do most of the work."""
    import pyarrow as pa

    stream = pa.BufferOutputStream()
    _format(table, stream)
    text = stream.getvalue()
    return Lines(text.size, pa.compress(text, codec=_CODEC))


class CsvWriter:
    """Writes a table as CSV, piece by piece. The bytes depend on the rows alone."""

    def __init__(self, names: list[str], path: Path) -> None:
        self._path = path
        self._part = beside(path)
        self._stream = self._part.open("wb")
        self._stream.write(_BOM + ",".join(names).encode() + b"\n")
        self._pending: list[pa.Table] = []
        self._waiting = 0

    def write(self, table: pa.Table) -> None:
        """Append rows."""
        self._pending.append(table)
        self._waiting += table.num_rows
        if self._waiting >= _ROWS or len(self._pending) >= _MOST_PIECES:
            self._flush()

    def append(self, lines: Lines) -> None:
        """Append rows that were formatted elsewhere."""
        self._flush()
        self._stream.write(lines.text())

    def _flush(self) -> None:
        import pyarrow as pa

        if self._pending:
            _format(pa.concat_tables(self._pending), self._stream)
            self._pending, self._waiting = [], 0

    def close(self) -> None:
        """Finish the file and move it to its place."""
        self._flush()
        self._stream.close()
        settle(self._part, self._path)

    def discard(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):
            self._stream.close()
        self._part.unlink(missing_ok=True)


def _format(table: pa.Table, stream: BinaryIO | pa.NativeFile) -> None:
    import pyarrow.csv as pv

    options = pv.WriteOptions(include_header=False, batch_size=_ROWS, quoting_style="needed")
    pv.write_csv(_without_formulas(table), stream, options)


def _without_formulas(table: pa.Table) -> pa.Table:
    import pyarrow as pa

    columns = [
        pa.nulls(len(column))  # a column of no type is written quicker
        if column.null_count == len(column)
        else pa.chunked_array([_guarded(chunk) for chunk in column.chunks], column.type)
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names)


def _guarded(texts: pa.Array) -> pa.Array:
    import pyarrow as pa

    if pa.types.is_dictionary(texts.type):
        return pa.DictionaryArray.from_arrays(texts.indices, _guarded(texts.dictionary))
    if not pa.types.is_string(texts.type) or not _may_run(texts):
        return texts
    safe = ["'" + text if text and text[0] in _FORMULA else text for text in texts.to_pylist()]
    return make_array(safe, texts.type)  # (``pyarrow.compute`` takes longer to load than this takes in a run)


def _may_run(texts: pa.Array) -> bool:
    """Whether a text might begin like a formula, by its first byte (for blank ones by that of the next text)."""
    import numpy as np

    _, offsets, content = texts.buffers()
    if content is None or not content.size or not len(texts):
        return False
    starts = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts)]
    beginnings = np.frombuffer(content, np.uint8)[np.minimum(starts, content.size - 1)]
    risky = np.zeros(256, bool)
    risky[list(_FORMULA.encode())] = True
    return bool(risky[beginnings].any())
