"""Building blocks of parts: sentences by the key of their phrase, charts with their words, headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textmine.reporting._model import Block, Chart, Heading, Part, Sentence, Table

if TYPE_CHECKING:
    from textmine.analysis import Result
    from textmine.reporting._material import Material


def part(
    material: Material, part_id: str, *blocks: Block, appendix: bool = False, wide: bool = False
) -> Part:
    """A part with its usual heading."""
    heading = material.wording.say(f"parts.{part_id}")
    return Part(part_id, heading, blocks, appendix, wide)


def heading(material: Material, key: str) -> Heading:
    """A heading inside a part."""
    return Heading(material.wording.say(f"headings.{key}"))


def say(material: Material, key: str, source: str = "", **values: Any) -> Sentence:
    """A sentence; ``source`` names the rows it rests on."""
    return Sentence(material.wording.say(key, **values), source)


def note(material: Material, key: str, **values: Any) -> Sentence:
    """A sentence that says how to read what stands before."""
    return Sentence(material.wording.say(key, **values), note=True)


def chart(material: Material, name: str, result: Result | None = None) -> Chart:
    """The chart of a result, by default of the one with the same name."""
    from textmine.charts import describe, history_pages

    shown = material.results[name] if result is None else result
    text = describe(shown, lang=material.wording.lang, themes=material.options.template.themes)
    caption = material.wording.say(f"captions.charts.{name}")
    pages = history_pages(shown) if shown.name == "histories" else 1
    return Chart(name, text.title, caption, text.subtitle, shown, pages)


def head(material: Material, table: Table, key: str, shown: int) -> Table:
    """The first rows of a table, with a note if there are more."""
    if len(table.rows) <= shown:
        return table
    words = material.wording.say(key, shown=shown, total=len(table.rows))
    return replace(table, rows=table.rows[:shown], note=words, queries=table.queries[:shown])


def share_of(counts: Mapping[str, Any]) -> dict[str, Any]:
    """k, n, share, low and high of a summary, for phrases."""
    return {name: counts[name] for name in ("k", "n", "share", "low", "high")}
