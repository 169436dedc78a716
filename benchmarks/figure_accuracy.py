"""Figures read from composed reports of every format, against their truth.

    python -m benchmarks.figure_accuracy [--reports 400] [--seed 5] [--formats txt,md,html,docx,pdf]

Prints, per format and form: cells with a number, right, missing, wrong; blank cells kept blank; and the time a report takes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from corpora.grammar.generator import generate
from corpora.grammar.layouts import FORMATS
from corpora.grammar.model import Report
from corpora.grammar.render import render


def compare(report: Report, path: Path, counts: Counter[tuple[str, str]]) -> tuple[float, list[str]]:
    """Read one file and count its cells; seconds for the figures alone, and what is wrong."""
    from textmine.parsing.statutory import read_figures
    from textmine.readers import read

    path.write_bytes(render(report))
    document = read(path)
    begin = time.process_time()
    figures, issues = read_figures(document, ())
    seconds = time.process_time() - begin
    given = {figure.key: figure for figure in figures}
    wrong = []
    for key, value in report.figures.items():
        group = f"{report.layout.format} {report.eras[key.split('.')[0]]}"
        figure = given.get(key)
        if value is None:
            kind = "blank kept" if figure is not None and figure.value is None else "blank lost"
        elif figure is None or figure.value is None:
            kind = "missing" if issues else "missing without issue"
        else:
            kind = "right" if figure.value == value else "wrong"
        counts[group, kind] += 1
        if kind in ("wrong", "missing without issue", "blank lost"):
            wrong.append(
                f"{report.file} {report.layout}: {key} {value} read as {figure and figure.value} ({kind})"
            )
    return seconds, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=400)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--formats", default=",".join(FORMATS))
    given = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    seconds: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for report in generate(given.reports, given.seed, formats=tuple(given.formats.split(","))):
            took, wrong = compare(report, Path(folder) / f"report.{report.layout.format}", counts)
            seconds.append(took)
            for line in wrong[:3]:
                print(line, file=sys.stderr)
    kinds = sorted({kind for _, kind in counts})
    for group in sorted({group for group, _ in counts}):
        print(group, ", ".join(f"{kind} {counts[group, kind]}" for kind in kinds if counts[group, kind]))
    total = sum(n for (_, kind), n in counts.items() if not kind.startswith("blank"))
    right = sum(n for (_, kind), n in counts.items() if kind == "right")
    print(
        f"{right} of {total} numbers right ({100 * right / total:.2f} %), median {sorted(seconds)[len(seconds) // 2] * 1000:.1f} ms a report"
    )


if __name__ == "__main__":
    main()
