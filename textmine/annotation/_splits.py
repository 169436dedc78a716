"""Splits of the gold data: disjoint by agency and family, and forward in time."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from textmine.gold import GoldPassage, Split, groups

FIRST_TEST_YEAR = 2023  # puts about a fifth of the passages behind the line
# Ten groups in a row: seven to train, one to dev, two to test, spread so that neighbours in the sorted order differ.
_PATTERN: tuple[Split, ...] = (
    "train", "test", "train", "train", "dev", "train", "train", "test", "train", "train",
)  # fmt: skip


def assign_splits(passages: Sequence[GoldPassage]) -> list[GoldPassage]:
    """Passages with ``split`` and ``split_year`` set.

    Whole groups (agencies and families of near-copies) go to one side. Groups are dealt out batch by batch in an order sorted by wording,
    level and a hash of the name, so that every side gets its share of each; a later batch leaves earlier splits as they are.
    """
    names = groups(passages)
    members: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        members[name].append(index)

    def order(name: str) -> tuple[str, str, str, str]:
        first = passages[members[name][0]]
        return first.batch, first.cue, first.level, hashlib.sha256(name.encode()).hexdigest()

    side = {
        name: _PATTERN[rank % 10] for rank, name in _ranked(sorted(members, key=order), passages, members)
    }
    return [
        replace(passage, split=side[name], split_year="train" if passage.year < FIRST_TEST_YEAR else "test")
        for passage, name in zip(passages, names, strict=True)
    ]


def _ranked(
    ordered: Sequence[str], passages: Sequence[GoldPassage], members: dict[str, list[int]]
) -> list[tuple[int, str]]:
    """Rank of each group within its batch, so that batches do not shift one another."""
    count: dict[str, int] = defaultdict(int)
    ranked = []
    for name in ordered:
        batch = passages[members[name][0]].batch
        ranked.append((count[batch], name))
        count[batch] += 1
    return ranked
