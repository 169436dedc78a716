"""Active tables told in words."""

from __future__ import annotations

import pytest

from textmine import parse
from textmine.schema import AnnualReport, Document

HEAD = "澜峪省砚溪市水务局2023年政府信息公开工作年度报告\n一、总体情况\n我局认真做好公开工作。\n二、主动公开政府信息情况\n"
REST = "\n三、收到和处理政府信息公开申请情况\n本年未收到申请。\n四、政府信息公开行政复议、行政诉讼情况\n无。\n五、存在的主要问题及改进情况\n一是更新不够及时。\n六、其他需要报告的事项\n无。"
KEYS = (
    "rules.made", "rules.repealed", "rules.valid", "normative_documents.made", "normative_documents.repealed", "normative_documents.valid",
    "licensing.decisions", "penalty.decisions", "coercion.decisions", "fees.amount",
)  # fmt: skip


def report(told: str) -> AnnualReport:
    text = f"{HEAD}{told}{REST}"
    return parse(Document("abcdef012345", "made.txt", "0" * 64, "text/plain", text))


def active(found: AnnualReport) -> dict[str, object]:
    assert all(figure.raw in ("", found.document.text[figure.start : figure.end]) for figure in found.figures)
    return {
        figure.key.removeprefix("active."): figure.value
        for figure in found.figures
        if figure.key.startswith("active.")
    }


TOLD = {
    "sentences": "我局制发规章0件，废止0件，现行有效0件；制发行政规范性文件3件，废止1件，现行有效12件。行政许可处理决定数量245件，"
    "行政处罚处理决定数量1,018件，行政强制0件。行政事业性收费3.5万元。",
    "items": "（一）规章：本年制发件数0件，本年废止件数0件，现行有效件数0件。\n（二）行政规范性文件：本年制发件数3件，本年废止件数1件，现行有效件数12件。\n"
    "（三）行政许可：本年处理决定数量245件。\n（四）行政处罚：本年处理决定数量1018件；行政强制：本年处理决定数量0件。\n"
    "（五）行政事业性收费：本年收费金额35000元。",
    "headings": "第二十条第（一）项：规章本年制发件数0、废止件数0、现行有效件数0；行政规范性文件本年制发件数3、废止件数1、现行有效件数12。"
    "第二十条第（五）项：行政许可本年处理决定数量245。第二十条第（六）项：行政处罚本年处理决定数量1018、行政强制本年处理决定数量0。"
    "第二十条第（八）项：行政事业性收费本年收费金额（单位：万元）3.5。",
    "lines": "第二十条第（一）项\n规章 制发0件 废止0件 现行有效0件\n行政规范性文件 制发3件 废止1件 现行有效12件\n第二十条第（五）项\n"
    "行政许可 245件\n第二十条第（六）项\n行政处罚 1018件\n行政强制 0件\n第二十条第（八）项\n行政事业性收费 3.5万元",
}


@pytest.mark.parametrize("name", list(TOLD))
def test_numbers_beside_the_words_of_their_headings(name: str) -> None:
    found = report(TOLD[name])
    assert active(found) == dict(zip(KEYS, (0, 0, 0, 3, 1, 12, 245, 1018, 0, 3.5), strict=True))
    assert {figure.certainty for figure in found.figures if figure.raw.startswith("12")} == {"realigned"}
    codes = {issue.code for issue in found.issues if "active" in issue.message}
    assert codes - {"unit_converted"} == (set() if name == "lines" else {"table_as_text"})


def test_what_is_not_told_stays_open() -> None:
    found = active(report("作出行政许可245件、行政处罚18件，未实施行政强制；制发行政规范性文件3件。"))
    assert found == {"normative_documents.made": 3, "licensing.decisions": 245, "penalty.decisions": 18}


@pytest.mark.parametrize(
    "told",
    [
        "主动公开行政许可信息245条、行政处罚信息18条，公开行政规范性文件3件，公开行政强制0件。",  # pieces of information
        "公示行政许可245件、行政处罚18件、行政强制2件。",
        "行政许可245件，其中新办行政许可12件；行政处罚18件，行政处罚同比增加5%；行政强制2件。",  # told twice: too few are left
        "按照规章、行政规范性文件和行政许可、行政处罚、行政强制、行政事业性收费等事项分类公开。",
    ],
)
def test_other_numbers_beside_the_names_are_none_of_the_table(told: str) -> None:
    found = report(told)
    assert active(found) == {}
    assert "missing_table" in {issue.code for issue in found.issues}


def test_a_page_number_below_a_row_is_not_joined_to_its_number() -> None:
    rows = "规章\t0\t0\t0\n行政规范性文件\t5\t3\t39\n第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t7\n1\n第二十条第（六）项\n行政处罚\t695\n行政强制\t25"
    head = "第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
    found = active(
        report(
            head + rows + "\n第二十条第（八）项\n信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t56.1"
        )
    )
    assert found["licensing.decisions"] is None  # neither 71 nor, for sure, 7
    assert found["penalty.decisions"] == 695
