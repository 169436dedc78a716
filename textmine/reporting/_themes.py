"""Pages of themes: how many reports name a theme, in words that the interval allows, with quotations."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from textmine.analysis._elements import stated_elements, told_as_taken
from textmine.analysis.frames import rows_of
from textmine.reporting._model import Quotation, Sentence, ThemePage
from textmine.reporting._quotes import THEME_QUOTATIONS

if TYPE_CHECKING:
    import pandas as pd

    from textmine.reporting._material import Material

# Measures quoted as suggestions, and how long a quotable one is.
_MEASURES = 3
_MEASURE_LENGTH = (8, 60)

# An interval wider than this leaves the corrected share open.
_WIDE = 0.5


def ranked_themes(material: Material) -> pd.DataFrame:
    """Rows of prevalence that any report stands behind, in falling order of the share, then of the tagged share."""
    frame = material.results["prevalence"].frame.sort_values(
        ["share", "tagged"], ascending=False, kind="stable"
    )
    return frame[frame["k"] > 0]


def theme_pages(material: Material) -> tuple[ThemePage, ...]:
    """A page for each theme that any report names as a problem, in falling order of the share."""
    pages = []
    told: list[str] = []  # a measure on two themes is quoted on the page of the first
    for row in rows_of(ranked_themes(material)):
        measures = quotable_measures(material, row.theme, besides=told) or quotable_measures(
            material, row.theme
        )
        told += [measure.text for measure in measures]
        quotations = material.library.quotations(row.theme, "problem", THEME_QUOTATIONS)
        pages.append(
            ThemePage(
                theme=row.theme,
                name=material.theme(row.theme),
                provision=material.provisions.get(row.theme, ""),
                sentences=_sentences(material, row),
                quotations=quotations,
                total=material.library.total(row.theme, "problem"),
                measures=measures,
            )
        )
    return tuple(pages)


def share_sentence(material: Material, row: Any) -> Sentence:
    """How many reports name the theme, in the graded word that the corrected share and its interval allow."""
    params, bands = material.params, material.options.template.bands
    word = material.wording.raw(f"themes.band.{bands.word(row.share, row.low, row.high)}")
    key = (
        "few_reports"
        if row.n < params["small_group"]
        else "corrected"
        if params["correction"]
        else "sentence"
    )
    theme = material.theme(row.theme)
    named = material.wording.say("themes.named", theme=theme, other=row.theme == "other")
    words = material.wording.say(
        f"themes.{key}", n=row.n, k=row.k, tagged=row.tagged, share=row.share, low=row.low, high=row.high,
        band_words=word, theme=theme, named=named, wide=row.high - row.low > _WIDE,
    )  # fmt: skip
    return Sentence(words, f"prevalence[theme={row.theme}]")


def _sentences(material: Material, row: Any) -> tuple[Sentence, ...]:
    wording = material.wording
    sentences = [share_sentence(material, row)]
    by_level = material.results.get("heatmap-level")
    if by_level is not None:
        mine = by_level.frame[by_level.frame["theme"] == row.theme]
        groups = [(wording.name("level", item.level), int(item.k), int(item.n)) for item in rows_of(mine)]
        source = f"prevalence(by=level)[theme={row.theme}]"
        sentences.append(Sentence(wording.say("themes.levels", groups=groups), source))
    total = material.library.total(row.theme, "problem")
    shown = min(total, THEME_QUOTATIONS)
    sentences.append(Sentence(wording.say("themes.quoted", shown=shown, total=total), "statements"))
    return tuple(sentences)


def quotable_measures(
    material: Material, theme: str, *, most: int = _MEASURES, besides: Collection[str] = ()
) -> tuple[Quotation, ...]:
    """Measures that can be quoted in a line, of different agencies and wording, those first that say what, when or how often.

    ``besides``: texts that are quoted elsewhere.
    """
    chosen: list[Quotation] = []
    low, high = _MEASURE_LENGTH
    quotable = [
        quote
        for quote in material.library.quotations(theme, "measure")
        if low <= len(quote.text) <= high
        and "\n" not in quote.text
        and "。" not in quote.text.rstrip("。”")  # two sentences: the first may be the problem
        and quote.text not in besides
        and not told_as_taken(quote.text)  # it may be an example, but is no plan
    ]
    for quote in sorted(quotable, key=lambda quote: not stated_elements(quote.text)):
        if not any(
            quote.agency == other.agency or quote.text in other.text or other.text in quote.text
            for other in chosen
        ):
            chosen.append(quote)
        if len(chosen) == most:
            break
    return tuple(chosen)
