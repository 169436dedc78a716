"""The learned tagger: roles and themes by linear models in two passes, with the cue tables as one of their sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np

from textmine.errors import ResourceError
from textmine.resources import resource
from textmine.schema import ROLES, Evidence, Statement, TaggedStatement, ThemeTag
from textmine.themes._evidence import Pairs, heaviest_spans
from textmine.themes._features import I64
from textmine.themes._linear import F64, Encoded
from textmine.themes._model_io import ModelFile, load_model, text_digest
from textmine.themes._scorer import CONTEXT, Scorer
from textmine.themes._units import Units
from textmine.themes.tagger import Item, RuleTagger

_BATCH = 200  # items scored together: enough to make call overhead vanish, few enough to stay in cache


class LearnedTagger:
    """Tags by the learned model. Roles may differ from the parser's; offsets never do."""

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
        self._place = {theme: number for number, theme in enumerate(themes)}
        self._rules = RuleTagger()

    def tag(self, text: str, statements: Sequence[Statement]) -> tuple[TaggedStatement, ...]:
        """Tagged statements of one document."""
        return self.tag_many([(text, statements)])[0]

    def tag_many(self, items: Sequence[Item]) -> list[tuple[TaggedStatement, ...]]:
        """Tagged statements for each (whole document text, its statements), in order; evidence ranges are document offsets.

        A text gets the same tags alone and in any batch.
        """
        result: list[tuple[TaggedStatement, ...]] = []
        for first in range(0, len(items), _BATCH):
            result += self._tag_batch(items[first : first + _BATCH])
        return result

    def probabilities_many(self, items: Sequence[Item]) -> list[F64]:
        """Probabilities of all themes, statements × themes (codebook order) for each item; 0 for context."""
        result: list[F64] = []
        for first in range(0, len(items), _BATCH):
            batch = items[first : first + _BATCH]
            units = Units(batch)
            roles, certainty = self.scorer.roles(units)
            ruled = self._rules.tag_many(_with_roles(batch, roles, certainty))
            flat = [tagged for of_item in ruled for tagged in of_item]
            values = self.scorer.themes_of(units, roles, self._rule_probabilities(flat))[0]
            result += np.split(values, np.cumsum([len(statements) for _, statements in batch])[:-1])
        return result

    def _tag_batch(self, items: Sequence[Item]) -> list[tuple[TaggedStatement, ...]]:
        units = Units(items)
        if not len(units):
            return [() for _ in items]
        roles, certainty = self.scorer.roles(units)
        ruled = self._rules.tag_many(_with_roles(items, roles, certainty))
        flat = [tagged for of_item in ruled for tagged in of_item]
        probability, encoded = self.scorer.themes_of(units, roles, self._rule_probabilities(flat))
        tags = self._tags(units, roles, probability, encoded)
        for row, found in tags.items():
            tags[row] = _with_cues(found, flat[row].tags)
        done = [
            TaggedStatement(tagged.statement, tuple(tags.get(row, ()))) for row, tagged in enumerate(flat)
        ]
        ends = np.cumsum([len(of_item) for of_item in ruled]).tolist()
        return [tuple(done[end - len(of_item) : end]) for end, of_item in zip(ends, ruled, strict=True)]

    def _rule_probabilities(self, tagged: Sequence[TaggedStatement]) -> F64:
        result = np.zeros((len(tagged), len(self._place)))
        for row, item in enumerate(tagged):
            for tag in item.tags:
                if (number := self._place.get(tag.theme)) is not None:
                    result[row, number] = tag.probability
        return result

    def _tags(
        self, units: Units, roles: I64, probability: F64, encoded: Encoded
    ) -> dict[int, list[ThemeTag]]:
        bounds = self.scorer.thresholds[:, np.minimum(roles, 2)].transpose(1, 0, 2)
        rows, themes = np.nonzero((probability >= bounds[:, :, 0]) & (roles != CONTEXT)[:, None])
        pairs = Pairs(rows, themes, units.start[rows], units.end[rows])
        starts, ends = heaviest_spans(encoded, self.scorer.theme_first.coefficients, pairs)
        text = units.text[rows]
        columns = (
            rows,
            themes,
            units.batch.offsets(text, starts),
            units.batch.offsets(text, ends - 1) + 1,
            probability[rows, themes],
            bounds[rows, themes, 1],
        )
        source = f"model:{self.id}"
        tags: dict[int, list[ThemeTag]] = {}
        for row, theme, start, end, value, counts in zip(*(c.tolist() for c in columns), strict=True):
            evidence = (Evidence(start, end, source),)
            tag = ThemeTag(self.scorer.themes[theme], round(value, 4), evidence, review=value < counts)
            tags.setdefault(row, []).append(tag)
        return tags


def _with_roles(items: Sequence[Item], roles: I64, certainty: F64) -> list[tuple[str, list[Statement]]]:
    """The items with the roles that the model gives."""
    pairs = zip(roles.tolist(), certainty.tolist(), strict=True)
    result = []
    for text, statements in items:
        changed = []
        for statement in statements:
            role, value = next(pairs)
            changed.append(replace(statement, role=ROLES[role], role_probability=round(value, 4)))
        result.append((text, changed))
    return result


def _with_cues(tags: list[ThemeTag], ruled: Sequence[ThemeTag]) -> list[ThemeTag]:
    """Likeliest first; where a cue fired for the same theme, its ranges come before the model's."""
    if ruled:
        cues = {tag.theme: tag.evidence for tag in ruled}
        tags = [
            replace(tag, evidence=(*cues[tag.theme], *tag.evidence)) if tag.theme in cues else tag
            for tag in tags
        ]
    return sorted(tags, key=lambda tag: -tag.probability)


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
