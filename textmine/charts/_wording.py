"""What charts say: finding titles, subtitles, notes and labels, from the wording file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from textmine.analysis.figure_names import short_figure_name
from textmine.errors import UsageError
from textmine.resources import load_yaml

_OWN_NAMES: ContextVar[Mapping[str, str] | None] = ContextVar("own_names", default=None)


@dataclass(frozen=True)
class ChartText:
    """The words around a drawing: the finding, what is shown and of how many, and what to bear in mind."""

    title: str
    subtitle: str
    note: str = ""


@dataclass(frozen=True)
class Wording:
    """Phrases of one language; ``say`` fills them in."""

    lang: str
    phrases: Mapping[str, Any]
    themes: Mapping[str, str]

    def phrase(self, key: str) -> str:
        """The phrase with this dotted key."""
        node: Any = self.phrases
        for part in key.split("."):
            node = node[part]
        return str(node)

    def say(self, key: str, **values: Any) -> str:
        """The phrase with its names filled in."""
        return self.phrase(key).format(**values)

    def theme(self, theme: str) -> str:
        """Name of a theme; its id if the codebook does not know it."""
        return self.themes.get(theme, theme)

    def figure(self, key: str) -> str:
        """Short name of a figure of the statutory tables."""
        return short_figure_name(key, self.lang)

    def listed(self, names: Iterable[str]) -> str:
        """Names in a row."""
        return str(self.phrases["list_separator"]).join(names)

    def joined(self, sentences: Iterable[str]) -> str:
        """Sentences one after the other."""
        return ("" if self.lang == "zh" else " ").join(sentences)

    def share(self, value: float) -> str:
        """A share as a percentage."""
        return self.say("share", value=value * 100)

    def group(self, by: str, value: Any) -> str:
        """Name of a group: a year, a level, a region."""
        if value == "" or value is None:
            return self.phrase("above" if by in ("city", "county") else "unknown")
        names = self.phrases.get(by)
        return str(names.get(value, value)) if isinstance(names, Mapping) else str(value)

    def years(self, years: list[int]) -> str:
        """A span of years."""
        if not years:
            return self.phrase("years_none")
        key = "years_one" if years[0] == years[-1] else "years_span"
        return self.say(key, first=years[0], last=years[-1])

    def base(self, params: Mapping[str, Any]) -> str:
        """How many reports and agencies of which years."""
        return self.say(
            "base", reports=params["reports"], agencies=params["agencies"], years=self.years(params["years"])
        )

    def interval(self, params: Mapping[str, Any], *, prefix: str = "") -> str:
        """Which interval is drawn."""
        return self.say(f"interval.{prefix}{params['interval']}", confidence=params["confidence"] * 100)

    def caveats(
        self, params: Mapping[str, Any], *, small: bool = False, all_small: bool = False
    ) -> list[str]:
        """Notes that apply to these numbers."""
        notes = []
        if all_small:
            notes.append(self.say("small_all", small_group=params["small_group"]))
        elif small:
            notes.append(self.say("small_groups", small_group=params["small_group"]))
        if params.get("correction"):
            source, _, n = str(params["correction"]).partition(":")
            known = source in self.phrases["correction"]
            words = self.say(f"correction.{source}", n=n) if known else str(params["correction"])
            notes.append(self.say("corrected", correction=words))
        else:
            notes.append(self.phrase("uncorrected"))
        if params.get("without_section"):
            notes.append(self.say("without_section", without_section=params["without_section"]))
        return notes


@contextmanager
def own_theme_names(names: Mapping[str, str]) -> Iterator[None]:
    """Charts drawn within call these themes by an organisation's own names."""
    token = _OWN_NAMES.set(names)
    try:
        yield
    finally:
        _OWN_NAMES.reset(token)


def load_wording(lang: str) -> Wording:
    """Wording of the charts in ``zh`` or ``en``. Raises UsageError for other languages."""
    phrases = load_yaml("charts", "wording.yaml")
    if lang not in phrases:
        raise UsageError(f"Unknown language {lang!r}; known are {', '.join(phrases)}.")
    themes = {theme["id"]: theme[lang] for theme in load_yaml("codebook.yaml")["themes"]}
    themes |= _OWN_NAMES.get() or {}
    return Wording(lang, {**phrases[lang], **load_yaml("charts", "wording_texts.yaml")[lang]}, themes)
