"""The same training on different partings of the gold data: what a figure owes to having seen the like before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

from textmine.evaluation._match import Outcome, join, outcome_of
from textmine.gold import GoldPassage, groups
from textmine.themes.classifier import LearnedTagger
from textmine.themes.training import TrainingOptions, train

Fold = tuple[list[GoldPassage], list[GoldPassage]]
Say = Callable[[str], None]


def random_folds(passages: Sequence[GoldPassage], count: int) -> Iterator[Fold]:
    """Passages dealt out by a hash of their id."""
    return _dealt(passages, [passage.id for passage in passages], count)


def without_copies(passages: Sequence[GoldPassage]) -> list[GoldPassage]:
    """One passage of each family of near-copies."""
    seen: set[str] = set()
    kept = []
    for passage in passages:
        if passage.family is None or passage.family not in seen:
            kept.append(passage)
        seen.add(passage.family or "")
    return kept


def agency_folds(passages: Sequence[GoldPassage], count: int) -> Iterator[Fold]:
    """Whole agencies and families on one side."""
    return _dealt(passages, groups(passages), count)


def batch_folds(passages: Sequence[GoldPassage]) -> Iterator[Fold]:
    """Whole batches on one side: wording by an unknown pen."""
    for name in sorted({passage.batch for passage in passages}):
        yield (
            [passage for passage in passages if passage.batch != name],
            [passage for passage in passages if passage.batch == name],
        )


def next_year_folds(passages: Sequence[GoldPassage]) -> Iterator[Fold]:
    """Earlier years to learn from, later years to be tested on."""
    yield (
        [passage for passage in passages if passage.split_year == "train"],
        [passage for passage in passages if passage.split_year == "test"],
    )


def _dealt(passages: Sequence[GoldPassage], names: Sequence[str], count: int) -> Iterator[Fold]:
    ranked = sorted(set(names), key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    place = {name: number % count for number, name in enumerate(ranked)}
    for fold in range(count):
        sides = [place[name] == fold for name in names]
        yield (
            [passage for passage, held in zip(passages, sides, strict=True) if not held],
            [passage for passage, held in zip(passages, sides, strict=True) if held],
        )


def splits(passages: Sequence[GoldPassage], count: int) -> dict[str, Iterator[Fold]]:
    """The splits that are set side by side, by name."""
    return {
        "random": random_folds(passages, count),
        "copies_removed": random_folds(without_copies(passages), count),
        "agency": agency_folds(passages, count),
        "next_year": next_year_folds(passages),
        "unknown_pen": batch_folds(passages),
    }


def cross_validate(
    folds: Iterator[Fold], *, options: TrainingOptions | None = None, say: Say = lambda _: None
) -> Outcome:
    """Train on one side of each fold, tag the other; the outcome of all held-out passages."""
    outcomes = []
    for number, (learned, held) in enumerate(folds, 1):
        say(f"fold {number}: {len(learned)} to learn from, {len(held)} to be tested")
        outcomes.append(outcome_of(held, LearnedTagger(train(learned, options=options))))
    return join(outcomes)
