"""Tables as files: Parquet as the store, CSV beside it for spreadsheets."""

from __future__ import annotations

import base64
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from textmine.errors import ResourceError
from textmine.tables._arrays import make_array, renumbered
from textmine.tables._dictionary import FORMAT_VERSION, TABLES, arrow_schema
from textmine.tables._memory import Tables

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from textmine.tables._memory import Rows64

#: Rows of a row group. Fixed, so that the same rows give the same bytes however they arrive; small, because a group of every
#: table being written is held in memory: some 15 MB of texts, fewer of all else.
_GROUP_ROWS = {"sections": 4_096, "figures": 65_536}
_DEFAULT_GROUP_ROWS = 8_192
_MOST_PIECES = 32
"""Pieces that wait for their group of rows: more are put together, since each costs some kilobytes beyond its rows."""
_CSV_ROWS = 16_384
"""Rows formatted at a time: 1,024, as pyarrow would have it, take half as long again."""
# Spreadsheets run a cell that begins with one of these as a formula, also in CSV.
_FORMULA = r"^[=+\-@\t\r]"
_FORMULA_BYTES = b"=+-@\t\r"
_BOM = b"\xef\xbb\xbf"


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


class TableWriter:
    """Writes one table as ``<name>.parquet`` and, if wanted, ``<name>.csv``, fed piece by piece.

    The bytes depend on the rows alone, not on how they were cut into pieces. Files appear under their names only when
    they are complete (``close``); leaving by an error leaves nothing behind.
    """

    def __init__(self, name: str, directory: Path, *, with_csv: bool = True) -> None:
        import pyarrow as pa

        if not directory.is_dir():
            directory.mkdir(parents=True, exist_ok=True)
        self._coded = arrow_schema(name, coded=True)
        self._rows = _GROUP_ROWS.get(name, _DEFAULT_GROUP_ROWS)
        self._pending: list[pa.Table] = []
        self._waiting = 0
        self._target = directory / f"{name}.parquet"
        self._part = _beside(self._target)
        self._stream = pa.OSFile(str(self._part), "wb")
        self._writer = parquet_writer(self._stream, self._coded, store_schema=False)
        self._writer.add_key_value_metadata(_schema_notes(arrow_schema(name)))
        self._csv = CsvWriter(self._coded, directory / f"{name}.csv") if with_csv else None

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

    def write(self, piece: pa.Table) -> None:
        """Append rows; texts of coded tables may come as they are or as numbers into a dictionary."""
        import pyarrow as pa

        if not piece.schema.equals(self._coded):
            piece = piece.cast(self._coded)
        self._pending.append(piece)
        self._waiting += piece.num_rows
        while self._waiting >= self._rows:
            self._flush(self._rows)
        if len(self._pending) >= _MOST_PIECES:
            self._pending = [self._joined(pa.concat_tables(self._pending))]

    def _joined(self, pieces: pa.Table) -> pa.Table:
        """The same rows in one piece: pages follow the chunks of an array, and the bytes must not show how the rows arrived."""
        import pyarrow as pa

        return pa.table([_one_chunk(column) for column in pieces.columns], schema=self._coded)

    def _flush(self, rows: int) -> None:
        import pyarrow as pa

        pieces = pa.concat_tables(self._pending)
        group = self._joined(pieces.slice(0, rows))
        rest = pieces.slice(rows)
        self._pending = [rest] if rest.num_rows else []
        self._waiting = rest.num_rows
        del pieces, rest  # what the group was copied from
        self._writer.write_table(group, row_group_size=rows)
        if self._csv:
            self._csv.write(group)

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
            for left in (self._target.with_suffix(".csv"), _beside(self._target.with_suffix(".csv"))):
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


class CsvWriter:
    """CSV for spreadsheets: BOM, blank for null, text that would run as a formula is led in by an apostrophe."""

    def __init__(self, schema: pa.Schema, path: Path) -> None:
        import pyarrow.csv as pv

        self._path = path
        self._part = _beside(path)
        self._stream = self._part.open("wb")
        self._stream.write(_BOM)
        options = pv.WriteOptions(batch_size=_CSV_ROWS, quoting_style="needed", quoting_header="none")
        self._writer = pv.CSVWriter(self._stream, schema, write_options=options)

    def write(self, table: pa.Table) -> None:
        """Append rows."""
        self._writer.write_table(_without_formulas(table))

    def close(self) -> None:
        """Finish the file and move it to its place."""
        self._writer.close()
        self._stream.close()
        settle(self._part, self._path)

    def discard(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):
            self._writer.close()
        with suppress(OSError):
            self._stream.close()
        self._part.unlink(missing_ok=True)


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
    import pyarrow.compute as pc

    if pa.types.is_dictionary(texts.type):
        return pa.DictionaryArray.from_arrays(texts.indices, _guarded(texts.dictionary))
    if not pa.types.is_string(texts.type) or not _may_run(texts):
        return texts
    risky = pc.match_substring_regex(texts, _FORMULA)
    mark, nothing = make_array(["'", ""], texts.type)  # scalars made of str would import pandas
    return pc.if_else(risky, pc.binary_join_element_wise(mark, texts, nothing), texts)


def _may_run(texts: pa.Array) -> bool:
    """Whether a text might begin like a formula, by its first byte (for blank ones by that of the next text)."""
    import numpy as np

    _, offsets, content = texts.buffers()
    if content is None or not content.size or not len(texts):
        return False
    starts = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts)]
    beginnings = np.frombuffer(content, np.uint8)[np.minimum(starts, content.size - 1)]
    risky = np.zeros(256, bool)
    risky[list(_FORMULA_BYTES)] = True
    return bool(risky[beginnings].any())


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def settle(part: Path, target: Path) -> None:
    """Give a finished file its name: its bytes are on the disk before the name is."""
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(target)


def write_tables(tables: Tables, directory: str | Path, *, with_csv: bool = True) -> None:
    """Write every table as ``<name>.parquet`` and ``<name>.csv`` (UTF-8 with BOM, so that Excel shows Chinese)."""
    for name, table in tables.items():
        write_table(name, [table], directory, with_csv=with_csv)


def write_table(
    name: str, pieces: Iterable[pa.Table], directory: str | Path, *, with_csv: bool = True
) -> None:
    """Write one table from pieces that follow each other."""
    with TableWriter(name, Path(directory), with_csv=with_csv) as writer:
        for piece in pieces:
            writer.write(piece)


def write_csv(table: pa.Table, path: str | Path) -> None:
    """One table as CSV for spreadsheets."""
    writer = CsvWriter(table.schema, Path(path))
    writer.write(table)
    writer.close()


class _Stored(Mapping[str, "pa.Table"]):
    """Tables in files, each read when it is first asked for."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = paths
        self._read: dict[str, pa.Table] = {}

    def __reduce__(self) -> tuple[type[_Stored], tuple[Mapping[str, Path]]]:
        return _Stored, (self._paths,)  # other processes read for themselves

    def __getitem__(self, name: str) -> pa.Table:
        if name not in self._read:
            self._read[name] = _read(self._paths[name])
        return self._read[name]

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns of a table, piece by piece, without reading it as a whole."""
        if name in self._read:
            yield from self._read[name].select(list(columns)).to_batches()
        else:
            yield from _stream(self._paths[name], columns)

    def taken(
        self, name: str, columns: Sequence[str], rows: Rows64, *, encoded: bool = False
    ) -> Iterator[pa.Table]:
        """Some columns of the rows of these ascending numbers, from the groups of rows that hold them."""
        if name in self._read:
            yield self._read[name].select(list(columns)).take(rows)
        else:
            yield from _groups(self._paths[name], columns, rows, as_codes=columns if encoded else ())

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _stream(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(columns=list(columns), batch_size=131_072)
    except (OSError, pa.ArrowInvalid) as error:
        raise ResourceError(
            f"{path}: cannot be read ({error}); run textmine again into this folder."
        ) from error


def _groups(
    path: Path, columns: Sequence[str], rows: Rows64, *, as_codes: Sequence[str]
) -> Iterator[pa.Table]:
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, read_dictionary=list(as_codes)) as file:
            sizes = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
            edges = np.cumsum([0, *sizes])
            cuts = np.searchsorted(rows, edges)
            for group in np.flatnonzero(np.diff(cuts)).tolist():
                wanted = rows[cuts[group] : cuts[group + 1]] - edges[group]
                yield file.read_row_group(group, columns=list(columns)).select(list(columns)).take(wanted)
    except (OSError, pa.ArrowInvalid) as error:
        raise ResourceError(
            f"{path}: cannot be read ({error}); run textmine again into this folder."
        ) from error


def _read(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise ResourceError(
            f"{path}: cannot be read ({error}); run textmine again into this folder."
        ) from error


def written_tables(directory: Path) -> Tables:
    """The tables that were just written into a folder, each read when it is first asked for."""
    return Tables(_Stored({name: directory / f"{name}.parquet" for name in TABLES}))


def load_tables(directory: str | Path) -> Tables:
    """The tables that a run left in ``DIR`` (or ``DIR/tables``), each read when it is first asked for.

    Raises
    ------
    ResourceError: a table is missing, damaged, or of a newer format.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = Path(directory)
    if (folder / "tables").is_dir():
        folder = folder / "tables"
    for path in [folder / f"{name}.parquet" for name in TABLES]:
        try:
            metadata = pq.read_schema(path).metadata or {}
        except (OSError, pa.ArrowInvalid) as error:
            raise ResourceError(
                f"{path}: cannot be read ({error}); run textmine again into this folder."
            ) from error
        version = metadata.get(b"textmine.format", b"?").decode()
        if version != FORMAT_VERSION:
            raise ResourceError(
                f"{path}: table format {version}, this version reads {FORMAT_VERSION}; run again."
            )
    return written_tables(folder)


def count_values(directory: str | Path, table: str, column: str) -> Counter[str]:
    """How often each value occurs in a column of a stored table; reads that column only, piece by piece."""
    import pyarrow.parquet as pq

    counts: Counter[str] = Counter()
    with pq.ParquetFile(Path(directory) / f"{table}.parquet") as stored:
        for batch in stored.iter_batches(columns=[column]):
            for pair in batch.column(0).value_counts().to_pylist():
                counts[pair["values"]] += pair["counts"]
    return counts
