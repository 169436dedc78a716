"""The learned model at work: roles and theme probabilities for a batch of statements. Needs numpy and scipy only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.errors import ResourceError
from textmine.themes._features import I64, Occurrences
from textmine.themes._linear import F64, Encoded, FirstPass
from textmine.themes._parting import ClauseScores
from textmine.themes._role_features import CONTEXT_COLUMNS, neighbourhood, role_parts
from textmine.themes._sparse import add_chosen
from textmine.themes._theme_features import (
    FLOOR,
    SECOND_PASS_COLUMNS,
    THIRD_PASS_COLUMNS,
    Counterparts,
    Sources,
    clause_features,
    of_statements,
    open_statements,
    second_columns,
    statement_bounds,
    third_columns,
)
from textmine.themes._told_roles import with_told_roles
from textmine.themes._units import Units

RECTIFIED, CONTEXT = 2, 3  # codes of two of the roles
Consult = Callable[[NDArray[np.bool_]], F64]


class ThemeScores(NamedTuple):
    """Probabilities (statements × themes), the features that count as evidence, the segmented words, and the scores of clauses."""

    probability: F64
    encoded: Encoded
    words: Occurrences
    clauses: ClauseScores


@dataclass(frozen=True, slots=True)
class Scorer:
    """First, second and third passes for roles and themes.

    ``role_second`` is (columns + 1) × 4; ``theme_second`` and ``theme_third`` are (columns + themes,): one weight a column, shared by
    all themes, and one intercept a theme. ``thresholds`` is themes × 3 roles × (review from, counts from).
    """

    themes: tuple[str, ...]
    role_first: FirstPass
    role_second: F64
    theme_first: FirstPass
    theme_second: F64
    theme_third: F64
    thresholds: F64

    @classmethod
    def from_arrays(cls, themes: tuple[str, ...], arrays: Mapping[str, NDArray[Any]]) -> Scorer:
        """Raises ResourceError if arrays are missing or of the wrong shape."""
        try:
            scorer = cls(
                themes,
                FirstPass.from_arrays(arrays, "role"),
                arrays["role.second"],
                FirstPass.from_arrays(arrays, "theme"),
                arrays["theme.second"],
                arrays["theme.third"],
                arrays["theme.thresholds"],
            )
        except KeyError as error:
            raise ResourceError(
                f"The model lacks the array {error}; rebuild it with `textmine train`."
            ) from error
        n = len(themes)
        shapes = {
            "role.second": (scorer.role_second.shape, (CONTEXT_COLUMNS + 1, 4)),
            "theme.second": (scorer.theme_second.shape, (SECOND_PASS_COLUMNS + n,)),
            "theme.third": (scorer.theme_third.shape, (SECOND_PASS_COLUMNS + THIRD_PASS_COLUMNS + n,)),
            "theme.thresholds": (scorer.thresholds.shape, (n, 3, 2)),
            "theme.roots": (scorer.theme_first.coefficients.shape[1:], (n,)),
            "role.roots": (scorer.role_first.coefficients.shape[1:], (4,)),
        }
        for name, (found, wanted) in shapes.items():
            if found != wanted:
                raise ResourceError(
                    f"The model's array {name} has the shape {found}, this textmine needs {wanted}; "
                    "rebuild it with `textmine train`."
                )
        return scorer

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays as stored."""
        return {
            **self.role_first.to_arrays("role"),
            "role.second": self.role_second,
            **self.theme_first.to_arrays("theme"),
            "theme.second": self.theme_second,
            "theme.third": self.theme_third,
            "theme.thresholds": self.thresholds,
        }

    def roles(self, units: Units) -> F64:
        """Probability of each role for each statement (statements × roles, sums of 1)."""
        dense = neighbourhood(units, self.role_first.scores(role_parts(units)))
        # Not numpy's matrix product: its last digits would depend on how many statements there are.
        n, columns = dense.shape
        logits = np.zeros((n, self.role_second.shape[1]))
        every = np.tile(np.arange(columns), n)
        add_chosen(logits, self.role_second[:-1], np.arange(n + 1) * columns, every, dense.reshape(-1))
        logits += self.role_second[-1]
        probability = sigmoid(logits)
        probability[~units.looks_back, RECTIFIED] = 0.0
        probability /= np.maximum(probability.sum(axis=1, keepdims=True), 1e-12)
        return with_told_roles(units, probability)

    def themes_of(self, units: Units, roles: I64, consult: Consult) -> ThemeScores:
        """Probability of each theme for each statement (0 for context), and what evidence and parting rest on.

        ``consult`` is asked for the cue tables' probabilities (all statements × themes, -1 where it was not asked), given
        which statements are open.
        """
        active = roles != CONTEXT
        owner, start, parts, words = clause_features(units, active)
        encoded, sources, of_clauses = first_scores(self.theme_first, parts, owner, len(units))
        pairs = Counterparts(units, roles, sources.rows)
        shape, used = sources.scores.shape, SECOND_PASS_COLUMNS
        logits, third = weighted_sums(
            second_columns(pairs, sources), (self.theme_second, self.theme_third), shape
        )
        logits += self.theme_second[used:]
        rules = consult(open_statements(logits) & active)
        third += weighted_sums(third_columns(pairs, logits, rules), (self.theme_third[used:],), shape)[0]
        probability = sigmoid(third + self.theme_third[used + THIRD_PASS_COLUMNS :])
        probability[~active] = 0.0
        return ThemeScores(probability, encoded, words, ClauseScores(owner, start, of_clauses))


def first_scores(
    first: FirstPass, parts: Iterable[Occurrences], owner: I64, n_rows: int
) -> tuple[Encoded, Sources, F64]:
    """First-pass scores of statements and of their best clauses, from features by clause; also those of all clauses."""
    by_clause = first.encoder.encode(parts)
    raw = first.raw(by_clause)
    of_clauses = first.finish(raw, by_clause.squares)
    scores, clause_best = np.zeros((n_rows, raw.shape[1])), np.full((n_rows, raw.shape[1]), FLOOR)
    squares = np.bincount(owner, by_clause.squares, minlength=n_rows).astype(np.float64)
    if len(owner):
        opens = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
        filled = owner.take(opens)
        scores[filled] = np.add.reduceat(raw, opens, axis=0)
        clause_best[filled] = np.maximum.reduceat(of_clauses, opens, axis=0)
    bounds = statement_bounds(by_clause.first, owner, n_rows)
    encoded = replace(by_clause, first=bounds, squares=squares)
    unit_rows = first.encoder.unit_rows(encoded)
    return encoded, Sources(first.finish(scores, squares), clause_best, unit_rows), of_clauses


def weighted_sums(columns: Iterable[F64], weights: Sequence[F64], shape: tuple[int, ...]) -> tuple[F64, ...]:
    """For each vector of weights, the sum of the columns that they weigh; further weights are not used.

    Columns are added one after the other, so that a number does not depend on the others in the batch; those that are the same for all
    themes on their own.
    """
    sums = tuple(np.zeros(shape) for _ in weights)
    shared = tuple(np.zeros((shape[0], 1)) for _ in weights)
    room = np.empty(shape)
    for number, column in enumerate(columns):
        if column.shape == shape:
            for total, of in zip(sums, weights, strict=True):
                np.add(total, np.multiply(column, of[number], out=room), out=total)
        else:
            for total, of in zip(shared, weights, strict=True):
                np.add(total, column * of[number], out=total)
    for total, of_all in zip(sums, shared, strict=True):
        np.add(total, of_all, out=total)
    return sums


def shared_logits(columns: F64, weights: F64) -> F64:
    """Logits from columns × statements × themes: shared weights, then an intercept a theme."""
    return weighted_sums(columns, (weights,), columns.shape[1:])[0] + weights[len(columns) :]


def sigmoid(values: F64) -> F64:
    """Logistic function, safe for large values."""
    result: F64 = 0.5 * (1.0 + np.tanh(0.5 * values))
    return result


__all__ = ["CONTEXT", "Scorer", "first_scores", "of_statements", "shared_logits", "sigmoid"]
