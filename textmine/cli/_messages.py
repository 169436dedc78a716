"""What the command line says, in Chinese: errors by their English message, names of statuses, roles and outcomes."""

from __future__ import annotations

import errno
import re
from functools import lru_cache
from operator import itemgetter
from typing import Any

from textmine.resources import load_yaml

_LONGEST = 2_000  # characters of a message that are looked at


@lru_cache(maxsize=2)
def _phrases(kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    entries = load_yaml("templates", "command_line.yaml")[kind]
    return tuple((re.compile(entry["match"]), entry["say"]) for entry in entries)


def in_chinese(message: str, *, code: str = "") -> str:
    """An error message in Chinese; empty if there is no such wording. ``code`` is that of an issue, if it comes from one."""
    if code:
        from textmine.reporting import chinese_message

        said = chinese_message(code, message)
        return "" if said == message else said
    message = message[:_LONGEST]
    return _cells(message) or _first(message, "errors")


def _cells(message: str) -> str:
    """What is said of each cell of a workbook that the message names, in its order."""
    found = [
        (match.start(), phrase, match)
        for pattern, phrase in _phrases("cells")
        for match in pattern.finditer(message)
    ]
    return "".join(
        phrase.format(**match.groupdict(default="")) for _, phrase, match in sorted(found, key=itemgetter(0))
    )


def _first(message: str, kind: str) -> str:
    for pattern, phrase in _phrases(kind):
        if found := pattern.search(message):
            return phrase.format(
                **{name: _listed(value) for name, value in found.groupdict(default="").items()}
            )
    return ""


def _listed(value: str) -> str:
    """Quoted words with commas between them as Chinese lists them: ``'a', 'b'`` → ``a、b``."""
    return value.strip("'").replace("', '", "、") if "', '" in value else value


def fallback(kind: str) -> str:
    """What is said below a message of this kind (``call``, ``data``) that has no Chinese wording; empty for no kind."""
    return str(load_yaml("templates", "command_line.yaml")["fallback"][kind]) if kind else ""


def issue_line(path: str, code: str, message: str) -> str:
    """One line about a file that was not used: its path, then what is the matter in Chinese and English."""
    english = message.removeprefix(f"{path}: ")
    return f"{path}: {in_chinese(english, code=code)} {english}".replace("  ", " ")


def system_message(error: OSError) -> str:
    """What the system says about a file it could not read or write, and what to do."""
    names: dict[str, str] = load_yaml("templates", "command_line.yaml")["system"]
    advice = names.get(errno.errorcode.get(error.errno or 0, ""), names["other"])
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}. {advice}"


def named(kind: str, value: str) -> str:
    """A value of the tables with its Chinese name before it: ``已分析 used``."""
    name = _names().get(kind, {}).get(value)
    return f"{name} {value}" if name else value


@lru_cache(maxsize=1)
def _names() -> dict[str, Any]:
    shown = load_yaml("templates", "report.zh.yaml")
    return {
        **{kind: load_yaml("templates", "command_line.yaml")[kind] for kind in ("status", "verdict")},
        **{kind: shown[kind] for kind in ("role", "outcome", "severity", "code")},
    }
