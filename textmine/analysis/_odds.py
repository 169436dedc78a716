"""Which reports name a theme more often: odds ratios by level, requests received, region and other traits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.analysis._clustered import agencies_aside, clustered_logit, comparable
from textmine.analysis._coded import resolve_correction
from textmine.analysis._figures import figure_values
from textmine.analysis._incidence import (
    GROUPINGS,
    SMALL_GROUP,
    Incidence,
    counts,
    group_labels,
    incidence,
    region_unit,
)
from textmine.analysis._inference import benjamini_hochberg, t_quantile, t_test
from textmine.analysis._result import Result
from textmine.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from textmine.analysis._correction import Correction
    from textmine.tables import Tables

    Floats = NDArray[np.float64]

REQUESTS = "requests"
_REQUESTS_KEY = "requests.new.total"
# With fewer agencies cluster-robust errors of a regression are far too small.
MIN_AGENCIES = 20
# Rows of a frame for each covariate that is no category.
_SLOPES = {REQUESTS: "doubling", "year": "year"}
REST = "(rest)"  # groups of fewer than ten reports taken together


def odds_ratios(
    tables: Tables,
    *,
    covariates: Sequence[str] = ("level", REQUESTS, "region"),
    role: str = "problem",
    confidence: float = 0.95,
    correction: Correction | str | None = None,
    coded: pd.DataFrame | str | Path | None = None,
) -> Result:
    """Odds ratios of naming each theme, all covariates taken together (logistic regression, errors clustered by agency).

    Parameters
    ----------
    covariates: any of level, kind, region, province, city, county (categories against the most frequent one; groups of
        fewer than ten reports are one category), year (odds ratio a year) and requests (new requests received in the
        year, odds ratio for a doubling of 1 + requests; reports without this figure are left out).
    correction, coded: as in ``prevalence``. Without it, false and missed tags draw all odds ratios towards 1. The rates
        are taken as known and the same in all groups: the intervals do not hold their uncertainty.

    Returns
    -------
    Frame with theme, covariate, value (category, or ``doubling``, ``year``), reference, n (reports), agencies, k (reports of
    the category with the tag), odds_ratio, low, high, p, q (Benjamini–Hochberg over all rows) and claimed (q below 0.05, at
    least twenty agencies in all, and for categories at least ten inside and ten outside, so many that five would
    name the theme and five not if the category were like the rest). An odds ratio describes; it is no effect.

    Raises
    ------
    UsageError: unknown covariate, or fewer than two agencies left.
    """
    import numpy as np
    import pandas as pd

    names = tuple(dict.fromkeys(covariates))
    if unknown := [name for name in names if name not in (*GROUPINGS, REQUESTS)]:
        raise UsageError(f"Unknown covariate {unknown[0]!r}; known are {', '.join((*GROUPINGS, REQUESTS))}.")
    fixed = resolve_correction(tables, correction, coded, role=role)
    everything = incidence(tables, role=role)
    found, slopes = _usable(tables, everything, names)
    n_agencies = int(found.reports["agency_key"].nunique())
    if n_agencies < 2:
        raise UsageError("Fewer than two agencies have all covariates; choose fewer.")
    design, terms = _design(found, names, slopes)
    for term in terms:
        term.update(_sides(term["members"], found))
    rows: list[dict[str, Any]] = []
    hit, false = np.ones(len(found.themes)), np.zeros(len(found.themes))
    if fixed is not None:
        hit, false, _, _ = fixed.rates(found.themes).smoothed()
    setting = _Setting(design, terms, confidence, hit, false)
    for j in range(len(found.themes)):
        rows += _theme_rows(found, j, setting)
    columns = [
        "theme",
        "covariate",
        "value",
        "reference",
        "n",
        "agencies",
        "k",
        "odds_ratio",
        "low",
        "high",
        "p",
        "enough",
    ]
    frame = pd.DataFrame(rows, columns=columns)
    tested = frame["p"].notna().to_numpy()
    q = np.full(len(frame), np.nan)
    q[tested] = benjamini_hochberg(frame["p"].to_numpy(dtype=float)[tested])
    enough = frame.pop("enough").astype(bool)
    frame = frame.assign(q=q, claimed=(q < 1 - confidence) & enough & (n_agencies >= MIN_AGENCIES))
    params = {
        "role": role,
        "covariates": list(names),
        "region_unit": region_unit(found.reports) if "region" in names else None,
        "confidence": confidence,
        "interval": "clustered_logit",
        "correction": fixed.name if fixed else None,
        "left_out": len(everything.reports) - len(found.reports),
        "min_agencies": MIN_AGENCIES,
        **counts(found),
    }
    return Result(frame, params, "odds_ratios")


def _usable(tables: Tables, found: Incidence, names: Sequence[str]) -> tuple[Incidence, dict[str, Floats]]:
    """Reports that have all numeric covariates, and these."""
    import numpy as np

    slopes: dict[str, Floats] = {}
    if REQUESTS in names:
        slopes[REQUESTS] = figure_values(tables, found.reports, [_REQUESTS_KEY])[:, 0]
    if "year" in names:
        slopes["year"] = found.reports["year"].to_numpy(dtype=float, na_value=np.nan)
    usable = np.ones(len(found.reports), dtype=bool)
    for values in slopes.values():
        usable &= np.isfinite(values) & (values >= 0)
    return found.select(usable), {name: values[usable] for name, values in slopes.items()}


_Term = dict[str, Any]


def _design(found: Incidence, names: Sequence[str], slopes: dict[str, Floats]) -> tuple[Floats, list[_Term]]:
    """Columns of the regression (intercept first) and what each column after the intercept stands for."""
    import numpy as np
    import pandas as pd

    everyone = np.ones(len(found.reports), dtype=bool)
    columns, terms = [np.ones(len(found.reports))], []
    for name in names:
        if name in slopes:
            values = np.log2(1 + slopes[name]) if name == REQUESTS else slopes[name]
            columns.append(values - values.mean())
            terms.append({"covariate": name, "value": _SLOPES[name], "reference": "", "members": everyone})
            continue
        labels = pd.Series(group_labels(found.reports, name)[0], dtype=object).astype(str)
        sizes = labels.value_counts()
        labels = labels.where(labels.map(sizes) >= SMALL_GROUP, REST)
        order = sorted(set(labels), key=lambda label: (label == REST, -int((labels == label).sum()), label))
        for label in order[1:]:
            members = (labels == label).to_numpy(dtype=bool)
            columns.append(members.astype(float))
            terms.append({"covariate": name, "value": label, "reference": order[0], "members": members})
    return np.stack(columns, axis=1), terms


def _sides(members: NDArray[np.bool_], found: Incidence) -> _Term:
    """Degrees of freedom of a column of the regression, and for which themes it can be claimed."""
    import numpy as np

    if members.all():
        return {"df": int(found.clusters.max()), "enough": np.ones(len(found.themes), dtype=bool)}
    df = max(1, agencies_aside(members, found.clusters) - 1)
    return {"df": df, "enough": comparable(members, found.matrix, found.clusters)}


@dataclass(frozen=True)
class _Setting:
    """What the regressions of all themes share: columns, what they stand for, confidence, error rates."""

    design: Floats
    terms: Sequence[_Term]
    confidence: float
    hit: Floats
    false: Floats


def _theme_rows(found: Incidence, j: int, setting: _Setting) -> list[dict[str, Any]]:
    import numpy as np

    y, clusters = found.matrix[:, j], found.clusters
    hit, false = float(setting.hit[j]), float(setting.false[j])
    varied = bool(y.any() and not y.all()) and hit - false > 0.05
    fit = clustered_logit(setting.design, y, clusters, hit=hit, false=false) if varied else None
    usable = fit is not None and fit.converged
    rows = []
    for place, term in enumerate(setting.terms, 1):
        members = term["members"]
        row = {"theme": found.themes[j], **{name: term[name] for name in ("covariate", "value", "reference")}}
        row |= {"n": int(members.sum()), "k": int(y[members].sum()), "agencies": len(set(clusters[members]))}
        row |= dict.fromkeys(("odds_ratio", "low", "high", "p"), float("nan"))
        row["enough"] = bool(term["enough"][j])
        if usable and fit is not None:
            beta, error = float(fit.beta[place]), float(np.sqrt(fit.covariance[place, place]))
            half = float(t_quantile(term["df"], setting.confidence)) * error
            bounds = np.exp(np.clip([beta, beta - half, beta + half], -50, 50))
            row |= dict(zip(("odds_ratio", "low", "high"), map(float, bounds), strict=True))
            row["p"] = float(t_test(beta / error, term["df"])) if error > 1e-12 else float("nan")
        rows.append(row)
    return rows
