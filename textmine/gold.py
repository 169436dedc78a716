"""Gold data: section-five passages with hand-made statements, roles and themes, one JSON object a line.

The same reader serves training, evaluation and the validator. A line holds ``id, agency, region, level, kind, year, family, cue, style,
text, statements, annotator, provenance, split, split_year``; each statement ``start, end, role, themes``.
``family`` is shared by near-copies; ``split`` is disjoint by agency and family, ``split_year`` sets later years apart.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, cast

from textmine.errors import ResourceError
from textmine.resources import load_yaml
from textmine.schema import LEVELS, ROLES, Role

Split = Literal["train", "dev", "test"]
KINDS = ("government", "department", "township", "subdistrict", "institution", "vertical")
CUES = ("plain", "mixed", "free", "published")
SPLITS: tuple[Split, ...] = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """One labelled statement: a half-open range of the passage's text."""

    start: int
    end: int
    role: Role
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldPassage:
    """One labelled section five.

    ``cue`` tells how the statements are worded: ``plain`` (the codebook's usual words), ``free`` (mostly avoiding them), ``mixed``, or
    ``published`` (composed with the structures, density and mix of themes of published reports).
    """

    id: str
    text: str
    statements: tuple[GoldStatement, ...]
    agency: str = ""
    region: str = ""
    level: str = "other"
    kind: str = "department"
    year: int = 0
    family: str | None = None
    cue: str = "plain"
    style: str = ""
    annotator: str = ""
    provenance: str = ""
    split: Split = "train"
    split_year: Split = "train"

    @property
    def batch(self) -> str:
        """The part of the id before the hyphen: passages of one batch come from one pen."""
        return self.id.split("-", 1)[0]

    def themes(self, role: Role) -> frozenset[str]:
        """Themes that the passage has in one role (the report-level reading)."""
        return frozenset(theme for item in self.statements if item.role == role for theme in item.themes)


def theme_ids() -> tuple[str, ...]:
    """Theme ids in codebook order."""
    return tuple(theme["id"] for theme in load_yaml("codebook.yaml")["themes"])


def gold_problems(passage: GoldPassage) -> list[str]:
    """What is wrong with a passage, in sentences; empty if nothing is."""
    found = [
        f"{name} is {getattr(passage, name)!r}, not one of {', '.join(allowed)}"
        for name, allowed in (
            ("level", LEVELS),
            ("kind", KINDS),
            ("cue", CUES),
            ("split", SPLITS),
            ("split_year", SPLITS),
        )
        if getattr(passage, name) not in allowed
    ]
    found += [
        f"{name} is empty"
        for name in ("id", "text", "agency", "annotator", "provenance")
        if not getattr(passage, name).strip()
    ]
    if not 2008 <= passage.year <= 2030:
        found.append(f"year {passage.year} is not between 2008 and 2030")
    known = set(theme_ids())
    position = 0
    for item in passage.statements:
        found += _statement_problems(passage.text, item, position, known)
        position = max(position, item.end)
    return found


def _statement_problems(text: str, item: GoldStatement, position: int, known: set[str]) -> list[str]:
    if not 0 <= item.start < item.end <= len(text):
        return [f"statement {item.start}–{item.end} lies outside the text of {len(text)} characters"]
    span = text[item.start : item.end]
    name = f"statement {item.start}–{item.end} ({span[:12]}…)"
    found = []
    if item.start < position:
        found.append(f"{name} overlaps the one before or is out of order")
    if span.strip() != span or span[-1] in "。；;":
        found.append(f"{name} begins or ends with a blank or closing punctuation")
    if item.role not in ROLES:
        found.append(f"{name} has the unknown role {item.role!r}")
    if unknown := sorted(set(item.themes) - known):
        found.append(f"{name} has unknown themes: {', '.join(unknown)}")
    if len(set(item.themes)) != len(item.themes):
        found.append(f"{name} names a theme twice")
    if item.role == "context" and item.themes:
        found.append(f"{name} is context and must carry no theme")
    return found


def read_gold(path: str | Path) -> list[GoldPassage]:
    """Read a gold file (JSON lines).

    Raises
    ------
    ResourceError: the file is missing, or a line is no valid passage; the message names the line and the fault.
    """
    source = Path(path)
    try:
        lines = source.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(
            f"Gold file {source} cannot be read ({error}); give a UTF-8 file of JSON lines."
        ) from error
    passages, seen = [], set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            passage = _from_dict(json.loads(line))
            found = gold_problems(passage)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ResourceError(
                f"{source}, line {number}: no gold passage ({type(error).__name__}: {error})."
            ) from error
        if passage.id in seen:
            found.append("the id occurs twice")
        if found:
            raise ResourceError(f"{source}, line {number} ({passage.id}): {'; '.join(found)}.")
        seen.add(passage.id)
        passages.append(passage)
    return passages


def _from_dict(record: dict[str, Any]) -> GoldPassage:
    names = {field.name for field in fields(GoldPassage)} - {"statements"}
    statements = tuple(
        GoldStatement(
            int(item["start"]), int(item["end"]), cast(Role, item["role"]), tuple(item.get("themes", ()))
        )
        for item in record["statements"]
    )
    return GoldPassage(statements=statements, **{name: record[name] for name in names if name in record})


def _to_dict(passage: GoldPassage) -> dict[str, Any]:
    record = {field.name: getattr(passage, field.name) for field in fields(GoldPassage)}
    record["statements"] = [
        {"start": item.start, "end": item.end, "role": item.role, "themes": list(item.themes)}
        for item in passage.statements
    ]
    order = (
        "id",
        "agency",
        "region",
        "level",
        "kind",
        "year",
        "family",
        "cue",
        "style",
        "text",
        "statements",
    )
    return {name: record[name] for name in (*order, "annotator", "provenance", "split", "split_year")}


def write_gold(passages: Iterable[GoldPassage], path: str | Path) -> None:
    """Write passages as JSON lines; the same passages always give the same bytes."""
    lines = (json.dumps(_to_dict(passage), ensure_ascii=False) + "\n" for passage in passages)
    Path(path).write_text("".join(lines), encoding="utf-8", newline="\n")


def gold_hash(passages: Sequence[GoldPassage]) -> str:
    """SHA-256 over what training sees: ids, texts, labels, groups and splits, in order."""
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(json.dumps(_to_dict(passage), ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()


def groups(passages: Sequence[GoldPassage]) -> list[str]:
    """Group name of each passage: passages of one agency or one family of near-copies share it (transitively)."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for passage in passages:
        own = "agency:" + passage.agency
        for other in (own, "family:" + (passage.family or "")) if passage.family else (own,):
            low, high = sorted((root(own), root(other)))
            parent[high] = low
    return [root("agency:" + passage.agency) for passage in passages]
