"""SQL over a results folder of any size: views of an embedded database over the Parquet files, nothing to start or to load."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from textmine.errors import ResourceError, UsageError
from textmine.tables._dictionary import TABLES
from textmine.tables._journal import Journal
from textmine.tables._parts import part_path

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_TYPES = {"string": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN"}


class Store:
    """The tables of a results folder as SQL views of their names. Use it in a ``with`` block or call ``close``.

    Views stand over the final tables, or over the parts while a run is under way or was stopped; what the run has done so far can
    be asked at any time. ``connection`` is the DuckDB connection.
    """

    def __init__(self, directory: str | Path, *, memory: str = "4GB", threads: int | None = None) -> None:
        try:
            import duckdb
        except ImportError as error:
            raise UsageError("SQL over a results folder needs: pip install 'textmine[store]'") from error
        self.directory = Path(directory)
        self.connection = duckdb.connect(":memory:")
        # Order costs memory in sorts and joins of a million reports; who needs it says ORDER BY.
        self.connection.execute("SET preserve_insertion_order = false")
        self.connection.execute(f"SET memory_limit = {_quoted(memory)}")
        self.connection.execute(f"SET temp_directory = {_quoted(str(self.directory / '.spill'))}")
        if threads:
            self.connection.execute(f"SET threads = {int(threads)}")
        files = self._files()
        for name in TABLES:
            self.connection.execute(f"CREATE VIEW {name} AS {_selection(name, files[name])}")

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; the files stay as they are."""
        self.connection.close()

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """Rows of a query as a pyarrow table; ``?`` in the query stand for ``parameters``."""
        return self.connection.sql(sql, params=list(parameters)).to_arrow_table()

    def frame(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """Rows of a query as a pandas data frame."""
        frame: pd.DataFrame = self.connection.sql(sql, params=list(parameters)).df()
        return frame

    def _files(self) -> dict[str, list[Path]]:
        journal = self.directory / "parts" / "journal.jsonl"
        folder = self.directory / "tables" if (self.directory / "tables").is_dir() else self.directory
        tables = {name: folder / f"{name}.parquet" for name in TABLES}
        whole = all(path.exists() for path in tables.values())
        if whole and (not journal.exists() or _newest(journal) <= _newest(tables["documents"])):
            return {name: [path] for name, path in tables.items()}
        if not journal.exists():
            raise ResourceError(f"{self.directory} holds no results of textmine; run textmine into it first.")
        parts = dict.fromkeys(entry.part for entry in Journal(journal).entries(repair=False))
        candidates = {
            name: [part_path(self.directory / "parts", name, part) for part in parts] for name in TABLES
        }
        return {name: [path for path in paths if path.exists()] for name, paths in candidates.items()}


def _newest(path: Path) -> int:
    return path.stat().st_mtime_ns


def _selection(name: str, files: Sequence[Path]) -> str:
    if not files:
        columns = ", ".join(f'NULL::{_TYPES[column.type]} AS "{column.name}"' for column in TABLES[name])
        return f"SELECT {columns} WHERE false"
    columns = ", ".join(f'"{column.name}"' for column in TABLES[name])
    listed = ", ".join(_quoted(str(path)) for path in files)
    return f"SELECT {columns} FROM read_parquet([{listed}])"  # noqa: S608 (names and quoted paths)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def open_store(directory: str | Path, *, memory: str = "4GB", threads: int | None = None) -> Store:
    """SQL over the results that a run left, or is leaving, in ``directory``.

    Parameters
    ----------
    memory: bound of the database's memory; beyond it, it spills into the folder.
    threads: cores to use, by default all.

    Raises
    ------
    UsageError: DuckDB is not installed.
    ResourceError: the folder holds no results.
    """
    return Store(directory, memory=memory, threads=threads)
