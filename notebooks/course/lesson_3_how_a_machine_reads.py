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
# **需要时间**：90 分钟。

# %% [markdown] tags=["teacher"]
# **教师提示**：分词 15 分钟，线索词 25 分钟，特征 20 分钟，“难倒机器”30 分钟。最后一节最受欢迎，要留足时间；不要把它变成嘲笑，重点是“错误有规律”。

# %%
import pandas as pd
import rjieba
import textmine

names = {theme.id: theme.zh for theme in textmine.load_codebook().themes}

# %% [markdown]
# ## 一、分词
#
# 中文不写空格，机器先要决定词在哪里断开。断法不同，意思就不同。

# %%
for sentence in (
    "依申请公开答复不规范",
    "政府信息公开不及时",
    "乡镇长期没有专人负责",
    "公开和服务要并重",
):
    print(" / ".join(rjieba.cut(sentence)))

# %% [markdown]
# **任务 1**　“乡镇长期没有专人负责”有两种断法，写出来。再自己想一句有歧义的话，替换上面的句子试一试。

# %% tags=["student"]
my_cuts = ["", ""]

# %% [markdown] tags=["solution"]
# **参考答案 1**　“乡镇 / 长期 / 没有”和“乡镇长 / 期 / 没有”。程序按词频选了一种；词典里没有的新词（如“一网通办”）最容易被切碎。

# %% [markdown]
# ## 二、线索词
#
# 最直接的办法：人写下哪些字样说明哪个主题，程序照着找。难处在**例外**：否定、目的、栏目名称。

# %%
for sentence in (
    "栏目更新不及时。",
    "全年不存在更新不及时的情况。",
    "下一步，加强业务培训，确保及时公开。",
    "“政策解读”栏目长期不更新。",
):
    print(sentence)
    print(textmine.explain(sentence, tagger="rules").to_text(), "\n")

# %% [markdown]
# **任务 2**　上面四句里都有“及时”“更新”或“解读”，为什么标注不一样？用自己的话说明第二句和第四句。

# %% tags=["student"]
my_reason_second = ""
my_reason_fourth = ""

# %% [markdown] tags=["solution"]
# **参考答案 2**　第二句被否定（不存在……的情况），讲的是没有问题，属于背景；第四句里“政策解读”只是栏目的名称，出问题的是更新，所以标公开时效而不标政策解读。

# %% [markdown]
# ## 三、特征和权重
#
# 另一种办法：给程序看许多人编好的句子，让它自己算出哪些字词更像哪个主题。下面只用样例语料训练一个很小的模型，区分“公开时效”和其他问题。

# %%
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

with textmine.sample_corpus() as paths:
    tables = textmine.process(paths)
statements = tables.frame("statements")
problems = statements[statements["role"] == "problem"]
late = tables.frame("tags").query("theme == 'timeliness' and role == 'problem'")
about_time = problems.set_index(["document", "statement"]).index.isin(
    late.set_index(["document", "statement"]).index
)

features = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), min_df=2)
model = LogisticRegression(C=10).fit(features.fit_transform(problems["text"]), about_time)
weights = pd.Series(model.coef_[0], index=features.get_feature_names_out()).sort_values()
print("最像“公开时效”的字对：", "、".join(weights.index[::-1][:10]))
print("最不像的字对：", "、".join(weights.index[:10]))

# %% tags=["check"]
assert about_time.sum() >= 12
assert {"及时", "更新"} & set(weights.index[::-1][:8])

# %% [markdown]
# 有些字对一看就懂，有些是碰巧（语料小，模型会记住碰巧出现的词）。所以模型必须在**没见过的机关**上检验。
#
# **任务 3**　换一句话，看看概率。能不能写一句人人都懂是“不及时”、程序却认不出来的话？

# %%
my_sentence = "信息挂网往往要等一两个星期"
print(f"{model.predict_proba(features.transform([my_sentence]))[0, 1]:.2f}", my_sentence)
print(textmine.explain(my_sentence).to_text())

# %% [markdown] tags=["solution"]
# **参考答案 3**　“群众看到通知时活动已经结束了”“去年的办事指南现在还挂着”——没有任何提示词，要靠常识推断。这类句子会被漏掉，
# 使得占比偏低；反过来，“及时”在目的里大量出现，又会带来误报，使占比偏高。两种错误不会自动抵消。

# %% [markdown]
# ## 四、难倒机器
#
# 两人一组，十分钟内写出尽量多让程序出错的句子，按原因归类：否定、讽刺、隐含、新词、一句多意、错别字。

# %% tags=["student"]
traps = [
    # ("你的句子", "应当标的主题，没有就写 无"),
]

# %% tags=["solution"]
traps = [
    ("群众看到通知时活动已经结束了", "公开时效"),
    ("我局一个人管着七个网站", "人员力量"),
    ("公开栏的玻璃碎了半年没有钱换", "经费与设施保障"),
    ("本年度没有收到关于更新不及时的投诉", "无"),
]

# %%
tagger = textmine.load_tagger()
outcome = []
for sentence, expected in traps:
    tagged = tagger.tag(sentence, textmine.parse_narrative(sentence))
    found = (
        "、".join(dict.fromkeys(names[theme] for item in tagged for theme in item.themes)) or "无"
    )
    outcome.append({"句子": sentence, "应当": expected, "程序": found, "难倒了": found != expected})
pd.DataFrame(outcome, columns=["句子", "应当", "程序", "难倒了"])
