"""What ``explain`` shows: the split, roles, cues that fired and cues held back with the reason."""

import json

from textmine.themes import explain


def held(explanation):
    return {
        (note["theme"], note["reason"])
        for statement in explanation.to_dict()["statements"]
        for note in statement["held_back"]
    }


def test_goal_and_named_shortfall():
    sentence = "针对部分栏目更新不及时的问题，加强业务培训，确保政策解读质量。"
    explanation = explain(sentence, tagger="rules")
    (statement,) = explanation.to_dict()["statements"]
    assert statement["role"] == "measure"
    assert {tag["id"] for tag in statement["themes"]} == {"timeliness", "training"}
    assert ("interpretation", "goal") in held(explanation)
    for note in (*statement["cues"], *statement["held_back"]):
        for word, (start, end) in zip(note["words"], note["ranges"], strict=True):
            assert sentence[start:end] == word


def test_column_name_and_negation():
    assert ("interpretation", "column") in held(explain("“政策解读”栏目更新不及时。", tagger="rules"))
    text = explain("存在问题：\n一是“政策解读”栏目长期不更新。", tagger="rules").to_text()
    assert "公开时效" in text
    assert "未计入" in text
    assert "栏目" in text


def test_plain_data_and_empty_text():
    explanation = explain("公开渠道单一。", tagger="rules")
    assert json.loads(json.dumps(explanation.to_dict(), ensure_ascii=False))["tagger"] == "rules"
    assert explain("", tagger="rules").to_text()
