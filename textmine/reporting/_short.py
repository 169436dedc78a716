"""The short form: two pages of Word with the key table, the common problems, what recurs, and advice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textmine.analysis.frames import rows_of
from textmine.reporting._blocks import part, say
from textmine.reporting._findings import check_counts
from textmine.reporting._measures import answered_sentence
from textmine.reporting._model import Block, Part, Sentence, Table, ThemePage
from textmine.reporting._parts import (
    answered_themes,
    bands_sentence,
    basis_sentence,
    files_sentence,
    is_few,
    named_sentence,
    naming_reports,
    quoted,
    sections_found,
    version_sentence,
)
from textmine.reporting._recurring import pairs_of, recurrence_sentences, reuse_sentences
from textmine.reporting._tables import lean_summary
from textmine.reporting._themes import ranked_themes, share_sentence

if TYPE_CHECKING:
    from textmine.reporting._material import Material

TABLE_THEMES = 8
COMMON_THEMES = 3
ADVICE_THEMES = 3
_QUOTE_LENGTH = 45  # characters of a measure that fits a line or two


def short_parts(material: Material, pages: tuple[ThemePage, ...], summary: Table) -> tuple[Part, ...]:
    """The parts of the short form."""
    if not material.params["reports"]:
        return (part(material, "basis", basis_sentence(material)), _method(material))
    return (
        part(
            material, "basis", basis_sentence(material), *_lost_files(material), *_method_sentences(material)
        ),
        part(material, "overview", *_overview(material, summary)),
        part(material, "themes", *_common(material)),
        part(material, "recurrence", *_recurring(material)),
        part(material, "advice", *_advice(material, pages)),
        _method(material),
    )


def _lost_files(material: Material) -> list[Sentence]:
    lost = bool((material.documents["status"] == "unreadable").any())
    return [files_sentence(material)] if lost else []


def _method_sentences(material: Material) -> list[Sentence]:
    if is_few(material):  # no shares
        return []
    return [say(material, "short.method", corrected=bool(material.params["correction"]))]


def _method(material: Material) -> Part:
    return part(material, "method", version_sentence(material), appendix=True)


def _overview(material: Material, summary: Table) -> list[Block]:
    k, _ = naming_reports(material)
    if not k:
        return [named_sentence(material)]
    lean = lean_summary(summary, shares=not is_few(material))
    named = [place for place, row in enumerate(lean.rows) if row[1]]
    shown = named[:TABLE_THEMES]
    left = len(named) - len(shown)
    table = replace(
        lean,
        rows=tuple(lean.rows[place] for place in shown),
        queries=tuple(lean.queries[place] for place in shown),
        note=material.wording.say("short.more_themes", n=left) if left else "",
    )
    return [named_sentence(material), table, *_checks(material)]


def _checks(material: Material) -> list[Block]:
    counts, _ = check_counts(material)
    return [say(material, "short.checks", "checks", **counts)] if counts["tested"] else []


def _common(material: Material) -> list[Block]:
    """The themes with the highest shares; where intervals overlap no order is claimed."""
    ranked = ranked_themes(material)
    ranked = ranked[ranked["theme"] != "other"]
    if not len(ranked):
        return [say(material, "themes.none")]
    shown = ranked.head(COMMON_THEMES)
    sentences = [share_sentence(material, row) for row in rows_of(shown)]
    blocks: list[Block] = [bands_sentence(material), *sentences]
    rest = ranked.iloc[len(shown) :]
    if not is_few(material) and len(rest):
        overlapping = int((rest["high"] >= shown["low"].min()).sum())
        if overlapping:
            blocks.append(say(material, "short.overlap", "prevalence", n=overlapping))
    return blocks


def _recurring(material: Material) -> list[Block]:
    blocks: list[Block] = []
    if pairs_of(material):
        blocks += [s for s in recurrence_sentences(material)[1:] if s.text]
    else:
        blocks.append(say(material, "recurrence.none"))
    frame = material.results["reuse"].frame
    if len(frame) > 1:
        blocks += reuse_sentences(material)[:1]
    if material.results["followthrough"].params["answered"]["n"]:
        blocks.append(answered_sentence(material))
    return blocks


def _advice(material: Material, pages: tuple[ThemePage, ...]) -> list[Block]:
    wanted = [page for page in pages if page.theme != "other"][:ADVICE_THEMES]
    if not wanted:
        return [say(material, "advice.none", sections=sections_found(material))]
    sentences: list[Block] = [say(material, "short.advice_lead", agencies=material.params["agencies"])]
    answered = answered_themes(material)
    for page in wanted:
        fitting = [quote for quote in page.measures if len(quote.text) <= _QUOTE_LENGTH]
        if not fitting and (material.library.total(page.theme, "measure") or page.theme in answered):
            continue
        key = "advice.theme" if fitting else "advice.no_measure"
        quotes = [quoted(material, quote.text, quote.agency, quote.year) for quote in fitting[:1]]
        source = f"statements[role=measure, theme={page.theme}]"
        sentences.append(
            say(material, key, source, theme=page.name, provision=page.provision, quotations="".join(quotes),
                agencies=material.params["agencies"])
        )  # fmt: skip
    return sentences
