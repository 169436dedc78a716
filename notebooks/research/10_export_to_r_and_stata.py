# %% [markdown]
# # Export to R and Stata
#
# *导出到 R 和 Stata：一行一个“机关—年度”，列名一致，附变量说明。*

# %%
from pathlib import Path

import pandas as pd
import textmine

with textmine.sample_corpus() as paths:
    tables = textmine.process(paths)

files = textmine.analysis.export_panel(tables, "panel")
pd.DataFrame(
    {"file": [path.name for path in files], "bytes": [path.stat().st_size for path in files]}
)

# %% [markdown]
# Names have at most 32 ASCII characters, so that they are the same in Parquet, CSV and Stata; labels are Chinese and English.

# %%
variables = pd.read_csv("panel/codebook.csv")
variables.head(12)

# %% [markdown]
# ## Stata
#
# ```text
# use panel.dta, clear
# describe problem_timeliness
# tabulate year problem_timeliness, row
# encode agency_key, generate(id)
# logit problem_timeliness i.year, vce(cluster id)
# ```
#
# ## R
#
# ```r
# panel <- arrow::read_parquet("panel/panel.parquet")       # or haven::read_dta("panel/panel.dta")
# aggregate(problem_timeliness ~ year, panel, mean)
# fixest::feols(problem_timeliness ~ i(year), panel, cluster = ~agency_key)
# ```

# %%
stata = pd.read_stata("panel/panel.dta", convert_categoricals=False)
parquet = pd.read_parquet("panel/panel.parquet")
csv = pd.read_csv("panel/panel.csv")
print(stata.shape, parquet.shape, csv.shape)
with pd.io.stata.StataReader("panel/panel.dta") as reader:
    labels = reader.variable_labels()
labels["problem_timeliness"]

# %% tags=["check"]
assert stata.shape == parquet.shape == csv.shape and len(stata) == 48
assert list(stata.columns) == list(parquet.columns) == list(csv.columns)
assert (stata["problem_timeliness"] == parquet["problem_timeliness"]).all()
assert "公开时效" in labels["problem_timeliness"]
assert max(map(len, stata.columns)) <= 32
assert (Path("panel") / "codebook.md").exists()

# %% [markdown]
# **Blank is not zero.** Blank cells of the statutory tables are missing values here. Do not fill them with 0 unless you have looked.
