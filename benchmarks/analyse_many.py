"""Time and memory of all statistical analyses over many composed reports, from the tables of a run on the disk.

usage: python benchmarks/analyse_many.py [REPORTS]     (100,000 if not given)

Composes tables as a run would leave them (agencies that repeat themselves, statements worded as in the gold passages, the
full statutory tables in figures), then runs each analysis in one fresh process and prints seconds and peak memory.
"""

import os
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa

YEARS = (2019, 2020, 2021, 2022)
PIECE = 4_000
APPLICANTS = ("natural_person", "company", "research", "social_organisation", "legal_service", "other_organisation", "total")  # fmt: skip
ROWS = ("new", "carried_in", "granted", "partly_granted", "refused.state_secret", "refused.law_forbids",
        "refused.safety_stability", "refused.third_party", "refused.internal_affairs", "refused.process_information",
        "refused.enforcement_file", "refused.administrative_query", "unavailable.not_held", "unavailable.needs_creation",
        "unavailable.still_unclear", "not_processed.complaint", "not_processed.repeated", "not_processed.publication",
        "not_processed.excessive", "not_processed.reconfirmation", "other.other", "total", "carried_forward")  # fmt: skip


def sentences():
    """Gold statements of each role and theme."""
    from textmine.gold import read_gold

    found = {}
    for passage in read_gold(Path(__file__).parents[1] / "corpora" / "gold" / "gold.jsonl"):
        for item in passage.statements:
            for theme in item.themes:
                found.setdefault((item.role, theme), []).append(passage.text[item.start : item.end])
    return found


def themes_by_year(rng, agencies, n_themes):
    """Agencies × years × themes; an agency keeps half of what it named."""
    share = 0.45 * 0.9 ** np.arange(n_themes)
    named = [rng.random((agencies, n_themes)) < share]
    for _ in YEARS[1:]:
        keep = rng.random(named[0].shape) < 0.5
        named.append(np.where(keep, named[-1], rng.random(named[0].shape) < share))
    return np.stack(named, axis=1)


def compose(folder, reports):
    from textmine.tables import TABLES, make_table, write_table

    rng, texts = np.random.default_rng(1), sentences()
    themes = sorted({theme for role, theme in texts if role == "problem"})
    agencies = reports // len(YEARS)
    named = themes_by_year(rng, agencies, len(themes))
    keys = [f"requests.{row}.{column}" for row, column in product(ROWS, APPLICANTS)]
    made = {name: [] for name in TABLES}
    for first in range(0, agencies * len(YEARS), PIECE):
        rows = {name: [] for name in TABLES}
        places = range(first, min(first + PIECE, agencies * len(YEARS)))
        for place in places:
            add_report(rows, place, named[place // len(YEARS), place % len(YEARS)], themes, texts, rng)
        for name in ("documents", "statements", "tags", "checks"):
            made[name].append(make_table(name, rows[name]))
        made["figures"].append(figures([row["document"] for row in rows["documents"]], keys, rng))
    for name in TABLES:
        write_table(name, made[name] or [make_table(name, [])], folder, with_csv=False)


def add_report(rows, place, named, themes, texts, rng):
    agency, year, document = place // len(YEARS), YEARS[place % len(YEARS)], f"{place:012x}"
    county = agency % 400
    rows["documents"].append({
        "document": document, "path": f"{document}.html", "sha256": document, "media_type": "text/html", "status": "used",
        "agency": f"第{county}县第{agency}局", "kind": "department", "level": ("county", "city", "township")[agency % 3],
        "province": f"第{county % 20}省", "city": f"第{county % 80}市", "county": f"第{county}县",
        "region": f"第{county % 20}省第{county % 80}市第{county}县", "year": year, "characters": 9000, "problem_characters": 700,
    })  # fmt: skip
    position = 0
    for j in np.flatnonzero(named):
        for role in ("problem", "measure")[: 1 + (place + j) % 3 % 2]:
            pool = texts.get((role, themes[j])) or texts["problem", themes[j]]
            text = pool[int(rng.integers(len(pool)))]
            base = {"document": document, "statement": f"s{position:03d}"}
            rows["statements"].append({**base, "position": position, "role": role, "role_probability": 1.0, "start": 0, "end": len(text), "text": text})  # fmt: skip
            rows["tags"].append(
                {**base, "role": role, "theme": themes[j], "probability": 0.9, "review": False}
            )
            position += 1
    for check in ("requests_flow", "review_total", "figures_complete"):
        rows["checks"].append({"document": document, "check": check, "outcome": "holds" if rng.random() < 0.9 else "fails", "severity": "error"})  # fmt: skip


def figures(documents, keys, rng):
    from textmine.tables import make_table

    n = len(documents) * len(keys)
    values = rng.poisson(0.4, n).astype(float)
    columns = {
        "document": pa.array(documents).take(pa.array(np.repeat(np.arange(len(documents)), len(keys)))),
        "key": pa.array(keys).take(pa.array(np.tile(np.arange(len(keys)), len(documents)))),
        "value": pa.array(values), "raw": pa.array(values.astype(int).astype(str)),
        "era": pa.array(["2021"]).take(pa.array(np.zeros(n, dtype=np.int64))),
        "certainty": pa.array(["exact"]).take(pa.array(np.zeros(n, dtype=np.int64))),
    }  # fmt: skip
    schema = make_table("figures", []).schema
    numbers = pa.array(np.zeros(n, dtype=np.int64))
    return pa.table({name: columns.get(name, numbers) for name in schema.names}, schema=schema)


def analyse(folder):
    from textmine import analysis as a
    from textmine.charts import render
    from textmine.tables import load_tables

    tables = load_tables(folder)
    gold = {"correction": "gold"}
    jobs = {
        "prevalence, corrected": lambda: a.prevalence(tables, **gold),
        "prevalence by year": lambda: a.prevalence(tables, by="year", **gold),
        "prevalence by level": lambda: a.prevalence(tables, by="level", **gold),
        "counties, pooled": lambda: a.pooled(tables, by="county", **gold),
        "trend, corrected": lambda: a.trend(tables, **gold),
        "before and after 2021": lambda: a.before_after(tables, **gold),
        "odds ratios": lambda: a.odds_ratios(tables, covariates=("level", "requests", "province"), **gold),
        "recurrence": lambda: a.recurrence(tables),
        "histories": lambda: a.histories(tables),
        "response": lambda: a.response(tables),
        "co-occurrence": lambda: a.cooccurrence(tables),
        "agency profile": lambda: a.agency_profile(tables),
        "charts": lambda: [render(r) for r in (a.prevalence(tables, **gold), a.trend(tables, **gold))],
        "panel, exported": lambda: a.export_panel(tables, Path(folder) / "panel"),
    }
    begin = time.perf_counter()
    print("| analysis | seconds | peak memory so far (MB) |\n| --- | --- | --- |")
    for name, job in jobs.items():
        start = time.perf_counter()
        job()
        print(f"| {name} | {time.perf_counter() - start:.1f} | {peak()} |", flush=True)
    print(f"| all | {time.perf_counter() - begin:.1f} | {peak()} |", flush=True)


def peak():
    """High-water mark of this process in MB (ru_maxrss would take over that of the process that composed the tables)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def main(*arguments):
    if arguments[:1] == ("--analyse",):
        analyse(arguments[1])
        return
    reports = int(arguments[0]) if arguments else 100_000
    with tempfile.TemporaryDirectory() as folder:
        compose(Path(folder), reports)
        command = [sys.executable, __file__, "--analyse", folder]
        subprocess.run(command, check=True, env={**os.environ, "OMP_NUM_THREADS": "2"})


if __name__ == "__main__":
    main(*sys.argv[1:])
