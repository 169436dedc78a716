"""Where a comma parts two points, learned from gold passages: the parser's cuts at commas are made anew before roles and themes are read.

The parser cuts by words it knows. What is a point of its own is also told by how clauses are built and by what stands on both sides of
the comma; a logistic regression over these finds more than half of the borders that the words alone miss (docs/accuracy.md has the scores of
units). A step in the same sentence then has a role and themes of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.errors import ResourceError
from textmine.schema import Statement
from textmine.themes._commas import Commas, Ranges, commas_of
from textmine.themes._dependence import belongs_before
from textmine.themes._features import I64, Batch, Edge, Occurrences, edge_ngrams, flags, ngram_parts
from textmine.themes._linear import FirstPass
from textmine.themes._parting import LONGEST_HEADING
from textmine.themes._units import ROLE_CODES, Item, Texts

# A cause, and what shortfalls of disclosure are told of (由于人手少，经办人身兼数职，信息更新慢).
_CAUSE = re.compile("(?:由于|因(?![此地人材])|受(?!理))[^，,。]*[，,]")
_CAUSE_BEGINS = frozenset("由因受")
_DISCLOSES = re.compile("公开|信息|更新|答复|解读|栏目|目录|发布|宣传|公示|网站|平台|渠道")
# Words that only count an item (问题一,专栏更新慢。…); with any other clause before its first comma, the first sentence is one heading.
_COUNTS = re.compile("(?:问题|第|其)[一二三四五六七八九十]+")
FEWEST = 4
"""Commas at which a feature must occur to be learned; with 3 the model file is 0.2 MB larger and finds no more."""


def border_parts(commas: Commas) -> list[Occurrences]:
    """Features of commas: how the clauses on both sides begin and end, pairs of their characters, where they stand, and how alike they are."""
    batch, role, place, count = commas.texts.batch, commas.role, commas.place, commas.clauses
    left, right, beyond, whole = commas.left, commas.right, commas.beyond, commas.whole
    parts, topics = commas.parts.astype(np.int64), commas.topics
    edges = [
        *(Edge(*left, "left-begins", size) for size in (1, 2, 3, 4)),
        *(Edge(*left, "left-ends", size, at_end=True) for size in (1, 2, 3)),
        *(Edge(*right, "right-begins", size) for size in (1, 2, 3, 4)),
        *(Edge(*right, "right-ends", size, at_end=True) for size in (1, 2, 3)),
        Edge(*beyond, "beyond-begins", 2),
        Edge(*beyond, "beyond-ends", 2, at_end=True),
        Edge(*whole, "whole-begins", 2),
        *(Edge(*whole, "whole-ends", size, at_end=True) for size in (2, 3)),
    ]
    last = (place == count - 1).astype(np.int64)
    sizes = [end - start for start, end in (left, right)]
    same_topics, any_topics = topics & 7, topics >> 1 & 1 | topics >> 2 & 6
    told: dict[str, I64] = {
        "parts": parts,
        "role": role * 2 + parts,
        "frame": commas.frame,
        "count": np.minimum(count, 8),
        "place": np.minimum(place, 5),
        "first-last": (place == 1) * 2 + last,
        "role-last": role * 2 + last,
        "left-size": np.minimum(sizes[0] // 2, 12),
        "right-size": np.minimum(sizes[1] // 2, 12),
        "alike": _alike(batch, left, right),
        "same-size": (np.abs(sizes[0] - sizes[1]) <= 1).astype(np.int64),
        "topics": same_topics,
        "topics-before": any_topics * 4 + role,
    }
    return [
        *ngram_parts(batch, *left, field="left", sizes=(2,)),
        *ngram_parts(batch, *right, field="right", sizes=(2,)),
        edge_ngrams(batch, edges),
        flags(told),
    ]


def _alike(batch: Batch, left: Ranges, right: Ranges) -> I64:
    """Bits: whether both clauses begin with the same two characters, the same one, end with the same two, the same one."""
    (first, end), (start, stop) = left, right
    fits = (end - first >= 2) & (stop - start >= 2)
    result = np.zeros(len(first), np.int64)
    for bit, size in enumerate((2, 1)):
        begins = batch.hashes(first, np.minimum(first + size, end)) == batch.hashes(
            start, np.minimum(start + size, stop)
        )
        ends = batch.hashes(np.maximum(end - size, first), end) == batch.hashes(
            np.maximum(stop - size, start), stop
        )
        result |= (begins & fits).astype(np.int64) << bit | (ends & fits).astype(np.int64) << bit + 2
    return result


class Borders:
    """The learned borders: a first pass with one label, and the decision value from which a comma parts."""

    def __init__(self, first: FirstPass, threshold: float) -> None:
        self.first, self.threshold = first, threshold

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Borders:
        """As stored. Raises ResourceError if arrays are missing or of the wrong shape."""
        try:
            made = cls(FirstPass.from_arrays(arrays, "border"), float(arrays["border.threshold"][0]))
        except (KeyError, IndexError) as error:
            raise ResourceError(
                f"The model lacks the array {error}; rebuild it with `textmine train`."
            ) from error
        if made.first.coefficients.shape[1:] != (1,):
            raise ResourceError(
                "The model's array border.roots has another shape than this textmine needs; "
                "rebuild it with `textmine train`."
            )
        return made

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays as stored."""
        return {**self.first.to_arrays("border"), "border.threshold": np.array([self.threshold])}

    def cut(self, items: Sequence[Item], texts: Texts) -> list[Item]:
        """The items with their statements cut anew at commas. Each part keeps role, frame and heading of the statement that it comes from."""
        commas = commas_of(texts)
        if not len(commas):
            return list(items)
        parts = self.first.scores(border_parts(commas))[:, 0] >= self.threshold
        fresh = np.flatnonzero(parts & ~commas.parts)
        cut = commas.chosen(fresh)
        words = [texts.items[number][0] for number in cut.item.tolist()]
        sides = zip(words, cut.offsets(cut.left), cut.offsets(cut.right), cut.offsets(cut.whole), strict=True)
        parts[fresh] = [
            not (
                belongs_before(text, left, right)
                or _in_heading(text, left, whole)
                or _awaits_effect(text, left, right, whole)
            )
            for text, left, right, whole in sides
        ]
        parts |= _leave_frame(items, commas)
        return cut_anew(items, commas, parts)


def _leave_frame(items: Sequence[Item], commas: Commas) -> NDArray[np.bool_]:
    """Whether a frame ends and a shortfall begins, as the parser reads the statements (…还有一些不足，公开不够彻底)."""
    found = np.zeros(len(commas), bool)
    for place in np.flatnonzero(commas.parts & (commas.role == ROLE_CODES["context"])).tolist():
        found[place] = items[commas.item[place]][1][commas.row[place] + 1].role == "problem"
    return found


def _in_heading(text: str, left: tuple[int, int], whole: tuple[int, int]) -> bool:
    """Whether a comma stands in the heading sentence of its item, which belongs to the explanation behind it (settled case 15)."""
    return (
        left[1] < text.find("。", whole[0], min(whole[0] + LONGEST_HEADING + 1, whole[1])) < whole[1] - 1
        and _COUNTS.fullmatch(text, *left) is None
    )


def _awaits_effect(text: str, left: tuple[int, int], right: tuple[int, int], whole: tuple[int, int]) -> bool:
    """Whether all before a comma tells a cause, which is told in several clauses, and the last clause the shortfall that came of it."""
    return (
        right[1] == whole[1]
        and text[whole[0]] in _CAUSE_BEGINS
        and _CAUSE.match(text, whole[0], left[1]) is not None
        and _DISCLOSES.search(text, right[0], right[1]) is not None
        and _DISCLOSES.search(text, text.find("，", whole[0], left[1]) + 1, left[1]) is None
    )


class _Change(NamedTuple):
    """A comma that parts now or no longer: the statement before it, where that ends and what follows begins."""

    row: int
    parts: bool
    end: int
    start: int


def cut_anew(items: Sequence[Item], commas: Commas, parts: NDArray[np.bool_]) -> list[Item]:
    """The items with their statements cut at the commas that part, and joined at the others."""
    changed = commas.chosen(np.flatnonzero(parts != commas.parts))
    of_items: dict[int, list[_Change]] = {}
    for number, row, before, left, right in zip(
        changed.item.tolist(),
        changed.row.tolist(),
        changed.parts.tolist(),
        changed.offsets(changed.left),
        changed.offsets(changed.right),
        strict=True,
    ):
        of_items.setdefault(number, []).append(_Change(row, not before, left[1], right[0]))
    result = list(items)
    for number, changes in of_items.items():
        text, statements = items[number]
        result[number] = text, _changed(text, statements, changes)
    return result


def _changed(text: str, statements: Sequence[Statement], changes: Sequence[_Change]) -> list[Statement]:
    """The statements, those parted and joined that changed commas part and join."""
    from textmine.parsing._clauses import end_of_list

    cuts: dict[int, list[_Change]] = {}
    joined = set()
    for change in changes:
        if change.parts:
            cuts.setdefault(change.row, []).append(change)
        else:
            joined.add(change.row)
    result: list[Statement] = []
    for row, statement in enumerate(statements):
        places = cuts.get(row, ())
        if not places and row - 1 not in joined:
            result.append(statement)
            continue
        starts = [statement.start, *(change.start for change in places)]
        ends = [*(change.end for change in places), statement.end]
        if statement.role == "problem":
            ends[-1] = end_of_list(text, starts[-1], ends[-1], matters=bool(places))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if number == 0 and row - 1 in joined:
                before = result.pop()
                result.append(before._replace(end=end, text=text[before.start : end]))
                continue
            suffix = f".{number + 1}" if number else ""
            result.append(
                statement._replace(id=statement.id + suffix, start=start, end=end, text=text[start:end])
            )
    return result
