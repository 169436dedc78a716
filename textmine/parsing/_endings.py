"""Where a section's body really ends: before sign-off, dates, attachments, page numbers and page furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from textmine.parsing._roles import inclination
from textmine.resources import load_yaml

_DATE = r"(?:20[0-9]{2}|二[○〇零O0一二三四五六七八九]{3})\s*年\s*[0-9一二三四五六七八九十]{1,3}\s*月\s*[0-9一二三四五六七八九十]{1,3}\s*日"
_DATE_LINE = re.compile(
    rf"(?:发布日期|成文日期|时间|日期)?[:\s]*(?:{_DATE}|20[0-9]{{2}}[-./][0-9]{{1,2}}[-./][0-9]{{1,2}})\s*(?:印发)?"
)
# A bare number is no page number here: it may be the last cell of a table laid out one cell a line.
_PAGE_LINE = re.compile(
    r"[-—–]\s*[0-9]{1,3}\s*[-—–]|第\s*[0-9]{1,3}\s*页(?:\s*[,/]?\s*共\s*[0-9]{1,3}\s*页)?|[0-9]{1,3}\s*/\s*[0-9]{1,3}"
)
_FIRST_LINE_IS_PAGE = re.compile(r"\s*(?:[-—–]\s*[0-9]{1,3}\s*[-—–]|第\s*[0-9]{1,3}\s*页|\?{1,9})\s*(?=\n|$)")
_PAGE_NUMBERS_BEGIN = "-—–第?"
_DAY = r"[(\[]?20[0-9]{2}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?[)\]]?"
_OTHER_REPORT = re.compile(
    rf"(?:{_DAY}\s*)?[^。;,，]{{4,50}}公开(?:工作)?(?:情况)?(?:年度)?(?:工作)?(?:报告|年报)(?:\s*{_DAY})?"
)  # a link below the text
_DATE_ON_LINE = re.compile(rf"(?<=\n)[ \t\u3000]*{_DATE}[ \t\u3000]*(?=\n|$)")
# Signs and pictures that pages put around headings.
ORNAMENTS = "\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff〖〗「」『』"
_LONGEST_FURNITURE = 400
_MOST_CLOSING_LINES = 60
_DECORATION = re.compile(rf"[\s#*_=~\-—–·.…?{ORNAMENTS}]*")
# A sign-off glued to the last sentence of a text without lines.
_GLUED_SIGN_OFF = re.compile(rf"(?<=[。!;])[^。!;,:]{{0,30}}?\s*{_DATE}\s*$")
_NAME_ENDS = frozenset({"府", "政府", "处", "事处", "局", "会", "员会", "室", "公室"})
_SIGNER_AND_DATE = re.compile(rf"(?P<signer>[\u4e00-\u9fff\s()·]{{3,36}}?)\s*{_DATE}")
_SIGNER = re.compile(r"[\u4e00-\u9fff\s()·]{3,36}")
_WORD_BEHIND_BLANK = re.compile(r"(?<=\S)[ \t\u3000]+(?=\S)|(?<=。)")
_DIGITS = "0123456789"
_IN_NUMBERED_LINES = frozenset("-/.")  # of dates and pages that end with a digit
_LONGEST_ROW = 80
_SPACED = re.compile("[\u4e00-\u9fff] +[\u4e00-\u9fff]")  # 附 件: 统 计 表
_SENTENCE_END = ("。", ";", "!", "?", "。)", "。”", '。"')
_NOTHING = re.compile(
    r"(?:.{0,12}:)?(?:暂|均)?(?:无|没有)(?:其[他它]|需要?|应当?|报告|的|事项|情况|内容){0,6}"
)  # a body of its own
_LONGEST_SHORT_LINE = 60
_MOST_SHORT_LINES = 300
_LABELLED = re.compile(r"[^,:]{1,10}:|\(|【|\[")  # 编辑:某某
_CLEARLY = 2.0  # weight of words of a shortfall or a step
_ROW = re.compile(r"\t|[0-9]\s*\||\|\s*[0-9]")


@lru_cache(maxsize=1)
def _footer() -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{rule['pattern']})" for rule in load_yaml("parsing", "footers.yaml")["footers"])
    )


@lru_cache(maxsize=1)
def _own_words() -> re.Pattern[str]:
    """Finds what tells a report's own words in a line without the end of a sentence."""
    table = load_yaml("parsing", "footers.yaml")
    return re.compile("|".join(f"(?:{rule['pattern']})" for rule in table["own_words"]))


@lru_cache(maxsize=1)
def _names_of_papers() -> tuple[str, ...]:
    return tuple(load_yaml("parsing", "footers.yaml")["papers"])


def trim_body(text: str, start: int, end: int, *, is_last: bool, of_page: bool = False) -> tuple[int, int]:
    """The range of a folded text without blanks, page numbers and, after the last section, all that follows the report's own words.

    ``of_page``: a page may go on below it with lines of its own.
    """
    if is_last:
        end = _before_footer(text, start, end)
        if of_page:
            end = _before_lines_of_page(text, start, end)
            end = _before_footer_on_line(text, start, end)
        end = _before_what_follows_sign_off(text, start, end)
    start = _after_page_number(text, start, end)
    end = _without_closing_lines(text, start, end, sign_off=is_last)
    while start < end and text[start].isspace():
        start += 1
    return start, max(start, end)


def _lines_from_end(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Ranges of the last lines, last first, without blanks around."""
    stop, count = end, 0
    while stop > start and count < _MOST_CLOSING_LINES:
        begin = text.rfind("\n", start, stop) + 1 or start
        left, right = begin, stop
        while left < right and text[left].isspace():
            left += 1
        yield left, _before_blanks(text, left, right)
        stop, count = begin - 1, count + 1


def _before_blanks(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _ends_with_words_or_cell(text: str, start: int, end: int) -> bool:
    """Whether the end is that of a sentence or of a table's last row, as a rule: then there is nothing to leave out."""
    last = text[end - 1]
    if last in _DIGITS:
        return _IN_NUMBERED_LINES.isdisjoint(
            text[max(text.rfind("\n", start, end) + 1, end - _LONGEST_ROW) : end]
        )
    return last == "。"


def _without_closing_lines(text: str, start: int, end: int, *, sign_off: bool) -> int:
    if end > start and _ends_with_words_or_cell(text, start, end):
        return end
    dated, broken_off, broken_end = False, "", end
    for left, right in _lines_from_end(text, start, end):
        line = text[left : min(right, left + 80)]
        whole = right - left <= 80
        if whole and (_DECORATION.fullmatch(line) or _PAGE_LINE.fullmatch(line)):
            continue
        if whole and _DATE_LINE.fullmatch(line):
            dated = True
            continue
        if whole and sign_off and _OTHER_REPORT.fullmatch(line):
            continue
        signed = _SIGNER_AND_DATE.fullmatch(line) if whole and sign_off and left > start else None
        if signed and _is_signer(signed["signer"]):
            dated = True
            continue
        if dated and line in _NAME_ENDS and not broken_off:
            broken_off, broken_end = line, right  # the end of a name that a page number cut in two
            continue
        if whole and (dated or sign_off) and left > start and _is_signer(line + broken_off):
            dated, broken_off = True, ""
            continue
        return broken_end if broken_off else _without_glued_sign_off(text, left, right)
    return start


def _after_page_number(text: str, start: int, end: int) -> int:
    if start == end or not (text[start] in _PAGE_NUMBERS_BEGIN or text[start].isspace()):
        return start
    found = _FIRST_LINE_IS_PAGE.match(text, start, end)
    return found.end() if found else start


def _before_what_follows_sign_off(text: str, start: int, end: int) -> int:
    """The end right after a closing date on its own line, if only page furniture follows it."""
    last, begin = None, max(start, end - _LONGEST_FURNITURE)
    for found in _DATE_ON_LINE.finditer(text, begin, end) if text.find("日", begin, end) >= 0 else ():
        last = found
    if (
        last is None
        or "。" in text[last.end() : end]
        or "|" in text[last.end() : end]
        or "\t" in text[last.end() : end]
    ):
        return end
    return last.end()


def _before_lines_of_page(text: str, start: int, end: int) -> int:
    """The end of the last sentence, if nothing but short lines that are no sentences stands below it: buttons, counters, names of columns."""
    stop = end = _before_blanks(text, start, end)
    for _ in range(_MOST_SHORT_LINES):
        begin = text.rfind("\n", start, stop) + 1 or start
        line = text[begin:stop].strip()
        if line.endswith(_SENTENCE_END) or (stop < end and _NOTHING.fullmatch(line)):
            return stop
        if begin == start or _is_of_report(line):
            return end
        stop = begin - 1
    return end


def _is_of_report(line: str) -> bool:
    if len(line) > _LONGEST_SHORT_LINE or "," in line or _ROW.search(line):
        return True
    if line.endswith(_names_of_papers()):
        return False
    return bool(_own_words().search(line)) or (
        not _LABELLED.match(line) and abs(inclination(line)) >= _CLEARLY
    )


def _is_signer(line: str) -> bool:
    """An agency's name alone on its line."""
    if not _SIGNER.fullmatch(line):
        return False
    name = re.sub(r"\s", "", line)
    return bool(
        re.search(
            r"(?:局|委员会|办公室|办事处|人民政府|政府|委|办|厅|中心|院|所|队|公司|学校|大学|会|处|站|馆|部|署|社)(?:\([^()]*\))?$",
            name,
        )
    ) and not re.search(r"[将把已了]", name)


def _without_glued_sign_off(text: str, left: int, right: int) -> int:
    if text[right - 1] != "日":
        return right
    tail_start = max(left, right - 70)
    found = _GLUED_SIGN_OFF.search(text[tail_start:right])
    end = tail_start + found.start() if found else right
    return _before_blanks(text, left, end)


def _before_footer_on_line(text: str, start: int, end: int) -> int:
    """The end before page furniture behind the last sentence on its line, as in texts whose lines were joined."""
    end = _before_blanks(text, start, end)
    if end == start or text[end - 1] == "。":
        return end
    last = max(text.rfind("。", start, end) + 1, text.rfind("\n", start, end) + 1, end - _LONGEST_FURNITURE)
    for found in _WORD_BEHIND_BLANK.finditer(text, last, end):
        if _footer().match(text, found.end(), end):
            return found.start()
    return end


def _before_footer(text: str, start: int, end: int) -> int:
    position = start
    # An attachment right below the heading is the body.
    while position < end and not text[start:position].strip():
        stop = text.find("\n", position, end)
        position = end if stop < 0 else stop + 1
    while position < end:
        stop = text.find("\n", position, end)
        stop = end if stop < 0 else stop
        line = text[position : min(stop, position + 60)].strip()
        if line and (
            _footer().match(line) or (_SPACED.match(line) and _footer().match(line.replace(" ", "")))
        ):
            return position
        position = stop + 1
    return end
