"""One pass of an Aho-Corasick automaton over a batch of texts, then cheap logic on the clauses that hold a cue word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from textmine.schema import Role, Statement
from textmine.themes._clauses import Batch, Clause, assign, facts_of
from textmine.themes.rules import NEAR, REACH, Cue, CueTable, Order, Scope

_Range = tuple[int, int]
_Match = tuple[_Range] | tuple[_Range, _Range]
_Words = frozenset[int]


class Finding(NamedTuple):
    """A cue that matched. ``ranges`` are evidence ranges in the document; ``held`` says why it does not count, if so.

    Reasons: ``goal`` (what a step is for), ``negation``, ``column`` (a name of a column), ``exclusion``
    (a word that makes it another theme), ``concession`` (虽然…), ``side`` (a shortfall word in a step or the reverse),
    ``wish`` (a step under problems: 进一步加强培训; counts if nothing else does). ``sentence`` counts from 0 within the
    statement.
    """

    cue: Cue
    ranges: tuple[_Range, ...]
    held: str | None = None
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A cue's word lists as word numbers."""

    cue: Cue
    words: _Words
    predicates: _Words
    unless: _Words
    without: _Words
    between: _Words
    exceptions: _Words
    not_after: _Words


class Matcher:
    """All cues compiled into one automaton; safe to share between threads once built."""

    def __init__(self, table: CueTable) -> None:
        import ahocorasick_rs

        self.scope: Scope = table.scope
        numbers: dict[str, int] = {}
        blocking = _blocking_words(table)
        self._compiled = [_compile(cue, blocking, numbers) for cue in table.cues]
        self._all: list[list[int]] = [[] for _ in numbers]
        for number, compiled in enumerate(self._compiled):
            for word in compiled.words:
                self._all[word].append(number)
        self._shortfalls = self._only("shortfall")
        self._steps = self._only("step")
        self._automaton: Any = ahocorasick_rs.AhoCorasick(list(numbers), store_patterns=False)

    def _only(self, side: str) -> list[list[int]]:
        return [[n for n in found if self._compiled[n].cue.side in (side, "both")] for found in self._all]

    def find(self, items: Iterable[Sequence[Statement]], *, full: bool = False) -> list[list[list[Finding]]]:
        """Findings for every statement of every item, in order.

        ``full`` also tries the cues that cannot count on their side (for explanations); without it they are skipped.
        """
        batch = Batch(items, self.scope)
        if batch.text:
            found = self._automaton.find_matches_as_indexes(batch.text, overlapping=True)
            assign(found, [clause for *_, clauses in batch.statements for clause in clauses])
        results: list[list[list[Finding]]] = [[[] for _ in range(size)] for size in batch.sizes]
        for item, index, statement, clauses in batch.statements:
            if statement.role == "context":
                continue
            results[item][index] = [
                finding._replace(
                    ranges=tuple(batch.source_range(item, index, statement, *span) for span in finding.ranges)
                )
                for finding in self._in_statement(clauses, statement.role, full)
            ]
        return results

    def _in_statement(self, clauses: list[Clause], role: Role, full: bool) -> list[Finding]:
        found: list[Finding] = []
        for clause, around in _with_neighbours(clauses):
            if clause.hits:
                found += self._in_clause(clause, role, around, self._triggers(clause, role, full))
        if role == "problem" and not full and all(finding.held for finding in found):
            for clause, around in _with_neighbours(clauses):
                if clause.hits and self.scope.wish.match(clause.text):
                    found += self._in_clause(clause, role, around, self._steps)
        return found

    def _triggers(self, clause: Clause, role: Role, full: bool) -> list[list[int]]:
        if full or role == "rectified":
            return self._all
        return self._shortfalls if role == "problem" or clause.shortfall else self._steps

    def _in_clause(
        self, clause: Clause, role: Role, around: set[int], triggers: list[list[int]]
    ) -> Iterator[Finding]:
        present = {word for word, _, _ in clause.hits}
        tried: set[int] = set()
        for word in dict.fromkeys(word for word, _, _ in clause.hits):
            for number in triggers[word]:
                compiled = self._compiled[number]
                # Most objects (信息, 公开) stand in clauses without any of their predicates.
                if number in tried or (compiled.predicates and compiled.predicates.isdisjoint(present)):
                    continue
                tried.add(number)
                excluded = not (compiled.unless.isdisjoint(present) and compiled.without.isdisjoint(around))
                finding = self._judge(compiled, clause, role, excluded)
                if finding is not None:
                    yield finding

    def _judge(self, compiled: _Compiled, clause: Clause, role: Role, excluded: bool) -> Finding | None:
        """The first match of a cue in a clause that counts, else the first one with the reason why it does not."""
        cue = compiled.cue
        first: Finding | None = None
        for match in self._candidates(compiled, clause):
            if excluded or (compiled.not_after and _follows(compiled.not_after, match[0], clause)):
                held: str | None = "exclusion"
            else:
                held = self._scope_reason(cue, clause, role, match[0])
            if held is None or first is None:
                ranges = tuple(sorted((s + clause.start, e + clause.start) for s, e in match))
                first = Finding(cue, ranges, held, clause.sentence)
            if held is None:
                return first
        return first

    def _candidates(self, compiled: _Compiled, clause: Clause) -> Iterable[_Match]:
        """Matches, each as the object's range and, for pairs, the predicate's."""
        if compiled.cue.pattern is not None:
            found = compiled.cue.pattern.search(clause.text)
            return [(found.span(),)] if found else []
        words = compiled.words
        hits = [(s, e) for word, s, e in clause.hits if word in words]
        if compiled.exceptions:
            longer = [(s, e) for word, s, e in clause.hits if word in compiled.exceptions]
            hits = [(s, e) for s, e in hits if not any(a <= s and e <= b for a, b in longer)]
        if compiled.predicates:
            return self._pairs(compiled, hits, clause)
        if len(hits) > 1:
            hits.sort(key=lambda hit: hit[0] - hit[1])  # the longest word says most
        return [(hit,) for hit in hits]

    def _pairs(self, compiled: _Compiled, objects: list[_Range], clause: Clause) -> Iterator[_Match]:
        cue = compiled.cue
        predicates = [(s, e) for word, s, e in clause.hits if word in compiled.predicates]
        blocks = [(s, e) for word, s, e in clause.hits if word in compiled.between]
        for first, last in objects:
            for start, end in predicates:
                gap_start, gap_end = (last, start) if start >= last else (end, first)
                order: Order = "object_first" if start >= last else "predicate_first"
                if cue.order not in (order, "any") or not 0 <= gap_end - gap_start <= cue.gap:
                    continue
                if not any(gap_start <= s and e <= gap_end for s, e in blocks):
                    yield (first, last), (start, end)

    def _scope_reason(self, cue: Cue, clause: Clause, role: Role, hit: _Range) -> str | None:
        facts = facts_of(clause, self.scope)
        if any(start <= hit[0] and hit[1] <= end for start, end in facts.columns):
            return "column"
        if facts.denied_from <= hit[0]:
            return "negation"
        if role == "problem":
            return "concession" if facts.granted else self._wish(clause) if cue.side == "step" else None
        if role == "measure" and cue.side == ("step" if clause.shortfall else "shortfall"):
            return "side"
        return "goal" if not clause.shortfall and facts.aimed_from < hit[1] else None

    def _wish(self, clause: Clause) -> str:
        return "wish" if self.scope.wish.match(clause.text) else "side"


def _with_neighbours(clauses: list[Clause]) -> Iterator[tuple[Clause, set[int]]]:
    """Each clause with the words of itself and of the clauses before and after it."""
    words = [{word for word, _, _ in clause.hits} for clause in clauses]
    for index, clause in enumerate(clauses):
        yield clause, set().union(*words[max(0, index - NEAR) : index + NEAR + 1])


def _blocking_words(table: CueTable) -> tuple[str, ...]:
    """Words that, between object and predicate, say that the two do not belong together.

    A predicate belongs to the nearest object before it (内容不全面、更新不及时); only 有待 or 需 may stand before the verb that
    it governs.
    """
    words = {
        word
        for cue in table.cues
        if cue.side == "shortfall" and cue.order != "predicate_first"
        for word in cue.predicates
    }
    return tuple(sorted(words - table.needs))


def _compile(cue: Cue, blocking: tuple[str, ...], numbers: dict[str, int]) -> _Compiled:
    between = (*cue.between, *blocking) if cue.predicates and cue.side == "shortfall" else cue.between
    lists = (cue.words, cue.predicates, cue.unless, cue.without, between, cue.exceptions, cue.not_after)
    return _Compiled(
        cue, *(frozenset(numbers.setdefault(word, len(numbers)) for word in words) for words in lists)
    )


def _follows(words: _Words, hit: _Range, clause: Clause) -> bool:
    return bool(words) and any(word in words and 0 <= hit[0] - end <= REACH for word, _, end in clause.hits)
