"""Measure how often the shipped tagger errs at the level of reports, and write the counts that corrected shares rest on.

usage: python benchmarks/measure_tagger_error.py HELD_OUT.jsonl... [--write]   (held_out*.jsonl of corpora/gold)

The passages are held out: another pen wrote them, for other agencies, and no model or cue was tuned on them. They go through
the whole tool (splitting, roles, themes) as a report's section five would. Passages in the usual wording, passages that avoid it
and passages in the forms of published reports are batches of their own, since the tagger errs differently on them and nobody knows how a
user's corpus mixes them.
"""

import json
import sys
from pathlib import Path

from textmine.gold import gold_hash, read_gold, theme_ids
from textmine.parsing import parse_narrative
from textmine.schema import themes_by_role
from textmine.themes import load_tagger

MODELS = Path(__file__).parents[1] / "models"
TARGET = MODELS / "default.error.json"
ROLES = ("problem", "measure", "rectified")
BATCHES = {"plain": "usual_wording", "published": "published_forms"}


def count(passages, tagged):
    """Batch → role → theme → [hits, missed, false, rightly absent]."""
    counts = {}
    for passage, statements in zip(passages, tagged, strict=True):
        batch = BATCHES.get(passage.cue, "free_wording")
        for role in ROLES:
            stated, found = passage.themes(role), set(themes_by_role(statements, role))
            for theme in theme_ids():
                cell = counts.setdefault(batch, {}).setdefault(role, {}).setdefault(theme, [0, 0, 0, 0])
                cell[(0 if theme in found else 1) if theme in stated else (2 if theme in found else 3)] += 1
    return counts


def main(*arguments):
    passages = [p for path in arguments if not path.startswith("--") for p in read_gold(path)]
    model = json.loads((MODELS / "default.json").read_text(encoding="utf-8"))
    tagged = load_tagger("default").tag_many([(p.text, parse_narrative(p.text)) for p in passages])
    counts = count(passages, tagged)
    record = {
        "kind": "textmine-tagger-error",
        "format": 1,
        "tagger": "default",
        "model": model["id"],
        "model_sha256": model["arrays"]["sha256"],
        "gold_sha256": gold_hash(passages),
        "passages": len(passages),
        "composed": all(p.provenance.startswith("composed") for p in passages),
        "cells": ["hits", "missed", "false", "rightly_absent"],
        "batches": counts,
    }
    for theme in theme_ids():
        hits, missed, false, absent = (sum(b["problem"][theme][i] for b in counts.values()) for i in range(4))
        print(
            f"{theme:24} sensitivity {hits}/{hits + missed}, specificity {absent}/{absent + false}",
            file=sys.stderr,
        )
    if "--write" in arguments:
        lines = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        TARGET.write_text(lines, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
