"""Text oddities of copied documents: Kangxi radicals, no-break spaces, zero-width marks, full-width digits."""

from __future__ import annotations

import re

_KANGXI = str.maketrans("工人力行用自文方手心长面高", "⼯⼈⼒⾏⽤⾃⽂⽅⼿⼼⻓⾯⾼")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_HALF = str.maketrans("，；：（）", ",;:()")


def _zero_width(text: str) -> str:
    return re.sub(r"(政府|信息)(?=公开)", "\\1\u200b", text)


def _spaced_numbers(text: str, space: str) -> str:
    text = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)", space, text)
    return re.sub(r"(?<=\d)(?=[\u4e00-\u9fff])", space, text)


def apply_oddities(text: str, names: tuple[str, ...]) -> str:
    """Text as a careless copy would show it; the words stay the same."""
    for name in names:
        if name == "kangxi":
            text = text.translate(_KANGXI)
        elif name == "zero_width":
            text = _zero_width(text)
        elif name == "wide_digits":
            text = text.translate(_WIDE)
        elif name == "half_marks":
            text = text.translate(_HALF)
        elif name == "nbsp":
            text = _spaced_numbers(text, "\u00a0")
        elif name == "spaced_numbers":
            text = _spaced_numbers(text, " ")
        else:
            raise ValueError(f"unknown oddity: {name}")
    return text
