"""Finding and taking the rows of some documents without reading a table as a whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from textmine.tables import Tables, load_tables, make_tables, write_tables
from textmine.tables import _files as files_module

ROWS = [("a", 1), ("a", 2), ("c", 3), ("b", 4), ("b", 5), ("b", 6), ("e", 7)]


@pytest.fixture(params=["memory", "files", "replaced"])
def tables(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tables:
    rows = [{"document": document, "section": f"s{start}", "start": start} for document, start in ROWS]
    made = make_tables({"sections": rows})
    if request.param == "memory":
        return made
    monkeypatch.setitem(files_module._GROUP_ROWS, "sections", 2)
    write_tables(made, tmp_path)
    stored = load_tables(tmp_path)
    return stored.replace(checks=made["checks"]) if request.param == "replaced" else stored


def test_ranges_of_documents(tables: Tables) -> None:
    found = tables.rows_of("sections", {"b": 0, "d": 1, "a": 2})
    assert found.tolist() == [[3, 6], [0, 0], [0, 2]]


def test_a_table_without_rows(tables: Tables) -> None:
    assert tables.rows_of("tags", {"a": 0}).tolist() == [[0, 0]]
    assert list(tables.take("tags", ("document",), np.array([], np.int64))) == []


def test_rows_are_taken_by_their_numbers(tables: Tables) -> None:
    taken = tables.take("sections", ("document", "start"), np.array([1, 3, 5, 6]))
    assert list(taken) == [("a", 2), ("b", 4), ("b", 6), ("e", 7)]
    assert list(tables.take("sections", ("start",), np.array([], np.int64))) == []


def test_rows_with_a_value(tables: Tables) -> None:
    assert list(tables.where("sections", ("document", "start"), column="section", value="s4")) == [("b", 4)]
