"""PDF with a text layer: pdfium for text and rulings."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from textmine.errors import LimitError, ReadError
from textmine.readers._build import TextBuilder
from textmine.readers._limits import Limits
from textmine.readers._pdf_flow import Page
from textmine.readers._pdf_page import CharBoxes, read_page, upright
from textmine.readers._pdf_paths import page_rules
from textmine.readers._pdf_repair import Rest, breaks_off
from textmine.readers._pdf_rules import find_grids
from textmine.readers._pdf_tables import emit_pages, place_tables

#: Fewer characters a page than this: what text there is are stamps or page numbers on scanned pictures.
_SCANNED_CHARS = 12
_CUT_OFF = "The PDF is damaged or cut off. Get it again from its source."


def read_pdf(data: bytes, limits: Limits) -> tuple[TextBuilder, dict[str, str]]:
    """Blocks with pages, and hints from the document information.

    Raises ReadError ``encrypted``, ``damaged`` or ``scanned_pdf``; LimitError ``too_many_pages`` or ``time_limit``.
    """
    import pypdfium2

    builder = TextBuilder(limits)
    rest = Rest(data) if breaks_off(data) else None
    if rest and not rest.has_fonts():
        raise ReadError("damaged", _CUT_OFF)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        document = _repaired(rest or Rest(data), error)
    try:
        if len(document) > limits.pages:
            raise LimitError(
                "too_many_pages",
                f"The PDF has {len(document):,} pages, more than {limits.pages}. Take the report out of it and read it alone.",
            )
        pages = _read_pages(document, builder)
        pictures = not any(page.items for page in pages[1:]) and _has_pictures(document)
        hints = _properties(document)
        if rest:
            hints["breaks_off"] = "yes"
    finally:
        document.close()
    characters = sum(len(line.text) for page in pages for line in page.lines)
    tables = sum(len(page.items) - len(page.lines) for page in pages)
    if rest and not tables and not characters:
        raise ReadError("damaged", _CUT_OFF)
    if not tables and characters < _SCANNED_CHARS * max(len(pages), 1):
        if pictures:
            raise ReadError(
                "scanned_pdf",
                "The PDF has no text layer (scanned pages). Run text recognition on it and read the result, "
                "or get the report as a web page or Word file.",
            )
        if not characters:
            raise ReadError(
                "no_text", "The PDF holds no text; it is empty or damaged. Get it again from its source."
            )
    emit_pages(pages, builder)
    return builder, hints


def _properties(document: Any) -> dict[str, str]:
    """What the file says of itself, without what cannot be decoded: a title that was cut inside a character is no reason to lose the pages."""
    found = {}
    for key in document.METADATA_KEYS:
        with suppress(UnicodeDecodeError):
            found[key.lower()] = document.get_metadata_value(key)
    return {key: value for key, value in found.items() if value}


def _repaired(rest: Rest, error: Exception) -> Any:
    """The pages that are left of a file that pdfium turned away."""
    import pypdfium2

    if "password" in str(error).lower():
        raise ReadError(
            "encrypted",
            "The PDF asks for a password. Open it with the password, save it without one and retry.",
        ) from error
    whole = rest.repaired()
    try:
        document = pypdfium2.PdfDocument(whole) if whole else ()
        if len(document):
            return document
    except pypdfium2.PdfiumError:
        pass
    raise ReadError("damaged", _CUT_OFF) from error


def _read_pages(document: Any, builder: TextBuilder) -> list[Page]:
    import pypdfium2

    pages = []
    for index in range(len(document)):
        builder.deadline.check()
        try:
            page = document[index]
            text_page = upright(page)
        except pypdfium2.PdfiumError:
            pages.append(Page(842.0))
            continue
        found = read_page(page, text_page)
        grids = find_grids(*page_rules(page.raw, found.turn, found.media)) if found.lines else []
        box_of = CharBoxes(text_page, found).tight
        pages.append(Page(found.height, place_tables(found, grids, box_of, index + 1)))
        text_page.close()
        page.close()
    return pages


def _has_pictures(document: Any) -> bool:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        page = document[0]
    except pypdfium2.PdfiumError:
        return False
    kinds = {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM}
    count = min(pdfium.FPDFPage_CountObjects(page.raw), 200)
    found = any(
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.raw, index)) in kinds
        for index in range(count)
    )
    page.close()
    return found
