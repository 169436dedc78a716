"""Hints only save time: with them, every question about a stretch has the answer that it has without them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.gold import read_gold
from textmine.parsing import parse_narrative
from textmine.parsing._clauses import _split
from textmine.parsing._compact import CompactView
from textmine.parsing._context import is_context, is_done, is_still_open, names_earlier
from textmine.parsing._frames import heading_frame, lead_frame
from textmine.parsing._roles import inclination, is_shortfall_clause
from textmine.parsing._signals import Gate, first_characters, gate, required_words
from textmine.parsing._stretches import _known, stretch
from textmine.resources import load_yaml

GOLD = Path(__file__).parents[2] / "corpora/gold/gold.jsonl"


def test_required_words() -> None:
    assert required_words("(?:问题|不足)(?:整改|改进)?情况$") == [
        frozenset({"问题", "不足"}),
        frozenset({"情况"}),
    ]
    assert required_words("^今年.{2,8}(?:已经|均已)办结") == [
        frozenset({"今年"}),
        frozenset({"已经", "均已"}),
        frozenset({"办结"}),
    ]
    assert required_words("(?:问题)?(?<!暂)[^。]*(?=不足)") == []
    assert required_words("无|略") == [frozenset({"无", "略"})]


def test_first_characters() -> None:
    assert first_characters(re.compile("^(?:在?(?:今后|以后)|20年)?(?<!不)[将拟]|下一?步")) == set(
        "在今以2将拟下"
    )
    assert first_characters(re.compile("(?:主要|其中)*(?:是|为)?")) == set("主其是为")
    with pytest.raises(ValueError, match="too many"):
        first_characters(re.compile("一?[^,]"))


PATTERNS = st.recursive(
    st.sampled_from(["问题", "不足", "已", "[仍还]", "[^,]", ".", "(?<!不)"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "{0,2}", "{1,2}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(
    PATTERNS,
    st.lists(st.sampled_from(["问题", "不足", "已", "仍", "还", ",", "甲"]), max_size=8).map("".join),
)
def test_what_matches_has_its_hints(pattern: str, text: str) -> None:
    own = Gate([pattern], {})
    if re.search(pattern, text):
        needs = own.needs(pattern)
        assert own.hints(text) & needs == needs


def _sections() -> list[str]:
    return [CompactView(passage.text).text for passage in read_gold(GOLD)[::5]]


def _stretches(text: str) -> list[tuple[int, int]]:
    borders = [0, *(found.end() for found in re.finditer("[,。;:、]", text)), len(text)]
    near = [(a, b) for a, b in pairwise(borders) if a < b]
    wide = [(a, c) for (a, _), (_, c) in pairwise(near)]
    cut = [(a + 2, b - 2) for a, b in near if b - a > 6]  # borders that cut words
    return [*near, *wide, *cut]


def test_answers_are_those_without_hints() -> None:
    gate_topics = gate().topics.values()
    patterns = {
        topic["id"]: re.compile("|".join(map(re.escape, topic["cues"])))
        for topic in load_yaml("parsing", "topics.yaml")["topics"]
    }
    for section in _sections():
        for start, end in _stretches(section):
            words = section[start:end]
            of, hints = stretch(words), stretch(words).hints
            assert of.is_context == is_context(words)
            assert of.inclination == inclination(words)
            for asked in (names_earlier, is_still_open, is_done):
                assert asked(words, hints) == asked(words)
            assert is_shortfall_clause(words, hints) == is_shortfall_clause(words)
            assert heading_frame(words, 2022, hints) == heading_frame(words, 2022)
            assert lead_frame(words, hints) == lead_frame(words)
            found = [bool(hints & topic) for topic in gate_topics]
            assert found == [bool(patterns[name].search(words)) for name in gate().topics]


@pytest.mark.parametrize("text", ["", "无", ",,,", "今后,加强培训", "下一步"])
def test_short_texts(text: str) -> None:
    assert stretch(text).inclination == inclination(text)
    assert stretch(text).is_context == is_context(text)


def test_what_was_met_before_changes_nothing() -> None:
    texts = [passage.text for passage in read_gold(GOLD)[::9]]
    forgetful = []
    for text in texts:
        _known.clear()
        _split.cache_clear()
        forgetful.append(parse_narrative(text))
    assert forgetful == [parse_narrative(text) for text in texts]
