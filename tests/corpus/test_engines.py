"""Engines: equal results, and what happens to files that hang or bring a process down."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

import composing
import pytest

from textmine.corpus import ProcessEngine, RunSettings, make_engine, process
from textmine.corpus._batch import Batch, Done
from textmine.errors import TextmineError, UsageError
from textmine.readers import Source, discover


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "tables").iterdir()
    }


def sources(folder: Path) -> list[Source]:
    return [item for item in discover([folder]) if isinstance(item, Source)]


def run_one(engine: ProcessEngine, items: list[Source]) -> Done:
    (done,) = engine.run([Batch("0", tuple(items))], "rules")
    return done


def issues_of(done: Done) -> dict[str, str]:
    import io

    import pyarrow.parquet as pq

    rows = pq.read_table(io.BytesIO(done.encoded["issues"])).to_pylist()
    return {row["path"]: row["code"] for row in rows if row["stage"] == "run"}


def test_processes_give_the_bytes_of_one_process(tmp_path: Path) -> None:
    source = composing.folder(tmp_path / "in", 60)
    (source / "x.txt").write_bytes((source / "r000.txt").read_bytes())
    (source / "y.pdf").write_bytes(b"%PDF-1.4 cut off")
    settings = RunSettings(with_csv=False)
    for engine in (make_engine("serial"), make_engine("processes", workers=2)):
        process([source], into=tmp_path / engine.name, engine=engine, tagger="rules", settings=settings)
    assert bytes_of(tmp_path / "serial") == bytes_of(tmp_path / "processes")


def test_a_file_that_hangs_is_named_and_the_run_goes_on(tmp_path: Path) -> None:
    items = sources(composing.folder(tmp_path / "in", 4))
    items[2] = Source("evil.pdf", partial(composing.hang, ""), 1)
    begun = time.monotonic()
    done = run_one(ProcessEngine(1, time_limit=2.0), items)
    assert time.monotonic() - begun < 20
    assert done.statuses == Counter(used=3, unreadable=1)
    assert issues_of(done) == {"evil.pdf": "time_limit"}
    assert done.passing == {2}


def test_a_file_that_brings_the_process_down_is_named(tmp_path: Path) -> None:
    items = sources(composing.folder(tmp_path / "in", 3))
    items[0] = Source("evil.pdf", partial(composing.die, ""), 1)
    done = run_one(ProcessEngine(1), items)
    assert done.statuses == Counter(used=2, unreadable=1)
    assert issues_of(done) == {"evil.pdf": "crashed"}


def test_a_process_that_died_by_chance_costs_nothing(tmp_path: Path) -> None:
    items = sources(composing.folder(tmp_path / "in", 3))
    path = items[1].path
    items[1] = Source(path, partial(composing.die_once, path), 1)
    done = run_one(ProcessEngine(1), items)
    assert done.statuses == Counter(used=3)
    assert issues_of(done) == {}


@pytest.mark.parametrize(("mark", "code"), [("【停】", "time_limit"), ("【亡】", "crashed")])
def test_trouble_while_tagging_is_traced_to_its_document(tmp_path: Path, mark: str, code: str) -> None:
    source = composing.folder(tmp_path / "in", 5)
    evil = source / "r003.txt"
    evil.write_text(composing.text(3).replace("尤其如此", mark), encoding="utf-8")
    engine = ProcessEngine(1, time_limit=2.0)
    tables = process([source], engine=engine, tagger=composing.TroubledTagger())
    found = {Path(row["path"]).name: row["status"] for row in tables["documents"].to_pylist()}
    assert found["r003.txt"] == "unreadable"
    assert Counter(found.values()) == Counter(used=4, unreadable=1)
    assert code in {row["code"] for row in tables["issues"].to_pylist() if row["path"] == str(evil)}


def test_files_given_up_are_tried_again_by_the_next_run(tmp_path: Path) -> None:
    source = composing.folder(tmp_path / "in", 2)
    (source / "r001.txt").write_text(composing.text(3).replace("尤其如此", "【停】"), encoding="utf-8")
    engine = ProcessEngine(1, time_limit=2.0)
    tables = process([source], into=tmp_path / "out", engine=engine, tagger=composing.TroubledTagger())
    assert tables["documents"]["status"].to_pylist() == ["used", "unreadable"]
    journal = (tmp_path / "out" / "parts" / "journal.jsonl").read_text()
    assert "r000.txt" in journal
    assert "r001.txt" not in journal


def test_workers_end_with_their_caller(tmp_path: Path) -> None:
    code = (
        "import signal, sys, time; sys.path.insert(0, sys.argv[2]); import composing\n"
        "from textmine.corpus import make_engine, process\n"
        # (what is started in the background of a shell ignores the signal, and so would its children)
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "process([sys.argv[1]], into=sys.argv[3], engine=make_engine('processes', workers=2),\n"
        "        tagger='rules', on_progress=lambda done, found: (print(done, flush=True), time.sleep(1)))\n"
    )  # (slow to hear of progress, so that it is stopped in the middle)
    source = composing.folder(tmp_path / "in", 500)
    arguments = [
        sys.executable, "-c", code, str(source), str(Path(composing.__file__).parent), str(tmp_path / "out"),
    ]  # fmt: skip
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, start_new_session=True) as caller:
        assert caller.stdout
        caller.stdout.readline()
        os.kill(caller.pid, signal.SIGINT)
        assert caller.wait(20) != 0
    engine = make_engine("serial")
    tables = process([source], into=tmp_path / "out", engine=engine, tagger="rules")
    assert tables["documents"].num_rows == 500
    kept = len(list((tmp_path / "out" / "parts" / "documents").iterdir()))
    assert kept > 1


def test_a_tagger_that_cannot_be_sent_is_refused(tmp_path: Path) -> None:
    class Local(composing.TroubledTagger):
        pass

    with pytest.raises(UsageError, match="serial"):
        process([composing.folder(tmp_path / "in", 1)], engine=ProcessEngine(1), tagger=Local())


def test_what_a_worker_lacks_is_said_in_its_own_words(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(TextmineError, match="No tagger 'no such tagger'"):
        process([composing.folder(tmp_path / "in", 1)], engine=ProcessEngine(1), tagger="no such tagger")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("threads", {}),
        ("serial", {"workers": 2}),
        ("serial", {"scheduler": "tcp://x:1"}),
        ("processes", {"workers": 0}),
    ],
)
def test_calls_that_make_no_sense_are_refused(name: str, options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        make_engine(name, **options)  # type: ignore[arg-type]
