"""The peers of an agency: reports of the same year by agencies of the same level and kind, in its region if there are enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.analysis._incidence import incidence
from textmine.analysis.frames import used_reports
from textmine.reporting._tables import first_of_report

if TYPE_CHECKING:
    import pandas as pd

    from textmine.analysis import Result
    from textmine.reporting._material import Material

# Fewer peers than this say nothing of what is usual; the next wider circle is taken.
ENOUGH = 6
FEWEST = 3
_UNITS = ("county", "city", "province")


@dataclass(frozen=True)
class Peers:
    """The agency's latest report (row ``own``) and those of its peers, by row of the used reports.

    ``circle`` says how far the circle is drawn: county, city, province, level_kind, level or all; ``place`` is the region.
    """

    own: int
    rows: tuple[int, ...]
    circle: str
    place: str
    year: int | None
    level: str | None
    kind: str | None


@dataclass(frozen=True)
class Measure:
    """A figure of the agency beside the middle half of its peers'."""

    name: str
    own: float | None
    low: float
    middle: float
    high: float
    n: int


def find_peers(material: Material) -> Peers | None:
    """Peers of the agency of the scope in its latest year; None if there are fewer than three."""
    reports = used_reports(material.whole)[0]
    mine = reports[reports["agency_key"] == material.scope.key].sort_values("year", kind="stable")
    own = mine.iloc[-1]
    year = None if own["year"] is None or own["year"] != own["year"] else int(own["year"])
    others = reports[(reports["agency_key"] != material.scope.key) & (reports["year"] == own["year"])]
    alike = others[(others["level"] == own["level"]) & (others["kind"] == own["kind"])]
    place = ""
    for circle, candidates in _circles(own, others, alike):
        place = str(own[circle]) if circle in _UNITS else ""
        if len(candidates) >= (ENOUGH if circle != "all" else FEWEST):
            rows = tuple(int(row) for row in candidates.index)
            return Peers(int(mine.index[-1]), rows, circle, place, year, own["level"], own["kind"])
    return None


def _circles(own: Any, others: pd.DataFrame, alike: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    near = [(unit, alike[alike[unit] == own[unit]]) for unit in _UNITS if isinstance(own[unit], str)]
    return [*near, ("level_kind", alike), ("level", others[others["level"] == own["level"]]), ("all", others)]


def compared(material: Material, peers: Peers) -> list[Measure]:
    """How the agency's latest report stands beside those of its peers."""
    found = incidence(material.whole, role="problem")
    problems = found.matrix.sum(axis=1)
    rows = (peers.own, *peers.rows)
    by_row = {
        "problem_themes": {row: float(problems[row]) for row in rows},
        "own_wording": _of_reports(material, material.results["reuse"], "own", rows, "mean"),
        "answered": _of_reports(material, material.results["followthrough"], "answered", rows, "mean"),
        "elements": _of_reports(material, material.results["specificity"], "score", rows, "mean"),
        "checks": _failed(material, rows),
    }
    measures = []
    for name, values in by_row.items():
        others = [values[row] for row in peers.rows if row in values]
        if len(others) >= FEWEST:
            measures.append(_measure(name, values.get(peers.own), others))
    return measures


def _measure(name: str, own: float | None, others: list[float]) -> Measure:
    import numpy as np

    low, middle, high = np.quantile(others, [0.25, 0.5, 0.75])
    return Measure(name, own, float(low), float(middle), float(high), len(others))


def _of_reports(
    material: Material, result: Result, column: str, rows: tuple[int, ...], how: str
) -> dict[int, float]:
    """A column of a result averaged by report."""
    places = used_reports(material.whole)[1]
    wanted = set(rows)
    frame = result.frame
    at = frame["document"].map(places)
    kept = frame[at.isin(wanted)].assign(row=at[at.isin(wanted)].astype(int))
    if not len(kept):
        return {}
    means = kept[column].astype(float).groupby(kept["row"]).agg(how)
    return {int(str(row)): float(value) for row, value in means.items()}


def _failed(material: Material, rows: tuple[int, ...]) -> dict[int, float]:
    """Checks that fail, by report; reports of which no check could be tested are left out."""
    places = used_reports(material.whole)[1]
    new = first_of_report(material.whole)
    wanted, failed = set(rows), dict[int, float]()
    for document, check, outcome, message in material.whole.rows(
        "checks", ("document", "check", "outcome", "message")
    ):
        row = places.get(document)
        if row in wanted and outcome != "untestable" and new(document, check, outcome, message):
            failed[row] = failed.get(row, 0.0) + (outcome == "fails")
    return dict(sorted(failed.items()))


def peer_shares(material: Material, peers: Peers) -> dict[str, tuple[int, int]]:
    """For each theme how many of the peers' reports name it, of how many."""
    found = incidence(material.whole, role="problem")
    counts = found.matrix[list(peers.rows)].sum(axis=0)
    return {theme: (int(k), len(peers.rows)) for theme, k in zip(found.themes, counts, strict=True)}
