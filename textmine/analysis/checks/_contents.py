"""Cells and words of reports, read from the tables for a stretch of the corpus at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from textmine.analysis.checks._model import KEY_FROM_BELOW, Cell, Part, Remark, ReportView

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.tables import Tables

_TABLES = ("figures", "sections", "issues", "tags", "statements")


class Contents:
    """Knows where in the tables the rows of each report stand.

    The cell that a government's report is compared with is read for all reports at once: those below it stand anywhere.
    """

    def __init__(self, tables: Tables, reports: Sequence[ReportView]) -> None:
        self._tables = tables
        self._lines = {report.document: line for line, report in enumerate(reports)}
        self._ranges = {name: tables.rows_of(name, self._lines) for name in _TABLES}
        columns = ("document", "value", "raw", "certainty")
        shared = tables.where("figures", columns, column="key", value=KEY_FROM_BELOW)
        for document, value, raw, certainty in shared:
            line = self._lines.get(document)
            if line is not None:
                cell = Cell(KEY_FROM_BELOW, value, raw or "", certainty != "ambiguous")
                reports[line].cells[KEY_FROM_BELOW] = cell

    def fill(self, reports: Sequence[ReportView]) -> None:
        """Give the reports their cells, sections, statements and issues."""
        found = {report.document: report for report in reports}
        names: dict[str, str] = {}  # of cells: one string for all reports
        for report in reports:
            report.cells = {}
        for document, key, value, raw, era, certainty in self._rows(
            "figures", found, "key", "value", "raw", "era", "certainty"
        ):
            report = found[document]
            name = names.setdefault(key, key)
            report.cells[name] = Cell(name, value, raw or "", certainty != "ambiguous")
            report.eras.setdefault(key.split(".", 1)[0], era)
        for document, section, title, start, text in self._rows(
            "sections", found, "section", "title", "start", "text"
        ):
            part = Part(section, title or "", start or 0, text or "")
            found[document].parts.setdefault(section, part)
        for document, code, message in self._rows("issues", found, "code", "message"):
            found[document].issues.setdefault(code, message)
        self._add_remarks(found)

    def _add_remarks(self, found: dict[str, ReportView]) -> None:
        themes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for document, statement, theme in self._rows("tags", found, "statement", "theme"):
            themes[document, statement].add(theme)
        for document, statement, role, start, end, text in self._rows(
            "statements", found, "statement", "role", "start", "end", "text"
        ):
            tagged = frozenset(themes.get((document, statement), ()))
            found[document].remarks.append(Remark(role, start or 0, end or 0, text or "", tagged))

    def _rows(self, table: str, found: dict[str, ReportView], *names: str) -> Iterator[tuple[Any, ...]]:
        """Rows of these reports in the order of the table, led by the document."""
        for row in self._tables.take(table, ("document", *names), self._places(table, found)):
            if row[0] in found:
                yield row

    def _places(self, table: str, found: dict[str, ReportView]) -> NDArray[np.int64]:
        """Numbers of the rows in which these reports stand, ascending."""
        import numpy as np

        ranges = self._ranges[table][[self._lines[document] for document in found]]
        ranges = ranges[np.argsort(ranges[:, 0])]
        ranges[1:, 0] = np.maximum(ranges[1:, 0], np.maximum.accumulate(ranges[:-1, 1]))
        sizes = np.maximum(ranges[:, 1] - ranges[:, 0], 0)
        ends = np.cumsum(sizes)
        return np.repeat(ranges[:, 0] - ends + sizes, sizes) + np.arange(ends[-1])
