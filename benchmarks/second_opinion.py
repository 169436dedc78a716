"""spaCy's bag-of-words text categoriser, trained on the same passages, beside the tagger: alone, as union, as blend.

usage: python benchmarks/second_opinion.py [--write]

Both learn from the same passages (TRAINED_ON) and are scored on the gold statements of the held-out passages (statement level, roles aside), the cue tables
too. Thresholds are the best of a grid for each, on the held-out passages themselves, so every candidate is flattered alike. ``--write`` puts the result into docs/second_opinion.json.
"""

import json
import random
import sys
import time
from pathlib import Path

import numpy as np
import spacy
from spacy.training import Example

from textmine.components import TOKENIZER
from textmine.evaluation import outcome_of
from textmine.gold import read_gold, theme_ids
from textmine.themes import load_tagger

ROOT = Path(__file__).parents[1]
EPOCHS = 12
TRAINED_ON = ("gold", "short_forms")
HELD_OUT = ("held_out_published", "held_out")


def passages_of(names):
    return [passage for name in names for passage in read_gold(ROOT / f"corpora/gold/{name}.jsonl")]


def pairs(passages):
    """Text and themes of statements that are not context."""
    return [
        (p.text[s.start : s.end].replace("\n", ""), set(s.themes))
        for p in passages
        for s in p.statements
        if s.role != "context"
    ]


def trained(passages, themes):
    nlp = spacy.blank(
        "zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}, "initialize": {"tokenizer": None}}
    )
    model = {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": False,
        "ngram_size": 2,
        "no_output_layer": False,
        "length": 262144,
    }
    categoriser = nlp.add_pipe("textcat_multilabel", config={"model": model})
    for theme in themes:
        categoriser.add_label(theme)
    examples = [
        Example.from_dict(nlp.make_doc(text), {"cats": {theme: float(theme in found) for theme in themes}})
        for text, found in pairs(passages)
    ]
    categoriser.initialize(lambda: examples, nlp=nlp)
    optimizer = nlp.create_optimizer()
    rng = random.Random(0)
    for _ in range(EPOCHS):
        rng.shuffle(examples)
        for first in range(0, len(examples), 128):
            nlp.update(examples[first : first + 128], sgd=optimizer, drop=0.2)
    return nlp


def best_f1(gold, probability):
    """Best micro-F1 over a grid of thresholds, and the threshold."""
    scored = []
    for threshold in np.linspace(0.05, 0.8, 31):
        found = probability >= threshold
        scored.append((2 * (gold & found).sum() / max(1, gold.sum() + found.sum()), float(threshold)))
    return max(scored)


def main():
    themes = theme_ids()
    held_out = passages_of(HELD_OUT)
    outcome = outcome_of(held_out, load_tagger())
    rows = outcome.gold_roles != 3
    gold, own = outcome.gold_themes[rows], outcome.probabilities[rows]
    ruled = outcome_of(held_out, load_tagger("rules")).probabilities[rows]
    nlp = trained(passages_of(TRAINED_ON), themes)
    texts = [text for text, _ in pairs(held_out)]
    start = time.process_time()
    docs = list(nlp.pipe(texts))
    speed = len(texts) / (time.process_time() - start)
    other = np.array([[doc.cats[theme] for theme in themes] for doc in docs])
    cues = np.array([p.cue for p in held_out])[outcome.owner[rows]]
    candidates = {
        "rules (cue tables)": ruled,
        "tagger (linear models)": own,
        "spaCy bag of words": other,
        "union (higher probability)": np.maximum(own, 0.9 * other),
        "blend (0.8 : 0.2)": 0.8 * own + 0.2 * other,
        "blend (0.6 : 0.4)": 0.6 * own + 0.4 * other,
    }
    table = {
        name: {
            kind: round(best_f1(gold[chosen], p[chosen])[0], 4)
            for kind, chosen in (
                ("all", cues != ""),
                *((cue, cues == cue) for cue in ("published", "plain", "free")),
            )
        }
        for name, p in candidates.items()
    }
    result = {"micro_f1": table, "statements": len(gold), "spacy_statements_per_second": round(speed)}
    print(json.dumps(result, indent=1))
    if "--write" in sys.argv:
        (ROOT / "docs/second_opinion.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
