"""The printed forms of the three tables, from the data file, as compiled patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from textmine.resources import load_yaml

REQUEST_COLUMNS = (
    "natural_person", "company", "research", "social_organisation", "legal_service", "other_organisation", "total",
)  # fmt: skip
# Rows into which the form of 2021 breaks （六）其他处理 down.
PARTS_OF_OTHER = ("other.not_corrected", "other.fee_unpaid", "other.other")
# Cells of the active table that hold sums of money.
MONEY = frozenset({"fees.amount", "procurement.amount"})
# The last of the three headings over the review table.
LAST_REVIEW_HEAD = "复议后(?:再)?(?:提起)?(?:行政)?(?:起诉|诉讼)"
REVIEW_BLOCKS = ("reconsideration", "lawsuit_direct", "lawsuit_after_reconsideration")
REVIEW_COLUMNS = ("upheld", "corrected", "other", "pending", "total")


@dataclass(frozen=True, slots=True)
class RowForm:
    """A row of a table: key, official name, the number printed before it, and the pattern of its name."""

    key: str
    label: str
    mark: str
    pattern: re.Pattern[str]
    columns: dict[str, tuple[str, ...]]

    def is_named(self, text: str) -> bool:
        """Whether the row's name stands in a text without blanks."""
        words = self.pattern.pattern
        return words in text if words.isalpha() else self.pattern.search(text) is not None


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """A column heading of the active table; ``era`` is empty for headings of both forms."""

    key: str
    era: str
    pattern: re.Pattern[str]


def _rows(table: str) -> tuple[RowForm, ...]:
    data: list[dict[str, Any]] = load_yaml("statutory", "forms.yaml")[table]["rows"]
    return tuple(
        RowForm(
            row["key"],
            row["label"],
            str(row.get("mark", "")),
            re.compile(row["pattern"]),
            {era: tuple(columns) for era, columns in row.get("eras", {}).items()},
        )
        for row in data
    )


@lru_cache(maxsize=1)
def request_rows() -> tuple[RowForm, ...]:
    """Rows of the requests table in printed order, those of both forms together."""
    return _rows("requests")


@lru_cache(maxsize=1)
def active_rows() -> tuple[RowForm, ...]:
    """Rows of the active table in printed order, those of both forms together."""
    return _rows("active")


@lru_cache(maxsize=1)
def active_columns() -> tuple[ColumnForm, ...]:
    """Column headings of the active table."""
    data = load_yaml("statutory", "forms.yaml")["active"]["columns"]
    return tuple(ColumnForm(item["key"], item["era"], re.compile(item["pattern"])) for item in data)
