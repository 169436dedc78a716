"""Recurrence: whether an agency that names a theme in one year names it again in the next, and more often than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textmine.analysis._incidence import SMALL_GROUP, Incidence, counts, group_labels, incidence
from textmine.analysis._inference import benjamini_hochberg, effective_sizes, wilson
from textmine.analysis._result import Result
from textmine.analysis._steps import SAME_WORDING, consecutive, likeness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.tables import Tables

# Fewer agencies than this cannot be shuffled into enough different orders to speak of chance.
MIN_AGENCIES = 10


def recurrence(
    tables: Tables,
    *,
    role: str = "problem",
    confidence: float = 0.95,
    within: str | None = None,
    permutations: int = 999,
    seed: int = 1,
) -> Result:
    """Themes that come back in an agency's next report, against what chance would give.

    Chance means: in each year the same reports, but dealt out anew among the agencies that reported in that year
    (``permutations`` times, seeded). So every theme keeps its number of reports in every year, and only the link from
    year to year within an agency is broken. ``within`` (level, kind, region …) deals only among agencies of one group,
    so that what is typical of a whole group does not count as recurrence.

    Returns
    -------
    Frame with one row a theme:

    - ever (agencies that name it in any report), breadth (their share of all agencies), breadth_low, breadth_high
      (Wilson);
    - pairs (pairs of reports of one agency in consecutive years), named (pairs whose earlier report names the theme),
      again (of these, pairs whose later report names it too), copied (of these, pairs in which a statement comes back
      in the same words, years and names aside), persistence (again / named) with low and high (interval as in
      ``prevalence``; null where named is 0), otherwise (share of later reports that name the theme although the
      earlier one did not);
    - expected, expected_low, expected_high (mean and middle 95 % of persistence by chance), p (share of
      shuffles, this one included, with at least this persistence), q (Benjamini–Hochberg over the themes that are named), more (q below
      0.05 and at least ten agencies);
    - agencies (agencies that name the theme in at least two consecutive years), longest (longest run of consecutive years
      in any agency), long_runs and long_expected (runs of three years or more, and how many chance gives), small
      (fewer than ten named pairs).

    ``params["runs"]`` lists the runs of two years or more: agency, theme, first, last, years.

    Raises
    ------
    UsageError: unknown role or grouping.
    """
    import numpy as np
    import pandas as pd

    found = incidence(tables, role=role)
    years = found.reports["year"].fillna(0).to_numpy(dtype=int)
    clusters = found.clusters
    before, after = consecutive(found)
    runs = _runs(found.matrix, before, after)
    same = likeness(tables, role=role) >= SAME_WORDING
    chance = _chance(found, (before, after), within, np.random.default_rng(seed), permutations)
    ever = found.by_agency()
    rows = []
    for j, theme in enumerate(found.themes):
        earlier, later = found.matrix[before, j], found.matrix[after, j]
        mine = runs[j]
        rows.append(
            {
                "theme": theme,
                **_breadth(ever.matrix[:, j], confidence),
                "pairs": len(before),
                "named": int(earlier.sum()),
                "again": int((earlier & later).sum()),
                "copied": int((earlier & later & same[:, j]).sum()),
                **_persistence(later[earlier], clusters[before][earlier], confidence),
                "otherwise": float(later[~earlier].mean()) if (~earlier).any() else float("nan"),
                "agencies": len({int(clusters[first]) for first, _ in mine}),
                "longest": max((int(years[last] - years[first]) + 1 for first, last in mine), default=0),
                "small": int(earlier.sum()) < SMALL_GROUP,
            }
        )
    frame = pd.DataFrame(rows).assign(**_against(chance, found, before, after, confidence))
    params = {
        "role": role,
        "confidence": confidence,
        "within": within,
        "permutations": permutations,
        "seed": seed,
        "min_agencies": MIN_AGENCIES,
        "same_wording": SAME_WORDING,
        "small_group": SMALL_GROUP,
        "runs": _listed(found, runs, years),
        **counts(found),
    }
    return Result(frame, params, "recurrence")


def _breadth(named: NDArray[np.bool_], confidence: float) -> dict[str, Any]:
    share = float(named.mean()) if len(named) else 0.0
    low, high = wilson(share, len(named), confidence=confidence)
    return {
        "ever": int(named.sum()),
        "breadth": share,
        "breadth_low": float(low),
        "breadth_high": float(high),
    }


def _persistences(
    packed: NDArray[np.uint8],
    before: NDArray[np.intp],
    after: NDArray[np.intp],
    third: NDArray[np.intp],
    n_themes: int,
) -> tuple[NDArray[np.float64], NDArray[np.int_]]:
    """Persistence of each theme, and its number of runs of three years or more.

    ``packed`` has the themes of each report as bits, eight a byte, so that a shuffle of 100,000 reports takes
    milliseconds; ``third`` gives for each pair the pair that ends where it begins (-1 if there is none).
    """
    import numpy as np

    earlier = packed[before]
    both = earlier & packed[after]
    with np.errstate(divide="ignore", invalid="ignore"):
        persistence = _bit_sums(both, n_themes) / _bit_sums(earlier, n_themes)
    padded = np.vstack([both, np.zeros((1, both.shape[1]), dtype=np.uint8)])  # row -1: no pair
    grand = np.append(third, -1)[third]
    starts = both & padded[third] & ~padded[grand]  # second step of a run that has no step before these two
    return persistence, _bit_sums(starts, n_themes)


def _bit_sums(packed: NDArray[np.uint8], n_themes: int) -> NDArray[np.int_]:
    """How many rows have each bit."""
    import numpy as np

    table = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little").astype(np.int64)
    sums = [np.bincount(packed[:, byte], minlength=256) @ table for byte in range(packed.shape[1])]
    return np.concatenate(sums)[:n_themes] if sums else np.zeros(n_themes, dtype=np.int64)


def _third(before: NDArray[np.intp], after: NDArray[np.intp]) -> NDArray[np.intp]:
    import numpy as np

    ends = {int(row): pair for pair, row in enumerate(after)}
    return np.array([ends.get(int(row), -1) for row in before], dtype=np.intp)


def _chance(
    found: Incidence,
    pairs: tuple[NDArray[np.intp], NDArray[np.intp]],
    within: str | None,
    rng: np.random.Generator,
    permutations: int,
) -> tuple[NDArray[np.float64], NDArray[np.int_]]:
    """Persistence and long runs of each theme in every shuffle: shuffles × themes."""
    import numpy as np
    import pandas as pd

    strata = found.reports["year"].fillna(0).astype(int).astype(str)
    if within is not None:
        strata = strata + "|" + pd.Series([str(label) for label in group_labels(found.reports, within)[0]])
    strata_rows = [rows for rows in pd.Series(strata).groupby(strata).indices.values() if len(rows) > 1]
    before, after = pairs
    third = _third(before, after)
    shares = np.full((permutations, len(found.themes)), np.nan)
    long_runs = np.zeros((permutations, len(found.themes)), dtype=int)
    if not len(before):
        return shares, long_runs
    shuffled = np.arange(len(found.matrix))
    packed = np.packbits(found.matrix, axis=1, bitorder="little")
    for turn in range(permutations):
        for rows in strata_rows:
            shuffled[rows] = rng.permutation(rows)
        shares[turn], long_runs[turn] = _persistences(
            packed[shuffled], before, after, third, len(found.themes)
        )
    return shares, long_runs


def _against(
    chance: tuple[NDArray[np.float64], NDArray[np.int_]],
    found: Incidence,
    before: NDArray[np.intp],
    after: NDArray[np.intp],
    confidence: float,
) -> dict[str, Any]:
    import numpy as np

    shares, long_runs = chance
    third = _third(before, after)
    observed, observed_long = _persistences(
        np.packbits(found.matrix, axis=1, bitorder="little"), before, after, third, len(found.themes)
    )
    known = ~np.isnan(shares).all(axis=0) & ~np.isnan(observed)
    # A shuffle that leaves no earlier report naming the theme has no persistence; it speaks neither way.
    filled = np.where(known, shares, 0.0)
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(filled, [tail, 1 - tail], axis=0)
    reached = (filled >= np.where(known, observed, 2.0) - 1e-12).sum(axis=0)
    p = np.where(known, (1 + reached) / (1 + (~np.isnan(filled)).sum(axis=0)), 1.0)
    q = np.ones(len(p))
    q[known] = benjamini_hochberg(p[known])
    agencies = int(found.reports["agency_key"].nunique())
    return {
        "expected": np.where(known, np.nanmean(filled, axis=0), np.nan),
        "expected_low": np.where(known, low, np.nan),
        "expected_high": np.where(known, high, np.nan),
        "p": p,
        "q": q,
        "more": (q < 1 - confidence) & known & (agencies >= MIN_AGENCIES),
        "long_runs": observed_long,
        "long_expected": long_runs.mean(axis=0),
    }


def _listed(
    found: Incidence, runs: list[list[tuple[int, int]]], years: NDArray[np.int_]
) -> list[dict[str, Any]]:
    names = found.reports["agency"].tolist()
    listed = [
        {
            "agency": names[first] if isinstance(names[first], str) else None,
            "theme": theme,
            "first": int(years[first]),
            "last": int(years[last]),
            "years": int(years[last] - years[first]) + 1,
        }
        for theme, mine in zip(found.themes, runs, strict=True)
        for first, last in mine
    ]
    return sorted(listed, key=lambda run: (-run["years"], run["agency"] or "", run["first"]))


def _runs(
    matrix: NDArray[np.bool_], before: NDArray[np.intp], after: NDArray[np.intp]
) -> list[list[tuple[int, int]]]:
    """For each theme the first and last report of every run of at least two consecutive years."""
    import numpy as np

    runs: list[list[tuple[int, int]]] = []
    for j in range(matrix.shape[1]):
        mine: list[tuple[int, int]] = []
        both = np.flatnonzero(matrix[before, j] & matrix[after, j])
        for earlier, later in zip(before[both].tolist(), after[both].tolist(), strict=True):
            if mine and mine[-1][1] == earlier:
                mine[-1] = (mine[-1][0], later)
            else:
                mine.append((earlier, later))
        runs.append(mine)
    return runs


def _persistence(later: NDArray[np.bool_], clusters: NDArray[np.intp], confidence: float) -> dict[str, Any]:
    import numpy as np

    if not len(later):
        return {"persistence": float("nan"), "low": float("nan"), "high": float("nan")}
    codes = np.unique(clusters, return_inverse=True)[1]
    share = later.mean()
    low, high = wilson(
        share, effective_sizes(later[:, None], codes, confidence=confidence)[0], confidence=confidence
    )
    return {"persistence": float(share), "low": float(low), "high": float(high)}
