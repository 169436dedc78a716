r"""Where two coders differed: the settled labels, kept as a table and applied on import.

The table (TSV) has the columns ``passage, text, role, first, second, settled, reason``; ``text`` quotes the statement with
line breaks as ``\\n``, the three label columns hold theme ids joined by commas. Reasons are explained in docs/annotation.md.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textmine.errors import ResourceError
from textmine.gold import GoldPassage, theme_ids

_COLUMNS = ("passage", "text", "role", "first", "second", "settled", "reason")


@dataclass(frozen=True, slots=True)
class Settled:
    """One statement on which two coders differed, with what was settled."""

    passage: str
    text: str
    role: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    settled: tuple[str, ...]
    reason: str


def read_settled(path: str | Path) -> list[Settled]:
    """The table of settled labels. Raises ResourceError for a missing column or an unknown theme, naming the line."""
    with Path(path).open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            raise ResourceError(f"{path}: the first line must name the columns {', '.join(_COLUMNS)}.")
        rows = []
        known = set(theme_ids())
        for number, row in enumerate(reader, 2):
            labels = [tuple(name for name in (row[key] or "").split(",") if name) for key in _COLUMNS[3:6]]
            if unknown := sorted({name for label in labels for name in label} - known):
                raise ResourceError(f"{path}, line {number}: unknown themes {', '.join(unknown)}.")
            text = row["text"].replace("\\n", "\n")
            rows.append(Settled(row["passage"], text, row["role"], *labels, row["reason"]))  # type: ignore[call-arg, arg-type]  # seven columns, checked above
    return rows


def apply_settled(
    passages: Sequence[GoldPassage], settled: Sequence[Settled], *, undo: bool = False
) -> list[GoldPassage]:
    """Passages with the settled labels in place of the first coder's, or with ``undo`` the other way round.

    Raises
    ------
    ResourceError: a quoted statement is not in its passage, or does not carry the label that the table says.
    """
    of_passage: dict[str, dict[str, Settled]] = {}
    for row in settled:
        of_passage.setdefault(row.passage, {})[row.text] = row
    result = []
    for passage in passages:
        rows = of_passage.pop(passage.id, {})
        statements = []
        for item in passage.statements:
            row = rows.pop(passage.text[item.start : item.end], None)  # type: ignore[arg-type]
            if row:
                old, new = (row.settled, row.first) if undo else (row.first, row.settled)
                if set(item.themes) not in (set(old), set(new)):
                    raise ResourceError(
                        f"{passage.id}: the table says {old} for {row.text[:12]!r}, the data {item.themes}."
                    )
                item = replace(item, themes=new)  # noqa: PLW2901
            statements.append(item)
        if rows:
            raise ResourceError(f"{passage.id} has no statement {next(iter(rows))!r}.")
        result.append(replace(passage, statements=tuple(statements)))
    if of_passage:
        raise ResourceError(
            f"No passage {', '.join(sorted(of_passage))}, which the table of settled labels names."
        )
    return result
