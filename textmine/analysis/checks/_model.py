"""What the checks work on and what they leave behind: reports with their cells and words, findings with their places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from textmine.agencies import NamedPlace, agency_keys
from textmine.analysis.checks._grid import Grid
from textmine.analysis.checks._towns import Towns

if TYPE_CHECKING:
    from textmine.analysis.checks._claims import Sentence
    from textmine.tables import Tables

Outcome = Literal["holds", "fails", "untestable", "blank_is_zero"]
Severity = Literal["error", "warning", "note"]


#: A figure as it was read, with the document it stands in: document, key, value (None for a cell without a number).
CellOf = tuple[str, str, "float | None"]


@dataclass(slots=True)
class Part:
    """A section: heading as printed, first character of the body in the document, body."""

    id: str
    title: str
    start: int
    text: str


@dataclass(slots=True)
class Remark:
    """A statement of section five with its role and themes (those in the abstain band included)."""

    role: str
    start: int
    end: int
    text: str
    themes: frozenset[str]


@dataclass(eq=False, slots=True)
class ReportView:
    """One used annual report as the checks see it.

    ``cells`` holds None for a blank cell, a dash, and a cell that could not be read; the keys of those that could not be read,
    or only with doubt, are in ``unsure``. ``line`` is the place of the report in the grid of its stretch.
    """

    document: str
    meta: Mapping[str, Any]
    cells: dict[str, float | None] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    line: int = 0
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

    def empty(self) -> None:
        """Let go of the contents but for the cell that the government above may ask for."""
        self.cells = {KEY_FROM_BELOW: self.cells[KEY_FROM_BELOW]} if KEY_FROM_BELOW in self.cells else {}
        self.unsure &= {KEY_FROM_BELOW}
        self.eras, self.parts, self.issues, self.remarks = {}, {}, {}, []
        self.sentences = None

    def number(self, key: str) -> float | None:
        """Value of a cell; blank cells and dashes count as zero, None if the cell is not there or not read."""
        if key not in self.cells:
            return None
        value = self.cells[key]
        if value is None:
            return None if key in self.unsure else 0.0
        return value

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


@dataclass(slots=True)
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


#: How many years back a check looks at most, counted from the report itself.
YEARS_BACK = 2
#: What a check looks at in the reports of the agencies below a government.
KEY_FROM_BELOW = "requests.new.total"
#: Reports that have their contents in memory at the same time, those of their agencies' earlier years aside: some 60 KB each.
_STRETCH = 2_000


class Corpus:
    """All used reports of a run, each agency's in order of years, and which agencies belong to which government.

    What a report says of itself is in memory for all of them; its cells and words only while its stretch of the corpus is
    looked at, so that a million reports need some 2 GB. ``grid`` holds the cells of the stretch side by side.
    """

    grid: Grid

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.reports = _reports(tables)
        for chain in _by_agency(self.reports).values():
            for earlier, later in pairwise(chain):
                if earlier.year is not None and later.year == earlier.year + 1:
                    later.previous = earlier
        _attach_children(self.reports)

    def stretches(self) -> Iterator[list[ReportView]]:
        """The reports in the order of the run, a stretch at a time, with their contents and those of earlier years."""
        if not self.reports:
            return
        from textmine.analysis.checks._contents import Contents

        contents = Contents(self._tables, self.reports)
        for first in range(0, len(self.reports), _STRETCH):
            stretch = self.reports[first : first + _STRETCH]
            wanted = _with_earlier(stretch)
            self.grid = contents.fill(wanted)
            yield stretch
            for report in wanted:
                report.empty()

    @cached_property
    def tagged(self) -> bool:
        """Whether the run tagged any theme at all."""
        used = {report.document for report in self.reports}
        batches = self._tables.batches("tags", ["document"])
        return any(not used.isdisjoint(batch.column(0).to_pylist()) for batch in batches)

    @cached_property
    def towns(self) -> Towns:
        """Names of the towns and subdistricts among the agencies."""
        return Towns({str(report.meta["agency"]) for report in self.reports if report.meta.get("agency")})


def _with_earlier(stretch: Sequence[ReportView]) -> list[ReportView]:
    wanted = dict.fromkeys(stretch)
    for report in stretch:
        earlier = report.previous
        for _ in range(YEARS_BACK):
            if earlier is not None:
                wanted[earlier] = None
                earlier = earlier.previous
    return list(wanted)


def refs(report: ReportView, keys: Iterable[str]) -> tuple[CellOf, ...]:
    """The cells of a report under these keys, as far as they are there."""
    cells, document = report.cells, report.document
    return tuple([(document, key, cells[key]) for key in keys if key in cells])


_NAMING = ("agency", "province", "city", "county")
_META = ("document", "status", *_NAMING, "kind", "region", "level", "year", "published", "title")


def _reports(tables: Tables) -> list[ReportView]:
    found: dict[str, ReportView] = {}
    known: dict[str, str] = {}  # places and kinds recur: one string for all
    for batch in tables.batches("documents", _META):
        for document, status, *values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            if status == "used":
                shared = (known.setdefault(v, v) if isinstance(v, str) else v for v in values)
                found[document] = ReportView(document, dict(zip(_META[2:], shared, strict=True)))
    reports = list(found.values())
    places = [NamedPlace(*(report.meta[unit] for unit in _NAMING)) for report in reports]
    for report, key in zip(reports, agency_keys(places), strict=True):
        report.agency_key = key
    return reports


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
