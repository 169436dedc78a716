"""Where a comma parts two points, learned from gold passages: the parser's cuts at commas are made anew before roles and themes are read.

The parser cuts by words it knows. What is a point of its own is also told by how clauses are built and by what stands on both sides of
the comma; a logistic regression over these finds more than half of the borders that the words alone miss (docs/accuracy.md has the scores of
units). A step in the same sentence then has a role and themes of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.errors import ResourceError
from textmine.schema import Statement
from textmine.themes._features import I64, Batch, Edge, Occurrences, edge_ngrams, expand, flags, ngram_parts
from textmine.themes._linear import FirstPass
from textmine.themes._units import FRAMES, ROLE_CODES, Item, Texts

# Clauses that only say why, on what ground, by what or when, of what follows them: no point ends with one.
_DEPENDENT = re.compile(
    "(?:为了?(?:进一步|更好|切实|确保|方便|让|使|[提增加解推做满适])|由于|因(?![地人材])|鉴于|针对|围绕|按照|依照|根据|依据|随着|结合|聚焦|立足|本着"
    "|以[^，,]{2,20}为[^，,]{2,6}$|在[^，,]{2,16}(?:[中下上后时]|方面|期间)$|(?:下一?步|今后|同时|此外|另外|目前)$)"
)
# Clauses that say what the step before them is for, and what goes on with one: by the guide they stay in it. In the gold passages a point begins
# with such a clause once in 90 times.
_PURPOSE = re.compile(
    "确保|保证|保障|从而|进而|以便|使(?!用)|让|避免|防止|杜绝|力求|力争|切实做到|真正做到|便于|方便|营造|形成|达到"
)
_GOES_ON = re.compile("[并和且及]")
FEWEST = 4
"""Commas at which a feature must occur to be learned; with 3 the model file is 0.2 MB larger and finds no more."""


Ranges = tuple[I64, I64]
"""First slots and end slots."""


@dataclass(frozen=True, slots=True)
class Commas:
    """Commas between two clauses, as arrays, in reading order; ranges are in slots of the ``texts``.

    ``item`` and ``row``: number of the text, and of its statement that a comma stands in or behind; ``left``, ``right``, ``beyond``: ranges
    of the clauses on both sides and of the one after them (empty if there is none); ``whole``: range of the statement; ``parts``:
    whether the parser took it for a border; ``place``, ``clauses``: number of the right clause, and of all, in the statement;
    ``topics``: what the parser's key nouns say of both sides (see ``_shared``); ``role``, ``frame``: codes.
    """

    texts: Texts
    item: I64
    row: I64
    left: Ranges
    right: Ranges
    beyond: Ranges
    whole: Ranges
    parts: NDArray[np.bool_]
    place: I64
    clauses: I64
    topics: I64
    role: I64
    frame: I64

    def __len__(self) -> int:
        return len(self.item)

    def chosen(self, rows: I64) -> Commas:
        """Some of the commas."""
        columns = {column.name: getattr(self, column.name) for column in fields(self)[1:]}
        taken: dict[str, Any] = {
            name: tuple(end[rows] for end in one) if isinstance(one, tuple) else one[rows]
            for name, one in columns.items()
        }
        return replace(self, **taken)

    def offsets(self, side: Ranges) -> list[tuple[int, int]]:
        """Ranges of one side as character offsets of the documents."""
        batch = self.texts.batch
        ends = batch.offsets(self.item, side[1] - 1) + 1
        return list(zip(batch.offsets(self.item, side[0]).tolist(), ends.tolist(), strict=True))


def commas_of(texts: Texts) -> Commas:
    """All commas inside statements at which a point can end, outside quotation marks and brackets, and those between statements that
    nothing else parts; in reading order.
    """
    statements = [statement for _, of_item in texts.items for statement in of_item]
    n, batch = len(statements), texts.batch
    sizes = np.fromiter((len(of_item) for _, of_item in texts.items), np.int64, len(texts.items))
    item = np.repeat(np.arange(len(sizes)), sizes)
    start = batch.slots(item, np.fromiter((one.start for one in statements), np.int64, n))
    end = batch.slots(item, np.fromiter((one.end for one in statements), np.int64, n))
    own = _clauses(batch, start, end)
    joins = np.zeros(n, bool)
    joins[:-1] = (item[1:] == item[:-1]) & (start[1:] - end[:-1] == 1)
    joins[:-1] &= _kinds().take(batch.codes.take(end[:-1], mode="clip"), mode="clip") == _COMMA
    inside = np.diff(own.first)
    count = inside + joins
    # Nothing stands in a clause only if there is nothing else in its statement.
    words = own.end > own.start
    left = np.flatnonzero(
        (own.rank + 1 < count.take(own.owner)) & words & np.append(words[1:], False)[: len(words)]
    )
    row, place = own.owner.take(left), own.rank.take(left) + 1
    final = own.first.take(row) + count.take(row) - 1
    beyond = np.minimum(left + 2, final)
    begins = np.where(left + 2 > final, own.end.take(final), own.start.take(beyond))
    commas = Commas(
        texts,
        item.take(row),
        row - (np.cumsum(sizes) - sizes).take(item).take(row),
        (own.start.take(left), own.end.take(left)),
        (own.start.take(left + 1), own.end.take(left + 1)),
        (begins, own.end.take(beyond)),
        (start.take(row), end.take(row)),
        place == inside.take(row),
        place,
        count.take(row),
        _shared(texts, item.take(own.owner), own, left),
        np.fromiter((ROLE_CODES[one.role] for one in statements), np.int64, n).take(row),
        np.fromiter((FRAMES[one.frame] for one in statements), np.int64, n).take(row),
    )
    return commas.chosen(_ends_point(commas))


def _ends_point(commas: Commas) -> I64:
    """Numbers of the commas at which the parser parts, or whose left clause can end a point."""
    before = zip(commas.item.tolist(), commas.offsets(commas.left), strict=True)
    depends = [
        _DEPENDENT.match(commas.texts.items[number][0], *words) is not None for number, words in before
    ]
    return np.flatnonzero(commas.parts | ~np.array(depends, bool))


class _Clauses(NamedTuple):
    """Clauses of statements, in slots. ``owner``: the statement of each; ``rank``: its number there; ``first``: the first clause of each
    statement, and, last, how many there are.
    """

    owner: I64
    rank: I64
    start: I64
    end: I64
    first: I64


_COMMA, _SEMICOLON, _OPENS, _CLOSES = 1, 2, 3, 4


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.int8]:
    table = np.zeros(0x10000, np.int8)
    for kind, chars in ((_COMMA, "，,"), (_SEMICOLON, "；;"), (_OPENS, "“《(（‘"), (_CLOSES, "”》)）’")):
        table[[ord(char) for char in chars]] = kind
    return table


def _clauses(batch: Batch, start: I64, end: I64) -> _Clauses:
    """The clauses between commas and semicolons outside quotation marks and brackets; a statement of nothing else is one clause."""
    slots, owner = expand(start, end)
    kinds = _kinds().take(batch.codes.take(slots), mode="clip")
    marks = np.flatnonzero(kinds)
    kinds, owner, slots = kinds.take(marks), owner.take(marks), slots.take(marks)
    cuts = (kinds <= _SEMICOLON) & (_depths(kinds, owner) == 0)
    places, of = slots[cuts], owner[cuts]
    n_pieces = np.bincount(of, minlength=len(start)) + 1
    begins = np.cumsum(n_pieces) - n_pieces
    owner = np.repeat(np.arange(len(start)), n_pieces)
    opens = np.zeros(len(owner), bool)
    opens[begins] = True
    starts, ends = np.empty(len(owner), np.int64), np.empty(len(owner), np.int64)
    starts[opens], starts[~opens] = start, places + 1
    closes = np.append(opens[1:], np.ones(min(1, len(opens)), bool))
    ends[closes], ends[~closes] = end, places
    kept = ends > starts
    nothing = np.bincount(owner, kept, minlength=len(start)) == 0
    kept[begins[nothing]], ends[begins[nothing]] = True, end[nothing]
    owner, starts, ends = owner[kept], starts[kept], ends[kept]
    first = np.searchsorted(owner, np.arange(len(start) + 1))
    return _Clauses(owner, np.arange(len(owner)) - first.take(owner), starts, ends, first)


def _depths(kinds: NDArray[np.int8], owner: I64) -> I64:
    """How many quotation marks and brackets are open at each mark of a statement; what closes none counts for nothing."""
    steps = (kinds == _OPENS).astype(np.int64) - (kinds == _CLOSES)
    sums = np.cumsum(steps)
    opens = np.flatnonzero(np.append(True, owner[1:] != owner[:-1])[: len(owner)])
    before = (sums - steps).take(opens)
    sums -= np.repeat(before, np.diff(np.append(opens, len(owner))))
    apart = owner * (2 * len(owner) + 1)  # further than sums of two statements lie apart
    lowest = np.minimum.accumulate(sums - apart) + apart
    return sums - np.minimum(lowest, 0)


def _shared(texts: Texts, item: I64, own: _Clauses, left: I64) -> I64:
    """Of the clause behind each of the ``left`` ones, in bits: whether the one before it names a topic, whether it names one, whether both name
    the same; whether anything before it in the statement names one, and whether that is the same as its own.
    """
    # Not above: the tagger loads in a third less time without the parser.
    from textmine.parsing._signals import gate

    named = np.zeros(len(own.owner), np.int64)
    if not len(left):
        return left
    bounds = np.minimum(own.start, len(texts.batch.codes) - 1), np.maximum(own.end - 1, 0)
    starts, ends = (texts.batch.offsets(item, slots) for slots in bounds)
    ends += 1
    asked = np.unique(item.take(left))
    firsts, lasts = np.searchsorted(item, asked), np.searchsorted(item, asked, side="right")
    for number, first, last in zip(asked.tolist(), firsts.tolist(), lasts.tolist(), strict=True):
        text, statements = texts.items[number]
        base = statements[0].start
        ranges = zip((starts[first:last] - base).tolist(), (ends[first:last] - base).tolist(), strict=True)
        found = gate().topics_in(text[base : statements[-1].end], list(ranges))
        named[first:last] = [_topic_bits(hints) for hints in found]
    told, step = named.copy(), 1
    while step <= int(own.rank.max(initial=0)):  # of the clause and all before it in its statement
        told[step:] |= np.where(own.rank[step:] >= step, told[:-step], 0)
        step *= 2
    before, here, told = named.take(left), named.take(left + 1), told.take(left)
    bits = (before, here, before & here, told, told & here)
    told_of: I64 = np.sum([(bit > 0).astype(np.int64) << place for place, bit in enumerate(bits)], axis=0)
    return told_of


@cache
def _topic_bits(hints: int) -> int:
    """The topics among hints, which may be too many for a machine word, as bits of their own."""
    from textmine.parsing._signals import gate

    return sum(1 << place for place, hint in enumerate(gate().topics.values()) if hints & hint)


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


def _alike(batch: Batch, left: tuple[I64, I64], right: tuple[I64, I64]) -> I64:
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
        sides = zip(words, cut.offsets(cut.left), cut.offsets(cut.right), strict=True)
        parts[fresh] = [not _of_purpose(*side) for side in sides]
        parts |= _leave_frame(items, commas)
        return cut_anew(items, commas, parts)


def _leave_frame(items: Sequence[Item], commas: Commas) -> NDArray[np.bool_]:
    """Whether a frame ends and a shortfall begins, as the parser reads the statements (…还有一些不足，公开不够彻底)."""
    found = np.zeros(len(commas), bool)
    for place in np.flatnonzero(commas.parts & (commas.role == ROLE_CODES["context"])).tolist():
        found[place] = items[commas.item[place]][1][commas.row[place] + 1].role == "problem"
    return found


def _of_purpose(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether a comma stands before a purpose, or inside one."""
    return _PURPOSE.match(text, *right) is not None or (
        _PURPOSE.match(text, *left) is not None and _GOES_ON.match(text, *right) is not None
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
