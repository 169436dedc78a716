"""The key of a result: a result counts as current while the code, data files and model that made it are the same."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from textmine._version import __version__
from textmine.resources import resource

#: What the tables depend on. Analyses, charts and theme reports work on the tables and do not count.
_CODE = ("readers", "parsing", "segmentation", "themes", "tables", "corpus")
_MODULES = ("schema.py", "figure_columns.py", "normalization.py")
_DATA_NOT_COUNTED = ("fonts", "charts", "templates")


def run_key(tagger: Any) -> str:
    """Sixteen hex digits over version, code, data files (codebook, cues, gazetteer …) and the model of the tagger.

    ``tagger``: a name for ``load_tagger`` or a tagger, which is told apart by its ``name`` and, if it has one, ``id``.
    """
    named = tagger if isinstance(tagger, str) else f"{tagger.name}/{getattr(tagger, 'id', '')}"
    return hashlib.sha256(f"{_installation_key()}/{named}".encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _installation_key() -> str:
    digest = hashlib.sha256(__version__.encode())
    package = files("textmine")
    for name in _CODE:
        for suffix in ("", ".py"):
            _add(digest, package.joinpath(name + suffix), name)
    for name in _MODULES:
        _add(digest, package.joinpath(name), name)
    for entry in _entries(resource()):
        if entry.name not in _DATA_NOT_COUNTED:
            _add(digest, entry, entry.name)
    for entry in _entries(resource(package="textmine.models")):
        if entry.name.endswith(".json"):  # holds the checksum of the arrays
            _add(digest, entry, entry.name)
    return digest.hexdigest()


def _entries(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def _add(digest: Any, entry: Traversable, name: str) -> None:
    if entry.is_dir():
        for inner in _entries(entry):
            if inner.name != "__pycache__":
                _add(digest, inner, f"{name}/{inner.name}")
    elif entry.is_file():
        digest.update(name.encode() + b"\0" + hashlib.sha256(entry.read_bytes()).digest())
