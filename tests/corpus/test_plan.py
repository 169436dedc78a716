"""How the corpus is cut into batches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from textmine.corpus import _index
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


@pytest.mark.parametrize(("at_hand", "found_again"), [(10, "b"), (1, "e")])
def test_contents_are_other_contents_also_if_their_fingerprints_begin_alike(
    monkeypatch: pytest.MonkeyPatch, at_hand: int, found_again: str
) -> None:
    """In the database only one of them has a place: the other counts as new whenever it comes."""
    monkeypatch.setattr(_index, "_MOST_AT_HAND", at_hand)
    one, like, other = "ab" * 32, "ab" * 31 + "cd", "cd" * 32
    with closing(Index()) as index:
        found = [
            index.first_path(fingerprint, path)
            for path, fingerprint in zip("abcde", [one, like, other, one, like], strict=True)
        ]
    assert found == ["a", "b", "c", "a", found_again]


def test_contents_are_known_again_however_many_came_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_index, "_MOST_AT_HAND", 3)
    contents = [sha256(bytes([number])).hexdigest() for number in range(8)]
    with closing(Index()) as index:
        for _ in range(3):
            assert [index.first_path(content, content[-2:] + "\udc80") for content in contents] == [
                content[-2:] + "\udc80" for content in contents
            ]
        assert index.first_path(contents[0], "later") == contents[0][-2:] + "\udc80"


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
