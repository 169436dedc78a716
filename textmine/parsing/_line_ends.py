"""Line ends and rules that a program put between the words of a report, and misread numbers, mended for all that reads on."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, compress, islice
from typing import TYPE_CHECKING

from textmine.parsing._numbering import NAMES_BEGIN, NUMERALS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A line of a table drawn with + and -, which may hold cells beside its rules (|   +----+----+).
_GRID_LINE = re.compile(r"(?m)^[^\n+]*+\+[-=][^\n]*$")
_GRID_RULE = re.compile(r"\+[-=+:]{2,}+")
# A line under a heading or around a table: nothing but four or more of one mark, or several runs of them.
_RULE_LINE = re.compile(r"(?m)^[ \t]*+([-=~_—])\1{3,}+(?:[ \t]++[-=~_—]++)*+[ \t]*+$")
_RULES = ("----", "====", "~~~~", "____", "————")
# A number whose mark stands on the next line, as where each piece of type has a line of its own (2 | 、整改措施).
_MARK_BELOW = re.compile(
    r"(?m)^([ \t]*+[0-9一二三四五六七八九十]{1,2}+[ \t]*+)\n(?=[ \t]*+[、.][ \t]*+[^\W\d])"
)
# Numbers of headings on a designed page (05 存在的主要问题), also on a line of their own above the name.
_PADDED = re.compile(rf"(?m)^([ \t]*+)0([1-9])(?=[ \t]*+\n?[ \t]*+(?:{NAMES_BEGIN}))")
_OPENS = r"[一二三四五六七八九十]{1,3}[、是]|\d{1,2}[、.](?!\d)"
# Numbers of headings as text recognition misreads them: 一 as a dash, 二 as an equals sign, 、 as another small stroke.
_MISREAD = ("-、", "—、", "-是", "—是")
_MISREAD_NUMBER = re.compile(r"(?m)((?:^|[。;:])[ \t]*+)([-—ー~=ニ])(?=[、是][\u4e00-\u9fff])")
_NUMBERS = {"=": "二", "ニ": "二"}
_MISREAD_MARK = re.compile(r"(?m)^([ \t]*+[一二三四五六七八])[丶`'´\\](?=[\u4e00-\u9fff])")
# Between two lines of a sentence that a page broke, and the same with empty lines; what ends the line before is looked at then.
_INSIDE = r"[\u4e00-\u9fff0-9,、]"
_ENDS_INSIDE = re.compile(_INSIDE)
_BREAK = re.compile(rf"\n(?P<empty>(?:[ \t]*+\n){{1,3}}+)?[ \t]*+(?!{_OPENS})(?={_INSIDE}|[“《])")
_LONGEST_LINE, _MOST_LONGER = 70, 2  # of a page, in characters
_FEWEST_BROKEN = 5
_SHORTEST_FULL = 14
_FULL = 0.8  # of the width of the page: figures and Latin letters are half as wide


def without_stray_ends(text: str) -> str:
    """A folded text of the same length, with blanks in place of rules, of line ends before marks and of empty lines inside sentences.

    The numbers of headings that text recognition misread (—、总体情况) are put right.
    """
    marks = _marks_in(text)
    if marks & _PLUS and ("+-" in text or "+=" in text):
        text = _GRID_LINE.sub(_without_grid_rules, text)
    if marks & _OF_RULE and any(rule in text for rule in _RULES):
        text = _RULE_LINE.sub(lambda found: " " * len(found.group()), text)
    if "\n、" in text or "\n." in text or "\n ." in text or "\n 、" in text:
        text = _MARK_BELOW.sub(r"\1 ", text)
    if marks & _STROKE or (marks & _OF_RULE and any(words in text for words in _MISREAD)):
        text = _MISREAD_NUMBER.sub(lambda found: found[1] + _NUMBERS.get(found[2], "一"), text)
        text = _MISREAD_MARK.sub(r"\1、", text)
    if "\n02" in text:
        text = _PADDED.sub(lambda found: f"{found[1]}{NUMERALS[int(found[2]) - 1]}、", text)
    return _without_empty_lines(text) if "\n\n" in text or " \n" in text else text


_PLUS, _OF_RULE, _STROKE = 1, 2, 4


def _marks_in(text: str) -> int:
    """Which kinds of marks stand in a text. Most texts have few, and one look at all characters takes as long as three searches for a word."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    return int(np.bitwise_or.reduce(_kinds_of_marks().take(codes), initial=0))


@lru_cache(maxsize=1)
def _kinds_of_marks() -> NDArray[np.uint8]:
    import numpy as np

    kinds = np.zeros(0x10000, np.uint8)
    for kind, marks in ((_PLUS, "+"), (_OF_RULE, "-=~_—"), (_STROKE, "ー~=ニ丶`'´\\")):
        kinds[[ord(mark) for mark in marks]] |= kind
    return kinds


def _without_grid_rules(found: re.Match[str]) -> str:
    line = _GRID_RULE.sub(lambda rule: " " * len(rule.group()), found.group())
    return line if line.strip(" \t|") else " " * len(line)


def _words(line: str) -> int:
    """Length of a line with single blanks."""
    return len(" ".join(line.split()))


def _without_empty_lines(text: str) -> str:
    """The text without the empty lines between the lines of a sentence that a page broke.

    Programs that read pages put them where the lines stand far apart, as in official letters, behind all lines or behind some.
    """
    lines = text.split("\n")
    if len(lines) <= _MOST_LONGER:
        return text
    lengths = list(map(len, lines))
    longest = sorted(lengths)[-1 - _MOST_LONGER :]
    if longest[0] > _LONGEST_LINE:  # the blanks that set columns apart count less
        longer = (
            line
            for line, length in zip(lines, lengths, strict=True)
            if length > _LONGEST_LINE and _words(line) > _LONGEST_LINE
        )
        if len([*islice(longer, _MOST_LONGER + 1)]) > _MOST_LONGER:
            return text
        longest = sorted(map(_words, lines))[-1 - _MOST_LONGER :]
    full = max(_SHORTEST_FULL, _FULL * longest[0])
    broken = []
    ends = accumulate(lengths)  # without the line ends before
    for number, end in compress(enumerate(ends), [length >= full for length in lengths]):
        words = lines[number].strip()
        if len(words) >= full and _ENDS_INSIDE.match(words[-1]):
            found = _BREAK.match(text, number + end)
            if found:
                broken.append(found)
    if len(broken) < _FEWEST_BROKEN:
        return text
    pieces, done = [], 0
    for found in (one for one in broken if one["empty"]):
        pieces += [text[done : found.start("empty")], " " * len(found["empty"])]
        done = found.end("empty")
    return "".join([*pieces, text[done:]])
