"""Pages saved by a browser as one file (MHTML): the HTML part of a MIME message."""

from __future__ import annotations

from textmine.errors import ReadError


def html_part(data: bytes) -> tuple[bytes, str | None]:
    """The largest HTML part, decoded from its transfer encoding, and its declared charset.

    Raises ReadError ``no_text`` if there is none.
    """
    from email import policy
    from email.parser import BytesParser

    message = BytesParser(policy=policy.compat32).parsebytes(data.lstrip())
    best: tuple[bytes, str | None] = (b"", None)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and len(payload) > len(best[0]):
                charset = part.get_content_charset()
                best = payload, charset if isinstance(charset, str) else None
    if not best[0]:
        raise ReadError("no_text", "The saved page holds no HTML part. Save it again as a complete page.")
    return best
