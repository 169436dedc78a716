# %% [markdown]
# # 第一课　年度报告是什么，法律怎么规定
#
# *Lesson 1: What annual reports are, and the law behind them*
#
# > **Summary.** Every administrative body publishes a yearly report on government information disclosure by 31 January (governments from the
# > county up by 31 March). Students read one as it was published, find its six statutory parts, balance its table of requests, and learn
# > what a report can and cannot tell, since it is written by the body it is about.
#
# **本课目标**：说出年度报告的法定内容和期限；在一份年报中找到六个部分；读懂三张表，会验算“依申请公开”表；说明自述材料的局限。
#
# **需要时间**：90 分钟（导入 10，法律 15，读年报 35，验算和期限 10，讨论 20）。
#
# 课上用的 48 份年报全部是为教学编写的，机关、地名、数字都是虚构的。
#
# ### 这个页面怎么用
#
# 1. 页面由一个个**格子**组成，有的是文字，有的是代码。代码都写好了，**你不需要懂代码**，多数已经折叠成一条灰线。
# 2. 先点菜单 `Run → Run All Cells`（运行全部），等半分钟，表格和图就都出来了。
# 3. 带 【写】的格子是你写字的地方：**双击**进去写，写完按 `Shift+Enter`。
# 4. 带 【改】的格子要改一两个数或一句话：单击进去改，改完按 `Shift+Enter` 重新运行。
# 5. `Ctrl+S` 保存。改乱了也不要紧：关掉，把文件改个名，请老师重新生成一份。

# %% [markdown] tags=["teacher"]
# **教师提示**：开场先问“你所在的街道去年收到几件信息公开申请？”多数学生不知道这个数字是公开的。第一次用这种页面，请留 5 分钟让全班一起点“运行全部”。
# 学生常把“政府信息公开年报”和“政府工作报告”混为一谈，务必先分清。

# %% [markdown]
# ## 一、法律依据
#
# 《中华人民共和国政府信息公开条例》（2019 年修订）：
#
# | 条文 | 内容（摘要） |
# | --- | --- |
# | 第四十九条 | 县级以上政府部门在每年 1 月 31 日前提交并公布上一年度的年报；县级以上地方政府的主管部门在 3 月 31 日前公布本级政府的年报 |
# | 第五十条 | 年报应当写明：主动公开的情况；收到和处理申请的情况；因公开工作被申请复议、提起诉讼的情况；存在的主要问题和改进情况；其他事项 |
#
# 国家规定了统一格式：六个部分，其中第二、三、四部分各是一张表，第五部分“存在的主要问题及改进情况”是这门课的主角。

# %% tags=["fold"]
import pandas as pd
import textmine
from classroom import original, table
from figures import six_parts

with textmine.sample_corpus() as paths:
    files = {path.name: path for path in paths}
    tables = textmine.process(paths)
    report = textmine.parse(textmine.read(files["t20240122_6120437.html"]))
    page = original(files["t20240122_6120437.html"])
print(report.metadata.title, "｜ 网页所示日期：", report.metadata.published)

# %% [markdown]
# ## 二、一份年报的原貌
#
# 下面的方框里是它在网站上的样子。用五分钟从头到尾滚动浏览一遍，先找到六个部分的标题。

# %% tags=["fold"]
page

# %% [markdown]
# 程序也找到了六个部分：

# %% tags=["fold"]
names = {
    "overview": "一、总体情况",
    "active": "二、主动公开",
    "requests": "三、依申请公开",
    "review": "四、复议诉讼",
    "problems": "五、问题与改进",
    "other": "六、其他事项",
}
six_parts({names[part.id]: part.end - part.start for part in report.sections})

# %% [markdown]
# **任务 1**　读上面方框里的“总体情况”，找出三个可以核实的事实（有数字、有时间或有对象），再找一句无法核实的话。

# %% [markdown] tags=["student"]
# 【写】**我的答案**（双击这一格来写）
#
# 1.
# 2.
# 3.
#
# 无法核实的一句：

# %% [markdown] tags=["solution"]
# **参考答案 1**　凡写明件数、次数、期限、对象的句子都算可核实的事实，例如“举办‘政府开放日’活动 1 场，邀请渔民代表 22 人”“2023 年新收申请 5 件”“考核占 2 分”。
# “认真落实”“及时回应群众关切”“打通服务群众‘最后一公里’”一类没有数量和标准，无法核实。给分时看学生能否说出“拿什么去核实”：表格、网站栏目，还是只能问机关本身。

# %% [markdown]
# ## 三、三张表
#
# 三张表的行和列全国统一，所以能放在一起比。先看这份年报里不是 0 的格子：

# %% tags=["fold"]
words = {
    "requests.new": "三 · 一、本年新收申请",
    "requests.carried_in": "三 · 二、上年结转",
    "requests.granted": "三 ·（一）予以公开",
    "requests.refused.internal_affairs": "三 ·（三）不予公开：内部事务信息",
    "requests.unavailable.not_held": "三 ·（四）无法提供：本机关不掌握",
    "requests.total": "三 ·（七）办理结果总计",
    "requests.carried_forward": "三 · 四、结转下年度",
    "review.reconsideration": "四 · 行政复议总计",
    "review.lawsuit_direct": "四 · 未经复议直接起诉总计",
}
numbers = {figure.key: figure.value for figure in report.figures}
table(
    pd.DataFrame(
        [(label, numbers.get(f"{key}.total")) for key, label in words.items()], columns=["项目", "件数"]
    )
)

# %% [markdown]
# “依申请公开”表有一条规则：**本年新收＋上年结转＝办理结果总计＋结转下年度**。收到的每一件申请，要么办完了，要么留到明年。
#
# **任务 2**　这张表平不平？把下面四个 `0` 换成表里的数，再运行。

# %% tags=["student"]
# 【改】把四个 0 换成表里的数
received = 0 + 0  # 本年新收 + 上年结转
handled = 0 + 0  # 办理结果总计 + 结转下年度
print("还没有填数" if received == 0 else "平" if received == handled else "不平，差", abs(received - handled))

# %% tags=["solution"]
received = numbers["requests.new.total"] + numbers["requests.carried_in.total"]
handled = numbers["requests.total.total"] + numbers["requests.carried_forward.total"]
print(f"{received:.0f} = {handled:.0f}，平。不平的表多半是抄错了一格，也可能是把补正、撤回的申请放错了行。")
assert received == handled

# %% [markdown]
# ## 四、按时公布了吗
#
# 条例写明的期限：部门是次年 1 月 31 日，县级以上政府是 3 月 31 日。条例没有单独写乡镇街道，实践中一般随部门；下面也按 1 月 31 日算。
# 全部 48 份年报里，网页所示日期晚于期限的有：

# %% tags=["fold"]
documents = tables.frame("documents")
documents["published"] = pd.to_datetime(documents["published"])
documents["due"] = [
    pd.Timestamp(year + 1, 3 if kind == "government" else 1, 31)
    for year, kind in zip(documents["year"], documents["kind"])
]
late = documents[documents["published"] > documents["due"]]
table(late, {"agency": "机关", "year": "报告年度", "published": "网页所示日期", "due": "期限"})

# %% [markdown]
# **任务 3**　晚于期限的有几份？有没有可能其实没有迟到？（想一想：网页上的日期是什么日期。）

# %% [markdown] tags=["student"]
# 【写】**我的答案**
#
#

# %% tags=["check"]
assert set(late["agency"]) == {"朔溪市石楠县卫生健康局"}
assert len(report.sections) == 6
assert numbers["requests.new.total"] == 5

# %% [markdown] tags=["solution"]
# **参考答案 3**　一份：石楠县卫生健康局 2022 年度报告标明 2023 年 2 月 9 日，晚于 1 月 31 日。但页面日期可能是改版、迁移或更正后重新发布的日期，
# 因此只能说“页面所示日期晚于法定期限”，不能直接写“违法”。

# %% [markdown]
# ## 五、讨论：自己写自己
#
# 年报由机关自己撰写，上级据此考核。请讨论：
#
# 1. 一个机关写“存在问题”时，会倾向于写哪些问题、不写哪些问题？
# 2. 一份年报没有提到“人员不足”，能不能说这个机关人员充足？
# 3. 还可以用什么材料来核对年报？

# %% [markdown] tags=["student"]
# 【写】**讨论记录**
#
# 1.
# 2.
# 3.

# %% [markdown] tags=["teacher"]
# **讨论要点**：倾向写“程度轻、责任在外、上级关心”的问题（宣传不够、人员不足），少写败诉、纠错；没有提到不等于不存在；
# 可核对的材料有：裁判文书、复议决定、网站栏目更新时间、上级通报、第三方评估。
#
# **易错点**：把“报告中提到某问题的机关占比”说成“存在某问题的机关占比”。这句话后五课反复强调。

# %% [markdown]
# **本课小结**　年报有法定的六个部分和期限；表格可以验算；第五部分是机关自己写的，“写了”和“有”是两回事。下一课动手编码第五部分。
