"""The search for reference cycles during and after a batch."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from textmine.undisturbed import undisturbed


@pytest.fixture(autouse=True)
def searching() -> Iterator[None]:
    gc.unfreeze()
    gc.enable()
    gc.collect()
    yield
    gc.unfreeze()
    gc.enable()


def test_nothing_is_searched_inside_and_all_is_as_before_behind() -> None:
    with undisturbed():
        assert not gc.isenabled()
        with undisturbed(cycles=False):
            assert not gc.isenabled()
        assert not gc.isenabled()  # the outer one ends it
    assert gc.isenabled()


def test_what_holds_no_cycles_goes_among_the_old_objects() -> None:
    with undisturbed(cycles=False):
        kept = [[number] for number in range(5000)]
    assert gc.get_count()[0] < 1000
    assert any(item is kept[-1] for item in gc.get_objects(generation=2))
    assert gc.get_freeze_count() == 0


def test_cycles_are_found_even_among_the_old_objects() -> None:
    class Node:
        other: Node

    with undisturbed(cycles=False):
        one, two = Node(), Node()
        one.other, two.other = two, one
        del one, two
    assert gc.collect() > 0


def test_what_the_program_froze_stays_frozen() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    with undisturbed(cycles=False):
        kept = [[number] for number in range(100)]
    assert kept
    assert gc.get_freeze_count() >= frozen > 0


def test_a_search_that_was_off_stays_off() -> None:
    gc.disable()
    with undisturbed(cycles=False):
        pass
    assert not gc.isenabled()
