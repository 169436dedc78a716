"""Issues in Chinese: by their code, with what the English message says of place and content."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.resources import load_yaml

if TYPE_CHECKING:
    from textmine.tables import Tables

_LONGEST = 2_000  # characters of a message that are looked at


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[re.Pattern[str] | None, Any, str]]:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment()
    return {
        code: (
            re.compile(entry["match"]) if "match" in entry else None,
            environment.from_string(entry.get("say", entry["plain"])),
            entry["plain"],
        )
        for code, entry in load_yaml("templates", "issues.yaml")["codes"].items()
    }


def chinese_message(code: str, message: str) -> str:
    """What an issue says and what to do, in Chinese; the message as it is for a code that is not known."""
    if code not in _phrases():
        return message
    pattern, phrase, plain = _phrases()[code]
    if pattern is None or not (found := pattern.search(message[:_LONGEST])):
        return plain
    return str(phrase.render(**_named(found.groupdict())))


def _named(found: dict[str, str]) -> dict[str, str]:
    """Values with ids of sections, tables and cells as people call them."""
    from textmine.parsing.statutory import cell_name

    names = load_yaml("templates", "issues.yaml")["names"]
    values = {key: names.get(key, {}).get(value, value) for key, value in found.items()}
    if "key" in found:
        table = names["table"].get(found["key"])
        values["cell"] = table or cell_name(found["key"])
    return values


def write_issues(tables: Tables, path: Path) -> None:
    """Write ``issues.csv``: the issues as they are, with a last column ``message_zh``."""
    from textmine.tables import write_csv

    table = tables["issues"]
    messages = [
        chinese_message(code, message or "")
        for code, message in zip(table["code"].to_pylist(), table["message"].to_pylist(), strict=True)
    ]
    write_csv(table.append_column("message_zh", [messages]), path)
