"""Word documents: styled or bold headings, automatic numbering, text box, tracked changes, merged cells."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from corpora.grammar.blocks import Block, meta_lines, report_blocks
from corpora.grammar.forms import Grid, expand
from corpora.grammar.model import Report

FIXED_TIME = (2024, 1, 1, 0, 0, 0)
_NUMBER = re.compile(r"^[一二三四五六七八]、")
_TEXT_BOX = """<w:r {ns} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape type="#_x0000_t202"
 style="width:420pt;height:60pt"><v:textbox><w:txbxContent><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r>
<w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"""
_ABSTRACT = """<w:abstractNum {ns} w:abstractNumId="90"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">
<w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/>
<w:lvlJc w:val="left"/></w:lvl></w:abstractNum>"""
_CHANGE = 'w:id="{id}" w:author="审稿人" w:date="2024-01-10T09:00:00Z"'


def _add_numbering(document: WordDocument) -> None:
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_ABSTRACT.format(ns=nsdecls("w"))))
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'),
    )


def _number_paragraph(paragraph: Paragraph) -> None:
    properties = paragraph._p.get_or_add_pPr()
    mark = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'
    properties.append(parse_xml(mark))


def _track_change(paragraph: Paragraph, serial: int) -> None:
    """Show the paragraph as edited: its last words inserted, other words deleted before them."""
    text = paragraph.text
    kept, inserted = text[:-6], text[-6:]
    for run in paragraph.runs:
        paragraph._p.remove(run._r)
    paragraph.add_run(kept)
    deleted, added = _CHANGE.format(id=serial), _CHANGE.format(id=serial + 1)
    for tag, mark, name, words in (
        ("w:del", deleted, "w:delText", "（此处待核实）"),
        ("w:ins", added, "w:t", inserted),
    ):
        xml = f"<{tag} {nsdecls('w')} {mark}><w:r><{name}>{words}</{name}></w:r></{tag}>"
        paragraph._p.append(parse_xml(xml))


def _put_grid(document: WordDocument, grid: Grid) -> None:
    raster = expand(grid)
    table = document.add_table(rows=len(raster), cols=len(raster[0]))
    table.style = "Table Grid"
    if len(raster[0]) == 10:
        table.autofit = False
        for column, width in zip(table.columns, (1.0, 1.8, 4.2, *[1.2] * 7), strict=True):
            column.width = Cm(width)
    cells = [list(row.cells) for row in table.rows]
    for y, row in enumerate(raster):
        for x, cell in enumerate(row):
            if cell is None:
                continue
            place = cells[y][x]
            if cell.rows > 1 or cell.cols > 1:
                place = place.merge(cells[y + cell.rows - 1][x + cell.cols - 1])
            place.text = cell.text
            place.paragraphs[0].runs[0].font.size = Pt(9) if cell.text else None


class _Writer:
    """Writes blocks into one document in the look of the layout."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.look = report.layout.look
        self.document = docx.Document()
        self.edits = 0
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "FangSong", Pt(14)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
        if self.look == "numbered":
            _add_numbering(self.document)

    def heading(self, text: str, level: int) -> None:
        """A section heading: a real style, a bold line, or a line that Word numbers."""
        numbered = self.look == "numbered" and level == 1 and _NUMBER.match(text)
        shown = text[2:] if numbered else text
        if self.look in ("styles", "tracked"):
            paragraph = self.document.add_heading(shown, level)
            paragraph.runs[0].font.color.rgb = RGBColor(0, 0, 0)
        else:
            paragraph = self.document.add_paragraph()
            run = paragraph.add_run(shown)
            run.bold, run.font.size = True, Pt(16 if level == 1 else 14)
        if numbered:
            _number_paragraph(paragraph)

    def title(self, text: str) -> None:
        """The title, centred; in a text box for that look."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if self.look == "box":
            paragraph._p.append(parse_xml(_TEXT_BOX.format(ns=nsdecls("w"), text=text)))
        else:
            run = paragraph.add_run(text)
            run.bold, run.font.size = True, Pt(20)

    def para(self, block: Block) -> None:
        """A body paragraph; in the tracked look every third long one of sections one and five shows an edit."""
        paragraph = self.document.add_paragraph(block.text)
        paragraph.paragraph_format.first_line_indent = Pt(28)
        if self.look == "tracked" and block.section in ("overview", "problems") and len(block.text) > 30:
            self.edits += 1
            if self.edits % 3 == 1:
                _track_change(paragraph, 100 + 2 * self.edits)

    def write(self, block: Block) -> None:
        """Any block."""
        if block.kind == "title":
            self.title(block.text)
        elif block.kind == "meta":
            table = self.document.add_table(rows=0, cols=2)
            for name, value in meta_lines(self.report):
                cells = table.add_row().cells
                cells[0].text, cells[1].text = f"{name}：", value
        elif block.kind in ("heading", "subheading"):
            self.heading(block.text, 1 if block.kind == "heading" else 2)
        elif block.kind == "table" and block.grid is not None:
            _put_grid(self.document, block.grid)
        elif block.kind == "signoff":
            self.document.add_paragraph(block.text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        else:
            self.para(block)


def _steady(data: bytes) -> bytes:
    """The same package with fixed times, so that equal content gives equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name.startswith("docProps/thumbnail"):
                continue
            content = old.read(name)
            if name in ("_rels/.rels", "[Content_Types].xml"):
                content = re.sub(
                    rb"<Relationship [^>]*thumbnail[^>]*/>|<Default Extension=\"jpeg\"[^>]*/>", b"", content
                )
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return target.getvalue()


def render_docx(report: Report) -> bytes:
    """Bytes of a .docx file; the same bytes on every run."""
    writer = _Writer(report)
    for block in report_blocks(report):
        writer.write(block)
    properties: Any = writer.document.core_properties
    properties.author, properties.title = "办公室", report.title
    properties.created = properties.modified = report.published_time()
    buffer = io.BytesIO()
    writer.document.save(buffer)
    return _steady(buffer.getvalue())
