"""How the corpus is cut into batches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from textmine.corpus._index import Index
from textmine.corpus._plan import BATCH_DOCUMENTS, Plan
from textmine.readers import Source, discover


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


def test_contents_are_other_contents_also_if_their_fingerprints_begin_alike() -> None:
    one, like, other = "ab" * 32, "ab" * 31 + "cd", "cd" * 32
    with closing(Index()) as index:
        found = [
            index.first_path(fingerprint, path)
            for path, fingerprint in zip("abcde", [one, like, other, one, like], strict=True)
        ]
    assert found == ["a", "b", "c", "a", "e"]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_was_read_to_tell_files_apart_is_held_only_where_it_is_read_again(
    tmp_path: Path, workers: int
) -> None:
    (tmp_path / "a.txt").write_text("text", "utf-8")
    with closing(Index()) as index:
        (batch,) = Plan(index, "key", "outdated", workers=workers).batches(discover([tmp_path]))
    (source,) = batch.items
    assert isinstance(source, Source)
    (tmp_path / "a.txt").write_text("changed", "utf-8")
    assert source.content() == (b"text" if workers == 1 else b"changed")


@pytest.mark.parametrize("size", [10, 5_000_000])
def test_it_does_not_look_far_ahead(size: int) -> None:
    taken: list[int] = []
    with closing(Index()) as index:
        next(Plan(index, "key", "outdated", workers=2).batches(sources(5000, taken, size)))
    assert len(taken) <= 5 * BATCH_DOCUMENTS
    assert size < 1_000_000 or len(taken) <= 20
