"""Word 97 documents, converted by LibreOffice from the Word document of the same report."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from corpora.grammar.model import Report
from corpora.grammar.render_docx import render_docx

TRIES = 3


def office_found() -> bool:
    """Whether LibreOffice is installed."""
    return shutil.which("soffice") is not None


def convert(data: bytes, suffix: str, target: str) -> bytes:
    """Bytes of a document in another format, through headless LibreOffice (which now and then wants a second start)."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"report.{suffix}"
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        call = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", folder, str(source)]
        result = source.with_suffix(f".{target.split(':', maxsplit=1)[0]}")
        for _ in range(TRIES):
            subprocess.run(call, check=False, capture_output=True, timeout=180)
            if result.exists():
                return result.read_bytes()
    raise RuntimeError("LibreOffice wrote no file")


def render_doc(report: Report) -> bytes:
    """Bytes of a .doc file. Not the same on every run: keep the file that was made once."""
    return convert(render_docx(report), "docx", "doc:MS Word 97")
