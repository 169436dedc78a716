"""Character n-grams of many statements at once, as 64-bit hashes, by array arithmetic alone.

A polynomial prefix hash over the code points of a whole batch gives the hash of any substring in constant time, so n-grams of
all statements, of the gaps before them and of their neighbours come from a few vector operations (some 20 times quicker than slicing
strings). Hash conventions are part of the model format: change them only together with ``FORMAT`` in ``_model_io``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.normalization import fold_joined

U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]

_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so it has an inverse modulo 2**64
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)  # SplitMix64
_BLANKS = (9, 10, 11, 12, 13, 32, 0xA0, 0x3000, 0x2063)


def mix(values: U64) -> U64:
    """SplitMix64's finaliser: spreads every input bit over the whole word."""
    values = values ^ (values >> np.uint64(30))
    values *= _MIX_1
    values ^= values >> np.uint64(27)
    values *= _MIX_2
    values ^= values >> np.uint64(31)
    return values


@lru_cache(maxsize=512)
def salt(name: str) -> np.uint64:
    """A constant that keeps the features of one field apart from those of another."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) % (1 << 64)
    return np.uint64(value)


@lru_cache(maxsize=1)
def _code_table() -> NDArray[np.uint32]:
    """Code point to code point: digits become one, lower case, blanks become 0 (dropped)."""
    table = np.arange(0x10000, dtype=np.uint32)
    table[48:58] = 48
    table[65:91] += 32
    table[list(_BLANKS)] = 0
    return table


class Batch:
    """The texts of a batch as one array of normalised characters, with the way back.

    Blanks and line breaks are dropped, digits unified, widths folded. Positions of the array are called *slots*.

    ``begins`` are the offsets in their documents at which the first texts begin; offsets are those of the documents.

    Attributes
    ----------
    codes: normalised code points of all texts after one another.
    """

    def __init__(self, texts: Sequence[str], begins: Sequence[int] = ()) -> None:
        joined = fold_joined(texts)
        points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        table = _code_table()
        codes = table[np.minimum(points, 0xFFFF)]
        kept = np.flatnonzero(codes)
        self.codes: NDArray[np.uint32] = codes[kept]
        lengths = np.fromiter((len(text) for text in texts), dtype=np.int64, count=len(texts))
        self._starts = np.concatenate(([0], np.cumsum(lengths)))
        # Place of offset 0 of each document, which lies before the part that is given.
        self._starts[: len(begins)] -= np.array(begins, dtype=np.int64)
        self._slot_of = np.concatenate(([0], np.cumsum(codes != 0)))
        self._kept = kept
        values = mix(self.codes.astype(np.uint64) + _BASE)
        powers, self._unpower = _powers(len(values))
        weighted = np.cumsum(values * powers[: len(values)], dtype=np.uint64)
        self._prefix: U64 = np.concatenate((np.zeros(1, np.uint64), weighted))
        self._runs: dict[int, U64] = {}

    def slots(self, text: int | I64, offsets: I64) -> I64:
        """Slots for character offsets of a text (number ``text`` of the batch)."""
        result: I64 = self._slot_of[self._starts[text] + offsets]
        return result

    def offsets(self, text: I64, slots: I64) -> I64:
        """Character offsets, each in its own text, of slots."""
        result: I64 = self._kept[slots] - self._starts[text]
        return result

    def hashes(self, starts: I64, ends: I64) -> U64:
        """Hash of every slot range ``[start, end)``; equal strings have equal hashes wherever they stand."""
        result: U64 = self._prefix.take(ends)
        result -= self._prefix.take(starts)
        result *= self._unpower.take(starts)
        return result

    def runs(self, size: int) -> U64:
        """Hash of the ``size`` slots from each slot on, worked out once for all fields that ask for it."""
        found = self._runs.get(size)
        if found is None:
            found = self._prefix[size:] - self._prefix[:-size]
            found *= self._unpower[: len(found)]
            self._runs[size] = found
        return found


_longest_powers: list[tuple[U64, U64]] = []  # of the longest batch so far


def _powers(n: int) -> tuple[U64, U64]:
    """At least the first ``n`` powers, and the power ``n``, of the base and of its inverse."""
    if not _longest_powers or len(_longest_powers[0][0]) <= n:
        first, size = np.ones(1, np.uint64), 1 << n.bit_length()
        powers = np.concatenate((first, np.full(size, _BASE))).cumprod(dtype=np.uint64)
        inverses = np.concatenate((first, np.full(size, _INVERSE))).cumprod(dtype=np.uint64)
        _longest_powers[:] = [(powers, inverses)]
    return _longest_powers[0]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Features as they occur, ordered by row (unit): hash, and, for n-grams of the unit itself, the slots they cover.

    ``first`` gives the first entry of each row, and, last, their number.
    """

    first: I64
    hashes: U64
    starts: I64
    ends: I64

    @property
    def rows(self) -> I64:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))


def bounds_of(counts: I64) -> I64:
    """First entry of each row, and their number, from the number of entries a row."""
    first = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=first[1:])
    return first


def expand(starts: I64, ends: I64) -> tuple[I64, I64]:
    """All positions of the ranges one after another, and the number of the range each belongs to."""
    return _expanded(starts, np.maximum(ends - starts, 0))


def _expanded(starts: I64, lengths: I64) -> tuple[I64, I64]:
    first = bounds_of(lengths)
    owner = np.repeat(np.arange(len(lengths)), lengths)
    positions = np.arange(len(owner))
    positions += np.repeat(starts - first[:-1], lengths)
    return positions, owner


def ngrams(batch: Batch, starts: I64, ends: I64, *, field: str, sizes: tuple[int, ...]) -> Occurrences:
    """All n-grams inside the slot ranges; row = number of the range."""
    return join(list(ngram_parts(batch, starts, ends, field=field, sizes=sizes)))


def ngram_parts(
    batch: Batch, starts: I64, ends: I64, *, field: str, sizes: tuple[int, ...]
) -> Iterator[Occurrences]:
    """The same size by size."""
    for size in sizes:
        counts = np.maximum(ends - starts - (size - 1), 0)
        first = bounds_of(counts)
        positions = np.arange(first[-1])
        positions += np.repeat(starts - first[:-1], counts)
        hashes = batch.runs(size).take(positions)
        hashes ^= salt(field) + np.uint64(size)
        yield Occurrences(first, mix(hashes), positions, positions + size)


class Edge(NamedTuple):
    """The n-gram of one size that slot ranges begin (or end) with."""

    starts: I64
    ends: I64
    field: str
    size: int
    at_end: bool = False


def edge_ngrams(batch: Batch, edges: Sequence[Edge]) -> Occurrences:
    """All edges of the ranges, ordered by row; row = number of the range, of which all edges have as many."""
    sizes = np.array([edge.size for edge in edges], dtype=np.int64)
    salts = np.array([salt(edge.field) for edge in edges]) + sizes.astype(np.uint64)
    begins = np.stack([edge.ends - edge.size if edge.at_end else edge.starts for edge in edges], axis=1)
    fits = np.stack([edge.ends - edge.starts >= edge.size for edge in edges], axis=1)
    at = np.flatnonzero(fits)
    kinds = at % len(edges)
    starts = begins.take(at)
    ends = starts + sizes.take(kinds)
    hashes = batch.hashes(starts, ends)
    hashes ^= salts.take(kinds)
    return Occurrences(bounds_of(np.count_nonzero(fits, axis=1)), mix(hashes), starts, ends)


def spans(batch: Batch, counts: I64, starts: I64, ends: I64, *, field: str) -> Occurrences:
    """Given slot ranges, so many a row, as features (words, for example)."""
    hashes = batch.hashes(starts, ends)
    hashes ^= salt(field) + (ends - starts).astype(np.uint64)
    return Occurrences(bounds_of(counts), mix(hashes), starts, ends)


def flags(values: Mapping[str, I64]) -> Occurrences:
    """Categorical features, told apart by field and value: one a row and field, ordered by row."""
    salts = np.array([salt(field) for field in values])
    table = np.stack(list(values.values()), axis=1).astype(np.uint64)
    hashes = mix((table * _BASE ^ salts).ravel())
    nowhere = np.zeros(table.size, np.int64)
    return Occurrences(np.arange(len(table) + 1) * len(salts), hashes, nowhere, nowhere)


def join(parts: Sequence[Occurrences]) -> Occurrences:
    """Several sets of occurrences of the same rows as one."""
    order, first = row_order(parts)
    return Occurrences(
        first,
        np.concatenate([part.hashes for part in parts]).take(order),
        np.concatenate([part.starts for part in parts]).take(order),
        np.concatenate([part.ends for part in parts]).take(order),
    )


def below_each_other(parts: Sequence[Occurrences]) -> Occurrences:
    """Occurrences of the rows of several sets, one set's rows after the other's."""
    return Occurrences(
        bounds_of(np.concatenate([np.diff(part.first) for part in parts])),
        np.concatenate([part.hashes for part in parts]),
        np.concatenate([part.starts for part in parts]),
        np.concatenate([part.ends for part in parts]),
    )


def row_order(parts: Sequence[Occurrences]) -> tuple[I64, I64]:
    """The numbers of the entries of all parts, counted over the parts one after another, in the order of rows; the bounds of the rows."""
    counts = np.stack([np.diff(part.first) for part in parts])
    first = bounds_of(counts.sum(axis=0))
    places = first[:-1] + np.cumsum(counts, axis=0) - counts  # of the first entry of each part and row
    order = np.empty(first[-1], np.int64)
    number = 0
    for part, place, count in zip(parts, places, counts, strict=True):
        target = np.repeat(place - part.first[:-1], count)
        target += np.arange(len(target))
        order[target] = np.arange(number, number + len(target))
        number += len(target)
    return order, first


_MANY = 100_000
"""Hashes to look up from which on a bucket index pays: a report has about two thousand, and the index of a large vocabulary takes longer
than to tag one report."""


class Vocabulary:
    """Known feature hashes, in ascending order, found by bisection until there were many to find, then by their leading bits.

    ``numbers`` are the indices that are found, by default the places among the hashes. Where the commonest features have the smallest
    ones, what is looked up by index is mostly in the processor's cache.
    """

    def __init__(self, hashes: U64, numbers: I64 | None = None) -> None:
        self.hashes = hashes
        self.numbers = np.arange(len(hashes)) if numbers is None else numbers
        self._asked = 0
        self._buckets: _Buckets | None = None

    def __len__(self) -> int:
        return len(self.hashes)

    def find(self, hashes: U64) -> I64:
        """Index of each hash, -1 where it is unknown."""
        self._asked += len(hashes)
        if self._asked >= _MANY and self._buckets is None and len(self.hashes):
            by_number = np.empty_like(self.hashes)
            by_number[self.numbers] = self.hashes
            self._buckets = _Buckets(by_number)
        if self._buckets is not None:
            return self._buckets.find(hashes)
        if not len(self.hashes):
            return np.full(len(hashes), -1, np.int64)
        place = np.minimum(self.hashes.searchsorted(hashes), len(self.hashes) - 1)
        return np.where(self.hashes.take(place) == hashes, self.numbers.take(place), -1)


class _Buckets:
    """An index of hashes by their leading bits: nearly every lookup touches two cache lines.

    ``hashes`` in the order of ``numbers``, by default 0, 1, 2, …; of those that share a bucket the first one is in it, the others in an
    index of their own.
    """

    def __init__(self, hashes: U64, numbers: I64 | None = None) -> None:
        n = len(hashes)
        own = np.arange(n)
        bits = max(10, n.bit_length() + 1)
        self._shift = np.uint64(64 - bits)
        buckets = (hashes >> self._shift).view(np.int64)
        # The place of the first hash in each bucket, or its complement if there are others; any place where there is none.
        self._first = np.zeros(1 << bits, np.int32)
        self._first[buckets[::-1]] = own[::-1]  # the last one that is written stays
        others = np.flatnonzero(self._first.take(buckets) != own)
        shared = np.unique(buckets.take(others))
        self._first[shared] = ~self._first.take(shared)
        self._hashes, self._numbers = hashes, numbers
        self._others = None
        if len(others):
            self._others = _Buckets(hashes.take(others), others if numbers is None else numbers.take(others))

    def find(self, hashes: U64) -> I64:
        """Number of each hash, -1 where it is unknown."""
        first = self._first.take((hashes >> self._shift).view(np.int64))
        place = first ^ (first >> 31)  # the complement of what is negative
        missed = np.flatnonzero(self._hashes.take(place) != hashes)
        found = place.astype(np.int64) if self._numbers is None else self._numbers.take(place)
        found[missed] = -1
        if self._others is not None:
            missed = missed[first.take(missed) < 0]
            found[missed] = self._others.find(hashes.take(missed))
        return found
