"""Sums of chosen table rows: what they add up to, and that the library behind them stays usable."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from textmine.themes import _sparse
from textmine.themes._sparse import add_chosen

FIRST = np.array([0, 2, 2, 5])
INDEX = np.array([1, 0, 2, 2, 1])
TABLE = np.array([[1.0, 10.0], [2.0, 20.0], [4.0, 40.0]])


def test_each_row_gets_the_rows_it_chooses() -> None:
    total = np.array([[100.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    add_chosen(total, TABLE, FIRST, INDEX)
    assert total.tolist() == [[103.0, 30.0], [0.0, 0.0], [10.0, 100.0]]


def test_entries_count_as_often_as_their_values_say() -> None:
    total = np.zeros(3)
    add_chosen(total, TABLE[:, 0].copy(), FIRST, INDEX, np.array([1.0, 2.0, 0.5, 0.5, 3.0]))
    assert total.tolist() == [4.0, 0.0, 10.0]


def _cannot(*_: object) -> None:
    raise ImportError


def test_without_the_short_way_the_package_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    _sparse._routines.cache_clear()
    monkeypatch.setattr(_sparse, "module_from_spec", _cannot)
    monkeypatch.delitem(sys.modules, "scipy.sparse._sparsetools", raising=False)
    test_each_row_gets_the_rows_it_chooses()
    _sparse._routines.cache_clear()


def test_the_package_can_be_used_afterwards() -> None:
    code = """
import sys
import numpy as np
from textmine.themes._sparse import add_chosen
total = np.zeros(1)
add_chosen(total, np.array([3.0]), np.array([0, 1]), np.array([0]))
assert not [name for name in sys.modules if name.startswith("scipy")]
import scipy.sparse
assert scipy.sparse._sparsetools.csr_matvec
print((scipy.sparse.eye(3, format="csr") @ np.ones(3)).sum() + total[0])
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], check=False, capture_output=True, text=True
    )
    assert (done.stdout.strip(), done.stderr) == ("6.0", "")
