"""The theme codebook: which themes there are, how they are named and what counts as them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from textmine.errors import ResourceError, UsageError
from textmine.resources import load_yaml


@dataclass(frozen=True)
class Family:
    """A group of themes with its names."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True)
class Theme:
    """One theme.

    ``article`` is the article of the Regulations on Open Government Information (2019) that it rests on, if any;
    ``exclude`` says what belongs to another theme; ``definition_zh`` is empty where a user's own codebook gives none.
    """

    id: str
    family: str | None
    zh: str
    en: str
    article: int | None
    definition: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    definition_zh: str = ""

    def defined(self, lang: str) -> str:
        """The definition in a language, or in English where there is none in Chinese."""
        return self.definition_zh or self.definition if lang == "zh" else self.definition


@dataclass(frozen=True)
class Codebook:
    """Families and themes in the order of the file, which charts and tables keep."""

    version: int
    families: tuple[Family, ...]
    themes: tuple[Theme, ...]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Theme ids in codebook order."""
        return tuple(theme.id for theme in self.themes)

    @cached_property
    def _by_id(self) -> dict[str, Theme]:
        return {theme.id: theme for theme in self.themes}

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id. Raises UsageError for an unknown one."""
        try:
            return self._by_id[theme_id]
        except KeyError:
            raise UsageError(
                f"No theme {theme_id!r} in the codebook; it has {', '.join(self.ids)}."
            ) from None

    def to_dict(self) -> dict[str, Any]:
        """Plain data of the whole codebook, for JSON."""
        return {
            "version": self.version,
            "families": [asdict(family) for family in self.families],
            "themes": [
                asdict(theme) | {"include": list(theme.include), "exclude": list(theme.exclude)}
                for theme in self.themes
            ],
        }


def load_codebook(path: str | Path | None = None) -> Codebook:
    """The codebook of the package, or a user's own one in the same YAML form.

    Raises
    ------
    ResourceError: the file is missing, is no YAML, or breaks the form (the message names the place).
    """
    return _shipped() if path is None else _from_data(_read(Path(path)), str(path))


@lru_cache(maxsize=1)
def _shipped() -> Codebook:
    return _from_data(load_yaml("codebook.yaml"), "codebook.yaml")


def _read(path: Path) -> Any:
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ResourceError(
            f"{path}: cannot be read ({error.strerror or error}); give the path of a codebook YAML file."
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: not a UTF-8 YAML file ({' '.join(str(error).split())}).") from error


def _from_data(data: Any, source: str) -> Codebook:
    if not isinstance(data, Mapping) or not isinstance(data.get("themes"), list) or not data["themes"]:
        raise ResourceError(f"{source}: a codebook is a mapping with a non-empty list 'themes'.")
    if data.get("version") != 1:
        raise ResourceError(f"{source}: version {data.get('version')!r}; this program reads version 1.")
    families_data = data.get("families", {})
    if not isinstance(families_data, Mapping):
        raise ResourceError(f"{source}: 'families' is a mapping from an id to names (zh, en).")
    families = tuple(_family(str(key), value, source) for key, value in families_data.items())
    known = {family.id for family in families}
    themes = tuple(_theme(entry, f"{source}, theme {n}", known) for n, entry in enumerate(data["themes"], 1))
    doubled = {theme.id for theme in themes if sum(other.id == theme.id for other in themes) > 1}
    if doubled:
        raise ResourceError(f"{source}: theme ids given twice: {', '.join(sorted(doubled))}.")
    return Codebook(1, families, themes)


def _family(family_id: str, entry: Any, source: str) -> Family:
    place = f"{source}, family {family_id!r}"
    return Family(family_id, _text(entry, "zh", place), _text(entry, "en", place))


def _text(entry: Any, key: str, place: str) -> str:
    value = entry.get(key) if isinstance(entry, Mapping) else None
    if not isinstance(value, str) or not value.strip():
        raise ResourceError(f"{place}: '{key}' is missing or no text.")
    return value.strip()


def _lines(entry: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = entry.get(key) or []
    if not isinstance(value, list):
        raise ResourceError(f"{place}: '{key}' is a list.")
    return tuple(str(item) for item in value)


def _theme(entry: Any, place: str, families: set[str]) -> Theme:
    theme_id = _text(entry, "id", place)
    place = f"{place} ({theme_id})"
    if not (theme_id.isascii() and theme_id.replace("_", "a").isalnum() and theme_id.islower()):
        raise ResourceError(f"{place}: an id is made of lower-case letters, digits and underscores.")
    family = entry.get("family")
    if family is not None and family not in families:
        raise ResourceError(f"{place}: family {family!r} is not declared under 'families'.")
    article = entry.get("article")
    if article is not None and (not isinstance(article, int) or isinstance(article, bool)):
        raise ResourceError(f"{place}: 'article' is a number or empty.")
    return Theme(
        theme_id,
        family,
        _text(entry, "zh", place),
        _text(entry, "en", place),
        article,
        _text(entry, "definition", place),
        _lines(entry, "include", place),
        _lines(entry, "exclude", place),
        _text(entry, "definition_zh", place) if "definition_zh" in entry else "",
    )
