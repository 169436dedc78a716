"""Views of a text for matching that keep the way back to the original characters.

Two of them: ``fold`` keeps the length (position i stays position i) and suits grammars written as
regular expressions; ``NormalizedView`` may drop and expand characters and keeps a map.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

# Radicals that NFKC leaves alone but that PDF fonts put in place of the ideograph
# (CJK Radicals Supplement, Unicode 15, EquivalentUnifiedIdeograph.txt and its simplified forms).
_RADICALS = {
    "⺁": "厂", "⺇": "几", "⺌": "小", "⺍": "小", "⺎": "尢", "⺕": "彐", "⺙": "攵", "⺝": "月", "⺟": "母",
    "⺠": "民", "⺡": "氵", "⺢": "氺", "⺩": "王", "⺫": "罒", "⺮": "竹", "⺶": "羊", "⺷": "羊", "⺸": "羊",
    "⺼": "肉", "⻁": "虎", "⻄": "西", "⻅": "见", "⻆": "角", "⻉": "贝", "⻋": "车", "⻏": "邑", "⻓": "长",
    "⻔": "门", "⻖": "阜", "⻘": "青", "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻢": "马",
    "⻣": "骨", "⻤": "鬼", "⻥": "鱼", "⻦": "鸟", "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻬": "齐", "⻮": "齿",
    "⻰": "龙", "⻳": "龟", "戶": "户", "⼾": "户",
}  # fmt: skip
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
_PUNCTUATION = {
    "﹒": ".",
    "．": ".",
    "｡": "。",
    "､": "、",
    "﹑": "、",
    "—": "—",
    "―": "—",
    "‑": "-",
    "–": "-",
    "−": "-",
}
_TRADITIONAL_PROBE = frozenset("開關務請條準見說報應處據數實對發員機問題進過間險導覽築與個為產業國會區")


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    """Normal form of one character; empty for zero-width ones, more than one character for ligatures."""
    if char < "\x80" or "①" <= char <= "⓿" or "㈠" <= char <= "㊿":
        return char  # NFKC would turn the enumeration mark ① into the bare digit 1
    if char in _ZERO_WIDTH or "\ue000" <= char <= "\uf8ff":
        return ""
    special = _RADICALS.get(char) or _PUNCTUATION.get(char)
    return special or unicodedata.normalize("NFKC", char)


@lru_cache(maxsize=1)
def _simplifier() -> object:
    import opencc

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=65536)
def _simplified_char(char: str) -> str:
    if not "一" <= char <= "鿿":
        return char
    converted: str = _simplifier().convert(char)  # type: ignore[attr-defined]
    return converted if len(converted) == 1 else char


@lru_cache(maxsize=4)  # every stage asks this about the same text
def is_traditional(text: str) -> bool:
    """Whether the text is written in Traditional characters (more than 2 % of a probe set of 40 frequent ones)."""
    if not text:
        return False
    sample = text[:20000]
    return sum(map(sample.count, _TRADITIONAL_PROBE)) * 50 > len(sample)


# Ideographs, ASCII and the marks that stay as they are: nearly all of a text, so that only the rest is looked up.
_PLAIN = r"\x00-\x7f\u4e00-\u9fff。、《》“”【】〔〕"
_NOT_PLAIN = re.compile(f"[^{_PLAIN}]")
_IDEOGRAPHS_FOLDED = frozenset(char for char in _RADICALS if "\u4e00" <= char <= "\u9fff")
_FEW = 24  # characters to exchange up to which one replacement each is quicker than a translation of the text


def _char_map(text: str, simplify: bool) -> dict[str, str]:
    mapping = {}
    present = set(text) if simplify else {*_NOT_PLAIN.findall(text), *_IDEOGRAPHS_FOLDED}
    for char in present:
        folded = _fold_char(char)
        if simplify and len(folded) == 1:
            folded = _simplified_char(folded)
        if folded != char:
            mapping[char] = folded
    return mapping


def _exchanged(text: str, mapping: dict[str, str]) -> str:
    """The text with characters exchanged, all at the same time."""
    if len(mapping) > _FEW or any(char in mapping for value in mapping.values() for char in value):
        return text.translate({ord(char): value for char, value in mapping.items()})
    for char, value in mapping.items():
        text = text.replace(char, value)
    return text


@lru_cache(maxsize=4)  # the stages fold the same text, one after the other
def fold(text: str, *, simplify: bool | None = None) -> str:
    """Text of the same length in normal form: widths, radicals and compatibility characters unified.

    Full-width ASCII becomes ASCII (，→ ``,``; （→ ``(``); a zero-width or private-use character becomes U+2063, which no
    pattern matches as a space; what would expand to several characters stays. ``simplify`` converts Traditional characters one
    by one (default: only if the text is recognised as Traditional).
    """
    wanted = is_traditional(text) if simplify is None else simplify
    mapping = _char_map(text, wanted)
    return _exchanged(text, {k: v or "\u2063" for k, v in mapping.items() if len(v) < 2})


class NormalizedView:
    """A normalised text that maps back: ``view.source_range(i, j)`` gives the range in the original.

    Parameters
    ----------
    text: the original.
    drop: characters to leave out (by default line breaks and all blanks, so that a term broken by a line end still matches).
    simplify: as in ``fold``.
    """

    __slots__ = ("_offsets", "source_length", "text")

    def __init__(
        self, text: str, *, drop: str = " \t\r\n\u3000\xa0\x0b\x0c", simplify: bool | None = None
    ) -> None:
        wanted = is_traditional(text) if simplify is None else simplify
        mapping = _char_map(text, wanted)
        mapping.update({char: "" for char in drop if char in text})
        self.source_length = len(text)
        self._offsets: list[int] | None = None
        if all(len(value) == 1 for value in mapping.values()):
            self.text = _exchanged(text, mapping)
            return
        pieces: list[str] = []
        offsets: list[int] = []
        for position, char in enumerate(text):
            folded = mapping.get(char, char)
            if folded:
                pieces.append(folded)
                offsets.extend([position] * len(folded))
        self.text = "".join(pieces)
        self._offsets = offsets

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Range of the original that the normalised range ``[start, end)`` came from."""
        if self._offsets is None or start >= end:
            origin = start if self._offsets is None else self._at(start)
            return origin, (end if self._offsets is None else origin)
        return self._offsets[start], self._offsets[end - 1] + 1

    def view_position(self, source: int) -> int:
        """First normalised position at or after an original position."""
        if self._offsets is None:
            return source
        return bisect_right(self._offsets, source - 1)

    def _at(self, index: int) -> int:
        assert self._offsets is not None
        return self._offsets[index] if index < len(self._offsets) else self.source_length
