"""The learned tagger: roles and themes by linear models in two passes."""

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
from textmine.themes._model_io import ModelFile, load_model
from textmine.themes._scorer import CONTEXT, Scorer, Scores
from textmine.themes._units import Item, Units

_BATCH = 400  # items scored together: enough to make call overhead vanish, few enough to stay in cache


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

    def _tag_batch(self, items: Sequence[Item]) -> list[tuple[TaggedStatement, ...]]:
        units = Units(items)
        if not len(units):
            return [() for _ in items]
        scores = self.scorer.score(units)
        tags = self._tags(units, scores)
        result, row = [], 0
        for _, statements in items:
            tagged = []
            for statement in statements:
                role = ROLES[scores.roles[row]]
                certainty = round(float(scores.role_probability[row]), 4)
                tagged.append(
                    TaggedStatement(
                        replace(statement, role=role, role_probability=certainty), tags.get(row, ())
                    )
                )
                row += 1
            result.append(tuple(tagged))
        return result

    def _tags(self, units: Units, scores: Scores) -> dict[int, tuple[ThemeTag, ...]]:
        bounds = self.scorer.thresholds[:, np.minimum(scores.roles, 2)].transpose(1, 0, 2)
        shown = (scores.themes >= bounds[:, :, 0]) & (scores.roles != CONTEXT)[:, None]
        rows, themes = np.nonzero(shown)
        coefficients = self.scorer.theme_first.linear.coefficients
        pairs = Pairs(rows, themes, units.start[rows], units.end[rows])
        starts, ends = heaviest_spans(scores.encoded, coefficients, pairs)
        first, last = (
            units.batch.offsets(units.text[rows], starts),
            units.batch.offsets(units.text[rows], ends - 1) + 1,
        )
        tags: dict[int, list[ThemeTag]] = {}
        source = f"model:{self.id}"
        for row, theme, start, end, probability, counts in zip(
            *(
                values.tolist()
                for values in (
                    rows,
                    themes,
                    first,
                    last,
                    scores.themes[rows, themes],
                    bounds[rows, themes, 1],
                )
            ),
            strict=True,
        ):
            tags.setdefault(row, []).append(
                ThemeTag(
                    self.scorer.themes[theme],
                    round(probability, 4),
                    (Evidence(start, end, source),),
                    review=probability < counts,
                )
            )
        return {row: tuple(sorted(found, key=lambda tag: -tag.probability)) for row, found in tags.items()}


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
