"""Set the floors of the quality gate from the shipped model's scores on the held-out passages.

usage: python tests/model/set_floors.py [--lower "reason"]

Floors lie a little below the scores, so that a rebuilt model may wobble, and are only ever raised. To lower one, say so with a reason: the
reason goes into floors.json and into the changelog, where the gate looks for it.
"""

import hashlib
import json
import sys
from pathlib import Path

from textmine.evaluation import headlines, outcome_of
from textmine.gold import gold_hash, read_gold
from textmine.themes.classifier import load_classifier

ROOT = Path(__file__).parents[2]
FLOORS = Path(__file__).with_name("floors.json")
HELD_OUT = ROOT / "corpora/gold/held_out.jsonl"
MARGIN = 0.01
LOWER_IS_BETTER = {"ece_mean"}


def digest(record):
    """Seal over the floors: a floor edited by hand breaks it."""
    sealed = {key: record[key] for key in ("held_out_sha256", "floors", "lowered")}
    return hashlib.sha256(json.dumps(sealed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def scores():
    """Headline figures of the shipped model on the held-out passages."""
    return headlines(outcome_of(read_gold(HELD_OUT), load_classifier()))


def main():
    reason = sys.argv[2] if len(sys.argv) == 3 and sys.argv[1] == "--lower" else None
    old = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"floors": {}, "lowered": []}
    record = {
        "held_out_sha256": gold_hash(read_gold(HELD_OUT)),
        "floors": dict(old["floors"]),
        "lowered": old["lowered"],
    }
    for name, score in scores().items():
        up = name not in LOWER_IS_BETTER
        wanted = round(score - MARGIN if up else score + MARGIN, 3)
        before = old["floors"].get(name)
        worse = before is not None and (wanted < before if up else wanted > before)
        if worse and not reason:
            print(
                f"{name}: kept at {before} (the score is {score:.3f}); --lower REASON would make it {wanted}"
            )
            continue
        if worse:
            line = f"Quality gate: floor of `{name}` lowered from {before} to {wanted}: {reason}"
            record["lowered"].append(line)
            changelog = ROOT / "CHANGELOG.md"
            changelog.write_text(
                changelog.read_text(encoding="utf-8").rstrip("\n") + f"\n- {line}\n", encoding="utf-8"
            )
        record["floors"][name] = wanted
    record["seal"] = digest(record)
    FLOORS.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(FLOORS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
