"""Promises: what became of a measure in the agency's next report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from textmine.analysis._elements import stated_elements, states_deadline, told_as_taken
from textmine.analysis._incidence import incidence, used_reports
from textmine.analysis._inference import clustered_share
from textmine.analysis._masking import Masker, known_names
from textmine.analysis._result import Result
from textmine.analysis._reuse import counts_of
from textmine.analysis._specificity import counted_statements
from textmine.analysis._steps import SAME_WORDING, consecutive
from textmine.analysis._terms import content_words, coverage, each, weights, words_of

if TYPE_CHECKING:
    import pandas as pd

    from textmine.tables import Tables

OUTCOMES = ("rectified", "repeated", "unresolved", "dropped")
# Half of the weight of a promise's words: the next report speaks of the same thing, not only of the same theme.
SAME_MATTER = 0.5
_DONE = re.compile(
    r"已|完成|建成|上线|开通|实现|举办|组织|开展|印发|出台|制定|修订|编印|建立|配备|新增|增设|启用|了"
)
_SENTENCE = re.compile(r"[^。；;！\n]+")


@dataclass(slots=True)
class _Later:
    """A statement or sentence of the next report."""

    role: str
    text: str
    masked: str
    themes: frozenset[str]
    words: frozenset[str]


def promises(tables: Tables, *, confidence: float = 0.95) -> Result:
    """Measures promised in one year and what the agency's next report says of them.

    Outcomes, the first that holds:

    - ``rectified``: a rectified statement, a measure told as taken (已完成, 由64个减少到5个), or a sentence of section one or six
      that speaks of something done, takes up the promise's telling words (half of their weight; a quarter for a measure on the
      promise's theme), or a rectified statement has the promise's theme. Measures told as taken are no promises themselves;
    - ``repeated``: a measure takes up its words, or is the same in wording (80 % of the characters): promised again;
    - ``unresolved``: its theme is named as a problem again;
    - ``dropped``: nothing of all this. The report need not speak of everything it has done, so that this
      is a question to the agency, not a finding. A dropped promise that was *due* – with a calendar
      deadline – is the one to ask about first.

    Returns
    -------
    Frame with one row a measure whose agency reported on the next year, too: document, agency_key, agency, level, year,
    statement, themes (joined by blanks), text, due (states a calendar deadline), score (elements stated), outcome, next_document, next_text (the statement
    or sentence that decided, null for dropped), matched (weight of the promise's words found there, 0 to 1).
    ``params["outcomes"]`` counts all promises by outcome, ``params["due"]`` those that were due; ``params["shares"]`` has for
    ``all`` and ``due`` the share of each outcome: k, n, share, low, high (Wilson, promises of one agency not taken as independent).
    """
    import pandas as pd

    found = incidence(tables, role="measure")
    before, after = consecutive(found)
    reports = used_reports(tables)[0]
    statements = counted_statements(tables, ("problem", "measure", "rectified"))
    masker = Masker(known_names(tables.frame("documents")))
    items = _later(statements, masker)
    weight = weights(item.words for listed in items.values() for _, item in listed)
    done = _done(tables, set(after.tolist()))
    own, ids = (statements[name].tolist() for name in ("document", "statement"))
    documents = dict(zip(reversed(statements["row"].tolist()), reversed(own), strict=True))
    rows: list[dict[str, Any]] = []
    for earlier, later in zip(before.tolist(), after.tolist(), strict=True):
        reached = [item for _, item in items.get(later, ())]
        sentences = done.get(later, [])
        for place, promise in items.get(earlier, ()):
            if promise.role != "measure" or not promise.themes or told_as_taken(promise.text):
                continue
            outcome, next_text, matched = _outcome(promise, reached, sentences, weight)
            rows.append(
                {
                    "row": earlier,
                    "document": own[place],
                    "statement": ids[place],
                    "themes": " ".join(sorted(promise.themes)),
                    "text": promise.text,
                    **_elements(promise.text),
                    "outcome": outcome,
                    "next_document": documents.get(later),
                    "next_text": next_text,
                    "matched": matched,
                }
            )
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    at = frame["row"].to_numpy(dtype=int)
    for position, name in enumerate(("agency_key", "agency", "level", "year"), start=2):
        frame.insert(position, name, reports[name].to_numpy()[at] if len(frame) else None)
    due = frame[frame["due"].astype(bool)]
    params = {
        "same_matter": SAME_MATTER,
        "pairs": len(before),
        "outcomes": {name: int((frame["outcome"] == name).sum()) for name in OUTCOMES},
        "due": {name: int((due["outcome"] == name).sum()) for name in OUTCOMES},
        "shares": {"all": _shares(frame, confidence), "due": _shares(due, confidence)},
        "confidence": confidence,
        **counts_of(tables),
    }
    return Result(frame.drop(columns="row"), params, "promises")


_COLUMNS = (
    "row", "document", "statement", "themes", "text", "due", "score", "outcome", "next_document", "next_text", "matched",
)  # fmt: skip


def _shares(frame: pd.DataFrame, confidence: float) -> dict[str, dict[str, Any]]:
    return {
        name: clustered_share(frame["outcome"] == name, frame["agency_key"], confidence=confidence)
        for name in OUTCOMES
    }


@lru_cache(maxsize=1 << 15)
def _elements(text: str) -> dict[str, Any]:
    stated = {element.id for element in stated_elements(text)}
    return {"due": states_deadline(text), "score": len(stated)}


def _later(statements: pd.DataFrame, masker: Masker) -> dict[int, list[tuple[int, _Later]]]:
    """Statements of each report, with their place in the table."""
    items: dict[int, list[tuple[int, _Later]]] = {}
    columns = [statements[name].tolist() for name in ("row", "role", "text", "themes")]
    words, masked = words_of(columns[2]), each(masker.mask, columns[2])
    for place, (row, role, text, themes, mask, telling) in enumerate(
        zip(*columns, masked, words, strict=True)
    ):
        items.setdefault(row, []).append((place, _Later(role, text, mask, frozenset(themes), telling)))
    return items


def _done(tables: Tables, wanted: set[int]) -> dict[int, list[tuple[str, frozenset[str]]]]:
    """Sentences of sections one and six that speak of something done, with their words."""
    rows = used_reports(tables)[1]
    sections = tables.part("sections", ["document", "text"], where=("section", ["overview", "other"]))
    sections = sections[sections["document"].isin(rows)]
    found: dict[int, list[tuple[str, frozenset[str]]]] = {}
    for document, text in zip(sections["document"].tolist(), sections["text"].tolist(), strict=True):
        row = rows[document]
        if row not in wanted or not isinstance(text, str):
            continue
        for match in _SENTENCE.finditer(text):
            sentence = match.group().strip()
            if _DONE.search(sentence):
                found.setdefault(row, []).append((sentence, frozenset(content_words(sentence))))
    return found


def _outcome(
    promise: _Later,
    later: list[_Later],
    done: list[tuple[str, frozenset[str]]],
    weight: dict[str, float],
) -> tuple[str, str | None, float]:
    """Outcome, the text that decided, and how much of the promise's words it has."""
    matched = [(coverage(promise.words, item.words, weight), item) for item in later]
    rectified = [
        (share, item.text)
        for share, item in matched
        if (item.role == "rectified" and (share >= SAME_MATTER or promise.themes & item.themes))
        or (item.role == "measure" and share >= _needed(promise, item) and told_as_taken(item.text))
    ]
    rectified += [
        (share, text)
        for text, words in done
        if len(promise.words & words) >= 2
        and (share := coverage(promise.words, words, weight)) >= SAME_MATTER
    ]
    repeated = [
        (share, item.text)
        for share, item in matched
        if item.role == "measure" and (share >= SAME_MATTER or _same(promise.masked, item.masked))
    ]
    again = [
        (share, item.text)
        for share, item in matched
        if item.role == "problem" and promise.themes & item.themes
    ]
    for outcome, texts in zip(OUTCOMES, (rectified, repeated, again), strict=False):
        if texts:
            share, text = max(texts, key=lambda pair: pair[0])
            return outcome, text, share
    return "dropped", None, 0.0


def _needed(promise: _Later, item: _Later) -> float:
    """How much of the promise's words a measure told as taken must have: half as much on the same theme."""
    return SAME_MATTER / 2 if promise.themes & item.themes else SAME_MATTER


def _same(text: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.ratio(text, other) >= 100 * SAME_WORDING
