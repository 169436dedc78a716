"""How often the tagger errs: sensitivity and rate of false tags of each theme, with how sure they are.

Rates count at the level of reports: does a report that states a theme in a role get the tag (sensitivity), does one that
does not state it get it all the same (false rate).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from textmine.errors import ResourceError
from textmine.resources import resource

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_FORMAT = 1


@dataclass(frozen=True)
class ErrorRates:
    """Rates a theme with the effective number of reports each rests on (0 where nothing is known)."""

    themes: tuple[str, ...]
    sensitivity: Floats
    sensitivity_n: Floats
    false_rate: Floats
    false_n: Floats

    def smoothed(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Sensitivity and false rate drawn off 0 and 1 (Jeffreys), and their variances."""
        hit = (self.sensitivity * self.sensitivity_n + 0.5) / (self.sensitivity_n + 1)
        false = (self.false_rate * self.false_n + 0.5) / (self.false_n + 1)
        return (
            hit,
            false,
            hit * (1 - hit) / (self.sensitivity_n + 1),
            false * (1 - false) / (self.false_n + 1),
        )

    def discrimination(self) -> tuple[Floats, Floats]:
        """Sensitivity minus false rate (Youden's J), and its variance."""
        hit, false, hit_variance, false_variance = self.smoothed()
        return hit - false, hit_variance + false_variance


@lru_cache(maxsize=2)
def _stored() -> dict[str, Any]:
    path = resource("default.error.json", package="textmine.models")
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResourceError(f"The tagger's error rates {path} cannot be read ({error}).") from error
    if record.get("kind") != "textmine-tagger-error" or record.get("format") != _FORMAT:
        raise ResourceError(f"{path} is no file of error rates that this textmine reads; install it again.")
    return record


def gold_about() -> dict[str, Any]:
    """What the stored rates rest on: tagger, model, number of passages, whether these are composed."""
    record = _stored()
    return {name: record[name] for name in ("tagger", "model", "model_sha256", "passages", "composed")}


@lru_cache(maxsize=16)
def gold_rates(themes: tuple[str, ...], *, role: str) -> ErrorRates:
    """The rates of the default tagger in ``role`` on gold passages that its model had not seen.

    The passages are held out: no model or cue was tuned on them. They form batches (usual and free wording) between which
    the rates differ, and the user's corpus is one more batch: the effective numbers are those that
    give the variance of predicting a new batch, from the intraclass correlation pooled over the themes.

    Raises
    ------
    ResourceError: the installation lacks the rates, or they are damaged.
    """
    import numpy as np

    batches = _stored()["batches"]
    nothing = [0, 0, 0, 0]
    counts = np.array(
        [[batch.get(role, {}).get(theme, nothing) for theme in themes] for batch in batches.values()],
        dtype=float,
    ).reshape(len(batches), len(themes), 4)
    hit = _predictive(counts[:, :, 0], counts[:, :, 0] + counts[:, :, 1])
    false = _predictive(counts[:, :, 2], counts[:, :, 2] + counts[:, :, 3])
    return ErrorRates(themes, *hit, *false)


def _predictive(events: Floats, trials: Floats) -> tuple[Floats, Floats]:
    """Rate of each column over all batches (rows), and the effective number for predicting a further batch."""
    import numpy as np

    total = trials.sum(axis=0)
    known = total > 0
    safe = np.where(known, total, 1.0)
    rate = events.sum(axis=0) / safe
    correlation = intraclass_correlation(events, trials)
    weights = trials / safe
    mean = (weights**2 * (1 + (trials - 1) * correlation) / np.maximum(trials, 1)).sum(axis=0)
    return np.where(known, rate, 0.5), np.where(known, 1 / np.maximum(correlation + mean, 1e-12), 0.0)


def intraclass_correlation(events: Floats, trials: Floats) -> float:
    """How much rates differ between batches beyond chance: one correlation for all columns, by moments.

    Pearson's chi-square between batches is set against its expectation under beta-binomial counts (the moment estimator
    of Williams 1982, Applied Statistics 31:144-148, without iterating the weights).
    """
    import numpy as np

    total = trials.sum(axis=0)
    rate = events.sum(axis=0) / np.maximum(total, 1)
    varied = (rate > 0) & (rate < 1)
    if not varied.any():
        return 0.0
    x, n, p = events[:, varied], trials[:, varied], rate[varied]
    seen = n > 0
    chi = float(((x - n * p) ** 2 / np.where(seen, n * p * (1 - p), 1.0))[seen].sum())
    free = seen * (1 - n / total[varied])
    spread = float(((n - 1) * free).sum())
    return float(np.clip((chi - free.sum()) / spread, 0.0, 0.9)) if spread > 0 else 0.0
