"""Measure how often each cue's tags are right on gold passages, and write the probabilities that rule tags carry.

usage: python benchmarks/measure_cues.py corpora/gold/gold.jsonl G4 G5 [--write]

The prefixes choose the passages by id. The passages of G4 and G5 were not read when the cues were written, but their scores
chose between variants of the cues, so that the figures are somewhat optimistic.
A cue's share is drawn towards its side's share (``PRIOR`` imagined tags), so that cues seen once do not get 0 or 1.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from textmine.schema import Statement
from textmine.themes import RuleTagger
from textmine.themes.rules import load_cues

PRIOR = 6
TARGET = Path(__file__).parents[1] / "textmine" / "resources" / "cues" / "_probabilities.yaml"


def passages(path, prefixes):
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["id"].startswith(tuple(prefixes)):
            yield record


def measure(records):
    """Counts of fired and right tags for each cue, and of statements that only a last resort tagged."""
    items = [
        (
            record["text"],
            [
                Statement(str(n), s["role"], s["start"], s["end"], record["text"][s["start"] : s["end"]])
                for n, s in enumerate(record["statements"])
            ],
        )
        for record in records
    ]
    fired, right = Counter(), Counter()
    tagger = RuleTagger()
    for record, tagged in zip(records, tagger.tag_many(items), strict=True):
        for gold, item in zip(record["statements"], tagged, strict=True):
            for tag in item.tags:
                for cue in {evidence.source.removeprefix("cue:") for evidence in tag.evidence}:
                    fired[cue] += 1
                    right[cue] += tag.theme in gold["themes"]
    return fired, right


def main(path, *arguments):
    prefixes = [argument for argument in arguments if argument != "--write"]
    fired, right = measure(list(passages(path, prefixes)))
    side = {cue.id: cue.side for cue in load_cues().cues}
    mean = {
        name: sum(right[c] for c in fired if side[c] == name)
        / sum(n for c, n in fired.items() if side[c] == name)
        for name in set(side.values())
    }
    default = sum(right.values()) / sum(fired.values())
    lines = [
        "# Share of each cue's tags that were right, on gold passages whose scores (not texts) guided the cues: somewhat optimistic,",
        "# drawn towards the mean of its side. Made by benchmarks/measure_cues.py; measure again when cues change.",
        f"default: {default:.3f}",
        "fallback_factor: 0.8",
        "cues:",
    ]
    for cue in sorted(fired):
        share = (right[cue] + PRIOR * mean[side[cue]]) / (fired[cue] + PRIOR)
        lines.append(f"  {cue}: {share:.3f}  # {right[cue]} of {fired[cue]}")
    text = "\n".join(lines) + "\n"
    if "--write" in arguments:
        TARGET.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
