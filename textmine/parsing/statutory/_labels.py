"""Finding the rows of a table by their names, whatever line or cell ends stand inside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from textmine.parsing.statutory._forms import RowForm
from textmine.parsing.statutory._source import Label

_WORDS = re.compile(r"[^\d|]{2,80}")
# A name that matches no pattern is taken for the row that is missing there if it is this similar (0 to 100).
_SIMILAR = 62.0

# Names found in the range of one table: a real one has some forty, with the words of its notes.
_MOST_HITS = 300

Accept = Callable[[str, int, int], bool]


def find_chain(
    compact: str, rows: Sequence[RowForm], start: int, end: int, accept: Accept | None = None
) -> list[Label]:
    """The longest run of row names in printed order within a compact range; of equal ones the tightest."""
    hits: list[tuple[int, int, int]] = []
    for rank, row in enumerate(rows):
        for found in row.pattern.finditer(compact, start, end):
            if accept is None or accept(row.key, found.start(), found.end()):
                hits.append((found.start(), found.end(), rank))
    hits = sorted(hits)[:_MOST_HITS]
    best: list[int] = []
    origin: list[int | None] = []
    for index, (left, _, rank) in enumerate(hits):
        length, before = 1, None
        for earlier, (so_far, (_, end_before, rank_before)) in enumerate(
            zip(best, hits[:index], strict=True)
        ):
            if so_far >= length - 1 and rank_before < rank and end_before <= left:
                length, before = so_far + 1, earlier
        best.append(length)
        origin.append(before)
    if not hits:
        return []
    at: int | None = max(range(len(hits)), key=lambda i: (best[i], -i))
    chain = []
    while at is not None:
        left, right, rank = hits[at]
        chain.append(Label(rows[rank].key, left, right, rows[rank].mark))
        at = origin[at]
    return chain[::-1]


def with_whole_names(compact: str, rows: Sequence[RowForm], chain: Iterable[Label]) -> list[Label]:
    """The chain, each name with as much of the form's words as stand behind the part that was found (行政机关确认 | 或重新 5 0 …)."""
    words = {row.key: row.label for row in rows}
    return [replace(label, end=_end_of_name(compact, words[label.key], label)) for label in chain]


def _end_of_name(compact: str, words: str, label: Label) -> int:
    _, found, rest = words.partition(compact[label.start : label.end])
    behind = compact[label.end : label.end + len(rest)] if found else ""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(rest, behind, strict=False))
    return label.end + sum(1 for _ in same)


def in_pieces(compact: str, rows: Sequence[RowForm], chain: Iterable[Label]) -> set[str]:
    """Rows that were found by a piece of their name alone, as where numbers stand inside."""
    forms = {row.key: row for row in rows}
    return {label.key for label in chain if not forms[label.key].is_named(compact[label.start : label.end])}


def find_whole_chain(
    compact: str, rows: Sequence[RowForm], start: int, reach: int, accept: Accept | None = None
) -> list[Label]:
    """The longest run of row names from ``start`` on, looked for once more from where it begins.

    Words of the first row also stand in the text before a table; what is counted from there ends inside the table.
    """
    chain = find_chain(compact, rows, start, start + reach, accept)
    if not chain or chain[0].start == start:
        return chain
    again = find_chain(compact, rows, chain[0].start, chain[0].start + reach, accept)
    return max(chain, again, key=len)


def fill_gaps(compact: str, rows: Sequence[RowForm], chain: Iterable[Label]) -> list[Label]:
    """The chain with rows added whose printed name is damaged but similar to the one missing at its place."""
    labels = list(chain)
    found = {label.key for label in labels}
    order = {row.key: rank for rank, row in enumerate(rows)}
    if len(found) == len(rows):
        return labels
    for row in rows:
        if row.key in found:
            continue
        rank = order[row.key]
        before = max(
            (label for label in labels if order[label.key] < rank), key=lambda x: x.start, default=None
        )
        after = min(
            (label for label in labels if order[label.key] > rank), key=lambda x: x.start, default=None
        )
        if before is None or after is None:
            continue
        similar = _most_similar(compact, row, before.end, after.start)
        if similar:
            labels.append(similar)
            labels.sort(key=lambda label: label.start)
    return labels


def _most_similar(compact: str, row: RowForm, start: int, end: int) -> Label | None:
    if not 0 < end - start <= 400 or len(row.label) < 4:
        return None
    from rapidfuzz import fuzz

    best: tuple[float, Label] | None = None
    for words in _WORDS.finditer(compact, start, end):
        score = fuzz.ratio(words.group().lstrip(".、,()"), row.label)
        if score >= _SIMILAR and (best is None or score > best[0]):
            best = score, Label(row.key, words.start(), words.end(), row.mark)
    return best[1] if best else None
