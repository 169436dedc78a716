"""Before and after an event: how the share of reports that name a theme differs between two spans of years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.analysis._clustered import (
    MIN_SIDE,
    agencies_aside,
    clustered_ols,
    comparable,
    score_test,
    within_change,
)
from textmine.analysis._coded import resolve_correction
from textmine.analysis._correction import corrected_change
from textmine.analysis._incidence import Incidence, counts, incidence
from textmine.analysis._inference import benjamini_hochberg, t_quantile
from textmine.analysis._prevalence import prevalence_rows
from textmine.analysis._result import Result
from textmine.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from textmine.analysis._correction import Correction
    from textmine.analysis._error_rates import ErrorRates
    from textmine.tables import Tables

    Floats = NDArray[np.float64]


def before_after(
    tables: Tables,
    *,
    year: int = 2021,
    role: str = "problem",
    confidence: float = 0.95,
    correction: Correction | str | None = None,
    coded: pd.DataFrame | str | Path | None = None,
) -> Result:
    """Shares before ``year`` and from ``year`` on, and their difference.

    Parameters
    ----------
    year: first year after the event; 2021 is the first year reported on in the present statutory form.
    correction, coded: as in ``prevalence``; the tagger is taken to err alike before and after.

    Returns
    -------
    Frame with theme, n_before, n_after, before, before_low, before_high, after, after_low, after_high; difference (points),
    low, high (errors robust to clustering by agency; degrees of freedom from the span that fewer agencies report on), q
    (robust score test, Benjamini–Hochberg), direction (up, down, none: q below 0.05, at least ten agencies on either span, and
    so many that five would name the theme and five not if nothing had changed); within (points, only agencies that report on both spans, each against itself) and p_within
    (the two spans swapped at random within agencies); jump, jump_low, jump_high (points by which the level shifts at
    ``year`` beyond one straight trend through all years; needs two years on either side).
    A difference is no effect of the event: whatever else changed in these years is in it.

    Raises
    ------
    UsageError: no reports on one of the spans.
    """
    import pandas as pd

    fixed = resolve_correction(tables, correction, coded, role=role)
    everything = incidence(tables, role=role)
    found = everything.select(everything.reports["year"].notna().to_numpy(dtype=bool))
    years = found.reports["year"].to_numpy(dtype=float)
    after = years >= year
    if not after.any() or after.all():
        raise UsageError(f"There are no reports {'from' if not after.any() else 'before'} {year}.")
    frame = pd.DataFrame({"theme": found.themes})
    for name, mask in (("before", ~after), ("after", after)):
        part = pd.DataFrame(prevalence_rows(found.select(mask), confidence, fixed))
        frame[f"n_{name}"] = part["n"]
        frame[name], frame[f"{name}_low"], frame[f"{name}_high"] = part["share"], part["low"], part["high"]
    rates = fixed.rates(found.themes) if fixed else None
    fewest = agencies_aside(after, found.clusters)
    scale = _Scale(fewest - 1, confidence, rates)
    frame = frame.assign(**_differences(found, after, scale), **_jumps(found, years, after, scale))
    params = {
        "role": role,
        "year": year,
        "unit": "report",
        "confidence": confidence,
        "interval": "corrected" if fixed else "wilson_clustered",
        "correction": fixed.name if fixed else None,
        "both": len(set(found.clusters[after]) & set(found.clusters[~after])),
        "left_out": len(everything.reports) - len(found.reports),
        "fewest": fewest,
        "min_agencies": MIN_SIDE,
        **counts(found),
    }
    return Result(frame, params, "before_after")


@dataclass(frozen=True)
class _Scale:
    """How estimates become points with bounds: degrees of freedom, confidence, and error rates if corrected."""

    df: int
    confidence: float
    rates: ErrorRates | None

    def bounds(self, estimate: Floats, error: Floats) -> tuple[Floats, Floats, Floats]:
        import numpy as np

        if self.rates is not None:
            estimate, error = corrected_change(self.rates, estimate, error)
        half = t_quantile(self.df, self.confidence) * error
        low, high = np.clip(estimate - half, -1, 1), np.clip(estimate + half, -1, 1)
        return estimate * 100, low * 100, high * 100


def _differences(found: Incidence, after: NDArray[np.bool_], scale: _Scale) -> dict[str, Any]:
    import numpy as np

    clusters, y = found.clusters, found.matrix.astype(float)
    df = scale.df
    nothing = np.full(len(found.themes), np.nan)
    if df < 1:
        return dict.fromkeys(("difference", "low", "high", "q", "within", "p_within"), nothing) | {
            "direction": "none"
        }
    design = np.stack([np.ones(len(after)), after], axis=1).astype(float)
    slope, error = clustered_ols(design, y, clusters, column=1)
    q = benjamini_hochberg(score_test(after.astype(float), y, clusters))
    claimed = (q < 1 - scale.confidence) & comparable(after, found.matrix, clusters)
    difference, low, high = scale.bounds(slope, error)
    within, p_within = within_change(after.astype(float), y, clusters)
    return {
        "difference": difference,
        "low": low,
        "high": high,
        "q": q,
        "direction": np.where(claimed, np.where(slope > 0, "up", "down"), "none"),
        "within": scale.bounds(within, nothing)[0],
        "p_within": p_within,
    }


def _jumps(found: Incidence, years: Floats, after: NDArray[np.bool_], scale: _Scale) -> dict[str, Any]:
    import numpy as np

    clusters = found.clusters
    if scale.df < 1 or min(len(set(years[after])), len(set(years[~after]))) < 2:
        return dict.fromkeys(("jump", "jump_low", "jump_high"), np.nan)
    design = np.stack([np.ones(len(years)), years - years.mean(), after], axis=1).astype(float)
    shift, error = clustered_ols(design, found.matrix.astype(float), clusters, column=2)
    names = ("jump", "jump_low", "jump_high")
    return dict(zip(names, scale.bounds(shift, error), strict=True))
