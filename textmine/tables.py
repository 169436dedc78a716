"""Tidy tables: one row a thing, declared columns and types, Parquet as the store and CSV beside it.

The only place that imports pyarrow. ``TABLES`` is the data dictionary; ``rows_for`` turns one
processed document into rows, ``Tables`` holds the result and ``load_tables`` reads it back.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.errors import ResourceError, UsageError
from textmine.schema import AnnualReport, Issue, TaggedStatement

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

FORMAT_VERSION = "1"

Row = dict[str, Any]
Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Column:
    """A declared column: name, type (string, int, float, bool) and meaning."""

    name: str
    type: str
    meaning: str


_DOCUMENT = Column("document", "string", "id of the document (first 12 hex digits of the file's SHA-256)")

TABLES: Mapping[str, tuple[Column, ...]] = {
    "documents": (
        _DOCUMENT,
        Column("path", "string", "path as found, archive.zip!/member for members of archives"),
        Column("sha256", "string", "SHA-256 of the file's bytes"),
        Column("media_type", "string", "media type found from the content"),
        Column("status", "string", "used, unreadable, not_annual_report, or duplicate"),
        Column("title", "string", "title of the annual report"),
        Column("agency", "string", "full name of the agency"),
        Column("kind", "string", "government, department, township, subdistrict, institution or vertical"),
        Column("region", "string", "region as far as stated or implied"),
        Column("province", "string", "province"),
        Column("city", "string", "prefecture-level unit"),
        Column("county", "string", "county-level unit"),
        Column("level", "string", "province, city, county, township or other"),
        Column("year", "int", "year reported on"),
        Column("published", "string", "date of publication, ISO"),
        Column("characters", "int", "length of the text"),
        Column("problem_characters", "int", "length of section five"),
    ),
    "sections": (
        _DOCUMENT,
        Column("section", "string", "overview, active, requests, review, problems or other"),
        Column("title", "string", "heading as printed"),
        Column("start", "int", "first character of the body"),
        Column("end", "int", "one past the last character of the body"),
        Column("text", "string", "body"),
    ),
    "figures": (
        _DOCUMENT,
        Column("key", "string", "table.row.column"),
        Column("value", "float", "number, null where the cell is blank"),
        Column("raw", "string", "text of the cell"),
        Column("era", "string", "form of the table: 2021, 2019 or pre2019"),
        Column("certainty", "string", "exact, realigned or ambiguous"),
        Column("start", "int", "first character of the cell"),
        Column("end", "int", "one past the last character of the cell"),
        Column("page", "int", "page, for paged documents"),
        Column("row", "int", "row in the grid, from 0"),
        Column("column", "int", "column in the grid, from 0"),
    ),
    "statements": (
        _DOCUMENT,
        Column("statement", "string", "id of the statement"),
        Column("position", "int", "order within section five, from 0"),
        Column("role", "string", "problem, measure, rectified or context"),
        Column("role_probability", "float", "probability of the role, 1 where a rule decided"),
        Column("frame", "string", "kind of block: problems, measures or earlier_year"),
        Column("heading", "string", "sub-heading it stands under"),
        Column("start", "int", "first character in the document's text"),
        Column("end", "int", "one past the last character"),
        Column("text", "string", "the statement"),
    ),
    "tags": (
        _DOCUMENT,
        Column("statement", "string", "id of the statement"),
        Column("role", "string", "role of the statement"),
        Column("theme", "string", "theme id of the codebook"),
        Column("probability", "float", "probability that the theme is stated"),
        Column("review", "bool", "true for tags in the abstain band, which do not count until reviewed"),
    ),
    "evidence": (
        _DOCUMENT,
        Column("statement", "string", "id of the statement"),
        Column("theme", "string", "theme id"),
        Column("source", "string", "cue:<id> or model:<id>"),
        Column("start", "int", "first character in the document's text"),
        Column("end", "int", "one past the last character"),
        Column("text", "string", "the words"),
    ),
    "issues": (
        Column("document", "string", "id of the document, or its path if it could not be read"),
        Column("path", "string", "path of the file"),
        Column("stage", "string", "read, parse, figures, tag, check or run"),
        Column("code", "string", "machine-readable kind of trouble"),
        Column("message", "string", "what, where, and what to do"),
    ),
    "checks": (
        _DOCUMENT,
        Column("check", "string", "id of the check"),
        Column("outcome", "string", "holds, fails, untestable or blank_is_zero"),
        Column("severity", "string", "error, warning or note"),
        Column("message", "string", "finding in Chinese"),
        Column("message_en", "string", "finding in English"),
        Column("cells", "string", "cells used, as JSON"),
        Column("spans", "string", "sentences used, as JSON"),
    ),
}


def _arrow_schema(name: str) -> pa.Schema:
    import pyarrow as pa

    types = {"string": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    fields = [
        pa.field(column.name, types[column.type], metadata={"meaning": column.meaning})
        for column in TABLES[name]
    ]
    return pa.schema(fields, metadata={"textmine.format": FORMAT_VERSION, "textmine.table": name})


def empty_rows() -> Rows:
    """An empty list of rows for every declared table."""
    return {name: [] for name in TABLES}


def issue_rows(issues: Iterable[Issue], path: str) -> list[Row]:
    """Rows of the ``issues`` table."""
    return [
        {"document": i.document, "path": path, "stage": i.stage, "code": i.code, "message": i.message}
        for i in issues
    ]


def rows_for(report: AnnualReport, tagged: Sequence[TaggedStatement], *, status: str = "used") -> Rows:
    """Rows of all tables for one document; statements and tags only where ``status`` is ``used``."""
    document, meta = report.document, report.metadata
    problems = report.section("problems")
    rows = empty_rows()
    rows["documents"] = [
        {
            "document": document.id,
            "path": document.path,
            "sha256": document.sha256,
            "media_type": document.media_type,
            "status": status,
            **{
                name: getattr(meta, name)
                for name in (
                    "title", "agency", "kind", "region", "province", "city", "county", "level", "year", "published",
                )
            },
            "characters": len(document.text),
            "problem_characters": problems.end - problems.start if problems else None,
        }
    ]  # fmt: skip
    rows["issues"] = issue_rows(report.issues, document.path)
    if status != "used":
        return rows
    rows["sections"] = [
        {
            "document": document.id,
            "section": s.id,
            "title": s.title,
            "start": s.start,
            "end": s.end,
            "text": document.text[s.start : s.end],
        }
        for s in report.sections
    ]
    rows["figures"] = [
        {"document": document.id, **{name: getattr(figure, name) for name in _FIGURE_COLUMNS}}
        for figure in report.figures
    ]
    _add_statement_rows(rows, report, tagged)
    return rows


_FIGURE_COLUMNS = tuple(column.name for column in TABLES["figures"][1:])
_STATEMENT_COLUMNS = ("role", "role_probability", "frame", "heading", "start", "end", "text")


def _add_statement_rows(rows: Rows, report: AnnualReport, tagged: Sequence[TaggedStatement]) -> None:
    document = report.document
    for position, item in enumerate(tagged):
        statement = item.statement
        base = {"document": document.id, "statement": statement.id}
        rows["statements"].append(
            {**base, "position": position, **{name: getattr(statement, name) for name in _STATEMENT_COLUMNS}}
        )
        for tag in item.tags:
            rows["tags"].append(
                {
                    **base,
                    "role": statement.role,
                    "theme": tag.theme,
                    "probability": tag.probability,
                    "review": tag.review,
                }
            )
            rows["evidence"].extend(
                {
                    **base,
                    "theme": tag.theme,
                    "source": e.source,
                    "start": e.start,
                    "end": e.end,
                    "text": document.text[e.start : e.end],
                }
                for e in tag.evidence
            )


class Tables(Mapping[str, "pa.Table"]):
    """All tables of one run, by name. ``tables["tags"]`` is a pyarrow table, ``tables.frame("tags")`` a pandas one."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        missing = set(TABLES) - set(tables)
        if missing:
            raise UsageError(f"Tables lack {', '.join(sorted(missing))}.")
        self._tables = dict(tables)

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

    def replace(self, **tables: pa.Table) -> Tables:
        """A copy with some tables exchanged."""
        return Tables({**self._tables, **tables})


def make_table(name: str, rows: Iterable[Row]) -> pa.Table:
    """A pyarrow table with the declared columns. Raises UsageError for an unknown table name."""
    import pyarrow as pa

    if name not in TABLES:
        raise UsageError(f"Unknown table {name!r}; known are {', '.join(TABLES)}.")
    return pa.Table.from_pylist(list(rows), schema=_arrow_schema(name))


def make_tables(rows: Mapping[str, Iterable[Row]]) -> Tables:
    """Tables from rows; tables without rows are there, empty."""
    return Tables({name: make_table(name, rows.get(name, ())) for name in TABLES})


def write_tables(tables: Tables, directory: str | Path) -> None:
    """Write every table as ``<name>.parquet`` and ``<name>.csv`` (UTF-8 with BOM, so that Excel shows Chinese)."""
    import pyarrow.parquet as pq

    target = Path(directory)
    target.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        part = target / f".{name}.parquet.part"
        pq.write_table(table, part, compression="zstd")
        part.replace(target / f"{name}.parquet")
        write_csv(table, target / f"{name}.csv")


# Spreadsheets run a cell that begins with one of these as a formula, also in CSV.
_FORMULA = re.compile(r"^[=+\-@\t\r]")


def _plain_cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value


def write_csv(table: pa.Table, path: Path) -> None:
    """CSV for spreadsheets: BOM, blank for null, text that would run as a formula is led in by an apostrophe."""
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.column_names)
        for batch in table.to_batches(max_chunksize=10_000):
            columns = [column.to_pylist() for column in batch.columns]
            writer.writerows([_plain_cell(value) for value in row] for row in zip(*columns, strict=True))
    part.replace(path)


def load_tables(directory: str | Path) -> Tables:
    """Read the tables that a run left in ``DIR`` (or ``DIR/tables``).

    Raises
    ------
    ResourceError: a table is missing, damaged, or of a newer format.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = Path(directory)
    if (folder / "tables").is_dir():
        folder = folder / "tables"
    loaded = {}
    for name in TABLES:
        path = folder / f"{name}.parquet"
        try:
            table = pq.read_table(path)
        except (OSError, pa.ArrowInvalid) as error:
            raise ResourceError(
                f"{path}: cannot be read ({error}); run textmine again into this folder."
            ) from error
        version = (table.schema.metadata or {}).get(b"textmine.format", b"?").decode()
        if version != FORMAT_VERSION:
            raise ResourceError(
                f"{path}: table format {version}, this version reads {FORMAT_VERSION}; run again."
            )
        loaded[name] = table
    return Tables(loaded)
