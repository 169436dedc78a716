"""Folders of composed reports to measure on: made once a seed, number and format, and kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from corpora.grammar.generator import generate
from corpora.grammar.model import Report
from corpora.grammar.render import render

SEED = 20240131
CACHE = Path(os.environ.get("TEXTMINE_BENCH", Path(tempfile.gettempdir()) / "textmine-bench"))
_PER_FOLDER = 1000


def folder(form: str, count: int, *, seed: int = SEED) -> Path:
    """A folder of ``count`` reports of one format (txt, html, docx, pdf)."""
    target = CACHE / f"{form}-{count}-{seed}"
    done = target / ".done"
    if done.exists():
        return target
    for number, report in enumerate(generate(count, seed, formats=(form,))):
        place = target / f"{number // _PER_FOLDER:04d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:07d}.{form}").write_bytes(render(report))
    done.touch()
    return target


def thousand(number: int) -> Path:
    """The folder with the reports of one thousand of an endless corpus; each comes from a seed of its own."""
    target = CACHE / "thousands" / f"{number:04d}"
    done = target / ".done"
    if not done.exists():
        target.mkdir(parents=True, exist_ok=True)
        for place, report in enumerate(generate(_PER_FOLDER, SEED + 1000 + number, formats=("txt",))):
            (target / f"{place:04d}.txt").write_bytes(render(report))
        done.touch()
    return target


def files(base: Path) -> list[Path]:
    """The reports of a folder in order."""
    return sorted(path for path in base.rglob("*") if path.is_file() and not path.name.startswith("."))


def labelled(count: int, *, seed: int = SEED + 1) -> Iterator[tuple[str, list[str]]]:
    """Section fives with the themes of their problems, to train what the comparisons predict with."""
    for report in generate(count, seed, formats=("txt",)):
        yield (
            section_five(report),
            sorted({theme for item in report.statements if item.role == "problem" for theme in item.themes}),
        )


def section_five(report: Report) -> str:
    """The text of section five."""
    section = report.section("problems")
    return section.text if section else ""
