"""Prevalence: in what share of reports a theme is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textmine.analysis._coded import resolve_correction
from textmine.analysis._incidence import (
    SMALL_GROUP,
    Incidence,
    counts,
    group_labels,
    incidence,
    region_unit,
)
from textmine.analysis._inference import benjamini_hochberg, between_groups, effective_sizes, wilson
from textmine.analysis._result import Result
from textmine.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from textmine.analysis._correction import Correction
    from textmine.tables import Tables


def prevalence(
    tables: Tables,
    *,
    role: str = "problem",
    by: str | None = None,
    unit: str = "report",
    confidence: float = 0.95,
    correction: Correction | str | None = None,
    coded: pd.DataFrame | str | Path | None = None,
) -> Result:
    """Share of reports (or agencies) that name each theme, with intervals.

    Parameters
    ----------
    role: problem, measure or rectified; a report has a theme in a role if at least one of its statements has.
    by: None, or year, level, kind, region (the coarsest unit of which two places have five reports or more, see ``region_unit``), province, city, county.
    unit: report (agency-years) or agency (named in any of its reports).
    correction: ``gold`` corrects for the tagger's error as measured on (composed) gold passages, or an object of
        ``coded_sample``; without it the shares are those of the tags as they are. Shares of agencies cannot be corrected.
    coded: corrects by this sample of reports that were coded by hand instead (see ``coded_sample``).

    Returns
    -------
    Frame with ``by`` (if given), theme, n (reports), agencies, k (reports with the tag), share, low, high, n_effective,
    small (fewer than ten reports), tagged (the share before correction). The interval is Wilson's; where an agency occurs with several reports it is Wilson's
    for the effective number of reports, since reports of one agency are not independent. Corrected shares have
    intervals that take in how sure the error rates are. With ``by`` also q_between, the same on all rows of a theme: whether
    the groups differ at all (chi-square of the tagged shares for effective numbers of reports, as in Rao & Scott 1981, JASA
    76:221–230, over groups with at least ten reports of which five would name the theme and five not;
    Benjamini–Hochberg over the themes). Of many groups some lie apart by chance; read the widest gap only where
    q_between is below 0.05.

    Raises
    ------
    UsageError: unknown role, grouping, unit or correction, or a coded sample that does not fit.
    """
    import pandas as pd

    if unit not in ("report", "agency"):
        raise UsageError(f"Unknown unit {unit!r}; known are report and agency.")
    fixed = resolve_correction(tables, correction, coded, role=role)
    if unit == "agency" and fixed is not None:
        raise UsageError("Error rates are those of reports; shares of agencies cannot be corrected.")
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
        rows.extend({by: label, **row} if by else row for row in prevalence_rows(part, confidence, fixed))
    columns = ["theme", "n", "agencies", "k", "share", "low", "high", "n_effective", "small", "tagged"]
    frame = pd.DataFrame(rows, columns=[by, *columns] if by else columns)
    if by is not None:
        frame["q_between"] = _between(frame, by)
    clustered = bool((frame["n"] > frame["agencies"]).any())
    params = {
        "role": role,
        "by": by,
        "region_unit": region_unit(found.reports) if by == "region" else by,
        "unit": unit,
        "confidence": confidence,
        "interval": _interval(fixed, clustered=clustered),
        "correction": fixed.name if fixed else None,
        "small_group": SMALL_GROUP,
        **counts(found),
    }
    return Result(frame, params, "prevalence")


def _between(frame: pd.DataFrame, by: str) -> NDArray[np.float64]:
    """Adjusted p that the groups' shares of a theme are one share, for each row."""
    import numpy as np

    known = frame[~frame["small"].astype(bool) & (frame[by] != "")]
    parts = known.groupby("theme", sort=False)
    p = {theme: between_groups(part["n_effective"], part["tagged"]) for theme, part in parts}
    tested = {theme: value for theme, value in p.items() if value is not None}
    q = dict(zip(tested, benjamini_hochberg(list(tested.values())), strict=True)) if tested else {}
    return np.asarray(frame["theme"].map(q).fillna(1.0), dtype=float)


def _interval(correction: Correction | None, *, clustered: bool) -> str:
    if correction is not None:
        return "corrected"
    return "wilson_clustered" if clustered else "wilson"


def prevalence_rows(
    part: Incidence, confidence: float, correction: Correction | None
) -> list[dict[str, Any]]:
    """One row a theme of shares with intervals over the reports of ``part``."""
    import numpy as np

    n = len(part.reports)
    k = part.matrix.sum(axis=0)
    share = k / n if n else np.zeros(len(part.themes))
    tagged = share
    sizes = effective_sizes(part.matrix, part.clusters, confidence=confidence)
    if correction is None:
        low, high = wilson(share, sizes, confidence=confidence)
    else:
        share, low, high = correction.share(part, share, sizes, confidence=confidence)
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
            "tagged": float(tagged[j]),
        }
        for j, theme in enumerate(part.themes)
    ]
