"""The two engines give the same tokens; the dictionary's terms stay whole; tokens keep their place."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine import segmentation
from textmine.segmentation import domain_words, segment, tokens_with_offsets

SAMPLE = sorted((Path(__file__).parents[1] / "corpora" / "sample").glob("*.txt"))
TEXT = (
    "依申请公开办理程序不够规范，“三审三校”制度落实不到位；政务新媒体G1-001更新滞后，详见www.abc-d.gov.cn。\r\n"
    "T恤、B超、AA制，3.14%与3.14.15，㈠①⼯作　龘㐀𠀀"
)
PIECES = [
    *"政府信息公开abcABC019.-_+#&%@ \t\n\r\u3000，。、（）《》“”①㈠⼀⼯\U00020000㐀\u9fd6\u9ff0鿿豈\x1c\x1f\x85\xa0\u200b\u2028é日テー〇々",
    "T恤",
    "B超",
    "AA制",
    "4S店",
    "依申请公开",
    "三审三校",
    "\r\n",
    "研究生命起源",
]


@pytest.fixture(scope="module")
def engines():
    pytest.importorskip("rjieba")
    return segmentation._Jieba(), segmentation._Rjieba()


@pytest.mark.parametrize("hmm", [False, True])
def test_engines_agree_on_texts(engines, hmm):
    reference, quick = engines
    for text in [TEXT, *(path.read_bytes().decode("utf-8", errors="replace") for path in SAMPLE)]:
        assert quick.cut(text, hmm) == reference.cut(text, hmm)


@given(
    pieces=st.lists(st.one_of(st.sampled_from(PIECES), st.characters(exclude_categories=["Cs"]))),
    hmm=st.booleans(),
)
def test_engines_agree_on_any_string(engines, pieces, hmm):
    reference, quick = engines
    text = "".join(pieces)
    tokens = quick.cut(text, hmm)
    assert tokens == reference.cut(text, hmm)
    assert "".join(tokens) == text


def test_domain_terms_stay_whole():
    for word in domain_words():
        assert segment(word) == [word]
    assert segment("依申请公开工作由专人负责")[:2] == ["依申请公开", "工作"]
    assert "三审三校" in segment("严格落实三审三校制度")


def test_offsets_give_the_token_back():
    for token, start, end in tokens_with_offsets(TEXT):
        assert TEXT[start:end] == token
        assert not token.isspace()


def test_long_text_of_one_character_is_quick():
    assert "".join(segment("公" * 1_000_000)) == "公" * 1_000_000


def test_fallback_to_jieba(monkeypatch):
    monkeypatch.setitem(sys.modules, "rjieba", None)
    segmentation._engine.cache_clear()
    try:
        assert segment("政务公开工作有序推进")[0] == "政务公开"
    finally:
        segmentation._engine.cache_clear()


def test_jieba_is_imported_without_warnings_output_or_cache_file(tmp_path):
    code = "from textmine.segmentation import _Jieba; print(_Jieba().cut('三审三校', False))"
    cache = tmp_path / "pyc"
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", f"pycache_prefix={cache}", "-c", code],
        capture_output=True,
        text=True,
        env={
            "TMPDIR": str(scratch),
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "PYTHONIOENCODING": "utf-8",
        },
        check=False,
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "['三审三校']", "")
    assert list(scratch.iterdir()) == []
