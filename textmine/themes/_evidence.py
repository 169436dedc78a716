"""Evidence for learned tags: the stretch of a statement that carries the weight, for many tags at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.themes._features import I64, expand
from textmine.themes._linear import Encoded

_FINE = 1e6  # weights become whole numbers, so that sums do not depend on what else is in the batch
_APART = np.int64(1) << 52  # keeps the running minimum of one statement below those of all before it


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a row and a theme; ``begin`` and ``end`` are the slots of the row's statement."""

    rows: I64
    themes: I64
    begin: I64
    end: I64


def heaviest_spans(encoded: Encoded, coefficients: NDArray[np.float32], pairs: Pairs) -> tuple[I64, I64]:
    """For each pair, the slot range that adds most to the theme's score.

    The weight of each n-gram is shared out over its characters; the range is the one with the largest sum above the
    statement's mean, widened to two characters where there are as many.
    """
    rows, begin, end = pairs.rows, pairs.begin, pairs.end
    if not len(rows):
        return begin, end
    lengths = np.maximum(end - begin, 1)
    base = np.cumsum(lengths + 1) - lengths - 1
    cells = _cell_weights(encoded, coefficients, pairs, base)
    segment = np.repeat(np.arange(len(rows)), lengths + 1)
    sums = np.add.reduceat(cells, base)
    above = cells * lengths[segment] - sums[segment]
    above[base + lengths] = 0
    total = np.concatenate(([0], np.cumsum(above)[:-1]))  # sum of the cells before each position of a segment
    lowered = total - segment * _APART
    lowest = np.minimum.accumulate(lowered)
    gain = lowered - lowest
    best = np.maximum.reduceat(gain, base)
    hits = np.flatnonzero(gain == best[segment])
    stop = hits[np.searchsorted(segment[hits], np.arange(len(rows)))]
    since = np.maximum.accumulate(np.where(lowered == lowest, np.arange(len(cells)), 0))
    start, stop = since[stop] - base, np.maximum(stop - base, 1)
    start = np.minimum(start, stop - 1)
    short = (stop - start < 2) & (lengths >= 2)
    stop = np.where(short & (stop < lengths), stop + 1, stop)
    start = np.where(short & (stop - start < 2), start - 1, start)
    return begin + start, begin + stop


def _cell_weights(encoded: Encoded, coefficients: NDArray[np.float32], pairs: Pairs, base: I64) -> I64:
    """Weight of each character of each pair's statement, in one array; segments begin at ``base``."""
    size = int(base[-1] + max(pairs.end[-1] - pairs.begin[-1], 1) + 1)
    first = np.searchsorted(encoded.rows, pairs.rows)
    last = np.searchsorted(encoded.rows, pairs.rows, side="right")
    found, owner = expand(first, last)
    starts, ends = encoded.starts[found], encoded.ends[found]
    weight = coefficients[encoded.index[found], pairs.themes[owner]]
    density = np.rint(weight / np.maximum(ends - starts, 1) * _FINE)
    shift = base[owner] - pairs.begin[owner]
    steps = np.bincount(starts + shift, density, minlength=size) - np.bincount(
        ends + shift, density, minlength=size
    )
    result: I64 = np.cumsum(steps.astype(np.int64))
    return result
