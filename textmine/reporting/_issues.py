"""Issues in Chinese: by their code, with what the English message says of place and content."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.resources import load_yaml

if TYPE_CHECKING:
    from textmine.reporting._wording import Wording
    from textmine.tables import Tables

_ALIASES = {"kind_of": "reason"}
_COPY = re.compile("the same file as (?P<first>.+), byte for byte")
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
    found = {key: value or "" for key, value in found.items()}
    values = {key: names.get(_ALIASES.get(key, key), {}).get(value, value) for key, value in found.items()}
    if "key" in found:
        table = names["table"].get(found["key"])
        values["cell"] = table or cell_name(found["key"])
    return values


def shorter_copies(message: str, said: str, shown: Callable[[str], str]) -> str:
    """What is ``said`` of an issue whose English ``message`` names the file it is a copy of, with that path as it is ``shown``."""
    first = _COPY.search(message[:_LONGEST])
    return said.replace(first["first"], shown(first["first"])) if first else said


def issue_messages(tables: Tables, *, lang: str = "zh") -> list[str]:
    """What each row of the table of issues says and what to do; copies of a file that could not be used say why it could not."""
    rows = tables["issues"].select(["path", "stage", "code", "message"]).to_pylist()
    unusable = _unusable(tables, rows)
    said = []
    for row in rows:
        code, message = row["code"], row["message"] or ""
        first = _COPY.search(message[:_LONGEST]) if code == "duplicate_document" else None
        reason = unusable.get(first["first"]) if first else None
        if reason and first:
            message = _copy_of_unusable(first["first"], reason, lang)
        elif lang == "zh":
            message = chinese_message(code, message)
        elif row["path"] and message.startswith(f"{row['path']}: "):  # the table has a column for it
            message = message.removeprefix(f"{row['path']}: ")
            message = message[:1].upper() + message[1:]
        said.append(message)
    return said


def issue_rows(
    tables: Tables,
    *,
    lang: str = "zh",
    wording: Wording | None = None,
    shown: Callable[[str], str] = str,
) -> list[tuple[str, str, str, str]]:
    """The table of issues for reading: file, stage, kind, and what it says and what to do.

    ``wording``: that of ``lang`` if not given; ``shown``: how paths are written.
    """
    from textmine.reporting._wording import load_wording

    wording = wording or load_wording(lang)
    rows = tables["issues"].select(["document", "path", "stage", "code", "message"]).to_pylist()
    return [
        (
            shown(row["path"] or row["document"] or ""),
            wording.name("stage", row["stage"]),
            wording.name("code", row["code"]),
            shorter_copies(row["message"] or "", said, shown),
        )
        for row, said in zip(rows, issue_messages(tables, lang=wording.lang), strict=True)
    ]


def _unusable(tables: Tables, rows: list[dict[str, str]]) -> dict[str, tuple[str, str]]:
    """Code and message of the issue that kept each unused file out, by its path."""
    if not any(row["code"] == "duplicate_document" for row in rows):
        return {}
    documents = tables["documents"].select(["path", "status"]).to_pylist()
    out = {row["path"] for row in documents if row["status"] in ("unreadable", "not_annual_report")}
    return {row["path"]: (row["code"], row["message"] or "") for row in rows if row["path"] in out}


def _copy_of_unusable(first: str, reason: tuple[str, str], lang: str) -> str:
    code, message = reason
    if lang == "zh":
        return f"内容与{first}完全相同，同样没有用上：{chinese_message(code, message)}"
    return (
        f"The same file as {first}, byte for byte, and of no more use: {message.removeprefix(first + ': ')}"
    )


def write_issues(tables: Tables, path: Path) -> None:
    """Write ``issues.csv``: the issues as they are, with a last column ``message_zh``."""
    from textmine.tables import write_csv

    write_csv(tables["issues"].append_column("message_zh", [issue_messages(tables)]), path)
