"""Standing phrases of official texts, which are nobody's copy."""

from __future__ import annotations

import re
from functools import lru_cache

from textmine.resources import load_yaml


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{rule['pattern']})" for rule in load_yaml("analysis", "boilerplate.yaml")["patterns"])
    )


def boilerplate(masked: str) -> list[tuple[int, int]]:
    """Half-open ranges of standing phrases in a masked text."""
    return [found.span() for found in _pattern().finditer(masked) if found.end() > found.start()]
