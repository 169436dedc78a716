"""Metadata: agency, region, level, kind, year, publication date, and their disagreements."""

from __future__ import annotations

import pytest
from report_texts import codes, composed, document

from textmine.parsing import parse
from textmine.schema import Metadata


def metadata(text: str, path: str = "", **hints: str) -> Metadata:
    return parse(document(text, path, **hints)).metadata


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        ("澄州省岭前市水务局2022年政府信息公开工作年度报告", "澄州省岭前市水务局", 2022),
        ("2022年度青坪区柳巷街道信息公开工作报告", "青坪区柳巷街道", 2022),
        ("沙溪县教育局2022年度政府信息公开年度报告", "沙溪县教育局", 2022),
        ("沙溪县教育局\n2022 年政府信息公开工作年度报告", "沙溪县教育局", 2022),
        ("沙溪县教育局2022年度政府\n信息公开工作年度报告", "沙溪县教育局", 2022),
        ("沙溪县教育局二〇二二年政府信息公开工作年度报告", "沙溪县教育局", 2022),
        ("沙溪县教育局〔2022〕政府信息公开年报", "沙溪县教育局", 2022),
        ("沙溪县气象局关于2022年度政府信息公开工作情况的报告", "沙溪县气象局", 2022),
        ("# 沙溪县教育局 2022 年政府信息公开工作 年度报告", "沙溪县教育局", 2022),
        ("国家税务总局柳溆县税务局2022年政府信息公开工作年度报告", "国家税务总局柳溆县税务局", 2022),
        ("澄州省人民政府研究室2022年政府信息公开工作年度报告", "澄州省人民政府研究室", 2022),
        ("岭前市财政局政府信息公开工作年度报告（2022年）", "岭前市财政局", 2022),
        ("岭前市人民政府办公厅\n关于发布2022年政府信息公开工作年度报告的公告", "岭前市人民政府办公厅", 2022),
        ("岭前市财政局关于公布2022年度政府信息公开工作年度报告的公告", "岭前市财政局", 2022),
    ],
)
def test_agency_and_year_from_the_title(title: str, agency: str, year: int) -> None:
    found = metadata(composed(title=title))
    assert (found.agency, found.year) == (agency, year)
    assert found.title is not None and "\n" not in found.title and " " not in found.title


def test_title_is_as_printed_without_layout() -> None:
    found = metadata(composed(title="# 沙溪县教育局 2022 年\n政府信息公开工作年度报告"))
    assert found.title == "沙溪县教育局2022年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("agency", "region", "level", "kind"),
    [
        ("澄州省人民政府", ("澄州省", None, None), "province", "government"),
        ("沛县", ("江苏省", "徐州市", "沛县"), "county", "government"),
        ("中共沛县县委宣传部", ("江苏省", "徐州市", "沛县"), "county", "department"),
        ("中国人民银行徐州市分行", ("江苏省", "徐州市", None), "city", "vertical"),
        ("国网江苏省电力有限公司沛县供电分公司", ("江苏省", "徐州市", "沛县"), "other", "institution"),
        ("阿里地区行署办公室", ("西藏自治区", "阿里地区", None), "city", "government"),
        ("第八师142团", (None, None, None), "township", "township"),
        ("澄州省岭前市卫生健康委员会", ("澄州省", "岭前市", None), "city", "department"),
        ("澄州省岭前市青坪区柳巷街道办事处", ("澄州省", "岭前市", "青坪区"), "township", "subdistrict"),
        ("沙溪县石桥镇人民政府", (None, None, "沙溪县"), "township", "township"),
        ("沙溪县人民政府办公室", (None, None, "沙溪县"), "county", "government"),
        ("国家统计局沙溪调查队", (None, None, None), "other", "vertical"),
        ("岭前市气象局", (None, "岭前市", None), "city", "vertical"),
        ("岭前市第一中学", (None, "岭前市", None), "other", "institution"),
        ("岭前市市场监督管理局", (None, "岭前市", None), "city", "department"),
        ("沙溪县城市管理局", (None, None, "沙溪县"), "county", "department"),
        ("洪泽区人民政府", ("江苏省", "淮安市", "洪泽区"), "county", "government"),
        ("海淀区教育局", ("北京市", None, "海淀区"), "county", "department"),
        ("沁阳市教育局", ("河南省", "焦作市", "沁阳市"), "county", "department"),
        ("淮安市公安局洪泽分局", ("江苏省", "淮安市", "洪泽区"), "county", "department"),
        ("杭州市公安局滨江区分局", ("浙江省", "杭州市", "滨江区"), "county", "department"),
        ("淄博市公安局高新区分局", ("山东省", "淄博市", None), "city", "department"),
        ("西安临潼旅游开发区管理委员会", ("陕西省", "西安市", "临潼区"), "other", "institution"),
        ("武汉东湖新技术开发区发展改革局", ("湖北省", "武汉市", None), "city", "department"),
    ],
)
def test_region_level_and_kind(agency: str, region: tuple[str | None, ...], level: str, kind: str) -> None:
    found = metadata(composed(title=f"{agency}2022年政府信息公开工作年度报告"))
    assert found.agency == agency
    assert (found.province, found.city, found.county) == region
    assert (found.level, found.kind) == (level, kind)
    assert found.region == ("".join(part for part in region if part) or None)


def test_street_and_town_take_their_place_from_lead_in_or_sign_off() -> None:
    street = composed(title="2022年度柳巷街道信息公开工作报告", lead_in="本报告由青坪区柳巷街道办事处编制。")
    assert metadata(street).agency == "青坪区柳巷街道办事处"
    town = composed(title="石桥镇2022年政府信息公开工作年度报告", tail="沙溪县石桥镇人民政府\n2023年1月10日")
    assert metadata(town).agency == "沙溪县石桥镇人民政府"


@pytest.mark.parametrize(
    ("lead_in", "county"),
    [
        ("全年在沛县政务公开网上发布8条。", "沛县"),
        ("可在沛县人民政府门户网站查阅。", "沛县"),
        ("可在沛县人民政府网站和丰县人民政府网站查阅。", None),
    ],
)
def test_county_of_a_town_by_the_only_site_that_is_named(lead_in: str, county: str | None) -> None:
    title = "石桥乡2022年政府信息公开工作年度报告"
    assert metadata(composed(title=title, lead_in=lead_in)).county == county
    assert metadata(composed(title=title.replace("石桥乡", "教育局"), lead_in=lead_in)).county is None


def test_title_in_a_sentence_is_outvoted_by_the_period() -> None:
    lead_in = "特向社会公布2021年度石桥镇政府信息公开年度报告。统计期限自2022年1月1日起至2022年12月31日止。"
    report = parse(
        document(composed(title="石桥镇2022年度信息年度公开报告\n发布时间：2023-01-06", lead_in=lead_in))
    )
    assert report.metadata.year == 2022
    assert "metadata_conflict_year" in codes(report)


@pytest.mark.parametrize(
    ("lead_in", "title"),
    [
        ("本报告综合2022年度岭前市各县（市、区）政府的政府信息公开年度工作报告编制而成。", None),
        ("现将我单位2022年度政府信息公开工作情况报告如下：", None),
        (
            "现对2022年青坪区招商局政府信息公开工作情况报告如下：",
            "2022年青坪区招商局政府信息公开工作情况报告",
        ),
        (
            "政府信息公开年报\n现公布青坪区招商局2022年政府信息公开工作年度报告。",
            "青坪区招商局2022年政府信息公开工作年度报告",
        ),
    ],
)
def test_words_of_sentences_and_columns_are_titles_only_if_they_name_the_report(
    lead_in: str, title: str | None
) -> None:
    assert metadata(composed(title="", lead_in=lead_in)).title == title


@pytest.mark.parametrize(
    ("head", "agency"),
    [
        ("欢迎登录澄州海事局！ 2024年05月09日\n澄州海事局2022年政府信息公开工作年度报告", "澄州海事局"),
        ("欢迎登录澄州海事局！ 2024年05月09日 澄州海事局2022年政府信息公开工作年度报告", "澄州海事局"),
        ("首页 > 2022 > 苏木镇 阿拉善盟额济纳旗石桥苏木人民政府2022年度政府信息公开工作年度报告", "阿拉善盟额济纳旗石桥苏木人民政府"),
        ("柳巷街道 柳巷街道办事处2022年政府信息公开工作年度报告", "柳巷街道办事处"),
        ("现发布《沛县漫\n洼乡2022年政府信息公开工作年度报告》。", "沛县漫洼乡"),
    ],
)  # fmt: skip
def test_agency_behind_what_pages_print_before_it(head: str, agency: str) -> None:
    found = metadata(composed(title=head))
    assert (found.agency, found.year) == (agency, 2022)


@pytest.mark.parametrize(
    ("overview", "agency"),
    [
        ("2022年，岭前市交通执法总队认真执行《条例》。总队公开信息31条。", "岭前市交通执法总队"),
        ("2022年，国家远洋发展署全面落实《条例》。我署公开规章5件。", "国家远洋发展署"),
        ("2022年，青坪区发展和改革局政务公开工作有序开展。", "青坪区发展和改革局"),
    ],
)
def test_agency_from_the_body_but_not_from_the_foot_of_the_page(overview: str, agency: str) -> None:
    foot = "主办：岭前市人民政府办公室 承办：岭前市大数据局"
    assert metadata(composed(title="", bodies={"overview": overview}, tail=foot)).agency == agency


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (composed(title="• 公文生成日期：2023-01-05\n沙溪县审计局2022年政府信息公开年度报告\n时间：2023-01-07 15:12"), "2023-01-07"),
        (composed(title="沙溪县审计局2022年政府信息公开年度报告\n时间：2023年1月7日　来源：县审计局"), "2023-01-07"),
        (composed(title="沙溪县审计局2022年政府信息公开年度报告\n沙溪发布 2023年1月7日 17:05"), "2023-01-07"),
        (composed(lead_in="统计时间：2022年1月1日至2022年12月31日。"), None),
        (composed(lead_in="时间：2022年1月1日至2022年12月31日。"), None),
        (composed(bodies={"problems": "更新慢。2022年5月15日新修订的办法施行后将加快。"}), None),
        (composed(tail="澄州省岭前市水务局\n2023年1月15日"), "2023-01-15"),
    ],
)  # fmt: skip
def test_day_of_publication_among_other_dates(text: str, day: str | None) -> None:
    assert metadata(text).published == day


def test_ambiguous_county_stays_without_province_unless_the_text_says_more() -> None:
    title = "河东区太平街道办事处2022年政府信息公开工作年度报告"
    assert metadata(composed(title=title)).province is None
    stated = metadata(composed(title=title, lead_in="如有疑问，请与临沂市河东区太平街道办事处联系。"))
    assert (stated.province, stated.city) == ("山东省", "临沂市")


def test_agency_from_the_lead_in_when_there_is_no_title() -> None:
    lead_in = "本年报由沙溪县教育局编制。报告中所列数据的统计期限自2018年1月1日起至2018年12月31日止。"
    found = metadata(composed(title="", lead_in=lead_in))
    assert (found.agency, found.year, found.county) == ("沙溪县教育局", 2018, "沙溪县")


def test_title_inside_a_sentence() -> None:
    lead_in = "根据《中华人民共和国政府信息公开工作年度报告格式》的要求，现发布沙溪县石桥镇人民政府2022年政府信息公开工作年度报告。"
    found = metadata(composed(title="", lead_in=lead_in))
    assert (found.agency, found.title) == (
        "沙溪县石桥镇人民政府",
        "沙溪县石桥镇人民政府2022年政府信息公开工作年度报告",
    )


@pytest.mark.parametrize("title", ["", "石桥镇人民政府2022年政府信息公开工作年度报告"])
@pytest.mark.parametrize("words", ["现公\n布", "现编\n制", "现\n将"])
def test_half_of_a_word_before_a_name_at_a_line_end_is_no_part_of_it(title: str, words: str) -> None:
    lead_in = f"　　根据有关规定，结合工作实际，{words}石桥镇人民政府2022年政府信息公开工作年度报告。"
    assert metadata(composed(title=title, lead_in=lead_in)).agency == "石桥镇人民政府"


@pytest.mark.parametrize("name", ["民政府石桥街道办事处", "民政府", "四、结转下年度继续办"])
def test_pieces_of_broken_pages_are_no_agencies(name: str) -> None:
    text = composed(title=f"{name}\n2022年政府信息公开工作年度报告", tail=f"{name}\n2023年1月20日")
    assert metadata(text).agency is None


def test_agency_from_the_sign_off() -> None:
    text = composed(title="2022年政府信息公开工作年度报告", tail="澄州省沙溪县农业农村局\n2023年1月20日")
    found = metadata(text)
    assert (found.agency, found.published) == ("澄州省沙溪县农业农村局", "2023-01-20")


def test_file_name_comes_last() -> None:
    text = composed(title="").replace("2022年，", "")
    found = metadata(text, "a/沙溪县水务局2022年政府信息公开工作年度报告.pdf")
    assert (found.agency, found.year) == ("沙溪县水务局", 2022)


def test_header_rows() -> None:
    head = "索引号：\t0123/2023-00047\n发布机构：\t沙溪县石桥镇\n发布日期：\t2023-01-26 14:34\n"
    found = metadata(head + composed(title="石桥镇2022年政府信息公开工作年度报告"))
    assert (found.published, found.year) == ("2023-01-26", 2022)
    assert found.county == "沙溪县"


def test_hosting_office_in_the_header_does_not_displace_the_title() -> None:
    head = "发布机构：政务服务管理局\n"
    report = parse(document(head + composed(title="东街街道2022年度政府信息公开工作年度报告")))
    assert report.metadata.agency == "东街街道"
    assert "metadata_conflict_agency" not in codes(report)


def test_full_ending_where_the_text_states_it() -> None:
    found = metadata(
        composed(title="和顺街道2022年政府信息公开工作年度报告", lead_in="本报告由和顺街道办事处编制。")
    )
    assert found.agency == "和顺街道办事处"


def test_next_years_plan_is_not_the_year_reported_on() -> None:
    bodies = {
        "problems": "2022年仍有不足。2023年，我局将加强培训。2023年将更新栏目。2023年将配备人员。2023年将完善制度。"
    }
    assert metadata(composed(bodies=bodies)).year == 2022


def test_years_that_disagree_are_an_issue() -> None:
    report = parse(document(composed(lead_in="统计期限自2021年1月1日起至12月31日止。")))
    assert report.metadata.year == 2022
    assert "metadata_conflict_year" in codes(report)
    assert "2021" in report.issues[0].message


def test_agencies_that_disagree_are_an_issue() -> None:
    report = parse(document(composed(tail="沙溪县教育局\n2023年1月20日")))
    assert report.metadata.agency == "澄州省岭前市水务局"
    assert "metadata_conflict_agency" in codes(report)


@pytest.mark.parametrize(
    ("title", "signed"),
    [
        ("临漪高新区管委会", "临漪高新技术产业开发区管理委员会"),
        ("沙溪县发改委", "沙溪县发展和改革委员会"),
        ("沙溪县卫健局", "沙溪县卫生健康局"),
        ("岭前市住房和城乡建设局", "市住建局"),
        ("岭前市公安局青坪分局", "青坪公安分局"),
    ],
)
def test_short_names_of_the_same_agency_do_not_disagree(title: str, signed: str) -> None:
    text = composed(title=f"{title}2022年政府信息公开工作年度报告", tail=f"{signed}\n2023年1月20日")
    assert "metadata_conflict_agency" not in codes(parse(document(text)))


@pytest.mark.parametrize(
    ("title", "signed"),
    [("沙溪县民政局", "沙溪县财政局"), ("沙溪县水务局", "沙溪县水利局"), ("岭前市民政局", "市财政局")],
)
def test_names_that_are_alike_only_disagree(title: str, signed: str) -> None:
    text = composed(title=f"{title}2022年政府信息公开工作年度报告", tail=f"{signed}\n2023年1月20日")
    assert "metadata_conflict_agency" in codes(parse(document(text)))


def test_nothing_known_is_said_so() -> None:
    text = composed(title="", bodies={"overview": "认真执行《条例》。政府信息公开工作平稳。"})
    report = parse(document(text))
    assert (report.metadata.agency, report.metadata.year) == (None, None)
    assert {"missing_agency", "missing_year"} <= set(codes(report))


@pytest.mark.parametrize(
    ("overview", "agency"),
    [
        ("2022年,在区委、区政府的坚强领导下,竹溪街道办事处认真贯彻落实《条例》。竹溪街道办事处通过门户网站公开信息63条。", "竹溪街道办事处"),
        ("统计期限为2022年1月1日至12月31日。(一)主动公开情况。2022年柳桥市教育局全面贯彻《条例》。(二)2022年柳桥市教育局未收到申请。", "柳桥市教育局"),
        ("2022年,市教育局在市委、市政府的领导下,落实《条例》有关要求,市教育局主动公开政府信息413条。", "市教育局"),
        ("2022年,有关单位认真落实要求,市委办公室严格审核。", None),
    ],
)  # fmt: skip
def test_author_that_only_the_body_names(overview: str, agency: str | None) -> None:
    assert metadata(composed(title="", bodies={"overview": overview, "problems": "无。"})).agency == agency


def test_day_in_the_name_that_a_site_gives() -> None:
    assert metadata(composed(), "P020230118391207735114.pdf").published == "2023-01-18"


@pytest.mark.parametrize(
    ("lead_in", "agency"),
    [
        ("按照条例，区卫生健康局结合工作实际，认真编制了2022年政府信息公开工作年度报告。2022年，青坪区卫生健康局认真公开。", "青坪区卫生健康局"),
        ("为认真做好岭前市卫生健康局政府信息公开工作，现公布2022年度本单位政府信息公开工作年度报告。", "岭前市卫生健康局"),
        ("本年度报告根据《条例》要求，汇总2022年度石桥镇人民政府的政务公开年度报告编制而成。可与石桥镇人民政府党政办公室联系。", "石桥镇人民政府"),
        ("本报告由岭前市人民政府信息公开工作领导小组办公室根据《条例》要求，汇总岭前市各县（市、区）情况编制而成。", "岭前市人民政府"),
        ("根据《条例》的要求，岭前市青坪区柳巷街道特编制2022年政府信息公开年度报告。", "岭前市青坪区柳巷街道"),
        ("结合2022年岭前市青坪区柳巷街道各科室的信息公开工作实际情况编制本报告。如有疑问，请联系：岭前市青坪区人民政府柳巷街道办事处；联系电话：0000。", "岭前市青坪区柳巷街道"),
        ("本报告由石桥镇人民政府党政办公室编制。统计期限为2022年1月1日至12月31日。", "石桥镇人民政府"),
        ("按要求，石桥镇政府编制2022年政府信息公开年度报告。如有疑问，请与石桥镇人民政府联系。", "石桥镇人民政府"),
        ("根据文件要求，南坡镇结合实际，形成2022年度南坡镇政府信息公开年度报告。", "南坡镇"),
        ("根据《青坪区人民政府办公室关于做好2022年度政府信息公开年度报告编制公布工作的通知》，结合我镇实际编制。一是在青坪区南坡镇人民政府专栏公开；二是在青坪区南坡镇人民政府公开栏公开。", "青坪区南坡镇人民政府"),
        ("根据《条例》及国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告的有关通知要求，特向社会公布2022年本机关政府信息公开年度报告。2022年，岭前市公安局坚持公开。", "岭前市公安局"),
        ("市气象局2022年政府信息公开工作年度报告\n第1页\n朔溪市气象局2022年政府信息公开工作年度报告\n本报告由朔溪市气象局依据《条例》编制。", "朔溪市气象局"),
        ("青坪区政府2022年政府信息公开工作年度报告\n第1页\n本报告由岭前市青坪区人民政府根据《条例》编制。", "岭前市青坪区人民政府"),
        ("根据澄州省人民政府办公厅关于政府信息公开工作年度报告有关要求的通知编制。2022年，岭前市水务局坚持公开。", "岭前市水务局"),
        ("可在市城管局网站下载。如有疑问，请与市城管局办公室联系。按照《岭前市城市管理局2022年政务公开计划》公开。", "岭前市城市管理局"),
        ("统计期限为2022年。2022年本市政府信息公开工作有序开展，按照岭前市人民政府办公厅的要求公开。", "岭前市人民政府"),
        ("编制本报告。我局指导岭前市水务局起草办法，我局公开信息20条。", None),
        ("本报告由青坪高新区管委会信息公开工作领导小组办公室（青坪高新区研究中心）具体编制。", "青坪高新区管委会"),
        ("现将我局2022年情况报告如下。我局信息更新不够及时，尤其是一些市县局的信息更新较慢。", None),
        ("依据《条例》制作本报告。2022年，教育部坚持以公开促落实。", "教育部"),
        ("本报告由中华人民共和国教育部编制。", "教育部"),
        ("结合国家税务总局岭前市青坪区税务局（以下简称青坪区税务局）政府信息公开工作有关数据撰写。报告可在青坪区税务局网站下载。", "国家税务总局岭前市青坪区税务局"),
        ("本报告按照《条例》编制，全面总结青坪区人民政府柳巷街街道办事处2022年政府信息公开工作情况。", "青坪区人民政府柳巷街街道办事处"),
        ("按自治区要求编制，如有疑问，请与区政府办公室联系。2022年，赛罕区人民政府认真公开。", "赛罕区人民政府"),
        ("发布机构 | 政府办公室 |\n2022年，我旗认真执行《条例》，我旗各部门按时公开。乌拉特前旗政府网站公开信息20条。", "乌拉特前旗政府"),
    ],
)  # fmt: skip
def test_agency_from_running_text(lead_in: str, agency: str | None) -> None:
    assert metadata(composed(title="", lead_in=lead_in)).agency == agency


@pytest.mark.parametrize(
    ("title", "agency", "level"),
    [
        ("矿市街道2022年政府信息公开工作年度报告", "矿市街道", "township"),
        ("三里市街道2022年政府信息公开工作年度报告", "三里市街道", "township"),
        ("新县镇2022年政府信息公开工作年度报告", "新县镇", "township"),
    ],
)
def test_street_or_town_whose_name_ends_like_a_region(title: str, agency: str, level: str) -> None:
    found = metadata(composed(title=title))
    assert (found.agency, found.region, found.level) == (agency, None, level)


def test_body_of_a_nation_wide_service_by_whatever_name() -> None:
    found = metadata(composed(title="标      题 澄州省邮政管理系统2022年政府信息公开工作年度报告"))
    assert (found.agency, found.level, found.kind) == ("澄州省邮政管理系统", "province", "vertical")
    assert found.title == "澄州省邮政管理系统2022年政府信息公开工作年度报告"
    assert metadata(composed(title="海关总署（本级机关）2022年政府信息公开工作年度报告")).agency == "海关总署"


def test_town_on_the_site_of_its_county() -> None:
    title = "湖东镇2022年政府信息公开工作年度报告\n2023-01-22 17:49:17\n沁阳市人民政府办公室"
    found = metadata(composed(title=title))
    assert (found.agency, found.city, found.county) == ("湖东镇", "焦作市", "沁阳市")


def test_area_of_a_customs_house_and_a_sector_are_the_body_behind_them() -> None:
    assert metadata(composed(title="岭前海关关区2022年政府信息公开工作年度报告")).agency == "岭前海关"
    lead_in = "本报告由岭前市气象局办公室编制。"
    report = parse(document(composed(title="岭前市气象部门2022年政府信息公开工作年度报告", lead_in=lead_in)))
    assert report.metadata.agency == "岭前市气象局"
    assert "metadata_conflict_agency" not in codes(report)


def test_school_named_by_the_short_name_of_its_place() -> None:
    lead_in = "现发布《安徽省涡阳第三中学2022年政府信息公开工作年度报告》。"
    found = metadata(composed(title="网站首页：第三中学2022年政府信息公开工作年度报告", lead_in=lead_in))
    assert found.agency == "安徽省涡阳第三中学"
    assert (found.province, found.city, found.county) == ("安徽省", "亳州市", "涡阳县")


@pytest.mark.parametrize(
    ("lead_in", "title"),
    [
        ("石桥镇政府编制2022年政府信息公开年度报告。", "2022年政府信息公开年度报告"),
        ("现将本机关政府信息公开工作情况报告如下：", None),
        ("特向社会公布2022年度我局政府信息公开工作年度报告。", None),
        ("以及国务院办公厅关于政府信息公开工作年度报告的有关通知要求编制。", None),
        ("本年报是由青坪区教育局编制的2022年度政府信息公开年度报告。", "2022年度政府信息公开年度报告"),
        ("由市政府办公厅综合各区和各委（下称“市级机关”）的政府信息公开年度报告编制而成。", None),
        (
            "现公布《沙溪县教育局2022年政府信息公开工作年度报告》。",
            "沙溪县教育局2022年政府信息公开工作年度报告",
        ),
    ],
)
def test_title_is_no_piece_of_a_sentence(lead_in: str, title: str | None) -> None:
    assert metadata(composed(title="", lead_in=lead_in)).title == title


def test_line_that_goes_on_a_sentence_gives_no_agency() -> None:
    text = "岭前市水务局2022年政府信息公开工作年度报告\n本报告是由岭前市水务局、岭前市河道工程\n管理所（以下简称局所）编制的2022年度政府信息公开工作年度报告。"
    assert metadata(composed(title="", lead_in=text)).agency == "岭前市水务局"


def test_the_rest_of_a_broken_verb_makes_no_fuller_name() -> None:
    lines = "根据《中华人民共和国政府信息公开条例》规定，现公\n布砚溪海关2023年政府信息公开工作年度报告。"
    title = "砚溪海关2023年政府信息公开工作年度报告"
    assert metadata(composed(title=title, lead_in=lines)).agency == "砚溪海关"
    joined = f"标题： {title} 发布机构： 砚溪海关 {title} 根据《条例》编制本报告。"
    assert metadata(composed(title="", lead_in=joined)).agency == "砚溪海关"


def test_date_in_the_last_sentence_of_a_cut_text_signs_nothing() -> None:
    tail = "依托沙溪县政府信息公开门户网站：2022年12月31日，2022年度共公开"
    text = composed(
        title="", lead_in="根据《条例》要求，沙溪县水务局编制2022年政府信息公开年度报告。", tail=tail
    )
    found = metadata(text)
    assert (found.agency, found.published) == ("沙溪县水务局", None)


def test_title_without_the_short_name_it_introduces() -> None:
    lead_in = "现公布沙溪县人民政府办公室（以下简称县府办）2022年政府信息公开工作年度报告。"
    assert (
        metadata(composed(title="", lead_in=lead_in)).title
        == "沙溪县人民政府办公室2022年政府信息公开工作年度报告"
    )


@pytest.mark.parametrize(
    "title",
    ["岭前市水务局\n2022年政府信息公开工作年度报告", "岭前市水务局政府信息公开工作年度报告（2022年）"],
)
def test_links_below_a_short_report_are_not_its_title(title: str) -> None:
    links = "\n".join(f"岭前市水务局{year}年政府信息公开工作年度报告" for year in (2021, 2020))
    found = parse(document(composed(title=title, tail=f"相关信息\n{links}"))).metadata
    assert (found.year, found.agency) == (2022, "岭前市水务局")
    assert found.title == title.replace("\n", "")


def test_a_name_that_stands_alone_in_place_of_a_title_is_the_agency() -> None:
    lead_in = "现公布县政府国资局2022年政府信息公开工作年度报告，数据统计期限为2022年1月1日至12月31日。"
    found = parse(document(composed(title="云崖县国资局", lead_in=lead_in))).metadata
    assert (found.agency, found.year) == ("云崖县国资局", 2022)


def test_a_report_on_a_school_year_needs_no_parts_on_reviews_and_other_matters() -> None:
    title = "砚溪学院2021-2022学年信息公开工作年度报告"
    text = composed({"other": None, "review": None}, title=title)
    assert "missing_section" not in codes(parse(document(text)))
    assert "missing_section" in codes(parse(document(composed({"other": None}))))


def test_dates_in_a_list_of_other_reports_are_not_the_day_of_publication() -> None:
    listed = "\n".join(
        f"岭前市水务局{year}年政府信息公开工作年度报告 {year + 1}-01-20" for year in (2021, 2020)
    )
    assert parse(document(f"{listed}\n{composed()}")).metadata.published is None
    labelled = parse(document(f"{listed}\n{composed(lead_in='2023-01-17')}"))
    assert labelled.metadata.published == "2023-01-17"


@pytest.mark.parametrize(
    "title",
    [
        "岭前市人民政府门户网站 岭前市水务局2022年政府信息公开工作年度报告",
        "岭前市水务局（原岭前市水利局）2022年政府信息公开工作年度报告",
        "2022年政府信息公开工作年度报告\n单位：岭前市水务局",
        "2022年政府信息公开工作年度报告\n填报单位：岭前市水务局（盖章）",
        "2022年政府信息公开工作年度报告\n岭前市水务局办公室\n（2023年1月15日）",
    ],
)
def test_names_with_what_stands_around_them_in_a_title(title: str) -> None:
    body = {"overview": "全年公开信息126条。"}
    found = parse(document(composed(title=title, bodies=body))).metadata
    assert (found.agency, found.year) == ("岭前市水务局", 2022)


@pytest.mark.parametrize("short", ["区政府办公室", "区政府"])
def test_what_a_contact_calls_the_body_is_made_full_by_the_title_of_its_page(short: str) -> None:
    text = composed(title="", lead_in=f"如有疑问，请与{short}联系（电话：0999-5550111）。")
    page = document(text, title="岭前市青坪区人民政府2022年政府信息公开工作年度报告")
    found = parse(page).metadata
    assert (found.agency, found.kind, found.level) == ("岭前市青坪区人民政府", "government", "county")


def test_the_government_of_a_title_is_not_the_bureau_of_a_contact() -> None:
    text = composed(title="", lead_in="如有疑问，请与区水利局联系（电话：0999-5550111）。")
    page = document(text, title="岭前市青坪区人民政府2022年政府信息公开工作年度报告")
    assert parse(page).metadata.agency == "区水利局"
