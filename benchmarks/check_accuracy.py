"""Found inconsistencies and false alarms of every check: on the sample corpus, and on composed reports with planted slips.

    python -m benchmarks.check_accuracy [--reports 900] [--seed 11] [--write docs/check_accuracy.md]

A false alarm is a failure on a report on which nothing was planted and whose neighbours in time are clean too. The
planted set takes `corpora.grammar.generate`, puts one slip or contradicting sentence into half of the reports, and
agreeing or unrelated sentences into the others; all go through reading, parsing, tagging and checking as files do.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.planting import (
    NAMED,
    SENTENCES,
    SLIPS,
    STATEMENTS,
    Planting,
    plant_harmless,
    plant_sentence,
    plant_statement,
)
from corpora.grammar.generator import generate
from corpora.grammar.model import Report
from corpora.grammar.render import render

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "corpora" / "sample"
FORMATS = ("txt", "md", "html")


def checked(paths: Iterable[Path]) -> tuple[dict[str, dict[str, str]], dict[tuple[str, str], str]]:
    """Outcomes by file name and check, and the messages of what fails."""
    from textmine.analysis.checks import add_checks
    from textmine.corpus import process
    from textmine.themes import load_tagger

    tables = add_checks(process([str(path) for path in paths], tagger=load_tagger("rules")))
    columns = [tables["documents"][name].to_pylist() for name in ("document", "path")]
    names = {document: Path(path.split("!/")[-1]).name for document, path in zip(*columns, strict=True)}
    outcomes: dict[str, dict[str, str]] = defaultdict(dict)
    messages = {}
    for row in tables["checks"].to_pylist():
        outcomes[names[row["document"]]][row["check"]] = row["outcome"]
        if row["outcome"] == "fails":
            messages[names[row["document"]], row["check"]] = row["message"]
    return outcomes, messages


class Score:
    """Counts per check: planted, found, tested on clean reports, false alarms."""

    def __init__(self) -> None:
        self.planted: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.clean: Counter[str] = Counter()
        self.alarms: Counter[str] = Counter()
        self.clean_reports = 0
        self.alarmed_reports = 0
        self.missed: list[str] = []
        self.false: list[str] = []

    def add_planted(self, check: str, outcomes: dict[str, str], name: str) -> None:
        self.planted[check] += 1
        hit = outcomes.get(check) == "fails"
        self.found[check] += hit
        if not hit:
            self.missed.append(f"{check}: {name} ({outcomes.get(check, 'no outcome')})")

    def add_clean(self, outcomes: dict[str, str], name: str, messages: dict[tuple[str, str], str]) -> None:
        self.clean_reports += 1
        alarm = False
        for check, outcome in outcomes.items():
            if outcome != "untestable":
                self.clean[check] += 1
            if outcome == "fails":
                self.alarms[check] += 1
                alarm = True
                self.false.append(f"{check}: {name}: {messages[name, check]}")
        self.alarmed_reports += alarm

    def rows(self) -> list[tuple[str, int, int, int, int]]:
        from textmine.analysis.checks import load_checks

        ids = [check.id for check in load_checks()]
        return [(one, self.planted[one], self.found[one], self.clean[one], self.alarms[one]) for one in ids]


def score_sample() -> Score:
    """The sample corpus against its manifest."""
    manifest: dict[str, Any] = json.loads((SAMPLE / "manifest.json").read_text(encoding="utf-8"))
    outcomes, messages = checked(
        sorted({SAMPLE / report["file"].split("!/")[0] for report in manifest["reports"]})
    )
    score = Score()
    last_file: dict[str, str] = {}
    for planted in manifest["planted"]:
        check = NAMED.get(planted["id"])
        if check:
            # Across years and levels the finding stands at the later report, or at the parent's.
            files = [file.split("!/")[-1] for file in planted["files"]]
            name = next((file for file in files if outcomes.get(file, {}).get(check) == "fails"), files[-1])
            last_file[planted["id"]] = name
            score.add_planted(check, outcomes.get(name, {}), name)
    touched = {
        file.split("!/")[-1] for item in manifest["planted"] if item["id"] in NAMED for file in item["files"]
    }
    for report in manifest["reports"]:
        name = report["file"].split("!/")[-1]
        if name not in touched and name in outcomes:
            score.add_clean(outcomes[name], name, messages)
    return score


def plantings(n: int, seed: int) -> list[Planting]:
    """Composed reports, half of them with one thing put wrong."""
    rng = Random(seed)
    kinds: list[tuple[str, str]] = [("slip", name) for name in SLIPS]
    kinds += [("sentence", name) for name in SENTENCES] * 2 + [("statement", name) for name in STATEMENTS] * 2
    made = []
    for number, report in enumerate(generate(n, seed, formats=FORMATS)):
        made.append(_one(report, kinds, number, rng))
    return made


def _one(report: Report, kinds: list[tuple[str, str]], number: int, rng: Random) -> Planting:
    report = replace(report, file=f"{number:05d}.{report.layout.format}")
    if report.planted or report.eras["requests"] == "pre2019":
        return Planting(report, None)
    kind, name = kinds[number % len(kinds)]
    if rng.random() < 0.5:
        if kind == "sentence":
            return plant_sentence(report, name, rng, wrong=False)
        return plant_harmless(report, rng)
    if kind == "sentence":
        return plant_sentence(report, name, rng, wrong=True)
    if kind == "statement":
        return plant_statement(report, name, rng)
    slipped = SLIPS[name](report, rng)
    return Planting(report, None) if slipped is None else Planting(slipped, name)


def score_planted(n: int, seed: int) -> Score:
    """Composed reports through the whole pipeline."""
    made = plantings(n, seed)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for item in made:
            path = Path(folder) / item.report.file
            path.write_bytes(render(item.report))
            paths.append(path)
        outcomes, messages = checked(paths)
    score = Score()
    touched = {(i.report.agency.name, i.report.year) for i in made if i.check or i.report.planted}
    for item in made:
        report, name = item.report, item.report.file
        if name not in outcomes:
            continue
        expected = [item.check] if item.check else [NAMED[one] for one in report.planted if one in NAMED]
        for check in expected:
            if check == "active_stock" and outcomes[name].get(check) == "untestable":
                continue  # last year's form had no documents in force to start from
            score.add_planted(check, outcomes[name], name)
        near = {(report.agency.name, report.year + step) for step in (-2, -1, 0)}
        if not expected and not near & touched:
            score.add_clean(outcomes[name], name, messages)
    return score


def _table(title: str, score: Score) -> list[str]:
    planted, found = sum(score.planted.values()), sum(score.found.values())
    rate = f"{100 * found / planted:.1f} %" if planted else "–"
    lines = [
        f"## {title}",
        "",
        f"Planted {planted}, found {found} ({rate}). Clean reports {score.clean_reports}, with any false alarm "
        f"{score.alarmed_reports}.",
        "",
        "| check | planted | found | tested on clean reports | false alarms |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| `{name}` | {p or '–'} | {f if p else '–'} | {c or '–'} | {a if c else '–'} |"
        for name, p, f, c, a in score.rows()
    ]
    return [*lines, ""]


SUMMARY = (
    "> **中文概要**　在自编年报里故意改错一处数字或文字，看核查能不能发现（found），再看没有改错的年报会不会误报（fa"
    "lse alarms）。自编年报的格式较规整：这里的数字说明核查对这些格式有效，",
    "> 不说明真实年报出错的多少。",
)


def page(sample: Score, planted: Score, n: int, seed: int) -> str:
    """The page that is published."""
    lines = [
        "# How well the checks find what is wrong",
        "",
        *SUMMARY,
        "",
        "Made by `python -m benchmarks.check_accuracy --write docs/check_accuracy.md`; do not edit. The reports are composed, "
        "so the figures say how the checks work on texts and tables of these forms, not how often real reports err.",
        "A failure on a report on which nothing was planted is counted as a false alarm. Pending cases and candour are not "
        "planned by the generator: what is counted there may be true of the composed report.",
        "",
        *_table("Sample corpus", sample),
        *_table(f"Planted set ({n} composed reports, seed {seed})", planted),
    ]
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=900)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    sample, planted = score_sample(), score_planted(given.reports, given.seed)
    text = page(sample, planted, given.reports, given.seed)
    if given.write:
        given.write.write_text(text, encoding="utf-8")
    print(text)
    for title, score in (("sample", sample), ("planted", planted)):
        for line in [
            *(f"missed {item}" for item in score.missed),
            *(f"false {item}" for item in score.false),
        ]:
            print(f"[{title}] {line}", file=sys.stderr)


if __name__ == "__main__":
    main()
