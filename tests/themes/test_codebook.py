"""The codebook as loaded, and clear words for a broken one."""

import pytest

from textmine.errors import ResourceError, UsageError
from textmine.themes import load_codebook

GOOD = """
version: 1
families:
  content: {zh: 内容, en: Content}
themes:
  - {id: timeliness, family: content, zh: 时效, en: Timeliness, article: 26, definition: Late.}
  - {id: water_quality, family: null, zh: 水质, en: Water, article: null, definition: Own theme., include: [水质数据]}
"""


def test_shipped_codebook():
    codebook = load_codebook()
    assert len(codebook.ids) == 18
    assert codebook.ids[0] == "timeliness"
    assert codebook.theme("request_handling").zh == "依申请公开办理"
    assert codebook.theme("other").family is None
    assert {theme.family for theme in codebook.themes} - {None} == {family.id for family in codebook.families}
    data = codebook.to_dict()
    assert [theme["id"] for theme in data["themes"]] == list(codebook.ids)
    assert data["themes"][0]["article"] == 26
    for theme in codebook.themes:
        assert theme.defined("zh").endswith("。") and theme.defined("en") == theme.definition


def test_own_codebook(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(GOOD, encoding="utf-8")
    codebook = load_codebook(path)
    assert codebook.ids == ("timeliness", "water_quality")
    assert codebook.theme("water_quality").include == ("水质数据",)
    assert codebook.theme("water_quality").defined("zh") == "Own theme."


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("version: 1", "version: 7"), "version 7"),
        (("id: timeliness", "id: Time liness"), "lower-case"),
        (("family: content", "family: nowhere"), "nowhere"),
        (("zh: 水质, ", ""), "'zh' is missing"),
        (("article: 26", "article: six"), "article"),
        (("id: water_quality", "id: timeliness"), "given twice"),
        (("include: [水质数据]", "include: 水质数据"), "is a list"),
        (("themes:", "topics:"), "themes"),
        (("{zh: 内容", "{zh: [内容"), "YAML"),
    ],
)
def test_a_broken_codebook_says_where(tmp_path, change, words):
    path = tmp_path / "own.yaml"
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(ResourceError, match=words) as caught:
        load_codebook(path)
    assert "own.yaml" in str(caught.value)


def test_missing_file_and_unknown_theme(tmp_path):
    with pytest.raises(ResourceError, match="cannot be read"):
        load_codebook(tmp_path / "none.yaml")
    with pytest.raises(UsageError, match="magic"):
        load_codebook().theme("magic")
