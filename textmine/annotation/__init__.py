"""Making and keeping labelled data: the inline format, import into gold files, splits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textmine.annotation._inline import format_inline, parse_inline, read_inline, region_of, write_inline
from textmine.annotation._settling import Settled, apply_settled, read_settled
from textmine.annotation._splits import assign_splits
from textmine.errors import ResourceError
from textmine.gold import GoldPassage

__all__ = [
    "Settled",
    "apply_settled",
    "assign_splits",
    "format_inline",
    "import_inline",
    "parse_inline",
    "read_inline",
    "read_settled",
    "region_of",
    "write_inline",
]

COMPOSED = "composed for this project; fictional agency, no text taken from a published report"


def import_inline(
    paths: Sequence[str | Path], *, provenance: str = COMPOSED, settled: str | Path | None = None
) -> list[GoldPassage]:
    """Gold passages of inline files, sorted by id, with splits assigned.

    ``settled`` is a table of labels settled between two coders (``apply_settled``).

    The annotator is named after the batch (``author-G1``). The same files always give the same passages.
    """
    passages: list[GoldPassage] = []
    for path in map(Path, paths):
        text = path.read_text(encoding="utf-8-sig")
        passages += read_inline(text, name=str(path), annotator=f"author-{path.stem}", provenance=provenance)
    ids = [passage.id for passage in passages]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise ResourceError(f"These ids occur twice, give each passage its own: {', '.join(twice)}.")
    passages = assign_splits(sorted(passages, key=lambda passage: passage.id))
    return apply_settled(passages, read_settled(settled)) if settled else passages
