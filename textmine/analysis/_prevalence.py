"""Prevalence: in what share of reports a theme is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from textmine.analysis._incidence import (
    SMALL_GROUP,
    Incidence,
    counts,
    group_labels,
    incidence,
    region_unit,
)
from textmine.analysis._inference import effective_sizes, wilson
from textmine.analysis._result import Result
from textmine.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.tables import Tables

    Floats = NDArray[np.float64]


class Correction(Protocol):
    """Corrects shares for the tagger's error, from a sample that was also read by people."""

    name: str

    def correct(
        self, themes: tuple[str, ...], shares: Floats, sizes: Floats, *, confidence: float
    ) -> tuple[Floats, Floats, Floats]:
        """Corrected shares with lower and upper bounds, for shares seen in ``sizes`` (effective) reports."""
        ...


def prevalence(
    tables: Tables,
    *,
    role: str = "problem",
    by: str | None = None,
    unit: str = "report",
    confidence: float = 0.95,
    correction: Correction | None = None,
) -> Result:
    """Share of reports (or agencies) that name each theme, with intervals.

    Parameters
    ----------
    role: problem, measure or rectified; a report has a theme in a role if at least one of its statements has.
    by: None, or year, level, kind, region (the coarsest unit that tells the reports apart), province, city, county.
    unit: report (agency-years) or agency (named in any of its reports).
    correction: corrects for the tagger's error; without it the shares are those of the tags as they are.

    Returns
    -------
    Frame with ``by`` (if given), theme, n (reports), agencies, k, share, low, high, n_effective, small (fewer than
    ten reports). The interval is Wilson's; where an agency occurs with several reports it is Wilson's
    for the effective number of reports, since reports of one agency are not independent.

    Raises
    ------
    UsageError: unknown role, grouping or unit.
    """
    import pandas as pd

    if unit not in ("report", "agency"):
        raise UsageError(f"Unknown unit {unit!r}; known are report and agency.")
    found = incidence(tables, role=role)
    parts: list[tuple[Any, Incidence]] = [(None, found)]
    if by is not None:
        labels, order = group_labels(found.reports, by)
        column = pd.Series(labels, dtype=object)
        parts = [(label, found.select((column == label).to_numpy(dtype=bool))) for label in order]
    if unit == "agency":
        parts = [(label, part.by_agency()) for label, part in parts]
    rows: list[dict[str, Any]] = []
    for label, part in parts:
        rows.extend({by: label, **row} if by else row for row in _rows(part, confidence, correction))
    columns = ["theme", "n", "agencies", "k", "share", "low", "high", "n_effective", "small"]
    frame = pd.DataFrame(rows, columns=[by, *columns] if by else columns)
    clustered = bool((frame["n"] > frame["agencies"]).any())
    params = {
        "role": role,
        "by": by,
        "region_unit": region_unit(found.reports) if by == "region" else by,
        "unit": unit,
        "confidence": confidence,
        "interval": "wilson_clustered" if clustered else "wilson",
        "correction": correction.name if correction else None,
        "small_group": SMALL_GROUP,
        **counts(found),
    }
    return Result(frame, params, "prevalence")


def _rows(part: Incidence, confidence: float, correction: Correction | None) -> list[dict[str, Any]]:
    import numpy as np

    n = len(part.reports)
    k = part.matrix.sum(axis=0)
    share = k / n if n else np.zeros(len(part.themes))
    sizes = effective_sizes(part.matrix, part.clusters, confidence=confidence)
    if correction is None:
        low, high = wilson(share, sizes, confidence=confidence)
    else:
        share, low, high = correction.correct(part.themes, share, sizes, confidence=confidence)
    agencies = int(part.reports["agency_key"].nunique())
    return [
        {
            "theme": theme,
            "n": n,
            "agencies": agencies,
            "k": int(k[j]),
            "share": float(share[j]),
            "low": float(low[j]),
            "high": float(high[j]),
            "n_effective": float(sizes[j]),
            "small": n < SMALL_GROUP,
        }
        for j, theme in enumerate(part.themes)
    ]
