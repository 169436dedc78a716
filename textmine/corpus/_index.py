"""Where results lie and what was seen, for any number of documents in little memory."""

from __future__ import annotations

import sqlite3
import struct
from typing import NamedTuple

from textmine.tables import Entry

_NUMBER = struct.Struct("<q")
_MOST_AT_HAND = 10_000
"""Contents that are remembered outside the database, some 2 MB; a run over fewer files never asks it."""


class Known(NamedTuple):
    """Where the result of a path lies, and what it was made from."""

    fingerprint: str
    key: str
    part: str
    item: int


class Index:
    """Documents by path and by content, in a private database that spills to the disk: memory does not grow with the corpus."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")
        self._base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-2000;"
            "CREATE TABLE known (path BLOB PRIMARY KEY, fingerprint, key, part, item INTEGER) WITHOUT ROWID;"
            "CREATE TABLE first (start INTEGER PRIMARY KEY, rest BLOB, path BLOB);"
        )
        self._sizes: dict[str, int] = {}
        self._blank = True
        self._at_hand: dict[str, str] = {}
        self._has_more = False

    def close(self) -> None:
        """Throw the index away."""
        self._base.close()

    def add(self, entry: Entry) -> None:
        """Take in a part of an earlier run; a path that was known before now lies in this one."""
        self.add_part(entry.part, len(entry.documents))
        self._blank = False
        rows = [
            (_encoded(document[0]), document[1], entry.key, entry.part, item)
            for item, document in enumerate(entry.documents)
            if document
        ]
        self._base.executemany("INSERT OR REPLACE INTO known VALUES (?, ?, ?, ?, ?)", rows)

    def add_part(self, part: str, size: int) -> None:
        """Take in a part of this run, whose paths are not asked for any more."""
        self._sizes[part] = size

    def known(self, path: str) -> Known | None:
        """The result that an earlier run left of a path, if there is one."""
        if self._blank:
            return None
        query = "SELECT fingerprint, key, part, item FROM known WHERE path = ?"
        row = self._base.execute(query, (_encoded(path),)).fetchone()
        return Known(*row) if row else None

    def first_path(self, fingerprint: str, path: str) -> str:
        """The path under which this content was met first in this run; now, if it is new.

        ``fingerprint``: SHA-256 in hex digits. Its first 64 bits are looked up, which takes half the time of all of them.
        """
        first = self._at_hand.get(fingerprint)
        if first is None and self._has_more:
            start, rest = _halves(fingerprint)
            query = "SELECT path FROM first WHERE start = ? AND rest = ?"
            row = self._base.execute(query, (start, rest)).fetchone()
            first = str(row[0], "utf-8", "surrogatepass") if row else None
        if first is not None:
            return first
        if len(self._at_hand) == _MOST_AT_HAND:
            rows = ((*_halves(content), _encoded(where)) for content, where in self._at_hand.items())
            self._base.executemany("INSERT OR IGNORE INTO first VALUES (?, ?, ?)", rows)
            self._at_hand.clear()
            self._has_more = True
        self._at_hand[fingerprint] = path
        return path

    def size(self, part: str) -> int:
        """The number of items of a part."""
        return self._sizes[part]

    def parts(self) -> dict[str, int]:
        """Every part with the number of its items."""
        return dict(sorted(self._sizes.items()))


def _halves(fingerprint: str) -> tuple[int, bytes]:
    """The first 64 bits of a fingerprint as a number, and the rest."""
    digest = bytes.fromhex(fingerprint)
    return _NUMBER.unpack_from(digest)[0], digest[_NUMBER.size :]


def _encoded(path: str) -> bytes:
    return path.encode("utf-8", "surrogatepass")  # names that are no UTF-8 arrive with lone surrogates
