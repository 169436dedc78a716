"""One file or byte string to one Document."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from textmine.errors import LimitError, ReadError
from textmine.normalization import is_traditional, odd_characters
from textmine.readers import _sniff
from textmine.readers._build import TextBuilder
from textmine.readers._limits import DEFAULT_LIMITS, Limits
from textmine.schema import Block, Document, Issue

#: Share of private-use and replacement characters from which a text counts as garbled.
_GARBLED_SHARE = 0.01
_WESTERN = re.compile("[\x80-\xff]")
_FEW_LETTERS = 20  # different ones; marks such as × and · are no letters of a text
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_GARBLED = re.compile("[\ue000-\uf8ff\ufffd]")
_NO_CHARACTER = "(cid:"  # printed by programs for a glyph of a PDF file that names no character


def read(path: str | Path, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a file as a document, by its content and not by its suffix alone.

    Raises ReadError (its ``code`` says why) or LimitError if the file gives no usable text.
    """
    return read_bytes(file_bytes(path, limits), path=str(path), limits=limits)


def file_bytes(path: str | Path, limits: Limits) -> bytes:
    """Content of a regular file. Raises ReadError or LimitError as ``read`` does."""
    try:
        info = os.stat(path)
        if info.st_size > limits.file_bytes:
            raise LimitError(
                "file_too_large",
                f"The file has {info.st_size:,} bytes, more than {limits.file_bytes:,}. Take the report out of it and read it alone.",
            )
        if not stat.S_ISREG(info.st_mode):  # opening a pipe could wait for ever
            raise ReadError(
                "not_a_file", "The path names no regular file. Give a file, a folder or a ZIP archive."
            )
        with open(path, "rb", buffering=0) as stream:
            return stream.read()
    except FileNotFoundError as error:
        raise ReadError("not_found", "There is no such file. Check the path.") from error
    except (OSError, ValueError) as error:
        raise ReadError("unreadable", f"The file cannot be opened ({error}). Check its rights.") from error


def read_bytes(data: bytes, *, path: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a document from memory; ``path`` names it (``archive.zip!/member`` for archive members).

    Raises as ``read`` does. Whatever goes wrong inside a parser becomes a ReadError ``damaged``.
    """
    if len(data) > limits.file_bytes:
        raise LimitError(
            "file_too_large", f"The file has more than {limits.file_bytes:,} bytes. Leave it out."
        )
    try:
        return _read(data, path, limits)
    except ReadError:
        raise
    except MemoryError as error:
        raise LimitError("memory", "Reading takes more memory than there is. Leave the file out.") from error
    except Exception as error:
        raise ReadError(
            "damaged",
            f"The file is damaged in a way its reader cannot handle ({type(error).__name__}). Get it again from its source.",
        ) from error


def _read(data: bytes, path: str, limits: Limits) -> Document:
    media_type = _sniff.sniff(data, path)
    blocks: Sequence[Block]
    page_starts: tuple[int, ...] = ()
    if media_type in (_sniff.TEXT, _sniff.MARKDOWN):
        from textmine.readers._text import read_text

        text, blocks, found = read_text(data, limits)
        hints = {"encoding": found.encoding}
        if found.replaced and "\ufffd" not in text:
            hints["breaks_off"] = "yes"
    else:
        media_type, builder, hints = _read_structured(data, media_type, limits)
        text, blocks, page_starts = builder.text, tuple(builder.blocks), tuple(builder.page_starts)
    if not text or text.isspace():
        raise ReadError("no_text", "The file holds no text. Open it to see whether it is only pictures.")
    hints["filename"] = path.replace("\\", "/").rpartition("/")[2]
    if is_traditional(text):
        hints["script"] = "traditional"
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        id=digest[:12],
        path=path,
        sha256=digest,
        media_type=media_type,
        text=text,
        blocks=blocks,
        hints=hints,
        page_starts=page_starts,
        issues=tuple(_issues(path, text, hints)),
    )


def _read_structured(data: bytes, media_type: str, limits: Limits) -> tuple[str, TextBuilder, dict[str, str]]:
    if media_type == _sniff.ZIP:
        return _read_package(data, limits)
    if media_type == _sniff.MHTML:
        from textmine.readers._html import read_html
        from textmine.readers._mhtml import html_part

        content, charset = html_part(data)
        return media_type, *read_html(content, limits, charset=charset)
    if media_type not in _READERS:
        raise ReadError(
            "unsupported_format", f"Files of type {media_type} cannot be read. Save it as DOCX or PDF."
        )
    builder, hints = _reader(media_type)(data, limits)
    return media_type, builder, hints


_READERS = {
    _sniff.HTML: "_html.read_html",
    _sniff.PDF: "_pdf.read_pdf",
    _sniff.DOC: "_doc.read_doc",
    _sniff.RTF: "_rtf.read_rtf",
    _sniff.WORD_XML: "_word_xml.read_word_xml",
    _sniff.FODT: "_odt.read_fodt",
}


def _reader(media_type: str) -> Callable[[bytes, Limits], tuple[TextBuilder, dict[str, str]]]:
    """The reader of a kind of file, loaded when the first such file is met."""
    module, _, name = _READERS[media_type].partition(".")
    found: Callable[[bytes, Limits], tuple[TextBuilder, dict[str, str]]]
    found = getattr(import_module(f"textmine.readers.{module}"), name)
    return found


def _read_package(data: bytes, limits: Limits) -> tuple[str, TextBuilder, dict[str, str]]:
    from textmine.readers._docx import read_docx
    from textmine.readers._package import open_package

    with open_package(data, limits) as package:
        kind = _sniff.package_kind(package.namelist())
        if kind == _sniff.ODT:
            from textmine.readers._odt import read_odt

            return kind, *read_odt(package, limits)
        if kind == _sniff.OFD:
            from textmine.readers._ofd import read_ofd

            return kind, *read_ofd(package, limits)
        if kind == _sniff.ZIP:
            raise ReadError(
                "archive",
                "The file is an archive of files. Give it as an input of its own to read what is in it.",
            )
        return _sniff.DOCX, *read_docx(package, limits)


def _jumble_at(text: str, hints: dict[str, str]) -> int | None:
    if hints.get("encoding") != "gb18030" or "script" in hints:
        return None
    from textmine.readers._decode import jumble_at

    return jumble_at(text)


def _issues(path: str, text: str, hints: dict[str, str]) -> list[Issue]:
    issues = []
    present = "".join(odd_characters(text))
    odd = len(_GARBLED.findall(text)) if _GARBLED.search(present) else 0
    if len(_WESTERN.findall(present)) > _FEW_LETTERS:  # bytes of Chinese characters read one by one
        odd += max(0, len(_WESTERN.findall(text)) - len(_IDEOGRAPH.findall(text)))
    odd += text.count(_NO_CHARACTER)
    if odd > max(5, _GARBLED_SHARE * len(text)) or "\ufffd" in present:
        message = (
            f"{odd} characters of {len(text)} are unreadable (private-use glyphs or wrong encoding). "
            "Compare the text with the original, or get the report in another format."
        )
        issues.append(Issue(path, "read", "garbled_text", message))
    elif (place := _jumble_at(text, hints)) is not None:
        message = (
            f"From character {place} on the words make no sense up to the next blank or line end, as where a byte of the file was "
            "lost. Compare the text with the original, or get the file again from its source."
        )
        issues.append(Issue(path, "read", "garbled_text", message))
    if "breaks_off" in hints:
        message = (
            "The text of the file breaks off; what there is was read. Get the file again from its source."
        )
        issues.append(Issue(path, "read", "damaged", message))
    if "attachment" in hints:
        message = f"The page shows hardly any text but links to {hints['attachment']}. Save that file and read it instead."
        issues.append(Issue(path, "read", "attachment_only", message))
    return issues
