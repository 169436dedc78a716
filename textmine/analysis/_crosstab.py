"""Cross tables with chi-square, and themes linked with the figures of the statutory tables.

The design of hand-coded studies of self-criticism in annual reports – theme × region × year, chi-square, figures
beside the themes – with tests that know that the reports of one agency are not independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textmine.analysis._clustered import MIN_SIDE, agencies_aside, clustered_ols, score_test
from textmine.analysis._figures import figure_values
from textmine.analysis._incidence import Incidence, counts, group_labels, incidence, region_unit
from textmine.analysis._inference import MIN_EXPECTED, benjamini_hochberg
from textmine.analysis._result import Result
from textmine.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.tables import Tables

    Floats = NDArray[np.float64]

# Figures that speak for shortfalls of their own: how much was asked, refused, left over, corrected.
LINKED = (
    "requests.new.total", "requests.carried_forward.total", "requests.unavailable.not_held.total",
    "review.reconsideration.total", "review.reconsideration.corrected",
    "review.lawsuit_direct.total", "review.lawsuit_direct.corrected",
)  # fmt: skip
# A cell is out of line if its adjusted residual is beyond this and enough is expected for a residual to mean anything.
OUT_OF_LINE = 2.0


def crosstab(
    tables: Tables,
    *,
    columns: str = "year",
    layer: str | None = None,
    role: str = "problem",
    permutations: int = 999,
    seed: int = 1,
) -> Result:
    """Themes by group of reports (in layers, if wanted), with chi-square tests.

    What is counted are mentions: pairs of report and theme. The classical chi-square takes mentions as independent; they
    are not, since a report names several themes and an agency reports every year. So a permutation test stands beside it:
    for years the years of each agency are shuffled within the agency, for all other groupings whole agencies
    are dealt out anew among the groups.

    Parameters
    ----------
    columns, layer: year, level, kind, region, province, city or county; each layer is a table and a test of its own.

    Returns
    -------
    Frame with one row a cell: layer (if given), theme, ``columns``, count, reports (of the column), expected, residual
    (adjusted standardised; Agresti 2013, Categorical Data Analysis, 3.3), out_of_line (beyond ±2, with at least 5 expected).
    ``params["tests"]`` has for each layer: layer, mentions, chi2, df, p (classical), p_shuffled, cramers_v, low_expected
    (share of cells with fewer than 5 expected, where the classical p cannot be trusted).

    Raises
    ------
    UsageError: unknown grouping, or the same for columns and layer.
    """
    import numpy as np
    import pandas as pd

    if layer == columns:
        raise UsageError("Columns and layer are the same grouping.")
    found = incidence(tables, role=role)
    labels, order = group_labels(found.reports, columns)
    place = {label: number for number, label in enumerate(order)}
    group = np.array([place[label] for label in labels], dtype=np.intp)
    layers: list[tuple[Any, NDArray[np.bool_]]] = [(None, np.ones(len(group), dtype=bool))]
    if layer is not None:
        their, names = group_labels(found.reports, layer)
        kept = pd.Series(their, dtype=object)
        layers = [(name, (kept == name).to_numpy(dtype=bool)) for name in names]
    rng = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    tests = []
    for name, mask in layers:
        part = found.select(mask)
        counted = _counts(part.matrix, group[mask], len(order))
        expected, residual = _expected(counted)
        tests.append(
            {
                "layer": name,
                **_test(part, group[mask], len(order), columns=columns, rng=rng, permutations=permutations),
            }
        )
        sizes = np.bincount(group[mask], minlength=len(order))
        rows += [
            {
                **({layer: name} if layer else {}),
                "theme": theme,
                columns: label,
                "count": int(counted[j, g]),
                "reports": int(sizes[g]),
                "expected": float(expected[j, g]),
                "residual": float(residual[j, g]),
                "out_of_line": bool(abs(residual[j, g]) > OUT_OF_LINE and expected[j, g] >= MIN_EXPECTED),
            }
            for j, theme in enumerate(part.themes)
            for g, label in enumerate(order)
        ]
    heads = [
        *([layer] if layer else []),
        "theme",
        columns,
        "count",
        "reports",
        "expected",
        "residual",
        "out_of_line",
    ]
    params = {
        "columns": columns,
        "column_unit": region_unit(found.reports) if columns == "region" else columns,
        "layer": layer,
        "role": role,
        "permutations": permutations,
        "seed": seed,
        "tests": tests,
        **counts(found),
    }
    return Result(pd.DataFrame(rows, columns=heads), params, "crosstab")


def _counts(matrix: NDArray[np.bool_], group: NDArray[np.intp], n_groups: int) -> Floats:
    """Themes × groups."""
    import numpy as np

    report, theme = np.nonzero(matrix)
    return _tally(theme, group[report], matrix.shape[1], n_groups)


def _tally(theme: NDArray[np.intp], group: NDArray[np.intp], n_themes: int, n_groups: int) -> Floats:
    import numpy as np

    counted = np.bincount(theme * n_groups + group, minlength=n_themes * n_groups)
    return counted.reshape(n_themes, n_groups).astype(float)


def _expected(counted: Floats) -> tuple[Floats, Floats]:
    import numpy as np

    total = counted.sum()
    if not total:
        return np.zeros_like(counted), np.zeros_like(counted)
    row, column = counted.sum(axis=1, keepdims=True), counted.sum(axis=0, keepdims=True)
    expected = row * column / total
    spread = np.sqrt(expected * (1 - row / total) * (1 - column / total))
    with np.errstate(divide="ignore", invalid="ignore"):
        residual = np.where(spread > 0, (counted - expected) / spread, 0.0)
    return expected, residual


def _chi_square(counted: Floats) -> float:
    import numpy as np

    expected = _expected(counted)[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.where(expected > 0, (counted - expected) ** 2 / expected, 0.0).sum())


def _test(
    part: Incidence,
    group: NDArray[np.intp],
    n_groups: int,
    *,
    columns: str,
    rng: np.random.Generator,
    permutations: int,
) -> dict[str, Any]:
    import numpy as np
    from scipy.special import chdtrc

    counted = _counts(part.matrix, group, n_groups)
    filled = counted[counted.sum(axis=1) > 0][:, counted.sum(axis=0) > 0]
    if filled.size == 0 or min(filled.shape) < 2:
        nothing = dict.fromkeys(("chi2", "p", "p_shuffled", "cramers_v", "low_expected"))
        return {"mentions": int(counted.sum()), "df": 0, **nothing}
    chi2 = _chi_square(filled)
    df = (filled.shape[0] - 1) * (filled.shape[1] - 1)
    reached = 0
    report, theme = np.nonzero(part.matrix)
    for _ in range(permutations):
        dealt = _deal(part.clusters, group, columns, rng)
        reached += _chi_square(_tally(theme, dealt[report], counted.shape[0], n_groups)) >= chi2 - 1e-9
    return {
        "mentions": int(counted.sum()),
        "df": df,
        "chi2": chi2,
        "p": float(chdtrc(df, chi2)),
        "p_shuffled": (1 + reached) / (1 + permutations),
        "cramers_v": float(np.sqrt(chi2 / (filled.sum() * (min(filled.shape) - 1)))),
        "low_expected": float((_expected(filled)[0] < 5).mean()),
    }


def _deal(
    clusters: NDArray[np.intp], group: NDArray[np.intp], columns: str, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Groups dealt out anew: years within agencies, other groups among whole agencies."""
    import numpy as np

    if columns == "year":
        places = np.argsort(clusters, kind="stable")
        dealt = np.empty_like(group)
        dealt[places] = group[np.lexsort((rng.random(len(group)), clusters))]
        return dealt
    first = np.unique(clusters, return_index=True)[1]
    return np.asarray(rng.permutation(group[first])[clusters], dtype=np.intp)


def linked_figures(
    tables: Tables, *, keys: Sequence[str] = LINKED, role: str = "problem", confidence: float = 0.95
) -> Result:
    """Do reports whose figures speak for trouble name the theme that goes with it?

    Figures are ranked within each year (mean ranks, 0 to 1), since they differ by orders of magnitude; ``difference`` is
    the mean rank of reports that name the theme less that of the others: +0.1 means that a report naming it stands
    ten percentile points higher. Errors are clustered by agency, with degrees of freedom from the side that has fewer
    agencies: reports that name the theme, or the others.

    Returns
    -------
    Frame with one row a theme and figure: theme, key, n (reports with the figure), named, median_named, median_other,
    difference, low, high, p (robust score test); q (Benjamini–Hochberg over the rows with at least ten agencies on either
    side, of which five would have another figure than the commonest; null for the others) and linked (q below 0.05). Null
    where the theme is named by none or all.
    """
    import numpy as np
    import pandas as pd

    found = incidence(tables, role=role)
    values = figure_values(tables, found.reports, keys)
    ranks = pd.DataFrame(values, columns=list(keys))
    year = found.reports["year"].astype("Int64").fillna(-1).to_numpy()
    ranks = ranks.groupby(year).rank(pct=True) if len(ranks) else ranks
    rows = []
    for k, key in enumerate(keys):
        known = ranks[key].notna().to_numpy(dtype=bool)
        part = found.select(known)
        for j, theme in enumerate(found.themes):
            named = part.matrix[:, j]
            row = {"theme": theme, "key": key, "n": len(named), "named": int(named.sum())}
            rows.append(
                {
                    **row,
                    **_link(named, values[known, k], ranks[key].to_numpy()[known], part.clusters, confidence),
                }
            )
    frame = pd.DataFrame(rows, columns=[*_LINK, "enough"])
    p = frame["p"].to_numpy(dtype=float)
    tested = ~np.isnan(p) & frame.pop("enough").astype(bool).to_numpy()
    q = np.full(len(p), np.nan)
    q[tested] = benjamini_hochberg(p[tested])
    frame["q"] = q
    frame["linked"] = frame["q"] < 1 - confidence
    params = {
        "keys": list(keys),
        "role": role,
        "confidence": confidence,
        "min_agencies": MIN_SIDE,
        **counts(found),
    }
    return Result(frame, params, "linked_figures")


_LINK = ("theme", "key", "n", "named", "median_named", "median_other", "difference", "low", "high", "p")


def _link(
    named: NDArray[np.bool_],
    values: Floats,
    ranks: Floats,
    clusters: NDArray[np.intp],
    confidence: float,
) -> dict[str, float]:
    import numpy as np

    from textmine.analysis._inference import t_quantile

    nothing = dict.fromkeys(("median_named", "median_other", "difference", "low", "high", "p"), float("nan"))
    aside = agencies_aside(named, clusters)
    if aside < 2:
        return {**nothing, "enough": False}
    design = np.stack([np.ones(len(named)), named.astype(float)], axis=1)
    codes = np.unique(clusters, return_inverse=True)[1]
    difference, error = clustered_ols(design, ranks[:, None], codes, column=1)
    half = float(t_quantile(aside - 1, confidence)) * float(error[0])
    p = float(score_test(named.astype(float), ranks[:, None], codes)[0]) if error[0] > 1e-12 else float("nan")
    return {
        "median_named": float(np.median(values[named])),
        "median_other": float(np.median(values[~named])),
        "difference": float(difference[0]),
        "low": max(-1.0, float(difference[0]) - half),
        "high": min(1.0, float(difference[0]) + half),
        "p": p,
        "enough": aside >= MIN_SIDE and aside * _off_commonest(values, codes) >= MIN_EXPECTED,
    }


def _off_commonest(values: Floats, clusters: NDArray[np.intp]) -> float:
    """Share of agencies that have some other figure than the commonest (which is 0 for most figures of most agencies)."""
    import numpy as np

    found, times = np.unique(values, return_counts=True)
    return len(np.unique(clusters[values != found[times.argmax()]])) / len(np.unique(clusters))
