"""Statements of many documents as one normalised text, cut into clauses, with the way back to each document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from textmine.normalization import NormalizedView
from textmine.schema import Statement
from textmine.themes.rules import Scope

# A comma or colon between digits belongs to a number or a time, not to the sentence. A list mark ends a clause where a predicate
# stands before it and a subject of its own after it (规范性有待提高、队伍建设有待加强).
_CLAUSE_END = re.compile(
    r"[。;!?]|(?<!\d)[,:]|[,:](?!\d)"
    r"|(?<=提高|提升|加强|增强|完善|不足|不够|不强|不高|不大|不广|不深|薄弱|滞后|单一|到位|全面|及时|规范|健全|频繁|紧张)、(?=[^、,。;:]{6})"
)
# Both column rules end in one of these; asking first saves the longer patterns on most clauses.
_COLUMN_NOUN = re.compile("[栏区]|[板版]块|频道|菜单|页面")
_JOINT = "。"
_LISTED = 3  # a named shortfall may list up to three clauses before 等问题 closes it
Hit = tuple[int, int, int]
"""Word number and the range within the clause."""


@dataclass(slots=True)
class Clause:
    """A stretch between punctuation marks of one statement.

    ``start`` is its place in the batch text; ``trailing`` says that a comma stands before it; ``sentence`` counts from 0 within
    the statement; ``shortfall`` says that a step names what was wrong here (针对…问题).
    """

    text: str
    start: int
    trailing: bool
    sentence: int
    shortfall: bool
    hits: list[Hit] = field(default_factory=list)
    facts: Facts | None = None


@dataclass(slots=True)
class Facts:
    """What the scope rules find in a clause: ranges of column names, the end of a negation, where a purpose begins."""

    columns: list[tuple[int, int]]
    denied_from: int
    aimed_from: int
    granted: bool


def facts_of(clause: Clause, scope: Scope) -> Facts:
    """The clause's facts, worked out on first use; most clauses never need them."""
    if clause.facts is None:
        text, beyond = clause.text, len(clause.text) + 1
        columns: list[tuple[int, int]] = []
        if _COLUMN_NOUN.search(text):
            columns = [
                m.span(1) for rule in (scope.named_column, scope.quoted_column) for m in rule.finditer(text)
            ]
        negation, purpose = scope.negation.search(text), scope.purpose.search(text)
        clause.facts = Facts(
            columns,
            negation.end() if negation else beyond,
            0 if clause.trailing and scope.goal.match(text) else purpose.start() if purpose else beyond,
            scope.concession.match(text) is not None,
        )
    return clause.facts


class Batch:
    """Statements of many items as one text; ``statements`` lists (item, index, statement, its clauses)."""

    def __init__(self, items: Iterable[Sequence[Statement]], scope: Scope) -> None:
        self._views: list[NormalizedView] = []
        self._bases: list[int] = []
        self._joined: list[list[int]] = []
        self.statements: list[tuple[int, int, Statement, list[Clause]]] = []
        self.sizes: list[int] = []
        position = 0
        for item, statements in enumerate(items):
            view = NormalizedView(_JOINT.join(statement.text for statement in statements))
            self._views.append(view)
            self._bases.append(position)
            self._joined.append(self._cut(item, statements, view, position, scope))
            self.sizes.append(len(statements))
            position += len(view.text) + len(_JOINT)
        self.text = _JOINT.join(view.text for view in self._views)

    def _cut(
        self, item: int, statements: Sequence[Statement], view: NormalizedView, base: int, scope: Scope
    ) -> list[int]:
        starts, joined = [], 0
        for index, statement in enumerate(statements):
            starts.append(joined)
            start = view.view_position(joined)
            joined += len(statement.text)
            text = view.text[start : view.view_position(joined)]
            clauses = list(
                _split(text, base + start, scope, steps=statement.role in ("measure", "rectified"))
            )
            self.statements.append((item, index, statement, clauses))
            joined += len(_JOINT)
        return starts

    def source_range(
        self, item: int, index: int, statement: Statement, start: int, end: int
    ) -> tuple[int, int]:
        """Range in the item's own text of a range of the batch text."""
        base = self._bases[item]
        first, last = self._views[item].source_range(start - base, end - base)
        shift = statement.start - self._joined[item][index]
        return first + shift, last + shift


def assign(hits: Iterable[Hit], clauses: Sequence[Clause]) -> None:
    """Give every hit (word, range in the batch text) to the clause that holds it."""
    starts = [clause.start for clause in clauses]
    for word, start, end in hits:
        clause = clauses[bisect_right(starts, start) - 1]
        clause.hits.append((word, start - clause.start, end - clause.start))


def _split(text: str, base: int, scope: Scope, *, steps: bool) -> Iterator[Clause]:
    """Clauses of a statement; in steps, the naming of a shortfall runs from 针对/由于 … to the clause that closes it."""
    position, sentence, listed, trailing = 0, 0, 0, False
    for end, following in [*(m.span() for m in _CLAUSE_END.finditer(text)), (len(text), len(text))]:
        clause = text[position:end]
        mark = text[end:following]
        if clause:
            shortfall = False
            if steps:
                if scope.shortfall_opening.search(clause):
                    listed = _LISTED
                closes = scope.shortfall_closing.search(clause) is not None
                shortfall = closes or listed == _LISTED or (listed > 0 and _closed_later(text, end, scope))
                listed = 0 if closes else max(0, listed - 1)
            yield Clause(clause, base + position, trailing, sentence, shortfall)
        trailing = mark == ","
        sentence += mark in ("。", "!", "?")
        position = following


def _closed_later(text: str, position: int, scope: Scope) -> bool:
    return scope.shortfall_closing.search(text, position) is not None
