"""Chart of reuse: whose wording each section is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.analysis.frames import rows_of
from textmine.charts._layout import finish, new_axes, shorten
from textmine.charts._prevalence import share_axis
from textmine.charts._style import INK, MEASURE, PROBLEM, SMALL, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from textmine.analysis import Result

MOST_REPORTS = 30
_ALL_OWN = 0.995
_PARTS = (("template", "#B8C2CC"), ("last_year", PROBLEM), ("elsewhere", "#E69F00"), ("own", MEASURE))
_HATCH = {"last_year": "///", "elsewhere": "..."}


def draw_reuse(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """A bar a report: template, last year's, another agency's and own wording; reports with least of their own first.

    Near-copies are named at the right. ``result`` is that of ``analysis.reuse``. Raises UsageError for other results.
    """
    if result.name != "reuse":
        raise UsageError("draw_reuse takes the result of reuse.")
    wording = load_wording(lang)
    with house_style():
        axes = new_axes() if ax is None else ax
        frame = _shown(result.frame)
        _draw(axes, frame, wording)
        return finish(
            axes, reuse_text(result, wording), own=ax is None, height=max(1.2, 0.3 * len(frame) + 0.1)
        )


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Near-copies first, then by the share of own wording, least first; what is all own wording is not drawn."""
    copy = frame["last_year_copy"] | frame["other_copy"]
    order = frame.assign(copy=copy)[copy | (frame["own"] < _ALL_OWN)].sort_values(
        ["copy", "own", "agency", "year"], ascending=[False, True, True, True], kind="stable"
    )
    return order.head(MOST_REPORTS)


def _draw(ax: Axes, frame: pd.DataFrame, wording: Wording) -> None:
    import pandas as pd

    rows = list(range(len(frame)))
    left = [0.0] * len(frame)
    for name, colour in _PARTS:
        values = [float(value) for value in frame[name]]
        ax.barh(
            rows, values, left=left, height=0.66, color=colour, edgecolor="white", linewidth=0.6,
            hatch=_HATCH.get(name), label=wording.phrase(f"reuse.{name}"),
        )  # fmt: skip
        left = [a + b for a, b in zip(left, values, strict=True)]
    labels = []
    for row, item in zip(rows, rows_of(frame), strict=True):
        agency = item.agency if isinstance(item.agency, str) else wording.phrase("unknown")
        year = "" if pd.isna(item.year) else str(int(item.year))
        labels.append(shorten(wording.say("reuse.row", agency=agency, year=year).strip(), 22, 2))
        words = []
        if item.last_year_copy:
            words.append(wording.phrase("reuse.copy_last_year"))
        if item.other_copy:
            other = item.other_agency if isinstance(item.other_agency, str) else wording.phrase("unknown")
            words.append(wording.say("reuse.copy_other", agency=other))
        ax.text(
            1.02, row, shorten(wording.listed(words), 20, 2), transform=ax.get_yaxis_transform(), va="center", size=SMALL,
            color=INK, linespacing=0.95,
        )  # fmt: skip
    ax.set_yticks(rows, labels, fontsize=SMALL, linespacing=0.95)
    ax.set_ylim(max(1, len(frame)) - 0.4, -0.6)
    share_axis(ax, wording.phrase("reuse.axis"))
    if len(frame):
        ax.legend(
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=4,
            borderaxespad=0.3,
            handlelength=1.4,
            fontsize=SMALL,
        )


def reuse_text(result: Result, wording: Wording) -> ChartText:
    """How many sections are near-copies of last year's and of other agencies'."""
    frame, params = result.frame, result.params
    section = wording.phrase(f"sections.{params['section']}")
    subtitle = wording.say("reuse.subtitle", section=section, base=wording.base(params))
    notes = [
        wording.say("reuse.method", agencies=params["template_agencies"], share=params["near_copy"] * 100)
    ]
    shown = len(_shown(frame))
    rest = len(frame) - shown
    if rest > 0:
        notes.insert(0, wording.say("reuse.more", shown=shown, rest=rest))
    last, other = int(frame["last_year_copy"].sum()), int(frame["other_copy"].sum())
    comparable = int(frame["last_year_document"].notna().sum())
    if not len(frame):
        title = wording.phrase("reuse.title_empty")
    elif not last and not other:
        title = wording.say("reuse.title_none", n=len(frame), section=section)
    else:
        parts = []
        if last:
            parts.append(wording.say("reuse.title_last_year", k=last, n=comparable))
        if other:
            parts.append(wording.say("reuse.title_other", k=other, n=len(frame)))
        title = wording.say(
            "reuse.title", section=section, parts=("；" if wording.lang == "zh" else "; ").join(parts)
        )
    return ChartText(title, subtitle, wording.joined(notes))
