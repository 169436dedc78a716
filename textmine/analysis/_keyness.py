"""Keyness: words by which one group of reports stands out, and words that are new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textmine.analysis._incidence import group_labels
from textmine.analysis._inference import benjamini_hochberg
from textmine.analysis._result import Result
from textmine.analysis._reuse import counts_of
from textmine.analysis._words import WordCounts, word_counts
from textmine.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.tables import Tables

    Floats = NDArray[np.float64]

# The prior of each group weighs as much as a tenth of all words, at most this many: with less, rare words lead the list, with
# more, real differences of small corpora drown.
PRIOR_SHARE, PRIOR_WORDS = 0.1, 500.0
# A word of one or two agencies says something about these agencies, not about a group or a time.
MIN_AGENCIES = 3


def keyness(
    tables: Tables,
    *,
    by: str = "year",
    role: str | None = "problem",
    section: str = "problems",
    prior_words: float | None = None,
    min_agencies: int = MIN_AGENCIES,
) -> Result:
    """Words that a group of reports uses more than all others: log-odds with an informative Dirichlet prior.

    The prior is the word's share in all groups, worth ``prior_words`` words (a tenth of all words, at most 500), so that rare words must bring more evidence
    than frequent ones (Monroe, Colaresi & Quinn 2008, Political Analysis 16:372–403, eqs. 15–22). The published z takes
    words as independent; here its variance is inflated by the word's design effect over agencies (at least 1), so that
    one agency that repeats itself does not make a key word.

    Parameters
    ----------
    by: year, level, kind, region, province, city or county.
    role: role of the statements whose words count; None takes the whole ``section``.

    Returns
    -------
    Frame with one row a group and word: by, word, count, other (count in all other groups), reports and agencies (of the
    group that use it), log_odds (against all other groups; natural logarithm), z, q (Benjamini–Hochberg over the
    words that occur in at least ``min_agencies`` agencies; others are left out), key (q below 0.05 and log_odds above 0,
    and at least ``min_agencies`` agencies of the group use it). Rows come by group, then by z from high to low.

    Raises
    ------
    UsageError: unknown grouping, role or section.
    """
    import numpy as np
    import pandas as pd

    found = word_counts(tables, role=role, section=section)
    labels, order = group_labels(found.reports, by)
    used = _agencies_using(found, np.ones(len(found.reports), dtype=bool))
    kept = np.flatnonzero(used >= min_agencies)
    words = np.array(found.words, dtype=object)[kept]
    counts = found.counts[:, kept]
    column = np.array([order.index(label) for label in labels], dtype=int)
    total = np.asarray(counts.sum(axis=0)).ravel().astype(float)
    prior = min(PRIOR_WORDS, PRIOR_SHARE * float(found.counts.sum())) if prior_words is None else prior_words
    frames = []
    for number, label in enumerate(order if len(kept) else ()):
        mine = column == number
        inside = np.asarray(counts[mine].sum(axis=0)).ravel().astype(float)
        log_odds, z = _log_odds(inside, total - inside, total, prior)
        z = z / np.sqrt(_design_effects(found, counts, mine))
        frame = pd.DataFrame(
            {by: label, "word": words, "count": inside.astype(int), "other": (total - inside).astype(int)}
        )
        frame["reports"] = np.asarray((counts[mine] > 0).sum(axis=0)).ravel()
        frame["agencies"] = _agencies_using(found, mine)[kept]
        frame["log_odds"], frame["z"] = log_odds, z
        frames.append(frame.sort_values(["z", "word"], ascending=[False, True]))
    columns = [by, "word", "count", "other", "reports", "agencies", "log_odds", "z"]
    frame = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)
    frame["q"] = benjamini_hochberg(_p(frame["z"].to_numpy(dtype=float))) if len(frame) else []
    frame["key"] = (frame["q"] < 0.05) & (frame["log_odds"] > 0) & (frame["agencies"] >= min_agencies)
    params = {
        "by": by,
        "role": role,
        "section": section,
        "prior_words": prior,
        "min_agencies": min_agencies,
        "groups": [
            {"group": label, "reports": int((column == number).sum())} for number, label in enumerate(order)
        ],
        **counts_of(tables),
    }
    return Result(frame, params, "keyness")


def _log_odds(inside: Floats, outside: Floats, total: Floats, prior_words: float) -> tuple[Floats, Floats]:
    """Difference of log-odds under the prior, and its z."""
    import numpy as np

    prior = prior_words * total / total.sum()
    n_inside, n_outside = inside.sum() + prior_words, outside.sum() + prior_words
    a, b = inside + prior, outside + prior
    log_odds = np.log(a / (n_inside - a)) - np.log(b / (n_outside - b))
    return log_odds, log_odds / np.sqrt(1 / a + 1 / b)


def _agencies_using(found: WordCounts, mask: NDArray[np.bool_]) -> NDArray[np.int_]:
    """Number of agencies, among the reports of ``mask``, that use each word."""
    import numpy as np
    from scipy.sparse import csr_array

    clusters = found.agencies[mask]
    if not len(clusters):
        return np.zeros(len(found.words), dtype=int)
    shape = (int(clusters.max()) + 1, len(clusters))
    indicator = csr_array(
        (np.ones(len(clusters), dtype=np.int64), (clusters, np.arange(len(clusters)))), shape=shape
    )
    return np.asarray(((indicator @ found.counts[mask]) > 0).sum(axis=0)).ravel()


def _design_effects(found: WordCounts, counts: Any, mask: NDArray[np.bool_]) -> Floats:
    """Variance of each word's count over agencies of the group, over what independent words would have; at least 1."""
    import numpy as np
    from scipy.sparse import csr_array

    codes = np.unique(found.agencies[mask], return_inverse=True)[1]
    n_agencies = int(codes.max()) + 1 if len(codes) else 0
    if n_agencies < 2:
        return np.full(counts.shape[1], np.inf)
    indicator = csr_array(
        (np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(n_agencies, len(codes))
    )
    by_agency = indicator @ counts[mask]
    length = np.asarray(by_agency.sum(axis=1)).ravel()
    total = np.asarray(by_agency.sum(axis=0)).ravel().astype(float)
    share = total / max(length.sum(), 1.0)
    # Sum of (count - share * length)² over agencies, written out so that the matrix stays sparse.
    squares = np.asarray(by_agency.multiply(by_agency).sum(axis=0)).ravel()
    cross = np.asarray(by_agency.T @ length).ravel()
    spread = n_agencies / (n_agencies - 1) * (squares - 2 * share * cross + share**2 * (length**2).sum())
    plain = total * (1 - share)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.where(plain > 0, spread / plain, 1.0)
    return np.maximum(effect, 1.0)


def _p(z: Floats) -> Floats:
    import numpy as np
    from scipy.special import ndtr

    return np.asarray(2 * ndtr(-np.abs(z)), dtype=float)


def new_terms(
    tables: Tables,
    *,
    role: str | None = None,
    section: str = "problems",
    min_agencies: int = MIN_AGENCIES,
) -> Result:
    """Words that come up: absent at first, then used by several agencies.

    For each word and the year in which it first occurs, the reports of all earlier years are set against those from that
    year on. A word that was there at the same rate all along would be missing from the earlier ``n_before`` of ``n``
    agency-years by chance with probability C(n - k, n_before) / C(n, n_before), with k the agencies that use it (a whole
    agency counts once, so that a word one agency repeats is one occurrence); q is Benjamini–Hochberg over all words.

    Returns
    -------
    Frame with one row a word that at least ``min_agencies`` agencies use and that is absent from the first year of the
    corpus: word, first (year), last (year), reports, agencies, before (reports of earlier years), since (reports from then
    on), share (of the latter that use it), p, q, new (q below 0.05), by_year (reports using it, ``2021:3 2022:7``). New
    ones come first, the most used ahead. Reports without a year are left out.

    Raises
    ------
    UsageError: unknown role or section.
    """
    import numpy as np
    import pandas as pd

    if min_agencies < 1:
        raise UsageError("min_agencies must be at least 1.")
    found = word_counts(tables, role=role, section=section)
    years = found.reports["year"].fillna(0).to_numpy(dtype=int)
    dated = years > 0
    present = (found.counts > 0).tocsc()
    clusters = found.agencies
    known = sorted(set(years[dated].tolist()))
    sizes = {year: int((years == year).sum()) for year in known}
    rows = []
    for j in np.flatnonzero(np.diff(present.indptr)).tolist():
        at = present.indices[present.indptr[j] : present.indptr[j + 1]]
        at = at[dated[at]]
        agencies = len(set(clusters[at].tolist()))
        if agencies < min_agencies or years[at].min() == known[0]:
            continue
        rows.append(_new_term(found.words[j], years[at], agencies, sizes))
    columns = ["word", "first", "last", "reports", "agencies", "before", "since", "share", "p", "by_year"]
    frame = pd.DataFrame(rows, columns=columns)
    q = benjamini_hochberg(frame["p"].to_numpy(dtype=float)) if len(frame) else np.zeros(0)
    frame.insert(9, "q", q)
    frame.insert(10, "new", q < 0.05)
    frame = frame.sort_values(["new", "agencies", "reports", "word"], ascending=[False, False, False, True])
    params = {
        "role": role,
        "section": section,
        "min_agencies": min_agencies,
        "sizes": sizes,
        **counts_of(tables),
    }
    return Result(frame.reset_index(drop=True), params, "new_terms")


def _new_term(word: str, years: NDArray[np.int_], agencies: int, sizes: dict[int, int]) -> dict[str, Any]:
    import math

    first = int(years.min())
    before = sum(size for year, size in sizes.items() if year < first)
    since = sum(size for year, size in sizes.items() if year >= first)
    n = before + since
    # Of k places among n drawn at random, none falls on the first n_before; summed as logarithms.
    p = math.exp(math.fsum(math.log((n - before - i) / (n - i)) for i in range(agencies)))
    using = {year: int((years == year).sum()) for year in sizes}
    return {
        "word": word,
        "first": first,
        "last": int(years.max()),
        "reports": len(years),
        "agencies": agencies,
        "before": before,
        "since": since,
        "share": len(years) / since,
        "p": p,
        "by_year": " ".join(f"{year}:{count}" for year, count in using.items() if count),
    }
