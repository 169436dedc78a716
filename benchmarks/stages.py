"""Milliseconds of processor time a report, stage by stage and format by format.

usage: python -m benchmarks.stages [--reports N]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from time import process_time
from typing import TypeVar

from benchmarks.reports import folder
from textmine.corpus import tag_reports
from textmine.parsing import parse
from textmine.readers import Source, discover
from textmine.tables import Collector, encode_part
from textmine.themes import load_tagger

FORMATS = {"txt": 1.0, "html": 0.5, "docx": 0.1, "pdf": 0.05}
BATCH = 200
T = TypeVar("T")


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """The result and the seconds it took."""
    begun = process_time()
    return call(), process_time() - begun


def stages(form: str, count: int) -> dict[str, float]:
    """Milliseconds a report by stage; the second of two rounds, when everything is loaded."""
    tagger = load_tagger()
    for _ in range(2):
        found, discovering = timed(
            lambda: [s for s in discover([folder(form, count)]) if isinstance(s, Source)]
        )
        documents, reading = timed(lambda found=found: [source.load() for source in found])
        reports, parsing = timed(lambda documents=documents: [parse(document) for document in documents])
        tagged, tagging = timed(lambda reports=reports: tag_reports(reports, tagger))

        def write(reports=reports, tagged=tagged) -> None:
            for first in range(0, len(reports), BATCH):
                collector = Collector()
                pairs = zip(reports[first : first + BATCH], tagged[first : first + BATCH], strict=True)
                for item, (report, of_report) in enumerate(pairs):
                    collector.add_report(item, report)
                    document = report.document
                    collector.add_tagged(item, document.id, document.text, of_report)
                encode_part(collector.tables())

        _, writing = timed(write)
    seconds = {"find": discovering, "read": reading, "parse": parsing, "tag": tagging, "rows": writing}
    return {name: value / len(found) * 1000 for name, value in seconds.items()}


def as_markdown(count: int) -> str:
    """A row a format."""
    lines = ["| ms a report | find | read | parse | tag | rows | sum |", "| --- |" + " ---: |" * 6]
    for form, share in FORMATS.items():
        row = stages(form, max(10, int(count * share)))
        cells = " | ".join(f"{value:.2f}" for value in (*row.values(), sum(row.values())))
        lines.append(f"| {form} | {cells} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=400)
    print(as_markdown(parser.parse_args().reports))


if __name__ == "__main__":
    main()
