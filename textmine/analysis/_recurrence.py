"""Recurrence: whether an agency that names a theme in one year names it again in the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textmine.analysis._incidence import SMALL_GROUP, counts, incidence
from textmine.analysis._inference import effective_sizes, wilson
from textmine.analysis._result import Result

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.tables import Tables


def recurrence(tables: Tables, *, role: str = "problem", confidence: float = 0.95) -> Result:
    """Themes that come back in an agency's next report.

    Returns
    -------
    Frame with one row a theme: pairs (pairs of reports of one agency in consecutive years), named (pairs whose earlier
    report names the theme), again (of these, pairs whose later report names it too), persistence (again / named) with
    low and high (interval as in ``prevalence``; null where named is 0), otherwise (share of later reports that name the
    theme although the earlier one did not), agencies (agencies that name the theme in at least two consecutive
    years), longest (longest run of consecutive years in any agency), small (fewer than ten named pairs).
    ``params["runs"]`` lists the runs of two years or more: agency, theme, first, last, years.
    """
    import numpy as np
    import pandas as pd

    found = incidence(tables, role=role)
    years = found.reports["year"].fillna(0).to_numpy(dtype=int)
    clusters = found.clusters
    order = np.lexsort((years, clusters))
    order = order[years[order] > 0]
    before, after = order[:-1], order[1:]
    consecutive = (clusters[before] == clusters[after]) & (years[after] == years[before] + 1)
    before, after = before[consecutive], after[consecutive]
    runs = _runs(found.matrix, before, after)
    rows = []
    for j, theme in enumerate(found.themes):
        earlier, later = found.matrix[before, j], found.matrix[after, j]
        mine = runs[j]
        rows.append(
            {
                "theme": theme,
                "pairs": len(before),
                "named": int(earlier.sum()),
                "again": int((earlier & later).sum()),
                **_persistence(later[earlier], clusters[before][earlier], confidence),
                "otherwise": float(later[~earlier].mean()) if (~earlier).any() else float("nan"),
                "agencies": len({int(clusters[first]) for first, _ in mine}),
                "longest": max((int(years[last] - years[first]) + 1 for first, last in mine), default=0),
                "small": int(earlier.sum()) < SMALL_GROUP,
            }
        )
    listed = [
        {
            "agency": agency if isinstance(agency := found.reports["agency"].iloc[first], str) else None,
            "theme": theme,
            "first": int(years[first]),
            "last": int(years[last]),
            "years": int(years[last] - years[first]) + 1,
        }
        for theme, mine in zip(found.themes, runs, strict=True)
        for first, last in mine
    ]
    params = {
        "role": role,
        "confidence": confidence,
        "small_group": SMALL_GROUP,
        "runs": sorted(listed, key=lambda run: (-run["years"], run["agency"] or "", run["first"])),
        **counts(found),
    }
    return Result(pd.DataFrame(rows), params, "recurrence")


def _runs(
    matrix: NDArray[np.bool_], before: NDArray[np.intp], after: NDArray[np.intp]
) -> list[list[tuple[int, int]]]:
    """For each theme the first and last report of every run of at least two consecutive years."""
    runs: list[list[tuple[int, int]]] = []
    for j in range(matrix.shape[1]):
        mine: list[tuple[int, int]] = []
        for earlier, later in zip(before.tolist(), after.tolist(), strict=True):
            if not (matrix[earlier, j] and matrix[later, j]):
                continue
            if mine and mine[-1][1] == earlier:
                mine[-1] = (mine[-1][0], later)
            else:
                mine.append((earlier, later))
        runs.append(mine)
    return runs


def _persistence(
    later: NDArray[np.bool_], clusters: NDArray[np.intp], confidence: float
) -> dict[str, Any]:
    import numpy as np

    if not len(later):
        return {"persistence": float("nan"), "low": float("nan"), "high": float("nan")}
    codes = np.unique(clusters, return_inverse=True)[1]
    share = later.mean()
    low, high = wilson(
        share, effective_sizes(later[:, None], codes, confidence=confidence)[0], confidence=confidence
    )
    return {"persistence": float(share), "low": float(low), "high": float(high)}
