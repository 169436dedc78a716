"""Random layouts: every format, table form, shell, encoding and look that the renderers know."""

from __future__ import annotations

from random import Random

from corpora.grammar.model import Layout

FORMATS = ("txt", "md", "html", "docx", "pdf")
_ODDITIES: tuple[tuple[str, ...], ...] = (
    *((),) * 8,
    ("nbsp",),
    ("spaced_numbers",),
    ("zero_width",),
    ("kangxi",),
    ("half_marks",),
    ("wide_digits",),
)


def _text(rng: Random, oddities: tuple[str, ...]) -> Layout:
    encoding = rng.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"))
    tables = rng.choice(("tabs", "padded", "cells", "pipes"))
    wrapped = rng.random() < 0.25
    return Layout(
        format="txt",
        encoding=encoding,
        tables=tables,
        wrap=rng.randint(28, 42) if wrapped else 0,
        page_numbers=wrapped and rng.random() < 0.7,
        oneline=not wrapped and tables != "cells" and rng.random() < 0.06,
        indent=rng.choice(("　　", "", " ", "    ")),
        meta_block=rng.random() < 0.3,
        signoff=rng.random() < 0.5,
        glued=rng.random() < 0.08,
        oddities=oddities,
    )


def _html(rng: Random, oddities: tuple[str, ...]) -> Layout:
    shell = rng.choice(("portal", "portal", "ucap", "ucap", "mobile", "cell", "word"))
    encoding = rng.choice(("utf-8", "utf-8", "utf-8", "gb18030"))
    honest = "gb2312" if encoding == "gb18030" else "utf-8"
    charset = rng.choice(("gb2312", "utf-8")) if rng.random() < 0.08 else honest
    flat = "flat" if rng.random() < 0.15 else "spans"
    glued = shell in ("mobile", "ucap") and rng.random() < 0.2
    return Layout("html", encoding, flat, shell=shell, charset=charset, glued=glued, oddities=oddities)


def random_layout(rng: Random, format_name: str) -> Layout:
    """A layout of one format. Most have no text oddity."""
    oddities = rng.choice(_ODDITIES)
    signoff = rng.random() < 0.6
    if format_name == "txt":
        return _text(rng, oddities)
    if format_name == "html":
        return _html(rng, oddities)
    if format_name == "md":
        levels = rng.choice(("right", "wrong", "none"))
        tables = rng.choice(("markdown", "markdown", "tabs"))
        return Layout("md", tables=tables, indent="", levels=levels, signoff=signoff, oddities=oddities)
    if format_name == "docx":
        look = rng.choice(("styles", "bold", "bold", "numbered", "box", "tracked"))
        return Layout("docx", look=look, signoff=signoff, oddities=oddities)
    printed = () if "kangxi" in oddities or "zero_width" in oddities else oddities
    return Layout(format_name, look=rng.choice(("plain", "head")), signoff=signoff, oddities=printed)
