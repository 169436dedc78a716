"""What the role of a statement is read from: its words, the gap and heading before it, its neighbours, its place in the lists."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.themes._features import I64, Occurrences, edge_ngrams, flags, join, ngrams
from textmine.themes._units import Units

F64 = NDArray[np.float64]

_EDGES = (1, 2, 3, 4, 5)


def role_occurrences(units: Units, own: Occurrences) -> Occurrences:
    """Features of the first pass. ``own`` are the n-grams of the statements themselves, shared with the themes."""
    batch, start, end = units.batch, units.start, units.end
    first, last = units.index == 0, units.index == units.count - 1
    before = np.where(first, 0, np.roll(start, 1)), np.where(first, 0, np.roll(end, 1))
    after = np.where(last, 0, np.roll(start, -1)), np.where(last, 0, np.roll(end, -1))
    parts = [
        own,
        edge_ngrams(batch, start, end, field="begin", sizes=_EDGES),
        edge_ngrams(batch, start, end, field="finish", sizes=_EDGES, at_end=True),
        ngrams(batch, units.gap, start, field="gap", sizes=(1, 2, 3, 4)),
        edge_ngrams(batch, units.gap, start, field="gap-end", sizes=_EDGES, at_end=True),
        ngrams(batch, units.heading_start, units.heading_end, field="heading", sizes=(1, 2, 3)),
        ngrams(batch, *before, field="before", sizes=(2,)),
        edge_ngrams(batch, *before, field="before-begin", sizes=(2, 3)),
        edge_ngrams(batch, *before, field="before-finish", sizes=(2, 3, 4), at_end=True),
        edge_ngrams(batch, *after, field="after-begin", sizes=(2, 3)),
        *_places(units, first, last),
    ]
    return join(parts)


def _places(units: Units, first: NDArray[np.bool_], last: NDArray[np.bool_]) -> list[Occurrences]:
    rows = np.arange(len(units))
    length = units.end - units.start
    place = 5 * units.index // np.maximum(units.count, 1)
    values: dict[str, I64] = {
        "frame": units.frame,
        "rule": units.role,
        "frame-rule": units.frame * 8 + units.role,
        "mark": units.mark,
        "restarts": np.minimum(units.restarts, 4),
        "place": place,
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
    return [flags(rows, value, field=name) for name, value in values.items()]


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
    """Mean of each group, repeated for its members."""
    if not len(values):
        return values
    _, inverse, counts = np.unique(groups, return_inverse=True, return_counts=True)
    sums = np.stack([np.bincount(inverse, column, minlength=len(counts)) for column in values.T], axis=1)
    means: F64 = (sums / counts[:, None])[inverse]
    return means


def _memory(probability: F64, units: Units, decay: float = 0.6) -> F64:
    """Exponentially fading mean of the statements before, within the item."""
    memory = np.zeros_like(probability)
    for row in range(1, len(probability)):
        if units.index[row]:
            memory[row] = decay * memory[row - 1] + (1 - decay) * probability[row - 1]
    return memory
