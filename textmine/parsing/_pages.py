"""Page numbers and running heads that a copied page leaves between the lines of a report, blanked for all that reads on."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

# A page number with its dress on a line of its own, or a bare one right before a page's end.
_DRESSED = r"[-—~·]{1,3} ?\d{1,3} ?[-—~·]{1,3}|第 ?\d{1,3} ?页(?: ?[,/]? ?共 ?\d{1,3} ?页)?|Page \d{1,3}(?: of \d{1,3})?"
_LINE_END = r"[ \t]*+(?=[\n\f]|\Z)"
_NUMBER_LINE = re.compile(rf"\n[ \t\f]*+(?=[-—~·第P])(?:{_DRESSED}){_LINE_END}")
# The same, and numbers without words or dashes.
_ANY_NUMBER_LINE = re.compile(
    rf"\n[ \t\f]*+(?=[-—~·第P0-9])(?:{_DRESSED}|(?P<number>\d{{1,3}})(?: ?/ ?(?P<pages>\d{{1,3}})|(?=\s{{0,3}}\f))){_LINE_END}"
)
# What a browser prints above and below each page: the time and the title, the address of the page and its number.
_STAMP = r"\d{2,4}[-/.]\d{1,2}[-/.]\d{1,2}[ ,\t]{1,4}(?:[上下]午 ?)?\d{1,2}:\d{2}"
_ADDRESS = r"(?:https?|file)://[^\s]{4,300}"
_OF_ALL = r"\d{1,3} ?/ ?\d{1,3}"
_PRINTED = re.compile(
    rf"(?:\n[ \t\f]*+{_STAMP}[^\n。]{{0,90}}(?=\s{{0,3}}\n))?+\s{{0,3}}?\n[ \t\f]*+(?:{_ADDRESS}[ \t]{{1,80}}{_OF_ALL}|{_OF_ALL}[ \t]{{1,80}}{_STAMP}){_LINE_END}"
    rf"(?:\s{{0,3}}?\n[ \t\f]*+(?:{_STAMP}[^\n。]{{0,90}}|[^\n。]{{1,90}}[ \t]{_ADDRESS}){_LINE_END})?+"
)
_HINTS = "页—~·"
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_DIGITS = re.compile("[0-9]+")
_BLANKS = " \n\f"  # a tab may be an empty cell
_SENTENCE_END = frozenset("。;,、:")
# Names of the active table, behind which the number at a page's end is the row's.
_ROW_NAMES = ("规章", "规范性文件", "行政许可", "行政处罚", "行政强制", "事业性收费", "集中采购", "服务事项")
_FIRST_PAGES = (0, 1)  # a cover may be counted or not
_SHORTEST_HEAD, _LONGEST_HEAD = 6, 60


class _Line(NamedTuple):
    start: int  # without blanks
    end: int


def without_page_lines(text: str) -> str:
    """A folded text of the same length, with blanks in place of page numbers, running heads beside them and the blank lines around.

    One line end stays, so that a sentence that goes on over two pages goes on from one line to the next. A running head is a line
    beside a page number that stands beside at least half of them, twice or more.
    """
    of_all = "/" in text and ("1/" in text or "1 /" in text)  # one stands where such numbers do
    if of_all and "://" in text:
        text = _blanked(text, [found.span() for found in _PRINTED.finditer(text)])
    bare = of_all or "\f" in text
    if (
        not bare
        and not ("-" in text and "-\n" in text)
        and "Page " not in text
        and not any(mark in text for mark in _HINTS)
    ):
        return text
    found = list((_ANY_NUMBER_LINE if bare else _NUMBER_LINE).finditer(text))
    if not found:
        return text
    numbers = [_Line(*line.span()) for line in (_of_pages(text, found) if bare else found)]
    if not numbers:
        return text
    beside = [(_line_before(text, number.start), _line_behind(text, number.end)) for number in numbers]
    words = {line: _as_head(text, line) for pair in beside for line in pair}
    counts = Counter(filter(None, words.values()))
    heads = {head for head, count in counts.items() if count >= 2 and 2 * count >= len(numbers)}
    return _blanked(
        text,
        [
            (
                before.start if words[before] in heads else number.start,
                behind.end if words[behind] in heads else number.end,
            )
            for number, (before, behind) in zip(numbers, beside, strict=True)
        ],
    )


def _blanked(text: str, ranges: list[tuple[int, int]]) -> str:
    """The text with blanks in place of the ranges and of the blank lines around, but for one line end."""
    pieces, done = [], 0
    for first, last in ranges:
        start, end = first, last
        while start > done and text[start - 1] in _BLANKS:
            start -= 1
        while end < len(text) and text[end] in _BLANKS:
            end += 1
        end = max(text.rfind("\n", start, end), start)
        if start >= done:
            pieces += [text[done:start], " " * (end - start)]
            done = end
    return "".join([*pieces, text[done:]])


def _of_pages(text: str, found: list[re.Match[str]]) -> list[re.Match[str]]:
    """The lines without those that may be cells: a lone one like 3/8, and numbers at page ends beside which others tell the page, or that
    end a column of numbers and do not count the pages.
    """
    totals = Counter(line["pages"] for line in found)
    alone = [line for line in found if line["number"] and not line["pages"]]
    dressed = any(not line["number"] for line in found)
    ahead = {line.start(): int(line["number"]) - text.count("\f", 0, line.start()) for line in alone}
    usual, times = Counter(ahead.values()).most_common(1)[0] if alone else (0, 0)
    counting = times > 1 or usual in _FIRST_PAGES

    def tells_page(line: re.Match[str]) -> bool:
        if not line["number"]:
            return True
        if line["pages"]:
            return totals[line["pages"]] > 1
        if dressed or line["number"] == "0":
            return False
        if counting and ahead[line.start()] == usual:
            return True
        before = _line_before(text, line.start())
        words = text[before.start : before.end].strip()
        return not words.isdigit() and not words.endswith(_ROW_NAMES)

    return [line for line in found if tells_page(line)]


def _line_before(text: str, position: int) -> _Line:
    end = position
    while end and text[end - 1].isspace():
        end -= 1
    return _Line(text.rfind("\n", 0, end) + 1, end)


def _line_behind(text: str, position: int) -> _Line:
    start = position
    while start < len(text) and text[start].isspace():
        start += 1
    end = text.find("\n", start)
    return _Line(start, end if end >= 0 else len(text))


def _as_head(text: str, line: _Line) -> str:
    """The words of a line as a running head has them, alike on all pages; empty for a line that can be none."""
    if line.end - line.start > 2 * _LONGEST_HEAD:
        return ""
    words = text[line.start : line.end].strip()
    if not _SHORTEST_HEAD <= len(words) <= _LONGEST_HEAD or words[-1] in _SENTENCE_END:
        return ""
    return _DIGITS.sub("0", words) if _IDEOGRAPH.search(words) else ""
