# %% [markdown]
# # From files to a panel
#
# *从文件到面板数据：读入一个文件夹的年度报告，得到“机关—年度”面板，并说明哪些没有读到。*
#
# A folder of annual reports as they were published becomes one row an agency and year. Everything here runs on the sample
# corpus: 48 **composed** reports of 16 fictional agencies in HTML, Word, PDF and text. It shows how the tool works; it is no
# evidence about any government.

# %%
from collections import Counter

import pandas as pd
import textmine

with textmine.sample_corpus() as paths:
    files = list(paths)
    tables = textmine.process(files)

Counter(path.suffix for path in files)

# %% [markdown]
# ## One report, step by step
#
# `read` gives a document whose text never changes; `parse` finds the sections, the statutory tables and the statements of
# section five. Every position is a range of characters in that text.

# %%
report = textmine.parse(textmine.read(files[1]))
report.metadata

# %%
for section in report.sections:
    print(f"{section.id:10} {section.end - section.start:5} characters   {section.title}")
print()
print(report.section_text("problems"))

# %%
first = report.statements[0]
print(first.role, first.text)
assert report.document.text[first.start : first.end] == first.text

# %% [markdown]
# ## All reports
#
# `process` did this for the whole folder and kept what went wrong as records. Look at them before any analysis: a report that
# was not read does not count as a report without problems.

# %%
documents = tables.frame("documents")
print(documents["status"].value_counts())
tables.frame("issues")[["path", "stage", "code", "message"]].assign(
    path=lambda frame: frame["path"].str.rsplit("/").str[-1]
).style.hide()

# %%
documents.pivot_table(
    index=["level", "agency"], columns="year", values="document", aggfunc="count"
).notna().replace({True: "●", False: ""})

# %% [markdown]
# ## The panel
#
# A report *has a theme as a problem* if at least one of its problem statements carries the theme and the tag is not marked for
# review. That is the reading of the annotation guide, and it is what all shares count.

# %%
tags = tables.frame("tags")
counted = tags[(tags["role"] == "problem") & ~tags["review"]]
themes = [theme.id for theme in textmine.load_codebook().themes]
named = (
    pd.crosstab(counted["document"], counted["theme"])
    .reindex(columns=themes, fill_value=0)
    .clip(upper=1)
)
panel = (
    documents[documents["status"] == "used"][
        ["document", "agency", "level", "province", "city", "county", "year"]
    ]
    .merge(named, left_on="document", right_index=True, how="left")
    .fillna({theme: 0 for theme in themes})
    .astype({theme: int for theme in themes})
)
panel[["agency", "level", "year", *themes[:6]]].head()

# %% [markdown]
# Forty-eight rows, but **seventeen** names for sixteen agencies: one signs with its city's name in one year and without it in another.
# Joining years by the printed name would cut its series in two. `panel` does all of the above, with one key an agency,
# the figures of the statutory tables and a description of every column.

# %%
whole = textmine.analysis.panel(tables)
print(
    panel["agency"].nunique(),
    "names,",
    whole.frame["agency_key"].nunique(),
    "agencies,",
    whole.frame.shape[1],
    "columns",
)
pd.DataFrame(whole.params["variables"]).head(12)

# %% tags=["check"]
assert len(panel) == len(whole.frame) == 48
assert panel["agency"].nunique() > whole.frame["agency_key"].nunique() == 16
assert not whole.frame.duplicated(["agency_key", "year"]).any()
shares = textmine.analysis.prevalence(tables).frame.set_index("theme")
assert (panel[themes].sum() == shares["k"].reindex(themes)).all()
assert (
    whole.frame[[f"problem_{theme}" for theme in themes]].sum().to_numpy()
    == shares["k"].reindex(themes).to_numpy()
).all()

# %% [markdown]
# ## Add figures of the statutory tables
#
# Figures are keyed `table.row.column`. A blank cell is missing, not zero.

# %%
figures = tables.frame("figures")
received = (
    figures[figures["key"] == "requests.new.total"]
    .groupby("document")["value"]
    .first()
    .rename("requests")
)
panel = panel.merge(received, on="document", how="left")
panel.sort_values("requests", ascending=False)[
    ["agency", "year", "requests", "request_handling"]
].head(8).style.format({"requests": "{:,.0f}"}).hide()

# %% tags=["check"]
assert panel["requests"].notna().sum() >= 44
assert panel["requests"].max() > 100

# %% [markdown]
# **Next:** what a theme means and how far two readers agree (notebook 2); why a sentence carries its theme (3).
