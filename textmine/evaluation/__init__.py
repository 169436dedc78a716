"""How good a tagger is, and how well coders agree: scores, intervals, splits, agreement."""

from __future__ import annotations

from textmine.evaluation._evaluate import (
    HEADLINES,
    Evaluation,
    evaluate,
    headlines,
    summarise,
    with_intervals,
)
from textmine.evaluation._match import Outcome, outcome_of
from textmine.evaluation._splits import cross_validate, splits
from textmine.evaluation._write import as_markdown, write_evaluation

__all__ = [
    "HEADLINES",
    "Evaluation",
    "Outcome",
    "as_markdown",
    "cross_validate",
    "evaluate",
    "headlines",
    "outcome_of",
    "splits",
    "summarise",
    "with_intervals",
    "write_evaluation",
]
