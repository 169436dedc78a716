"""Every row name of the data file matches its examples and no example of its neighbours."""

import pytest

from textmine.normalization import fold
from textmine.parsing.statutory import cell_name
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


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        ("active.rules.made", "表二“规章”本年制发件数", "Table 2, rules, made"),
        ("active.rules", "表二“规章”行", "Table 2, rules"),
        ("requests.total", "表三“（七）总计”行", "Table 3, total"),
        ("requests.total.total", "表三“（七）总计”总计", "Table 3, total, total"),
        (
            "requests.unavailable.not_held",
            "表三“本机关不掌握相关政府信息”行",
            "Table 3, unavailable: not held",
        ),
        ("requests.other.other", "表三“其他”行", "Table 3, other: other"),
        ("review", "review", "review"),
        ("publications.items", "items", "items"),
    ],
)
def test_names_of_cells_and_rows(key, zh, en):
    assert (cell_name(key), cell_name(key, "en")) == (zh, en)
