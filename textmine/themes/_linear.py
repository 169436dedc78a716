"""Linear models over hashed features: scoring of many rows against many labels with one sparse product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from textmine.themes._features import I64, U64, Occurrences, Vocabulary, row_order
from textmine.themes._sparse import add_chosen

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Known features of rows, one entry an occurrence, ordered by row.

    ``first`` gives the first entry of each row, and, last, their number. ``squares`` is the squared length of each row, taken over
    occurrences, so that repeats need no merging. ``parts`` are the occurrences as they were found, ``places`` the number of each
    entry among them.
    """

    index: I64
    first: I64
    squares: F64
    parts: Sequence[Occurrences]
    places: I64

    @property
    def rows(self) -> I64:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))

    def slots(self, entries: I64) -> tuple[I64, I64]:
        """First slots and end slots of some entries."""
        places = self.places.take(entries)
        starts = np.concatenate([part.starts for part in self.parts])
        ends = np.concatenate([part.ends for part in self.parts])
        return starts.take(places), ends.take(places)


class Encoder:
    """Vocabulary with a weight for each feature (inverse document frequency; 0 leaves a row's length alone)."""

    def __init__(self, hashes: U64, weights: F32, numbers: I64 | None = None) -> None:
        self.vocabulary = Vocabulary(hashes, numbers)
        self.weights = weights
        self.squares = (
            np.append(weights, np.float32(0)).astype(np.float64) ** 2
        )  # the last one is that of unknown features

    def encode(self, parts: Iterable[Occurrences]) -> Encoded:
        """Known features of each row, from parts over the same rows."""
        parts = list(parts)
        order, bounds = row_order(parts)
        index = self.vocabulary.find(np.concatenate([part.hashes for part in parts])).take(order)
        known = np.flatnonzero(index >= 0)
        index = index.take(known)
        first = np.searchsorted(known, bounds)
        squares = np.zeros(len(bounds) - 1)
        add_chosen(squares, self.squares, first, index)
        return Encoded(index, first, squares, parts, order.take(known))

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


_STEPS = 127


class FirstPass:
    """An encoder and one-against-rest linear models: ``coefficients`` (features × labels) are worth per occurrence,
    before division by the row's length.
    """

    def __init__(self, encoder: Encoder, coefficients: NDArray[Any], intercepts: F32) -> None:
        self.encoder = encoder
        self._table = np.zeros((len(coefficients) + 1, coefficients.shape[1]), np.float32)
        self._table[:-1] = coefficients  # unknown features, the last row, are worth nothing
        self.coefficients = self._table[:-1]
        self.intercepts = intercepts

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], prefix: str) -> FirstPass:
        """The pass stored under ``prefix``."""
        weights = arrays[f"{prefix}.weights"].astype(np.float16)
        # Commonest features first; the bits of numbers that are not negative are in the order of the numbers, and sorted quicker.
        order = np.argsort(weights.view(np.uint16), kind="stable")
        numbers = np.empty(len(order), np.int64)
        numbers[order] = np.arange(len(order))
        encoder = Encoder(arrays[f"{prefix}.hashes"], weights.astype(np.float32)[order], numbers)
        intercepts = arrays[f"{prefix}.intercepts"].astype(np.float32)
        roots = arrays[f"{prefix}.roots"][order].astype(np.float32)
        coefficients = np.abs(roots)
        coefficients *= roots
        coefficients *= arrays[f"{prefix}.scales"].astype(np.float32)
        return cls(encoder, coefficients, intercepts)

    def to_arrays(self, prefix: str) -> dict[str, NDArray[Any]]:
        """Arrays as stored.

        Coefficients are kept as signed roots in eight bits: ``scales * roots * |roots|``. Most are small and a few are large; the root
        keeps the small ones apart. A file takes two thirds of the space of half precision, and no F1 of held-out passages moves by more than
        0.002.
        """
        vocabulary = self.encoder.vocabulary
        scales = (np.abs(self.coefficients).max(axis=0, initial=1e-6) / _STEPS**2).astype(np.float32)
        roots = np.rint(np.sqrt(np.abs(self.coefficients) / scales)).clip(0, _STEPS)
        roots *= np.sign(self.coefficients)
        return {
            f"{prefix}.hashes": vocabulary.hashes,
            f"{prefix}.weights": self.encoder.weights.astype(np.float16)[vocabulary.numbers],
            f"{prefix}.roots": roots.astype(np.int8)[vocabulary.numbers],
            f"{prefix}.scales": scales,
            f"{prefix}.intercepts": self.intercepts.astype(np.float32),
        }

    def raw(self, encoded: Encoded) -> F64:
        """Sums of coefficients, rows × labels. A row's sum does not depend on the other rows."""
        total = np.zeros((len(encoded.squares), self._table.shape[1]), np.float32)
        add_chosen(total, self._table, encoded.first, encoded.index)
        return total.astype(np.float64)

    def finish(self, raw: F64, squares: F64) -> F64:
        """Decision values from sums and squared lengths."""
        result: F64 = raw / np.sqrt(np.maximum(squares, 1.0))[:, None] + self.intercepts
        return result

    def scores(self, parts: Iterable[Occurrences]) -> F64:
        """Decision values, rows × labels, from parts over the same rows."""
        parts = list(parts)
        index = self.encoder.vocabulary.find(np.concatenate([part.hashes for part in parts]))
        index[index < 0] = len(self.coefficients)
        n_rows = len(parts[0].first) - 1
        total, squares = np.zeros((n_rows, self._table.shape[1]), np.float32), np.zeros(n_rows)
        begin = 0
        for part in parts:
            own = index[begin : begin + len(part.hashes)]
            add_chosen(total, self._table, part.first, own)
            add_chosen(squares, self.encoder.squares, part.first, own)
            begin += len(own)
        return self.finish(total.astype(np.float64), squares)


def learn_encoder(found: Occurrences, n_rows: int, *, least: int = 2) -> Encoder:
    """Encoder for features that occur in at least ``least`` rows, weighted by smoothed inverse document frequency."""
    rows = found.rows
    order = np.lexsort((rows, found.hashes))
    hashes, rows = found.hashes[order], rows[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (hashes[1:] != hashes[:-1]) | (rows[1:] != rows[:-1])
    known, counts = np.unique(hashes[new], return_counts=True)
    kept = counts >= least
    weights = 1.0 + np.log((1.0 + n_rows) / (1.0 + counts[kept]))
    return Encoder(known[kept], weights.astype(np.float32))
