"""Data files: the quick way to read them gives what the library's own does."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import textmine.resources
from textmine.resources import load_yaml

FOLDER = Path(textmine.resources.__file__).parent
FILES = sorted(path.relative_to(FOLDER).parts for path in FOLDER.rglob("*.yaml"))


@pytest.mark.parametrize("parts", FILES, ids="/".join)
def test_data_files_read_as_the_library_reads_them(parts: tuple[str, ...]) -> None:
    load_yaml.cache_clear()
    assert load_yaml(*parts) == yaml.load(FOLDER.joinpath(*parts).read_bytes(), Loader=yaml.CSafeLoader)
