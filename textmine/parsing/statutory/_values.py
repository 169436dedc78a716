"""What stands in one cell: a number, nothing, a dash, or something that is no number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

ValueKind = Literal["number", "blank", "dash", "unreadable"]

_NUMBER = re.compile(
    r"(?P<sign>[+-]|增加?|减少?|上升|下降)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?)"
    r"(?P<unit>亿元|万元|元|件|条|个|项|份|宗|次|起|人次)?"
    r"(?P<note>[,;、]?[(\[].*|[,;、]?其中.*|[,;]?注.*|\*+)?",
    re.DOTALL,
)
_BEFORE_UNIT = re.compile(r"(?<=\d)\s{1,3}(?=[件条个项份宗次起人万亿元])")
# Marks that a cell may hold instead of a number; they mean "does not apply", not zero.
_DASHES = frozenset(
    {
        "-",
        "--",
        "---",
        "—",
        "——",
        "/",
        "//",
        "\\",
        "╱",
        "∕",
        "无",
        "空",
        "*",
        "···",
        "...",
        "暂无",
        "没有",
        "无此项",
        "不涉及",
        "未涉及",
        "不适用",
        "未发生",
        "N/A",
        "n/a",
    }
)
# Other ways of writing zero, alone in a cell.
_ZEROS = frozenset({"〇", "○", "零", "O", "o"})
# Digits as text recognition misreads them, alone in a cell or among other digits.
_MISREAD = re.compile(r"[lI]|(?=[lIOo]{0,5}\d)[\dlIOo]{2,6}")
_DIGITS = str.maketrans("lIOo", "1100")
_MINUS = frozenset({"-", "减", "减少", "下降"})
# Factor that turns an amount into 万元, the unit of the form.
_TO_TEN_THOUSAND = {"元": 0.0001, "万元": 1.0, "亿元": 10000.0}


@dataclass(frozen=True, slots=True)
class CellValue:
    """Reading of a cell. ``note`` is what stood beside the number, ``unit`` its unit as printed."""

    value: int | float | None
    kind: ValueKind
    unit: str = ""
    note: str = ""


BLANK = CellValue(None, "blank")
UNREADABLE = CellValue(None, "unreadable")


@lru_cache(maxsize=4096)
def read_value(folded: str, *, amount: bool = False, signed: bool = False, unit: str = "") -> CellValue:
    """Read the text of one cell, already in folded form (see ``normalization.fold``).

    Parameters
    ----------
    folded: text of the cell.
    amount: the figure is a sum of money in 万元; decimals are allowed and 元 or 亿元 are converted.
    signed: the figure is a change and may be negative.
    unit: unit that the column's heading states, used where the cell itself states none.
    """
    folded = _plain(folded)
    text = "".join(folded.replace("\u2063", "").split()).removeprefix(":")  # 行政许可:1286
    if not text:
        return BLANK
    if text in _DASHES:
        return CellValue(None, "dash")
    if text in _ZEROS or (not text.isdigit() and _MISREAD.fullmatch(text)):
        return CellValue(0 if text in _ZEROS else int(text.translate(_DIGITS)), "number")
    found = _NUMBER.fullmatch(text)
    if found is None or (found["sign"] and not signed) or _has_gap(folded, found["digits"]):
        return UNREADABLE
    printed = found["unit"] or ""
    number = float(found["digits"].replace(",", ""))
    if found["sign"] in _MINUS:
        number = -number
    if amount:
        number = round(number * _TO_TEN_THOUSAND.get(printed or unit, 1.0), 8)
    elif printed in _TO_TEN_THOUSAND or number != int(number):
        return UNREADABLE
    value = int(number) if number == int(number) else number
    return CellValue(value, "number", printed, found["note"] or "")


def _plain(folded: str) -> str:
    """Without the marks of bold type in Markdown (**12**)."""
    text = folded.strip()
    bold = len(text) > 4 and text.startswith("**") and text.endswith("**")
    return text[2:-2] if bold else folded


def _has_gap(folded: str, digits: str) -> bool:
    """Whether a blank stands inside the number ("4 119"), which may be two numbers."""
    return len(digits) > 1 and digits not in folded and not re.search(",", digits)


@lru_cache(maxsize=4096)
def is_value(folded: str) -> bool:
    """Whether a word of running text can be the content of a cell: a number, a dash or a word for zero."""
    text = _BEFORE_UNIT.sub("", _plain(folded).strip())
    return (
        text in _DASHES
        or text in _ZEROS
        or _NUMBER.fullmatch(text) is not None
        or _MISREAD.fullmatch(text) is not None
    )
