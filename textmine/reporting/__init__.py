"""Theme reports: built once from ``Tables``, then laid out as HTML, Word and Excel; verdicts read back from the ledger."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.reporting._content import build
    from textmine.reporting._model import ThemeReport
    from textmine.reporting._review import ReviewFindings, read_review
    from textmine.reporting._write import write

_HOMES = {
    "ReviewFindings": "textmine.reporting._review",
    "ThemeReport": "textmine.reporting._model",
    "build": "textmine.reporting._content",
    "read_review": "textmine.reporting._review",
    "write": "textmine.reporting._write",
}

__all__ = ["ReviewFindings", "ThemeReport", "build", "read_review", "write"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'textmine.reporting' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
