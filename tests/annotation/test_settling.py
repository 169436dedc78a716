"""Settled labels: applied, undone, and checked against the data that come with the project."""

import json
from pathlib import Path

import pytest

from textmine.annotation import apply_settled, read_settled
from textmine.errors import ResourceError
from textmine.evaluation.agreement import compare
from textmine.gold import GoldPassage, GoldStatement, read_gold, theme_ids

FOLDER = Path(__file__).parents[2] / "corpora/gold"
HEAD = "passage\ttext\trole\tfirst\tsecond\tsettled\treason\n"


def _table(tmp_path, line):
    path = tmp_path / "settled.tsv"
    path.write_text(HEAD + line + "\n", encoding="utf-8")
    return path


@pytest.fixture
def passage():
    return GoldPassage("X-1", "一是人少。", (GoldStatement(2, 4, "problem", ("staffing",)),))


def test_apply_and_undo(tmp_path, passage):
    table = read_settled(_table(tmp_path, "X-1\t人少\tproblem\tstaffing\ttraining\tstaffing,training\tcause"))
    (changed,) = apply_settled([passage], table)
    assert changed.statements[0].themes == ("staffing", "training")
    assert apply_settled([changed], table) == [changed]
    assert apply_settled([changed], table, undo=True) == [passage]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("X-1\t钱少\tproblem\tstaffing\t\tstaffing\tcause", "has no statement '钱少'"),
        ("X-2\t人少\tproblem\tstaffing\t\tstaffing\tcause", "No passage X-2"),
        ("X-1\t人少\tproblem\ttraining\t\tresources\tcause", "the table says"),
        ("X-1\t人少\tproblem\tspeed\t\tstaffing\tcause", "line 2: unknown themes speed"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, passage, line, message):
    with pytest.raises(ResourceError, match=message):
        apply_settled([passage], read_settled(_table(tmp_path, line)))


def test_columns_are_checked(tmp_path):
    path = tmp_path / "settled.tsv"
    path.write_text("a\tb\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="must name the columns"):
        read_settled(path)


def test_gold_carries_the_settled_labels_and_coders_agreed():
    gold = read_gold(FOLDER / "gold.jsonl")
    table = read_settled(FOLDER / "settled.tsv")
    assert apply_settled(gold, table) == gold
    first = apply_settled(gold, table, undo=True)
    texts = {passage.id: passage.text for passage in gold}
    records = map(json.loads, (FOLDER / "second_coding.jsonl").read_text(encoding="utf-8").splitlines())
    second = [
        GoldPassage(
            r["id"],
            texts[r["id"]],
            tuple(
                GoldStatement(s["start"], s["end"], s["role"], tuple(s["themes"])) for s in r["statements"]
            ),
        )
        for r in records
    ]
    found = compare(first, second, theme_ids(), rounds=1)
    assert found.statements >= 1200
    assert found.decisions.value > 0.95
    assert len(found.differences) == len(table)
    assert {(d.passage, d.text) for d in found.differences} == {(row.passage, row.text) for row in table}
