"""Chart of trends: one row a theme, the years from left to right, all rows on the same scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.charts._layout import finish, new_axes, shorten
from textmine.charts._prevalence import ROLE_COLOURS
from textmine.charts._style import GREY, INK, LABEL, MEASURE, RULE, SMALL, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from textmine.analysis import Result

_FILL = 0.86  # part of a row that the scale takes


def draw_trend(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Lines of the yearly shares with their intervals as bands, first and last share and yearly change beside them.

    ``result`` is that of ``analysis.trend``. Years of fewer than ten reports are drawn hollow and marked †.
    Raises UsageError for other results.
    """
    if result.name != "trend":
        raise UsageError("draw_trend takes the result of trend.")
    wording = load_wording(lang)
    with house_style():
        axes = new_axes() if ax is None else ax
        themes = list(dict.fromkeys(result.frame["theme"]))
        _draw(axes, result.frame, themes, result.params["role"], wording)
        height = max(1.2, 0.5 * len(themes))
        return finish(axes, trend_text(result, wording), own=ax is None, height=height)


def _top(frame: pd.DataFrame) -> float:
    """Upper end of the scale: the highest interval, rounded up to a fifth."""
    highest = float(frame["high"].max()) if len(frame) else 1.0
    return min(1.0, max(0.2, -(-highest // 0.2) * 0.2))


def _draw(ax: Axes, frame: pd.DataFrame, themes: list[str], role: str, wording: Wording) -> None:
    years = sorted(set(frame["year"]))
    scale = _FILL / _top(frame)
    colour = ROLE_COLOURS.get(role, GREY)
    for row, theme in enumerate(themes):
        part = frame[frame["theme"] == theme].sort_values("year")
        floor = row + _FILL / 2
        _draw_row(ax, part, floor=floor, scale=scale, colour=colour, years=years)
        ax.text(
            1.015, row, _change(part, wording), transform=ax.get_yaxis_transform(), va="center", size=SMALL,
            color=MEASURE if part["direction"].iloc[0] != "none" else INK,
        )  # fmt: skip
    ax.set_ylim(len(themes) - 0.45, -0.55)
    pad = 0.35 if len(years) > 1 else 0.5
    ax.set_xlim(min(years, default=0) - pad, max(years, default=0) + pad)
    first = frame.drop_duplicates("year").set_index("year") if len(frame) else frame
    ticks = [
        wording.say("trend.tick", year=year, mark="†" if bool(first.loc[year, "small"]) else "", n=int(first.loc[year, "n"]))
        for year in years
    ]  # fmt: skip
    ax.set_xticks(years, ticks, fontsize=SMALL if len(years) <= 10 else 6.5)
    ax.set_yticks(
        range(len(themes)), [shorten(wording.theme(theme), 24, 2) for theme in themes], fontsize=LABEL
    )
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _draw_row(
    ax: Axes, part: pd.DataFrame, *, floor: float, scale: float, colour: str, years: list[int]
) -> None:
    import numpy as np

    def at(column: str) -> list[float]:
        return [floor - float(value) * scale for value in part[column]]

    pad = 0.3 if len(years) > 1 else 0.45
    ax.hlines(floor, years[0] - pad, years[-1] + pad, color=RULE, linewidth=0.7)
    x = [int(year) for year in part["year"]]
    if len(x) > 1:
        ax.fill_between(x, at("low"), at("high"), color=colour, alpha=0.2, linewidth=0)
        ax.plot(x, at("share"), color=colour, linewidth=0.7, alpha=0.6)  # all years, thin
        firm = [np.nan if small else y for y, small in zip(at("share"), part["small"], strict=True)]
        ax.plot(x, firm, color=colour, linewidth=1.7)  # strong between years with enough reports
    else:
        ax.vlines(x, at("low"), at("high"), color=INK, linewidth=1.2)
    for year, y, small in zip(x, at("share"), part["small"], strict=True):
        ax.plot(
            [year], [y], marker="o", markersize=4, color=colour, markerfacecolor="white" if small else colour
        )


def _change(part: pd.DataFrame, wording: Wording) -> str:
    enough = part[~part["small"]]
    shown = enough if len(enough) > 1 else part
    first, last = shown.iloc[0], shown.iloc[-1]
    if len(part) == 1 or last["change"] != last["change"]:
        return wording.say("trend.change_one", last=wording.share(last["share"]))
    arrow = {"up": " ↑", "down": " ↓"}.get(last["direction"], "")
    words = wording.say(
        "trend.change",
        first=wording.share(first["share"]),
        last=wording.share(last["share"]),
        change=round(float(last["change"]), 1) + 0.0,  # + 0.0: no negative zero
    )
    return words.replace("-", "−") + arrow


def trend_text(result: Result, wording: Wording) -> ChartText:
    """Rises and falls that can be told from chance, and nothing else."""
    frame, params = result.frame, result.params
    top = wording.share(_top(frame))
    band = wording.say("interval.band", confidence=params["confidence"] * 100)
    role = wording.group("roles", params["role"])
    subtitle = wording.say("trend.subtitle", role=role, top=top, base=wording.base(params), interval=band)
    notes = wording.caveats(params, small=bool(frame["small"].any()))
    if len(params["years"]) > 1:
        notes.insert(0, wording.say("trend.method", small_group=params["small_group"]))
    return ChartText(_title(result, wording), subtitle, wording.joined(notes))


def _title(result: Result, wording: Wording) -> str:
    frame, params = result.frame, result.params
    years = wording.years(params["years"])
    if not len(frame):
        return wording.phrase("trend.title_empty")
    if len(params["years"]) == 1:
        return wording.say("trend.title_one_year", years=years)
    if params["agencies"] < params["min_agencies"]:
        return wording.say("trend.title_few_agencies", years=years, min_agencies=params["min_agencies"])
    themes = frame.drop_duplicates("theme")
    changes = []
    for direction in ("up", "down"):
        moved = themes[themes["direction"] == direction].sort_values("change", key=abs, ascending=False)
        names = [wording.theme(theme) for theme in moved["theme"]]
        if names:
            changes.append(wording.say(f"trend.{direction}", themes=wording.listed(names)))
    if not changes:
        return wording.say("trend.title_none", years=years)
    joined = ("；" if wording.lang == "zh" else "; ").join(changes)
    return wording.say("trend.title_changes", years=years, changes=joined)
