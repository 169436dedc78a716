"""Chart of recurrence: persistence of each theme against what chance would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.analysis.frames import rows_of
from textmine.charts._layout import finish, new_axes
from textmine.charts._share_rows import Point, ShareRow, draw_share_rows
from textmine.charts._style import GREY, PROBLEM, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from textmine.analysis import Result


def draw_recurrence(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Persistence of each theme with its interval, and a grey band for what chance gives; counts beside.

    ``result`` is that of ``analysis.recurrence``. Raises UsageError for other results.
    """
    if result.name != "recurrence":
        raise UsageError("draw_recurrence takes the result of recurrence.")
    wording = load_wording(lang)
    with house_style():
        axes = new_axes() if ax is None else ax
        rows = [
            ShareRow(
                wording.theme(item.theme),
                (
                    Point(
                        item.persistence,
                        item.low,
                        item.high,
                        PROBLEM if item.more else GREY,
                        filled=not item.small,
                    ),
                ),
                _words(item, wording),
                band=(item.expected_low, item.expected_high) if item.expected == item.expected else None,
            )
            for item in rows_of(_shown(result.frame))
        ]
        height = draw_share_rows(
            axes, rows, axis=wording.phrase("recurrence.axis"), header=wording.phrase("recurrence.header")
        )
        return finish(axes, recurrence_text(result, wording), own=ax is None, height=height)


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    named = frame[frame["named"] > 0]
    return named.sort_values(["persistence", "named"], ascending=False, kind="stable")


def _words(item: object, wording: Wording) -> str:
    values = {name: getattr(item, name) for name in ("again", "named", "copied", "small")}
    key = "recurrence.value_copied" if values["copied"] else "recurrence.value"
    return wording.say(key, **values) + (" †" if values["small"] else "")


def recurrence_text(result: Result, wording: Wording) -> ChartText:
    """Themes that come back more often than by chance, and nothing else."""
    frame, params = result.frame, result.params
    role = wording.group("roles", params["role"])
    subtitle = wording.say(
        "recurrence.subtitle", role=role, base=wording.base(params), confidence=params["confidence"] * 100
    )
    named = frame[frame["named"] > 0]
    notes = wording.caveats(params, small=bool(named["small"].any()))
    notes.insert(0, wording.say("recurrence.method", permutations=params["permutations"]))
    if not len(frame) or not int(frame["pairs"].max()):
        title = wording.phrase("recurrence.title_no_pairs")
    elif not len(named):
        title = wording.phrase("recurrence.title_empty")
    elif params["agencies"] < params["min_agencies"]:
        title = wording.say("recurrence.title_few_agencies", min_agencies=params["min_agencies"])
    else:
        title = _finding(frame[frame["more"]], wording)
    return ChartText(title, subtitle, wording.joined(notes))


def _finding(more: pd.DataFrame, wording: Wording) -> str:
    if not len(more):
        return wording.phrase("recurrence.title_none")
    ranked = more.sort_values("persistence", ascending=False)
    names = wording.listed(wording.theme(theme) for theme in ranked["theme"].head(4))
    top = ranked.iloc[0]
    if len(more) == 1:
        return wording.say(
            "recurrence.title_one",
            theme=names,
            share=wording.share(top["persistence"]),
            chance=wording.share(top["expected"]),
        )
    key = "recurrence.title_many" if len(more) > 4 else "recurrence.title_few"
    return wording.say(key, themes=names, count=len(more))
