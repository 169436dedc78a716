"""Templates of organisations: their title, names, emblem, wording and bands, from a TOML file.

The file is checked as a whole before any work is done; every message names the key and its line.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from textmine.errors import ResourceError
from textmine.resources import load_yaml

LANGUAGES = ("zh", "en")
# What reading verdicts back rests on, and names of sheets, which spreadsheets restrict.
_FIXED = ("verdicts", "no_theme", "columns", "sheets")
_TEXTS = {"title": 200, "issuer": 100, "date_line": 100}  # longest allowed
_FILES = ("emblem", "base_document")
_TABLES = ("bands", "wording", "themes")
_MAX_FILE = 20_000_000  # bytes of an emblem or base document
_MAX_NAME = 30
_DATE_FIELDS = ("year", "month", "day")
_PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


@dataclass(frozen=True)
class Bands:
    """Lower ends from which a share is said to hold of most (普遍) and of a majority (多数), and the share below which of few (个别).

    A share is called ``most`` or ``majority`` if the lower end of its interval reaches the bound, ``few`` if it is below the
    bound itself and the upper end of its interval below one half; all else is ``some`` (部分).
    """

    most: float = 2 / 3
    majority: float = 1 / 2
    few: float = 0.1

    def word(self, share: float, low: float, high: float) -> str:
        """Key of the word that this share may be given."""
        if low >= self.most:
            return "most"
        if low > self.majority:
            return "majority"
        return "few" if share < self.few and high < 1 / 2 else "some"


@dataclass(frozen=True)
class Template:
    """What an organisation wants changed; the default changes nothing.

    ``date_line`` may hold ``{year}``, ``{month}`` and ``{day}``; ``wording`` replaces phrases by their dotted key, ``themes`` names
    of themes by their id. ``emblem`` (PNG or JPEG) and ``base_document`` (docx) are the bytes of the files.
    """

    lang: str | None = None
    title: str | None = None
    issuer: str = ""
    date_line: str = ""
    emblem: bytes | None = None
    base_document: bytes | None = None
    bands: Bands = Bands()
    wording: Mapping[str, str] = field(default_factory=dict)
    themes: Mapping[str, str] = field(default_factory=dict)


def load_template(path: str | Path, *, lang: str | None = None) -> Template:
    """The template in a TOML file (see the page on theme reports); files that it names lie beside it.

    Parameters
    ----------
    lang: language of the report, whose phrases ``[wording]`` must fit; by default the template's own, else ``zh``.

    Raises
    ------
    ResourceError: the file cannot be read, is no TOML, or says something that no report can be written with.
    """
    source = Path(path)
    try:
        text = source.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"{source}: cannot be read as UTF-8 text ({error}).") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ResourceError(f"{source}: is no TOML ({error}).") from error
    return _Reader(source, _lines(text)).template(values, lang)


_SECTION = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?")
_ENTRY = re.compile(r"""\s*("[^"]*"|'[^']*'|[A-Za-z0-9_.\-]+)\s*=""")


def _lines(text: str) -> dict[str, int]:
    """Line of each key, dotted, as far as it stands at the beginning of a line."""
    found: dict[str, int] = {}
    section, within = "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        if within:
            within = "" if within in line else within
            continue
        if match := _SECTION.fullmatch(line):
            section = match[1].strip().strip("\"'") + "."
            found.setdefault(section[:-1], number)
        elif match := _ENTRY.match(line):
            found.setdefault(section + match[1].strip("\"'"), number)
            rest = line[match.end() :].strip()
            for quotes in ('"""', "'''"):
                if rest.startswith(quotes) and quotes not in rest[3:]:
                    within = quotes
    return found


class _Reader:
    """Checks the values of one file."""

    def __init__(self, source: Path, lines: Mapping[str, int]) -> None:
        self._source = source
        self._lines = lines

    def fail(self, key: str, words: str) -> ResourceError:
        """An error that names key and line."""
        line = self._lines.get(key) or self._lines.get(key.partition(".")[0])
        place = f", line {line}" if line else ""
        return ResourceError(f"{self._source}{place}, key {key}: {words}")

    def template(self, values: Mapping[str, Any], lang: str | None) -> Template:
        """The template."""
        known = ("lang", *_TEXTS, *_FILES, *_TABLES)
        for key, value in values.items():
            if key not in known:
                raise self.fail(key, f"unknown{_hint(key, known)}; known are {', '.join(known)}.")
            if key in _TABLES and not isinstance(value, dict):
                raise self.fail(key, f"must be a table, [{key}].")
        own = values.get("lang")
        if own is not None and own not in LANGUAGES:
            raise self.fail("lang", f"{own!r} is no language; known are {', '.join(LANGUAGES)}.")
        if own and lang and own != lang:
            raise self.fail("lang", f"the template is for {own!r}, the report is written in {lang!r}.")
        texts = {key: self._text(key, values[key], most) for key, most in _TEXTS.items() if key in values}
        self._date_line(texts.get("date_line", ""))
        return Template(
            lang=own,
            **texts,
            emblem=self._emblem(values.get("emblem")),
            base_document=self._base(values.get("base_document")),
            bands=self._bands(values.get("bands", {})),
            wording=self._wording(values.get("wording", {}), own or lang or "zh"),
            themes=self._themes(values.get("themes", {})),
        )

    def _text(self, key: str, value: Any, most: int) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.fail(key, "must be text in quotation marks, not empty.")
        if len(value) > most:
            raise self.fail(key, f"has {len(value)} characters; at most {most} fit.")
        return value

    def _date_line(self, text: str) -> None:
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        except ValueError as error:
            raise self.fail("date_line", f"{error}; write {{{{ for a brace.") from error
        for name in names:
            if name not in _DATE_FIELDS:
                raise self.fail(
                    "date_line", f"unknown field {{{name}}}; known are {{year}}, {{month}}, {{day}}."
                )

    def _file(self, key: str, name: Any) -> bytes:
        place = self._source.parent / self._text(key, name, 500)
        try:
            if place.stat().st_size > _MAX_FILE:
                raise self.fail(key, f"{place} is larger than {_MAX_FILE // 1_000_000} MB.")
            return place.read_bytes()
        except OSError as error:
            raise self.fail(key, f"{place} cannot be read ({error.strerror or error}).") from error

    def _emblem(self, name: Any) -> bytes | None:
        if name is None:
            return None
        content = self._file("emblem", name)
        if not any(content.startswith(mark) for mark in _PICTURES):
            raise self.fail("emblem", f"{name} is neither PNG nor JPEG.")
        from docx.image.exceptions import (
            InvalidImageStreamError,
            UnexpectedEndOfFileError,
            UnrecognizedImageError,
        )
        from docx.image.image import Image

        try:
            picture = Image.from_blob(content)
        except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError) as error:
            raise self.fail("emblem", f"{name} is a damaged picture.") from error
        if not picture.px_width or not picture.px_height:
            raise self.fail("emblem", f"{name} is a damaged picture.")
        return content

    def _base(self, name: Any) -> bytes | None:
        if name is None:
            return None
        content = self._file("base_document", name)
        import docx

        try:
            docx.Document(BytesIO(content))
        except Exception as error:  # python-docx raises whatever a damaged part makes it stumble over
            raise self.fail(
                "base_document", f"{name} is no Word document (.docx) that can be opened."
            ) from error
        return content

    def _bands(self, values: Mapping[str, Any]) -> Bands:
        known = ("most", "majority", "few")
        for key, value in values.items():
            if key not in known:
                raise self.fail(f"bands.{key}", f"unknown{_hint(key, known)}; known are {', '.join(known)}.")
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1:
                raise self.fail(f"bands.{key}", "must be a share between 0 and 1, such as 0.5.")
        bands = Bands(**{key: float(value) for key, value in values.items()})
        if not bands.few < bands.majority < bands.most:
            raise self.fail(
                "bands",
                f"few, majority and most must rise; they are {bands.few:g}, {bands.majority:g} and {bands.most:g}.",
            )
        return bands

    def _wording(self, values: Mapping[str, Any], lang: str) -> dict[str, str]:
        phrases = flat_phrases(lang)
        for key, value in _flat(values).items():
            place = f"wording.{key}"
            if key.partition(".")[0] in _FIXED:
                raise self.fail(place, "cannot be changed: workbooks are read back by it.")
            if key not in phrases:
                raise self.fail(place, f"no such phrase{_hint(key, phrases)}.")
            if not isinstance(value, str):
                raise self.fail(place, "must be text in quotation marks.")
            self._phrase(place, value, phrases[key])
        return dict(_flat(values))

    def _phrase(self, place: str, value: str, usual: str) -> None:
        from jinja2 import TemplateSyntaxError, meta
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        environment = ImmutableSandboxedEnvironment()
        environment.filters.update(percent=str, listed=str, share_words=str, numeral=str)
        try:
            wanted = meta.find_undeclared_variables(environment.parse(value))
            environment.from_string(value)
        except TemplateSyntaxError as error:
            raise self.fail(place, f"cannot be filled in ({error.message}).") from error
        given = meta.find_undeclared_variables(environment.parse(usual))
        if unknown := sorted(wanted - given):
            known = ", ".join(sorted(given)) or "none"
            raise self.fail(place, f"unknown value {unknown[0]!r}; this phrase may use {known}.")

    def _themes(self, values: Mapping[str, Any]) -> dict[str, str]:
        ids = [theme["id"] for theme in load_yaml("codebook.yaml")["themes"]]
        for key, value in values.items():
            place = f"themes.{key}"
            if key not in ids:
                raise self.fail(place, f"no such theme{_hint(key, ids)}; textmine themes lists them.")
            self._text(place, value, _MAX_NAME)
            if re.search(r"[、,，;；|/\n]", value):
                raise self.fail(place, "a name of a theme may not hold marks that separate names.")
        folded = [value.strip() for value in values.values()]
        if len(set(folded)) < len(folded):
            raise self.fail("themes", "two themes have the same name.")
        return {key: value.strip() for key, value in values.items()}


def flat_phrases(lang: str) -> dict[str, str]:
    """All phrases of a language that are text, by dotted key."""
    return {
        key: value
        for key, value in _flat(load_yaml("templates", f"report.{lang}.yaml")).items()
        if isinstance(value, str)
    }


def _flat(node: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{above}{key}.")
        else:
            found[f"{above}{key}"] = value
    return found


def _hint(key: str, known: Any) -> str:
    from rapidfuzz import process

    near = process.extractOne(key, list(known), score_cutoff=70)
    return f" (did you mean {near[0]}?)" if near else ""
