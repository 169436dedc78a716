# %% [markdown]
# # 第六课　写一份两页的研究发现
#
# *Lesson 6: Writing a two-page finding*
#
# > **Summary.** Students state one question, choose one analysis and one chart, check five original sentences, and write two pages that
# > say what was found, how sure it is and what it does not show. Assessed with the rubric.
#
# **本课目标**：提出一个材料能回答的问题；用一张图、三句原文支持一个结论；写明不确定性和局限。
#
# **需要时间**：课上 100 分钟（改问题 15，定问题 15，数字和图 20，核对原文 20，写结论和互评 30），课后约 3 小时写完两页。
#
# 先点 `Run → Run All Cells`。评分标准在同一文件夹的 `rubric.md`，**动笔之前先读**。

# %% [markdown] tags=["teacher"]
# **教师提示**：先用 15 分钟集体修改一个坏问题，再分头写。评分标准请在动笔之前发给学生。

# %% tags=["fold"]
import pandas as pd
import textmine
from classroom import table
from IPython.display import Image

themes = textmine.load_codebook().themes
names = {theme.id: theme.zh for theme in themes}
with textmine.sample_corpus() as paths:
    tables = textmine.process(paths)
print("材料：", len(tables.frame("documents")), "份年报")

# %% [markdown]
# ## 一、问题
#
# 好的问题：材料能回答、有比较对象、结论可能是“看不出”。
#
# | 不好的问题 | 为什么 | 可以改成 |
# | --- | --- | --- |
# | 政府公开做得好吗？ | 太大，年报答不了 | 年报中提到“公开时效”的占比，各级机关有差别吗？ |
# | 哪个县最差？ | 小样本排不出名次 | 各市提到“依申请公开办理”的占比能分出档次吗？ |
# | 为什么不整改？ | 原因不在年报里 | 写明期限的措施，第二年有多少再被提到？ |

# %% [markdown] tags=["student"]
# 【写】**我的问题**（一句话）：
#
# **材料能不能回答？和什么比较？**

# %% [markdown] tags=["solution"]
# **示例问题**　年报中提到“公开时效”问题的机关，第二年还会提到吗？比碰巧多吗？

# %% [markdown]
# ## 二、数字和图
#
# 下图的占比已经按程序的误差校正，细线是 95% 区间。先看整体，再选一个主题。

# %% tags=["fold"]
shares = textmine.analysis.prevalence(tables, correction="gold")
recurring = textmine.analysis.recurrence(tables).frame.set_index("theme")
Image(textmine.charts.render(shares), width=760)

# %% [markdown]
# 【改】换成你关心的主题：把引号里的中文名改成上图左边的任何一个，再从这一格往下逐格运行。

# %%
my_theme = "公开时效"

# %% tags=["fold"]
chosen = next((theme.id for theme in themes if theme.zh == my_theme.strip()), None)
if chosen is None:
    print(f"没有“{my_theme}”这个主题，先用公开时效。可用：{'、'.join(names.values())}")
    chosen = "timeliness"
row = shares.frame.set_index("theme").loc[chosen]
again = recurring.loc[chosen]
print(
    f"{names[chosen]}的占比：{row['n']:.0f} 份年报中程序标出 {row['k']:.0f} 份（{row['tagged']:.0%}）；"
    f"校正程序误差后约 {row['share']:.0%}，95% 区间 {row['low']:.0%}–{row['high']:.0%}。"
)
if again["named"]:
    print(
        f"反复：相邻两年的年报有 {again['named']:.0f} 对在前一年提到，其中 {again['again']:.0f} 对后一年又提到"
        f"（{again['low']:.0%}–{again['high']:.0%}）；单凭碰巧约 {again['expected']:.0%}。"
    )

# %% tags=["check"]
assert 0 <= row["low"] <= row["share"] <= row["high"] <= 1
assert again["again"] <= again["named"]

# %% [markdown]
# ## 三、核对原文
#
# 引用之前先读。下面随机抽出五句，记下程序标得对不对；从中选三句准备引用。

# %% tags=["fold"]
tags = tables.frame("tags")
mine = tags[(tags["theme"] == chosen) & (tags["role"] == "problem") & ~tags["review"]]
texts = mine.merge(
    tables.frame("statements")[["document", "statement", "text"]], on=["document", "statement"]
).merge(tables.frame("documents")[["document", "agency", "year"]], on="document")
quotes = texts.sample(min(5, len(texts)), random_state=2)
table(quotes, {"agency": "机关", "year": "年度", "text": "原文"})

# %% tags=["check"]
assert len(quotes) >= 1

# %% [markdown] tags=["student"]
# 【写】**五句中程序标对了 ＿ 句。我要引用的三句：**
#
# 1.
# 2.
# 3.

# %% [markdown]
# ## 四、两页的结构
#
# 1. **一句话结论**（含范围和不确定性）
# 2. **为什么值得问**（三四句）
# 3. **材料和方法**（多少份、哪些机关和年份、怎样标注、人工核对多少条）
# 4. **发现**（一张图、三句原文、数字都带区间）
# 5. **不能说什么**（至少三条）
# 6. **建议或下一步**（对谁、做什么、怎样知道做到了）
#
# **任务**　写出你的一句话结论，再对照清单自查，然后和同伴互换，各指出一处说过头的地方。

# %% [markdown] tags=["student"]
# 【写】**我的一句话结论**：
#
# **自查**（做到的写“是”）
#
# | 清单 | 做到了吗 |
# | --- | --- |
# | 写明份数和年份 | |
# | 数字带区间 | |
# | 用“提到”而不是“存在” | |
# | 引用原句并注明机关年份 | |
# | 写明程序误差 | |
# | 没有排名次 | |
# | 写明不能说什么 | |

# %% [markdown] tags=["solution"]
# **示例结论**　“在 16 个（虚构）机关 2017—2024 年的 48 份年报中，约三分之一提到公开时效问题；提到过的机关第二年再次提到的，并不明显多于偶然，现有份数不足以判断它是否顽固。”
#
# **示例局限**　（1）年报是自述，提到不等于存在；（2）份数少，区间宽；（3）校正所用的标注来自自编文本，真实文本上误差可能更大；（4）只看同一主题，没有核对是不是同一件事。

# %% tags=["solution", "check"]
own = shares.frame.set_index("theme").loc["timeliness"]
assert 0.2 < own["tagged"] < 0.45 and own["low"] < 1 / 3 < own["high"]
assert not recurring.loc["timeliness", "more"]

# %% [markdown] tags=["teacher"]
# **讲评重点**：先看结论里有没有越界的词（存在、导致、最差），再看三句原文是否真的支持结论。允许并鼓励“看不出差别”的结论。

# %% [markdown]
# **课程小结**　从一份年报读起，到两页发现为止，贯穿始终的是三句话：**提到不是存在；数字要带区间；引用之前先读原文。**
