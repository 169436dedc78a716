"""A report as the bytes of a file, by the format of its layout."""

from __future__ import annotations

from corpora.grammar.model import Report


def render(report: Report) -> bytes:
    """Bytes of the file; the renderer of each format is loaded when it is wanted."""
    name = report.layout.format
    if name in ("txt", "md"):
        from corpora.grammar.render_text import render_text

        return render_text(report)
    if name == "html":
        from corpora.grammar.render_html import render_html

        return render_html(report)
    raise ValueError(f"no renderer for {name}")
