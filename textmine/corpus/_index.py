"""Where results lie and what was seen, for any number of documents in little memory."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from textmine.tables import Entry


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
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8000;"
            "CREATE TABLE known (path BLOB PRIMARY KEY, fingerprint, key, part, item INTEGER) WITHOUT ROWID;"
            "CREATE TABLE first (fingerprint PRIMARY KEY, path BLOB) WITHOUT ROWID;"
            "CREATE TABLE sizes (part PRIMARY KEY, size INTEGER) WITHOUT ROWID;"
        )

    def close(self) -> None:
        """Throw the index away."""
        self._base.close()

    def add(self, entry: Entry) -> None:
        """Take in a part; a path that was known before now lies in this one."""
        self._base.execute("INSERT OR REPLACE INTO sizes VALUES (?, ?)", (entry.part, len(entry.documents)))
        rows = [
            (_encoded(document[0]), document[1], entry.key, entry.part, item)
            for item, document in enumerate(entry.documents)
            if document
        ]
        self._base.executemany("INSERT OR REPLACE INTO known VALUES (?, ?, ?, ?, ?)", rows)

    def known(self, path: str) -> Known | None:
        """The result of a path, if there is one."""
        query = "SELECT fingerprint, key, part, item FROM known WHERE path = ?"
        row = self._base.execute(query, (_encoded(path),)).fetchone()
        return Known(*row) if row else None

    def first_path(self, fingerprint: str, path: str) -> str:
        """The path under which this content was met first in this run; now, if it is new."""
        added = self._base.execute("INSERT OR IGNORE INTO first VALUES (?, ?)", (fingerprint, _encoded(path)))
        if added.rowcount:
            return path
        row = self._base.execute("SELECT path FROM first WHERE fingerprint = ?", (fingerprint,)).fetchone()
        return str(row[0], "utf-8", "surrogatepass")

    def parts(self) -> dict[str, int]:
        """Every part with the number of its items."""
        return dict(self._base.execute("SELECT part, size FROM sizes ORDER BY part"))


def _encoded(path: str) -> bytes:
    return path.encode("utf-8", "surrogatepass")  # names that are no UTF-8 arrive with lone surrogates
