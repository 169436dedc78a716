"""What stands in plain text for its layout and not for words: entities and tags of HTML, escapes and attributes of Markdown."""

from __future__ import annotations

import re
from html import unescape

# Ends of lines that are none for programs that look for "\n": of Word's text files, old printers, scripts.
_OTHER_LINE_ENDS = str.maketrans(dict.fromkeys("\x0b\x85\u2028\u2029", "\n"))
_WRITTEN_ENDS = re.compile(r"(?:\\r)?\\n")
_FEWEST_WRITTEN = 10
# The mark of a line end in a Markdown file; in a row of a pipe table it stands inside a cell.
_BREAK_IN_ROW = re.compile(r"(?<=[^|\n])<br ?/?>(?=[^|\n]{0,200}\|)")
_LINE_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{2,5}|#x[0-9A-Fa-f]{2,5});")
_ATTRIBUTES = r"(?:\s[^<>]{0,2000})?/?>"
_BLOCK_TAG = re.compile(
    rf"</?(?:p|div|h[1-6]|ul|ol|li|section|article|center|hr){_ATTRIBUTES}", re.IGNORECASE
)
_INLINE_TAG = re.compile(
    rf"</?(?:span|font|strong|b|i|em|u|s|a|img|sup|sub|small|big|mark|o:p|st1:[a-z]{{1,20}}){_ATTRIBUTES}",
    re.IGNORECASE,
)
_CLOSED = ("</", "<br", "<img", "<BR", "<IMG", "/>")
_BOLD = re.compile(r"__([^_\n]{1,200})__")
_PICTURE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]*\)(?:\{[^{}\n]{0,200}\})?")
_FENCE = re.compile(r"(?m)^[ \t]*+:{3,}[^\n]*$")
_SPAN = re.compile(r"\[([^\[\]\n]{0,400})\]\{[^{}\n]{0,400}\}")
_HEADING_ATTRIBUTES = re.compile(r"(?m)(?<=[^\n])[ \t]?\{[#.][^{}\n]{0,200}\}[ \t]*$")
_MOST_NESTED = 4
_ESCAPE = re.compile(r"\\(?=[-.+*_()\[\]{}#!~<>`$&\"'])")
# A list's bullet before the number that the text itself has.
_BULLET = re.compile(
    r"(?m)^([ \t]{0,8})[-+*][ \t]{1,3}(?=[0-9]{1,2}[.、]\S|[（(]?[一二三四五六七八九十]{1,3}[）)、是])"
)
_QUOTED = re.compile(r"(?m)^[ \t]{0,3}>[ \t]?(?:>[ \t]?)*")


def without_markup(text: str) -> str:
    """The text with line ends, blanks and words in place of the marks for them that Markdown and web pages use.

    A single character is found in no time, a word of two in two microseconds: hence the first look for one of its characters.
    """
    if "\x0b" in text or "\x85" in text or "\u2028" in text or "\u2029" in text:
        text = text.translate(_OTHER_LINE_ENDS)
    if "\\" in text:
        text = _without_escapes(text)
    if "_" in text and "__" in text:
        text = _BOLD.sub(r"\1", text)
    if "!" in text and "![" in text:
        text = _PICTURE.sub("", text)
    if "<" in text and any(mark in text for mark in _CLOSED):
        text = _LINE_BREAK.sub("\n", _BREAK_IN_ROW.sub(" ", text))
        text = _INLINE_TAG.sub("", _BLOCK_TAG.sub("\n", text))
    if "&" in text:
        text = _ENTITY.sub(lambda found: unescape(found.group()).replace("\xa0", " "), text)
    if ("{" in text and ("]{" in text or " {" in text)) or (":" in text and ":::" in text):
        text = _without_attributes(text)
    if ("-" in text and "- " in text) or ("*" in text and "* " in text) or ("+" in text and "+ " in text):
        text = _BULLET.sub(r"\1", text)
    return _without_quote_marks(text) if ">" in text and "\n>" in text else text


def _without_escapes(text: str) -> str:
    written = text.count("\\n")
    if written >= _FEWEST_WRITTEN and written > 2 * text.count("\n"):  # the text of a program's string
        text = _WRITTEN_ENDS.sub("\n", text).replace("\\t", "\t")
    return _ESCAPE.sub("", text)


def _without_attributes(text: str) -> str:
    text = _HEADING_ATTRIBUTES.sub("", _FENCE.sub("", text))
    for _ in range(_MOST_NESTED):
        bare = _SPAN.sub(r"\1", text)
        if bare == text:
            break
        text = bare
    return text


def _without_quote_marks(text: str) -> str:
    """The text without the marks at the beginning of its lines, if most lines have them."""
    lines = text.count("\n") + 1 - text.count("\n\n")
    return _QUOTED.sub("", text) if 2 * len(_QUOTED.findall(text)) > lines else text
