"""Exact comparison of two texts: which characters of one stand in the other, in passages of at least ten characters."""

from __future__ import annotations

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


def index_of(source: str) -> dict[str, list[int]]:
    """Places of all grams of a source."""
    places: dict[str, list[int]] = {}
    for start in range(len(source) - GRAM + 1):
        places.setdefault(source[start : start + GRAM], []).append(start)
    return places


def passages(text: str, source: str, places: dict[str, list[int]] | None = None) -> Passages:
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
    length = 0
    limit = min(len(text) - i, len(source) - j)
    while length < limit and text[i + length] == source[j + length]:
        length += 1
    return length


def _back(text: str, i: int, source: str, j: int) -> int:
    length = 0
    limit = min(i, j)
    while length < limit and text[i - length - 1] == source[j - length - 1]:
        length += 1
    return length
