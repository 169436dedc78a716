"""Fingerprints and exact passages against brute force."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.analysis._fingerprints import (
    GRAM,
    WINDOW,
    grams,
    lookalikes,
    pairs_sharing,
    shared_by_many,
    spread,
    winnow,
)
from textmine.analysis._passages import passages

_texts = st.text(alphabet="甲乙丙", max_size=60)


def _brute(text: str, source: str) -> tuple[set[int], int]:
    covered: set[int] = set()
    for start in range(len(text) - GRAM + 1):
        if text[start : start + GRAM] in source:
            covered.update(range(start, start + GRAM))
    longest = max(
        (
            end - start
            for start in range(len(text))
            for end in range(start, len(text) + 1)
            if text[start:end] in source
        ),
        default=0,
    )
    return covered, longest if longest >= GRAM else 0


@settings(max_examples=150, deadline=None)
@given(_texts, _texts, _texts)
def test_passages_are_those_of_brute_force(a: str, b: str, c: str) -> None:
    text, source = a + b + c, c + b
    found = passages(text, source)
    covered, longest = _brute(text, source)
    assert {place for start, end in found.ranges for place in range(start, end)} == covered
    assert found.longest == longest
    assert text[found.longest_start : found.longest_start + longest] in source
    assert found.characters == len(covered)


def test_long_repetitive_texts_stay_quick() -> None:
    begun = time.perf_counter()
    found = passages("公" * 200_000, "公" * 200_000)
    assert found.longest == 200_000
    passages("公开" * 50_000, "开公" * 50_000)
    assert time.perf_counter() - begun < 10


def _random_text(rng: random.Random, length: int) -> str:
    return "".join(chr(0x4E00 + rng.randrange(3000)) for _ in range(length))


@pytest.mark.parametrize("seed", range(5))
def test_every_shared_passage_of_guaranteed_length_is_found(seed: int) -> None:
    rng = random.Random(seed)
    passage = _random_text(rng, GRAM + WINDOW - 1)
    texts = [_random_text(rng, rng.randrange(0, 80)) for _ in range(30)]
    texts[7] += passage + _random_text(rng, 9)
    texts[21] = _random_text(rng, 3) + passage + texts[21]
    found = grams(texts)
    owner = np.arange(len(texts))
    earlier, later, shared, _ = pairs_sharing(found, winnow(found), owner)
    assert (earlier.tolist(), later.tolist()) == ([7], [21])
    assert shared[0] >= 1


def test_texts_of_one_owner_are_no_pair_and_short_texts_do_no_harm() -> None:
    texts = ["信息公开工作推进不平衡的问题仍然存在"] * 2 + ["短", ""]
    found = grams(texts)
    assert not len(pairs_sharing(found, winnow(found), np.array([0, 0, 1, 2]))[0])
    assert len(pairs_sharing(found, winnow(found), np.array([0, 1, 2, 3]))[0]) == 1
    empty = grams([])
    assert not len(winnow(empty)) and not len(lookalikes(empty, winnow(empty))[0])


def test_grams_do_not_reach_into_the_next_text() -> None:
    found = grams(["一二三四五六七", "八九十百千万"])
    assert not found.whole.any()


def test_template_is_what_many_owners_use() -> None:
    formula = "取得了一定的成效但也存在问题"
    texts = [f"{chr(0x4E00 + n) * 12}{formula}{chr(0x5E00 + n) * 12}" for n in range(6)]
    found = grams(texts)
    none = np.full(6, -1)
    common = shared_by_many(found, np.arange(6), none, everywhere=6, in_group=())
    covered = spread(common, found.whole).reshape(6, -1)
    assert covered[0].nonzero()[0].tolist() == list(range(12, 12 + len(formula)))
    assert not shared_by_many(found, np.arange(6), none, everywhere=7, in_group=()).any()
    # The same owner six times is one user.
    assert not shared_by_many(found, np.zeros(6, dtype=int), none, everywhere=2, in_group=()).any()


def test_template_of_a_group_counts_only_there() -> None:
    formula = "在区政府办公室的悉心指导下开展"
    texts = [formula + chr(0x4E00 + n) * 12 for n in range(4)]
    found = grams(texts)
    group = np.array([0, 0, 0, 1])
    common = shared_by_many(found, np.arange(4), group, everywhere=99, in_group=[3, 2])
    assert sorted(set(found.text[common].tolist())) == [0, 1, 2]


def test_lookalikes_find_families_whose_passages_are_all_common() -> None:
    rng = random.Random(1)
    family = _random_text(rng, 300)
    texts = [_random_text(rng, 300) if n % 2 else family[:-5] + _random_text(rng, 5) for n in range(80)]
    found = grams(texts)
    left, right = lookalikes(found, winnow(found))
    linked = set(left.tolist()) | set(right.tolist())
    assert linked == set(range(0, 80, 2))
