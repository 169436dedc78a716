"""Texts of documents as they may be shown."""

from __future__ import annotations

import re

from textmine.normalization import ideographs

# What XML cannot hold, what could turn the reading direction round, and halves of surrogate pairs.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def clean(text: str) -> str:
    """Text as it may be shown: without control characters, bidirectional overrides and broken surrogates.

    Radicals that PDF fonts put for ideographs (⼯) are the ideographs, so that readers can search for words.
    """
    return ideographs(_UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def joined_lines(text: str) -> str:
    """Text without the line breaks of its page: a break between Latin words is a blank, any other is nothing."""
    first, *rest = text.split("\n")
    joined = first
    for line in rest:
        joined, following = joined.rstrip(), line.lstrip()
        latin = joined[-1:].isascii() and following[:1].isascii()
        joined += (" " if latin and joined and following else "") + following
    return joined
