"""Simulate how often the 95 % intervals hold the truth, and write the table of docs/methods.md.

usage: python benchmarks/coverage.py [--write] [--quick]

Truth, agencies, tags and gold batches are drawn anew in every run; intervals are made by the same functions that
analyses call. ``plain`` is the interval one would get without the method in question.
"""

import sys
from pathlib import Path

import numpy as np

from textmine.analysis._clustered import agencies_aside, clustered_logit, clustered_ols, comparable
from textmine.analysis._correction import corrected_change, double_sampling, rogan_gladen
from textmine.analysis._error_rates import ErrorRates, _predictive
from textmine.analysis._inference import effective_sizes, t_quantile, wilson
from textmine.analysis._pooling import posterior_shares

TARGET = Path(__file__).parents[1] / "docs" / "methods.md"
BEGIN, END = "<!-- coverage: begin -->", "<!-- coverage: end -->"
THEMES = 18


def spread(rng, mean, likeness, size):
    """Rates that differ from batch to batch with this intraclass correlation."""
    if likeness == 0:
        return np.full(size, mean)
    strength = 1 / likeness - 1
    return rng.beta(mean * strength, (1 - mean) * strength, size)


def series(rng, share, agencies, years, likeness=0.5):
    """Reports × themes of agencies that repeat themselves, and the agency of each report."""
    own = rng.random((agencies, 1, THEMES)) < share
    fresh = rng.random((agencies, years, THEMES)) < share
    stated = np.where(rng.random(fresh.shape) < likeness, own, fresh)
    return stated.reshape(-1, THEMES), np.repeat(np.arange(agencies), years)


def gold(rng, hit, false, likeness, batches=5, positive=20, negative=70):
    """Error rates as they would be measured on five pens' passages."""
    n1, n0 = np.full((batches, THEMES), float(positive)), np.full((batches, THEMES), float(negative))
    x1 = rng.binomial(positive, spread(rng, hit, likeness, n1.shape)).astype(float)
    x0 = rng.binomial(negative, spread(rng, false, likeness, n0.shape)).astype(float)
    return ErrorRates((), *_predictive(x1, n1), *_predictive(x0, n0))


def tag(rng, stated, hit, false):
    return rng.random(stated.shape) < np.where(stated, hit, false)


def within(bounds, truth):
    return (np.asarray(bounds[0]) <= truth) & (truth <= np.asarray(bounds[1]))


def clustered(rng, *, share, agencies, years):
    stated, clusters = series(rng, share, agencies, years)
    middle = stated.mean(axis=0)
    size = effective_sizes(stated, clusters)
    return within(wilson(middle, size), share), within(wilson(middle, len(stated)), share)


def by_gold(rng, *, share, hit, false, likeness, agencies=60, years=3):
    stated, clusters = series(rng, share, agencies, years)
    tagged = tag(rng, stated, spread(rng, hit, likeness, THEMES), spread(rng, false, likeness, THEMES))
    size = effective_sizes(tagged, clusters)
    rates = gold(rng, hit, false, likeness)
    return (
        within(rogan_gladen(tagged.mean(axis=0), size, rates)[1:], share),
        within(wilson(tagged.mean(axis=0), size), share),
    )


def by_coded(rng, *, share, hit, false, coded, agencies=300, years=2):
    stated, clusters = series(rng, share, agencies, years)
    tagged = tag(rng, stated, hit, false)
    drawn = rng.choice(len(stated), coded, replace=False)
    size = effective_sizes(tagged, clusters)
    found = []
    for j in range(THEMES):
        y, z = stated[drawn, j], tagged[drawn, j]
        parts = [(float(y[m].mean()) if m.any() else 0.5, float(m.sum())) for m in (z, ~z)]
        middle, n = double_sampling(float(tagged[:, j].mean()), float(size[j]), *parts)
        found.append(bool(within(wilson(middle, n), share)))
    return np.array(found), within(wilson(tagged.mean(axis=0), size), share)


def pooling(rng, *, mean, likeness, groups, reports):
    share = spread(rng, mean, likeness, groups)
    n = rng.integers(max(2, reports // 2), 2 * reports, groups)
    k = rng.binomial(n, share)
    _, low, high = posterior_shares(k.astype(float), n.astype(float))
    # plain: the beta distribution with its best values put in (moments), hyper-parameters taken as known
    from scipy.stats import beta

    p = np.clip(k.sum() / n.sum(), 1e-3, 1 - 1e-3)
    excess = np.average((k / n - p) ** 2, weights=n) - p * (1 - p) * groups / n.sum()
    rho = np.clip(excess / (p * (1 - p)), 1e-3, 0.9)
    strength = 1 / rho - 1
    bounds = beta.ppf([[0.025], [0.975]], k + p * strength, n - k + (1 - p) * strength)
    return within((low, high), share), within(bounds, share)


def change(rng, *, slope, agencies, years=4):
    """Yearly change of corrected shares, tagger with error."""
    own = rng.random((agencies, 1, THEMES))
    levels = 0.3 + slope * np.arange(years)
    same = rng.random((agencies, years, THEMES)) < 0.5
    draws = np.where(same, own, rng.random((agencies, years, THEMES)))
    stated = (draws < levels[None, :, None]).reshape(-1, THEMES)
    clusters = np.repeat(np.arange(agencies), years)
    tagged = tag(rng, stated, spread(rng, 0.8, 0.02, THEMES), spread(rng, 0.03, 0.02, THEMES)).astype(float)
    time = np.tile(np.arange(years, dtype=float), agencies)
    design = np.stack([np.ones(len(time)), time - time.mean()], axis=1)
    estimate, error = clustered_ols(design, tagged, clusters, column=1)
    half = t_quantile(agencies - 1, 0.95) * error
    plain = within((estimate - half, estimate + half), slope)
    estimate, error = corrected_change(gold(rng, 0.8, 0.03, 0.02), estimate, error)
    half = t_quantile(agencies - 1, 0.95) * error
    return within((estimate - half, estimate + half), slope), plain


def odds(rng, *, log_odds, agencies, years=3):
    """Odds ratio of a trait of agencies."""
    clusters = np.repeat(np.arange(agencies), years)
    trait = (np.arange(agencies) % 2)[clusters].astype(float)
    share = 1 / (1 + np.exp(1.0 - log_odds * trait))
    own = rng.random(agencies)[clusters]
    y = np.where(rng.random(len(share)) < 0.5, own, rng.random(len(share))) < share
    design = np.stack([np.ones(len(share)), trait], axis=1)
    found = []
    for groups in (clusters, np.arange(len(share))):
        fit = clustered_logit(design, y, groups)
        half = float(t_quantile(agencies_aside(trait > 0, groups) - 1, 0.95)) * fit.covariance[1, 1] ** 0.5
        found.append(np.array([fit.beta[1] - half <= log_odds <= fit.beta[1] + half]))
    return tuple(found)


def sides(rng, *, share, apart, few, agencies, years=3):
    """Difference of shares where ``few`` agencies stand on one side, of themes of which a difference can be claimed."""
    clusters = np.repeat(np.arange(agencies), years)
    flag = clusters < few
    level = share + apart * flag
    own, fresh = rng.random((agencies, THEMES))[clusters], rng.random((len(clusters), THEMES))
    stated = np.where(rng.random(fresh.shape) < 0.5, own, fresh) < level[:, None]
    told = comparable(flag, stated, clusters)
    design = np.stack([np.ones(len(flag)), flag], axis=1).astype(float)
    found = []
    for groups, df in ((clusters, agencies_aside(flag, clusters) - 1), (np.arange(len(flag)), len(flag) - 2)):
        estimate, error = clustered_ols(design, stated.astype(float), groups, column=1)
        half = t_quantile(df, 0.95) * error
        found.append(within((estimate - half, estimate + half), apart)[told])
    return tuple(found)


SETTINGS = [
    ("several years of an agency", clustered, {"share": 0.3, "agencies": 30, "years": 3}, 300),
    ("several years of an agency", clustered, {"share": 0.1, "agencies": 60, "years": 4}, 300),
    ("corrected by gold", by_gold, {"share": 0.3, "hit": 0.8, "false": 0.03, "likeness": 0.02}, 400),
    ("corrected by gold", by_gold, {"share": 0.1, "hit": 0.8, "false": 0.03, "likeness": 0.02}, 400),
    ("corrected by gold", by_gold, {"share": 0.05, "hit": 0.7, "false": 0.02, "likeness": 0.02}, 400),
    ("corrected by gold", by_gold, {"share": 0.6, "hit": 0.85, "false": 0.05, "likeness": 0.0}, 400),
    ("corrected by gold", by_gold, {"share": 0.2, "hit": 0.8, "false": 0.03, "likeness": 0.02, "agencies": 20, "years": 2}, 400),
    ("corrected by coded sample", by_coded, {"share": 0.3, "hit": 0.8, "false": 0.03, "coded": 60}, 300),
    ("corrected by coded sample", by_coded, {"share": 0.1, "hit": 0.8, "false": 0.03, "coded": 200}, 300),
    ("corrected by coded sample", by_coded, {"share": 0.05, "hit": 0.7, "false": 0.01, "coded": 100}, 300),
    ("small groups, pooled", pooling, {"mean": 0.3, "likeness": 0.1, "groups": 12, "reports": 8}, 250),
    ("small groups, pooled", pooling, {"mean": 0.1, "likeness": 0.05, "groups": 30, "reports": 6}, 150),
    ("small groups, pooled", pooling, {"mean": 0.3, "likeness": 0.02, "groups": 20, "reports": 15}, 150),
    ("small groups, pooled", pooling, {"mean": 0.05, "likeness": 0.1, "groups": 50, "reports": 10}, 100),
    ("yearly change, corrected", change, {"slope": 0.05, "agencies": 60}, 300),
    ("yearly change, corrected", change, {"slope": 0.0, "agencies": 30}, 300),
    ("before and after, two sides", sides, {"share": 0.3, "apart": 0.0, "few": 12, "agencies": 60}, 300),
    ("before and after, two sides", sides, {"share": 0.2, "apart": 0.2, "few": 20, "agencies": 60}, 300),
    ("before and after, two sides", sides, {"share": 0.1, "apart": 0.0, "few": 40, "agencies": 120}, 300),
    ("odds ratio", odds, {"log_odds": 1.0, "agencies": 60}, 2000),
    ("odds ratio", odds, {"log_odds": 0.0, "agencies": 200}, 1500),
]  # fmt: skip


def table(quick):
    lines = ["| interval | setting | intervals | coverage | plain |", "| --- | --- | --- | --- | --- |"]
    for number, (name, function, setting, runs) in enumerate(SETTINGS):
        rng = np.random.default_rng(1000 + number)
        covered, plain = [], []
        for _ in range(max(10, runs // 10) if quick else runs):
            one, other = function(rng, **setting)
            covered.append(one)
            plain.append(other)
        covered, plain = np.concatenate(covered), np.concatenate(plain)
        words = ", ".join(f"{key} {value:g}" for key, value in setting.items())
        lines.append(f"| {name} | {words} | {len(covered)} | {covered.mean():.1%} | {plain.mean():.1%} |")
        print(lines[-1], flush=True)
    return "\n".join(lines)


def main(*arguments):
    made = table("--quick" in arguments)
    if "--write" in arguments:
        text = TARGET.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        after = rest.split(END)[1]
        TARGET.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
