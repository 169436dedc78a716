"""The learned tagger: roles and themes by linear models in two passes, with the cue tables as one of their sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.resources.abc import Traversable
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.errors import ResourceError
from textmine.resources import resource
from textmine.schema import ROLES, Evidence, Statement, TaggedStatement, ThemeTag, maker
from textmine.themes._borders import Borders
from textmine.themes._evidence import Pairs, heaviest_spans
from textmine.themes._features import I64
from textmine.themes._linear import F64
from textmine.themes._model_io import ModelFile, load_model, text_digest
from textmine.themes._parting import (
    FARTHEST_APART,
    OUTSIDE_CAUSE,
    Carried,
    carriers,
    joined,
    may_have_parts,
    parted,
)
from textmine.themes._rule_tagger import Item, RuleTagger
from textmine.themes._scorer import CONTEXT, Scorer, ThemeScores
from textmine.themes._units import Units, texts_of
from textmine.undisturbed import undisturbed

_MEASURE, _RECTIFIED = ROLES.index("measure"), ROLES.index("rectified")
_FIGURE = re.compile("[0-9]+(?![0-9年%.])")
_OF_NO_THEME = 0.7
"""Probability that a step without a theme is context: of 21 on passages that no model had learned, 15 were."""
_OF_A_THEME = 0.8
"""Probability of a theme from which a plan that was taken for context is a step. On four sets of passages that no model had learned, 28 of 41
such plans with a likelier theme were steps, 12 of 81 with a less likely one."""
_HARDLY, _RATHER = 0.03, 0.2
"""Probabilities of being a step between which a plan may be context: above the first where the rules read it as a step, else above the second."""
_BATCH = 300  # items scored together, which makes the overhead of calls vanish; more take as long


class _Scored(NamedTuple):
    statements: list[Statement]
    roles: I64
    themes: ThemeScores
    ruled: dict[int, tuple[ThemeTag, ...]]
    silent: frozenset[int]


class LearnedTagger:
    """Tags by the learned model. Roles may differ from the parser's, and so may borders at commas (see ``_borders`` and ``_parting``)."""

    name = "default"

    def __init__(self, model: ModelFile) -> None:
        self.model = model
        self.id = str(model.about.get("id", "unknown"))
        themes = tuple(str(theme) for theme in model.about.get("themes", ()))
        if tuple(model.about.get("roles", ())) != ROLES:
            raise ResourceError(
                "The model knows other roles than this textmine; rebuild it with `textmine train`."
            )
        self.scorer = Scorer.from_arrays(themes, model.arrays)
        self.borders = Borders.from_arrays(model.arrays)
        self._place = {theme: number for number, theme in enumerate(themes)}

    @cached_property
    def _rules(self) -> RuleTagger:
        """The cue tables, read when the first open statement turns up."""
        return RuleTagger()

    def tag(
        self, text: str, statements: Sequence[Statement], *, as_given: bool = False
    ) -> tuple[TaggedStatement, ...]:
        """Tagged statements of one document."""
        return self.tag_many([(text, statements)], as_given=as_given)[0]

    def tag_many(self, items: Sequence[Item], *, as_given: bool = False) -> list[tuple[TaggedStatement, ...]]:
        """Tagged statements for each (whole document text, its statements), in order; evidence ranges are document offsets.

        A text gets the same tags alone and in any batch. ``as_given``: whether each statement keeps its range, whatever its clauses say.
        """
        result: list[tuple[TaggedStatement, ...]] = []
        with undisturbed(cycles=False):
            for first in range(0, len(items), _BATCH):
                result += self._tag_batch(items[first : first + _BATCH], as_given=as_given)
        return result

    def probabilities_many(self, items: Sequence[Item]) -> list[F64]:
        """Probabilities of all themes, statements × themes (codebook order) for each item; 0 for context."""
        result: list[F64] = []
        for first in range(0, len(items), _BATCH):
            batch = items[first : first + _BATCH]
            values = self._score(Units(batch), batch).themes.probability
            result += np.split(values, np.cumsum([len(statements) for _, statements in batch])[:-1])
        return result

    def _tag_batch(self, items: Sequence[Item], *, as_given: bool) -> list[tuple[TaggedStatement, ...]]:
        texts = texts_of(items)
        if not as_given:
            items = self.borders.cut(items, texts)
        units = Units(items, texts)
        if not len(units):
            return [() for _ in items]
        scored = self._score(units, items)
        tags = self._tags(units, scored)
        of_rows: list[tuple[ThemeTag, ...]] = [()] * len(units)
        for row, found in tags.items():
            of_rows[row] = tuple(_with_cues(found, scored.ruled.get(row, ())))
        done = list(map(maker(TaggedStatement), zip(scored.statements, of_rows, strict=True)))
        ends = np.cumsum([len(of_item) for _, of_item in items]).tolist()
        bounds = [(end - len(of_item), end) for end, (_, of_item) in zip(ends, items, strict=True)]
        if as_given:
            return [tuple(done[first:end]) for first, end in bounds]
        parts = self._parts(units, scored, done)
        # Most items have no two statements with only a comma between them.
        near = units.begins[1:] - units.stops[:-1]
        looked_at = set(units.text[1:][(near > 0) & (near <= FARTHEST_APART)].tolist())
        looked_at.update(units.text.take(list(parts)).tolist())
        return [
            tuple(
                joined(
                    text,
                    [one for row in range(first, end) for one in parts.get(row, (done[row],))],
                    {done[row].statement.id for row in range(first, end) if row in scored.silent},
                )
                if number in looked_at
                else done[first:end]
            )
            for number, ((first, end), (text, _)) in enumerate(zip(bounds, items, strict=True))
        ]

    def _parts(
        self, units: Units, scored: _Scored, done: Sequence[TaggedStatement]
    ) -> dict[int, list[TaggedStatement]]:
        """The points of statements that make several, by row."""
        clauses, probability = scored.themes.clauses, scored.themes.probability
        counts = probability >= self.scorer.thresholds[:, np.minimum(scored.roles, 2), 1].T
        counts &= np.count_nonzero(counts, axis=1)[:, None] > 1
        rows, firsts, chosen, held = carriers(clauses, counts, self._place.get(OUTSIDE_CAUSE))
        texts = units.text.take(clauses.owner.take(chosen))
        starts = units.batch.offsets(texts, clauses.start.take(chosen)).tolist()
        return {
            row: parted(done[row], Carried(starts[first:end], held[first:end]), self.scorer.themes)
            for row, first, end in zip(rows, firsts, firsts[1:], strict=False)
            if may_have_parts(done[row].statement)
        }

    def _score(self, units: Units, items: Sequence[Item]) -> _Scored:
        """Statements with their final roles, role codes, scores of themes, the tags of the cue tables by row, and the rows that became
        context because they have no theme.

        By the guide a plan is a step if it has a theme and context if it has none; where words and place leave that open, its themes tell.
        """
        probabilities = self.scorer.roles(units)
        roles = probabilities.argmax(axis=1)
        step = probabilities[:, _MEASURE]
        plans = (roles == CONTEXT) & (step >= np.where(units.role == _MEASURE, _HARDLY, _RATHER))
        roles[plans] = _MEASURE
        certainty = probabilities[np.arange(len(roles)), roles]
        certainty[plans] = _OF_A_THEME
        statements = _with_roles(units.statements, roles, certainty)
        ruled: dict[int, tuple[ThemeTag, ...]] = {}

        def consult(opened: NDArray[np.bool_]) -> F64:
            rows = np.flatnonzero(opened)
            answer = np.full((len(statements), len(self._place)), -1.0)
            answer[rows] = 0.0
            chosen: list[tuple[str, list[Statement]]] = [(text, []) for text, _ in items]
            for row, text in zip(rows.tolist(), units.text[rows].tolist(), strict=True):
                chosen[text][1].append(statements[row])
            tagged = (item for of_item in self._rules.tag_many(chosen) for item in of_item)
            for row, item in zip(rows.tolist(), tagged, strict=True):
                ruled[row] = item.tags
                for tag in item.tags:
                    if (number := self._place.get(tag.theme)) is not None:
                        answer[row, number] = tag.probability
            return answer

        themes = self.scorer.themes_of(units, roles, consult)
        probability = themes.probability
        silent = [
            row
            for row in np.flatnonzero(self._says_nothing(roles, probability) & ~plans).tolist()
            if not _FIGURE.search(statements[row].text)
        ]
        formulas = np.flatnonzero(plans & (probability.max(axis=1, initial=0.0) < _OF_A_THEME)).tolist()
        sure = np.round(probabilities[formulas, CONTEXT], 4).tolist()
        for row, certain in [
            *zip(silent, repeat(_OF_NO_THEME), strict=False),
            *zip(formulas, sure, strict=True),
        ]:
            roles[row], probability[row] = CONTEXT, 0.0
            statements[row] = statements[row]._replace(role="context", role_probability=certain)
        return _Scored(statements, roles, themes, ruled, frozenset(silent))

    def _says_nothing(self, roles: I64, probability: F64) -> NDArray[np.bool_]:
        """Which steps have no theme, not even one for review: by the guide a plan that is only a formula is context (unless it gives a
        figure).
        """
        low = self.scorer.thresholds[:, np.minimum(roles, 2), 0].T
        result: NDArray[np.bool_] = ((roles == _MEASURE) | (roles == _RECTIFIED)) & (probability < low).all(
            axis=1
        )
        return result

    def _tags(self, units: Units, scored: _Scored) -> dict[int, list[ThemeTag]]:
        roles, (probability, encoded, words, _) = scored.roles, scored.themes
        bounds = self.scorer.thresholds[:, np.minimum(roles, 2)].transpose(1, 0, 2)
        taggable = (roles != CONTEXT) & (units.end > units.start)
        rows, themes = np.nonzero((probability >= bounds[:, :, 0]) & taggable[:, None])
        pairs = Pairs(rows, themes, units.start[rows], units.end[rows])
        starts, ends = heaviest_spans(encoded, self.scorer.theme_first.coefficients, pairs, words)
        text = units.text[rows]
        source = f"model:{self.id}"
        first, end = units.batch.offsets(text, starts), units.batch.offsets(text, ends - 1) + 1
        evidence = map(maker(Evidence), zip(first.tolist(), end.tolist(), repeat(source), strict=False))
        values = probability[rows, themes]
        columns = (
            map(self.scorer.themes.__getitem__, themes.tolist()),
            np.round(values, 4).tolist(),
            zip(evidence, strict=True),
            (values < bounds[rows, themes, 1]).tolist(),
        )
        tags: dict[int, list[ThemeTag]] = {}
        for row, tag in zip(rows.tolist(), map(maker(ThemeTag), zip(*columns, strict=True)), strict=True):
            tags.setdefault(row, []).append(tag)
        return tags


def _with_roles(statements: Sequence[Statement], roles: I64, certainty: F64) -> list[Statement]:
    """All statements with the roles that the model gives."""
    if not statements:
        return []
    columns = dict(zip(Statement._fields, zip(*statements, strict=True), strict=True))
    columns["role"] = tuple(map(ROLES.__getitem__, roles.tolist()))
    columns["role_probability"] = tuple(np.round(certainty, 4).tolist())
    return list(map(maker(Statement), zip(*columns.values(), strict=True)))


def _with_cues(tags: list[ThemeTag], ruled: Sequence[ThemeTag]) -> list[ThemeTag]:
    """Likeliest first; where a cue fired for the same theme, its ranges come before the model's."""
    if ruled:
        cues = {tag.theme: tag.evidence for tag in ruled}
        tags = [
            ThemeTag(tag.theme, tag.probability, (*cues[tag.theme], *tag.evidence), tag.review)
            if tag.theme in cues
            else tag
            for tag in tags
        ]
    if len(tags) > 1:
        tags.sort(key=lambda tag: -tag.probability)
    return tags


def knows_text(tagger: object, text: str) -> bool:
    """Whether a tagger's model was trained on this very passage (False for taggers without a model)."""
    if not isinstance(tagger, LearnedTagger):
        return False
    return bool(np.isin(text_digest(text), tagger.model.arrays.get("training.texts", np.zeros(0, np.uint64))))


def has_classifier() -> bool:
    """Whether the installation holds the learned model."""
    try:
        return resource("default.json", package="textmine.models").is_file()
    except ResourceError:
        return False


@lru_cache(maxsize=2)
def load_classifier(directory: str | None = None, name: str = "default") -> LearnedTagger:
    """The learned tagger from a folder of model files; without a folder, the one that comes with textmine.

    Raises ResourceError if the files are missing, damaged or of another version.
    """
    folder: Traversable | Path = Path(directory) if directory else resource(package="textmine.models")
    return LearnedTagger(load_model(folder, name))
