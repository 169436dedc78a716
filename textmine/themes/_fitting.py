"""Fitting of the two kinds of linear models. Everything runs in liblinear, on one thread and without BLAS: same data, same bits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from textmine.themes._features import I64, Occurrences, join
from textmine.themes._lexicon import Lexicon
from textmine.themes._linear import F64, Encoder, FirstPass, learn_encoder

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
        number = np.full(len(self.targets), -1, dtype=np.int64)
        number[rows] = np.arange(len(rows))
        kept = np.flatnonzero(number[self.found.rows] >= 0)
        found = self.found
        return Occurrences(number[found.rows[kept]], found.hashes[kept], found.starts[kept], found.ends[kept])


def fit_first(
    samples: Sequence[Sample], *, c: float, without: int | None = None, lexicon: Lexicon | None = None
) -> FirstPass:
    """One-against-rest logistic regressions on the samples' teaching rows, without those of one fold.

    The vocabulary is that of the first sample.
    """
    from sklearn.linear_model import LogisticRegression

    rows = [np.flatnonzero(sample.teaches & (sample.folds != without)) for sample in samples]
    sizes = np.cumsum([0] + [len(chosen) for chosen in rows])
    parts = [sample.chosen(chosen) for sample, chosen in zip(samples, rows, strict=True)]
    found = join(
        [
            Occurrences(part.rows + start, part.hashes, part.starts, part.ends)
            for part, start in zip(parts, sizes, strict=False)
        ]
    )
    total = int(sizes[-1])
    targets = np.concatenate([sample.targets[chosen] for sample, chosen in zip(samples, rows, strict=True)])
    # The first sample alone decides what is known: the others repeat its words, so that even a slip would occur twice.
    encoder = learn_encoder(parts[0], len(rows[0]))
    encoded = encoder.encode(found, total)
    matrix = encoder.unit_rows(encoded)
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
        return FirstPass(encoder, worth.astype(np.float32), intercepts)
    by_word = LEXICON_SCALE * (lexicon.members @ weights[n:])
    hashes = np.union1d(encoder.vocabulary.hashes, lexicon.hashes)
    joined = np.zeros((len(hashes), weights.shape[1]))
    lengths = np.zeros(len(hashes), dtype=np.float32)
    known = np.searchsorted(hashes, encoder.vocabulary.hashes)
    joined[known] = worth
    lengths[known] = encoder.weights
    joined[np.searchsorted(hashes, lexicon.hashes)] += by_word
    return FirstPass(Encoder(hashes, lengths), joined.astype(np.float32), intercepts)


def standardised_fit(columns: F64, target: Flags, c: float) -> F64:
    """Weights and intercept of a logistic regression on standardised columns, put back on the raw scale."""
    from sklearn.linear_model import LogisticRegression

    mean, deviation = columns.mean(axis=0), columns.std(axis=0)
    deviation[deviation == 0] = 1.0
    model = LogisticRegression(C=c, solver="liblinear", tol=1e-3, random_state=0)
    model.fit((columns - mean) / deviation, target)
    weights = model.coef_[0] / deviation
    return np.append(weights, model.intercept_[0] - weights @ mean)


def fit_shared(columns: F64, targets: Flags, c: float) -> F64:
    """One model for all themes: shared weights of the columns, then an intercept a theme."""
    n_rows, n_themes, n_columns = columns.shape
    identity = np.broadcast_to(np.eye(n_themes), (n_rows, n_themes, n_themes))
    dense = np.concatenate([columns, identity], axis=2).reshape(-1, n_columns + n_themes)
    weights = standardised_fit(dense, targets.reshape(-1), c)
    return np.append(weights[:n_columns], weights[n_columns:-1] + weights[-1])


def best_threshold(probability: F64, target: Flags) -> float:
    """Probability from which tagging gives the best F1 (smoothed over neighbours, kept between 0.2 and 0.8)."""
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(target[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + max(1, int(target.sum())))
    smooth = np.convolve(f1, np.ones(25) / 25, mode="same") if len(f1) > 50 else f1
    return float(np.clip(round(float(probability[order[int(np.argmax(smooth))]]), 3), 0.2, 0.8))
