"""Linear models over hashed features: scoring of many rows against many labels with one sparse product."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from textmine.themes._features import I64, U64, Occurrences, Vocabulary

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Rows of known features: ``matrix`` of weighted counts with rows scaled to unit length."""

    matrix: csr_matrix
    index: I64
    rows: I64
    starts: I64
    ends: I64
    norms: F64


class Encoder:
    """Vocabulary with a weight for each feature (inverse document frequency × field weight)."""

    def __init__(self, hashes: U64, weights: F32) -> None:
        self.vocabulary = Vocabulary(hashes)
        self.weights = weights

    def encode(self, found: Occurrences, n_rows: int) -> Encoded:
        """Known features of each row. A row's length is taken over its occurrences, so repeats need no merging."""
        index = self.vocabulary.find(found.hashes)
        known = np.flatnonzero(index >= 0)
        known = known[np.argsort(found.rows[known], kind="stable")]
        index, rows = index[known], found.rows[known]
        values = self.weights[index].astype(np.float64)
        norms = np.sqrt(np.bincount(rows, values * values, minlength=n_rows))
        norms[norms == 0] = 1.0
        indptr = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=n_rows))))
        matrix = csr_matrix((values / norms[rows], index, indptr), shape=(n_rows, len(self.weights)))
        return Encoded(matrix, index, rows, found.starts[known], found.ends[known], norms)


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights (features × labels) and intercepts of one-against-rest models."""

    coefficients: F32
    intercepts: F32

    def scores(self, encoded: Encoded) -> F64:
        """Decision values, rows × labels."""
        result: F64 = np.asarray(encoded.matrix @ self.coefficients + self.intercepts, dtype=np.float64)
        return result


def learn_encoder(found: Occurrences, n_rows: int, *, least: int = 2) -> Encoder:
    """Encoder for features that occur in at least ``least`` rows, weighted by smoothed inverse document frequency."""
    pairs = np.unique(np.stack((found.hashes, found.rows.astype(np.uint64))), axis=1)
    hashes, counts = np.unique(pairs[0], return_counts=True)
    kept = counts >= least
    weights = 1.0 + np.log((1.0 + n_rows) / (1.0 + counts[kept]))
    return Encoder(hashes[kept], weights.astype(np.float32))
