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

from textmine.themes._features import I64, Occurrences, edge_ngrams, expand, join, ngrams
from textmine.themes._units import Units

F64 = NDArray[np.float64]
FLOOR = -6.0  # score of a counterpart that is not there
_SHORTFALL, _STEP, _NEITHER = 0, 1, 2
_SIDE_OF_ROLE = np.array([_SHORTFALL, _STEP, _STEP, _NEITHER])
SECOND_PASS_COLUMNS = 34


@dataclass(frozen=True, slots=True)
class Sources:
    """What the second pass looks at: first-pass scores of whole statements and of their best clause, probabilities given by the cue
    tables (all statements × themes), and first-pass features with rows of unit length.
    """

    scores: F64
    clause_best: F64
    rules: F64
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
        ]
    )
    return found, owner


def of_statements(found: Occurrences, owner: I64) -> Occurrences:
    """Clause features as features of whole statements."""
    return Occurrences(owner[found.rows], found.hashes, found.starts, found.ends)


def second_pass(units: Units, roles: I64, sources: Sources) -> F64:
    """Features of the second pass, shape (statements, themes, SECOND_PASS_COLUMNS). ``roles`` are final role codes."""
    scores, rules = sources.scores, sources.rules
    pairs = _Counterparts(units, roles)
    best = np.max(scores, axis=1, keepdims=True, initial=FLOOR)
    runner_up = np.partition(scores, -2, axis=1)[:, -2:-1] if len(scores) else best
    is_best = scores == best
    opposite = pairs.strongest(scores)
    aligned, equal = pairs.aligned(scores)
    item, same = pairs.same_item(scores)
    similar, similarity = pairs.most_similar(scores, sources.matrix)
    before, after = pairs.adjacent(scores)
    columns = [
        scores,
        np.maximum(scores, -1.0),
        np.minimum(scores, -2.0),
        sources.clause_best,
        np.maximum(sources.clause_best, -1.0),
        np.where(is_best, runner_up, best),
        is_best,
        (scores > -1).sum(axis=1, keepdims=True),
        opposite,
        np.maximum(opposite, -1.5),
        pairs.has_opposite[:, None],
        aligned,
        aligned * equal,
        equal,
        item,
        item * same,
        same,
        similar,
        similar * similarity,
        similarity,
        (similar > -1) * similarity,
        pairs.strongest_other_of_side(scores),
        before,
        after,
        np.maximum(np.maximum(before, after), aligned),
        rules >= 0.5,
        rules,
        rules * np.minimum(scores, 0.0),
    ]
    for role in range(3):
        chosen = (roles == role)[:, None]
        columns += [chosen * scores, chosen]
    result = np.empty((*scores.shape, SECOND_PASS_COLUMNS))
    for number, column in enumerate(columns):
        result[:, :, number] = column
    return result


class _Counterparts:
    """For each statement, the statements on the other side of its section."""

    def __init__(self, units: Units, roles: I64) -> None:
        self.units = units
        self.side = _SIDE_OF_ROLE[roles]
        n_texts = int(units.text.max()) + 1 if len(units) else 0
        self.key = np.where(self.side == _NEITHER, 2 * n_texts, 2 * units.text + self.side)
        self.order = np.argsort(self.key, kind="stable")
        self.sizes = np.bincount(self.key, minlength=2 * n_texts + 1)
        self.first = np.cumsum(self.sizes) - self.sizes
        self.rank = np.empty(len(units), np.int64)
        self.rank[self.order] = np.arange(len(units)) - self.first[self.key[self.order]]
        self.active = self.side != _NEITHER
        self.other = np.where(self.active, self.key ^ 1, self.key)
        self.has_opposite = self.active & (self.sizes[self.other] > 0)

    def strongest(self, scores: F64) -> F64:
        """Highest score of each theme on the other side."""
        result = np.full_like(scores, FLOOR)
        result[self.has_opposite] = self._maxima(scores)[self.other[self.has_opposite]]
        return result

    def _maxima(self, scores: F64) -> F64:
        table = np.full((len(self.sizes), scores.shape[1]), FLOOR)
        np.maximum.at(table, self.key, scores)
        return table

    def strongest_other_of_side(self, scores: F64) -> F64:
        """Highest score among the other statements of the same side."""
        maxima = self._maxima(scores)
        is_top = scores == maxima[self.key]
        second = np.full_like(maxima, FLOOR)
        np.maximum.at(second, self.key, np.where(is_top, FLOOR, scores))
        result: F64 = np.where(is_top, second[self.key], maxima[self.key])
        result[~self.active] = FLOOR
        return result

    def aligned(self, scores: F64) -> tuple[F64, F64]:
        """Scores of the statement at the same relative place on the other side; whether both sides are equally long."""
        result = np.full_like(scores, FLOOR)
        rows = np.flatnonzero(self.has_opposite)
        own, other = self.sizes[self.key[rows]], self.sizes[self.other[rows]]
        place = np.floor((2 * self.rank[rows] + 1) * other / (2 * own)).astype(np.int64)
        chosen = self.order[self.first[self.other[rows]] + np.minimum(place, other - 1)]
        result[rows] = scores[chosen]
        equal = np.zeros((len(scores), 1))
        equal[rows, 0] = own == other
        return result, equal

    def _items(self) -> I64:
        """Number of the enumerated item a statement belongs to, counted on its side."""
        ordered = self.order
        new = (self.units.mark[ordered] > 0) | (self.rank[ordered] == 0)
        neighbours = np.empty(len(ordered), bool)
        neighbours[:1] = True
        neighbours[1:] = np.diff(ordered) != 1  # something of the other side stands between
        running = np.cumsum(new | neighbours)
        numbers = np.empty(len(ordered), np.int64)
        numbers[ordered] = running - running[self.first[self.key[ordered]]]
        return numbers

    def same_item(self, scores: F64) -> tuple[F64, F64]:
        """Highest scores among the other side's statements under the same item number; whether both sides have as many items."""
        items = self._items()
        most = np.zeros(len(self.sizes), np.int64)
        np.maximum.at(most, self.key, items)
        width = int(items.max(initial=0)) + 1
        table = np.full((len(self.sizes) * width, scores.shape[1]), FLOOR)
        np.maximum.at(table, self.key * width + items, scores)
        result = np.full_like(scores, FLOOR)
        rows = np.flatnonzero(self.has_opposite)
        result[rows] = table[self.other[rows] * width + items[rows]]
        same = np.zeros((len(scores), 1))
        same[rows, 0] = most[self.key[rows]] == most[self.other[rows]]
        return result, same

    def adjacent(self, scores: F64) -> tuple[F64, F64]:
        """Scores of the statement just before and just after, where it is of the other side."""
        results = []
        for step in (-1, 1):
            near = np.roll(np.arange(len(scores)), -step)
            fits = (self.units.text[near] == self.units.text) & self.active & self.active[near]
            fits &= (self.side[near] != self.side) & (np.abs(near - np.arange(len(scores))) == 1)
            result = np.full_like(scores, FLOOR)
            result[fits] = scores[near[fits]]
            results.append(result)
        return results[0], results[1]

    def most_similar(self, scores: F64, matrix: csr_matrix) -> tuple[F64, F64]:
        """Scores of the statement of the other side that shares most wording, and the cosine of the two."""
        result = np.full_like(scores, FLOOR)
        similarity = np.zeros((len(scores), 1))
        rows = np.flatnonzero(self.has_opposite)
        if not len(rows):
            return result, similarity
        first = self.first[self.other[rows]]
        positions, owner = expand(first, first + self.sizes[self.other[rows]])
        left, right = rows[owner], self.order[positions]
        cosines = _row_products(matrix, left, right)
        ranking = np.lexsort((-right, cosines, owner))
        last = np.flatnonzero(np.append(np.diff(owner[ranking]) != 0, True))
        best = ranking[last]
        result[rows], similarity[rows, 0] = scores[right[best]], cosines[best]
        return result, similarity


def _row_products(matrix: csr_matrix, left: I64, right: I64) -> F64:
    """Inner products of pairs of rows."""
    # each pair comes from both sides and is worked out once
    low, high = np.minimum(left, right), np.maximum(left, right)
    size = matrix.shape[0]
    wanted, inverse = np.unique(low * size + high, return_inverse=True)
    a, b = matrix[wanted // size], matrix[wanted % size]
    products = np.asarray(a.multiply(b).sum(axis=1)).ravel()
    result: F64 = products[inverse]
    return result
