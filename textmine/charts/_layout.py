"""Figures whose margins follow the measured text, so that nothing is cut and nothing overlaps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textmine.charts._style import GREY, INK, SMALL, SUBTITLE, TITLE, advance, printable, set_font
from textmine.charts._wording import ChartText

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 9.0  # inches, unless the drawing itself is wider
_PAD = 0.18  # inches
_LINE = 1.45  # line height in font sizes (that of the font, with its leading)

# Units that a line break must not divide: words and numbers, short brackets, and marks that stay with what precedes them.
_WORD = re.compile(r"（[^（）\n]{1,6}）|[A-Za-z0-9.%+–/()'’=-]+[,;:!?]*|.[，。、；：！？）》”’]*", re.DOTALL)


def text_width(text: str) -> float:
    """Width in ems, with one in fifty to spare for rounding to pixels."""
    return 1.02 * sum(map(advance, text))


def wrap(text: str, ems: float) -> str:
    """``text`` in lines of at most ``ems``; breaks between ideographs and words, never before closing marks."""
    lines: list[str] = []
    line = ""
    for unit in (match.group() for match in _WORD.finditer(printable(text).replace("\n", " "))):
        if line and text_width(line + unit.rstrip()) > ems:
            lines.append(line.rstrip())
            line = unit.lstrip()
        else:
            line += unit
    lines.append(line.rstrip())
    return "\n".join(lines)


def shorten(text: str, ems: float, lines: int) -> str:
    """``text`` wrapped into at most ``lines``; what does not fit is left out in the middle, marked by …"""
    wrapped = wrap(text, ems)
    kept = len(text)
    while wrapped.count("\n") >= lines and kept > 2:
        kept -= 1
        wrapped = wrap(text[: (kept + 1) // 2] + "…" + text[len(text) - kept // 2 :], ems)
    return wrapped


def new_axes() -> Axes:
    """Axes on a figure of their own, drawn by Agg without any display or global state."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, 4.0))
    FigureCanvasAgg(figure)
    return figure.add_axes((0.2, 0.2, 0.7, 0.6))


def finish(ax: Axes, text: ChartText, *, own: bool, height: float, width: float | None = None) -> Axes:
    """Write title, subtitle and note, set the font, and size an own figure.

    ``height`` and ``width`` are inches of the plotting area of an own figure; without ``width`` it takes what
    the labels leave of ``WIDTH``. In the axes of the caller's figure only the words are written.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    if not own:
        ax.set_title(wrap(text.title, 42), loc="left", fontsize=TITLE - 2, color=INK)
        words = [part for part in (ax.get_xlabel(), wrap(text.subtitle, 56), wrap(text.note, 56)) if part]
        ax.set_xlabel("\n".join(words), fontsize=SMALL, color=GREY, loc="left")
        set_font(ax)
        return ax
    set_font(figure)
    left, right, below, above = _overhangs(figure, ax)
    total = max(WIDTH, (width or 0) + left + right + 2 * _PAD)
    plot_width = width or total - left - right - 2 * _PAD
    ems = (total - 2 * _PAD) * 72
    title = wrap(text.title, ems / TITLE)
    subtitle = wrap(text.subtitle, ems / SUBTITLE)
    note = wrap(text.note, ems / SMALL) if text.note else ""
    title_height, subtitle_height = _height(title, TITLE), _height(subtitle, SUBTITLE)
    note_height = _height(note, SMALL)
    head = _PAD + title_height + 0.04 + subtitle_height + 0.14 + above
    foot = below + (0.12 + note_height if note else 0) + _PAD
    full = head + height + foot
    figure.set_size_inches(total, full)
    ax.set_position(((_PAD + left) / total, foot / full, plot_width / total, height / full))
    for block, size, colour, top in (
        (title, TITLE, INK, _PAD),
        (subtitle, SUBTITLE, GREY, _PAD + title_height + 0.04),
        (note, SMALL, GREY, full - _PAD - note_height),
    ):
        look = {"size": size, "color": colour, "va": "top", "ha": "left", "linespacing": 1.3}
        figure.text(_PAD / total, 1 - top / full, block, **look)  # type: ignore[arg-type]
    set_font(figure)
    return ax


def _height(block: str, size: float) -> float:
    """Inches that lines of this size take."""
    return (block.count("\n") + 1) * size * _LINE / 72 if block else 0.0


def _overhangs(figure: Figure, ax: Axes) -> tuple[float, float, float, float]:
    """Inches by which labels reach beyond the axes: left, right, below, above."""
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    inner, outer = ax.get_window_extent(renderer), ax.get_tightbbox(renderer)
    assert outer is not None
    dpi = figure.dpi
    return (
        max(0.0, inner.x0 - outer.x0) / dpi,
        max(0.0, outer.x1 - inner.x1) / dpi,
        max(0.0, inner.y0 - outer.y0) / dpi,
        max(0.0, outer.y1 - inner.y1) / dpi,
    )
