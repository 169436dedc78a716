"""Statements of many documents as one normalised text, cut into clauses, with the way back to each document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from textmine.normalization import NormalizedView, is_traditional
from textmine.schema import Role, Statement, maker

# A comma or colon between digits belongs to a number or a time, not to the sentence. A list mark ends a clause where a predicate
# stands before it and a subject of its own after it (规范性有待提高、队伍建设有待加强).
# Looking ahead at one character first spares nearly all positions the branches.
_CLAUSE_END = re.compile(
    r"(?=[。;!?,:、])(?:[。;!?]|(?<!\d)[,:]|[,:](?!\d)"
    r"|(?<=提高|提升|加强|增强|完善|不足|不够|不强|不高|不大|不广|不深|薄弱|滞后|单一|到位|全面|及时|规范|健全|频繁|紧张)、(?=[^、,。;:]{6}))"
)
_JOINT = "。"
_LOOKED_AT = (
    10_000  # characters of one statement; published ones stay below 2,000, the rest is a damaged file
)
_LONGEST = 400  # characters; what has no punctuation for longer is no clause, and pairs of words in it would take squared time
Hit = tuple[int, int, int]
"""Word number and the range within the clause."""


@dataclass(slots=True)
class Clause:
    """A stretch between punctuation marks of one statement.

    ``start`` is its place in the batch text; ``trailing`` says that a comma stands before it; ``sentence`` counts from 0 within
    the statement; ``shortfall`` says that a step names what was wrong here (针对…问题) and is set by the matcher.
    """

    text: str
    start: int
    trailing: bool
    sentence: int
    shortfall: bool = False
    hits: list[Hit] = field(default_factory=list)
    facts: Facts | None = None


@dataclass(slots=True)
class Facts:
    """What the scope rules find in a clause: ranges of column names, where a denial ends and where a purpose begins."""

    columns: list[tuple[int, int]]
    denied_from: int
    aimed_from: int
    granted: bool


@dataclass(slots=True)
class Unit:
    """One statement to be looked at once, however often its text recurs; ``clauses`` in order."""

    text: str
    role: Role
    clauses: list[Clause]
    view: NormalizedView
    view_start: int
    base: int

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Range in the statement's own text of a range of the batch text."""
        first, last = self.view.source_range(start - self.base, end - self.base)
        return first - self.view_start, last - self.view_start


_Kind = Literal["plain", "spaced", "traditional"]
_KINDS: tuple[_Kind, ...] = get_args(_Kind)


class Key(NamedTuple):
    """All that the findings in a statement depend on."""

    kind: _Kind
    text: str
    role: Role


_key = maker(Key)


def keys_of(items: Iterable[tuple[str, Sequence[Statement]]]) -> list[list[Key | None]]:
    """The key of each item's statements; None for context, which carries no theme."""
    keys: list[list[Key | None]] = []
    for text, statements in items:
        traditional = any(statement.role != "context" for statement in statements) and is_traditional(text)
        keys.append(
            [
                None
                if statement.role == "context"
                else _key((_kind(statement.text, traditional), statement.text, statement.role))
                for statement in statements
            ]
        )
    return keys


def _kind(text: str, traditional: bool) -> _Kind:
    """Statements with blanks or line ends need a map of offsets, which costs; the others keep their positions."""
    if traditional:
        return "traditional"
    return "plain" if text.isprintable() and " " not in text else "spaced"


class Batch:
    """Statements as one text, a ``Unit`` for each key."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self.units: list[Unit] = [None] * len(keys)  # type: ignore[list-item]  # filled below, kind by kind
        self._order: list[int] = []
        texts, base = [], 0
        for kind in _KINDS:
            chosen = [(text, role, n) for n, (of_kind, text, role) in enumerate(keys) if of_kind == kind]
            view = NormalizedView(_JOINT.join(text for text, _, _ in chosen), simplify=kind == "traditional")
            self._cut(chosen, view, base)
            texts.append(view.text)
            base += len(view.text) + len(_JOINT)
        self.text = _JOINT.join(texts)

    def clauses(self) -> list[Clause]:
        """All clauses in the order of the batch text."""
        return [clause for number in self._order for clause in self.units[number].clauses]

    def _cut(self, chosen: Sequence[tuple[str, Role, int]], view: NormalizedView, base: int) -> None:
        joined = 0
        for source, role, number in chosen:
            start = view.view_position(joined)
            text = view.text[start : view.view_position(joined + min(len(source), _LOOKED_AT))]
            self.units[number] = Unit(source, role, list(_split(text, base + start)), view, joined, base)
            self._order.append(number)
            joined += len(source) + len(_JOINT)


def assign(hits: Iterable[Hit], clauses: Sequence[Clause]) -> None:
    """Give every hit (word, range in the batch text) to the clause that holds it; hits come in order of their ends."""
    index, count = -1, len(clauses)
    limit = 0
    start_of, hits_of = 0, clauses[0].hits if clauses else []
    for word, start, end in hits:
        while end > limit and index + 1 < count:
            index += 1
            clause = clauses[index]
            start_of, hits_of = clause.start, clause.hits
            limit = start_of + len(clause.text)
        if start_of <= start and end <= limit:  # not in what was cut off, nor across a cut
            hits_of.append((word, start - start_of, end - start_of))


def _split(text: str, base: int) -> Iterator[Clause]:
    position, sentence, trailing = 0, 0, False
    for end, following in [*(m.span() for m in _CLAUSE_END.finditer(text)), (len(text), len(text))]:
        for start in range(position, end, _LONGEST):
            yield Clause(text[start : min(end, start + _LONGEST)], base + start, trailing, sentence)
        mark = text[end:following]
        trailing = mark == ","
        sentence += mark in ("。", "!", "?")
        position = following
