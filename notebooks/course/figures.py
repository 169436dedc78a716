"""Figures of the lessons that no analysis makes, in the size of a slide (16:9, 1920 × 1080) with type to be read from the last row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from io import BytesIO
from typing import TYPE_CHECKING, Any, ParamSpec

if TYPE_CHECKING:
    import pandas as pd
    from IPython.display import Image
    from matplotlib.axes import Axes

Given = ParamSpec("Given")
INK, BLUE, RED, PALE, GREY = "#1F2933", "#0072B2", "#D55E00", "#EEF4FA", "#7B8794"
SHOWN = 720  # pixels a figure is wide in the notebook


def _in_chinese(draw: Callable[Given, Image]) -> Callable[Given, Image]:
    """Draw with the font that travels with textmine, so that no machine shows boxes for characters."""

    @wraps(draw)
    def drawn(*args: Given.args, **options: Given.kwargs) -> Image:
        from matplotlib import rc_context
        from matplotlib.font_manager import FontProperties, fontManager

        from textmine.resources import resource

        file = str(resource("fonts", "NotoSansSC-subset.otf"))
        if all(font.fname != file for font in fontManager.ttflist):
            fontManager.addfont(file)
        with rc_context({"font.family": FontProperties(fname=file).get_name()}):
            return draw(*args, **options)

    return drawn


@_in_chinese
def six_parts(sizes: Mapping[str, int]) -> Image:
    """The six parts of a report with their lengths in characters; the part this course is about stands out."""
    ax = _slide("一份年报的六个部分", "数字是这一份年报各部分的字数；第二、三、四部分是表格")
    for place, size in enumerate(sizes.values()):
        course = place == 4
        ax.barh(place, size, color=RED if course else BLUE, height=0.62)
        ax.text(size + max(sizes.values()) * 0.015, place, f"{size} 字", va="center", size=18)
    ax.set_yticks(range(len(sizes)), list(sizes), size=20)
    ax.invert_yaxis()
    ax.set_xlim(0, max(sizes.values()) * 1.15)
    ax.xaxis.set_visible(False)
    return _picture(ax)


@_in_chinese
def two_coders(first: Sequence[str], second: Sequence[str], names: Sequence[str]) -> Image:
    """How often two coders gave which roles: the diagonal is agreement."""
    ax = _slide("两个人的编码放在一起", "对角线上是一致的条数，其余是分歧")
    for row, mine in enumerate(names):
        for column, other in enumerate(names):
            count = sum(one == mine and two == other for one, two in zip(first, second, strict=True))
            colour = PALE if not count else (BLUE if row == column else RED)
            ax.add_patch(_box(column, row, colour))
            ax.text(
                column, row, str(count), ha="center", va="center", size=30, color="white" if count else GREY
            )
    ax.set_xlim(-0.5, len(names) - 0.5)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_xticks(range(len(names)), [f"乙：{name}" for name in names], size=18)
    ax.set_yticks(range(len(names)), [f"甲：{name}" for name in names], size=18)
    ax.tick_params(length=0)
    return _picture(ax)


@_in_chinese
def weights(values: pd.Series, theme: str, *, each: int = 8) -> Image:
    """The character pairs with the largest and the smallest weights."""
    chosen = values.sort_values()
    chosen = chosen.iloc[[*range(each), *range(len(chosen) - each, len(chosen))]]
    ax = _slide(f"哪些字对让模型想到“{theme}”", "向右：更像这个主题；向左：更不像")
    ax.barh(range(len(chosen)), chosen, color=[BLUE if value > 0 else GREY for value in chosen])
    ax.set_yticks(range(len(chosen)), [f"“{pair}”" for pair in chosen.index], size=17)
    ax.axvline(0, color=INK, linewidth=1)
    ax.tick_params(axis="x", labelsize=15)
    return _picture(ax)


@_in_chinese
def same_counties(draws: pd.DataFrame, truth: float, reports: int) -> Image:
    """Shares of counties that are all alike, drawn twice; the line is the share that all of them have."""
    ax = _slide(
        f"十个完全相同的县，每县 {reports} 份年报", f"虚线是它们共同的真实占比 {truth:.0%}；高低全是碰巧"
    )
    for shift, (name, colour) in zip((-0.2, 0.2), zip(draws, (BLUE, RED), strict=True), strict=True):
        ax.bar(
            [place + shift for place in range(len(draws))], draws[name], width=0.38, color=colour, label=name
        )
    ax.axhline(truth, color=INK, linestyle="--", linewidth=1.5)
    ax.set_xticks(range(len(draws)), list(draws.index), size=18)
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.tick_params(axis="y", labelsize=15)
    ax.legend(fontsize=18, frameon=False)
    return _picture(ax)


@_in_chinese
def seen_share(hit: float, false: float) -> Image:
    """What a program reports for each true share, if it finds ``hit`` of the real cases and ``false`` of the others."""
    ax = _slide(
        "程序看到的占比，不等于真实占比", f"假设：真有问题的认出 {hit:.0%}，没有问题的误认 {false:.0%}"
    )
    true = [step / 100 for step in range(101)]
    seen = [share * hit + (1 - share) * false for share in true]
    ax.plot(true, true, color=GREY, linestyle="--", linewidth=2, label="没有误差时")
    ax.plot(true, seen, color=RED, linewidth=3.5, label="程序看到的")
    ax.fill_between(true, true, seen, color=RED, alpha=0.12)
    for axis, words in ((ax.xaxis, "真实占比"), (ax.yaxis, "程序看到的占比")):
        axis.set_major_formatter(lambda value, _: f"{value:.0%}")
        axis.set_label_text(words, size=18)
    ax.tick_params(labelsize=15)
    ax.legend(fontsize=18, frameon=False)
    return _picture(ax)


@_in_chinese
def outcomes(counts: Mapping[str, int]) -> Image:
    """What the next report says of promises."""
    ax = _slide("说过的措施，下一年的年报怎么说", "“没有再提”不等于“没有做”")
    ax.barh(range(len(counts)), list(counts.values()), color=BLUE, height=0.6)
    for place, count in enumerate(counts.values()):
        ax.text(count, place, f" {count} 条", va="center", size=20)
    ax.set_yticks(range(len(counts)), list(counts), size=20)
    ax.invert_yaxis()
    ax.set_xlim(0, max(counts.values()) * 1.15)
    ax.xaxis.set_visible(False)
    return _picture(ax)


def _slide(title: str, below: str) -> Axes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12.8, 7.2), facecolor="white")
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0.19, 0.12, 0.75, 0.66))
    figure.text(0.04, 0.92, title, size=30, color=INK, va="center")
    figure.text(0.04, 0.845, below, size=18, color=GREY, va="center")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def _box(column: int, row: int, colour: str) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((column - 0.48, row - 0.46), 0.96, 0.92, color=colour)


def _picture(ax: Axes) -> Image:
    from IPython.display import Image

    figure = ax.get_figure(root=True)
    assert figure is not None
    stream = BytesIO()
    figure.savefig(stream, format="png", dpi=150, metadata={"Software": None})
    return Image(stream.getvalue(), width=SHOWN)
