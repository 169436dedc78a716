"""Measure how often the tagger errs at the level of reports, and write the counts that corrected shares rest on.

usage: python benchmarks/measure_tagger_error.py corpora/gold/gold.jsonl [--write]

Every batch of gold passages (one pen) is tagged by a model trained on the other batches, without passages of an agency or
family that occurs in the batch. The passages go through the whole tool (splitting, roles, themes) as a report's section five would.
"""

import json
import sys
from pathlib import Path

from textmine.gold import gold_hash, groups, read_gold, theme_ids
from textmine.parsing import parse_narrative
from textmine.schema import themes_by_role
from textmine.themes._training import MODEL_ID, train
from textmine.themes.classifier import LearnedTagger

TARGET = Path(__file__).parents[1] / "models" / "default.error.json"
ROLES = ("problem", "measure", "rectified")
SMALLEST = 30  # passages; smaller batches are measured together


def out_of_fold(passages):
    """(passage, its tagged statements), each tagged by a model that knows neither its pen nor its agency."""
    group = dict(zip((p.id for p in passages), groups(passages), strict=True))
    names = sorted({p.batch for p in passages})
    for name in names:
        held = [p for p in passages if p.batch == name]
        seen = {group[p.id] for p in held}
        model = train([p for p in passages if p.batch != name and group[p.id] not in seen])
        tagged = LearnedTagger(model).tag_many([(p.text, parse_narrative(p.text)) for p in held])
        print(f"{name}: {len(held)} passages tagged", file=sys.stderr)
        yield from zip(held, tagged, strict=True)


def count(pairs, passages):
    """Batch → role → theme → [hits, missed, false, rightly absent]."""
    sizes = {p.batch: sum(q.batch == p.batch for q in passages) for p in passages}
    counts = {}
    for passage, tagged in pairs:
        batch = passage.batch if sizes[passage.batch] >= SMALLEST else "rest"
        for role in ROLES:
            stated, found = passage.themes(role), set(themes_by_role(tagged, role))
            for theme in theme_ids():
                cell = counts.setdefault(batch, {}).setdefault(role, {}).setdefault(theme, [0, 0, 0, 0])
                cell[(0 if theme in found else 1) if theme in stated else (2 if theme in found else 3)] += 1
    return counts


def main(path, *arguments):
    passages = read_gold(path)
    counts = count(out_of_fold(passages), passages)
    record = {
        "kind": "textmine-tagger-error",
        "format": 1,
        "tagger": "default",
        "model": MODEL_ID,
        "gold_sha256": gold_hash(passages),
        "passages": len(passages),
        "composed": all(p.provenance.startswith("composed") for p in passages),
        "cells": ["hits", "missed", "false", "rightly_absent"],
        "batches": counts,
    }
    lines = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    for theme in theme_ids():
        hits, missed, false, absent = (
            sum(batch["problem"][theme][i] for batch in counts.values()) for i in range(4)
        )
        print(
            f"{theme:24} sensitivity {hits}/{hits + missed}, specificity {absent}/{absent + false}",
            file=sys.stderr,
        )
    if "--write" in arguments:
        TARGET.write_text(lines, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
