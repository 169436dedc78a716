"""Keyness, new terms, KWIC and the network of themes: by formula, by known graphs, by planted words."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from made_tables import MadeReport, made_corpus, made_tables
from sample_truth import sample_tables

from textmine.analysis import keyness, kwic, network, new_terms
from textmine.analysis._network import _betweenness, _communities, _eigenvector
from textmine.analysis._terms import content_words
from textmine.errors import UsageError

FILLERS = ("栏目内容陈旧", "网站检索缓慢", "经办人员更换", "材料报送拖沓", "群众留言积压", "目录分类杂乱")


def _report(number: int, year: int, *texts: str, **place: str) -> MadeReport:
    extra = {f"theme{n}": text for n, text in enumerate(texts)}
    return MadeReport(agency=f"云汀市第{number}局", year=year, extra=extra, **place)


def test_content_words_join_lines_and_drop_stop_words() -> None:
    assert content_words("进一步加强依申请公开\n工作，2023年答复128件") == ["依申请公开", "答复"]
    assert content_words("政策\n解读") == ["政策解读"]


def test_log_odds_are_those_of_the_formula() -> None:
    reports = [_report(n, 2021, "直播问政", "栏目陈旧") for n in range(4)] + [
        _report(n, 2022, "栏目陈旧") for n in range(4)
    ]
    result = keyness(made_tables(reports), prior_words=10.0)
    row = result.frame.set_index(["year", "word"]).loc[(2021, "直播")]
    words = {word: group["count"].sum() for word, group in result.frame.groupby("word")}
    total, inside_total = sum(words.values()), result.frame[result.frame["year"] == 2021]["count"].sum()
    prior = 10 * 4 / total
    a, b = 4 + prior, 0 + prior
    n_in, n_out = inside_total + 10, total - inside_total + 10
    expected = math.log(a / (n_in - a)) - math.log(b / (n_out - b))
    assert row["count"] == 4 and row["other"] == 0 and row["agencies"] == 4
    assert row["log_odds"] == pytest.approx(expected)
    assert row["z"] == pytest.approx(expected / math.sqrt(1 / a + 1 / b))  # all agencies alike: no inflation


def _corpus(seed: int, *, word: str | None, spread: bool) -> list[MadeReport]:
    """Two years of 40 agencies; in the later year ``word`` comes from half the agencies, or many times from three."""
    rng = random.Random(seed)
    reports = []
    for number in range(40):
        for year in (2021, 2022):
            texts = [rng.choice(FILLERS) for _ in range(3)]
            if word and year == 2022:
                times = 1 if spread and number % 2 else 7 if not spread and number < 3 else 0
                texts += [word] * times
            reports.append(_report(number, year, *texts))
    return reports


def test_key_words_are_found_and_repeating_agencies_are_not() -> None:
    found = keyness(made_tables(_corpus(1, word="算法备案", spread=True))).frame
    assert set(found[found["key"] & (found["year"] == 2022)]["word"]) == {"算法", "备案"}
    assert not found[found["key"]]["year"].eq(2021).any()
    alone = keyness(made_tables(_corpus(1, word="算法备案", spread=False))).frame
    assert not alone["key"].any()


def test_no_key_words_by_chance() -> None:
    alarms = [
        keyness(made_tables(_corpus(seed, word=None, spread=True))).frame["key"].any() for seed in range(12)
    ]
    assert sum(alarms) <= 3  # 0.6 expected


def test_keyness_of_nothing() -> None:
    assert keyness(made_tables([])).frame.empty
    assert new_terms(made_tables([])).frame.empty
    with pytest.raises(UsageError):
        keyness(made_tables([]), by="colour")
    with pytest.raises(UsageError):
        keyness(made_tables([]), role="hero")
    with pytest.raises(UsageError):
        new_terms(made_tables([]), section="seven")


def test_new_terms_by_hand() -> None:
    reports = [_report(n, year, FILLERS[n % 6]) for n in range(12) for year in (2020, 2021)]
    reports += [_report(n, 2022, FILLERS[n % 6], *(["算法备案"] if n < 6 else [])) for n in range(12)]
    reports += [_report(n, 2021, "突击检查") for n in range(20, 22)]
    frame = new_terms(made_tables(reports), role="problem").frame.set_index("word")
    row = frame.loc["备案"]
    assert row[["first", "last", "reports", "agencies", "before", "since"]].tolist() == [
        2022,
        2022,
        6,
        6,
        26,
        12,
    ]
    # 6 places among 38 agency-years, none on the first 26: C(12, 6) / C(38, 6)
    assert row["p"] == pytest.approx(math.comb(12, 6) / math.comb(38, 6))
    assert row["new"] and row["share"] == 0.5 and row["by_year"] == "2022:6"
    assert "突击" not in frame.index  # two agencies only
    assert "栏目" not in frame.index  # there from the first year on


def test_kwic_finds_words_broken_over_lines_and_gives_their_place() -> None:
    tables = made_tables([MadeReport(agency="甲局", lead="我局公众号更新不\n及时，群众意见较大", year=2022)])
    result = kwic(tables, "更新不及时,", window=3)
    row = result.frame.iloc[0]
    assert (row["left"], row["match"], row["right"]) == ("公众号", "更新不及时，", "群众意")
    section = tables.frame("sections").iloc[0]
    assert (
        section["text"][row["start"] - section["start"] : row["end"] - section["start"]] == "更新不\n及时，"
    )
    assert (row["agency"], row["year"]) == ("甲局", 2022)


def test_kwic_options() -> None:
    tables = sample_tables()
    everywhere = kwic(tables, "解读")
    problems = kwic(tables, "解读", role="problem")
    assert 0 < len(problems.frame) < len(everywhere.frame)
    assert kwic(tables, "[0-9]+个工作日", regex=True).frame["match"].str.fullmatch("[0-9]+个工作日").all()
    assert len(kwic(tables, "公开", most=5).frame) == 5 and kwic(tables, "公开", most=5).params["cut"]
    assert kwic(tables, "没有这样的词").frame.empty
    statements = tables.frame("statements").set_index("statement")["text"]
    for row in problems.frame.itertuples():
        assert row.match in statements[row.statement]
    for bad in ("", "  "):
        with pytest.raises(UsageError):
            kwic(tables, bad)
    with pytest.raises(UsageError):
        kwic(tables, "(", regex=True)


def _graph(n: int, *edges: tuple[int, int]) -> np.ndarray:
    weight = np.zeros((n, n))
    for a, b in edges:
        weight[a, b] = weight[b, a] = 1.0
    return weight


def test_measures_of_known_graphs() -> None:
    star = _graph(4, (0, 1), (0, 2), (0, 3))
    assert _betweenness(star).tolist() == [1, 0, 0, 0]
    assert _eigenvector(star) == pytest.approx([1, *[1 / math.sqrt(3)] * 3])
    square = _graph(4, (0, 1), (1, 2), (2, 3), (3, 0))
    assert _betweenness(square) == pytest.approx(
        [1 / 6] * 4
    )  # one of two shortest paths of one of three pairs
    bridge = _graph(6, (0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3))
    community, modularity = _communities(bridge)
    assert community == [1, 1, 1, 2, 2, 2]
    assert modularity == pytest.approx(5 / 14)
    assert _communities(np.zeros((3, 3))) == ([1, 2, 3], 0.0)
    assert _eigenvector(np.zeros((3, 3))).tolist() == [0, 0, 0]


def test_weights_decide_the_shortest_path() -> None:
    weight = _graph(3, (0, 1), (1, 2))
    weight[0, 2] = weight[2, 0] = 0.4  # distance 2.5 against 2 over the middle
    assert _betweenness(weight).tolist() == [0, 1, 0]


def test_network_of_themes() -> None:
    rng = random.Random(3)
    reports = []
    for number in range(120):
        named = []
        if rng.random() < 0.5:
            named += ["staffing", "training"]
        if rng.random() < 0.4:
            named += ["coverage", "timeliness"]
        named += [theme for theme in ("platform", "publicity") if rng.random() < 0.3]
        reports.append(MadeReport(agency=f"云汀市第{number}局", problems=named))
    result = network(made_tables(reports))
    nodes = result.frame.set_index("theme")
    assert nodes.loc["staffing", "community"] == nodes.loc["training", "community"]
    assert nodes.loc["coverage", "community"] == nodes.loc["timeliness", "community"]
    assert nodes.loc["staffing", "community"] != nodes.loc["coverage", "community"]
    sure = {frozenset((edge["a"], edge["b"])) for edge in result.params["edges"] if edge["more"]}
    assert sure == {frozenset(("staffing", "training")), frozenset(("coverage", "timeliness"))}
    assert nodes.loc["staffing", "degree"] == 1 and nodes.loc["other", "strength"] == 0
    assert result.params["modularity"] > 0.3
    assert network(made_tables([])).params["edges"] == []
    assert len(network(made_tables(made_corpus())).frame) == 18


def test_places_and_amounts_are_no_key_words() -> None:
    reports = [_report(n, 2021 + n % 2, "石禾镇三个村公开栏陈旧", county="石禾区") for n in range(8)]
    words = set(keyness(made_tables(reports)).frame["word"])
    assert "陈旧" in words and not words & {"石禾", "石禾镇", "石禾区", "云汀", "云汀市", "三个"}
