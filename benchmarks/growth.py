"""Growth curves: time, memory and disk from 1,000 reports up, and the pages of docs/performance.md that show them.

usage: python -m benchmarks.growth [--sizes 1000,10000,100000] [--minutes 10] [--write [--merge]]

Sizes are whole thousands. Corpora are made once and kept (2 ms a report, 8 kB on the disk; a run leaves 3 kB more while it is measured).
Memory is what all processes of a run hold together at their peak, workers included. Sizes that would not fit into the minutes left,
going by the last one, are left out and said so; the first is measured however long it takes. With ``--merge`` the sizes measured now
take their places among those on the page: ``--sizes 1000000 --write --merge`` measures the largest alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.conditions import as_installed
from benchmarks.page import PAGE, put
from benchmarks.reports import CACHE, thousand
from benchmarks.watch import Watch

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "docs" / "performance.json"
_BEGIN, _END = "<!-- growth: written by benchmarks/growth.py -->", "<!-- end of growth -->"
_GROUP_QUESTION = (
    "SELECT theme, year, count(DISTINCT document) FROM tags JOIN documents USING (document) "
    "WHERE role = 'problem' GROUP BY ALL"
)


@dataclass
class Point:
    """One size."""

    reports: int
    seconds: float
    peak_mb: float
    parent_mb: float
    parts_mb: float
    tables_mb: float
    again_seconds: float
    query_seconds: float


def run(source: Path, out: Path, workers: int) -> tuple[float, Watch]:
    """Seconds and memory of a run from the library, without the checks, which grow with what there is to check."""
    code = (
        "import sys; from textmine.corpus import RunSettings, make_engine, process; "
        f"process([sys.argv[1]], into=sys.argv[2], engine=make_engine('processes', workers={workers}), "
        "settings=RunSettings(with_csv=False))"
    )
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code, str(source), str(out)], cwd=ROOT)
    watch = Watch(process.pid)
    status = process.wait()
    watch.stop()
    if status:
        raise SystemExit(f"The run over {source} ended with {status}.")
    return time.perf_counter() - begun, watch


def megabytes(base: Path) -> float:
    """Size of all files below a folder."""
    return sum(path.stat().st_size for path in base.rglob("*") if path.is_file()) / 1e6


def first(size: int, scratch: Path) -> Path:
    """A folder with links to the first thousands of the corpus, which are made now if need be."""
    place = scratch / f"in-{size}"
    place.mkdir()
    for number in range(size // 1000):
        (place / f"{number:04d}").symlink_to(thousand(number), target_is_directory=True)
    return place


def measure(size: int, scratch: Path, workers: int) -> Point:
    """Run, run again with nothing to do, ask a question."""
    from textmine.tables import open_store

    given, out = first(size, scratch), scratch / f"out-{size}"
    seconds, watch = run(given, out, workers)
    again, _ = run(given, out, workers)
    with open_store(out) as store:
        begun = time.perf_counter()
        store.query(_GROUP_QUESTION)
        asked = time.perf_counter() - begun
    point = Point(
        size, seconds, max(sample.together for sample in watch.samples) / 1e6, max(sample.alone for sample in watch.samples) / 1e6,
        megabytes(out / "parts"), megabytes(out / "tables"), again, asked,
    )  # fmt: skip
    shutil.rmtree(out)
    shutil.rmtree(given)
    return point


def as_markdown(points: list[Point], left_out: list[int], workers: int) -> str:
    """Table and remarks."""
    lines = [
        f"Text reports, {workers} processes, Parquet only, {os.cpu_count()} cores, CPython {platform.python_version()}.",
        "",
        "| reports | s | ms a report | MB, all processes | MB, caller | parts, MB | tables, MB | again, s | question, s |",
        "|" + " ---: |" * 9,
    ]
    lines += [
        f"| {p.reports:,} | {p.seconds:.1f} | {p.seconds / p.reports * 1000:.2f} | {p.peak_mb:.0f} | {p.parent_mb:.0f} | "
        f"{p.parts_mb:.1f} | {p.tables_mb:.1f} | {p.again_seconds:.1f} | {p.query_seconds:.2f} |"
        for p in points
    ]
    if left_out:
        names = ", ".join(f"{size:,}" for size in left_out)
        lines += ["", f"Not measured, because the time set for the measurement was over: {names} reports."]
    return "\n".join([*lines, "", "![time and memory against the number of reports](performance.png)"])


def draw(points: list[Point], target: Path) -> None:
    """Time a report and memory against the number of reports."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    sizes = [p.reports for p in points]
    figure, (left, middle, right) = pyplot.subplots(1, 3, figsize=(11, 3.2), layout="constrained")
    panels = (
        (left, [p.seconds / p.reports * 1000 for p in points], "ms a report"),
        (middle, [p.peak_mb for p in points], "peak memory of all processes, MB"),
        (right, [(p.parts_mb + p.tables_mb) / p.reports * 1000 for p in points], "disk, kB a report"),
    )
    for axes, values, title in panels:
        axes.plot(sizes, values, marker="o", color="#2b5c8a")
        axes.set_xscale("log")
        axes.set_ylim(0, max(values) * 1.25)
        axes.set_xlabel("reports")
        axes.set_title(title, fontsize=10)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(target, dpi=130)


def with_earlier(points: list[Point]) -> list[Point]:
    """The points and, of other sizes, those that are on the page."""
    earlier = [Point(**point) for point in json.loads(DATA.read_text(encoding="utf-8"))]
    return sorted(
        {point.reports: point for point in (*earlier, *points)}.values(), key=lambda point: point.reports
    )


def write(points: list[Point], left_out: list[int], workers: int) -> None:
    """Put table and chart into the documentation."""
    put(_BEGIN, as_markdown(points, left_out, workers), _END)
    DATA.write_text(json.dumps([asdict(point) for point in points], indent=1) + "\n", encoding="utf-8")
    draw(points, PAGE.with_suffix(".png"))


def main() -> None:
    """Measure what fits, print, and write if wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,3000,10000,30000,100000,300000,1000000")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--merge", action="store_true")
    arguments = parser.parse_args()
    as_installed()
    sizes = sorted(int(size) for size in arguments.sizes.split(","))
    points: list[Point] = []
    begun = time.perf_counter()
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as place:
        for size in sizes:
            spent = time.perf_counter() - begun
            expected = 1.3 * size * points[-1].seconds / points[-1].reports if points else 0.0
            if spent + expected > arguments.minutes * 60:
                break
            points.append(measure(size, Path(place), arguments.workers))
            print(points[-1], flush=True)
    left_out = sizes[len(points) :]
    if arguments.merge:
        points = with_earlier(points)
    print(as_markdown(points, left_out, arguments.workers))
    if arguments.write:
        write(points, left_out, arguments.workers)


if __name__ == "__main__":
    main()
