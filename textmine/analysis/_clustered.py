"""Regressions whose errors are robust to likeness within agencies, and tests that shuffle within agencies.

Written out here instead of taken from statsmodels: the three estimators are short, run on all themes at once, and spare
every user a heavy dependency. Tests compare them with figures from statsmodels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.analysis._inference import MIN_EXPECTED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SHUFFLES = 999
# Comparisons of two sides with fewer agencies on one of them find differences that are not there: in simulations with three
# agencies against 37, 25 of 100 (MacKinnon & Webb 2017, Journal of Applied Econometrics 32:233-254).
MIN_SIDE = 10
_CHUNK = 111  # shuffles at a time, to bound memory with many agencies


def _cluster_sums(clusters: NDArray[np.intp], values: Floats) -> Floats:
    """Sums of the rows of each cluster."""
    import numpy as np
    from scipy.sparse import csr_array

    rows = np.arange(len(clusters))
    shape = (int(clusters.max()) + 1, len(clusters))
    indicator = csr_array((np.ones(len(clusters)), (clusters, rows)), shape=shape)
    return np.asarray(indicator @ values, dtype=np.float64)


def _small_sample(n_clusters: int, n: int, parameters: int) -> float:
    """Stata's correction for few clusters (CR1)."""
    return n_clusters / (n_clusters - 1) * (n - 1) / max(n - parameters, 1)


def clustered_ols(
    design: Floats, y: Floats, clusters: NDArray[np.intp], *, column: int
) -> tuple[Floats, Floats]:
    """Coefficient of one column of ``design`` for each column of ``y``, and its cluster-robust error (CR1)."""
    import numpy as np

    bread = np.linalg.pinv(design.T @ design)
    beta = bread @ (design.T @ y)
    influence = (design @ bread[:, column])[:, None] * (y - design @ beta)
    variance = (_cluster_sums(clusters, influence) ** 2).sum(axis=0)
    factor = _small_sample(int(clusters.max()) + 1, len(y), design.shape[1])
    return np.asarray(beta[column]), np.sqrt(factor * variance)


def agencies_aside(flag: NDArray[np.bool_], clusters: NDArray[np.intp]) -> int:
    """How many agencies have reports on that side of a comparison that fewer have; an agency may be on both."""
    import numpy as np

    return min(len(np.unique(clusters[flag])), len(np.unique(clusters[~flag])))


def comparable(
    flag: NDArray[np.bool_], y: NDArray[np.bool_], clusters: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """For which columns of ``y`` a difference between the two sides of ``flag`` can be claimed at all.

    Both sides need ``MIN_SIDE`` agencies, and so many that five of them would have a true outcome and five a false one if the
    sides were alike: where all of a side say the same it may be by chance, and looks sure.
    """
    import numpy as np

    fewest = agencies_aside(flag, clusters)
    if fewest < MIN_SIDE:
        return np.zeros(y.shape[1], dtype=bool)
    ever = [(_cluster_sums(clusters, side.astype(float)) > 0).mean(axis=0) for side in (y, ~y)]
    return np.asarray(fewest * np.minimum(*ever) >= MIN_EXPECTED)


def score_test(x: Floats, y: Floats, clusters: NDArray[np.intp]) -> Floats:
    """Two-sided p that ``y`` has no linear relation to ``x``, robust to likeness within clusters; 1 where it cannot be told.

    The generalised score test (Boos 1992, The American Statistician 46:327-333): errors are taken under the hypothesis, so
    that a side on which all outcomes are the same still has one.
    """
    import numpy as np

    from textmine.analysis._inference import t_test

    sums = _cluster_sums(clusters, (x - x.mean())[:, None] * (y - y.mean(axis=0)))
    n_clusters = len(sums)
    variance = (sums**2).sum(axis=0) * n_clusters / max(n_clusters - 1, 1)
    known = variance > 1e-12
    statistic = sums.sum(axis=0) / np.sqrt(np.where(known, variance, 1.0))
    return np.where(known, t_test(statistic, max(n_clusters - 1, 1)), 1.0)


def within_change(
    x: Floats, y: Floats, clusters: NDArray[np.intp], *, seed: int = 0
) -> tuple[Floats, Floats]:
    """Slope of ``y`` on ``x`` within clusters, and p values by reversing the order within whole clusters.

    Turning a cluster's series round changes the sign of what it adds to the slope. If series run either way equally
    often – which holds for any stationary reversible series, however alike its neighbours are – the signs
    are even, and p is the share of random signs that give as large a slope (random-sign test; Romano 1989, Annals of
    Statistics 17:141-159). NaN without a cluster in which ``x`` varies.
    """
    import numpy as np

    sizes = np.bincount(clusters)
    centred = x - (np.bincount(clusters, weights=x) / sizes)[clusters]
    total = float(centred @ centred)
    if total <= 0:
        nothing = np.full(y.shape[1], np.nan)
        return nothing, nothing
    scores = _cluster_sums(clusters, centred[:, None] * y)
    scores = np.round(scores[np.bincount(clusters, weights=centred**2) > 0], 9)
    scores = scores[np.lexsort(scores.T)]  # the order of the input must not decide which sign a cluster gets
    return scores.sum(axis=0) / total, _sign_test(scores, seed)


def _sign_test(scores: Floats, seed: int) -> Floats:
    """Two-sided p values of the column sums under random signs of the rows."""
    import numpy as np

    rng = np.random.default_rng(seed)
    observed = np.abs(scores.sum(axis=0)) - 1e-9
    hits = np.zeros(scores.shape[1])
    for _ in range(SHUFFLES // _CHUNK):
        signs = rng.integers(0, 2, (_CHUNK, len(scores)), dtype=np.int8) * 2.0 - 1.0
        hits += (np.abs(signs @ scores) >= observed).sum(axis=0)
    return (1 + hits) / (1 + SHUFFLES)


@dataclass(frozen=True)
class LogitFit:
    """Coefficients, their cluster-robust covariance and whether the search ended."""

    beta: Floats
    covariance: Floats
    converged: bool


def clustered_logit(
    design: Floats,
    y: NDArray[np.bool_],
    clusters: NDArray[np.intp],
    *,
    hit: float = 1.0,
    false: float = 0.0,
    prior: float = 1.0,
) -> LogitFit:
    """Logistic regression with errors clustered by agency (an independence GEE; Liang & Zeger 1986, Biometrika 73:13-22).

    The first column of ``design`` is the intercept. All other coefficients have the weak log-F(``prior``, ``prior``) prior
    (Greenland & Mansournia 2015, Statistics in Medicine 34:3133-3143), so that a group of which none or all name the
    theme has a finite estimate; 0 is maximum likelihood. With ``hit`` and ``false`` the outcome is
    tagged with these rates and the odds are those of the true outcome (Neuhaus 1999, Biometrika 86:843-855).
    """
    import numpy as np
    from scipy.special import expit

    weights = np.full(design.shape[1], prior)
    weights[0] = 0.0
    beta = np.zeros(design.shape[1])
    share = np.clip((y.mean() - false) / (hit - false), 0.01, 0.99)
    beta[0] = np.log(share / (1 - share))
    gain, converged = hit - false, False
    for _ in range(60):
        s = expit(design @ beta)
        mean = np.clip(false + gain * s, 1e-10, 1 - 1e-10)
        slope = gain * s * (1 - s)
        b = expit(beta)
        score = design.T @ (slope * (y - mean) / (mean * (1 - mean))) + weights * (0.5 - b)
        curved = slope**2 / (mean * (1 - mean))
        information = (design * curved[:, None]).T @ design + np.diag(weights * b * (1 - b))
        step = np.linalg.lstsq(information, score, rcond=None)[0]
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            converged = True
            break
    bread: Any = np.linalg.pinv(information)
    scores = _cluster_sums(clusters, design * (slope * (y - mean) / (mean * (1 - mean)))[:, None])
    factor = _small_sample(int(clusters.max()) + 1, len(y), design.shape[1])
    return LogitFit(beta, factor * bread @ (scores.T @ scores) @ bread, converged)
