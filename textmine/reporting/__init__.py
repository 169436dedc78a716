"""Theme reports: built once from ``Tables``, then laid out as HTML, Word and Excel; verdicts read back from the ledger."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.reporting._content import build
    from textmine.reporting._issues import chinese_message, issue_rows, write_issues
    from textmine.reporting._keep import keep_verdicts, take_in
    from textmine.reporting._material import ReportOptions, report_stem
    from textmine.reporting._model import ThemeReport
    from textmine.reporting._review import ReviewFindings, read_review
    from textmine.reporting._template import Template, load_template
    from textmine.reporting._write import write

_HOMES = {
    "ReportOptions": "textmine.reporting._material",
    "ReviewFindings": "textmine.reporting._review",
    "Template": "textmine.reporting._template",
    "ThemeReport": "textmine.reporting._model",
    "build": "textmine.reporting._content",
    "chinese_message": "textmine.reporting._issues",
    "issue_rows": "textmine.reporting._issues",
    "keep_verdicts": "textmine.reporting._keep",
    "load_template": "textmine.reporting._template",
    "read_review": "textmine.reporting._review",
    "report_stem": "textmine.reporting._material",
    "take_in": "textmine.reporting._keep",
    "write": "textmine.reporting._write",
    "write_issues": "textmine.reporting._issues",
}

__all__ = [
    "ReportOptions",
    "ReviewFindings",
    "Template",
    "ThemeReport",
    "build",
    "chinese_message",
    "issue_rows",
    "keep_verdicts",
    "load_template",
    "read_review",
    "report_stem",
    "take_in",
    "write",
    "write_issues",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'textmine.reporting' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
