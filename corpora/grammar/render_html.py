"""HTML as saved from government sites: several shells, Word-made markup, spans, one-cell pages, lying charsets."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from corpora.grammar.blocks import Block, meta_lines, report_blocks
from corpora.grammar.forms import Cell, Grid, expand
from corpora.grammar.model import Report
from corpora.grammar.shells import fill_shell

Write = Callable[[Block], str]


def _cell_html(cell: Cell, wrap: Callable[[str], str]) -> str:
    spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (
        f' colspan="{cell.cols}"' if cell.cols > 1 else ""
    )
    return f"<td{spans}>{wrap(escape(cell.text, quote=False))}</td>"


def grid_html(grid: Grid, wrap: Callable[[str], str] = str, *, flat: bool = False) -> str:
    """A table; flat: no spans, covered places as empty cells."""
    if flat:
        rows = [[cell or Cell("") for cell in row] for row in expand(grid)]
        grid = [[Cell(cell.text) for cell in row] for row in rows]
    lines = ["<tr>" + "".join(_cell_html(cell, wrap) for cell in row) + "</tr>" for row in grid]
    return '<table border="1" cellspacing="0"><tbody>\n' + "\n".join(lines) + "\n</tbody></table>"


def _web_block(block: Block) -> str:
    text = escape(block.text, quote=False)
    if block.kind == "title":
        return ""
    if block.kind == "heading":
        return f"<h2>{text}</h2>"
    if block.kind == "subheading":
        return f"<h3>{text}</h3>"
    if block.kind == "signoff":
        return f'<p style="text-align: right">{text}</p>'
    return f'<p style="text-indent: 2em">{text}</p>'


def _strong_block(block: Block) -> str:
    text = escape(block.text, quote=False)
    if block.kind == "title":
        return ""
    if block.kind in ("heading", "subheading"):
        return f"<p><span><strong>{text}</strong></span></p>"
    glued = re.match(r"[一二三四五六]、[^。]{2,24}?(?:情况|事项|情況)", text) if block.section else None
    if glued and block.kind == "para":
        return f"<p><strong>{glued.group()}</strong>{text[glued.end() :]}</p>"
    return f"<p>&nbsp; &nbsp; {text}</p>"


def _word_runs(text: str) -> str:
    """Word's habit: digits and Chinese in spans of their own."""
    parts = re.findall(r"[0-9A-Za-z.%]+|[^0-9A-Za-z.%]+", text)
    runs = []
    for part in parts:
        escaped = escape(part, quote=False)
        if part[0].isascii() and part[0].isalnum():
            runs.append(f"<span lang=EN-US style='font-family:\"Times New Roman\"'>{escaped}</span>")
        else:
            runs.append(f"<span style='font-family:仿宋_GB2312;mso-hansi-font-family:仿宋'>{escaped}</span>")
    return "".join(runs)


def _word_block(block: Block) -> str:
    inner = _word_runs(block.text)
    if block.kind == "title":
        inner = f"<b style='mso-bidi-font-weight:normal'>{inner}</b>"
        return f"<p class=MsoNormal align=center>{inner}<o:p></o:p></p>"
    if block.kind == "heading":
        inner = f"<span style='font-family:黑体'>{escape(block.text, quote=False)}</span>"
    return f"<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'>{inner}<span lang=EN-US><o:p></o:p></span></p>"


def _cell_block(block: Block) -> str:
    if block.kind == "title":
        return ""
    return f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(block.text, quote=False)}<BR>"


_WRITERS: dict[str, Write] = {
    "portal": _web_block,
    "ucap": _strong_block,
    "word": _word_block,
    "cell": _cell_block,
    "mobile": _strong_block,
}


def _body(report: Report) -> str:
    shell = report.layout.shell
    write = _WRITERS[shell]
    wrap: Callable[[str], str] = str
    if shell == "word":
        wrap = lambda text: f"<p class=MsoNormal>{_word_runs(text)}<o:p></o:p></p>"  # noqa: E731
    pieces = []
    for block in report_blocks(report):
        if block.kind == "table" and block.grid is not None:
            pieces.append(grid_html(block.grid, wrap, flat=report.layout.tables == "flat"))
        elif block.kind == "meta":
            pieces.append("".join(f"<p>{name}：{escape(value)}</p>" for name, value in meta_lines(report)))
        else:
            pieces.append(write(block))
    return "\n".join(piece for piece in pieces if piece)


def report_html(report: Report) -> str:
    """The page as a string; the charset it declares is the layout's, whatever its bytes will be."""
    name = report.agency.region.city or report.agency.region.province
    fields = {
        "charset": report.layout.charset,
        "title": escape(report.title),
        "agency": report.agency.name,
        "site": f"{name}人民政府门户网站",
        "date": report.published.isoformat(),
        "number": meta_lines(report)[0][1],
        "other": f"{name}人民政府办公室{report.year}年政府信息公开工作年度报告",
        "body": _body(report),
    }
    return fill_shell(report.layout.shell, fields)


def render_html(report: Report) -> bytes:
    """Bytes of an .html file."""
    return report_html(report).encode(report.layout.encoding, errors="xmlcharrefreplace")
