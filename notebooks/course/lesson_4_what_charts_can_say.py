# %% [markdown]
# # 第四课　图表能说什么，不能说什么
#
# *Lesson 4: What charts can and cannot say*
#
# > **Summary.** Shares with intervals, small numbers, rankings that mean nothing, and what a tagger's error does to a share. Students judge
# > sentences about a chart as supported, unsupported or wrong.
#
# **本课目标**：读懂带区间的占比；说明小样本为什么排不出名次；判断一句话是否被图支持；知道程序误差会怎样改变占比。
#
# **需要时间**：90 分钟（读图 20，小样本 25，误差 20，评判 25）。
#
# 先点 `Run → Run All Cells`。

# %% [markdown] tags=["teacher"]
# **教师提示**：先只给第一张图，请每人写一句“发现”，收上来，课程最后再用学到的标准逐句评判。

# %% tags=["fold"]
import numpy as np
import pandas as pd
import textmine
from classroom import table
from figures import same_counties, seen_share
from IPython.display import Image

names = {theme.id: theme.zh for theme in textmine.load_codebook().themes}
with textmine.sample_corpus() as paths:
    tables = textmine.process(paths)

shares = textmine.analysis.prevalence(tables)
Image(textmine.charts.render(shares), width=760)

# %% [markdown]
# 横条是占比：48 份年报里，有百分之几把这个主题列为问题。细线是 **95% 区间**：样本只是碰巧收到的这一批，真实的占比可能在这条线上的任何地方。
# 份数越少，线越长。
#
# **任务 1**　“公开时效问题最突出”——这句话成立吗？看第一名和第五名的细线有没有重叠，再看图的标题怎么说，为什么不说“最突出”。

# %% [markdown] tags=["student"]
# 【写】**我的判断**（成立／不成立，因为……）
#
#

# %% tags=["solution"]
top = shares.frame.sort_values("share", ascending=False)
first, fifth = top.iloc[0], top.iloc[4]
print(
    f"第一名 {first['low']:.0%}–{first['high']:.0%}，第五名 {fifth['low']:.0%}–{fifth['high']:.0%}"
)
assert first["low"] < fifth["high"]
print(f"区间大幅重叠：只能说{names[first['theme']]}是提到最多的主题之一，不能说“最突出”。")

# %% [markdown]
# ## 一、小样本：同样的县，不同的名次
#
# 假设十个县的情况**完全一样**，真实占比都是 30%。每个县抽 8 份年报，算占比；再抽一次，再算：

# %%
reports = 8  # 【改】每个县抽多少份
draw = np.random.default_rng(22)
counties = [f"{name}县" for name in "甲乙丙丁戊己庚辛壬癸"]
twice = pd.DataFrame(
    {time: draw.binomial(reports, 0.3, 10) / reports for time in ("第一次", "第二次")},
    index=counties,
)
same_counties(twice, 0.3, reports)

# %% tags=["check"]
if reports == 8:
    assert twice.max().min() - twice.min().max() > 0.25
    # The text says that first and last place change; draws with ties would not show it.
    assert (twice == twice.max()).sum().tolist() == [1, 1]
    assert twice.idxmax().nunique() == 2 and twice.idxmin().nunique() == 2

# %% [markdown]
# 没有一个县做得比别的县好或坏，却有“第一名”和“末名”，而且两次不一样。
#
# **任务 2**　每县要抽多少份，名次才稳定？把上面格子里的 8 改成 30、100、1000，各运行一次，记下最高和最低差多少。

# %% [markdown] tags=["student"]
# 【写】**我的记录**
#
# | 每县份数 | 最高 | 最低 |
# | --- | --- | --- |
# | 8 | | |
# | 30 | | |
# | 100 | | |
# | 1000 | | |

# %% tags=["solution"]
spread = {
    size: np.ptp(np.random.default_rng(3).binomial(size, 0.3, (2000, 10)) / size, axis=1).mean()
    for size in (8, 30, 100, 1000)
}
print("完全相同的十个县，最高与最低之差的平均值：")
print("，".join(f"每县 {size} 份 {value:.0%}" for size, value in spread.items()))
print("即使每县 100 份，仍相差十几个百分点；名次从来不会稳定，因为十个县本来就没有差别。")
assert spread[8] > 0.3 and 0.1 < spread[100] < 0.2 and spread[1000] < 0.06

# %% [markdown]
# ## 二、工具为什么给“档次”而不给“名次”
#
# 下面是样例中三个市“公开时效”的占比。工具把分不开的组放在**同一档**，不排先后：

# %% tags=["fold"]
tiers = textmine.analysis.pooled(tables, by="city").frame
cities = tiers[tiers["theme"] == "timeliness"]
heads = {
    "city": "市",
    "n": "份数",
    "k": "提到的份数",
    "share": "占比（各市互相借力后）",
    "low": "区间下端",
    "high": "区间上端",
    "tier": "档",
}
table(cities, heads, percent=("占比（各市互相借力后）", "区间下端", "区间上端"))

# %% tags=["check"]
assert (cities["tier"] == 1).all()

# %% [markdown]
# 三个市都在第 1 档：看不出高低。**“看不出差别”不等于“没有差别”**，可能只是份数太少。
#
# ## 三、程序会看错，占比就会偏
#
# 假如程序能认出 90% 的真问题，又把 5% 没有问题的年报误认为有：

# %% tags=["fold"]
seen_share(hit=0.90, false=0.05)

# %% tags=["fold"]
real = pd.Series([0.02, 0.10, 0.30, 0.50, 0.80])
seen = real * 0.90 + (1 - real) * 0.05
table(
    pd.DataFrame(
        {"真实占比": real.map("{:.0%}".format), "程序看到的占比": seen.map("{:.1%}".format)}
    )
)

# %% [markdown]
# **任务 3**　哪些主题会被夸大，哪些会被缩小？如果 A 年看到 10%、B 年看到 12%，可不可能只是误差？

# %% [markdown] tags=["student"]
# 【写】**我的答案**
#
#

# %% [markdown] tags=["solution"]
# **参考答案 3**　少见的主题被夸大（2% 变成 6.7%，三倍多），常见的被缩小（80% 变成 73%）。两年都用同一个程序时偏差方向相同，差值会缩小但不会凭空出现；
# 10% 与 12% 的差别首先要看份数够不够、区间是否重叠，而不是先怪程序。

# %% [markdown]
# ## 四、评判下面几句话
#
# 前三句看本课第一张图，第四句看下面的小表。

# %% tags=["fold"]
late = shares.frame.set_index("theme").loc["timeliness"]
sentences = [
    f"{late['n']:.0f} 份年报中，程序在 {late['k']:.0f} 份里标出公开时效问题。",
    f"{late['share']:.0%} 的机关公开不及时。",
    "监督考核问题很少，说明监督到位。",
    "乡镇提到人员力量的占比高于省级，但份数少，不能排除偶然。",
]
levels = textmine.analysis.prevalence(tables, by="level").frame
staffing = levels[(levels["theme"] == "staffing") & levels["level"].isin(["province", "township"])]
staffing = staffing.assign(level=staffing["level"].map({"province": "省级", "township": "乡镇"}))
table(pd.DataFrame({"编号": range(1, 5), "句子": sentences}))

# %% tags=["fold"]
heads = {
    "level": "层级",
    "n": "份数",
    "k": "提到人员力量",
    "share": "占比",
    "low": "区间下端",
    "high": "区间上端",
}
table(staffing, heads, percent=("占比", "区间下端", "区间上端"))

# %% [markdown] tags=["student"]
# 【写】**我的评判**（支持／不支持／错误，各加一句理由）
#
# 1.
# 2.
# 3.
# 4.

# %% [markdown] tags=["solution"]
# **参考答案 4**　第 1 句受数据支持，是对材料的描述。第 2 句错误：把“提到”换成了“存在”，把“年报”换成了“机关”。第 3 句不成立：没有写不等于没有。
# 第 4 句的说法可取：有比较、有保留，但还应给出份数和区间。

# %% tags=["check"]
counts = staffing.set_index("level")
assert late["n"] == 48
assert counts.loc["乡镇", "share"] > counts.loc["省级", "share"]
assert counts.loc["乡镇", "low"] < counts.loc["省级", "high"]

# %% [markdown]
# **本课小结**　占比要带区间；区间重叠就不排名次；程序的误差会夸大少见的、缩小常见的；“提到”不是“存在”，“没有提到”不是“没有”。
