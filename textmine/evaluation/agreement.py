"""Agreement between coders: Krippendorff's alpha and Gwet's AC1/AC2, with bootstrap intervals over passages.

Ratings are arrays of units × raters holding category numbers from 0; -1 means that the rater did not see the unit.

Sources: K. Krippendorff, Content Analysis (3rd ed. 2013), ch. 12; K. L. Gwet, Computing inter-rater reliability and its variance in the presence
of high agreement, BJMSP 61 (2008) 29-48; K. L. Gwet, Handbook of Inter-Rater Reliability (4th ed. 2014), ch. 5 (missing ratings, weights).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.errors import UsageError
from textmine.gold import GoldPassage, GoldStatement
from textmine.schema import ROLES

Ratings = NDArray[np.int64]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient with the ends of its 95 % bootstrap interval (NaN where nothing varies)."""

    value: float
    low: float
    high: float


def _counts(ratings: Ratings, categories: int | None) -> NDArray[np.float64]:
    """How many raters put each unit into each category, units with fewer than two ratings left out."""
    ratings = np.asarray(ratings, dtype=np.int64)
    if ratings.ndim != 2 or ratings.shape[1] < 2:
        raise UsageError("Agreement needs ratings of units × raters with at least two raters.")
    n = categories if categories is not None else int(ratings.max(initial=0)) + 1
    return np.stack([(ratings == category).sum(axis=1) for category in range(n)], axis=1).astype(np.float64)


def alpha(ratings: Ratings, *, distance: Weights | None = None) -> float:
    """Krippendorff's alpha. ``distance`` is categories × categories (default: nominal, 0 or 1).

    1.0 when all ratings fall into one category is not defined by the formula; NaN is returned.
    """
    counts = _counts(ratings, None if distance is None else len(distance))
    per_unit = counts.sum(axis=1)
    counts, per_unit = counts[per_unit >= 2], per_unit[per_unit >= 2]
    if not len(counts):
        return float("nan")
    pairs = counts.T @ (counts / (per_unit - 1)[:, None]) - np.diag(
        (counts / (per_unit - 1)[:, None]).sum(axis=0)
    )
    apart = 1.0 - np.eye(len(pairs)) if distance is None else distance
    totals = pairs.sum(axis=1)
    expected = (np.outer(totals, totals) - np.diag(totals)) / max(totals.sum() - 1, 1e-12)
    chance = float((expected * apart).sum())
    return 1.0 - float((pairs * apart).sum()) / chance if chance > 0 else float("nan")


def gwet(ratings: Ratings, *, weights: Weights | None = None, categories: int | None = None) -> float:
    """Gwet's AC1, or AC2 with ``weights`` (categories × categories, 1 on the diagonal).

    ``categories`` is the number of categories that raters could choose from, if not all of them occur.
    """
    counts = _counts(ratings, len(weights) if weights is not None else categories)
    agree = np.eye(counts.shape[1]) if weights is None else weights
    per_unit = counts.sum(axis=1)
    seen = per_unit > 0
    twice = per_unit >= 2
    if not twice.any() or counts.shape[1] < 2:
        return float("nan")
    reached = counts @ agree.T
    by_unit = (counts * (reached - 1.0)).sum(axis=1)[twice] / (per_unit * (per_unit - 1))[twice]
    prevalence = (counts[seen] / per_unit[seen][:, None]).mean(axis=0)
    q = counts.shape[1]
    chance = agree.sum() / (q * (q - 1)) * float((prevalence * (1 - prevalence)).sum())
    return float((by_unit.mean() - chance) / (1 - chance))


def bootstrap(
    statistic: Callable[[NDArray[np.int64]], float],
    groups: Sequence[str],
    *,
    rounds: int = 1000,
    seed: int = 0,
) -> Coefficient:
    """A statistic of units with its 95 % percentile interval.

    ``statistic`` takes unit numbers. Whole groups (the statements of one passage) are drawn with replacement,
    because what is said in one passage hangs together.
    """
    members: dict[str, list[int]] = {}
    for number, name in enumerate(groups):
        members.setdefault(name, []).append(number)
    blocks = [np.array(found) for found in members.values()]
    rng = np.random.default_rng(seed)
    value = statistic(np.arange(len(groups)))
    drawn = []
    for _ in range(rounds):
        chosen = rng.integers(0, len(blocks), len(blocks))
        drawn.append(statistic(np.concatenate([blocks[number] for number in chosen])))
    known = np.array(drawn)[~np.isnan(drawn)]
    if not len(known):
        return Coefficient(value, float("nan"), float("nan"))
    low, high = np.quantile(known, (0.025, 0.975))
    return Coefficient(value, float(low), float(high))


@dataclass(frozen=True, slots=True)
class Decision:
    """Agreement on one yes-or-no question over the statements that both coders saw."""

    name: str
    statements: int
    both: int
    alpha: Coefficient
    ac1: Coefficient


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One statement that two coders label differently."""

    passage: str
    start: int
    end: int
    text: str
    first: tuple[str, tuple[str, ...]]
    second: tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two codings of the same statements."""

    passages: int
    statements: int
    roles: Coefficient
    roles_ac1: Coefficient
    decisions: Coefficient
    decisions_ac1: Coefficient
    themes: tuple[Decision, ...]
    differences: tuple[Disagreement, ...]


def compare(
    first: Sequence[GoldPassage], second: Sequence[GoldPassage], themes: Sequence[str], *, rounds: int = 500
) -> Agreement:
    """Agreement of two codings, over the statements that both mark with the same range.

    Per theme over statements; ``decisions`` pools all theme × role decisions of a statement (18 × 3 yes-or-no questions).

    Raises
    ------
    UsageError: the codings have no statement in common.
    """
    pairs = _matched(first, second)
    if not pairs:
        raise UsageError("The two codings have no statement in common; they must mark the same ranges.")
    names = [passage.id for passage, _, _ in pairs]
    roles = np.array([[ROLES.index(a.role), ROLES.index(b.role)] for _, a, b in pairs])
    flags = np.array(
        [[[theme in a.themes, theme in b.themes] for theme in themes] for _, a, b in pairs], dtype=np.int64
    )
    by_role = np.concatenate([flags * (roles == code)[:, None, :] for code in range(3)], axis=1)

    def pooled(rows: NDArray[np.int64]) -> Ratings:
        return by_role[rows].reshape(-1, 2)

    decided = tuple(_decision(theme, flags[:, number], names, rounds) for number, theme in enumerate(themes))
    return Agreement(
        len(set(names)),
        len(pairs),
        bootstrap(lambda rows: alpha(roles[rows]), names, rounds=rounds),
        bootstrap(lambda rows: gwet(roles[rows], categories=len(ROLES)), names, rounds=rounds),
        bootstrap(lambda rows: alpha(pooled(rows)), names, rounds=min(rounds, 200)),
        bootstrap(lambda rows: gwet(pooled(rows), categories=2), names, rounds=min(rounds, 200)),
        decided,
        tuple(
            Disagreement(
                p.id, a.start, a.end, p.text[a.start : a.end], (a.role, a.themes), (b.role, b.themes)
            )
            for p, a, b in pairs
            if a.role != b.role or set(a.themes) != set(b.themes)
        ),
    )


def _decision(theme: str, flags: Ratings, names: Sequence[str], rounds: int) -> Decision:
    return Decision(
        theme,
        len(flags),
        int(flags.all(axis=1).sum()),
        bootstrap(lambda rows: alpha(flags[rows]), names, rounds=rounds),
        bootstrap(lambda rows: gwet(flags[rows], categories=2), names, rounds=rounds),
    )


def _matched(
    first: Sequence[GoldPassage], second: Sequence[GoldPassage]
) -> list[tuple[GoldPassage, GoldStatement, GoldStatement]]:
    other = {passage.id: {(s.start, s.end): s for s in passage.statements} for passage in second}
    return [
        (passage, item, other[passage.id][item.start, item.end])
        for passage in first
        if passage.id in other
        for item in passage.statements
        if (item.start, item.end) in other[passage.id]
    ]
