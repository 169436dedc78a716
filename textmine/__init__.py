"""textmine: text mining for Chinese annual reports on government information disclosure.

Names are resolved on first use, so that ``import textmine`` stays quick and loads none of the heavy
libraries. The flow in five calls::

    document = textmine.read("report.html")
    report = textmine.parse(document)
    tagged = textmine.load_tagger().tag(document.text, report.statements)
    tables = textmine.process(["folder"])
    result = textmine.analysis.prevalence(tables)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from textmine._version import __version__

if TYPE_CHECKING:
    from textmine.components import make_nlp
    from textmine.corpus import process
    from textmine.parsing import parse, parse_narrative
    from textmine.readers import read
    from textmine.reporting import build, write
    from textmine.resources import sample_corpus
    from textmine.tables import load_tables, open_store
    from textmine.themes import explain, load_codebook, load_tagger

_HOMES = {
    "build": "textmine.reporting",
    "explain": "textmine.themes",
    "load_codebook": "textmine.themes",
    "load_tables": "textmine.tables",
    "load_tagger": "textmine.themes",
    "make_nlp": "textmine.components",
    "open_store": "textmine.tables",
    "parse": "textmine.parsing",
    "parse_narrative": "textmine.parsing",
    "process": "textmine.corpus",
    "read": "textmine.readers",
    "sample_corpus": "textmine.resources",
    "write": "textmine.reporting",
}
_SUBPACKAGES = ("analysis", "charts", "evaluation")

__all__ = [
    "__version__",
    "build",
    "explain",
    "load_codebook",
    "load_tables",
    "load_tagger",
    "make_nlp",
    "open_store",
    "parse",
    "parse_narrative",
    "process",
    "read",
    "sample_corpus",
    "write",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in _SUBPACKAGES:
        return import_module(f"textmine.{name}")
    raise AttributeError(f"module 'textmine' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*__all__, *_SUBPACKAGES})
