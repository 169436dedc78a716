"""Styles of the Word document: page, type area, fonts with their East-Asian names, numbering of pages.

GB/T 9704-2012: A4, margins 37 mm above and 28 mm left of a type area of 156 × 225 mm, body in 3号 仿宋 (16 pt) on lines
of 28 pt, title in 2号 小标宋 (22 pt), headings in 黑体 and 楷体, page number in 4号 宋体 (14 pt) between dashes. The fonts are
named, never bundled; where they are missing Word and WPS put their own in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph

BODY_WIDTH = 15.6  # centimetres
LANDSCAPE_WIDTH = 22.5

_LATIN = "Times New Roman"
SONG, HEI, KAI, FANG, TITLE_SONG = "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312", "方正小标宋简体"


def new_document(lang: str) -> Document:
    """An empty document with page and styles set; without any East-Asian font left to chance."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    document = docx.Document()
    _set_page(document.sections[0])
    _set_defaults(document, lang)
    chinese = lang == "zh"
    body, line = (16.0, 28.0) if chinese else (11.0, 16.0)
    _style(
        document,
        "Normal",
        FANG,
        body,
        line=line,
        indent=2 if chinese else 0,
        align=ALIGN.JUSTIFY,
        after=0 if chinese else 6,
    )
    _style(
        document,
        "Title",
        TITLE_SONG,
        22 if chinese else 20,
        line=36 if chinese else 26,
        align=ALIGN.CENTER,
        before=12,
    )
    _style(document, "Subtitle", KAI, body, line=line, align=ALIGN.CENTER, after=line)
    _style(
        document,
        "Heading 1",
        HEI,
        body,
        line=line,
        indent=2 if chinese else 0,
        before=0 if chinese else 12,
        keep=True,
    )
    _style(
        document,
        "Heading 2",
        KAI,
        body,
        line=line,
        indent=2 if chinese else 0,
        before=0 if chinese else 6,
        keep=True,
    )
    _style(document, "Heading 3", FANG, body, line=line, indent=2 if chinese else 0, keep=True, bold=True)
    _style(
        document,
        "Quote",
        KAI,
        body - 2 if chinese else 10.5,
        line=line - 4 if chinese else 15,
        indent=2,
        left=0.8,
    )
    _style(document, "Caption", SONG, 10.5, line=16, align=ALIGN.CENTER, before=2, after=8)
    _new_style(document, "Figure", "Normal")
    _style(document, "Figure", SONG, 10.5, line=None, align=ALIGN.CENTER, before=8, keep=True)
    _new_style(document, "Cell", "Normal")
    _style(document, "Cell", SONG, 9, line=13)
    if chinese:
        _break_words(document)
    return document


def _break_words(document: Document) -> None:
    """Let long Latin words break within, or justified lines of ideographs before them are torn apart."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:wordWrap")
    element.set(qn("w:val"), "0")
    properties = document.styles["Normal"].element.get_or_add_pPr()
    before = properties.find(qn("w:spacing"))  # the order that the schema wants
    before.addprevious(element)


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


def _new_style(document: Document, name: str, base: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[base]


def _style(  # noqa: PLR0913 (one parameter a property)
    document: Document,
    name: str,
    font: str,
    size: float,
    *,
    line: float | None,
    indent: int = 0,
    left: float = 0,
    align: Any = None,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
    bold: bool = False,
) -> None:
    """Set a paragraph style: ``size`` and ``line`` in points, ``indent`` of the first line in characters."""
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
    paragraph.keep_with_next = keep
    if align is not None:
        paragraph.alignment = align
    border = style.element.pPr.find(qn("w:pBdr"))  # the rule below Word's own title style
    if border is not None:
        style.element.pPr.remove(border)


def add_text(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """Append text, with line breaks kept."""
    run = paragraph.add_run(text)
    if bold:
        run.bold = True


def add_page_number(section: Section) -> None:
    """The page number as — 1 —, centred in the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.first_line_indent = Pt(0)

    def run(text: str = "") -> Any:
        made = paragraph.add_run(text)
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


def landscape(document: Document, *, back: bool = False) -> None:
    """Begin a landscape section, or go back to portrait."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    section = document.add_section(WD_SECTION.NEW_PAGE)
    if back:
        section.orientation = WD_ORIENT.PORTRAIT
        _set_page(section)
        return
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    section.left_margin, section.right_margin = Mm(37), Mm(35)
    section.footer_distance = Mm(17)
