"""Who reports: the agency out of all names that a report states, its kind and its level."""

from __future__ import annotations

import re
from functools import lru_cache

from textmine.parsing._agency_body import author_in_body
from textmine.parsing._compact import CompactView
from textmine.parsing._regions import Place, ends_with_known, gazetteer, is_short_name, place_rank, read_place
from textmine.parsing._stated_agencies import NamedAgency
from textmine.parsing._titles import agency_grammar, as_agency
from textmine.schema import Level

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
_LEVELS = "省市县区旗州盟"
_LEVEL_WORDS: tuple[tuple[str, Level], ...] = (
    ("省", "province"), ("自治区", "province"), ("市", "city"), ("州", "city"), ("盟", "city"),
    ("县", "county"), ("区", "county"), ("旗", "county"), ("镇", "township"), ("乡", "township"), ("街道", "township"),
)  # fmt: skip


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
