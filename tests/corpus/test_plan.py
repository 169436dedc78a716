"""How the corpus is cut into batches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from textmine.corpus._index import Index
from textmine.corpus._plan import BATCH_DOCUMENTS, Plan
from textmine.readers import Source


def sources(count: int, taken: list[int] | None = None, size: int = 10) -> Iterator[Source]:
    for number in range(count):
        if taken is not None:
            taken.append(number)
        yield Source(f"{number}.txt", f"{number}".encode, size)


def sizes(count: int, workers: int) -> list[int]:
    with closing(Index()) as index:
        plan = Plan(index, "key", "outdated", workers=workers)
        return [len(batch.items) for batch in plan.batches(sources(count))]


def test_one_worker_takes_full_batches() -> None:
    assert sizes(2 * BATCH_DOCUMENTS + 50, 1) == [BATCH_DOCUMENTS, BATCH_DOCUMENTS, 50]


def test_several_workers_take_smaller_batches_towards_the_end() -> None:
    found = sizes(3000, 2)
    assert sum(found) == 3000
    assert found[:10] == [BATCH_DOCUMENTS] * 10
    assert found == sorted(found, reverse=True)
    assert max(found[-4:]) <= 50


def test_a_small_corpus_keeps_all_workers_busy() -> None:
    assert min(sizes(90, 2)[:3]) < 30 < sum(sizes(90, 2)[:3])


@pytest.mark.parametrize("size", [10, 5_000_000])
def test_it_does_not_look_far_ahead(size: int) -> None:
    taken: list[int] = []
    with closing(Index()) as index:
        next(Plan(index, "key", "outdated", workers=2).batches(sources(5000, taken, size)))
    assert len(taken) <= 5 * BATCH_DOCUMENTS
    assert size < 1_000_000 or len(taken) <= 20
