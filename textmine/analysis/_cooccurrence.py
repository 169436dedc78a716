"""Co-occurrence: which themes are named together, and whether more often than chance gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.analysis._incidence import Incidence, counts, incidence
from textmine.analysis._inference import benjamini_hochberg, effective_sizes, t_test, wilson
from textmine.analysis._result import Result

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.tables import Tables

# The robust test leans on the number of agencies, and a pair seen once or twice is an anecdote.
MIN_AGENCIES = 15
MIN_PAIRS = 3


def cooccurrence(tables: Tables, *, role: str = "problem", confidence: float = 0.95) -> Result:
    """How often two themes are named in the same report.

    Returns
    -------
    Frame with one row a pair of themes (a before b in the codebook): n (reports), k_a, k_b, k (reports with both), share,
    low, high (interval as in ``prevalence``), expected (reports with both if the themes were independent), jaccard, q
    (test of no association, within years and robust to clustering by agency; Benjamini–Hochberg over all pairs) and
    more (true where the pair is seen more often than chance gives: q below 0.05, at least 15 agencies, 3 reports).
    """
    import numpy as np
    import pandas as pd

    found = incidence(tables, role=role)
    n, themes = len(found.reports), found.themes
    first, second = np.triu_indices(len(themes), k=1)
    values = found.matrix.astype(float)
    together = (values.T @ values).astype(int)
    each = np.diagonal(together)
    k = together[first, second]
    share = k / n if n else np.zeros(len(k))
    joint = found.matrix[:, first] & found.matrix[:, second]
    sizes = effective_sizes(joint, found.clusters, confidence=confidence)
    low, high = wilson(share, sizes, confidence=confidence)
    either = each[first] + each[second] - k
    q, positive = _association(found, first, second)
    agencies = int(found.reports["agency_key"].nunique())
    names = np.array(themes)
    frame = pd.DataFrame(
        {
            "a": names[first],
            "b": names[second],
            "n": n,
            "k_a": each[first],
            "k_b": each[second],
            "k": k,
            "share": share,
            "low": low,
            "high": high,
            "expected": each[first] * each[second] / n if n else 0.0,
            "jaccard": np.where(either > 0, k / np.maximum(either, 1), 0.0),
            "q": q,
            "more": (q < 1 - confidence) & positive & (agencies >= MIN_AGENCIES) & (k >= MIN_PAIRS),
        }
    )
    params = {
        "role": role,
        "confidence": confidence,
        "interval": "wilson_clustered" if n > agencies else "wilson",
        "min_agencies": MIN_AGENCIES,
        "min_pairs": MIN_PAIRS,
        **counts(found),
    }
    return Result(frame, params, "cooccurrence")


def _association(
    found: Incidence, first: NDArray[np.intp], second: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Score test of no covariance: themes centred within years, products summed by agency."""
    import numpy as np
    import pandas as pd

    clusters = found.clusters
    n_clusters = int(clusters.max()) + 1 if len(clusters) else 0
    if n_clusters < 2:
        return np.ones(len(first)), np.zeros(len(first), dtype=bool)
    values = pd.DataFrame(found.matrix.astype(float))
    year = found.reports["year"].astype("Int64").fillna(-1).to_numpy()
    centred = (values - values.groupby(year).transform("mean")).to_numpy()
    by_agency = np.zeros((n_clusters, len(first)))
    np.add.at(by_agency, clusters, centred[:, first] * centred[:, second])
    total, spread = by_agency.sum(axis=0), np.sqrt((by_agency**2).sum(axis=0))
    known = spread > 1e-12
    statistic = np.where(known, total / np.where(known, spread, 1.0), 0.0)
    p = np.where(known, t_test(statistic, n_clusters - 1), 1.0)
    return benjamini_hochberg(p), total > 0
