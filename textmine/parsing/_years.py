"""Which year a section five reports on, where it tells of several."""

from __future__ import annotations

import re

_YEAR_OF_PROBLEMS = re.compile(r"(20[0-9]{2})年(?:度)?[^。;,:]{0,8}(?:问题|不足)")
# A year of which the section tells back what was done about shortfalls.
_YEAR_OF_REMEDY = re.compile(
    "(20[0-9]{2})年(?:度)?,?(?![^。;:]{0,14}(?:将|拟|计划|打算|下一?步|今后))[^。;:]{0,14}?"
    "(?:(?:整改|改进)(?:落实)?(?:工作)?(?:情况|成效|结果)|采取了?(?:以下|如下|相应)?(?:的)?(?:改进|整改)?措施|进行了?(?:认真|全面)?(?:整改|改进))"
)
YEAR = re.compile("(20[0-9]{2})年")


def latest_year(text: str) -> int | None:
    """The year whose shortfalls are the present ones, where shortfalls of several years are named, or what was done in a later year."""
    if "20" not in text:
        return None
    years = {int(found.group(1)) for found in _YEAR_OF_PROBLEMS.finditer(text)}
    if years:
        years.update(int(found.group(1)) for found in _YEAR_OF_REMEDY.finditer(text))
    return max(years) if len(years) > 1 else None


def names_year_before(text: str, start: int, end: int, latest: int | None) -> bool:
    """Whether the first year that ``text[start:end]`` names lies before ``latest``."""
    named = YEAR.search(text, start, end) if latest else None
    return bool(named and latest and int(named.group(1)) < latest)
