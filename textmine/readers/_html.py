"""Web pages as saved from government sites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textmine.errors import ReadError
from textmine.readers._build import TextBuilder
from textmine.readers._decode import declared_charset, decode
from textmine.readers._html_embedded import bring_out, show_numbers_of_fields, shows_report
from textmine.readers._html_hidden import drop_hidden, hides_something
from textmine.readers._html_lines import join_wrapped
from textmine.readers._html_main import choose, is_crumb
from textmine.readers._html_tree import tree_of
from textmine.readers._html_walk import Item, Walker
from textmine.readers._limits import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|wps|ofd)(?:$|[?#])", re.IGNORECASE)
#: What a frame can show in place of the report: a page of its own.
_PAGE = re.compile(r"\.(?:s?html?|jsp|aspx?|php|do|action)(?:$|[?#])", re.IGNORECASE)
#: Words of scripts that get a text from elsewhere.
_ASKS = re.compile(r"\bajax\b|\bfetch\(|XMLHttpRequest|\$\.(?:get|post)|\baxios\b|new Vue|createApp")
#: Who keeps the site, as its foot says, and the words with which it begins.
_HOST_WORDS = ("主办", "版权所有")
_HOST = re.compile(
    r"(?:主办(?:单位|方)?|版权所有)\s{0,4}(?:<[^<>]{0,200}>\s{0,9}){0,4}[:：©]?\s{0,4}(?:<[^<>]{0,200}>|&nbsp;|\s){0,6}([\u4e00-\u9fff]{3,30})"
)
#: The day of publication beside a report that a script carries ("publishTime": "2024-01-25 09:00").
_DAY_IN_SCRIPT = re.compile(
    r"[\"'](?:pub(?:lish(?:ed)?)?|release|issue)_?(?:date|time|at)\\?[\"']\s{0,3}:\s{0,3}\\?[\"'](20\d\d-\d\d-\d\d)",
    re.IGNORECASE,
)
#: Characters that take no room and part no words, written out or by their names.
_INVISIBLE = re.compile("[\x00\xad\u200b-\u200d\u2060\ufeff]|&(?:#8203|#x200[bB]|#65279|shy|zwnj|zwj);")
_XML_DECLARATION = re.compile(r"^\s{0,20}<\?xml[^>]{0,200}\?>")
_MAX_HTML_CHARS = 30_000_000
#: Fewer characters than this in the chosen run: the page shows no report.
_LITTLE_TEXT = 120
#: The same for its sentences and tables alone: a title with its date and the name of a file may be longer than that.
_LITTLE_PROSE = 60


def read_html(
    data: bytes, limits: Limits, *, charset: str | None = None
) -> tuple[TextBuilder, dict[str, str]]:
    """Text of the page's main part as blocks, and hints from title and meta tags.

    ``charset`` is what the transport declared (saved-page archives). Hint ``attachment`` names a linked PDF or Word
    file if the page itself shows hardly any text.
    Raises ReadError ``no_text`` for a page without text.
    """
    found = decode(data, declared=charset or declared_charset(data))
    builder, hints = read_html_text(found.text, limits)
    hints["encoding"] = found.encoding
    return builder, hints


def read_html_text(text: str, limits: Limits) -> tuple[TextBuilder, dict[str, str]]:
    """The same for decoded text."""
    if len(text) > _MAX_HTML_CHARS:
        raise ReadError(
            "text_too_long", "The page is larger than 30 MB of text. Save only the report and retry."
        )
    builder = TextBuilder(limits)
    root = tree_of(_XML_DECLARATION.sub("", _INVISIBLE.sub("", text), count=1))
    if root is None:
        raise ReadError(
            "no_text", "The page holds no text. Save it again from the browser as a complete page."
        )
    if hides_something(text):
        drop_hidden(root)
    if "<input" in text:
        show_numbers_of_fields(root)
    items = _items(root, limits, builder)
    hints = _hints(root)
    if "政府" in (host := _host(text)):
        hints["host"] = host
    if crumb := next((item.text for item in items if is_crumb(item.text)), None):
        hints["crumb"] = crumb
    chosen = choose(items)
    shown = "\n".join(item.text for item in chosen)
    if not shows_report(shown) and bring_out(root, shown):
        drop_hidden(root)
        items = _items(root, limits, builder)
        chosen = choose(items)
        if day := _DAY_IN_SCRIPT.search(text):
            hints.setdefault("pubdate", day[1])
    if sum(map(_report_text, chosen)) < _LITTLE_PROSE:
        attachment = _attachment(root)
        if attachment:
            hints["attachment"] = attachment
        if sum(len(item.text) for item in chosen) < _LITTLE_TEXT:
            chosen = items
    _emit(join_wrapped(chosen), builder)
    if not builder.text.strip():
        _raise_empty(root, hints.get("attachment"))
    return builder, hints


def _host(text: str) -> str:
    """Who keeps the site, empty if its page does not say; looked for from where the first word of it stands, which is at the foot."""
    places = [place for word in _HOST_WORDS if (place := text.find(word)) >= 0]
    found = _HOST.search(text, min(places)) if places else None
    return found[1] if found else ""


def _report_text(item: Item) -> int:
    """Characters of an item that are sentences or a table of some size: not its title, a box of particulars or the name of a file."""
    size = len(item.text)
    if item.table is not None:
        return size if size >= _LITTLE_TEXT else 0
    return size if "。" in item.text else 0


def add_fragment(source: str, builder: TextBuilder, limits: Limits) -> None:
    """Append all that a piece of HTML holds, such as a table inside a Markdown file."""
    root = tree_of(source)
    if root is not None:
        _emit(_items(root, limits, builder), builder)


def _items(root: _Element, limits: Limits, builder: TextBuilder) -> list[Item]:
    builder.deadline.check()
    walker = Walker(limits, builder.deadline)
    walker.walk(root)
    walker.flush()
    return walker.items


def _raise_empty(root: object, attachment: str | None) -> None:
    """Say why a page shows no text, as far as the page itself tells."""
    from lxml.etree import _Element

    assert isinstance(root, _Element)
    if attachment:
        raise ReadError(
            "attachment_only",
            f"The page holds no text but shows {attachment}. Save that file and read it instead.",
        )
    if (
        root.find(".//script[@src]") is not None
        or root.find(".//noscript") is not None
        or any(_ASKS.search(script.text or "") for script in root.iter("script"))
    ):
        raise ReadError(
            "script_only",
            "The page holds no text: a script fills it in. Open it in a browser, wait for the report, and save it as a complete page or PDF.",
        )


def _emit(items: list[Item], builder: TextBuilder) -> None:
    for item in items:
        if item.table is not None:
            builder.table(item.table)
        else:
            builder.paragraph(item.text, heading=item.heading, level=item.level)


def _hints(root: object) -> dict[str, str]:
    from lxml.etree import _Element

    assert isinstance(root, _Element)
    hints: dict[str, str] = {}
    title = root.find(".//title")
    if title is not None and title.text:
        hints["title"] = " ".join(title.text.split())[:300]
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property")
        content = meta.get("content")
        if name and content and content.strip() and len(name) < 40:
            hints.setdefault(name.strip().lower(), " ".join(content.split())[:300])
    return hints


def _attachment(root: object) -> str | None:
    from lxml.etree import _Element

    assert isinstance(root, _Element)
    framed = None
    for element in root.iter("a", "iframe", "frame", "embed", "object"):
        target = (element.get("href") or element.get("src") or element.get("data") or "").strip()
        if _ATTACHMENT.search(target):
            return target[:300]
        if framed is None and element.tag in ("iframe", "frame") and _PAGE.search(target):
            framed = target[:300]
    return framed
