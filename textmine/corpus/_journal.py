"""What a results folder already holds: a journal with one line a part, and an index over it that needs little memory.

A part counts once its line is in the journal. The line is written after the part's files are on the disk, so a run that is
killed at any moment leaves a folder from which the next one goes on.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from textmine.errors import ResourceError

_FORMAT = 1
_HEAD = {"textmine": "journal", "format": _FORMAT}


@dataclass(frozen=True, slots=True)
class Entry:
    """One part: the version key it was made with and, for each item, path and fingerprint, or None if it is to be redone."""

    part: str
    key: str
    documents: Sequence[tuple[str, str] | None]


class Journal:
    """The file ``journal.jsonl`` of a results folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def entries(self) -> Iterator[Entry]:
        """All parts in the order in which they were written. A last line that was cut off is dropped from the file.

        Raises ResourceError if the journal is of another format.
        """
        if not self._path.exists():
            return
        whole = 0
        with self._path.open("rb") as stream:
            for line in stream:
                try:
                    record = json.loads(line) if line.endswith(b"\n") else None
                except ValueError:
                    record = None
                if record is None:
                    break
                whole += len(line)
                if "part" not in record:
                    self._check(record)
                    continue
                documents = [tuple(item) if item else None for item in record["documents"]]
                yield Entry(record["part"], record["key"], documents)
        if whole < self._path.stat().st_size:
            os.truncate(self._path, whole)

    def _check(self, head: dict[str, object]) -> None:
        if head != _HEAD:
            raise ResourceError(
                f"{self._path}: written by another version of textmine; choose another output folder."
            )

    def append(self, entry: Entry) -> None:
        """Add a part; returns when the line is on the disk."""
        new = not self._path.exists()
        with self._path.open("ab") as stream:
            if new:
                stream.write(_line(_HEAD))
            stream.write(_entry_line(entry))
            stream.flush()
            os.fsync(stream.fileno())

    def rewrite(self, entries: Iterable[Entry]) -> None:
        """Replace the journal as a whole, atomically."""
        part = self._path.with_name(f".{self._path.name}.part")
        with part.open("wb") as stream:
            stream.write(_line(_HEAD))
            stream.writelines(map(_entry_line, entries))
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(self._path)


def _line(record: dict[str, object]) -> bytes:
    # File names of other systems may hold bytes that are no UTF-8; as escapes they survive.
    return json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _entry_line(entry: Entry) -> bytes:
    return _line({"part": entry.part, "key": entry.key, "documents": list(entry.documents)})


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
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;"
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
