"""Word documents (OOXML): a walk over the XML parts, tracked changes read as accepted."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import Any

from textmine.errors import ReadError
from textmine.readers._build import TextBuilder
from textmine.readers._docx_body import PROSE_CHARS, BodyWalker, needs_styles
from textmine.readers._docx_numbering import Numbering, integer, read_numbering
from textmine.readers._docx_quick import cut_tables
from textmine.readers._limits import Limits
from textmine.readers._package import parse_xml, read_entry

_CORE_NAMES = {
    "title",
    "creator",
    "subject",
    "created",
    "modified",
    "lastModifiedBy",
    "keywords",
    "description",
}
_MAX_STYLE_CHAIN = 12
_USED_STYLE = re.compile(rb'pStyle [^>]{0,40}?val="([^"<>]{1,200})"')
_STYLES_ROOT = re.compile(rb"<w:styles [^<>]{0,20000}>")
_STYLE_START = re.compile(rb'<w:style [^<>]{0,400}?w:styleId="([^"<>]{1,200})"')
_PARENT = re.compile(rb'<w:basedOn w:val="([^"<>]{1,200})"')


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says that matters here, its ancestors included."""

    level: int | None = None
    list_id: str | None = None
    list_level: int = 0
    contents: bool = False


def read_docx(package: zipfile.ZipFile, limits: Limits) -> tuple[TextBuilder, dict[str, str]]:
    """Blocks of the main part, and hints from the core properties.

    Raises ReadError ``damaged`` if the main part cannot be read, ``no_text`` if it is empty.
    """
    names = set(package.namelist())
    main = "word/document.xml" if "word/document.xml" in names else _main_part(package, names, limits)
    content = read_entry(package, main, limits)
    numbering, styles = _optional_parts(package, names, content, limits)
    whole = content.rstrip().endswith(b"document>")
    content, tables = cut_tables(content, styles_matter=needs_styles(styles.values()), longest=PROSE_CHARS)
    root = parse_xml(content)
    if root is None or not isinstance(root.tag, str):
        raise ReadError(
            "damaged", "The main part of the Word file is damaged. Get the file again from its source."
        )
    ns = root.tag.partition("}")[0] + "}"
    builder = TextBuilder(limits)
    walker = BodyWalker(ns, builder, numbering, styles, tables)
    walker.walk_body(root)
    for part in _embedded(package, names, root, limits) if not builder.text else ():
        _append_embedded(part, builder, limits)
    hints = _core_properties(package, names, limits)
    return builder, hints if whole else hints | {"breaks_off": "yes"}


def _main_part(package: zipfile.ZipFile, names: set[str], limits: Limits) -> str:
    if "_rels/.rels" in names:
        root = parse_xml(read_entry(package, "_rels/.rels", limits))
        for relation in root if root is not None else ():
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                target = str(relation.get("Target", "")).lstrip("/")
                if target in names:
                    return target
    candidates = sorted(name for name in names if name.startswith("word/document") and name.endswith(".xml"))
    if not candidates:
        raise ReadError("damaged", "The Word file lacks its main part. Get the file again from its source.")
    return candidates[0]


def _optional_parts(
    package: zipfile.ZipFile, names: set[str], content: bytes, limits: Limits
) -> tuple[Numbering, dict[str, Style]]:
    """List definitions and the styles that the main part uses; the text can be read without them."""
    used = set(_USED_STYLE.findall(content))
    parts = []
    for name, wanted in (
        ("word/styles.xml", bool(used)),
        ("word/numbering.xml", bool(used) or b"numPr" in content),
    ):
        try:
            parts.append(read_entry(package, name, limits) if wanted and name in names else b"")
        except ReadError:
            parts.append(b"")
    styles = parse_xml(_only_used(parts[0], used)) if parts[0] else None
    lists = parse_xml(parts[1]) if parts[1] else None
    return read_numbering(lists, _namespace(lists)), _read_styles(styles, _namespace(styles))


def _namespace(root: Any) -> str:
    return "" if root is None else str(root.tag).partition("}")[0] + "}"


def _only_used(styles: bytes, used: set[bytes]) -> bytes:
    """The styles part cut down to the used styles and their ancestors: most parts define hundreds that are not used."""
    head = _STYLES_ROOT.search(styles)
    if head is None:  # another prefix than Word's
        return styles
    places = {match.group(1): match.start() for match in _STYLE_START.finditer(styles)}
    kept: dict[bytes, bytes] = {}
    pending = list(used)
    while pending:
        style_id = pending.pop()
        start = places.get(style_id)
        if start is None or style_id in kept:
            continue
        end = styles.find(b"</w:style>", start)
        kept[style_id] = styles[start : end + 10] if end > 0 else b""
        pending.extend(_PARENT.findall(kept[style_id]))
    return head.group() + b"".join(kept.values()) + b"</w:styles>"


def _read_styles(root: Any, ns: str) -> dict[str, Style]:
    if root is None:
        return {}
    raw: dict[str, tuple[str | None, Style]] = {}
    for element in root.iter(f"{ns}style"):
        if element.get(f"{ns}type") not in (None, "paragraph"):
            continue
        name = element.find(f"{ns}name")
        label = ("" if name is None else name.get(f"{ns}val") or "").lower()
        parent = element.find(f"{ns}basedOn")
        outline = element.find(f"{ns}pPr/{ns}outlineLvl")
        level = None if outline is None else integer(outline.get(f"{ns}val")) + 1
        if label.startswith(("heading ", "标题 ")):
            level = integer(label.rpartition(" ")[2]) or level
        elif label in {"title", "标题", "subtitle", "副标题"}:
            level = 1
        list_id = element.find(f"{ns}pPr/{ns}numPr/{ns}numId")
        list_level = element.find(f"{ns}pPr/{ns}numPr/{ns}ilvl")
        raw[element.get(f"{ns}styleId") or ""] = (
            None if parent is None else parent.get(f"{ns}val"),
            Style(
                level if level is not None and 1 <= level <= 9 else None,
                None if list_id is None else list_id.get(f"{ns}val"),
                0 if list_level is None else integer(list_level.get(f"{ns}val")),
                label.startswith(("toc ", "目录 ")),
            ),
        )
    return {style_id: _inherited(style_id, raw) for style_id in raw}


def _inherited(style_id: str, raw: dict[str, tuple[str | None, Style]]) -> Style:
    """A style with what it takes over from its ancestors (loops are cut)."""
    parent, style = raw[style_id]
    for _ in range(_MAX_STYLE_CHAIN):
        if parent is None or parent not in raw:
            break
        parent, above = raw[parent]
        numbered = style if style.list_id is not None else above
        style = Style(
            style.level if style.level is not None else above.level,
            numbered.list_id,
            numbered.list_level,
            style.contents or above.contents,
        )
    return style


def _core_properties(package: zipfile.ZipFile, names: set[str], limits: Limits) -> dict[str, str]:
    if "docProps/core.xml" not in names:
        return {}
    try:
        root = parse_xml(read_entry(package, "docProps/core.xml", limits))
    except ReadError:
        return {}
    hints = {}
    for element in root if root is not None else ():
        name = str(element.tag).rpartition("}")[2]
        if name in _CORE_NAMES and element.text and element.text.strip():
            hints[name.lower()] = element.text.strip()[:300]
    return hints


def _embedded(package: zipfile.ZipFile, names: set[str], root: Any, limits: Limits) -> list[bytes]:
    """Parts that Word shows in place (altChunk): some web systems wrap a page as DOCX in this way."""
    if not any(str(element.tag).endswith("}altChunk") for element in root.iter()):
        return []
    suffixes = (".html", ".htm", ".xhtml", ".mht", ".mhtml")
    return [read_entry(package, name, limits) for name in sorted(names) if name.lower().endswith(suffixes)]


def _append_embedded(data: bytes, builder: TextBuilder, limits: Limits) -> None:
    from textmine.readers._html import read_html
    from textmine.readers._mhtml import html_part
    from textmine.readers._sniff import MHTML, sniff

    content, charset = html_part(data) if sniff(data, "part.html") == MHTML else (data, None)
    inner, _ = read_html(content, limits, charset=charset)
    builder.extend(inner)
