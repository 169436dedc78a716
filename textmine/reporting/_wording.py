"""Wording of theme reports: Jinja2 phrases from the data files, filled in with values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from textmine.errors import UsageError
from textmine.reporting._template import LANGUAGES
from textmine.resources import load_yaml

_INNER = str.maketrans("“”", "‘’")


def is_missing(value: Any) -> bool:
    """Whether a value from a data frame is null: None, NaN or NA."""
    import pandas as pd

    return bool(pd.isna(value))


def percent(value: float) -> str:
    """A share as a whole percentage."""
    return f"{value * 100:.0f}%"


class Wording:
    """Phrases of one language, some of them ``replaced`` by dotted key.

    Values are put in as plain text; markup is the business of the writers.
    """

    def __init__(self, lang: str, replaced: Mapping[str, str] | None = None) -> None:
        if lang not in LANGUAGES:
            raise UsageError(f"Unknown language {lang!r}; known are {', '.join(LANGUAGES)}.")
        self.lang = lang
        self._phrases: dict[str, Any] = load_yaml("templates", f"report.{lang}.yaml")
        for key, words in (replaced or {}).items():
            self._phrases = _with(self._phrases, key.split("."), words)
        self._environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        self._environment.filters["percent"] = percent
        self._environment.filters["share_words"] = self.share_words
        self._environment.filters["listed"] = self.listed
        self._environment.filters["numeral"] = chinese_number
        self._compiled: dict[str, Any] = {}

    def has(self, key: str) -> bool:
        """Whether there is a phrase with this key."""
        node: Any = self._phrases
        for part in key.split("."):
            if not isinstance(node, dict) or part not in node:
                return False
            node = node[part]
        return True

    def raw(self, key: str) -> Any:
        """The node with this dotted key as it stands in the file."""
        node: Any = self._phrases
        for part in key.split("."):
            node = node[part]
        return node

    def say(self, key: str, **values: Any) -> str:
        """The phrase with this dotted key, filled in."""
        if key not in self._compiled:
            self._compiled[key] = self._environment.from_string(str(self.raw(key)).strip())
        return str(self._compiled[key].render(**values))

    def listed(self, names: list[str]) -> str:
        """Names in a row."""
        return str(self.raw("separator")).join(names)

    def share_words(self, share: float) -> str:
        """A round share in words (two thirds, one half), any other as a percentage."""
        for key, value in (("half", 1 / 2), ("two_thirds", 2 / 3)):
            if abs(share - value) < 1e-9:
                return str(self.raw(f"shares.{key}"))
        return percent(share)

    def name(self, group: str, value: Any) -> str:
        """Name of a level, kind, role, status, stage, outcome or severity; the value itself if there is none."""
        if value is None or is_missing(value) or value == "":
            return str(self.raw("unknown"))
        return str(self.raw(group).get(str(value), value))

    def heading(self, number: int, words: str) -> str:
        """A numbered heading of the first rank."""
        if self.lang == "zh":
            return f"{chinese_number(number)}、{words}"
        return f"{number}. {words}"

    def years(self, years: list[int]) -> str:
        """A span of years."""
        if not years:
            return str(self.raw("years.none"))
        key = "years.one" if years[0] == years[-1] else "years.span"
        return self.say(key, first=years[0], last=years[-1])


def _with(node: Mapping[str, Any], keys: list[str], words: str) -> dict[str, Any]:
    """A copy of the phrases with one of them replaced."""
    first, *rest = keys
    return {**node, first: _with(node[first], rest, words) if rest else words}


@lru_cache(maxsize=2)
def load_wording(lang: str) -> Wording:
    """Wording of theme reports in ``zh`` or ``en``. Raises UsageError for other languages."""
    return Wording(lang)


def inner_quotes(text: str) -> str:
    """A text that will stand in Chinese quotation marks, with those within it single: 开展“回头看” → 开展‘回头看’."""
    return text.translate(_INNER)


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
