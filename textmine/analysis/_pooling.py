"""Shares of many small groups, each drawn towards the others as far as the data say that the groups are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textmine.analysis._coded import resolve_correction
from textmine.analysis._correction import rogan_gladen
from textmine.analysis._incidence import SMALL_GROUP, UNKNOWN, counts, group_labels, incidence, region_unit
from textmine.analysis._inference import effective_sizes
from textmine.analysis._result import Result

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from textmine.analysis._correction import Correction
    from textmine.tables import Tables

    Floats = NDArray[np.float64]

_DRAWS = 61  # hyper-parameters kept; twice as many move no bound by more than 0.002
_STEPS = 24  # halvings when a quantile is looked for: exact to 1e-7


def pooled(
    tables: Tables,
    *,
    by: str = "region",
    role: str = "problem",
    confidence: float = 0.95,
    correction: Correction | str | None = None,
    coded: pd.DataFrame | str | Path | None = None,
) -> Result:
    """Share of reports that name each theme in every group, by partial pooling, with tiers instead of ranks.

    The reports of a group are beta-binomial around the group's share, and the groups' shares are a beta distribution. Its
    mean (uniform prior) and the correlation within groups (Beta(3/4, 1), between uniform and Jeffreys) are integrated out over a grid: putting in
    their best values instead gives intervals that are too short. Several years of one agency count as fewer reports.

    Parameters
    ----------
    by: as in ``prevalence``. Reports that do not state the group are left out; ``params["left_out"]`` counts them.
    correction, coded: as in ``prevalence``; the tagger is taken to err alike in all groups, so the order stays.

    Returns
    -------
    Frame with ``by``, theme, n, agencies, k, tagged (share as tagged), share (posterior mean), low, high, small,
    rank_best and rank_worst (1 is the highest share; groups whose intervals overlap are not ranked against each other) and
    tier: 1 for all groups that cannot be told from the highest, 2 for those that cannot be told from the highest of the
    rest, and so on. ``params["tiers"]`` counts them a theme; one tier means that nothing can be said about the order.
    """
    import numpy as np
    import pandas as pd

    fixed = resolve_correction(tables, correction, coded, role=role)
    found = incidence(tables, role=role)
    labels, order = group_labels(found.reports, by)
    order = [label for label in order if label != UNKNOWN]
    column = pd.Series(labels, dtype=object)
    parts = [found.select((column == label).to_numpy(dtype=bool)) for label in order]
    n_themes = len(found.themes)
    n = np.array([len(part.reports) for part in parts])
    k = np.array([part.matrix.sum(axis=0) for part in parts]).reshape(len(parts), n_themes)
    sizes = np.array(
        [effective_sizes(part.matrix, part.clusters, confidence=confidence) for part in parts]
    ).reshape(len(parts), n_themes)
    agencies = [int(part.reports["agency_key"].nunique()) for part in parts]
    frames = []
    for j, theme in enumerate(found.themes):
        tagged = k[:, j] / np.maximum(n, 1)
        mean, low, high = posterior_shares(tagged * sizes[:, j], sizes[:, j], confidence=confidence)
        places = ranks(mean, low, high)
        if fixed is not None:
            mean, low, high = _corrected(fixed, found.themes, j, (mean, low, high), confidence)
        base = {by: order, "theme": theme, "n": n, "agencies": agencies, "k": k[:, j], "tagged": tagged}
        bounds = {"share": mean, "low": low, "high": high, "small": n < SMALL_GROUP}
        frames.append(pd.DataFrame({**base, **bounds, **places}))
    frame = pd.concat(frames, ignore_index=True)
    params: dict[str, Any] = {
        "role": role,
        "by": by,
        "region_unit": region_unit(found.reports) if by == "region" else by,
        "unit": "report",
        "confidence": confidence,
        "interval": "pooled",
        "correction": fixed.name if fixed else None,
        "small_group": SMALL_GROUP,
        "left_out": int((column == UNKNOWN).sum()),
        "tiers": {str(theme): int(tier) for theme, tier in frame.groupby("theme")["tier"].max().items()},
        **counts(found),
    }
    return Result(frame, params, "pooled")


def _corrected(
    correction: Correction,
    themes: tuple[str, ...],
    j: int,
    bounds: tuple[Floats, Floats, Floats],
    confidence: float,
) -> tuple[Floats, Floats, Floats]:
    """Posterior shares of one theme corrected for the tagger's error, the posterior taken as so many reports."""
    import numpy as np

    from textmine.analysis._error_rates import ErrorRates
    from textmine.analysis._inference import normal_quantile

    mean, low, high = bounds
    deviation = np.maximum((high - low) / (2 * normal_quantile(confidence)), 1e-6)
    sizes = mean * (1 - mean) / deviation**2
    rates = correction.rates(themes)
    one = [
        np.full(len(mean), values[j])
        for values in (rates.sensitivity, rates.sensitivity_n, rates.false_rate, rates.false_n)
    ]
    return rogan_gladen(mean, sizes, ErrorRates(themes, *one), confidence=confidence)


def posterior_shares(k: Floats, n: Floats, *, confidence: float = 0.95) -> tuple[Floats, Floats, Floats]:
    """Posterior mean and central interval of each group's share, from ``k`` of ``n`` (may be fractional) a group.

    The method is that of Gelman et al., *Bayesian Data Analysis* (3rd ed., 2013), section 5.3, with a prior on the
    intraclass correlation 1/(1 + a + b) under which simulated coverage is nominal (docs/methods.md).
    """
    import numpy as np

    if not len(n):
        nothing = np.zeros(0)
        return nothing, nothing, nothing
    rounded = np.asarray(np.round(np.stack([k, n], axis=1), 3), dtype=np.float64)
    pairs, back = np.unique(rounded, axis=0, return_inverse=True)
    back = back.reshape(-1)
    a, b = _hyperparameters(pairs[:, 0], pairs[:, 1], np.bincount(back).astype(float))
    left, right = pairs[:, :1] + a, pairs[:, 1:] - pairs[:, :1] + b
    mean = (left / (left + right)).mean(axis=1)
    tail = (1 - confidence) / 2
    low, high = (_mixture_quantile(left, right, level) for level in (tail, 1 - tail))
    return mean[back], low[back], high[back]


def _hyperparameters(k: Floats, n: Floats, repeats: Floats) -> tuple[Floats, Floats]:
    """Parameters of the beta distribution over groups: evenly spaced draws along their posterior on a grid."""
    import numpy as np

    logits, roots = np.linspace(-8, 8, 49), np.linspace(0.01, 0.995, 33)
    for last in (False, True):
        weights, a, b = _grid_posterior(k, n, repeats, logits, roots)
        if last:
            break
        # A second grid over what the first one leaves, since many groups leave little.
        rows, columns = (np.flatnonzero(weights.max(axis=axis) > 1e-7) for axis in (1, 0))
        step, root_step = logits[1] - logits[0], roots[1] - roots[0]
        logits = np.linspace(logits[rows[0]] - step, logits[rows[-1]] + step, 49)
        roots = np.linspace(
            max(roots[columns[0]] - root_step, 0.004), min(roots[columns[-1]] + root_step, 0.998), 41
        )
    flat = weights.ravel()
    points = (np.arange(_DRAWS) + 0.5) / _DRAWS
    chosen = np.searchsorted(np.cumsum(flat) / flat.sum(), points)
    chosen = np.minimum(chosen, len(flat) - 1)
    return a.ravel()[chosen], b.ravel()[chosen]


def _grid_posterior(
    k: Floats, n: Floats, repeats: Floats, logits: Floats, roots: Floats
) -> tuple[Floats, Floats, Floats]:
    """Posterior weights (largest 1) on a grid of the mean's logit and the root of the intraclass correlation."""
    import numpy as np
    from scipy.special import betaln, expit

    mean = expit(logits)[:, None]
    correlation = (roots**2)[None, :]
    strength = 1 / correlation - 1
    a, b = np.broadcast_arrays(mean * strength, (1 - mean) * strength)
    # On this grid: uniform for the mean, density falling with the fourth root of the correlation.
    log = np.log(mean * (1 - mean)) + 0.5 * np.log(roots)[None, :]
    log = np.broadcast_to(log, a.shape).copy()
    for k_i, n_i, times in zip(k, n, repeats, strict=True):
        log += times * (betaln(k_i + a, n_i - k_i + b) - betaln(a, b))
    return np.exp(log - log.max()), a, b


def _mixture_quantile(a: Floats, b: Floats, level: float) -> Floats:
    """Quantile of the even mixture of beta distributions in each row."""
    import numpy as np
    from scipy.special import betainc

    low, high = np.zeros(len(a)), np.ones(len(a))
    for _ in range(_STEPS):
        middle = (low + high) / 2
        below = betainc(a, b, middle[:, None]).mean(axis=1) < level
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


def ranks(share: Floats, low: Floats, high: Floats) -> dict[str, NDArray[np.int64]]:
    """Best and worst rank and tier of each group, by intervals that do not overlap."""
    import numpy as np

    best = 1 + len(low) - np.searchsorted(np.sort(low), high, side="right")
    worst = len(low) - np.searchsorted(np.sort(high), low, side="left")
    tier = np.zeros(len(low), dtype=np.int64)
    current, leader = 0, np.inf
    for row in np.lexsort((-high, -share)):
        if current == 0 or high[row] < leader:
            current, leader = current + 1, low[row]
        tier[row] = current
    return {"rank_best": best.astype(np.int64), "rank_worst": worst.astype(np.int64), "tier": tier}
