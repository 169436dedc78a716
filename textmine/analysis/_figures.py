"""Figures as a matrix: reports × keys, put together piece by piece so that millions of cells need little memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from textmine.analysis._incidence import used_reports

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from textmine.tables import Tables


def figure_keys(tables: Tables) -> tuple[str, ...]:
    """Keys that occur, in the order of their first occurrence."""
    found: dict[str, None] = {}
    for batch in tables.batches("figures", ["key"]):
        found.update(dict.fromkeys(batch.column(0).unique().to_pylist()))
    return tuple(key for key in found if key)


def figure_values(tables: Tables, reports: pd.DataFrame, keys: Sequence[str]) -> NDArray[np.float64]:
    """Value of each key in each row of ``reports`` (those of ``used_reports``), NaN where blank or absent.

    Of several documents of one report, and of several cells with one key, the first that holds a number counts.
    """
    import numpy as np

    values = np.full((len(reports), len(keys)), np.nan)
    place = {key: column for column, key in enumerate(keys)}
    rows = used_reports(tables)[1]
    for documents, names, numbers in _batches(tables):
        row, column = _codes(documents, rows), _codes(names, place)
        kept = np.flatnonzero((row >= 0) & (column >= 0) & np.isfinite(numbers))[::-1]
        kept = kept[np.isnan(values[row[kept], column[kept]])]
        values[row[kept], column[kept]] = numbers[kept]
    return values


def _batches(tables: Tables) -> Iterator[tuple[Any, Any, NDArray[np.float64]]]:
    for batch in tables.batches("figures", ["document", "key", "value"]):
        numbers = batch.column(2).to_numpy(zero_copy_only=False).astype(float)
        yield batch.column(0).dictionary_encode(), batch.column(1).dictionary_encode(), numbers


def _codes(encoded: Any, places: dict[str, int]) -> NDArray[np.int64]:
    """Place of every value of a dictionary-encoded column, -1 where it has none."""
    import numpy as np

    table = np.array(
        [places.get(value, -1) for value in encoded.dictionary.to_pylist()] or [-1], dtype=np.int64
    )
    codes: NDArray[np.int64] = table[encoded.indices.to_numpy(zero_copy_only=False)]
    return codes
