"""Charts: ``draw_*`` takes a ``Result`` and an optional ``Axes`` and returns the ``Axes``. Nothing is computed here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.charts._candour import draw_candour, draw_crosstab, draw_severity
    from textmine.charts._comparison import draw_before_after, draw_odds_ratios, draw_pooled
    from textmine.charts._cooccurrence import draw_cooccurrence
    from textmine.charts._followthrough import draw_followthrough, draw_promises, draw_specificity
    from textmine.charts._heatmap import draw_heatmap
    from textmine.charts._histories import draw_histories, history_pages
    from textmine.charts._keyness import draw_keyness, draw_new_terms
    from textmine.charts._linked import draw_linked_figures
    from textmine.charts._network import draw_network
    from textmine.charts._prevalence import draw_prevalence
    from textmine.charts._recurrence import draw_recurrence
    from textmine.charts._response import draw_response
    from textmine.charts._reuse import draw_reuse
    from textmine.charts._save import chart_results, describe, render, render_with_areas, save_charts
    from textmine.charts._trend import draw_trend

_HOMES = {
    "chart_results": "textmine.charts._save",
    "describe": "textmine.charts._save",
    "draw_before_after": "textmine.charts._comparison",
    "draw_candour": "textmine.charts._candour",
    "draw_cooccurrence": "textmine.charts._cooccurrence",
    "draw_crosstab": "textmine.charts._candour",
    "draw_followthrough": "textmine.charts._followthrough",
    "draw_heatmap": "textmine.charts._heatmap",
    "draw_histories": "textmine.charts._histories",
    "draw_keyness": "textmine.charts._keyness",
    "draw_linked_figures": "textmine.charts._linked",
    "draw_network": "textmine.charts._network",
    "draw_new_terms": "textmine.charts._keyness",
    "draw_odds_ratios": "textmine.charts._comparison",
    "draw_pooled": "textmine.charts._comparison",
    "draw_prevalence": "textmine.charts._prevalence",
    "draw_promises": "textmine.charts._followthrough",
    "draw_recurrence": "textmine.charts._recurrence",
    "draw_response": "textmine.charts._response",
    "draw_reuse": "textmine.charts._reuse",
    "draw_severity": "textmine.charts._candour",
    "draw_specificity": "textmine.charts._followthrough",
    "draw_trend": "textmine.charts._trend",
    "history_pages": "textmine.charts._histories",
    "render": "textmine.charts._save",
    "render_with_areas": "textmine.charts._save",
    "save_charts": "textmine.charts._save",
}

__all__ = [
    "chart_results",
    "describe",
    "draw_before_after",
    "draw_candour",
    "draw_cooccurrence",
    "draw_crosstab",
    "draw_followthrough",
    "draw_heatmap",
    "draw_histories",
    "draw_keyness",
    "draw_linked_figures",
    "draw_network",
    "draw_new_terms",
    "draw_odds_ratios",
    "draw_pooled",
    "draw_prevalence",
    "draw_promises",
    "draw_recurrence",
    "draw_response",
    "draw_reuse",
    "draw_severity",
    "draw_specificity",
    "draw_trend",
    "history_pages",
    "render",
    "render_with_areas",
    "save_charts",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'textmine.charts' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
