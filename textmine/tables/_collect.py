"""From processed documents to columns: the rows of a batch are gathered column by column, without a dict a row.

What all rows of one document share, its id and its place in the batch, is noted once a document with the number of rows, and
spread over the rows when the arrays are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from textmine.figure_columns import columns_of, number_said
from textmine.schema import AnnualReport, Evidence, Figure, Issue, Statement, TaggedStatement, ThemeTag
from textmine.tables._arrays import CodedColumn, NumberColumn, SaidColumn, code_array, make_array
from textmine.tables._dictionary import TABLES, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa


class _Gathered:
    """Rows of one table: the columns but the first, and (item, document, number of rows) of each document."""

    __slots__ = ("columns", "owners")

    def __init__(self, names: Iterable[str]) -> None:
        self.columns: dict[str, list[Any]] = {name: [] for name in names}
        self.owners: list[tuple[int, str, int]] = []

    def arrays(self, schema: pa.Schema) -> list[pa.Array]:
        """The columns after the document's."""
        return [make_array(values, schema.field(name).type) for name, values in self.columns.items()]


class _Documents:
    """Rows of the table of documents."""

    __slots__ = ("names", "owners", "rows")

    def __init__(self) -> None:
        self.names = [column.name for column in TABLES["documents"][1:]]
        self.rows: list[Sequence[object]] = []
        self.owners: list[tuple[int, str, int]] = []

    def add(self, item: int, document: str, row: Sequence[object]) -> None:
        """The row of a document, without its id."""
        self.rows.append(row)
        self.owners.append((item, document, 1))

    def arrays(self, schema: pa.Schema) -> list[pa.Array]:
        """The columns after the document's."""
        columns = zip(self.names, zip(*self.rows, strict=True), strict=True)
        return [make_array(values, schema.field(name).type) for name, values in columns]


class _Figures:
    """Rows of the table of figures: numbers as they are, all else in numbers of distinct values."""

    __slots__ = ("codes", "ends", "owners", "starts", "values")

    def __init__(self) -> None:
        numbers = ("value", "start", "end")
        self.codes = {name: CodedColumn() for name in Figure._fields if name not in numbers}
        self.values = SaidColumn(self.codes["raw"], number_said)
        self.starts, self.ends = NumberColumn("int64"), NumberColumn("int64")
        self.owners: list[tuple[int, str, int]] = []

    def add(self, item: int, document: str, figures: Sequence[Figure]) -> None:
        """The figures of the next document."""
        columns = columns_of(figures)
        count = len(columns.key)
        for name, column in self.codes.items():
            values = getattr(columns, name)
            if name == "raw":
                column.add_new(values)
            elif isinstance(values, tuple):
                column.add(values)
            else:
                column.repeat(values, count)
        if columns.value is None:
            self.values.add_said()
        else:
            self.values.add(columns.value)
        self.starts.add(columns.start)
        self.ends.add(columns.end)
        self.owners.append((item, document, count))

    def arrays(self, schema: pa.Schema) -> list[pa.Array]:
        """The columns after the document's."""
        columns: dict[str, CodedColumn | NumberColumn | SaidColumn] = {**self.codes}
        columns |= {"value": self.values, "start": self.starts, "end": self.ends}
        return [columns[name].array(schema.field(name).type) for name in schema.names[2:]]


class Collector:
    """Collects the rows of a batch of documents; ``item`` is the place of a document in the batch, from 0.

    Documents are added in any order; ``tables`` gives rows by ascending item, as parts need them.
    """

    def __init__(self) -> None:
        self._tables = {
            name: _Gathered(column.name for column in columns[1:])
            for name, columns in TABLES.items()
            if name not in ("documents", "figures")
        }
        self._documents = _Documents()
        self._figures = _Figures()
        self._tagged: list[tuple[int, str, str, Sequence[TaggedStatement]]] = []

    def add_issues(self, item: int, issues: Iterable[Issue], path: str) -> None:
        """Rows of the ``issues`` table."""
        for issue in issues:
            self._add(
                "issues",
                item,
                issue.document,
                path=[path],
                stage=[issue.stage],
                code=[issue.code],
                message=[issue.message],
            )

    def add_document(self, item: int, *, document: str, **values: object) -> None:
        """A row of the ``documents`` table; columns that are not named are null."""
        self._documents.add(item, document, [values.get(name) for name in self._documents.names])

    def add_report(self, item: int, report: AnnualReport, *, status: str = "used") -> None:
        """The rows that one report gives before it is tagged; sections and figures only where ``status`` is ``used``."""
        document, meta = report.document, report.metadata
        problems = report.section("problems")
        row = (
            document.path, document.sha256, document.media_type, status, meta.title, meta.agency, meta.kind, meta.region,
            meta.province, meta.city, meta.county, meta.level, meta.year, meta.published, len(document.text),
            problems.end - problems.start if problems else None,
        )  # fmt: skip
        self._documents.add(item, document.id, row)
        if document.issues or report.issues:
            issues = (*document.issues, *report.issues)
            renamed = dict.fromkeys(replace(issue, document=document.id) for issue in issues)
            self.add_issues(item, renamed, document.path)
        if status == "used":
            self._add_sections(item, report)
            if report.figures:
                self._figures.add(item, document.id, report.figures)

    def add_tagged(self, item: int, document: str, text: str, tagged: Sequence[TaggedStatement]) -> None:
        """Statements, tags and evidence of one report; ``document`` is its id, ``text`` the text they are ranges of."""
        if tagged:
            self._tagged.append((item, document, text, tagged))

    def _add(self, table: str, item: int, document: str, **columns: list[Any]) -> None:
        """Rows of one document: every column but the first, all of one length."""
        gathered = self._tables[table]
        length = 0
        for name, values in columns.items():
            gathered.columns[name] += values
            length = len(values)
        if length:
            gathered.owners.append((item, document, length))

    def _add_sections(self, item: int, report: AnnualReport) -> None:
        text, sections = report.document.text, report.sections
        self._add(
            "sections",
            item,
            report.document.id,
            section=[section.id for section in sections],
            title=[section.title for section in sections],
            start=[section.start for section in sections],
            end=[section.end for section in sections],
            text=[text[section.start : section.end] for section in sections],
        )

    def _gather_statements(self) -> None:
        """The statements of all reports, column by column."""
        statements = [entry.statement for *_, tagged in self._tagged for entry in tagged]
        gathered = self._tables["statements"]
        gathered.owners = [(item, document, len(tagged)) for item, document, _, tagged in self._tagged]
        for name, values in zip(Statement._fields, zip(*statements, strict=True), strict=True):
            gathered.columns["statement" if name == "id" else name] = list(values)
        counts = (range(count) for _, _, count in gathered.owners)
        gathered.columns["position"] = list(chain.from_iterable(counts))

    def _gather_tags(self) -> None:
        """The tags of all reports and what they rest on."""
        pairs: list[tuple[Statement, ThemeTag]] = []
        evidence: list[tuple[str, str, Evidence]] = []
        words: list[str] = []
        tags, proofs = self._tables["tags"], self._tables["evidence"]
        tags.owners, proofs.owners = [], []
        for item, document, text, tagged in self._tagged:
            own = [(entry.statement, tag) for entry in tagged for tag in entry.tags]
            shown = [(statement.id, tag.theme, one) for statement, tag in own for one in tag.evidence]
            if own:
                tags.owners.append((item, document, len(own)))
            if shown:
                proofs.owners.append((item, document, len(shown)))
            pairs += own
            evidence += shown
            words += [text[one.start : one.end] for _, _, one in shown]
        tags.columns = {
            "statement": [statement.id for statement, _ in pairs],
            "role": [statement.role for statement, _ in pairs],
            "theme": [tag.theme for _, tag in pairs],
            "probability": [tag.probability for _, tag in pairs],
            "review": [tag.review for _, tag in pairs],
        }
        proofs.columns = {
            "statement": [statement for statement, _, _ in evidence],
            "theme": [theme for _, theme, _ in evidence],
            "source": [one.source for _, _, one in evidence],
            "start": [one.start for _, _, one in evidence],
            "end": [one.end for _, _, one in evidence],
            "text": words,
        }

    def tables(self) -> dict[str, pa.Table]:
        """The tables that have rows, with the leading column ``item``, ordered by it."""
        if self._tagged:
            self._gather_statements()
            self._gather_tags()
        gathered: dict[str, _Gathered | _Documents | _Figures] = {
            **self._tables, "documents": self._documents, "figures": self._figures,
        }  # fmt: skip
        return {name: _table(name, gathered[name]) for name in TABLES if gathered[name].owners}


def _table(name: str, gathered: _Gathered | _Documents | _Figures) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    schema = arrow_schema(name, in_part=True)
    items, documents, counts = zip(*gathered.owners, strict=True)
    places = np.repeat(np.array(items, np.int32), counts)
    owners = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    if pa.types.is_dictionary(schema.field(1).type):
        owner = pa.DictionaryArray.from_arrays(code_array(owners), make_array(documents, pa.string()))
    else:  # (``take`` loads pyarrow.compute, which takes longer than all the arrays of a hundred batches)
        owner = make_array([documents[number] for number in owners.tolist()], pa.string())
    table = pa.Table.from_arrays([code_array(places), owner, *gathered.arrays(schema)], schema=schema)
    if (places[:-1] <= places[1:]).all():
        return table
    return table.take(np.argsort(places, kind="stable"))
