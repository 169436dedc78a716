"""Charts of candour: what section five passes over, heavy against light problems, cross tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import rows_of
from textmine.charts._heatmap import MAX_GROUPS
from textmine.charts._layout import finish, new_axes, shorten
from textmine.charts._share_rows import Point, ShareRow, draw_share_rows
from textmine.charts._style import INK, LESS, MEASURE, MORE, PROBLEM, SMALL, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from textmine.analysis import Result

_FEW_PROBLEMS = 10  # below it one problem moves a share by more than ten points: counts say enough
_COLUMN, _ROW = 0.78, 0.33  # inches of a cell of a cross table


def _require(result: Result, name: str) -> None:
    if result.name != name:
        raise UsageError(f"draw_{name} takes the result of {name}.")


def draw_candour(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Share of the reports that pass over something their figures show, by group, with intervals.

    ``result`` is that of ``analysis.candour``. Only groups in which something could be tested are drawn; of many agencies, those
    with most findings. Raises UsageError for other results.
    """
    _require(result, "candour")
    wording = load_wording(lang)
    by = result.params["by"]
    shown = _tested(result.frame).head(MAX_GROUPS)
    rows = [
        ShareRow(
            wording.group(by, getattr(item, by)),
            (Point(item.share, item.low, item.high, PROBLEM, filled=not item.small),),
            wording.say("candour.value", fails=item.fails, tested=item.tested) + (" †" if item.small else ""),
        )
        for item in rows_of(shown)
    ]
    with house_style():
        axes = new_axes() if ax is None else ax
        height = draw_share_rows(axes, rows, axis=wording.phrase("candour.axis"))
        return finish(axes, candour_text(result, wording), own=ax is None, height=height)


def _tested(frame: pd.DataFrame) -> pd.DataFrame:
    shown = frame[(frame["check"] == "any") & (frame["tested"] > 0)]
    if "agency" in shown:
        shown = shown.sort_values(["fails", "share"], ascending=False, kind="stable")
    return shown


def candour_text(result: Result, wording: Wording) -> ChartText:
    """In how many of the reports that could be tested something is not mentioned."""
    frame, params = result.frame, result.params
    total = frame[frame["check"] == "any"]
    fails, tested = int(total["fails"].sum()), int(total["tested"].sum())
    subtitle = wording.say(
        "candour.subtitle", base=wording.base(params), confidence=params["confidence"] * 100
    )
    notes = [wording.phrase("candour.method")]
    shown = _tested(frame)
    if bool(shown["small"].any()):
        notes.append(wording.say("small_groups", small_group=params["small_group"]))
    if len(shown) > MAX_GROUPS:
        notes.append(wording.say("candour.more", shown=MAX_GROUPS, rest=len(shown) - MAX_GROUPS))
    if not tested:
        title = wording.phrase("candour.title_empty")
    elif not fails:
        title = wording.say("candour.title_none", tested=tested)
    else:
        title = wording.say("candour.title", fails=fails, tested=tested)
    return ChartText(title, subtitle, wording.joined(notes))


def draw_severity(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Shares of heavy and light problems among all problems named, by group, with intervals.

    ``result`` is that of ``analysis.severity``. Raises UsageError for other results.
    """
    _require(result, "severity")
    wording = load_wording(lang)
    by = result.params["by"]
    rows = [
        ShareRow(
            wording.group(by, getattr(item, by)),
            (
                Point(item.heavy_share, item.heavy_low, item.heavy_high, PROBLEM, filled=not item.small),
                Point(
                    item.light_share,
                    item.light_low,
                    item.light_high,
                    MEASURE,
                    marker="s",
                    filled=not item.small,
                ),
            ),
            wording.say(
                "severity.value",
                heavy=item.heavy,
                light=item.light,
                n=item.heavy + item.middle + item.light,
                reports=item.naming,
            )
            + (" †" if item.small else ""),
        )
        for item in rows_of(result.frame.head(MAX_GROUPS))
    ]
    with house_style():
        axes = new_axes() if ax is None else ax
        height = draw_share_rows(
            axes, rows, axis=wording.phrase("severity.axis"), header=wording.phrase("severity.header")
        )
        for name, colour, marker in (("heavy", PROBLEM, "o"), ("light", MEASURE, "s")):
            axes.plot(
                [], [], linestyle="", marker=marker, color=colour, label=wording.phrase(f"severity.{name}")
            )
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.3, handletextpad=0.2)
        return finish(axes, severity_text(result, wording), own=ax is None, height=height)


def severity_text(result: Result, wording: Wording) -> ChartText:
    """Whether heavy problems grew or shrank from the first to the last year, as far as the intervals lie apart."""
    frame, params = result.frame, result.params
    subtitle = wording.say(
        "severity.subtitle", base=wording.base(params), confidence=params["confidence"] * 100
    )
    names = {
        group: wording.listed([wording.theme(theme) for theme in params["groups"][group]])
        for group in ("heavy", "light")
    }
    notes = [wording.say("severity.method", **names)]
    if len(frame) and bool(frame["small"].any()):
        notes.append(wording.say("small_groups", small_group=params["small_group"]))
    notes.append(wording.phrase("uncorrected"))
    return ChartText(
        _severity_title(frame, params["by"], params["p_between"], wording), subtitle, wording.joined(notes)
    )


def _severity_title(frame: pd.DataFrame, by: str, p_between: float | None, wording: Wording) -> str:
    total = int(frame[["heavy", "middle", "light"]].to_numpy().sum()) if len(frame) else 0
    if not total:
        return wording.phrase("severity.title_empty")
    heavy, light = int(frame["heavy"].sum()), int(frame["light"].sum())
    known = frame[(frame[by] != "") & frame["heavy_share"].notna() & ~frame["small"]]
    # Of many groups the two ends may lie apart by chance; first and last year are one comparison.
    if len(known) >= 2 and (by == "year" or (p_between is not None and p_between < 0.05)):
        ranked = known if by == "year" else known.sort_values("heavy_share", ascending=False, kind="stable")
        a, b = ranked.iloc[0], ranked.iloc[-1]
        if max(a["heavy_low"], b["heavy_low"]) > min(a["heavy_high"], b["heavy_high"]):
            fell = b["heavy_share"] < a["heavy_share"]
            key = f"severity.title_{'fell' if fell else 'rose'}" if by == "year" else "severity.title_differs"
            return wording.say(
                key,
                first=wording.group(by, a[by]), last=wording.group(by, b[by]),
                first_share=wording.share(a["heavy_share"]), last_share=wording.share(b["heavy_share"]),
            )  # fmt: skip
    if total < _FEW_PROBLEMS:
        return wording.say("severity.title_small", heavy=heavy, light=light, n=total)
    return wording.say(
        "severity.title", heavy=wording.share(heavy / total), light=wording.share(light / total), n=total
    )


def draw_crosstab(result: Result, *, ax: Axes | None = None, lang: str = "zh", layer: Any = None) -> Axes:
    """A cross table: counts, coloured where a cell is out of line with its row and column (adjusted residual beyond ±2).

    ``result`` is that of ``analysis.crosstab``; of a layered one ``layer`` names the layer (the first by default).
    Raises UsageError for other results and unknown layers.
    """
    _require(result, "crosstab")
    wording = load_wording(lang)
    frame = layer_of(result, layer)
    with house_style():
        axes = new_axes() if ax is None else ax
        size = _draw_crosstab(axes, frame, result.params, wording)
        words = crosstab_text(result, wording, layer=layer)
        return finish(axes, words, own=ax is None, width=max(3.0, size[0]), height=max(1.0, size[1]))


def layer_of(result: Result, layer: Any = None) -> pd.DataFrame:
    """The rows of one layer (all of them, if there are no layers). Raises UsageError."""
    name = result.params["layer"]
    if name is None or not len(result.frame):
        return result.frame
    wanted = result.frame[name].iloc[0] if layer is None else layer
    frame: pd.DataFrame = result.frame[result.frame[name] == wanted]
    if not len(frame):
        raise UsageError(f"There is no layer {wanted!r}.")
    return frame


def _draw_crosstab(
    ax: Axes, frame: pd.DataFrame, params: dict[str, Any], wording: Wording
) -> tuple[float, float]:
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap

    by, unit = params["columns"], params["column_unit"]
    groups = list(dict.fromkeys(frame[by]))[:MAX_GROUPS]
    themes = list(dict.fromkeys(frame["theme"]))
    residual = np.zeros((len(themes), len(groups)))
    cells = {(item.theme, getattr(item, by)): item for item in rows_of(frame)}
    for row, theme in enumerate(themes):
        for column, group in enumerate(groups):
            item = cells[theme, group]
            residual[row, column] = item.residual if item.out_of_line else 0.0
            strong = item.out_of_line and abs(item.residual) > 3.5
            mark = ("+" if item.residual > 0 else "−") if item.out_of_line else ""
            ax.text(
                column,
                row,
                f"{item.count}{mark}",
                ha="center",
                va="center",
                size=SMALL,
                color="white" if strong else INK,
            )
    colours = LinearSegmentedColormap.from_list("out_of_line", [LESS, "#F7F7F7", MORE])
    ax.pcolormesh(
        np.arange(len(groups) + 1) - 0.5, np.arange(len(themes) + 1) - 0.5, residual, cmap=colours, vmin=-5, vmax=5,
        edgecolor="white", linewidth=1.2,
    )  # fmt: skip
    first = frame.drop_duplicates(by).set_index(by) if len(frame) else frame
    labels = [
        wording.say(
            "heatmap.column",
            group=shorten(wording.group(unit, group), 6.2, 3),
            mark="",
            n=int(first.loc[group, "reports"]),
        )
        for group in groups
    ]
    ax.set_xticks(range(len(groups)), labels, fontsize=SMALL)
    ax.xaxis.tick_top()
    ax.set_yticks(range(len(themes)), [shorten(wording.theme(theme), 24, 2) for theme in themes])
    ax.set_xlim(-0.5, max(1, len(groups)) - 0.5)
    ax.set_ylim(max(1, len(themes)) - 0.5, -0.5)
    ax.tick_params(length=0, colors=INK)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return _COLUMN * len(groups), _ROW * len(themes)


def crosstab_text(result: Result, wording: Wording, *, layer: Any = None) -> ChartText:
    """Whether themes differ between the groups beyond chance (by shuffling), and the cell furthest out of line."""
    params = result.params
    frame = layer_of(result, layer)
    name = params["layer"]
    shown = None if name is None or not len(frame) else frame[name].iloc[0]
    test = next((item for item in params["tests"] if item["layer"] == shown), None)
    grouping = wording.phrase(f"grouping.{params['column_unit']}")
    role = wording.group("roles", params["role"])
    where = wording.group(str(name), shown) if shown is not None else ""
    if test is None or test["p"] is None:
        subtitle = wording.say(
            "crosstab.subtitle_untested", role=role, base=wording.base(params), layer=where
        )
        return ChartText(wording.phrase("crosstab.title_empty"), subtitle, "")
    subtitle = wording.say(
        "crosstab.subtitle", role=role, base=wording.base(params), layer=where, mentions=test["mentions"], chi2=test["chi2"],
        df=test["df"], p=_p(test["p"]), shuffled=_p(test["p_shuffled"]), v=test["cramers_v"],
    )  # fmt: skip
    note = wording.phrase("crosstab.method")
    if test["p_shuffled"] >= 0.05:
        return ChartText(wording.say("crosstab.title_none", grouping=grouping), subtitle, note)
    claimed = frame[frame["out_of_line"]]
    if not len(claimed):
        return ChartText(wording.say("crosstab.title_diffuse", grouping=grouping), subtitle, note)
    top = frame.loc[claimed["residual"].abs().sort_values(ascending=False, kind="stable").index[0]]
    key = "crosstab.title_more" if top["residual"] > 0 else "crosstab.title_less"
    title = wording.say(
        key, grouping=grouping, theme=wording.theme(top["theme"]), group=wording.group(params["column_unit"], top[params["columns"]]),
        count=int(top["count"]), expected=float(top["expected"]),
    )  # fmt: skip
    return ChartText(title, subtitle, note)


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"
