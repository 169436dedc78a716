"""Which part of a web page is the annual report: by what the text says, not by names of containers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from textmine.readers._html_walk import Item
from textmine.readers._shape import is_page_number

_NUMERAL = "[一二三四五六七八九十]"
_REPORT_HEADING = re.compile(rf"(?:第?{_NUMERAL}{{1,3}}[、.．部]|[（(]{_NUMERAL}{{1,3}}[)）])")
_TITLE = re.compile(
    r"年度?(?:政府|政务|校务|院务)?(?:信息|政务|校务|院务)公开.{0,8}(?:报告|年报|总结)|信息公开(?:工作)?年度?(?:工作)?报告"
)
_HEADER_FIELD = re.compile(
    r"(?:索\s{0,4}引\s{0,4}号|信息(?:分类|来源|名称)|主题(?:分类|词)|(?:发布|公开|发文|制发)(?:机构|机关|单位|日期|时间|部门)"
    r"|(?:成文|生成|印发|公开|更新)(?:日期|时间)|文\s{0,4}号|名\s{0,4}称|来\s{0,4}源|有效性|体裁|日\s{0,4}期)\s{0,4}[:：\]】\t]"
)
_FOOTER = re.compile(
    r"版权所有|ICP备|公网安备|网站标识码|备案号|主办(?:单位)?[:：]|承办(?:单位)?[:：]|技术支持|联系我们|网站地图|访问量|法律声明|建议使用"
)
_BREADCRUMB = re.compile(r"位置\s{0,3}[:：]|导航\s{0,3}[:：]|首页\s{0,3}[>＞»›/-]")  # 您现在的位置：首页 >
_TOOLS = re.compile(
    r"(?:【|\[)?(?:分享(?:到|至)?|打印(?:本页)?|关闭(?:窗口|本页)?|收藏|字[体号](?:大小)?|扫一扫.{0,30}|上一篇.{0,60}|下一篇.{0,60}"
    r"|返回顶部|展开全文|阅读全文|查看(?:更多|全文)|复制全文|收起|点击播放(?:视频|语音|音频)?|语音播[报放]|听全文|朗读|播放|暂停|继续|停止|广告|相关(?:链接|文档|附件|信息|阅读|新闻)|(?:政策)?解读链接|我要纠错|大|中|小|\s|[:：|｜/、·】\[\]【【])+"
)
_OTHERS = re.compile(
    r"[【\[]?(?:(?:相关|热门|最新|推荐|更多)(?:新闻|阅读|文章|推荐|资讯|报道)|延伸阅读|推荐阅读|猜你喜欢|往期(?:回顾|推荐)|新闻推荐)[】\]]?\s?[:：>》]{0,3}"
)
_DATE = re.compile(r"[12]\d{3}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|[12]\d{3}-\d{1,2}-\d{1,2}")
_SENTENCE = re.compile(r"[。；，：]")
_YEAR = re.compile("20[0-9]{2}")
_LONGEST_CRUMB = 120
_LONGEST_DATE = 14
_FEWEST_TITLES = 3
_FEWEST_HEADINGS = 5
_LONGEST_HEADING = 60
# Weights are characters of report text that an item counts as; a run of items with the greatest sum wins.
_HEADING_WEIGHT = 300
_TITLE_WEIGHT = 150
_FIELD_WEIGHT = 20
_BOILERPLATE = -60
_LISTED = (
    -15
)  # left out without parting what stands before and behind: lists, buttons between the title and the text
_MAX_LINK_PENALTY = 60


def weigh(item: Item) -> int:
    """How much an item speaks for being part of the report, in characters (negative: against)."""
    text, size = item.text, len(item.text)
    if size < 80 and _TOOLS.fullmatch(text):
        return _LISTED
    if _is_boilerplate(text, size):
        return _BOILERPLATE
    prose = size >= 25 and _SENTENCE.search(text) is not None
    if item.link_chars * 2 > size and not (prose and size > 80):
        return -15 - min(item.link_chars, _MAX_LINK_PENALTY)
    if item.table is not None:
        if item.table.n_columns == 1 and not prose and not _HEADER_FIELD.search(text):
            return -_FIELD_WEIGHT  # a menu: no statutory table has one column
        return min(size, 2000) if item.table.n_rows * item.table.n_columns >= 4 else 10
    return _weigh_line(text, size, prose)


def _is_boilerplate(text: str, size: int) -> bool:
    if is_crumb(text):
        return True
    if size < 80 and "/" not in text and is_page_number(text):
        return True
    return size < 400 and _FOOTER.search(text) is not None and not _SENTENCE.search(text[-1:])


def is_crumb(text: str) -> bool:
    """Whether a line is the path of the page on its site."""
    return len(text) < _LONGEST_CRUMB and _BREADCRUMB.search(text) is not None


def _weigh_line(text: str, size: int, prose: bool) -> int:
    if size < 60 and _REPORT_HEADING.match(text):
        return _HEADING_WEIGHT
    if size < 80 and _TITLE.search(text):
        return _TITLE_WEIGHT
    if prose:
        return size
    if _HEADER_FIELD.search(text) or _DATE.search(text):
        return _FIELD_WEIGHT
    return 0 if text.isdecimal() else -2


def choose(items: list[Item]) -> list[Item]:
    """The items of the report: the heaviest run with its title, header box and sign-off, without links and tools.

    A maximum-sum run (Kadane) rather than a container: sections in sibling boxes or stray cells stay together.
    """
    weights = [weigh(item) for item in items]
    for place in _listed(items):
        weights[place] = _LISTED
    start, end = _heaviest(weights)
    while start > 0 and weights[start - 1] > _BOILERPLATE // 4 and len(items[start - 1].text) < 80:
        start -= 1
    while end < len(items) and len(items[end].text) < 40:
        if weights[end] <= _BOILERPLATE // 4 and not _goes_on(items, weights, end + 1):
            break
        end += 1
    end = _before_others(items, weights, start, end)
    return [
        item
        for item, weight in zip(items[start:end], weights[start:end], strict=True)
        if weight > -15 or "附件" in item.text
    ]


def _before_others(items: list[Item], weights: list[int], start: int, end: int) -> int:
    """The end before the name of a list of other texts (相关新闻, 推荐阅读) that stands below the last part of a report with several."""
    headings = [at for at in range(start, end) if weights[at] == _HEADING_WEIGHT]
    if len(headings) < _FEWEST_HEADINGS:
        return end
    return next((at for at in range(headings[-1] + 2, end) if _OTHERS.fullmatch(items[at].text)), end)


def _goes_on(items: list[Item], weights: list[int], place: int) -> bool:
    """Whether a short sentence of the report stands behind a link or a button (六、… | 返回目录 | 无。)."""
    return place < len(items) and items[place].text.endswith("。") and weights[place] > _BOILERPLATE // 4


def _listed(items: list[Item]) -> list[int]:
    """Places of lists beside the report: titles of the reports of several years, and headings that all stand elsewhere once more."""
    titles = (_without_own_title(items, run) for run in _runs(items, _year_of_title))
    found = [run for run in titles if len(run) >= _FEWEST_TITLES]
    long = [run for run in _runs(items, _heading) if len(run) >= _FEWEST_HEADINGS]
    if long:
        counts = Counter("".join(item.text.split()) for item in items if len(item.text) < _LONGEST_HEADING)
        found += [run for run in long if all(counts[_heading(items[at])] > 1 for at in run)]
    return [at for run in found for at in run]


def _without_own_title(items: list[Item], run: list[int]) -> list[int]:
    """A list of links to reports without the page's own title behind them, which leads nowhere."""
    *links, last = run
    own = links and not items[last].link_chars and all(items[at].link_chars for at in links)
    return links if own else run


def _runs(items: list[Item], key: Callable[[Item], str]) -> list[list[int]]:
    """Places of items with different keys that follow one another, but for dates between them.

    One that comes once more at the end is no entry of the list but what follows it.
    """
    runs: list[list[int]] = []
    last = -2
    known: set[str] = set()
    for at, item in enumerate(items):
        found = key(item)
        if found:
            if last != at - 1 or found in known:
                runs.append([])
                known = set()
            runs[-1].append(at)
            known.add(found)
            last = at
        elif last == at - 1 and len(item.text) <= _LONGEST_DATE and _DATE.search(item.text):
            last = at
    return runs


def _year_of_title(item: Item) -> str:
    is_title = len(item.text) < 80 and item.table is None and _TITLE.search(item.text)
    year = _YEAR.search(item.text) if is_title else None
    return year[0] if year else ""


def _heading(item: Item) -> str:
    return "".join(item.text.split()) if item.table is None and is_heading(item.text) else ""


def is_heading(text: str) -> bool:
    """Whether a line has the number and the length of a heading."""
    return len(text) < _LONGEST_HEADING and _REPORT_HEADING.match(text) is not None and "。" not in text


def _heaviest(weights: list[int]) -> tuple[int, int]:
    best = total = 0
    best_range = (0, len(weights))
    start = 0
    for index, weight in enumerate(weights):
        if total <= 0:
            start, total = index, 0
        total += weight
        if total > best:
            best, best_range = total, (start, index + 1)
    return best_range
