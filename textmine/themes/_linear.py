"""Linear models over hashed features: scoring of many rows against many labels with one sparse product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from textmine.themes._features import I64, U64, Occurrences, Vocabulary

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Known features of rows, one entry an occurrence, ordered by row.

    ``squares`` is the squared length of each row, taken over occurrences, so that repeats need no merging.
    """

    counts: csr_matrix
    rows: I64
    index: I64
    starts: I64
    ends: I64
    squares: F64


class Encoder:
    """Vocabulary with a weight for each feature (inverse document frequency; 0 leaves a row's length alone)."""

    def __init__(self, hashes: U64, weights: F32) -> None:
        self.vocabulary = Vocabulary(hashes)
        self.weights = weights

    def encode(self, found: Occurrences, n_rows: int) -> Encoded:
        """Known features of each row."""
        index = self.vocabulary.find(found.hashes)
        known = np.flatnonzero(index >= 0)
        known = known[np.argsort(found.rows[known], kind="stable")]
        index, rows = index[known], found.rows[known]
        weights = self.weights[index].astype(np.float64)
        squares: F64 = np.bincount(rows, weights * weights, minlength=n_rows).astype(np.float64)
        indptr = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=n_rows))))
        counts = csr_matrix(
            (np.ones(len(index), np.float32), index, indptr), shape=(n_rows, len(self.weights))
        )
        return Encoded(counts, rows, index, found.starts[known], found.ends[known], squares)

    def unit_rows(self, encoded: Encoded) -> csr_matrix:
        """Weighted features with rows of unit length (for fitting, and for cosines)."""
        values = self.weights[encoded.index] / np.sqrt(np.maximum(encoded.squares, 1e-9))[encoded.rows]
        return csr_matrix((values, encoded.index, encoded.counts.indptr), shape=encoded.counts.shape)


@dataclass(frozen=True, slots=True)
class FirstPass:
    """An encoder and one-against-rest linear models: ``coefficients`` (features × labels) are worth per occurrence,
    before division by the row's length.
    """

    encoder: Encoder
    coefficients: F32
    intercepts: F32

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], prefix: str) -> FirstPass:
        """The pass stored under ``prefix``."""
        encoder = Encoder(arrays[f"{prefix}.hashes"], arrays[f"{prefix}.weights"].astype(np.float32))
        coefficients = arrays[f"{prefix}.coefficients"].astype(np.float32)
        return cls(encoder, coefficients, arrays[f"{prefix}.intercepts"].astype(np.float32))

    def to_arrays(self, prefix: str) -> dict[str, NDArray[Any]]:
        """Arrays as stored. Half precision keeps three digits, which moves no score by more than 0.01."""
        return {
            f"{prefix}.hashes": self.encoder.vocabulary.hashes,
            f"{prefix}.weights": self.encoder.weights.astype(np.float16),
            f"{prefix}.coefficients": self.coefficients.astype(np.float16),
            f"{prefix}.intercepts": self.intercepts.astype(np.float32),
        }

    def raw(self, encoded: Encoded) -> F64:
        """Sums of coefficients, rows × labels."""
        result: F64 = np.asarray(encoded.counts @ self.coefficients, dtype=np.float64)
        return result

    def finish(self, raw: F64, squares: F64) -> F64:
        """Decision values from sums and squared lengths."""
        result: F64 = raw / np.sqrt(np.maximum(squares, 1.0))[:, None] + self.intercepts
        return result

    def scores(self, encoded: Encoded) -> F64:
        """Decision values, rows × labels."""
        return self.finish(self.raw(encoded), encoded.squares)


def learn_encoder(found: Occurrences, n_rows: int, *, least: int = 2) -> Encoder:
    """Encoder for features that occur in at least ``least`` rows, weighted by smoothed inverse document frequency."""
    order = np.lexsort((found.rows, found.hashes))
    hashes, rows = found.hashes[order], found.rows[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (hashes[1:] != hashes[:-1]) | (rows[1:] != rows[:-1])
    known, counts = np.unique(hashes[new], return_counts=True)
    kept = counts >= least
    weights = 1.0 + np.log((1.0 + n_rows) / (1.0 + counts[kept]))
    return Encoder(known[kept], weights.astype(np.float32))
