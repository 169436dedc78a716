"""Files that hold the reports of several agencies: each is a document of its own in the tables, in whatever way a run goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import composing
import pytest

from textmine.corpus import RunSettings, SerialEngine, process
from textmine.tables import load_tables

AGENCIES = ("青禾区民政局", "青禾区教育局", "青禾区水务局")


def folder(base: Path) -> Path:
    base.mkdir(parents=True)
    several = [composing.text(number, agency=agency) for number, agency in enumerate(AGENCIES, 1)]
    (base / "汇编.txt").write_text("\n".join(several), encoding="utf-8")
    (base / "甲.txt").write_text(composing.text(7, agency="青禾区财政局"), encoding="utf-8")
    (base / "乙.html").write_text(
        "<html><body>" + "".join(f"<p>{line}</p>" for text in several for line in text.splitlines()) + "</body></html>",
        encoding="utf-8",
    )  # fmt: skip
    return base


def run(source: Path, into: Path, **settings: Any) -> Any:
    chosen = RunSettings(with_csv=False, **settings)
    process([source], into=into, engine=SerialEngine(), tagger="rules", settings=chosen)
    return load_tables(into)


def test_each_report_has_its_rows(tmp_path: Path) -> None:
    tables = run(folder(tmp_path / "in"), tmp_path / "out")
    documents = {
        row["path"].rpartition("/")[2]: row
        for row in tables["documents"].to_pylist()
        if "汇编" in row["path"]
    }
    assert list(documents) == ["汇编.txt", "汇编.txt#2", "汇编.txt#3"]
    assert [row["agency"] for row in documents.values()] == list(AGENCIES)
    assert {row["status"] for row in documents.values()} == {"used"}
    first, second, third = (row["document"] for row in documents.values())
    assert (second, third) == (f"{first}-2", f"{first}-3")
    overviews = {
        row["document"]: row["text"] for row in tables["sections"].to_pylist() if row["section"] == "overview"
    }
    for number, (one, agency) in enumerate(zip((first, second, third), AGENCIES, strict=True), 1):
        assert f"{agency}通过网站主动公开政府信息{number}条" in overviews[one]
    roles: dict[str, list[str]] = {}
    for row in tables["statements"].to_pylist():
        roles.setdefault(row["document"], []).append(row["role"])
    assert all("problem" in roles[one] and "measure" in roles[one] for one in (first, second, third))
    issues = [row for row in tables["issues"].to_pylist() if row["code"] == "several_reports"]
    assert sorted(Path(row["path"]).name for row in issues) == ["乙.html", "汇编.txt"]


@pytest.mark.parametrize("redo", ["outdated", "changed"])
def test_a_second_run_keeps_all_of_them(tmp_path: Path, redo: Any) -> None:
    source = folder(tmp_path / "in")
    first = run(source, tmp_path / "out")["documents"].to_pylist()
    (source / "丙.txt").write_text(composing.text(9, agency="青禾区司法局"), encoding="utf-8")
    again = run(source, tmp_path / "out", redo=redo)["documents"].to_pylist()
    assert len(again) == len(first) + 1 == 8
    assert {row["document"] for row in first} < {row["document"] for row in again}
