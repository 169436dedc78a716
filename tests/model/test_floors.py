"""Quality gate: the shipped model keeps its floors on passages that it was not trained on.

Floors are set by ``python tests/model/set_floors.py``, which raises them; lowering takes ``--lower REASON``.
"""

import importlib.util
import json
from pathlib import Path

import pytest

from textmine.gold import gold_hash, read_gold
from textmine.themes.classifier import knows_text, load_classifier

ROOT = Path(__file__).parents[2]
_spec = importlib.util.spec_from_file_location("set_floors", Path(__file__).with_name("set_floors.py"))
gate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gate)
RECORD = json.loads(gate.FLOORS.read_text(encoding="utf-8"))
_SHORTEST = 30  # characters; shorter sections (无) are everybody's words


@pytest.mark.parametrize("name", gate.HELD_OUT)
def test_floors_hold(name):
    found = gate.scores(name)
    assert set(found) == set(RECORD["floors"][name])
    missed = gate.misses(found, RECORD["floors"][name])
    assert not missed, f"score and floor: {missed}"


def test_floors_belong_to_these_passages_and_were_not_edited_by_hand():
    assert {name: gold_hash(read_gold(path)) for name, path in gate.HELD_OUT.items()} == RECORD["sha256"]
    assert RECORD["seal"] == gate.digest(RECORD)
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert all(line in changelog for line in RECORD["lowered"])


def test_the_model_was_made_from_the_gold_data_and_never_saw_the_held_out_passages():
    tagger = load_classifier()
    learned = [passage for path in gate.TRAINED_ON for passage in read_gold(path)]
    assert tagger.model.about["training"]["gold_sha256"] == gold_hash(learned)
    for path in gate.HELD_OUT.values():
        held_out = read_gold(path)
        assert not any(knows_text(tagger, p.text) for p in held_out if len(p.text) >= _SHORTEST)
        assert not {p.batch for p in held_out} & {p.batch for p in learned}
        assert not {p.agency for p in held_out} & {p.agency for p in learned}


@pytest.mark.parametrize(
    ("passages", "figure", "required"),
    [
        ("held_out", "problem_micro_f1", 0.80),
        ("held_out", "problem_macro_f1", 0.72),
        ("held_out", "measure_micro_f1", 0.75),
        ("held_out", "rectified_micro_f1", 0.75),
        ("held_out", "role_characters", 0.93),
        ("held_out_published", "problem_micro_f1", 0.92),
        ("held_out_published", "problem_macro_f1", 0.85),
        ("held_out_published", "measure_micro_f1", 0.87),
        ("held_out_published", "rectified_micro_f1", 0.75),
        ("held_out_published", "role_characters", 0.93),
        ("held_out_published", "alpha_report", 0.88),
        ("held_out_published", "precision_at_70", 0.95),
        ("held_out_ordinary", "problem_micro_f1", 0.92),
        ("held_out_ordinary", "problem_macro_f1", 0.85),
        ("held_out_ordinary", "measure_micro_f1", 0.87),
        ("held_out_ordinary", "rectified_micro_f1", 0.75),
        ("held_out_ordinary", "role_characters", 0.93),
        ("held_out_ordinary", "alpha_report", 0.88),
        ("held_out_ordinary", "precision_at_70", 0.95),
        ("held_out_recast", "problem_macro_f1", 0.85),
        ("held_out_recast", "rectified_micro_f1", 0.75),
        ("held_out_recast", "role_characters", 0.93),
        ("held_out_recast", "precision_at_70", 0.95),
    ],
)
def test_floors_are_not_below_what_was_promised(passages, figure, required):
    assert RECORD["floors"][passages][figure] >= required
