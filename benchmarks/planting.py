"""Inconsistencies planted into composed reports, and sentences that agree with the tables, worded as real reports word them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from corpora.grammar.model import Number, Report

# Sentences by check; the first slot is the one that is put wrong. {new} … are filled from the tables.
SENTENCES: Mapping[str, tuple[str, ...]] = {
    "text_received": (
        "{year}年，共收到政府信息公开申请{new}件，均依法登记。",
        "全年受理政府信息公开申请{new}件，申请内容主要为征地拆迁。",
        "本机关共收到依申请公开政府信息{new}件。",
        "年内新收政府信息公开申请{new}件。",
        "{year}年度，我单位收到公民、法人和其他组织提出的政府信息公开申请{new}件。",
        "共收到{new}件政府信息公开申请，全部按程序办理。",
        "收到申请{inflow}件（含上年结转）。",
        "截至{year}年12月31日，累计收到政府信息公开申请{new}份。",
    ),
    "text_answered": (
        "收到的政府信息公开申请中，办结{done}件。",
        "全年共办结政府信息公开申请{done}件。",
        "对收到的申请，已办结{done}件。",
        "依申请公开工作平稳，共答复{done}件。",
    ),
    "text_outcomes": (
        "申请办理结果为：予以公开{granted}件。",
        "在答复的申请中，部分公开{partly}件。",
        "答复申请中，本机关不掌握相关政府信息{not_held}件。",
        "办理的申请中，属于信访举报投诉类{complaint}件。",
        "申请办理中，无法提供{unavailable}件。",
    ),
    "text_carried": (
        "申请办理中，结转下年度继续办理{forward}件。",
        "上年结转政府信息公开申请{carried_in}件。",
        "另有结转至{next}年度办理的政府信息公开申请{forward}件。",
    ),
    "text_review": (
        "因政府信息公开引发行政复议{recon}件。",
        "政府信息公开行政诉讼案件{suits}件。",
        "全年因政府信息公开被申请行政复议案件{recon}件。",
    ),
    "text_shares": (
        "共发放政策宣传资料{whole}份，其中进村入户发放{part}份，占{share}%。",
        "全年更新栏目信息{whole}条，其中民生类{part}条，占总数的{share}%。",
    ),
    "text_lists": (
        "收到的申请按内容分，共{list_total}件，其中土地类{a}件、住建类{b}件、民政类{c}件。",
        "申请共{list_total}件，包括土地征收{a}件、工程建设{b}件、社会救助{c}件。",
    ),
}
# Sentences that are only wrong, or only right, by what the tables hold.
STATEMENTS: Mapping[str, tuple[str, ...]] = {
    "text_all_done": (
        "收到的政府信息公开申请全部办结。",
        "政府信息公开申请均已办结。",
        "全年申请办结率为100%。",
    ),
    "text_none": ("全年未收到政府信息公开申请。", "本年度没有收到公民、法人或其他组织的政府信息公开申请。"),
    "text_no_forward": ("没有结转下年度继续办理的申请。", "所有申请均已答复，无结转至{next}年度办理的申请。"),
    "text_no_cases": (
        "全年未发生因政府信息公开被申请行政复议、提起行政诉讼的情况。",
        "没有因政府信息公开引发的行政复议和行政诉讼。",
    ),
}
_CHECK_OF = {"text_none": "text_received", "text_no_forward": "text_carried", "text_no_cases": "text_review"}
# Other scopes, years and matters: never a contradiction.
HARMLESS = (
    "其中，通过网络申请{other}件、信函申请{other2}件。",
    "收到自然人申请{other}件。",
    "上年收到政府信息公开申请{other}件。",
    "全年办理12345热线工单{other}件，全部办结。",
    "收到人大代表建议{other}件、政协提案{other2}件，均已按时答复。",
    "{prev}年共收到政府信息公开申请{other}件。",
    "按时办结率100%。",
    "主动公开政府信息{other}余条。",
    "通过网站公开信息{whole}条，其中政务动态{part}条、通知公告{other}条。",
    "全年未收到行政许可申请。",
    "指导基层单位办理政府信息公开申请{other}件。",
    "没有因政府信息公开被纠正的行政复议案件。",
)
NEVER_WRONG = ("没有因政府信息公开被纠正的行政复议案件。",)


@dataclass(frozen=True)
class Planting:
    """A report as printed, and the check that must fail on it (None: nothing was put wrong)."""

    report: Report
    check: str | None


def _total(report: Report, row: str) -> int:
    return int(report.figures.get(f"requests.{row}.total") or 0)


def values_of(report: Report, rng: Random) -> dict[str, int | str]:
    """Slots of the sentences, true by the tables."""
    figures = report.figures
    unavailable = sum(
        _total(report, f"unavailable.{name}") for name in ("not_held", "needs_creation", "still_unclear")
    )
    suits = sum(
        int(figures.get(f"review.{block}.total") or 0)
        for block in ("lawsuit_direct", "lawsuit_after_reconsideration")
    )
    whole = rng.randint(200, 900)
    part = rng.randint(20, whole - 50)
    a, b, c = rng.randint(2, 30), rng.randint(2, 30), rng.randint(2, 30)
    found: dict[str, int | str] = {
        "new": _total(report, "new"), "carried_in": _total(report, "carried_in"), "done": _total(report, "total"),
        "inflow": _total(report, "new") + _total(report, "carried_in"), "forward": _total(report, "carried_forward"),
        "granted": _total(report, "granted"), "partly": _total(report, "partly_granted"),
        "not_held": _total(report, "unavailable.not_held"), "complaint": _total(report, "not_processed.complaint"),
        "unavailable": unavailable, "recon": int(figures.get("review.reconsideration.total") or 0), "suits": suits,
        "year": report.year, "prev": report.year - 1, "next": report.year + 1, "other": rng.randint(3, 90),
        "other2": rng.randint(3, 90), "whole": whole, "part": part, "share": f"{100 * part / whole:.1f}",
        "a": a, "b": b, "c": c, "list_total": a + b + c,
    }  # fmt: skip
    return found


def _with_sentence(report: Report, sentence: str) -> Report:
    sections = tuple(
        replace(part, text=f"{part.text}\n{sentence}") if part.id == "overview" else part
        for part in report.sections
    )
    return replace(report, sections=sections)


def _slot(sentence: str, check: str) -> str:
    slots = [name for name in re.findall(r"\{(\w+)\}", sentence) if name not in ("year", "next", "prev")]
    return {"text_shares": "share", "text_lists": "list_total"}.get(check, slots[0])


def _wrong(value: int | str, check: str, rng: Random, values: Mapping[str, int | str]) -> int | str:
    if check == "text_shares":
        return f"{(float(value) + rng.uniform(8, 30)) % 100:.1f}"
    if check == "text_lists":
        return max(1, int(value) - rng.randint(3, 5))
    numbers = [int(one) for name, one in values.items() if name in ("inflow", "recon", "suits", "done")]
    return max(numbers) + rng.randint(7, 40)


def plant_sentence(report: Report, check: str, rng: Random, *, wrong: bool) -> Planting:
    """A sentence in section one that agrees with the tables, or one that does not."""
    sentence = rng.choice(SENTENCES[check])
    values = values_of(report, rng)
    if wrong:
        slot = _slot(sentence, check)
        values[slot] = _wrong(values[slot], check, rng, values)
    return Planting(_with_sentence(report, sentence.format(**values)), check if wrong else None)


def plant_statement(report: Report, name: str, rng: Random) -> Planting:
    """A statement that is right or wrong by what the tables hold."""
    values = values_of(report, rng)
    telling = {
        "text_all_done": values["forward"],
        "text_none": values["new"],
        "text_no_forward": values["forward"],
        "text_no_cases": int(values["recon"]) or int(values["suits"]),
    }[name]
    planted = _with_sentence(report, rng.choice(STATEMENTS[name]).format(**values))
    if name == "text_all_done" and telling:
        # Where the text speaks of cases carried over elsewhere, "all" is not meant to the letter.
        text = next(part.text for part in report.sections if part.id == "overview")
        if re.search(r"结转|下年|次年", text):
            return Planting(report, None)
    return Planting(planted, _CHECK_OF.get(name, name) if telling else None)


def plant_harmless(report: Report, rng: Random) -> Planting:
    """A sentence of another scope, year or matter."""
    corrected = any(value for key, value in report.figures.items() if key.endswith("corrected"))
    usable = [text for text in HARMLESS if text not in NEVER_WRONG or not corrected]
    return Planting(_with_sentence(report, rng.choice(usable).format(**values_of(report, rng))), None)


def _add(figures: Mapping[str, Number], key: str, amount: int) -> dict[str, Number]:
    return {**figures, key: (figures[key] or 0) + amount}


def _flow(report: Report, rng: Random) -> Report:
    figures = dict(report.figures)
    for column in ("natural_person", "total"):
        figures = _add(figures, f"requests.carried_forward.{column}", 2)
    return replace(report, figures=figures)


def _parts(report: Report, rng: Random) -> Report:
    figures = dict(report.figures)
    for row in ("new", "total"):
        for column in ("company", "total"):
            figures = _add(figures, f"requests.{row}.{column}", 3)
    return replace(report, figures=figures)


def _row(report: Report, rng: Random) -> Report:
    row = rng.choice(("new", "granted", "unavailable.not_held", "carried_forward"))
    return replace(report, figures=_add(report.figures, f"requests.{row}.total", rng.randint(1, 9)))


def _review(report: Report, rng: Random) -> Report:
    block = rng.choice(("reconsideration", "lawsuit_direct", "lawsuit_after_reconsideration"))
    return replace(report, figures=_add(report.figures, f"review.{block}.total", rng.randint(1, 5)))


def _active(report: Report, rng: Random) -> Report | None:
    if report.eras.get("active") != "2021":
        return None
    valid = report.figures["active.normative_documents.valid"] or 0
    repealed = report.figures["active.normative_documents.repealed"] or 0
    return replace(
        report, figures={**report.figures, "active.normative_documents.made": valid + repealed + 3}
    )


def _date(report: Report, rng: Random) -> Report | None:
    if not (report.layout.signoff or report.layout.meta_block):
        return None  # the date would not be printed
    year = report.year
    department = report.agency.kind in ("department", "vertical")
    late = date(year + 1, 3, rng.randint(1, 20)) if department else date(year + 1, 5, rng.randint(1, 20))
    return replace(report, published=late if rng.random() < 0.6 else date(year, 11, 3))


def _self_name(report: Report, rng: Random) -> Report | None:
    names = {"department": "我镇", "subdistrict": "我镇", "township": "我局", "government": "我局"}
    name = names.get(report.agency.kind)
    return _with_sentence(report, f"{name}干部职工的公开意识不断增强。") if name else None


def _numbers(report: Report, rng: Random) -> Report:
    sections = list(report.sections)
    at = rng.randint(2, len(sections) - 1)
    before = sections[at - 1].heading.split("、")[0]
    sections[at] = replace(sections[at], heading=f"{before}、{sections[at].heading.split('、', 1)[1]}")
    return replace(report, sections=tuple(sections))


def _lost_section(report: Report, rng: Random) -> Report:
    lost = rng.choice(("review", "other"))
    kept = [part for part in report.sections if part.id != lost]
    numerals = "一二三四五六"
    sections = tuple(
        replace(part, heading=f"{numeral}、{part.heading.split('、', 1)[1]}")
        for numeral, part in zip(numerals, kept, strict=False)
    )
    figures = {key: value for key, value in report.figures.items() if not key.startswith(f"{lost}.")}
    return replace(report, sections=sections, figures=figures)


def _empty_five(report: Report, rng: Random) -> Report:
    text = rng.choice(("无。", "无", "暂无。"))
    sections = tuple(replace(part, text=text) if part.id == "problems" else part for part in report.sections)
    return replace(report, sections=sections, statements=())


Planter = Callable[[Report, Random], Report | None]
SLIPS: Mapping[str, Planter] = {
    "requests_flow": _flow,
    "requests_parts": _parts,
    "requests_rows": _row,
    "review_totals": _review,
    "active_numbers": _active,
    "publication_date": _date,
    "foreign_name": _self_name,
    "section_order": _numbers,
    "missing_section": _lost_section,
    "empty_section_five": _empty_five,
}
# What the sample corpus and the generator plant, and the check that must find it.
NAMED: Mapping[str, str] = {
    "slip_requests_flow": "requests_flow",
    "slip_requests_row": "requests_rows",
    "slip_review_total": "review_totals",
    "carried_mismatch": "carried_over",
    "stock_rule": "active_stock",
    "parent_children": "parent_children",
    "copied_tables": "copied_tables",
    "text_against_table": "text_received",
    "late_publication": "publication_date",
    "wrong_period": "reported_year",
    "foreign_paragraph": "foreign_name",
    "wrong_numbering": "section_order",
    "missing_section": "missing_section",
    "empty_section_five": "empty_section_five",
    "formula_section_five": "empty_section_five",
    "passed_over_review": "silent_on_corrections",
}
