"""Gold passages beside what a tagger makes of them, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.gold import GoldPassage, theme_ids
from textmine.parsing import parse_narrative, parse_narratives
from textmine.schema import ROLES, Statement, TaggedStatement
from textmine.themes import Tagger

Flags = NDArray[np.bool_]
F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """Gold and prediction for the same passages.

    From end to end (text in, tagged statements out): ``gold_reports`` and ``reports`` are passages × 3 roles × themes;
    ``characters`` passages × 2 (characters of gold statements, those with the right role); ``role_confusion`` gold × predicted
    in characters, last column: in no statement; ``spans`` passages × 6 (found, missed, spurious whole spans, and the same of starts).
    On the gold statements: ``gold_themes``, ``tags``, ``probabilities`` statements × themes; ``gold_roles``, ``roles``
    statements; ``owner`` the passage of each statement.
    """

    passages: tuple[GoldPassage, ...]
    themes: tuple[str, ...]
    gold_reports: Flags
    reports: Flags
    characters: F64
    role_confusion: F64
    spans: F64
    gold_themes: Flags
    tags: Flags
    probabilities: F64
    gold_roles: NDArray[np.int64]
    roles: NDArray[np.int64]
    owner: NDArray[np.int64]
    texts: tuple[str, ...] = field(repr=False)

    def subset(self, chosen: NDArray[np.int64]) -> Outcome:
        """The outcome of some passages (which may be repeated, for the bootstrap)."""
        rows = [np.flatnonzero(self.owner == number) for number in chosen]
        at = np.concatenate(rows) if rows else np.zeros(0, np.int64)
        return Outcome(
            tuple(self.passages[number] for number in chosen),
            self.themes,
            self.gold_reports[chosen],
            self.reports[chosen],
            self.characters[chosen],
            self.role_confusion[chosen],
            self.spans[chosen],
            self.gold_themes[at],
            self.tags[at],
            self.probabilities[at],
            self.gold_roles[at],
            self.roles[at],
            np.repeat(np.arange(len(chosen)), [len(found) for found in rows]),
            tuple(self.texts[number] for number in at),
        )

    def where(self, **wanted: str) -> Outcome:
        """The outcome of the passages with these field values (``cue="free"``)."""
        fits = [all(getattr(p, key) == value for key, value in wanted.items()) for p in self.passages]
        return self.subset(np.flatnonzero(np.array(fits, dtype=bool)))


def join(outcomes: Sequence[Outcome]) -> Outcome:
    """Several outcomes as one (the folds of a cross-validation)."""
    shift = np.cumsum([0] + [len(outcome.passages) for outcome in outcomes])
    stacked: dict[str, Any] = {
        name: np.concatenate([getattr(outcome, name) for outcome in outcomes])
        for name in (
            "gold_reports", "reports", "characters", "role_confusion", "spans", "gold_themes", "tags",
            "probabilities", "gold_roles", "roles",
        )
    }  # fmt: skip
    return Outcome(
        passages=tuple(p for outcome in outcomes for p in outcome.passages),
        themes=outcomes[0].themes,
        owner=np.concatenate([o.owner + start for o, start in zip(outcomes, shift, strict=False)]),
        texts=tuple(text for outcome in outcomes for text in outcome.texts),
        **stacked,
    )


def gold_statements(passage: GoldPassage) -> tuple[Statement, ...]:
    """The gold statements as a parser would give them, with frame and heading of the parser's statement in the same place.

    Their role is that of the parser too: the tagger must not see the answer.
    """
    parsed = parse_narrative(passage.text)
    result = []
    for number, item in enumerate(passage.statements):
        near = max(parsed, key=lambda s: min(s.end, item.end) - max(s.start, item.start), default=None)
        text = passage.text[item.start : item.end]
        role = near.role if near else "context"
        frame, heading = (near.frame, near.heading) if near else (None, None)
        result.append(Statement(f"s{number:03d}", role, item.start, item.end, text, frame, heading))
    return tuple(result)


def outcome_of(passages: Sequence[GoldPassage], tagger: Tagger) -> Outcome:
    """Run a tagger over passages, from end to end and on the gold statements."""
    themes = theme_ids()
    texts = [passage.text for passage in passages]
    whole = tagger.tag_many(list(zip(texts, parse_narratives(texts), strict=True)))
    items = [(passage.text, gold_statements(passage)) for passage in passages]
    placed = [tagged for of_item in tagger.tag_many(items, as_given=True) for tagged in of_item]
    gold = [item for passage in passages for item in passage.statements]
    confusion = np.stack([_role_confusion(p, tagged) for p, tagged in zip(passages, whole, strict=True)])
    return Outcome(
        passages=tuple(passages),
        themes=themes,
        gold_reports=np.array([[[t in p.themes(r) for t in themes] for r in ROLES[:3]] for p in passages]),
        reports=np.array([_report_themes(tagged, themes) for tagged in whole]),
        characters=np.stack(
            [confusion.sum(axis=(1, 2)), confusion[:, range(4), range(4)].sum(axis=1)], axis=1
        ),
        role_confusion=confusion,
        spans=np.array([_span_counts(p, tagged) for p, tagged in zip(passages, whole, strict=True)]),
        gold_themes=np.array([[theme in item.themes for theme in themes] for item in gold]),
        tags=np.array([[theme in tagged.themes for theme in themes] for tagged in placed]),
        probabilities=_probabilities(tagger, items, placed, themes),
        gold_roles=np.array([ROLES.index(item.role) for item in gold]),
        roles=np.array([ROLES.index(tagged.statement.role) for tagged in placed]),
        owner=np.repeat(np.arange(len(passages)), [len(passage.statements) for passage in passages]),
        texts=tuple(p.text[item.start : item.end] for p in passages for item in p.statements),
    )


def _probabilities(
    tagger: Tagger, items: Any, placed: Sequence[TaggedStatement], themes: Sequence[str]
) -> F64:
    """Probabilities of all themes if the tagger tells them, else those of the tags it shows."""
    full = getattr(tagger, "probabilities_many", None)
    if full is not None:
        result: F64 = np.concatenate([of_item for of_item in full(items) if len(of_item)])
        return result
    shown = [{tag.theme: tag.probability for tag in tagged.tags} for tagged in placed]
    return np.array([[tags.get(theme, 0.0) for theme in themes] for tags in shown])


def _report_themes(tagged: Sequence[TaggedStatement], themes: Sequence[str]) -> list[list[bool]]:
    found = {(item.statement.role, theme) for item in tagged for theme in item.themes}
    return [[(role, theme) in found for theme in themes] for role in ROLES[:3]]


def _role_confusion(passage: GoldPassage, tagged: Sequence[TaggedStatement]) -> F64:
    """Characters by gold role and predicted role; the last column holds those in no predicted statement."""
    predicted = np.full(len(passage.text), len(ROLES))
    for item in tagged:
        predicted[item.statement.start : item.statement.end] = ROLES.index(item.statement.role)
    table = np.zeros((len(ROLES), len(ROLES) + 1))
    for gold in passage.statements:
        table[ROLES.index(gold.role)] += np.bincount(
            predicted[gold.start : gold.end], minlength=len(ROLES) + 1
        )
    return table


def _span_counts(passage: GoldPassage, tagged: Sequence[TaggedStatement]) -> list[int]:
    counts = []
    for parts in (slice(0, 2), slice(0, 1)):
        gold = {(item.start, item.end)[parts] for item in passage.statements}
        found = {(item.statement.start, item.statement.end)[parts] for item in tagged}
        counts += [len(gold & found), len(gold - found), len(found - gold)]
    return counts
