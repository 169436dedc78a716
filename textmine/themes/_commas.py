"""Commas at which a point of section five can end, with what stands on both sides, found for a whole batch by array arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.themes._dependence import depends
from textmine.themes._features import I64, Batch, expand
from textmine.themes._units import FRAMES, ROLE_CODES, Texts

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
    leaning = [depends(commas.texts.items[number][0], *words) for number, words in before]
    return np.flatnonzero(commas.parts | ~np.array(leaning, bool))


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
    # Not above, here and below: the tagger loads in a third less time without the parser.
    from textmine.parsing._openings import CLOSES_QUOTE, OPENS_QUOTE

    table = np.zeros(0x10000, np.int8)
    for kind, chars in ((_COMMA, "，,"), (_SEMICOLON, "；;"), (_OPENS, OPENS_QUOTE), (_CLOSES, CLOSES_QUOTE)):
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
