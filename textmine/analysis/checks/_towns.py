"""Names of towns and subdistricts of a corpus, found in a text at once however many there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

_TOWN = re.compile(r"([\u4e00-\u9fff]{2,3})(镇|乡|街道)(?:人民政府|办事处)?$")
_PLACE_TAIL = re.compile(r".*[省市县区州盟旗]")
_OFFICE = re.compile(r"(?:人民政府|办事处)")


def town_names(agencies: Iterable[str]) -> list[str]:
    """Short names (鹭浦镇, without the region before them) of those of the agencies that are towns or subdistricts."""
    tails = (_PLACE_TAIL.sub("", _OFFICE.sub("", name)) for name in agencies)
    return sorted({tail for tail in tails if _TOWN.fullmatch(tail)})


class Towns:
    """Finds names of towns and subdistricts."""

    def __init__(self, names: Sequence[str]) -> None:
        import ahocorasick_rs

        self.names = names
        self._automaton: Any = ahocorasick_rs.AhoCorasick(self.names) if self.names else None

    def find(self, text: str) -> dict[str, int]:
        """Where each name that stands in the text stands first."""
        first: dict[str, int] = {}
        if self._automaton is not None:
            for number, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
                first.setdefault(self.names[number], start)
        return first
