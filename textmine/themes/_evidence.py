"""Evidence for learned tags: the stretch of a statement that carries the weight, for many tags at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from textmine.themes._features import I64, Occurrences, expand
from textmine.themes._linear import Coefficients, Encoded

_FINE = 1e6  # weights become whole numbers, so that sums do not depend on what else is in the batch
_APART = np.int64(1) << 52  # keeps the running minimum of one statement below those of all before it
_MOST = 1000  # pairs worked on together; more of them times ``_APART`` would not fit a whole number


class Pairs(NamedTuple):
    """Pairs of a row and a theme; ``begin`` and ``end`` are the slots of the row's statement."""

    rows: I64
    themes: I64
    begin: I64
    end: I64


def heaviest_spans(
    encoded: Encoded, coefficients: Coefficients, pairs: Pairs, words: Occurrences
) -> tuple[I64, I64]:
    """For each pair, the slot range that adds most to the theme's score.

    The weight of each n-gram is shared out over its characters; the range is the one with the largest sum above the
    statement's mean, widened to whole ``words`` and to two characters where there are as many.
    """
    starts, ends = [], []
    slots = encoded.slots()
    for first in range(0, len(pairs.rows), _MOST):
        part = Pairs(*(column[first : first + _MOST] for column in pairs))
        start, end = _heaviest(encoded, coefficients, part, slots)
        starts.append(start)
        ends.append(end)
    none = np.zeros(0, np.int64)
    start, end = np.concatenate([none, *starts]), np.concatenate([none, *ends])
    return _whole_words(start, end, pairs, words)


def _whole_words(start: I64, end: I64, pairs: Pairs, words: Occurrences) -> tuple[I64, I64]:
    """Ranges widened to the words that they cut; a single character also to the word after or before it."""
    size = int(max(pairs.end.max(initial=0), words.ends.max(initial=0))) + 1
    first, after = np.arange(size), np.arange(1, size + 1)  # of each slot's word
    slots, owner = expand(words.starts, words.ends)
    first[slots], after[slots] = words.starts.take(owner), words.ends.take(owner)
    in_word = np.zeros(size, bool)
    in_word[slots] = True
    start, end = first.take(start), after.take(end - 1)
    for needs_word in (True, False):
        following = (
            (end - start < 2) & (end < pairs.end) & (in_word.take(end, mode="clip") | (not needs_word))
        )
        end = np.where(following, after.take(end, mode="clip"), end)
        before = start - 1
        preceding = (
            (end - start < 2) & (start > pairs.begin) & (in_word.take(before, mode="clip") | (not needs_word))
        )
        start = np.where(preceding, first.take(before, mode="clip"), start)
    return np.maximum(start, pairs.begin), np.minimum(end, np.maximum(pairs.end, pairs.begin + 1))


def _heaviest(
    encoded: Encoded, coefficients: Coefficients, pairs: Pairs, slots: tuple[I64, I64]
) -> tuple[I64, I64]:
    """The ranges before they are widened; ``slots`` are those of all n-grams."""
    rows, _, begin, end = pairs
    lengths = np.maximum(end - begin, 1)
    base = np.cumsum(lengths + 1) - lengths - 1
    cells = _cell_weights(encoded, coefficients, pairs, slots, base)
    segment = np.repeat(np.arange(len(rows)), lengths + 1)
    above = cells * lengths.take(segment)
    above -= np.add.reduceat(cells, base).take(segment)
    above[base + lengths] = 0
    lowered = np.cumsum(above) - above  # sum of the cells before each position of a segment
    lowered -= segment * _APART
    lowest = np.minimum.accumulate(lowered)
    gain = lowered - lowest
    hits = np.flatnonzero(gain == np.maximum.reduceat(gain, base).take(segment))
    stop = hits.take(np.searchsorted(hits, base))
    lows = np.flatnonzero(lowered == lowest)
    start = lows.take(np.searchsorted(lows, stop, side="right") - 1) - base
    stop = np.maximum(stop - base, 1)
    return begin + np.clip(start, 0, stop - 1), begin + stop


def _cell_weights(
    encoded: Encoded, coefficients: Coefficients, pairs: Pairs, slots: tuple[I64, I64], base: I64
) -> I64:
    """Weight of each character of each pair's statement, in one array; segments begin at ``base``."""
    size = int(base[-1] + max(pairs.end[-1] - pairs.begin[-1], 1) + 1)
    found, owner = expand(encoded.first.take(pairs.rows), encoded.first.take(pairs.rows + 1))
    places = encoded.places.take(found)
    starts, ends = (of.take(places) for of in slots)
    density = coefficients.cells(encoded.index.take(found), pairs.themes.take(owner)) / (ends - starts)
    density *= _FINE
    np.rint(density, out=density)
    shift = (base - pairs.begin).take(owner)
    starts += shift
    ends += shift
    steps = np.bincount(starts, density, minlength=size)
    steps -= np.bincount(ends, density, minlength=size)
    result: I64 = np.cumsum(steps.astype(np.int64))
    return result
