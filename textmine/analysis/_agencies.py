"""Agency profile: how many reports of each agency name each theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.analysis._incidence import counts, incidence
from textmine.analysis._result import Result

if TYPE_CHECKING:
    from textmine.tables import Tables


def agency_profile(tables: Tables, *, role: str = "problem") -> Result:
    """Agencies × themes.

    Returns
    -------
    ``params["naming"]`` counts the reports that name at least one theme.
    Frame with one row an agency and theme: agency_key, agency, level, region, n (its reports), years (its years, joined
    by spaces), theme, k (reports that name the theme) and named (the years of these). Agencies stand in the
    order of their level, then place (county, city or province; those with the most agencies first), governments
    before others, and name.
    """
    import numpy as np
    import pandas as pd

    from textmine.schema import LEVELS

    found = incidence(tables, role=role)
    reports = found.reports
    rank: dict[str, int] = {name: position for position, name in enumerate(LEVELS)}
    order = reports.assign(
        rank=[rank.get(str(value), len(rank)) for value in reports["level"]],
        below=reports["kind"] != "government",
        place=reports["county"].fillna(reports["city"]).fillna(reports["province"]).fillna(""),
    ).drop_duplicates("agency_key")
    order["size"] = -order.groupby(["rank", "place"])["place"].transform("size")
    order = order.sort_values(["rank", "size", "place", "below", "agency", "agency_key"])
    years = [("" if missing else str(int(year))) for year, missing in zip(reports["year"].fillna(0), reports["year"].isna(), strict=True)]  # fmt: skip
    members = {
        key: np.asarray(rows) for key, rows in reports.groupby("agency_key", sort=False).indices.items()
    }
    rows = []
    for key, agency, level, region in zip(
        order["agency_key"], order["agency"], order["level"], order["region"], strict=True
    ):
        mine = sorted(members[key], key=lambda row: years[row])
        base = {
            "agency_key": key,
            "agency": agency if isinstance(agency, str) else None,
            "level": level,
            "region": region if isinstance(region, str) else None,
            "n": len(mine),
            "years": " ".join(filter(None, (years[row] for row in mine))),
        }
        for j, theme in enumerate(found.themes):
            named = [years[row] for row in mine if found.matrix[row, j]]
            rows.append({**base, "theme": theme, "k": len(named), "named": " ".join(filter(None, named))})
    columns = ["agency_key", "agency", "level", "region", "n", "years", "theme", "k", "named"]
    params = {"role": role, "naming": int(found.matrix.any(axis=1).sum()), **counts(found)}
    return Result(pd.DataFrame(rows, columns=columns), params, "agency_profile")
