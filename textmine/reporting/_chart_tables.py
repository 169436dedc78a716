"""What charts show, as tables: for readers who cannot see a chart, or want its figures and the statements behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import records_of
from textmine.reporting._model import NOT_STATED, Column, Query, Table, Value
from textmine.reporting._tables import columns

if TYPE_CHECKING:
    from textmine.analysis import Result
    from textmine.reporting._material import Material


def chart_tables(material: Material) -> dict[str, Table]:
    """Tables by the name of the chart. Charts that stand beside a table of the same figures have none."""
    made = {}
    for name, result in material.results.items():
        maker = _maker(result)
        if maker is not None and len(result.frame):
            made[name] = maker(material, name, result)
    return made


def _maker(result: Result) -> Callable[[Material, str, Result], Table] | None:
    if result.params.get("role", "problem") != "problem":
        return None
    if result.name == "prevalence":
        return _grouped if result.params.get("by") else None
    return {"trend": _trend, "response": _response, "cooccurrence": _pairs}.get(result.name)


def _title(material: Material, name: str) -> str:
    return material.wording.say("captions.data", title=material.wording.say(f"captions.charts.{name}"))


def _theme_rows(material: Material, themes: list[str]) -> tuple[list[str], tuple[Query, ...]]:
    return [material.names.get(theme, theme) for theme in themes], tuple(
        (("theme", theme),) for theme in themes
    )


def _cells(material: Material, name: str, result: Result, *, heads: Callable[[Any], str]) -> Table:
    """Themes down, groups across: how many reports of the group name the theme."""
    frame, group = result.frame, str(result.params["by"])
    kind = group if group in ("year", "level") else "region"
    # Regions that are not stated are so on one rank: a report may name its province and no county.
    nowhere = NOT_STATED + str(result.params["region_unit"]) if kind == "region" else NOT_STATED
    themes = list(dict.fromkeys(frame["theme"]))
    groups = list(dict.fromkeys(frame[group]))
    named = {(row[group], row["theme"]): row for row in records_of(frame)}
    sizes = {key: max(int(named[key, theme]["n"]) for theme in themes) for key in groups}
    labels, queries = _theme_rows(material, themes)
    across = tuple(
        Column(
            material.wording.say("columns_of.group", group=heads(key), n=sizes[key]),
            "count",
            (("role", "problem"), (kind, str(key) or nowhere)),
        )
        for key in groups
    )
    rows: list[tuple[Value, ...]] = [
        (label, *(int(named[key, theme]["k"]) for key in groups))
        for label, theme in zip(labels, themes, strict=True)
    ]
    return Table(
        f"data-{name}", _title(material, name), (*columns(material.wording, "theme"), *across), tuple(rows),
        queries=queries,
    )  # fmt: skip


def _grouped(material: Material, name: str, result: Result) -> Table:
    by = str(result.params["by"])
    wording = material.wording

    def heads(key: Any) -> str:
        return wording.name("level", key) if by == "level" else str(key or wording.raw("unknown"))

    return _cells(material, name, result, heads=heads)


def _trend(material: Material, name: str, result: Result) -> Table:
    return _cells(material, name, result, heads=str)


def _response(material: Material, name: str, result: Result) -> Table:
    frame = result.frame.sort_values("problem", ascending=False, kind="stable")
    labels, queries = _theme_rows(material, list(frame["theme"]))
    rows = tuple(
        (label, int(row["problem"]), int(row["measure"]), int(row["both"]))
        for label, row in zip(labels, records_of(frame), strict=True)
    )
    heads = columns(
        material.wording, "theme", "k:count", "measure:count", "answered:count",
        queries={"k": (("role", "problem"),), "measure": (("role", "measure"),)},
    )  # fmt: skip
    return Table(f"data-{name}", _title(material, name), heads, rows, queries=queries)


def _pairs(material: Material, name: str, result: Result) -> Table:
    frame = result.frame.sort_values("k", ascending=False, kind="stable")
    frame, named = frame[frame["k"] > 0], material.names
    rows = tuple(
        (
            named.get(row["a"], row["a"]),
            named.get(row["b"], row["b"]),
            int(row["k"]),
            round(float(row["expected"]), 1),
        )
        for row in records_of(frame)
    )
    # the statements on either theme, of the reports that name both
    pairs = [f"{a},{b}" for a, b in zip(frame["a"], frame["b"], strict=True)]
    queries = tuple((("theme", pair), ("with", pair)) for pair in pairs)
    heads = columns(
        material.wording, "theme", "other_theme", "together:count", "expected:number",
        queries={"together": (("role", "problem"),)},
    )  # fmt: skip
    return Table(f"data-{name}", _title(material, name), heads, rows, queries=queries)
