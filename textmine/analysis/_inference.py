"""Intervals and tests for shares of reports.

Wilson's score interval keeps its coverage for small counts and shares near 0 and 1 (Brown, Cai & DasGupta 2001,
Statistical Science 16:101–133). Reports of one agency resemble each other from year to year; where several years are
pooled the interval is taken for the effective number of reports (Korn & Graubard 1998, Survey Methodology
24:193–201; for Wilson's form Franco et al. 2019, Journal of Survey Statistics and Methodology 7:334–364).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def normal_quantile(confidence: float) -> float:
    """The two-sided quantile of the normal distribution: 1.96 for 0.95."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(0.5 + confidence / 2)


def t_quantile(df: ArrayLike, confidence: float) -> Floats:
    """The two-sided quantile of Student's t."""
    import numpy as np
    from scipy.special import stdtrit

    return np.asarray(stdtrit(np.asarray(df, dtype=float), 0.5 + confidence / 2), dtype=float)


def wilson(share: ArrayLike, n: ArrayLike, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson's score interval for a share out of ``n`` (``n`` may be fractional; n = 0 gives 0 to 1)."""
    import numpy as np

    p, size = np.broadcast_arrays(np.asarray(share, dtype=float), np.asarray(n, dtype=float))
    z = normal_quantile(confidence)
    safe = np.where(size > 0, size, 1.0)
    p = np.where(size > 0, p, 0.5)
    middle = (p + z * z / (2 * safe)) / (1 + z * z / safe)
    half = z / (1 + z * z / safe) * np.sqrt(p * (1 - p) / safe + z * z / (4 * safe * safe))
    # At 0 and 1 the bound is exact; without this, rounding leaves 1e-17 and an interval without its own share.
    low = np.where(size > 0, np.where(p == 0, 0.0, np.clip(middle - half, 0, 1)), 0.0)
    high = np.where(size > 0, np.where(p == 1, 1.0, np.clip(middle + half, 0, 1)), 1.0)
    return low, high


def effective_sizes(
    outcomes: NDArray[np.bool_], clusters: NDArray[np.intp], *, confidence: float = 0.95
) -> Floats:
    """Effective number of independent rows for the mean of each column of ``outcomes``.

    The design effect is the cluster-robust variance of the mean over the binomial one; it is brought down further
    by the ratio of Student quantiles, since few clusters make the variance itself uncertain. The result lies
    between Kish's number of clusters (complete likeness within clusters) and the number of rows. Columns
    that are all false or all true say nothing of likeness and get the lower bound.
    """
    import numpy as np

    rows = len(outcomes)
    if rows == 0:
        return np.zeros(outcomes.shape[1])
    sizes = np.bincount(clusters).astype(float)
    n_clusters = len(sizes)
    if n_clusters == rows:
        return np.full(outcomes.shape[1], float(rows))
    kish = rows**2 / float(np.sum(sizes**2))
    if n_clusters == 1:
        return np.full(outcomes.shape[1], kish)
    p = outcomes.mean(axis=0)
    totals = np.zeros((n_clusters, outcomes.shape[1]))
    np.add.at(totals, clusters, outcomes - p)
    variance = n_clusters / (n_clusters - 1) * (totals**2).sum(axis=0) / rows**2
    binomial = p * (1 - p) / rows
    with np.errstate(divide="ignore", invalid="ignore"):
        design_effect = variance / binomial
        size = rows / design_effect
    few = (t_quantile(rows - 1, confidence) / t_quantile(n_clusters - 1, confidence)) ** 2
    size = np.where((p > 0) & (p < 1), size * few, kish)
    return np.asarray(np.clip(np.nan_to_num(size, nan=kish, posinf=rows), kish, rows), dtype=float)


def clustered_share(outcomes: ArrayLike, agencies: ArrayLike, *, confidence: float = 0.95) -> dict[str, Any]:
    """How many of the outcomes are true: k, n, share, low, high (Wilson for the effective number, one agency's alike).

    Share and bounds are null without outcomes.
    """
    import numpy as np
    import pandas as pd

    true = np.asarray(outcomes, dtype=bool)
    n = len(true)
    if not n:
        return {"k": 0, "n": 0, "share": None, "low": None, "high": None}
    size = effective_sizes(true[:, None], pd.factorize(np.asarray(agencies))[0], confidence=confidence)
    low, high = wilson(true.mean(), size[0], confidence=confidence)
    share = float(true.mean())
    return {"k": int(true.sum()), "n": n, "share": share, "low": float(low), "high": float(high)}


def clustered_ratio(
    part: NDArray[np.int_], whole: NDArray[np.int_], clusters: NDArray[np.intp], *, confidence: float = 0.95
) -> tuple[float, float, float, float]:
    """Share of ``part`` in ``whole`` summed over reports, its bounds, and the effective number of things counted.

    The linearised error of the ratio (Cochran 1977, Sampling Techniques, ch. 6) clustered by agency gives the design effect, as
    in ``effective_sizes``; with one agency, or none that differs from the others, the number of agencies is what counts.
    NaN and 0 where ``whole`` sums to nothing.
    """
    import numpy as np

    total = float(whole.sum())
    if not total:
        return float("nan"), float("nan"), float("nan"), 0.0
    share = float(part.sum()) / total
    sums = np.bincount(clusters, weights=part - share * whole)
    n_clusters = len(np.unique(clusters[whole > 0]))
    error = np.sqrt(n_clusters / max(n_clusters - 1, 1) * (sums**2).sum()) / total
    size = float(n_clusters)
    if n_clusters > 1 and error > 1e-12 and total > 1:
        few = (t_quantile(total - 1, confidence) / t_quantile(n_clusters - 1, confidence)) ** 2
        size = float(np.clip(share * (1 - share) / error**2 * few, 1.0, total))
    low, high = wilson(share, size, confidence=confidence)
    return share, float(low), float(high), size


MIN_EXPECTED = 5.0  # counts expected either way, below which chi-square cannot be trusted (Cochran 1954, Biometrics 10:417-451)


def between_groups(sizes: ArrayLike, shares: ArrayLike) -> float | None:
    """Chance that shares of groups differ so much if they are one: chi-square for effective sizes (Rao & Scott 1981).

    Groups in which fewer than five are expected either way are left aside. Null with fewer than two groups.
    """
    import numpy as np
    from scipy.special import chdtrc

    size, share = np.asarray(sizes, dtype=float), np.asarray(shares, dtype=float)
    for last in (False, True):
        whole = float(size @ share / size.sum()) if size.sum() else 0.0
        if not last:
            kept = size * min(whole, 1 - whole) >= MIN_EXPECTED
            size, share = size[kept], share[kept]
    if len(size) < 2 or not 0 < whole < 1:
        return None
    statistic = float(size @ (share - whole) ** 2) / (whole * (1 - whole))
    return float(chdtrc(len(size) - 1, statistic))


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Adjusted p values that keep the false discovery rate (Benjamini & Hochberg 1995, JRSS B 57:289–300)."""
    import numpy as np

    values = np.asarray(p, dtype=float)
    order = np.argsort(values)[::-1]
    ranks = np.arange(len(values), 0, -1)
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum.accumulate(values[order] * len(values) / ranks)
    clipped: Floats = np.minimum(adjusted, 1.0)
    return clipped


def t_test(statistic: ArrayLike, df: int) -> Floats:
    """Two-sided p value of a t statistic."""
    import numpy as np
    from scipy.special import stdtr

    return np.asarray(2 * stdtr(df, -np.abs(np.asarray(statistic, dtype=float))), dtype=float)
