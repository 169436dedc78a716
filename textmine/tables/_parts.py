"""Parts: the rows of one batch of documents, a Parquet file a table."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import ResourceError
from textmine.tables._arrays import code_array, numbers_of
from textmine.tables._dictionary import ITEM, TABLES
from textmine.tables._writing import parquet_writer

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

#: Tables that come from documents; ``checks`` looks at all documents together and is written afterwards.
PART_TABLES = tuple(name for name in TABLES if name != "checks")


@dataclass(frozen=True, slots=True)
class Segment:
    """Documents ``first`` to ``last`` (one past the last) of a part, in the order of the corpus."""

    part: str
    first: int
    last: int


def encode_part(tables: Mapping[str, pa.Table]) -> dict[str, bytes]:
    """The Parquet bytes of each table of a part; packed less tightly than the final tables, in two thirds of the time."""
    encoded = {}
    for name, table in tables.items():
        stream = io.BytesIO()
        with parquet_writer(stream, table.schema, compression="snappy") as writer:
            writer.write_table(table, row_group_size=table.num_rows)
        encoded[name] = stream.getvalue()
    return encoded


def part_path(directory: Path, table: str, part: str) -> Path:
    """Where a table of a part lies."""
    return directory / table / f"{part}.parquet"


def store_part(directory: Path, part: str, encoded: Mapping[str, bytes]) -> None:
    """Write a part. It counts only once the journal names it, so a killed run leaves nothing half-written."""
    for table, data in encoded.items():
        target = part_path(directory, table, part)
        temporary = target.with_name(f".{part}.part")
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True)
        with temporary.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)


def remove_parts(directory: Path, keep: Iterable[str]) -> None:
    """Delete the files of parts that are not named, and leftovers of killed runs."""
    kept = {f"{part}.parquet" for part in keep}
    for table in PART_TABLES:
        for path in (directory / table).glob("*"):
            if path.name not in kept:
                path.unlink(missing_ok=True)


def _items(rows: pa.Table) -> NDArray[np.int32]:
    import numpy as np

    return np.concatenate([numbers_of(chunk) for chunk in rows[ITEM].chunks])


class Slices:
    """Slices of the parts of one table; the part read last stays open, since neighbours follow each other."""

    def __init__(self, directory: Path, table: str) -> None:
        self._directory = directory
        self._table = table
        self._part = ""
        self._rows: pa.Table | None = None
        self._starts: Sequence[int] | NDArray[np.int32] = ()

    def offer(self, part: str, rows: pa.Table | None) -> None:
        """Rows of a part that are at hand and need not be read."""
        self._part, self._rows = part, rows
        self._starts = () if rows is None else _items(rows)

    def rows(self, segment: Segment) -> pa.Table | None:
        """Rows of the segment with their column ``item``, or None if it has none in this table."""
        import numpy as np

        if segment.part != self._part:
            self._open(segment.part)
        if self._rows is None:
            return None
        begin, end = np.searchsorted(self._starts, [segment.first, segment.last])
        return self._rows.slice(begin, end - begin) if end > begin else None

    def _open(self, part: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = part_path(self._directory, self._table, part)
        rows = None
        if path.exists():
            try:
                with pq.ParquetFile(path) as file:
                    rows = file.read(use_threads=False)
            except (OSError, pa.ArrowInvalid) as error:
                raise ResourceError(
                    f"{path}: cannot be read ({error}); run again with --force into this folder."
                ) from error
        self.offer(part, rows)


def compact(parts: Path, segments: Sequence[Segment], part: str) -> None:
    """Copy segments into one new part, with places counted anew from 0."""
    import numpy as np
    import pyarrow as pa

    tables = {}
    for table in PART_TABLES:
        slices, pieces, offset = Slices(parts, table), [], 0
        for segment in segments:
            rows = slices.rows(segment)
            if rows is not None:
                items = (_items(rows) - segment.first + offset).astype(np.int32)
                pieces.append(rows.set_column(0, rows.schema.field(0), code_array(items)))
            offset += segment.last - segment.first
        if pieces:
            tables[table] = pa.concat_tables(pieces)
    store_part(parts, part, encode_part(tables))
