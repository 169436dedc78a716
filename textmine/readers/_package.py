"""Bounded, in-memory reading of ZIP packages (DOCX and archives) and of the XML inside."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from textmine.errors import LimitError, ReadError
from textmine.readers._limits import Limits

_FREE_BYTES = 1_000_000  # small entries may be packed at any ratio
_CHUNK = 1 << 20


def open_package(data: bytes | str, limits: Limits) -> zipfile.ZipFile:
    """Open a ZIP from bytes or a path. Raises ReadError ``damaged`` or LimitError ``too_many_entries``."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        ValueError,
        OSError,
        NotImplementedError,
        EOFError,
    ) as error:
        raise ReadError(
            "damaged", "The ZIP package is damaged or cut off. Get the file again from its source."
        ) from error
    if len(package.infolist()) > limits.archive_entries:
        raise LimitError(
            "too_many_entries",
            f"The archive has more than {limits.archive_entries:,} entries. Split it into smaller ones.",
        )
    return package


def read_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo | str, limits: Limits) -> bytes:
    """Unpack one entry within the bounds, whatever its header claims.

    Raises ReadError ``encrypted`` or ``damaged``, LimitError ``unpacked_too_large``.
    """
    try:
        info = package.getinfo(entry) if isinstance(entry, str) else entry
    except KeyError as error:
        raise ReadError("damaged", f"The package lacks its part {entry}. Get the file again.") from error
    if info.flag_bits & 1:
        raise ReadError(
            "encrypted", "The entry is encrypted. Unpack it with its password and read the result."
        )
    bound = min(limits.file_bytes, _FREE_BYTES + limits.ratio * max(info.compress_size, 1))
    pieces: list[bytes] = []
    size = 0
    try:
        with package.open(info) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                if size > bound:
                    raise LimitError(
                        "unpacked_too_large",
                        f"The entry {info.filename[:80]} unpacks to more than {bound:,} bytes (a ZIP bomb or a far "
                        "too large file). Leave it out.",
                    )
                pieces.append(piece)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        ValueError,
        RuntimeError,
    ) as error:
        raise ReadError(
            "damaged", f"The entry {info.filename[:80]} is damaged. Get the file again from its source."
        ) from error
    return b"".join(pieces)


def parse_xml(data: bytes) -> Any:
    """Root element of an XML part; entities are not resolved and nothing is fetched. None if it cannot be parsed."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
