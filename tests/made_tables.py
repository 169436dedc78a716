"""Composed tables for tests of analyses, charts and theme reports: invented agencies, known themes."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from textmine.tables import Tables, empty_rows, make_tables

# One composed shortfall and step a theme; the words between bars are the evidence.
PROBLEMS = {
    "timeliness": "个别栏目|更新不及时|，有的信息挂网较晚",
    "coverage": "公开的|内容不够全面|，民生领域涉及较少",
    "quality": "部分信息|质量不高|，群众看完仍要打电话询问",
    "standardization": "信息|分类不够规范|，同类文件散落在几个目录里",
    "confidentiality_review": "|发布前审核把关不严|，个别稿件未走完审核流程",
    "request_handling": "|依申请公开答复不够规范|，文书要素不齐",
    "channels": "|公开形式较为单一|，主要依靠网站",
    "platform": "|网站检索功能不完善|，旧文件难以查到",
    "interpretation": "|政策解读形式单一|，多为文字材料",
    "interaction": "|回应群众关切不够|，留言答复较为简单",
    "publicity": "|宣传力度不够|，群众知晓率不高",
    "awareness": "少数科室|对公开工作重视程度不够|",
    "staffing": "经办人员|身兼数职|，更换频繁",
    "training": "工作人员|业务能力有待提高|",
    "mechanism": "|信息报送机制不够健全|，部门之间协调不畅",
    "supervision": "|监督检查不到位|，考核结果运用不足",
    "resources": "|设施设备较为落后|",
    "other": "|受机构改革影响|，部分职能划转尚在衔接",
}
MEASURES = {
    "timeliness": "落实专人每周巡查栏目，|及时更新信息|",
    "coverage": "对照目录查漏补缺，|扩大公开范围|",
    "training": "每季度组织一次|业务培训|",
    "staffing": "|充实工作力量|，明确一名专职人员",
    "mechanism": "|健全信息报送制度|，明确各科室责任",
    "channels": "|拓宽公开渠道|，用好公示栏和微信群",
}
LEVELS = ("province", "city", "county", "township")
KIND = {"province": "government", "city": "department", "county": "department", "township": "township"}


@dataclass
class MadeReport:
    """A report to compose: its themes by role, and what else differs from the plain case."""

    agency: str | None = "青禾区民政局"
    year: int | None = 2023
    problems: Sequence[str] = ()
    measures: Sequence[str] = ()
    rectified: Sequence[str] = ()
    review: Sequence[str] = ()  # problem themes in the abstain band
    level: str = "county"
    kind: str = "department"
    province: str | None = "岚川省"
    city: str | None = "云汀市"
    county: str | None = "青禾区"
    status: str = "used"
    lead: str = "一年来工作取得一定成效，但还存在一些问题"
    extra: Mapping[str, str] = field(default_factory=dict)  # text of a further problem statement, by theme
    steps: Mapping[str, str] = field(default_factory=dict)  # text of a further measure, by theme
    has_section: bool = True


def made_tables(
    reports: Iterable[MadeReport],
    *,
    issues: Iterable[Mapping[str, Any]] = (),
    checks: Iterable[Mapping[str, Any]] = (),
) -> Tables:
    """Tables as a run would leave them."""
    rows = empty_rows()
    for number, report in enumerate(reports):
        _add(rows, report, number)
    rows["issues"].extend(dict(row) for row in issues)
    rows["checks"].extend(dict(row) for row in checks)
    return make_tables(rows)


def document_id(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:12]


def _add(rows: dict[str, list[dict[str, Any]]], report: MadeReport, number: int) -> None:
    document = document_id(number)
    header = f"{report.agency or '某单位'}{report.year or ''}年政府信息公开工作年度报告\n五、存在的主要问题及改进情况\n"
    body, statements = _body(report)
    region = "".join(name for name in (report.province, report.city, report.county) if name)
    rows["documents"].append(
        {
            "document": document,
            "path": f"reports/{number:05d}.txt",
            "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
            "media_type": "text/plain",
            "status": report.status,
            "title": header.splitlines()[0],
            "agency": report.agency,
            "kind": report.kind,
            "region": region or None,
            "province": report.province,
            "city": report.city,
            "county": report.county,
            "level": report.level,
            "year": report.year,
            "published": f"{report.year + 1}-01-20" if report.year else None,
            "characters": len(header) + len(body),
            "problem_characters": len(body) if report.has_section else None,
        }
    )
    if report.status != "used":
        return
    start = len(header)
    if report.has_section:
        rows["sections"].append(
            {
                "document": document,
                "section": "problems",
                "title": "五、存在的主要问题及改进情况",
                "start": start,
                "end": start + len(body),
                "text": body,
            }
        )
    for position, (role, theme, offset, text, evidence, review) in enumerate(statements):
        base = {"document": document, "statement": f"{document}-{position}"}
        first = start + offset
        rows["statements"].append(
            {
                **base,
                "position": position,
                "role": role,
                "role_probability": 1.0,
                "frame": {"problem": "problems", "measure": "measures", "rectified": "earlier_year"}.get(
                    role
                ),
                "heading": None,
                "start": first,
                "end": first + len(text),
                "text": text,
            }
        )
        if theme is None:
            continue
        rows["tags"].append({**base, "role": role, "theme": theme, "probability": 0.93, "review": review})
        at = first + text.index(evidence)
        rows["evidence"].append(
            {
                **base,
                "theme": theme,
                "source": f"cue:{theme}.made",
                "start": at,
                "end": at + len(evidence),
                "text": evidence,
            }
        )


def _body(report: MadeReport) -> tuple[str, list[tuple[str, str | None, int, str, str, bool]]]:
    pieces: list[tuple[str, str | None, str, bool]] = [("context", None, report.lead, False)]
    pieces += [("problem", theme, PROBLEMS[theme], False) for theme in report.problems]
    pieces += [("problem", theme, PROBLEMS[theme], True) for theme in report.review]
    pieces += [("problem", theme, f"|{text}|", False) for theme, text in report.extra.items()]
    pieces += [
        ("rectified", theme, f"针对上年度{PROBLEMS[theme]}的问题已完成整改", False)
        for theme in report.rectified
    ]
    pieces += [
        ("measure", theme, MEASURES.get(theme, f"下一步将改进{PROBLEMS[theme]}的问题"), False)
        for theme in report.measures
    ]
    pieces += [("measure", theme, f"|{text}|", False) for theme, text in report.steps.items()]
    body, statements = "", []
    for role, theme, marked, review in pieces:
        text = marked.replace("|", "")
        evidence = marked.split("|")[1] if theme else ""
        statements.append((role, theme, len(body), text, evidence, review))
        body += text + "。\n"
    return body, statements


def made_corpus(
    agencies: int = 16,
    years: Sequence[int] = (2021, 2022, 2023),
    *,
    seed: int = 7,
    likeness: float = 0.5,
    themes: Sequence[str] = tuple(PROBLEMS),
) -> list[MadeReport]:
    """Reports of invented agencies; with chance ``likeness`` a report repeats its predecessor's themes."""
    rng = random.Random(seed)
    weights = {theme: 0.65 * 0.86**rank for rank, theme in enumerate(themes)}
    reports = []
    for number in range(agencies):
        level = LEVELS[min(number * len(LEVELS) // max(agencies, 1), len(LEVELS) - 1)]
        county = f"{'青松石云禾柳桐榆'[number % 8]}禾区"
        name = {
            "province": f"岚川省第{number + 1}厅",
            "city": f"云汀市第{number + 1}局",
            "county": f"云汀市{county}第{number + 1}局",
            "township": f"云汀市{county}第{number + 1}镇人民政府",
        }[level]
        named: list[str] = []
        for year in years:
            if not named or rng.random() > likeness:
                named = [theme for theme in themes if rng.random() < weights[theme]]
            measures = [
                theme for theme in themes if (theme in named and rng.random() < 0.7) or rng.random() < 0.06
            ]
            reports.append(
                MadeReport(
                    agency=name,
                    year=year,
                    problems=tuple(named),
                    measures=tuple(measures),
                    level=level,
                    kind=KIND[level],
                    city=None if level == "province" else "云汀市",
                    county=county if level in ("county", "township") else None,
                )
            )
    return reports
