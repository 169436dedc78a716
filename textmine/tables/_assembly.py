"""The final tables, which grow along with a run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from textmine.tables._dictionary import ITEM
from textmine.tables._packed import Packed
from textmine.tables._parts import PART_TABLES, Segment, Slices
from textmine.tables._writing import TableWriter

if TYPE_CHECKING:
    import pyarrow as pa


_POOL = "ARROW_DEFAULT_MEMORY_POOL"


class Assembly:
    """Puts the final tables together, segment by segment in the order of the corpus, holding one row group of each in memory.

    To be used in a ``with`` block; the tables appear under their names when it ends, all of them or, after an error, none. Nothing
    is loaded or opened before the first segment: the workers of a run start beforehand.
    """

    def __init__(self, parts: Path, target: Path, *, with_csv: bool = True) -> None:
        self._target = target
        self._with_csv = with_csv
        self._slices = {table: Slices(parts, table) for table in PART_TABLES}
        self._writers: dict[str, TableWriter] = {}
        self._pool_before: pa.MemoryPool | None = None
        # The plain allocator gives back what a table took before the next begins; Arrow's own keeps 20 MB more. Arrow asks for the
        # allocator when it is loaded, which the first segment does.
        self._asks_for_pool = _POOL not in os.environ
        if self._asks_for_pool:
            os.environ[_POOL] = "system"

    def __enter__(self) -> Assembly:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            waiting = list((self._opened() if kind is None else self._writers).values())
            try:
                while waiting and kind is None:
                    waiting[0].close()
                    del waiting[0]
            finally:
                for writer in waiting:
                    writer.discard()
        finally:
            self._ask_no_more()
            if self._pool_before is not None:
                import pyarrow as pa

                pa.set_memory_pool(self._pool_before)

    def add(
        self, segment: Segment, rows: Mapping[str, pa.Table | Packed] | None = None, *, whole: bool = False
    ) -> None:
        """The next documents.

        Parameters
        ----------
        rows: those of the whole part, where they are at hand and need not be read.
        whole: whether the segment is the whole part; its rows then stay packed as long as can be.

        Raises ResourceError for a damaged part.
        """
        writers = self._opened()
        for table, slices in self._slices.items():
            at_hand = rows.get(table) if rows is not None else None
            if isinstance(at_hand, Packed) and whole:
                writers[table].write(at_hand)
                continue
            if rows is not None:
                slices.offer(segment.part, at_hand.unpacked() if isinstance(at_hand, Packed) else at_hand)
            piece = slices.rows(segment)
            if piece is not None:
                writers[table].write(piece.drop_columns([ITEM]))

    def _ask_no_more(self) -> None:
        if self._asks_for_pool:
            os.environ.pop(_POOL, None)
            self._asks_for_pool = False

    def _opened(self) -> dict[str, TableWriter]:
        if not self._writers:
            import pyarrow as pa

            self._ask_no_more()
            self._pool_before = pa.default_memory_pool()
            pa.set_memory_pool(pa.system_memory_pool())
            for table in PART_TABLES:
                self._writers[table] = TableWriter(table, self._target, with_csv=self._with_csv)
        return self._writers
