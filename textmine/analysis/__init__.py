"""Analyses: noun functions from ``Tables`` to ``Result``. They know nothing of charts.

Names are resolved on first use, so that importing one analysis does not load what the others need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.analysis._agencies import agency_profile
    from textmine.analysis._before_after import before_after
    from textmine.analysis._candour import candour, severity
    from textmine.analysis._coded import coded_sample
    from textmine.analysis._cooccurrence import cooccurrence
    from textmine.analysis._crosstab import crosstab, linked_figures
    from textmine.analysis._export import export_panel
    from textmine.analysis._followthrough import followthrough
    from textmine.analysis._foreign import foreign_names
    from textmine.analysis._histories import histories
    from textmine.analysis._keyness import keyness, new_terms
    from textmine.analysis._kwic import kwic
    from textmine.analysis._network import network
    from textmine.analysis._odds import odds_ratios
    from textmine.analysis._panel import panel
    from textmine.analysis._pooling import pooled
    from textmine.analysis._prevalence import prevalence
    from textmine.analysis._promises import promises
    from textmine.analysis._recurrence import recurrence
    from textmine.analysis._response import response
    from textmine.analysis._result import Result
    from textmine.analysis._reuse import reuse
    from textmine.analysis._specificity import specificity
    from textmine.analysis._trend import trend

_HOMES = {
    "Result": "textmine.analysis._result",
    "agency_profile": "textmine.analysis._agencies",
    "before_after": "textmine.analysis._before_after",
    "candour": "textmine.analysis._candour",
    "coded_sample": "textmine.analysis._coded",
    "cooccurrence": "textmine.analysis._cooccurrence",
    "crosstab": "textmine.analysis._crosstab",
    "export_panel": "textmine.analysis._export",
    "followthrough": "textmine.analysis._followthrough",
    "foreign_names": "textmine.analysis._foreign",
    "histories": "textmine.analysis._histories",
    "keyness": "textmine.analysis._keyness",
    "kwic": "textmine.analysis._kwic",
    "linked_figures": "textmine.analysis._crosstab",
    "network": "textmine.analysis._network",
    "new_terms": "textmine.analysis._keyness",
    "odds_ratios": "textmine.analysis._odds",
    "panel": "textmine.analysis._panel",
    "pooled": "textmine.analysis._pooling",
    "prevalence": "textmine.analysis._prevalence",
    "promises": "textmine.analysis._promises",
    "recurrence": "textmine.analysis._recurrence",
    "response": "textmine.analysis._response",
    "reuse": "textmine.analysis._reuse",
    "severity": "textmine.analysis._candour",
    "specificity": "textmine.analysis._specificity",
    "trend": "textmine.analysis._trend",
}

__all__ = [
    "Result",
    "agency_profile",
    "before_after",
    "candour",
    "coded_sample",
    "cooccurrence",
    "crosstab",
    "export_panel",
    "followthrough",
    "foreign_names",
    "histories",
    "keyness",
    "kwic",
    "linked_figures",
    "network",
    "new_terms",
    "odds_ratios",
    "panel",
    "pooled",
    "prevalence",
    "promises",
    "recurrence",
    "response",
    "reuse",
    "severity",
    "specificity",
    "trend",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'textmine.analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
