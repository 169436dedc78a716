"""Charts of follow-through: answered problems, stated elements of measures, outcomes of promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.charts._layout import finish, new_axes
from textmine.charts._prevalence import share_axis
from textmine.charts._share_rows import Point, ShareRow, draw_share_rows
from textmine.charts._style import INK, LABEL, MEASURE, PROBLEM, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from textmine.analysis import Result

_SMALL = 10  # statements below which a share is hollow and marked
_OUTCOMES = (("rectified", MEASURE), ("repeated", "#E69F00"), ("unresolved", PROBLEM), ("dropped", "#B8C2CC"))
_HATCH = {"repeated": "...", "unresolved": "///"}


def _require(result: Result, name: str) -> None:
    if result.name != name:
        raise UsageError(f"draw_{name} takes the result of {name}.")


def draw_followthrough(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Share of the problems on each theme that some measure of the same report answers, with intervals.

    ``result`` is that of ``analysis.followthrough``. Raises UsageError for other results.
    """
    _require(result, "followthrough")
    wording = load_wording(lang)
    themes = sorted(result.params["themes"].items(), key=lambda pair: (pair[1]["share"], -pair[1]["n"]))
    rows = [
        ShareRow(
            wording.theme(theme),
            (Point(item["share"], item["low"], item["high"], MEASURE, filled=item["n"] >= _SMALL),),
            wording.say("followthrough.value", k=item["k"], n=item["n"])
            + (" †" if item["n"] < _SMALL else ""),
        )
        for theme, item in themes
    ]
    with house_style():
        axes = new_axes() if ax is None else ax
        height = draw_share_rows(axes, rows, axis=wording.phrase("followthrough.axis"))
        return finish(axes, followthrough_text(result, wording), own=ax is None, height=height)


def followthrough_text(result: Result, wording: Wording) -> ChartText:
    """How many problems are answered, and how many only by their place in the list."""
    params = result.params
    answered = params["answered"]
    subtitle = wording.say(
        "followthrough.subtitle", base=wording.base(params), confidence=params["confidence"] * 100
    )
    small = any(item["n"] < _SMALL for item in params["themes"].values())
    notes = [wording.say("followthrough.method", position=params["ways"]["position"])]
    if small:
        notes.append(wording.say("followthrough.small", small_group=_SMALL))
    if not answered["n"]:
        return ChartText(wording.phrase("followthrough.title_empty"), subtitle, wording.joined(notes))
    left = answered["n"] - answered["k"]
    key = "followthrough.title" if left else "followthrough.title_all"
    title = wording.say(
        key,
        n=answered["n"], k=answered["k"], left=left, share=wording.share(answered["share"]),
        low=answered["low"] * 100, high=answered["high"] * 100,
    )  # fmt: skip
    return ChartText(title, subtitle, wording.joined(notes))


def draw_specificity(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Share of measures that state each element, with intervals.

    ``result`` is that of ``analysis.specificity``. Raises UsageError for other results.
    """
    _require(result, "specificity")
    wording = load_wording(lang)
    rows = [
        ShareRow(
            wording.phrase(f"specificity.{item['element']}"),
            (
                Point(
                    item["share"],
                    item["low"],
                    item["high"],
                    MEASURE,
                    marker="s",
                    filled=not result.params["small"],
                ),
            )
            if item["n"]
            else (),
            wording.say("specificity.value", share=wording.share(item["share"]), k=item["k"], n=item["n"]),
        )
        for item in sorted(result.params["elements"], key=lambda item: -item["share"])
    ]
    with house_style():
        axes = new_axes() if ax is None else ax
        height = draw_share_rows(axes, rows, axis=wording.phrase("specificity.axis"))
        return finish(axes, specificity_text(result, wording), own=ax is None, height=height)


def specificity_text(result: Result, wording: Wording) -> ChartText:
    """How many measures state neither date, owner nor number."""
    frame, params = result.frame, result.params
    subtitle = wording.say(
        "specificity.subtitle", base=wording.base(params), confidence=params["confidence"] * 100
    )
    note = wording.phrase("specificity.method")
    n = params["measures"]
    if not n:
        return ChartText(wording.phrase("specificity.title_empty"), subtitle, note)
    vague = int(frame[["date", "owner", "number", "frequency"]].isna().all(axis=1).sum())
    title = wording.say("specificity.title", n=n, vague=vague, share=wording.share(vague / n))
    return ChartText(title, subtitle, note)


def draw_promises(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Outcomes of all promises and of those that were due, as parts of 100 %, with their numbers.

    ``result`` is that of ``analysis.promises``. Raises UsageError for other results.
    """
    _require(result, "promises")
    wording = load_wording(lang)
    with house_style():
        axes = new_axes() if ax is None else ax
        _draw_promises(axes, result, wording)
        return finish(axes, promises_text(result, wording), own=ax is None, height=1.3)


def _draw_promises(ax: Axes, result: Result, wording: Wording) -> None:
    bars = (("all", result.params["outcomes"]), ("due", result.params["due"]))
    for row, (_, counts) in enumerate(bars):
        total, left = sum(counts.values()), 0.0
        for name, colour in _OUTCOMES:
            share = counts[name] / total if total else 0.0
            label = wording.phrase(f"promises.{name}") if row == 0 else None
            ax.barh(
                row, share, left=left, height=0.6, color=colour, edgecolor="white", linewidth=0.6,
                hatch=_HATCH.get(name), label=label,
            )  # fmt: skip
            if share >= 0.04:
                ax.text(
                    left + share / 2, row, str(counts[name]), ha="center", va="center", size=LABEL, color=INK,
                    bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1.2},
                )  # fmt: skip
            left += share
    ax.set_yticks(
        [0, 1], [wording.say(f"promises.row_{name}", n=sum(counts.values())) for name, counts in bars]
    )
    ax.set_ylim(1.6, -0.6)
    share_axis(ax, wording.phrase("promises.axis"))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, borderaxespad=0.3, handlelength=1.4)


def promises_text(result: Result, wording: Wording) -> ChartText:
    """How many promises the next report takes up, and how many due ones it does not mention."""
    params = result.params
    outcomes, due = params["outcomes"], params["due"]
    total, n_due = sum(outcomes.values()), sum(due.values())
    subtitle = wording.say("promises.subtitle", base=wording.base(params), pairs=params["pairs"])
    note = wording.phrase("promises.method")
    if not total:
        return ChartText(wording.phrase("promises.title_empty"), subtitle, note)
    values = {
        "n": total,
        "rectified": outcomes["rectified"],
        "share": wording.share(outcomes["rectified"] / total),
    }
    if n_due:
        title = wording.say("promises.title_due", **values, due=n_due, dropped=due["dropped"])
    else:
        title = wording.say("promises.title", **values)
    return ChartText(title, subtitle, note)
