"""Figures of the statutory tables have names that a reader knows from the printed table."""

from __future__ import annotations

import pytest

from textmine.analysis.figure_names import figure_name, short_figure_name


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        (
            "requests.new.total",
            "本年新收政府信息公开申请数量（总计）",
            "requests: new, total",
        ),
        (
            "requests.refused.state_secret.company",
            "不予公开：属于国家秘密（商业企业）",
            "requests: refused, state secret, company",
        ),
        ("requests.other.total", "其他处理（总计）", "requests: other, total"),
        ("active.rules.made", "规章（本年制发件数）", "active: rules, made"),
        ("active.procurement.amount", "政府集中采购（采购总金额）", "active: procurement, amount"),
        ("active.fees.amount", "行政事业性收费（本年收费金额）", "active: fees, amount"),
        ("active.penalty.valid", "active.penalty.valid", "active.penalty.valid"),
        ("review.lawsuit_direct.corrected", "未经复议直接起诉（结果纠正）", "review: lawsuit direct, corrected"),
        ("requests.no_such_row.total", "requests.no_such_row.total", "requests.no_such_row.total"),
        ("新收", "新收", "新收"),
    ],
)  # fmt: skip
def test_names(key: str, zh: str, en: str) -> None:
    assert (figure_name(key), figure_name(key, "en")) == (zh, en)


def test_short_names() -> None:
    assert short_figure_name("review.reconsideration.corrected") == "复议纠正"
    assert short_figure_name("review.reconsideration.pending") == "行政复议（尚未审结）"
