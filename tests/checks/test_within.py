"""Checks on one report: arithmetic, text against table, dates, names, candour."""

import pytest
from check_tables import REQUESTS, TITLES, Made, figures, outcome


def test_a_consistent_report_fails_nothing():
    made = Made()
    made.add(overview="2023年共收到政府信息公开申请46件，上年结转3件，办结44件，结转下年度继续办理5件。")
    rows = made.outcomes()
    assert not [row for row in rows.values() if row["outcome"] == "fails"]
    for check in (
        "requests_flow",
        "requests_parts",
        "requests_rows",
        "review_totals",
        "text_received",
        "text_carried",
    ):
        assert rows[check]["outcome"] == "holds"


SLIPS = {
    "requests_flow": {"requests.carried_forward.natural_person": 9, "requests.carried_forward.total": 9},
    "requests_parts": {"requests.granted.natural_person": 21, "requests.granted.total": 25},
    "requests_rows": {"requests.new.total": 50},
    "review_totals": {"review.reconsideration.total": 0},
    "active_numbers": {"active.normative_documents.valid": 0},
}


@pytest.mark.parametrize("check", list(SLIPS))
def test_slips_are_found_and_their_cells_named(check):
    made = Made()
    made.add(values=figures() | SLIPS[check])
    row = made.outcomes()[check]
    assert row["outcome"] == "fails"
    assert set(SLIPS[check]) & {cell["key"] for cell in row["cells"]}
    assert all(cell["name"].startswith("表") for cell in row["cells"])
    assert row["message"].endswith("。") and row["message_en"].endswith(".")


def test_the_message_shows_the_numbers():
    made = Made()
    values = figures() | {"review.reconsideration.upheld": 10, "review.reconsideration.corrected": 1, "review.reconsideration.total": 0,
                          "review.reconsideration.other": 0}  # fmt: skip
    made.add(values=values)
    assert made.outcomes()["review_totals"]["message"] == "表四总计不等于各项之和：“行政复议” 10+1+0+0≠0。"


def test_blanks_are_zero_unknown_or_wrong():
    blanks = {key: None for key, value in figures().items() if value == 0}
    assert outcome("requests_flow", values=figures() | blanks) == "blank_is_zero"
    # A blank total may hold what is missing; a filled one cannot be too small.
    assert outcome("requests_rows", values=figures() | {"requests.new.total": None}) == "untestable"
    assert outcome("requests_rows", values=figures() | blanks | {"requests.new.total": 5}) == "fails"
    assert outcome("requests_rows", values=figures() | blanks | {"requests.new.total": 60}) == "untestable"


def test_a_dash_is_no_number_and_a_cell_that_was_not_read_is_not_zero():
    keys = {"requests.new.research": None}
    assert (
        outcome("requests_rows", values=figures() | keys, raw={"requests.new.research": "/"})
        == "blank_is_zero"
    )
    assert outcome("requests_rows", values=figures() | keys, unsure=list(keys)) == "untestable"


def test_without_a_table_nothing_is_tested():
    values = {key: value for key, value in figures().items() if not key.startswith("requests.")}
    assert outcome("requests_flow", values=values) == "untestable"
    assert outcome("text_received", values=values, overview="收到政府信息公开申请7件。") is None


def test_the_form_of_2019_has_one_row_of_other_outcomes():
    values = figures(
        "2019", active={"licensing": [8, 1, 90]}, requests=REQUESTS | {"other": [2], "new": [42, 6]}
    )
    eras = dict.fromkeys(("active", "requests", "review"), "2019")
    made = Made()
    made.add(values=values, eras=eras)
    rows = made.outcomes()
    assert rows["requests_parts"]["outcome"] == "holds" and rows["active_numbers"]["outcome"] == "untestable"


# New 46, carried in 3, total 44, carried forward 5; granted 24, partly 6, not held 11, complaint 3.
AGREES = [
    ("text_received", "共收到政府信息公开申请46件。"),
    ("text_received", "全年受理依申请公开49件（含上年结转3件）。"),
    ("text_received", "共收到46份政府信息公开申请，均为自然人申请。"),
    ("text_received", "2023年1月1日至12月31日，我局收到公民、法人和其他组织的政府信息公开申请４６件。"),
    ("text_received", "新收政府信息公开申请46件。"),
    ("text_answered", "对收到的申请，共办结44件。"),
    ("text_answered", "答复政府信息公开申请30件。"),
    ("text_outcomes", "答复的申请中，予以公开或部分公开30件，无法提供11件。"),
    ("text_outcomes", "答复的申请中，予以公开24件、部分公开6件，属于信访举报投诉类申请不予处理3件。"),
    ("text_carried", "申请办理中，上年结转3件，结转至2024年度5件。"),
    ("text_review", "因政府信息公开引发行政复议3件，其中结果维持2件；行政诉讼1件。"),
    ("text_growth", "上年收到申请40件，今年收到政府信息公开申请46件，比上年增长15%。"),
    ("text_shares", "办结申请44件，其中予以公开24件，占54.5%。"),
    ("text_lists", "收到申请46件，其中土地类30件、住建类16件。"),
    ("text_lists", "收到申请46件，其中土地类30件、住建类16件，上年结转3件，按期答复44件，结转5件。"),
]
CONTRADICTS = [
    ("text_received", "共收到政府信息公开申请64件。"),
    ("text_received", "新收政府信息公开申请49件。"),
    ("text_received", "2023年1至12月共收到政府信息公开申请64件。"),
    ("text_received", "2023年1月1日至12月31日收到政府信息公开申请64件。"),
    ("text_received", "全年未收到政府信息公开申请。"),
    ("text_received", "本年度没有收到公民、法人和其他组织的政府信息公开申请。"),
    ("text_answered", "对收到的申请，共办结40件。"),
    ("text_outcomes", "答复的申请中，予以公开42件。"),
    ("text_carried", "申请办理中，没有结转下年度继续办理的申请。"),
    ("text_carried", "上年结转政府信息公开申请8件。"),
    ("text_all_done", "收到的政府信息公开申请全部办结。"),
    ("text_review", "全年未发生因政府信息公开被申请行政复议、提起行政诉讼的情况。"),
    ("text_review", "因政府信息公开引发行政复议13件。"),
    ("text_shares", "办结申请44件，其中予以公开24件，占83%。"),
    ("text_lists", "收到申请46件，其中土地类30件、住建类26件。"),
    ("text_documents", "制定行政规范性文件6件。"),
]
OTHER_SCOPES = [
    "通过网络收到政府信息公开申请31件、信函申请15件。",
    "收到自然人申请40件。",
    "2022年共收到政府信息公开申请39件。",
    "与上一年受理申请39件相比有所增加。",
    "全年办理12345热线工单900件，全部办结。",
    "收到人大代表建议12件，已全部办结。",
    "主动公开政府信息230余条。",
    "指导下属单位办理政府信息公开申请7件。",
    "全年未收到行政许可申请。",
    "按时办结率100%。",
    "收到申请约50件。",
    "受理备案类申请8件。",
    "没有因政府信息公开被纠正的行政复议案件。",
    "无因逾期未答复政府信息公开申请而败诉的行政诉讼。",
    "通过网站公开信息88条，其中政策解读60条、工作动态50条。",
    "办理行政复议案件120件。",
    "收到企业提出的政府信息公开申请9件。",
    "上半年收到政府信息公开申请20件。",
    "2021年至2023年分别收到政府信息公开申请26件、32件、46件。",
    "2023年1至6月收到政府信息公开申请20件，7至12月收到政府信息公开申请26件。",
    "办结申请44件，其中予以公开24件、部分公开6件，二者合计占68.2%。",
    "全市系统共收到政府信息公开申请96件，其中市局本级46件。",
    "收到政府信息公开申请46件，其中土地类40件，上年结转3件，办结44件。",
]


@pytest.mark.parametrize(("check", "sentence"), AGREES)
def test_sentences_that_agree(check, sentence):
    assert outcome(check, overview=sentence) == "holds"


@pytest.mark.parametrize(("check", "sentence"), CONTRADICTS)
def test_sentences_that_contradict_the_table(check, sentence):
    made = Made()
    made.add(overview=sentence)
    rows = made.outcomes()
    assert rows[check]["outcome"] == "fails"
    start = len(TITLES["overview"])
    for span in rows[check]["spans"]:
        assert sentence[span["start"] - start : span["end"] - start] == span["text"] != ""


@pytest.mark.parametrize("sentence", OTHER_SCOPES)
def test_other_scopes_years_and_matters_are_no_contradiction(sentence):
    made = Made()
    made.add(overview=sentence)
    assert not [row["check"] for row in made.outcomes().values() if row["outcome"] == "fails"]


def test_all_done_is_not_meant_to_the_letter_where_the_text_speaks_of_cases_carried_over():
    text = "收到申请46件，结转下年度5件，其余申请均已办结。"
    assert outcome("text_all_done", overview=text) == "untestable"


def test_a_government_may_count_another_scope_in_its_text():
    meta = {
        "kind": "government",
        "agency": "云汀市人民政府",
        "overview": "各部门共收到政府信息公开申请640件。",
    }
    assert outcome("text_received", **meta) == "untestable"
    own = meta | {"overview": "市本级收到政府信息公开申请12件，其中予以公开5件、部分公开2件。"}
    assert outcome("text_outcomes", **own) == "untestable"


@pytest.mark.parametrize(
    ("kind", "year", "published", "expected"),
    [
        ("department", 2022, "2023-01-31", "holds"),
        ("department", 2022, "2023-02-09", "fails"),
        ("government", 2022, "2023-03-31", "holds"),
        ("government", 2022, "2023-04-11", "fails"),
        ("department", 2018, "2019-03-12", "holds"),  # one date for all until the regulations of 2019
        ("department", 2022, "2022-09-01", "fails"),
        ("department", 2022, "2024-05-01", "untestable"),  # a page that was moved
        ("department", 2022, None, "untestable"),
    ],
)
def test_date_of_publication(kind, year, published, expected):
    assert outcome("publication_date", kind=kind, year=year, published=published) == expected


def test_years_that_disagree():
    assert outcome("reported_year", overview="2022年工作平稳。2022年公开信息90条。") == "fails"
    assert outcome("reported_year", issues=["metadata_conflict_year"]) == "fails"
    assert outcome("reported_year", overview="2023年工作平稳，比2022年好。") == "holds"


@pytest.mark.parametrize(
    ("kind", "agency", "text", "expected"),
    [
        ("subdistrict", "青禾区东篱街道办事处", "我镇认真落实。", "fails"),
        ("township", "青禾区鹭浦镇人民政府", "我镇认真落实，我县支持。", "holds"),
        ("township", "石楠县桐岭乡人民政府", "我镇认真落实。", "fails"),
        ("department", "云汀市民政局", "我市各镇落实，我局认真。", "holds"),
        ("department", "云汀市民政局", "我街道认真落实。", "fails"),
        ("department", "云汀市民政局", "推广“我镇我家”活动。", "holds"),
        ("township", "青禾区鹭浦镇人民政府", "我乡村振兴工作推进。", "holds"),
    ],
)
def test_what_an_agency_calls_itself(kind, agency, text, expected):
    assert outcome("foreign_name", kind=kind, agency=agency, level="township", overview=text) == expected


def test_the_name_of_another_town_is_found():
    made = Made()
    made.add(kind="township", agency="云汀市青禾区鹭浦镇人民政府", level="township", county="青禾区")
    made.add(kind="subdistrict", agency="云汀市青禾区东篱街道办事处", level="township", county="青禾区",
             overview="在鹭浦镇便民服务中心设立公开专区。")  # fmt: skip
    row = made.outcomes()["foreign_name"]
    assert row["outcome"] == "fails" and row["spans"][0]["text"] == "鹭浦镇"


def test_structure():
    wrong = TITLES | {"problems": "四、存在的主要问题及改进情况"}
    assert outcome("section_order", titles=wrong) == "fails" and outcome("section_order") == "holds"
    gone = {name: title for name, title in TITLES.items() if name != "other"}
    assert outcome("missing_section", titles=gone) == "fails" and outcome("missing_section") == "holds"
    # A gap in the numbers, or the table of the section, says that only its heading was not recognised.
    gap = {name: title for name, title in TITLES.items() if name != "active"}
    assert outcome("missing_section", titles=gap) == "untestable"


def test_section_five_of_formulas():
    formula = [("measure", "努力推动工作再上新台阶", []), ("context", "取得一定成效", [])]
    made = Made()
    made.add(agency="云汀市财政局")
    document = made.add(remarks=formula)
    assert made.outcomes(document)["empty_section_five"]["outcome"] == "fails"
    assert outcome("empty_section_five", remarks=[("problem", "稿件大同小异", [])]) == "holds"


CORRECTED = figures(review={"reconsideration": [2, 1, 1, 0], "lawsuit_direct": [1]})
MANY_FORWARD = figures(requests={"new": [60], "granted": [30], "carried_forward": [30]})
NOT_HELD = figures(requests={"new": [40], "granted": [10], "unavailable.not_held": [30]})


@pytest.mark.parametrize(
    ("check", "values"),
    [
        ("silent_on_corrections", CORRECTED),
        ("silent_on_stock", MANY_FORWARD),
        ("silent_on_unavailable", NOT_HELD),
    ],
)
def test_candour_says_not_mentioned_and_is_content_with_a_mention(check, values):
    made = Made()
    made.add(values=values, remarks=[("problem", "宣传力度不够", ["publicity"])])
    row = made.outcomes()[check]
    assert (
        row["outcome"] == "fails" and "未提及" in row["message"] and "does not mention" in row["message_en"]
    )
    assert row["cells"] and row["spans"]
    mention = [("problem", "依申请公开答复不够规范", ["request_handling"])]
    assert outcome(check, values=values, remarks=mention) == "holds"
    assert outcome(check, remarks=[("problem", "宣传力度不够", ["publicity"])]) == "holds"


def test_nothing_published():
    made = Made()
    made.add(overview="2023年主动公开政府信息0条。", remarks=[("problem", "培训不够", ["training"])])
    assert made.outcomes()["silent_on_no_publication"]["outcome"] == "fails"


@pytest.mark.parametrize("text", ["收到申请", "1,234,", "0件", "其中", "（", "占%", "复议未没有"])
def test_hostile_texts_are_checked_in_bounded_time(text):
    import time

    begin = time.process_time()
    outcome("text_received", overview=text * (200_000 // len(text)))
    assert time.process_time() - begin < 5
