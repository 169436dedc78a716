"""Charts of follow-through: answered problems, stated elements of measures, outcomes of promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textmine.charts._layout import finish, new_axes
from textmine.charts._share_rows import Point, ShareRow, draw_share_rows
from textmine.charts._style import GREY, MEASURE, PROBLEM, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from textmine.analysis import Result

_SMALL = 10  # statements below which a share is hollow and marked


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
    title = wording.say(key, n=answered["n"], k=answered["k"], left=left, **_bounded(answered, wording))
    return ChartText(title, subtitle, wording.joined(notes))


def draw_specificity(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Share of measures that state each element, and of those that state nothing binding, with intervals.

    ``result`` is that of ``analysis.specificity``. Raises UsageError for other results.
    """
    _require(result, "specificity")
    wording = load_wording(lang)
    params = result.params
    items = sorted(params["elements"], key=lambda item: -(item["share"] or 0.0))
    rows = [
        ShareRow(
            wording.phrase(f"specificity.{item['element']}"),
            (
                Point(
                    item["share"], item["low"], item["high"], colour, marker="s", filled=not params["small"]
                ),
            ),
            wording.say("specificity.value", share=wording.share(item["share"]), k=item["k"], n=item["n"]),
        )
        for item, colour in [
            *((item, MEASURE) for item in items),
            ({"element": "vague", **params["vague"]}, GREY),
        ]
        if item["n"]
    ]
    with house_style():
        axes = new_axes() if ax is None else ax
        height = draw_share_rows(axes, rows, axis=wording.phrase("specificity.axis"))
        return finish(axes, specificity_text(result, wording), own=ax is None, height=height)


def specificity_text(result: Result, wording: Wording) -> ChartText:
    """How many measures state neither date, owner nor number."""
    params = result.params
    subtitle = wording.say(
        "specificity.subtitle", base=wording.base(params), confidence=params["confidence"] * 100
    )
    note = wording.phrase("specificity.method")
    vague = params["vague"]
    if not vague["n"]:
        return ChartText(wording.phrase("specificity.title_empty"), subtitle, note)
    key = "specificity.title" if vague["k"] else "specificity.title_all"
    title = wording.say(key, n=vague["n"], vague=vague["k"], **_bounded(vague, wording))
    return ChartText(title, subtitle, note)


def _bounded(item: Mapping[str, Any], wording: Wording) -> dict[str, Any]:
    """A share with its bounds, for a title."""
    return {"share": wording.share(item["share"]), "low": item["low"] * 100, "high": item["high"] * 100}


def draw_promises(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Share of each outcome among all promises and among those that were due, with intervals.

    ``result`` is that of ``analysis.promises``. Raises UsageError for other results.
    """
    _require(result, "promises")
    wording = load_wording(lang)
    shares = result.params["shares"]
    looks = (("all", MEASURE, "o"), ("due", PROBLEM, "s"))
    rows = [
        ShareRow(
            wording.phrase(f"promises.{outcome}"),
            tuple(
                Point(item["share"], item["low"], item["high"], colour, marker=marker, filled=item["n"] >= _SMALL)
                for item, colour, marker in ((shares[name][outcome], *look) for name, *look in looks)
                if item["n"]
            ),
            wording.say("promises.value", k=every["k"], n=every["n"], due=shares["due"][outcome]["k"]),
        )
        for outcome, every in shares["all"].items()
        if every["n"]
    ]  # fmt: skip
    with house_style():
        axes = new_axes() if ax is None else ax
        height = draw_share_rows(
            axes, rows, axis=wording.phrase("promises.axis"), header=wording.phrase("promises.header")
        )
        for name, colour, marker in looks:
            n = shares[name]["dropped"]["n"]
            label = wording.say(f"promises.row_{name}", n=n)
            face = colour if n >= _SMALL else "white"
            axes.plot([], [], linestyle="", marker=marker, color=colour, markerfacecolor=face, label=label)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.3, handletextpad=0.2)
        return finish(axes, promises_text(result, wording), own=ax is None, height=height)


def promises_text(result: Result, wording: Wording) -> ChartText:
    """How many promises the next report says were carried out, and how many due ones it does not mention."""
    params = result.params
    done, due = params["shares"]["all"]["rectified"], params["shares"]["due"]["dropped"]
    subtitle = wording.say(
        "promises.subtitle",
        base=wording.base(params), pairs=params["pairs"], confidence=params["confidence"] * 100,
    )  # fmt: skip
    notes = [wording.phrase("promises.method")]
    if not done["n"]:
        return ChartText(wording.phrase("promises.title_empty"), subtitle, notes[0])
    if min(done["n"], due["n"] or _SMALL) < _SMALL:
        notes.append(wording.say("promises.small", small_group=_SMALL))
    key = "promises.title" if not due["n"] else "promises.title_due" if due["k"] else "promises.title_kept"
    title = wording.say(
        key, n=done["n"], rectified=done["k"], due=due["n"], dropped=due["k"], **_bounded(done, wording)
    )
    return ChartText(title, subtitle, wording.joined(notes))
