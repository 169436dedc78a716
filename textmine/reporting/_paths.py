"""Paths as they are printed: without the folder that all files share, which is nobody's business but the user's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textmine.reporting._printable import clean

if TYPE_CHECKING:
    from textmine.tables import Tables

_SEPARATOR = re.compile(r"[/\\]")


class ShownPaths:
    """Shortens the paths of one run."""

    def __init__(self, tables: Tables) -> None:
        paths = {path for name in ("documents", "issues") for (path,) in tables.rows(name, ("path",)) if path}
        folders = [_SEPARATOR.split(path)[:-1] for path in sorted(paths)]
        shared = 0
        # Of sorted paths the first and the last have the least in common.
        if folders:
            first, last = folders[0], folders[-1]
            while shared < min(len(first), len(last)) and first[shared] == last[shared]:
                shared += 1
            shared = min(shared, *map(len, folders))
        self._shared = shared

    def __call__(self, path: str | None) -> str:
        """The path below the shared folder, cleaned."""
        parts = _SEPARATOR.split(path or "")
        return clean("/".join(parts[self._shared :] if len(parts) > self._shared else parts[-1:]))
