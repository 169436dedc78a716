"""Histories: for each agency and theme, in which of its years it was named, in what runs, and in whose words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textmine.analysis._incidence import Incidence, counts, incidence
from textmine.analysis._result import Result
from textmine.analysis._steps import SAME_WORDING, consecutive, likeness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.tables import Tables

COLUMNS = (
    "agency_key", "agency", "level", "region", "reported", "theme", "named", "k", "n",
    "longest", "first", "last", "current", "copied", "nature",
)  # fmt: skip


def histories(tables: Tables, *, role: str = "problem") -> Result:
    """Agencies × years × themes: which agency names which theme in which years.

    Returns
    -------
    Frame with one row an agency and theme that it names at least once: agency_key, agency, level, region, reported (its
    years, joined by spaces), theme, named (the years of these that name the theme), k and n (their numbers), longest
    (longest run of consecutive years), first and last (years of that run), current (true if a run of two or more reaches
    the agency's latest report), copied (years, joined by spaces, whose statement repeats that of the year before in the
    same words, years and names aside), and nature:

    - ``once``: never two years running;
    - ``problem``: two years or more running, in most steps in new words;
    - ``paragraph``: two years or more running, and at least half of the steps in the same words – the paragraph recurs,
      whether the problem does has to be asked.

    Rows come longest run first. Reports without a year are left out.
    """
    import numpy as np
    import pandas as pd

    everything = incidence(tables, role=role)
    dated = everything.reports["year"].notna().to_numpy(dtype=bool)
    found = everything.select(dated)
    before, after = consecutive(everything)
    alike = likeness(tables, role=role)
    place = np.cumsum(dated) - 1  # of each report among those that state a year
    steps = _steps(found, place[before], place[after], alike)
    frame = pd.DataFrame(_rows(found, steps), columns=list(COLUMNS))
    frame = frame.sort_values(
        ["longest", "k", "agency", "theme"], ascending=[False, False, True, True], kind="stable"
    )
    params = {"role": role, "same_wording": SAME_WORDING, "themes": list(found.themes), **counts(found)}
    return Result(frame.reset_index(drop=True), params, "histories")


def _steps(
    found: Incidence,
    before: NDArray[np.intp],
    after: NDArray[np.intp],
    alike: NDArray[np.float64],
) -> dict[tuple[int, int], float]:
    """Likeness of wording by later report and theme, for steps in which the theme is named on both sides."""
    import numpy as np

    pairs, themes = np.nonzero(found.matrix[before] & found.matrix[after])
    keys = zip(after[pairs].tolist(), themes.tolist(), strict=True)
    return dict(zip(keys, np.nan_to_num(alike[pairs, themes]).tolist(), strict=True))


def _rows(found: Incidence, steps: dict[tuple[int, int], float]) -> list[dict[str, Any]]:
    import numpy as np

    years = found.reports["year"].to_numpy(dtype=int)
    order = np.lexsort((years, found.clusters))
    clusters = found.clusters[order]
    borders = np.flatnonzero(np.diff(clusters)) + 1
    names = ("agency_key", "agency", "level", "region")
    columns = {name: found.reports[name].tolist() for name in names}
    rows: list[dict[str, Any]] = []
    for mine in np.split(order, borders):
        if not len(mine):
            continue
        base = _agency({name: column[mine[-1]] for name, column in columns.items()}, years[mine])
        for j in np.flatnonzero(found.matrix[mine].any(axis=0)).tolist():
            named = mine[found.matrix[mine, j]]
            theme = found.themes[j]
            copied = [int(years[row]) for row in named.tolist() if steps.get((row, j), 0.0) >= SAME_WORDING]
            rows.append(
                {**base, "theme": theme, **_history(years[named].tolist(), int(years[mine[-1]]), copied)}
            )
    return rows


def _agency(latest: dict[str, Any], years: NDArray[np.int_]) -> dict[str, Any]:
    text = {
        name: latest[name] if isinstance(latest[name], str) else None
        for name in ("agency", "level", "region")
    }
    return {
        "agency_key": latest["agency_key"],
        **text,
        "n": len(years),
        "reported": " ".join(map(str, years.tolist())),
    }


def _history(named: list[int], latest: int, copied: list[int]) -> dict[str, Any]:
    runs: list[list[int]] = []
    for year in named:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    longest = max(reversed(runs), key=len)  # of equally long runs the latest
    steps = len(named) - len(runs)
    nature = "once" if not steps else "paragraph" if 2 * len(copied) >= steps else "problem"
    return {
        "named": " ".join(map(str, named)),
        "k": len(named),
        "longest": len(longest),
        "first": longest[0],
        "last": longest[-1],
        "current": runs[-1][-1] == latest and len(runs[-1]) > 1,
        "copied": " ".join(map(str, copied)),
        "nature": nature,
    }
