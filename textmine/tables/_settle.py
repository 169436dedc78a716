"""Files that appear under their names only when they are complete."""

from __future__ import annotations

import os
from pathlib import Path


def beside(path: Path) -> Path:
    """Where a file is written until it is complete."""
    return path.with_name(f".{path.name}.part")


def settle(part: Path, target: Path) -> None:
    """Give a finished file its name: its bytes are on the disk before the name is."""
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(target)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is never seen half-written."""
    part = beside(path)
    part.write_bytes(data)
    settle(part, path)
