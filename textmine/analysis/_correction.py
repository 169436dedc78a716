"""Shares corrected for the tagger's error.

Two sources tell how the tagger errs. Gold passages that the model had not seen give its sensitivity and false rate; the
share is then that of Rogan & Gladen (1978, American Journal of Epidemiology 107:71-76) with an interval by test inversion.
They are composed, so this holds as far as the tagger errs on real reports as it does on them. A random sample of the
user's own reports, coded by hand, needs no such belief: within reports with and without the tag the sample says how many
state the theme (double sampling, Tenenbein 1970, JASA 65:1350-1361; for a yes-or-no tag the same as prediction-powered
inference with the best weight, Angelopoulos, Duchi & Zrnic 2023, arXiv:2311.01453).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from textmine.analysis._error_rates import ErrorRates, gold_about, gold_rates
from textmine.analysis._incidence import Incidence
from textmine.analysis._inference import effective_sizes, normal_quantile, wilson
from textmine.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bounds = tuple[Floats, Floats, Floats]

# Fewer coded reports than this say too little of a group by itself; then the rates of the whole sample are used.
MIN_CODED = 30
# Pseudo-count in each half of a coded sample, for the variance only; by simulation (docs/methods.md).
_PSEUDO = 0.25


class Correction(Protocol):
    """Corrects shares for the tagger's error."""

    @property
    def name(self) -> str:
        """Source and size of what tells the error, as ``source:number``."""
        ...

    def share(self, part: Incidence, shares: Floats, sizes: Floats, *, confidence: float) -> Bounds:
        """Corrected shares with lower and upper bounds, for shares seen in ``sizes`` (effective) reports of ``part``."""
        ...

    def rates(self, themes: tuple[str, ...]) -> ErrorRates:
        """Error rates of the tagger over all reports."""
        ...


def rogan_gladen(
    shares: Floats, sizes: Floats, rates: ErrorRates, *, exposed: float = 1.0, confidence: float = 0.95
) -> Bounds:
    """True shares behind tagged shares, with bounds.

    A share t is inside the bounds if the tagged share is within z standard errors of what t leads to, the variances of
    the rates included; that is a quadratic inequality in t, as in Fieller's theorem. A tagged share
    below the false rate (above the sensitivity) is taken as equal to it.

    Parameters
    ----------
    exposed: share of the reports that can be tagged at all (those with a section five); the others have no false tags.
    """
    import numpy as np

    hit, false, hit_variance, false_variance = rates.smoothed()
    useful = hit - false > 0.05
    gain = np.where(useful, hit - false, 1.0)
    base = exposed * false
    known = sizes > 0
    n = np.where(known, sizes, 1.0)
    seen = np.clip(shares, base, np.maximum(base, base + exposed * gain))
    z2 = normal_quantile(confidence) ** 2
    # (seen - base - t gain)^2 <= z^2 [ A(1-A)/n + t^2 V_hit + (exposed - t)^2 V_false ],  A = base + t gain
    a = gain**2 * (1 + z2 / n) - z2 * (hit_variance + false_variance)
    b = -2 * gain * (seen - base) - z2 * (gain * (1 - 2 * base) / n - 2 * exposed * false_variance)
    c = (seen - base) ** 2 - z2 * (base * (1 - base) / n + exposed**2 * false_variance)
    bounded = useful & known & (a > 0)
    safe = np.where(bounded, a, 1.0)
    root = np.sqrt(np.maximum(b**2 - 4 * safe * c, 0.0))
    low = np.where(bounded, (-b - root) / (2 * safe), 0.0)
    high = np.where(bounded, (-b + root) / (2 * safe), 1.0)
    share = np.where(useful, (seen - base) / gain, shares)
    share, low, high = (np.clip(values, 0.0, 1.0) for values in (share, low, high))
    return share, np.minimum(low, share), np.maximum(high, share)


def corrected_change(rates: ErrorRates, change: Floats, error: Floats) -> tuple[Floats, Floats]:
    """A difference or slope of tagged shares, and its standard error, turned into that of the true shares.

    The error rates are taken to be the same throughout, so that the false rate drops out and the change
    grows by one over sensitivity minus false rate; the error takes in how sure that factor is (delta method). NaN where
    the tagger tells nothing.
    """
    import numpy as np

    gain, variance = rates.discrimination()
    safe = np.where(gain > 0.05, gain, np.nan)
    return change / safe, np.sqrt(error**2 / safe**2 + change**2 * variance / safe**4)


@dataclass(frozen=True)
class GoldCorrection:
    """Correction by the error rates measured on gold passages."""

    role: str

    @property
    def name(self) -> str:
        """Source and size of the sample."""
        about = gold_about()
        return f"{'composed_gold' if about['composed'] else 'gold'}:{about['passages']}"

    def rates(self, themes: tuple[str, ...]) -> ErrorRates:
        """Rates on gold passages."""
        return gold_rates(themes, role=self.role)

    def share(self, part: Incidence, shares: Floats, sizes: Floats, *, confidence: float) -> Bounds:
        """Rogan–Gladen shares."""
        exposed = _exposed(part)
        return rogan_gladen(shares, sizes, self.rates(part.themes), exposed=exposed, confidence=confidence)


def _exposed(part: Incidence) -> float:
    """Share of reports with a section five, and at least that of reports with any tag."""
    if not len(part.reports):
        return 1.0
    return float((part.reports["has_section"].to_numpy(dtype=bool) | part.matrix.any(axis=1)).mean())


@dataclass(frozen=True)
class CodedCorrection:
    """Correction by a random sample of the user's own reports.

    ``truth`` holds what was coded (sampled reports × themes, NaN where not coded), ``weights`` the inverse chance of each
    report to be drawn (any scale), ``rows`` its number by report key, ``sample`` its tags.
    """

    themes: tuple[str, ...]
    truth: Floats
    weights: Floats
    rows: Mapping[str, int]
    sample: Incidence

    @property
    def name(self) -> str:
        """Source and size of the sample."""
        return f"coded:{len(self.truth)}"

    def _column(self, theme: str) -> tuple[NDArray[np.bool_], Floats]:
        import numpy as np

        truth = self.truth[:, self.themes.index(theme)]
        return ~np.isnan(truth), np.nan_to_num(truth)

    def _rate(
        self, truth: Floats, mask: NDArray[np.bool_], clusters: NDArray[np.intp]
    ) -> tuple[float, float]:
        """Weighted share of ``truth`` among the masked rows, and the effective number it rests on."""
        import numpy as np

        if not mask.any():
            return 0.5, 0.0
        y, w = truth[mask], self.weights[mask]
        codes = np.unique(clusters[mask], return_inverse=True)[1]
        kish = float(w.sum() ** 2 / (w**2).sum()) / len(w)
        return float(y @ w / w.sum()), float(effective_sizes(y[:, None] > 0, codes)[0]) * kish

    def rates(self, themes: tuple[str, ...]) -> ErrorRates:
        """Rates over the whole sample."""
        import numpy as np

        clusters, found = self.sample.clusters, []
        for j, theme in enumerate(themes):
            known, truth = self._column(theme)
            tagged = self.sample.matrix[:, j].astype(float)
            hit = self._rate(tagged, known & (truth > 0), clusters)
            found.append((*hit, *self._rate(tagged, known & (truth == 0), clusters)))
        columns = np.array(found, dtype=float).reshape(len(themes), 4).T
        return ErrorRates(themes, columns[0], columns[1], columns[2], columns[3])

    def share(self, part: Incidence, shares: Floats, sizes: Floats, *, confidence: float) -> Bounds:
        """Double-sampling shares where the part holds enough coded reports, else Rogan–Gladen with the sample's rates."""
        import numpy as np

        mine = np.zeros(len(self.truth), dtype=bool)
        mine[[self.rows[key] for key in part.reports["report"] if key in self.rows]] = True
        share, low, high = rogan_gladen(
            shares, sizes, self.rates(part.themes), exposed=_exposed(part), confidence=confidence
        )
        clusters = self.sample.clusters
        for j, theme in enumerate(part.themes):
            known, truth = self._column(theme)
            own = known & mine
            if own.sum() < MIN_CODED:
                continue
            tagged = self.sample.matrix[:, j]
            right = self._rate(truth, own & tagged, clusters)
            missed = self._rate(truth, own & ~tagged, clusters)
            share[j], size = double_sampling(float(shares[j]), float(sizes[j]), right, missed)
            bounds = wilson(share[j], size, confidence=confidence)
            low[j], high[j] = float(bounds[0]), float(bounds[1])
        return share, low, high


def double_sampling(
    tagged: float, size: float, right: tuple[float, float], missed: tuple[float, float]
) -> tuple[float, float]:
    """Share from the tagged share and the shares that state the theme among coded reports with and without the tag.

    ``right`` and ``missed`` are shares with the effective number of coded reports. Returns the share and the
    effective number of independent fully coded reports that would give its variance.
    """
    (right_share, right_n), (missed_share, missed_n) = right, missed
    if right_n == 0:
        right_share = 1.0
    if missed_n == 0:
        missed_share = 0.0

    def smooth(share: float, n: float) -> float:
        return (share * n + _PSEUDO) / (n + 2 * _PSEUDO)

    v, u, p = smooth(right_share, right_n), smooth(missed_share, missed_n), smooth(tagged, size)
    centre = p * v + (1 - p) * u
    variance = p * (1 - p) / max(size, 1.0) * (v - u) ** 2
    variance += p**2 * v * (1 - v) / (right_n + 2 * _PSEUDO)
    variance += (1 - p) ** 2 * u * (1 - u) / (missed_n + 2 * _PSEUDO)
    return tagged * right_share + (1 - tagged) * missed_share, centre * (1 - centre) / variance


def require_correction(correction: Correction | str | None, role: str) -> Correction | None:
    """The correction that is meant by ``gold``, an object or None. Raises UsageError for other words."""
    if correction is None or not isinstance(correction, str):
        return correction
    if correction != "gold":
        raise UsageError(
            f"Unknown correction {correction!r}; give 'gold', an object of coded_sample, or None."
        )
    if role not in ("problem", "measure", "rectified"):
        raise UsageError(f"There are no error rates for the role {role!r}.")
    return GoldCorrection(role)
