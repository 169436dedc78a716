"""Reuse and foreign names: composed copies whose parts are known, the standing phrases, and what the sample plants."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from made_tables import MadeReport, made_tables
from sample_truth import sample_tables

from textmine.analysis import foreign_names, reuse
from textmine.analysis._masking import Masker, township
from textmine.errors import UsageError
from textmine.resources import load_yaml

OWN = (
    "一是村务公示栏的内容换得不勤，补贴名单往往到月底才贴出",
    "二是渔业站报来的材料要素不全，退回重报的次数较多",
    "三是经办人员半年内换了两次，台账交接不够清楚",
    "四是群众来电询问的问题没有登记，答复口径不一致",
)


def _report(agency: str, year: int, *texts: str, **place: str | None) -> MadeReport:
    lead = "。".join(texts)
    return MadeReport(agency=agency, year=year, lead=lead, **place)


def _frame(reports: list[MadeReport], **options: str):
    frame = reuse(made_tables(reports), **options).frame
    return frame.set_index(["agency", "year"])


@pytest.mark.parametrize(
    "rule", load_yaml("analysis", "boilerplate.yaml")["patterns"], ids=lambda rule: rule["id"]
)
def test_boilerplate_examples(rule: dict) -> None:
    pattern = re.compile(rule["pattern"])
    for text in rule["match"]:
        assert pattern.fullmatch(text), text
    for text in rule["reject"]:
        assert not pattern.search(text), text


def test_boilerplate_does_not_backtrack() -> None:
    from textmine.analysis._boilerplate import boilerplate

    for text in (
        "与上级" * 100_000,
        "取得了一定" * 100_000,
        "努力推动" * 100_000,
        "《" * 500_000,
        "下一步,将" * 100_000,
    ):
        boilerplate(text)


def test_masking_hides_years_and_names_only() -> None:
    masker = Masker({"云汀市青禾区鹭浦镇人民政府", "鹭浦镇", "青禾区"})
    assert (
        masker.mask("2023 年度，我镇\n在鹭浦镇便民服务中心设专区，共公开信息2023条")
        == "□,◇在◇便民服务中心设专区,共公开信息□条"
    )
    assert masker.mask("二〇二三年青禾区鹭浦镇") == "□◇"
    assert masker.mask("本市场上的公开信息3条") == "本市场上的公开信息3条"
    assert Masker(()).mask("甲") == "甲"
    assert township("云汀市青禾区鹭浦镇人民政府") == "鹭浦镇"
    assert township("云汀市青禾区人民政府东篱街道办事处") == "东篱街道"
    assert township("云汀市青禾区教育局") is None


def test_last_year_with_only_the_year_changed() -> None:
    frame = _frame(
        [
            _report("甲镇", 2021, f"2021年我镇{OWN[0]}", *OWN[1:]),
            _report("甲镇", 2022, f"2022年我镇{OWN[0]}", *OWN[1:]),
        ]
    )
    copy = frame.loc[("甲镇", 2022)]
    assert copy["last_year_copy"] and copy["last_year_contained"] == 1.0
    assert copy["last_year"] == 1.0 and copy["own"] == 0.0
    assert copy["last_year_longest"] == copy["characters"]
    assert frame["family"].tolist() == [1, 1]
    assert frame["family_agencies"].tolist() == [1, 1]
    original = frame.loc[("甲镇", 2021)]
    assert original["own"] == 1.0 and pd.isna(original["last_year_document"])


def test_parts_add_up_and_are_the_right_ones() -> None:
    shared = "与上级要求和群众期盼相比还有一定差距"
    frame = _frame(
        [
            _report("甲镇", 2021, shared, OWN[0]),
            _report("乙镇", 2021, shared, OWN[1]),
            _report("甲镇", 2022, shared, OWN[0], OWN[1], OWN[2]),
        ]
    )
    row = frame.loc[("甲镇", 2022)]
    parts = row[["template", "last_year", "elsewhere", "own"]].astype(float)
    assert parts.sum() == pytest.approx(1)
    size = row["characters"]
    assert parts["template"] * size == pytest.approx(len(shared), abs=1)
    assert parts["last_year"] * size == pytest.approx(len(OWN[0]), abs=3)  # and punctuation around it
    assert parts["elsewhere"] * size == pytest.approx(len(OWN[1]), abs=3)
    assert parts["own"] * size == pytest.approx(len(OWN[2]), abs=3)
    assert (row["other_agency"], row["other_year"]) == ("乙镇", 2021)
    assert not row["other_copy"] and not row["last_year_copy"]


def test_only_earlier_or_simultaneous_reports_are_sources() -> None:
    frame = _frame([_report("甲镇", 2021, *OWN), _report("乙镇", 2023, *OWN)])
    assert frame.loc[("乙镇", 2023), "other_copy"]
    assert frame.loc[("乙镇", 2023), "other_agency"] == "甲镇"
    assert not frame.loc[("甲镇", 2021), "other_copy"]
    assert frame["family"].tolist() == [1, 1] and frame["family_agencies"].tolist() == [2, 2]


def test_passages_of_many_agencies_are_template_and_their_whole_copies_a_family() -> None:
    reports = [_report(f"第{n}镇", 2022, *OWN) for n in range(7)]
    frame = _frame(reports)
    assert (frame["template"] == 1.0).all()
    assert frame["other_copy"].all()  # a run of several sentences is a copy, however many have it
    assert (frame["family_agencies"] == 7).all()


def test_stock_sentences_in_another_order_are_no_copy() -> None:
    orders = [(0, 1, 2, 3), (1, 3, 0, 2), (3, 2, 1, 0), (2, 0, 3, 1), (1, 0, 3, 2), (2, 3, 1, 0)]
    frame = _frame([_report(f"第{n}镇", 2022, *(OWN[i] for i in order)) for n, order in enumerate(orders)])
    assert (frame["template"] > 0.9).all()
    assert not frame["other_copy"].any()
    assert (frame["family"] == 0).all()


def test_template_of_a_region() -> None:
    region = "在县政府办公室的统一安排下梳理了二十六个领域的事项"

    def shares(cities: list[str]) -> list[float]:
        reports = [
            _report(f"第{n}镇", 2022, region, "甲乙丙丁"[n] * 30, city=city) for n, city in enumerate(cities)
        ]
        return _frame(reports)["template"].tolist()

    assert min(shares(["云汀市"] * 4)) > 0.4
    assert max(shares(["云汀市", "朔溪市"] * 2)) == 0.0


def test_blank_and_missing_sections() -> None:
    reports = [MadeReport(agency="甲镇", has_section=False), MadeReport(agency="乙镇", lead="")]
    frame = reuse(made_tables(reports)).frame
    assert frame["agency"].tolist() == ["乙镇"]
    assert reuse(made_tables([])).frame.empty
    assert foreign_names(made_tables([])).frame.empty
    with pytest.raises(UsageError):
        reuse(made_tables([]), section="seven")


def test_sample_has_one_copied_section_five() -> None:
    frame = reuse(sample_tables()).frame
    copies = frame[frame["last_year_copy"] | frame["other_copy"]]
    assert copies[["agency", "year"]].to_numpy().tolist() == [["朔溪市石楠县卫生健康局", 2021]]
    assert copies["own"].tolist() == [0.0]
    assert (frame[frame["family"] > 0]["agency"] == "朔溪市石楠县卫生健康局").all()
    assert (frame.loc[frame.index.difference(copies.index), "last_year_contained"].fillna(0) < 0.3).all()


def test_sample_has_one_paragraph_with_a_foreign_name() -> None:
    frame = foreign_names(sample_tables()).frame
    assert set(zip(frame["agency"], frame["year"], frame["word"], strict=True)) == {
        ("云汀市青禾区人民政府东篱街道办事处", 2022, "我镇"),
        ("云汀市青禾区人民政府东篱街道办事处", 2022, "鹭浦镇"),
    }
    assert frame["certain"].all()
    assert set(frame["source_agency"]) == {"云汀市青禾区鹭浦镇人民政府"}


def _town(name: str, text: str, year: int = 2022) -> MadeReport:
    return MadeReport(
        agency=f"云汀市青禾区{name}人民政府", year=year, lead=text, level="township", kind="township"
    )


def test_a_visit_is_no_copy() -> None:
    tables = made_tables(
        [
            _town("鹭浦镇", "我镇渔民补贴信息公布较慢，养殖水域信息没有上网"),
            _town("白苇镇", "组织信息员到鹭浦镇学习村务公开的做法"),
            MadeReport(agency="云汀市青禾区教育局", lead="鹭浦镇中心小学的公开栏损坏，云汀市平台检索不便"),
        ]
    )
    frame = foreign_names(tables).frame
    assert frame[["word", "certain"]].to_numpy().tolist() == [["鹭浦镇", False]]
    section = tables.frame("sections").set_index("document").loc[frame["document"].iloc[0]]
    start = frame["start"].iloc[0] - section["start"]
    assert section["text"][start : start + 3] == "鹭浦镇"


def test_self_references_of_the_wrong_unit() -> None:
    def words(agency: str, text: str, **place: str | None) -> list[str]:
        return (
            foreign_names(made_tables([MadeReport(agency=agency, lead=text, **place)])).frame["word"].tolist()
        )

    assert words("云汀市青禾区东篱街道办事处", "我镇信息公开不够及时") == ["我镇"]
    assert words("云汀市青禾区鹭浦镇人民政府", "我镇在我区、我市政府指导下，我县") == ["我县"]
    assert words("云汀市青禾区教育局", "我局、我区、本市场、我省各局") == []
    assert words("云汀高新技术产业开发区管理委员会", "我区企业", county=None) == []
    assert words("某某公司", "我市、我县", province=None, city=None, county=None) == []
