"""Reports that a page carries where a walk over its text does not come: form fields, framed sources, templates, strings of scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import unquote

from lxml.etree import _Element

from textmine.readers._html_tree import tree_of

#: What only the parts of an annual report name; so many different ones make a text one.
_PARTS = re.compile(
    "(?P<overview>总体情况|概述|概况)|(?P<active>主动公开)|(?P<requests>申请公开|公开申请)|(?P<review>复议)"
    "|(?P<problems>存在的?(?:主要)?(?:问题|不足)|改进(?:情况|措施))"
)
_FEWEST_PARTS = 3
#: A page with so many characters of a report shows it.
_SHOWN = 1500
_SHORTEST = 150
_TAG = re.compile(r"<[^<>]{0,2000}+>")
_MARKUP = re.compile(r"<(?:p|div|span|br|table|tr|td|li|h[1-6]|section|article)\b", re.IGNORECASE)
#: A string that is never closed ends with its line, so that no script is read twice.
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*+)"?|\'((?:[^\'\\\n]|\\.)*+)\'?|`((?:[^`\\]|\\.)*+)`?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CONTROLS = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": " ", "v": " ", "\n": ""}
_PERCENT = re.compile(r"%(?:u[0-9a-fA-F]{4}|[0-9a-fA-F]{2})")
_PERCENT_U = re.compile(r"%u([0-9a-fA-F]{4})")
_FEWEST_PERCENT = 100
_HAN = re.compile("[\u4e00-\u9fff]")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_NESTED = 2
_NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,6})?%?")
_WITH_CONTENT = ("textarea", "template", "noscript")
_UNSEEN = frozenset(["script", "style", "iframe", "frame", "object", "select", "button", *_WITH_CONTENT])


class _Source(NamedTuple):
    """A text that the page carries: the element that holds it, its markup (None: the element's own children), its worth."""

    carrier: _Element
    markup: str | None
    worth: tuple[int, int]


def shows_report(text: str) -> bool:
    """Whether a page's visible text is a report, so that nothing needs to be looked for elsewhere."""
    if len(text) < _SHOWN or _MARKUP.search(text):
        return False
    parts = set()
    for found in _PARTS.finditer(text):
        parts.add(found.lastgroup)
        if len(parts) == _FEWEST_PARTS:
            return True
    return False


def bring_out(root: _Element, shown: str) -> bool:
    """Put the report that a page carries unseen into its tree, where a walk finds it; whether there was one.

    ``shown`` is the text that the page shows. A report counts only if it is twice as long as that.
    """
    found = max(_sources(root), key=lambda source: source.worth, default=None)
    least = max(_SHORTEST, 0 if _MARKUP.search(shown) else 2 * len(shown))
    if found is None or found.worth[0] < _FEWEST_PARTS or found.worth[1] < least:
        return False
    place = _place_of(root, found.carrier)
    if found.markup is None:
        found.carrier.tag = "div"
        if place is not found.carrier:
            place.addprevious(found.carrier)
        return True
    tree = tree_of(f"<html><body>{found.markup}</body></html>")
    body = None if tree is None else tree.find("body")
    if body is None:
        return False
    body.tag = "div"
    if found.carrier.tag not in _UNSEEN and found.carrier.text and _MARKUP.search(found.carrier.text):
        found.carrier.text = None  # it was shown as it is written
    if place.getparent() is None:
        place.insert(0, body)
    else:
        body.tail = None
        place.addprevious(body)
    return True


def show_numbers_of_fields(root: _Element) -> None:
    """Put the numbers in a form's fields inside cells of tables beside them as text: some systems show a report as the form it was filled in."""
    for field in root.iter("input"):
        value = (field.get("value") or "").strip()
        if (
            _NUMBER.fullmatch(value)
            and (field.get("type") or "text").lower() in ("text", "number")
            and next(field.iterancestors("td", "th"), None) is not None
        ):
            field.tail = value + (field.tail or "")


def _place_of(root: _Element, carrier: _Element) -> _Element:
    """The element before which a text is seen: the carrier, what hides it, or the first one of the body."""
    place = carrier
    for above in carrier.iterancestors():
        if above.tag in _UNSEEN:
            place = above
        if above.tag == "head":
            body = root.find("body")
            return root if body is None else body[0] if len(body) else body
    return place


def _worth(text: str) -> tuple[int, int]:
    return len({found.lastgroup for found in _PARTS.finditer(text)}), len(text)


def _sources(root: _Element) -> Iterator[_Source]:
    for element in root.iter("*"):
        for value in element.attrib.values():
            if len(value) >= _SHORTEST:
                yield from _from_text(element, str(value))
        if element.tag in _WITH_CONTENT:
            text = "".join(map(str, element.itertext()))
            if len(element):
                yield _Source(element, None, _worth(text))
            else:
                yield from _from_text(element, text)
        elif element.tag not in _UNSEEN and element.text and _MARKUP.search(element.text):
            yield from _from_text(element, str(element.text))
        elif element.tag == "script" and element.text and len(element.text) >= _SHORTEST:
            yield from _from_script(element, str(element.text))


def _from_script(element: _Element, text: str) -> Iterator[_Source]:
    kind = (element.get("type") or "").lower()
    if "html" in kind or "template" in kind:
        yield from _from_text(element, text)
        return
    strings = list(_strings(text))
    best = 0
    for string in strings:
        for source in _from_text(element, string):
            best = max(best, source.worth[0])
            yield source
    if best < _FEWEST_PARTS:  # written out line by line
        joined = [string for string in strings if _HAN.search(string) or _MARKUP.search(string)]
        yield from _from_text(element, "\n".join(joined))


def _from_text(element: _Element, text: str) -> Iterator[_Source]:
    if len(text) < _SHORTEST:
        return
    if "&lt;" in text and not _MARKUP.search(text):
        text = unescape(text)
    marked = _MARKUP.search(text) is not None
    bare = _TAG.sub("", text) if marked else text
    worth = _worth(" ".join(bare.split()))
    if worth[0] >= _FEWEST_PARTS:
        markup = text if marked else "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
        yield _Source(element, markup, worth)


def _strings(script: str, depth: int = 0) -> Iterator[str]:
    """The strings of a script or of JSON, decoded; those in a string that is JSON itself in place of it."""
    for found in _STRING.finditer(script):
        raw = found[found.lastindex or 0]
        if len(raw) < 2:
            continue
        text = _decoded(raw)
        if depth < _NESTED and text.lstrip()[:1] in ("{", "[") and '"' in text:
            yield from _strings(text, depth + 1)
        elif text:
            yield text


def _decoded(raw: str) -> str:
    text = _ESCAPE.sub(_character, raw) if "\\" in raw else raw
    if "%" in text and not _HAN.search(text) and len(_PERCENT.findall(text)) >= _FEWEST_PERCENT:
        text = unquote(_PERCENT_U.sub(lambda found: chr(int(found[1], 16)), text), errors="replace")
    return _SURROGATES.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(found[3], found[3])
