"""Which of very many texts may share a passage: hashed character grams, winnowed, in an inverted index.

Winnowing (Schleimer, Wilkerson & Aiken 2003, SIGMOD: 76–85) keeps of every ``WINDOW`` neighbouring grams the one with
the least hash. Two texts that share a passage of ``GRAM + WINDOW - 1`` characters share a kept gram, whatever
stands around it, so no pair with such a passage is missed unless the passage is so common that it is cut off as
template or by the limit on the length of an index entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Numbers = NDArray[np.int64]

# Ten ideographs are about six words: long enough that chance seldom repeats them, short enough to see a clause.
GRAM = 10
WINDOW = 6
# Index entries with more texts than this are left to the template: their pairs grow with the square.
MAX_ENTRY = 24
MAX_PAIRS = 30_000_000
_CHUNK = 4_000_000  # characters hashed at a time, to bound memory
_MINHASHES = 3


@dataclass(frozen=True)
class Grams:
    """All grams of some texts laid end to end.

    ``hashes[i]`` is that of the gram beginning at character i of the joined texts, ``text[i]`` the number of the text it
    lies in, ``whole[i]`` false where the gram would reach into the next text. ``starts`` are the texts' first characters.
    """

    hashes: Hashes
    text: NDArray[np.int32]
    whole: NDArray[np.bool_]
    starts: Numbers


def grams(texts: Sequence[str]) -> Grams:
    """The grams of ``texts``."""
    import numpy as np

    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    number = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
    ends = np.repeat(starts[1:], lengths)
    whole = np.arange(len(codes)) + GRAM <= ends
    hashes = np.zeros(len(codes), dtype=np.uint64)
    for first in range(0, len(codes), _CHUNK):
        part = codes[first : first + _CHUNK + GRAM - 1].astype(np.uint64)
        size = min(_CHUNK, len(codes) - first)
        padded = np.concatenate((part, np.zeros(max(0, size + GRAM - 1 - len(part)), dtype=np.uint64)))
        mixed = np.zeros(size, dtype=np.uint64)
        for shift in range(GRAM):
            mixed *= np.uint64(0x100000001B3)
            mixed += padded[shift : shift + size] + np.uint64(0x9E37)
        hashes[first : first + size] = _scatter(mixed)
    return Grams(hashes, number, whole, starts)


def _scatter(values: Hashes) -> Hashes:
    """Spread hashes evenly (the finaliser of SplitMix64; Steele, Lea & Flood 2014)."""
    import numpy as np

    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _pack(hashes: Hashes, owners: NDArray[np.integer], n_owners: int) -> tuple[Hashes, np.uint64]:
    """Hash and owner in one number (hash in the upper bits), and the number of bits of the owner."""
    import numpy as np

    bits = np.uint64(max(1, int(n_owners).bit_length()))
    return (hashes << bits) | owners.astype(np.uint64), bits


def _distinct(values: Hashes) -> Hashes:
    import numpy as np

    values.sort()
    return values[np.concatenate(([True], values[1:] != values[:-1]))] if len(values) else values


def _entries(values: Hashes) -> tuple[Numbers, Numbers]:
    """First position and length of every run of equal values."""
    import numpy as np

    if not len(values):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    first = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))).astype(np.int64)
    return first, np.diff(np.concatenate((first, [len(values)])))


def _isin(values: Hashes, listed: Hashes) -> NDArray[np.bool_]:
    import numpy as np

    if not len(listed):
        return np.zeros(len(values), dtype=bool)
    place = np.minimum(np.searchsorted(listed, values), len(listed) - 1)
    return np.asarray(listed[place] == values)


def shared_by_many(
    found: Grams, owner: Numbers, group: Numbers, *, everywhere: int, in_group: Sequence[int]
) -> NDArray[np.bool_]:
    """Where a gram begins that many owners use: ``everywhere`` owners in all, or ``in_group[g]`` of the text's group g.

    ``owner`` and ``group`` (-1: none) are those of each text; an owner belongs to the group of its texts.
    """
    import numpy as np

    n_owners = int(owner.max(initial=-1)) + 1
    packed, bits = _pack(found.hashes, owner[found.text], n_owners)
    keys = _distinct(packed[found.whole])
    del packed
    users = (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    keys >>= bits
    first, count = _entries(keys)
    plain = (found.hashes << bits) >> bits
    common = _isin(plain, keys[first[count >= everywhere]])
    home = np.full(n_owners, -1, dtype=np.int64)
    home[owner] = group
    grouped = home[users] >= 0
    if grouped.any():
        in_keys, group_bits = _pack(keys[grouped], home[users][grouped], len(in_group))
        in_keys.sort()
        first, count = _entries(in_keys)
        mask = (np.uint64(1) << group_bits) - np.uint64(1)
        needed = np.array(in_group, dtype=np.int64)[(in_keys[first] & mask).astype(np.int64)]
        mine = group[found.text]
        here = _pack(plain, np.maximum(mine, 0), len(in_group))[0]
        common |= _isin(here, in_keys[first[count >= needed]]) & (mine >= 0)
    return common & found.whole


def spread(begins: NDArray[np.bool_], whole: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Characters that lie in a gram which begins at a true place."""
    import numpy as np

    steps = np.zeros(len(begins) + GRAM, dtype=np.int32)
    places = np.flatnonzero(begins & whole)
    np.add.at(steps, places, 1)
    np.add.at(steps, places + GRAM, -1)
    return np.cumsum(steps)[: len(begins)] > 0


def winnow(found: Grams) -> NDArray[np.bool_]:
    """The grams that are kept: in every window of neighbours within a text, those with the least hash."""
    import numpy as np

    size = len(found.hashes)
    top = np.uint64(0xFFFFFFFFFFFFFFFF)
    values = np.where(found.whole, found.hashes, top)
    padded = np.concatenate((values, np.full(WINDOW, top)))
    least = padded[:size].copy()
    for shift in range(1, WINDOW):
        np.minimum(least, padded[shift : shift + size], out=least)
    kept = np.zeros(size, dtype=bool)
    for shift in range(min(WINDOW, size)):
        # The window that begins `shift` places earlier; one that begins in the text before compares with
        # grams of that text, too, and can only keep more.
        kept[shift:] |= values[shift:] == least[: size - shift]
    return kept & found.whole


def pairs_sharing(
    found: Grams, kept: NDArray[np.bool_], owner: Numbers
) -> tuple[Numbers, Numbers, Numbers, int]:
    """Pairs of texts of different owners that share kept grams: earlier number, later number, grams shared; and the
    longest index entry that was used (less than ``MAX_ENTRY`` only if the pairs would have grown beyond ``MAX_PAIRS``).
    """
    import numpy as np

    packed, bits = _pack(found.hashes[kept], found.text[kept], len(owner))
    keys = _distinct(packed)
    texts = (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    first, count = _entries(keys >> bits)
    limit = MAX_ENTRY
    while limit > 2 and int((count[count <= limit] * (count[count <= limit] - 1) // 2).sum()) > MAX_PAIRS:
        limit -= 1
    used = (count >= 2) & (count <= limit)
    first, count = first[used], count[used]
    parts = []
    for near in range(limit - 1):
        for far in range(near + 1, limit):
            entry = first[count > far]
            if not len(entry):
                break
            a, b = texts[entry + near], texts[entry + far]
            other = owner[a] != owner[b]
            parts.append(_pack(a[other].astype(np.uint64), b[other], len(owner))[0])
    joined = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)
    joined.sort()
    place, shared = _entries(joined)
    both = joined[place]
    later = (both & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    return (both >> bits).astype(np.int64), later, shared, limit


def lookalikes(found: Grams, kept: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Neighbours among the texts with the same least hash under one of a few hash functions (MinHash; Broder 1997).

    Finds families of any size, also those whose every passage is common, with a number of pairs that grows only with
    the number of texts.
    """
    import numpy as np

    left: list[Numbers] = []
    right: list[Numbers] = []
    places = np.flatnonzero(kept)
    if not len(places):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    texts = found.text[places]
    first = _entries(texts.astype(np.uint64))[0]
    for salt in range(_MINHASHES):
        mixed = _scatter(found.hashes[places] ^ np.uint64(salt * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF))
        least = np.minimum.reduceat(mixed, first)
        order = np.argsort(least, kind="stable")
        same = least[order][1:] == least[order][:-1]
        left.append(texts[first][order][:-1][same].astype(np.int64))
        right.append(texts[first][order][1:][same].astype(np.int64))
    return np.concatenate(left), np.concatenate(right)
