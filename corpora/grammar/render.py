"""A report as the bytes of a file, by the format of its layout."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from corpora.grammar.model import Report

_RENDERERS = {"txt": "text", "md": "text", "html": "html", "docx": "docx", "pdf": "pdf", "doc": "doc"}


def render(report: Report) -> bytes:
    """Bytes of the file; the renderer of each format, with what it imports, is loaded when it is wanted."""
    family = _RENDERERS[report.layout.format]
    module = import_module(f"corpora.grammar.render_{family}")
    return cast(bytes, getattr(module, f"render_{family}")(report))
