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
        powers, self._unpower = _powers(1 << len(values).bit_length())
        weighted = np.cumsum(values * powers[: len(values)], dtype=np.uint64)
        self._prefix: U64 = np.concatenate((np.zeros(1, np.uint64), weighted))

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


@lru_cache(maxsize=8)
def _powers(n: int) -> tuple[U64, U64]:
    """The first ``n`` powers of the base and of its inverse."""
    first = np.ones(1, np.uint64)
    powers = np.concatenate((first, np.full(n, _BASE))).cumprod(dtype=np.uint64)
    inverses = np.concatenate((first, np.full(n, _INVERSE))).cumprod(dtype=np.uint64)
    return powers, inverses


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Features as they occur: row (unit) and hash, and, for n-grams of the unit itself, the slots they cover."""

    rows: I64
    hashes: U64
    starts: I64
    ends: I64


def expand(starts: I64, ends: I64) -> tuple[I64, I64]:
    """All positions of the ranges one after another, and the number of the range each belongs to."""
    lengths = np.maximum(ends - starts, 0)
    owner = np.repeat(np.arange(len(lengths)), lengths)
    first = np.concatenate(([0], np.cumsum(lengths)[:-1])) if len(lengths) else lengths
    positions = np.arange(len(owner)) - (first - starts).take(owner)
    return positions, owner


def ngrams(batch: Batch, starts: I64, ends: I64, *, field: str, sizes: tuple[int, ...]) -> Occurrences:
    """All n-grams inside the slot ranges; row = number of the range."""
    return join(list(ngram_parts(batch, starts, ends, field=field, sizes=sizes)))


def ngram_parts(
    batch: Batch, starts: I64, ends: I64, *, field: str, sizes: tuple[int, ...]
) -> Iterator[Occurrences]:
    """The same size by size, each ordered by row."""
    positions, owner = expand(starts, ends)
    room = ends.take(owner) - positions
    for size in sizes:
        fits = np.flatnonzero(room >= size)
        first = positions.take(fits)
        yield _occurrences(batch, owner.take(fits), first, first + size, field)


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
    rows, kinds = np.divmod(at, len(edges))
    first = begins.take(at)
    ends = first + sizes.take(kinds)
    return Occurrences(rows, mix(batch.hashes(first, ends) ^ salts.take(kinds)), first, ends)


def spans(batch: Batch, rows: I64, starts: I64, ends: I64, *, field: str) -> Occurrences:
    """Given slot ranges as features of given rows (words, for example)."""
    return _occurrences(batch, rows, starts, ends, field)


def _occurrences(batch: Batch, rows: I64, starts: I64, ends: I64, field: str) -> Occurrences:
    hashes = batch.hashes(starts, ends)
    hashes ^= salt(field) + (ends - starts).astype(np.uint64)
    return Occurrences(rows, mix(hashes), starts, ends)


def flags(values: Mapping[str, I64]) -> Occurrences:
    """Categorical features, told apart by field and value: one a row and field, ordered by row."""
    salts = np.array([salt(field) for field in values])
    table = np.stack(list(values.values()), axis=1).astype(np.uint64)
    hashes = mix((table * _BASE ^ salts).ravel())
    nowhere = np.zeros(table.size, np.int64)
    return Occurrences(np.repeat(np.arange(len(table)), len(salts)), hashes, nowhere, nowhere)


def join(parts: Sequence[Occurrences]) -> Occurrences:
    """Several sets of occurrences as one."""
    return Occurrences(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.hashes for part in parts]),
        np.concatenate([part.starts for part in parts]),
        np.concatenate([part.ends for part in parts]),
    )


class Vocabulary:
    """Known feature hashes, in ascending order, with a bucket index by leading bits (a lookup touches one or two cache lines)."""

    def __init__(self, hashes: U64) -> None:
        self.hashes = hashes
        n = len(hashes)
        bits = max(10, max(n, 1).bit_length() + 2)
        self._shift = np.uint64(64 - bits)
        bucket = (hashes >> self._shift).view(np.int64)
        first = np.flatnonzero(np.append(True, bucket[1:] != bucket[:-1]))[:n]
        sizes = np.diff(np.append(first, n))
        self._fullest = int(sizes.max(initial=0))
        # Number of the first hash of each bucket, ~number where the bucket has more of them, n where it is empty.
        self._first = np.full(1 << bits, n, np.int32)
        self._first[bucket[first]] = np.where(sizes > 1, ~first, first)
        self._padded = np.concatenate((hashes, np.zeros(self._fullest + 1, np.uint64)))

    def __len__(self) -> int:
        return len(self.hashes)

    def find(self, hashes: U64) -> I64:
        """Index of each hash, -1 where it is unknown."""
        index = self._first.take((hashes >> self._shift).view(np.int64)).astype(np.int64)
        shared = np.flatnonzero(index < 0)
        first, wanted = ~index.take(shared), hashes.take(shared)
        found = np.full(len(shared), -1, np.int64)
        for step in range(self._fullest):
            hit = np.flatnonzero(self._padded.take(first + step) == wanted)
            found[hit] = first.take(hit) + step
        index[shared] = found
        index[self._padded.take(index, mode="wrap") != hashes] = -1
        return index
