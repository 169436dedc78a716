"""Styles of the Word document: page, type area, fonts with their East-Asian names, numbering of pages.

GB/T 9704-2012: A4, margins 37 mm above and 28 mm left of a type area of 156 × 225 mm, body in 3号 仿宋 (16 pt) on lines
of 28 pt, title in 2号 小标宋 (22 pt), headings in 黑体 and 楷体, page number in 4号 宋体 (14 pt) between dashes. The fonts are
named, never bundled; where they are missing Word and WPS put their own in place.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph

_LATIN = "Times New Roman"
SONG, HEI, KAI, FANG, TITLE_SONG = "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312", "方正小标宋简体"


def new_document(lang: str, base: bytes | None = None, *, compact: bool = False) -> Document:
    """A document with page and styles set; without any East-Asian font left to chance.

    A ``base`` document keeps its page, its header and footer, its text and all styles that it has; only those that it
    lacks are added. ``compact`` sets the text in 小4号 (12 pt) on lines of 20 pt, for the short form.
    """
    import docx

    document = docx.Document(BytesIO(base)) if base is not None else docx.Document()
    known = {style.name for style in document.styles} if base is not None else set()
    if base is None:
        _set_page(document.sections[0])
        _set_defaults(document, lang)
    for name, look in looks(lang, compact=compact).items():
        if name in known:
            continue
        if name not in document.styles:
            _new_style(document, name, "Normal" if name != "Normal" else None)
        _style(document, name, **look)
    if lang == "zh" and base is None:
        _break_lines(document, compact=compact)
    return document


def looks(lang: str, *, compact: bool) -> dict[str, dict[str, Any]]:
    """Looks of all styles that are used, those that others rest on first."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    chinese = lang == "zh"
    body, line = (16.0, 28.0) if chinese else (11.0, 16.0)
    if compact:
        body, line = (12.0, 20.0) if chinese else (10.5, 14.0)
    text = {"size": body, "line": line, "indent": 2 if chinese else 0}
    return {
        "Normal": {"font": FANG, **text, "align": ALIGN.JUSTIFY, "after": 0 if chinese else 6},
        "Title": {"font": TITLE_SONG, "size": 22 if chinese else 20, "line": 36 if chinese else 26, "align": ALIGN.CENTER, "before": 12},
        "Subtitle": {"font": KAI, "size": body, "line": line, "align": ALIGN.CENTER, "after": line / 2 if compact else line},
        "Heading 1": {"font": HEI, **text, "before": 0 if chinese else 12, "keep": True, "outline": 0},
        "Heading 2": {"font": KAI, **text, "before": 0 if chinese else 6, "keep": True, "outline": 1},
        "Heading 3": {"font": FANG, **text, "keep": True, "bold": True, "outline": 2},
        "Quote": {"font": KAI, "size": body - 2 if chinese else 10.5, "line": line - 4 if chinese else 15, "indent": 2, "left": 0.8},
        "Caption": {"font": SONG, "size": 10.5, "line": 16, "align": ALIGN.CENTER, "before": 2, "after": 8},
        "Figure": {"font": SONG, "size": 10.5, "line": None, "align": ALIGN.CENTER, "before": 8, "keep": True},
        "Table Note": {"font": SONG, "size": 9, "line": 14, "align": ALIGN.LEFT, "before": 2, "after": 8},
        "Cell": {"font": SONG, "size": 9, "line": 13},
        "Signature": {"font": FANG, "size": body, "line": line, "align": ALIGN.RIGHT, "right": 2 * body},
    }  # fmt: skip


def _break_lines(document: Document, *, compact: bool) -> None:
    """How lines end. Long Latin words break within, or justified lines of ideographs before them are torn apart. Characters
    stand a trifle closer, so that 28 of them fill a line as the standard wants; otherwise the last mark hangs beyond the margin,
    where LibreOffice leaves it out.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    style = document.styles["Normal"].element
    word_wrap = OxmlElement("w:wordWrap")
    word_wrap.set(qn("w:val"), "0")
    style.get_or_add_pPr().find(qn("w:spacing")).addprevious(word_wrap)  # the order that the schema wants
    closer = OxmlElement("w:spacing")
    closer.set(qn("w:val"), str(-1 if compact else -5))  # twentieths of a point
    style.get_or_add_rPr().find(qn("w:sz")).addprevious(closer)


def _set_page(section: Section) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)


def _set_defaults(document: Document, lang: str) -> None:
    """Document defaults: fonts of all scripts and the languages of proofing."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    fonts = properties.find(qn("w:rFonts"))
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script, font in (("ascii", _LATIN), ("hAnsi", _LATIN), ("eastAsia", FANG), ("cs", _LATIN)):
        fonts.set(qn(f"w:{script}"), font)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    document.core_properties.language = "zh-CN" if lang == "zh" else "en"


def _new_style(document: Document, name: str, base: str | None) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    builtin = name not in ("Figure", "Cell", "Table Note")
    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=builtin)
    style.base_style = document.styles[base] if base else None


def _style(  # noqa: PLR0913 (one parameter a property)
    document: Document,
    name: str,
    *,
    font: str,
    size: float,
    line: float | None,
    indent: int = 0,
    left: float = 0,
    right: float = 0,
    align: Any = None,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
    bold: bool = False,
    outline: int | None = None,
) -> None:
    """Set a paragraph style: ``size``, ``line`` and ``right`` in points, ``indent`` of the first line in characters."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    style: Any = document.styles[name]
    style.font.name, style.font.size = _LATIN, Pt(size)
    style.font.bold, style.font.italic, style.font.color.rgb = bold, False, RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if "Theme" in attribute:
            del fonts.attrib[attribute]
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:cs"), _LATIN)
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after = Pt(before), Pt(after)
    paragraph.line_spacing = Pt(line) if line else 1.0
    paragraph.first_line_indent = Pt(indent * size)
    paragraph.left_indent = Cm(left)
    paragraph.right_indent = Pt(right)
    paragraph.keep_with_next = keep
    if align is not None:
        paragraph.alignment = align
    if outline is not None and style.element.pPr.find(qn("w:outlineLvl")) is None:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(outline))
        style.element.pPr.append(level)
    border = style.element.pPr.find(qn("w:pBdr"))  # the rule below Word's own title style
    if border is not None:
        style.element.pPr.remove(border)


def add_text(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """Append text, with line breaks kept."""
    run = paragraph.add_run(text)
    if bold:
        run.bold = True


def add_page_number(section: Section) -> None:
    """The page number as — 1 —, centred in the foot; a foot that holds something already is left as it is."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    if any(part.text.strip() or len(part._element) > 1 for part in section.footer.paragraphs):
        return
    paragraph = section.footer.paragraphs[0] if section.footer.paragraphs else section.footer.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.first_line_indent = Pt(0)

    def run(text: str = "") -> Any:
        made: Any = paragraph.add_run(text)
        made.font.name, made.font.size = SONG, Pt(14)
        made._element.rPr.rFonts.set(qn("w:eastAsia"), SONG)
        return made

    run("— ")
    for kind, words in (("begin", None), (None, "PAGE"), ("separate", None), (None, None), ("end", None)):
        part = run("1" if kind is None and words is None else "")
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            part._element.append(element)
        elif words:
            element = OxmlElement("w:instrText")
            element.text = words
            part._element.append(element)
    run(" —")


def turn_page(document: Document) -> None:
    """Begin a new section with the page turned, from portrait to landscape or back; the margins turn with it."""
    from docx.enum.section import WD_ORIENT, WD_SECTION

    old = document.sections[-1]
    top, bottom, left, right = old.top_margin, old.bottom_margin, old.left_margin, old.right_margin
    section = document.add_section(WD_SECTION.NEW_PAGE)
    upright = section.orientation == WD_ORIENT.PORTRAIT
    section.orientation = WD_ORIENT.LANDSCAPE if upright else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = section.page_height, section.page_width
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        left,
        right,
        top,
        bottom,
    )
    if section.footer_distance and section.bottom_margin:
        section.footer_distance = min(int(section.footer_distance), int(section.bottom_margin * 0.7))


def text_width(document: Document) -> float:
    """Width of the type area of the last section, in centimetres."""
    section = document.sections[-1]
    inner = int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0)
    return inner / 360_000


def text_height(document: Document) -> float:
    """Height of the type area of the last section, in centimetres."""
    section = document.sections[-1]
    inner = int(section.page_height or 0) - int(section.top_margin or 0) - int(section.bottom_margin or 0)
    return inner / 360_000
