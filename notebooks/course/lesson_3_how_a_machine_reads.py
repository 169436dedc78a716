# %% [markdown]
# # 第三课　机器怎么读中文
#
# *Lesson 3: How a machine reads Chinese*
#
# > **Summary.** Segmentation, cue words with their exceptions, and weighted features: three ways in which a program finds themes, each
# > shown on sentences that students change themselves. The lesson ends with sentences that fool the program.
#
# **本课目标**：说明分词、线索词、特征权重各做什么；看懂一条标注的依据；找出至少两句让程序出错的话，并说明原因。
#
# **需要时间**：90 分钟（分词 15，线索词 25，特征 20，难倒机器 30）。
#
# 先点 `Run → Run All Cells`。本课要改的都是引号里的句子（【改】）。

# %% [markdown] tags=["teacher"]
# **教师提示**：最后一节“难倒机器”最受欢迎，要留足 30 分钟；不要把它变成嘲笑，重点是“错误有规律”。

# %% tags=["fold"]
import pandas as pd
import rjieba
import textmine
from classroom import table
from figures import weights

names = {theme.id: theme.zh for theme in textmine.load_codebook().themes}

# %% [markdown]
# ## 一、分词
#
# 中文不写空格，机器先要决定词在哪里断开。断法不同，意思就不同。

# %% tags=["fold"]
for sentence in (
    "依申请公开答复不规范",
    "政府信息公开不及时",
    "乡镇长期没有专人负责",
    "公开和服务要并重",
):
    print(" / ".join(rjieba.cut(sentence)))

# %% [markdown]
# **任务 1**　“乡镇长期没有专人负责”有两种断法，写出来。再自己想一句有歧义的话，看看程序选哪一种。

# %%
# 【改】换成你的句子
print(" / ".join(rjieba.cut("研究所有关部门的意见")))

# %% [markdown] tags=["student"]
# 【写】**我的答案**
#
# - 断法一：
# - 断法二：
# - 我的句子，程序断得对不对：

# %% [markdown] tags=["solution"]
# **参考答案 1**　“乡镇 / 长期 / 没有”和“乡镇长 / 期 / 没有”。程序按词频选了一种；词典里没有的新词（如“一网通办”）最容易被切碎。
# “研究所 / 有关 / 部门”和“研究 / 所有 / 有关部门”都通，要看上下文。

# %% [markdown]
# ## 二、线索词
#
# 最直接的办法：人写下哪些字样说明哪个主题，程序照着找。难处在**例外**：否定、目的、栏目名称。
#
# 下面每句话后面列出程序找到的线索；“未计入”是找到了、但因为例外没有算数的。数字是字的位置。

# %% tags=["fold"]
for sentence in (
    "栏目更新不及时。",
    "全年不存在更新不及时的情况。",
    "下一步，加强业务培训，确保及时公开。",
    "“政策解读”栏目长期不更新。",
):
    print(sentence)
    print(textmine.explain(sentence, tagger="rules").to_text(), "\n")

# %% tags=["check"]
assert "主题 公开时效" in textmine.explain("栏目更新不及时。", tagger="rules").to_text()
assert "无主题" in textmine.explain("全年不存在更新不及时的情况。", tagger="rules").to_text()

# %% [markdown]
# **任务 2**　上面四句里都有“及时”“更新”或“解读”，为什么标注不一样？用自己的话说明第二句和第四句。

# %% [markdown] tags=["student"]
# 【写】**我的答案**
#
# - 第二句：
# - 第四句：

# %% [markdown] tags=["solution"]
# **参考答案 2**　第二句被否定（不存在……的情况），讲的是没有问题，属于背景；第四句里“政策解读”只是栏目的名称，出问题的是更新，所以标公开时效而不标政策解读。

# %% [markdown]
# ## 三、特征和权重
#
# 另一种办法：给程序看许多人编好的句子，让它自己算出哪些字词更像哪个主题。下面用样例年报里的问题语句训练一个很小的模型，
# 区分“公开时效”和其他问题。它只看**相邻两个字**：每一对字得到一个权重，把一句话里各对字的权重加起来，就是它的判断。

# %% tags=["fold"]
import json

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

with textmine.sample_corpus() as paths:
    manifest = json.loads((paths[0].parent / "manifest.json").read_text(encoding="utf-8"))
problems = pd.DataFrame(
    [
        (item["text"], "timeliness" in item["themes"])
        for report in manifest["reports"]
        for item in report["statements"]
        if item["role"] == "problem"
    ],
    columns=["text", "late"],
)
features = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), min_df=2)
model = LogisticRegression(C=10).fit(features.fit_transform(problems["text"]), problems["late"])
learnt = pd.Series(model.coef_[0], index=features.get_feature_names_out())
print(f"{len(problems)} 条问题语句，其中 {problems['late'].sum()} 条人工标了公开时效")
weights(learnt, "公开时效")

# %% tags=["check"]
assert problems["late"].sum() >= 12
assert {"及时", "更新"} & set(learnt.sort_values().index[::-1][:8])

# %% [markdown]
# 有些字对一看就懂，有些是碰巧（句子少，模型会记住碰巧出现的字）。所以模型必须在**没见过的机关**上检验。
#
# **任务 3**　换一句话，看看小模型的概率和工具的标注。能不能写一句人人都懂是“不及时”、小模型却认不出来的话？

# %%
# 【改】换成你的句子
my_sentence = "信息挂网往往要等一两个星期"
print(f"小模型认为是公开时效的概率：{model.predict_proba(features.transform([my_sentence]))[0, 1]:.0%}")
print(textmine.explain(my_sentence).to_text())

# %% [markdown] tags=["student"]
# 【写】**我的句子，和小模型为什么认不出来**
#
#

# %% [markdown] tags=["solution"]
# **参考答案 3**　例如“群众看到通知时活动已经结束了”“去年的办事指南现在还挂着”：没有训练句子里出现过的字对，要靠常识推断。漏掉这类句子，
# 占比就偏低；反过来，“及时”在目的里大量出现，误报又使占比偏高。两种错误不会自动抵消。

# %% [markdown]
# ## 四、难倒机器
#
# 两人一组，十五分钟内写出尽量多让程序出错的句子，按原因归类：否定、讽刺、隐含、新词、一句多意、错别字。
#
# 【改】每行一句：左边写句子，右边写应当标的主题（用手册里的中文名；不该有主题就写“无”）。

# %% tags=["student"]
traps = [
    ("栏目更新不及时", "公开时效"),  # 这是例子，换成你们的
    ("全年没有发生失泄密事件", "无"),
]

# %% tags=["solution"]
traps = [
    ("群众看到通知时活动已经结束了", "公开时效"),
    ("我局一个人管着七个网站", "人员力量"),
    ("公开栏的玻璃碎了半年没有钱换", "经费与设施保障"),
    ("本年度没有收到关于更新不及时的投诉", "无"),
    ("去年的办事指南现在还挂着", "公开时效"),
]

# %% tags=["fold"]
tagger = textmine.load_tagger()
outcome = []
for sentence, expected in traps:
    tagged = tagger.tag(sentence, textmine.parse_narrative(sentence))
    found = (
        "、".join(dict.fromkeys(names[theme] for item in tagged for theme in item.themes)) or "无"
    )
    outcome.append((sentence, expected, found, "难倒了" if found != expected else ""))
table(pd.DataFrame(outcome, columns=["句子", "应当", "程序", "结果"]))

# %% [markdown] tags=["student"]
# 【写】**我们难倒了机器 ＿ 句；出错的原因可以归为：**
#
#

# %% [markdown] tags=["solution"]
# **点评**　示例里的结果随程序的版本会变；要看的是**哪一类**句子出错。“没有收到关于……的投诉”是否定，但否定词离得远；“去年的……还挂着”要知道办事指南会过时。
# 请各组把句子按原因写到黑板上，数一数哪一类最多，再问：年报里哪一类句子常见？

# %% [markdown]
# **本课小结**　分词决定看到什么，线索词带着例外，权重来自别人编过的句子。程序的错误有规律，所以能估计，也能校正；下一课看这些错误怎样影响占比。
