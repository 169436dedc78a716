"""Names of the figures of the statutory tables, for charts and codebooks."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from textmine.resources import load_yaml


def figure_name(key: str, lang: str = "zh") -> str:
    """What a figure key stands for: the official names of its row and column in ``zh``, the words of the key in ``en``.

    Where the forms of 2021 and 2019 name a column differently, the name of 2021. Keys that no table has are returned as they are.
    """
    table, _, rest = key.partition(".")
    row, _, column = rest.rpartition(".")
    rows, columns = _names().get(table, ({}, {}))
    title = columns.get((row, column)) or columns.get(("", column))
    if row not in rows or title is None:
        return key
    if lang != "zh":
        return f"{table}: {rest.replace('_', ' ').replace('.', ', ')}"
    group = load_yaml("analysis", "figure_names.yaml")["groups"].get(row.partition(".")[0], {}).get("zh")
    return f"{group}：{rows[row]}（{title}）" if group else f"{rows[row]}（{title}）"


def short_figure_name(key: str, lang: str = "zh") -> str:
    """A name of a few words where there is one, else ``figure_name``."""
    short = load_yaml("analysis", "figure_names.yaml")["short"]
    return str(short[key][lang]) if key in short else figure_name(key, lang)


_Names = tuple[dict[str, str], dict[tuple[str, str], str]]


@lru_cache(maxsize=1)
def _names() -> dict[str, _Names]:
    """Of each table the names of rows, and those of columns by row and column (row empty: the same for all rows)."""
    forms: dict[str, Any] = load_yaml("statutory", "forms.yaml")
    names: dict[str, _Names] = {}
    for table, part in forms.items():
        rows = part.get("rows") or part["blocks"]
        columns: dict[tuple[str, str], str] = {}
        for column in part["columns"]:
            for row in rows:
                eras = row.get("eras")
                if eras is None:
                    columns[("", column["key"])] = column["zh"]
                elif any(column["key"] in eras[era] for era in eras if column["era"] in ("", era)):
                    columns.setdefault((row["key"], column["key"]), column["zh"])
        names[table] = ({row["key"]: row.get("label") or row["zh"] for row in rows}, columns)
    return names
