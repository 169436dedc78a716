"""Which of the parser's patterns can match where: one pass of an automaton instead of a search per pattern and statement.

From each pattern's syntax tree follow sets of words of which every match must hold at least one (不足|差距|… for a pattern that ends
in them). The automaton finds the words of all sets in a stretch at once; a pattern is tried on it only if each of its sets has a word
there. Patterns are the ones of the rule tables, so that a changed rule changes its sets by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_
from re import _constants as _op  # type: ignore[attr-defined]  # of Python's own parser of patterns
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

from textmine.resources import load_yaml

EVERYTHING = -1
"""Hints that rule nothing out."""

_MOST_WORDS = 60  # a larger set would hold nearly everywhere
_MARKS = frozenset("，。；：,.;:、")  # stand in nearly every statement
_Words = frozenset[str]


def required_words(pattern: str) -> list[_Words]:
    """Sets of words of which every match of the pattern holds one each; empty if nothing can be said."""
    found = [words for words in _sets(_parser.parse(pattern)) if not _MARKS.issuperset(words)]
    long = [words for words in found if _length(words) > 1]
    return long or found[-1:]


def _length(words: _Words) -> int:
    return min(map(len, words))


def _sets(tree: Iterable[tuple[Any, Any]]) -> list[_Words]:
    """Sets of a sequence of syntax elements: each element that must occur gives one (runs of characters are one word)."""
    found: list[_Words] = []
    run = ""
    for kind, value in [*tree, (None, None)]:
        if kind is _op.LITERAL:
            run += chr(value)
            continue
        if run:
            found.append(frozenset((run,)))
            run = ""
        found += _of_element(kind, value)
    return [words for words in found if len(words) <= _MOST_WORDS]


def _of_element(kind: Any, value: Any) -> list[_Words]:
    if kind is _op.SUBPATTERN:
        return _sets(value[3])
    if kind in (_op.MAX_REPEAT, _op.MIN_REPEAT):
        return _sets(value[2]) if value[0] > 0 else []
    if kind is _op.BRANCH:
        branches = [max(_sets(branch), key=_length, default=None) for branch in value[1]]
        known = [words for words in branches if words]
        return [frozenset().union(*known)] if len(known) == len(branches) else []
    if kind is _op.IN and all(of is _op.LITERAL for of, _ in value):
        return [frozenset(chr(code) for _, code in value)]
    return []  # assertions, any character, other classes


def first_characters(pattern: re.Pattern[str]) -> frozenset[str]:
    """Characters that a match of the pattern, if not empty, begins with.

    Raises ValueError if it may begin with a character of a class that is not written out.
    """
    return frozenset(_firsts(_parser.parse(pattern.pattern))[0])


def _firsts(tree: Iterable[tuple[Any, Any]]) -> tuple[set[str], bool]:
    """First characters of a sequence, and whether it may be empty."""
    found: set[str] = set()
    for kind, value in tree:
        chars, may_be_empty = _first_of(kind, value)
        found |= chars
        if not may_be_empty:
            return found, False
    return found, True


def _first_of(kind: Any, value: Any) -> tuple[set[str], bool]:
    if kind is _op.LITERAL:
        return {chr(value)}, False
    if kind is _op.SUBPATTERN:
        return _firsts(value[3])
    if kind in (_op.MAX_REPEAT, _op.MIN_REPEAT):
        chars, may_be_empty = _firsts(value[2])
        return chars, may_be_empty or value[0] == 0
    if kind is _op.BRANCH:
        branches = [_firsts(branch) for branch in value[1]]
        return set().union(*(chars for chars, _ in branches)), any(empty for _, empty in branches)
    if kind is _op.IN and all(of is _op.LITERAL for of, _ in value):
        return {chr(code) for _, code in value}, False
    if kind in (_op.AT, _op.ASSERT, _op.ASSERT_NOT):
        return set(), True
    raise ValueError(f"{kind}: too many characters to begin with")


_Rule = TypeVar("_Rule")
_MOST_REMEMBERED = 4096  # a table meets a few hundred combinations of hints


class Gated(Generic[_Rule]):
    """The rules of a table with what each needs; which of them can match is worked out once a combination of hints.

    ``make`` gives a rule by its number. It is asked when the rule can match for the first time: one text needs few of them, and patterns
    take long to compile.
    """

    __slots__ = ("_known", "_make", "_mask", "_needs")

    def __init__(self, needs: Iterable[int], make: Callable[[int], _Rule]) -> None:
        self._needs = tuple(needs)
        self._make = lru_cache(maxsize=None)(make)
        self._mask = reduce(or_, self._needs, 0)
        self._known: dict[int, tuple[_Rule, ...]] = {}

    def possible(self, hints: int) -> tuple[_Rule, ...]:
        """The rules, in order, whose needs are all among the hints."""
        hints &= self._mask
        found = self._known.get(hints)
        if found is None:
            found = tuple(
                [self._make(number) for number, needs in enumerate(self._needs) if hints & needs == needs]
            )
            if len(self._known) < _MOST_REMEMBERED:
                self._known[hints] = found
        return found


class Gate:
    """Words of many patterns, and of topics, in one automaton; those of the topics in another one, too.

    ``topics`` gives the hint of each topic, ``any_topic`` all of them; a topic is there if and only if its hint is.
    """

    def __init__(self, patterns: Iterable[str], topics: Mapping[str, Iterable[str]]) -> None:
        import ahocorasick_rs

        bit_of: dict[_Words, int] = {}
        self._needs: dict[str, int] = {}
        for pattern in patterns:
            self._needs[pattern] = sum(
                {1 << bit_of.setdefault(words, len(bit_of)) for words in required_words(pattern)}
            )
        self.topics = {
            name: 1 << bit_of.setdefault(frozenset(words), len(bit_of)) for name, words in topics.items()
        }
        self.any_topic = sum(set(self.topics.values()))
        bits: dict[str, int] = {}
        for words, number in bit_of.items():
            for word in words:
                bits[word] = bits.get(word, 0) | 1 << number
        self._bits = tuple(bits.values())
        self._find: Any = ahocorasick_rs.AhoCorasick(list(bits)).find_matches_as_indexes
        of_topics = {word: hints & self.any_topic for word, hints in bits.items() if hints & self.any_topic}
        self._topic_bits = tuple(of_topics.values())
        self._find_topics: Any = ahocorasick_rs.AhoCorasick(list(of_topics)).find_matches_as_indexes

    def needs(self, pattern: str) -> int:
        """Hints without all of which the pattern cannot match."""
        return self._needs[pattern]

    def hints(self, text: str) -> int:
        """Hints of a text: those of the words that stand in it."""
        hints, bits = 0, self._bits
        for hit in self._find(text, overlapping=True):
            hints |= bits[hit[0]]
        return hints

    def topics_in(self, text: str, ranges: Sequence[tuple[int, int]]) -> list[int]:
        """Hints of the topics in each of some ranges of a text, which are in order and apart."""
        found, bits = [0] * len(ranges), self._topic_bits
        number, (start, end) = 0, ranges[0]
        for word, first, last in self._find_topics(text, overlapping=True):  # in the order of their ends
            while last > end:
                number += 1
                if number == len(ranges):
                    return found
                start, end = ranges[number]
            if first >= start:
                found[number] |= bits[word]
        return found


@lru_cache(maxsize=1)
def gate() -> Gate:
    """The gate of all rule tables that are asked about single statements."""
    topics = load_yaml("parsing", "topics.yaml")["topics"]
    return Gate(_patterns(), {topic["id"]: topic["cues"] for topic in topics})


def _patterns() -> Iterator[str]:
    statements = load_yaml("parsing", "statements.yaml")
    for rule in (*statements["context"], *statements["earlier_year"]):
        yield rule["pattern"]
    yield from (statements["still_open"], statements["done"])
    frames = load_yaml("parsing", "frames.yaml")
    for rule in (*frames["headings"], *frames["leads"]):
        yield rule["pattern"]
    for rule in load_yaml("parsing", "role_cues.yaml")["shortfall_patterns"]:
        yield rule["pattern"]
