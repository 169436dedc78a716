"""ZIP archives of rendered reports."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FIXED_TIME = (2024, 2, 1, 8, 0, 0)


def zip_files(files: Mapping[str, bytes], *, names_as: str = "utf-8") -> bytes:
    """An archive with fixed times. `names_as="gbk"` writes names as old Chinese tools do, without the UTF-8 flag."""
    buffer = io.BytesIO()
    encoded: dict[bytes, bytes] = {}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(files.items()):
            shown = name
            if names_as != "utf-8":
                wanted = name.encode(names_as)
                shown = f"@{number:03d}@".ljust(len(wanted), "@")
                encoded[shown.encode()] = wanted
            entry = zipfile.ZipInfo(shown, FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    packed = buffer.getvalue()
    for placeholder, wanted in encoded.items():
        packed = packed.replace(placeholder, wanted)
    return packed
