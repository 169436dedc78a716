"""The words of a generated report around its section five: title, introduction, section one, headings, file name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from corpora.grammar.content import HEADINGS, fill_slots, names_and_years, overview_text
from corpora.grammar.model import Agency, Era, Indicator, Layout, Number, Report, Section, Statement
from corpora.grammar.sentences import frames

STYLES = ("runin", "headed", "restart", "first", "digits", "plain")
_NUMERALS = "一二三四五六"
_PROBLEM_HEADINGS = ("存在的主要问题及改进情况",) * 6 + (
    "存在的主要问题和改进措施",
    "存在的问题及改进措施",
    "主要问题及改进情况",
)


def _counts(rng: Random, agency: Agency, figures: Mapping[str, Number]) -> dict[str, Any]:
    """Numbers of section one; those that stand in a table come from it."""
    web, media = rng.randint(40, 3000), rng.randint(30, 2000)
    names = {"new": "new", "carried_in": "carried_in", "done": "total", "forward": "carried_forward"}
    names.update(granted="granted", partly="partly_granted")
    counts: dict[str, Any] = dict.fromkeys(names)
    if figures:
        counts = {name: figures[f"requests.{row}.total"] or 0 for name, row in names.items()}
    counts.update(web=web, media=media, all=web + media, interp=rng.randint(1, 40), board=rng.randint(6, 60))
    counts.update(small=rng.randint(2, 6), small2=rng.randint(1, 4), visits=rng.randint(80, 900))
    counts.update(phone=rng.randint(2000000, 8999999), field="、".join(rng.sample(frames()["fields"], 2)))
    counts.update(brand=f"{agency.short[:4]}发布")
    return counts


def _overview(rng: Random, values: Mapping[str, Any]) -> str:
    book = frames()
    parts = {
        name: rng.choice(book[name]) for name in ("lead", "active", "management", "platform", "supervision")
    }
    if values["new"] is not None:
        busy = bool(values["new"] or values["carried_in"])
        parts["requests"] = rng.choice(book["requests"]["some" if busy else "none"])
    return fill_slots(overview_text(parts, rng.choice(STYLES)), values)


def _old_sections(rng: Random, values: dict[str, Any]) -> tuple[dict[str, str], tuple[Indicator, ...]]:
    """Texts and indicators of a report in the form before 2019."""
    direct, letters = rng.randint(0, 9), rng.randint(0, 9)
    asked = direct + letters
    texts = {
        "active": f"全年主动公开政府信息{values['all']}条，其中通过政府网站公开{values['web']}条，通过政务微博、微信公开{values['media']}条。",
        "requests": f"全年收到政府信息公开申请{asked}件，其中当面申请{direct}件、信函申请{letters}件，均已按时答复。",
        "review": "全年没有因政府信息公开申请行政复议、提起行政诉讼的情况。",
    }
    lines = (
        ("主动公开政府信息数", "条", values["all"]),
        ("收到申请数", "件", asked),
        ("当面申请数", "件", direct),
    )
    rest = (("信函申请数", "件", letters), ("行政复议数量", "件", 0), ("行政诉讼数量", "件", 0))
    return texts, tuple(Indicator(*line) for line in (*lines, *rest))


def _sections(
    rng: Random, era: str, texts: Mapping[str, str], tables: Mapping[str, str]
) -> tuple[Section, ...]:
    headings = dict(HEADINGS["pre2019" if era == "pre2019" else "2019"])
    if era != "pre2019":
        headings["problems"] = rng.choice(_PROBLEM_HEADINGS)
    return tuple(
        Section(name, f"{numeral}、{heading}", texts.get(name, ""), tables.get(name))
        for numeral, (name, heading) in zip(_NUMERALS, headings.items(), strict=True)
    )


def _published(rng: Random, agency: Agency, year: int) -> date:
    """A day before the legal date: 31 March for governments of counties and above, else 31 January."""
    latest = 85 if agency.kind == "government" else 29
    return date(year + 1, 1, 1) + timedelta(days=rng.randint(4, latest))


def _file_name(rng: Random, agency: Agency, year: int, layout: Layout, serial: int) -> str:
    """A name such as downloads have; the serial keeps it unique in a corpus."""
    number = f"{serial:07d}"
    stem = rng.choice((f"t{number}", f"{agency.short}{year}年年度报告{number}", f"content_{number}"))
    return f"{stem}.{layout.format}"


def assemble(
    rng: Random,
    agency: Agency,
    year: int,
    tables: tuple[dict[str, Era], dict[str, Number]],
    five: tuple[str, tuple[Statement, ...]],
    looks: tuple[Layout, list[str]],
    serial: int,
) -> Report:
    """A whole report from its figures as printed, its section five and its layout."""
    (eras, figures), (layout, planted) = tables, looks
    counts = _counts(rng, agency, figures)
    values = {**counts, **names_and_years(agency, year)}
    if figures and values["new"] and not planted and rng.random() < 0.01:
        values["new"] += 7
        planted.append("text_against_table")
    texts = {"overview": _overview(rng, values), "problems": five[0]}
    texts["other"] = fill_slots(rng.choice(frames()["other"]), values)
    indicators: tuple[Indicator, ...] = ()
    names = {name: name for name in ("active", "requests", "review")}
    if eras["requests"] == "pre2019":
        old, indicators = _old_sections(rng, values)
        texts.update(old)
        names = {"other": "indicators"}
    return Report(
        agency=agency,
        year=year,
        published=_published(rng, agency, year),
        title=rng.choice(
            (f"{agency.name}{year}年政府信息公开工作年度报告",) * 3
            + (f"{agency.name}{year}年度政府信息公开工作报告",)
        ),
        intro=fill_slots(rng.choice(frames()["intro"]), values) if rng.random() < 0.9 else "",
        sections=_sections(rng, eras["requests"], texts, names),
        figures=figures,
        eras=eras,
        statements=five[1],
        layout=layout,
        file=_file_name(rng, agency, year, layout, serial),
        indicators=indicators,
        planted=tuple(planted),
    )
