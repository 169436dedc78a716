"""Train and test anew on five partings of the gold data, and write docs/accuracy_splits.md with charts.

usage: python benchmarks/write_splits.py [--measure]

``--measure`` runs the trainings (about 25, one after the other, a quarter of an hour on one core) and keeps their figures in
docs/accuracy_splits.json; without it the page is written from those figures.
"""

import hashlib
import json
import sys
from pathlib import Path

from textmine.evaluation import cross_validate, outcome_of, splits, summarise
from textmine.evaluation._write import headline_name
from textmine.gold import CUES, gold_hash, groups, read_gold
from textmine.themes.classifier import LearnedTagger
from textmine.themes.training import train

ROOT = Path(__file__).parents[1]
DATA, PAGE, IMAGES = (
    ROOT / "docs/accuracy_splits.json",
    ROOT / "docs/accuracy_splits.md",
    ROOT / "docs/images",
)
FOLDS = 3
SHOWN = (
    "problem_micro_f1", "problem_macro_f1", "measure_micro_f1", "rectified_micro_f1", "role_characters",
    "span_f1", "statement_micro_f1", "alpha_report", "ece_mean", "precision_at_70",
)  # fmt: skip
NAMES = {
    "random": "random passages",
    "copies_removed": "random, near-copies removed",
    "agency": "other agencies and families",
    "next_year": "later years (2023 on)",
    "unknown_pen": "a pen never seen",
}
SHARES = (0.125, 0.25, 0.5, 0.75, 1.0)


def measured(passages):
    record = {
        "gold_sha256": gold_hash(passages),
        "passages": len(passages),
        "splits": {},
        "learning_curve": [],
    }
    for name, folds in splits(passages, FOLDS).items():
        outcome = cross_validate(folds, say=lambda line, name=name: print(name, line, file=sys.stderr))
        summary = summarise(outcome, tagger=name, rounds=100).summary
        kept = (
            "headlines",
            "by_cue",
            "intervals",
            "passages",
            "statements",
            "calibration",
            "precision_at_coverage",
            "curves",
        )
        record["splits"][name] = {key: summary[key] for key in kept}
    record["learning_curve"] = list(curve(passages))
    return record


def curve(passages):
    """Scores on one third of the agencies after learning from growing shares of the others."""
    names = groups(passages)
    rank = {n: int(hashlib.sha256(f"curve {n}".encode()).hexdigest(), 16) / 2**256 for n in set(names)}
    held = [p for p, n in zip(passages, names, strict=True) if rank[n] < 1 / 3]
    for share in SHARES:
        known = [p for p, n in zip(passages, names, strict=True) if 1 / 3 <= rank[n] < 1 / 3 + share * 2 / 3]
        summary = summarise(outcome_of(held, LearnedTagger(train(known))), tagger="curve", rounds=0).summary
        print("learning curve", share, summary["headlines"]["problem_micro_f1"], file=sys.stderr)
        yield {"passages": len(known), "headlines": summary["headlines"], "by_cue": summary["by_cue"]}


def table(record):
    lines = ["| figure | " + " | ".join(NAMES.values()) + " |", "| --- |" + " ---: |" * len(NAMES)]
    for key in SHOWN:
        cells = []
        for name in NAMES:
            c = record["splits"][name]["intervals"][key]
            cells.append(f"{c['value']:.3f} ({c['low']:.3f}–{c['high']:.3f})")
        lines.append(f"| {headline_name(key)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def by_wording(record):
    lines = [
        "| split | wording | " + " | ".join(headline_name(key) for key in SHOWN[:5]) + " |",
        "| --- | --- |" + " ---: |" * 5,
    ]
    for name, words in NAMES.items():
        for cue in CUES:
            scores = record["splits"][name]["by_cue"][cue]
            lines.append(
                f"| {words} | {cue} | " + " | ".join(f"{scores[key]:.3f}" for key in SHOWN[:5]) + " |"
            )
    return "\n".join(lines)


def curve_table(record):
    lines = [
        "| passages learned from | problem themes, all | plain | free | measure themes, all | role characters |",
        "| ---: |" + " ---: |" * 5,
    ]
    for step in record["learning_curve"]:
        all_, plain, free = step["headlines"], step["by_cue"]["plain"], step["by_cue"]["free"]
        values = (
            all_["problem_micro_f1"],
            plain["problem_micro_f1"],
            free["problem_micro_f1"],
            all_["measure_micro_f1"],
            all_["role_characters"],
        )
        lines.append(f"| {step['passages']} | " + " | ".join(f"{value:.3f}" for value in values) + " |")
    return "\n".join(lines)


def draw(record):
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib.figure import Figure

    IMAGES.mkdir(exist_ok=True)
    blue, red, grey = "#0072B2", "#D55E00", "#52606D"
    figure = Figure(figsize=(7.2, 3.2), layout="constrained")
    axes = figure.subplots()
    for shift, key, colour, words in (
        (-0.12, "problem_micro_f1", red, "problem themes"),
        (0.12, "measure_micro_f1", blue, "measure themes"),
    ):
        for place, name in enumerate(NAMES):
            c = record["splits"][name]["intervals"][key]
            axes.plot([c["low"], c["high"]], [place + shift] * 2, color=colour, lw=1.5)
            axes.plot(c["value"], place + shift, "o", color=colour, label=words if place == 0 else None)
    axes.set_yticks(range(len(NAMES)), [NAMES[name] for name in NAMES])
    axes.invert_yaxis()
    axes.set_xlabel("micro-F1, report level, with 95 % intervals over agencies")
    axes.legend(frameon=False)
    finish(figure, axes, "accuracy_splits.png")

    figure = Figure(figsize=(4.8, 3.6), layout="constrained")
    axes = figure.subplots()
    size = [step["passages"] for step in record["learning_curve"]]
    for cue, colour in (("plain", blue), ("free", red)):
        axes.plot(
            size,
            [step["by_cue"][cue]["problem_micro_f1"] for step in record["learning_curve"]],
            "o-",
            color=colour,
            label=f"{cue} wording",
        )
    axes.set_xlabel("passages learned from")
    axes.set_ylabel("problem themes, micro-F1")
    axes.legend(frameon=False)
    finish(figure, axes, "accuracy_learning.png")

    figure = Figure(figsize=(4.2, 3.8), layout="constrained")
    axes = figure.subplots()
    bins = record["splits"]["unknown_pen"]["calibration"]["bins"]
    axes.plot([0, 1], [0, 1], color=grey, lw=0.8)
    axes.plot([b["probability"] for b in bins], [b["share"] for b in bins], "o-", color=blue)
    axes.set_xlabel("probability given")
    axes.set_ylabel("share that is right")
    finish(figure, axes, "accuracy_reliability.png")

    figure = Figure(figsize=(4.8, 3.8), layout="constrained")
    axes = figure.subplots()
    curves = record["splits"]["unknown_pen"]["curves"]
    for points in curves.values():
        axes.plot([p[2] for p in points], [p[1] for p in points], color=grey, lw=0.7)
    lowest = sorted(curves, key=lambda theme: max(min(p[1], p[2]) for p in curves[theme]))[:2]
    for theme, colour in zip(lowest, (red, blue), strict=True):
        axes.plot([p[2] for p in curves[theme]], [p[1] for p in curves[theme]], color=colour, label=theme)
    axes.set_xlabel("recall")
    axes.set_ylabel("precision")
    axes.set_ylim(0.4, 1.01)
    axes.legend(frameon=False, title="weakest themes", loc="lower left")
    finish(figure, axes, "accuracy_curves.png")


def finish(figure, axes, name):
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(IMAGES / name, dpi=150, metadata={"Software": None})


PAGE_TEXT = """# Accuracy on different partings of the gold data

Written by `python benchmarks/write_splits.py`; do not edit. {passages} composed passages, gold data `{gold}`. Each figure comes from passages that the model of that fold
had not learned from; passages go through the whole tool, splitting included. The shipped model, trained on all of them, is scored on passages
of yet another pen in [accuracy.md](accuracy.md).

{table}

With 95 % bootstrap intervals over agencies. The figures of a *pen never seen* are the honest ones for wording that nobody of the training authors would use; batches G8 and G9
were composed to be as far from official style as possible. Random parting flatters least where passages share nothing but their author.

![micro-F1 by split](images/accuracy_splits.png)

## By wording

{by_wording}

## Is there enough data?

Learned from growing shares of the agencies, tested on one third of the agencies that is never learned from:

{curve}

![learning curve](images/accuracy_learning.png)

## Calibration and precision against recall, a pen never seen

![reliability](images/accuracy_reliability.png) ![precision and recall](images/accuracy_curves.png)

Precision of the surest part of the tags: {coverage}.

## A second opinion

spaCy's `textcat_multilabel` (bag of words, our tokenizer), trained on the same passages, on the statements of the held-out passages, micro-F1 (best threshold for each;
`python benchmarks/second_opinion.py`):

{second}

The categoriser alone is clearly weaker and a blend gains at most a point on single statements, at the price of loading spaCy; it is not shipped. What it
showed is that words add to character n-grams, so the tagger now sees both.
"""


def second_table():
    record = json.loads((ROOT / "docs/second_opinion.json").read_text(encoding="utf-8"))
    lines = ["| | all | plain | free |", "| --- | ---: | ---: | ---: |"]
    lines += [
        f"| {name} | {s['all']:.3f} | {s['plain']:.3f} | {s['free']:.3f} |"
        for name, s in record["micro_f1"].items()
    ]
    return "\n".join(lines)


def main():
    if "--measure" in sys.argv:
        record = measured(read_gold(ROOT / "corpora/gold/gold.jsonl"))
        DATA.write_text(json.dumps(record) + "\n", encoding="utf-8")
    record = json.loads(DATA.read_text(encoding="utf-8"))
    draw(record)
    coverage = record["splits"]["unknown_pen"]["precision_at_coverage"]
    PAGE.write_text(
        PAGE_TEXT.format(
            passages=record["passages"],
            gold=record["gold_sha256"][:12],
            table=table(record),
            by_wording=by_wording(record),
            curve=curve_table(record),
            coverage=", ".join(f"{float(share):.0%} {value:.3f}" for share, value in coverage.items()),
            second=second_table(),
        ),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
