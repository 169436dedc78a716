"""Exact comparison of two texts: which characters of one stand in the other, in passages of at least ten characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.analysis._fingerprints import GRAM

_MOST_PLACES = 16  # a gram that the source repeats more often than this is filler; its first places suffice


@dataclass(frozen=True)
class Passages:
    """Passages of a text that stand in another, word for word: half-open ranges in order, and the longest run."""

    ranges: tuple[tuple[int, int], ...]
    longest: int
    longest_start: int

    @property
    def characters(self) -> int:
        """Number of characters in the passages."""
        return sum(end - start for start, end in self.ranges)


Places = Mapping[str, Sequence[int]]


def index_of(source: str) -> Places:
    """Places of all grams of a source."""
    starts = range(len(source) - GRAM + 1)
    grams = [source[start : start + GRAM] for start in starts]
    single = dict(zip(grams, zip(starts, strict=True), strict=True))
    if len(single) == len(grams):
        return single
    places: dict[str, list[int]] = {}
    for start, gram in zip(starts, grams, strict=True):
        places.setdefault(gram, []).append(start)
    return places


def passages(text: str, source: str, places: Places | None = None) -> Passages:
    """The characters of ``text`` that lie in a passage of ten characters or more that also stands in ``source``.

    ``places`` is ``index_of(source)``, if at hand. A character counts if any such passage covers it; ``longest`` is
    the longest common substring (0 if shorter than ten characters).
    """
    places = index_of(source) if places is None else places
    ranges: list[tuple[int, int]] = []
    longest = longest_start = position = 0
    while position <= len(text) - GRAM:
        hits = places.get(text[position : position + GRAM])
        if hits is None:
            position += 1
            continue
        reach = position + GRAM
        for hit in hits[:_MOST_PLACES]:
            forward = _forward(text, position + GRAM, source, hit + GRAM)
            reach = max(reach, position + GRAM + forward)
            back = _back(text, position, source, hit)
            if back + GRAM + forward > longest:
                longest, longest_start = back + GRAM + forward, position - back
        if ranges and ranges[-1][1] >= position:
            ranges[-1] = (ranges[-1][0], reach)
        else:
            ranges.append((position, reach))
        position = reach - GRAM + 1
    return Passages(tuple(ranges), longest, longest_start)


def _forward(text: str, i: int, source: str, j: int) -> int:
    """How many characters from here on are the same: by steps that double, then by halves."""
    limit = min(len(text) - i, len(source) - j)
    same, step = 0, 8
    while same < limit and text[i + same : i + same + step] == source[j + same : j + same + step]:
        same += step
        step *= 2
    if same >= limit:
        return limit
    while step > 1:
        step //= 2
        if text[i + same : i + same + step] == source[j + same : j + same + step]:
            same += step
    return min(same, limit)


def _back(text: str, i: int, source: str, j: int) -> int:
    length = 0
    limit = min(i, j)
    while length < limit and text[i - length - 1] == source[j - length - 1]:
        length += 1
    return length
