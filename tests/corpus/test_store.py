"""SQL over results, finished or not."""

from __future__ import annotations

from pathlib import Path

import composing
import pytest
from test_run import run

from textmine.corpus import _plan as plan_module
from textmine.errors import ResourceError
from textmine.tables import TABLES, load_tables, open_store

pytest.importorskip("duckdb")


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_module, "BATCH_DOCUMENTS", 4)


def test_every_table_is_a_view_with_its_declared_columns(tmp_path: Path) -> None:
    run(composing.folder(tmp_path / "in's", 5), tmp_path / "out's")
    tables = load_tables(tmp_path / "out's")
    with open_store(tmp_path / "out's") as store:
        for name in TABLES:
            found = store.query(f"SELECT * FROM {name}")
            assert found.column_names == tables[name].column_names
            assert found.num_rows == tables[name].num_rows


def test_questions_across_tables(tmp_path: Path) -> None:
    run(composing.folder(tmp_path / "in", 5), tmp_path / "out")
    question = (
        "SELECT theme, count(DISTINCT document) AS reports FROM tags JOIN documents USING (document) "
        "WHERE role = ? AND year = ? GROUP BY theme"
    )
    with open_store(tmp_path / "out", threads=1) as store:
        assert store.query(question, ["problem", 2023]).to_pylist() == [{"theme": "timeliness", "reports": 5}]
        assert store.frame(question, ["problem", 2022]).empty


def test_results_of_a_stopped_run_can_be_asked(tmp_path: Path) -> None:
    source = composing.folder(tmp_path / "in", 30)
    with pytest.raises(KeyboardInterrupt):
        run(source, tmp_path / "out", stop_after=2)
    journal = tmp_path / "out" / "parts" / "journal.jsonl"
    with journal.open("ab") as stream:
        stream.write(b'{"part":"000')
    before = journal.read_bytes()
    with open_store(tmp_path / "out") as store:
        (row,) = store.query("SELECT count(*) AS n FROM documents").to_pylist()
        assert 0 < row["n"] < 30
        assert store.query("SELECT * FROM checks").num_rows == 0
    assert journal.read_bytes() == before


def test_a_folder_without_results_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="run textmine into it"):
        open_store(tmp_path)
