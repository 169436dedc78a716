"""The columns that a requests table prints, by its headings: total in front, or a kind of applicants left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from textmine.parsing.statutory._forms import REQUEST_COLUMNS
from textmine.parsing.statutory._source import Field
from textmine.resources import load_yaml

_APPLICANTS = "申请人情况"
# Between the headings of all applicants and the first kind of them: the total, in the first column or over several rows at the right.
_TOTAL_FIRST = re.compile(r"申\s*请\s*人\s*情\s*况[^自]{0,60}?[总合]\s*计[^自]{0,30}自\s*然\s*人")
_REACH = 500
_TELLING = {"company": "企业", "research": "科研", "social_organisation": "公益", "legal_service": "法律服务"}
_MOST_LEFT_OUT = 2  # more are not left out of the table but lost with its head


def may_have_total_first(text: str, start: int) -> bool:
    """Whether the headings before the first row, which begins at ``start``, name the total before the applicants."""
    return _TOTAL_FIRST.search(text, max(0, start - _REACH), start) is not None


def adds_up_to_first(rows: Iterable[Sequence[float]]) -> bool:
    """Whether the first number of each row, and not the last of each, is the sum of the others."""
    last_differs = False
    for row in rows:
        if any(row):
            if row[0] != sum(row[1:]):
                return False
            last_differs = last_differs or row[-1] != sum(row[:-1])
    return last_differs


@lru_cache(maxsize=64)
def printed_columns(head: str) -> tuple[str, ...]:
    """Keys of the columns; ``head`` is the text before the first row, without blanks. ``total`` is first if it stands there."""
    at = head.rfind(_APPLICANTS)
    head = head[at + len(_APPLICANTS) :] if at >= 0 else ""
    person, total, others = head.partition("自然人")
    if not total:
        return REQUEST_COLUMNS
    left_out = {key for key, words in _TELLING.items() if words not in others}
    if "或其他组织" in others and others.count("其他") == 1:
        left_out.add("other_organisation")
    if len(left_out) > _MOST_LEFT_OUT:
        left_out = set()
    kept = [key for key in REQUEST_COLUMNS if key not in left_out]
    return ("total", *kept[:-1]) if "总计" in person or "合计" in person else tuple(kept)


def in_form_order(fields: list[Field], columns: Sequence[str]) -> list[Field] | None:
    """A row's cells in the order of the form, with a blank for each column that is not printed; None if there are too few or many."""
    if len(fields) != len(columns):
        return None
    printed = dict(zip(columns, fields, strict=True))
    blank = Field(fields[0].start, fields[0].start, "")
    return [printed.get(key, blank) for key in REQUEST_COLUMNS]


def names_of(columns: set[str]) -> str:
    """Chinese names of columns."""
    heads = load_yaml("statutory", "forms.yaml")["requests"]["columns"]
    return "、".join(head["zh"] for head in heads if head["key"] in columns)
