"""Every row name of the data file matches its examples and no example of its neighbours."""

import pytest

from textmine.normalization import fold
from textmine.resources import load_yaml

ROWS = [
    (table, row)
    for table in ("requests", "active")
    for row in load_yaml("statutory", "forms.yaml")[table]["rows"]
]


@pytest.mark.parametrize(("table", "row"), ROWS, ids=[f"{table}.{row['key']}" for table, row in ROWS])
def test_examples(table, row):
    import re

    pattern = re.compile(row["pattern"])
    assert row["matches"]
    for name in row["matches"]:
        assert pattern.search("".join(fold(name).split())), name
    for name in row["not"]:
        assert not pattern.search("".join(fold(name).split())), name
