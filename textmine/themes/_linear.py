"""Linear models over hashed features: scoring of many rows against many labels with one sparse product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from textmine.themes._features import I64, U64, Occurrences, Vocabulary

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_CHUNK = 256  # rows whose coefficients are gathered at a time, so that they stay in cache
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Known features of rows, one entry an occurrence, ordered by row.

    ``first`` gives the first entry of each row, and, last, their number. ``squares`` is the squared length of each row, taken over
    occurrences, so that repeats need no merging. ``parts`` are the occurrences as they were found, ``places`` the number of each
    entry among them.
    """

    rows: I64
    index: I64
    first: I64
    squares: F64
    parts: Sequence[Occurrences]
    places: I64

    def slots(self, entries: I64) -> tuple[I64, I64]:
        """First slots and end slots of some entries."""
        places = self.places.take(entries)
        starts = np.concatenate([part.starts for part in self.parts])
        ends = np.concatenate([part.ends for part in self.parts])
        return starts.take(places), ends.take(places)


class Encoder:
    """Vocabulary with a weight for each feature (inverse document frequency; 0 leaves a row's length alone)."""

    def __init__(self, hashes: U64, weights: F32) -> None:
        self.vocabulary = Vocabulary(hashes)
        self.weights = weights
        self._squares = weights.astype(np.float64) ** 2

    def encode(self, parts: Iterable[Occurrences], n_rows: int) -> Encoded:
        """Known features of each row, from parts of any order."""
        parts = list(parts)
        index = self.vocabulary.find(np.concatenate([part.hashes for part in parts]))
        rows = np.concatenate([part.rows for part in parts])
        known = np.flatnonzero(index >= 0)
        places = known.take(np.argsort(rows.take(known), kind="stable"))
        rows, index = rows.take(places), index.take(places)
        first = np.zeros(n_rows + 1, np.int64)
        np.cumsum(np.bincount(rows, minlength=n_rows), out=first[1:])
        squares = np.bincount(rows, self._squares.take(index), minlength=n_rows).astype(np.float64)
        return Encoded(rows, index, first, squares, parts, places)

    def unit_rows(self, encoded: Encoded) -> UnitRows:
        """Weighted features with rows of unit length (for fitting, and for cosines)."""
        lengths = np.sqrt(np.maximum(encoded.squares, 1e-9))
        values = self.weights.take(encoded.index) / lengths.take(encoded.rows)
        return UnitRows(encoded.first, encoded.index, values)


@dataclass(frozen=True, slots=True)
class UnitRows:
    """A sparse matrix in rows (as scipy's ``indptr``, ``indices``, ``data``); a feature may occur more than once a row."""

    first: I64
    index: I64
    values: F64

    def matrix(self, n_columns: int) -> csr_matrix:
        """The same for scikit-learn."""
        from scipy.sparse import csr_matrix

        return csr_matrix((self.values, self.index, self.first), shape=(len(self.first) - 1, n_columns))


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
        """Sums of coefficients, rows × labels. A row's sum does not depend on the other rows."""
        result = np.zeros((len(encoded.squares), self.coefficients.shape[1]))
        filled = np.flatnonzero(encoded.first[1:] > encoded.first[:-1])
        for begin in range(0, len(filled), _CHUNK):
            rows = filled[begin : begin + _CHUNK]
            low, high = encoded.first[rows[0]], encoded.first[rows[-1] + 1]
            worth = self.coefficients.take(encoded.index[low:high], axis=0)
            result[rows] = np.add.reduceat(worth, encoded.first[rows] - low, axis=0)
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
