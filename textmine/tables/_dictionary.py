"""The data dictionary: every table with its columns, their types and meanings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from textmine.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT_VERSION = "1"
ITEM = "item"
"""Column of the parts only: place of the document in its part, from 0."""
CODED = frozenset({"figures"})
"""Tables of few texts and many rows, whose texts are handled as numbers until they reach a reader."""


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
        Column(
            "path",
            "string",
            "path as found, archive.zip!/member for members of archives, file#2 for the second report in a file",
        ),
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
        Column("source", "string", "cue:<id>, model:<id>, or review:<name> where a reviewer added the theme"),
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


@cache
def arrow_schema(name: str, *, in_part: bool = False, coded: bool = False) -> pa.Schema:
    """Declared columns of a table as an Arrow schema. Raises UsageError for an unknown table.

    Parameters
    ----------
    in_part: as in parts: led by ``item``, and ``coded``.
    coded: texts of the tables in ``CODED`` as numbers into a dictionary.
    """
    import pyarrow as pa

    if name not in TABLES:
        raise UsageError(f"Unknown table {name!r}; known are {', '.join(TABLES)}.")
    types = {"string": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_()}
    if name in CODED and (coded or in_part):
        types["string"] = pa.dictionary(pa.int32(), pa.string())
    fields = [
        pa.field(column.name, types[column.type], metadata={"meaning": column.meaning})
        for column in TABLES[name]
    ]
    if in_part:
        fields.insert(0, pa.field(ITEM, pa.int32()))
    return pa.schema(fields, metadata={"textmine.format": FORMAT_VERSION, "textmine.table": name})
