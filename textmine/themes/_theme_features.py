"""What the themes of a statement are read from: its own words, and the themes of the statements that answer it.

Section five is written in pairs: what is named as a shortfall comes back as a step. The second pass therefore looks at the
first-pass scores of the counterparts (steps for a shortfall, shortfalls for a step), which recognises statements that say their point
in words never seen, as long as one side of the pair is plain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.segmentation import segment
from textmine.themes._features import I64, Edge, Occurrences, edge_ngrams, expand, ngram_parts, spans
from textmine.themes._linear import F64, UnitRows
from textmine.themes._sparse import add_chosen
from textmine.themes._units import Units

FLOOR = -6.0  # score of a counterpart that is not there
_SHORTFALL, _STEP, _NEITHER = 0, 1, 2
_SIDE_OF_ROLE = np.array([_SHORTFALL, _STEP, _STEP, _NEITHER])

_OF_SCORES = 24
_PLACE = 4
SECOND_PASS_COLUMNS = 2 + _OF_SCORES + _PLACE + 3
THIRD_PASS_COLUMNS = _OF_SCORES + 4  # besides those of the second pass
OPEN = 0.1
"""A statement is open while a theme's probability lies between this and one minus this. Only open statements are shown to the cue
tables, which take longer than all the rest. Out of fold, report-level F1 (usual / free wording) is 0.974 / 0.843 with all statements
shown, 0.973 / 0.842 with 0.1 (44 % shown), 0.971 / 0.843 with 0.2 (31 %) and 0.968 / 0.835 without cue tables.
"""


class Sources(NamedTuple):
    """First-pass scores of whole statements and of their best clause (statements × themes), and first-pass features with rows of
    unit length.
    """

    scores: F64
    clause_best: F64
    rows: UnitRows


class ClauseFeatures(NamedTuple):
    """First-pass features by clause.

    ``owner`` and ``start``: the statement and the first slot of each clause; ``words``: the segmented words (also one of the parts).
    """

    owner: I64
    start: I64
    parts: list[Occurrences]
    words: Occurrences


def clause_features(units: Units, chosen: NDArray[np.bool_] | None = None) -> ClauseFeatures:
    """First-pass features of statements (``chosen`` ones; default: all). N-grams do not reach over punctuation."""
    owner, start, end = units.clauses(chosen)
    words, pairs = _words(units, start, end)
    edges = [
        *(Edge(start, end, "begin", size) for size in (2, 3)),
        *(Edge(start, end, "finish", size, at_end=True) for size in (2, 3)),
    ]
    grams = ngram_parts(units.batch, start, end, field="t", sizes=(1, 2, 3, 4))
    return ClauseFeatures(owner, start, [*grams, edge_ngrams(units.batch, edges), words, pairs], words)


def _words(units: Units, start: I64, end: I64) -> tuple[Occurrences, Occurrences]:
    """Segmented words of each clause, and pairs of neighbouring words.

    Clauses are segmented in one call, with full stops between them, so that words do not depend on what stands around a clause.
    """
    positions, clause = expand(start, end)
    joined = np.full(len(positions) + len(start), _STOP, dtype=np.uint32)
    joined[np.arange(len(positions)) + clause] = units.batch.codes.take(positions)
    tokens = segment(joined.tobytes().decode("utf-32-le", "replace"))
    apart = np.frombuffer("\n".join(tokens).encode("utf-32-le", "surrogatepass"), np.uint32) == _LINE_END
    lengths = np.diff(np.flatnonzero(apart), prepend=-1, append=len(apart))[: len(tokens)] - 1
    first = np.cumsum(lengths) - lengths
    kept = np.flatnonzero(joined.take(first) != _STOP)
    stops = np.cumsum(end - start + 1) - 1
    begin = first.take(kept)
    owner = np.searchsorted(stops, begin)
    begin -= (stops - end).take(owner)
    finish = begin + lengths.take(kept)
    counts = np.bincount(owner, minlength=len(start))
    words = spans(units.batch, counts, begin, finish, field="word")
    near = np.flatnonzero(owner[1:] == owner[:-1])
    neighbours = np.maximum(counts - 1, 0)
    pairs = spans(units.batch, neighbours, begin.take(near), finish.take(near + 1), field="words")
    return words, pairs


_STOP, _LINE_END = ord("。"), ord("\n")  # the latter is a blank and stands in no batch


def of_statements(found: Occurrences, owner: I64, n_rows: int) -> Occurrences:
    """Clause features as features of whole statements."""
    return Occurrences(statement_bounds(found.first, owner, n_rows), found.hashes, found.starts, found.ends)


def statement_bounds(of_clauses: I64, owner: I64, n_rows: int) -> I64:
    """The first entry of each statement, and their number, from those of the clauses."""
    return of_clauses.take(np.searchsorted(owner, np.arange(n_rows + 1)))


def second_columns(pairs: Counterparts, sources: Sources) -> Iterator[F64]:
    """Features of the second pass, ``SECOND_PASS_COLUMNS`` arrays that broadcast to statements × themes."""
    yield sources.clause_best
    yield np.maximum(sources.clause_best, -1.0)
    yield from _score_columns(pairs, sources.scores)
    for place in pairs.places:
        yield place[:, None]


def third_columns(pairs: Counterparts, logits: F64, rules: F64) -> Iterator[F64]:
    """What the third pass sees besides the second's columns (``THIRD_PASS_COLUMNS`` arrays): what those become with its ``logits``
    as scores, and what the cue tables say (``rules``: probabilities, -1 for statements that they were not shown).

    What the second pass found out about one side of a pair so reaches the other side.
    """
    yield from _score_columns(pairs, logits)
    said = np.maximum(rules, 0.0)
    yield (rules >= 0.0).astype(np.float64)
    yield (rules >= 0.5).astype(np.float64)
    yield said
    yield said * np.minimum(logits, 0.0)


def stacked(columns: Iterable[F64], shape: tuple[int, ...]) -> F64:
    """Columns as one array, columns × statements × themes (for fitting)."""
    return np.stack([np.broadcast_to(column, shape) for column in columns])


def second_pass(pairs: Counterparts, sources: Sources) -> F64:
    """Features of the second pass as one array."""
    return stacked(second_columns(pairs, sources), sources.scores.shape)


def third_pass(pairs: Counterparts, logits: F64, rules: F64) -> F64:
    """What the third pass sees besides as one array."""
    return stacked(third_columns(pairs, logits, rules), logits.shape)


def open_statements(logits: F64) -> NDArray[np.bool_]:
    """Which statements are still open after the second pass."""
    border = np.log((1.0 - OPEN) / OPEN)
    result: NDArray[np.bool_] = (np.abs(logits) < border).any(axis=1)
    return result


def _score_columns(pairs: Counterparts, scores: F64) -> Iterator[F64]:
    """The columns that depend on scores (of the first pass, or logits of the second)."""
    best = np.max(scores, axis=1, keepdims=True, initial=FLOOR)
    runner_up = np.partition(scores, -2, axis=1)[:, -2:-1] if len(scores) else best
    is_best = scores == best
    padded = np.concatenate([scores, np.full((1, scores.shape[1]), FLOOR)])
    maxima = pairs.maxima(scores, pairs.group_first)
    opposite = maxima.take(pairs.opposite, axis=0)
    aligned, similar = padded.take(pairs.aligned, axis=0), padded.take(pairs.similar, axis=0)
    before, after = padded.take(pairs.before, axis=0), padded.take(pairs.after, axis=0)
    item = pairs.maxima(scores, pairs.item_first).take(pairs.same_item, axis=0)
    yield scores
    yield np.maximum(scores, -1.0)
    yield np.minimum(scores, -2.0)
    yield np.where(is_best, runner_up, best)
    yield is_best.astype(np.float64)
    yield (scores > -1).sum(axis=1, keepdims=True).astype(np.float64)
    yield opposite
    yield np.maximum(opposite, -1.5)
    yield aligned
    yield aligned * pairs.equal
    yield item
    yield item * pairs.same_count
    yield similar
    yield similar * pairs.similarity
    yield (similar > -1) * pairs.similarity
    yield pairs.strongest_other(scores, maxima)
    yield before
    yield after
    yield np.maximum(np.maximum(before, after), aligned)
    yield (aligned > -1).astype(np.float64)
    yield (item > -1).astype(np.float64)
    for role in range(3):
        yield scores * pairs.roles[role]


class Counterparts:
    """For each statement, the statements on the other side of its section, worked out once for all passes.

    Attributes hold row numbers (one past the last row: none) or flags, one a statement.
    """

    def __init__(self, units: Units, roles: I64, features: UnitRows) -> None:
        side = _SIDE_OF_ROLE[roles]
        n = len(units)
        n_texts = int(units.text.max()) + 1 if n else 0
        self._key = np.where(side == _NEITHER, 2 * n_texts, 2 * units.text + side)
        self._order = np.argsort(self._key, kind="stable")
        self._sizes = np.bincount(self._key, minlength=2 * n_texts + 1)
        self._first = np.cumsum(self._sizes) - self._sizes
        rank = np.empty(n, np.int64)
        rank[self._order] = np.arange(n) - self._first[self._key[self._order]]
        active = side != _NEITHER
        other = np.where(active, self._key ^ 1, self._key)
        rows = np.flatnonzero(active & (self._sizes[other] > 0))
        self.group_first = self._first, self._sizes > 0
        self.opposite = np.where(active & (self._sizes[other] > 0), other, len(self._sizes))
        self._align(rows, rank, other[rows], n)
        self._items(units, rank, rows, other[rows])
        self._look_alikes(units, features, rows, other[rows])
        place = np.arange(n)
        self.before, self.after = (
            np.where((units.text[near] == units.text) & active & active[near] & (side[near] != side), near, n)
            for near in (np.clip(place - 1, 0, n - 1), np.clip(place + 1, 0, n - 1))
        )
        self._active = active
        self.roles = [(roles == role)[:, None].astype(np.float64) for role in range(3)]
        has = np.zeros(n)
        has[rows] = 1.0
        flags = [has, self.equal[:, 0], self.same_count[:, 0], self.similarity[:, 0]]
        self.places = np.stack([*flags, *(chosen[:, 0] for chosen in self.roles)])

    def _align(self, rows: I64, rank: I64, other: I64, n: int) -> None:
        """The statement at the same relative place on the other side; whether both sides are equally long."""
        own, there = self._sizes[self._key[rows]], self._sizes[other]
        place = ((2 * rank[rows] + 1) * there) // (2 * own)
        self.aligned = np.full(n, n)
        self.aligned[rows] = self._order[self._first[other] + np.minimum(place, there - 1)]
        self.equal = np.zeros((n, 1))
        self.equal[rows, 0] = own == there

    def _items(self, units: Units, rank: I64, rows: I64, other: I64) -> None:
        """The statements of the other side under the same item number; whether both sides have as many items."""
        ordered = self._order
        opens = (units.mark[ordered] > 0) | (rank[ordered] == 0)
        opens[1:] |= np.diff(ordered) != 1  # something of the other side stands between
        running = np.cumsum(opens)
        start = np.zeros(len(self._sizes), np.int64)
        filled = self._sizes > 0
        start[filled] = running[self._first[filled]] - 1 if len(running) else 0
        count = np.zeros(len(self._sizes), np.int64)
        last = self._first + self._sizes - 1
        count[filled] = running[last[filled]] - start[filled] if len(running) else 0
        number = np.empty(len(ordered), np.int64)
        number[ordered] = running - 1 - start[self._key[ordered]]
        total = int(running[-1]) if len(running) else 0
        first = np.flatnonzero(opens)
        self.item_first = first, np.ones(len(first), bool)
        self.same_item = np.full(len(ordered), total)
        there = number[rows] < count[other]
        self.same_item[rows[there]] = (start[other] + number[rows])[there]
        self.same_count = np.zeros((len(ordered), 1))
        self.same_count[rows, 0] = count[self._key[rows]] == count[other]

    def _look_alikes(self, units: Units, features: UnitRows, rows: I64, other: I64) -> None:
        """The statement of the other side that shares most wording, and the cosine of the two."""
        n = len(units)
        self.similar = np.full(n, n)
        self.similarity = np.zeros((n, 1))
        if not len(rows):
            return
        products, place = _products(features, units.text, np.unique(units.text.take(rows)))
        first = self._first.take(other)
        positions, owner = expand(first, first + self._sizes.take(other))
        right = self._order.take(positions)
        cosines = products.take(place.take(rows).take(owner) + units.index.take(right))
        opens = np.flatnonzero(np.append(True, np.diff(owner) != 0))
        highest = np.maximum.reduceat(cosines, opens)
        hits = np.flatnonzero(cosines == highest.take(owner))
        best = hits[np.searchsorted(owner.take(hits), np.arange(len(rows)))]
        self.similar[rows], self.similarity[rows, 0] = right[best], cosines[best]

    def maxima(self, scores: F64, groups: tuple[I64, NDArray[np.bool_]]) -> F64:
        """Highest scores of groups of consecutive rows in the order of sides; empty groups, and one more row, have the floor."""
        first, filled = groups
        result = np.full((len(first) + 1, scores.shape[1]), FLOOR)
        if len(scores):
            result[:-1][filled] = np.maximum.reduceat(scores[self._order], first[filled], axis=0)
        np.maximum(result, FLOOR, out=result)
        return result

    def strongest_other(self, scores: F64, maxima: F64) -> F64:
        """Highest score among the other statements of the same side."""
        own = maxima[self._key]
        is_top = scores == own
        second = self.maxima(np.where(is_top, FLOOR, scores), self.group_first)[self._key]
        result: F64 = np.where(is_top, second, own)
        result[~self._active] = FLOOR
        return result


def _products(features: UnitRows, text_of: I64, texts: I64) -> tuple[F64, I64]:
    """Inner products of all pairs of statements of a text, for some texts, and where those of each statement begin.

    They are rounded, so that equal wording gives equal numbers whatever the order of the sum.
    """
    lows, highs = np.searchsorted(text_of, texts), np.searchsorted(text_of, texts, side="right")
    labels = np.empty(int(features.index.max(initial=-1)) + 1, np.int64)
    numbers = np.arange(len(features.index))
    rows = np.repeat(np.arange(len(text_of)), np.diff(features.first))
    sizes = highs - lows
    ends = np.cumsum(sizes * sizes)
    products = np.zeros(int(ends[-1]))
    bounds = (lows, highs, features.first.take(lows), features.first.take(highs), ends)
    for low, high, first, last, end in zip(*(bound.tolist() for bound in bounds), strict=True):
        own, size = features.index[first:last], high - low
        labels[own] = numbers[: last - first]  # of equal features, the last one's number
        label = labels.take(own)
        given = UnitRows(features.first[low : high + 1] - first, label, features.values[first:last])
        _add_gram(products[end - size * size : end], given, rows[first:last] - low)
    statements, text = expand(lows, highs)
    place = np.zeros(len(text_of), np.int64)
    place[statements] = (ends - sizes * sizes).take(text) + (statements - lows.take(text)) * sizes.take(text)
    return np.round(products, 9), place


_LARGEST_TABLE = 2_000_000


def _add_gram(products: F64, given: UnitRows, rows: I64) -> None:
    """Adds the inner products of all pairs of rows, row by row; labels lie below the number of entries, ``rows`` are the rows of the entries."""
    first, labels, values = given.first, given.index, given.values
    size, width = len(first) - 1, len(labels)
    if size * width <= _LARGEST_TABLE:
        cells = np.bincount(labels * size + rows, values, minlength=size * width)
        add_chosen(products.reshape(size, size), cells.reshape(width, size), first, labels, values)
        return
    for number, (low, high) in enumerate(pairwise(first.tolist())):  # too large a text for a dense table
        own = np.bincount(labels[low:high], values[low:high], minlength=width)
        products[number * size : (number + 1) * size] = np.bincount(
            rows, values * own.take(labels), minlength=size
        )
