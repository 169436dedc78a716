"""The quick reading of a table gives what the step-by-step reading gives, or stands back."""

import random
from pathlib import Path

import pytest
import table_layouts as layouts
from test_figures import HEADS, document_of

import textmine
from corpora.grammar.generator import generate
from corpora.grammar.render import render
from textmine.normalization import fold
from textmine.parsing import statutory
from textmine.parsing._compact import CompactView
from textmine.parsing.statutory import _known, read_figures
from textmine.parsing.statutory._forms import active_rows, request_rows
from textmine.parsing.statutory._known import known_layouts
from textmine.parsing.statutory._printed import broken
from textmine.parsing.statutory._quick import Sheet, quick_active, quick_requests, quick_review
from textmine.parsing.statutory._source import without_rules

SAMPLE = Path(__file__).resolve().parents[2] / "corpora" / "sample"
READERS = ("quick_active", "quick_requests", "quick_review")


def in_one_line(grid):
    """A text whose line ends were lost: rows parted by a blank, cells by tabs."""
    return layouts.tabs(grid).replace("\n", " ")


def piped_in_one_line(grid):
    return layouts.pipe_cells(grid).replace("\n", " ")


LAYOUTS = {**layouts.KEEPING, **layouts.LOSING, "in_one_line": in_one_line, "piped": piped_in_one_line}


@pytest.fixture
def both(monkeypatch):
    """Reads a document in both ways and gives what each found."""

    def read(document):
        quick = read_figures(document, ())
        with monkeypatch.context() as patch:
            for name in READERS:
                patch.setattr(statutory, name, lambda *_: None)
            return quick, read_figures(document, ())

    return read


def quick_tables(document):
    """Which of the three tables the quick way reads."""
    sheet = Sheet(document, CompactView(document.text))
    return [quick_active(sheet), quick_requests(sheet), quick_review(sheet, "2021")]


@pytest.mark.parametrize("era", ["2021", "2019"])
@pytest.mark.parametrize("name", list(LAYOUTS))
def test_both_ways_agree_on_every_layout(both, name, era):
    for seed, blank_zeros in enumerate((0.0, 0.0, 0.3, 1.0)):
        truth = layouts.random_figures(random.Random(seed), era, blank_zeros=blank_zeros)
        quick, slow = both(document_of(layouts.grids_of(truth, era), LAYOUTS[name]))
        assert quick == slow


@pytest.mark.parametrize("era", ["2021", "2019"])
def test_both_ways_agree_on_grids(both, era):
    for seed in range(4):
        truth = layouts.random_figures(random.Random(seed), era, blank_zeros=0.3 * (seed % 2))
        for split in (None, 9, 17):
            document = layouts.grid_document(layouts.grids_of(truth, era), split_at=split)
            quick, slow = both(document)
            assert quick == slow
            assert all(quick_tables(document)) or seed % 2


@pytest.mark.parametrize("era", ["2021", "2019"])
@pytest.mark.parametrize("name", sorted({*LAYOUTS} - {"drawn"}))  # its rules are blanked before
def test_tables_full_of_numbers_are_read_the_quick_way(name, era):
    truth = layouts.random_figures(random.Random(11), era)
    found = quick_tables(document_of(layouts.grids_of(truth, era), LAYOUTS[name]))
    assert all(found)
    assert {figure.key: figure.value for table in found for figure in table} == truth


DISTURBED = ["", " ", "\t", "\n", "|", "5", " 5 ", "\t5", "/", "—", "无", "五", "件", "(注)", "1.", "\n- 3 -\n", "\n第2页\n", "３"]  # fmt: skip


@pytest.mark.parametrize("name", list(LAYOUTS))
def test_both_ways_agree_on_disturbed_tables(both, name):
    rng = random.Random(name)
    for seed in range(12):
        era = rng.choice(("2021", "2019"))
        truth = layouts.random_figures(random.Random(seed), era, blank_zeros=rng.choice((0, 0, 0.2)))
        text = document_of(layouts.grids_of(truth, era), LAYOUTS[name]).text
        for _ in range(rng.choice((1, 1, 3))):
            at = rng.randrange(text.index("信息内容"), text.index("五、存在"))
            text = text[:at] + rng.choice(DISTURBED) + text[at + rng.choice((0, 0, 1, 2)) :]
        quick, slow = both(layouts.text_document(text))
        assert quick == slow, text


@pytest.mark.parametrize("often", [1, 1000])
@pytest.mark.parametrize("name", list(LAYOUTS))
def test_a_layout_that_is_remembered_or_has_become_a_pattern_is_read_as_row_by_row(monkeypatch, name, often):
    """Also with something in it that the pattern must not pass over."""
    monkeypatch.setattr(_known, "_OFTEN", often)
    known_layouts.cache_clear()
    rng = random.Random(name)
    for seed in range(12):
        truth = layouts.random_figures(random.Random(seed), "2021")
        text = document_of(layouts.grids_of(truth, "2021"), LAYOUTS[name]).text
        if seed > 3:
            at = rng.randrange(text.index("信息内容"), text.index("五、存在"))
            text = text[:at] + rng.choice(("7", ".", "-", "12)", "\n")) + text[at:]
        document = layouts.text_document(text)
        remembered = quick_tables(document)
        with monkeypatch.context() as patch:
            patch.setattr(_known.KnownLayouts, "read", lambda *_: iter(()))
            assert quick_tables(document) == remembered, text
    assert bool(known_layouts("requests")._patterns) == (
        often == 1 and bool(known_layouts("requests")._layouts)
    )
    known_layouts.cache_clear()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("行政许可\t-5\n2023-01-05 -1", None),
        ("项\n- 3 -\n目", "项\n     \n目"),
        ("项\n-3-\t\n目", "项\n    \n目"),
        ("项\n- 3 -", "项\n     "),
        ("甲|乙\n---|---\n1|2", "甲|乙\n       \n1|2"),
        ("项\n-- 12 --\n目", "项\n        \n目"),
        ("项\n第 3 页\n目", "项\n     \n目"),
    ],
)
def test_lines_of_page_numbers_and_rules_are_blank_and_numbers_stay(text, plain):
    assert without_rules(text) == (text if plain is None else plain)


def test_both_ways_agree_on_the_sample(both):
    read = 0
    for path in sorted(SAMPLE.rglob("*")):
        if path.suffix in {".txt", ".md", ".html", ".docx"}:
            quick, slow = both(textmine.read(path))
            assert quick == slow, path
            read += bool(quick[0])
    assert read > 20


def test_both_ways_agree_on_composed_reports(both, tmp_path):
    tables = 0
    for number, report in enumerate(generate(60, 20260101, formats=("txt", "html", "md"))):
        path = tmp_path / f"{number}.{report.layout.format}"
        path.write_bytes(render(report))
        document = textmine.read(path)
        quick, slow = both(document)
        assert quick == slow, report.layout
        tables += sum(found is not None for found in quick_tables(document))
    assert tables > 0.75 * 3 * 60


def test_a_page_number_in_the_table_does_not_stop_it():
    truth = layouts.random_figures(random.Random(7), "2021")
    text = document_of(layouts.grids_of(truth, "2021"), layouts.tabs).text
    text = text.replace("\n\t1.信访", "\n- 12 -\n\t1.信访").replace(
        "\n（二）部分", "\n第 3 页 共 5 页\n（二）部分"
    )
    assert all(quick_tables(layouts.text_document(text)))


def test_words_of_the_table_in_the_text_before_it_do_not_stop_it():
    truth = layouts.random_figures(random.Random(9), "2021")
    text = document_of(layouts.grids_of(truth, "2021"), layouts.tabs).text
    lead = "全年新收政府信息公开申请12件，予以公开5件；严格审核信息内容，制发规范性文件3件，行政许可 8 件。\n"
    document = layouts.text_document(lead * 8 + text)
    assert all(quick_tables(document))
    assert {figure.key: figure.value for figure in read_figures(document, ())[0]} == truth


def test_names_in_the_tables_may_be_broken_anywhere():
    import re

    for row in (*active_rows(), *request_rows()):
        pattern = re.compile(broken(row.pattern.pattern))
        name = fold(row.label)
        whole = row.pattern.search(name)
        assert whole, row.key
        found = pattern.search(" \n".join(name))
        assert found and "".join(found.group().split()) == whole.group(), row.key
    assert HEADS
