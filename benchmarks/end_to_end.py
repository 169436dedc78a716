"""Time and memory of the whole of ``textmine report`` over many composed reports, phase by phase.

usage: python -m benchmarks.end_to_end [REPORTS] [--workers 2] [--write]     (10,000 if not given)

Runs the command itself, without CSV files, over text reports of as many agencies as there would be (22,000 for 100,000
reports), and notes when its phases begin and end. Seconds of the processor are those of all processes of the command,
memory is what they hold together at the peak of the phase. Reports are made once and kept (2 ms a report, 10 kB).
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
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.page import put
from benchmarks.reports import folder
from benchmarks.watch import Sample, Watch

ROOT = Path(__file__).resolve().parents[1]
_BEGIN, _END = "<!-- end to end: written by benchmarks/end_to_end.py -->", "<!-- end of end to end -->"
# Phase, and the function of the command that is all of it.
_PHASES = {
    "reading, parsing, tagging, tables": ("textmine.corpus", "process"),
    "consistency checks": ("textmine.cli._run", "_check"),
    "analyses": ("textmine.reporting._content", "load_material"),
    "texts and tables of the theme report, analyses included": ("textmine.reporting", "build"),
    "charts, HTML, Word, Excel": ("textmine.reporting", "write"),
}


def command(arguments: list[str], notes: Path) -> None:
    """The command with a note of every phase: name, begin, end, seconds of the processor."""
    import importlib

    from textmine.cli import cli

    noted: list[tuple[str, float, float, float]] = []

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*values: Any, **options: Any) -> Any:
            start, work_before = time.time(), _processor()
            try:
                return work(*values, **options)
            finally:
                noted.append((name, start, time.time(), _processor() - work_before))
                notes.write_text(json.dumps(noted), encoding="utf-8")

        return run

    for name, (module, function) in _PHASES.items():
        place = importlib.import_module(module)
        setattr(place, function, timed(name, getattr(place, function)))
    cli(arguments)


def _processor() -> float:
    """Seconds of the processor of this process and those it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _peak(samples: list[Sample], start: float, end: float) -> int:
    """The most MiB that all processes held between two times."""
    return max((sample.together for sample in samples if start <= sample.when <= end), default=0) // 2**20


def measure(reports: int, workers: int) -> list[tuple[str, float, float, int]]:
    """Phase, seconds, seconds of the processor, megabytes; the last row is the whole command."""
    source = folder("txt", reports)
    with tempfile.TemporaryDirectory() as made:
        notes = Path(made) / "notes.json"
        arguments = ["report", str(source), "-o", f"{made}/out", "--no-csv", "--workers", str(workers)]
        before, start = _processor(), time.time()
        call = [sys.executable, "-m", "benchmarks.end_to_end", "--notes", str(notes), *arguments]
        process = subprocess.Popen(call, cwd=ROOT, stdout=subprocess.DEVNULL)
        watch = Watch(process.pid)
        code = process.wait()
        watch.stop()
        if code:
            raise SystemExit(f"textmine report ended with code {code}")
        end = time.time()
        rows = [
            (name, last - first, spent, _peak(watch.samples, first, last))
            for name, first, last, spent in json.loads(notes.read_text(encoding="utf-8"))
        ]
        return [
            *rows,
            ("the whole command", end - start, _processor() - before, _peak(watch.samples, start, end)),
        ]


def section(reports: int, workers: int, rows: list[tuple[str, float, float, int]]) -> str:
    """The table of the page."""
    cores, version, load = os.cpu_count(), platform.python_version(), os.getloadavg()[2]
    lines = [
        f"{reports:,} text reports, {workers} processes, {cores} cores, CPython {version}, load {load:.1f} over the last "
        "quarter of an hour.",
        "",
        "| phase | seconds | seconds of the processor | MiB, all processes |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {name} | {seconds:.0f} | {spent:.0f} | {held:,} |" for name, seconds, spent, held in rows),
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", nargs="?", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    if sys.argv[1:2] == ["--notes"]:  # the process that is measured
        command(sys.argv[3:], Path(sys.argv[2]))
        return
    chosen = parser.parse_args()
    text = section(chosen.reports, chosen.workers, measure(chosen.reports, chosen.workers))
    print(text)
    if chosen.write:
        put(_BEGIN, text, _END)


if __name__ == "__main__":
    main()
