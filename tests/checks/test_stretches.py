"""Checks over runs that are larger than memory: the corpus a stretch at a time."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from check_tables import REQUESTS, Made, figures

from corpora.grammar.generator import generate
from corpora.grammar.render import render
from textmine.analysis.checks import _register, add_checks, check_pieces
from textmine.analysis.checks._register import Register, with_earlier
from textmine.analysis.checks._stretches import stretches
from textmine.tables import load_tables, make_tables, write_table, write_tables

ROOT = str(Path(__file__).resolve().parents[2])


def corpus():
    """Three years of a government, its departments and two towns, year after year as folders of years hold them."""
    made = Made()
    for year in (2021, 2022, 2023):
        published = f"{year + 1}-01-20"
        made.add(
            kind="government", agency="云汀市人民政府", year=year, published=published,
            overview=f"{year}年全市新收政府信息公开申请46件。",
        )  # fmt: skip
        for place, agency in enumerate(("云汀市民政局", "云汀市水务局", "云汀市财政局")):
            requests = REQUESTS | {"new": [10 + place, 6]}
            made.add(
                values=figures(requests=requests), agency=agency, year=year, published=published,
                remarks=[("problem", "更新不及时", ["timeliness"])],
            )  # fmt: skip
        for town in ("东篱镇", "鹭浦镇"):
            made.add(
                kind="township", level="township", agency=f"云汀市青禾区{town}人民政府", county="青禾区",
                year=year, published=published, overview="鹭浦镇和东篱镇分别公开信息。",
            )  # fmt: skip
    return made


@pytest.mark.parametrize("stretch", [1, 4])
def test_stretches_find_what_the_whole_finds(
    stretch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = make_tables(corpus().rows)
    whole = add_checks(tables)["checks"]
    assert {"fails", "holds"} <= set(whole["outcome"].to_pylist())
    assert {"parent_children", "foreign_name", "only_light_problems"} <= set(whole["check"].to_pylist())
    write_tables(tables, tmp_path)
    monkeypatch.setattr(_register, "_STRETCH", stretch)
    assert add_checks(tables)["checks"].equals(whole)
    pieces = list(check_pieces(load_tables(tmp_path)))
    assert len(pieces) == -(-18 // stretch)
    assert [row for piece in pieces for row in piece.to_pylist()] == whole.to_pylist()


def test_a_stretch_hangs_together_with_earlier_years_and_agencies_below_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_register, "_STRETCH", 6)
    tables = make_tables(corpus().rows)
    register = Register(tables)
    for number, stretch in enumerate(stretches(register, tables)):
        assert [report.document for report in stretch.reports] == [
            report.document for report in register.reports[6 * number : 6 * number + 6]
        ]
        held = with_earlier(stretch.reports)
        assert len(held) == 6 * (number + 1)  # every agency has a report a year
        assert len(stretch.ranges["figures"]) == len(held)
        mayor = stretch.reports[0]
        assert [child.meta["agency"] for child in mayor.children] == [
            "云汀市民政局", "云汀市水务局", "云汀市财政局",
        ]  # fmt: skip
        assert all(len(report.cells) <= 1 and not report.parts for report in (*held, *mayor.children))


def test_processes_find_what_one_finds_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = make_tables(corpus().rows)
    write_tables(tables, tmp_path)
    monkeypatch.setattr(_register, "_STRETCH", 4)
    for workers in (1, 2):
        pieces = check_pieces(load_tables(tmp_path), workers=workers)
        write_table("checks", pieces, tmp_path / str(workers))
    for name in ("checks.parquet", "checks.csv"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_a_corpus_without_reports_has_no_findings() -> None:
    assert add_checks(make_tables({}))["checks"].num_rows == 0


def test_a_report_without_any_figure_can_be_checked(tmp_path: Path) -> None:
    made = Made()
    made.add(values={})
    tables = make_tables(made.rows)
    found = add_checks(tables)["checks"].to_pylist()
    assert {row["outcome"] for row in found if row["check"].startswith("requests_")} == {"untestable"}
    write_tables(tables, tmp_path)
    assert add_checks(load_tables(tmp_path))["checks"].to_pylist() == found


def test_checks_that_were_killed_in_the_middle_are_made_whole_by_the_next_run(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; sys.path.insert(0, sys.argv[1])\n"
        "from textmine.analysis import checks\n"
        "from textmine.analysis.checks import _register\n"
        "from textmine.cli import cli\n"
        "_register._STRETCH = 2\n"
        "made = checks.check_pieces\n"
        "def killed(tables, *, workers):\n"
        "    for piece in made(tables, workers=workers):\n"
        "        yield piece\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "if sys.argv[2] == 'kill': checks.check_pieces = killed\n"
        "cli(['run', *sys.argv[3:], '--tagger', 'rules', '--workers', '2'], standalone_mode=False)\n"
    )
    source = tmp_path / "in"
    source.mkdir()
    for report in generate(8, 3, formats=("txt",)):
        (source / Path(report.file).name).write_bytes(render(report))

    def run(mode: str, out: str) -> int:
        call = [sys.executable, "-c", code, ROOT, mode, str(source), "-o", str(tmp_path / out)]
        return subprocess.run(call, capture_output=True, check=False).returncode

    assert run("kill", "killed") == -signal.SIGKILL
    assert run("whole", "killed") == 0
    assert run("whole", "clean") == 0
    killed, clean = (sorted((tmp_path / name / "tables").iterdir()) for name in ("killed", "clean"))
    assert [path.name for path in killed] == [path.name for path in clean]
    for one, other in zip(killed, clean, strict=True):
        assert one.read_bytes() == other.read_bytes()
    assert load_tables(tmp_path / "killed")["checks"].num_rows > 8
