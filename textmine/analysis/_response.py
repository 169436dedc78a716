"""Response: whether reports that name a problem also state a measure on the same theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.analysis._incidence import SMALL_GROUP, counts, incidence
from textmine.analysis._inference import clustered_ratio, effective_sizes, wilson
from textmine.analysis._result import Result

if TYPE_CHECKING:
    from textmine.tables import Tables


def response(tables: Tables, *, confidence: float = 0.95) -> Result:
    """Problems against measures, theme by theme.

    Returns
    -------
    Frame with theme, n (reports), problem and measure (reports that name the theme in that role), their shares of all
    reports with intervals (problem_share, problem_low, problem_high, measure_share, …), both (reports with problem and
    measure), answered (both / problem) with answered_low and answered_high (null where no report names the problem), and
    small (fewer than ten reports name the problem) and fewer (clearly fewer answers than problems have on the whole: with at
    least ten reports, the upper bound for as many comparisons as there are themes lies below that share). Intervals as in ``prevalence``. A measure counts as an
    answer if it has the same theme; whether it fits the problem is not judged here.
    """
    import numpy as np
    import pandas as pd

    problems = incidence(tables, role="problem")
    measures = incidence(tables, role="measure")
    clusters = problems.clusters
    n = len(problems.reports)
    frame = pd.DataFrame({"theme": problems.themes, "n": n})
    for name, matrix in (("problem", problems.matrix), ("measure", measures.matrix)):
        share = matrix.mean(axis=0) if n else np.zeros(len(problems.themes))
        low, high = wilson(
            share, effective_sizes(matrix, clusters, confidence=confidence), confidence=confidence
        )
        frame[name] = matrix.sum(axis=0)
        frame[f"{name}_share"], frame[f"{name}_low"], frame[f"{name}_high"] = share, low, high
    both = problems.matrix & measures.matrix
    frame["both"] = both.sum(axis=0)
    rows = [
        _answered(both[problems.matrix[:, j], j], clusters[problems.matrix[:, j]], confidence)
        for j in range(len(problems.themes))
    ]
    frame[["answered", "answered_low", "answered_high"]] = np.array(rows, dtype=float).reshape(-1, 3)
    frame["small"] = frame["problem"] < SMALL_GROUP
    named, answered = problems.matrix.sum(axis=1), both.sum(axis=1)
    whole = clustered_ratio(answered, named, clusters, confidence=confidence)
    strict = 1 - 2 * (1 - confidence) / max(1, int((~frame["small"]).sum()))
    bounds = [
        _answered(both[problems.matrix[:, j], j], clusters[problems.matrix[:, j]], strict)[2]
        for j in range(len(problems.themes))
    ]
    frame["fewer"] = ~frame["small"] & (np.array(bounds) < whole[0])
    clustered = n > problems.reports["agency_key"].nunique()
    params = {
        "confidence": confidence,
        "interval": "wilson_clustered" if clustered else "wilson",
        "small_group": SMALL_GROUP,
        "answered": {
            "k": int(answered.sum()),
            "n": int(named.sum()),
            **dict(zip(("share", "low", "high"), whole[:3], strict=True)),
        },
        **counts(problems),
    }
    return Result(frame, params, "response")


def _answered(both: object, clusters: object, confidence: float) -> tuple[float, float, float]:
    import numpy as np

    outcomes = np.asarray(both, dtype=bool)[:, None]
    if not len(outcomes):
        return float("nan"), float("nan"), float("nan")
    codes = np.unique(np.asarray(clusters), return_inverse=True)[1]
    share = outcomes.mean(axis=0)
    low, high = wilson(share, effective_sizes(outcomes, codes, confidence=confidence), confidence=confidence)
    return float(share[0]), float(low[0]), float(high[0])
