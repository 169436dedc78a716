"""Write docs/accuracy.md and models/MODEL_CARD.md from an evaluation of the shipped tagger on the held-out passages.

usage: python benchmarks/write_accuracy.py
"""

import json
from pathlib import Path

from textmine.evaluation import as_markdown, evaluate
from textmine.gold import read_gold
from textmine.themes import load_tagger

ROOT = Path(__file__).parents[1]

HEAD = """# Accuracy

Written by `python benchmarks/write_accuracy.py`; do not edit.

**Which data.** `corpora/gold/held_out.jsonl`: passages by another pen than the training passages, for agencies of another (fictional) province, on which no
model, threshold or cue was tuned. Half of them (*plain*) use the usual wording of published reports, half (*free*) avoid it. They go through the whole tool,
splitting included, as a report's section five would. **All passages are composed, not published; composed text flatters.** No figures on published reports
are given here, since none were coded for this purpose; code a sample of your own reports and pass it as `coded=` before you publish shares.

Report level means: a report has a theme in a role if at least one of its statements has.

"""
RULES = """
# The rule tagger on the same passages

For comparison: cue tables and rule-made roles alone (`--tagger rules`).

"""
CARD = """# Model card: default tagger

Linear models over character n-grams, segmented words, cue findings, role, heading and neighbours; weights in `default.npz` (no pickle), description in `default.json`.

- Trained on {passages} composed passages ({statements} statements), gold data `{gold}`; batches {batches}.
- Purpose: roles and themes of statements of section five of Chinese annual reports on government information disclosure. Not for other kinds of text.
- Held-out scores: `docs/accuracy.md`. Error rates used for corrected shares: `default.error.json`.
- Limits: trained on composed text only; weakest on earlier-year shortfalls told without the usual words and on wording far from official style.
- Rebuild: `textmine train corpora/gold/gold.jsonl -o models`, then the two scripts `benchmarks/measure_tagger_error.py` and `benchmarks/write_accuracy.py`.
"""


def shifted(markdown):
    """The evaluation's headings one level down, below the page's own."""
    return "\n".join("#" + line if line.startswith("#") else line for line in markdown.splitlines()) + "\n"


def main():
    passages = read_gold(ROOT / "corpora" / "gold" / "held_out.jsonl")
    page = HEAD
    for name, lead in (("default", ""), ("rules", RULES)):
        result = evaluate(passages, load_tagger(name), rounds=200)
        page += lead + shifted(as_markdown(result.summary))
    (ROOT / "docs" / "accuracy.md").write_text(page, encoding="utf-8")
    model = json.loads((ROOT / "models" / "default.json").read_text(encoding="utf-8"))["training"]
    card = CARD.format(
        passages=model["passages"],
        statements=model["statements"],
        gold=model["gold_sha256"][:12],
        batches=", ".join(model["batches"]),
    )
    (ROOT / "models" / "MODEL_CARD.md").write_text(card, encoding="utf-8")


if __name__ == "__main__":
    main()
