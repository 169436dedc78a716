"""Quality gate: the shipped tagger keeps its scores on held-out passages that nothing was tuned on.

A floor is lowered only together with a line in CHANGELOG.md that says why.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from textmine.evaluation import evaluate
from textmine.gold import gold_hash, read_gold
from textmine.themes import load_tagger
from textmine.themes.classifier import knows_text

HELD_OUT = Path(__file__).resolve().parents[2] / "corpora" / "gold" / "held_out.jsonl"
HELD_OUT_HASH = "c9f62174cd060292b54410d5a390509faacb3f3393077791526a61cda693cf95"
# Score, kind of wording → floor (about two points below what was measured).
FLOORS = {
    "default": {
        ("plain", "problem_micro_f1"): 0.945,
        ("plain", "problem_macro_f1"): 0.94,
        ("plain", "measure_micro_f1"): 0.945,
        ("plain", "rectified_micro_f1"): 0.93,
        ("plain", "role_characters"): 0.97,
        ("free", "problem_micro_f1"): 0.75,
        ("free", "problem_macro_f1"): 0.73,
        ("free", "measure_micro_f1"): 0.75,
        ("free", "rectified_micro_f1"): 0.55,
        ("free", "role_characters"): 0.90,
    },
    "rules": {
        ("plain", "problem_micro_f1"): 0.90,
        ("plain", "measure_micro_f1"): 0.85,
        ("plain", "role_characters"): 0.93,
    },
}


def test_held_out_passages_are_the_measured_ones_and_unknown_to_the_model() -> None:
    passages = read_gold(HELD_OUT)
    assert gold_hash(passages) == HELD_OUT_HASH
    tagger = load_tagger("default")
    assert not any(knows_text(tagger, passage.text) for passage in passages)


@pytest.mark.parametrize("name", FLOORS)
def test_scores_keep_their_floors(name: str) -> None:
    passages = read_gold(HELD_OUT)
    tagger = load_tagger(name)
    for wording in ("plain", "free"):
        chosen = [passage for passage in passages if passage.cue == wording]
        scores = evaluate(chosen, tagger, rounds=0).summary["headlines"]
        for (kind, figure), floor in FLOORS[name].items():
            if kind == wording:
                assert scores[figure] >= floor, f"{name}, {kind}: {figure}"
