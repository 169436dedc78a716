"""Runs over folders: what is worked on again, what stays, and that the tables do not depend on how they came about."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

import composing
import pytest

from textmine.corpus import RunSettings, SerialEngine, StrictRunError, process
from textmine.corpus import _plan as plan_module
from textmine.corpus import _run as run_module
from textmine.corpus._batch import Batch, Done
from textmine.errors import ResourceError, UsageError


class CountingEngine:
    """The serial engine, which tells what it worked on, and may be stopped after some batches."""

    name = "counting"
    workers = 2

    def __init__(self, stop_after: int | None = None) -> None:
        self.paths: list[str] = []
        self.stop_after = stop_after

    def run(self, batches: Iterable[Batch], tagger: Any) -> Generator[Done, None, None]:
        for number, done in enumerate(SerialEngine().run(self._noted(batches), tagger)):
            if number == self.stop_after:
                raise KeyboardInterrupt
            yield done

    def _noted(self, batches: Iterable[Batch]) -> Iterable[Batch]:
        for batch in batches:
            self.paths += [Path(item.path).name for item in batch.items if hasattr(item, "content")]
            yield batch


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_module, "BATCH_DOCUMENTS", 4)
    monkeypatch.setattr(plan_module, "_LEAST_DOCUMENTS", 2)


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "tables").iterdir()
    }


def run(
    source: Path, into: Path, *, stop_after: int | None = None, **settings: Any
) -> tuple[list[str], dict[str, str]]:
    engine = CountingEngine(stop_after)
    process(
        [source], into=into, engine=engine, tagger="rules", settings=RunSettings(with_csv=False, **settings)
    )
    return engine.paths, bytes_of(into)


def statuses(into: Path) -> dict[str, str]:
    from textmine.tables import load_tables

    return {Path(row["path"]).name: row["status"] for row in load_tables(into)["documents"].to_pylist()}


def test_tables_hold_what_the_files_say(tmp_path: Path) -> None:
    tables = process([composing.folder(tmp_path / "in", 3)], tagger="rules")
    documents = tables["documents"].to_pylist()
    assert [row["agency"] for row in documents] == ["青禾区民政局"] * 3
    assert [row["year"] for row in documents] == [2023] * 3
    assert [Path(row["path"]).name for row in documents] == ["r000.txt", "r001.txt", "r002.txt"]
    assert {row["theme"] for row in tables["tags"].to_pylist() if row["role"] == "problem"} == {"timeliness"}
    for row in tables["evidence"].to_pylist():
        text = (tmp_path / "in" / "r000.txt").read_text(encoding="utf-8")
        assert row["text"] in text


def test_second_run_works_on_nothing_and_gives_the_same_bytes(tmp_path: Path) -> None:
    source = composing.folder(tmp_path / "in", 11)
    worked, first = run(source, tmp_path / "out")
    assert len(worked) == 11
    again, second = run(source, tmp_path / "out")
    assert again == []
    assert second == first


@pytest.mark.parametrize("stop_after", [0, 1, 2, 3])
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, stop_after: int) -> None:
    source = composing.folder(tmp_path / "in", 11)
    _, whole = run(source, tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        run(source, tmp_path / "out", stop_after=stop_after)
    worked, resumed = run(source, tmp_path / "out")
    assert len(worked) == 11 - sum((3, 2, 2)[:stop_after])
    assert resumed == whole


def test_half_written_files_of_a_killed_run_do_not_count(tmp_path: Path) -> None:
    source = composing.folder(tmp_path / "in", 11)
    _, whole = run(source, tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        run(source, tmp_path / "out", stop_after=2)
    parts = tmp_path / "out" / "parts"
    (parts / "documents" / "00000002.parquet").write_bytes(b"PAR1 cut off")
    (parts / "documents" / ".00000002.part").write_bytes(b"PAR1")
    with (parts / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"part":"00000002","key":"abc","docum')
    _, resumed = run(source, tmp_path / "out")
    assert resumed == whole
    assert not list(parts.rglob(".*.part"))


def test_only_changed_new_and_removed_files_matter(tmp_path: Path) -> None:
    source = composing.folder(tmp_path / "in", 11)
    run(source, tmp_path / "out")
    (source / "r003.txt").write_text(composing.text(303), encoding="utf-8")
    (source / "r011.txt").write_text(composing.text(11), encoding="utf-8")
    (source / "r007.txt").unlink()
    worked, changed = run(source, tmp_path / "out")
    assert worked == ["r003.txt", "r011.txt"]
    _, fresh = run(source, tmp_path / "fresh")
    assert changed == fresh
    again, unchanged = run(source, tmp_path / "out")
    assert again == []
    assert unchanged == fresh


def test_parts_hold_each_document_once_after_changes(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    source = composing.folder(tmp_path / "in", 9)
    for number in range(3):
        (source / "r003.txt").write_text(composing.text(300 + number), encoding="utf-8")
        run(source, tmp_path / "out")
    parts = sorted((tmp_path / "out" / "parts" / "documents").glob("*.parquet"))
    paths = [row["path"] for part in parts for row in pq.read_table(part, columns=["path"]).to_pylist()]
    assert sorted(paths) == sorted(set(paths))
    assert len(paths) == 9
    journal = (tmp_path / "out" / "parts" / "journal.jsonl").read_text().splitlines()
    assert {json.loads(line)["part"] for line in journal[1:]} == {part.stem for part in parts}


def test_other_code_or_model_redoes_unless_only_changes_are_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = composing.folder(tmp_path / "in", 3)
    run(source, tmp_path / "out")
    monkeypatch.setattr(run_module, "run_key", lambda tagger: "of another version")
    assert run(source, tmp_path / "out", redo="changed")[0] == []
    (source / "r001.txt").write_text(composing.text(101), encoding="utf-8")
    assert run(source, tmp_path / "out", redo="changed")[0] == ["r001.txt"]
    assert run(source, tmp_path / "out")[0] == ["r000.txt", "r002.txt"]
    assert run(source, tmp_path / "out")[0] == []
    assert len(run(source, tmp_path / "out", redo="all")[0]) == 3


def test_key_depends_on_the_tagger() -> None:
    from textmine.corpus._version import run_key

    assert run_key("rules") == run_key("rules") != run_key("default")


def test_the_first_of_equal_files_counts_whatever_is_removed_or_added(tmp_path: Path) -> None:
    source = composing.folder(tmp_path / "in", 5)
    same = composing.text(50)
    for name in ("r001.txt", "r003.txt", "r004.txt"):
        (source / name).write_text(same, encoding="utf-8")
    run(source, tmp_path / "out")
    found = statuses(tmp_path / "out")
    assert [name for name, status in found.items() if status == "duplicate"] == ["r003.txt", "r004.txt"]
    (source / "r001.txt").unlink()
    run(source, tmp_path / "out")
    found = statuses(tmp_path / "out")
    assert found["r003.txt"] == "used"
    assert found["r004.txt"] == "duplicate"
    (source / "r000.txt").write_text(same, encoding="utf-8")
    _, changed = run(source, tmp_path / "out")
    found = statuses(tmp_path / "out")
    assert (found["r000.txt"], found["r003.txt"], found["r004.txt"]) == ("used", "duplicate", "duplicate")
    assert changed == run(source, tmp_path / "fresh")[1]


def test_a_duplicate_names_the_first_file(tmp_path: Path) -> None:
    source = composing.folder(tmp_path / "in", 1)
    (source / "s.txt").write_bytes((source / "r000.txt").read_bytes())
    (issue,) = [
        row
        for row in process([source], tagger="rules")["issues"].to_pylist()
        if row["code"] == "duplicate_document"
    ]
    assert issue["path"] == str(source / "s.txt")
    assert str(source / "r000.txt") in issue["message"]


def test_empty_files_are_no_copies_of_one_another(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.docx"):
        (tmp_path / name).write_bytes(b"")
    issues = process([tmp_path], tagger="rules")["issues"].to_pylist()
    assert [(Path(row["path"]).name, row["code"]) for row in issues] == [
        ("a.pdf", "empty_file"),
        ("b.docx", "empty_file"),
    ]


def test_members_of_archives_resume_like_files(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()

    def pack(numbers: Iterable[int]) -> None:
        with zipfile.ZipFile(source / "reports.zip", "w") as archive:
            for number in numbers:
                archive.writestr(f"r{number:03d}.txt", composing.text(number))

    pack(range(6))
    run(source, tmp_path / "out")
    pack([0, 1, 2, 3, 4, 6])
    worked, changed = run(source, tmp_path / "out")
    assert worked == ["r006.txt"]
    assert changed == run(source, tmp_path / "fresh")[1]


def test_unreadable_files_are_records_and_are_tried_again(tmp_path: Path) -> None:
    source = composing.folder(tmp_path / "in", 2)
    (source / "broken.pdf").write_bytes(b"%PDF-1.4 cut off")
    (source / "secret.txt").write_text("青禾区菜谱：红烧肉的做法。", encoding="utf-8")
    run(source, tmp_path / "out")
    assert statuses(tmp_path / "out") == {
        "broken.pdf": "unreadable",
        "r000.txt": "used",
        "r001.txt": "used",
        "secret.txt": "not_annual_report",
    }
    assert run(source, tmp_path / "out")[0] == []


def test_strict_stops_at_the_first_issue(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.pdf").write_bytes(b"%PDF-1.4 cut off")
    with pytest.raises(StrictRunError) as caught:
        process([source], tagger="rules", settings=RunSettings(strict=True))
    assert "a.pdf" in str(caught.value)


def test_file_names_that_are_no_utf8(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    name = "报告".encode("gb18030") + b".txt"
    try:
        (Path(str(source)) / name.decode("utf-8", "surrogateescape")).write_text(composing.text(1), "utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    first = run(source, tmp_path / "out")
    assert len(first[0]) == 1
    assert run(source, tmp_path / "out") == ([], first[1])


def test_a_results_folder_that_cannot_be_named_is_said_before_the_work(tmp_path: Path) -> None:
    source = composing.folder(tmp_path / "in", 1)
    name = "结果".encode("gb18030").decode("utf-8", "surrogateescape")
    with pytest.raises(UsageError, match="no UTF-8"):
        process(source, into=tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_folder_takes_one_run_at_a_time(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    source = composing.folder(tmp_path / "in", 1)
    lock = tmp_path / "lock"
    with (
        run_module._locked(lock),
        pytest.raises(UsageError, match="Another run"),
        run_module._locked(lock),
    ):
        pass
    assert run(source, tmp_path / "out")[0]


def test_journal_of_another_format_is_named(tmp_path: Path) -> None:
    source = composing.folder(tmp_path / "in", 1)
    (tmp_path / "out" / "parts").mkdir(parents=True)
    (tmp_path / "out" / "parts" / "journal.jsonl").write_text('{"textmine":"journal","format":99}\n')
    with pytest.raises(ResourceError, match="choose another output folder"):
        run(source, tmp_path / "out")


def test_batches_of_any_size_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = composing.folder(tmp_path / "in", 9)
    _, small = run(source, tmp_path / "small")
    monkeypatch.setattr(plan_module, "BATCH_DOCUMENTS", 100)
    _, large = run(source, tmp_path / "large")
    assert small == large


def test_batches_are_bounded_by_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = composing.folder(tmp_path / "in", 4)
    size = (source / "r000.txt").stat().st_size
    monkeypatch.setattr(plan_module, "_BATCH_BYTES", size)
    run(source, tmp_path / "out")
    assert len(list((tmp_path / "out" / "parts" / "documents").iterdir())) == 4


def test_one_path_is_enough(tmp_path: Path) -> None:
    source = composing.folder(tmp_path / "in", 2)
    assert process(source)["documents"].num_rows == process(str(source))["documents"].num_rows == 2


def test_what_is_no_path_is_named(tmp_path: Path) -> None:
    nested: Any = [[str(tmp_path)]]
    with pytest.raises(UsageError, match="flat list of them; this list holds a list"):
        process(nested, into=tmp_path / "out")
    assert not (tmp_path / "out").exists()
