"""Rows of shares with their intervals on an axis from 0 to 100 %: one or two points a row, words at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.charts._layout import shorten
from textmine.charts._prevalence import share_axis
from textmine.charts._style import GREY, INK, LABEL, RULE

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Point:
    """One share with its interval; ``filled`` false draws it hollow (few reports, or not told from chance)."""

    middle: float
    low: float
    high: float
    colour: str
    marker: str = "o"
    filled: bool = True


@dataclass(frozen=True)
class ShareRow:
    """A line of the drawing; ``band`` is drawn behind the points (what chance gives)."""

    label: str
    points: tuple[Point, ...]
    words: str
    band: tuple[float, float] | None = None


def draw_share_rows(ax: Axes, rows: Sequence[ShareRow], *, axis: str, header: str = "") -> float:
    """Draw the rows from the top; the height in inches that they want."""
    for place, row in enumerate(rows):
        if row.band is not None:
            low, high = row.band
            ax.barh(place, high - low, left=low, height=0.5, color=RULE, alpha=0.75, linewidth=0)
        shift = 0.26 / max(1, len(row.points)) if len(row.points) > 1 else 0.0
        for number, point in enumerate(row.points):
            if point.middle != point.middle:
                continue
            y = place + (number - (len(row.points) - 1) / 2) * 2 * shift
            ax.hlines(y, point.low, point.high, color=point.colour, linewidth=1.3, alpha=0.75)
            ax.plot(
                [point.middle], [y], linestyle="", marker=point.marker, markersize=6, color=point.colour,
                markerfacecolor=point.colour if point.filled else "white", clip_on=False, zorder=3,
            )  # fmt: skip
        ax.text(
            1.02, place, row.words, transform=ax.get_yaxis_transform(), va="center", size=LABEL, color=INK
        )
    for place in range(len(rows) - 1):
        ax.axhline(place + 0.5, color=RULE, linewidth=0.4)
    if header:
        ax.text(1.02, -0.85, header, transform=ax.get_yaxis_transform(), va="center", size=LABEL, color=GREY)
    ax.set_yticks(range(len(rows)), [shorten(row.label, 24, 2) for row in rows])
    ax.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    share_axis(ax, axis)
    return max(1.2, 0.36 * len(rows) + 0.1)
