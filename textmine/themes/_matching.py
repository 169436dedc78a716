"""One pass of an Aho-Corasick automaton over a batch of texts, then cheap logic on the clauses that hold a cue word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from textmine.schema import Role, Statement
from textmine.themes._clauses import Batch, Clause, Facts, Key, Unit, assign, keys_of
from textmine.themes.rules import NEAR, REACH, Cue, CueTable, Order, Scope

_MAY_COUNT = frozenset((None, "wish", "goal"))  # held back or not; the last two count if nothing else does
_LISTED = 3  # a named shortfall may list up to three clauses before 等问题 closes it
_REMEMBERED = (
    1 << 9
)  # statements, before all are forgotten; half a kB each; eight times as many would spare one search in five
_LONGEST_REMEMBERED = 600  # characters; longer statements are damage and do not come back
_Range = tuple[int, int]
_Match = tuple[_Range] | tuple[_Range, _Range]
_Matched = tuple[Cue, _Match, str | None, Clause]
"""A finding before it is placed in the document: the ranges are those in the clause."""
_Words = frozenset[int]
_Triggered = list[tuple[int, _Words]]
"""Cues that a word may trigger, each with the predicates of which one must stand in the clause (none if empty)."""


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
    """All cues compiled into one automaton; safe to share between threads once built.

    Annual reports repeat themselves and each other: what was found in the statements met last is remembered.
    """

    def __init__(self, table: CueTable) -> None:
        import ahocorasick_rs

        self.scope: Scope = table.scope
        numbers: dict[str, int] = {}
        blocking = _blocking_words(table)
        self._compiled = [_compile(cue, blocking, numbers) for cue in table.cues]
        self._scope_words = {
            name: frozenset(numbers.setdefault(word, len(numbers)) for word in getattr(self.scope, name))
            for name in ("purpose", "shortfall_naming", "shortfall_closing", "negation", "column_noun")
        }
        self._all: list[_Triggered] = [[] for _ in numbers]
        for number, compiled in enumerate(self._compiled):
            for word in compiled.words:
                self._all[word].append((number, compiled.predicates))
        self._shortfalls = self._only("shortfall")
        self._steps = self._only("step")
        self._known: dict[Key, tuple[Finding, ...]] = {}
        self._automaton: Any = ahocorasick_rs.AhoCorasick(list(numbers), store_patterns=False)

    def _only(self, side: str) -> list[_Triggered]:
        counts = [compiled.cue.side in (side, "both") for compiled in self._compiled]
        return [[cue for cue in found if counts[cue[0]]] if found else found for found in self._all]

    def find(
        self, items: Iterable[tuple[str, Sequence[Statement]]], *, full: bool = False
    ) -> list[list[list[Finding]]]:
        """Findings for every statement of every (whole text, its statements), in order.

        ``full`` also tries the cues that cannot count on their side, and gives all that is held back (for explanations); without it
        these are left out.
        """
        items = list(items)
        keys = keys_of(items)
        found = self._findings(dict.fromkeys(key for of_item in keys for key in of_item if key), full=full)
        return [
            [
                _placed(found[key], statement.start) if key else []
                for statement, key in zip(statements, of_item, strict=True)
            ]
            for (_, statements), of_item in zip(items, keys, strict=True)
        ]

    def _findings(self, keys: Iterable[Key], *, full: bool) -> dict[Key, tuple[Finding, ...]]:
        """Findings of each key, with ranges in the statement's own text; those of the keys met last are remembered."""
        known = {} if full else self._known
        found = {key: known.get(key) for key in keys}
        fresh = [key for key, findings in found.items() if findings is None]
        batch = Batch(fresh)
        assign(self._automaton.find_matches_as_indexes(batch.text, overlapping=True), batch.clauses())
        done = {
            key: tuple(
                [
                    _finding(unit, *match)
                    for match in self._in_statement(unit.clauses, unit.role, full)
                    if full or match[2] in _MAY_COUNT
                ]
            )
            for key, unit in zip(fresh, batch.units, strict=True)
        }
        if len(known) > _REMEMBERED:
            known.clear()
        known.update(
            (key, findings) for key, findings in done.items() if len(key.text) <= _LONGEST_REMEMBERED
        )
        return {key: done[key] if findings is None else findings for key, findings in found.items()}

    def _in_statement(self, clauses: list[Clause], role: Role, full: bool) -> list[_Matched]:
        words = [{word for word, _, _ in clause.hits} for clause in clauses]
        if role != "problem":
            self._mark_shortfalls(clauses, words)
        found: list[_Matched] = []
        for index, clause in enumerate(clauses):
            if words[index]:
                found += self._in_clause(clause, role, words, index, self._triggers(clause, role, full))
        if role == "problem" and not full and all(held for _, _, held, _ in found):
            for index, clause in enumerate(clauses):
                if words[index] and self.scope.wish.match(clause.text):
                    found += self._in_clause(clause, role, words, index, self._steps)
        return found

    def _mark_shortfalls(self, clauses: list[Clause], words: list[set[int]]) -> None:
        """In steps, the naming of a shortfall runs from 针对/由于 … to the clause that closes it (…的问题)."""
        naming, closing = self._scope_words["shortfall_naming"], self._scope_words["shortfall_closing"]
        closers = [not closing.isdisjoint(present) for present in words]
        last = max((index for index, closes in enumerate(closers) if closes), default=-1)
        opening = self.scope.shortfall_opening
        listed = 0
        for index, clause in enumerate(clauses):
            opens = not naming.isdisjoint(words[index]) or opening.match(clause.text) is not None
            if opens:
                listed = _LISTED
            clause.shortfall = closers[index] or opens or (listed > 0 and index <= last)
            listed = 0 if closers[index] else max(0, listed - 1)

    def _facts(self, clause: Clause, role: Role, present: set[int]) -> Facts:
        """What the scope rules find in the clause, as far as the role asks for it, worked out on first use."""
        if clause.facts is None:
            words, text, hits, beyond = self._scope_words, clause.text, clause.hits, len(clause.text) + 1
            columns: list[_Range] = []
            if not present.isdisjoint(words["column_noun"]):
                rules = (self.scope.named_column, self.scope.quoted_column)
                columns = [m.span(1) for rule in rules for m in rule.finditer(text)]
            denied = aimed = beyond
            if not present.isdisjoint(words["negation"]):
                denied = min([end for word, _, end in hits if word in words["negation"]])
            granted = False
            if role == "problem":
                granted = self.scope.concession.match(text) is not None
            elif (clause.trailing and self.scope.goal.match(text)) or self.scope.purpose_opening.match(text):
                aimed = 0
            elif not present.isdisjoint(words["purpose"]):
                aimed = min([start for word, start, _ in hits if word in words["purpose"]])
            clause.facts = Facts(columns, denied, aimed, granted)
        return clause.facts

    def _triggers(self, clause: Clause, role: Role, full: bool) -> list[_Triggered]:
        if full or role == "rectified":
            return self._all
        return self._shortfalls if role == "problem" or clause.shortfall else self._steps

    def _in_clause(
        self, clause: Clause, role: Role, words: list[set[int]], index: int, triggers: list[_Triggered]
    ) -> list[_Matched]:
        present = words[index]
        # Most words have no cue of this side, most objects (信息, 公开) stand in clauses without any of their predicates.
        numbers = dict.fromkeys(
            [
                number
                for word, _, _ in clause.hits
                for number, needed in triggers[word]
                if not (needed and needed.isdisjoint(present))
            ]
        )
        if not numbers:
            return []
        # A column's name says nothing about the topic: “政策解读”栏目更新不及时 is late publication.
        facts = self._facts(clause, role, present)
        named: set[int] = set()
        around = words[max(0, index - NEAR) : index + NEAR + 1]
        if facts.columns:
            named = {w for w, s, e in clause.hits if any(a <= s and e <= b for a, b in facts.columns)}
            present, around = present - named, [near - named for near in around]
        found: list[_Matched] = []
        for number in numbers:
            compiled = self._compiled[number]
            excluded = not compiled.unless.isdisjoint(present) or (
                bool(compiled.without) and not all(compiled.without.isdisjoint(near) for near in around)
            )
            match, held = self._judge(compiled, clause, role, excluded, named)
            if match is not None:
                found.append((compiled.cue, match, held, clause))
        return found

    def _judge(
        self, compiled: _Compiled, clause: Clause, role: Role, excluded: bool, named: set[int]
    ) -> tuple[_Match | None, str | None]:
        """The first match of a cue in a clause that counts, else the first one with the reason why it does not."""
        first: tuple[_Match | None, str | None] = None, None
        for match in self._candidates(compiled, clause):
            if excluded or (compiled.not_after and _follows(compiled.not_after - named, match[0], clause)):
                held: str | None = "exclusion"
            else:
                held = self._scope_reason(compiled.cue, clause, role, match[0])
            if held is None:
                return match, None
            if first[0] is None:
                first = match, held
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
        facts = clause.facts
        assert facts is not None  # worked out before any match is judged
        if facts.columns and any(start <= hit[0] and hit[1] <= end for start, end in facts.columns):
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


def _finding(unit: Unit, cue: Cue, match: _Match, held: str | None, clause: Clause) -> Finding:
    base = clause.start
    ranges = tuple([unit.source_range(start + base, end + base) for start, end in sorted(match)])
    return Finding(cue, ranges, held, clause.sentence)


def _placed(findings: Iterable[Finding], at: int) -> list[Finding]:
    """Findings of a statement that begins at ``at``, with ranges in the document."""
    return [
        Finding(cue, tuple([(start + at, end + at) for start, end in ranges]), held, sentence)
        for cue, ranges, held, sentence in findings
    ]


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
