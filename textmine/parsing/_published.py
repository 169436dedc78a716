"""The day on which a report was published: labels at its head, dates below its title, what its page says, its sign-off, its file's name."""

from __future__ import annotations

import re

from textmine.normalization import fold
from textmine.parsing._compact import CompactView
from textmine.parsing._dates import YEAR, find_date
from textmine.parsing._head_words import head_words
from textmine.parsing._titles import ends_as_title
from textmine.schema import Document

# Labels of dates at the head, from their second half on.
_DATE_LABEL = re.compile("(?:日期|时间)[:|]?(?=20)")
_PUBLISHED = (
    "发布日期",
    "发布时间",
    "发表日期",
    "发表时间",
    "公开日期",
    "公布日期",
    "发文日期",
    "公开时间",
    "更新时间",
)
_BARE = ()  # 时间 or 日期 alone
_WRITTEN = ("成文日期", "生成日期", "制发日期", "成文时间")
# A date below the title, written out, on a line of its own or before what sites print beside it.
_DATE_AT_HEAD = re.compile(
    rf"{YEAR}年[0-9一二三四五六七八九十]{{1,2}}月[0-9一二三四五六七八九十]{{1,3}}日(?![起至止到前期])(?P<beside>(?P<clock>[0-2]?[0-9]:[0-5][0-9])|来源|信息来源|作者|浏览|字体|点击|阅读|发布|\[|【)?"
)
_PERIOD_END = re.compile("日(?:止|起|至|前|期间|[-—~])")
_PERIOD_GOES_ON = re.compile(
    "[起至止到前期,、。—~-]"
)  # behind a date that begins or ends a period, or stands in a sentence
_GOES_ON = re.compile("日[,、]")
_DAY = re.compile(
    rf"{YEAR}(?:年|[-./])[0-9一二三四五六七八九十]{{1,2}}(?:月|[-./])[0-9一二三四五六七八九十]{{1,3}}日?"
)
_YEAR_OF_DATE = re.compile(rf"{YEAR}(?:年|[-./])")
_DAY_IN_NAME = re.compile(r"(?:^|[^0-9]|(?<=[PW])0)(20[0-9]{2})-?(0[1-9]|1[0-2])-?([0-2][0-9]|3[01])")
_DATE_HINTS = ("pubdate", "publishdate", "dc.date", "firstpublishedtime", "article:published_time")
_ISO_DATE = re.compile(r"20(?<![0-9/]20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:[0-2][0-9]|3[01])")


def published_on(document: Document, view: CompactView) -> str | None:
    """The day as YYYY-MM-DD, None if nothing names one."""
    head = view.text[:1200]
    labels = [label for at in view.found(head_words).dates if (label := _DATE_LABEL.match(head, at))]
    for words in (_PUBLISHED, _BARE, _WRITTEN) if labels else ():
        for found in labels:
            labelled = head.endswith(words, 0, found.start() + 2) if words else _is_bare(view, found)
            if labelled and (day := find_date(head, found.end(), found.end() + 14)):
                return day.isoformat()
    # A date in figures among the first lines is never the period reported on, which is written out.
    for iso in _not_listed(list(_ISO_DATE.finditer(head[:500])), view):
        if day := find_date(head, iso.start(), iso.start() + 12):
            return day.isoformat()
    for found in _DATE_AT_HEAD.finditer(head[:500]):
        begin, end = found.span()
        bracketed = head[begin - 1 : begin] == "(" and head[end : end + 1] == ")"
        if bracketed:
            begin, end = begin - 1, end + 1
        ends = found["beside"] or end == len(head) or view.at_line_start(end)
        begins = bracketed or view.at_line_start(begin) or (found["clock"] and view.has_blank_before(begin))
        if ends and begins and (day := find_date(head, *found.span())):
            return day.isoformat()
    for key in _DATE_HINTS:
        if key in document.hints and (day := find_date(fold(document.hints[key])[:10])):
            return day.isoformat()
    return _signed_on(view) or _dated_in_name(document.path)


def _not_listed(dates: list[re.Match[str]], view: CompactView) -> list[re.Match[str]]:
    """Dates without those behind titles, if there are several: of a list of other reports."""
    if len(dates) < 2:
        return dates
    listed = {at for at in dates if ends_as_title(view.text[view.line_of(at.start()) : at.start()])}
    return [at for at in dates if at not in listed] if len(listed) > 1 else dates


def _is_bare(view: CompactView, label: re.Match[str]) -> bool:
    """Whether a label is 时间 or 日期 alone, as pages print it below a title: before a date in figures, or at the start of its line."""
    start = label.start()
    alone = start == 0 or view.has_blank_before(start) or not "\u4e00" <= view.text[start - 1] <= "\u9fff"
    if not alone or _ISO_DATE.match(view.text, label.end()):
        return alone
    day = _DAY.match(view.text, label.end())
    return day is not None and view.at_line_start(start) and not _PERIOD_GOES_ON.match(view.text, day.end())


def _dated_in_name(path: str) -> str | None:
    """The day in names that government sites give to pages and attachments (t20240122_612.html, P020240118….pdf)."""
    found = _DAY_IN_NAME.search(file_name(path))
    if not found:
        return None
    day = find_date("-".join(found.groups()))
    return day.isoformat() if day else None


def _signed_on(view: CompactView) -> str | None:
    """The date on a line of its own, or after the last sentence, among the last characters."""
    start = max(0, len(view.text) - 300)
    for match in reversed(list(_YEAR_OF_DATE.finditer(view.text, start))):
        at = match.start()
        before = view.text[at - 1] if at else "。"
        if (view.at_line_start(at) or before in "。局府会处室委办厅院心:") and (
            day := find_date(view.text, at, at + 14)
        ):
            if _PERIOD_END.search(view.text, at, at + 16) or _GOES_ON.search(view.text, at, at + 16):
                continue  # the report's text was cut after its lead-in
            if not view.at_line_start(at) and not _ends_with_day(view, at):
                continue  # a sentence begins with the date
            return day.isoformat()
    return None


def _ends_with_day(view: CompactView, at: int) -> bool:
    found = _DAY.match(view.text, at)
    end = found.end() if found else len(view.text)
    return end == len(view.text) or view.has_blank_before(end) or not view.text[end].isalpha()


def file_name(path: str) -> str:
    """The last part of a path, of the member where the path leads into an archive."""
    return path.rpartition("!/")[2].replace("\\", "/").rstrip("/").rpartition("/")[2]
