"""The chain of headings that follow one another best in the statutory order."""

from __future__ import annotations

import re
from itertools import pairwise

from textmine.parsing._candidates import Heading

RANK = {
    "overview": 0,
    "active": 1,
    "requests": 2,
    "fees": 2,
    "review": 3,
    "problems": 4,
    "measures": 4,
    "other": 5,
}
_IDEOGRAPH, _IDEOGRAPHS = re.compile("[一-鿿]"), re.compile("[一-鿿]+")
_BODY_REACH = 60


class Bodies:
    """Worth of the body between a heading and the next: tables of contents and lists of names have none."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[int, int], float] = {}

    def has_words(self, heading: Heading, end: int) -> bool:
        """Whether the value is above 0."""
        return _IDEOGRAPH.search(self._text, heading.end, min(end, heading.end + _BODY_REACH)) is not None

    def value(self, heading: Heading, end: int) -> float:
        """From -3 for a body without words to 2."""
        place = (heading.end, min(end, heading.end + _BODY_REACH))
        found = self._known.get(place)
        if found is None:
            ideographs = sum(map(len, _IDEOGRAPHS.findall(self._text, *place)))
            found = self._known[place] = min(ideographs, 40) / 20 if ideographs else -3.0
        return found


def best_chain(candidates: list[Heading], bodies: Bodies, text_end: int) -> list[Heading]:
    """Headings in statutory order with the greatest sum of scores and bodies (dynamic programming)."""
    best: list[float] = []
    previous: list[int | None] = []
    for index, heading in enumerate(candidates):
        value, origin = heading.score, None
        for before in range(index):
            earlier = candidates[before]
            if earlier.end > heading.start or not _may_follow(earlier, heading):
                continue
            gain = heading.score
            if RANK[earlier.kind] == RANK[heading.kind]:
                gain = min(gain, 3.0)  # a second heading of the same section only extends it
            gain += _succession(earlier, heading)
            total = best[before] + bodies.value(earlier, heading.start) + gain
            if total > value:
                value, origin = total, before
        best.append(value)
        previous.append(origin)
    if not candidates:
        return []
    ends = [value + bodies.value(candidates[i], text_end) for i, value in enumerate(best)]
    at: int | None = max(range(len(ends)), key=ends.__getitem__)
    chain = []
    while at is not None:
        chain.append(candidates[at])
        at = previous[at]
    return chain[::-1]


def is_regular(candidates: list[Heading], bodies: Bodies) -> bool:
    """Whether all candidates follow one another as the form has them: then no chain is better than all of them.

    Leaving some out would cost the score of each, at least ``_sections._THRESHOLD``, and could win at most 2 for the body before and 1.5
    for the succession of numbers, because no body is without words and no number falls. Statutory names in full on lines of their own may
    follow one another at once: nothing else in the text could be these parts.
    """
    return all(
        RANK[earlier.kind] < RANK[later.kind]
        and earlier.end <= later.start
        and _succession(earlier, later) >= 0
        and (bodies.has_words(earlier, later.start) or (_is_sure(earlier) and _is_sure(later)))
        for earlier, later in pairwise(candidates)
    )


def _is_sure(heading: Heading) -> bool:
    return heading.own_line and heading.in_full


def _succession(earlier: Heading, later: Heading) -> float:
    """How well the numbers of two headings follow one another."""
    if earlier.number is None or later.number is None or earlier.style != later.style:
        return 0.0
    if later.number == earlier.number + 1:
        return 1.5
    return 0.0 if later.number > earlier.number else -2.0


def _may_follow(earlier: Heading, later: Heading) -> bool:
    if RANK[earlier.kind] < RANK[later.kind]:
        return True
    if RANK[earlier.kind] > RANK[later.kind]:
        return False
    # Problems and measures, requests and fees may stand under headings of their own.
    return earlier.kind != later.kind or later.kind in ("problems", "measures")


def grouped(chain: list[Heading]) -> list[list[Heading]]:
    """The headings of a chain, those of one section together."""
    groups: list[list[Heading]] = []
    for heading in chain:
        if groups and RANK[groups[-1][0].kind] == RANK[heading.kind]:
            groups[-1].append(heading)
        else:
            groups.append([heading])
    return groups
