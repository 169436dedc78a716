"""Lines of pages: pieces of paragraphs are joined, furniture between paragraphs and what takes no room is left out."""

from __future__ import annotations

import making
import pytest

from textmine.readers import read_bytes

PARAGRAPHS = (
    "2023年，云川市水务局围绕供水保障和河湖治理两件大事做公开，全年在市政府网站发布信息131条，其中动态类88条、公告类43条，均已按期公开。",
    "（一）主动公开情况。全年制发规范性文件3件，都在印发后二十个工作日内公开，并附有政策解读；栏目每季度核对一次，过期的内容及时更换。",
    "（二）依申请公开情况。全年收到申请9件，上年结转1件，办结9件，结转下年度1件，没有逾期答复的，也没有因答复引起的复议和诉讼案件。",
    "（三）监督保障情况。全年培训经办人员两次，参加的有四十余人，并把公开工作列入各科室的年度考核，占总分的百分之四。",
)
HEADING = "五、存在的主要问题及改进情况"


def load(body: str) -> list[str]:
    return read_bytes(making.html(body), path="page.html").text.split("\n")


def broken(paragraph: str, width: int = 28) -> list[str]:
    return [paragraph[at : at + width] for at in range(0, len(paragraph), width)]


@pytest.mark.parametrize("tag", ["div", "p", "span", "li"])
def test_lines_of_a_page_made_from_a_pdf_file_are_joined(tag: str) -> None:
    lines = [line for paragraph in PARAGRAPHS for line in broken(paragraph)]
    end = "<br>" if tag == "span" else ""
    body = "".join(f"<{tag}>{line}</{tag}>{end}" for line in (*lines, HEADING, *broken(PARAGRAPHS[3])))
    assert load(body) == [*PARAGRAPHS, HEADING, PARAGRAPHS[3]]


def test_short_paragraphs_stay_apart() -> None:
    lines = [
        f"第{number}项工作由办公室牵头，各科室配合，{'按季度' * number}报送进度" for number in range(1, 12)
    ]
    assert load("".join(f"<p>{line}</p>" for line in lines)) == lines


@pytest.mark.parametrize(
    "furniture",
    [
        "展开全文",
        "点击播放视频",
        "朗读 暂停",
        "广告",
        "【打印】【关闭】",
        "— 5 —",
        "第 3 页 共 8 页",
        "查看更多",
    ],
)
def test_furniture_between_paragraphs(furniture: str) -> None:
    body = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><div>{furniture}</div><p>{PARAGRAPHS[2]}</p>"
    assert load(body) == list(PARAGRAPHS[:3])


@pytest.mark.parametrize(
    "mark", ["\u200b", "\ufeff", "\xad", "&#8203;", "&shy;", "<rt>shù</rt>", "<del>原</del>"]
)
def test_what_takes_no_room(mark: str) -> None:
    body = f"<p>{PARAGRAPHS[0].replace('131', f'131{mark}')}</p><p>{PARAGRAPHS[1]}</p>"
    assert load(body) == list(PARAGRAPHS[:2])
