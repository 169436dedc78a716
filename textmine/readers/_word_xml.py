"""Word documents that are one XML file: WordprocessingML of Word 2003, and packages written flat (Flat OPC).

Offices' systems fill in templates of this kind and give the result the suffix .doc.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from textmine.errors import ReadError
from textmine.readers._build import TextBuilder
from textmine.readers._docx import read_docx
from textmine.readers._docx_body import BodyWalker
from textmine.readers._docx_numbering import read_numbering
from textmine.readers._limits import Limits
from textmine.readers._package import parse_xml

_END = re.compile(rb"</[A-Za-z0-9]{0,20}:?(?:wordDocument|package)>\s{0,1000}$")
_TAIL = 1100  # bytes in which the end is looked for


def read_word_xml(data: bytes, limits: Limits) -> tuple[TextBuilder, dict[str, str]]:
    """Blocks of the body, as of a DOCX file; hints from the properties. Raises ReadError ``damaged``."""
    root = parse_xml(data)
    name = "" if root is None else str(root.tag).rpartition("}")[2]
    if name not in ("wordDocument", "package"):
        raise ReadError("damaged", "The Word file is damaged. Get it again from its source.")
    builder, hints = (_read_flat if name == "package" else _read_2003)(root, limits)
    return builder, hints if _END.search(data[-_TAIL:]) else hints | {"breaks_off": "yes"}


def _read_flat(root: Any, limits: Limits) -> tuple[TextBuilder, dict[str, str]]:
    """The parts put back into a package; pictures and other binary parts are left out."""
    from lxml import etree

    ns = str(root.tag).partition("}")[0] + "}"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for part in root.iter(f"{ns}part"):
            content = part.find(f"{ns}xmlData")
            if content is not None and len(content):
                package.writestr(str(part.get(f"{ns}name") or "").lstrip("/"), etree.tostring(content[0]))
    with zipfile.ZipFile(stream) as package:
        return read_docx(package, limits)


def _read_2003(root: Any, limits: Limits) -> tuple[TextBuilder, dict[str, str]]:
    ns = str(root.tag).partition("}")[0] + "}"
    body = root.find(f"{ns}body")
    if body is None:
        raise ReadError("damaged", "The Word file lacks its body. Get it again from its source.")
    for merge in body.iter(f"{ns}vmerge"):
        merge.tag = f"{ns}vMerge"
    for change in [item for item in body.iter() if item.get(f"{ns}type") == "Word.Deletion"]:
        change.tag = f"{ns}del"
    for label in [item for item in body.iter() if str(item.tag).endswith("}t") and _is_label(item, ns)]:
        _write_out(label, ns)
    builder = TextBuilder(limits)
    BodyWalker(ns, builder, read_numbering(None, ""), {}).walk_body(body)
    title = next((item.text for item in root.iter() if str(item.tag).endswith("}Title")), None)
    return builder, {"title": title.strip()[:300]} if title and title.strip() else {}


def _is_label(item: Any, ns: str) -> bool:
    parent = item.getparent()
    return parent is not None and parent.tag == f"{ns}listPr"


def _write_out(label: Any, ns: str) -> None:
    """Put the number that Word noted beside an automatically numbered paragraph before its text."""
    shown = next((value for key, value in label.attrib.items() if key.endswith("}val")), "")
    paragraph = next(label.iterancestors(f"{ns}p"), None)
    if not shown or paragraph is None:
        return
    run = paragraph.makeelement(f"{ns}r")
    text = run.makeelement(f"{ns}t")
    text.text = shown
    run.append(text)
    paragraph.insert(1, run)
