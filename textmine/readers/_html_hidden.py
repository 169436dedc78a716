"""Short texts that a browser does not show: hints for those who fill in a form, marks for programs, boxes that open on a click."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.etree import XPath, _Element

_HIDDEN = re.compile(r"(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden)", re.IGNORECASE)
# What each begins with is found in a tenth of the time of a search by the pattern.
_MARKS = tuple(
    (begin, re.compile(begin + rest))
    for begin, rest in (
        ("display", r"\s{0,3}:\s{0,3}none"),
        ("DISPLAY", r"\s{0,3}:\s{0,3}(?i:none)"),
        ("visibility", r"\s{0,3}:\s{0,3}hidden"),
        (" hidden", r"[\s=>]"),
    )
)
_NO_TEXTS = frozenset(["html", "body", "col", "colgroup", "script", "style", "link", "input", "img"])
#: Longer texts stay: many sites hide the whole report until a script shows it.
_SHORT = 250
_LONGEST_HEADING = 60
#: A part of a report with its heading, on a page that shows one part at a time.
_PART = re.compile(
    r"\s*(?:第?[一二三四五六七]{1,2}[、.．部 ]|[（(][一二三四五六七][)）])[^。]{0,40}?(?:情况|事项|问题)"
)


@lru_cache(maxsize=1)
def _marked() -> XPath:
    return XPath("//*[@style or @hidden]")


def hides_something(source: str) -> bool:
    """Whether a page's source has a mark of hidden text at all."""
    return any(
        (first := source.find(begin)) >= 0 and mark.search(source, first) is not None
        for begin, mark in _MARKS
    )


def drop_hidden(root: _Element) -> None:
    """Take short hidden texts out of a tree, but for titles of reports and parts of them."""
    found = _marked()(root)
    assert isinstance(found, list)
    for element in found:
        if (
            isinstance(element, _Element)
            and element.tag not in _NO_TEXTS
            and (element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""))
            and not _counts("".join(map(str, element.itertext())))
        ):
            _remove(element)


def _counts(text: str) -> bool:
    """Whether a hidden text is to be read like the rest."""
    if len(text.strip()) >= _SHORT or "年度报告" in text:
        return True
    return ("。" in text or len(text.strip()) > _LONGEST_HEADING) and _PART.match(text) is not None


def _remove(element: _Element) -> None:
    above = element.getparent()
    if above is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            above.text = (above.text or "") + element.tail
    above.remove(element)
