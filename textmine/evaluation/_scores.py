"""Scores of an outcome: plain functions from arrays to numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.evaluation._match import F64, Flags, Outcome
from textmine.schema import ROLES

Score = dict[str, float]
_BINS = 10


def f_scores(gold: Flags, found: Flags) -> tuple[Score, list[Score]]:
    """Micro and macro precision, recall, F1, and the same of each column. A theme without gold and without tags is left out of macro."""
    hits, given, wanted = (gold & found).sum(axis=0), found.sum(axis=0), gold.sum(axis=0)
    columns = [_prf(int(h), int(g), int(w)) for h, g, w in zip(hits, given, wanted, strict=True)]
    overall = _prf(int(hits.sum()), int(given.sum()), int(wanted.sum()))
    seen = [column["f1"] for column, g, w in zip(columns, given, wanted, strict=True) if g or w]
    overall["macro_f1"] = float(np.mean(seen)) if seen else float("nan")
    return overall, columns


def _prf(hits: int, given: int, wanted: int) -> Score:
    nan = float("nan")
    return {
        "precision": hits / given if given else nan,
        "recall": hits / wanted if wanted else nan,
        "f1": 2 * hits / (given + wanted) if given + wanted else nan,
        "gold": float(wanted),
        "tagged": float(given),
    }


def report_scores(outcome: Outcome) -> dict[str, Score]:
    """Report level (does the passage have the theme in the role), from end to end, per role."""
    return {
        role: f_scores(outcome.gold_reports[:, number], outcome.reports[:, number])[0]
        for number, role in enumerate(ROLES[:3])
    }


def report_theme_scores(outcome: Outcome, role: int) -> dict[str, Score]:
    """Report level by theme."""
    columns = f_scores(outcome.gold_reports[:, role], outcome.reports[:, role])[1]
    return dict(zip(outcome.themes, columns, strict=True))


def role_scores(outcome: Outcome) -> Score:
    """Share of characters (from end to end) and of gold statements with the right role."""
    total, right = outcome.characters.sum(axis=0)
    return {
        "characters": float(right / max(total, 1)),
        "statements": float((outcome.roles == outcome.gold_roles).mean())
        if len(outcome.roles)
        else float("nan"),
    }


def splitting_scores(outcome: Outcome) -> dict[str, Score]:
    """Precision, recall, F1 of whole spans and of their starts."""
    found, missed, spurious, s_found, s_missed, s_spurious = outcome.spans.sum(axis=0).astype(int)
    return {
        "spans": _prf(found, found + spurious, found + missed),
        "starts": _prf(s_found, s_found + s_spurious, s_found + s_missed),
    }


def theme_scores(outcome: Outcome) -> tuple[Score, dict[str, Score]]:
    """Themes of gold statements, whatever their role."""
    overall, columns = f_scores(outcome.gold_themes, outcome.tags)
    return overall, dict(zip(outcome.themes, columns, strict=True))


def precision_recall_curve(
    gold: Flags, probability: F64, points: int = 60
) -> list[tuple[float, float, float]]:
    """(threshold, precision, recall) at up to ``points`` thresholds, from strict to lenient."""
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(gold[order])
    if not len(order) or not hits[-1]:
        return []
    wanted = np.unique(np.linspace(0, min(len(order), 3 * int(hits[-1])) - 1, points).astype(int))
    return [
        (float(probability[order[at]]), float(hits[at] / (at + 1)), float(hits[at] / hits[-1]))
        for at in wanted
    ]


def average_precision(gold: Flags, probability: F64) -> float:
    """Area under the precision-recall curve (mean precision at each hit)."""
    order = np.argsort(-probability, kind="stable")
    hits = gold[order]
    if not hits.any():
        return float("nan")
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean())


def reliability(gold: Flags, probability: F64) -> list[dict[str, float]]:
    """Ten bins of equal width: mean probability, share that is right, number."""
    place = np.minimum((probability * _BINS).astype(int), _BINS - 1)
    return [
        {
            "probability": float(probability[place == number].mean()),
            "share": float(gold[place == number].mean()),
            "n": float((place == number).sum()),
        }
        for number in range(_BINS)
        if (place == number).any()
    ]


def calibration_error(gold: Flags, probability: F64) -> float:
    """Expected calibration error over ten bins."""
    bins = reliability(gold, probability)
    total = sum(item["n"] for item in bins)
    return float(sum(item["n"] * abs(item["probability"] - item["share"]) for item in bins) / max(total, 1))


def calibration(outcome: Outcome) -> dict[str, Any]:
    """Calibration of theme probabilities: per theme, over all decisions, and over decisions that are not near-certain nos.

    Most of the decisions are clear nos, which flatter the plain figure; ``raised`` looks at those above 0.05 only.
    """
    pairs = [(outcome.gold_themes[:, n], outcome.probabilities[:, n]) for n in range(len(outcome.themes))]
    by_theme = dict(zip(outcome.themes, (calibration_error(g, p) for g, p in pairs), strict=True))
    raised = [calibration_error(g[p > 0.05], p[p > 0.05]) for g, p in pairs]
    flat_gold, flat = outcome.gold_themes.ravel(), outcome.probabilities.ravel()
    return {
        "ece": by_theme,
        "mean": float(np.mean(list(by_theme.values()))),
        "mean_raised": float(np.mean(raised)),
        "bins": reliability(flat_gold, flat),
    }


def precision_at_coverage(
    outcome: Outcome, shares: tuple[float, ...] = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
) -> Score:
    """Precision among the most certain part of all tags given to gold statements."""
    chosen = outcome.tags
    gold, probability = outcome.gold_themes[chosen], outcome.probabilities[chosen]
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(gold[order])
    result = {}
    for share in shares:
        kept = max(1, round(share * len(order)))
        result[f"{share:.1f}"] = float(hits[kept - 1] / kept) if len(order) else float("nan")
    return result


def theme_confusion(outcome: Outcome) -> NDArray[np.int64]:
    """Gold theme × tagged theme: how often the second was given wrongly on a statement where the first was missed; diagonal: hits."""
    missed = (outcome.gold_themes & ~outcome.tags).astype(np.int64)
    wrong = (outcome.tags & ~outcome.gold_themes).astype(np.int64)
    table: NDArray[np.int64] = missed.T @ wrong
    np.fill_diagonal(table, (outcome.gold_themes & outcome.tags).sum(axis=0))
    return table


def worst_errors(outcome: Outcome, limit: int = 40) -> list[dict[str, Any]]:
    """The theme decisions that were wrong with most certainty, with their texts."""
    wrong = outcome.tags != outcome.gold_themes
    surprise = np.where(outcome.gold_themes, 1 - outcome.probabilities, outcome.probabilities) * wrong
    order = np.argsort(-surprise.ravel(), kind="stable")[:limit]
    errors = []
    for flat in order:
        row, number = divmod(int(flat), len(outcome.themes))
        if not wrong[row, number]:
            break
        errors.append(
            {
                "passage": outcome.passages[outcome.owner[row]].id,
                "text": outcome.texts[row],
                "theme": outcome.themes[number],
                "error": "missed" if outcome.gold_themes[row, number] else "spurious",
                "probability": round(float(outcome.probabilities[row, number]), 4),
                "gold": [t for t, yes in zip(outcome.themes, outcome.gold_themes[row], strict=True) if yes],
                "tagged": [t for t, yes in zip(outcome.themes, outcome.tags[row], strict=True) if yes],
                "role": ROLES[outcome.gold_roles[row]],
            }
        )
    return errors
