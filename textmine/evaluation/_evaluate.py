"""All scores of a tagger on gold passages, with bootstrap intervals over agencies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from textmine.evaluation import _scores
from textmine.evaluation._match import Outcome, outcome_of
from textmine.evaluation.agreement import Coefficient, alpha, bootstrap
from textmine.gold import CUES, GoldPassage, gold_hash, groups
from textmine.schema import ROLES
from textmine.themes import Tagger

HEADLINES: dict[str, Callable[[Outcome], float]] = {
    "problem_micro_f1": lambda o: _scores.report_scores(o)["problem"]["f1"],
    "problem_macro_f1": lambda o: _scores.report_scores(o)["problem"]["macro_f1"],
    "measure_micro_f1": lambda o: _scores.report_scores(o)["measure"]["f1"],
    "measure_macro_f1": lambda o: _scores.report_scores(o)["measure"]["macro_f1"],
    "rectified_micro_f1": lambda o: _scores.report_scores(o)["rectified"]["f1"],
    "role_characters": lambda o: _scores.role_scores(o)["characters"],
    "role_statements": lambda o: _scores.role_scores(o)["statements"],
    "span_f1": lambda o: _scores.splitting_scores(o)["spans"]["f1"],
    "statement_micro_f1": lambda o: _scores.theme_scores(o)[0]["f1"],
    "statement_macro_f1": lambda o: _scores.theme_scores(o)[0]["macro_f1"],
    "alpha_report": lambda o: report_alpha(o),  # noqa: PLW0108 (defined below)
    "ece_mean": lambda o: float(_scores.calibration(o)["mean"]),
    "precision_at_70": lambda o: _scores.precision_at_coverage(o, (0.7,))["0.7"],
}
"""The figures that are followed from run to run, by name."""


def report_alpha(outcome: Outcome) -> float:
    """Krippendorff's alpha between tagger and coder over all theme × role decisions of the passages."""
    return alpha(np.stack([outcome.gold_reports.ravel(), outcome.reports.ravel()], axis=1).astype(np.int64))


def headlines(outcome: Outcome) -> dict[str, float]:
    """The headline figures without intervals."""
    return {name: float(score(outcome)) for name, score in HEADLINES.items()}


def with_intervals(outcome: Outcome, *, rounds: int = 200, seed: int = 0) -> dict[str, Coefficient]:
    """The headline figures with 95 % bootstrap intervals; whole agencies are drawn, since their reports resemble each other."""
    names = groups(outcome.passages)

    def interval(score: Callable[[Outcome], float]) -> Coefficient:
        return bootstrap(lambda chosen: score(outcome.subset(chosen)), names, rounds=rounds, seed=seed)

    return {name: interval(score) for name, score in HEADLINES.items()}


@dataclass(frozen=True)
class Evaluation:
    """Everything measured in one run: ``summary`` is plain data (JSON), ``outcome`` what it was computed from."""

    summary: dict[str, Any]
    outcome: Outcome


def evaluate(passages: Sequence[GoldPassage], tagger: Tagger, *, rounds: int = 200) -> Evaluation:
    """Score a tagger on gold passages that it was not trained on.

    ``rounds`` is the number of bootstrap samples (0: no intervals).
    """
    return summarise(outcome_of(passages, tagger), tagger=tagger.name, rounds=rounds)


def summarise(outcome: Outcome, *, tagger: str, rounds: int = 200) -> Evaluation:
    """All scores of an outcome."""
    overall, by_theme = _scores.theme_scores(outcome)
    for number, theme in enumerate(outcome.themes):
        gold, probability = outcome.gold_themes[:, number], outcome.probabilities[:, number]
        by_theme[theme]["average_precision"] = _scores.average_precision(gold, probability)
    summary: dict[str, Any] = {
        "tagger": tagger,
        "gold_sha256": gold_hash(outcome.passages),
        "passages": len(outcome.passages),
        "statements": len(outcome.gold_roles),
        "headlines": headlines(outcome),
        "by_cue": {
            cue: headlines(part)
            for cue in CUES
            if len((part := outcome.where(cue=cue)).passages) and part.gold_themes.any()
        },
        "roles": _scores.role_scores(outcome),
        "role_confusion": {
            "rows": list(ROLES),
            "columns": [*ROLES, "none"],
            "characters": outcome.role_confusion.sum(axis=0).astype(int).tolist(),
        },
        "splitting": _scores.splitting_scores(outcome),
        "reports": _scores.report_scores(outcome),
        "report_themes": {
            role: _scores.report_theme_scores(outcome, number) for number, role in enumerate(ROLES[:3])
        },
        "statements_micro": overall,
        "statement_themes": by_theme,
        "curves": {
            theme: _scores.precision_recall_curve(outcome.gold_themes[:, n], outcome.probabilities[:, n])
            for n, theme in enumerate(outcome.themes)
        },
        "calibration": _scores.calibration(outcome),
        "precision_at_coverage": _scores.precision_at_coverage(outcome),
        "theme_confusion": {
            "themes": list(outcome.themes),
            "table": _scores.theme_confusion(outcome).tolist(),
        },
        "worst_errors": _scores.worst_errors(outcome),
    }
    if rounds:
        summary["intervals"] = {
            name: {"value": c.value, "low": c.low, "high": c.high}
            for name, c in with_intervals(outcome, rounds=rounds).items()
        }
    return Evaluation(summary, outcome)
