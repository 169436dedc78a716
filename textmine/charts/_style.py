"""House style: colours, sizes, and the font that has a glyph for every character.

Colours are those of Okabe & Ito (Color Universal Design, 2008), told apart with all common forms of colour blindness.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.resources import resource

if TYPE_CHECKING:
    from matplotlib.artist import Artist

PROBLEM = "#D55E00"  # vermillion
MEASURE = "#0072B2"  # blue
INK, GREY, RULE, PALE = "#1F2933", "#52606D", "#CBD2D9", "#F3F5F7"
LESS, MORE = (
    "#2166AC",
    "#B2182B",
)  # less and more than expected: ends of ColorBrewer's RdBu, safe for the colour-blind
HEAT = ("#F7FBFF", "#C6DBEF", "#6BAED6", "#2171B5", "#08306B")  # light to dark, even in grey print

TITLE, SUBTITLE, LABEL, SMALL = 13.0, 9.0, 9.5, 8.0  # points
MISSING = "〓"  # the printers' sign for a character that the case lacks


@lru_cache(maxsize=1)
def font_path() -> Path:
    """The font file that travels with the package."""
    return Path(str(resource("fonts", "NotoSansSC-subset.otf")))


@lru_cache(maxsize=1)
def _charmap() -> frozenset[int]:
    from matplotlib.font_manager import get_font

    return frozenset(get_font(str(font_path())).get_charmap())


@lru_cache(maxsize=8192)
def advance(character: str) -> float:
    """Width of a character in ems."""
    from matplotlib.font_manager import get_font

    font = get_font(str(font_path()))
    font.set_size(100, 72)
    return float(font.load_char(ord(character)).linearHoriAdvance) / 65536 / 100


def printable(text: str) -> str:
    """``text`` with characters the font lacks in their compatible form, or else as 〓; controls become blanks."""
    known = _charmap()

    def one(character: str) -> str:
        if ord(character) in known or character == "\n":
            return character
        if unicodedata.category(character) in ("Cc", "Zl", "Zp"):
            return " "
        if unicodedata.category(character) == "Cf":
            return ""
        folded = unicodedata.normalize("NFKC", character)
        return folded if all(ord(part) in known for part in folded) else MISSING

    return "".join(map(one, text))


@contextmanager
def house_style() -> Iterator[None]:
    """Settings while a chart is drawn; the caller's own stay as they are."""
    import matplotlib as mpl

    settings: dict[str, Any] = {
        **{key: value for key, value in mpl.rcParamsDefault.items() if _is_drawing(key)},
        "text.parse_math": False,
        "text.usetex": False,
        "axes.unicode_minus": True,
        "axes.edgecolor": RULE,
        "axes.labelcolor": GREY,
        "axes.labelsize": LABEL,
        "axes.linewidth": 0.8,
        "axes.axisbelow": True,
        "axes.facecolor": "white",
        "figure.facecolor": "white",
        "text.color": INK,
        "xtick.color": GREY,
        "ytick.color": INK,
        "xtick.labelsize": LABEL,
        "ytick.labelsize": LABEL,
        "hatch.linewidth": 0.5,
        "legend.frameon": False,
        "legend.fontsize": LABEL,
        "legend.title_fontsize": LABEL,
    }
    with mpl.rc_context(settings):  # type: ignore[arg-type]
        yield


def _is_drawing(key: str) -> bool:
    return key.split(".", maxsplit=1)[0] in ("axes", "figure", "font", "grid", "hatch", "legend", "lines", "patch", "text", "xtick", "ytick")  # fmt: skip


def set_font(artist: Artist) -> None:
    """Give every text below ``artist`` the font by its path, so that no look-up by name can fall back."""
    from matplotlib.text import Text

    for text in artist.findobj(Text):
        assert isinstance(text, Text)
        properties = text.get_fontproperties().copy()
        properties.set_file(str(font_path()))
        text.set_fontproperties(properties)
        text.set_parse_math(False)
        text.set_text(printable(text.get_text()))
