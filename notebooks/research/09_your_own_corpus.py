# %% [markdown]
# # Your own corpus
#
# *自建语料：收集什么、文件夹怎么放、怎样看质量报告。*
#
# **What to collect.** Every report of a defined set of agencies and years, with the page address and the date of download. Gaps must be known:
# an agency that published nothing is a finding, an agency you forgot is an error. Keep the files as they were published.
#
# **Layout.** Any; the tool looks at contents and not at names. Region by year is handy for people:
#
# ```text
# reports/
#   2022/云汀市/….html
#   2023/云汀市/….pdf
# ```
#
# **Rights and care.** Reports are public; names of private persons in them need not be passed on. Ask sites gently.

# %%
import shutil
from pathlib import Path

import pandas as pd
import textmine

# %% [markdown]
# ## A folder as it comes
#
# Twelve reports, one of them twice, a broken PDF, an empty page and a notice that is no annual report.

# %%
folder = Path("reports")
shutil.rmtree(folder, ignore_errors=True)
with textmine.sample_corpus() as paths:
    for number, path in enumerate(paths[:12]):
        place = folder / str(2021 + number % 3)
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place / path.name)
    shutil.copy(paths[0], folder / "again.txt")
(folder / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
(folder / "empty.html").write_text("<html></html>", encoding="utf-8")
(folder / "notice.txt").write_text(
    "关于召开政务公开工作会议的通知\n各科室：定于本周五召开政务公开工作会议，请准时参加。",
    encoding="utf-8",
)

tables = textmine.process([folder], into="results")
documents = tables.frame("documents")
documents["status"].value_counts().to_frame("files")

# %% tags=["check"]
status = documents["status"].value_counts()
assert status["used"] == 12
assert status["duplicate"] == 1
assert status.sum() == 16

# %% [markdown]
# ## The quality report
#
# Four questions before any result: what was left out and why, what is doubtful, are agencies and years what you meant, and how long are the
# section fives?

# %%
issues = tables.frame("issues")
issues.assign(file=issues["path"].str.rsplit("/", n=1).str[-1])[
    ["file", "stage", "code", "message"]
]

# %% tags=["check"]
assert issues["path"].str.contains("broken.pdf").any()

# %%
used = documents[documents["status"] == "used"]
used.groupby("agency")["year"].agg(["count", "min", "max"])

# %%
used[["agency", "year", "characters", "problem_characters"]].sort_values("problem_characters").head(
    5
)

# %% [markdown]
# Very short section fives are formulas or reading errors: open them. Then the checks of the tables:

# %%
whole = textmine.analysis.panel(tables)
checks = [column for column in whole.frame.columns if column.startswith("check_")]
pd.DataFrame(
    {
        name.removeprefix("check_"): whole.frame[name].astype(object).value_counts()
        for name in checks
    }
).T.fillna(0).astype(int)

# %% [markdown]
# ## Going on
#
# A run into a folder keeps what it has done: add files and call `process(..., into="results")` again, and only these are read. For thousands of
# files use the command `textmine run`.

# %%
again = textmine.process([folder], into="results")

# %% tags=["check"]
assert again.frame("documents").equals(documents)
