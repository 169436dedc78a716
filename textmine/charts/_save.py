"""From results to picture files."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.charts._areas import Area, areas_of
from textmine.charts._candour import (
    candour_text,
    crosstab_text,
    draw_candour,
    draw_crosstab,
    draw_severity,
    severity_text,
)
from textmine.charts._comparison import (
    before_after_text,
    draw_before_after,
    draw_odds_ratios,
    draw_pooled,
    odds_text,
    pooled_text,
)
from textmine.charts._cooccurrence import cooccurrence_text, draw_cooccurrence
from textmine.charts._followthrough import (
    draw_followthrough,
    draw_promises,
    draw_specificity,
    followthrough_text,
    promises_text,
    specificity_text,
)
from textmine.charts._heatmap import draw_heatmap, heatmap_text
from textmine.charts._histories import draw_histories, histories_text
from textmine.charts._keyness import draw_keyness, draw_new_terms, keyness_text, new_terms_text
from textmine.charts._linked import draw_linked_figures, linked_figures_text
from textmine.charts._network import draw_network, network_text
from textmine.charts._prevalence import draw_prevalence, prevalence_text
from textmine.charts._recurrence import draw_recurrence, recurrence_text
from textmine.charts._response import draw_response, response_text
from textmine.charts._reuse import draw_reuse, reuse_text
from textmine.charts._trend import draw_trend, trend_text
from textmine.charts._wording import ChartText, load_wording, own_theme_names
from textmine.errors import UsageError
from textmine.tables import Tables

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from textmine.analysis import Result

DPI = 160


def _is_map(result: Result) -> bool:
    return result.name == "prevalence" and result.params.get("by") is not None


_DRAWERS: dict[str, Any] = {
    "candour": (draw_candour, candour_text),
    "crosstab": (draw_crosstab, crosstab_text),
    "followthrough": (draw_followthrough, followthrough_text),
    "histories": (draw_histories, histories_text),
    "keyness": (draw_keyness, keyness_text),
    "network": (draw_network, network_text),
    "new_terms": (draw_new_terms, new_terms_text),
    "promises": (draw_promises, promises_text),
    "recurrence": (draw_recurrence, recurrence_text),
    "reuse": (draw_reuse, reuse_text),
    "severity": (draw_severity, severity_text),
    "specificity": (draw_specificity, specificity_text),
    "before_after": (draw_before_after, before_after_text),
    "linked_figures": (draw_linked_figures, linked_figures_text),
    "odds_ratios": (draw_odds_ratios, odds_text),
    "pooled": (draw_pooled, pooled_text),
    "prevalence": (draw_prevalence, prevalence_text),
    "trend": (draw_trend, trend_text),
    "response": (draw_response, response_text),
    "cooccurrence": (draw_cooccurrence, cooccurrence_text),
}


def draw(result: Result, *, lang: str = "zh", page: int = 1) -> Axes:
    """The chart that belongs to a result (``page`` counts for histories). Raises UsageError if there is none."""
    if result.name == "histories":
        return draw_histories(result, lang=lang, page=page)
    if _is_map(result) or result.name == "agency_profile":
        return draw_heatmap(result, lang=lang)
    if result.name not in _DRAWERS:
        raise UsageError(f"There is no chart for results of {result.name!r}.")
    axes: Axes = _DRAWERS[result.name][0](result, lang=lang)
    return axes


def describe(result: Result, *, lang: str = "zh", themes: Mapping[str, str] | None = None) -> ChartText:
    """The words of the chart without drawing it: the finding, what is shown, what to bear in mind.

    ``themes`` are names to use instead of those of the codebook.
    """
    from textmine.charts._heatmap import _agencies

    with own_theme_names(themes or {}):
        wording = load_wording(lang)
    if result.name == "agency_profile":
        return _agencies(result, wording)[1]
    if _is_map(result):
        return heatmap_text(result, wording)
    text: ChartText = _DRAWERS[result.name][1](result, wording)
    return text


def render(
    result: Result,
    *,
    lang: str = "zh",
    file_format: str = "png",
    page: int = 1,
    themes: Mapping[str, str] | None = None,
) -> bytes:
    """The chart as PNG, SVG or PDF; the same bytes for the same result. ``themes`` and ``page`` as in ``describe``, ``draw``."""
    with own_theme_names(themes or {}):
        return _saved(draw(result, lang=lang, page=page), file_format)


def render_with_areas(
    result: Result, *, lang: str = "zh", themes: Mapping[str, str] | None = None
) -> tuple[bytes, tuple[Area, ...]]:
    """The chart as PNG, and which of its stretches stand for which theme, group or agency."""
    with own_theme_names(themes or {}):
        axes = draw(result, lang=lang)
        return _saved(axes, "png"), areas_of(result, axes, load_wording(lang))


def _saved(axes: Axes, file_format: str) -> bytes:
    figure = axes.get_figure(root=True)
    assert figure is not None
    stream = BytesIO()
    metadata: dict[str, Any] = {
        "png": {"Software": None},
        "svg": {"Date": None},
        "pdf": {"CreationDate": None},
    }
    figure.savefig(stream, format=file_format, dpi=DPI, metadata=metadata[file_format])
    return stream.getvalue()


def chart_results(tables: Tables) -> dict[str, Result]:
    """The results behind the standard charts, by file name; those that would be empty are left out."""
    from textmine.analysis import agency_profile, cooccurrence, prevalence, response, trend

    results = {"prevalence": prevalence(tables)}
    years = results["prevalence"].params["years"]
    for by in ("level", "region"):
        grouped = prevalence(tables, by=by)
        # Where every region is small, a map of them would only show noise.
        if grouped.frame[by].nunique() > 1 and not (by == "region" and grouped.frame["small"].all()):
            results[f"heatmap-{by}"] = grouped
    if len(years) > 1:
        results["trend"] = trend(tables)
    results["response"] = response(tables)
    if results["prevalence"].params["reports"] >= results["prevalence"].params["small_group"]:
        results["cooccurrence"] = cooccurrence(tables)
    results["agencies"] = agency_profile(tables)
    return results


def save_charts(
    tables_or_results: Tables | Mapping[str, Result], directory: str | Path, lang: str = "zh"
) -> list[Path]:
    """Draw the standard charts of ``Tables``, or the given results by name, as ``directory/<name>.png``."""
    results = chart_results(tables_or_results) if isinstance(tables_or_results, Tables) else tables_or_results
    target = Path(directory)
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, result in results.items():
        path = target / f"{name}.png"
        path.write_bytes(render(result, lang=lang))
        paths.append(path)
    return paths
