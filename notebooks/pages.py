"""A notebook with outputs as one HTML page: nothing is loaded from elsewhere, prepared code is folded, tables read well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from nbformat import NotebookNode

WIDGET = "application/vnd.jupyter.widget-view+json"
TEMPLATE = """
{%- extends 'lab/index.html.j2' -%}
{%- block input -%}
{%- if cell.metadata.get('jupyter', {}).get('source_hidden') -%}
<details class="folded"><summary>代码 code</summary>{{ super() }}</details>
{%- else -%}{{ super() }}{%- endif -%}
{%- endblock input -%}
"""
STYLE = """<style>
body, .jp-RenderedHTMLCommon { font-family: "Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC",
  "Microsoft YaHei", sans-serif }
body.jp-Notebook { max-width: 1000px; margin: 0 auto }
.jp-RenderedHTMLCommon table { margin-left: 0 }
.jp-RenderedHTMLCommon td, .jp-RenderedHTMLCommon th { text-align: left !important;
  vertical-align: top !important }
.jp-RenderedHTMLCommon td { min-width: 3em }
.jp-RenderedHTMLCommon .number { text-align: right !important; font-variant-numeric: tabular-nums; white-space: nowrap }
.jp-InputArea-editor pre, .jp-OutputArea-output pre { white-space: pre-wrap; overflow-wrap: anywhere }
.jp-OutputArea-output { overflow-x: auto }
details.folded { margin-left: 4px } details.folded > summary { color: #767676; font-size: 12px; cursor: pointer }
@media print { details.folded { display: none } }
</style>"""
NUMBER = re.compile(r"[-+−]?[\d,]*\.?\d+(?:[eE][-+]?\d+)?%?|NaN|None|nan|—|inf|")


def to_html(notebook: NotebookNode) -> str:
    """The notebook as one page. Cells of assertions are left out; a widget is shown by the HTML beside it."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        raw_template=TEMPLATE, embed_images=True, exclude_input_prompt=True, exclude_output_prompt=True
    )
    exporter.mathjax_url = exporter.require_js_url = exporter.jupyter_widgets_base_url = (
        exporter.widget_renderer_url
    ) = ""
    exporter.mermaid_js_url = ""
    shown = notebook.copy()
    shown.cells = [
        _for_reading(cell) for cell in notebook.cells if "check" not in cell.metadata.get("tags", [])
    ]
    title = str(notebook.metadata.get("title", ""))
    page, _ = exporter.from_notebook_node(shown, resources={"metadata": {"name": title}})
    if re.search("[一-鿿]", title):
        page = page.replace('lang="en"', 'lang="zh-CN"', 1)
    return str(page).replace("</head>", f"{STYLE}</head>", 1)


def _for_reading(cell: NotebookNode) -> NotebookNode:
    from nbformat import from_dict

    copied = from_dict(cell)  # a deep copy: the notebook itself keeps what the kernel gave
    for output in copied.get("outputs", ()):
        data = output.get("data", {})
        data.pop(WIDGET, None)
        if "<table" in data.get("text/html", ""):
            data["text/html"] = aligned(data["text/html"])
    return copied


def aligned(html: str) -> str:
    """The same HTML in which columns of numbers have the class ``number``; all other columns stay at the left."""
    from lxml import html as parser

    whole = parser.fragment_fromstring(html, create_parent="div")
    for table in whole.iter("table"):
        rows = [list(row) for row in table.iterfind(".//tbody/tr")]
        width = max(map(len, rows), default=0)
        for place in range(width):
            # Rows under a merged head cell are shorter; count from the right, where all rows end.
            cells = [row[place - width] for row in rows if len(row) >= width - place]
            if all(NUMBER.fullmatch(cell.text_content().strip()) for cell in cells) and any(
                cell.text_content().strip() for cell in cells
            ):
                heads = [list(row) for row in table.iterfind(".//thead/tr")]
                for cell in [*cells, *(row[place - width] for row in heads if len(row) == width)]:
                    _mark(cell)
    inner: str = parser.tostring(whole, encoding="unicode")
    return inner


def _mark(cell: HtmlElement) -> None:
    cell.set("class", f"{cell.get('class', '')} number".strip())
