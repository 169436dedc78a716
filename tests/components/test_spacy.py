"""The spaCy pipeline gives the plain API's answers, survives disk and processes, and starts light."""

import subprocess
import sys

import pytest
import spacy

import textmine
from textmine.components import render
from textmine.parsing import parse_narrative
from textmine.schema import ROLES, themes_by_role
from textmine.themes import load_tagger

TEXTS = [
    "（一）存在的主要问题\n一是信息更新不及时；二是工作人员身兼数职，人手不足。\n（二）改进措施\n一是按周更新栏目内容；二是开展业务培训。",
    "无。",
    "",
    "针对上年度报告指出的经费不足问题，已争取专项经费8万元。目前仍存在政策解读形式单一的问题，今后将增加图解和视频解读。",
    "  Website  改版 后，\n栏目打不开 的情况仍有发生。 ",
]


@pytest.fixture(scope="module")
def nlp():
    return textmine.make_nlp()


def _plain(text):
    return load_tagger().tag(text, parse_narrative(text))


@pytest.mark.parametrize("text", TEXTS)
def test_same_answers_as_the_plain_api(nlp, text):
    doc = nlp(text)
    expected = _plain(text)
    assert doc.text == text
    assert [(s.start_char, s.end_char, s.label_) for s in doc.spans["statements"]] == [
        (item.statement.start, item.statement.end, item.statement.role) for item in expected
    ]
    assert [tuple(span._.themes) for span in doc.spans["statements"]] == [item.themes for item in expected]
    for role in ROLES[:3]:
        assert tuple(getattr(doc._, f"{role}_themes")) == themes_by_role(expected, role)
    assert [span.label_ for span in doc.spans["themes"]] == [
        theme for item in expected for theme in item.themes
    ]


def test_evidence_is_in_the_text(nlp):
    doc = nlp(TEXTS[0])
    evidence = [e for record in doc._.tagged for tag in record["themes"] for e in tag["evidence"]]
    assert evidence
    assert all(0 <= e["start"] < e["end"] <= len(doc.text) for e in evidence)


def test_pipe_equals_single_calls_with_one_and_two_processes(nlp):
    single = [nlp(text)._.tagged for text in TEXTS]
    assert [doc._.tagged for doc in nlp.pipe(TEXTS, batch_size=2)] == single
    assert [doc._.tagged for doc in nlp.pipe(TEXTS, n_process=2, batch_size=2)] == single


def test_disk_round_trip(nlp, tmp_path):
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert again.pipe_names == nlp.pipe_names
    assert [doc._.tagged for doc in again.pipe(TEXTS)] == [doc._.tagged for doc in nlp.pipe(TEXTS)]


def test_docs_survive_bytes(nlp):
    doc = nlp(TEXTS[0])
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.tagged == doc._.tagged
    assert [span.label_ for span in again.spans["themes"]] == [span.label_ for span in doc.spans["themes"]]


def test_the_rule_tagger_can_be_chosen():
    doc = textmine.make_nlp(tagger="rules")(TEXTS[0])
    sources = [e["source"] for record in doc._.tagged for tag in record["themes"] for e in tag["evidence"]]
    assert sources
    assert all(source.startswith("cue:") for source in sources)


def test_displacy_shows_roles_and_escapes_markup(nlp):
    html = render(nlp("一是<script>更新不及时；二是人手不足。"))
    assert "problem" in html
    assert "<script>" not in html


def test_registration_loads_nothing_heavy():
    code = (
        "import sys, textmine.components; "
        "print([m for m in ('jieba','rjieba','sklearn','matplotlib','pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
