"""The statutory tables in their forms: rows, columns, printed labels, figure keys, and the grids they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpora.grammar.model import Indicator

APPLICANTS = (
    "natural_person",
    "company",
    "research",
    "social_organisation",
    "legal_service",
    "other_organisation",
)
REQUEST_COLUMNS = (*APPLICANTS, "total")
REVIEW_BLOCKS = ("reconsideration", "lawsuit_direct", "lawsuit_after_reconsideration")
REVIEW_COLUMNS = ("upheld", "corrected", "other", "pending", "total")
REVIEW_LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")

REFUSED = {
    "refused.state_secret": "属于国家秘密",
    "refused.law_forbids": "其他法律行政法规禁止公开",
    "refused.safety_stability": "危及“三安全一稳定”",
    "refused.third_party": "保护第三方合法权益",
    "refused.internal_affairs": "属于三类内部事务信息",
    "refused.process_information": "属于四类过程性信息",
    "refused.enforcement_file": "属于行政执法案卷",
    "refused.administrative_query": "属于行政查询事项",
}
UNAVAILABLE = {
    "unavailable.not_held": "本机关不掌握相关政府信息",
    "unavailable.needs_creation": "没有现成信息需要另行制作",
    "unavailable.still_unclear": "补正后申请内容仍不明确",
}
NOT_PROCESSED = {
    "not_processed.complaint": "信访举报投诉类申请",
    "not_processed.repeated": "重复申请",
    "not_processed.publication": "要求提供公开出版物",
    "not_processed.excessive": "无正当理由大量反复申请",
    "not_processed.reconfirmation": "要求行政机关确认或重新出具已获取信息",
}
OTHER = {
    "other.not_corrected": "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other.fee_unpaid": "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other.other": "其他",
}
GROUPS = {
    "（三）不予公开": REFUSED,
    "（四）无法提供": UNAVAILABLE,
    "（五）不予处理": NOT_PROCESSED,
    "（六）其他处理": OTHER,
}

ACTIVE_2021: dict[str, tuple[str, ...]] = {
    "rules": ("made", "repealed", "valid"),
    "normative_documents": ("made", "repealed", "valid"),
    "licensing": ("decisions",),
    "penalty": ("decisions",),
    "coercion": ("decisions",),
    "fees": ("amount",),
}
ACTIVE_2019: dict[str, tuple[str, ...]] = {
    "rules": ("made", "newly_public", "total_public"),
    "normative_documents": ("made", "newly_public", "total_public"),
    "licensing": ("last_year", "change", "decisions"),
    "other_services": ("last_year", "change", "decisions"),
    "penalty": ("last_year", "change", "decisions"),
    "coercion": ("last_year", "change", "decisions"),
    "fees": ("last_year", "change"),
    "procurement": ("items", "amount"),
}
_ROW_LABELS = {
    "rules": "规章",
    "normative_documents": "行政规范性文件",
    "licensing": "行政许可",
    "other_services": "其他对外管理服务事项",
    "penalty": "行政处罚",
    "coercion": "行政强制",
    "fees": "行政事业性收费",
    "procurement": "政府集中采购",
}
_BLOCKS_2021 = (
    (
        "第二十条第（一）项",
        ("本年制发件数", "本年废止件数", "现行有效件数"),
        ("rules", "normative_documents"),
    ),
    ("第二十条第（五）项", ("本年处理决定数量",), ("licensing",)),
    ("第二十条第（六）项", ("本年处理决定数量",), ("penalty", "coercion")),
    ("第二十条第（八）项", ("本年收费金额（单位：万元）",), ("fees",)),
)
_CHANGE = ("上一年项目数量", "本年增/减", "处理决定数量")
_BLOCKS_2019 = (
    (
        "第二十条第（一）项",
        ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
        ("rules", "normative_documents"),
    ),
    ("第二十条第（五）项", _CHANGE, ("licensing", "other_services")),
    ("第二十条第（六）项", _CHANGE, ("penalty", "coercion")),
    ("第二十条第（八）项", ("上一年项目数量", "本年增/减"), ("fees",)),
    ("第二十条第（九）项", ("采购项目数量", "采购总金额"), ("procurement",)),
)
IDENTITY_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
Show = Callable[[str], str]


@dataclass(frozen=True)
class Cell:
    """One printed cell; `key` names the figure it holds, if it holds one."""

    text: str
    rows: int = 1
    cols: int = 1
    key: str | None = None


Grid = list[list[Cell]]


def request_rows(era: str) -> tuple[str, ...]:
    """Row names of the requests table, in printed order."""
    other = tuple(OTHER) if era == "2021" else ("other",)
    head = ("new", "carried_in", "granted", "partly_granted")
    return (*head, *REFUSED, *UNAVAILABLE, *NOT_PROCESSED, *other, "total", "carried_forward")


def outcome_rows(era: str) -> tuple[str, ...]:
    """Rows that add up to （七）总计."""
    return request_rows(era)[2:-2]


def active_keys(era: str) -> list[str]:
    """Figure keys of the active table."""
    form = ACTIVE_2021 if era == "2021" else ACTIVE_2019
    return [f"active.{row}.{column}" for row, columns in form.items() for column in columns]


def request_keys(era: str) -> list[str]:
    """Figure keys of the requests table."""
    return [f"requests.{row}.{column}" for row in request_rows(era) for column in REQUEST_COLUMNS]


def review_keys() -> list[str]:
    """Figure keys of the review table."""
    return [f"review.{block}.{column}" for block in REVIEW_BLOCKS for column in REVIEW_COLUMNS]


def _spread(texts: list[Cell], width: int) -> list[Cell]:
    """Widen the last cell of a row so that the row fills the table."""
    used = sum(cell.cols for cell in texts[:-1])
    last = texts[-1]
    return [*texts[:-1], Cell(last.text, last.rows, width - used, last.key)]


def active_grid(era: str, show: Show) -> Grid:
    """The table of section two."""
    form, blocks = (ACTIVE_2021, _BLOCKS_2021) if era == "2021" else (ACTIVE_2019, _BLOCKS_2019)
    grid: Grid = []
    for article, headings, rows in blocks:
        grid.append([Cell(article, cols=4)])
        grid.append(_spread([Cell("信息内容"), *(Cell(heading) for heading in headings)], 4))
        for row in rows:
            keys = [f"active.{row}.{column}" for column in form[row]]
            label = "规范性文件" if era == "2019" and row == "normative_documents" else _ROW_LABELS[row]
            grid.append(_spread([Cell(label), *(Cell(show(key), key=key) for key in keys)], 4))
    return grid


def _request_head() -> Grid:
    kinds = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    return [
        [Cell(IDENTITY_NOTE, rows=3, cols=3), Cell("申请人情况", cols=7)],
        [Cell("自然人", rows=2), Cell("法人或其他组织", cols=5), Cell("总计", rows=2)],
        [Cell(kind) for kind in kinds],
    ]


def requests_grid(era: str, show: Show) -> Grid:
    """The table of section three: 25 value rows in the form of 2021, 23 in that of 2019."""

    def values(row: str) -> list[Cell]:
        keys = [f"requests.{row}.{column}" for column in REQUEST_COLUMNS]
        return [Cell(show(key), key=key) for key in keys]

    inside: Grid = [
        [Cell("（一）予以公开", cols=2), *values("granted")],
        [Cell("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", cols=2), *values("partly_granted")],
    ]
    for label, rows in GROUPS.items():
        if rows is OTHER and era != "2021":
            inside.append([Cell(label, cols=2), *values("other")])
            continue
        for number, (row, text) in enumerate(rows.items(), start=1):
            lead = [Cell(label, rows=len(rows))] if number == 1 else []
            inside.append([*lead, Cell(f"{number}.{text}"), *values(row)])
    inside.append([Cell("（七）总计", cols=2), *values("total")])
    inside[0].insert(0, Cell("三、本年度办理结果", rows=len(inside)))
    return [
        *_request_head(),
        [Cell("一、本年新收政府信息公开申请数量", cols=3), *values("new")],
        [Cell("二、上年结转政府信息公开申请数量", cols=3), *values("carried_in")],
        *inside,
        [Cell("四、结转下年度继续办理", cols=3), *values("carried_forward")],
    ]


def review_grid(show: Show) -> Grid:
    """The table of section four: one row of fifteen numbers."""
    return [
        [Cell("行政复议", cols=5), Cell("行政诉讼", cols=10)],
        [
            *(Cell(label, rows=2) for label in REVIEW_LABELS),
            Cell("未经复议直接起诉", cols=5),
            Cell("复议后起诉", cols=5),
        ],
        [Cell(label) for label in (*REVIEW_LABELS, *REVIEW_LABELS)],
        [Cell(show(key), key=key) for key in review_keys()],
    ]


def indicator_grid(indicators: tuple[Indicator, ...]) -> Grid:
    """The statistics table of the years before 2019: label, unit, value."""
    grid: Grid = [[Cell("指标名称"), Cell("计量单位"), Cell("统计数")]]
    for item in indicators:
        value = "" if item.value is None else str(item.value)
        grid.append([Cell(item.label), Cell(item.unit), Cell(value)])
    return grid


def expand(grid: Grid) -> list[list[Cell | None]]:
    """Lay a grid out on its full raster; places covered by a span are None."""
    width = sum(cell.cols for cell in grid[0])
    raster: list[list[Cell | None]] = [[None] * width for _ in grid]
    taken = [[False] * width for _ in grid]
    for y, row in enumerate(grid):
        x = 0
        for cell in row:
            while taken[y][x]:
                x += 1
            raster[y][x] = cell
            for dy in range(cell.rows):
                for dx in range(cell.cols):
                    taken[y + dy][x + dx] = True
            x += cell.cols
    return raster
