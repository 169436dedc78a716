"""What the checks work on and what they leave behind: reports with their cells and words, findings with their places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from textmine.agencies import NamedPlace, agency_keys

if TYPE_CHECKING:
    from textmine.analysis.checks._claims import Sentence
    from textmine.tables import Tables

Outcome = Literal["holds", "fails", "untestable", "blank_is_zero"]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it was read. ``value`` is None for a blank cell, a dash, and a cell that could not be read."""

    key: str
    value: float | None
    raw: str
    sure: bool

    @property
    def blank(self) -> bool:
        """Whether the cell is known to hold no number (blank or dash)."""
        return self.value is None and self.sure


@dataclass(frozen=True, slots=True)
class Part:
    """A section: heading as printed, first character of the body in the document, body."""

    id: str
    title: str
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A statement of section five with its role and themes (those in the abstain band included)."""

    role: str
    start: int
    end: int
    text: str
    themes: frozenset[str]


@dataclass(eq=False, slots=True)
class ReportView:
    """One used annual report as the checks see it."""

    document: str
    meta: Mapping[str, Any]
    cells: dict[str, Cell] = field(default_factory=dict)
    eras: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    issues: dict[str, str] = field(default_factory=dict)
    previous: ReportView | None = None
    children: list[ReportView] = field(default_factory=list)
    sentences: list[Sentence] | None = None
    agency_key: str | None = None

    @property
    def year(self) -> int | None:
        """Year reported on."""
        return self.meta.get("year")

    @property
    def kind(self) -> str | None:
        """Kind of agency."""
        return self.meta.get("kind")

    def number(self, key: str) -> float | None:
        """Value of a cell; blank cells and dashes count as zero, None if the cell is not there or not read."""
        cell = self.cells.get(key)
        if cell is None or (cell.value is None and not cell.sure):
            return None
        return cell.value or 0.0

    def has(self, table: str) -> bool:
        """Whether a statutory table was read."""
        return table in self.eras


@dataclass(frozen=True, slots=True)
class Span:
    """Words in a document that a finding rests on."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class CellOf:
    """A cell with the document it stands in."""

    document: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Finding:
    """Outcome of one check on one report.

    ``detail`` and ``detail_en`` fill the message of the check; ``reason`` names why it could not be tested.
    """

    outcome: Outcome
    detail: str = ""
    detail_en: str = ""
    reason: str = ""
    cells: tuple[CellOf, ...] = ()
    spans: tuple[Span, ...] = ()


class Corpus:
    """All used reports of a run, each agency's in order of years, and which agencies belong to which government."""

    def __init__(self, tables: Tables) -> None:
        self.reports = _reports(tables)
        self.by_agency = _by_agency(self.reports)
        for chain in self.by_agency.values():
            for earlier, later in pairwise(chain):
                if earlier.year is not None and later.year == earlier.year + 1:
                    later.previous = earlier
        _attach_children(self.reports)

    @cached_property
    def tagged(self) -> bool:
        """Whether the run tagged any theme at all."""
        return any(remark.themes for report in self.reports for remark in report.remarks)

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of all agencies."""
        return frozenset(str(report.meta["agency"]) for report in self.reports if report.meta.get("agency"))


def refs(report: ReportView, keys: Iterable[str]) -> tuple[CellOf, ...]:
    """The cells of a report under these keys, as far as they are there."""
    return tuple(CellOf(report.document, report.cells[key]) for key in keys if key in report.cells)


def _column(tables: Tables, table: str, *names: str) -> Iterable[tuple[Any, ...]]:
    return zip(*(tables[table][name].to_pylist() for name in names), strict=True)


_NAMING = ("agency", "province", "city", "county")


def _reports(tables: Tables) -> list[ReportView]:
    names = ("document", "agency", "kind", "region", "province", "city", "county", "level", "year", "published", "title", "status")  # fmt: skip
    found: dict[str, ReportView] = {}
    for row in _column(tables, "documents", *names):
        meta = dict(zip(names, row, strict=True))
        if meta["status"] == "used":
            found[meta["document"]] = ReportView(meta["document"], meta)
    for document, key, value, raw, era, certainty in _column(
        tables, "figures", "document", "key", "value", "raw", "era", "certainty"
    ):
        report = found.get(document)
        if report is not None:
            report.cells[key] = Cell(key, value, raw or "", certainty != "ambiguous")
            report.eras.setdefault(key.split(".", 1)[0], era)
    for document, section, title, start, text in _column(
        tables, "sections", "document", "section", "title", "start", "text"
    ):
        if document in found:
            found[document].parts.setdefault(section, Part(section, title or "", start or 0, text or ""))
    for document, code, message in _column(tables, "issues", "document", "code", "message"):
        if document in found:
            found[document].issues.setdefault(code, message)
    _add_remarks(tables, found)
    reports = list(found.values())
    places = [NamedPlace(*(report.meta[unit] for unit in _NAMING)) for report in reports]
    for report, key in zip(reports, agency_keys(places), strict=True):
        report.agency_key = key
    return reports


def _add_remarks(tables: Tables, found: dict[str, ReportView]) -> None:
    themes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for document, statement, theme in _column(tables, "tags", "document", "statement", "theme"):
        themes[document, statement].add(theme)
    for document, statement, role, start, end, text in _column(
        tables, "statements", "document", "statement", "role", "start", "end", "text"
    ):
        if document in found:
            tagged = frozenset(themes.get((document, statement), ()))
            found[document].remarks.append(Remark(role, start or 0, end or 0, text or "", tagged))


def _by_agency(reports: Sequence[ReportView]) -> dict[str, list[ReportView]]:
    """Reports of one agency by year; a second file of the same year is left out of comparisons across years."""
    chains: dict[str, dict[int, ReportView]] = defaultdict(dict)
    for report in reports:
        if report.agency_key and report.year is not None:
            chains[report.agency_key].setdefault(report.year, report)
    return {key: [years[year] for year in sorted(years)] for key, years in chains.items()}


# A government's children are the agencies of its own region: its departments and the governments one level below.
_REGION_OF = {"province": "province", "city": "city", "county": "county"}
_ABOVE = {"city": "province", "county": "city", "township": "county"}


def _attach_children(reports: Sequence[ReportView]) -> None:
    governments: dict[tuple[Any, ...], list[ReportView]] = defaultdict(list)
    for report in reports:
        level = report.meta["level"]
        if report.kind == "government" and level in _REGION_OF and report.meta[_REGION_OF[level]]:
            governments[level, report.year, report.meta[_REGION_OF[level]]].append(report)
    for report in reports:
        if report.kind in ("vertical", "institution", None) or report.year is None:
            continue
        level = report.meta["level"]
        home = _ABOVE.get(level) if report.kind == "government" or level == "township" else level
        if home not in _REGION_OF:
            continue
        parents = governments.get((home, report.year, report.meta[_REGION_OF[home]]), ())
        fitting = [
            parent for parent in parents if parent is not report and _may_contain(parent, report, home)
        ]
        if len(fitting) == 1:
            fitting[0].children.append(report)


def _may_contain(parent: ReportView, child: ReportView, home: str) -> bool:
    """Whether no region above the shared one is stated differently."""
    above = {"county": ("city", "province"), "city": ("province",), "province": ()}[home]
    return all(
        parent.meta[unit] is None or child.meta[unit] is None or parent.meta[unit] == child.meta[unit]
        for unit in above
    )
