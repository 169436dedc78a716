"""Who is who: one key for the several ways in which one agency writes its name.

河东区太平街道, 河东区人民政府太平街道办事处 and 临沂市河东区太平街道办事处 are one agency, and its reports of several
years can be compared only if they share a key.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from textmine.normalization import fold
from textmine.resources import load_yaml

_TOWN = re.compile(r"(?P<town>[^\s]{1,12}?(?:街道|镇|乡|苏木))(?:党工委|人民政府|政府)?(?:办事处|办公室)?$")
# A county that only the name states. A development zone (高新区管委会) is an agency, not a place.
_LEADING_COUNTY = re.compile(r"[^省市县区旗]{1,8}[县区旗](?=..)(?!管委会|管理委员会)")
#: Share of the names with a place that must be from one place before a name without any is taken to be from there.
_NEARLY_ALL = 0.9
_GOVERNMENT = re.compile(r"^(?:人民政府|政府)(?=.)")


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """The name of an agency as printed, with the places that the report states or implies."""

    agency: str | None
    province: str | None = None
    city: str | None = None
    county: str | None = None


@lru_cache(maxsize=1)
def _short_forms() -> tuple[tuple[str, str], ...]:
    table: dict[str, str] = load_yaml("agencies.yaml")["short_forms"]
    return tuple(sorted(table.items(), key=lambda item: -len(item[0])))


def core_name(name: NamedPlace) -> str:
    """Name without its places and in its long form: 云汀市青禾区人民政府东篱街道办事处 → 东篱街道."""
    core = re.sub(r"\s+", "", fold(name.agency or ""))
    core = _without_places(core, (name.province, name.city, name.county))
    for short, full in _short_forms():
        if core.endswith(short):
            core = core[: -len(short)] + full
        elif short in core and short.endswith("区"):
            core = core.replace(short, full)
    town = _TOWN.search(_GOVERNMENT.sub("", core))
    return town["town"] if town else core


def _with_county(name: NamedPlace) -> NamedPlace:
    """The name with the county that only the name itself states."""
    if not name.agency or name.county:
        return name
    rest = _without_places(name.agency, (name.province, name.city))
    county = _LEADING_COUNTY.match(rest)
    return replace(name, county=county.group()) if county else name


def _without_places(agency: str, places: tuple[str | None, ...]) -> str:
    rest = agency
    for place in places:
        if place and rest.startswith(place):
            rest = rest[len(place) :]
    return rest


def _homes(stated: Sequence[NamedPlace], parts: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For core names that come without a place: the one place where they come with it, if nearly all names are from there."""
    unplaced = {core for place, core in parts if not place}
    if not unplaced:
        return {}
    from_there: Counter[str] = Counter()
    for name in stated:
        from_there.update({place for place in (name.province, name.city, name.county) if place})
    placed = sum(bool(place) for place, _ in parts)
    places: dict[str, set[str]] = defaultdict(set)
    for place, core in parts:
        if place and core in unplaced:
            places[core].add(place)
    return {
        core: place
        for core, (place, *others) in places.items()
        if not others and from_there[place] >= _NEARLY_ALL * placed
    }


def agency_keys(names: Sequence[NamedPlace]) -> list[str | None]:
    """A key for each name, equal for names of one agency; None where no agency is stated.

    The key is the smallest place and the core name. Where a place of that name lies in several cities of the material
    (鼓楼区), the city joins the key, and reports that do not state it stand apart rather than being guessed. A name without any
    place (桐岭乡人民政府) is that of the agency with this core name in the place that nearly all of the material comes from;
    in material from many places it stands apart as well.
    """
    stated = [_with_county(name) for name in names]
    parts = [((name.county or name.city or name.province or ""), core_name(name)) for name in stated]
    homes = _homes(stated, parts)
    parts = [(place or homes.get(core, ""), core) for place, core in parts]
    above = [(name.city if name.county else name.province) or "" for name in stated]
    cities: dict[tuple[str, str], set[str]] = defaultdict(set)
    for part, city in zip(parts, above, strict=True):
        if city:
            cities[part].add(city)
    keys: list[str | None] = []
    for name, part, city in zip(stated, parts, above, strict=True):
        if not name.agency:
            keys.append(None)
        elif len(cities[part]) > 1:
            keys.append("|".join((city or "?", *part)))
        else:
            keys.append("|".join(part))
    return keys


def bare_twins(keys: Iterable[str]) -> dict[str, str]:
    """Of keys of ``agency_keys``: each without a place that may be an agency which others name with its place, with the key of that.

    Only where one place alone has an agency of this name; 财政局 of nowhere may be any of many.
    """
    named: dict[str, set[str]] = defaultdict(set)
    bare: dict[str, str] = {}
    for key in keys:
        *places, core = key.split("|")
        if any(places):
            named[core].add(key)
        elif places:
            bare[key] = core
    return {key: next(iter(named[core])) for key, core in bare.items() if len(named[core]) == 1}
