"""Provinces, prefectures and counties in agency names: read by suffix, completed from a gazetteer where it is unique."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from textmine.resources import resource

_LONGEST_NAME = 16
_PROVINCE = re.compile(r"[\u4e00-\u9fff]{2,7}?(?:省|自治区|特别行政区)")
_CITY = re.compile(
    r"[^省市县区旗镇乡\W0-9A-Za-z_]{2,5}?市(?![场容])|[^省市县区旗镇乡\W0-9A-Za-z_]{2,8}?自治州|[^省市县区旗镇乡\W0-9A-Za-z_]{2,5}?(?:地区|盟)(?!办)"
)
_COUNTY = re.compile(r"[^省市县区旗镇乡\W0-9A-Za-z_]{1,10}?(?:自治县|自治旗|县|区|旗|市(?![场容]))")
# Words that end like a county or a city and are none.
_NO_PLACE = re.compile(
    r"[局厅委院]|(?:社|园|海关关|学|开发|景|校|林|小|行政|自治|保护|片|度假|示范|功能|管理|工业|特|保税|辖|库|地|营业|矿|牧|灌|战|军|疫|分|各|全|本|我|老|旅游|合作|试验|产业|高新|经开|新技术产业开发|实验)区$|(?:城|超|股|门|都|各|全|本|我|菜|上)市$|(?:各|全|本|我)县$|(?:红|国|彩)旗$"
)


_PEOPLES = "(?:壮|回|苗|彝|藏|羌|土家|侗|布依|朝鲜|满|白|傣|景颇|傈僳|哈尼|拉祜|佤|布朗|瑶|畲|黎|水|土|仡佬|仫佬|毛南|纳西|独龙|怒|普米|裕固|保安|东乡|撒拉|锡伯|塔吉克|达斡尔|鄂温克|蒙古|哈萨克|各)族|蒙古|哈萨克|柯尔克孜|维吾尔|鄂伦春"
_AUTONOMOUS = re.compile(rf"(?:{_PEOPLES})+自治(?=[州县旗]$)")
_SHORTENED = re.compile(
    rf"(?:(?:壮族|回族|维吾尔)?自治区|省|市|(?:{_PEOPLES})*自治[州县旗]|地区|盟|新区|[县区旗])$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A region as far as stated or implied; ``rest`` is what follows it in the name that was read."""

    province: str | None = None
    city: str | None = None
    county: str | None = None
    rest: str = ""

    @property
    def name(self) -> str | None:
        """Concatenated name (江苏省淮安市洪泽区), None if no part is known."""
        return (self.province or "") + (self.city or "") + (self.county or "") or None


class Gazetteer:
    """Names of regions with the regions above them; autonomous ones also by their short names (恩施州, 彭水县)."""

    def __init__(self) -> None:
        self.provinces: set[str] = set()
        self.cities: dict[str, set[str]] = {}
        self.counties: dict[str, set[tuple[str, str]]] = {}
        for line in resource("parsing", "regions.tsv").read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                continue
            province, city, counties = line.split("\t")
            self.provinces.add(province)
            if city:
                self.cities.setdefault(city, set()).add(province)
            for county in counties.split():
                self.counties.setdefault(county, set()).add((province, city))
        self.short_cities = _shortened(self.cities)
        self.short_counties = _shortened(self.counties)


def _shortened(names: Iterable[str]) -> dict[str, str]:
    """Autonomous prefectures and counties by the names that are usual for them, where no other region bears these."""
    short = ((_AUTONOMOUS.sub("", name), name) for name in names if "自治" in name)
    return {usual: name for usual, name in short if len(usual) > 2 and usual not in names}


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, read once."""
    return Gazetteer()


def starts_with_known(text: str, start: int, names: Container[str]) -> str | None:
    """The longest of the names with which the text goes on at ``start``, None if none does."""
    for length in range(min(_LONGEST_NAME, len(text) - start), 1, -1):
        if text[start : start + length] in names:
            return text[start : start + length]
    return None


def _by_suffix(pattern: re.Pattern[str], text: str, start: int) -> str | None:
    found = pattern.match(text, start)
    if not found or _NO_PLACE.search(found.group()):
        return None
    return found.group()


_TOWN = re.compile("(?:[镇乡](?:$|人民|政府|党|综合)|街道(?:$|办事处|办|党|综合))")


@lru_cache(
    maxsize=1024
)  # the same names stand in several places of a report and in the reports of other years
def read_place(name: str) -> Place:
    """The region that an agency's name begins with (湛河区轻工路街道办事处 → county 湛河区)."""
    known = gazetteer()
    at = 0
    province = starts_with_known(name, at, known.provinces) or _by_suffix(_PROVINCE, name, at)
    at += len(province or "")
    city, length = _known_at(name, at, known.cities, known.short_cities)
    county = None
    if city is None:
        county, length = _known_at(name, at, known.counties, known.short_counties)
        if county is None:
            city = _by_suffix(_CITY, name, at)
            length = len(city or "")
    at += length
    if county is None:
        county, length = _known_at(name, at, known.counties, known.short_counties)
        if county is None:
            county = _by_suffix(_COUNTY, name, at)
            length = len(county or "")
        at += length
    if county and _TOWN.match(name, at):  # the place is the town itself: 新县镇, 矿市街道
        at, county = at - length, None
    elif city and city not in known.cities and _TOWN.match(name, at):
        at, city = at - len(city), None
    if city and not county and name.endswith("分局"):
        county = _county_of_branch(city, name, at)
    return Place(province, city, county, name[at:])


_BRANCH = re.compile("局([^局]{2,12})分局$")


def _county_of_branch(city: str, name: str, at: int) -> str | None:
    """The county of a branch of a city's bureau (岭前市公安局|青坪分局), if the city has one by that name."""
    found = _BRANCH.search(name, at)
    counties = gazetteer().counties
    forms = (found[1] + level for level in ("", "区", "县", "市")) if found else ()
    return next((form for form in forms if any(city in parent for parent in counties.get(form, ()))), None)


def _known_at(
    name: str, start: int, full: Container[str], short: Mapping[str, str]
) -> tuple[str | None, int]:
    """The region by whose full or short name the words go on at ``start``, and how long that name is."""
    found = starts_with_known(name, start, full)
    if found:
        return found, len(found)
    found = starts_with_known(name, start, short)
    return (short[found], len(found)) if found else (None, 0)


def is_known(place: Place) -> bool:
    """Whether all parts of a place are in the gazetteer."""
    known = gazetteer()
    return (
        (place.province is None or place.province in known.provinces)
        and (place.city is None or place.city in known.cities)
        and (place.county is None or place.county in known.counties)
    )


def place_rank(name: str | None) -> int:
    """How surely a name begins with a place: 2 with one of the gazetteer, 1 with words that end like one, 0 with none."""
    place = read_place(name or "")
    known = gazetteer()
    if place.province in known.provinces or place.city in known.cities or place.county in known.counties:
        return 2
    return int(place.name is not None)


_ZONES = re.compile("高新|经开|开发区|新区|新城|工业园|产业园|自贸|保税")
_BODIES_WITH_SHORT_NAMES = re.compile(
    "(?:高新|经济|经开|开发|新区|新城|工业|产业|循环|综合|城市|海关|调查|监管|海事|邮政|消防|通信|证监|银保|金融|能源|矿山|煤矿|地震|烟草|税务|气象|电力)"
)


@lru_cache(maxsize=1)
def _short_names() -> dict[str, Place]:
    """Places by their names without 省, 市, 县 …; of names that several bear the highest, none if these are of one rank."""
    known = gazetteer()
    ranks: tuple[dict[str, set[Place]], ...] = ({}, {}, {})
    for province in known.provinces:
        ranks[0].setdefault(_SHORTENED.sub("", province), set()).add(Place(province))
    for city, uppers in known.cities.items():
        ranks[1].setdefault(_SHORTENED.sub("", city), set()).update(Place(upper, city) for upper in uppers)
    for county, parents in known.counties.items():
        short = _SHORTENED.sub("", county)
        ranks[2].setdefault(short, set()).update(
            Place(upper, middle or None, county) for upper, middle in parents
        )
    names: dict[str, Place] = {}
    for rank in reversed(ranks):
        for name, places in rank.items():
            if len(places) == 1 and len(name) > 1:
                names[name] = next(iter(places))
    return names


def is_short_name(words: str) -> bool:
    """Whether words are the name of a place without 省, 市, 县 … that only one place bears."""
    return words in _short_names()


def place_by_short_name(name: str, context: str) -> Place:
    """The place whose short name begins the name of a park, zone or national body (枣庄高新区…, 湖北调查总队).

    That of another institution (怀远二中) counts if ``context`` has the full name of the place.
    """
    short = starts_with_known(name, 0, _short_names())
    if short:
        place = _short_names()[short]
        lowest = place.county or place.city or place.province
        if _BODIES_WITH_SHORT_NAMES.search(name, len(short)) or (lowest and lowest in context):
            return replace(place, rest=name[len(short) :])
    return Place()


def is_of_zone(name: str) -> bool:
    """Whether a body belongs to a zone or park, by its name (武汉东湖新技术开发区发展改革局)."""
    return _ZONES.search(name) is not None


def with_short_name(place: Place, name: str) -> Place:
    """A province or city with the place in it by whose short name a name begins (某省, 临泽第二中学)."""
    short = starts_with_known(name, 0, _short_names())
    found = _short_names()[short] if short else Place()
    inside = found.province == place.province and place.city in (None, found.city)
    return replace(found, rest=place.rest) if inside else place


def complete(place: Place, context: str) -> Place:
    """The place with the regions above it, where the gazetteer or a mention in ``context`` leaves one choice only."""
    known = gazetteer()
    province, city, county = place.province, place.city, place.county
    if county:
        parents = {
            (upper, middle)
            for upper, middle in known.counties.get(county, ())
            if (province in (None, upper)) and (city in (None, middle) or city == upper)
        }
        if len(parents) > 1:
            named = {parent for parent in parents if parent[1] and parent[1] in context}
            parents = named or {parent for parent in parents if parent[0] in context}
        if len(parents) == 1:
            upper, middle = parents.pop()
            return Place(upper, middle or None, county, place.rest)
    if city and province is None:
        provinces = known.cities.get(city, set())
        if len(provinces) == 1:
            province = next(iter(provinces))
        elif city in known.provinces:
            return Place(city, None, county, place.rest)
    return Place(province, city, county, place.rest)


# What may stand before a region's full name in running text.
_ABOVE = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[与由在于向是])(?![与由在于向是])(?P<province>[^省市县区旗镇乡\W0-9A-Za-z_]{1,6}(?:省|自治区))?(?P<city>[^省市县区旗镇乡\W0-9A-Za-z_]{1,6}(?:市|自治州|盟|地区))?$"
)
_MOST_MENTIONS = 8


def stated_above(place: Place, context: str) -> Place:
    """The place with upper regions that ``context`` states right before its name (…江苏省淮安市|洪泽区…)."""
    lowest = place.county or place.city
    if lowest is None or (place.province and (place.city or not place.county)):
        return place
    province, city, at = place.province, place.city, -1
    for _ in range(_MOST_MENTIONS):
        at = context.find(lowest, at + 1)
        if at < 0:
            break
        before = context[max(0, at - 18) : at]
        if before[-1:] not in _last_characters():
            continue
        found = _ABOVE.search(before)
        upper, middle = (found["province"], found["city"]) if found else (None, None)
        known_city = ends_with_known(before, gazetteer().cities) if place.county else None
        known_province = ends_with_known(before.removesuffix(known_city or ""), gazetteer().provinces)
        if known_province and not known_city:  # …与北京市|东城区
            upper = middle = None
        province = province or known_province or upper
        city = city or (known_city or middle if place.county else None)
        if province and (city or not place.county):
            break
    return Place(province, city, place.county, place.rest)


@lru_cache(maxsize=1)
def _last_characters() -> frozenset[str]:
    """With what the names of provinces and cities end."""
    return frozenset("省区市州盟") | {name[-1] for name in (*gazetteer().provinces, *gazetteer().cities)}


def ends_with_known(text: str, names: Container[str]) -> str | None:
    """The longest of the names with which the text ends, None if none does."""
    for length in range(min(_LONGEST_NAME, len(text)), 1, -1):
        if text[-length:] in names:
            return text[-length:]
    return None
