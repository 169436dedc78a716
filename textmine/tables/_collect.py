"""From processed documents to columns: the rows of a batch are gathered column by column, without a dict a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textmine.schema import AnnualReport, Issue, TaggedStatement
from textmine.tables._dictionary import ITEM, TABLES, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

_META = ("title", "agency", "kind", "region", "province", "city", "county", "level", "year", "published")
_FIGURE = tuple(column.name for column in TABLES["figures"][1:])
_STATEMENT = ("role", "role_probability", "frame", "heading", "start", "end", "text")


class Collector:
    """Collects the rows of a batch of documents; ``item`` is the place of a document in the batch, from 0.

    Documents are added in any order; ``tables`` gives rows by ascending item, as parts need them.
    """

    def __init__(self) -> None:
        self._columns: dict[str, dict[str, list[Any]]] = {
            name: {ITEM: [], **{column.name: [] for column in columns}} for name, columns in TABLES.items()
        }

    def add_issues(self, item: int, issues: Iterable[Issue], path: str) -> None:
        """Rows of the ``issues`` table."""
        columns = self._columns["issues"]
        for issue in issues:
            values = (item, issue.document, path, issue.stage, issue.code, issue.message)
            for column, value in zip(columns.values(), values, strict=True):
                column.append(value)

    def add_document(self, item: int, **values: object) -> None:
        """A row of the ``documents`` table; columns that are not named are null."""
        for name, column in self._columns["documents"].items():
            column.append(item if name == ITEM else values.get(name))

    def add_report(
        self, item: int, report: AnnualReport, tagged: Sequence[TaggedStatement], *, status: str = "used"
    ) -> None:
        """All rows of one report; sections, figures, statements and tags only where ``status`` is ``used``."""
        document, meta = report.document, report.metadata
        problems = report.section("problems")
        self.add_document(
            item,
            document=document.id,
            path=document.path,
            sha256=document.sha256,
            media_type=document.media_type,
            status=status,
            characters=len(document.text),
            problem_characters=problems.end - problems.start if problems else None,
            **{name: getattr(meta, name) for name in _META},
        )
        issues = dict.fromkeys(
            replace(issue, document=document.id) for issue in (*document.issues, *report.issues)
        )
        self.add_issues(item, issues, document.path)
        if status != "used":
            return
        self._add_sections(item, report)
        self._extend("figures", item, document.id, report.figures, _FIGURE)
        self._add_statements(item, report, tagged)

    def _extend(
        self, table: str, item: int, document: str, things: Sequence[object], names: Sequence[str]
    ) -> None:
        columns = self._columns[table]
        columns[ITEM].extend([item] * len(things))
        columns["document"].extend([document] * len(things))
        for name in names:
            columns[name].extend([getattr(thing, name) for thing in things])

    def _add_sections(self, item: int, report: AnnualReport) -> None:
        document, columns = report.document, self._columns["sections"]
        self._extend("sections", item, document.id, report.sections, ("title", "start", "end"))
        columns["section"].extend([section.id for section in report.sections])
        columns["text"].extend([document.text[section.start : section.end] for section in report.sections])

    def _add_statements(self, item: int, report: AnnualReport, tagged: Sequence[TaggedStatement]) -> None:
        document = report.document
        statements = [entry.statement for entry in tagged]
        self._extend("statements", item, document.id, statements, _STATEMENT)
        self._columns["statements"]["statement"].extend([statement.id for statement in statements])
        self._columns["statements"]["position"].extend(range(len(statements)))
        tags = [(entry.statement, tag) for entry in tagged for tag in entry.tags]
        self._extend("tags", item, document.id, [tag for _, tag in tags], ("theme", "probability", "review"))
        self._columns["tags"]["statement"].extend([statement.id for statement, _ in tags])
        self._columns["tags"]["role"].extend([statement.role for statement, _ in tags])
        evidence = [(statement.id, tag.theme, e) for statement, tag in tags for e in tag.evidence]
        self._extend("evidence", item, document.id, [e for _, _, e in evidence], ("source", "start", "end"))
        self._columns["evidence"]["statement"].extend([statement for statement, _, _ in evidence])
        self._columns["evidence"]["theme"].extend([theme for _, theme, _ in evidence])
        self._columns["evidence"]["text"].extend([document.text[e.start : e.end] for _, _, e in evidence])

    def tables(self) -> dict[str, pa.Table]:
        """The tables that have rows, with the leading column ``item``, ordered by it."""
        import numpy as np
        import pyarrow as pa

        result = {}
        for name, columns in self._columns.items():
            items = columns[ITEM]
            if not items:
                continue
            schema = arrow_schema(name, in_part=True)
            try:
                table = pa.table(columns, schema=schema)
            except UnicodeEncodeError:
                table = pa.table({key: _encodable(values) for key, values in columns.items()}, schema=schema)
            order = np.argsort(np.asarray(items), kind="stable")
            ordered = bool((order[:-1] < order[1:]).all())
            result[name] = table if ordered else table.take(order)
        return result


def _encodable(values: list[Any]) -> list[Any]:
    """Lone surrogates (file names that are no UTF-8, damaged PDF fonts) cannot be stored; they are shown as escapes."""
    return [
        value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
        for value in values
    ]
