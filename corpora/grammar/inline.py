"""Inline annotation of section five: `{P theme,theme|text}`, `{M …|…}`, `{R …|…}`, `{C|…}`."""

from __future__ import annotations

import re

from corpora.grammar.model import Statement

ROLES = {"P": "problem", "M": "measure", "R": "rectified", "C": "context"}
_SPAN = re.compile(r"\{([PMRC])(?: ([a-z_,]+))?\|([^{}|]+)\}")


def read_inline(annotated: str) -> tuple[str, tuple[Statement, ...]]:
    """Split annotated text into the plain text and its labelled statements."""
    plain: list[str] = []
    statements: list[Statement] = []
    length = position = 0
    for match in _SPAN.finditer(annotated):
        before = annotated[position : match.start()]
        plain.append(before)
        length += len(before)
        role, themes, text = match.groups()
        listed = tuple(themes.split(",")) if themes else ()
        statements.append(Statement(text, ROLES[role], listed, length, length + len(text)))
        plain.append(text)
        length += len(text)
        position = match.end()
    plain.append(annotated[position:])
    whole = "".join(plain)
    if re.search(r"[{}|]", whole):
        raise ValueError(f"stray annotation mark in: {whole[:80]}")
    return whole, tuple(statements)
