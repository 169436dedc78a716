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
HELD_OUT = {
    name: ROOT / f"corpora/gold/{name}.jsonl"
    for name in ("held_out", "held_out_published", "held_out_recast", "held_out_ordinary")
}
TRAINED_ON = tuple(ROOT / f"corpora/gold/{name}.jsonl" for name in ("gold", "short_forms"))
MARGIN = 0.01
LOWER_IS_BETTER = {"ece_mean"}


def digest(record):
    """Seal over the floors: a floor edited by hand breaks it."""
    sealed = {key: record[key] for key in ("sha256", "floors", "lowered")}
    return hashlib.sha256(json.dumps(sealed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def scores(name):
    """Headline figures of the shipped model on held-out passages."""
    return headlines(outcome_of(read_gold(HELD_OUT[name]), load_classifier()))


def misses(found, floors):
    """Figures on the wrong side of their floor: score and floor by name."""
    return {
        name: (round(found[name], 4), floor)
        for name, floor in floors.items()
        if (found[name] > floor if name in LOWER_IS_BETTER else found[name] < floor)
    }


def renewed(passages, found, floors, lowered, reason):
    """Floors from scores; raised where the score allows it, lowered only for a reason."""
    result = dict(floors)
    for name, score in found.items():
        up = name not in LOWER_IS_BETTER
        wanted = round(score - MARGIN if up else score + MARGIN, 3)
        before = floors.get(name)
        worse = before is not None and (wanted < before if up else wanted > before)
        if worse and not misses(found, {name: before}):
            continue  # the old floor still holds
        if worse and not reason:
            print(
                f"{passages}, {name}: kept at {before} (the score is {score:.3f}); --lower REASON would make it {wanted}"
            )
            continue
        if worse:
            lowered.append(
                f"Quality gate: floor of `{name}` on `{passages}` lowered from {before} to {wanted}: {reason}"
            )
        result[name] = wanted
    return result


def main():
    reason = sys.argv[2] if len(sys.argv) == 3 and sys.argv[1] == "--lower" else None
    old = json.loads(FLOORS.read_text(encoding="utf-8"))
    lowered = []
    record = {
        "sha256": {name: gold_hash(read_gold(path)) for name, path in HELD_OUT.items()},
        "floors": {
            name: renewed(name, scores(name), old["floors"].get(name, {}), lowered, reason)
            for name in HELD_OUT
        },
    }
    record["lowered"] = [*old["lowered"], *lowered]
    record["seal"] = digest(record)
    FLOORS.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if lowered:
        changelog = ROOT / "CHANGELOG.md"
        lines = "".join(f"- {line}\n" for line in lowered)
        changelog.write_text(
            changelog.read_text(encoding="utf-8").rstrip("\n") + f"\n{lines}", encoding="utf-8"
        )
    print(FLOORS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
