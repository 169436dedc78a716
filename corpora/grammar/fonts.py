"""TrueType subsets of an openly licensed CJK font, which PDF writers can embed."""

from __future__ import annotations

import io
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

_SHIPPED = Path(__file__).parents[2] / "textmine" / "resources" / "fonts"
_SYSTEM = (
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
)
MAX_ERROR = 1.0
POSTSCRIPT_NAME = 6


@lru_cache(maxsize=1)
def font_path() -> Path:
    """Noto Serif SC from the wheel `pylopdf-fonts-zh-cn`, else the project's own font, else the system's Noto CJK."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    if spec and spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations))) / "NotoSerifSC-Regular.otf"
    found = [
        *sorted(_SHIPPED.glob("*.otf")),
        *sorted(_SHIPPED.glob("*.ttf")),
        *(p for p in _SYSTEM if p.exists()),
    ]
    if not found:
        raise FileNotFoundError("no CJK font found; install pylopdf-fonts-zh-cn or fonts-noto-cjk")
    return found[0]


def _quadratic(font: TTFont) -> None:
    """Turn CFF outlines into glyf outlines, which PDF writers can embed."""
    order = font.getGlyphOrder()
    outlines = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    del font["CFF "]
    if "VORG" in font:
        del font["VORG"]
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion = 0x00010000
    zones = {"maxZones": 1, "maxTwilightPoints": 0, "maxStorage": 0, "maxFunctionDefs": 0}
    limits = {
        "maxInstructionDefs": 0,
        "maxStackElements": 0,
        "maxSizeOfInstructions": 0,
        "maxComponentElements": 0,
    }
    for name, value in {**zones, **limits}.items():
        setattr(maxp, name, value)
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"


def common_characters() -> str:
    """ASCII and the characters of GB 2312: Chinese, punctuation, full-width forms."""
    rows = [*range(0xA1, 0xA4), *range(0xB0, 0xF8)]
    pairs = (bytes((row, column)) for row in rows for column in range(0xA1, 0xFF))
    return "".join(map(chr, range(32, 127))) + "".join(pair.decode("gb2312", "ignore") for pair in pairs)


def font_subset(text: str, name: str) -> bytes:
    """A TrueType font of the given PostScript name with the characters of the text; same text, same bytes."""
    font = TTFont(font_path(), fontNumber=0, lazy=True, recalcTimestamp=False)
    options = Options(
        layout_features=[], notdef_outline=True, hinting=False, name_IDs=[0, 1, 2, 4, 6, 13, 14]
    )
    options.drop_tables += ["vhea", "vmtx", "BASE", "GSUB", "GPOS", "VORG"]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(set(text) | set(map(chr, range(32, 127))))))
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID == POSTSCRIPT_NAME:
            record.string = name
    if "CFF " in font:
        _quadratic(font)
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
