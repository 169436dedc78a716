# %% [markdown]
# # 第五课　反复出现的问题，说过的承诺
#
# *Lesson 5: Recurring problems, and promises*
#
# > **Summary.** Students follow one agency over three years: which problems return, whether the paragraph was copied, how concrete the
# > promises were, and what the next report says of them.
#
# **本课目标**：区分“问题反复出现”和“段落反复出现”；判断一条措施是否具体；追踪一条承诺的下落，并写出谨慎的结论。
#
# **需要时间**：95 分钟。

# %% [markdown] tags=["teacher"]
# **教师提示**：反复与照抄 30 分钟，具体程度 25 分钟，追踪承诺 40 分钟。“下一年没有提到”最容易被写成“没有兑现”，请在黑板上写下：**没有提到 ≠ 没有做**。

# %%
import pandas as pd
import textmine

names = {theme.id: theme.zh for theme in textmine.load_codebook().themes}
with textmine.sample_corpus() as paths:
    tables = textmine.process(paths)

# %% [markdown]
# ## 一、连续三年
#
# 有三个主题在同一机关连续三年出现：

# %%
told = textmine.analysis.histories(tables).frame
three = told[told["longest"] >= 3].assign(主题=lambda frame: frame["theme"].map(names))
three[["agency", "主题", "named", "copied"]]

# %%
statements = tables.frame("statements").merge(
    tables.frame("documents")[["document", "agency", "year"]], on="document"
)


def problems_of(agency):
    """一个机关各年写下的问题。"""
    found = statements[(statements["agency"] == agency) & (statements["role"] == "problem")]
    for year, rows in found.groupby("year"):
        print(f"{year}：" + "；".join(rows["text"]))


for agency in ("云汀市青禾区鹭浦镇人民政府", "朔溪市石楠县卫生健康局"):
    print(agency)
    problems_of(agency)
    print()

# %% [markdown]
# **任务 1**　这两个机关都有连年出现的问题。哪一个是问题反复出现，哪一个更像段落照搬？依据是什么？

# %% tags=["student"]
my_judgement = ""

# %% tags=["solution"]
nature = three.set_index(["agency", "theme"])["nature"]
assert nature["云汀市青禾区鹭浦镇人民政府", "timeliness"] == "problem"
assert "paragraph" in set(nature["朔溪市石楠县卫生健康局"])
print(
    "鹭浦镇每年用新的话、新的例子说更新不及时，是问题反复出现；石楠县卫健局 2021 年与 2020 年一字不差，是段落照搬，问题是否仍在要另外核实。"
)

# %% [markdown]
# ## 二、承诺有多具体
#
# 一条措施最多可以写明六样东西：做什么、何时完成、谁负责、多少数量、多久一次、留下什么成果。

# %%
pledges = textmine.analysis.promises(tables).frame
pledges.sort_values("score", ascending=False)[["agency", "year", "text", "score"]].head(6)

# %%
pledges[pledges["score"] == 0][["agency", "year", "text"]].head(6)

# %% [markdown]
# **任务 2**　各挑一条最具体的和最空泛的，把空泛的那条改写得可以检查。

# %% tags=["student"]
my_rewrite = ""

# %% [markdown] tags=["solution"]
# **参考答案 2**　例：“加强业务培训”可改为“2025 年 9 月底前由办公室组织全体信息员培训两次，考试成绩在内网公布”。给分看是否有时限、责任人、数量或成果中的至少三项。

# %% [markdown]
# ## 三、后来呢
#
# 下一年的年报怎么说：已整改（rectified）、再次承诺（repeated）、问题仍在（unresolved）、没有再提（dropped）。

# %%
pledges["outcome"].value_counts().rename("条数").to_frame()

# %%
province = pledges[(pledges["agency"] == "岚川省人民政府") & (pledges["year"] == 2022)]
for row in province.itertuples():
    print("承诺：", row.text)
    print(
        "下落：",
        row.outcome,
        "｜",
        row.next_text if isinstance(row.next_text, str) else "（下一年没有找到）",
        "\n",
    )

# %% [markdown]
# **任务 3**　岚川省 2022 年有一条带期限的承诺后来没有再提。找到它，写一句向该机关提问的话（不下结论）。

# %% tags=["student"]
my_question = ""

# %% tags=["solution"]
silent = province[(province["outcome"] == "dropped") & province["due"]]
print(silent["text"].tolist())
assert silent["text"].str.contains("督查").any()
print(
    "可以这样问：“贵省 2022 年度报告提出 2023 年 6 月底前开展覆盖所有县的实地督查，2023 年度报告未见相关内容，请问督查是否开展，结果在哪里公布？”"
)

# %% tags=["check"]
assert set(pledges["outcome"]) <= {"rectified", "repeated", "unresolved", "dropped"}
assert len(province) >= 3

# %% [markdown]
# ## 四、程序的判断要复核
#
# 程序靠字词判断“后来呢”。抽五条，自己读前后两年的原文，记下同意几条。

# %%
sample = pledges.sample(5, random_state=4)[["agency", "year", "text", "outcome", "next_text"]]
sample.style.set_properties(**{"white-space": "normal", "text-align": "left"})

# %% [markdown] tags=["teacher"]
# **预期**：五条中一般有一到两条可以争论，尤其是“没有再提”和“问题仍在”。请学生说明争论点，不要求一致答案。
