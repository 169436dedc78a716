"""Candour: findings of the candour checks by group, and heavy against light problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textmine.analysis._incidence import SMALL_GROUP, Incidence, counts, group_labels, incidence, used_reports
from textmine.analysis._inference import between_groups, clustered_ratio, effective_sizes, wilson
from textmine.analysis._result import Result
from textmine.analysis._reuse import counts_of
from textmine.errors import UsageError
from textmine.resources import load_yaml

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from textmine.tables import Tables

GROUPS = ("heavy", "middle", "light")


def candour_checks() -> tuple[str, ...]:
    """Ids of the candour checks: what the tables show and section five does not mention."""
    from textmine.analysis.checks import load_checks

    return tuple(check.id for check in load_checks() if check.family == "candour")


def candour(tables: Tables, *, by: str = "year", confidence: float = 0.95) -> Result:
    """How often the candour checks fail: what figures show and section five passes over.

    Parameters
    ----------
    tables: if their ``checks`` are empty, the checks are run first.
    by: agency, or year, level, kind, region, province, city, county.

    Returns
    -------
    Frame with one row a group and check (and one for any of them, check ``any``): by, check, tested (reports in which the
    check had something to look at), fails, untestable (reports whose cells did not allow the test), share (fails
    / tested), low, high (Wilson, reports of one agency not taken as independent; 0 to 1 where nothing was tested), small
    (fewer than ten reports tested). ``params["findings"]`` lists the failures: document, agency, year, check, message,
    message_en. A finding says that something was not mentioned, not why.

    Raises
    ------
    UsageError: unknown grouping.
    """
    import numpy as np
    import pandas as pd

    ids = candour_checks()
    rows, checks = _outcomes(tables, ids)
    reports = used_reports(tables)[0]
    if by == "agency":
        names = [name if isinstance(name, str) else "" for name in reports["agency"]]
        labels: list[Any] = reports["agency_key"].tolist()
        shown = dict(zip(labels, names, strict=True))
        order: list[Any] = sorted(shown, key=lambda key: shown[key])
    else:
        labels, order = group_labels(reports, by)
        shown = {label: label for label in order}
    places = {label: place for place, label in enumerate(order)}
    group = np.array([places[label] for label in labels], int)[rows]
    by_group = np.argsort(group, kind="stable")
    edges = np.searchsorted(group[by_group], np.arange(len(order) + 1))
    cluster = pd.factorize(reports["agency_key"])[0][rows]
    check, rank = checks["check"].to_numpy(), checks["rank"].to_numpy(int)
    result = []
    for place, label in enumerate(order):
        here = by_group[edges[place] : edges[place + 1]]
        for name in (*ids, "any"):
            mine = here if name == "any" else here[check[here] == name]
            rates = _rates(rows[mine], rank[mine], cluster[mine], confidence)
            result.append({by: shown[label], "check": name, **rates})
    columns = [by, "check", "tested", "fails", "untestable", "share", "low", "high", "small"]
    params = {
        "by": by,
        "checks": list(ids),
        "confidence": confidence,
        "small_group": SMALL_GROUP,
        "findings": _findings(checks, reports, rows),
        **counts_of(tables),
    }
    return Result(pd.DataFrame(result, columns=columns), params, "candour")


def _outcomes(tables: Tables, ids: tuple[str, ...]) -> tuple[NDArray[np.intp], pd.DataFrame]:
    """Outcomes of the candour checks of used reports, and the row of the report of each; one a report and check."""
    from textmine.analysis.checks import add_checks

    documents = used_reports(tables)[1]
    if not any(batch.num_rows for batch in tables.batches("checks", ["check"])):
        tables = add_checks(tables)
    columns = ["document", "check", "outcome", "message", "message_en"]
    found = tables.part("checks", columns, where=("check", ids))
    found = found[found["document"].isin(documents)]
    found = found.assign(row=found["document"].map(documents).astype(int))
    # A report read twice is one report; of its outcomes a failure weighs most.
    rank = found["outcome"].map({"fails": 0, "holds": 1, "blank_is_zero": 2, "untestable": 3})
    found = found.assign(rank=rank).sort_values(["row", "check", "rank"]).drop_duplicates(["row", "check"])
    return found["row"].to_numpy(dtype=int), found.reset_index(drop=True)


def _rates(
    rows: NDArray[np.intp], rank: NDArray[np.intp], cluster: NDArray[np.intp], confidence: float
) -> dict[str, Any]:
    """One report counts once: failed if any of its outcomes here is a failure, tested if any could be tested.

    Outcomes come in the order of the rows of their reports.
    """
    import numpy as np
    import pandas as pd

    first = np.flatnonzero(np.diff(rows, prepend=-1))
    worst = np.minimum.reduceat(rank, first) if len(first) else rank
    tested = worst <= 2
    n = int(tested.sum())
    fails = worst[tested] == 0
    share = float(fails.mean()) if n else 0.0
    clusters = pd.factorize(cluster[first][tested])[0]
    size = effective_sizes(fails[:, None], clusters, confidence=confidence)[0] if n else 0.0
    low, high = wilson(share, size, confidence=confidence)
    return {
        "tested": n,
        "fails": int(fails.sum()),
        "untestable": len(first) - n,
        "share": share,
        "low": float(low),
        "high": float(high),
        "small": n < SMALL_GROUP,
    }


def _findings(checks: pd.DataFrame, reports: pd.DataFrame, rows: NDArray[np.intp]) -> list[dict[str, Any]]:
    import pandas as pd

    listed = []
    for place in [place for place, outcome in enumerate(checks["outcome"]) if outcome == "fails"]:
        report = reports.iloc[int(rows[place])]
        row = {name: checks[name].iloc[place] for name in ("document", "check", "message", "message_en")}
        year: Any = report["year"]
        listed.append({**row, "agency": report["agency"], "year": None if pd.isna(year) else int(year)})
    return listed


def load_weights() -> dict[str, dict[str, Any]]:
    """Weight, group (heavy, middle, light) and reason of each theme."""
    weights: dict[str, dict[str, Any]] = load_yaml("analysis", "weights.yaml")["weights"]
    return weights


def severity(
    tables: Tables,
    *,
    by: str = "year",
    weights: Mapping[str, Mapping[str, Any]] | None = None,
    confidence: float = 0.95,
) -> Result:
    """Heavy against light problems: is what a report admits a duty not met, or something that blames nobody?

    Parameters
    ----------
    by: year, level, kind, region, province, city or county.
    weights: ``{theme: {"weight": number, "group": "heavy" | "middle" | "light"}}``; by default those of
        ``resources/analysis/weights.yaml``, each with its reason. Themes not listed count as middle, 2.

    Returns
    -------
    Frame with one row a group of reports: by, n (reports), naming (reports that name a problem), heavy, middle and light
    (problems named: pairs of report and theme), heavy_share (of them), heavy_low, heavy_high, light_share, light_low,
    light_high (ratio estimates; Wilson for the effective number of mentions, clustered by agency), weight (mean weight of a problem),
    only_light (reports that name light problems only, share of those naming any) with only_light_low and only_light_high
    (Wilson), none (reports that name no problem), small (fewer than ten reports name one). ``params["p_between"]`` is the
    chance that the groups' shares of heavy problems differ so much if they are one share (null with fewer than two groups).

    Raises
    ------
    UsageError: unknown grouping or group of weights.
    """
    import numpy as np
    import pandas as pd

    table = load_weights() if weights is None else weights
    found = incidence(tables, role="problem")
    groups = [str(table.get(theme, {}).get("group", "middle")) for theme in found.themes]
    if not set(groups) <= set(GROUPS):
        raise UsageError(f"Weights know the groups {', '.join(GROUPS)} only.")
    weight = np.array([float(table.get(theme, {}).get("weight", 2)) for theme in found.themes])
    labels, order = group_labels(found.reports, by)
    column = pd.Series(labels, dtype=object)
    rows = []
    for label in order:
        part = found.select((column == label).to_numpy(dtype=bool))
        rows.append({by: label, **_mixture(part, np.array(groups), weight, confidence)})
    frame = pd.DataFrame(rows, columns=[by, *_MIXTURE, "heavy_effective"])
    told = frame[~frame["small"].astype(bool) & (frame[by] != "")]
    params = {
        "by": by,
        "confidence": confidence,
        "small_group": SMALL_GROUP,
        "p_between": between_groups(told["heavy_effective"], told["heavy_share"]),
        "groups": {
            name: [t for t, g in zip(found.themes, groups, strict=True) if g == name] for name in GROUPS
        },
        **counts(found),
    }
    return Result(frame.drop(columns="heavy_effective"), params, "severity")


_MIXTURE = (
    "n", "naming", "heavy", "middle", "light", "heavy_share", "heavy_low", "heavy_high",
    "light_share", "light_low", "light_high", "weight", "only_light", "only_light_share",
    "only_light_low", "only_light_high", "none", "small",
)  # fmt: skip


def _mixture(
    part: Incidence, groups: NDArray[np.str_], weight: NDArray[np.float64], confidence: float
) -> dict[str, Any]:
    matrix = part.matrix
    named = matrix.sum(axis=1)
    naming = named > 0
    by_group = {name: matrix[:, groups == name].sum(axis=1) for name in GROUPS}
    row: dict[str, Any] = {"n": len(matrix), "naming": int(naming.sum())}
    row |= {name: int(values.sum()) for name, values in by_group.items()}
    for name in ("heavy", "light"):
        share, low, high, size = clustered_ratio(by_group[name], named, part.clusters, confidence=confidence)
        row |= {f"{name}_share": share, f"{name}_low": low, f"{name}_high": high, f"{name}_effective": size}
    total = int(named.sum())
    row["weight"] = float((matrix @ weight).sum() / total) if total else float("nan")
    only = (by_group["light"] == named) & naming
    row |= {"only_light": int(only.sum()), **_only(only[naming], part.clusters[naming], confidence)}
    row |= {"none": int((~naming).sum()), "small": int(naming.sum()) < SMALL_GROUP}
    return row


def _only(only: NDArray[np.bool_], clusters: NDArray[np.intp], confidence: float) -> dict[str, float]:
    import numpy as np

    n = len(only)
    share = float(only.mean()) if n else float("nan")
    codes = np.unique(clusters, return_inverse=True)[1]
    size = effective_sizes(only[:, None], codes, confidence=confidence)[0] if n else 0.0
    low, high = wilson(share if n else 0.0, size, confidence=confidence)
    return {"only_light_share": share, "only_light_low": float(low), "only_light_high": float(high)}
