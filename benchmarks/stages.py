"""Milliseconds of processor time a report, stage by stage and format by format, and section-five passages a second.

usage: python -m benchmarks.stages [--reports N] [--write]

``--write`` measures the passages only and puts them on the page of the documentation.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import TypeVar

from benchmarks.page import put
from benchmarks.reports import folder
from textmine.corpus import tag_reports
from textmine.gold import read_gold
from textmine.normalization import fold
from textmine.parsing import STEPS, _clauses, _stretches, drafts_of, folded, parse_narratives, reports_of
from textmine.readers import Source, discover
from textmine.schema import AnnualReport, Document
from textmine.tables import Collector, encode_part
from textmine.themes import Tagger, _units, load_tagger
from textmine.themes.classifier import LearnedTagger
from textmine.undisturbed import undisturbed

FORMATS = {"txt": 1.0, "html": 0.5, "docx": 0.1, "pdf": 0.05}
GOLD = Path(__file__).parents[1] / "corpora/gold"
BATCH = 200
BEGIN, END = "<!-- passages: written by benchmarks/stages.py -->", "<!-- end of passages -->"
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
        reports, parsing = timed(lambda documents=documents: parsed(documents))
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


def parsed(documents: Sequence[Document]) -> list[AnnualReport]:
    """The reports in documents, taken through the steps together as in a run."""
    reports: list[AnnualReport] = []
    for first in range(0, len(documents), BATCH):
        with undisturbed():
            drafts = drafts_of(
                [(document, folded(document.text)) for document in documents[first : first + BATCH]]
            )
            for step in STEPS:
                for draft in drafts:
                    step(draft)
            reports += [report for draft in drafts for report in reports_of(draft)]
    return reports


def as_markdown(count: int) -> str:
    """A row a format."""
    lines = ["| ms a report | find | read | parse | tag | rows | sum |", "| --- |" + " ---: |" * 6]
    for form, share in FORMATS.items():
        row = stages(form, max(10, int(count * share)))
        cells = " | ".join(f"{value:.2f}" for value in (*row.values(), sum(row.values())))
        lines.append(f"| {form} | {cells} |")
    return "\n".join(lines)


def passages(texts: Sequence[str], rounds: int = 9) -> tuple[float, float]:
    """Milliseconds to split a bare section five into statements, and to tag it; the best of some rounds, once loaded.

    What is remembered of sentences met before is forgotten after each round, as if all passages of all rounds were different.
    """
    tagger = load_tagger()
    splitting = tagging = math.inf
    for _ in range(rounds):
        _forget(tagger)
        items, seconds = timed(lambda: list(zip(texts, parse_narratives(texts), strict=True)))
        splitting = min(splitting, seconds)
        _, seconds = timed(lambda items=items: tagger.tag_many(items))
        tagging = min(tagging, seconds)
    return splitting / len(texts) * 1000, tagging / len(texts) * 1000


def _forget(tagger: Tagger) -> None:
    for memory in (fold, _clauses._split, _units._read_gap):
        memory.cache_clear()
    _stretches._known.clear()
    if isinstance(tagger, LearnedTagger):
        tagger._rules._matcher._known.clear()


def passages_as_markdown() -> str:
    """A row for the passages that the model learned from and one for those that it never saw, where more statements stay open."""
    lines = ["| section-five passages | split, ms | tag, ms | passages a second |", "| --- |" + " ---: |" * 3]
    for name in ("gold", "held_out"):
        texts = list(dict.fromkeys(passage.text for passage in read_gold(GOLD / f"{name}.jsonl")))
        splitting, tagging = passages(texts)
        lines.append(f"| {name} | {splitting:.2f} | {tagging:.2f} | {1000 / (splitting + tagging):,.0f} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=400)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    found = passages_as_markdown()
    if arguments.write:
        machine = (
            f"{os.cpu_count()} cores, CPython {platform.python_version()}, load {os.getloadavg()[0]:.1f}."
        )
        put(BEGIN, f"{found}\n\nOn one core; {machine}", END)
    else:
        print(as_markdown(arguments.reports), "", sep="\n")
    print(found)


if __name__ == "__main__":
    main()
