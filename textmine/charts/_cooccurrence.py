"""Chart of co-occurrence: how many reports name two themes together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.analysis.frames import rows_of
from textmine.charts._heatmap import cell_text, heat, ink_on, upright_labels
from textmine.charts._layout import finish, new_axes, shorten
from textmine.charts._style import INK, SMALL, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from textmine.analysis import Result

_CELL = 0.44  # inches; the interval has to fit


def draw_cooccurrence(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """A triangle of pairs: count of reports, interval of the share in small print, ★ where more often than by chance.

    ``result`` is that of ``analysis.cooccurrence``. Raises UsageError for other results.
    """
    if result.name != "cooccurrence":
        raise UsageError("draw_cooccurrence takes the result of cooccurrence.")
    wording = load_wording(lang)
    with house_style():
        axes = new_axes() if ax is None else ax
        n_themes = _draw(axes, result, wording)
        words = cooccurrence_text(result, wording)
        return finish(axes, words, own=ax is None, width=_CELL * n_themes, height=_CELL * n_themes)


def _draw(ax: Axes, result: Result, wording: Wording) -> int:
    import numpy as np

    frame = result.frame
    themes = list(dict.fromkeys([*frame["a"], *frame["b"]]))
    position = {theme: index for index, theme in enumerate(themes)}
    shares = np.full((len(themes), len(themes)), np.nan)
    pairs = [(position[b], position[a]) for a, b in zip(frame["a"], frame["b"], strict=True)]
    for (row, column), share in zip(pairs, frame["share"], strict=True):
        shares[row, column] = share
    top = max(0.2, float(frame["share"].max()) if len(frame) else 0.0)
    heat(ax, shares[1:, :-1], top=top)
    for (row, column), item in zip(pairs, rows_of(frame), strict=True):
        if not item.k:
            continue
        colour = ink_on(item.share, top)
        count = f"{item.k}{'★' if item.more else ''}"
        cell_text(ax, (column, row - 1.14), count, SMALL, colour)
        bounds = f"{item.low * 100:.0f}–{item.high * 100:.0f}%"
        cell_text(ax, (column, row - 0.76), bounds, 5, colour)
    rows = [shorten(wording.theme(theme), 24, 2) for theme in themes[1:]]
    ax.set_yticks(range(len(themes) - 1), rows, fontsize=SMALL)
    upright_labels(ax, [wording.theme(theme) for theme in themes[:-1]], wording)
    ax.tick_params(length=0, colors=INK)
    return len(themes) - 1


def cooccurrence_text(result: Result, wording: Wording) -> ChartText:
    """The most frequent pair among those that are seen more often than chance gives."""
    frame, params = result.frame, result.params
    role = wording.group("roles", params["role"])
    interval = wording.interval(params, prefix="cells_")
    subtitle = wording.say("cooccurrence.subtitle", role=role, base=wording.base(params), interval=interval)
    notes = wording.caveats(params)
    more = frame[frame["more"]]
    if not int(frame["k"].sum()):
        title = wording.phrase("cooccurrence.title_empty")
    elif params["agencies"] < params["min_agencies"]:
        title = wording.say("cooccurrence.title_few_agencies", min_agencies=params["min_agencies"])
    elif not len(more):
        title = wording.phrase("cooccurrence.title_none")
    else:
        pair = more.sort_values("k", ascending=False, kind="stable").iloc[0]
        notes.insert(0, wording.phrase("cooccurrence.more"))
        title = wording.say(
            "cooccurrence.title_pair",
            a=wording.theme(pair["a"]),
            b=wording.theme(pair["b"]),
            k=int(pair["k"]),
            expected=float(pair["expected"]),
        )
    return ChartText(title, subtitle, wording.joined(notes))
