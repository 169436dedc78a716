"""Every kind of chart on the sample corpus, with the line that makes it; the line that is shown is the line that is run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textmine.analysis import Result

INTRO = """# 图例 Gallery

全部据样例语料绘制（16 个虚构机关的 48 份自编年报），每张图上方是画它的那一行。图题写的是结论；分不出高低的，图题就写分不出。
*All drawn from the sample corpus, composed reports of fictional agencies, each with the line that makes it. Titles state findings; where nothing can be told apart, they say so.*

```py
import textmine
from textmine import analysis, charts

tables = textmine.load_tables("OUT")  # left by textmine report or run
axes = charts.draw_prevalence(analysis.prevalence(tables), lang="en")
axes.figure.savefig("prevalence.pdf")
```
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of chart: its id, its group, what it shows, and the call whose result is drawn by ``draw``."""

    id: str
    zh: str
    en: str
    draw: str
    code: str


GROUPS: dict[str, tuple[Kind, ...]] = {
    "普遍程度 How often": (
        Kind("prevalence", "列为问题的占比", "Shares", "draw_prevalence", "prevalence(tables)"),
        Kind(
            "corrected",
            "校正程序误差以后",
            "Corrected for the tagger's error",
            "draw_prevalence",
            'prevalence(tables, correction="gold")',
        ),
        Kind("levels", "层级 × 主题", "Levels × themes", "draw_heatmap", 'prevalence(tables, by="level")'),
        Kind("agencies", "机关 × 主题", "Agencies × themes", "draw_heatmap", "agency_profile(tables)"),
        Kind("pooled", "各市，档次而不是名次", "Cities in tiers", "draw_pooled", 'pooled(tables, by="city")'),
        Kind(
            "odds",
            "与层级、申请量的关系",
            "Relation to level and requests",
            "draw_odds_ratios",
            "odds_ratios(tables)",
        ),
    ),
    "年度变化 Over the years": (
        Kind("trend", "各年占比", "Shares by year", "draw_trend", "trend(tables)"),
        Kind(
            "before-after",
            "2021 年格式调整前后",
            "Before and after the form of 2021",
            "draw_before_after",
            "before_after(tables, year=2021)",
        ),
        Kind(
            "histories",
            "各机关连年提到的主题",
            "What agencies name year after year",
            "draw_histories",
            "histories(tables)",
        ),
        Kind(
            "recurrence",
            "第二年又提到，与碰巧相比",
            "Named again, against chance",
            "draw_recurrence",
            "recurrence(tables)",
        ),
    ),
    "问题和措施 Problems and measures": (
        Kind(
            "response",
            "问题有没有同主题的措施",
            "Problems with a measure",
            "draw_response",
            "response(tables)",
        ),
        Kind(
            "follow-through",
            "哪些问题没有措施",
            "Problems without any measure",
            "draw_followthrough",
            "followthrough(tables)",
        ),
        Kind(
            "specificity",
            "措施有多具体",
            "How concrete measures are",
            "draw_specificity",
            "specificity(tables)",
        ),
        Kind("promises", "措施的下落", "What becomes of promises", "draw_promises", "promises(tables)"),
        Kind(
            "cooccurrence",
            "一起提到的主题",
            "Themes named together",
            "draw_cooccurrence",
            "cooccurrence(tables)",
        ),
        Kind("network", "主题之间的联系", "Ties between themes", "draw_network", "network(tables)"),
    ),
    "文字 Wording": (
        Kind("reuse", "第五部分的文字从哪里来", "Whose wording it is", "draw_reuse", "reuse(tables)"),
        Kind(
            "keyness",
            "各层级特有的词",
            "Words that set levels apart",
            "draw_keyness",
            'keyness(tables, by="level", role=None)',
        ),
        Kind("new-terms", "新出现的词", "Words that come up", "draw_new_terms", "new_terms(tables)"),
    ),
    "坦诚 Candour": (
        Kind("candour", "表里有、文字里没有的", "What is passed over", "draw_candour", "candour(tables)"),
        Kind("severity", "写重的还是写轻的", "Heavy and light problems", "draw_severity", "severity(tables)"),
        Kind("crosstab", "主题 × 年度的列联", "Themes × years", "draw_crosstab", "crosstab(tables)"),
        Kind(
            "linked-figures",
            "主题与表中数字",
            "Themes beside figures",
            "draw_linked_figures",
            "linked_figures(tables)",
        ),
    ),
}


CONTEXTS = 'kwic(tables, "检索", window=14)'


def gallery() -> tuple[dict[str, bytes], str]:
    """The pictures by address, and the page that shows them: the Chinese ones in place, the English ones by a link."""
    import textmine

    with textmine.sample_corpus() as paths:
        tables = textmine.process(paths)

    def run(code: str) -> Result:
        found: Result = eval(f"analysis.{code}", {"analysis": textmine.analysis, "tables": tables})  # noqa: S307 (our own lines)
        return found

    pictures: dict[str, bytes] = {}
    parts = [INTRO]
    for head, kinds in GROUPS.items():
        parts.append(f"## {head}\n")
        for kind in kinds:
            result = run(kind.code)
            for lang in ("zh", "en"):
                pictures[_address(kind, lang)] = textmine.charts.render(result, lang=lang)
            zh, en = (_plain(textmine.charts.describe(result, lang=lang).title) for lang in ("zh", "en"))
            parts.append(
                f"### {kind.zh} {kind.en} {{ #{kind.id} }}\n\n"
                f"```py\ncharts.{kind.draw}(analysis.{kind.code})\n```\n\n"
                f"![{zh}]({_address(kind, 'zh')})\n\n{zh}　*{en}* ([English chart]({_address(kind, 'en')}))\n"
            )
        if head.startswith("文字"):
            parts.append(_contexts(run(CONTEXTS)))
    return pictures, "\n".join(parts)


def _address(kind: Kind, lang: str) -> str:
    return f"images/gallery-{kind.id}{'' if lang == 'zh' else '-en'}.png"


def _contexts(result: Result) -> str:
    """The contexts of a word as a table: what is read, not drawn."""
    lines = [
        "### 词的上下文 Words in context { #contexts }\n",
        f"```py\nanalysis.{CONTEXTS}.frame\n```\n",
        "| 机关 agency | 年度 year | 前文 left | 词 match | 后文 right |",
        "| --- | --- | ---: | --- | --- |",
    ]
    names = ("agency", "year", "left", "match", "right")
    for agency, year, left, match, right in zip(*(result.frame[name] for name in names), strict=True):
        lines.append(f"| {agency} | {year} | {_plain(left)} | **{match}** | {_plain(right)} |")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return (
        text.replace("\n", " ")
        .replace("<", "&lt;")
        .replace("[", "\\[")
        .replace("]", "\\]")
        .replace("|", "\\|")
    )
