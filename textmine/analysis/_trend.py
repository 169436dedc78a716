"""Trend: shares over the years, and whether they rise or fall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.analysis._incidence import Incidence, incidence
from textmine.analysis._inference import benjamini_hochberg, t_quantile, t_test
from textmine.analysis._prevalence import prevalence
from textmine.analysis._result import Result

if TYPE_CHECKING:
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
    correction: Correction | None = None,
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
    result = prevalence(tables, role=role, by="year", confidence=confidence, correction=correction)
    found = incidence(tables, role=role)
    dated = found.select(found.reports["year"].notna().to_numpy(dtype=bool))
    frame = result.frame[result.frame["year"] != ""].merge(_slopes(dated, confidence), on="theme", how="left")
    params = {
        **result.params,
        "left_out": len(found.reports) - len(dated.reports),
        "min_agencies": MIN_AGENCIES,
    }
    return Result(frame.reset_index(drop=True), params, "trend")


def _slopes(found: Incidence, confidence: float) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    frame = pd.DataFrame({"theme": found.themes})
    frame = frame.assign(change=np.nan, change_low=np.nan, change_high=np.nan, q=np.nan, direction="none")
    years = found.reports["year"].to_numpy(dtype=float)
    clusters = found.clusters
    n_clusters = int(clusters.max()) + 1 if len(clusters) else 0
    if len(set(years)) < 2 or n_clusters < 2 or len(years) < 3:
        return frame
    x = years - years.mean()
    y = found.matrix.astype(float)
    slope = x @ y / (x @ x)
    residuals = y - y.mean(axis=0) - np.outer(x, slope)
    scores = np.zeros((n_clusters, y.shape[1]))
    np.add.at(scores, clusters, x[:, None] * residuals)
    small_sample = n_clusters / (n_clusters - 1) * (len(x) - 1) / (len(x) - 2)
    error = np.sqrt(small_sample * (scores**2).sum(axis=0)) / (x @ x)
    known = error > 1e-12
    half = t_quantile(n_clusters - 1, confidence) * error
    p = np.where(known, t_test(slope / np.where(known, error, 1.0), n_clusters - 1), 1.0)
    q = benjamini_hochberg(p)
    claimed = (q < 1 - confidence) & (n_clusters >= MIN_AGENCIES)
    frame["change"] = slope * 100
    frame["change_low"] = np.where(known, (slope - half) * 100, np.nan)
    frame["change_high"] = np.where(known, (slope + half) * 100, np.nan)
    frame["q"] = q
    frame["direction"] = np.where(claimed, np.where(slope > 0, "up", "down"), "none")
    return frame
