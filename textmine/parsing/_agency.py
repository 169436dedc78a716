"""Who reports: the agency from title, header rows, lead-in and sign-off, its kind and its level."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from textmine.parsing._agency_body import GOVERNMENTS, author_in_body, last_of_path
from textmine.parsing._compact import CompactView
from textmine.parsing._dates import YEAR
from textmine.parsing._head_words import GROUNDS, HeadWords, head_words
from textmine.parsing._regions import Place, ends_with_known, gazetteer, is_short_name, place_rank, read_place
from textmine.parsing._titles import Title, agency_grammar, as_agency
from textmine.schema import Level

_LEAD_IN_LENGTH = 1500
_NAME = r"[^,。;:()《》“”、]{3,40}?"
_GROUNDS = "|".join(GROUNDS)
# How the first part of a report names its author: words with which such a form begins, and the form itself.
_LEAD_IN: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (
        ("由", "系"),
        re.compile(
            # The first characters of what may follow spare most places the rest.
            rf"[由系](?P<name>{_NAME})(?=[、(负组编制发汇起])(?:、{_NAME})?(?:\([^()]{{1,20}}\)(?:办公室)?)?(?:负责|具体|牵头|统一)?(?:组织)?(?:编制(?!委)|编写|制作|发布|汇总|起草)"
        ),
    ),
    (
        ("现将", "公布", "发布", "编制", "总结", "反映"),
        re.compile(
            rf"(?:现将|公布|发布(?!机构|机关|单位|部门|日期|时间)|编制|总结|反映)了?(?P<name>{_NAME}){YEAR}年"
        ),
    ),
    # The name stands before these words; see ``_before_grounds``.
    ((), re.compile(rf"(?P<name>{_NAME})(?:{_GROUNDS})[^。;]{{0,40}}(?:编制|形成|撰写)")),
    (("做好",), re.compile(rf"做好(?P<name>{_NAME})(?:政府|政务)信息公开")),
    (
        ("汇总",),
        re.compile(
            rf"汇总(?:{YEAR}年度?)?(?P<name>{_NAME})的?(?:政府信息公开|政务公开|信息公开)[^,。;]{{0,20}}编制"
        ),
    ),
    ((",", "。", ";"), re.compile(rf"[,。;](?P<name>{_NAME})特此?(?:编制|撰写|制作){YEAR}年")),
    (
        ("结合",),
        re.compile(
            rf"结合(?:{YEAR}年度?)?(?P<name>{_NAME})(?:\([^()]{{1,30}}\))?(?:各科室|各部门|各单位|机关|实际|的信息公开|政府信息公开|信息公开)"
        ),
    ),
    (
        ("与", "同", "向", "联系"),
        re.compile(
            rf"(?:与|同|向|联系)(?P<name>{_NAME})(?:政务公开[^,。;:()]{{0,10}}|(?:党政|综合|党政综合)?办公室|(?:(?<!人民)政府)?信息[^,。;:()]{{0,10}})?(?:\([^()]{{1,90}}\))?(?:联系|咨询|反映)"
        ),
    ),
    (
        ("根据",),
        re.compile(
            rf"根据{YEAR}年度?(?P<name>{_NAME})(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:实际|情况)"
        ),
    ),
    (("联系",), re.compile(rf"联系(?:(?<=[请可]联系)|(?<=[请可]直接联系)):?(?P<name>{_NAME})[;,。(]")),
)
_FIRST_MARKS = re.compile("[,。;]")
# The forms that begin with such a character, by their numbers.
_FORMS = {
    first: tuple(form for form, (words, _) in enumerate(_LEAD_IN) if any(word[0] == first for word in words))
    for first in {word[0] for words, _ in _LEAD_IN for word in words}
}
_PURPOSE = re.compile("特此?(?:编制|撰写|制作)")
# The office that writes a town's report is not the body that reports.
_OFFICE_OF_TOWN = re.compile(
    r"((?:镇|乡)(?:人民)?政府|街道(?:办事处)?)(?:党政|综合|党政综合|综合督考)?办(?:公室)?$"
)
# Nor is the office of a department or an institution. The office of a committee often is a body of its own.
_OFFICE_OF_BODY = re.compile(
    r"((?<!人民)(?<!合作)(?:局|厅|署|院|学校|大学|学院|公司|集团|中心|大队|支队|总队|海关|管委会|管理委员会|卫生健康委员会|发展和改革委员会|[住城]乡?建设委员会))"
    r"(?:机关|学校|党政|综合|行政|党政综合|党委|校长|院长|医院)?(?:(?:办公室|办公厅|办|综合科|综合处|秘书科|秘书处)(?:政务公开[处科])?|(?:政务|信息)公开(?:[处科]|办公室|办))$"
)
_OFFICES_END = ("办", "室", "厅", "科", "处")
# Nor is the group that leads the work in any body.
_LEADING_GROUP = re.compile(
    r"(?:(?<!人民)政府信息公开|政务公开|信息公开|政府信息和政务公开)(?:工作)?领导小组(?:办公室)?$"
)
_REACH_OF_GROUNDS = 44  # from the beginning of such a word to the end of the verb
_NO_NAME = re.compile("[,。;:()《》“”、]")
_LONGEST_NAME = 40
# Labels of rows at the head, from their second half on.
_HEADER_LABEL = re.compile(
    r"(?:机构(?<=(?:发布|发文|公开)机构)|单位(?:(?<=(?:发布|发文|制作|责任|填报|编制|报送|上报|公开|编写)单位)|(?P<bare>(?=:)))|机关(?<=发文机关)|部门(?<=发布部门)|来源)[:|]?"
)
_HEADER_END = re.compile("发布|成文|生成|浏览|时间|日期|字体|字号|:|20[0-9]{2}")
_ISO_DATE = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_PARTS_OF_TITLE = re.compile("[-_|—–]+")
_HINT_KEYS = ("contentsource", "publisher", "source", "author")
# What ends before a signer: a sentence, or a cell of a table with a number before a place.
_BEFORE_SIGNER = re.compile(r"[。;!]|[0-9](?=[\u4e00-\u9fff]{2,9}[省市县区旗])")
_SIGN_OFF_DATE = re.compile(
    rf"{YEAR}年[0-9一二三四五六七八九十]{{1,3}}月[0-9一二三四五六七八九十]{{1,3}}日(?![,、])"
)
_NO_PLACE_NAMES = frozenset("与请由向对和是及在可从到按据经报")  # words before a name: 请与|区水利局
_NATIONAL = re.compile(
    "^(?:中华人民共和国|中共|新疆生产建设兵团|国网[\u4e00-\u9fff]{2,8}电力(?:有限)?公司(?=.)|国家(?:税务总局|统计局|外汇管理局|金融监督管理总局|电网(?:有限)?公司)?|国网|中国(?:人民银行|石油|石化|电信|移动|联通|铁塔|邮政))"
)
_REPUBLIC = "中华人民共和国"  # before the name of a ministry or a customs house, which is the same without it
_QUOTED_BODY = re.compile(
    r"《(?:关于)?([\u4e00-\u9fff]{4,24}?(?:局|委员会|厅|中心))(?=20|关于|政府|政务|信息)"
)
_BODY_ENDINGS = "人民政府|政府|办事处"
_BARE_BODY = re.compile(f"([省市县区旗镇乡]|街道)(?:{_BODY_ENDINGS})?")
_FIRST_ROWS = 10
_LEVELS = "省市县区旗州盟"
_LEVEL_WORDS: tuple[tuple[str, Level], ...] = (
    ("省", "province"), ("自治区", "province"), ("市", "city"), ("州", "city"), ("盟", "city"),
    ("县", "county"), ("区", "county"), ("旗", "county"), ("镇", "township"), ("乡", "township"), ("街道", "township"),
)  # fmt: skip


class NamedAgency(NamedTuple):
    """An agency's name and where it was found (``title``, ``lead_in``, ``header``, ``sign_off``, ``hint``, ``file_name``)."""

    name: str
    source: str


def stated_agencies(
    view: CompactView, titles: Sequence[Title], hints: Mapping[str, str]
) -> list[NamedAgency]:
    """Names in order of trust, without the file name. ``titles``: those found, best first."""
    title = titles[0] if titles else None
    found = [NamedAgency(title.agency, "title")] if title and title.agency else []
    head = view.text[:_LEAD_IN_LENGTH]
    if not (title and title.own_line) and (name := _first_row(view)):
        found.insert(0, NamedAgency(name, "header"))
    if title and title.own_line and not found:  # a title without a name has it on the line below
        line = head[title.end : view.next_line(title.end)]
        if line and as_agency(line) == line:
            found.append(NamedAgency(_without_office(line), "header"))
    words_at = view.found(head_words)
    for match in _lead_ins(head, words_at):
        words = match["name"]
        name = as_agency(_LEADING_GROUP.sub("", words) if "领导小组" in words else words)
        if name:
            found.append(NamedAgency(_without_office(name), "lead_in"))
    found.extend(_sign_offs(view))
    found.extend(
        NamedAgency(other.agency, "lead_in")  # 《岚州市第三中学2022年…》 below 第三中学2022年…
        for other in titles[1:]
        if title and title.agency and other.agency and other.agency.endswith(title.agency)
    )
    found.extend(_labelled(view, head, words_at.labels))
    for match in _ISO_DATE.finditer(head) if "-" in head else ():  # a line of name and date below the title
        start = view.line_of(match.start())
        name = as_agency(head[start : match.start()]) if match.start() - start <= 40 else None
        if name:
            found.append(NamedAgency(name, "header"))
    if found:
        found.extend(_governments_at_head(view))
    found.extend(_in_particulars(hints))
    if not found and (name := last_of_path(hints.get("crumb", ""))):
        found.append(NamedAgency(name, "hint"))
    return found


def _in_particulars(hints: Mapping[str, str]) -> Iterator[NamedAgency]:
    """Names in what a page says of itself: its source, its author, and what stands behind its title."""
    for key in _HINT_KEYS:
        name = as_agency(hints[key].strip()) if key in hints else None
        if name:
            yield NamedAgency(name, "hint")
    # 2022年政府信息公开工作年度报告_某县水务局: behind the title of the page stands its site, which is a government's or the author's own.
    for words in _PARTS_OF_TITLE.split(hints.get("title", ""))[1:]:
        name = as_agency(words.strip())
        if name and name == words.strip() and not name.endswith(GOVERNMENTS):
            yield NamedAgency(name, "hint")


def _without_office(name: str) -> str:
    return (
        _OFFICE_OF_BODY.sub(r"\1", _OFFICE_OF_TOWN.sub(r"\1", name)) if name.endswith(_OFFICES_END) else name
    )


def _first_row(view: CompactView) -> str | None:
    """A department's name that stands alone where a title would stand."""
    row = next(iter(view.first_rows(1)), "")
    return row if as_agency(row) == row and not row.endswith(GOVERNMENTS) else None


def _governments_at_head(view: CompactView) -> Iterator[NamedAgency]:
    """Governments named on a line of their own among the first: the site that shows the page of a town or a department."""
    for row in view.first_rows(_FIRST_ROWS):
        if row.endswith(GOVERNMENTS) and as_agency(row) == row:
            yield NamedAgency(row, "header")


def _labelled(view: CompactView, head: str, places: Iterable[int]) -> Iterator[NamedAgency]:
    """Names behind labels such as 发布机构; ``places``: those of their second halves."""
    for place in places:
        match = _HEADER_LABEL.match(head, place)
        if not match or (match["bare"] is not None and not view.at_line_start(place)):
            continue
        end = view.next_line(match.start())
        if end <= match.end():  # the value is the next cell
            end = view.next_line(match.end())
        name = as_agency(_HEADER_END.split(view.text[match.end() : min(end, match.end() + 40)], 1)[0])
        if name:
            yield NamedAgency(name, "header")


def _lead_ins(head: str, words: HeadWords) -> Iterator[re.Match[str]]:
    """What ``finditer`` finds of each form, tried only where one of its first words stands."""
    places: dict[int, list[int]] = {}
    for start in words.authors:
        for form in _FORMS.get(head[start : start + 1], ()):
            places.setdefault(form, []).append(start)
    for found in _FIRST_MARKS.finditer(head) if _PURPOSE.search(head) else ():
        for form in _FORMS[found.group()]:
            places.setdefault(form, []).append(found.start())
    for form, (first_words, pattern) in enumerate(_LEAD_IN):
        if not first_words:
            yield from _before_grounds(pattern, head, words.grounds)
            continue
        done = 0
        for start in places.get(form, ()):
            match = pattern.match(head, start) if start >= done else None
            if match:
                yield match
                done = match.end()


def _before_grounds(pattern: re.Pattern[str], head: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """What ``finditer`` finds, tried only where a name of allowed length can end before such a word."""
    grounds, written = [], []
    for place in places:
        if head[place : place + 2] in GROUNDS:
            grounds.append(place)
        elif place + 2 <= len(head):
            written.append(place + 2)
    done = 0
    for ground in grounds if written else ():
        following = bisect_right(written, ground + 2)
        if following == len(written) or written[following] > ground + _REACH_OF_GROUNDS:
            continue
        begin = max(0, ground - _LONGEST_NAME, done)
        for stop in _NO_NAME.finditer(head, begin, ground):
            begin = stop.end()
        match = pattern.match(head, begin)
        if match:
            yield match
            done = match.end()


def _sign_offs(view: CompactView) -> list[NamedAgency]:
    """Names before the date that closes a report, on its line or on the line before."""
    text = view.text
    found = []
    for match in _SIGN_OFF_DATE.finditer(text, max(0, len(text) - 400)):
        line = bisect_right(view.starts, match.start()) - 1
        start = view.starts[line]
        if start == match.start() and line:
            start = view.starts[line - 1]
        words = text[max(start, match.start() - 60) : match.start()]
        name = as_agency(_BEFORE_SIGNER.split(words)[-1])
        if name:
            found.append(NamedAgency(name, "sign_off"))
    return found[::-1]


def choose_agency(stated: list[NamedAgency], view: CompactView) -> str | None:
    """The most trusted name, made full where the text itself states the fuller form of the same name."""
    text = view.text
    best = stated[0].name if stated else author_in_body(view)
    if best is None:
        return None
    if best.endswith("政府"):
        best = _with_full_ending(best, text)
    for other in stated[1:]:
        # 县教育局 → 海丰县教育局, 洪泽区教育局 → 淮安市洪泽区教育局, but not 洪泽区人民政府 → 淮安市洪泽区人民政府办公室.
        whole = next(filter(other.name.endswith, _full_forms(best)), None)
        added = other.name.removesuffix(whole) if whole else ""
        if whole and added not in ("", _REPUBLIC) and _only_names_place(whole, other.name, added):
            best = other.name
            break
        if not _has_place(best) and _is_shortened(best, other.name):
            best = other.name  # 市民委 → 岚州市民族事务委员会
            break
        if _is_bare_form_of(best, other.name):
            best = other.name  # 区政府 → 岚州市云溪区人民政府
            break
        if best.endswith("管委会") and other.name.endswith("管理委员会") and other.name[:2] == best[:2]:
            best = other.name
            break
    if best[0] in _LEVELS:
        rows = "\n".join(view.rows)
        for form in dict.fromkeys((best, _with_full_ending(best, text))):  # 区政府, 区人民政府
            placed = _with_place_in_text(form, rows)
            if placed != form:
                best = placed
                break
        else:
            best = _full_name_in_text(best, text) or best
    return _with_full_ending(best, text).removeprefix(_REPUBLIC)


def _full_forms(name: str) -> tuple[str, ...]:
    """The name, and that of a town or a street as bodies: 柳林路街道, 柳林路街道办事处."""
    if name.endswith("街道"):
        return name, name + "办事处"
    return (name, name + "人民政府") if name.endswith(("镇", "乡", "苏木")) else (name,)


def _full_name_in_text(short: str, text: str) -> str | None:
    """市城管局 → 岚州市城市管理局, where a paper of the body is named with its full name (《岚州市城市管理局2022年工作计划》)."""
    for found in _QUOTED_BODY.finditer(text):
        if found.group(1).find(short[0]) > 0 and _is_shortened(short, found.group(1)):
            return found.group(1)
    return None


def _is_shortened(name: str, fuller: str) -> bool:
    """Whether a name such as 市民委 stands for a fuller one with its place."""
    words, rest = name.lstrip(_LEVELS), read_place(fuller).rest
    return place_rank(fuller) > 0 and words not in rest and is_short_for(words, rest)


def _is_bare_form_of(name: str, fuller: str) -> bool:
    """Whether a name is only the kind of body that a fuller one with its place is: 区政府, 镇政府, 街道办事处."""
    kind = _BARE_BODY.fullmatch(name)
    return kind is not None and re.search(f".{kind[1]}(?:{_BODY_ENDINGS})?$", fuller) is not None


def _only_names_place(name: str, fuller: str, added: str) -> bool:
    """Whether what a fuller name has before a name is the place of the same body.

    One character is the rest of a verb (现公|布某海关…), the name itself is that of the field before it (发布机构：某海关|某海关2023年…).
    """
    if len(added) == 1 or added == name:
        return False
    if _has_place(name):
        return not read_place(added).rest
    place = read_place(fuller)
    if name[0] in _LEVELS and place.rest == name[1:]:  # 岚州|市|水务局: the word of the level belongs to both
        return True
    between = place.rest.removesuffix(name)  # 某省|临泽|第二中学
    return place.name is None or not between or is_short_name(between)


def _with_place_in_text(name: str, text: str) -> str:
    """区卫生健康局 → 雁江区卫生健康局, where the text names the body in full."""
    known = gazetteer()
    for place in re.finditer(re.escape(name), text):
        before = text[max(0, place.start() - 10) : place.start() + 1]
        whole = ends_with_known(before, known.counties) or ends_with_known(before, known.cities)
        if whole and len(whole) > 1:
            return whole + name[1:]
    found = re.search(rf"(?<![\u4e00-\u9fff0-9])([\u4e00-\u9fff]{{1,5}}{re.escape(name)})", text)
    if not found or as_agency(found.group(1)) != found.group(1):
        return name
    stated = read_place(found.group(1)).name
    return found.group(1) if stated and _NO_PLACE_NAMES.isdisjoint(stated) else name


def _has_place(name: str) -> bool:
    return read_place(name).name is not None


def is_short_for(short: str, full: str) -> bool:
    """高新区管委会 for 高新技术产业开发区管理委员会, 发改委 for 发展和改革委员会: its characters in order, the first and the last kept."""
    short = short + "员会" if short.endswith("委") else short
    rest = iter(full)
    return short[:1] == full[:1] and short[-1:] == full[-1:] and all(char in rest for char in short)


def _with_full_ending(name: str, text: str) -> str:
    """街道 → 街道办事处, 镇 → 镇人民政府, 市 → 市人民政府, where the text says so of this very body."""
    if name.endswith("街道"):
        return name + "办事处" if name + "办事处" in text else name
    if name.endswith("海关关区"):  # the area that a customs house is in charge of
        return name.removesuffix("关区")
    if name.endswith("部门"):
        bureau = name.removesuffix("部门") + "局"
        return bureau if read_place(bureau).rest in text else name
    short = name.removesuffix("政府")
    if short != name and not short.endswith("人民") and short + "人民政府" in text:
        return short + "人民政府"
    if re.search(r"(?:镇|乡|苏木|省|自治区|市|州|盟|县|区|旗)$", name):
        full = re.compile(re.escape(name) + r"人民政府(?!网|门户|办公|信息|公报|官|市长|县长|区长)")
        return name + "人民政府" if full.search(text[:6000]) else name
    return name


@lru_cache(maxsize=1024)
def kind_of(name: str) -> str:
    """One of government, department, township, subdistrict, institution, vertical."""
    grammar = agency_grammar()
    bare = re.sub(r"(?:系统|部门)$", "局", re.sub(r"\([^()]*\)$", "", name))
    rest = read_place(without_national_prefix(bare)).rest
    national = bare.startswith("中国")
    if bare.startswith("国家"):
        return "vertical"
    for kind, pattern in grammar["kinds"]:
        if kind == "institution" and grammar["departments"].search(bare):
            continue
        if pattern.search(rest if kind == "government" or (kind == "vertical" and not national) else bare):
            return str(kind)
    return "department"


def level_of(name: str, place: Place, kind: str) -> Level:
    """Level of government that the agency belongs to."""
    if kind in ("township", "subdistrict"):
        return "township"
    if kind == "institution":
        return "other"
    stated = read_place(without_national_prefix(name))
    word = next((level for word, level in _LEVEL_WORDS if name.startswith(word)), None)
    steps: tuple[tuple[bool, Level], ...] = (
        (bool(stated.county or place.county), "county"),
        (bool(stated.city), "city"),
        (bool(stated.province), "province"),
        (word is not None, word or "other"),
        (bool(place.city), "city"),
        (bool(place.province), "province"),
    )
    return next((level for holds, level in steps if holds), "other")


def without_national_prefix(name: str) -> str:
    """The name without the national body that stands above it (国家税务总局某县税务局 → 某县税务局)."""
    return _NATIONAL.sub("", name)
