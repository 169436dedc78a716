"""The learned model at work: roles and theme probabilities for a batch of statements. Needs numpy and scipy only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.errors import ResourceError
from textmine.themes._features import I64, Occurrences
from textmine.themes._linear import F64, Encoded, Encoder, Linear
from textmine.themes._role_features import CONTEXT_COLUMNS, neighbourhood, role_occurrences
from textmine.themes._theme_features import SECOND_PASS_COLUMNS, own_ngrams, second_pass, theme_occurrences
from textmine.themes._units import Units

CONTEXT = 3  # code of the role context


@dataclass(frozen=True, slots=True)
class FirstPass:
    """An encoder and the linear models over its features."""

    encoder: Encoder
    linear: Linear

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], prefix: str) -> FirstPass:
        """The pass stored under ``prefix``."""
        encoder = Encoder(arrays[f"{prefix}.hashes"], arrays[f"{prefix}.weights"].astype(np.float32))
        coefficients = arrays[f"{prefix}.coefficients"].astype(np.float32)
        return cls(encoder, Linear(coefficients, arrays[f"{prefix}.intercepts"].astype(np.float32)))

    def to_arrays(self, prefix: str) -> dict[str, NDArray[Any]]:
        """Arrays as stored. Half precision keeps three digits, which moves no score by more than 0.01."""
        return {
            f"{prefix}.hashes": self.encoder.vocabulary.hashes,
            f"{prefix}.weights": self.encoder.weights.astype(np.float16),
            f"{prefix}.coefficients": self.linear.coefficients.astype(np.float16),
            f"{prefix}.intercepts": self.linear.intercepts.astype(np.float32),
        }

    def encode(self, found: Occurrences, n_rows: int) -> Encoded:
        """Known features of each row."""
        return self.encoder.encode(found, n_rows)


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model says about each statement of a batch."""

    roles: I64
    role_probability: F64
    themes: F64
    encoded: Encoded


@dataclass(frozen=True, slots=True)
class Scorer:
    """First and second passes for roles and themes.

    ``role_second`` is (columns + 1) × 4, ``theme_second`` (columns + themes,): one weight a column, shared by all themes, and one intercept a
    theme. ``thresholds`` is themes × 3 roles × (review from, counts from).
    """

    themes: tuple[str, ...]
    role_first: FirstPass
    role_second: F64
    theme_first: FirstPass
    theme_second: F64
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
                arrays["theme.thresholds"],
            )
        except KeyError as error:
            raise ResourceError(
                f"The model lacks the array {error}; rebuild it with `textmine train`."
            ) from error
        n = len(themes)
        found = (
            scorer.role_second.shape,
            scorer.theme_second.shape,
            scorer.thresholds.shape,
            scorer.theme_first.linear.coefficients.shape[1:],
        )
        if found != ((CONTEXT_COLUMNS + 1, 4), (SECOND_PASS_COLUMNS + n,), (n, 3, 2), (n,)):
            raise ResourceError(
                f"The model's arrays do not fit this textmine ({found}); rebuild it with `textmine train`."
            )
        return scorer

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays as stored."""
        return {
            **self.role_first.to_arrays("role"),
            "role.second": self.role_second,
            **self.theme_first.to_arrays("theme"),
            "theme.second": self.theme_second,
            "theme.thresholds": self.thresholds,
        }

    def score(self, units: Units) -> Scores:
        """Roles and themes of all statements of a batch."""
        own = own_ngrams(units)
        roles, certainty = self.roles(units, own)
        encoded = self.theme_first.encode(theme_occurrences(units, own), len(units))
        first = self.theme_first.linear.scores(encoded)
        return Scores(roles, certainty, self.theme_probabilities(units, roles, first, encoded), encoded)

    def roles(self, units: Units, own: Occurrences) -> tuple[I64, F64]:
        """Role code and its probability for each statement."""
        encoded = self.role_first.encode(role_occurrences(units, own), len(units))
        dense = neighbourhood(units, self.role_first.linear.scores(encoded))
        logits = dense @ self.role_second[:-1] + self.role_second[-1]
        probability = sigmoid(logits)
        probability /= np.maximum(probability.sum(axis=1, keepdims=True), 1e-12)
        roles = probability.argmax(axis=1)
        return roles, probability.max(axis=1, initial=0.0)

    def theme_probabilities(self, units: Units, roles: I64, first: F64, encoded: Encoded) -> F64:
        """Probability of each theme for each statement; 0 for context."""
        columns = second_pass(units, roles, first, encoded.matrix)
        logits = columns @ self.theme_second[:SECOND_PASS_COLUMNS] + self.theme_second[SECOND_PASS_COLUMNS:]
        probability = sigmoid(logits)
        probability[roles == CONTEXT] = 0.0
        return probability


def sigmoid(values: F64) -> F64:
    """Logistic function, safe for large values."""
    result: F64 = 0.5 * (1.0 + np.tanh(0.5 * values))
    return result
