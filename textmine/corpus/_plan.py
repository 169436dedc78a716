"""What has to be done: which files keep their earlier results, which are duplicates, which go into which batch."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Literal

from textmine.corpus._batch import Batch, Duplicate, Item
from textmine.corpus._index import Index
from textmine.errors import ReadError
from textmine.readers import Source
from textmine.schema import Issue
from textmine.tables import Segment

Redo = Literal["outdated", "changed", "all"]

#: Documents worked on together: below 50 the call overhead of the model shows, above 200 nothing is won.
BATCH_DOCUMENTS = 200
_LEAST_DOCUMENTS = 20
#: Bytes of files in a batch: bounds what a worker holds, and what is lost when a run is killed.
_BATCH_BYTES = 32_000_000


class Plan:
    """Walks the corpus once, in its order, and remembers where the rows of each item will be.

    Parameters
    ----------
    index: what the results folder already holds.
    key: version key of this run.
    redo: ``outdated`` keeps results of unchanged content and equal key, ``changed`` those of unchanged content whatever version
        made them, ``all`` none.
    workers: how many batches can be under way at the same time.
    with_csv: whether the tables are wanted as CSV, too.
    """

    def __init__(
        self, index: Index, key: str, redo: Redo, *, workers: int = 1, with_csv: bool = False
    ) -> None:
        self._index = index
        self._key = key
        self._redo = redo
        self._workers = workers
        self._with_csv = with_csv
        self._is_first = not index.parts()  # no run has left anything
        self._numbers = count(max((int(part) for part in index.parts()), default=-1) + 1)
        self.segments: list[Segment] = []
        self.fingerprints: dict[str, list[tuple[str, str] | None]] = {}
        self.found = 0
        self.kept = 0
        self.kept_outdated = 0

    def batches(self, items: Iterable[Source | Issue]) -> Iterator[Batch]:
        """Batches of what has to be done, in the order of the corpus."""
        waiting: list[Item] = []
        documents: list[tuple[str, str] | None] = []
        size = 0
        keep = self._workers == 1  # else another process reads them once more
        ahead = _Ahead(items, 2 * self._workers * BATCH_DOCUMENTS, keep=keep)
        limit = self._limit(ahead)
        part = self.next_part()
        for found, fingerprint in ahead:
            item = self._resolve(found, fingerprint)
            if item is None:
                continue
            self._place(part, len(waiting))
            waiting.append(item)
            documents.append((item.path, fingerprint) if isinstance(item, Source) and fingerprint else None)
            size += item.size if isinstance(item, Source) else 0
            if len(waiting) >= limit or size >= _BATCH_BYTES:
                self.fingerprints[part] = documents
                yield Batch(part, tuple(waiting), self._with_csv)
                waiting, documents, size, part = [], [], 0, self.next_part()
                limit = self._limit(ahead)
        if waiting:
            self.fingerprints[part] = documents
            yield Batch(part, tuple(waiting), self._with_csv)

    def _limit(self, ahead: _Ahead) -> int:
        """Documents of the next batch: smaller ones towards the end, so that no worker has long to wait for another."""
        left = ahead.left()
        if left is None or self._workers == 1:
            return BATCH_DOCUMENTS
        return min(BATCH_DOCUMENTS, max(_LEAST_DOCUMENTS, -(-left // (2 * self._workers))))

    def next_part(self) -> str:
        """A part name that is not taken."""
        return f"{next(self._numbers):08d}"

    def _resolve(self, found: Source | Issue, fingerprint: str) -> Item | None:
        """What to do about an item: None if its earlier result stays."""
        if isinstance(found, Issue):
            return found
        self.found += 1
        if not fingerprint:
            return found
        first = self._index.first_path(fingerprint, found.path)
        if first != found.path:
            return Duplicate(found.path, fingerprint, first)
        known = None if self._is_first or self._redo == "all" else self._index.known(found.path)
        if known is None or known.fingerprint != fingerprint:
            return found
        if known.key != self._key:
            if self._redo == "outdated":
                return found
            self.kept_outdated += 1
        self.kept += 1
        self._place(known.part, known.item)
        return None

    def _place(self, part: str, item: int) -> None:
        last = self.segments[-1] if self.segments else None
        if last and last.part == part and last.last == item:
            self.segments[-1] = Segment(part, last.first, item + 1)
        else:
            self.segments.append(Segment(part, item, item + 1))


class _Ahead:
    """Passes items on with their fingerprints, looking so far ahead, but not beyond a batch's bytes, that the end is seen before it
    is reached. ``keep``: hold the bytes that were read, for whoever comes after.
    """

    def __init__(self, items: Iterable[Source | Issue], depth: int, *, keep: bool) -> None:
        self._items = iter(items)
        self._depth = depth
        self._keep = keep
        self._waiting: deque[tuple[Source | Issue, str]] = deque()
        self._bytes = 0  # members of archives inside archives hold their archive in memory
        self._ended = False

    def __iter__(self) -> Iterator[tuple[Source | Issue, str]]:
        while self._fill():
            item, fingerprint = self._waiting.popleft()
            self._bytes -= getattr(item, "size", 0)
            yield item, fingerprint

    def left(self) -> int | None:
        """How many items are still to come, None as long as the end is not in sight."""
        self._fill()
        return len(self._waiting) if self._ended else None

    def _fill(self) -> bool:
        while not self._ended and len(self._waiting) < self._depth and self._bytes < _BATCH_BYTES:
            item = next(self._items, None)
            if item is None:
                self._ended = True
            else:
                self._waiting.append((item, self._fingerprint(item)))
                self._bytes += getattr(item, "size", 0)
        return bool(self._waiting)

    def _fingerprint(self, item: Source | Issue) -> str:
        """SHA-256 of the content; empty if it cannot be had, which reading will report.

        Empty as well for empty files, which are no copies of one another: each has to be fetched anew.
        """
        if isinstance(item, Issue) or not item.size:
            return ""
        try:
            fingerprint = hashlib.sha256(item.content()).hexdigest()
        except (ReadError, MemoryError):
            return ""
        if not self._keep:
            item.forget()
        return fingerprint


def regroup(
    segments: list[Segment], sizes: dict[str, int], next_part: Callable[[], str]
) -> tuple[list[Segment], dict[str, list[Segment]]]:
    """Segments after parts with dead documents have been copied together.

    Returns the new segments and, for each new part, the segments it is made from.
    """
    live: dict[str, int] = {}
    for segment in segments:
        live[segment.part] = live.get(segment.part, 0) + segment.last - segment.first
    made: dict[str, list[Segment]] = {}
    result: list[Segment] = []
    part, filled = "", BATCH_DOCUMENTS
    for segment in segments:
        if live[segment.part] == sizes[segment.part]:
            result.append(segment)
            continue
        if filled >= BATCH_DOCUMENTS:
            part, filled = next_part(), 0
        made.setdefault(part, []).append(segment)
        size = segment.last - segment.first
        result.append(Segment(part, filled, filled + size))
        filled += size
    return result, made
