"""Chart of prevalence: share of reports per theme, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import rows_of
from textmine.charts._layout import finish, new_axes, shorten
from textmine.charts._style import GREY, INK, LABEL, MEASURE, PROBLEM, RULE, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from textmine.analysis import Result

_LISTED = 4  # leading themes that a title names
ROLE_COLOURS = {"problem": PROBLEM, "measure": MEASURE}


def draw_prevalence(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Bars of the shares in falling order with their intervals, counts beside them.

    ``result`` is that of ``analysis.prevalence`` without ``by``. Raises UsageError for other results.
    """
    if result.name != "prevalence" or result.params.get("by") is not None:
        raise UsageError(
            "draw_prevalence takes the result of prevalence without by; use draw_heatmap for groups."
        )
    wording = load_wording(lang)
    with house_style():
        own = ax is None
        axes = new_axes() if ax is None else ax
        frame = result.frame[result.frame["n"] > 0]
        frame = frame.sort_values("share", ascending=False, kind="stable").reset_index(drop=True)
        _draw(axes, frame, result.params, wording)
        return finish(
            axes, prevalence_text(result, wording), own=own, height=max(1.2, 0.31 * len(frame) + 0.1)
        )


def _draw(ax: Axes, frame: pd.DataFrame, params: dict[str, Any], wording: Wording) -> None:
    colour = ROLE_COLOURS.get(params["role"], GREY)
    rows = range(len(frame))
    hatch = "////" if bool(frame["small"].any()) else None
    ax.barh(
        rows,
        frame["share"],
        height=0.62,
        color=colour,
        alpha=0.45 if hatch else 0.8,
        hatch=hatch,
        edgecolor="white",
    )
    ax.hlines(rows, frame["low"], frame["high"], color=INK, linewidth=1.3)
    for bound in ("low", "high"):
        ax.scatter(frame[bound], rows, marker="|", color=INK, s=28, linewidth=1.1, clip_on=False)
    for row, item in zip(rows, rows_of(frame), strict=True):
        key = "prevalence.value_corrected" if params["correction"] else "prevalence.value"
        words = wording.say(key, share=wording.share(item.share), k=item.k, n=item.n)
        ax.text(1.02, row, words, transform=ax.get_yaxis_transform(), va="center", size=LABEL)
    ax.set_yticks(list(rows), [shorten(wording.theme(theme), 24, 2) for theme in frame["theme"]])
    ax.set_ylim(max(len(frame), 1) - 0.4, -0.6)
    share_axis(
        ax, wording.phrase("prevalence.axis_agency" if params["unit"] == "agency" else "prevalence.axis")
    )


def share_axis(ax: Axes, label: str) -> None:
    """An axis from 0 to 100 %, with pale rules."""
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1], ["0%", "20%", "40%", "60%", "80%", "100%"])
    ax.set_xlabel(label)
    ax.grid(axis="x", color=RULE, linewidth=0.6)
    ax.tick_params(length=0)
    ax.tick_params(axis="y", pad=7)  # clear of the points at 0
    for side in ("top", "right", "bottom"):
        ax.spines[side].set_visible(False)


def prevalence_text(result: Result, wording: Wording) -> ChartText:
    """Title, subtitle and note: a leader is named only as far as the intervals allow."""
    params = result.params
    role = wording.group("roles", params["role"])
    kind = "subtitle_agency" if params["unit"] == "agency" else "subtitle"
    subtitle = wording.say(
        f"prevalence.{kind}", role=role, base=wording.base(params), interval=wording.interval(params)
    )
    all_small = bool(result.frame["small"].any()) and int(result.frame["n"].max()) > 1
    note = wording.joined(wording.caveats(params, all_small=all_small))
    return ChartText(
        _title(result.frame, role, wording, corrected=bool(params["correction"])), subtitle, note
    )


def _title(frame: pd.DataFrame, role: str, wording: Wording, *, corrected: bool) -> str:
    ranked = frame.sort_values("share", ascending=False, kind="stable")
    n = int(ranked["n"].max()) if len(ranked) else 0
    if n == 0:
        return wording.phrase("prevalence.title_empty")
    top = ranked.iloc[0]
    if int(top["k"]) == 0:
        return wording.say("prevalence.title_none", n=n, role=role)
    if n == 1:
        named = [wording.theme(theme) for theme in ranked.loc[ranked["k"] > 0, "theme"]]
        return wording.say(
            "prevalence.title_single", count=len(named), role=role, themes=wording.listed(named)
        )
    return _leaders_title(ranked, role, wording, corrected=corrected)


def _leaders_title(ranked: pd.DataFrame, role: str, wording: Wording, *, corrected: bool) -> str:
    """The first theme, alone only if no other interval reaches its own."""
    top = ranked.iloc[0]
    leaders = ranked[(ranked["high"] >= top["low"]) & (ranked["k"] > 0)]
    names = [wording.theme(theme) for theme in leaders["theme"]]
    highest, lowest = wording.share(top["share"]), wording.share(leaders["share"].min())
    words = {
        "role": role,
        "theme": names[0],
        "themes": wording.listed(names),
        "highest": highest,
        "lowest": lowest,
    }
    small = bool(
        ranked["small"].any()
    )  # one report more or less moves the share by ten points: counts say enough
    level = leaders["k"].nunique() == 1
    if 1 < len(leaders) <= _LISTED:
        few = "title_few_small" if small else "title_few"
        key = "title_level_few" if level and small else "title_tied" if lowest == highest else few
    elif len(leaders) > 1 and level:
        key = "title_level"
    else:
        ending = "_small" if small else "_corrected" if corrected else ""
        key = ("title_one" if len(leaders) == 1 else "title_many") + ending
    return wording.say(
        f"prevalence.{key}",
        **words,
        share=highest,
        k=int(top["k"]),
        n=int(top["n"]),
        count=len(leaders) - 1,
        all=len(leaders),
    )
