"""Titles of annual reports in a text, a hint or a file name, and the agency and year that they name."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from textmine.parsing._compact import CompactView
from textmine.parsing._dates import YEAR, year_value
from textmine.parsing._head_words import REACH, head_words
from textmine.parsing._regions import gazetteer, place_rank, read_place
from textmine.resources import load_yaml

# What ends a title; what may stand before is looked at afterwards.
_CORE_END = re.compile(
    r"公开(?:工作)?(?:的)?(?:情况)?(?:的)?(?:20[0-4][0-9](?:年(?!度))?)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度报告书?|年报|工作报告|工作总结|报告|总结|汇报)"
)
# Names of columns, which pages print above the report; a title in a sentence says more.
_COLUMNS = frozenset({"政府信息公开年报", "政府信息公开年度报告", "政府信息公开工作年度报告", "信息公开年报"})
_COLUMN = 1.5
_PUBLIC = re.compile("公开")
_SUBJECTS = ("信息", "政务")
_BOTH_SUBJECTS = "政府信息与政务"
_HOLDERS = frozenset({"政府", "政务", "财政", "校务", "院务"})
_BARE_CORE = re.compile(r"政府信息公开(?:工作)?(?:年度)?")
_TO_LAST_STOP = re.compile('(?s:.*)[。,;:《<【“"”》>!?|\\]】]')
_NOT_A_TITLE = re.compile(
    r"(?:[》”\"']?(?:的)?(?:政策|文字|图文|图片|图表)?解读|格式|有关事项|(?:的)?(?:有关)?(?:说明|解读)|(?:的)?(?:有关|相关)(?:通知|要求|问题|项目|工作)|(?:的)?(?:编制|公布|编写|撰写|报送|发布)+(?:和|与|、|工作|的)|的通知|规定|制度|的要求|编制工作|编写|发布工作|专栏|栏目|模板|范文)"
)
_NEIGHBOUR = re.compile("[上下]一[篇条]:?[^:。]*\\Z")
_OF_A_NOTICE = re.compile("关于(?:进一步|认真)?(?:做好|开展)")
_NOTICE_LEFT = 16
_LONGEST_TITLE_LEFT = 60
# Of pages whose lines are all as short as this: how many are looked at, and how much less an indented line has.
_NARROW, _FIRST_ROWS, _INDENT = 20, 12, 2
# Schools report on a school year; the year in which it ends is taken.
_SCHOOL_YEAR = rf"(?:{YEAR}年?[-—~至]{{1,2}}(?={YEAR}))?"
_YEAR_LAST = re.compile(
    rf"(?P<agency>.*?)[(\[〔]?{_SCHOOL_YEAR}(?P<year>{YEAR})[)\]〕]?(?:学?年年?)?(?:度|年度)*(?:本级)?(?:的)?"
)
_YEAR_FIRST = re.compile(
    rf"[(\[〔]?{_SCHOOL_YEAR}(?P<year>{YEAR})[)\]〕]?(?:学?年年?)?(?:度|年度)*(?P<agency>.+?)(?:年度)?(?:的)?"
)
_YEAR_INSIDE = re.compile(rf"{_SCHOOL_YEAR}(?P<year>{YEAR})(?:学年)?")
_TRAILING_VERB = re.compile(
    "(?:关于(?:做好|印发|发布|公布|编制|制作)*|(?:编制|发布|公布|制作|撰写|形成))(?:了|的)?$"
)
_ENDS_OF_VERBS = tuple("于好发制布作写成了的")
_DAY = re.compile(rf"{YEAR}年[0-9]{{1,2}}月[0-9]{{1,2}}日(?:星期[一二三四五六日天])?")
_YEAR_BEHIND = re.compile(rf"[(\[〔](?P<year>{YEAR})年?(?:年?度)?[)\]〕]")
_YEAR_WORDS = re.compile(rf"[(\[〔]?{YEAR}[)\]〕]?年?度?")
_YEAR = re.compile(YEAR)
_YEAR_AT_END = re.compile(rf"{YEAR}年?度?$")
_OPENING_WORDS = re.compile(r"(?:(?:年度)?报告(?:是)?由|了|的|本|由|是|为|《)+")
_SHORT_NAME = "简称"
_WIDE_GAP = 8  # between the columns of a page
_SITES = ("网站", "网", "平台", "门户")
_OWN_OFFICES = ("政府机关", "局机关", "委机关", "厅机关", "办机关")
_ITSELF = ("(本级)", "(本级机关)", "(机关本级)", "(机关)", "(盖章)", "(公章)")
_FORMER = "(原"  # (原岚溪县水利局)
_OF_SITE = re.compile(".*(?:网站|门户|(?:政务|政府|信息|公开)网)(?=.{4})")  # 岚溪县人民政府网站|岚溪县水利局
_REGIMENT = re.compile("(?:[0-9]{1,3}|师[一二三四五六七八九十]{1,5})团$")  # 第八师142团, which runs a town
_LABEL = re.compile(r"^[\[【(〔][^\])】〕]{1,10}[\])】〕]")
_BRACKET = re.compile(r"\([^()]*\)$")
_NAME = re.compile(r"[\u4e00-\u9fff()、·“”0-9A-Za-z]+")
# In no agency's name; what stands before is of the sentence or of the page.
# Between the beginning of a line and the words of a title: the line is the middle of a sentence.
_OF_A_SENTENCE = re.compile("(?:编制|撰写|制作|形成|编写)(?:的|了|完成)|现将|特向|由[^由]{2,30}(?:编制|撰写)")
_IN_NO_NAME = frozenset("了的abcdefghijklmnopqrstuvwxyz")
_IN_NO_NAMES = re.compile("[了的a-z]")
_OPENING_QUOTES = "《“"
_EDGE = re.compile(r"^[^\u4e00-\u9fff(]+|[^\u4e00-\u9fff)]+$")


class Title(NamedTuple):
    """A title found at compact range ``[start, end)``; ``words`` are folded, without blanks."""

    words: str
    start: int
    end: int
    agency: str | None
    year: int | None
    own_line: bool
    score: float


@lru_cache(maxsize=1)
def agency_grammar() -> dict[str, Any]:
    """Compiled patterns of the agency table, by name."""
    data: dict[str, Any] = load_yaml("parsing", "agency.yaml")
    return {
        "kinds": tuple((rule["kind"], re.compile(rule["pattern"])) for rule in data["kinds"]),
        "departments": re.compile(data["departments"]),
        "endings": tuple(data["endings"]),
        "any_verb": re.compile(data["verbs"]),
        "verbs": re.compile(f"(?:.*(?:{data['verbs']}))"),
        "never": re.compile(data["never"]),
    }


@lru_cache(maxsize=1024)  # a batch of reports names so many, each in several steps
def as_agency(words: str) -> str | None:
    """The words as an agency's name, None if they are none (too short, no such ending, a general word)."""
    grammar = agency_grammar()
    if words.endswith(_ENDS_OF_VERBS):
        words = _TRAILING_VERB.sub("", words)
    if grammar["any_verb"].search(words):
        words = words[grammar["verbs"].match(words).end() :]
    if "2" in words or "二" in words:
        words = _YEAR_WORDS.sub("", words)
    if not ("\u4e00" <= words[:1] <= "\u9fff" and "\u4e00" <= words[-1:] <= "\u9fff"):
        words = _EDGE.sub("", words)
    if "网" in words or "门户" in words:
        words = _OF_SITE.sub("", words)
    if not _IN_NO_NAME.isdisjoint(words):
        words = _IN_NO_NAMES.split(words)[-1]
    opening = _OPENING_WORDS.match(words)
    if opening:
        words = words[opening.end() :]
    if words.endswith(_OWN_OFFICES):
        words = words[:-2]
    bare = _BRACKET.sub("", words) if words.endswith(")") else words
    if words.endswith(")") and (
        _SHORT_NAME in words or _FORMER in words or words.endswith(_ITSELF)
    ):  # (以下简称某局)
        words = bare
    if (
        not (2 < len(words) + (words.endswith(("镇", "乡"))) <= 40 or words in gazetteer().counties)
        or not (bare.endswith(grammar["endings"]) or (bare.endswith("团") and _REGIMENT.search(bare)))
        or grammar["never"].match(bare)
    ):
        return None
    return words if _NAME.fullmatch(words) else None


@lru_cache(maxsize=64)
def read_title(left: str) -> tuple[str | None, int | None]:
    """Agency and year in the words before 政府信息公开…报告."""
    if "日" in left:
        left = _DAY.split(left)[-1]  # of the page, on the same line
    for pattern in (_YEAR_FIRST, _YEAR_LAST):
        found = pattern.fullmatch(left)
        if found:
            return as_agency(found["agency"]), year_value(found["year"])
    found = _YEAR_INSIDE.search(left)
    agency = (
        as_agency(left[found.end() :].lstrip("年度)]〕") or left[: found.start()])
        if found
        else as_agency(left)
    )
    return agency, (year_value(found["year"]) if found else None)


def find_titles(view: CompactView, cores: Iterable[int] | None = None) -> list[Title]:
    """Possible titles in the first part of a text, best first; ``cores``: the places of 公开 in it, if known."""
    text = view.text[:REACH]
    titles = []
    last_end = 0
    for start, end in _cores(text, view.found(head_words).cores if cores is None else cores):
        if _NEIGHBOUR.search(text, max(start - _LONGEST_TITLE_LEFT, 0), start):
            continue
        if _NOT_A_TITLE.match(text, end) or _OF_A_NOTICE.search(text, max(start - _NOTICE_LEFT, 0), start):
            continue
        titles.append(_title(view, text, start, end, last_end))
        last_end = end
        if len(titles) >= 12:
            break
    if not any(title.own_line and title.agency for title in titles):
        titles.extend(_bare_titles(view, text))
    return sorted(titles, key=lambda title: (-title.score, title.start))


def _cores(text: str, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ranges of what makes a title: 政府信息公开工作年度报告, 政务公开工作总结 …; ``places``: those of 公开."""
    for at in places:
        found = _CORE_END.match(text, at)
        if not found:
            continue
        if text.endswith(_BOTH_SUBJECTS, 0, at):
            yield at - len(_BOTH_SUBJECTS), found.end()
        elif text.endswith(_SUBJECTS, 0, at):
            yield (at - 4 if text[max(at - 4, 0) : at - 2] in _HOLDERS else at - 2), found.end()


def ends_as_title(line: str) -> bool:
    """Whether a line without blanks ends with the words that make a title."""
    return any(end == len(line) for _, end in _cores(line, _places_of_cores(line)))


def _places_of_cores(line: str) -> list[int]:
    return [found.start() for found in _PUBLIC.finditer(line)]


def _bare_titles(view: CompactView, text: str) -> list[Title]:
    """Lines such as 某街道办事处2024年政府信息公开, without the word 报告, among the first lines."""
    titles = []
    for start in view.starts[:6]:
        end = min(view.next_line(start), len(text))
        if end - start > _LONGEST_TITLE_LEFT:
            continue
        core = _BARE_CORE.search(text, start, end)
        if core and core.end() == end:
            agency, year = read_title(text[start : core.start()])
            if agency and year:
                titles.append(Title(text[start:end], start, end, agency, year, True, 5.0))
    return titles


def _title(view: CompactView, text: str, core: int, end: int, earliest: int) -> Title:
    begin = max(earliest, core - _LONGEST_TITLE_LEFT)
    stop = _TO_LAST_STOP.match(text, begin, core)
    begin = stop.end() if stop else begin
    behind = _YEAR_BEHIND.match(text, end)  # …工作年度报告(2022年)
    end = behind.end() if behind else end
    last = bisect_right(view.starts, core)
    starts = view.starts[max(bisect_left(view.starts, begin), last - 3) : last]
    line_end = end == len(view.text) or view.at_line_start(end)
    best: Title | None = None
    # The nearest line start first; a title broken over lines takes in the lines before.
    for start in [*reversed(starts), begin]:
        if start > core:
            continue
        agency, year = read_title(text[start:core])
        if year is None and (named := _YEAR.search(text, core, end)):  # 政府信息公开工作2025年度报告
            year = year_value(named.group())
        own_line = view.at_line_start(start) and not _OF_A_SENTENCE.search(text, start, core)
        score = -_COLUMN * (agency is None and year is None and text[core:end] in _COLUMNS)
        score += 3.0 * own_line + 2.0 * line_end + 3.0 * (agency is not None) + 2.0 * (year is not None)
        # A name on the line above is as good as one on the same line: links below a report have it there.
        score -= 1.0 if best and as_agency(text[start : best.start]) != text[start : best.start] else 0.0
        if best is None or score > best.score:
            best = Title(text[start:end], start, end, agency, year, own_line and line_end, score)
        if best.agency and best.year:
            break
    assert best is not None
    if best.agency is None and best.start == begin and text[begin - 1 : begin] == ":":
        best = _behind_colon(view, text, best, begin)
    quoted = begin > 0 and text[begin - 1] in _OPENING_QUOTES
    if best.agency and (best.own_line or quoted) and best.start > begin:
        best = _with_full_lines_above(view, text, best, core, begin)
        best = _with_line_above(view, text, best, core, begin)
    if best.agency:
        best = _without_crumb(view, text, best, core)
    if best.agency is None and best.year and not best.own_line:
        named = _YEAR.search(best.words)
        begin = best.start + named.start() if named else best.start
        return best._replace(words=text[begin:end], start=begin)
    if best.agency and not best.own_line:  # leave out the words of the sentence that stand before the title
        begin = text.rfind(best.agency, best.start, core)
        year_first = _YEAR_AT_END.search(text, best.start, max(begin, best.start))
        begin = year_first.start() if year_first else begin
        best = best._replace(words=text[begin:end], start=begin) if begin > best.start else best
    return best


def _behind_colon(view: CompactView, text: str, title: Title, begin: int) -> Title:
    """The title with the agency that stands on its line before a colon ([年度报告]某局:2022年政府信息公开工作年度报告)."""
    line = view.starts[bisect_right(view.starts, begin - 1) - 1]
    before = _LABEL.sub("", text[max(line, begin - _LONGEST_TITLE_LEFT) : begin - 1])
    agency = as_agency(before)
    return title._replace(agency=agency, score=title.score + 3.0) if agency == before else title


def _without_crumb(view: CompactView, text: str, title: Title, core: int) -> Title:
    """The title from the last blank on before which something else ends: the agency's short form, or what names no place before a place.

    Texts on one line have the path of the page or the name of the site before the title (首页 > 苏木镇 某旗某苏木…).
    """
    if view.source(core) - view.source(title.start) == core - title.start:
        return title  # no blank stands between
    for at in filter(view.has_blank_before, range(core - 1, title.start, -1)):
        before, agency = text[title.start : at], read_title(text[at:core])[0]
        if (
            agency
            and before
            and (
                agency.startswith(before)
                or (place_rank(agency) == 2 and place_rank(title.agency) < 2)
                or view.source(at) - view.source(at - 1) > _WIDE_GAP
            )
        ):
            return title._replace(words=text[at : title.end], start=at, agency=agency)
    return title


def _with_full_lines_above(view: CompactView, text: str, title: Title, core: int, earliest: int) -> Title:
    """The title with all lines above it that are as long as a narrow page lets them be (石浦市洲湾开 | 发区管理委员会2023年…)."""
    width = max(map(len, view.first_rows(_FIRST_ROWS)))
    if width > _NARROW:
        return title
    start = title.start
    for above in reversed(view.starts[: bisect_left(view.starts, start)]):
        if above < earliest or start - above < width - _INDENT:
            break
        start = above
    agency, year = read_title(text[start:core])
    if start < title.start and agency and agency.endswith(str(title.agency)):
        return title._replace(
            words=text[start : title.end], start=start, agency=agency, year=title.year or year
        )
    return title


def _with_line_above(view: CompactView, text: str, title: Title, core: int, earliest: int) -> Title:
    """The title with the line above it, where only both together name a place (临泽县住房和城 | 乡建设局2021年…)."""
    above = view.starts[bisect_left(view.starts, title.start) - 1]
    if above < earliest < title.start and text[earliest - 1] in _OPENING_QUOTES:
        above = earliest
    if above < earliest or place_rank(title.agency) == 2:
        return title
    line = text[above : title.start]
    only_place = place_rank(line) == 2 and not read_place(line).rest
    if (as_agency(line) and not only_place) or line.endswith(_SITES):
        return title
    agency, year = read_title(text[above:core])
    if agency and agency.endswith(str(title.agency)) and place_rank(agency) > place_rank(title.agency):
        return title._replace(
            words=text[above : title.end], start=above, agency=agency, year=title.year or year
        )
    return title


def title_of_words(words: str) -> Title | None:
    """The title in a hint or a file name."""
    if words.isascii() and "20" not in words:  # names no agency and no year
        return None
    view = CompactView(words)
    found = find_titles(view, _places_of_cores(view.text))
    if found:
        return found[0]
    agency, year = read_title(view.text)
    return Title(view.text, 0, len(view.text), agency, year, True, 0.0) if agency or year else None
