"""Checks across years and levels."""

from check_tables import REQUESTS, Made, figures


def two_years(first, second, **meta):
    made = Made()
    made.add(values=first, year=2022, published="2023-01-20", **meta)
    made.add(values=second, year=2023, **meta)
    return made.outcomes()


def test_what_was_carried_forward_must_be_carried_in():
    first = figures(
        requests=REQUESTS | {"carried_in": [0], "new": [43, 6], "carried_forward": [3], "granted": [22, 4]}
    )
    rows = two_years(first, figures())
    assert rows["carried_over"]["outcome"] == "holds"
    wrong = figures(requests=REQUESTS | {"carried_in": [1], "granted": [18, 4]})
    rows = two_years(first, wrong)
    assert rows["carried_over"]["outcome"] == "fails"
    assert {cell["document"] for cell in rows["carried_over"]["cells"]} == {"000000000001", "000000000002"}


def test_the_chain_of_an_agency_survives_a_region_left_out_of_its_name():
    made = Made()
    made.add(year=2022, agency="云汀市青禾区教育局", county="青禾区", level="county")
    made.add(year=2023, agency="青禾区教育局", city=None, county="青禾区", level="county")
    assert made.outcomes()["carried_over"]["outcome"] == "fails"  # 5 forward, 3 in: they are one agency


def test_agencies_of_one_name_in_two_cities_are_two():
    made = Made()
    made.add(year=2022, agency="鼓楼区教育局", city="云汀市", county="鼓楼区", level="county")
    made.add(year=2023, agency="鼓楼区教育局", city="临漪市", county="鼓楼区", level="county")
    assert made.outcomes()["carried_over"]["outcome"] == "untestable"


def test_a_year_between_is_not_skipped():
    made = Made()
    made.add(year=2021)
    made.add(year=2023)
    assert made.outcomes()["carried_over"]["outcome"] == "untestable"


def test_stock_of_documents():
    before = figures(active={"normative_documents": [2, 1, 29]})
    assert two_years(before, figures())["active_stock"]["outcome"] == "holds"
    after = figures(active={"normative_documents": [2, 1, 34]})
    row = two_years(before, after)["active_stock"]
    assert row["outcome"] == "fails" and row["severity"] == "warning" and "29+2-1≠34" in row["message"]


def test_pending_cases():
    before = figures(review={"reconsideration": [0, 0, 0, 4]})
    after = figures(review={"reconsideration": [1, 0, 0, 0]})
    assert two_years(before, after)["pending_cases"]["outcome"] == "fails"


def test_copied_tables_but_not_small_coincidences():
    assert two_years(figures(), figures())["copied_tables"]["outcome"] == "fails"
    small = figures(requests={"new": [1], "granted": [1]}, review={}, active={"licensing": [3]})
    assert two_years(small, small)["copied_tables"]["outcome"] == "holds"


def parent(overview, new, **child_meta):
    made = Made()
    government = made.add(
        kind="government", agency="云汀市人民政府", overview=overview, published="2024-02-01",
        values=figures(requests={"new": [new], "granted": [new]}),
    )  # fmt: skip
    made.add()
    made.add(**{"agency": "云汀市财政局"} | child_meta)
    return made.outcomes(government)["parent_children"]


def test_a_whole_territory_cannot_count_fewer_than_its_parts():
    assert parent("全市新收政府信息公开申请60件。", 60)["outcome"] == "fails"
    assert parent("全市新收政府信息公开申请600件。", 600)["outcome"] == "holds"
    assert parent("市本级收到政府信息公开申请60件。", 60)["outcome"] == "untestable"
    assert parent("2023年工作平稳。", 60)["outcome"] == "untestable"


def test_children_are_those_of_the_same_year_and_place():
    assert parent("全市新收政府信息公开申请60件。", 60, year=2022)["outcome"] == "holds"
    assert parent("全市新收政府信息公开申请60件。", 60, city="临漪市")["outcome"] == "holds"
    assert parent("全市新收政府信息公开申请60件。", 60, kind="vertical")["outcome"] == "holds"


def test_growth_against_last_years_report():
    made = Made()
    made.add(year=2022, values=figures(requests={"new": [40], "granted": [37], "carried_forward": [3]}))
    made.add(year=2023, overview="共收到政府信息公开申请46件，较上年增加6件。")
    assert made.outcomes()["text_growth"]["outcome"] == "holds"
    made.add(year=2024, overview="共收到政府信息公开申请46件，同比下降30%。")
    assert made.outcomes()["text_growth"]["outcome"] == "fails"


def test_growth_without_last_year_cannot_be_tested():
    made = Made()
    made.add(overview="共收到政府信息公开申请46件，同比增长15%。")
    assert made.outcomes()["text_growth"]["outcome"] == "untestable"


def test_only_light_problems_three_years_running():
    made = Made()
    for year in (2021, 2022, 2023):
        made.add(year=year, remarks=[("problem", "业务学习不够", ["training"])])
    assert made.outcomes()["only_light_problems"]["outcome"] == "fails"
    made.add(year=2024, remarks=[("problem", "更新不及时", ["timeliness"])])
    assert made.outcomes()["only_light_problems"]["outcome"] == "holds"
