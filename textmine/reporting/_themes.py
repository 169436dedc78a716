"""Pages of themes: how many reports name a theme, in words that the interval allows, with quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import rows_of
from textmine.reporting._model import Sentence, ThemePage
from textmine.reporting._quotes import THEME_QUOTATIONS

if TYPE_CHECKING:
    from textmine.reporting._material import Material

# Measures quoted as suggestions, and how long a quotable one is.
_MEASURES = 3
_MEASURE_LENGTH = (8, 60)

# Bands of the wording: the words promise no more than the lower end of the interval holds.
MOST, MAJORITY, FEW = 2 / 3, 1 / 2, 0.1


def band(share: float, low: float) -> str:
    """Which of most, majority, some, few a share may be called, given the lower end of its interval."""
    if low >= MOST:
        return "most"
    if low > MAJORITY:
        return "majority"
    return "few" if share < FEW else "some"


def theme_pages(material: Material) -> tuple[ThemePage, ...]:
    """A page for each theme that any report names as a problem, in falling order of the share."""
    frame = material.results["prevalence"].frame.sort_values("share", ascending=False, kind="stable")
    pages = []
    for row in rows_of(frame[frame["k"] > 0]):
        quotations = material.library.quotations(row.theme, "problem", THEME_QUOTATIONS)
        pages.append(
            ThemePage(
                theme=row.theme,
                name=material.names.get(row.theme, row.theme),
                provision=material.provisions.get(row.theme, ""),
                sentences=_sentences(material, row),
                quotations=quotations,
                total=material.library.total(row.theme, "problem"),
                measures=_measures(material, row.theme),
            )
        )
    return tuple(pages)


def _sentences(material: Material, row: Any) -> tuple[Sentence, ...]:
    wording = material.wording
    words = wording.raw(f"themes.band.{band(row.share, row.low)}")
    source = f"prevalence[theme={row.theme}]"
    sentences = [
        Sentence(
            wording.say(
                "themes.sentence", n=row.n, k=row.k, share=row.share, low=row.low, high=row.high,
                band_words=words, theme=material.names.get(row.theme, row.theme),
            ),
            source,
        )
    ]  # fmt: skip
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


def _measures(material: Material, theme: str) -> tuple[Any, ...]:
    """Measures that can be quoted in a line, of different agencies and wording."""
    chosen: list[Any] = []
    low, high = _MEASURE_LENGTH
    for quote in material.library.quotations(theme, "measure"):
        known = {other.agency for other in chosen} | {other.text for other in chosen}
        if (
            low <= len(quote.text) <= high
            and "\n" not in quote.text
            and not {quote.agency, quote.text} & known
        ):
            chosen.append(quote)
        if len(chosen) == _MEASURES:
            break
    return tuple(chosen)
