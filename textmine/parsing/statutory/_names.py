"""Names of cells for readers: which table, row and column a key stands for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from textmine.resources import load_yaml

_TABLES = {"active": ("表二", "Table 2"), "requests": ("表三", "Table 3"), "review": ("表四", "Table 4")}
_MARKS = {"new": "一、", "carried_in": "二、", "total": "（七）", "carried_forward": "四、"}


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    data: dict[str, Any] = load_yaml("statutory", "forms.yaml")
    return {
        "requests.rows": {row["key"]: row["label"] for row in data["requests"]["rows"]},
        "requests.columns": {item["key"]: item["zh"] for item in data["requests"]["columns"]},
        "active.rows": {row["key"]: row["label"] for row in data["active"]["rows"]},
        "active.columns": {item["key"]: item["zh"] for item in reversed(data["active"]["columns"])},
        "review.rows": {item["key"]: item["zh"] for item in data["review"]["blocks"]},
        "review.columns": {item["key"]: item["zh"] for item in data["review"]["columns"]},
    }


@lru_cache(maxsize=2048)
def cell_name(key: str, lang: str = "zh") -> str:
    """Name of a figure's cell, in Chinese ("表三“（七）总计”自然人列") or in English ("Table 3, total, natural person").

    Keys that belong to no statutory table (indicators of the years before 2019) give their own label.
    """
    table, _, rest = key.partition(".")
    row, _, column = rest.rpartition(".")
    if table not in _TABLES or not row:
        return rest or key
    if lang == "en":
        return f"{_TABLES[table][1]}, {row.replace('_', ' ').replace('.', ': ')}, {column.replace('_', ' ')}"
    words = _words()
    shown = words[f"{table}.rows"].get(row, row)
    mark = _MARKS.get(row, "") if table == "requests" else ""
    return f"{_TABLES[table][0]}“{mark}{shown}”{words[f'{table}.columns'].get(column, column)}"
