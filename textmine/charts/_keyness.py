"""Charts of wording: key words by group, and new words over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.analysis.frames import rows_of
from textmine.charts._heatmap import heat, ink_on
from textmine.charts._layout import finish, new_axes
from textmine.charts._style import GREY, INK, LABEL, MEASURE, RULE, SMALL, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from textmine.analysis import Result

MOST_GROUPS = 8
WORDS_A_GROUP = 5
MOST_WORDS = 30
_SURE = 1.96


def draw_keyness(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """The words by which each group stands out most: z as a bar, count and agencies beside; sure ones filled.

    ``result`` is that of ``analysis.keyness``. Raises UsageError for other results.
    """
    if result.name != "keyness":
        raise UsageError("draw_keyness takes the result of keyness.")
    wording = load_wording(lang)
    with house_style():
        axes = new_axes() if ax is None else ax
        frame = _shown(result.frame, result.params["by"])
        _draw(axes, frame, result.params["by"], wording)
        return finish(
            axes, keyness_text(result, wording), own=ax is None, height=max(1.2, 0.27 * len(frame) + 0.2)
        )


def _shown(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """The first words of each group; of many groups the latest years, or the largest groups."""
    groups = list(dict.fromkeys(frame[by]))
    kept = groups[-MOST_GROUPS:] if by == "year" else groups[:MOST_GROUPS]
    part = frame[frame[by].isin(kept) & (frame["z"] > 0)]
    return part.groupby(by, sort=False).head(WORDS_A_GROUP).reset_index(drop=True)


def _draw(ax: Axes, frame: pd.DataFrame, by: str, wording: Wording) -> None:
    labels: list[str] = []
    last: object = None
    beside = ax.get_yaxis_transform()
    for row, item in enumerate(rows_of(frame)):
        group = getattr(item, by)
        ax.barh(
            row, item.z, height=0.62, color=MEASURE if item.key else "white", edgecolor=MEASURE, linewidth=0.9
        )
        words = wording.say("keyness.value", count=item.count, other=item.other, agencies=item.agencies)
        ax.text(1.02, row, words, transform=beside, va="center", size=SMALL, color=INK)
        head = wording.group(by, group) if group != last else ""
        labels.append(f"{head}　{item.word}" if wording.lang == "zh" else f"{head}  {item.word}")
        if group != last and row:
            ax.axhline(row - 0.5, color=RULE, linewidth=0.8)
        last = group
    ax.set_yticks(range(len(frame)), labels, fontsize=LABEL)
    ax.set_ylim(max(1, len(frame)) - 0.4, -0.6)
    ax.axvline(_SURE, color=GREY, linewidth=0.8, linestyle=(0, (3, 3)))
    ax.set_xlim(0, max(3.0, float(frame["z"].max()) * 1.05 if len(frame) else 3.0))
    ax.set_xlabel(wording.phrase("keyness.axis"))
    ax.tick_params(length=0)
    for side in ("top", "right", "bottom"):
        ax.spines[side].set_visible(False)


def keyness_text(result: Result, wording: Wording) -> ChartText:
    """Words that are sure to be typical of a group."""
    frame, params = result.frame, result.params
    grouping = wording.phrase(f"grouping.{params['by']}")
    what = _what(params, wording)
    subtitle = wording.say("keyness.subtitle", grouping=grouping, what=what, base=wording.base(params))
    note = wording.say("keyness.method", min_agencies=params["min_agencies"])
    key = frame[frame["key"].astype(bool)]
    if not len(frame):
        title = wording.phrase("keyness.title_empty")
    elif not len(key):
        title = wording.say("keyness.title_none", grouping=grouping)
    else:
        top = key.sort_values("z", ascending=False, kind="stable").iloc[0]
        words = key[key[params["by"]] == top[params["by"]]].head(3)["word"]
        title = wording.say(
            "keyness.title",
            group=wording.group(params["by"], top[params["by"]]),
            words=wording.listed(words),
            count=len(key),
        )
    return ChartText(title, subtitle, note)


def _what(params: dict[str, object], wording: Wording) -> str:
    if params["role"] is None:
        return wording.phrase(f"sections.{params['section']}")
    return wording.say("keyness.role", role=wording.group("roles", params["role"]))


def draw_new_terms(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """New words by year: share of the reports that use each, with the number of reports in the cell.

    ``result`` is that of ``analysis.new_terms``. Raises UsageError for other results.
    """
    if result.name != "new_terms":
        raise UsageError("draw_new_terms takes the result of new_terms.")
    wording = load_wording(lang)
    with house_style():
        axes = new_axes() if ax is None else ax
        frame = result.frame[result.frame["new"]] if len(result.frame) else result.frame
        frame = frame.head(MOST_WORDS).sort_values(
            ["first", "agencies"], ascending=[True, False], kind="stable"
        )
        size = _draw_new(axes, frame, result.params["sizes"], wording)
        return finish(axes, new_terms_text(result, wording), own=ax is None, width=size[0], height=size[1])


def _draw_new(ax: Axes, frame: pd.DataFrame, sizes: dict[int, int], wording: Wording) -> tuple[float, float]:
    import numpy as np

    years = sorted(sizes)
    shares = np.zeros((max(1, len(frame)), max(1, len(years))))
    used: list[dict[int, int]] = []
    for text in frame["by_year"]:
        parts = [part.split(":") for part in str(text).split()]
        used.append({int(year): int(count) for year, count in parts})
    for row, counts in enumerate(used):
        for year, count in counts.items():
            shares[row, years.index(year)] = count / sizes[year]
    top = max(0.1, float(shares.max()))
    heat(ax, shares, top=top)
    for row, counts in enumerate(used):
        for year, count in counts.items():
            column = years.index(year)
            colour = ink_on(shares[row, column], top)
            ax.text(column, row, str(count), ha="center", va="center", size=SMALL, color=colour)
    labels = [wording.say("heatmap.column", group=year, mark="", n=sizes[year]) for year in years]
    ax.set_xticks(range(len(years)), labels, fontsize=SMALL)
    ax.xaxis.tick_top()
    ax.set_yticks(range(len(frame)), frame["word"].tolist(), fontsize=LABEL)
    ax.tick_params(length=0, colors=INK)
    return max(3.0, 0.62 * len(years)), max(0.8, 0.27 * len(frame))


def new_terms_text(result: Result, wording: Wording) -> ChartText:
    """Words that are sure to have come up."""
    frame, params = result.frame, result.params
    subtitle = wording.say("new_terms.subtitle", what=_what(params, wording), base=wording.base(params))
    note = wording.say("new_terms.method", min_agencies=params["min_agencies"])
    new = frame[frame["new"].astype(bool)] if len(frame) else frame
    if len(params["sizes"]) < 2:
        title = wording.phrase(f"new_terms.title_{'one_year' if params['sizes'] else 'empty'}")
    elif not len(new):
        title = wording.phrase("new_terms.title_none")
    else:
        top = new.iloc[0]
        title = wording.say(
            "new_terms.title",
            count=len(new),
            words=wording.listed(new["word"].head(3)),
            first=int(top["first"]),
        )
    return ChartText(title, subtitle, note)
