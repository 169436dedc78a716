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
from numpy.typing import NDArray

from textmine.schema import Evidence, Statement, TaggedStatement, ThemeTag
from textmine.themes._dependence import goes_with, only_leans
from textmine.themes._features import I64
from textmine.themes._linear import F64

_ANY_COMMA = re.compile("[，,；;、]")
_COMMAS = ("，", ",")
_PARTED_ROLES = frozenset(("problem", "measure"))
_CARRIES = -1.5
"""A clause carries a theme of its statement from this first-pass score on, or where no other clause scores higher. The linear model's
border is 0; below it, clauses that may be about the same are kept together, which found most units of the gold passages."""

OUTSIDE_CAUSE = "other"  # an epidemic or a merger of departments is told together with what came of it
_BY_WHAT = re.compile("[并将]?(?:通过|采取|采用|利用|依托|借助|围绕|从)")
FARTHEST_APART = 2
"""Characters between two statements that only a comma parts."""
LONGEST_HEADING = 16
"""Characters of a first sentence that heads its item, though it has commas (创新方式，补充完善。…); a longer one makes points of its own."""


class ClauseScores(NamedTuple):
    """First-pass scores of clauses. ``owner``: the statement of each; ``start``: its first slot; ``scores``: clauses × themes."""

    owner: I64
    start: I64
    scores: F64


class Carried(NamedTuple):
    """Which themes each clause of a statement carries: offsets at which clauses begin, and a bit for each theme."""

    starts: Sequence[int]
    themes: Sequence[int]


class Carriers(NamedTuple):
    """Statements that may hold several points: their numbers, and for each the first of its ``clauses``, and, last, how many these are.
    ``clauses`` are the numbers of clauses, ``held`` has a bit for each theme that the clause carries.
    """

    rows: Sequence[int]
    firsts: Sequence[int]
    clauses: I64
    held: Sequence[int]


def carriers(scored: ClauseScores, counts: NDArray[np.bool_], outside: int | None = None) -> Carriers:
    """The statements among whose clauses some have no theme in common: only these can hold several points.

    ``counts`` says which themes are looked at (statements × themes), ``outside`` is the number of the theme that tells an outside cause.
    """
    clauses = np.flatnonzero(counts.any(axis=1).take(scored.owner))
    owner, scores = scored.owner.take(clauses), scored.scores.take(clauses, axis=0)
    first = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))[: len(owner)]
    if not len(first):
        return Carriers([], [0], clauses, [])
    sizes = np.diff(np.append(first, len(owner)))
    best = np.repeat(np.maximum.reduceat(scores, first, axis=0), sizes, axis=0)
    themes = 1 << np.arange(scores.shape[1])
    held = (((scores >= _CARRIES) | (scores == best)) & counts.take(owner, axis=0)) @ themes
    tells = int(themes.sum()) - (0 if outside is None else 1 << outside)
    shared = np.bitwise_and.reduceat(np.where(held & tells, held, -1), first)
    several = shared == 0
    kept = np.flatnonzero(np.repeat(several, sizes))
    ends = np.cumsum(sizes[several])
    return Carriers(
        owner.take(first[several]).tolist(), [0, *ends.tolist()], clauses.take(kept), held.take(kept).tolist()
    )


def may_have_parts(statement: Statement) -> bool:
    """Whether a statement's role lets it be parted, and it has a comma that could do so."""
    return statement.role in _PARTED_ROLES and _ANY_COMMA.search(statement.text) is not None


def parted(item: TaggedStatement, carried: Carried, themes: Sequence[str]) -> list[TaggedStatement]:
    """The points of a statement, each with the themes that its clauses carry; ``themes`` are those that the bits of ``carried`` stand for."""
    ranges = _points(item.statement, carried, themes)
    if len(ranges) == 1:
        return [item]
    found = []
    for number, (start, end, held) in enumerate(ranges):
        carries = {theme for place, theme in enumerate(themes) if held >> place & 1}
        tags = tuple(_tags_of(item, start, end, carries, first=number == 0))
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
    """Tags of a part: those it carries, and those for review whose evidence lies there (without evidence, in the first part).

    A single character of evidence that reaches over from another part is none.
    """
    for tag in item.tags:
        cut = ((max(one.start, start), min(one.end, end), one) for one in tag.evidence)
        evidence = tuple(
            Evidence(left, right, one.source)
            for left, right, one in cut
            if left < right and (right - left > 1 or one.end - one.start == 1)
        )
        if tag.review:
            if evidence or (first and not tag.evidence):
                yield tag._replace(evidence=evidence)
        elif tag.theme in themes:
            if not evidence:  # the weightiest words stand in another part that carries the theme too
                source = tag.evidence[-1].source if tag.evidence else ""
                evidence = (Evidence(start, end, source),)
            yield tag._replace(evidence=evidence)


def _points(statement: Statement, carried: Carried, themes: Sequence[str]) -> list[tuple[int, int, int]]:
    """Ranges of the points and which themes each carries."""
    from textmine.parsing._clauses import end_of_list
    from textmine.parsing._openings import makes_new_point

    text = statement.text
    tells = sum(1 << place for place, theme in enumerate(themes) if theme != OUTSIDE_CAUSE)
    pieces = list(_pieces(statement))
    begins, held = [start for start, _ in pieces], [0] * len(pieces)
    for at, bits in zip(*carried, strict=True):
        held[bisect_right(begins, at) - 1] |= bits
    (start, end), own = pieces[0], held[0]
    points, before = [], pieces[0]
    # The heading of an item stays with its explanation (settled case 15).
    heading = statement.start + text.find("。", 0, LONGEST_HEADING + 1)
    clause, shortfall = before, statement.role == "problem"
    for piece, here in zip(pieces[1:], held[1:], strict=True):
        lists = _lists(statement, piece)
        if (
            piece[0] > heading
            and here & tells
            and own & tells
            and not here & own
            and not _stays(statement, clause, piece, lists=lists)
            and (_begins_item if lists else makes_new_point)(
                _words(statement, clause if shortfall and not lists else before),
                _words(statement, piece),
                shortfall=shortfall,
            )
        ):
            points.append((start, end, own))
            start, own = piece[0], here
        else:
            own |= here
        before, end = piece, piece[1]
        # Of 由于人手少、任务重 only the first part says that it is a cause.
        clause = (clause[0], end) if lists else piece
    if points and shortfall:
        first = start - statement.start
        end = statement.start + end_of_list(text, first, end - statement.start, matters=True)
    return [*points, (start, end, own)]


def _stays(statement: Statement, clause: tuple[int, int], piece: tuple[int, int], *, lists: bool) -> bool:
    """Whether a piece cannot begin a point: it belongs to the clause before it, or goes on with it where that ``lists`` (通过明确职责、加强培训
    推动工作).
    """
    text, base = statement.text, statement.start
    left, right = ((start - base, end - base) for start, end in (clause, piece))
    leans = _BY_WHAT.match(text, *left) is not None if lists else only_leans(text, *left)
    return leans or goes_with(text, left, right)


def _begins_item(left: str, right: str, *, shortfall: bool) -> bool:
    """Whether an item of a list ends here; a sentence before its first noun is none of them (解读形式单一。图解|视频等形式运用较少)."""
    from textmine.parsing._openings import makes_item

    return makes_item(left.rpartition("。")[2], right, shortfall=shortfall)


def _words(statement: Statement, piece: tuple[int, int]) -> str:
    return statement.text[piece[0] - statement.start : piece[1] - statement.start]


def _lists(statement: Statement, piece: tuple[int, int]) -> bool:
    """Whether a piece, not the first, stands behind an enumeration comma."""
    return statement.text[piece[0] - statement.start - 1] == "、"


def _pieces(statement: Statement) -> Iterator[tuple[int, int]]:
    """Ranges of the statement between commas, also those of lists, outside quotation marks and brackets."""
    from textmine.parsing._openings import commas

    first = 0
    for place in (*commas(statement.text, lists=True), len(statement.text)):
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
    near = 0 < second.start - first.end <= FARTHEST_APART
    mark = text[first.end : second.start].strip() if near else ""
    listed = mark == "、"
    if not listed and mark not in _COMMAS:
        return False
    from textmine.parsing._openings import leans, says_nothing

    if second.role == "context":  # a formula, or what has no theme of its own
        return first.role == "measure" and (second.id in silent or (not listed and says_nothing(second.text)))
    if first.role != second.role:
        return False
    if listed:  # shortfalls that are listed are told apart by their themes
        return first.role == "problem" and _adds_nothing(left, right)
    if first.role == "rectified":
        # A shortfall and, behind the comma, what was done about it: one statement by the guide.
        return leans(first.text) < 0.0 < leans(second.text)
    return not right.tags or _adds_nothing(left, right)  # what has no theme only explains


def _adds_nothing(left: TaggedStatement, right: TaggedStatement) -> bool:
    """Whether one of two statements has no theme that the other lacks; both have one."""
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
