"""Texts made comparable: blanks out, widths unified, years and names of places and agencies behind one sign each.

What stays the same when a section is carried over from last year or from a neighbour is the wording; what is changed
by hand, if anything, are the year and the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textmine.normalization import fold

if TYPE_CHECKING:
    import pandas as pd

YEAR, NAME = "□", "◇"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:年度?)?|[一二][〇○零九][〇○零一二三四五六七八九]{2}年度?")
# 我局, 本街道: the agency's word for itself changes with the agency, not with the matter.
_SELF = re.compile(
    r"[我本全该](?:省|市|县|区|旗|州|镇|乡|街道|局|委|厅|院|校|办|馆|所|中心|管委会|机关|单位|社区|村)(?![级长内外场域属中委容])"
)
_NAMES_IN_A_ROW = re.compile(f"{NAME}+")
_TOWNSHIP = re.compile(r"(?:人民政府)?([^省市县区州盟旗镇乡\W]{1,6}(?:镇|乡|街道|苏木))")
_SHORTEST_NAME = 3  # shorter ones (城区, 郊区, 云县) are words, too


class Masker:
    """Masks years and the given names."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted({name for name in names if len(name) >= _SHORTEST_NAME})
        self._automaton = _automaton(self.names)

    def mask(self, text: str) -> str:
        """``text`` in its comparable form; not of the same length."""
        dense = fold("".join(text.split()))
        if self._automaton is not None:
            found = self._automaton.find_matches_as_indexes(dense)
            if found:
                pieces, position = [], 0
                for _, start, end in found:
                    pieces.append(dense[position:start])
                    position = end
                dense = NAME.join([*pieces, dense[position:]])
        dense = _SELF.sub(NAME, _YEAR.sub(YEAR, dense))
        return _NAMES_IN_A_ROW.sub(NAME, dense)


def _automaton(names: list[str]) -> Any:
    from ahocorasick_rs import AhoCorasick, MatchKind

    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest) if names else None


def township(agency: str) -> str | None:
    """The town or subdistrict that an agency's name names (鹭浦镇), None if it names none."""
    behind = re.split(r"(?<=[省市县区旗州盟])", agency)[-1]
    found = _TOWNSHIP.match(behind)
    return found.group(1) if found else None


def known_names(documents: pd.DataFrame) -> set[str]:
    """Names of agencies, towns and regions that occur in the table of documents."""
    return {*documents["agency"].dropna().unique(), *_places(documents)} - {""}


def _places(documents: pd.DataFrame) -> set[str]:
    """Names of the regions and towns that occur in the table of documents."""
    names: set[str] = set()
    for column in ("province", "city", "county"):
        names.update(name for name in documents[column].dropna().unique() if name)
    return names | set(filter(None, map(township, documents["agency"].dropna().unique())))


_KIND_OF_PLACE = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|新区|开发区|街道|苏木|省|市|县|区|旗|盟|州|镇|乡)$"
)


def place_words(documents: pd.DataFrame) -> set[str]:
    """Names of the regions and towns in the table of documents, with and without what kind of place they are."""
    return {
        word for name in _places(documents) for word in (name, _KIND_OF_PLACE.sub("", name)) if len(word) > 1
    }
