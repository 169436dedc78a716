# %% [markdown]
# # 第五课　反复出现的问题，说过的承诺
#
# *Lesson 5: Recurring problems, and promises*
#
# > **Summary.** Students follow agencies over the years: which problems return, whether the paragraph was copied, how concrete the
# > promises were, and what the next report says of them.
#
# **本课目标**：区分“问题反复出现”和“段落反复出现”；判断一条措施是否具体；追踪一条承诺的下落，并写出谨慎的结论。
#
# **需要时间**：95 分钟（反复与照抄 30，具体程度 25，追踪承诺 25，复核 15）。
#
# 先点 `Run → Run All Cells`。

# %% [markdown] tags=["teacher"]
# **教师提示**：“下一年没有提到”最容易被写成“没有兑现”，请在黑板上写下：**没有提到 ≠ 没有做**。

# %% tags=["fold"]
import json

import pandas as pd
import textmine
from classroom import table
from figures import outcomes

names = {theme.id: theme.zh for theme in textmine.load_codebook().themes}
with textmine.sample_corpus() as paths:
    tables = textmine.process(paths)
    manifest = json.loads((paths[0].parent / "manifest.json").read_text(encoding="utf-8"))


def chinese(ids):
    """主题的中文名。"""
    return "、".join(names[theme] for theme in ids.split())


# %% [markdown]
# ## 一、连年提到
#
# 程序数出来，下面这些主题被同一机关**至少连续三年**列为问题。最后一列是与上一年文字雷同的年份：

# %% tags=["fold"]
told = textmine.analysis.histories(tables).frame
three = told[told["longest"] >= 3].copy()
three["named"] = three["named"].str.replace(" ", "、")
three["theme_zh"] = three["theme"].map(names)
heads = {
    "agency": "机关",
    "theme_zh": "主题",
    "named": "提到的年份",
    "copied": "与上年雷同的年份",
}
table(three, heads)

# %% [markdown]
# 数字后面是句子。下面是两个机关各年写下的全部问题：

# %% tags=["fold"]
statements = tables.frame("statements").merge(
    tables.frame("documents")[["document", "agency", "year"]], on="document"
)
marked = tables.frame("tags").query("not review").groupby(["document", "statement"])["theme"]
statements = statements.join(
    marked.agg(lambda ids: chinese(" ".join(ids))).rename("marked"), on=["document", "statement"]
)
two = ["云汀市青禾区鹭浦镇人民政府", "朔溪市石楠县卫生健康局"]
shown = statements[(statements["role"] == "problem") & statements["agency"].isin(two)].sort_values(
    ["agency", "year", "position"], ascending=[False, True, True]
)
table(shown, {"agency": "机关", "year": "年度", "text": "写下的问题", "marked": "程序标的主题"})

# %% [markdown]
# **任务 1**　（1）这两个机关，哪一个是问题反复出现，哪一个更像段落照搬？依据是什么？（2）石楠县卫健局 2020、2021 年写“公共卫生服务经费使用情况公开较少”，
# 2022 年写“乡镇卫生院没有信息公开经费”。三年都有“经费”二字，能不能说“经费问题连续三年出现”？程序各标了什么主题，你同意吗？

# %% [markdown] tags=["student"]
# 【写】**我的答案**
#
# 1.
# 2.

# %% tags=["solution"]
nature = told.set_index(["agency", "theme"])["nature"]
assert nature["云汀市青禾区鹭浦镇人民政府", "timeliness"] == "problem"
assert nature["朔溪市石楠县卫生健康局", "timeliness"] == "paragraph"
print(
    "鹭浦镇每年用新的话、新的例子说信息拖后，是问题反复出现；石楠县卫健局 2021 年与 2020 年一字不差，是段落照搬，问题是否仍在要另外核实。"
)

# %% tags=["solution"]
by_hand = {
    (report["agency"], report["year"], theme)
    for report in manifest["reports"]
    for item in report["statements"]
    if item["role"] == "problem"
    for theme in item["themes"]
}
doubtful = [
    (row.agency, names[row.theme], year)
    for row in three.itertuples()
    for year in row.named.split("、")
    if (row.agency, int(year), row.theme) not in by_hand
]
print("第一张表里，人工标注没有的：", doubtful or "无")
spent, lacking = (
    shown.loc[shown["text"].str.contains(words), "marked"].iloc[0]
    for words in ("经费使用情况公开较少", "没有信息公开经费")
)
print(f"前一句程序标“{spent}”，后一句标“{lacking}”。")
print(
    "不能说。前两年说的是经费的使用公开得少（公开范围），2022 年说的才是没有经费。只数“经费”二字会凑出三年来；引用数字之前要读句子。"
)

# %% tags=["check"]
money = shown[shown["text"].str.contains("经费")].set_index("year")["marked"]
assert "经费与设施保障" in money[2022] and "经费与设施保障" not in money[2020]

# %% [markdown]
# ## 二、承诺有多具体
#
# 一条措施最多可以写明六样东西：做什么、何时完成、谁负责、多少数量、多久一次、留下什么成果。程序数它写明了几样。最具体的六条：

# %% tags=["fold"]
pledges = textmine.analysis.promises(tables).frame
heads = {"agency": "机关", "year": "年度", "text": "措施", "score": "写明几样"}
table(pledges.sort_values("score", ascending=False, kind="stable").head(6), heads)

# %% [markdown]
# 程序一样也没有数出来的八条：

# %% tags=["fold"]
table(pledges[pledges["score"] == 0].head(8), heads)

# %% tags=["check"]
none = pledges[pledges["score"] == 0].head(8)["text"].str.cat()
assert all(words in none for words in ("服务时间延长到周六上午", "经费使用明细", "加强条例学习教育"))

# %% [markdown]
# **任务 2**　程序靠字样数数，也会数漏。（1）第二张表里哪几条其实写明了做什么？哪几条真的什么也没有写明？（2）挑一条，把它改写得可以检查：
# 写明时限、责任人、数量、成果中的至少三样。

# %% [markdown] tags=["student"]
# 【写】**其实写明了做什么的：**
#
# **我挑的一条：**
#
# **改写后：**

# %% [markdown] tags=["solution"]
# **参考答案 2**　（1）“将服务时间延长到周六上午”“主动公开公共卫生服务经费使用明细”说了做什么，只是不在程序认得的字样里；“加强条例学习教育”才是什么也没有写明。所以“零样”要读过原文再用。（2）例：“加强条例学习教育”可改为“2025 年 3 月底前由分管副县长主持专题学习两次，逐条对照上年问题清单，学习纪要在县政府网站公布”。给分看是否有时限、责任人、数量或成果中的至少三项，
# 以及第二年能不能凭它说“做到了”或“没有做到”。

# %% [markdown]
# ## 三、后来呢
#
# 对每条措施，程序到同一机关下一年的年报里去找：

# %% tags=["fold"]
said = {
    "rectified": "说已整改",
    "repeated": "再次承诺",
    "unresolved": "问题仍在",
    "dropped": "没有再提",
}
outcomes({word: int((pledges["outcome"] == key).sum()) for key, word in said.items()})

# %% [markdown]
# 岚川省人民政府 2022 年的措施和它们的下落：

# %% tags=["fold"]
province = pledges[(pledges["agency"] == "岚川省人民政府") & (pledges["year"] == 2022)]
table(
    province.assign(
        outcome=province["outcome"].map(said), due=province["due"].map({True: "有", False: "—"})
    ),
    {"text": "2022 年的措施", "due": "期限", "outcome": "下落", "next_text": "2023 年的原文"},
)

# %% [markdown]
# **任务 3**　有一条带期限的承诺后来没有再提。找到它，写一句向该机关提问的话（不下结论）。

# %% [markdown] tags=["student"]
# 【写】**我的提问**
#
#

# %% tags=["solution"]
silent = province[(province["outcome"] == "dropped") & province["due"]]
print(silent["text"].tolist())
assert silent["text"].str.contains("督查").any()
print(
    "可以这样问：“贵省 2022 年度报告提出 2023 年 6 月底前开展覆盖所有县的实地督查，2023 年度报告未见相关内容，请问督查是否开展，结果在哪里公布？”"
)

# %% tags=["check"]
assert set(pledges["outcome"]) <= set(said)
assert len(province) >= 3
assert len(three) >= 3

# %% [markdown]
# ## 四、程序的判断要复核
#
# 程序靠字词判断“后来呢”。下面随机抽五条，读前后两年的原文，记下你同意几条。

# %% tags=["fold"]
drawn = pledges.sample(5, random_state=4)
table(
    drawn.assign(outcome=drawn["outcome"].map(said)),
    {
        "agency": "机关",
        "year": "年度",
        "text": "措施",
        "outcome": "程序判断的下落",
        "next_text": "下一年的原文",
    },
)

# %% [markdown] tags=["student"]
# 【写】**五条中我同意 ＿ 条；不同意的，原因是：**
#
#

# %% [markdown] tags=["teacher"]
# **预期**：五条中一般有一到两条可以争论，尤其是“没有再提”和“问题仍在”。请学生说明争论点，不要求一致答案。

# %% [markdown]
# **本课小结**　反复出现的可能是问题，也可能只是段落；承诺写得具体，第二年才查得到；没有再提，只能据此提问，不能据此下结论。
