"""What holds for all measurements."""

from __future__ import annotations

import os


def as_installed() -> None:
    """Let the processes that are started keep compiled modules, as an installed package has them.

    With ``PYTHONDONTWRITEBYTECODE`` in the environment of a developer each of them would compile the source anew: 0.1 s a start.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
