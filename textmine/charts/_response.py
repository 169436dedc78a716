"""Chart of responses: problem against measure, theme by theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.analysis.frames import records_of, rows_of
from textmine.charts._layout import finish, new_axes, shorten
from textmine.charts._prevalence import share_axis
from textmine.charts._style import GREY, INK, LABEL, MEASURE, PROBLEM, RULE, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from textmine.analysis import Result


def draw_response(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Two points a theme, named as a problem and stated as a measure, with intervals; how many problems are answered beside.

    ``result`` is that of ``analysis.response``. Raises UsageError for other results.
    """
    if result.name != "response":
        raise UsageError("draw_response takes the result of response.")
    wording = load_wording(lang)
    with house_style():
        axes = new_axes() if ax is None else ax
        frame = result.frame[result.frame["n"] > 0]
        frame = frame.sort_values("problem_share", ascending=False, kind="stable").reset_index(drop=True)
        _draw(axes, frame, wording)
        height = max(1.2, 0.36 * len(frame) + 0.1)
        return finish(axes, response_text(result, wording), own=ax is None, height=height)


def _draw(ax: Axes, frame: pd.DataFrame, wording: Wording) -> None:
    for name, marker, colour, shift in (("problem", "o", PROBLEM, -0.13), ("measure", "s", MEASURE, 0.13)):
        rows = [row + shift for row in range(len(frame))]
        ax.hlines(rows, frame[f"{name}_low"], frame[f"{name}_high"], color=colour, linewidth=1.2, alpha=0.6)
        ax.plot(
            frame[f"{name}_share"], rows, linestyle="", marker=marker, markersize=5.5, color=colour,
            label=wording.phrase(f"response.{name}"), clip_on=False, zorder=3,
        )  # fmt: skip
    for row in range(len(frame) - 1):
        ax.axhline(row + 0.5, color=RULE, linewidth=0.4)
    beside = ax.get_yaxis_transform()
    ax.text(
        1.02, -0.85, wording.phrase("response.header"), transform=beside, va="center", size=LABEL, color=GREY
    )
    for row, item in enumerate(rows_of(frame)):
        words = wording.phrase("response.value_none")
        if item.problem:
            words = wording.say(
                "response.value",
                both=item.both,
                problem=item.problem,
                low=item.answered_low * 100,
                high=item.answered_high * 100,
            )
        mark = " †" if item.small and item.problem else ""
        ax.text(1.02, row, words + mark, transform=beside, va="center", size=LABEL, color=INK)
    ax.set_yticks(range(len(frame)), [shorten(wording.theme(theme), 24, 2) for theme in frame["theme"]])
    ax.set_ylim(max(len(frame), 1) - 0.4, -0.6)
    share_axis(ax, wording.phrase("response.axis"))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.3, handletextpad=0.2)


def response_text(result: Result, wording: Wording) -> ChartText:
    """How many of the problems named are answered, and a theme with clearly fewer answers, if there is one."""
    frame, params = result.frame, result.params
    problem, both = int(frame["problem"].sum()), int(frame["both"].sum())
    subtitle = wording.say("response.subtitle", base=wording.base(params), interval=wording.interval(params))
    small = bool((frame["small"] & (frame["problem"] > 0)).any())
    note = wording.joined([wording.phrase("response.method"), *wording.caveats(params, small=small)])
    if not problem:
        return ChartText(wording.phrase("response.title_none"), subtitle, note)
    whole = params["answered"]
    said = {
        "share": wording.share(whole["share"]),
        "low": whole["low"] * 100,
        "high": whole["high"] * 100,
    }
    fewer = frame[frame["fewer"]]
    if not len(fewer):
        return ChartText(
            wording.say("response.title_all", **said, both=both, problem=problem), subtitle, note
        )
    worst = records_of(fewer.sort_values("answered", kind="stable"))[0]
    title = wording.say(
        "response.title_worst",
        **said,
        theme=wording.theme(worst["theme"]),
        problem=int(worst["problem"]),
        both=int(worst["both"]),
    )
    return ChartText(title, subtitle, note)
