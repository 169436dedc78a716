"""Composed content on file: one YAML file per agency, with slots filled from the figures it states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from corpora.grammar import figures as numbers
from corpora.grammar.inline import read_inline
from corpora.grammar.model import (
    Agency,
    Era,
    Indicator,
    Layout,
    Number,
    Planted,
    Region,
    Report,
    Section,
    SectionId,
)

CONTENT = Path(__file__).parent / "content"
_SLOT = re.compile(r"\[\[([^\]]+)\]\]")
_PARTS = ("active", "requests", "management", "platform", "supervision")
_PART_NAMES = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
_NUMERALS = "一二三四五六七八"
_ALIASES = {
    "new": "requests.new.total",
    "carried_in": "requests.carried_in.total",
    "granted": "requests.granted.total",
    "partly": "requests.partly_granted.total",
    "done": "requests.total.total",
    "forward": "requests.carried_forward.total",
    "not_held": "requests.unavailable.not_held.total",
    "recon": "review.reconsideration.total",
    "corrected": "review.reconsideration.corrected",
}
HEADINGS: dict[str, dict[SectionId, str]] = {
    "2019": {
        "overview": "总体情况",
        "active": "主动公开政府信息情况",
        "requests": "收到和处理政府信息公开申请情况",
        "review": "政府信息公开行政复议、行政诉讼情况",
        "problems": "存在的主要问题及改进情况",
        "other": "其他需要报告的事项",
    },
    "pre2019": {
        "overview": "概述",
        "active": "主动公开政府信息情况",
        "requests": "依申请公开政府信息情况",
        "review": "因政府信息公开申请行政复议、提起行政诉讼情况",
        "problems": "存在的主要问题和改进措施",
        "other": "其他需要说明的事项",
    },
}


def fill_slots(text: str, values: Mapping[str, Any]) -> str:
    def put(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in values:
            raise KeyError(f"no value for slot {name} in: {text[:60]}")
        value = values[name]
        return f"{value:.10g}" if isinstance(value, float) else str(value)

    return _SLOT.sub(put, text.strip("\n"))


def names_and_years(agency: Agency, year: int) -> dict[str, Any]:
    """Values of the slots that every text may have."""
    return {"agency": agency.name, "short": agency.short, "year": year, "next": year + 1, "prev": year - 1}


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """`own` over `base`, mapping by mapping; a value of False takes an entry away."""
    merged = dict(base)
    for key, value in own.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return {key: value for key, value in merged.items() if value is not False}


def _figures(spec: Mapping[str, Any], eras: Mapping[str, Era]) -> dict[str, Number]:
    found: dict[str, Number] = {}
    if eras["active"] != "pre2019":
        found.update(numbers.active_figures(eras["active"], spec.get("active", {})))
    if eras["requests"] != "pre2019":
        found.update(numbers.request_figures(eras["requests"], spec.get("requests", {})))
    if eras["review"] != "pre2019":
        found.update(numbers.review_figures(spec.get("review", {})))
    blank = re.compile(spec["blank"]) if "blank" in spec else None
    if blank:
        found.update({key: None for key, value in found.items() if value == 0 and blank.search(key)})
    for key, value in spec.get("set", {}).items():
        if key not in found:
            raise KeyError(f"no such figure: {key}")
        found[key] = value
    return found


def _eras(spec: Any) -> dict[str, Era]:
    if isinstance(spec, dict):
        return {table: str(spec[table]) for table in ("active", "requests", "review")}  # type: ignore[misc]
    return {table: str(spec) for table in ("active", "requests", "review")}  # type: ignore[misc]


def overview_text(spec: Mapping[str, str], style: str) -> str:
    """Section one from its parts: a lead and five numbered points, numbered and joined in the given style."""
    lines = [spec["lead"].strip("\n")] if spec.get("lead") else []
    present = [(name, title) for name, title in zip(_PARTS, _PART_NAMES, strict=True) if spec.get(name)]
    for number, (name, title) in enumerate(present):
        numeral, body = _NUMERALS[number], spec[name].strip("\n")
        if style == "runin":
            lines.append(f"（{numeral}）{title}情况。{body}")
        elif style == "headed":
            lines += [f"（{numeral}）{title}", body]
        elif style == "restart":
            lines += [f"{numeral}、{title}情况", body]
        elif style == "first":
            lines.append(f"{numeral}是{title}方面。{body}")
        elif style == "digits":
            lines.append(f"{number + 1}.{title}。{body}")
        else:
            lines.append(body)
    if spec.get("close"):
        lines.append(spec["close"].strip("\n"))
    return "\n".join(lines)


def _agency(spec: Mapping[str, Any]) -> Agency:
    region = Region(**spec["region"])
    return Agency(spec["agency"], spec["short"], region, spec["level"], spec["kind"])


def _sections(spec: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[tuple[Section, ...], str]:
    """The sections in order, and the annotated text of section five."""
    texts: dict[str, str] = dict(spec.get("texts", {}))
    texts["overview"] = overview_text(spec["overview"], spec.get("style", "runin"))
    texts["problems"] = spec.get("problems", "")
    texts["other"] = spec.get("other", "无。")
    tails: dict[str, str] = spec.get("tails", {})
    headings = {**HEADINGS["pre2019" if spec["era"] == "pre2019" else "2019"], **spec.get("headings", {})}
    tables: dict[str, str] = {name: name for name in ("active", "requests", "review")}
    tables = spec.get("tables", {} if spec["era"] == "pre2019" else tables)
    missing = spec.get("missing", [])
    parts: list[Section] = []
    for number, name in enumerate([name for name in headings if name not in missing]):
        marks = spec.get("marks", [f"{numeral}、" for numeral in _NUMERALS])
        text = fill_slots(texts.get(name, ""), values)
        body = read_inline(text)[0] if name == "problems" else text
        parts.append(
            Section(
                id=name,
                heading=fill_slots(marks[number] + headings[name], values),
                text=body,
                table=tables.get(name),
                tail=fill_slots(tails.get(name, ""), values),
                repeat_heading=name == spec.get("doubled"),
            )
        )
    return tuple(parts), fill_slots(texts["problems"], values)


def build_report(spec: Mapping[str, Any]) -> Report:
    """A report from one merged mapping of agency and year."""
    agency = _agency(spec)
    year = int(spec["year"])
    eras = _eras(spec["era"])
    counted = _figures(spec.get("figures", {}), eras)
    values: dict[str, Any] = {**counted, "year": year, "prev": year - 1, "next": year + 1}
    values.update({"agency": agency.name, "short": agency.short})
    values.update({name: counted[key] for name, key in _ALIASES.items() if key in counted})
    values.update(spec.get("vars", {}))
    sections, annotated = _sections(spec, values)
    indicators = tuple(Indicator(*line) for line in spec.get("indicators", []))
    published = spec["published"]
    if not isinstance(published, date):
        raise TypeError(f"published must be a date: {published!r}")
    layout = dict(spec.get("layout", {}))
    if "oddities" in layout:
        layout["oddities"] = tuple(layout["oddities"])
    return Report(
        agency=agency,
        year=year,
        published=published,
        title=fill_slots(spec.get("title", "[[agency]][[year]]年政府信息公开工作年度报告"), values),
        intro=fill_slots(spec.get("intro", ""), values),
        sections=sections,
        figures=counted,
        eras=eras,
        statements=read_inline(annotated)[1],
        layout=replace(Layout(), **layout),
        file=spec["file"],
        raw={key: str(text) for key, text in spec.get("figures", {}).get("raw", {}).items()},
        indicators=indicators,
        planted=tuple(spec.get("planted", ())),
    )


def load_reports(folder: Path = CONTENT) -> list[Report]:
    """All reports of the content files, agency by agency."""
    reports = []
    for path in sorted(folder.glob("agency_*.yaml")):
        whole = yaml.safe_load(path.read_text(encoding="utf-8"))
        base = {key: value for key, value in whole.items() if key != "reports"}
        reports += [build_report(_merged(base, own)) for own in whole["reports"]]
    return reports


def load_planted(reports: list[Report], folder: Path = CONTENT) -> list[Planted]:
    """The planted phenomena, each with the files of the reports that carry its id."""
    listed = yaml.safe_load((folder / "planted.yaml").read_text(encoding="utf-8"))
    known = {item["id"] for item in listed}
    used = {name for report in reports for name in report.planted}
    if known != used:
        raise ValueError(f"planted ids without description or report: {sorted(known ^ used)}")
    return [
        Planted(
            item["id"],
            item["kind"],
            item["description"].strip(),
            tuple(report.file for report in reports if item["id"] in report.planted),
        )
        for item in listed
    ]
