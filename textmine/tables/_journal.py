"""What a results folder already holds: a journal with one line a part.

A part counts once its line is in the journal. The line is written after the part's files are on the disk, so a run that is
killed at any moment leaves a folder from which the next one goes on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

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

    def entries(self, *, repair: bool = True) -> Iterator[Entry]:
        """All parts in the order in which they were written. A last line that was cut off does not count; ``repair`` drops it.

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
        if repair and whole < self._path.stat().st_size:
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
