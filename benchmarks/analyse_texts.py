"""Time and memory of the analyses of wording over many composed section fives, and how many planted copies are found.

usage: python benchmarks/analyse_texts.py [REPORTS]     (100,000 if not given)

Section fives come from the grammar's generator, whose stock sentences are shared by all agencies: the hardest case for
telling copies from common wording. A planted copy of another agency counts only if an earlier or simultaneous report of
another agency has the same text, years and names masked; last year's copies always do.
"""

import hashlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpora.grammar import generator
from corpora.grammar.content import fill_slots, names_and_years
from corpora.grammar.inline import read_inline

SEED, PIECE = 11, 5_000
ANALYSES = ("reuse", "foreign_names", "recurrence", "histories", "specificity", "followthrough", "promises",
            "severity", "crosstab", "keyness", "new_terms", "network")  # fmt: skip


def section_fives(reports):
    """Agency, year, plain text, statements and what is planted, without the figures that take most of the time."""
    made = number = 0
    neighbours = []
    while made < reports:
        career = generator._Career(SEED, number, neighbours)
        agency = career.agency
        for year in career.years():
            if made == reports:
                return
            made += 1
            planted = []
            annotated = generator._section_five(career.rng, agency, year, career.memory, planted)
            filled = fill_slots(annotated, names_and_years(agency, year))
            yield agency, year, *read_inline(filled), planted
        neighbours = career.memory.neighbours
        number += 1


def compose(folder, reports):
    from textmine.tables import TABLES, make_table, write_table

    made = {name: [] for name in TABLES}
    rows = {name: [] for name in TABLES}
    with (folder / "planted.tsv").open("w", encoding="utf-8") as listed:
        for count, (agency, year, text, statements, planted) in enumerate(section_fives(reports), start=1):
            document = hashlib.sha256(str(count).encode()).hexdigest()[:12]
            listed.write(f"{document}\t{' '.join(planted)}\n")
            add_report(rows, document, (agency, year, text, statements))
            if count % PIECE == 0 or count == reports:
                for name in TABLES:
                    made[name].append(make_table(name, rows[name]))
                    rows[name].clear()
    for name in TABLES:
        write_table(name, made[name], folder, with_csv=False)


def add_report(rows, document, report):
    agency, year, text, statements = report
    region = agency.region
    rows["documents"].append({
        "document": document, "path": f"{document}.txt", "sha256": document, "status": "used", "agency": agency.name,
        "kind": agency.kind, "province": region.province, "city": region.city, "county": region.county, "level": agency.level,
        "year": year, "characters": len(text), "problem_characters": len(text),
    })  # fmt: skip
    rows["sections"].append({"document": document, "section": "problems", "title": "五", "start": 0, "end": len(text), "text": text})  # fmt: skip
    for position, item in enumerate(statements):
        base = {"document": document, "statement": f"s{position:03d}", "role": item.role}
        rows["statements"].append({**base, "position": position, "role_probability": 1.0, "start": item.start, "end": item.end, "text": item.text})  # fmt: skip
        rows["tags"] += [
            {**base, "theme": theme, "probability": 0.9, "review": False} for theme in item.themes
        ]


def analyse(folder):
    from textmine import analysis
    from textmine.tables import load_tables

    tables = load_tables(folder)
    begin = time.perf_counter()
    print("| analysis | seconds | CPU seconds | peak memory so far (MB) |\n| --- | --- | --- | --- |")
    for name in ANALYSES:
        start, work = time.perf_counter(), time.process_time()
        result = getattr(analysis, name)(tables)
        print(
            f"| {name} | {time.perf_counter() - start:.1f} | {time.process_time() - work:.1f} | {peak()} |",
            flush=True,
        )
        if name == "reuse":
            copies = result.frame
    print(f"| all | {time.perf_counter() - begin:.1f} | {time.process_time():.1f} | {peak()} |\n")
    score(
        tables,
        copies,
        dict(line.split("\t") for line in (folder / "planted.tsv").read_text(encoding="utf-8").splitlines()),
    )


def score(tables, frame, planted):
    """Planted copies that are found, and near-copies whose source does not have the same text."""
    from textmine.analysis._masking import Masker, known_names

    masker = Masker(known_names(tables.frame("documents")))
    texts = {
        d: masker.mask(t)
        for d, t in zip(*(tables.frame("sections")[c] for c in ("document", "text")), strict=True)
    }
    users = {}
    for row in frame.itertuples():
        users.setdefault(texts[row.document], []).append((row.agency_key, row.year))
    counts = dict.fromkeys(("last_planted", "last_found", "other_possible", "other_found", "wrong"), 0)
    for row in frame.itertuples():
        same = [
            (agency, year)
            for agency, year in users[texts[row.document]]
            if agency != row.agency_key and year <= row.year
        ]
        long = row.characters >= 40
        if "copied_section_five" in planted[row.document] and long:
            counts["last_planted"] += 1
            counts["last_found"] += row.last_year_copy
        if "foreign_section_five" in planted[row.document] and long and same:
            counts["other_possible"] += 1
            counts["other_found"] += row.other_copy
        counts["wrong"] += bool(row.other_copy and not same and row.other_contained < 0.8)
    print(
        "Copies of last year's section found: {last_found} of {last_planted}. Copies of another agency's: {other_found} of "
        "{other_possible}. Near-copies that share less than 80 % with their source: {wrong}.".format(**counts)
    )


def peak():
    """High-water mark of this process in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def main(*arguments):
    if arguments[:1] == ("--analyse",):
        analyse(Path(arguments[1]))
        return
    reports = int(arguments[0]) if arguments else 100_000
    with tempfile.TemporaryDirectory() as folder:
        compose(Path(folder), reports)
        subprocess.run([sys.executable, __file__, "--analyse", folder], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
