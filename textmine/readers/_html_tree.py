"""The tree of a page, or of a piece of one."""

from __future__ import annotations

import re

from lxml.etree import _Element

# The library compares each attribute of a tag with all before it: 300,000 of them, in a damaged or hostile page, take minutes. Long tags
# with few attributes hold pictures.
_LONG_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})\s[^<>]{100000,}>")
_LARGE_PAGE = 100_000
_MOST_ATTRIBUTES = 5_000


def tree_of(source: str) -> _Element | None:
    """The tree of some HTML without comments; nothing is loaded from anywhere. None if there is nothing in it."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    if len(source) > _LARGE_PAGE:
        source = _LONG_TAG.sub(_with_few_attributes, source)
    try:
        return etree.fromstring(source.encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _with_few_attributes(tag: re.Match[str]) -> str:
    return tag.group() if tag.group().count("=") <= _MOST_ATTRIBUTES else f"<{tag[1]}>"
