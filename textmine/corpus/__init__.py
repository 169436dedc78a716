"""Running many files: from folders and archives to tidy tables, on one core, many, or a cluster."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.corpus._batch import parse_source, tag_reports
    from textmine.corpus._engines import TIME_LIMIT, Engine, ProcessEngine, SerialEngine, make_engine
    from textmine.corpus._plan import Redo
    from textmine.corpus._run import RunSettings, StrictRunError, process
    from textmine.corpus._spread import aside, spread

# Resolved on first use: `textmine tag` of one file needs the first two alone.
_HOMES = {
    "parse_source": "textmine.corpus._batch",
    "tag_reports": "textmine.corpus._batch",
    "TIME_LIMIT": "textmine.corpus._engines",
    "Engine": "textmine.corpus._engines",
    "ProcessEngine": "textmine.corpus._engines",
    "SerialEngine": "textmine.corpus._engines",
    "make_engine": "textmine.corpus._engines",
    "Redo": "textmine.corpus._plan",
    "RunSettings": "textmine.corpus._run",
    "StrictRunError": "textmine.corpus._run",
    "process": "textmine.corpus._run",
    "aside": "textmine.corpus._spread",
    "spread": "textmine.corpus._spread",
}

__all__ = [
    "TIME_LIMIT",
    "Engine",
    "ProcessEngine",
    "Redo",
    "RunSettings",
    "SerialEngine",
    "StrictRunError",
    "aside",
    "make_engine",
    "parse_source",
    "process",
    "spread",
    "tag_reports",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'textmine.corpus' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
