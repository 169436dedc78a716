"""Training: the same data give the same bytes; what cannot be learned from is refused; fits do what they should."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from textmine.errors import UsageError
from textmine.gold import GoldPassage, GoldStatement, read_gold, theme_ids
from textmine.parsing import parse_narrative
from textmine.schema import Statement
from textmine.themes._augmentation import as_cut, listed, merged, one_sided, unpaired
from textmine.themes._features import Batch, Vocabulary, ngrams
from textmine.themes._fitting import best_threshold, standardised_fit
from textmine.themes._lexicon import load_lexicon
from textmine.themes._linear import Coefficients
from textmine.themes._units import Units
from textmine.themes.classifier import LearnedTagger
from textmine.themes.training import TrainingOptions, load_model, save_model, train

GOLD = Path(__file__).parents[2] / "corpora/gold/gold.jsonl"


@pytest.fixture(scope="module")
def few():
    """Enough passages for every theme and role, few enough to train in seconds."""
    return read_gold(GOLD)[:360:6]


def test_same_data_same_bytes_and_a_usable_model(few, tmp_path):
    options = TrainingOptions(lists=60, folds=2)
    for name in ("a", "b"):
        save_model(train(few, options=options), tmp_path / name)
    for file in ("default.json", "default.npz"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    tagger = LearnedTagger(load_model(tmp_path / "a"))
    passage = few[0]
    items = [(passage.text, [])]
    assert tagger.tag_many(items) == [()]
    assert tagger.model.about["training"]["passages"] == len(few)


def test_too_little_is_refused(few):
    with pytest.raises(UsageError, match="at least 20 passages"):
        train(few[:3])
    with pytest.raises(UsageError, match="same id"):
        train([*few, few[0]])
    bare = [replace(p, statements=tuple(replace(s, themes=()) for s in p.statements)) for p in few]
    with pytest.raises(UsageError, match="no example of timeliness"):
        train(bare)


def test_newton_finds_the_optimum_wherever_it_starts():
    rng = np.random.default_rng(1)
    columns = rng.normal(size=(400, 3)) * [1.0, 100.0, 0.01]
    target = columns[:, 0] + columns[:, 1] / 100 + rng.normal(size=400) > 0.5
    found = standardised_fit(columns, target, 1.0)
    np.testing.assert_array_equal(
        found, standardised_fit(columns, target, 1.0, start=np.array([3.0, 0.1, -50.0, 2.0]))
    )
    scaled = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    model = LogisticRegression(C=1.0, tol=1e-10, max_iter=1000).fit(scaled, target)
    expected = scaled @ model.coef_[0] + model.intercept_[0]
    np.testing.assert_allclose(columns @ found[:-1] + found[-1], expected, atol=1e-3)


def test_threshold_of_the_best_f1():
    probability = np.concatenate([np.linspace(0.6, 0.9, 200), np.linspace(0.01, 0.4, 800)])
    target = np.arange(1000) < 200
    assert 0.4 <= best_threshold(probability, target) <= 0.65


def _passages():
    text = "一是人少。二是钱少。三是招人。四是要钱。"
    statements = tuple(
        GoldStatement(2 + 5 * n, 4 + 5 * n, role, (theme,))
        for n, (role, theme) in enumerate(
            [
                ("problem", "staffing"),
                ("problem", "resources"),
                ("measure", "staffing"),
                ("measure", "resources"),
            ]
        )
    )
    return [
        GoldPassage(f"{batch}-{n}", text, statements, agency=f"{batch}{n}")
        for batch in "AB"
        for n in range(6)
    ]


def test_made_passages_keep_labels_and_batches():
    passages = _passages()
    for made in (merged(passages, 0), one_sided(passages, 0), unpaired(passages, 0), listed(passages, 0, 40)):
        assert made
        for passage in made:
            assert passage.batch in "AB"
            for item in passage.statements:
                words = passage.text[item.start : item.end]
                assert ("人" in words) == ("staffing" in item.themes)
                assert ("钱" in words) == ("resources" in item.themes)
    assert merged(passages, 0) == merged(passages, 0)


def test_statements_as_they_come_at_work_keep_clear_labels_only():
    text = "一是更新不及时，公开形式单一。二是人员兼职导致更新慢。改进措施：加强培训。"

    def marked(*parts):
        return tuple(
            GoldStatement(text.index(words), text.index(words) + len(words), role, themes)
            for words, role, themes in parts
        )

    gold = marked(
        ("更新不及时，公开形式单一", "problem", ("timeliness", "channels")),
        ("人员兼职导致更新慢", "problem", ("staffing", "timeliness")),
        ("加强培训", "measure", ("training",)),
    )
    (made,) = as_cut([GoldPassage("A-1", text, gold)], [(text, parse_narrative(text))])
    found = {text[item.start : item.end]: (item.role, set(item.themes)) for item in made.statements}
    assert found["人员兼职导致更新慢"] == ("problem", {"staffing", "timeliness"})
    assert found["加强培训"] == ("measure", {"training"})
    # One part of a statement with two themes has either or both: nobody knows.
    assert "公开形式单一" not in found


def test_clauses_of_purpose_are_not_looked_at():
    text = "加强培训，确保及时公开。确保公开准确"
    statements = (
        Statement("s000", "measure", 0, 11, text[:11]),
        Statement("s001", "measure", 12, 18, text[12:]),
    )
    units = Units([(text, statements)])
    owner, starts, ends = units.clauses()
    offsets = units.batch.offsets(np.zeros(len(starts), np.int64), starts)
    assert owner.tolist() == [0, 1]
    assert [text[start : start + size] for start, size in zip(offsets, ends - starts, strict=True)] == [
        "加强培训",
        "确保公开准确",  # all that the statement says
    ]


@pytest.mark.parametrize(
    ("text", "looked_at"),
    [
        ("加强值班力量，不断提高公开质量，增强群众获得感", ["加强值班力量"]),
        # What only says by what or from when on a step goes is no step whose result could follow.
        (
            "我局将按照全县部署的要求，进一步提高认识，查找短板",
            ["我局将按照全县部署的要求", "进一步提高认识", "查找短板"],
        ),
        ("围绕困难群众关心的事项，提升公开内容的质量", ["围绕困难群众关心的事项", "提升公开内容的质量"]),
        # A sentence of its own, or one of several short steps.
        ("提升公开质量。逐条核对，提高信息的准确性", ["提升公开质量", "逐条核对"]),
        ("加强学习，提高认识，完善制度", ["加强学习", "提高认识", "完善制度"]),
        # An attitude comes of teaching, but is what an appeal is about.
        ("组织业务培训，增强主动公开的意识", ["组织业务培训"]),
        ("加大教育力度，增强主动公开的意识", ["加大教育力度", "增强主动公开的意识"]),
    ],
)
def test_what_comes_of_a_step_is_not_looked_at(text, looked_at):
    units = Units([(text, (Statement("s000", "measure", 0, len(text), text),))])
    owner, starts, ends = units.clauses()
    first, last = (units.batch.offsets(owner * 0, slots) for slots in (starts, ends - 1))
    assert [text[a : b + 1] for a, b in zip(first.tolist(), last.tolist(), strict=True)] == looked_at


def test_equal_strings_have_equal_hashes_wherever_they_stand():
    batch = Batch(["更新不 及时", "还是更新\n不及时", "abc １２"])
    starts = batch.slots(np.array([0, 1]), np.array([0, 2]))
    ends = batch.slots(np.array([0, 1]), np.array([6, 8]))
    found = ngrams(batch, starts, ends, field="t", sizes=(1, 2, 3))
    first, second = (set(found.hashes[found.rows == row].tolist()) for row in (0, 1))
    assert first == second
    assert len(first) == 5 + 4 + 3
    assert batch.offsets(np.array([0]), starts[:1] + 3).tolist() == [4]  # the blank is skipped


@settings(max_examples=50, deadline=None)
@given(
    st.sets(st.integers(0, 2**64 - 1), min_size=1, max_size=300),
    st.lists(st.integers(0, 2**64 - 1), max_size=50),
)
def test_vocabulary_finds_what_it_holds(known, others):
    hashes = np.array(sorted(known), dtype=np.uint64)
    vocabulary = Vocabulary(hashes)
    for _ in range(2):  # by bisection, then, when many have been looked up, by buckets
        np.testing.assert_array_equal(vocabulary.find(hashes), np.arange(len(hashes)))
        found = vocabulary.find(np.array(others, dtype=np.uint64)).tolist()
        assert all((index >= 0) == (value in known) for index, value in zip(found, others, strict=True))
        vocabulary.find(np.zeros(100_000, dtype=np.uint64))


def test_vocabulary_does_not_take_an_unknown_zero_for_known():
    for often in (1, 100_000):
        vocabulary = Vocabulary(np.array([1 << 54], dtype=np.uint64))
        found = vocabulary.find(np.array([0, 1 << 54] * often, dtype=np.uint64))
        assert found.reshape(-1, 2).tolist() == [[-1, 0]] * often


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(*[st.integers(-127, 127)] * 2), min_size=1, max_size=20), st.randoms())
def test_stored_coefficients_are_the_same_asked_for_one_by_one_and_all_at_once(roots, random):
    order = list(range(len(roots)))
    random.shuffle(order)
    scales = np.array([0.01, 0.3], dtype=np.float32)
    stored = Coefficients.stored(np.array(roots, dtype=np.int8), scales, np.array(order))
    unknown = len(roots)
    index = np.array([*range(unknown), 0, unknown])
    labels = np.arange(unknown + 2) % 2
    table, places = stored.rows(index)
    few, cells = table[places], stored.cells(index[:-1], labels[:-1])
    np.testing.assert_array_equal(few, stored.table[index])
    np.testing.assert_array_equal(cells, few[np.arange(unknown + 1), labels[:-1]])
    table, places = stored.rows(index)  # now all are worked out
    np.testing.assert_array_equal(table[places], few)
    np.testing.assert_array_equal(stored.cells(index[:-1], labels[:-1]), cells)
    assert not few[-1].any()


def test_word_fields_count_their_words():
    lexicon = load_lexicon()
    batch = Batch(["打印机老化，没有经费", "一切正常"])
    rows = np.arange(2)
    starts, ends = batch.slots(rows, np.zeros(2, np.int64)), batch.slots(rows, np.array([10, 4]))
    counts = lexicon.counts(ngrams(batch, starts, ends, field="t", sizes=(2, 3, 4)), 2).toarray()
    fields = dict(zip(lexicon.fields, counts.T, strict=True))
    assert fields["equipment"].tolist() == [2, 0]  # 打印机、老化
    assert fields["money"].tolist() == [2, 0]  # 没有经费, and the 经费 in it
    assert fields["late"].tolist() == [0, 0]


def test_every_theme_is_known_to_the_codebook():
    assert len(theme_ids()) == 18
