"""Linear models over hashed features: scoring of many rows against many labels with one sparse product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

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

    def slots(self) -> tuple[I64, I64]:
        """First slots and end slots of the occurrences, to be asked by ``places``."""
        starts, ends = zip(*((part.starts, part.ends) for part in self.parts), strict=True)
        return np.concatenate(starts), np.concatenate(ends)


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
_MANY = 100_000
"""Entries from which on the coefficients of all features are worked out. A report has about a thousand, and to work out all takes longer than
all else that tagging one report needs."""


class Coefficients:
    """What an occurrence of each feature is worth for each label, features × labels.

    Those of a stored model are kept as they are stored until many have been asked for.
    """

    def __init__(self, values: NDArray[Any]) -> None:
        self.shape = values.shape
        self._stored: _Roots | None = None
        self._table: F32 | None = _with_unknown(values)
        self._asked = 0

    @classmethod
    def stored(cls, roots: NDArray[np.int8], scales: F32, order: I64) -> Coefficients:
        """Of the features in the order given, from signed roots (see ``FirstPass.to_arrays``)."""
        made = cls(np.zeros((0, roots.shape[1])))
        made.shape = roots.shape
        made._stored, made._table = _Roots(roots, scales, order), None
        return made

    @property
    def table(self) -> F32:
        """All of them; the last row, that of unknown features, is worth nothing."""
        if self._table is None:
            assert self._stored is not None
            self._table = _with_unknown(self._stored.of(self._stored.order))
        return self._table

    def rows(self, index: I64) -> tuple[F32, I64]:
        """A table with the coefficients of some features, and their places in it; the number of all features stands for an unknown one."""
        if (stored := self._while_few(index)) is None:
            return self.table, index
        known = np.minimum(index, self.shape[0] - 1)
        rows = stored.of(stored.order.take(known))
        rows[index > known] = 0.0
        return rows, np.arange(len(index))

    def cells(self, index: I64, labels: I64) -> F32:
        """The coefficient of each feature for the label beside it."""
        if (stored := self._while_few(index)) is None:
            found: F32 = self.table.ravel().take(index * self.shape[1] + labels)
            return found
        return _from_roots(stored.roots[stored.order.take(index), labels], stored.scales.take(labels))

    def _while_few(self, index: I64) -> _Roots | None:
        self._asked += len(index)
        return self._stored if self._table is None and self._asked < _MANY and self.shape[0] else None


class _Roots(NamedTuple):
    """Coefficients as stored, and the row of each feature."""

    roots: NDArray[np.int8]
    scales: F32
    order: I64

    def of(self, rows: I64) -> F32:
        return _from_roots(self.roots.take(rows, axis=0), self.scales)


def _from_roots(roots: NDArray[np.int8], scales: F32) -> F32:
    signed = roots.astype(np.float32)
    result = np.abs(signed)
    result *= signed
    result *= scales
    return result


def _with_unknown(values: NDArray[Any]) -> F32:
    table = np.zeros((len(values) + 1, values.shape[1]), np.float32)
    table[:-1] = values
    return table


class FirstPass:
    """An encoder and one-against-rest linear models, with their ``coefficients`` before division by the row's length."""

    def __init__(self, encoder: Encoder, coefficients: Coefficients, intercepts: F32) -> None:
        self.encoder = encoder
        self.coefficients = coefficients
        self.intercepts = intercepts

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], prefix: str) -> FirstPass:
        """The pass stored under ``prefix``."""
        weights = arrays[f"{prefix}.weights"].astype(np.float16)
        # Commonest features first; the bits of numbers that are not negative are in the order of the numbers, and sorted quicker.
        order = np.argsort(weights.view(np.uint16), kind="stable")
        numbers = np.empty(len(order), np.int64)
        numbers[order] = np.arange(len(order))
        encoder = Encoder(arrays[f"{prefix}.hashes"], weights.take(order).astype(np.float32), numbers)
        intercepts = arrays[f"{prefix}.intercepts"].astype(np.float32)
        scales = arrays[f"{prefix}.scales"].astype(np.float32)
        return cls(encoder, Coefficients.stored(arrays[f"{prefix}.roots"], scales, order), intercepts)

    def to_arrays(self, prefix: str) -> dict[str, NDArray[Any]]:
        """Arrays as stored.

        Coefficients are kept as signed roots in eight bits: ``scales * roots * |roots|``. Most are small and a few are large; the root
        keeps the small ones apart. A file takes two thirds of the space of half precision, and no F1 of held-out passages moves by more than
        0.002.
        """
        vocabulary = self.encoder.vocabulary
        values = self.coefficients.table[:-1]
        scales = (np.abs(values).max(axis=0, initial=1e-6) / _STEPS**2).astype(np.float32)
        roots = np.rint(np.sqrt(np.abs(values) / scales)).clip(0, _STEPS)
        roots *= np.sign(values)
        return {
            f"{prefix}.hashes": vocabulary.hashes,
            f"{prefix}.weights": self.encoder.weights.astype(np.float16)[vocabulary.numbers],
            f"{prefix}.roots": roots.astype(np.int8)[vocabulary.numbers],
            f"{prefix}.scales": scales,
            f"{prefix}.intercepts": self.intercepts.astype(np.float32),
        }

    def raw(self, encoded: Encoded) -> F64:
        """Sums of coefficients, rows × labels. A row's sum does not depend on the other rows."""
        table, places = self.coefficients.rows(encoded.index)
        total = np.zeros((len(encoded.squares), table.shape[1]), np.float32)
        add_chosen(total, table, encoded.first, places)
        return total.astype(np.float64)

    def finish(self, raw: F64, squares: F64) -> F64:
        """Decision values from sums and squared lengths."""
        result: F64 = raw / np.sqrt(np.maximum(squares, 1.0))[:, None] + self.intercepts
        return result

    def scores(self, parts: Iterable[Occurrences]) -> F64:
        """Decision values, rows × labels, from parts over the same rows."""
        parts = list(parts)
        index = self.encoder.vocabulary.find(np.concatenate([part.hashes for part in parts]))
        index[index < 0] = self.coefficients.shape[0]
        table, places = self.coefficients.rows(index)
        n_rows = len(parts[0].first) - 1
        total, squares = np.zeros((n_rows, table.shape[1]), np.float32), np.zeros(n_rows)
        begin = 0
        for part in parts:
            own = slice(begin, begin + len(part.hashes))
            add_chosen(total, table, part.first, places[own])
            add_chosen(squares, self.encoder.squares, part.first, index[own])
            begin += len(part.hashes)
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
