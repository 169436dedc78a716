"""Finding and taking the rows of some documents without reading a table as a whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from textmine.errors import ResourceError, UsageError
from textmine.tables import Tables, load_tables, make_tables, write_tables
from textmine.tables import _writing as writing_module

ROWS = [("a", 1), ("a", 2), ("c", 3), ("b", 4), ("b", 5), ("b", 6), ("e", 7)]


@pytest.fixture(params=["memory", "files", "replaced"])
def tables(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tables:
    rows = [{"document": document, "section": f"s{start}", "start": start} for document, start in ROWS]
    made = make_tables({"sections": rows})
    if request.param == "memory":
        return made
    monkeypatch.setitem(writing_module._GROUP_ROWS, "sections", 2)
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
    assert list(tables.rows("sections", ("document", "start"), where=("section", ["s4"]))) == [("b", 4)]


def test_columns_are_read_of_all_rows_or_of_some(tables: Tables) -> None:
    part = tables.part("sections", ["start", "document"], where=("document", ["a", "e"]))
    assert list(part.itertuples(index=False, name=None)) == [(1, "a"), (2, "a"), (7, "e")]
    assert part.dtypes.equals(tables.frame("sections")[["start", "document"]].dtypes)
    assert list(tables.rows("sections", ("start", "title"), where=("section", ["s4"]))) == [(4, None)]
    assert list(tables.rows("sections", ("document", "start"))) == ROWS
    assert tables.part("tags", ["document"]).empty
    assert list(tables.rows("tags", ("document",))) == []


def test_texts_are_gathered_as_codes(tables: Tables) -> None:
    found = tables.gather("sections", ("document", "start"), np.array([0, 1, 4, 6]))
    assert found["document"].to_pylist() == ["a", "a", "b", "e"] and found["start"].to_pylist() == [
        1,
        2,
        5,
        7,
    ]
    assert str(found.schema.field("document").type).startswith("dictionary")
    nothing = tables.gather("tags", ("document", "probability"), np.array([], np.int64))
    assert nothing.num_rows == 0 and nothing.column_names == ["document", "probability"]


def test_what_was_made_of_tables_is_made_once(tables: Tables) -> None:
    made = [tables.remember("x", list), tables.remember("x", list)]
    assert made[0] is made[1]
    assert tables.replace().remember("x", list) is not made[0]


def test_a_table_that_is_not_there_is_told_with_those_that_are(tables: Tables) -> None:
    with pytest.raises(UsageError, match=r"Unknown table 'docs'; there are .*documents.*tags"):
        tables.frame("docs")
    assert repr(tables).startswith("<Tables documents, ")


def test_a_folder_without_tables_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ResourceError, match="holds no tables; give the folder"):
            load_tables(folder)
    write_tables(make_tables({}), tmp_path)
    (tmp_path / "tags.parquet").write_bytes(b"PAR1")
    with pytest.raises(ResourceError, match=r"tags.parquet: cannot be read"):
        load_tables(tmp_path)
