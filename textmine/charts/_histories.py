"""Chart of histories: agencies × themes × years, with runs marked. The chart that oversight staff ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import rows_of
from textmine.charts._heatmap import upright_labels
from textmine.charts._layout import finish, new_axes, shorten
from textmine.charts._style import INK, PALE, PROBLEM, RULE, SMALL, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from textmine.analysis import Result

PER_PAGE = 30  # agencies that fit a page in readable print
MAX_YEARS = 6  # more years than this make the strips too fine; the latest are shown
LONG_RUN = 3
_STRIP = 0.115  # inches of a year in a strip
_GAP = 1.2  # gap between strips, in years
_ROW = 0.3  # inches of an agency
_TWICE, _ONCE = "#F0A773", "#C9D3DC"


def draw_histories(result: Result, *, ax: Axes | None = None, lang: str = "zh", page: int = 1) -> Axes:
    """A row an agency, a strip of years a theme: dark where the theme was named three years running or more.

    Agencies come worst first: by the years they spend in runs, longest run first. Each page shows thirty of them; the
    latest six years are drawn. A white bar across a cell means that the statement repeats that of the year before
    in the same words; years without a report are left open.

    ``result`` is that of ``analysis.histories``. Raises UsageError for other results and for pages that do not exist.
    """
    if result.name != "histories":
        raise UsageError("draw_histories takes the result of histories.")
    agencies = _ranked(result.frame)
    pages = history_pages(result)
    if not 1 <= page <= pages:
        raise UsageError(f"There are pages 1 to {pages}, not {page}.")
    wording = load_wording(lang)
    shown = agencies[(page - 1) * PER_PAGE : page * PER_PAGE]
    frame = result.frame[result.frame["agency_key"].isin(set(shown))]
    years = result.params["years"][-MAX_YEARS:]
    with house_style():
        axes = new_axes() if ax is None else ax
        n_themes = _draw(axes, frame, shown, years, wording)
        width = _STRIP * n_themes * (len(years) + _GAP)
        height = _ROW * max(2, len(shown))
        return finish(
            axes,
            histories_text(result, wording, page=page),
            own=ax is None,
            width=max(4.0, width),
            height=height,
        )


def history_pages(result: Result) -> int:
    """Number of pages that the chart of ``result`` has."""
    return max(1, -(-result.frame["agency_key"].nunique() // PER_PAGE))


def _ranked(frame: pd.DataFrame) -> list[str]:
    """Agencies by years spent in runs of two or more, then by longest run, then by themes named."""
    if not len(frame):
        return []
    runs = frame.assign(running=frame["longest"].where(frame["longest"] > 1, 0))
    worst = runs.groupby("agency_key", sort=False).agg(
        running=("running", "sum"), longest=("longest", "max"), named=("k", "sum"), agency=("agency", "first")
    )
    order = worst.sort_values(
        ["running", "longest", "named", "agency"], ascending=[False, False, False, True]
    )
    return [str(key) for key in order.index]


def _years(text: str) -> list[int]:
    return [int(year) for year in text.split()]


def _draw(ax: Axes, frame: pd.DataFrame, agencies: list[str], years: list[int], wording: Wording) -> int:
    """Draw the strips; the number of themes that have one."""
    themes = [theme for theme in wording.themes if theme in set(frame["theme"])]
    themes += sorted(set(frame["theme"]) - set(themes))  # extended codebooks
    width = len(years) + _GAP
    place = {theme: number * width for number, theme in enumerate(themes)}
    row_of = {key: number for number, key in enumerate(agencies)}
    first = {item.agency_key: item for item in rows_of(frame.drop_duplicates("agency_key"))}
    cells = [
        _Cell(start + years.index(year), row, PALE)
        for key, row in row_of.items()
        for year in _years(first[key].reported)
        if year in years
        for start in place.values()
    ]
    for item in rows_of(frame):
        cells += _strip(item, place[item.theme], row_of[item.agency_key], years)
    _fill(ax, cells)
    unknown = wording.phrase("unknown")
    names = [first[key].agency if isinstance(first[key].agency, str) else unknown for key in agencies]
    ax.set_yticks(
        range(len(agencies)), [shorten(name, 19, 2) for name in names], fontsize=SMALL, linespacing=0.95
    )
    ax.set_xlim(-_GAP / 2, max(1.0, width * len(themes)) - _GAP / 2)
    ax.set_ylim(max(1, len(agencies)) - 0.4, -0.6)
    ax.xaxis.tick_top()
    upright_labels(ax, [wording.theme(theme) for theme in themes], wording)
    labels = [text.get_text() for text in ax.get_xticklabels()]
    ax.set_xticks([place[theme] + (len(years) - 1) / 2 for theme in themes], labels)
    ax.tick_params(length=0, colors=INK)
    for start in list(place.values())[1:]:
        ax.axvline(start - (_GAP + 1) / 2, color=RULE, linewidth=0.4)
    for row in range(4, len(agencies) - 1, 5):
        ax.axhline(row + 0.5, color=RULE, linewidth=0.4)
    for spine in ax.spines.values():
        spine.set_visible(False)
    _legend(ax, wording)
    return len(themes)


@dataclass(frozen=True)
class _Cell:
    """A year in a strip; ``wide`` reaches to the next year of its run, ``copied`` carries the white bar."""

    x: float
    row: int
    colour: str
    wide: bool = False
    copied: bool = False


def _fill(ax: Axes, cells: list[_Cell]) -> None:
    """Draw all cells at once: a page has thousands."""
    from matplotlib.collections import LineCollection, PolyCollection

    corners = []
    for cell in cells:
        left, right = cell.x - 0.43, cell.x + (0.57 if cell.wide else 0.43)
        top, bottom = cell.row - 0.33, cell.row + 0.33
        corners.append([(left, top), (right, top), (right, bottom), (left, bottom)])
    ax.add_collection(
        PolyCollection(corners, facecolors=[cell.colour for cell in cells], linewidths=0, zorder=2)
    )
    bars = [[(cell.x - 0.28, cell.row), (cell.x + 0.28, cell.row)] for cell in cells if cell.copied]
    ax.add_collection(LineCollection(bars, colors="white", linewidths=1.6, capstyle="butt", zorder=4))


def _legend(ax: Axes, wording: Wording) -> None:
    from matplotlib.patches import Patch

    colours = {"long": PROBLEM, "twice": _TWICE, "once": _ONCE, "reported": PALE}
    patches = [
        Patch(facecolor=colour, label=wording.phrase(f"histories.{name}")) for name, colour in colours.items()
    ]
    ax.legend(
        handles=patches, loc="upper left", bbox_to_anchor=(0, 0), ncols=len(patches), fontsize=SMALL,
        borderaxespad=0.4, handlelength=1.2, columnspacing=1.4,
    )  # fmt: skip


def _strip(item: Any, start: float, row: int, years: list[int]) -> list[_Cell]:
    named, copied = _years(item.named), set(_years(item.copied))
    lengths: dict[int, int] = {}
    for year in named:
        run = lengths.get(year - 1, 0) + 1
        for back in range(run):
            lengths[year - back] = run
    cells = []
    for year in named:
        if year in years:
            colour = PROBLEM if lengths[year] >= LONG_RUN else _TWICE if lengths[year] == 2 else _ONCE
            joined = (
                year + 1 in lengths and year + 1 in years
            )  # cells of a run touch, single years stand apart
            cells.append(_Cell(start + years.index(year), row, colour, wide=joined, copied=year in copied))
    return cells


def histories_text(result: Result, wording: Wording, *, page: int = 1) -> ChartText:
    """How many agencies name the same theme three years running, and which leads."""
    frame, params = result.frame, result.params
    years = params["years"]
    role = wording.group("roles", params["role"])
    subtitle = wording.say(
        "histories.subtitle", role=role, base=wording.base(params), years=wording.years(years[-MAX_YEARS:])
    )
    notes = [wording.phrase("histories.legend")]
    pages, agencies = history_pages(result), int(frame["agency_key"].nunique())
    if pages > 1:
        first = (page - 1) * PER_PAGE
        notes.append(
            wording.say(
                "histories.page",
                page=page,
                pages=pages,
                first=first + 1,
                last=min(agencies, first + PER_PAGE),
                agencies=agencies,
            )
        )
    if len(years) > MAX_YEARS:
        notes.append(wording.say("histories.years", shown=MAX_YEARS, all=wording.years(years)))
    notes.append(wording.phrase("histories.reading"))
    return ChartText(_title(frame, params, wording), subtitle, wording.joined(notes))


def _title(frame: pd.DataFrame, params: dict[str, Any], wording: Wording) -> str:
    if not len(frame):
        return wording.phrase("histories.title_empty")
    if len(params["years"]) < 2:
        return wording.phrase("histories.title_one_year")
    long = frame[frame["longest"] >= LONG_RUN]
    if len(long):
        genuine = int((long["nature"] == "problem").sum())
        if len(long) == genuine == 1:
            only = long.iloc[0]
            name = only["agency"] if isinstance(only["agency"], str) else wording.phrase("unknown")
            return wording.say(
                "histories.title_long_single",
                agency=name, theme=wording.theme(only["theme"]), years=int(only["longest"]),
            )  # fmt: skip
        ranked = long["theme"].value_counts()
        theme = wording.theme(str(ranked.index[0]))
        leads = len(ranked) == 1 or ranked.iloc[0] > ranked.iloc[1]
        plain = "histories.title_long" if leads else "histories.title_long_even"
        key = plain if genuine == len(long) else "histories.title_long_copied"
        return wording.say(
            key,
            agencies=long["agency_key"].nunique(),
            runs=len(long),
            theme=theme,
            copied=len(long) - genuine,
            all=params["agencies"],
        )
    twice = frame[frame["longest"] == 2]
    if len(twice):
        return wording.say(
            "histories.title_twice", agencies=twice["agency_key"].nunique(), all=params["agencies"]
        )
    return wording.phrase("histories.title_none")
