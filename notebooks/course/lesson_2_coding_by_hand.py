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
#
# 先点 `Run → Run All Cells`。第三、四节的结果要等你编完码、再运行一次才有意义。

# %% [markdown] tags=["teacher"]
# **教师提示**：编码期间不要回答“这句算什么”，请学生记下犹豫的编号，比对以后再讨论。两人一组，互换 `编码-姓名.json` 文件即可：
# 在左侧文件栏右键 `Download` 下载，U 盘或局域网传给同伴，同伴用文件栏上方的上传按钮放进来。不需要网络和账号。

# %% tags=["fold"]
import json

import pandas as pd
import textmine
from classroom import numbered, table
from figures import two_coders
from IPython.display import HTML
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
# **主题**（可以没有，也可以有几个）：

# %% tags=["fold"]
table(
    pd.DataFrame(
        [{"主题": theme.zh, "包括": "；".join(theme.include[:4])} for theme in codebook.themes]
    )
)

# %% [markdown]
# **八条规则**
#
# 1. 只标句子自己说出来的，不替它推想。
# 2. **原因要标**：“由于人员兼职，更新不及时”标人员力量和公开时效。
# 3. **目的不标**：“加强培训，确保及时公开”只标业务能力与培训。
# 4. 具体事例也算：“只有半个编制在管”就是人员力量。
# 5. 措施标它做的事；如果点明是针对什么不足，那个不足也标。
# 6. **“已……”不一定是已整改**：句子或它所在的小标题提到以前年度（或上年报告）的才算，否则是措施。
# 7. “仍未完全解决”“有所好转，但……”是问题。
# 8. “未发生”“不存在”之类的否定是背景套话。

# %% [markdown]
# ## 二、独立编码
#
# 两份第五部分，共 14 条语句，切分已经做好。**先通读原文**（小标题会告诉你这一段讲什么），再逐条编码。

# %% tags=["fold"]
with textmine.sample_corpus() as paths:
    manifest = json.loads((paths[0].parent / "manifest.json").read_text(encoding="utf-8"))
    by_name = {path.name: path for path in paths}
    reports = [
        textmine.parse(textmine.read(by_name[name]))
        for name in ("detail_88216.html", "t20240122_6120437.html")
    ]
given = {item["file"]: item["statements"] for item in manifest["reports"]}
parts = [given["detail_88216.html"], given["t20240122_6120437.html"]]
statements = [item["text"] for part in parts for item in part]
print(reports[0].metadata.title)
numbered(reports[0].section_text("problems"), [item["text"] for item in parts[0]])

# %% tags=["fold"]
print(reports[1].metadata.title)
numbered(
    reports[1].section_text("problems"),
    [item["text"] for item in parts[1]],
    first=len(parts[0]) + 1,
)

# %% [markdown]
# 【改】把引号里的“我”改成你的姓名，运行，然后在出现的表里点选。每点一下都会存进你的文件，关掉以后还能接着做。

# %%
my_name = "我"
my_file = f"编码-{my_name}.json"
mine = Sheet.of(statements, my_file)
form(mine, themes, my_file)

# %% [markdown] tags=["student"]
# 【写】**我犹豫的编号和原因**（边编边记，比对时用）
#
#

# %% [markdown]
# ## 三、和同伴比
#
# 把同伴的 `编码-姓名.json` 放到同一个文件夹，把下面引号里的文件名改成同伴的，再运行。

# %% tags=["student"]
# 【改】改成同伴的文件名
partner_file = "编码-同伴.json"
partner = Sheet.of(statements, partner_file)
print("我：还有", mine.left, "条未编码；同伴：还有", partner.left, "条")
print(agreement(mine, partner))

# %% tags=["solution"]
# 两位假想的学生：第一位照参考编码，第二位把“已整改”都编成了“措施”，并漏了第二个主题。
for place, code in enumerate((item for part in parts for item in part), start=1):
    mine.set(place, role=code["role"], themes=code["themes"])
partner = Sheet.of(statements)  # 同伴
for place, code in enumerate((item for part in parts for item in part), start=1):
    partner.set(
        place,
        role="measure" if code["role"] == "rectified" else code["role"],
        themes=code["themes"][:1],
    )
found = agreement(mine, partner)
print(found)

# %% tags=["solution"]
two_coders(
    [ROLES[code.role] for code in mine.codes],
    [ROLES[code.role] for code in partner.codes],
    list(ROLES.values()),
)

# %% [markdown]
# **kappa 是什么**　两个人闭着眼睛猜，也会有一部分碰巧一样。kappa 先扣掉碰巧的部分：0 表示和瞎猜一样，1 表示完全一致。
# 一般 0.8 以上可以放心用，0.6 以下要回去改手册。例如两人都把 100 条里的 95 条编成“问题”，一致率很容易超过 90%，kappa 却可能接近 0。
#
# **任务 1**　挑一条有分歧的语句，和同伴讨论五分钟，写下：分歧出在角色还是主题？上面八条规则里哪一条能解决？如果没有，应当加一条什么规则？

# %% [markdown] tags=["student"]
# 【写】**我的答案**
#
#

# %% [markdown] tags=["solution"]
# **参考答案 1**　最常见的分歧是“已整改”和“措施”（第 7—10 条），规则 6 能解决：这几条或者自己写明 2022 年，或者在“上年问题整改”的小标题下。
# 其次是一条语句有两个主题（第 10、12、13、14 条），规则 2 和 5。好的回答会引用规则，或者提出一条可以检验的新规则。

# %% [markdown]
# ## 四、和参考编码比
#
# 参考编码是写这些年报的人按同一本手册标的。它也会有错：如果你不同意，写下理由。下面只列出你已经编过的语句，免得先看到参考编码。

# %% tags=["fold"]
gold = Sheet.of(statements)
for number, item in enumerate((item for part in parts for item in part), 1):
    gold.set(number, item["role"], item["themes"])


def words(code):
    """角色和主题的中文名。"""
    return ROLES[code.role], "、".join(themes[theme] for theme in code.themes) or "—"


rows = [
    (number, text, *words(own), *words(reference), "" if own == reference else "●")
    for number, (text, own, reference) in enumerate(zip(statements, mine.codes, gold.codes), 1)
    if own.role
]
print(agreement(mine, gold))
table(
    pd.DataFrame(
        rows, columns=["编号", "语句", "我的角色", "我的主题", "参考角色", "参考主题", "不同"]
    )
)

# %% [markdown]
# **任务 2**　你和参考编码的分歧里，有几条是你看漏了，有几条你仍然坚持？选一条坚持的，写出理由。

# %% [markdown] tags=["student"]
# 【写】**我的答案**
#
#

# %% [markdown] tags=["solution"]
# **参考答案 2**　没有标准答案。值得肯定的坚持，例如：第 4 条“同步公布审核意见”也可以看作保密审查与发布审核；第 13 条“在例会上点名”是否已经算监督考核。判断的标准是能不能写成一条别人照着也能标对的规则。

# %% tags=["check"]
assert len(statements) == 14
assert agreement(gold, gold).same_role == 1 and agreement(gold, gold).kappa == 1

# %% tags=["solution", "check"]
assert found.same_role < 1 and found.kappa < found.same_role
assert agreement(mine, gold).apart == []

# %% [markdown]
# ## 五、程序怎么编
#
# 同样两份第五部分交给程序。它自己切分，所以条数可能不一样。**编完码再看**：拿你的编码和它比，它错在哪里，为什么会错？下一课讲它是怎么做到的。

# %% tags=["fold"]
def by_program():
    """程序的编码；先编完自己的才看得到。"""
    if mine.left:
        return HTML(f"还有 {mine.left} 条没有编码。编完以后再运行这一格。")
    tagger = textmine.load_tagger()
    coded = [
        (
            item.statement.text,
            ROLES[item.statement.role],
            "、".join(themes[theme] for theme in item.themes) or "—",
        )
        for report in reports
        for item in tagger.tag(report.document.text, report.statements)
    ]
    return table(pd.DataFrame(coded, columns=["程序切出的语句", "角色", "主题"]))


by_program()

# %% [markdown]
# **本课小结**　编码要有手册，手册要有例外；一致率会骗人，kappa 好一些；分歧不是坏事，它告诉我们手册哪里没有写清楚。
