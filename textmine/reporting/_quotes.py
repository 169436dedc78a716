"""Quotations and texts: statements with their evidence marked, and section five with a place for each statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import records_of
from textmine.reporting._model import Passage, Quotation, ReportText, Run, clean, joined_lines
from textmine.reporting._paths import ShownPaths
from textmine.reporting._wording import is_missing

if TYPE_CHECKING:
    from textmine.reporting._wording import Wording
    from textmine.tables import Tables

# All texts travel with the HTML up to this many reports; beyond, only those that are quoted.
ALL_TEXTS = 300
# Quotations of one theme in the HTML; the ledger has all.
MAX_QUOTATIONS = 60

Span = tuple[int, int]


@dataclass
class _Statement:
    id: str
    document: str
    role: str
    start: int
    end: int
    text: str
    themes: list[str]
    evidence: dict[str, list[Span]]
    anchor: str = ""


@dataclass
class _Report:
    document: str
    agency: str
    year: str
    path: str
    sections: list[tuple[int, int, str, str]]
    statements: list[_Statement]
    anchor: str = ""


class Library:
    """The used documents with their statements, looked up by theme and role."""

    def __init__(self, tables: Tables, wording: Wording) -> None:
        self._wording = wording
        self.reports = _load(tables, wording)
        self._by_theme: dict[tuple[str, str], list[tuple[_Report, _Statement]]] = {}
        for report in self.reports.values():
            for statement in report.statements:
                for theme in statement.themes:
                    self._by_theme.setdefault((theme, statement.role), []).append((report, statement))

    def total(self, theme: str, role: str) -> int:
        """How many statements have the theme in the role."""
        return len(self._by_theme.get((theme, role), ()))

    def quotations(self, theme: str, role: str, limit: int = MAX_QUOTATIONS) -> tuple[Quotation, ...]:
        """Up to ``limit`` statements: every wording and every agency once before any comes twice, recent years first."""
        rounds: Counter[str] = Counter()
        wordings: Counter[str] = Counter()
        ranked = []
        for report, statement in sorted(
            self._by_theme.get((theme, role), ()),
            key=lambda pair: (pair[0].year, pair[0].agency, pair[1].start),
            reverse=True,
        ):
            ranked.append((max(wordings[statement.text], rounds[report.agency]), report, statement))
            rounds[report.agency] += 1
            wordings[statement.text] += 1
        ranked.sort(key=lambda entry: entry[0])
        chosen = [(report, statement) for _, report, statement in ranked[:limit]]
        return tuple(self._quotation(report, statement, theme) for report, statement in chosen)

    def _quotation(self, report: _Report, statement: _Statement, theme: str) -> Quotation:
        text = _slice(report, statement.start, statement.end)
        start = statement.start
        if text is None:
            text = statement.text
        runs = runs_of(text, start, statement.evidence.get(theme, ()))
        runs = tuple(Run(joined_lines(run.text), run.marked) for run in runs)
        return Quotation(report.agency, report.year, statement.role, runs, statement.anchor, report.path)

    def texts(self, quoted: Iterable[str]) -> tuple[tuple[ReportText, ...], int]:
        """Section five of the reports to print, and how many are left out. ``quoted`` are anchors that are linked to."""
        wanted = {anchor.split("s")[0] for anchor in quoted if anchor}
        printed = [
            report
            for report in self.reports.values()
            if report.sections and (len(self.reports) <= ALL_TEXTS or report.anchor in wanted)
        ]
        printed.sort(key=lambda report: (report.agency, report.year, report.document))
        having = sum(bool(report.sections) for report in self.reports.values())
        return tuple(_report_text(report) for report in printed), having - len(printed)


def runs_of(text: str, start: int, spans: Iterable[Span]) -> tuple[Run, ...]:
    """``text``, which begins at ``start`` in its document, with the spans marked (overlapping ones as one)."""
    runs: list[Run] = []
    position = start
    end = start + len(text)
    for first, last in _merged(spans):
        first, last = max(first, position), min(last, end)  # noqa: PLW2901 (kept within the text)
        if first >= last:
            continue
        if first > position:
            runs.append(Run(clean(text[position - start : first - start])))
        runs.append(Run(clean(text[first - start : last - start]), marked=True))
        position = last
    if position < end:
        runs.append(Run(clean(text[position - start :])))
    return tuple(run for run in runs if run.text)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return merged


def _slice(report: _Report, start: int, end: int) -> str | None:
    for first, last, _, text in report.sections:
        if first <= start and end <= last:
            return text[start - first : end - first]
    return None


def _report_text(report: _Report) -> ReportText:
    passages: list[Passage] = []
    for first, last, _, text in report.sections:
        position = first
        for statement in report.statements:
            if statement.start < position or statement.end > last:
                continue
            if statement.start > position:
                passages.append(Passage((Run(clean(text[position - first : statement.start - first])),)))
            words = text[statement.start - first : statement.end - first]
            spans = [span for theme in statement.themes for span in statement.evidence.get(theme, ())]
            passages.append(
                Passage(
                    runs_of(words, statement.start, spans),
                    statement.anchor,
                    statement.role,
                    tuple(statement.themes),
                )
            )
            position = statement.end
        if position < last:
            passages.append(Passage((Run(clean(text[position - first :])),)))
    heading = clean(" ".join(title for _, _, title, _ in report.sections if title))
    return ReportText(report.anchor, report.agency, report.year, report.path, heading, tuple(passages))


def _load(tables: Tables, wording: Wording) -> dict[str, _Report]:
    shown_path = ShownPaths(tables)
    documents = tables.frame("documents")
    documents = documents[documents["status"] == "used"]
    reports: dict[str, _Report] = {}
    for number, row in enumerate(records_of(documents), start=1):
        reports[row["document"]] = _Report(
            document=row["document"],
            agency=clean(shown_name(row["agency"], wording)),
            year=shown_year(row["year"], wording),
            path=shown_path(row["path"]),
            sections=[],
            statements=[],
            anchor=f"r{number}",
        )
    sections = tables.frame("sections")
    for row in records_of(sections[sections["section"] == "problems"].sort_values("start")):
        if row["document"] in reports and row["text"]:
            entry = (int(row["start"]), int(row["end"]), row["title"] or "", row["text"])
            reports[row["document"]].sections.append(entry)
    _load_statements(tables, reports)
    return reports


def _load_statements(tables: Tables, reports: dict[str, _Report]) -> None:
    evidence: dict[tuple[str, str], dict[str, list[Span]]] = {}
    for row in _records(tables, "evidence", ("document", "statement", "theme", "start", "end")):
        spans = evidence.setdefault((row[0], row[1]), {})
        spans.setdefault(row[2], []).append((row[3], row[4]))
    themes: dict[tuple[str, str], list[str]] = {}
    for document, statement, theme, review in _records(
        tables, "tags", ("document", "statement", "theme", "review")
    ):
        if not review:
            themes.setdefault((document, statement), []).append(theme)
    columns = ("document", "statement", "role", "start", "end", "text")
    for document, statement, role, start, end, text in _records(tables, "statements", columns):
        report = reports.get(document)
        if report is None:
            continue
        key = (document, statement)
        report.statements.append(
            _Statement(
                id=statement,
                document=document,
                role=role,
                start=start,
                end=end,
                text=text,
                themes=themes.get(key, []),
                evidence=evidence.get(key, {}),
            )
        )
    for report in reports.values():
        report.statements.sort(key=lambda statement: statement.start)
        for number, item in enumerate(report.statements, start=1):
            placed = _slice(report, item.start, item.end) is not None
            item.anchor = f"{report.anchor}s{number}" if placed else ""


def _records(tables: Tables, name: str, columns: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    table = tables[name]
    return zip(*(table[column].to_pylist() for column in columns), strict=True)


def shown_name(agency: Any, wording: Wording) -> str:
    """Name of an agency, or that it is not stated."""
    return agency if isinstance(agency, str) and agency else str(wording.raw("unknown"))


def shown_year(year: Any, wording: Wording) -> str:
    """A year as text, or that it is not stated."""
    return str(wording.raw("unknown")) if is_missing(year) else str(int(year))
