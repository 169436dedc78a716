"""Data files of the package and the one way to reach them, in a checkout and in an installed wheel alike."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from textmine.errors import ResourceError


def resource(*parts: str, package: str = "textmine.resources") -> Traversable:
    """The data file below ``package``. Raises ResourceError if the installation lacks it."""
    try:
        path = files(package).joinpath(*parts)
    except ModuleNotFoundError as error:
        raise ResourceError(
            f"The installation lacks the data package {package}; install textmine again."
        ) from error
    if not path.is_file() and not path.is_dir():
        raise ResourceError(f"The installation lacks {'/'.join(parts)} of {package}; install textmine again.")
    return path


@lru_cache(maxsize=32)
def load_yaml(*parts: str) -> Any:
    """Content of a YAML data file (cached; treat it as read-only)."""
    import yaml

    with resource(*parts).open("rb") as stream:
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(stream)
        try:
            return _content(loader.get_single_node(), loader)
        finally:
            loader.dispose()


def _content(node: Any, loader: Any) -> Any:
    """Content of a node; the library's own way, which allows for classes and cycles, takes twice as long."""
    if node is None:
        return None
    if node.id == "scalar":
        return node.value if node.tag == "tag:yaml.org,2002:str" else loader.construct_object(node)
    if node.id == "sequence":
        return [_content(item, loader) for item in node.value]
    return {_content(key, loader): _content(value, loader) for key, value in node.value}


def load_lines(*parts: str) -> tuple[str, ...]:
    """Lines of a text data file without blank lines and ``#`` comments."""
    text = resource(*parts).read_text(encoding="utf-8")
    return tuple(line for raw in text.splitlines() if (line := raw.strip()) and not line.startswith("#"))


@contextmanager
def sample_corpus(
    wanted: bool = True, otherwise: Sequence[str | Path] = ()
) -> Iterator[Sequence[str | Path]]:
    """The files of the sample corpus as real paths; ``otherwise`` unchanged if the sample is not wanted."""
    if not wanted:
        yield otherwise
        return
    with as_file(resource(package="textmine.sample")) as folder:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        yield sorted({folder / report["file"].split("!/")[0] for report in manifest["reports"]})
