"""The gold data that come with the project are valid and as rich as promised."""

import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest

from textmine.errors import ResourceError
from textmine.gold import gold_problems, groups, read_gold, theme_ids

GOLD = Path(__file__).parents[2] / "corpora/gold/gold.jsonl"
_spec = importlib.util.spec_from_file_location("write_datasheet", GOLD.with_name("write_datasheet.py"))
datasheet = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(datasheet)


@pytest.fixture(scope="module")
def gold():
    return read_gold(GOLD)  # raises if any passage is invalid


def test_size_and_coverage(gold):
    assert len(gold) >= 600
    assert sum(len(p.statements) for p in gold) >= 4000
    counts = Counter((s.role, theme) for p in gold for s in p.statements for theme in s.themes)
    for role in ("problem", "measure"):
        assert min(counts[role, theme] for theme in theme_ids()) >= 60
    assert sum(len(p.statements) for p in gold if p.cue == "free") >= 4000
    assert {p.level for p in gold} == {"province", "city", "county", "township", "other"}
    assert {p.kind for p in gold} >= {
        "government",
        "department",
        "township",
        "subdistrict",
        "institution",
        "vertical",
    }
    assert min(p.year for p in gold) <= 2009
    assert max(p.year for p in gold) >= 2024


def test_half_of_the_statements_avoid_the_words_of_the_codebook(gold):
    words = datasheet.include_words()
    themed = [(p.text[s.start : s.end], s.themes) for p in gold for s in p.statements if s.themes]
    avoiding = [not any(w in text for theme in themes for w in words[theme]) for text, themes in themed]
    assert sum(avoiding) / len(themed) >= 0.5


def test_no_agency_or_family_on_two_sides(gold):
    side = {}
    for passage, group in zip(gold, groups(gold), strict=True):
        assert side.setdefault(group, passage.split) == passage.split, passage.id
    assert {p.split for p in gold} == {"train", "dev", "test"}


def test_offsets_give_trimmed_text(gold):
    for passage in gold:
        for item in passage.statements:
            words = passage.text[item.start : item.end]
            assert words == words.strip(), passage.id
        assert not gold_problems(passage)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"statements": [{"start": 0, "end": 99999, "role": "problem", "themes": []}]}, "outside the text"),
        ({"statements": [{"start": 0, "end": 2, "role": "wish", "themes": []}]}, "unknown role 'wish'"),
        (
            {"statements": [{"start": 0, "end": 2, "role": "problem", "themes": ["speed"]}]},
            "unknown themes: speed",
        ),
        ({"year": 1950}, "year 1950"),
        ({"level": "village"}, "level is 'village'"),
        ({"text": None}, "no gold passage"),
    ],
)
def test_faults_are_named_with_line(tmp_path, change, message):
    good = json.loads(GOLD.read_text(encoding="utf-8").splitlines()[0])
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps(good | change, ensure_ascii=False) + "\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=message) as caught:
        read_gold(file)
    assert "line 1" in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ResourceError, match="cannot be read"):
        read_gold(tmp_path / "none.jsonl")
