"""Charts of an evaluation: reliability, precision against recall by theme, precision of the surest tags, splits, learning curve.

They draw the plain data of ``textmine.evaluation`` (``Evaluation.summary``) and compute nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.charts._style import GREY, INK, MEASURE, PROBLEM, RULE, SMALL, house_style, set_font
from textmine.charts._wording import Wording, load_wording

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DPI = 160
_COLUMNS = 6
Drawer = Callable[["Figure", Wording], None]


def save_accuracy_charts(
    summary: Mapping[str, Any], directory: str | Path, *, lang: str = "zh"
) -> list[Path]:
    """Write ``reliability.png``, ``precision-recall.png`` and ``coverage.png`` of an evaluation into a folder."""
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    drawers: dict[str, tuple[Drawer, tuple[float, float]]] = {
        "reliability": (lambda figure, wording: _reliability(figure, wording, summary), (4.6, 4.3)),
        "precision-recall": (lambda figure, wording: _curves(figure, wording, summary), (11.0, 6.2)),
        "coverage": (lambda figure, wording: _coverage(figure, wording, summary), (5.4, 3.6)),
    }
    return [_save(folder / f"{name}.png", draw, size, lang) for name, (draw, size) in drawers.items()]


def save_split_charts(
    splits: Mapping[str, Mapping[str, Any]],
    curve: Sequence[Mapping[str, Any]],
    directory: str | Path,
    *,
    lang: str = "zh",
) -> list[Path]:
    """Write ``splits.png`` and ``learning-curve.png``.

    ``splits`` maps the name of a split to its ``intervals``; ``curve`` holds ``passages``, ``headlines`` and ``by_cue`` of growing
    training data.
    """
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _save(
            folder / "splits.png", lambda figure, wording: _splits(figure, wording, splits), (7.6, 3.4), lang
        ),
        _save(
            folder / "learning-curve.png",
            lambda figure, wording: _learning(figure, wording, curve),
            (5.6, 3.8),
            lang,
        ),
    ]


def _save(path: Path, draw: Drawer, size: tuple[float, float], lang: str) -> Path:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with house_style():
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)
        draw(figure, load_wording(lang))
        for axes in figure.axes:
            axes.spines[["top", "right"]].set_visible(False)
        set_font(figure)
        figure.savefig(path, dpi=_DPI, metadata={"Software": None})
    return path


def _labelled(axes: Axes, wording: Wording, x: str, y: str) -> None:
    axes.set_xlabel(wording.phrase(f"accuracy.{x}"))
    axes.set_ylabel(wording.phrase(f"accuracy.{y}"))


def _reliability(figure: Figure, wording: Wording, summary: Mapping[str, Any]) -> None:
    axes = figure.subplots()
    bins = summary["calibration"]["bins"]
    axes.plot([0, 1], [0, 1], color=RULE, lw=1)
    axes.plot([b["probability"] for b in bins], [b["share"] for b in bins], "o-", color=MEASURE)
    for item in bins:
        place = item["probability"], item["share"]
        axes.annotate(
            f"{item['n']:,.0f}", place, (8, -7), textcoords="offset points", color=GREY, fontsize=SMALL
        )
    axes.set_xlim(-0.03, 1.12)
    axes.set_ylim(-0.03, 1.03)
    _labelled(axes, wording, "probability", "share_right")
    axes.set_title(
        wording.say("accuracy.reliability", error=summary["calibration"]["mean"]), loc="left", color=INK
    )


def _curves(figure: Figure, wording: Wording, summary: Mapping[str, Any]) -> None:
    curves = summary["curves"]
    rows = -(-len(curves) // _COLUMNS)
    grid = figure.subplots(rows, _COLUMNS, sharex=True, sharey=True, squeeze=False)
    for place, (theme, points) in enumerate(curves.items()):
        axes = grid[place // _COLUMNS][place % _COLUMNS]
        axes.plot([p[2] for p in points], [p[1] for p in points], color=MEASURE, lw=1.4)
        axes.set_xlim(0, 1.02)
        axes.set_ylim(0, 1.05)
        axes.set_xticks([0, 0.5, 1])
        axes.set_yticks([0, 0.5, 1])
        area = summary["statement_themes"][theme]["average_precision"]
        axes.set_title(f"{wording.theme(theme)}  {area:.2f}", loc="left", fontsize=SMALL, color=INK)
    figure.supxlabel(wording.phrase("accuracy.recall"), color=GREY, fontsize=SMALL)
    figure.supylabel(wording.phrase("accuracy.precision"), color=GREY, fontsize=SMALL)


def _coverage(figure: Figure, wording: Wording, summary: Mapping[str, Any]) -> None:
    axes = figure.subplots()
    found = {float(share): value for share, value in summary["precision_at_coverage"].items()}
    axes.plot(list(found), list(found.values()), "o-", color=MEASURE)
    for share, value in found.items():
        axes.annotate(
            f"{value:.3f}",
            (share, value),
            (0, -13),
            textcoords="offset points",
            ha="center",
            color=INK,
            fontsize=SMALL,
        )
    axes.set_xlim(0.45, 1.05)
    axes.set_ylim(min(0.8, *found.values()) - 0.03, 1.01)
    _labelled(axes, wording, "kept", "precision")


def _splits(figure: Figure, wording: Wording, splits: Mapping[str, Mapping[str, Any]]) -> None:
    axes = figure.subplots()
    for shift, key, colour, words in (
        (-0.13, "problem_micro_f1", PROBLEM, "problems"),
        (0.13, "measure_micro_f1", MEASURE, "measures"),
    ):
        for place, intervals in enumerate(splits.values()):
            of = intervals[key]
            axes.plot([of["low"], of["high"]], [place + shift] * 2, color=colour, lw=1.6)
            label = wording.phrase(f"accuracy.{words}") if place == 0 else None
            axes.plot(of["value"], place + shift, "o", color=colour, label=label)
    axes.set_yticks(range(len(splits)), [wording.phrase(f"accuracy.split_{name}") for name in splits])
    axes.invert_yaxis()
    axes.set_xlabel(wording.phrase("accuracy.micro_f1"))
    axes.legend()


def _learning(figure: Figure, wording: Wording, curve: Sequence[Mapping[str, Any]]) -> None:
    axes = figure.subplots()
    sizes = [step["passages"] for step in curve]
    for cue, colour in (("plain", MEASURE), ("free", PROBLEM)):
        values = [step["by_cue"][cue]["problem_micro_f1"] for step in curve]
        axes.plot(sizes, values, "o-", color=colour, label=wording.phrase(f"accuracy.cue_{cue}"))
    _labelled(axes, wording, "learned_from", "micro_f1_problems")
    axes.legend()
