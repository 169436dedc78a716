"""Reviewers' verdicts: from the workbook to the file of verdicts, and from there into tables and theme reports."""

from __future__ import annotations

import datetime
import struct
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from made_tables import PROBLEMS, MadeReport, document_id, made_tables

from textmine.analysis import prevalence
from textmine.analysis.verdicts import (
    Verdict,
    apply_verdicts,
    load_verdicts,
    merge_verdicts,
    text_hash,
    write_verdicts,
)
from textmine.cli import cli
from textmine.errors import ResourceError
from textmine.reporting import build, read_review
from textmine.reporting._html import html
from textmine.reporting._prefill import by_statement
from textmine.reporting._wording import load_wording
from textmine.reporting._xlsx import xlsx
from textmine.tables import Tables, make_table
from textmine.themes import load_codebook

# The head of a grey picture: charts have tests of their own.
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 144, 90) + b"\x08\x00\x00\x00\x00"
DATE = datetime.date(2026, 3, 1)
WHEN = "2026-03-02T08:00:00+00:00"
THEMES = load_codebook().ids
HEADS = {
    "zh": {
        "reviewer": "复核人",
        "verdict": "复核意见",
        "corrected": "更正主题",
        "remark": "复核说明",
        "text": "原文",
    },
    "en": {
        "reviewer": "Reviewer",
        "verdict": "Verdict",
        "corrected": "Corrected themes",
        "remark": "Remark",
        "text": "Statement",
    },
}


def _plain(theme: str) -> str:
    return PROBLEMS[theme].replace("|", "")


def _tables(**more) -> Tables:
    return made_tables(
        [
            MadeReport(agency="青禾区民政局", problems=["timeliness", "training"], review=["channels"]),
            MadeReport(agency="青禾区教育局", problems=["timeliness", "platform"]),
            MadeReport(agency="青禾区财政局", problems=["staffing"], extra={"publicity": "=1+1是问题"}),
        ],
        **more,
    )


class Filled:
    """The workbook of a theme report with cells filled in as a reviewer does."""

    def __init__(self, tables: Tables, lang: str = "zh") -> None:
        content = xlsx(build(tables, lang=lang, date=DATE))
        self.book = openpyxl.load_workbook(BytesIO(content))
        self.sheet = self.book.worksheets[0]
        heads = {cell.value: cell.column for cell in self.sheet[1]}
        self.columns = {name: heads[head] for name, head in HEADS[lang].items()}
        self.heads = heads

    def row(self, text: str, agency: str | None = None) -> int:
        return next(
            row
            for row in range(2, self.sheet.max_row + 1)
            if self.sheet.cell(row, self.columns["text"]).value == text
            and agency in (None, self.sheet.cell(row, 2).value)
        )

    def say(self, theme: str, agency: str | None = None, **cells: str) -> None:
        row = self.row(_plain(theme), agency)
        for name, value in {"reviewer": "王晓", **cells}.items():
            self.sheet.cell(row, self.columns[name]).value = value

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def _verdict(tables: Tables, about: str, verdict: str, number: int = 0, **more) -> Verdict:
    """A verdict on the made statement about a theme in report ``number``."""
    row = next(
        row
        for row in tables["statements"].to_pylist()
        if row["document"] == document_id(number) and row["text"] == _plain(about)
    )
    sha256 = next(
        d["sha256"] for d in tables["documents"].to_pylist() if d["document"] == document_id(number)
    )
    values = {
        "document": row["document"], "sha256": sha256, "start": row["start"], "end": row["end"],
        "text_hash": text_hash(row["text"]), "theme": about, "verdict": verdict, "reviewer": "王晓", "note": "",
        "when": WHEN, "text": row["text"],
    }  # fmt: skip
    return Verdict(**{**values, **more})


def _counts(tables: Tables) -> dict[str, int]:
    frame = prevalence(tables).frame
    return {theme: k for theme, k in zip(frame["theme"], frame["k"], strict=True) if k}


def _codes(tables: Tables) -> list[str]:
    return tables["issues"]["code"].to_pylist()


class _Text(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_verdicts_go_from_the_workbook_into_tables_page_and_workbook(tmp_path: Path, lang: str) -> None:
    tables = _tables()
    assert _counts(tables) == {"timeliness": 2, "training": 1, "platform": 1, "staffing": 1, "publicity": 1}
    words = {
        "zh": ("主题有误", "待复核主题也成立", "性质有误", "人员力量、思想认识与重视程度", "正确", "存疑"),
        "en": ("wrong theme", "themes to review hold too", "wrong role", "Staffing, Awareness and priority", "right", "unsure"),
    }[lang]  # fmt: skip
    filled = Filled(tables, lang)
    filled.say("timeliness", "青禾区民政局", verdict=words[0], remark="=cmd|' /C calc'!A0")
    filled.say("channels", verdict=words[1])
    filled.say("platform", verdict=words[2])
    filled.say("staffing", corrected=words[3])
    filled.say("training", verdict=words[4])
    filled.say("timeliness", "青禾区教育局", verdict=words[5])
    found = read_review(filled.save(tmp_path / "r.xlsx"), when=WHEN)
    assert (found.reviewed, found.rows) == (6, 7)
    write_verdicts(merge_verdicts([], found.verdicts), tmp_path / "verdicts.csv")
    assert b",=cmd" not in (tmp_path / "verdicts.csv").read_bytes()
    verdicts = load_verdicts(tmp_path / "verdicts.csv")
    assert sorted(verdicts, key=repr) == sorted(found.verdicts, key=repr)

    before = tables["tags"].to_pylist()
    reviewed = apply_verdicts(tables, verdicts, themes=THEMES)
    assert tables["tags"].to_pylist() == before and not _codes(reviewed)
    counts = _counts(reviewed)
    assert counts == {
        "timeliness": 1,
        "training": 1,
        "channels": 1,
        "staffing": 1,
        "awareness": 1,
        "publicity": 1,
    }
    (added,) = [row for row in reviewed["evidence"].to_pylist() if row["source"].startswith("review:")]
    assert (added["source"], added["theme"], added["text"]) == (
        "review:王晓",
        "awareness",
        _plain("staffing"),
    )
    roles = {row["text"]: row["role"] for row in reviewed["statements"].to_pylist()}
    assert roles[_plain("platform")] == "context"

    report = build(reviewed, lang=lang, date=DATE)
    names = {load_codebook().theme(theme).zh if lang == "zh" else load_codebook().theme(theme).en: k for theme, k in counts.items()}  # fmt: skip
    assert {row[0]: row[3] for row in report.tables["summary"].rows if row[3]} == names
    book = openpyxl.load_workbook(BytesIO(xlsx(report)))
    assert {
        row[0]: row[3] for row in book.worksheets[1].iter_rows(min_row=2, values_only=True) if row[3]
    } == names
    page = "".join(_Text(html(report, {chart.name: PNG for chart in report.charts})).pieces)
    sentence = next(p.sentences[0].text for p in report.themes if p.theme == "awareness")
    assert sentence in page and not any(p.theme == "platform" for p in report.themes)


def test_wrong_themes_leave_the_ledger_and_stay_out_when_it_is_reviewed_again(tmp_path: Path) -> None:
    tables = _tables()
    first = Filled(tables)
    first.say("staffing", verdict="主题有误")
    known = list(read_review(first.save(tmp_path / "1.xlsx"), when=WHEN).verdicts)
    again = Filled(apply_verdicts(tables, known, themes=THEMES))
    again.say("staffing", verdict="正确")
    new = read_review(again.save(tmp_path / "2.xlsx"), when="2026-04-01T08:00:00+00:00").verdicts
    merged = merge_verdicts(known, new)
    assert {(v.theme, v.verdict) for v in merged} == {("staffing", "wrong"), ("", "right")}
    assert "staffing" not in _counts(apply_verdicts(tables, merged, themes=THEMES))


def test_reading_a_workbook_twice_changes_nothing_and_a_changed_mind_replaces(tmp_path: Path) -> None:
    tables = _tables()
    filled = Filled(tables)
    filled.say("staffing", corrected="思想认识与重视程度")
    path = filled.save(tmp_path / "r.xlsx")
    known = merge_verdicts([], read_review(path, when=WHEN).verdicts)
    assert merge_verdicts(known, read_review(path, when="2027-01-01T00:00:00+00:00").verdicts) == known
    filled.say("staffing", corrected="人员力量；业务能力与培训")
    changed = merge_verdicts(known, read_review(filled.save(path), when=WHEN).verdicts)
    assert {(v.theme, v.verdict) for v in changed} == {("staffing", "right"), ("training", "right")}


def test_verdicts_find_their_statement_when_offsets_and_ids_moved() -> None:
    tables = _tables()
    verdict = _verdict(tables, "staffing", "wrong", 2)
    rows = tables["statements"].to_pylist()
    for row in rows:
        row["start"], row["end"] = row["start"] + 70, row["end"] + 70
        row["text"] = row["text"][:5] + "\n " + row["text"][5:]
    moved = tables.replace(statements=make_table("statements", rows))
    assert "staffing" not in _counts(apply_verdicts(moved, [verdict], themes=THEMES))


def test_of_equal_statements_the_nearest_is_meant() -> None:
    tables = made_tables([MadeReport(problems=["staffing", "timeliness", "staffing"])])
    twins = [row for row in tables["statements"].to_pylist() if row["text"] == _plain("staffing")]
    verdict = _verdict(tables, "staffing", "wrong", start=twins[1]["start"] + 2, end=twins[1]["end"] + 2)
    left = apply_verdicts(tables, [verdict], themes=THEMES)["tags"].to_pylist()
    assert [row["statement"] for row in left if row["theme"] == "staffing"] == [twins[0]["statement"]]


def test_contradictions_lost_statements_and_unknown_themes_become_issues_and_change_nothing() -> None:
    tables = _tables()
    staffing = _verdict(tables, "staffing", "wrong", 2)
    verdicts = [
        staffing,
        replace(staffing, reviewer="李敏", verdict="right"),
        _verdict(tables, "platform", "not_problem", 1, theme=""),
        _verdict(tables, "platform", "right", 1, reviewer="李敏"),
        _verdict(tables, "training", "wrong", text_hash="t0"),
        _verdict(tables, "training", "wrong", sha256="0" * 64),
        _verdict(tables, "training", "right", theme="no_such_theme"),
    ]
    reviewed = apply_verdicts(tables, verdicts, themes=THEMES)
    assert _counts(reviewed) == _counts(tables)
    assert sorted(_codes(reviewed)) == [
        "verdict_conflict", "verdict_conflict", "verdict_orphan", "verdict_orphan", "verdict_unknown_theme",
    ]  # fmt: skip
    messages = reviewed["issues"]["message"].to_pylist()
    assert any("王晓: wrong, 李敏: right" in message for message in messages)
    assert build(reviewed, date=DATE).tables["issues"].rows[0][2].startswith("复核意见")


def test_applying_is_idempotent_and_keeps_the_order_of_statements() -> None:
    tables = _tables()
    verdicts = [
        _verdict(tables, "timeliness", "right", theme="mechanism"),
        _verdict(tables, "training", "wrong"),
    ]
    once = apply_verdicts(tables, verdicts, themes=THEMES)
    twice = apply_verdicts(once, verdicts, themes=THEMES)
    for name in once:
        assert once[name].equals(twice[name]), name
    order = {row["statement"]: n for n, row in enumerate(tables["statements"].to_pylist())}
    places = [order[row["statement"]] for row in once["tags"].to_pylist()]
    assert places == sorted(places)
    assert apply_verdicts(tables, [], themes=THEMES) is tables


def test_partial_workbooks_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    filled = Filled(_tables())
    filled.say("staffing", reviewer="", verdict=" 主题有误 ")
    filled.say("training", remark="只写了说明")
    filled.sheet.delete_rows(filled.row(_plain("platform")))
    filled.sheet.insert_rows(3)
    filled.sheet.title = "复核后"
    filled.book.move_sheet("复核后", offset=3)
    for name in ("主题汇总", "口径说明"):
        del filled.book[name]
    path = filled.save(tmp_path / "r.xlsx")
    found = read_review(path, when=WHEN, reviewer="赵宁")
    (verdict,) = found.verdicts
    assert (verdict.theme, verdict.verdict, verdict.reviewer) == ("staffing", "wrong", "赵宁")
    unnamed = read_review(path, when=WHEN).verdicts
    assert unnamed[0].reviewer == "unnamed"
    (prefilled,) = by_statement(_tables(), unnamed, load_wording("zh"), {}).values()
    assert (prefilled.reviewer, prefilled.verdict) == ("", "主题有误")
    (two,) = by_statement(
        _tables(), [*unnamed, replace(verdict, verdict="right")], load_wording("zh"), {}
    ).values()
    assert two.reviewer == "赵宁" and "未署名：主题有误" in two.remark
    assert read_review(Filled(_tables()).save(path), when=WHEN).verdicts == ()


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ({"verdict": "对"}, ("Q", "unknown verdict '对'")),
        ({"verdict": "=1+1"}, ("Q", "unknown verdict")),
        ({"corrected": "天气"}, ("R", "'天气' is no theme")),
        ({"corrected": "无、人员力量"}, ("R", "contradict")),
        ({"corrected": "人员力量", "verdict": "存疑"}, ("R", "keep one")),
        ({"verdict": "正确", "text": "别的文字"}, ("F", "not that of the hidden columns")),
    ],
)
def test_unusable_cells_are_named(tmp_path: Path, cells: dict[str, str], named: tuple[str, str]) -> None:
    filled = Filled(_tables())
    row = filled.row(_plain("staffing"))
    filled.say("staffing", **cells)
    for cell in filled.sheet[row]:
        if cell.data_type == "f":
            cell.data_type = "s"
    with pytest.raises(ResourceError) as caught:
        read_review(filled.save(tmp_path / "r.xlsx"), when=WHEN)
    assert f"问题台账!{named[0]}{row}" in str(caught.value) and named[1] in str(caught.value)


def test_every_unusable_cell_is_named_at_once_and_hidden_columns_are_needed(tmp_path: Path) -> None:
    filled = Filled(_tables())
    filled.say("staffing", verdict="嗯")
    row = filled.row(_plain("training"))
    filled.say("training", verdict="正确")
    filled.sheet.cell(row, filled.heads["textmine:1:sha256"]).value = None
    with pytest.raises(ResourceError, match=rf"Q{row}.*hidden columns.*unknown verdict"):
        read_review(filled.save(tmp_path / "r.xlsx"), when=WHEN)


def test_a_wrong_theme_among_several_needs_the_right_ones(tmp_path: Path) -> None:
    tables = _tables()
    two = apply_verdicts(tables, [_verdict(tables, "staffing", "right", 2, theme="training")], themes=THEMES)
    filled = Filled(two)
    filled.say("staffing", verdict="主题有误")
    with pytest.raises(ResourceError, match="give the themes that are right"):
        read_review(filled.save(tmp_path / "r.xlsx"), when=WHEN)
    filled.say("staffing", verdict="主题有误", corrected="无")
    found = read_review(filled.save(tmp_path / "r.xlsx"), when=WHEN).verdicts
    assert {(v.theme, v.verdict) for v in found} == {("staffing", "wrong"), ("training", "wrong")}


def test_files_that_are_no_ledger_are_turned_away(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    for content in (b"", b"PK\x03\x04 broken", "复核意见".encode()):
        path.write_bytes(content)
        with pytest.raises(ResourceError, match="no Excel workbook"):
            read_review(path, when=WHEN)
    book = openpyxl.Workbook()
    book.active.append(["复核人", "复核意见"])
    book.save(path)
    with pytest.raises(ResourceError, match="no sheet is a ledger"):
        read_review(path, when=WHEN)
    with pytest.raises(ResourceError, match="cannot be read"):
        read_review(tmp_path / "none.xlsx", when=WHEN)
    filled = Filled(_tables())
    filled.sheet.cell(1, filled.columns["verdict"]).value = "意见"
    with pytest.raises(ResourceError, match="row 1 of sheet '问题台账' lacks the column 复核意见"):
        read_review(filled.save(path), when=WHEN)
    for cell in filled.sheet[1]:
        cell.value = str(cell.value).replace("textmine:1:", "textmine:7:")
    with pytest.raises(ResourceError, match="version 7, this program reads version 1"):
        read_review(filled.save(path), when=WHEN)


def test_damaged_files_of_verdicts_are_turned_away(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    write_verdicts([_verdict(_tables(), "training", "wrong")], path)
    good = path.read_text(encoding="utf-8-sig")
    for text, message in (
        ("", "line 1: no column document"),
        (good.replace("theme,", "thema,"), "no column theme"),
        (good.replace(",wrong,", ",maybe,"), "row 2, column verdict: unknown 'maybe'"),
        (good.replace("training", ""), "row 2, column theme"),
        ("\ud800", "UTF-8"),
    ):
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(ResourceError, match=message):
            load_verdicts(path)


@settings(max_examples=60, deadline=None)
@given(
    note=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40),
    name=st.text("='@+-\t甲,\"\n", max_size=8),
)
def test_any_words_come_back_from_the_file_as_they_were(tmp_path_factory, note: str, name: str) -> None:
    path = tmp_path_factory.mktemp("v") / "verdicts.csv"
    verdict = replace(_verdict(_tables(), "training", "wrong"), note=note, reviewer=name)
    write_verdicts([verdict], path)
    assert load_verdicts(path) == [verdict]


def test_hashes_see_words_only_and_are_no_numbers() -> None:
    assert text_hash("栏目更新\n不及时 ") == text_hash("栏目\u200b更新不及时\x07")
    assert text_hash("栏目更新及时") != text_hash("栏目更新不及时")
    assert text_hash("").startswith("t")


REPORT = """青禾区民政局2023年政府信息公开工作年度报告

一、总体情况
2023年，青禾区民政局认真贯彻《中华人民共和国政府信息公开条例》，推进政府信息公开工作。

五、存在的主要问题及改进情况
存在的主要问题：一是栏目更新不及时；二是工作人员业务能力有待提高。改进措施：加强业务培训。

六、其他需要报告的事项
无。
"""


def test_the_commands_keep_verdicts_over_runs(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "a.txt").write_text(REPORT, encoding="utf-8")
    runner = CliRunner()
    run = ["run", str(source), "-o", str(out), "--engine", "serial", "--tagger", "rules"]

    def problems() -> set[str]:
        assert runner.invoke(cli, run, catch_exceptions=False).exit_code == 0
        from textmine.tables import load_tables

        tables = load_tables(out)
        tagged = tables["tags"].to_pylist()
        return {row["theme"] for row in tagged if row["role"] == "problem" and not row["review"]}

    assert problems() == {"timeliness", "training"}
    from textmine.tables import load_tables

    filled = Filled(load_tables(out))
    for row in range(2, filled.sheet.max_row + 1):
        if "更新" in filled.sheet.cell(row, filled.columns["text"]).value:
            filled.sheet.cell(row, filled.columns["corrected"]).value = "工作机制与责任协调"
    book = filled.save(out / "theme-report.xlsx")
    result = runner.invoke(cli, ["review", str(book), "--reviewer", "王晓"], catch_exceptions=False)
    assert result.exit_code == 0 and "right 1" in result.output and "wrong 1" in result.output
    for _ in range(2):
        assert problems() == {"mechanism", "training"}
    run.append("--force")
    assert problems() == {"mechanism", "training"}
    (out / "verdicts.csv").rename(tmp_path / "elsewhere.csv")
    assert problems() == {"timeliness", "training"}
    run += ["--verdicts", str(tmp_path / "elsewhere.csv")]
    assert problems() == {"mechanism", "training"}
    (source / "a.txt").write_text(REPORT.replace("认真", "全面"), encoding="utf-8")
    assert problems() == {"timeliness", "training"}
    assert "verdict_orphan" in (out / "issues.csv").read_text(encoding="utf-8-sig")
    empty = Filled(load_tables(out)).save(tmp_path / "empty.xlsx")
    assert runner.invoke(cli, ["review", str(empty)]).exit_code == 1
    assert not (tmp_path / "verdicts.csv").exists()
