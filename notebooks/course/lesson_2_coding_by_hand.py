# %% [markdown]
# # 第二课　动手读一份，动手编码
#
# *Lesson 2: Reading one report by hand, and coding it*
#
# > **Summary.** Students code the statements of two section fives by role and theme with a form in the notebook, compare themselves with
# > a partner and then with the reference codes, and learn why percent agreement flatters and what Cohen's kappa does about it.
#
# **本课目标**：会用编码手册；独立完成一份编码；算出与同伴、与参考编码的一致程度；说清一处分歧的原因。
#
# **需要时间**：100 分钟（讲手册 20，独立编码 35，同伴比对 20，与参考编码比对并讨论 25）。

# %% [markdown] tags=["teacher"]
# **教师提示**：编码期间不要回答“这句算什么”，请学生记下犹豫的编号，比对以后再讨论。两人一组，互换 `编码-姓名.json` 文件即可，不需要网络和账号。

# %%
import json

import pandas as pd
import textmine
from labelling import ROLES, Sheet, agreement, form

codebook = textmine.load_codebook()
themes = {theme.id: theme.zh for theme in codebook.themes}

# %% [markdown]
# ## 一、编码手册
#
# **角色**（每条语句只有一个）：
#
# | 角色 | 含义 | 常见字样 |
# | --- | --- | --- |
# | 问题 | 本年度仍然存在的不足 | 不够、不足、有待、缺乏、仍 |
# | 措施 | 对问题已经或将要做什么 | 下一步、将、加强、健全 |
# | 已整改 | 以前年度的不足，今年说已经处理 | 针对上年度……问题，已…… |
# | 背景套话 | 成绩、过渡、空话，不带主题 | 取得了一定成效 |
#
# **主题**（可以没有，也可以有几个）：只标句子自己说出来的；目的不标（“加强培训，**确保及时公开**”只标培训）；原因要标。

# %%
pd.DataFrame(
    [
        {"主题": theme.zh, "包括": "；".join(theme.include[:4]), "id": theme.id}
        for theme in codebook.themes
    ]
)

# %% [markdown]
# ## 二、独立编码
#
# 先通读原文，再逐条编码。每改一处，都会存进你的文件，关掉以后还能接着做。

# %%
with textmine.sample_corpus() as paths:
    manifest = json.loads((paths[0].parent / "manifest.json").read_text(encoding="utf-8"))

wanted = ("t20240122_6120437.html", "detail_88216.html")
reference = [
    item
    for report in manifest["reports"]
    if report["file"] in wanted
    for item in report["statements"]
]
statements = [item["text"] for item in reference]
print(f"共 {len(statements)} 条")

# %%
my_name = "我"  # 改成你的姓名
my_file = f"编码-{my_name}.json"
mine = Sheet.of(statements, my_file)
form(mine, themes, my_file)

# %% [markdown]
# ## 三、和同伴比
#
# 把同伴的 `编码-姓名.json` 放到同一个文件夹，改下面的文件名。

# %% tags=["student"]
partner_file = "编码-同伴.json"  # 改成同伴的文件名
partner = Sheet.of(statements, partner_file)
print("我：还有", mine.left, "条未编码；同伴：还有", partner.left, "条")
print(agreement(mine, partner))

# %% tags=["solution"]
# 两位假想的学生：第一位照参考编码，第二位把“已整改”都编成了“措施”，并漏了一个主题。
for place, given in enumerate(reference, start=1):
    mine.set(place, role=given["role"], themes=given["themes"])
partner = Sheet.of(statements)  # 同伴
for place, given in enumerate(reference, start=1):
    partner.set(
        place,
        role="measure" if given["role"] == "rectified" else given["role"],
        themes=given["themes"][:1],
    )
found = agreement(mine, partner)
print(found)

# %% [markdown]
# **kappa 是什么**　两个人闭着眼睛猜，也会有一部分碰巧一样。kappa 先扣掉碰巧的部分：0 表示和瞎猜一样，1 表示完全一致。
# 一般 0.8 以上可以放心用，0.6 以下要回去改手册。
#
# **任务 1**　挑一条有分歧的语句，和同伴讨论五分钟，写下：分歧出在切分、角色还是主题？手册里哪一条能解决？如果没有，应当加一条什么规则？

# %% tags=["student"]
my_disagreement = ""  # 写在这里

# %% [markdown] tags=["solution"]
# **参考答案 1**　最常见的分歧是“已整改”和“措施”：手册第 11 条规定，“已……”的做法只有在句子或所在小标题提到以前年度时才算已整改。
# 其次是多主题语句（原因和结果都要标）。好的回答会引用手册的具体条目，或者提出一条可以检验的新规则。

# %% [markdown]
# ## 四、和参考编码比
#
# 参考编码是写这些年报的人按同一本手册标的。它也会有错：如果你不同意，写下理由。

# %%
gold = Sheet.of(statements)
for number, item in enumerate(reference, 1):
    gold.set(number, item["role"], item["themes"])
print(agreement(mine, gold))


def words(code):
    return (ROLES.get(code.role, "未编码"), "、".join(themes[theme] for theme in code.themes))


# 只列出你已经编过的语句，免得先看到参考编码。
rows = [
    {
        "语句": text,
        "我的角色": words(own)[0],
        "参考角色": words(given)[0],
        "我的主题": words(own)[1],
        "参考主题": words(given)[1],
    }
    for text, own, given in zip(statements, mine.codes, gold.codes)
    if own.role
]
pd.DataFrame(rows)

# %% tags=["check"]
assert len(statements) == 14
assert agreement(gold, gold).same_role == 1 and agreement(gold, gold).kappa == 1

# %% tags=["solution"]
assert found.same_role < 1 and found.kappa < found.same_role
assert agreement(mine, gold).apart == []

# %% [markdown]
# ## 五、工具怎么编
#
# 同一些语句交给程序，结果如下。下一课讲它是怎么做到的。

# %%
tagger = textmine.load_tagger()
program = []
for text in statements:
    tagged = tagger.tag(text, textmine.parse_narrative(text))
    program.append(
        "、".join(dict.fromkeys(themes[theme] for item in tagged for theme in item.themes))
    )
pd.DataFrame({"语句": statements, "程序标注的主题": program})
