"""Tables as files: Parquet as the store, CSV beside it for spreadsheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.errors import ResourceError
from textmine.tables._csv import CsvWriter
from textmine.tables._dictionary import FORMAT_VERSION, TABLES
from textmine.tables._memory import Tables
from textmine.tables._writing import TableWriter

if TYPE_CHECKING:
    import pyarrow as pa

    from textmine.tables._memory import Rows64


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
    writer = CsvWriter(table.column_names, Path(path))
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
    ResourceError: there are no tables; one is missing, damaged, or of a newer format.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = Path(directory)
    if (folder / "tables").is_dir():
        folder = folder / "tables"
    if not any((folder / f"{name}.parquet").exists() for name in TABLES):
        raise ResourceError(
            f"{directory}: holds no tables; give the folder that textmine report or run wrote into."
        )
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
