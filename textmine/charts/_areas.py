"""Which stretch of a picture stands for which theme, group or agency, so that pages can lead from there to statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from textmine.charts._heatmap import MAX_GROUPS, drawn_agencies
from textmine.charts._layout import shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from textmine.analysis import Result
    from textmine.charts._wording import Wording

_Sign = tuple[str, str]


@dataclass(frozen=True)
class Area:
    """A stretch of a picture, in fractions of its width and height from the upper left corner.

    ``stands_for`` are pairs of theme, year, level, region or agency_key and its value, as in the frame of the result.
    """

    left: float
    top: float
    width: float
    height: float
    stands_for: tuple[_Sign, ...]


def areas_of(result: Result, ax: Axes, wording: Wording) -> tuple[Area, ...]:
    """Rows that are labelled with a theme; of heat maps the cells with a count."""
    if result.name == "agency_profile":
        return tuple(_agency_cells(result, ax, wording))
    rows = _theme_rows(ax, wording)
    if result.name == "prevalence" and result.params.get("by"):
        return tuple(_group_cells(result, ax, rows))
    return tuple(_area(ax, None, span, (("theme", theme),)) for theme, span in rows)


def _theme_rows(ax: Axes, wording: Wording) -> list[tuple[str, tuple[float, float]]]:
    """Themes of the labels beside the rows, with the stretch of the y axis that each takes."""
    known = {shorten(name, 24, 2): theme for theme, name in wording.themes.items()}
    ticks = [float(tick) for tick in ax.get_yticks()]
    gaps = [abs(after - before) for before, after in pairwise(ticks)]
    half = min(gaps, default=1.0) / 2
    labels = [label.get_text() for label in ax.get_yticklabels()]
    return [
        (known[label], (tick - half, tick + half))
        for tick, label in zip(ticks, labels, strict=True)
        if label in known
    ]


def _group_cells(result: Result, ax: Axes, rows: list[tuple[str, tuple[float, float]]]) -> Iterator[Area]:
    by = str(result.params["by"])
    kind = by if by in ("year", "level") else "region"
    counts = dict(
        zip(zip(result.frame[by], result.frame["theme"], strict=True), result.frame["k"], strict=True)
    )
    for column, group in enumerate(list(dict.fromkeys(result.frame[by]))[:MAX_GROUPS]):
        for theme, span in rows:
            if counts.get((group, theme)):
                sides = (column - 0.5, column + 0.5)
                yield _area(ax, sides, span, (("theme", theme), (kind, str(group))))


def _agency_cells(result: Result, ax: Axes, wording: Wording) -> Iterator[Area]:
    frame = drawn_agencies(result, wording)
    agencies = {key: row for row, key in enumerate(dict.fromkeys(frame["agency_key"]))}
    themes = {theme: column for column, theme in enumerate(dict.fromkeys(frame["theme"]))}
    named = frame[frame["k"] > 0]
    for key, theme in zip(named["agency_key"], named["theme"], strict=True):
        row, column = agencies[key], themes[theme]
        sign = (("theme", str(theme)), ("agency_key", str(key)))
        yield _area(ax, (column - 0.5, column + 0.5), (row - 0.5, row + 0.5), sign)


def _area(
    ax: Axes, across: tuple[float, float] | None, down: tuple[float, float], stands_for: tuple[_Sign, ...]
) -> Area:
    """From places on the axes to fractions of the picture; without ``across`` the whole row, its label included."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    to_picture = ax.transData + figure.transFigure.inverted()
    first, last = (
        to_picture.transform((side, level)) for side, level in zip(across or (0, 0), down, strict=True)
    )
    left, right = sorted((float(first[0]), float(last[0]))) if across else (0.0, 1.0)
    low, high = sorted((float(first[1]), float(last[1])))
    return Area(left, 1 - high, right - left, high - low, stands_for)
