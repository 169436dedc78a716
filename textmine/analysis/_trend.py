"""Trend: shares over the years, and whether they rise or fall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.analysis._clustered import clustered_ols, within_change
from textmine.analysis._coded import resolve_correction
from textmine.analysis._correction import corrected_change
from textmine.analysis._incidence import Incidence, incidence
from textmine.analysis._inference import benjamini_hochberg, t_quantile, t_test
from textmine.analysis._prevalence import prevalence
from textmine.analysis._result import Result

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from textmine.analysis._correction import Correction
    from textmine.tables import Tables

# Cluster-robust errors are too small with few clusters (Cameron & Miller 2015, Journal of Human Resources
# 50:317–372); with fewer agencies than this no rise or fall is claimed.
MIN_AGENCIES = 10


def trend(
    tables: Tables,
    *,
    role: str = "problem",
    confidence: float = 0.95,
    correction: Correction | str | None = None,
    coded: pd.DataFrame | str | Path | None = None,
) -> Result:
    """Share of reports naming each theme in each year, and the average change from year to year.

    Returns
    -------
    Frame of ``prevalence(by="year")`` plus, the same on all rows of a theme: change (percentage points a year,
    slope of a linear probability model over all reports), change_low, change_high (errors robust to clustering by
    agency, Student's t), q (Benjamini–Hochberg over the themes), direction (up, down or none: q below 0.05 and at
    least ten agencies).
    Reports that do not say their year are left out; ``params["left_out"]`` counts them.
    """
    fixed = resolve_correction(tables, correction, coded, role=role)
    result = prevalence(tables, role=role, by="year", confidence=confidence, correction=fixed)
    found = incidence(tables, role=role)
    dated = found.select(found.reports["year"].notna().to_numpy(dtype=bool))
    frame = result.frame[result.frame["year"] != ""].merge(
        _slopes(dated, confidence, fixed), on="theme", how="left"
    )
    params = {
        **result.params,
        "left_out": len(found.reports) - len(dated.reports),
        "min_agencies": MIN_AGENCIES,
    }
    return Result(frame.reset_index(drop=True), params, "trend")


def _slopes(found: Incidence, confidence: float, correction: Correction | None) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    frame = pd.DataFrame({"theme": found.themes})
    frame = frame.assign(change=np.nan, change_low=np.nan, change_high=np.nan, q=np.nan, direction="none")
    frame = frame.assign(change_within=np.nan, p_within=np.nan)
    years = found.reports["year"].to_numpy(dtype=float)
    clusters = found.clusters
    n_clusters = int(clusters.max()) + 1 if len(clusters) else 0
    if len(set(years)) < 2 or n_clusters < 2 or len(years) < 3:
        return frame
    y = found.matrix.astype(float)
    design = np.stack([np.ones(len(years)), years - years.mean()], axis=1)
    slope, error = clustered_ols(design, y, clusters, column=1)
    known = error > 1e-12
    p = np.where(known, t_test(slope / np.where(known, error, 1.0), n_clusters - 1), 1.0)
    q = benjamini_hochberg(p)
    claimed = (q < 1 - confidence) & (n_clusters >= MIN_AGENCIES)
    within, p_within = within_change(years, y, clusters)
    if correction is not None:
        rates = correction.rates(found.themes)
        slope, error = corrected_change(rates, slope, error)
        within = corrected_change(rates, within, np.zeros(len(within)))[0]
    half = t_quantile(n_clusters - 1, confidence) * error
    frame["change"] = slope * 100
    frame["change_low"] = np.where(known, (slope - half) * 100, np.nan)
    frame["change_high"] = np.where(known, (slope + half) * 100, np.nan)
    frame["q"] = q
    frame["direction"] = np.where(claimed, np.where(slope > 0, "up", "down"), "none")
    frame["change_within"] = within * 100
    frame["p_within"] = p_within
    return frame
