"""Speed against what else one could do, as ratios measured in one run: ``make bench``.

usage: python -m benchmarks.ratios [--reports N] [--out FILE.json] [--write]

Every pair is measured in turns, several rounds, and the ratio is taken between the best rounds. Each round has reports of its own,
the same for both sides, so that nothing is remembered of them from the round before. The clock of these pairs is that of
the processor, which other work on the machine disturbs less; what two processes take and the cold start are by the clock on the
wall. Models are loaded and trained before the clock starts, on both sides.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import rivals
from benchmarks.conditions import as_installed
from benchmarks.page import put
from benchmarks.reports import SEED, files, folder

ROUNDS = 3
_ONE_IN = 5  # of so many reports the script is given one, since it takes several times as long
_BEGIN, _END = "<!-- ratios: written by benchmarks/ratios.py -->", "<!-- end of ratios -->"


@dataclass
class Ratio:
    """One row of the table: how many times as fast as the other side, or how many times its time."""

    name: str
    ours: float
    theirs: float
    count: int
    floor: float
    aim: float
    slower_is_less: bool = True

    @property
    def value(self) -> float:
        """Times faster (or, with ``slower_is_less`` False, times as long)."""
        return self.theirs / self.ours if self.slower_is_less else self.ours / self.theirs

    @property
    def verdict(self) -> str:
        """Against floor and aim."""
        reached = (lambda bound: self.value >= bound) if self.slower_is_less else (lambda b: self.value <= b)
        return "aim" if reached(self.aim) else "floor" if reached(self.floor) else "below floor"


def run_textmine(source: Path, out: Path, *, workers: int | None = None) -> None:
    """Read, parse, figures, statements, tags, tables as Parquet and CSV, into a new folder below ``out``."""
    from textmine.corpus import make_engine, process

    out.mkdir(parents=True, exist_ok=True)
    engine = make_engine("processes", workers=workers) if workers else make_engine("serial")
    process([source], into=tempfile.mkdtemp(dir=out), engine=engine)


def best(*calls: Callable[[], object], rounds: int) -> list[float]:
    """Seconds of the best round of each call, by the clock on the wall, measured in turns."""
    return best_rounds([calls] * rounds, time.perf_counter)


def best_rounds(rounds: Sequence[Sequence[Callable[[], object]]], clock: Callable[[], float]) -> list[float]:
    """Seconds of the best round of each of the calls that every round makes in turns."""
    times: list[list[float]] = [[] for _ in rounds[0]]
    for calls in rounds:
        for index, call in enumerate(calls):
            begun = clock()
            call()
            times[index].append(clock() - begun)
    return [min(series) for series in times]


def against(
    form: str, count: int, others: dict[str, tuple[rivals.Rival, float, float, bool]], scratch: Path
) -> list[Ratio]:
    """textmine over a folder against other ways to treat the same files, each round another folder."""
    warm = folder(form, min(count, 12))
    run_textmine(warm, scratch / "out")
    for rival, *_ in others.values():
        rival(files(warm), scratch / "rival")

    def calls(number: int) -> list[Callable[[], object]]:
        source = folder(form, count, seed=SEED + 100 * number)
        paths = files(source)
        rivals_of = [lambda r=rival: r(paths, scratch / "rival") for rival, *_ in others.values()]
        return [lambda: run_textmine(source, scratch / "out"), *rivals_of]

    ours, *theirs = best_rounds(list(map(calls, range(ROUNDS))), time.process_time)
    return [
        Ratio(name, ours, seconds, count, floor, aim, faster)
        for (name, (_, floor, aim, faster)), seconds in zip(others.items(), theirs, strict=True)
    ]


def two_processes(count: int, scratch: Path) -> list[Ratio]:
    """Two processes, as a run has them by default on two cores, against one and against the script, which has but one.

    Their start is included: a second of the processor each, as much as some 500 reports take. Of the script every fifth report
    is measured and its time taken five times.
    """
    source = folder("txt", count)
    sample = files(source)[::_ONE_IN]
    two, one, script, batched = best(
        lambda: run_textmine(source, scratch / "out", workers=2),
        lambda: run_textmine(source, scratch / "out", workers=1),
        lambda: rivals.script(sample, scratch / "rival"),
        lambda: rivals.script_batched(sample, scratch / "rival"),
        rounds=2,
    )
    of_all = count / len(sample)
    return [
        Ratio("two processes against one", two, one, count, 1.7, 1.9),
        Ratio(
            "text, two processes, against the script, a report at a time", two, script * of_all, count, 4, 10
        ),
        Ratio(
            "text, two processes, against the script, predicted at once", two, batched * of_all, count, 1, 3
        ),
    ]


def cold_start() -> list[float]:
    """Seconds of ``textmine tag FILE`` in a fresh interpreter, the best of five."""
    path = str(files(folder("txt", 12))[0])
    call = [sys.executable, "-m", "textmine", "tag", path]
    return best(lambda: subprocess.run(call, check=True, capture_output=True), rounds=5)


def measure(count: int) -> list[Ratio]:
    """All rows."""
    few = max(20, count // 10)
    with tempfile.TemporaryDirectory() as place:
        scratch = Path(place)
        text = {
            "text, against the script, a report at a time": (rivals.script, 4, 10, True),
            "text, against the script, predicted at once": (rivals.script_batched, 1, 3, True),
            "text, against spaCy with its jieba segmenter": (rivals.spacy_pipeline, 1, 3, True),
            "text, times the bare reading and decoding": (
                rivals.bare_read,
                float("inf"),
                float("inf"),
                False,
            ),
        }
        html = {"HTML, against trafilatura.extract": (rivals.trafilatura_extract, 3, 10, True)}
        docx = {"DOCX, against a walk by python-docx": (rivals.docx_walk, 5, 15, True)}
        pdf = {
            "PDF, times pypdfium2's bare text": (rivals.pdf_bare, 6, 2, False),
            "PDF, against pdfplumber text and tables": (rivals.pdf_plumber, 4, 10, True),
        }
        rows = against("txt", count, text, scratch)
        rows += against("html", count // 2, html, scratch)
        rows += against("docx", few, docx, scratch)
        rows += against("pdf", max(10, few // 2), pdf, scratch)
        rows += two_processes(max(20_000, 6 * count), scratch)
    (start,) = cold_start()
    rows.append(Ratio("textmine tag FILE, cold start, seconds", start, 1.0, 1, 2.0, 0.8, False))
    return rows


def as_markdown(rows: list[Ratio]) -> str:
    """The table of the documentation."""
    lines = [
        "| | reports | textmine, ms a report | the other, ms a report | ratio | floor | aim | reached |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for row in rows:
        ours, theirs = (f"{seconds / row.count * 1000:.2f}" for seconds in (row.ours, row.theirs))
        bounds = ["–" if value == float("inf") else f"{value:g}" for value in (row.floor, row.aim)]
        reached = "–" if row.floor == float("inf") else row.verdict
        lines.append(
            f"| {row.name} | {row.count} | {ours} | {theirs} | {row.value:.2f} | {bounds[0]} | {bounds[1]} | {reached} |"
        )
    return "\n".join(lines)


def write(rows: list[Ratio], load: float) -> None:
    """Put the table into the documentation, with what stays below its floor."""
    below = [row.name for row in rows if row.floor != float("inf") and row.verdict == "below floor"]
    remark = f"Below their floors: {'; '.join(below)}." if below else "No ratio is below its floor."
    place = f"{os.cpu_count()} cores, CPython {platform.python_version()}, load {load:.1f} at the end."
    put(_BEGIN, f"{as_markdown(rows)}\n\n{place} {remark}", _END)


def main() -> None:
    """Measure and print the table; keep it as JSON or in the documentation if wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=400)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    as_installed()
    rows = measure(arguments.reports)
    print(as_markdown(rows))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"\nLoad of the machine at the end: {load:.1f} on {os.cpu_count()} cores.")
    if arguments.write:
        write(rows, load)
    if arguments.out:
        found = [asdict(row) | {"ratio": row.value, "reached": row.verdict} for row in rows]
        arguments.out.write_text(json.dumps({"load": load, "rows": found}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
