"""The tree of a page, or of a piece of one."""

from __future__ import annotations

from lxml.etree import _Element


def tree_of(source: str) -> _Element | None:
    """The tree of some HTML without comments; nothing is loaded from anywhere. None if there is nothing in it."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        return etree.fromstring(source.encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
