"""Training of the learned tagger from gold passages. The only place that imports scikit-learn for it.

Everything is fitted by liblinear, which runs on one thread without BLAS, so the same data give the same model bit for bit.
First passes are scored out of fold (folds are whole batches, so that the scores are those of wording by an unknown
pen); second passes and thresholds learn from those scores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.errors import UsageError
from textmine.gold import GoldPassage, gold_hash, groups, theme_ids
from textmine.parsing import parse_narrative
from textmine.schema import ROLES, Statement
from textmine.themes._features import I64, Occurrences
from textmine.themes._linear import F64, Linear, learn_encoder
from textmine.themes._model_io import ModelFile
from textmine.themes._role_features import neighbourhood, role_occurrences
from textmine.themes._scorer import CONTEXT, FirstPass, Scorer, sigmoid
from textmine.themes._theme_features import SECOND_PASS_COLUMNS, own_ngrams, second_pass, theme_occurrences
from textmine.themes._units import Units

MODEL_ID = "linear-2"
_FEWEST = 20  # passages below which no fold could hold every role

Labels = NDArray[np.int64]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """Settings, found by agency-disjoint cross-validation (see docs/accuracy.md)."""

    role_c: float = 10.0
    theme_c: float = 10.0
    second_c: float = 1.0
    folds: int = 5
    review_share: float = 0.5
    seed: int = 0


def train(
    passages: Sequence[GoldPassage], *, options: TrainingOptions | None = None, say: Say = lambda _: None
) -> ModelFile:
    """A model from labelled passages.

    Raises
    ------
    UsageError: too few passages, or a theme or role without an example.
    """
    options = options or TrainingOptions()
    themes = theme_ids()
    _require(passages, themes)
    folds = fold_numbers(passages, options)
    say(f"roles from {len(passages)} passages")
    role_first, role_second = _train_roles(passages, folds, options)
    say("themes")
    theme_first, theme_second, thresholds = _train_themes(passages, folds, themes, options)
    scorer = Scorer(themes, role_first, role_second, theme_first, theme_second, thresholds)
    about = {
        "id": MODEL_ID,
        "themes": list(themes),
        "roles": list(ROLES),
        "training": {
            "gold_sha256": gold_hash(passages),
            "passages": len(passages),
            "statements": sum(len(passage.statements) for passage in passages),
            "options": {name: getattr(options, name) for name in options.__slots__},
        },
    }
    return ModelFile(about, scorer.to_arrays())


def _require(passages: Sequence[GoldPassage], themes: Sequence[str]) -> None:
    if len(passages) < _FEWEST:
        raise UsageError(f"Training needs at least {_FEWEST} passages, there are {len(passages)}.")
    seen = {theme for passage in passages for item in passage.statements for theme in item.themes}
    roles = {item.role for passage in passages for item in passage.statements}
    if missing := [name for name in themes if name not in seen] + [
        name for name in ROLES if name not in roles
    ]:
        raise UsageError(f"The training data hold no example of {', '.join(missing)}; add some.")


def fold_numbers(passages: Sequence[GoldPassage], options: TrainingOptions) -> I64:
    """Fold of each passage: whole batches if there are enough of them, else whole agencies and families."""
    batches = sorted({passage.batch for passage in passages})
    if len(batches) >= options.folds:
        place = {name: number % max(options.folds, len(batches)) for number, name in enumerate(batches)}
        return np.array([place[passage.batch] for passage in passages])
    names = groups(passages)
    place = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([place[name] % options.folds for name in names])


def _rows_of(found: Occurrences, rows: I64, total: int) -> Occurrences:
    """The occurrences of some rows, renumbered."""
    number = np.full(total, -1, dtype=np.int64)
    number[rows] = np.arange(len(rows))
    kept = np.flatnonzero(number[found.rows] >= 0)
    return Occurrences(number[found.rows[kept]], found.hashes[kept], found.starts[kept], found.ends[kept])


def fit_first(
    found: Occurrences, rows: I64, targets: NDArray[np.bool_], *, c: float, total: int
) -> FirstPass:
    """Encoder and one-against-rest logistic regressions on some rows; ``targets`` is all rows × labels."""
    from sklearn.linear_model import LogisticRegression

    own = _rows_of(found, rows, total)
    encoder = learn_encoder(own, len(rows))
    matrix = encoder.encode(own, len(rows)).matrix
    models = [
        LogisticRegression(C=c, solver="liblinear", tol=0.01, random_state=0).fit(matrix, target)
        for target in targets[rows].T
    ]
    coefficients = np.stack([model.coef_[0] for model in models], axis=1).astype(np.float32)
    intercepts = np.array([model.intercept_[0] for model in models], dtype=np.float32)
    return FirstPass(encoder, Linear(coefficients, intercepts))


def out_of_fold(found: Occurrences, usable: I64, folds: I64, targets: NDArray[np.bool_], *, c: float) -> F64:
    """First-pass scores of every row from a model that has not seen its fold; only ``usable`` rows teach."""
    scores = np.zeros(targets.shape)
    for fold in np.unique(folds):
        held = np.flatnonzero(folds == fold)
        model = fit_first(found, usable[folds[usable] != fold], targets, c=c, total=len(targets))
        encoded = model.encode(_rows_of(found, held, len(targets)), len(held))
        scores[held] = model.linear.scores(encoded)
    return scores


def _standardised_fit(columns: F64, target: NDArray[np.bool_], c: float) -> F64:
    """Weights and intercept of a logistic regression on standardised columns, put back on the raw scale."""
    from sklearn.linear_model import LogisticRegression

    mean, deviation = columns.mean(axis=0), columns.std(axis=0)
    deviation[deviation == 0] = 1.0
    model = LogisticRegression(C=c, solver="liblinear", tol=1e-4, random_state=0)
    model.fit((columns - mean) / deviation, target)
    weights = model.coef_[0] / deviation
    return np.append(weights, model.intercept_[0] - weights @ mean)


def overlapping_role(passage: GoldPassage, start: int, end: int) -> int:
    """Code of the gold role that covers most of a range; context where none does."""
    shares = [0] * len(ROLES)
    for item in passage.statements:
        shares[ROLES.index(item.role)] += max(0, min(item.end, end) - max(item.start, start))
    return int(np.argmax(shares)) if any(shares) else CONTEXT


def _train_roles(
    passages: Sequence[GoldPassage], folds: I64, options: TrainingOptions
) -> tuple[FirstPass, F64]:
    items = [(passage.text, parse_narrative(passage.text)) for passage in passages]
    units = Units(items)
    roles = np.array(
        [
            overlapping_role(passage, item.start, item.end)
            for passage, (_, statements) in zip(passages, items, strict=True)
            for item in statements
        ]
    )
    targets = roles[:, None] == np.arange(len(ROLES))
    found = role_occurrences(units, own_ngrams(units))
    everything = np.arange(len(units))
    scores = out_of_fold(found, everything, folds[units.text], targets, c=options.role_c)
    columns = neighbourhood(units, scores)
    second = [_standardised_fit(columns, target, options.second_c) for target in targets.T]
    first = fit_first(found, everything, targets, c=options.role_c, total=len(units))
    return first, np.stack(second, axis=1)


def gold_items(passages: Sequence[GoldPassage]) -> list[tuple[str, tuple[Statement, ...]]]:
    """Passages with their gold statements and roles, as a tagger gets them."""
    return [
        (
            passage.text,
            tuple(
                Statement(
                    f"s{number:03d}", item.role, item.start, item.end, passage.text[item.start : item.end]
                )
                for number, item in enumerate(passage.statements)
            ),
        )
        for passage in passages
    ]


def gold_targets(passages: Sequence[GoldPassage], themes: Sequence[str]) -> NDArray[np.bool_]:
    """Gold statements × themes."""
    return np.array(
        [[theme in item.themes for theme in themes] for passage in passages for item in passage.statements]
    )


def _train_themes(
    passages: Sequence[GoldPassage], folds: I64, themes: Sequence[str], options: TrainingOptions
) -> tuple[FirstPass, F64, F64]:
    units = Units(gold_items(passages))
    targets = gold_targets(passages, themes)
    usable = np.flatnonzero(units.role != CONTEXT)
    found = theme_occurrences(units, own_ngrams(units))
    scores = out_of_fold(found, usable, folds[units.text], targets, c=options.theme_c)
    first = fit_first(found, usable, targets, c=options.theme_c, total=len(units))
    columns = second_pass(units, units.role, scores, first.encode(found, len(units)).matrix)[usable]
    second = _fit_shared(columns, targets[usable], options.second_c)
    logits = columns @ second[:SECOND_PASS_COLUMNS] + second[SECOND_PASS_COLUMNS:]
    thresholds = choose_thresholds(sigmoid(logits), targets[usable], units.role[usable], options)
    return first, second, thresholds


def _fit_shared(columns: F64, targets: NDArray[np.bool_], c: float) -> F64:
    """One model for all themes: shared weights of the columns, an intercept a theme."""
    n_rows, n_themes, n_columns = columns.shape
    dense = np.concatenate(
        [columns, np.broadcast_to(np.eye(n_themes), (n_rows, n_themes, n_themes))], axis=2
    ).reshape(-1, n_columns + n_themes)
    weights = _standardised_fit(dense, targets.reshape(-1), c)
    return np.append(weights[:n_columns], weights[n_columns:-1] + weights[-1])


def choose_thresholds(
    probability: F64, targets: NDArray[np.bool_], roles: I64, options: TrainingOptions
) -> F64:
    """For each theme and role, the probability from which a tag counts (best F1 of the role over all themes) and from which it
    is marked for review (``review_share`` of it).
    """
    thresholds = np.empty((targets.shape[1], 3, 2))
    for role in range(3):
        rows = roles == role
        best = _best_threshold(probability[rows].ravel(), targets[rows].ravel())
        thresholds[:, role, 1] = best
        thresholds[:, role, 0] = best * options.review_share
    return thresholds


def _best_threshold(probability: F64, target: NDArray[np.bool_]) -> float:
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(target[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + max(1, target.sum()))
    smooth = np.convolve(f1, np.ones(25) / 25, mode="same") if len(f1) > 50 else f1
    at: Any = probability[order[int(np.argmax(smooth))]]
    return float(np.clip(round(float(at), 3), 0.2, 0.8))
