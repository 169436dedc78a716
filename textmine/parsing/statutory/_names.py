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

    The key of a row gives the row's name ("表三“重复申请”行"). Keys that belong to no statutory table (indicators of the years before 2019) give their own label.
    """
    table, _, rest = key.partition(".")
    row, _, column = rest.rpartition(".")
    rows, columns = (_words().get(f"{table}.{part}", {}) for part in ("rows", "columns"))
    if rest in rows and not (row and column in columns):
        row, column = rest, ""  # of a row as a whole
    if table not in _TABLES or not row:
        return rest or key
    if lang == "en":
        name = f"{_TABLES[table][1]}, {row.replace('_', ' ').replace('.', ': ')}"
        return f"{name}, {column.replace('_', ' ')}" if column else name
    shown = rows.get(row, row)
    mark = _MARKS.get(row, "") if table == "requests" else ""
    return f"{_TABLES[table][0]}“{mark}{shown}”{columns.get(column, column) or '行'}"
