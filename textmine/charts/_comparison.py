"""Charts of estimates with intervals, a row each: before and after an event, odds ratios, pooled groups in tiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import rows_of
from textmine.charts._layout import finish, new_axes, shorten
from textmine.charts._prevalence import ROLE_COLOURS, share_axis
from textmine.charts._style import GREY, INK, LABEL, RULE, SMALL, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from textmine.analysis import Result

MOST_ROWS = 40  # more groups than that are not drawn
_WIDEST = 5.0  # powers of two that the axis of odds ratios reaches either way


@dataclass(frozen=True)
class _Row:
    """One line of the drawing: label, estimate with bounds, words at the right, whether it can be told from chance."""

    label: str
    middle: float
    low: float
    high: float
    words: str
    claimed: bool


def _require(result: Result, name: str) -> None:
    if result.name != name:
        raise UsageError(f"draw_{name} takes the result of {name}.")


def _finished(ax: Axes | None, rows: list[_Row], text: ChartText, role: str) -> tuple[Axes, bool]:
    axes = new_axes() if ax is None else ax
    colour = ROLE_COLOURS.get(role, GREY)
    for place, row in enumerate(rows):
        axes.text(1.02, place, row.words, transform=axes.get_yaxis_transform(), va="center", size=SMALL)
        if row.middle != row.middle:
            continue
        paint = colour if row.claimed else GREY
        axes.hlines(place, row.low, row.high, color=paint, linewidth=1.6)
        axes.plot([row.middle], [place], marker="o", markersize=5, color=paint, markerfacecolor=paint if row.claimed else "white", clip_on=False)  # fmt: skip
    axes.set_yticks(range(len(rows)), [shorten(row.label, 24, 2) for row in rows], fontsize=LABEL)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return axes, ax is None


def draw_before_after(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Differences in points with intervals around zero, both shares beside them. Raises UsageError for other results."""
    _require(result, "before_after")
    wording = load_wording(lang)
    frame = result.frame.sort_values("difference", ascending=False, kind="stable")
    with house_style():
        rows = [
            _Row(
                wording.theme(item.theme), item.difference, item.low, item.high,
                wording.say("before_after.value", before=wording.share(item.before), after=wording.share(item.after), difference=round(item.difference, 1) + 0.0 if item.difference == item.difference else 0.0).replace("-", "−"),
                item.direction != "none",
            )
            for item in rows_of(frame)
        ]  # fmt: skip
        text = before_after_text(result, wording)
        axes, own = _finished(ax, rows, text, result.params["role"])
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.grid(axis="x", color=RULE, linewidth=0.6)
        axes.set_xlabel(wording.phrase("before_after.axis"))
        return finish(axes, text, own=own, height=max(1.2, 0.31 * len(rows)))


def before_after_text(result: Result, wording: Wording) -> ChartText:
    """Themes that differ beyond chance, and that a difference is no effect."""
    frame, params = result.frame, result.params
    changes = []
    for direction in ("up", "down"):
        moved = frame[frame["direction"] == direction].sort_values("difference", key=abs, ascending=False)
        names = [wording.theme(theme) for theme in moved["theme"]]
        if names:
            changes.append(wording.say(f"trend.{direction}", themes=wording.listed(names)))
    few = params["fewest"] < params["min_agencies"]
    key = f"before_after.title{'' if changes else '_few' if few else '_none'}"
    joined = ("；" if wording.lang == "zh" else "; ").join(changes)
    subtitle = wording.say(
        "before_after.subtitle", role=wording.group("roles", params["role"]), year=params["year"],
        base=wording.base(params), confidence=params["confidence"] * 100,
    )  # fmt: skip
    notes = [wording.phrase("before_after.method"), *wording.caveats(params)]
    title = wording.say(
        key, year=params["year"], changes=joined, fewest=params["fewest"], min_agencies=params["min_agencies"]
    )
    return ChartText(title, subtitle, wording.joined(notes))


def _odds_theme(frame: pd.DataFrame, theme: str | None) -> str:
    if theme is not None:
        return theme
    tested = frame.dropna(subset=["q"]).sort_values(["claimed", "q"], ascending=[False, True], kind="stable")
    return str((tested if len(tested) else frame)["theme"].iloc[0]) if len(frame) else ""


def draw_odds_ratios(
    result: Result, *, theme: str | None = None, ax: Axes | None = None, lang: str = "zh"
) -> Axes:
    """Odds ratios of one theme (the one with the clearest finding if not given) on a logarithmic axis. Raises UsageError."""
    from math import isnan

    _require(result, "odds_ratios")
    wording = load_wording(lang)
    chosen = _odds_theme(result.frame, theme)
    items = list(rows_of(result.frame[result.frame["theme"] == chosen].head(MOST_ROWS)))
    rows = [_odds_row(item, result.params, wording) for item in items]
    with house_style():
        text = odds_text(result, wording, theme=chosen)
        axes, own = _finished(ax, rows, text, result.params["role"])
        reach = max([1.0, *(abs(v) for row in rows for v in (row.low, row.high) if not isnan(v))])
        ticks = [tick for tick in range(-5, 6) if abs(tick) <= reach + 0.01]
        for place, item in enumerate(items):
            _arrows(axes, place, item, ROLE_COLOURS.get(result.params["role"], GREY))
        axes.set_xticks(ticks, [f"{2.0**tick:g}" if tick >= 0 else f"1/{2**-tick}" for tick in ticks])
        axes.set_xlim(-reach * 1.05, reach * 1.05)
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.grid(axis="x", color=RULE, linewidth=0.6)
        axes.set_xlabel(wording.phrase("odds.axis"))
        return finish(axes, text, own=own, height=max(1.0, 0.31 * len(rows)))


def _odds_row(item: Any, params: dict[str, Any], wording: Wording) -> _Row:
    from math import log2

    def at(value: float) -> float:
        return max(-_WIDEST, min(_WIDEST, log2(value))) if value > 0 else value

    known = item.odds_ratio == item.odds_ratio
    words = wording.say(
        "odds.value" if known else "odds.value_none",
        ratio=item.odds_ratio, low=item.low, high=item.high, n=item.n, agencies=item.agencies,
    )  # fmt: skip
    bounds = (at(item.odds_ratio), at(item.low), at(item.high))
    return _Row(_term(item, params, wording), *bounds, words, bool(item.claimed))


def _arrows(ax: Axes, place: int, item: Any, colour: str) -> None:
    """Heads at the ends of an interval that goes on beyond the axis."""
    paint = colour if item.claimed else GREY
    for beyond, end, marker in (
        (item.low < 2**-_WIDEST, -_WIDEST, "<"),
        (item.high > 2**_WIDEST, _WIDEST, ">"),
    ):
        if beyond:
            ax.plot([end], [place], marker=marker, markersize=5, color=paint, clip_on=False)


def _term(item: Any, params: dict[str, Any], wording: Wording) -> str:
    if item.value in ("doubling", "year"):
        return wording.phrase(f"odds.{item.value}")
    by = params["region_unit"] if item.covariate == "region" else item.covariate
    names = [wording.phrase("odds.rest") if value == "(rest)" else wording.group(by, value) for value in (item.value, item.reference)]  # fmt: skip
    return wording.say("odds.term", value=names[0], reference=names[1])


def odds_text(result: Result, wording: Wording, *, theme: str | None = None) -> ChartText:
    """What can be told from chance for one theme."""
    params = result.params
    chosen = _odds_theme(result.frame, theme)
    rows = result.frame[(result.frame["theme"] == chosen) & result.frame["claimed"]]
    role, name = wording.group("roles", params["role"]), wording.theme(chosen)
    if len(rows):
        best = next(rows_of(rows.sort_values("p", kind="stable")))
        title = wording.say(
            "odds.title", theme=name, term=_term(best, params, wording), ratio=best.odds_ratio, role=role
        )
    elif params["agencies"] < params["min_agencies"]:
        title = wording.say("odds.title_few", theme=name, role=role, min_agencies=params["min_agencies"])
    else:
        title = wording.say("odds.title_none", theme=name, role=role)
    subtitle = wording.say("odds.subtitle", theme=name, role=role, base=wording.base(params), confidence=params["confidence"] * 100)  # fmt: skip
    return ChartText(
        title, subtitle, wording.joined([wording.phrase("odds.method"), *wording.caveats(params)])
    )


def _pooled_theme(result: Result, theme: str | None) -> str:
    """The theme asked for; else the one with most tiers, of these the most frequent."""
    tiers: dict[str, int] = result.params["tiers"]
    named = result.frame.groupby("theme", sort=False)["k"].sum().to_dict()
    return theme or max(tiers, key=lambda name: (tiers[name], named.get(name, 0)), default="")


def draw_pooled(
    result: Result, *, theme: str | None = None, ax: Axes | None = None, lang: str = "zh"
) -> Axes:
    """Groups of one theme (the one with most tiers if not given) by tier, in each by name. Raises UsageError."""
    _require(result, "pooled")
    wording = load_wording(lang)
    params = result.params
    by, chosen = params["by"], _pooled_theme(result, theme)
    frame = result.frame[result.frame["theme"] == chosen]
    frame = frame.sort_values(["n"], ascending=False, kind="stable").head(MOST_ROWS)
    frame = frame.sort_values(["tier", by], kind="stable")
    with house_style():
        rows = [
            _Row(
                wording.group(params["region_unit"] or by, getattr(item, by)), item.share, item.low, item.high,
                wording.say("pooled.value", share=wording.share(item.share), k=item.k, n=item.n), True,
            )
            for item in rows_of(frame)
        ]  # fmt: skip
        text = pooled_text(result, wording, theme=chosen)
        axes, own = _finished(ax, rows, text, params["role"])
        tiers = list(frame["tier"])
        for place in range(1, len(tiers)):
            if tiers[place] != tiers[place - 1]:
                axes.axhline(place - 0.5, color=INK, linewidth=0.7, linestyle=(0, (3, 3)))
        share_axis(axes, wording.phrase("prevalence.axis"))
        axes.spines["left"].set_visible(False)
        return finish(axes, text, own=own, height=max(1.0, 0.31 * len(rows)))


def pooled_text(result: Result, wording: Wording, *, theme: str | None = None) -> ChartText:
    """How many tiers there are; groups are never ranked within one."""
    params = result.params
    chosen = _pooled_theme(result, theme)
    frame = result.frame[result.frame["theme"] == chosen]
    role, name = wording.group("roles", params["role"]), wording.theme(chosen)
    unit = params["region_unit"] or params["by"]
    first = [wording.group(unit, group) for group in frame.loc[frame["tier"] == 1, params["by"]]]
    tiers = int(frame["tier"].max()) if len(frame) else 0
    grouping = wording.group("grouping", params["by"])
    if len(frame) < 2:
        title = wording.say(f"pooled.title_{'single' if len(frame) else 'empty'}", grouping=grouping)
    elif tiers > 1:
        some = wording.listed(first[:3])
        title = wording.say("pooled.title", theme=name, role=role, tiers=tiers, groups=some, count=len(first))
    else:
        title = wording.say("pooled.title_one", theme=name, role=role, grouping=grouping)
    subtitle = wording.say("pooled.subtitle", theme=name, role=role, base=wording.base(params), confidence=params["confidence"] * 100)  # fmt: skip
    notes = [wording.phrase("pooled.method"), *wording.caveats(params)]
    if len(frame) > MOST_ROWS:
        notes.append(wording.say("heatmap.more_groups", shown=MOST_ROWS, rest=len(frame) - MOST_ROWS))
    return ChartText(title, subtitle, wording.joined(notes))
