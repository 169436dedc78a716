"""More training passages out of the gold ones: the forms in which statements also come, with labels that follow from the gold.

Composed passages are more neatly split than published ones. What the parser leaves together in real reports (lists of shortfalls in
one sentence, an item with several steps), one-sided sections and short ones are therefore made from the gold passages.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from textmine.gold import GoldPassage, GoldStatement
from textmine.schema import Role
from textmine.themes._units import Item

_LONGEST_MERGED = 160
_LONGEST_LISTED = 22
_STEP_ROLES = ("measure", "rectified")


def merged(passages: Sequence[GoldPassage], seed: int, share: float = 0.5) -> list[GoldPassage]:
    """Neighbouring statements of one role run together as one, with the themes of both."""
    rng = random.Random(seed)  # noqa: S311 (no secrets here)
    result = []
    for passage in passages:
        kept: list[GoldStatement] = []
        for item in passage.statements:
            last = kept[-1] if kept else None
            fits = last is not None and last.role == item.role != "context"
            if last and fits and item.end - last.start < _LONGEST_MERGED and rng.random() < share:
                themes = tuple(dict.fromkeys(last.themes + item.themes))
                kept[-1] = GoldStatement(last.start, item.end, item.role, themes)
            else:
                kept.append(item)
        result.append(replace(passage, statements=tuple(kept)))
    return result


def as_cut(passages: Sequence[GoldPassage], cut: Sequence[Item]) -> list[GoldPassage]:
    """Passages with statements as they come at work, cut by the parser and at learned borders, where their labels are clear.

    A statement has the themes of the gold statements of its role that it covers for the most part; one that is only a part of a gold statement
    with several themes is left out.
    """
    result = []
    for passage, (_, statements) in zip(passages, cut, strict=True):
        found = [_labelled(passage, item.start, item.end) for item in statements]
        kept = tuple(item for item in found if item is not None)
        if kept:
            result.append(replace(passage, statements=kept))
    return result


def _labelled(passage: GoldPassage, start: int, end: int) -> GoldStatement | None:
    shared = [(min(item.end, end) - max(item.start, start), item) for item in passage.statements]
    shared = [(size, item) for size, item in shared if size > 0]
    if not shared:
        return None
    role = max(shared, key=lambda pair: pair[0])[1].role
    own = [(size, item) for size, item in shared if item.role == role]
    covered = [item for size, item in own if 2 * size > item.end - item.start]
    if any(item not in covered and len(item.themes) > 1 for _, item in own) or (
        len(covered) == 1
        and len(covered[0].themes) > 1
        and end - start < 0.8 * (covered[0].end - covered[0].start)
    ):
        return None
    themes = dict.fromkeys(theme for _, item in own for theme in item.themes)
    return GoldStatement(start, end, role, tuple(themes))


def one_sided(passages: Sequence[GoldPassage], seed: int, share: float = 0.4) -> list[GoldPassage]:
    """Some passages with their shortfalls only, some with their steps only."""
    rng = random.Random(seed)  # noqa: S311 (no secrets here)
    result = []
    for passage in passages:
        if rng.random() < share:
            dropped = rng.choice((("problem",), _STEP_ROLES))
            kept = tuple(item for item in passage.statements if item.role not in dropped)
            if kept:
                result.append(replace(passage, statements=kept))
    return result


def unpaired(passages: Sequence[GoldPassage], seed: int) -> list[GoldPassage]:
    """The shortfalls of one passage followed by the steps of another one of the same batch.

    In published sections the steps often answer other shortfalls than those named; without such passages the later passes would
    trust too much in pairs.
    """
    rng = random.Random(seed)  # noqa: S311 (no secrets here)
    by_batch: dict[str, list[GoldPassage]] = defaultdict(list)
    for passage in passages:
        roles = {item.role for item in passage.statements}
        if "problem" in roles and roles & set(_STEP_ROLES):
            by_batch[passage.batch].append(passage)
    result = []
    for batch in sorted(by_batch):
        others = by_batch[batch].copy()
        rng.shuffle(others)
        pairs = zip(by_batch[batch], others, strict=True)
        result += [_crossed(first, second) for first, second in pairs if first is not second]
    return result


def _crossed(first: GoldPassage, second: GoldPassage) -> GoldPassage:
    shift = len(first.text) + 1
    shortfalls = tuple(item for item in first.statements if item.role == "problem")
    steps = tuple(
        GoldStatement(item.start + shift, item.end + shift, item.role, item.themes)
        for item in second.statements
        if item.role != "problem"
    )
    return replace(first, text=f"{first.text}\n{second.text}", statements=shortfalls + steps)


def listed(passages: Sequence[GoldPassage], seed: int, count: int) -> list[GoldPassage]:
    """One-sentence lists of two to four short statements of one role (存在…、…、…等问题).

    The parts of a list come from passages of one batch, so that leaving out a batch leaves out all its words.
    """
    rng = random.Random(seed)  # noqa: S311 (no secrets here)
    pools: dict[tuple[str, Role], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    first: dict[str, GoldPassage] = {}
    for passage in passages:
        first.setdefault(passage.batch, passage)
        for item in passage.statements:
            words = passage.text[item.start : item.end].replace("\n", "")
            if item.role != "context" and len(words) <= _LONGEST_LISTED and "。" not in words:
                pools[passage.batch, item.role].append((words, item.themes))
    result: list[GoldPassage] = []
    for batch in sorted(first):
        roles: tuple[Role, ...] = ("problem", "problem", "measure", "rectified")
        own = sum(passage.batch == batch for passage in passages)
        for _ in range(round(count * own / len(passages))):
            role = rng.choice(roles)
            if pool := pools[batch, role]:
                result.append(_list_of(rng, pool, role, first[batch]))
    return result


def _list_of(
    rng: random.Random, pool: Sequence[tuple[str, tuple[str, ...]]], role: Role, like: GoldPassage
) -> GoldPassage:
    chosen = [rng.choice(pool) for _ in range(rng.choice((2, 2, 3, 4)))]
    if role == "problem":
        opening, closing = (
            rng.choice(("", "", "存在", "还存在", "主要是")),
            rng.choice(("", "等问题", "等情况")),
        )
    else:
        opening, closing = rng.choice(("", "", "进一步")), ""
    text = opening + rng.choice("，、；").join(words for words, _ in chosen) + closing
    themes = tuple(dict.fromkeys(theme for _, labels in chosen for theme in labels))
    return replace(like, text=text, statements=(GoldStatement(0, len(text), role, themes),))
