"""Make short_forms.jsonl: sections in the short forms of published reports, put together from stock phrases with known themes.

usage: python corpora/gold/make_short_forms.py

The composed passages of gold.jsonl are neatly cut and rich in wording; published ones repeat stock phrases, put several shortfalls into one sentence,
several qualities under one predicate, several steps and a purpose into one item. Phrases come from short_phrases.txt and from the banks of the
report grammar (one theme each); labels follow from how they are put together. The same files always give the same passages. For training only:
nothing is tested on them.
"""

import random
import re
from collections import defaultdict
from pathlib import Path

from textmine.gold import GoldPassage, GoldStatement, write_gold

HERE = Path(__file__).parent
BANKS = HERE.parent / "grammar/banks"
PASSAGES = 1250
BATCHES = 5  # ids S1-… to S5-…: out of fold, stock phrases are known, as they will be in published reports
ROLES = {"P": "problem", "M": "measure", "R": "rectified"}

# Lines of the banks that state more than the theme they stand under, or that two coders could read in two ways.
LEFT_OUT = (
    "等靠思想", "创新意识不强", "利用率低", "辨识能力", "临时抽调", "限期填充", "查到的用不上", "摘录不全", "扩建公开专区", "建设公开栏", "公开栏破损",
    "处理情形掌握", "会商不及时", "会商机制", "扩建了公开专区", "评价体系", "督导指导", "试读公开材料", "优质信息",
)  # fmt: skip
FILLED = {
    "field": ("医疗救助", "农村低保", "项目审批", "征地补偿", "学校招生", "财政资金"),
    "n": ("2", "3", "5", "8", "12"),
    "sub": ("各科室", "下属单位", "各村", "各站所"),
    "col": ("“财政信息”", "“通知公告”", "“重点领域”"),
    "office": ("办公室", "综合科"),
    "部分": ("部分", "个别", "少数", "有的", "一些", ""),
    "科室": ("科室", "单位", "部门", "股室", "站所", "村居", "社区"),
    "公开": ("政府信息公开", "信息公开", "政务公开", "公开", "主动公开"),
    "工作": ("政府信息公开工作", "信息公开工作", "政务公开工作", "公开工作"),
    "信息": ("政府信息", "信息", "政务信息", "公开信息", "部分信息", "个别信息", "公开内容", "一些信息"),
    "待": (
        "有待提高", "有待加强", "有待进一步加强", "还需进一步加强", "需进一步提升", "仍需加强", "还需提高", "有待提升", "需要进一步提高", "有待进一步提高",
        "尚需加强", "需进一步增强", "有待增强", "不足", "不够", "有所欠缺",
    ),
}  # fmt: skip
QUALITIES = {
    "及时性": "timeliness", "时效性": "timeliness", "准确性": "quality", "针对性": "quality", "实用性": "quality", "深度": "quality", "质量": "quality",
    "全面性": "coverage", "完整性": "coverage", "广度": "coverage", "数量": "coverage", "规范性": "standardization", "规范化水平": "standardization",
    "便民性": "channels", "多样性": "channels", "互动性": "interaction",
}  # fmt: skip
RAISING = ("进一步增强", "不断提高", "着力提升", "切实提高", "继续增强", "提高", "提升")
AGENCIES = {
    "民政局": "我局", "水务局": "我局", "教育局": "我局", "司法局": "我局", "统计局": "我局", "住房和城乡建设局": "我局", "市场监督管理局": "我局", "卫生健康委员会": "我委",
    "人民政府": "我县", "城东街道办事处": "街道", "城南街道办事处": "我街道", "石门镇人民政府": "我镇", "双桥乡人民政府": "我乡", "供销合作社": "我社",
    "公共资源交易中心": "本中心", "气象局": "我单位",
}  # fmt: skip
HEADS = (
    ("（一）存在的主要问题", "（二）改进措施"), ("存在问题：", "改进措施："), ("（一）存在问题", "（二）改进情况"), ("主要问题：", "改进情况："),
    ("（一）存在的主要问题。", "（二）下步工作措施。"), ("（一）存在的问题", "（二）下一步打算"), ("1.存在问题", "2.改进措施"), ("存在的主要问题：", "下一步工作打算："),
    ("（一）存在的不足", "（二）整改措施"), ("存在的问题", "六、改进措施"),
)  # fmt: skip
TOLD = (
    "针对{以上/上述/存在的}{问题/不足}，<我>采取{了/}{以下措施/如下措施加以改进}", "<今年>，<我>针对{以上/这些}问题，主要采取了以下措施", "为解决{上述/以上}问题，<我>做了以下工作",
    "<我>{边查边改/即知即改/立行立改}，{采取了以下措施/认真抓好整改}",
)  # fmt: skip
NUMERALS = "一二三四五六七八"
MARKS = (
    lambda n: f"{NUMERALS[n - 1]}是", lambda n: f"{NUMERALS[n - 1]}是", lambda n: f"{n}.", lambda n: f"（{NUMERALS[n - 1]}）", lambda n: f"{n}、",
    lambda n: f"{'' if n == 1 else chr(10)}{NUMERALS[n - 1]}是", lambda n: f"{'' if n == 1 else chr(10)}{n}.", lambda n: f"{NUMERALS[n - 1]}、",
)  # fmt: skip


def read_phrases():
    """Kind → list of (wording, themes), the stock phrases five times as often as single lines of the banks."""
    phrases = defaultdict(list)
    for raw in (HERE / "short_phrases.txt").read_text(encoding="utf-8").splitlines():
        if raw and not raw.startswith("#"):
            kind, _, words = raw.partition(" | ")
            kind, _, themes = kind.partition(" ")
            phrases[kind] += [(words, tuple(themes.split(",")) if themes else ())] * 5
    for path in sorted(BANKS.glob("*.txt")):
        role = None
        for line in map(str.strip, path.read_text(encoding="utf-8").splitlines()):
            if line in ROLES:
                role = ROLES[line]
            elif (
                path.stem != "other" and role and line and not any(part in line for part in ("#", *LEFT_OUT))
            ):
                phrases[role].append((line.replace("<prev>", "<去年>"), (path.stem,)))
    return phrases


class Passage:
    """A passage in the making: its facts, its text, the statements marked in it."""

    def __init__(self, rng, pools, phrases):
        self.rng, self.pools, self.phrases = rng, pools, phrases
        self.text, self.statements = "", []
        self.year = rng.randint(2008, 2025)
        self.agency = rng.choice(list(AGENCIES))
        self.facts = {
            "我": (AGENCIES[self.agency],), "今年": (f"{self.year}年", f"{self.year}年", "今年", "一年来"), "明年": (f"{self.year + 1}年", f"{self.year + 1}年", "新的一年"),
            "去年": (f"{self.year - 1}年", f"{self.year - 1}年度"),
        }  # fmt: skip
        self.used = set()

    def plain(self, words):
        self.text += words

    def say(self, words, role, themes=()):
        start = len(self.text)
        self.text += words
        self.statements.append(GoldStatement(start, len(self.text), role, tuple(dict.fromkeys(themes))))

    def worded(self, words):
        """A template with its choices made."""
        words = re.sub(r"<([^<>]+)>", lambda m: self.rng.choice({**FILLED, **self.facts}[m.group(1)]), words)
        return re.sub(r"\{([^{}]*)\}", lambda m: self.rng.choice(m.group(1).split("/")), words)

    def draw(self, kind):
        """A phrase of a kind; every phrase once before any comes again."""
        if not self.pools[kind]:
            self.pools[kind] = self.rng.sample(self.phrases[kind], len(self.phrases[kind]))
        words, themes = self.pools[kind].pop()
        return self.worded(words), themes

    def fresh(self, kind):
        """A phrase whose themes the list does not have yet, as a rule."""
        for _ in range(8):
            if kind in ("problem", "measure") and self.rng.random() < 0.06:
                words, themes = self.qualities(kind)
            else:
                words, themes = self.draw(kind)
            if not self.used & set(themes) or self.rng.random() < 0.15:
                break
        self.used |= set(themes)
        return words, themes

    def qualities(self, kind):
        """Several qualities under one predicate: one statement, several themes."""
        chosen = self.rng.sample(list(QUALITIES), self.rng.choice((1, 2, 2, 3)))
        names = self.rng.choice(("、", "和")).join(chosen) if len(chosen) == 2 else "、".join(chosen)
        subject = f"{self.worded('<公开>')}{self.rng.choice(('', '内容', '信息', '工作'))}的"
        words = (
            f"{subject}{names}{self.worded('<待>')}"
            if kind == "problem"
            else f"{self.rng.choice(RAISING)}{subject}{names}"
        )
        return words, [QUALITIES[name] for name in chosen]

    def like(self, kind, themes):
        """Another phrase with one of the themes, for what stands after the heading sentence of an item."""
        found = [words for words, own in self.phrases[kind] if len(own) == 1 and own[0] in themes]
        return self.worded(self.rng.choice(found)) if found else None

    def item(self, kind, role):
        """One enumerated item: a phrase, two statements, a heading with what explains it, a step with its purpose."""
        rng = self.rng
        words, themes = self.fresh(kind)
        shape = rng.random()
        if shape < 0.2:
            second, more = self.fresh(kind)
            self.say(words, role, themes)
            self.plain("，" if rng.random() < 0.8 else "；" if role == "problem" else "，并")
            self.say(second, role, more)
        elif shape < 0.36:
            second, more = (self.like(kind, themes), themes) if rng.random() < 0.6 else self.fresh(kind)
            if role == "measure" and rng.random() < 0.25:
                words, themes = (
                    rng.choice(
                        (
                            "提升工作能力，夯实基础",
                            "提高工作水平",
                            "加大工作力度",
                            "完善工作举措",
                            "狠抓工作落实",
                        )
                    ),
                    (),
                )
            self.say(f"{words}。{second}" if second else words, role, (*themes, *more))
        else:
            self.say(words, role, themes)
        if role == "measure" and rng.random() < 0.3:
            self.tail()

    def tail(self):
        """What a step is for, drawn into the statement before it; it adds no theme."""
        words = "，" + "，".join(self.draw("tail")[0] for _ in range(self.rng.choice((1, 1, 2))))
        last = self.statements[-1]
        self.text += words
        self.statements[-1] = GoldStatement(last.start, len(self.text), last.role, last.themes)

    def items(self, kind, role, count, *, close="。"):
        self.used = set()
        mark = self.rng.choice(MARKS)
        for number in range(1, count + 1):
            self.plain(mark(number))
            if role == "measure" and self.rng.random() < 0.04:
                self.say(self.draw("formula")[0], "context")
            else:
                self.item(kind, role)
            self.plain(close if number < count else "。")

    def row(self, kind, role, count, marks="，"):
        """Statements in one sentence."""
        self.used = set()
        for place in range(count):
            self.plain(marks if place else "")
            words, themes = self.fresh(kind)
            self.say(words, role, themes)

    def context(self, kind, close):
        self.say(self.draw(kind)[0], "context")
        self.plain(close)


def one_sentence(p, rng):
    """Everything in one or two sentences."""
    if rng.random() < 0.3:
        p.context("open", rng.choice("，。："))
        p.plain(rng.choice(("", "如", "主要是", "主要表现在", "主要有：", "如：")))
    else:
        p.plain(
            p.worded(
                rng.choice(
                    (
                        "<我><工作>还存在",
                        "主要问题是",
                        "存在问题：",
                        "<今年>，<我><工作>存在",
                        "存在的主要问题是",
                        "<工作>主要存在",
                        "<我>在<工作>方面存在",
                        "存在的问题主要是：",
                    )
                )
            )
        )
    p.row("problem", "problem", rng.choice((1, 1, 2, 2, 3, 4)), rng.choice("，、，"))
    p.plain(rng.choice(("等问题。", "。", "等问题，", "等。", "的问题。", "，", "的情况。")))
    p.plain(rng.choice(("", "", "\n")))
    next_steps(p, rng)


def next_steps(p, rng):
    """Steps in one sentence behind the words that open it."""
    p.plain(
        p.worded(
            rng.choice(
                (
                    "今后将",
                    "下一步将",
                    "下一步，将",
                    "<明年>，<我>将",
                    "下一步，<我>将",
                    "下步打算",
                    "针对以上问题，下一步，<我>将",
                    "下一步，<我>将按照《条例》要求，",
                    "今后，我们将",
                    "下一步<我>将",
                    "针对存在问题，<我>将",
                    "针对以上不足，<明年><我>将按照上级要求，",
                    "为此，<我>将",
                    "<明年>，<我>将根据上级部署的政务公开工作要求，",
                    "下一步，<我>将认真贯彻落实《条例》，",
                    "今后，<我>将进一步",
                    "下一步，<我>将继续",
                    "我们将进一步改进，",
                    "在今后的工作中，<我>将",
                )
            )
        )
    )
    p.row("measure", "measure", rng.choice((1, 1, 2, 2, 3, 4)))
    for _ in range(rng.choice((0, 1, 1, 2))):
        p.tail()
    p.plain("。")


def blocks(p, rng):
    """Two headed blocks."""
    first, second = rng.choice(HEADS)
    p.plain(first + ("\n" if rng.random() < 0.8 else ""))
    if rng.random() < 0.4:
        p.context("open", rng.choice(("：", "。", "，主要有：\n", "。主要表现在：")))
    problems(p, rng)
    p.plain("\n" + second + ("\n" if rng.random() < 0.8 else ""))
    steps(p, rng, lead=0.3)
    if rng.random() < 0.2:
        p.plain(
            "\n（三）上年度问题整改情况\n" if rng.random() < 0.3 else p.worded("\n（三）<去年>问题整改情况\n")
        )
        earlier(p, rng)


def problems(p, rng):
    if rng.random() < 0.12:
        p.row("problem", "problem", rng.randint(1, 3))
        p.plain("。")
    else:
        p.items("problem", "problem", rng.randint(1, 5), close=rng.choice("。；"))


def steps(p, rng, lead):
    if rng.random() < 0.3:
        next_steps(p, rng)
        return
    if rng.random() < 0.25:  # told as done, but against this year's shortfalls
        if rng.random() < 0.4:
            p.say(p.worded(rng.choice(TOLD)), "context")
            p.plain(rng.choice(("：", "。", "：\n")))
        p.items("done", "measure", rng.randint(1, 4), close=rng.choice("。；"))
        return
    if rng.random() < lead:
        p.context("plan", rng.choice(("：", "。", "：\n")))
    p.items("measure", "measure", rng.randint(1, 5), close=rng.choice("。；。"))


def earlier(p, rng):
    form = rng.random()
    if form < 0.4:
        p.items("done", "rectified", rng.randint(1, 4))
    elif form < 0.7:
        solved(p, rng)
    else:
        p.items("rectified", "rectified", rng.randint(1, 3))


def solved(p, rng):
    """Shortfalls of a year before, each with what became of it; now and then one that stands on."""
    mark = rng.choice(MARKS)
    p.used = set()
    for number in range(1, rng.randint(2, 4)):
        p.plain(mark(number))
        words, themes = p.fresh("problem")
        if rng.random() < 0.15:
            end = rng.choice(
                (
                    "仍未解决",
                    "有所好转，但还没有根本解决",
                    "虽有改善，但依然存在",
                    "有所缓解，但仍需努力",
                    "尚未完全解决",
                )
            )
            p.say(f"{words}的问题{end}", "problem", themes)
        elif rng.random() < 0.5:
            end = rng.choice(
                (
                    "已解决", "得到有效解决", "基本解决", "已整改到位", "得到明显改善", "明显好转", "已得到纠正", "有了明显改观", "已整改完成"
                )
            )  # fmt: skip
            p.say(f"{words}的问题{end}", "rectified", themes)
        else:
            done = p.like("done", themes)
            opening = rng.choice(("针对", "对", "围绕", "", "关于"))
            p.say(f"{opening}{words}的问题{f'，{done}' if done else '，已完成整改'}", "rectified", themes)
        p.plain(rng.choice("。；"))


def told_back(p, rng):
    """What was done about the shortfalls of the year before, told without a heading; then this year's."""
    words = rng.choice(
        (
            "<今年>，<我>{认真/扎实/}整改上年度存在的问题", "<今年>，<我>针对<去年>{存在的/报告指出的}问题，{认真加以整改/逐项抓好整改}",
            "<我>对照<去年>报告提出的{改进方向/不足}，{补短板、强弱项/逐条改进/抓好整改}", "<去年>报告中{提出/反映}的问题，{整改情况如下/已逐项整改}",
        )
    )  # fmt: skip
    p.say(p.worded(words), "context")
    if rng.random() < 0.5:
        p.plain(rng.choice("：。"))
        p.items("done", "rectified", rng.randint(2, 3), close=rng.choice("；。"))
    else:
        p.plain("，")
        p.row("done", "rectified", rng.choice((1, 2, 2)))
        p.plain("。")
    p.plain(rng.choice(("", "\n")))
    p.context("open", rng.choice(("：", "，", "。主要是：")))
    problems(p, rng)
    if rng.random() < 0.8:
        p.plain(rng.choice(("", "\n")))
        next_steps(p, rng)


def told_by_year(p, rng):
    """A shortfall of the year before and what was done, told by years alone or under a heading of its own inside the block."""
    inner = rng.random() < 0.5
    if inner:
        p.plain(
            rng.choice(
                (
                    "（一）上一年度主要问题及整改情况\n",
                    "（一）上年度存在问题及整改情况\n",
                    "1.上年度问题整改情况。",
                )
            )
        )
    p.plain(p.worded(rng.choice(("<去年>，<我>存在", "<去年><我><工作>存在", "<去年>，<我><工作>主要存在"))))
    p.row("problem", "rectified", rng.choice((1, 2, 2)), "、")
    p.plain(rng.choice(("等问题。", "的问题。", "等不足。", "等问题。\n")))
    if inner:
        p.plain(rng.choice(("整改情况：", "改进情况：", "针对以上问题，主要做了以下工作：")))
        p.items("done", "rectified", rng.randint(1, 3), close="；")
        p.plain(
            p.worded(rng.choice(("\n（二）本年度存在的主要问题\n", "\n（二）<今年>存在的问题及下一步打算\n")))
        )
    else:
        p.plain(p.worded(rng.choice(("<今年>，<我>", "<今年>，", "<今年>，通过努力，"))))
        p.row("done", "rectified", rng.choice((1, 2, 3)), rng.choice("，；"))
        p.plain("。")
        p.plain(rng.choice(("", "\n", "目前，", "当前，")))
        p.context("open", rng.choice(("：", "，", "。主要是：")))
    problems(p, rng)
    if rng.random() < 0.8:
        p.plain(rng.choice(("", "\n")))
        next_steps(p, rng)


def woven(p, rng):
    """Shortfall and step in turn, parted by a small heading or a word for what comes next."""
    if rng.random() < 0.3:
        p.context("open", rng.choice(("：", "。", "：\n")))
    mark = rng.choice(MARKS)
    ask, answer = rng.choice(
        (
            ("", "。改进情况："), ("", "。整改措施："), ("", "。改进措施："), ("", "。下一步，"), ("", "。今后，<我>将"), ("", "。对此，<我>"), ("存在问题：", "。改进情况："),
            ("存在问题：", "。改进措施："), ("问题：", "。措施："), ("", "。整改情况："), ("", "。下一步将"), ("", "。为此，"),
        )
    )  # fmt: skip
    for number in range(1, rng.randint(3, 5)):
        p.used = set()
        p.plain(mark(number) + ask)
        words, themes = p.fresh("problem")
        p.say(words, "problem", themes)
        p.plain(p.worded(answer))
        told = "情况" in answer and rng.random() < 0.6
        for place in range(rng.choice((1, 1, 2))):
            p.plain("，" if place else "")
            step = p.like("done" if told else "measure", themes) if not place else None
            p.say(step, "measure", themes) if step else p.say(*_reordered(p.fresh("measure")))
        if rng.random() < 0.2:
            p.tail()
        p.plain("。")


def _reordered(found):
    words, themes = found
    return words, "measure", themes


def paragraphs(p, rng):
    """Two paragraphs with lead-ins and no headings."""
    p.context(
        "open", rng.choice(("：", "，", "。主要是：", "，主要表现在：", "，主要体现在以下几个方面：", "。"))
    )
    problems(p, rng)
    p.plain(rng.choice(("\n", "\n", "")))
    steps(p, rng, lead=0.9)


def problems_only(p, rng):
    """A frame and the shortfalls."""
    if rng.random() < 0.6:
        p.context("open", rng.choice(("，", "：", "。")))
    problems(p, rng)


def three_blocks(p, rng):
    """Last year's shortfalls first, then this year's."""
    p.plain(
        p.worded(
            rng.choice(
                (
                    "（一）<去年>存在问题整改情况\n",
                    "（一）上年度存在问题的改进情况\n",
                    "一、<去年>问题整改情况\n",
                    "（一）<去年>问题改进情况：\n",
                )
            )
        )
    )
    earlier(p, rng)
    p.plain(
        p.worded(
            rng.choice(
                ("\n（二）<今年>存在的主要问题\n", "\n（二）存在的主要问题\n", "\n（二）本年度存在问题\n")
            )
        )
    )
    problems(p, rng)
    p.plain(rng.choice(("\n（三）改进措施\n", "\n（三）下一步打算\n", "\n（三）下一步改进措施\n")))
    steps(p, rng, lead=0.2)


def nothing(p, rng):
    """No shortfalls, or nothing but formulas."""
    p.context(rng.choice(("none", "formula", "open")), "。")


SHAPES = (
    one_sentence,
    one_sentence,
    blocks,
    blocks,
    blocks,
    paragraphs,
    paragraphs,
    problems_only,
    three_blocks,
    told_back,
    told_by_year,
    woven,
)
NARROW = str.maketrans("，；：（）", ",;:()")


def wrapped(text, statements, width):
    """The text broken into lines of a page, without regard to words; statements keep what they cover."""
    at, result, column = [], "", 0
    for char in text:
        if column >= width and char not in "\n，。；：、”":
            result, column = result + "\n", 0
        at.append(len(result))
        result, column = result + char, 0 if char == "\n" else column + 1
    return result, [GoldStatement(at[s.start], at[s.end - 1] + 1, s.role, s.themes) for s in statements]


def passage(number, rng, phrases, pools):
    p = Passage(rng, pools, phrases)
    shape = nothing if rng.random() < 0.02 else rng.choice(SHAPES)
    if rng.random() < 0.08:
        p.context("duty", "。")
    shape(p, rng)
    if p.text.endswith("。") and rng.random() < 0.2:
        p.context("closing", "。")
    text, statements, form = p.text, p.statements, rng.random()
    if form < 0.3:
        text = text.translate(NARROW)
    elif form < 0.4:
        text, statements = wrapped(text, statements, rng.randint(24, 38))
    kind = (
        "township"
        if p.agency.endswith(("镇人民政府", "乡人民政府"))
        else "subdistrict"
        if "街道" in p.agency
        else "government"
        if p.agency == "人民政府"
        else "department"
    )
    return GoldPassage(
        f"S{number % BATCHES + 1}-{number:03d}", text, tuple(statements), agency=f"苍岭省桃溪县{p.agency}（{number}）", region="苍岭省桃溪县",
        level="township" if kind in ("township", "subdistrict") else "county", kind=kind, year=p.year, cue="plain", style=shape.__name__,
        annotator="make_short_forms.py", provenance="put together from stock phrases and the phrase banks of the report grammar; fictional agency",
        split="train", split_year="train" if p.year < 2023 else "test",
    )  # fmt: skip


def main():
    rng = random.Random(20)
    phrases = read_phrases()
    pools = {kind: rng.sample(found, len(found)) for kind, found in phrases.items()}
    made = [passage(number, rng, phrases, pools) for number in range(1, PASSAGES + 1)]
    write_gold(made, HERE / "short_forms.jsonl")


if __name__ == "__main__":
    main()
