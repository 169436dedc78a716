"""Cells and words of reports, read from the tables for a stretch of the corpus at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from textmine.analysis.checks._grid import Grid
from textmine.analysis.checks._model import KEY_FROM_BELOW, Part, Remark, ReportView

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.tables import Tables

_UNSURE = "ambiguous"
_TABLES = ("figures", "sections", "issues", "tags", "statements")


class _Encoded(NamedTuple):
    """A column as codes of its distinct values; the last value is None and stands for all that is null."""

    codes: NDArray[np.int64]
    values: list[Any]


def _encoded(column: Any) -> _Encoded:
    """A column of texts that the tables gathered."""
    import numpy as np

    encoded = column.combine_chunks()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    values = [*encoded.dictionary.to_pylist(), None]
    return _Encoded(codes % len(values), values)


def _first_of_each_table(
    lines: NDArray[np.int64], names: Sequence[Any], codes: NDArray[np.int64]
) -> list[int]:
    """Place of the first cell of every table of every report."""
    import numpy as np

    heads = [str(name).split(".", 1)[0] for name in names]
    numbers = {head: number for number, head in enumerate(dict.fromkeys(heads))}
    tables = np.array([numbers[head] for head in heads], np.int64)[codes]
    found: list[int] = np.unique(lines * len(numbers) + tables, return_index=True)[1].tolist()
    return found


Ranges = Mapping[str, "NDArray[np.int64]"]
"""First row and one past the last of some reports in each table, reports × 2."""


class Places:
    """Knows where in the tables the rows of each report stand.

    The cell that a government's report is compared with is read for all reports at once: those below it stand anywhere.
    """

    def __init__(self, tables: Tables, reports: Sequence[ReportView]) -> None:
        self._lines = {report.document: line for line, report in enumerate(reports)}
        self._ranges = {name: tables.rows_of(name, self._lines) for name in _TABLES}
        columns = ("document", "value", "certainty")
        shared = tables.rows("figures", columns, where=("key", [KEY_FROM_BELOW]))
        for document, value, certainty in shared:
            line = self._lines.get(document)
            if line is not None:
                reports[line].cells[KEY_FROM_BELOW] = value
                reports[line].unsure = frozenset({KEY_FROM_BELOW} if certainty == _UNSURE else ())

    def of(self, reports: Sequence[ReportView]) -> Ranges:
        """Where the rows of these reports stand."""
        lines = [self._lines[report.document] for report in reports]
        return {name: ranges[lines] for name, ranges in self._ranges.items()}


class Contents:
    """Reads cells and words of some reports from their places in the tables."""

    def __init__(self, tables: Tables, reports: Sequence[ReportView], ranges: Ranges) -> None:
        self._tables = tables
        self._reports = reports
        self._found = {report.document: report for report in reports}
        self._ranges = ranges

    def fill(self) -> Grid:
        """Give the reports their cells, sections, statements and issues; the cells of all of them side by side."""
        found = self._found
        grid = self._add_cells()
        for document, section, title, start, text in self._rows(
            "sections", "section", "title", "start", "text"
        ):
            part = Part(section, title or "", start or 0, text or "")
            found[document].parts.setdefault(section, part)
        for document, code, message in self._rows("issues", "code", "message"):
            found[document].issues.setdefault(code, message)
        self._add_remarks()
        return grid

    def _add_cells(self) -> Grid:
        """Give the reports their cells and the forms of their tables: by columns, for figures are most of all rows."""
        import numpy as np

        reports, found = self._reports, self._found
        for line, report in enumerate(reports):
            report.line, report.cells, report.unsure = line, {}, frozenset()
        names = ("document", "key", "value", "era", "certainty")
        table = self._tables.gather("figures", names, self._places("figures"))
        documents, keys, eras, certainties = (_encoded(table[name]) for name in names if name != "value")
        lines = np.array([found[name].line if name in found else -1 for name in documents.values], np.int64)
        lines = lines[documents.codes]
        order = np.argsort(lines, kind="stable")
        order = order[np.searchsorted(lines[order], 0) :]
        lines, codes = lines[order], keys.codes[order]
        values = table["value"].to_numpy()[order]
        unsure = np.array([value == _UNSURE for value in certainties.values], bool)
        doubts = unsure[certainties.codes[order]]
        edges = np.searchsorted(lines, np.arange(len(reports) + 1)).tolist()
        plain: list[float | None] = values.tolist()
        for place in np.flatnonzero(np.isnan(values)).tolist():
            plain[place] = None
        names_of = [keys.values[code] for code in codes.tolist()]
        for report, first, last in zip(reports, edges, edges[1:], strict=False):
            report.cells = dict(zip(names_of[first:last], plain[first:last], strict=True))
        for place in np.flatnonzero(doubts).tolist():
            reports[lines[place]].unsure |= {names_of[place]}
        for place in _first_of_each_table(lines, keys.values, codes):
            table_id = names_of[place].split(".", 1)[0]
            reports[lines[place]].eras[table_id] = eras.values[eras.codes[order[place]]]
        return Grid(lines, codes, values, doubts, names=keys.values, reports=len(reports))

    def _add_remarks(self) -> None:
        themes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for document, statement, theme in self._rows("tags", "statement", "theme"):
            themes[document, statement].add(theme)
        for document, statement, role, start, end, text in self._rows(
            "statements", "statement", "role", "start", "end", "text"
        ):
            tagged = frozenset(themes.get((document, statement), ()))
            self._found[document].remarks.append(Remark(role, start or 0, end or 0, text or "", tagged))

    def _rows(self, table: str, *names: str) -> Iterator[tuple[Any, ...]]:
        """Rows of these reports in the order of the table, led by the document."""
        for row in self._tables.take(table, ("document", *names), self._places(table)):
            if row[0] in self._found:
                yield row

    def _places(self, table: str) -> NDArray[np.int64]:
        """Numbers of the rows in which these reports stand, ascending."""
        import numpy as np

        ranges = self._ranges[table]
        ranges = ranges[np.argsort(ranges[:, 0])]
        ranges[1:, 0] = np.maximum(ranges[1:, 0], np.maximum.accumulate(ranges[:-1, 1]))
        sizes = np.maximum(ranges[:, 1] - ranges[:, 0], 0)
        ends = np.cumsum(sizes)
        return np.repeat(ranges[:, 0] - ends + sizes, sizes) + np.arange(ends[-1])
