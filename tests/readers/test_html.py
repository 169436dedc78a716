"""Web pages: the report and its tables stay, the site around it goes, whatever the markup."""

from __future__ import annotations

import making
import pytest

from textmine.errors import ReadError
from textmine.readers import read_bytes
from textmine.readers._html import read_html_text
from textmine.readers._html_hidden import hides_something
from textmine.readers._html_main import is_crumb
from textmine.readers._limits import DEFAULT_LIMITS
from textmine.schema import Document

NAV = (
    "<div class='nav'><ul>"
    + "".join(f"<li><a href='/c{n}'>栏目名称{n}</a></li>" for n in range(30))
    + "</ul></div>"
)
CRUMB = (
    "<div class='weizhi'>当前位置：<a href='/'>首页</a> &gt; <a href='/gk'>政务公开</a> &gt; 年度报告</div>"
)
TOOLS = "<div>【字体：<a href='#'>大</a> <a href='#'>中</a> <a href='#'>小</a>】 分享到： <a href='#'>打印</a></div>"
RELATED = (
    "<div><p>相关链接</p><ul>"
    + "".join(
        f"<li><a href='/r{n}'>云川市某局20{n}年政府信息公开工作年度报告</a></li>" for n in range(10, 20)
    )
    + "</ul></div>"
)
FOOTER = (
    "<div>主办单位：云川市人民政府办公室 <a href='/map'>网站地图</a></div>"
    "<div>网站标识码：9900000001 云公网安备 99000002000001号 云ICP备00000001号</div>"
)
HEADER_BOX = (
    "<table><tr><td>索 引 号：</td><td>YC012-2024-00017</td><td>发布机构：</td><td>云川市水务局</td></tr>"
    "<tr><td>成文日期：</td><td>2024-01-18</td><td>信息分类：</td><td>年度报告</td></tr></table>"
)
REPORT = "".join(f"<p style='text-indent:2em'>{line}</p>" for line in making.LINES)
NOISE = ("栏目名称", "当前位置", "分享到", "相关链接", "某局2010年", "网站标识码", "网站地图")


def load(body: str, **options: str) -> Document:
    return read_bytes(making.html(body, **options), path="page.html")


def assert_whole(document: Document) -> None:
    for line in making.LINES:
        assert line in document.text
    for noise in NOISE:
        assert noise not in document.text


LAYOUTS = {
    "plain": f"{NAV}{CRUMB}<div id='zoom'>{REPORT}</div>{TOOLS}{RELATED}{FOOTER}",
    "no containers": f"{NAV}{CRUMB}{REPORT}{TOOLS}{RELATED}{FOOTER}",
    "one table cell": f"{NAV}{CRUMB}<table><tr><td>{REPORT}</td></tr></table>{RELATED}{FOOTER}",
    "nested layout tables": (
        f"<table><tr><td colspan=2>{NAV}</td></tr><tr><td>{RELATED}</td><td><table><tr><td>{CRUMB}</td></tr>"
        f"<tr><td>{REPORT}</td></tr></table></td></tr><tr><td colspan=2>{FOOTER}</td></tr></table>"
    ),
    "text with line breaks in a cell": (
        f"<table><tr><td>{NAV}</td></tr><tr><td>" + "<br>\n&nbsp;&nbsp;&nbsp;&nbsp;".join(making.LINES) + f"</td></tr></table>{FOOTER}"
    ),
    "section five outside of the container": (
        NAV + "<div class='TRS_Editor'>" + "".join(f"<p>{line}</p>" for line in making.LINES[:3]) + "</div><div><span>"
        + "<br>".join(making.LINES[3:]) + f"</span></div>{RELATED}{FOOTER}"
    ),
    "a box for each section": NAV + "".join(f"<section><div><div>{line}</div></div></section>" for line in making.LINES) + RELATED + FOOTER,
    "rows of one cell": f"{NAV}<table>" + "".join(f"<tr><td>{line}</td></tr>" for line in making.LINES) + f"</table>{RELATED}{FOOTER}",
    "unclosed paragraphs": NAV + "<div class=article>" + "".join(f"<p>{line}" for line in making.LINES) + f"</div>{RELATED}{FOOTER}",
    "hidden until scripts run": f"{NAV}<div id='UCAP-CONTENT' style='display:none'>{REPORT}{REPORT.replace('2023', '2022')}</div>{FOOTER}",
    "inside a form": f"<form action='x'>{NAV}{CRUMB}<ucapcontent>{REPORT}</ucapcontent>{RELATED}{FOOTER}</form>",
    "noise name around everything": f"<div class='nav-wrapper footer'>{NAV}{REPORT}{FOOTER}</div>",
    "links between the parts": NAV + REPORT.replace("<p style='text-indent:2em'>五、", RELATED.replace("相关链接", "") .replace("某局20", "别局20") + "<p>五、") + FOOTER,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_the_report_stays_and_the_site_goes(name: str) -> None:
    document = load(LAYOUTS[name])
    assert_whole(document)
    assert [document.text[block.start : block.end] for block in document.blocks][: len(making.LINES)] == list(
        making.LINES
    )


def test_header_box_and_sign_off_stay() -> None:
    document = load(f"{NAV}{CRUMB}{HEADER_BOX}<h1>{making.LINES[0]}</h1><p>发布时间：2024-01-20 来源：云川市水务局</p>"
                    f"<div>{REPORT}<p>云川市水务局</p><p>2024年1月18日</p></div>{TOOLS}{RELATED}{FOOTER}")  # fmt: skip
    assert_whole(document)
    assert document.text.startswith("索 引 号：\tYC012-2024-00017\t发布机构：\t云川市水务局\n")
    assert "发布时间：2024-01-20" in document.text
    assert document.text.endswith("云川市水务局\n2024年1月18日")
    heading = next(block for block in document.blocks if block.kind == "heading")
    assert (heading.level, document.text[heading.start : heading.end]) == (1, making.LINES[0])


def grid_of(document: Document) -> dict[tuple[int, int], tuple[str, int, int]]:
    (block,) = [block for block in document.blocks if block.grid]
    assert block.grid is not None
    return {
        (c.row, c.column): (document.text[c.start : c.end], c.row_span, c.column_span)
        for c in block.grid.cells
    }


def test_spans_and_lines_in_cells() -> None:
    table = """<table><tbody><tr><td rowspan="2" colspan="3"><p>（勾稽关系）</p></td><td colspan="2">申请人情况</td><td rowspan=2>总<br>
      计</td></tr><tr><td><p>自然</p><p>人</p></td><td>商业<br/>企业</td></tr>
      <tr><td rowspan='2'>三、本<br>年度</td><td colspan="2">（一）予以公开</td><td>1</td><td></td><td> 1 </td></tr>
      <tr><td rowspan="99">（三）</td><td>1.属于国家<b>秘密</b></td><td><span>0</span></td><td>&nbsp;</td><td>0</td></tr></tbody></table>"""
    document = load(f"{REPORT}{table}<p>六、其他</p>")
    cells = grid_of(document)
    assert cells[0, 0] == ("（勾稽关系）", 2, 3)
    assert cells[0, 3] == ("申请人情况", 1, 2)
    assert cells[0, 5] == ("总计", 2, 1)
    assert cells[1, 3][0] == "自然人"
    assert cells[1, 4][0] == "商业企业"
    assert cells[2, 0] == ("三、本年度", 2, 1)
    assert cells[2, 4][0] == ""
    assert cells[2, 5][0] == "1"
    assert cells[3, 1] == ("（三）", 1, 1)
    assert cells[3, 2][0] == "1.属于国家秘密"
    assert cells[3, 3][0] == "0"
    (block,) = [block for block in document.blocks if block.grid]
    assert document.text[block.start : block.end].split("\n")[2] == "三、本年度\t（一）予以公开\t1\t\t1"


def test_a_report_and_its_figures_in_one_table() -> None:
    rows = [f"<tr><td colspan=4>{line * (4 if len(line) > 30 else 1)}</td></tr>" for line in making.LINES]
    figures = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in making.TABLE]
    document = load("<table>" + "".join(rows[:3] + figures + rows[3:]) + "</table>")
    cells = grid_of(document)
    assert cells[2, 3][0] == "9"
    texts = [document.text[block.start : block.end] for block in document.blocks]
    assert making.LINES[3] in texts
    assert texts.index(making.LINES[1]) < texts.index(making.LINES[3])


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""), ("utf-8", "gb2312"), ("utf-8", "utf-8"), ("gb18030", ""), ("gb18030", "gb2312"), ("gb18030", "GBK"),
        ("gb18030", "utf-8"), ("utf-8-sig", "gb2312"), ("utf-16", "utf-8"), ("gb18030", "iso-8859-1"), ("gb18030", "no-such"),
    ],
)  # fmt: skip
def test_declared_charsets_may_lie(encoding: str, declared: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    document = read_bytes(
        making.html(f"{NAV}{REPORT}{FOOTER}", head=head, encoding=encoding), path="page.html"
    )
    assert_whole(document)


def test_word_made_markup() -> None:
    body = (
        "<div class=WordSection1><p class=MsoNormal align=center><b><span lang=EN-US>2023</span><span>年政府信息\n公开工作年度报告"
        "<o:p></o:p></span></b></p><p class=MsoListParagraph><![if !supportLists]><span>一、<span>&nbsp;&nbsp;</span></span><![endif]>"
        "<span>总体情况</span></p><p class=MsoNormal><span>我局全年公开<span lang=EN-US>\n 126 </span>条，\n均已\n按期公开。</span></p>"
        "<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--><style>p.MsoNormal{margin:0}</style></div>"
    )
    document = load(body)
    assert document.text.split("\n") == [
        "2023年政府信息公开工作年度报告",
        "一、\xa0\xa0总体情况",
        "我局全年公开 126 条，均已按期公开。",
    ]
    assert document.blocks[0].kind == "heading"


def test_hints_come_from_title_and_meta() -> None:
    head = '<meta charset="utf-8"><META NAME="PubDate" CONTENT="2024-01-20 09:30"><meta name="ContentSource" content="云川市水务局">'
    hints = load(REPORT, head=head).hints
    assert hints["title"] == making.LINES[0]
    assert hints["pubdate"] == "2024-01-20 09:30"
    assert hints["contentsource"] == "云川市水务局"
    assert hints["encoding"] == "utf-8"
    assert hints["filename"] == "page.html"


YEARS = [f"云川市水务局{year}年政府信息公开工作年度报告" for year in range(2024, 2014, -1)]
LISTS = {
    "titles": "".join(f"<li>{title}</li>" for title in YEARS),
    "titles and dates": "".join(f"<li>{title}</li><li>2025-01-20</li>" for title in YEARS),
    "titles with dates": "".join(f"<p>{title} 2025-01-20</p>" for title in YEARS),
}


@pytest.mark.parametrize("name", sorted(LISTS))
@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_list_of_the_reports_of_all_years_is_none_of_the_report(name: str, place: str) -> None:
    body = f"<h1>{making.LINES[0]}</h1><div>{REPORT}</div>"
    document = load(LISTS[name] + body if place == "before" else body + LISTS[name])
    assert "2024年政府" not in document.text and "2016年政府" not in document.text
    assert all(line in document.text for line in making.LINES)


def test_the_title_behind_links_to_reports_of_other_years_stays() -> None:
    links = "".join(
        f"<li><a href='#'>云川市水务局{year}年政府信息公开工作年度报告</a></li>"
        for year in (2021, 2022, 2020)
    )
    document = load(f"{links}<h1>{making.LINES[0]}</h1><div>{REPORT}</div>")
    assert document.text.startswith(making.LINES[0])


NUMBERED = [f"{number}、第{number}部分的情况" for number in "一二三四五六"]


@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_contents_list_of_the_page_is_none_of_the_report(place: str) -> None:
    contents = "".join(f"<li>{heading}</li>" for heading in NUMBERED)
    body = "".join(f"<h3>{heading}</h3><p>{making.LINES[2]}</p>" for heading in NUMBERED)
    document = load(contents + body if place == "before" else body + contents)
    assert document.text.split("\n") == [line for heading in NUMBERED for line in (heading, making.LINES[2])]


def test_headings_without_bodies_stay_where_they_stand_only_once() -> None:
    document = load("".join(f"<h3>{heading}</h3>" for heading in NUMBERED) + REPORT)
    assert all(heading in document.text for heading in NUMBERED)


def test_a_page_that_only_links_to_the_report_says_so() -> None:
    document = load(f"{NAV}<p>附件：<a href='/files/2023年度报告.pdf'>年度报告</a></p>{FOOTER}")
    (issue,) = document.issues
    assert issue.code == "attachment_only"
    assert "2023年度报告.pdf" in issue.message


@pytest.mark.parametrize(
    "shown",
    [
        "<p>请点击下载附件：<a href='/files/a.pdf'>年度报告.pdf</a></p>",
        "<iframe src='/files/a.pdf' height=900></iframe>",
    ],
)
def test_a_title_and_a_box_of_particulars_are_not_the_report(shown: str) -> None:
    title = "<h1>云川市水务局2023年政府信息公开工作年度报告</h1><p>发布时间：2024-01-18 来源：云川市水务局办公室 浏览次数：120</p>"
    document = load(f"{NAV}{CRUMB}{HEADER_BOX}{title}<div id='zoom'>{shown}</div>{FOOTER}")
    (issue,) = document.issues
    assert issue.code == "attachment_only" and "/files/a.pdf" in issue.message


def test_a_report_with_an_attachment_is_the_report() -> None:
    document = load(f"{NAV}<div>{REPORT}</div><p>附件：<a href='/files/a.pdf'>年度报告.pdf</a></p>{FOOTER}")
    assert not document.issues


def test_a_page_without_text() -> None:
    with pytest.raises(ReadError) as caught:
        load("<script>var text = '公开'</script><img src=x>")
    assert caught.value.code == "no_text"


def test_saved_as_one_file() -> None:
    document = read_bytes(making.mhtml(), path="saved.doc")
    assert document.media_type == "multipart/related"
    assert document.text.startswith(making.TEXT)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<script src='app.js'></script><div id='app'></div>", "script_only"),
        ("<iframe src='files/report.pdf'></iframe>", "attachment_only"),
        ("<div></div>", "no_text"),
    ],
)
def test_page_without_text_says_why(body: str, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(f"<html><body>{body}</body></html>".encode(), path="a.html")
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("foot", "host"),
    [
        ("<p>主办：岚溪县人民政府　承办：岚溪县大数据局</p>", "岚溪县人民政府"),
        ("<p>主办单位：<a href='/'>岚溪县人民政府</a></p>", "岚溪县人民政府"),
        ("<p>主办、承办单位</p><p>版权所有：岚溪县人民政府</p>", "岚溪县人民政府"),
        ("<p>版权所有：岚溪县融媒体中心</p><p>主办：岚溪县人民政府</p>", None),
        ("<p>岚溪县人民政府</p>", None),
    ],
)
def test_who_keeps_the_site_is_told_by_the_first_words_that_say_so(foot: str, host: str | None) -> None:
    page = f"<body><h1>岚溪县水利局2023年政府信息公开工作年度报告</h1>{foot}</body>"
    _, hints = read_html_text(page, DEFAULT_LIMITS)
    assert hints.get("host") == host


@pytest.mark.parametrize(
    ("line", "is_path"),
    [
        ("您现在所在的位置：首页 > 政务公开", True),
        ("当前导航 ：政务公开", True),
        ("首页 » 年报", True),
        ("位置与导航不清", False),
        ("首页改版", False),
        ("位置：" + "政" * 120, False),
    ],
)
def test_the_path_of_a_page_is_told_by_its_words(line: str, is_path: bool) -> None:
    assert is_crumb(line) == is_path


@pytest.mark.parametrize(
    ("source", "hides"),
    [
        ("<p style='display : none'>", True),
        ("<p style='display:block'><p style='DISPLAY:None'>", True),
        ("<p style='visibility:visible'><p style='visibility: hidden'>", True),
        ("<p hidden>", True),
        ("<p class=hidden>", False),
        ("<p style='display:block'>", False),
    ],
)
def test_marks_of_hidden_text_are_found_behind_others_of_their_kind(source: str, hides: bool) -> None:
    assert hides_something(source) == hides


@pytest.mark.parametrize(
    "title",
    [
        "岚溪县水利局2023年政府信息公开年报",
        "岚溪县水利局2023年度政务公开工作报告",
        "岚溪县第二中学2023年校务公开总结",
    ],
)
def test_a_title_stays_above_the_buttons_of_a_page(title: str) -> None:
    buttons = "<p>日期：2024-01-11 来源：水利局 访问量：</p><p>字号：</p><p>分享到：</p><p>打印</p>"
    text = "<p>一、总体情况</p><p>全年公开信息126条，其中水质公告38条、工程招标信息24条。</p>"
    builder, _ = read_html_text(f"<body><p>{title}</p>{buttons}{text}</body>", DEFAULT_LIMITS)
    assert builder.text.startswith(title)


def test_a_short_last_sentence_behind_a_link_is_of_the_report() -> None:
    text = (
        f"<p>五、存在的主要问题及改进情况</p><p>{'部分栏目更新不及时，将每周核对一次，并按月通报。' * 6}</p>"
    )
    back = "<p><a href='#top'>返回目录</a></p>"
    builder, _ = read_html_text(
        f"<body>{text}<p>六、其他需要报告的事项</p>{back}<p>未收取费用。</p>{back}</body>", DEFAULT_LIMITS
    )
    assert builder.text.endswith("六、其他需要报告的事项\n未收取费用。")


@pytest.mark.parametrize("name", ["相关新闻", "【推荐阅读】", "往期回顾："])
def test_other_texts_below_a_report_are_none_of_it(name: str) -> None:
    parts = "".join(
        f"<p>{number}、第{number}部分情况</p><p>全年公开信息126条，其中水质公告38条、工程招标24条。</p>"
        for number in "一二三四五六"
    )
    news = "<p>1月20日，县里召开防汛工作会议，要求各单位落实责任，加强值守，确保安全。</p>"
    builder, _ = read_html_text(f"<body>{parts}<p>{name}</p>{news}{news}</body>", DEFAULT_LIMITS)
    assert "防汛" not in builder.text and builder.text.count("126条") == 6
