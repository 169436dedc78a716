"""textmine: text mining for Chinese annual reports on government information disclosure.

Names are resolved on first use, so that ``import textmine`` stays quick and loads none of the heavy libraries.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from textmine._version import __version__

if TYPE_CHECKING:
    from textmine.parsing import parse
    from textmine.readers import read

_HOMES = {
    "read": "textmine.readers",
    "parse": "textmine.parsing",
}

__all__ = ["__version__", "parse", "read"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'textmine' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
