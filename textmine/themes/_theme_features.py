"""What the themes of a statement are read from: its own words, and the themes of the statements that answer it.

Section five is written in pairs: what is named as a shortfall comes back as a step. The second pass therefore looks at the
first-pass scores of the counterparts (steps for a shortfall, shortfalls for a step), which recognises statements that say their point
in words never seen, as long as one side of the pair is plain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from textmine.segmentation import segment
from textmine.themes._features import I64, Occurrences, edge_ngrams, expand, join, ngrams, spans
from textmine.themes._units import Units

F64 = NDArray[np.float64]
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


@dataclass(frozen=True, slots=True)
class Sources:
    """First-pass scores of whole statements and of their best clause (statements × themes), and first-pass features with rows of
    unit length.
    """

    scores: F64
    clause_best: F64
    matrix: csr_matrix


def own_ngrams(units: Units) -> Occurrences:
    """Character n-grams of the statements, for roles."""
    return ngrams(units.batch, units.start, units.end, field="t", sizes=(1, 2, 3))


def clause_occurrences(units: Units) -> tuple[Occurrences, I64]:
    """First-pass features by clause, and the statement of each clause. N-grams do not reach over punctuation."""
    owner, start, end = units.clauses()
    found = join(
        [
            ngrams(units.batch, start, end, field="t", sizes=(1, 2, 3, 4)),
            edge_ngrams(units.batch, start, end, field="begin", sizes=(2, 3)),
            edge_ngrams(units.batch, start, end, field="finish", sizes=(2, 3), at_end=True),
            *_words(units, start, end),
        ]
    )
    return found, owner


def _words(units: Units, start: I64, end: I64) -> list[Occurrences]:
    """Segmented words of each clause, and pairs of neighbouring words.

    Clauses are segmented in one call, with full stops between them, so that words do not depend on what stands around a clause.
    """
    positions, clause = expand(start, end)
    joined = np.full(len(positions) + len(start), _STOP, dtype=np.uint32)
    joined[np.arange(len(positions)) + clause] = units.batch.codes[positions]
    tokens = segment(joined.tobytes().decode("utf-32-le", "replace"))
    lengths = np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
    first = np.cumsum(lengths) - lengths
    stops = np.cumsum(end - start + 1) - 1
    owner = np.searchsorted(stops, first)
    shift = (stops - end)[np.minimum(owner, len(stops) - 1)] if len(stops) else first
    kept = np.flatnonzero(joined[first] != _STOP)
    owner, begin = owner[kept], first[kept] - shift[kept]
    finish = begin + lengths[kept]
    paired = np.flatnonzero(owner[1:] == owner[:-1])
    return [
        spans(units.batch, owner, begin, finish, field="word"),
        spans(units.batch, owner[paired], begin[paired], finish[paired + 1], field="words"),
    ]


_STOP = ord("。")


def of_statements(found: Occurrences, owner: I64) -> Occurrences:
    """Clause features as features of whole statements."""
    return Occurrences(owner[found.rows], found.hashes, found.starts, found.ends)


def second_pass(pairs: Counterparts, sources: Sources) -> F64:
    """Features of the second pass, shape (SECOND_PASS_COLUMNS, statements, themes)."""
    scores = sources.scores
    result = np.empty((SECOND_PASS_COLUMNS, *scores.shape))
    result[0] = sources.clause_best
    np.maximum(sources.clause_best, -1.0, out=result[1])
    _score_columns(pairs, scores, result[2 : 2 + _OF_SCORES])
    result[2 + _OF_SCORES :] = pairs.places[:, :, None]
    return result


def third_pass(pairs: Counterparts, logits: F64, rules: F64) -> F64:
    """What the third pass sees besides the second's columns: what those become with its ``logits`` as scores, and
    what the cue tables say (``rules``: probabilities, -1 for statements that they were not shown).

    What the second pass found out about one side of a pair so reaches the other side.
    """
    result = np.empty((THIRD_PASS_COLUMNS, *logits.shape))
    _score_columns(pairs, logits, result[:_OF_SCORES])
    said = np.maximum(rules, 0.0)
    result[-4] = rules >= 0.0
    result[-3] = rules >= 0.5
    result[-2] = said
    np.multiply(said, np.minimum(logits, 0.0), out=result[-1])
    return result


def open_statements(logits: F64) -> NDArray[np.bool_]:
    """Which statements are still open after the second pass."""
    border = np.log((1.0 - OPEN) / OPEN)
    result: NDArray[np.bool_] = (np.abs(logits) < border).any(axis=1)
    return result


def _score_columns(pairs: Counterparts, scores: F64, out: F64) -> None:
    """The columns that depend on scores (of the first pass, or logits of the second)."""
    best = np.max(scores, axis=1, keepdims=True, initial=FLOOR)
    runner_up = np.partition(scores, -2, axis=1)[:, -2:-1] if len(scores) else best
    is_best = scores == best
    padded = np.concatenate([scores, np.full((1, scores.shape[1]), FLOOR)])
    maxima = pairs.maxima(scores, pairs.group_first)
    aligned, similar = padded[pairs.aligned], padded[pairs.similar]
    before, after = padded[pairs.before], padded[pairs.after]
    item = pairs.maxima(scores, pairs.item_first)[pairs.same_item]
    out[0] = scores
    np.maximum(scores, -1.0, out=out[1])
    np.minimum(scores, -2.0, out=out[2])
    out[3] = np.where(is_best, runner_up, best)
    out[4] = is_best
    out[5] = (scores > -1).sum(axis=1, keepdims=True)
    out[6] = maxima[pairs.opposite]
    np.maximum(out[6], -1.5, out=out[7])
    out[8] = aligned
    np.multiply(aligned, pairs.equal, out=out[9])
    out[10] = item
    np.multiply(item, pairs.same_count, out=out[11])
    out[12] = similar
    np.multiply(similar, pairs.similarity, out=out[13])
    np.multiply(similar > -1, pairs.similarity, out=out[14])
    out[15] = pairs.strongest_other(scores, maxima)
    out[16] = before
    out[17] = after
    np.maximum(np.maximum(before, after), aligned, out=out[18])
    out[19] = aligned > -1
    out[20] = item > -1
    for role in range(3):
        np.multiply(scores, pairs.roles[role], out=out[21 + role])


class Counterparts:
    """For each statement, the statements on the other side of its section, worked out once for all passes.

    Attributes hold row numbers (one past the last row: none) or flags, one a statement.
    """

    def __init__(self, units: Units, roles: I64, matrix: csr_matrix) -> None:
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
        self._look_alikes(matrix, rows, other[rows], n)
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

    def _look_alikes(self, matrix: csr_matrix, rows: I64, other: I64, n: int) -> None:
        """The statement of the other side that shares most wording, and the cosine of the two."""
        self.similar = np.full(n, n)
        self.similarity = np.zeros((n, 1))
        if not len(rows):
            return
        first = self._first[other]
        positions, owner = expand(first, first + self._sizes[other])
        left, right = rows[owner], self._order[positions]
        cosines = _row_products(matrix, left, right)
        opens = np.flatnonzero(np.append(True, np.diff(owner) != 0))
        highest = np.maximum.reduceat(cosines, opens)
        hits = np.flatnonzero(cosines == highest[owner])
        best = hits[np.searchsorted(owner[hits], np.arange(len(rows)))]
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


def _row_products(matrix: csr_matrix, left: I64, right: I64) -> F64:
    """Inner products of pairs of rows."""
    # each pair comes from both sides and is worked out once
    low, high = np.minimum(left, right), np.maximum(left, right)
    size = matrix.shape[0]
    wanted, inverse = np.unique(low * size + high, return_inverse=True)
    a, b = matrix[wanted // size], matrix[wanted % size]
    products = np.asarray(a.multiply(b).sum(axis=1)).ravel()
    result: F64 = np.round(products, 9)[inverse]
    return result
