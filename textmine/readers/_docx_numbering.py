"""Word's automatic numbering (numbering.xml) put back as text, and styles that carry it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HEAVENLY = "甲乙丙丁戊己庚辛壬癸"
_EARTHLY = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_PLACEHOLDER = re.compile(r"%([1-9])")


def chinese_number(value: int, *, digits: str = _DIGITS, units: str = "十百千") -> str:
    """Chinese numeral of 1 to 9999 as in 一、 十、 十一、 二十、 一百零二."""
    if not 0 < value < 10000:
        return str(value)
    text = ""
    gap = False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if not digit:
            gap = bool(text)
            continue
        if gap:
            text += "零"
            gap = False
        text += digits[digit] + (units[power - 1] if power else "")
    return text[1:] if 10 <= value < 20 and digits is _DIGITS else text


def _roman(value: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        while value >= size and len(text) < 30:
            text += letters
            value -= size
    return text


def _letter(value: int) -> str:
    return chr(97 + (value - 1) % 26) * min((value - 1) // 26 + 1, 5) if value > 0 else ""


def _digits(value: int, digits: str) -> str:
    return str(max(value, 0)).translate({ord(str(n)): digits[n] for n in range(10)})


#: Word's number formats (ST_NumberFormat of ECMA-376, part 1, 17.18.59) by how they are written.
_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        [
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
            "koreanCounting",
        ],
        chinese_number,
    ),
    **dict.fromkeys(
        ["ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"],
        lambda value: _digits(value, _DIGITS),
    ),
    **dict.fromkeys(
        ["chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"],
        lambda value: chinese_number(value, digits=_LEGAL, units="拾佰仟"),
    ),
    **dict.fromkeys(
        ["decimalEnclosedCircle", "decimalEnclosedCircleChinese", "ideographEnclosedCircle"],
        lambda value: _CIRCLED[value - 1] if 0 < value <= 20 else str(value),
    ),
    "decimalFullWidth": lambda value: _digits(value, "０１２３４５６７８９"),
    "decimalZero": lambda value: f"{value:02d}",
    "decimalEnclosedParen": lambda value: f"（{value}）",
    "decimalEnclosedFullstop": lambda value: f"{value}.",
    "ideographTraditional": lambda value: _HEAVENLY[(value - 1) % 10],
    "ideographZodiac": lambda value: _EARTHLY[(value - 1) % 12],
    "lowerLetter": _letter,
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "none": lambda value: "",
    "bullet": lambda value: "",
}


def format_number(value: int, kind: str) -> str:
    """A number in one of Word's formats; decimal for those unknown here."""
    written = _FORMATS.get(kind)
    return str(value) if written is None else written(value)


@dataclass(slots=True)
class Level:
    """One level of a list definition."""

    start: int = 1
    kind: str = "decimal"
    pattern: str = ""
    restart: int | None = None


@dataclass(slots=True)
class Numbering:
    """List definitions and running counters of one document."""

    abstracts: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    _counters: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, depth: int) -> str:
        """The next number of a list at a level, as Word shows it; empty for bullets and unknown lists."""
        found = self.lists.get(list_id)
        if found is None or not 0 <= depth <= 8:
            return ""
        abstract_id, overrides = found
        levels = self.abstracts.get(abstract_id, {})
        level = overrides.get(depth) or levels.get(depth)
        if level is None:
            return ""
        counters = self._counters.setdefault(abstract_id, [None] * 9)
        if depth in overrides and (list_id, depth) not in self._started:
            counters[depth] = None  # a list with a start of its own begins anew
        self._started.add((list_id, depth))
        current = counters[depth]
        counters[depth] = level.start if current is None else current + 1
        for deeper in range(depth + 1, 9):
            below = levels.get(deeper)
            if below is None or below.restart is None or below.restart > depth:
                counters[deeper] = None
        if level.kind == "bullet":
            return ""
        return _PLACEHOLDER.sub(
            lambda match: self._placeholder(match, counters, levels, overrides), level.pattern
        )

    def _placeholder(
        self,
        match: re.Match[str],
        counters: list[int | None],
        levels: dict[int, Level],
        own: dict[int, Level],
    ) -> str:
        index = int(match.group(1)) - 1
        level = own.get(index) or levels.get(index) or Level()
        value = counters[index]
        return format_number(level.start if value is None else value, level.kind)


def read_numbering(root: Any, ns: str) -> Numbering:
    """List definitions of a numbering part; ``ns`` is the part's namespace in braces."""
    numbering = Numbering()
    if root is None:
        return numbering
    linked: dict[str, str] = {}
    by_style: dict[str, str] = {}
    for abstract in root.iter(f"{ns}abstractNum"):
        abstract_id = abstract.get(f"{ns}abstractNumId") or ""
        numbering.abstracts[abstract_id] = _levels(abstract, ns)
        for name, target in (("numStyleLink", linked), ("styleLink", by_style)):
            link = abstract.find(f"{ns}{name}")
            if link is not None:
                key, value = (abstract_id, link.get(f"{ns}val", "")) if target is linked else (
                    link.get(f"{ns}val", ""), abstract_id)  # fmt: skip
                target[key] = value
    for instance in root.iter(f"{ns}num"):
        reference = instance.find(f"{ns}abstractNumId")
        if reference is None:
            continue
        abstract_id = reference.get(f"{ns}val") or ""
        abstract_id = by_style.get(linked.get(abstract_id, ""), abstract_id)
        base = numbering.abstracts.get(abstract_id, {})
        overrides = _overrides(instance, ns, base)
        numbering.lists[instance.get(f"{ns}numId") or ""] = (abstract_id, overrides)
    return numbering


def _levels(parent: Any, ns: str) -> dict[int, Level]:
    levels = {}
    for element in parent.iter(f"{ns}lvl"):
        values = {name: child.get(f"{ns}val") for name in ("start", "numFmt", "lvlText", "lvlRestart")
                  if (child := element.find(f"{ns}{name}")) is not None}  # fmt: skip
        kind = values.get("numFmt") or _alternate_format(element, ns) or "decimal"
        restart = values.get("lvlRestart")
        levels[integer(element.get(f"{ns}ilvl"))] = Level(
            integer(values.get("start"), 1),
            kind,
            values.get("lvlText") or "",
            None if restart is None else integer(restart),
        )
    return levels


def _alternate_format(element: Any, ns: str) -> str | None:
    nested = next(element.iter(f"{ns}numFmt"), None)
    value = None if nested is None else nested.get(f"{ns}val")
    return str(value) if value else None


def _overrides(instance: Any, ns: str, base: dict[int, Level]) -> dict[int, Level]:
    overrides: dict[int, Level] = {}
    for element in instance.iter(f"{ns}lvlOverride"):
        depth = integer(element.get(f"{ns}ilvl"))
        own = _levels(element, ns)
        level = own.get(depth) or base.get(depth)
        start = element.find(f"{ns}startOverride")
        if level is not None:
            begin = level.start if start is None else integer(start.get(f"{ns}val"), 1)
            overrides[depth] = Level(begin, level.kind, level.pattern, level.restart)
    return overrides


def integer(value: str | None, default: int = 0) -> int:
    """A small attribute number; the default if it is missing or no number."""
    try:
        return max(-1, min(int(value), 100_000)) if value else default
    except ValueError:
        return default
