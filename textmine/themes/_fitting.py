"""Fitting of the two kinds of linear models, so that the same data give the same bits.

First passes are fitted by liblinear with a fixed order of examples, second passes by Newton's method to convergence; training keeps to one thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from textmine.themes._features import I64, Occurrences, below_each_other, bounds_of, expand
from textmine.themes._lexicon import Lexicon
from textmine.themes._linear import F64, Coefficients, Encoder, FirstPass, learn_encoder

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows to learn from: ``found`` are their features, ``targets`` rows × labels, ``folds`` the fold of each row,
    ``teaches`` whether a row may be learned from.
    """

    found: Occurrences
    targets: Flags
    folds: I64
    teaches: Flags

    def chosen(self, rows: I64) -> Occurrences:
        """The features of some rows, renumbered."""
        found = self.found
        kept, _ = expand(found.first[rows], found.first[rows + 1])
        first = bounds_of(np.diff(found.first)[rows])
        return Occurrences(first, found.hashes[kept], found.starts[kept], found.ends[kept])


def fit_first(
    samples: Sequence[Sample],
    *,
    c: float,
    without: int | None = None,
    lexicon: Lexicon | None = None,
    least: int = 2,
) -> FirstPass:
    """One-against-rest logistic regressions on the samples' teaching rows, without those of one fold.

    The vocabulary is that of the first sample: features that ``least`` of its rows have.
    """
    from sklearn.linear_model import LogisticRegression

    rows = [np.flatnonzero(sample.teaches & (sample.folds != without)) for sample in samples]
    parts = [sample.chosen(chosen) for sample, chosen in zip(samples, rows, strict=True)]
    found = below_each_other(parts)
    total = len(found.first) - 1
    targets = np.concatenate([sample.targets[chosen] for sample, chosen in zip(samples, rows, strict=True)])
    # The first sample alone decides what is known: the others repeat its words, so that even a slip would occur twice.
    encoder = learn_encoder(parts[0], len(rows[0]), least=least)
    encoded = encoder.encode([found])
    matrix = encoder.unit_rows(encoded).matrix(len(encoder.weights))
    if lexicon is not None:
        lengths = np.sqrt(np.maximum(encoded.squares, 1.0))
        fields = lexicon.counts(found, total).multiply(LEXICON_SCALE / lengths[:, None])
        matrix = csr_matrix(hstack([matrix, fields]))
    models = [
        LogisticRegression(C=c, solver="liblinear", tol=0.01, random_state=0).fit(matrix, target)
        for target in targets.T
    ]
    weights = np.stack([model.coef_[0] for model in models], axis=1)
    intercepts = np.array([model.intercept_[0] for model in models], dtype=np.float32)
    return _folded(encoder, weights, intercepts, lexicon)


LEXICON_SCALE = 2.0
"""Weight of the word fields against single n-grams: of 0, 2 and 5, 2 was best on unseen batches and on the unseen phrase banks."""


def _folded(
    encoder: Encoder, weights: F64, intercepts: NDArray[np.float32], lexicon: Lexicon | None
) -> FirstPass:
    """Feature and field weights folded into what each occurrence is worth; words of fields join the vocabulary."""
    n = len(encoder.weights)
    worth = encoder.weights[:, None] * weights[:n]
    if lexicon is None:
        return FirstPass(encoder, Coefficients(worth), intercepts)
    by_word = LEXICON_SCALE * (lexicon.members @ weights[n:])
    hashes = np.union1d(encoder.vocabulary.hashes, lexicon.hashes)
    joined = np.zeros((len(hashes), weights.shape[1]))
    lengths = np.zeros(len(hashes), dtype=np.float32)
    known = np.searchsorted(hashes, encoder.vocabulary.hashes)
    joined[known] = worth
    lengths[known] = encoder.weights
    joined[np.searchsorted(hashes, lexicon.hashes)] += by_word
    return FirstPass(Encoder(hashes, lengths), Coefficients(joined), intercepts)


class _Rows:
    """Rows to fit, given chunk by chunk, so that they need not be held as one array."""

    def __init__(self, columns: F64) -> None:
        self.shape = columns.shape
        self._columns = columns

    def chunks(self) -> Iterator[tuple[slice, F64]]:
        """Which rows, and their columns."""
        for first in range(0, self.shape[0], _CHUNK):
            rows = slice(first, first + _CHUNK)
            yield rows, self._columns[rows]


class _SharedRows(_Rows):
    """Each pair of a row and a theme as a row: the columns (columns × rows × themes) and, behind them, which theme it is."""

    def __init__(self, columns: F64) -> None:
        n_columns, n_rows, n_themes = columns.shape
        self.shape = (n_rows * n_themes, n_columns + n_themes)
        self._columns = columns

    def chunks(self) -> Iterator[tuple[slice, F64]]:
        n_columns, n_rows, n_themes = self._columns.shape
        size = max(1, _CHUNK // n_themes)
        for first in range(0, n_rows, size):
            part = self._columns[:, first : first + size]
            dense = np.empty((part.shape[1], n_themes, n_columns + n_themes))
            dense[:, :, :n_columns] = part.transpose(1, 2, 0)
            dense[:, :, n_columns:] = np.eye(n_themes)
            begin = first * n_themes
            yield slice(begin, begin + part.shape[1] * n_themes), dense.reshape(-1, n_columns + n_themes)


def standardised_fit(columns: F64, target: Flags, c: float, *, start: F64 | None = None) -> F64:
    """Weights and intercept of a logistic regression on standardised columns, put back on the raw scale.

    Newton's method (iteratively reweighted least squares) goes on until steps are tiny, and the result is rounded to six digits, so that it does
    not depend on the order in which a machine adds up, nor on the weights to ``start`` from.
    """
    return _fit(_Rows(columns), target, c, start)


def _fit(rows: _Rows, target: Flags, c: float, start: F64 | None) -> F64:
    n, width = rows.shape
    mean = np.sum([part.sum(axis=0) for _, part in rows.chunks()], axis=0) / n
    squares = np.sum([((part - mean) ** 2).sum(axis=0) for _, part in rows.chunks()], axis=0)
    deviation = np.sqrt(squares / n)
    deviation[deviation < 1e-12] = 1.0
    weights = np.zeros(width + 1)
    if start is not None:
        weights[:-1] = start[:-1] * deviation
        weights[-1] = start[-1] + start[:-1] @ mean
    goal = target.astype(np.float64)
    for _ in range(_NEWTON_STEPS):
        gradient, curvature = _derivatives(rows, goal, weights, (mean, deviation))
        gradient[:-1] += weights[:-1] / c
        curvature[np.diag_indices(len(weights) - 1)] += 1.0 / c
        curvature[-1, -1] += 1e-9
        step = np.linalg.solve(curvature, gradient)
        largest = float(np.abs(step).max())
        weights -= step * min(1.0, 4.0 / max(largest, 1e-12))
        if largest < 1e-9:
            break
    raw = weights[:-1] / deviation
    return _rounded(np.append(raw, weights[-1] - raw @ mean))


_NEWTON_STEPS = 60
_CHUNK = 16384


def _derivatives(rows: _Rows, goal: F64, weights: F64, scale: tuple[F64, F64]) -> tuple[F64, F64]:
    """Gradient and Hessian of the log loss, summed over chunks of rows."""
    mean, deviation = scale
    gradient, curvature = np.zeros(len(weights)), np.zeros((len(weights), len(weights)))
    for place, raw in rows.chunks():
        part = np.ones((len(raw), len(weights)))
        part[:, :-1] = (raw - mean) / deviation
        probability = 0.5 * (1.0 + np.tanh(0.5 * (part @ weights)))
        gradient += part.T @ (probability - goal[place])
        curvature += (part * (probability * (1.0 - probability))[:, None]).T @ part
    return gradient, curvature


def _rounded(values: F64) -> F64:
    """Six significant digits."""
    scale = 10.0 ** (5 - np.floor(np.log10(np.maximum(np.abs(values), 1e-12))))
    result: F64 = np.round(values * scale) / scale
    return result


def fit_shared(columns: F64, targets: Flags, c: float, *, start: F64 | None = None) -> F64:
    """One model for all themes: shared weights of the columns, then an intercept a theme.

    ``columns`` is columns × rows × themes; ``start`` are such weights of like data.
    """
    first = None if start is None else np.append(start, 0.0)
    weights = _fit(_SharedRows(columns), targets.reshape(-1), c, first)
    n_columns = len(columns)
    return np.append(weights[:n_columns], weights[n_columns:-1] + weights[-1])


def best_threshold(probability: F64, target: Flags) -> float:
    """Probability from which tagging gives the best F1 (smoothed over neighbours, kept between 0.2 and 0.8)."""
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(target[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + max(1, int(target.sum())))
    smooth = np.convolve(f1, np.ones(25) / 25, mode="same") if len(f1) > 50 else f1
    return float(np.clip(round(float(probability[order[int(np.argmax(smooth))]]), 3), 0.2, 0.8))
