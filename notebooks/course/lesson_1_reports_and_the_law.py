# %% [markdown]
# # 第一课　年度报告是什么，法律怎么规定
#
# *Lesson 1: What annual reports are, and the law behind them*
#
# > **Summary.** Every administrative body publishes a yearly report on government information disclosure by 31 January (the county
# > government and above by 31 March). Students find the six statutory sections in one report, read the three tables, and learn what a
# > report can and cannot tell, since it is written by the body it is about.
#
# **本课目标**：说出年度报告的法定内容和期限；在一份年报中找到六个部分；读懂“依申请公开”表；说明自述材料的局限。
#
# **需要时间**：90 分钟。本课不写代码：点中一个格子，按 `Shift+Enter` 运行，自上而下即可。
#
# 课上用的 48 份年报全部是为教学编写的，机关、地名、数字都是虚构的。

# %% [markdown] tags=["teacher"]
# **教师提示**：开场先问“你所在的街道去年收到几件信息公开申请？”多数学生不知道这个数字是公开的。导入 10 分钟，法律 20 分钟，读年报 35 分钟，讨论 25 分钟。
# 学生常把“政府信息公开年报”和“政府工作报告”混为一谈，务必先分清。

# %% [markdown]
# ## 一、法律依据
#
# 《中华人民共和国政府信息公开条例》（2019 年修订）：
#
# | 条文 | 内容 |
# | --- | --- |
# | 第四十九条 | 县级以上政府部门应于每年 1 月 31 日前向本级主管部门提交上一年度年报并向社会公布；县级以上地方政府主管部门应于 3 月 31 日前公布本级政府年报 |
# | 第五十条 | 年报应包括：主动公开情况；收到和处理申请情况；因公开工作被申请行政复议、提起行政诉讼的情况；存在的主要问题和改进情况；其他需要报告的事项 |
#
# 国务院办公厅统一了格式：六个部分，其中第二、三、四部分是三张表。

# %%
import pandas as pd
import textmine

with textmine.sample_corpus() as paths:
    files = {path.name: path for path in paths}
    tables = textmine.process(paths)

report = textmine.parse(textmine.read(files["t20240122_6120437.html"]))
print(report.metadata.title)
print("公布日期：", report.metadata.published)

# %% [markdown]
# ## 二、六个部分

# %%
names = {
    "overview": "总体情况",
    "active": "主动公开",
    "requests": "依申请公开",
    "review": "复议诉讼",
    "problems": "问题与改进",
    "other": "其他事项",
}
pd.DataFrame(
    [
        {"部分": names[section.id], "原文标题": section.title, "字数": section.end - section.start}
        for section in report.sections
    ]
)

# %%
print(report.section_text("overview"))

# %% [markdown]
# **任务 1**　读上面的“总体情况”，找出三个可以核实的事实（有数字、有时间或有对象），再找一句无法核实的话。

# %% tags=["student"]
my_facts = ["", "", ""]  # 在引号里写下三个可以核实的事实
my_formula = ""  # 写下一句无法核实的话

# %% [markdown] tags=["solution"]
# **参考答案 1**　凡写明件数、次数、期限、对象的句子都算可核实事实；“进一步提升”“取得成效”一类没有数量和标准的句子无法核实。
# 给分时看学生能否说明“拿什么去核实”：表格、网站栏目、还是只能问机关本身。

# %% [markdown]
# ## 三、三张表里的数字
#
# 依申请公开表：第一项“本年新收”＋第二项“上年结转”＝ 第三项“办理结果总计”＋第四项“结转下年度”。

# %%
numbers = {figure.key: figure.value for figure in report.figures}
labels = {
    "new": "一、本年新收",
    "carried_in": "二、上年结转",
    "granted": "（一）予以公开",
    "partly_granted": "（二）部分公开",
    "total": "（七）总计",
    "carried_forward": "四、结转下年度",
}
pd.Series(
    {label: numbers[f"requests.{key}.total"] for key, label in labels.items()}, name="件数"
).astype(int).to_frame()

# %% [markdown]
# **任务 2**　这张表平不平？把式子写出来。

# %% tags=["student"]
my_left_side = None  # 新收＋结转
my_right_side = None  # 总计＋结转下年度

# %% tags=["solution"]
left_side = numbers["requests.new.total"] + numbers["requests.carried_in.total"]
right_side = numbers["requests.total.total"] + numbers["requests.carried_forward.total"]
print(left_side, "=", right_side)
assert left_side == right_side

# %% [markdown]
# ## 四、按时公布了吗
#
# 条例写明的期限：部门是次年 1 月 31 日，县级以上政府是 3 月 31 日。条例没有单独写乡镇街道，实践中一般随部门；下面也按 1 月 31 日算。

# %%
documents = tables.frame("documents")
documents["公布日期"] = pd.to_datetime(documents["published"])
documents["期限"] = [
    pd.Timestamp(year + 1, 3 if kind == "government" else 1, 31)
    for year, kind in zip(documents["year"], documents["kind"])
]
documents[documents["公布日期"] > documents["期限"]][["agency", "year", "公布日期", "期限"]]

# %% [markdown]
# **任务 3**　晚于期限的有几份？有没有可能其实没有迟到？（想一想：网页上的日期是什么日期。）

# %% tags=["check"]
late = documents[documents["公布日期"] > documents["期限"]]
assert "朔溪市石楠县卫生健康局" in set(late["agency"])
assert len(report.sections) == 6

# %% [markdown] tags=["solution"]
# **参考答案 3**　石楠县卫生健康局 2022 年度报告标明 2023 年 2 月 9 日，晚于 1 月 31 日。但页面日期可能是改版、迁移或更正后重新发布的日期，
# 因此只能说“页面所示日期晚于法定期限”，不能直接写“违法”。

# %% [markdown]
# ## 五、讨论：自己写自己
#
# 年报由机关自己撰写，上级据此考核。请讨论：
#
# 1. 一个机关写“存在问题”时，会倾向于写哪些问题、不写哪些问题？
# 2. 一份年报没有提到“人员不足”，能不能说这个机关人员充足？
# 3. 还可以用什么材料来核对年报？

# %% [markdown] tags=["teacher"]
# **讨论要点**：倾向写“程度轻、责任在外、上级关心”的问题（宣传不够、人员不足），少写败诉、纠错；没有提到不等于不存在；
# 可核对的材料有：裁判文书、复议决定、网站栏目更新时间、上级通报、第三方评估。
#
# **易错点**：把“报告中提到某问题的机关占比”说成“存在某问题的机关占比”。这句话后五课反复强调。
