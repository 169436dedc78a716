"""Sums of table rows chosen by a sparse matrix, by scipy's compiled routines."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def add_chosen(
    total: NDArray[Any],
    table: NDArray[Any],
    first: NDArray[np.int64],
    index: NDArray[np.int64],
    values: NDArray[Any] | None = None,
) -> None:
    """Adds to each row of ``total`` the rows of ``table`` that it chooses, one after the other: those numbered
    ``index[first[row]:first[row + 1]]``, each times its entry in ``values`` if given. ``total`` and ``table`` hold numbers, or rows of
    equal length; all have the same type. A row's sum does not depend on the other rows.
    """
    if values is None:
        values = _ones(table.dtype.char, len(index))
    if total.ndim == 1:
        _routines().csr_matvec(len(total), len(table), first, index, values, table, total)
    else:
        rows, columns = total.shape
        _routines().csr_matvecs(
            rows, len(table), columns, first, index, values, table.reshape(-1), total.reshape(-1)
        )


_longest_ones: dict[str, NDArray[Any]] = {}  # two types, as long as the features of the largest batch so far


def _ones(kind: str, count: int) -> NDArray[Any]:
    """So many ones: the beginning of an array that serves all."""
    known = _longest_ones.get(kind)
    if known is None or len(known) < count:
        known = _longest_ones[kind] = np.ones(1 << count.bit_length(), kind)
    return known[:count]


@lru_cache(maxsize=1)
def _routines() -> Any:
    """The extension module with scipy's sparse routines, without the packages around it, which take as long to import as all else that
    tagging one report needs.
    """
    name = "scipy.sparse._sparsetools"
    if name in sys.modules:
        return sys.modules[name]
    package = find_spec("scipy")
    places = (package.submodule_search_locations if package else None) or []
    spec = PathFinder.find_spec(name, [str(Path(place) / "sparse") for place in places])
    try:
        if spec is None or spec.loader is None:
            raise ImportError(f"no {name} in {places}")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
    except ImportError:  # libraries beside it that only the package makes known
        from scipy.sparse import _sparsetools

        return _sparsetools
    sys.modules.pop(name, None)  # a later import of scipy.sparse is to find all as it would without us
    return module
