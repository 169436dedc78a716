"""Quotations: statements with their evidence marked, looked up by theme and role; and the archive of all of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zlib import crc32

from textmine.analysis.frames import records_of, shown_agencies, text_documents
from textmine.reporting._archive import Archive, ArchivedReport, archived_text, unique_names
from textmine.reporting._library import LibraryDocument, LibraryStatement, Span, merged
from textmine.reporting._model import Quotation, Run
from textmine.reporting._paths import ShownPaths
from textmine.reporting._printable import clean, joined_lines
from textmine.reporting._wording import is_missing

if TYPE_CHECKING:
    import pandas as pd

    from textmine.reporting._wording import Wording
    from textmine.tables import Tables

# Quotations to choose from; the archive and the ledger have all.
MAX_QUOTATIONS = 60
# Of these on the page of a theme.
THEME_QUOTATIONS = 8
_BARE_CAUSE = re.compile(r"(?:(?:因|由于|鉴于)[^，,；;。]*|受[^，,；;。]*影响)。?$")


class Library:
    """The used reports with their statements, looked up by theme and role; of several documents of a report the one that counts."""

    def __init__(self, tables: Tables, wording: Wording) -> None:
        self._wording = wording
        self._tables = tables
        self.reports = _load(tables, wording)
        self._by_theme: dict[tuple[str, str], list[tuple[LibraryDocument, LibraryStatement]]] = {}
        for report in self.reports.values():
            for statement in report.statements:
                for theme in statement.themes:
                    self._by_theme.setdefault((theme, statement.role), []).append((report, statement))

    def total(self, theme: str, role: str) -> int:
        """How many statements have the theme in the role."""
        return len(self._by_theme.get((theme, role), ()))

    def quotations(self, theme: str, role: str, limit: int = MAX_QUOTATIONS) -> tuple[Quotation, ...]:
        """Up to ``limit`` statements: every wording and every agency once before any comes twice, recent years first.

        A bare cause (因人手不足) says little by itself and comes after the others of its round. Agencies come in an order that their
        names do not tell, or all of the last region's would stand before any other.
        """
        rounds: Counter[str] = Counter()
        wordings: Counter[str] = Counter()
        ranked = []
        for report, statement in sorted(
            self._by_theme.get((theme, role), ()),
            key=lambda pair: (pair[0].year, crc32(pair[0].agency.encode()), -pair[1].start),
            reverse=True,
        ):
            place = max(wordings[statement.text], rounds[report.agency])
            ranked.append(((place, bool(_BARE_CAUSE.match(statement.text))), report, statement))
            rounds[report.agency] += 1
            wordings[statement.text] += 1
        ranked.sort(key=lambda entry: entry[0])
        chosen = [(report, statement) for _, report, statement in ranked[:limit]]
        return tuple(self._quotation(report, statement, theme) for report, statement in chosen)

    def _quotation(self, report: LibraryDocument, statement: LibraryStatement, theme: str) -> Quotation:
        text = _slice(report, statement.start, statement.end)
        start = statement.start
        if text is None:
            text = statement.text
        runs = runs_of(text, start, statement.evidence.get(theme, ()))
        runs = tuple(Run(joined_lines(run.text), run.marked) for run in runs)
        return Quotation(report.agency, report.year, statement.role, runs, statement.place, report.path)

    @cached_property
    def agency_names(self) -> dict[str, str]:
        """A name for each agency by its key, different from all others."""
        reports, _ = self._report_rows
        agencies = reports.drop_duplicates("agency_key")
        names = [clean(shown_name(agency, self._wording)) for agency in agencies["agency"]]
        places = [clean(shown_name(region, self._wording)) for region in agencies["region"]]
        return dict(zip(agencies["agency_key"], unique_names(names, places), strict=True))

    @cached_property
    def archive(self) -> Archive:
        """All used reports with their texts and statements, in the order of the tables."""
        reports, rows = self._report_rows
        archived = tuple(
            ArchivedReport(
                agency=self.agency_names[row["agency_key"]],
                year=None if is_missing(row["year"]) else int(row["year"]),
                level=_stated(row["level"]),
                places=(_stated(row["province"]), _stated(row["city"]), _stated(row["county"])),
            )
            for row in records_of(reports)
        )
        texts = tuple(archived_text(document, rows[document.document]) for document in self.reports.values())
        return Archive(archived, texts)

    @cached_property
    def _report_rows(self) -> tuple[pd.DataFrame, dict[str, int]]:
        from textmine.analysis.frames import used_reports

        return used_reports(self._tables)


def _stated(value: Any) -> str:
    return "" if is_missing(value) else clean(str(value))


def runs_of(text: str, start: int, spans: Iterable[Span]) -> tuple[Run, ...]:
    """``text``, which begins at ``start`` in its document, with the spans marked (overlapping ones as one)."""
    runs: list[Run] = []
    position = start
    end = start + len(text)
    for first, last in merged(spans):
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


def _slice(report: LibraryDocument, start: int, end: int) -> str | None:
    for first, last, _, text in report.sections:
        if first <= start and end <= last:
            return text[start - first : end - first]
    return None


def _load(tables: Tables, wording: Wording) -> dict[str, LibraryDocument]:
    shown_path = ShownPaths(tables)
    documents = tables.frame("documents")
    documents = documents[documents["document"].isin(text_documents(tables))]
    names = shown_agencies(tables)
    reports: dict[str, LibraryDocument] = {}
    for row in records_of(documents):
        reports[row["document"]] = LibraryDocument(
            document=row["document"],
            agency=clean(shown_name(names[row["document"]], wording)),
            year=shown_year(row["year"], wording),
            path=shown_path(row["path"]),
            sections=[],
            statements=[],
        )
    columns = ("document", "start", "end", "title", "text")
    for document, start, end, title, text in tables.rows(
        "sections", columns, where=("section", ["problems"])
    ):
        if document in reports and text:
            reports[document].sections.append((start, end, title or "", text))
    for report in reports.values():
        report.sections.sort(key=lambda section: section[0])
    _load_statements(tables, reports)
    return reports


def _load_statements(tables: Tables, reports: dict[str, LibraryDocument]) -> None:
    evidence: dict[tuple[str, str], dict[str, list[Span]]] = {}
    for row in tables.rows("evidence", ("document", "statement", "theme", "start", "end")):
        spans = evidence.setdefault((row[0], row[1]), {})
        spans.setdefault(row[2], []).append((row[3], row[4]))
    tags = _load_tags(tables)
    columns = ("document", "statement", "role", "start", "end", "text")
    for document, statement, role, start, end, text in tables.rows("statements", columns):
        report = reports.get(document)
        if report is None:
            continue
        key = (document, statement)
        given = [(theme, probability) for theme, probability, review in tags.get(key, ()) if not review]
        report.statements.append(
            LibraryStatement(
                role=role,
                start=start,
                end=end,
                text=text,
                themes=[theme for theme, _ in given],
                probabilities=[probability for _, probability in given],
                candidates=[theme for theme, _, review in tags.get(key, ()) if review],
                evidence=evidence.get(key, {}),
            )
        )
    for report in reports.values():
        report.statements.sort(key=lambda statement: statement.start)
        for number, item in enumerate(report.statements):
            item.place = f"{report.document}.{number}"


def _load_tags(tables: Tables) -> dict[tuple[str, str], list[tuple[str, float, bool]]]:
    tags: dict[tuple[str, str], list[tuple[str, float, bool]]] = {}
    columns = ("document", "statement", "theme", "probability", "review")
    for document, statement, theme, probability, review in tables.rows("tags", columns):
        tags.setdefault((document, statement), []).append((theme, probability, bool(review)))
    return tags


def shown_name(agency: Any, wording: Wording) -> str:
    """Name of an agency, or that it is not stated."""
    return agency if isinstance(agency, str) and agency else str(wording.raw("unknown"))


def shown_year(year: Any, wording: Wording) -> str:
    """A year as text, or that it is not stated."""
    return str(wording.raw("unknown")) if is_missing(year) else str(int(year))
