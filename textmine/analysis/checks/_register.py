"""The reports of a run: who is whose, and stretches of them that can be looked at by themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from textmine.agencies import NamedPlace, agency_keys
from textmine.analysis.checks._model import YEARS_BACK, ReportView
from textmine.analysis.checks._towns import town_names

if TYPE_CHECKING:
    from textmine.tables import Tables

#: Reports that have their contents in memory at the same time, those of their agencies' earlier years aside: some 60 KB each.
_STRETCH = 1_000


class Register:
    """All used reports of a run, each agency's in order of years, and which agencies belong to which government.

    What a report says of itself is in memory for all of them, some 2 KB each; cells and words are not.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.reports = _reports(tables)
        for chain in _by_agency(self.reports).values():
            for earlier, later in pairwise(chain):
                if earlier.year is not None and later.year == earlier.year + 1:
                    later.previous = earlier
        _attach_children(self.reports)

    @property
    def stretch_count(self) -> int:
        """How many stretches there are, 1 at least."""
        return -(-max(1, len(self.reports)) // _STRETCH)

    def stretches(self) -> Iterator[list[ReportView]]:
        """The reports in the order of the run, a stretch at a time: copies that hang together with nothing but their earlier
        years and the agencies below them, to be given their contents wherever they are looked at.
        """
        for first in range(0, len(self.reports), _STRETCH):
            yield _apart(self.reports[first : first + _STRETCH])

    def tagged(self) -> bool:
        """Whether the run tagged any theme at all."""
        used = {report.document for report in self.reports}
        batches = self._tables.batches("tags", ["document"])
        return any(not used.isdisjoint(batch.column(0).to_pylist()) for batch in batches)

    def town_names(self) -> list[str]:
        """Names of the towns and subdistricts among the agencies."""
        return town_names(
            {str(report.meta["agency"]) for report in self.reports if report.meta.get("agency")}
        )


def _apart(reports: Sequence[ReportView]) -> list[ReportView]:
    """Copies of some reports with as many earlier years as a check looks at, and with the agencies below them."""
    copies = {report.document: report.alone() for report in reports}
    for report in reports:
        copies[report.document].children = [child.alone() for child in report.children]
        later, earlier = report, report.previous
        for _ in range(YEARS_BACK):
            if earlier is None:
                break
            if earlier.document not in copies:
                copies[earlier.document] = earlier.alone()
            copies[later.document].previous = copies[earlier.document]
            later, earlier = earlier, earlier.previous
    return [copies[report.document] for report in reports]


def with_earlier(stretch: Iterable[ReportView]) -> list[ReportView]:
    """Reports and those of the years before that hang on them, each once."""
    wanted: dict[str, ReportView] = {}
    for report in stretch:
        found: ReportView | None = report
        for _ in range(YEARS_BACK + 1):
            if found is not None:
                wanted[found.document] = found
                found = found.previous
    return list(wanted.values())


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
