"""Points of section five by their themes: what a comma joins although the themes differ, and what it parts although they do not.

The parser cuts by words it knows. Which themes a clause carries is known better once the model has scored it: by the annotation
guide (unit; settled cases 2 and 19), joined steps and shortfalls are statements of their own where their themes differ. Themes of a
section stay as they are; only the units change. Docs/accuracy.md has the scores of units with it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from textmine.schema import Evidence, Statement, TaggedStatement, ThemeTag
from textmine.themes._features import I64
from textmine.themes._linear import F64

_ANY_COMMA = re.compile("[，,；;]")
_PARTED_ROLES = frozenset(("problem", "measure"))
_CARRIES = -1.5
"""A clause carries a theme of its statement from this first-pass score on, or where no other clause scores higher. The linear model's
border is 0; below it, clauses that may be about the same are kept together, which found most units of the gold passages."""

_OUTSIDE_CAUSE = "other"  # an epidemic or a merger of departments is told together with what came of it


class ClauseScores(NamedTuple):
    """First-pass scores of clauses. ``owner``: the statement of each; ``start``: its first slot; ``scores``: clauses × themes."""

    owner: I64
    start: I64
    scores: F64


class Carried(NamedTuple):
    """Which themes each clause of a statement carries: offsets at which clauses begin, and a bit for each theme of the statement."""

    starts: Sequence[int]
    themes: Sequence[int]

    @classmethod
    def of(cls, starts: Sequence[int], scores: F64) -> Carried:
        """From the scores of the clauses, clauses × themes of the statement."""
        carries = (scores >= _CARRIES) | (scores == scores.max(axis=0, initial=-np.inf))
        return cls(starts, (carries @ (1 << np.arange(scores.shape[1]))).tolist())


def may_have_parts(item: TaggedStatement) -> bool:
    """Whether a statement has two themes that count, and a comma that could part them."""
    statement = item.statement
    return (
        statement.role in _PARTED_ROLES
        and len(item.tags) > 1
        and len(item.themes) > 1
        and _ANY_COMMA.search(statement.text) is not None
    )


def parted(item: TaggedStatement, carried: Carried) -> list[TaggedStatement]:
    """The points of a statement, each with the themes that its clauses carry; ``carried`` is about ``item.themes``, in their order."""
    ranges = _points(item, carried)
    if len(ranges) == 1:
        return [item]
    holders = [
        {theme for place, theme in enumerate(item.themes) if held >> place & 1} for _, _, held in ranges
    ]
    found = []
    for number, ((start, end, _), themes) in enumerate(zip(ranges, holders, strict=True)):
        tags = tuple(_tags_of(item, start, end, themes, first=number == 0))
        found.append(TaggedStatement(_part(item.statement, start, end, number), tags))
    return found


def _part(statement: Statement, start: int, end: int, number: int) -> Statement:
    """A part of a statement; the first keeps its id, the others have a letter behind it."""
    suffix = "" if number == 0 else chr(ord("a") + number) if number < 26 else f"z{number}"
    words = statement.text[start - statement.start : end - statement.start]
    return statement._replace(id=statement.id + suffix, start=start, end=end, text=words)


def _tags_of(
    item: TaggedStatement, start: int, end: int, themes: set[str], *, first: bool
) -> Iterator[ThemeTag]:
    """Tags of a part: those it carries, and those for review whose evidence lies there (without evidence, in the first part)."""
    for tag in item.tags:
        evidence = tuple(
            Evidence(max(one.start, start), min(one.end, end), one.source)
            for one in tag.evidence
            if one.start < end and start < one.end
        )
        if tag.review:
            if evidence or (first and not tag.evidence):
                yield tag._replace(evidence=evidence)
        elif tag.theme in themes:
            if not evidence:  # the weightiest words stand in another part that carries the theme too
                source = tag.evidence[-1].source if tag.evidence else ""
                evidence = (Evidence(start, end, source),)
            yield tag._replace(evidence=evidence)


def _points(item: TaggedStatement, carried: Carried) -> list[tuple[int, int, int]]:
    """Ranges of the points and which themes each carries."""
    from textmine.parsing._openings import makes_new_point

    statement, themes = item.statement, item.themes
    tells = sum(1 << place for place, theme in enumerate(themes) if theme != _OUTSIDE_CAUSE)
    pieces = list(_pieces(statement))
    begins, held = [start for start, _ in pieces], [0] * len(pieces)
    for at, bits in zip(*carried, strict=True):
        held[bisect_right(begins, at) - 1] |= bits
    (start, end), own = pieces[0], held[0]
    points, before = [], pieces[0]
    for piece, here in zip(pieces[1:], held[1:], strict=True):
        if (
            here & tells
            and own & tells
            and not here & own
            and makes_new_point(
                _words(statement, before), _words(statement, piece), shortfall=statement.role == "problem"
            )
        ):
            points.append((start, end, own))
            start, own = piece[0], here
        else:
            own |= here
        before, end = piece, piece[1]
    return [*points, (start, end, own)]


def _words(statement: Statement, piece: tuple[int, int]) -> str:
    return statement.text[piece[0] - statement.start : piece[1] - statement.start]


def _pieces(statement: Statement) -> Iterator[tuple[int, int]]:
    """Ranges of the statement between commas outside quotation marks and brackets."""
    from textmine.parsing._openings import commas

    first = 0
    for place in (*commas(statement.text), len(statement.text)):
        if place > first:
            yield statement.start + first, statement.start + place
        first = place + 1


def joined(
    text: str, tagged: Sequence[TaggedStatement], silent: Collection[str] = ()
) -> list[TaggedStatement]:
    """Statements of a document, those joined that only a comma parts although they have one role and one adds no theme to the other.

    ``silent``: ids of those that are context only because they have no theme of their own; behind a comma they belong to the step before.
    """
    result: list[TaggedStatement] = []
    for item in tagged:
        last = result[-1] if result else None
        if last is not None and last.tags and _same_point(text, last, item, silent):
            result[-1] = _join(text, last, item)
        else:
            result.append(item)
    return result


def _same_point(text: str, left: TaggedStatement, right: TaggedStatement, silent: Collection[str]) -> bool:
    first, second = left.statement, right.statement
    if not 0 < second.start - first.end <= 2 or text[first.end : second.start].strip() not in ("，", ","):
        return False
    from textmine.parsing._openings import leans, says_nothing

    if second.role == "context":  # a formula, or what has no theme of its own
        return first.role == "measure" and (second.id in silent or says_nothing(second.text))
    if first.role != second.role:
        return False
    if (
        first.role == "rectified"
    ):  # a shortfall and, behind the comma, what was done about it: one statement by the guide
        return leans(first.text) < 0.0 < leans(second.text)
    if not right.tags:
        return True  # only explains
    themes, others = set(left.themes), set(right.themes)
    return bool(themes and others) and (themes <= others or themes >= others)


def _join(text: str, left: TaggedStatement, right: TaggedStatement) -> TaggedStatement:
    first, second = left.statement, right.statement
    statement = first._replace(
        end=second.end,
        text=text[first.start : second.end],
        role_probability=min(first.role_probability, second.role_probability),
    )
    tags = {tag.theme: tag for tag in left.tags}
    for tag in right.tags:
        known = tags.get(tag.theme)
        tags[tag.theme] = (
            tag
            if known is None
            else ThemeTag(
                tag.theme,
                max(known.probability, tag.probability),
                (*known.evidence, *tag.evidence),
                known.review and tag.review,
            )
        )
    return TaggedStatement(statement, tuple(sorted(tags.values(), key=lambda tag: -tag.probability)))
