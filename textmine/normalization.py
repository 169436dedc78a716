"""Views of a text for matching that keep the way back to the original characters.

Two of them: ``fold`` keeps the length (position i stays position i) and suits grammars written as
regular expressions; ``NormalizedView`` may drop and expand characters and keeps a map.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

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
    # Tables drawn with lines become tables with pipes.
    **dict.fromkeys("│┃║┆┊┤├┼┬┴┌┐└┘┝┥┠┨┯┷┿╂╋┏┓┗┛┣┫┳┻╠╣╬╔╗╚╝╦╩", "|"),
    **dict.fromkeys("─━═", "-"),
}
# Forms in Traditional texts that the converter leaves alone: converters of web pages write 陜 for 陝.
_VARIANTS = {"陜": "陕"}
# Words that converters of whole pages put for those of the form, of the same length (already with simplified characters).
_WORDS = (("资讯", "信息"), ("规范性档案", "规范性文件"))
_TRADITIONAL_PROBE = frozenset("開關務請條準見說報應處據數實對發員機問題進過間險導覽築與個為產業國會區")


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    """Normal form of one character; empty for zero-width ones, more than one character for ligatures."""
    if char < "\x80" or "①" <= char <= "⓿" or "㈠" <= char <= "㊿":
        return char  # NFKC would turn the enumeration mark ① into the bare digit 1
    if (
        char in _ZERO_WIDTH or "\ud800" <= char <= "\uf8ff"
    ):  # private use, and halves of characters that are lost
        return ""
    special = _RADICALS.get(char) or _PUNCTUATION.get(char)
    return special or unicodedata.normalize("NFKC", char)


@lru_cache(maxsize=1)
def _simplifier() -> object:
    import opencc

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=65536)
def _simplified_char(char: str) -> str:
    if not "一" <= char <= "鿿" or char in _VARIANTS:
        return _VARIANTS.get(char, char)
    converted: str = _simplifier().convert(char)  # type: ignore[attr-defined]
    return converted if len(converted) == 1 else char


# Full-width punctuation and blanks that stand in every text, exchanged before anything is looked up.
_COMMON = (("，", ","), ("；", ";"), ("：", ":"), ("（", "("), ("）", ")"), ("\u3000", " "))
_IDEOGRAPHS_FOLDED = frozenset(char for char in _RADICALS if "\u4e00" <= char <= "\u9fff")


def _other_ideographs(left_out: frozenset[str]) -> str:
    """The ideographs without some, as ranges of a character class."""
    bounds = [0x4DFF, *sorted(map(ord, left_out)), 0xA000]
    return "".join(f"{chr(a + 1)}-{chr(b - 1)}" for a, b in pairwise(bounds) if a + 1 < b)


# Ideographs of simplified writing, ASCII and the marks that stay as they are: nearly all of a text, so that only the rest is
# looked up.
_PLAIN = rf"\x00-\x7f。、《》“”【】〔〕{_other_ideographs(_TRADITIONAL_PROBE | _IDEOGRAPHS_FOLDED)}"
_NOT_PLAIN = re.compile(f"[^{_PLAIN}]")
_FEW = 24  # characters to exchange up to which one replacement each is quicker than a translation of the text


@lru_cache(maxsize=4)  # every stage asks this about the same text
def _scanned(text: str) -> tuple[str, frozenset[str]]:
    """The text with its common punctuation folded, and all characters left in it that are not plain."""
    for char, folded in _COMMON:
        text = text.replace(char, folded)
    return text, frozenset(_NOT_PLAIN.findall(text))


_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufad9]")


def ideographs(text: str) -> str:
    """The text, of the same length, with the ideographs that radicals and doubles of PDF fonts (⼯⻓) stand for."""
    return _RADICAL.sub(lambda match: _fold_char(match.group()), text) if _RADICAL.search(text) else text


def odd_characters(text: str) -> frozenset[str]:
    """The characters of a text but for ASCII, common punctuation and the ideographs of simplified writing."""
    return _scanned(text)[1]


def rare_foldings(text: str) -> str:
    """What ``fold`` puts for the odd characters of a text, one after another in no order."""
    return "".join(map(_fold_char, odd_characters(text)))


_MOST_VERDICTS = 1024
_verdicts: dict[tuple[int, int], bool] = {}


def is_traditional(text: str) -> bool:
    """Whether the text is written in Traditional characters (more than 2 % of a probe set of 40 frequent ones).

    Verdicts are kept by hash and length, not by text: the stages ask about the same text with a batch of others in between.
    """
    key = hash(text), len(text)
    verdict = _verdicts.get(key)
    if verdict is None:
        if len(_verdicts) >= _MOST_VERDICTS:
            _verdicts.clear()
        verdict = _verdicts[key] = _looks_traditional(text)
    return verdict


def _looks_traditional(text: str) -> bool:
    if _TRADITIONAL_PROBE.isdisjoint(odd_characters(text)):
        return False
    sample = text[:20000]
    return sum(map(sample.count, _TRADITIONAL_PROBE)) * 50 > len(sample)


def _char_map(text: str, simplify: bool) -> dict[str, str]:
    """What to exchange in a text besides the common punctuation."""
    mapping = {}
    present = set(text) if simplify else odd_characters(text)
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


def _usual_words(text: str) -> str:
    for word, usual in _WORDS:
        text = text.replace(word, usual)
    return text


@lru_cache(maxsize=4)  # the stages fold the same text, one after the other
def fold(text: str, *, simplify: bool | None = None) -> str:
    """Text of the same length in normal form: widths, radicals and compatibility characters unified.

    Full-width ASCII becomes ASCII (，→ ``,``; （→ ``(``); a zero-width or private-use character, or half of one, becomes U+2063, which no
    pattern matches as a space; what would expand to several characters stays. ``simplify`` converts Traditional characters one
    by one (default: only if the text is recognised as Traditional), and the words 资讯 and 规范性档案 to 信息 and 规范性文件.
    """
    plain, odd = _scanned(text)
    if not (odd or simplify):
        return plain
    wanted = is_traditional(text) if simplify is None else simplify
    mapping = _char_map(text, wanted)
    folded = _exchanged(plain, {k: v or "\u2063" for k, v in mapping.items() if len(v) < 2})
    return _usual_words(folded) if wanted else folded


def fold_joined(texts: Sequence[str]) -> str:
    """``fold`` of each text, joined; in one go where none of them can be Traditional."""
    joined = "".join(texts)
    if _TRADITIONAL_PROBE.isdisjoint(odd_characters(joined)):
        return fold(joined, simplify=False)
    return "".join(map(fold, texts))


class NormalizedView:
    """A normalised text that maps back: ``view.source_range(i, j)`` gives the range in the original.

    Parameters
    ----------
    text: the original.
    drop: characters to leave out (by default line breaks and all blanks, so that a term broken by a line end still matches).
    simplify: as in ``fold``.
    """

    __slots__ = ("_mapping", "_source", "_steps", "source_length", "text")

    def __init__(
        self, text: str, *, drop: str = " \t\r\n\u3000\xa0\x0b\x0c", simplify: bool | None = None
    ) -> None:
        wanted = is_traditional(text) if simplify is None else simplify
        mapping = dict(_COMMON) | _char_map(text, wanted)
        mapping.update({char: "" for char in drop if char in text})
        self.source_length = len(text)
        self.text = _usual_words(_exchanged(text, mapping)) if wanted else _exchanged(text, mapping)
        self._source = text
        self._mapping = None if all(len(value) == 1 for value in mapping.values()) else mapping
        self._steps: _Steps | None = None

    def _map(self) -> _Steps | None:
        """Where original and normalised positions part; None where they are the same throughout."""
        if self._steps is None and self._mapping is not None:
            lengths = {char: len(value) for char, value in self._mapping.items() if len(value) != 1}
            self._steps = _Steps(self._source, lengths)
        return self._steps

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Range of the original that the normalised range ``[start, end)`` came from."""
        steps = self._map()
        if steps is None:
            return start, end
        if start >= end:
            origin = steps.source(start) if start < len(self.text) else self.source_length
            return origin, origin
        return steps.source(start), steps.source(end - 1) + 1

    def view_position(self, source: int) -> int:
        """First normalised position at or after an original position."""
        steps = self._map()
        return source if steps is None else min(steps.normalised(source), len(self.text))


class _Steps:
    """The characters of a text that are dropped or become several, and how far positions are apart after each."""

    __slots__ = ("_after", "_places", "_shifts")

    def __init__(self, text: str, lengths: dict[str, int]) -> None:
        self._places: list[int] = []  # in the original
        self._after: list[int] = []  # first normalised position behind each
        self._shifts = [0]  # original minus normalised position, before the first and behind each
        shift = 0
        for found in _any_of("".join(sorted(lengths))).finditer(text):
            place = found.start()
            length = lengths[found.group()]
            self._places.append(place)
            self._after.append(place - shift + length)
            shift += 1 - length
            self._shifts.append(shift)

    def source(self, position: int) -> int:
        """Original position of a normalised character."""
        passed = bisect_right(self._after, position)
        found = position + self._shifts[passed]
        return min(found, self._places[passed]) if passed < len(self._places) else found

    def normalised(self, source: int) -> int:
        """First normalised position at or after an original one."""
        return source - self._shifts[bisect_left(self._places, source)]


@lru_cache(maxsize=256)
def _any_of(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(characters)}]")
