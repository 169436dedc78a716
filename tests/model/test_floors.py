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


def test_floors_hold():
    found = gate.scores()
    assert set(found) == set(RECORD["floors"])
    missed = {
        name: (round(found[name], 4), floor)
        for name, floor in RECORD["floors"].items()
        if (found[name] > floor if name in gate.LOWER_IS_BETTER else found[name] < floor)
    }
    assert not missed, f"score and floor: {missed}"


def test_floors_belong_to_these_passages_and_were_not_edited_by_hand():
    assert RECORD["held_out_sha256"] == gold_hash(read_gold(gate.HELD_OUT))
    assert RECORD["seal"] == gate.digest(RECORD)
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert all(line in changelog for line in RECORD["lowered"])


def test_the_model_was_made_from_the_gold_data_and_never_saw_the_held_out_passages():
    tagger = load_classifier()
    gold = read_gold(ROOT / "corpora/gold/gold.jsonl")
    assert tagger.model.about["training"]["gold_sha256"] == gold_hash(gold)
    held_out = read_gold(gate.HELD_OUT)
    assert not any(knows_text(tagger, passage.text) for passage in held_out)
    assert not {p.batch for p in held_out} & {p.batch for p in gold}
    assert not {p.agency for p in held_out} & {p.agency for p in gold}


@pytest.mark.parametrize(
    ("figure", "required"),
    [
        ("problem_micro_f1", 0.80),
        ("problem_macro_f1", 0.72),
        ("measure_micro_f1", 0.75),
        ("rectified_micro_f1", 0.75),
        ("role_characters", 0.93),
    ],
)
def test_floors_are_not_below_what_was_promised_for_paraphrase(figure, required):
    assert RECORD["floors"][figure] >= required
