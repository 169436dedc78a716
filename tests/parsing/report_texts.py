"""Whole reports made for the parser's tests; every agency, place and number is invented."""

from __future__ import annotations

from textmine.schema import AnnualReport, Document

TABLE_ACTIVE = "第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n行政规范性文件\t1\t0\t4"
TABLE_REQUESTS = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\n一、本年新收政府信息公开申请数量\t2\t2\n二、上年结转政府信息公开申请数量\t0\t0\n三、本年度办理结果\t（一）予以公开\t2\t2\n四、结转下年度继续办理\t0\t0"
TABLE_REVIEW = "行政复议\t行政诉讼\n结果维持\t结果纠正\n0\t0"
NARRATIVE = "（一）存在的主要问题\n一是部分栏目更新不及时。二是经办人员均为兼职。\n（二）改进措施\n一是每周核对一次栏目。二是配备一名专职人员。"
HEADINGS = {
    "overview": "一、总体情况",
    "active": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "review": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}
BODIES = {
    "overview": "2022年，我局认真执行《条例》。\n（一）主动公开情况。全年公开信息126条。\n（二）依申请公开情况。全年收到申请2件。",
    "active": TABLE_ACTIVE,
    "requests": TABLE_REQUESTS,
    "review": TABLE_REVIEW,
    "problems": NARRATIVE,
    "other": "无。",
}
TITLE = "澄州省岭前市水务局2022年政府信息公开工作年度报告"


def composed(
    headings: dict[str, str] | None = None,
    bodies: dict[str, str] | None = None,
    *,
    title: str = TITLE,
    lead_in: str = "",
    tail: str = "",
    joint: str = "\n",
) -> str:
    """A report from its parts; ``headings`` and ``bodies`` replace single ones, None leaves a section out."""
    heads = {**HEADINGS, **(headings or {})}
    texts = {**BODIES, **(bodies or {})}
    parts = [title, lead_in] + [
        f"{heads[name]}{joint}{texts[name]}" for name in heads if heads[name] is not None
    ]
    return "\n".join(part for part in [*parts, tail] if part)


def document(text: str, path: str = "report.txt", **hints: str) -> Document:
    return Document("d0", path, "0" * 64, "text/plain", text, hints=hints)


def bodies_of(report: AnnualReport) -> dict[str, str]:
    return {section.id: report.document.text[section.start : section.end] for section in report.sections}


def codes(report: AnnualReport) -> list[str]:
    """Codes of the parser's own issues, without those of the statutory tables."""
    return [issue.code for issue in report.issues if issue.stage == "parse"]
