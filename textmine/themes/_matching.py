"""One pass of an Aho-Corasick automaton over a batch of texts, then cheap logic on the clauses that hold a cue word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from textmine.normalization import NormalizedView
from textmine.schema import Role, Statement
from textmine.themes.rules import REACH, Cue, CueTable, Scope

# A comma or colon between digits belongs to a number or a time, not to the sentence.
_CLAUSE_END = re.compile(r"[。;!?]|(?<!\d)[,:]|[,:](?!\d)")
_JOINT = "。"
_Range = tuple[int, int]
_Match = tuple[_Range] | tuple[_Range, _Range]
_Hits = dict[int, list[_Range]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A cue that matched. ``ranges`` are evidence ranges in the document; ``held`` says why it does not count, if so.

    Reasons: ``goal`` (what a step is for), ``negation``, ``column`` (a name of a column), ``exclusion``
    (a word that makes it another theme), ``concession`` (虽然…), ``side`` (a shortfall word in a step or the reverse).
    """

    cue: Cue
    ranges: tuple[tuple[int, int], ...]
    held: str | None = None


@dataclass(slots=True)
class _Clause:
    """A stretch between punctuation marks of one statement: ``text`` normalised, ``start`` in the batch text."""

    text: str
    start: int
    trailing: bool
    shortfall: bool
    hits: _Hits


class Matcher:
    """All cues compiled into one automaton; safe to share between threads once built."""

    def __init__(self, table: CueTable) -> None:
        import ahocorasick_rs

        self.table = table
        self._group_of: dict[tuple[str, ...], int] = {}
        self._triggered: dict[int, list[int]] = {}
        self._slots = [
            tuple(
                self._group(words)
                for words in (c.words, c.predicates, c.unless, c.exceptions, c.not_after, c.without)
            )
            for c in table.cues
        ]
        for number, slots in enumerate(self._slots):
            self._triggered.setdefault(slots[0], []).append(number)
        blocking = {
            w
            for c in table.cues
            if c.side == "shortfall" and c.order != "predicate_first"
            for w in c.predicates
        }
        self._blocking = self._group(tuple(sorted(blocking)))
        groups: dict[str, list[int]] = {}
        for words, group in self._group_of.items():
            for word in words:
                groups.setdefault(word, []).append(group)
        self._groups = [tuple(found) for found in groups.values()]
        self._automaton: Any = ahocorasick_rs.AhoCorasick(list(groups), store_patterns=False)

    def _group(self, words: tuple[str, ...]) -> int:
        return self._group_of.setdefault(words, len(self._group_of)) if words else -1

    def find(self, items: Iterable[Sequence[Statement]]) -> list[list[list[Finding]]]:
        """Findings for every statement of every item, in order."""
        batch = _Batch(items)
        clauses = batch.clauses(self.table.scope)
        self._fill(batch.text, clauses)
        found: list[list[list[Finding]]] = [[[] for _ in statements] for statements in batch.items]
        for item, index, statement, of_statement in clauses:
            if statement.role == "context":
                continue
            around = frozenset(group for clause in of_statement for group in clause.hits)
            findings = [f for c in of_statement for f in self._in_clause(c, statement.role, around)]
            found[item][index] = [batch.in_source(item, index, finding) for finding in findings]
        return found

    def _fill(self, text: str, clauses: Sequence[tuple[int, int, Statement, list[_Clause]]]) -> None:
        flat = [clause for *_, of_statement in clauses for clause in of_statement]
        groups = self._groups
        position = 0
        for word, start, end in sorted(
            self._automaton.find_matches_as_indexes(text, overlapping=True), key=lambda hit: hit[1]
        ):
            while position + 1 < len(flat) and flat[position + 1].start <= start:
                position += 1
            clause = flat[position]
            for group in groups[word]:
                clause.hits.setdefault(group, []).append((start - clause.start, end - clause.start))

    def _in_clause(self, clause: _Clause, role: Role, around: frozenset[int]) -> Iterator[Finding]:
        for group in clause.hits:
            for number in self._triggered.get(group, ()):
                finding = self._judge(number, clause, role, around)
                if finding is not None:
                    yield finding

    def _judge(self, number: int, clause: _Clause, role: Role, around: frozenset[int]) -> Finding | None:
        """The first match of a cue in a clause that counts, else the first one with the reason why it does not."""
        cue, slots = self.table.cues[number], self._slots[number]
        first: Finding | None = None
        for match in self._candidates(cue, slots, clause):
            if slots[2] in clause.hits or slots[5] in around or self._follows(slots[4], match[0], clause):
                held: str | None = "exclusion"
            else:
                held = _scope_reason(cue, clause, role, match, self.table.scope)
            ranges = tuple(sorted((s + clause.start, e + clause.start) for s, e in match))
            if held is None:
                return Finding(cue, ranges)
            first = first or Finding(cue, ranges, held)
        return first

    def _candidates(self, cue: Cue, slots: tuple[int, ...], clause: _Clause) -> Iterator[_Match]:
        """Matches, each as the object's range and, for pairs, the predicate's."""
        hits = clause.hits[slots[0]]
        if cue.pattern is not None:
            found = cue.pattern.search(clause.text)
            if found:
                yield (found.span(),)
            return
        longer = clause.hits.get(slots[3], ())
        hits = [(s, e) for s, e in hits if not any(a <= s and e <= b for a, b in longer)]
        if slots[1] < 0:
            hits.sort(key=lambda hit: hit[0] - hit[1])  # the longest word says most
            yield from ((hit,) for hit in hits)
        elif slots[1] in clause.hits:
            yield from self._pairs(cue, hits, clause.hits[slots[1]], clause)

    def _pairs(
        self, cue: Cue, objects: list[_Range], predicates: list[_Range], clause: _Clause
    ) -> Iterator[_Match]:
        blocking = clause.hits.get(self._blocking, ()) if cue.side == "shortfall" else ()
        for first, last in objects:
            for start, end in predicates:
                if cue.order != "predicate_first" and 0 <= start - last <= cue.gap:
                    if not any(last <= s and e <= start for s, e in blocking):
                        yield (first, last), (start, end)
                elif cue.order != "object_first" and 0 <= first - end <= cue.gap:
                    yield (first, last), (start, end)

    @staticmethod
    def _follows(group: int, hit: _Range, clause: _Clause) -> bool:
        return any(0 <= hit[0] - end <= REACH for _, end in clause.hits.get(group, ()))


def _scope_reason(cue: Cue, clause: _Clause, role: Role, match: _Match, scope: Scope) -> str | None:
    if any(
        column.start(1) <= match[0][0] and match[0][1] <= column.end(1) for column in _columns(clause, scope)
    ):
        return "column"
    negation = scope.negation.search(clause.text)
    if negation and negation.end() <= match[0][0]:
        return "negation"
    if role == "problem":
        return "concession" if scope.concession.match(clause.text) else "side" if cue.side == "step" else None
    if role == "measure" and cue.side == ("step" if clause.shortfall else "shortfall"):
        return "side"
    return "goal" if not clause.shortfall and _is_goal(clause, match[0][1], scope) else None


def _columns(clause: _Clause, scope: Scope) -> Iterator[re.Match[str]]:
    yield from scope.named_column.finditer(clause.text)
    yield from scope.quoted_column.finditer(clause.text)


def _is_goal(clause: _Clause, end: int, scope: Scope) -> bool:
    if clause.trailing and scope.goal.match(clause.text):
        return True
    purpose = scope.purpose.search(clause.text)
    return purpose is not None and purpose.start() < end


class _Batch:
    """The statements of many documents as one normalised text, with the way back to each document's offsets."""

    def __init__(self, items: Iterable[Sequence[Statement]]) -> None:
        self.items = [list(statements) for statements in items]
        self._views = [NormalizedView(_JOINT.join(s.text for s in statements)) for statements in self.items]
        self._bases: list[int] = []
        position = 0
        for view in self._views:
            self._bases.append(position)
            position += len(view.text) + 1
        self.text = _JOINT.join(view.text for view in self._views)

    def clauses(self, scope: Scope) -> list[tuple[int, int, Statement, list[_Clause]]]:
        found = []
        for item, statements in enumerate(self.items):
            view, base, joined = self._views[item], self._bases[item], 0
            for index, statement in enumerate(statements):
                start = view.view_position(joined)
                joined += len(statement.text)
                text = view.text[start : view.view_position(joined)]
                found.append((item, index, statement, list(_split(text, base + start, scope))))
                joined += 1
        return found

    def in_source(self, item: int, index: int, finding: Finding) -> Finding:
        view, base = self._views[item], self._bases[item]
        before = sum(len(s.text) + 1 for s in self.items[item][:index])
        shift = self.items[item][index].start - before
        ranges = []
        for start, end in finding.ranges:
            first, last = view.source_range(start - base, end - base)
            ranges.append((first + shift, last + shift))
        return Finding(finding.cue, tuple(ranges), finding.held)


def _split(text: str, base: int, scope: Scope) -> Iterator[_Clause]:
    """Clauses of a statement; ``shortfall`` runs from 针对/由于 … to the clause that closes it (…的问题)."""
    position, trailing, opened = 0, False, 0
    ends = [(m.start(), m.end()) for m in _CLAUSE_END.finditer(text)] + [(len(text), len(text))]
    for end, following in ends:
        clause = text[position:end]
        if clause:
            if scope.shortfall_opening.search(clause):
                opened = 3  # a named shortfall may list up to three clauses before 等问题 closes it
            closes = scope.shortfall_closing.search(clause) is not None
            yield _Clause(
                clause,
                base + position,
                trailing,
                closes
                or opened == 3
                or (opened > 0 and scope.shortfall_closing.search(text, end) is not None),
                {},
            )
            opened = 0 if closes else max(0, opened - 1)
        trailing = text[end:following] == ","
        position = following
