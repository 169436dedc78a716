"""Where a comma parts two points, learned from gold passages: the parser's cuts at commas are made anew before roles and themes are read.

The parser cuts by words it knows. What is a point of its own is also told by how clauses are built and by what stands on both sides of
the comma; a logistic regression over these finds more than half of the borders that the words alone miss (docs/accuracy.md has the scores of
units). A step in the same sentence then has a role and themes of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.errors import ResourceError
from textmine.schema import Statement
from textmine.themes._features import I64, Batch, Edge, Occurrences, edge_ngrams, flags, ngram_parts
from textmine.themes._linear import FirstPass
from textmine.themes._parting import ANY_COMMA, COMMAS
from textmine.themes._units import FRAMES, ROLE_CODES, Item, Texts

# Clauses that only say why, on what ground, by what or when, of what follows them: no point ends with one.
_DEPENDENT = re.compile(
    "(?:为了?(?:进一步|更好|切实|确保|方便|让|使|[提增加解推做满适])|由于|因(?![地人材])|鉴于|针对|围绕|按照|依照|根据|依据|随着|结合|聚焦|立足|本着"
    "|以[^，,]{2,20}为[^，,]{2,6}$|在[^，,]{2,16}(?:[中下上后时]|方面|期间)$|(?:下一?步|今后|同时|此外|另外|目前)$)"
)
# Clauses that say what the step before them is for, and what goes on with one: by the guide they stay in it. In the gold passages a point begins
# with such a clause once in 90 times.
_PURPOSE = re.compile(
    "确保|保证|保障|从而|进而|以便|使(?!用)|让|避免|防止|杜绝|力求|力争|切实做到|真正做到|便于|方便|营造|形成|达到"
)
_GOES_ON = re.compile("[并和且及]")
FEWEST = 4
"""Commas at which a feature must occur to be learned; with 3 the model file is 0.2 MB larger and finds no more."""


class Comma(NamedTuple):
    """A comma between two clauses.

    ``item`` and ``row``: number of the text, and of the statement that it stands in or behind; ``left``, ``right``, ``beyond``: ranges
    of the clauses on both sides and of the one after them (empty if there is none); ``whole``: range of the statement; ``parts``: whether
    the parser took it for a border; ``place``, ``clauses``: number of the right clause, and of all, in the statement; ``topics``: what
    parser's key nouns say of both sides (see ``_shared``); ``role``, ``frame``: codes.
    """

    item: int
    row: int
    left: tuple[int, int]
    right: tuple[int, int]
    beyond: tuple[int, int]
    whole: tuple[int, int]
    parts: bool
    place: int
    clauses: int
    topics: int
    role: int
    frame: int


def commas_of(items: Sequence[Item]) -> list[Comma]:
    """All commas inside statements at which a point can end, outside quotation marks and brackets, and those between statements that
    nothing else parts; in reading order.
    """
    # Not above: the tagger loads in a third less time without the parser.
    from textmine.parsing._signals import gate

    found: list[Comma] = []
    for number, (text, statements) in enumerate(items):
        clauses = [_clauses(text, statement) for statement in statements]
        joined = [text[first.end : second.start].strip() in COMMAS for first, second in pairwise(statements)]
        if not (any(joined) or any(len(of) > 1 for of in clauses)):
            continue
        base, end = statements[0].start, statements[-1].end
        places = [(start - base, stop - base) for of in clauses for start, stop in of]
        named = iter(gate().topics_in(text[base:end], places))
        topics = [[next(named) for _ in of] for of in clauses]
        for row, statement in enumerate(statements):
            own, told = clauses[row], topics[row]
            if row < len(joined) and joined[row]:
                own, told = [*own, clauses[row + 1][0]], [*told, topics[row + 1][0]]
            if len(own) > 1:
                found += [
                    comma
                    for comma in _of_statement(
                        (number, row), statement, own, _shared(told), len(clauses[row])
                    )
                    if comma.parts or not _DEPENDENT.match(text, *comma.left)
                ]
    return found


def _clauses(text: str, statement: Statement) -> list[tuple[int, int]]:
    """Ranges between the commas of a statement, blanks at their ends left out."""
    from textmine.parsing._openings import between_commas

    begin, told = statement.start, text[statement.start : statement.end]
    if ANY_COMMA.search(told) is None:
        return [(begin, statement.end)]
    clauses = []
    for first, end in between_commas(told):
        words = told[first:end].lstrip()
        if words:
            start = begin + end - len(words)
            clauses.append((start, start + len(words.rstrip())))
    return clauses or [(begin, statement.end)]


def _of_statement(
    number: tuple[int, int],
    statement: Statement,
    clauses: Sequence[tuple[int, int]],
    topics: Sequence[int],
    inside: int,
) -> list[Comma]:
    """The commas between the clauses of a statement, of which ``inside`` are its own."""
    whole = (statement.start, statement.end)
    codes = ROLE_CODES[statement.role], FRAMES[statement.frame]
    nothing = (clauses[-1][1], clauses[-1][1])
    beyond = [*clauses[2:], nothing]
    return [
        Comma(
            *number,
            clauses[place - 1],
            clauses[place],
            beyond[place - 1],
            whole,
            place == inside,
            place,
            len(clauses),
            topics[place],
            *codes,
        )
        for place in range(1, len(clauses))
    ]


def _shared(named: Sequence[int]) -> list[int]:
    """Of each clause, in bits: whether the one before it names a topic, whether it names one, whether both name the same; whether anything before it
    names one, and whether that is the same as its own.
    """
    told, before, result = 0, 0, []
    for own in named:
        result.append(
            bool(before) | bool(own) << 1 | bool(before & own) << 2 | bool(told) << 3 | bool(told & own) << 4
        )
        before, told = own, told | own
    return result


def border_parts(batch: Batch, commas: Sequence[Comma]) -> list[Occurrences]:
    """Features of commas: how the clauses on both sides begin and end, pairs of their characters, where they stand, and how alike they are."""
    columns = [np.array(column, np.int64) for column in zip(*commas, strict=True)]
    item, _, *ranges, parts, place, count, topics, role, frame = columns
    left, right, beyond, whole = ((batch.slots(item, of[:, 0]), batch.slots(item, of[:, 1])) for of in ranges)
    edges = [
        *(Edge(*left, "left-begins", size) for size in (1, 2, 3, 4)),
        *(Edge(*left, "left-ends", size, at_end=True) for size in (1, 2, 3)),
        *(Edge(*right, "right-begins", size) for size in (1, 2, 3, 4)),
        *(Edge(*right, "right-ends", size, at_end=True) for size in (1, 2, 3)),
        Edge(*beyond, "beyond-begins", 2),
        Edge(*beyond, "beyond-ends", 2, at_end=True),
        Edge(*whole, "whole-begins", 2),
        *(Edge(*whole, "whole-ends", size, at_end=True) for size in (2, 3)),
    ]
    last = (place == count - 1).astype(np.int64)
    sizes = [end - start for start, end in (left, right)]
    same_topics, any_topics = topics & 7, topics >> 1 & 1 | topics >> 2 & 6
    told: dict[str, I64] = {
        "parts": parts,
        "role": role * 2 + parts,
        "frame": frame,
        "count": np.minimum(count, 8),
        "place": np.minimum(place, 5),
        "first-last": (place == 1) * 2 + last,
        "role-last": role * 2 + last,
        "left-size": np.minimum(sizes[0] // 2, 12),
        "right-size": np.minimum(sizes[1] // 2, 12),
        "alike": _alike(batch, left, right),
        "same-size": (np.abs(sizes[0] - sizes[1]) <= 1).astype(np.int64),
        "topics": same_topics,
        "topics-before": any_topics * 4 + role,
    }
    return [
        *ngram_parts(batch, *left, field="left", sizes=(2,)),
        *ngram_parts(batch, *right, field="right", sizes=(2,)),
        edge_ngrams(batch, edges),
        flags(told),
    ]


def _alike(batch: Batch, left: tuple[I64, I64], right: tuple[I64, I64]) -> I64:
    """Bits: whether both clauses begin with the same two characters, the same one, end with the same two, the same one."""
    (first, end), (start, stop) = left, right
    fits = (end - first >= 2) & (stop - start >= 2)
    result = np.zeros(len(first), np.int64)
    for bit, size in enumerate((2, 1)):
        begins = batch.hashes(first, np.minimum(first + size, end)) == batch.hashes(
            start, np.minimum(start + size, stop)
        )
        ends = batch.hashes(np.maximum(end - size, first), end) == batch.hashes(
            np.maximum(stop - size, start), stop
        )
        result |= (begins & fits).astype(np.int64) << bit | (ends & fits).astype(np.int64) << bit + 2
    return result


class Borders:
    """The learned borders: a first pass with one label, and the decision value from which a comma parts."""

    def __init__(self, first: FirstPass, threshold: float) -> None:
        self.first, self.threshold = first, threshold

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Borders:
        """As stored. Raises ResourceError if arrays are missing or of the wrong shape."""
        try:
            made = cls(FirstPass.from_arrays(arrays, "border"), float(arrays["border.threshold"][0]))
        except (KeyError, IndexError) as error:
            raise ResourceError(
                f"The model lacks the array {error}; rebuild it with `textmine train`."
            ) from error
        if made.first.coefficients.shape[1:] != (1,):
            raise ResourceError(
                "The model's array border.roots has another shape than this textmine needs; "
                "rebuild it with `textmine train`."
            )
        return made

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays as stored."""
        return {**self.first.to_arrays("border"), "border.threshold": np.array([self.threshold])}

    def cut(self, items: Sequence[Item], texts: Texts) -> list[Item]:
        """The items with their statements cut anew at commas. Each part keeps role, frame and heading of the statement that it comes from."""
        commas = commas_of(texts.items)
        if not commas:
            return list(items)
        parts = self.first.scores(border_parts(texts.batch, commas))[:, 0] >= self.threshold
        for place in np.flatnonzero(parts).tolist():
            comma = commas[place]
            if not comma.parts and _of_purpose(texts.items[comma.item][0], comma):
                parts[place] = False
        return cut_anew(items, commas, parts)


def _of_purpose(text: str, comma: Comma) -> bool:
    """Whether a comma stands before a purpose, or inside one."""
    return _PURPOSE.match(text, *comma.right) is not None or (
        _PURPOSE.match(text, *comma.left) is not None and _GOES_ON.match(text, *comma.right) is not None
    )


def cut_anew(items: Sequence[Item], commas: Sequence[Comma], parts: NDArray[np.bool_]) -> list[Item]:
    """The items with their statements cut at the commas that part, and joined at the others."""
    changed: dict[int, list[tuple[Comma, bool]]] = {}
    for comma, border in zip(commas, parts.tolist(), strict=True):
        if border != comma.parts:
            changed.setdefault(comma.item, []).append((comma, border))
    return [
        (text, _changed(text, statements, changed[number])) if number in changed else (text, statements)
        for number, (text, statements) in enumerate(items)
    ]


def _changed(
    text: str, statements: Sequence[Statement], changed: Sequence[tuple[Comma, bool]]
) -> list[Statement]:
    """The statements, those parted and joined that changed commas part and join."""
    cuts: dict[int, list[Comma]] = {}
    joined = set()
    for comma, border in changed:
        if border:
            cuts.setdefault(comma.row, []).append(comma)
        else:
            joined.add(comma.row)
    result: list[Statement] = []
    for row, statement in enumerate(statements):
        places = cuts.get(row, ())
        starts = [statement.start, *(comma.right[0] for comma in places)]
        ends = [*(comma.left[1] for comma in places), statement.end]
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if number == 0 and row - 1 in joined:
                before = result.pop()
                result.append(before._replace(end=end, text=text[before.start : end]))
                continue
            suffix = f".{number + 1}" if number else ""
            result.append(
                statement._replace(id=statement.id + suffix, start=start, end=end, text=text[start:end])
            )
    return result
