"""Write the counts of the gold data into DATASHEET.md, between its two marks.

usage: python corpora/gold/write_datasheet.py
"""

import re
from collections import Counter
from pathlib import Path

from textmine.gold import read_gold, theme_ids
from textmine.resources import load_yaml
from textmine.themes import RuleTagger
from textmine.themes._training import gold_items

HERE = Path(__file__).parent
SHEET = HERE / "DATASHEET.md"
FILES = ("gold", "short_forms", "held_out", "held_out_published", "held_out_recast", "held_out_ordinary")
BEGIN, END = "<!-- counts -->", "<!-- end of counts -->"
ROLES = ("problem", "measure", "rectified")


def include_words():
    """Theme → wordings of the codebook's include list, alternatives written out (公开/发布不及时: 公开不及时, 发布不及时)."""
    words = {}
    for theme in load_yaml("codebook.yaml")["themes"]:
        found = words.setdefault(theme["id"], set())
        for entry in theme["include"]:
            *others, last = re.sub(r"\(.*?\)|（.*?）", "", entry).split("/")
            found |= {last, *(other + last[len(other) :] for other in others)}
    return words


def unsaid(passages):
    """Statements with a theme; those without any include word of their themes; those in which the cue tables find none of them."""
    words = include_words()
    tagged = RuleTagger().tag_many(gold_items(passages))
    total = avoiding = free = 0
    for passage, found in zip(passages, tagged, strict=True):
        for item, statement in zip(passage.statements, found, strict=True):
            if item.themes:
                total += 1
                text = passage.text[item.start : item.end]
                avoiding += not any(word in text for theme in item.themes for word in words[theme])
                free += not set(item.themes) & {tag.theme for tag in statement.tags}
    return total, avoiding, free


def overview(sets):
    lines = [
        "| file | passages | agencies | years | statements | problem | measure | rectified | context | with themes | without the codebook's words | not found by cue tables |",
        "| --- |" + " ---: |" * 11,
    ]
    for name, passages in sets.items():
        roles = Counter(item.role for p in passages for item in p.statements)
        total, avoiding, free = unsaid(passages)
        years = f"{min(p.year for p in passages)}–{max(p.year for p in passages)}"
        counts = " | ".join(f"{roles[role]:,}" for role in (*ROLES, "context"))
        lines.append(
            f"| `{name}` | {len(passages):,} | {len({p.agency for p in passages}):,} | {years} | {sum(roles.values()):,} | {counts} "
            f"| {total:,} | {avoiding:,} ({avoiding / total:.0%}) | {free:,} ({free / total:.0%}) |"
        )
    return lines


def by_theme(sets):
    heads = [f"`{name}` {'/'.join(role[0] for role in ROLES)}" for name in sets]
    lines = ["| theme | " + " | ".join(heads) + " |", "| --- |" + " ---: |" * len(heads)]
    counts = {
        name: Counter((item.role, theme) for p in passages for item in p.statements for theme in item.themes)
        for name, passages in sets.items()
    }
    for theme in theme_ids():
        cells = ["/".join(str(found[role, theme]) for role in ROLES) for found in counts.values()]
        lines.append(f"| {theme} | " + " | ".join(cells) + " |")
    least = min(counts["gold"][role, theme] for role in ROLES[:2] for theme in theme_ids())
    lines += [
        "",
        f"Fewest statements of a theme as problem or measure in `gold`: {least}. Numbers are problems/measures/rectified.",
    ]
    return lines


def main():
    sets = {name: read_gold(HERE / f"{name}.jsonl") for name in FILES}
    text = SHEET.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    table = "\n".join([*overview(sets), "", *by_theme(sets)])
    SHEET.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
