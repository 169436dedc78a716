"""Chart of linked figures: themes against the figures of the statutory tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import rows_of
from textmine.charts._heatmap import MAX_GROUPS, cell_text
from textmine.charts._layout import finish, new_axes, shorten
from textmine.charts._style import INK, LESS, MORE, SMALL, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from textmine.analysis import Result

_COLUMN, _ROW = 0.95, 0.36  # inches of a cell


def draw_linked_figures(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Themes × figures: by how many percentile points reports that name the theme stand higher, with intervals.

    ``result`` is that of ``analysis.linked_figures``. Only cells told from chance are coloured; themes that no report or
    every report names have no row. Raises UsageError for other results.
    """
    if result.name != "linked_figures":
        raise UsageError("draw_linked_figures takes the result of linked_figures.")
    wording = load_wording(lang)
    with house_style():
        axes = new_axes() if ax is None else ax
        width, height = _draw(axes, _shown(result), result.params["keys"][:MAX_GROUPS], wording)
        return finish(axes, linked_figures_text(result, wording), own=ax is None, width=width, height=height)


def _shown(result: Result) -> pd.DataFrame:
    frame = result.frame
    told = frame.loc[frame["difference"].notna(), "theme"].unique()
    return frame[frame["theme"].isin(told)]


def _draw(ax: Axes, frame: pd.DataFrame, keys: list[str], wording: Wording) -> tuple[float, float]:
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap

    themes = list(dict.fromkeys(frame["theme"]))
    values = np.zeros((len(themes), len(keys)))
    for item in rows_of(frame[frame["key"].isin(keys)]):
        row, column = themes.index(item.theme), keys.index(item.key)
        if item.difference != item.difference:
            cell_text(ax, (column, row), "–", SMALL, INK)
            continue
        values[row, column] = item.difference if item.linked else 0.0
        colour = "white" if item.linked and abs(item.difference) > 0.25 else INK
        cell_text(ax, (column, row - 0.16), _points(item.difference, wording), SMALL, colour)
        cell_text(ax, (column, row + 0.25), _bounds(item, wording), 5.5, colour)
    if themes:
        colours = LinearSegmentedColormap.from_list("linked", [LESS, "#F7F7F7", MORE])
        edges = (np.arange(len(keys) + 1) - 0.5, np.arange(len(themes) + 1) - 0.5)
        ax.pcolormesh(*edges, values, cmap=colours, vmin=-0.4, vmax=0.4, edgecolor="white", linewidth=1.2)
    sizes = frame.groupby("key")["n"].max().to_dict()
    labels = [
        wording.say(
            "heatmap.column", group=shorten(wording.figure(key), 7.4, 3), mark="", n=sizes.get(key, 0)
        )
        for key in keys
    ]
    ax.set_xticks(range(len(keys)), labels, fontsize=SMALL)
    ax.xaxis.tick_top()
    named = frame.groupby("theme")["named"].max().to_dict()
    rows = [wording.say("linked.row", theme=wording.theme(theme), named=named[theme]) for theme in themes]
    ax.set_yticks(range(len(themes)), [shorten(row, 26, 2) for row in rows])
    ax.set_xlim(-0.5, max(1, len(keys)) - 0.5)
    ax.set_ylim(max(1, len(themes)) - 0.5, -0.5)
    ax.tick_params(length=0, colors=INK)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return max(3.0, _COLUMN * len(keys)), max(1.0, _ROW * len(themes))


def _points(value: float, wording: Wording) -> str:
    return wording.say("linked.points", value=round(value * 100) + 0).replace("-", "−")


def _bounds(item: Any, wording: Wording) -> str:
    low, high = (wording.say("linked.points", value=round(v * 100) + 0) for v in (item.low, item.high))
    return wording.say("linked.bounds", low=low, high=high).replace("-", "−")


def linked_figures_text(result: Result, wording: Wording) -> ChartText:
    """The closest link among those told from chance."""
    frame, params = result.frame, result.params
    role = wording.group("roles", params["role"])
    subtitle = wording.say(
        "linked.subtitle", role=role, base=wording.base(params), confidence=params["confidence"] * 100
    )
    tested = int(frame["q"].notna().sum())
    note = wording.say("linked.method", pairs=tested, min_agencies=params["min_agencies"])
    linked = frame[frame["linked"].astype(bool)]
    if not frame["difference"].notna().any():
        title = wording.phrase("linked.title_empty")
    elif not tested:
        title = wording.say("linked.title_few", min_agencies=params["min_agencies"])
    elif not len(linked):
        title = wording.phrase("linked.title_none")
    else:
        top = next(rows_of(linked.sort_values("p", kind="stable")))
        key = "linked.title_more" if top.difference > 0 else "linked.title_less"
        title = wording.say(
            key,
            theme=wording.theme(top.theme), role=role, figure=wording.figure(top.key),
            points=abs(round(top.difference * 100)), pairs=len(linked),
        )  # fmt: skip
    return ChartText(title, subtitle, note)
