"""Charts: ``draw_*`` takes a ``Result`` and an optional ``Axes`` and returns the ``Axes``. Nothing is computed here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.charts._comparison import draw_before_after, draw_odds_ratios, draw_pooled
    from textmine.charts._cooccurrence import draw_cooccurrence
    from textmine.charts._heatmap import draw_heatmap
    from textmine.charts._prevalence import draw_prevalence
    from textmine.charts._response import draw_response
    from textmine.charts._save import chart_results, describe, render, save_charts
    from textmine.charts._trend import draw_trend

_HOMES = {
    "chart_results": "textmine.charts._save",
    "describe": "textmine.charts._save",
    "draw_before_after": "textmine.charts._comparison",
    "draw_cooccurrence": "textmine.charts._cooccurrence",
    "draw_heatmap": "textmine.charts._heatmap",
    "draw_odds_ratios": "textmine.charts._comparison",
    "draw_pooled": "textmine.charts._comparison",
    "draw_prevalence": "textmine.charts._prevalence",
    "draw_response": "textmine.charts._response",
    "draw_trend": "textmine.charts._trend",
    "render": "textmine.charts._save",
    "save_charts": "textmine.charts._save",
}

__all__ = [
    "chart_results",
    "describe",
    "draw_before_after",
    "draw_cooccurrence",
    "draw_heatmap",
    "draw_odds_ratios",
    "draw_pooled",
    "draw_prevalence",
    "draw_response",
    "draw_trend",
    "render",
    "save_charts",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'textmine.charts' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
