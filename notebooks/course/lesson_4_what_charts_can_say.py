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
# **需要时间**：90 分钟。

# %% [markdown] tags=["teacher"]
# **教师提示**：先只给第一张图，请每人写一句“发现”，收上来，课程最后再用学到的标准逐句评判。读图 20 分钟，小样本 25 分钟，误差 20 分钟，评判 25 分钟。

# %%
import numpy as np
import pandas as pd
import textmine
from IPython.display import Image

with textmine.sample_corpus() as paths:
    tables = textmine.process(paths)

shares = textmine.analysis.prevalence(tables)
Image(textmine.charts.render(shares), width=760)

# %% [markdown]
# 横条是占比，细线是 95% 区间：如果从许多类似的机关里重新抽 48 份年报，占比大致会落在这个范围。
#
# **任务 1**　“公开时效问题最突出”——这句话成立吗？看第一名和第五名的区间有没有重叠，再看图的标题怎么说，为什么不说“最突出”。

# %% tags=["student"]
my_judgement = ""  # 成立 / 不成立，因为……

# %% tags=["solution"]
top = shares.frame.sort_values("share", ascending=False)
first, fifth = top.iloc[0], top.iloc[4]
print(
    f"第一名 {first['low']:.0%}–{first['high']:.0%}，第五名 {fifth['low']:.0%}–{fifth['high']:.0%}"
)
assert first["low"] < fifth["high"]
print("区间大幅重叠：只能说公开时效是提到最多的主题之一，不能说“最突出”。")

# %% [markdown]
# ## 一、小样本：同一枚硬币，不同的名次
#
# 假设十个县的情况**完全一样**，真实占比都是 30%。每个县抽 8 份年报，算占比、排名次：

# %%
draw = np.random.default_rng(22)
counties = [f"{name}县" for name in "甲乙丙丁戊己庚辛壬癸"]
years = pd.DataFrame(
    {year: draw.binomial(8, 0.3, 10) / 8 for year in ("第一次", "第二次")}, index=counties
)
ranks = years.rank(ascending=False, method="min").astype(int)
years.map("{:.0%}".format) + "（第" + ranks.astype(str) + "名）"

# %% tags=["check"]
assert years.max().min() - years.min().max() > 0.25
# The text says that first and last place change; draws with ties would not show it.
assert (
    (years == years.max()).sum().tolist() == [1, 1]
    and years.idxmax().nunique() == 2
    and years.idxmin().nunique() == 2
)

# %% [markdown]
# 没有一个县做得比别的县好或坏，却有“第一名”和“末名”，而且两次不一样。
#
# **任务 2**　每县要抽多少份，名次才稳定？把 8 改成 30、100、1000 再试。

# %% tags=["solution"]
spread = {
    size: np.ptp(np.random.default_rng(3).binomial(size, 0.3, (2000, 10)) / size, axis=1).mean()
    for size in (8, 30, 100, 1000)
}
print(
    {size: f"{value:.0%}" for size, value in spread.items()},
    "——完全相同的十个县，最高与最低之差的平均值",
)
assert spread[8] > 0.3 and spread[1000] < 0.06

# %% [markdown]
# ## 二、工具为什么给“档次”而不给“名次”
#
# `pooled` 让各组互相借力，把分不开的组放在同一档。

# %%
tiers = textmine.analysis.pooled(tables, by="city").frame
shown = tiers[tiers["theme"] == "timeliness"][
    ["city", "n", "k", "tagged", "share", "low", "high", "tier"]
]
shown.style.format("{:.0%}", subset=["tagged", "share", "low", "high"])

# %% tags=["check"]
assert (shown["tier"] == 1).all()

# %% [markdown]
# 三个市都在第 1 档：看不出高低。**“看不出差别”不等于“没有差别”**，可能只是份数太少。
#
# ## 三、程序会看错，占比就会偏
#
# 假如程序能认出 90% 的真问题，又把 5% 没有问题的年报误认为有：

# %%
real = pd.Series([0.02, 0.10, 0.30, 0.50, 0.80], name="真实占比")
seen = (real * 0.90 + (1 - real) * 0.05).rename("程序看到的占比")
pd.concat([real, seen], axis=1).style.format("{:.1%}")

# %% [markdown]
# **任务 3**　哪些主题会被夸大，哪些会被缩小？如果 A 年 10%、B 年 12%，可不可能只是误差？

# %% tags=["student"]
my_answer = ""

# %% [markdown] tags=["solution"]
# **参考答案 3**　少见的主题被夸大（2% 变成 6.7%，三倍多），常见的被缩小（80% 变成 73%）。两年都用同一个程序时偏差方向相同，差值会缩小但不会凭空出现；
# 10% 与 12% 的差别首先要看份数够不够、区间是否重叠，而不是先怪程序。

# %% [markdown]
# ## 四、评判下面几句话
#
# 数字取自本课第一张图。

# %%
late = shares.frame.set_index("theme").loc["timeliness"]
sentences = [
    f"{late['n']:.0f} 份年报中，程序在 {late['k']:.0f} 份里标出公开时效问题。",
    f"{late['share']:.0%} 的机关公开不及时。",
    "监督考核问题很少，说明监督到位。",
    "乡镇提到人员力量的占比高于省级，但份数少，不能排除偶然。",
]
pd.DataFrame({"句子": sentences}, index=range(1, 5)).style.set_properties(**{"text-align": "left"})

# %% tags=["student"]
my_verdicts = {1: "", 2: "", 3: "", 4: ""}  # 支持 / 不支持 / 错误，加一句理由

# %% [markdown] tags=["solution"]
# **参考答案 4**　第 1 句受数据支持，是对材料的描述。第 2 句错误：把“提到”换成了“存在”，把“年报”换成了“机关”。第 3 句不成立：没有写不等于没有。
# 第 4 句的说法可取：有比较、有保留，但还应给出份数和区间。

# %% tags=["check"]
assert shares.frame.set_index("theme").loc["timeliness", "n"] == 48
