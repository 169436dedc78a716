"""Heat maps: themes by group of reports, and agencies by theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import records_of
from textmine.charts._layout import finish, new_axes, shorten
from textmine.charts._style import HEAT, INK, SMALL, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from textmine.analysis import Result

MAX_GROUPS = 34  # as many as there are provinces; regions come largest first
MAX_AGENCIES = 60  # more rows than this cannot be read on a page; the table has them all
_COLUMN = 0.92  # inches of a column of shares
_CELL = 0.34  # inches of a cell of counts


def draw_heatmap(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Shares as coloured cells with their intervals in small print, or counts of reports by agency.

    ``result`` is that of ``analysis.prevalence`` with ``by``, or of ``analysis.agency_profile``. Columns of fewer than
    ten reports are hatched and marked †. Raises UsageError for other results.
    """
    wording = load_wording(lang)
    with house_style():
        axes = new_axes() if ax is None else ax
        if result.name == "agency_profile":
            shown, words = _agencies(result, wording)
            size = _draw_counts(axes, shown, wording)
        elif result.name == "prevalence" and result.params.get("by"):
            words = heatmap_text(result, wording)
            size = _draw_shares(axes, result, wording)
        else:
            raise UsageError("draw_heatmap takes the result of prevalence with by, or of agency_profile.")
        return finish(axes, words, own=ax is None, width=size[0], height=size[1])


def heat(ax: Axes, values: NDArray[np.float64], *, top: float = 1.0) -> None:
    """Coloured cells with white gaps; row 0 on top. Cells that are not numbers stay white."""
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap

    colours = LinearSegmentedColormap.from_list("textmine", HEAT)
    rows, columns = values.shape
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    if not values.size:
        return
    ax.pcolormesh(
        np.arange(columns + 1) - 0.5,
        np.arange(rows + 1) - 0.5,
        np.ma.masked_invalid(values),
        cmap=colours,
        vmin=0,
        vmax=top,
        edgecolor="white",
        linewidth=1.2,
    )
    ax.set_xlim(-0.5, columns - 0.5)
    ax.set_ylim(rows - 0.5, -0.5)


def cell_text(ax: Axes, place: tuple[int, float], words: str, size: float, colour: str) -> None:
    """Words in a cell; left out when margins are measured, since they are within."""
    text = ax.text(*place, words, ha="center", va="center", size=size, color=colour)
    text.set_in_layout(False)


def upright_labels(ax: Axes, names: list[str], wording: Wording) -> None:
    """Labels of narrow columns: ideographs one below the other, words turned."""
    if wording.lang == "zh":
        stacked = ["\n".join(name) for name in names]
        ax.set_xticks(range(len(names)), stacked, fontsize=SMALL, linespacing=0.95)
    else:
        turned = [shorten(name, 14, 2) for name in names]
        ax.set_xticks(range(len(names)), turned, fontsize=SMALL, rotation=90, linespacing=0.95)


def ink_on(value: float, top: float = 1.0) -> str:
    """Text colour that can be read on a cell of this value."""
    return "white" if value / top > 0.55 else INK


def _draw_shares(ax: Axes, result: Result, wording: Wording) -> tuple[float, float]:
    frame, by = result.frame, result.params["by"]
    groups = list(dict.fromkeys(frame[by]))[:MAX_GROUPS]
    frame = frame[frame[by].isin(groups)]
    themes = list(dict.fromkeys(frame["theme"]))
    table = frame.set_index([by, "theme"])
    shares = frame.pivot(index="theme", columns=by, values="share").loc[themes, groups].to_numpy(dtype=float)
    heat(ax, shares)
    labels = []
    for column, group in enumerate(groups):
        for row, theme in enumerate(themes):
            cell = table.loc[(group, theme)]
            colour = ink_on(cell["share"])
            cell_text(ax, (column, row - 0.16), wording.share(cell["share"]), SMALL, colour)
            bounds = f"{cell['low'] * 100:.0f}–{cell['high'] * 100:.0f}"
            cell_text(ax, (column, row + 0.25), bounds, 5.5, colour)
        first = table.loc[(group, themes[0])]
        small = bool(first["small"])
        if small:
            ax.axvspan(column - 0.48, column + 0.48, fill=False, hatch="//", edgecolor="#CBD2D9", linewidth=0)
        name = shorten(wording.group(result.params["region_unit"] or by, group), 6.2, 3)
        labels.append(
            wording.say("heatmap.column", group=name, mark=" †" if small else "", n=int(first["n"]))
        )
    ax.set_xticks(range(len(groups)), labels, fontsize=SMALL)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_yticks(range(len(themes)), [shorten(wording.theme(theme), 24, 2) for theme in themes])
    width = min(1.6, max(_COLUMN, 6.6 / max(len(groups), 1))) * len(groups)
    return max(width, 1.0), max(0.36 * len(themes), 1.0)


def heatmap_text(result: Result, wording: Wording) -> ChartText:
    """The largest gap between groups whose intervals lie apart, of themes whose groups differ beyond chance."""
    params = result.params
    role = wording.group("roles", params["role"])
    grouping = wording.phrase(f"grouping.{params['region_unit'] or params['by']}")
    subtitle = wording.say(
        "heatmap.subtitle",
        grouping=grouping,
        role=role,
        base=wording.base(params),
        interval=wording.interval(params, prefix="cells_"),
    )
    notes = wording.caveats(params, small=bool(result.frame["small"].any()))
    rest = result.frame[params["by"]].nunique() - MAX_GROUPS
    if rest > 0:
        notes.insert(0, wording.say("heatmap.more_groups", shown=MAX_GROUPS, rest=rest))
    note = wording.joined(notes)
    return ChartText(_gap_title(result, grouping, wording), subtitle, note)


def _gap_title(result: Result, grouping: str, wording: Wording) -> str:
    by, unit = result.params["by"], result.params["region_unit"] or result.params["by"]
    frame = result.frame
    if not len(frame) or not int(frame["k"].sum()):
        return wording.phrase("heatmap.title_empty")
    if frame[by].nunique() == 1:
        return wording.say("heatmap.title_single", group=wording.group(unit, frame[by].iloc[0]))
    best: tuple[float, dict[str, Any], dict[str, Any]] | None = None
    sure = frame["q_between"] < 1 - result.params["confidence"]
    for _, part in frame[sure & ~frame["small"] & (frame[by] != "")].groupby("theme", sort=False):
        ranked = records_of(part.sort_values("share", kind="stable"))
        high, low = ranked[-1], ranked[0]
        gap = float(high["share"] - low["share"])
        if high["low"] > low["high"] and (best is None or gap > best[0]):
            best = gap, high, low
    if best is None:
        return wording.say("heatmap.title_none", grouping=grouping)
    _, high, low = best
    return wording.say(
        "heatmap.title_gap",
        theme=wording.theme(high["theme"]),
        grouping=grouping,
        high_group=wording.group(unit, high[by]),
        high_share=wording.share(high["share"]),
        low_group=wording.group(unit, low[by]),
        low_share=wording.share(low["share"]),
    )


def drawn_agencies(result: Result, wording: Wording) -> pd.DataFrame:
    """The rows of an agency profile that its heat map shows."""
    return _agencies(result, wording)[0]


def _agencies(result: Result, wording: Wording) -> tuple[pd.DataFrame, ChartText]:
    """The agencies to draw (all, or those with most themes), and the words."""
    frame = result.frame
    params = result.params
    role = wording.group("roles", params["role"])
    named = frame.assign(any=frame["k"] > 0).groupby("agency_key", sort=False)["any"].sum()
    kept = named.sort_values(ascending=False, kind="stable").index[:MAX_AGENCIES]
    shown = frame[frame["agency_key"].isin(set(kept))]
    subtitle = wording.say("heatmap.subtitle_agencies", role=role, base=wording.base(params))
    rest = len(named) - len(kept)
    note = wording.say("heatmap.more_agencies", shown=len(kept), rest=rest) if rest else ""
    most = int(named.max()) if len(named) else 0
    if not most:
        return shown, ChartText(wording.phrase("heatmap.title_empty"), subtitle, note)
    leaders = named.index[named == most]
    name = frame.loc[frame["agency_key"] == leaders[0], "agency"].iloc[0]
    name = name if isinstance(name, str) else wording.phrase("unknown")
    if len(leaders) == 1:
        title = wording.say("heatmap.title_agency", agency=name, most=most, role=role)
    else:
        title = wording.say("heatmap.title_agencies", agency=name, count=len(leaders), most=most)
    return shown, ChartText(title, subtitle, note)


def _draw_counts(ax: Axes, frame: pd.DataFrame, wording: Wording) -> tuple[float, float]:
    import numpy as np

    keys = list(dict.fromkeys(frame["agency_key"]))
    themes = list(dict.fromkeys(frame["theme"]))
    counts = frame["k"].to_numpy(dtype=float).reshape(len(keys), len(themes))
    sizes = frame["n"].to_numpy(dtype=float).reshape(len(keys), len(themes))
    heat(ax, np.where(counts > 0, counts / np.maximum(sizes, 1), 0.0))
    for row, column in zip(*np.nonzero(counts), strict=True):
        colour = ink_on(counts[row, column] / sizes[row, column])
        cell_text(ax, (column, row), f"{counts[row, column]:.0f}", SMALL, colour)
    names = frame.drop_duplicates("agency_key")
    labels = [
        shorten(
            wording.say(
                "heatmap.row", agency=agency if isinstance(agency, str) else wording.phrase("unknown"), n=n
            ),
            19,
            2,
        )
        for agency, n in zip(names["agency"], names["n"], strict=True)
    ]
    ax.set_yticks(range(len(keys)), labels, fontsize=SMALL, linespacing=1.0)
    ax.xaxis.tick_top()
    upright_labels(ax, [wording.theme(theme) for theme in themes], wording)
    ax.tick_params(length=0, colors=INK)
    ax.set_xlabel("")
    tall = any("\n" in label for label in labels)
    return max(_CELL * len(themes), 1.0), max((0.42 if tall else 0.3) * len(keys), 0.6)
