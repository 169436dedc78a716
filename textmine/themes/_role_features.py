"""What the role of a statement is read from: its words, the gap and heading before it, its neighbours, its place in the lists."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from textmine.themes._features import I64, Edge, Occurrences, edge_ngrams, flags, ngram_parts
from textmine.themes._units import Units

F64 = NDArray[np.float64]

_EDGES = (1, 2, 3, 4, 5)


def role_parts(units: Units) -> Iterator[Occurrences]:
    """Features of the first pass, in parts that are each ordered by row."""
    batch, start, end = units.batch, units.start, units.end
    first, last = units.index == 0, units.index == units.count - 1
    before = np.where(first, 0, np.roll(start, 1)), np.where(first, 0, np.roll(end, 1))
    after = np.where(last, 0, np.roll(start, -1)), np.where(last, 0, np.roll(end, -1))
    yield from ngram_parts(batch, start, end, field="t", sizes=(1, 2, 3))
    yield from ngram_parts(batch, units.gap, start, field="gap", sizes=(1, 2, 3, 4))
    yield from ngram_parts(batch, units.heading_start, units.heading_end, field="heading", sizes=(1, 2, 3))
    yield from ngram_parts(batch, *before, field="before", sizes=(2,))
    yield edge_ngrams(
        batch,
        [
            *(Edge(start, end, "begin", size) for size in _EDGES),
            *(Edge(start, end, "finish", size, at_end=True) for size in _EDGES),
            *(Edge(units.gap, start, "gap-end", size, at_end=True) for size in _EDGES),
            *(Edge(*before, "before-begin", size) for size in (2, 3)),
            *(Edge(*before, "before-finish", size, at_end=True) for size in (2, 3, 4)),
            *(Edge(*after, "after-begin", size) for size in (2, 3)),
        ],
    )
    yield flags(_places(units, first, last))


def _places(units: Units, first: NDArray[np.bool_], last: NDArray[np.bool_]) -> dict[str, I64]:
    length = units.end - units.start
    return {
        "frame": units.frame,
        "rule": units.role,
        "frame-rule": units.frame * 8 + units.role,
        "mark": units.mark,
        "restarts": np.minimum(units.restarts, 4),
        "place": 5 * units.index // np.maximum(units.count, 1),
        "ends": first + 2 * last,
        "count": np.minimum(units.count, 8),
        "length": np.minimum(length // 8, 8),
        "newline-mark": units.newline * 16 + units.mark,
        "years": units.years % 16,
        "years-before": units.years // 16 % 16,
        "years-carried": units.years // 256,
        "carried-frame": units.years // 256 * 4 + units.frame,
        "carried-restarts": units.years // 256 * 8 + np.minimum(units.restarts, 4),
        "years-frame": units.years % 256 * 4 + units.frame,
    }


CONTEXT_COLUMNS = 4 * 9 + 7


def neighbourhood(units: Units, logits: F64) -> F64:
    """Dense features of the second pass, from first-pass logits (rows × 4) of the statement and of what surrounds it.

    Own logits; probabilities of the two statements on either side; means over the list, over the lists before it in the item, over the
    item; a short memory of the statements before. Plus place and earlier-year flags.
    """
    n = len(units)
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    probability = shifted / shifted.sum(axis=1, keepdims=True)
    columns: list[F64] = [logits]
    for step in (-2, -1, 1, 2):
        inside = (units.index + step >= 0) & (units.index + step < units.count)
        near = np.roll(probability, -step, axis=0) * inside[:, None]
        columns.append(near)
    columns.append(_means(logits, units.run))
    columns.append(_means(probability, units.text))
    columns.append(_memory(probability, units))
    columns.append(_means(probability, units.run) * (units.index > 0)[:, None])
    place = units.index / np.maximum(units.count - 1, 1)
    flags_ = np.stack(
        [
            place,
            units.restarts == 1,
            units.mark > 0,
            units.newline,
            (units.years & 0xEE) > 0,
            (units.years & 0xE00) > 0,
            units.count == 1,
        ],
        axis=1,
    )
    result = np.concatenate([*columns, flags_.astype(np.float64)], axis=1)
    assert result.shape == (n, CONTEXT_COLUMNS)
    return result


def _means(values: F64, groups: I64) -> F64:
    """Mean of each group, repeated for its members; groups are in ascending order."""
    if not len(values):
        return values
    opens = np.append(True, groups[1:] != groups[:-1])
    first = np.flatnonzero(opens)
    sums = np.add.reduceat(values, first, axis=0)
    sums /= np.diff(np.append(first, len(groups)))[:, None]
    means: F64 = sums.take(np.cumsum(opens) - 1, axis=0)
    return means


def _memory(probability: F64, units: Units, decay: float = 0.6) -> F64:
    """Exponentially fading mean of the statements before, within the item."""
    memory = np.zeros_like(probability)
    order = np.argsort(units.index, kind="stable")
    sizes = np.bincount(units.index)
    for rows in np.split(order, np.cumsum(sizes)[:-1])[
        1:
    ]:  # the second ones of all items, then the third ones
        memory[rows] = decay * memory[rows - 1] + (1 - decay) * probability[rows - 1]
    return memory
