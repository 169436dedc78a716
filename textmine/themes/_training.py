"""Training of the learned tagger from gold passages.

First passes are scored out of fold; folds are whole batches, so that the scores are those of wording by an unknown
pen. Second passes and thresholds learn from those scores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from textmine.errors import UsageError
from textmine.gold import GoldPassage, gold_hash, groups, theme_ids
from textmine.parsing import parse_narrative
from textmine.schema import ROLES, Statement
from textmine.themes._augmentation import as_cut, listed, merged, one_sided, unpaired
from textmine.themes._borders import FEWEST, Borders, border_parts, cut_anew
from textmine.themes._commas import commas_of
from textmine.themes._features import I64, Occurrences, join
from textmine.themes._fitting import Flags, Sample, best_threshold, fit_first, fit_shared, standardised_fit
from textmine.themes._lexicon import load_lexicon
from textmine.themes._linear import F64, FirstPass
from textmine.themes._model_io import ModelFile, text_digest
from textmine.themes._role_features import CONTEXT_COLUMNS, neighbourhood, role_parts
from textmine.themes._rule_tagger import Item, RuleTagger
from textmine.themes._scorer import CONTEXT, Scorer, first_scores, of_statements, shared_logits, sigmoid
from textmine.themes._theme_features import (
    Counterparts,
    Sources,
    clause_features,
    open_statements,
    second_pass,
    third_pass,
)
from textmine.themes._units import Units, texts_of

MODEL_ID = "linear-7"
_FEWEST = 20  # passages below which no fold could hold every role

Say = Callable[[str], None]


@dataclass(frozen=True)
class TrainingOptions:
    """Settings, found by leaving out whole batches (see docs/accuracy.md).

    ``border_from`` is the decision value from which a comma parts: of -0.5, 0, 0.5 and 1, on 389 passages after the build of published ones
    that no model has learned, 0 gave the best units, and themes as good as any. ``role_least`` and ``theme_least``: rows in which a feature must
    occur to be learned. On the same passages 0.9670 (2 rows), 0.9684 (3) and 0.9685 (4) of the characters had the right role; F1 of themes given
    the statements was 0.899, 0.902 and 0.899 for shortfalls, 0.899, 0.899 and 0.900 for steps.
    """

    border_c: float = 10.0
    border_from: float = 0.0
    role_c: float = 10.0
    role_least: int = 4
    theme_c: float = 10.0
    theme_least: int = 3
    second_c: float = 1.0
    folds: int = 5
    lists: int = 2500
    review_share: float = 0.5
    seed: int = 0


def train(
    passages: Sequence[GoldPassage], *, options: TrainingOptions | None = None, say: Say = lambda _: None
) -> ModelFile:
    """A model from labelled passages.

    Raises
    ------
    UsageError: too few passages, an id that occurs twice, or a theme or role without an example.
    """
    import sklearn.linear_model  # noqa: F401 (its libraries must be loaded before they can be limited)
    from threadpoolctl import threadpool_limits

    themes = theme_ids()
    _require(passages, themes)
    with threadpool_limits(limits=1):  # sums in another order would change last digits
        return _trained(passages, themes, options or TrainingOptions(), say)


def _trained(
    passages: Sequence[GoldPassage], themes: tuple[str, ...], options: TrainingOptions, say: Say
) -> ModelFile:
    say(f"borders, from {len(passages)} passages")
    parsed: list[Item] = [(passage.text, parse_narrative(passage.text)) for passage in passages]
    borders, cut = _train_borders(passages, parsed, options)
    say("roles")
    role_first, role_second = _train_roles(passages, cut, options)
    say("themes, first pass out of fold")
    theme_first, second, third, thresholds = _train_themes(passages, cut, themes, options)
    scorer = Scorer(themes, role_first, role_second, theme_first, second, third, thresholds)
    about = {
        "id": MODEL_ID,
        "themes": list(themes),
        "roles": list(ROLES),
        "training": {
            "gold_sha256": gold_hash(passages),
            "passages": len(passages),
            "statements": sum(len(passage.statements) for passage in passages),
            "batches": sorted({passage.batch for passage in passages}),
            "options": asdict(options),
        },
    }
    texts = np.unique(np.array([text_digest(passage.text) for passage in passages], dtype=np.uint64))
    return ModelFile(about, {**borders.to_arrays(), **scorer.to_arrays(), "training.texts": texts})


def _require(passages: Sequence[GoldPassage], themes: Sequence[str]) -> None:
    if len(passages) < _FEWEST:
        raise UsageError(f"Training needs at least {_FEWEST} passages, there are {len(passages)}.")
    ids = [passage.id for passage in passages]
    if len(set(ids)) < len(ids):
        raise UsageError("Some passages have the same id; give each its own.")
    seen = {theme for passage in passages for item in passage.statements for theme in item.themes}
    roles = {item.role for passage in passages for item in passage.statements}
    if missing := [name for name in (*themes, *ROLES) if name not in seen | roles]:
        raise UsageError(f"The training data hold no example of {', '.join(missing)}; add some.")


def fold_numbers(passages: Sequence[GoldPassage], folds: int) -> dict[str, int]:
    """Fold of each passage id: whole batches if there are enough of them, else whole agencies and families."""
    batches = sorted({passage.batch for passage in passages})
    if len(batches) >= folds:
        place = {name: number % folds for number, name in enumerate(batches)}
        return {passage.id: place[passage.batch] for passage in passages}
    names = groups(passages)
    place = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return {passage.id: place[name] % folds for passage, name in zip(passages, names, strict=True)}


def overlapping_role(passage: GoldPassage, start: int, end: int) -> int:
    """Code of the gold role that covers most of a range; context where none does."""
    shares = [0] * len(ROLES)
    for item in passage.statements:
        shares[ROLES.index(item.role)] += max(0, min(item.end, end) - max(item.start, start))
    return int(np.argmax(shares)) if any(shares) else CONTEXT


def _windows(
    passages: Sequence[GoldPassage], parsed: Sequence[Item], seed: int
) -> list[tuple[GoldPassage, Item]]:
    """Short stretches of each passage as passages of their own, since a published section five may be one sentence."""
    rng = np.random.default_rng(seed)
    result: list[tuple[GoldPassage, Item]] = []
    for passage, (text, statements) in zip(passages, parsed, strict=True):
        if len(statements) > 1:
            size = int(rng.integers(1, min(4, len(statements))))
            first = int(rng.integers(0, len(statements) - size + 1))
            result.append((passage, (text, tuple(statements)[first : first + size])))
    return result


def _parts(passage: GoldPassage, left: tuple[int, int], right: tuple[int, int]) -> bool | None:
    """Whether what stands on both sides of a comma belongs to two gold statements; None where one side belongs to none (下一步，…).

    A side may hold words that belong to no statement beside those that do (…，但更新偏慢).
    """
    before = [item.start for item in passage.statements if item.start < left[1] and item.end > left[0]]
    behind = [item.start for item in passage.statements if item.start < right[1] and item.end > right[0]]
    return before[-1] != behind[0] if before and behind else None


def _train_borders(
    passages: Sequence[GoldPassage], parsed: Sequence[Item], options: TrainingOptions
) -> tuple[Borders, list[Item]]:
    """Borders at commas, and the items cut by borders that have not seen their fold."""
    commas = commas_of(texts_of(parsed))
    owners = [passages[number] for number in commas.item.tolist()]
    sides = zip(owners, commas.offsets(commas.left), commas.offsets(commas.right), strict=True)
    told = [_parts(*side) for side in sides]
    targets = np.array([[part is True] for part in told])
    teaches = np.array([part is not None for part in told])
    fold_of = fold_numbers(passages, options.folds)
    folds = np.array([fold_of[passage.id] for passage in owners])
    found = join(border_parts(commas))
    sample = Sample(found, targets, folds, teaches)
    scores = np.empty(len(commas))
    for fold in np.unique(folds):
        first = fit_first([sample], c=options.border_c, without=int(fold), least=FEWEST)
        scores[folds == fold] = first.scores([found])[folds == fold, 0]
    learned = Borders(fit_first([sample], c=options.border_c, least=FEWEST), options.border_from)
    return learned, cut_anew(parsed, commas, scores >= options.border_from)


def _train_roles(
    passages: Sequence[GoldPassage], parsed: Sequence[Item], options: TrainingOptions
) -> tuple[FirstPass, F64]:
    pairs = [*zip(passages, parsed, strict=True), *_windows(passages, parsed, options.seed)]
    units = Units([item for _, item in pairs])
    roles = np.array(
        [overlapping_role(passage, item.start, item.end) for passage, (_, found) in pairs for item in found]
    )
    targets = roles[:, None] == np.arange(len(ROLES))
    fold_of = fold_numbers(passages, options.folds)
    folds = np.array([fold_of[passage.id] for passage, _ in pairs])[units.text]
    found = join(list(role_parts(units)))
    sample = Sample(found, targets, folds, np.ones(len(units), bool))
    columns = np.empty((len(units), CONTEXT_COLUMNS))
    for fold in np.unique(folds):
        first = fit_first([sample], c=options.role_c, least=options.role_least, without=int(fold))
        scores = first.scores([found])
        held = folds == fold
        columns[held] = neighbourhood(units, scores)[held]
    second = [standardised_fit(columns, target, options.second_c) for target in targets.T]
    learned = fit_first([sample], c=options.role_c, least=options.role_least)
    return learned, np.stack(second, axis=1)


def gold_items(passages: Sequence[GoldPassage]) -> list[Item]:
    """Passages with their gold statements and roles, as a tagger gets them."""
    return [
        (
            passage.text,
            tuple(
                Statement(f"s{n:03d}", item.role, item.start, item.end, passage.text[item.start : item.end])
                for n, item in enumerate(passage.statements)
            ),
        )
        for passage in passages
    ]


class _View:
    """Passages in one form, with what training needs of them."""

    def __init__(
        self, passages: Sequence[GoldPassage], themes: Sequence[str], fold_of: dict[str, int]
    ) -> None:
        items = gold_items(passages)
        self.units = Units(items)
        self.owner, _, parts, _ = clause_features(self.units)
        self.clauses = join(parts)
        self.targets: Flags = np.array(
            [
                [theme in item.themes for theme in themes]
                for passage in passages
                for item in passage.statements
            ]
        )
        folds = np.array([fold_of[passage.id] for passage in passages])[self.units.text]
        teaches = self.units.role != CONTEXT
        found = join([of_statements(part, self.owner, len(self.units)) for part in parts])
        self.sample = Sample(found, self.targets, folds, teaches)
        self.rules = rule_probabilities(RuleTagger(), items, themes)

    def sources(self, first: FirstPass) -> Sources:
        """First-pass scores by a model."""
        return first_scores(first, [self.clauses], self.owner, len(self.units))[1]

    def asked(self, logits: F64) -> F64:
        """What the cue tables say of the statements that a second pass leaves open, -1 for the others."""
        return np.where((open_statements(logits) & self.sample.teaches)[:, None], self.rules, -1.0)


def rule_probabilities(rules: RuleTagger, items: Sequence[Item], themes: Sequence[str]) -> F64:
    """What the cue tables say: statements × themes, 0 where no cue fired."""
    place = {theme: number for number, theme in enumerate(themes)}
    rows = [statement for tagged in rules.tag_many(items) for statement in tagged]
    result = np.zeros((len(rows), len(themes)))
    for number, statement in enumerate(rows):
        for tag in statement.tags:
            result[number, place[tag.theme]] = tag.probability
    return result


@dataclass(frozen=True)
class _Passes:
    """Rows of all views that later passes learn from, with the fold of each."""

    columns: F64
    targets: Flags
    roles: I64
    folds: I64


def _train_themes(
    passages: Sequence[GoldPassage],
    cut_items: Sequence[Item],
    themes: Sequence[str],
    options: TrainingOptions,
) -> tuple[FirstPass, F64, F64, F64]:
    fold_of = fold_numbers(passages, options.folds)
    gold, cut, joined, lists, halves, crossed = (
        _View(made, themes, fold_of)
        for made in (
            passages,
            as_cut(passages, cut_items),
            merged(passages, options.seed),
            listed(passages, options.seed, options.lists),
            one_sided(passages, options.seed),
            unpaired(passages, options.seed),
        )
    )
    samples = [view.sample for view in (gold, cut, joined, lists)]
    views = (gold, cut, joined, halves, crossed)
    sources = _out_of_fold_sources(views, samples, options)
    pairs = [Counterparts(v.units, v.units.role, s.rows) for v, s in zip(views, sources, strict=True)]
    columns = [second_pass(p, s) for p, s in zip(pairs, sources, strict=True)]
    rows = _stacked(views, columns)
    second = fit_shared(rows.columns, rows.targets, options.second_c)
    logits = _out_of_fold_logits(views, columns, rows, second, options)
    del rows  # what follows is larger
    rows = _stacked(
        views,
        (
            np.concatenate([known, third_pass(p, found, view.asked(found))])
            for view, p, known, found in zip(views, pairs, columns, logits, strict=True)
        ),
    )
    third = fit_shared(rows.columns, rows.targets, options.second_c)
    probability = sigmoid(shared_logits(rows.columns, third))
    thresholds = choose_thresholds(probability, rows.targets, rows.roles, options.review_share)
    learned = fit_first(samples, c=options.theme_c, least=options.theme_least, lexicon=load_lexicon())
    return learned, second, third, thresholds


def _out_of_fold_sources(
    views: Sequence[_View], samples: Sequence[Sample], options: TrainingOptions
) -> list[Sources]:
    """First-pass scores of each row by a model that has not seen its fold."""
    lexicon = load_lexicon()
    scores = [np.zeros(view.targets.shape) for view in views]
    clause_best = [np.zeros(view.targets.shape) for view in views]
    for fold in np.unique(samples[0].folds).tolist():
        first = fit_first(
            samples, c=options.theme_c, least=options.theme_least, without=fold, lexicon=lexicon
        )
        latest = [view.sources(first) for view in views]
        for number, (view, found) in enumerate(zip(views, latest, strict=True)):
            held = view.sample.folds == fold
            scores[number][held], clause_best[number][held] = found.scores[held], found.clause_best[held]
    return [
        Sources(own, best, found.rows) for own, best, found in zip(scores, clause_best, latest, strict=True)
    ]


def _out_of_fold_logits(
    views: Sequence[_View], columns: Sequence[F64], rows: _Passes, weights: F64, options: TrainingOptions
) -> list[F64]:
    """Second-pass logits of each view by weights that have not seen the fold."""
    logits = [np.zeros(view.targets.shape) for view in views]
    for fold in np.unique(rows.folds).tolist():
        kept = rows.folds != fold
        held_out = fit_shared(rows.columns[:, kept], rows.targets[kept], options.second_c, start=weights)
        for view, of_view, known in zip(views, logits, columns, strict=True):
            held = view.sample.folds == fold
            of_view[held] = shared_logits(known[:, held], held_out)
    return logits


def _stacked(views: Sequence[_View], columns: Iterable[F64]) -> _Passes:
    """The teaching rows of all views; their columns (columns × rows × themes) may be made view by view, so that they are held once."""
    teaches = [view.sample.teaches for view in views]
    bounds = np.cumsum([0, *map(np.count_nonzero, teaches)])
    stacked = np.empty(0)
    for begin, end, rows, part in zip(bounds, bounds[1:], teaches, columns, strict=False):
        if not begin:
            stacked = np.empty((len(part), bounds[-1], part.shape[2]))
        stacked[:, begin:end] = part[:, rows]
    return _Passes(
        stacked,
        np.concatenate([view.targets[rows] for view, rows in zip(views, teaches, strict=True)]),
        np.concatenate([view.units.role[rows] for view, rows in zip(views, teaches, strict=True)]),
        np.concatenate([view.sample.folds[rows] for view, rows in zip(views, teaches, strict=True)]),
    )


def choose_thresholds(probability: F64, targets: Flags, roles: I64, review_share: float) -> F64:
    """For each theme and role, the probability from which a tag is marked for review, and from which it counts.

    The second gives the best F1 of the role over all themes (single themes have too few examples for a threshold of their own);
    the first is ``review_share`` of it.
    """
    thresholds = np.empty((targets.shape[1], 3, 2))
    for role in range(3):
        rows = roles == role
        best = best_threshold(probability[rows].ravel(), targets[rows].ravel())
        thresholds[:, role] = best * review_share, best
    return thresholds


__all__ = ["MODEL_ID", "Occurrences", "TrainingOptions", "gold_items", "rule_probabilities", "train"]
