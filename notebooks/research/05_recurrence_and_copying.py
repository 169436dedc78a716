# %% [markdown]
# # Recurrence and copying
#
# *反复出现与照抄：同一问题连年出现，是问题仍在，还是段落照搬？*
#
# A theme that an agency names year after year may be a lasting problem, a common theme that comes back by chance, or a paragraph
# carried over. The three need different evidence.

# %%
import textmine
from IPython.display import Image

with textmine.sample_corpus() as paths:
    tables = textmine.process(paths)

# %% [markdown]
# ## Against chance
#
# `persistence` is the share of reports that name a theme and name it again the next year. By chance alone a common theme comes back
# often, so the reports of each year are dealt out anew among the agencies (999 times) to see what would be expected.

# %%
recurring = textmine.analysis.recurrence(tables)
columns = [
    "theme",
    "named",
    "again",
    "copied",
    "persistence",
    "low",
    "high",
    "expected",
    "q",
    "more",
    "small",
]
recurring.frame[columns].sort_values("named", ascending=False).head(10).style.format(
    "{:.2f}", subset=["persistence", "low", "high", "expected", "q"]
)

# %% tags=["check"]
assert (recurring.frame["again"] <= recurring.frame["named"]).all()
assert recurring.params["seed"] == 1

# %% [markdown]
# With 16 agencies hardly anything can be told from chance. That is a result: do not write "persistent" where `more` is false.
#
# ## Who names what for three years running

# %%
told = textmine.analysis.histories(tables).frame
told[told["longest"] >= 3][["agency", "theme", "named", "copied", "nature"]]

# %% tags=["check"]
runs = {(row.agency, row.theme): row.nature for row in told[told["longest"] >= 3].itertuples()}
assert runs["云汀市青禾区鹭浦镇人民政府", "timeliness"] == "problem"
assert runs["岚川省人民政府", "request_handling"] == "problem"
assert (
    told.loc[
        (told["agency"] == "朔溪市石楠县卫生健康局") & (told["theme"] == "coverage"), "nature"
    ].item()
    == "paragraph"
)

# %% [markdown]
# `paragraph` means that at least half of the steps from year to year repeat the wording: the paragraph recurs, and whether the
# problem does has to be asked. Look at the text before you decide:

# %%
statements = tables.frame("statements").merge(
    tables.frame("documents")[["document", "agency", "year"]], on="document"
)
for agency in ("云汀市青禾区鹭浦镇人民政府", "朔溪市石楠县卫生健康局"):
    print(agency)
    for year, rows in statements[
        (statements["agency"] == agency) & (statements["role"] == "problem")
    ].groupby("year"):
        print(f"  {year}  " + "；".join(rows["text"]))

# %% [markdown]
# ## Whose wording is it?
#
# `reuse` splits each section five into template, last year's words, another agency's and its own.

# %%
reuse = textmine.analysis.reuse(tables)
shares = reuse.frame[
    ["agency", "year", "template", "last_year", "elsewhere", "own", "last_year_copy"]
]
shares.sort_values("own").head(8).style.format(
    "{:.0%}", subset=["template", "last_year", "elsewhere", "own"]
)

# %%
textmine.analysis.foreign_names(tables).frame[
    ["agency", "year", "word", "source_agency", "copied", "certain"]
]

# %% tags=["check"]
copies = reuse.frame[reuse.frame["last_year_copy"]]
assert set(copies["agency"]) == {"朔溪市石楠县卫生健康局"}
left_in = textmine.analysis.foreign_names(tables).frame
assert set(left_in["word"]) == {"我镇", "鹭浦镇"} and left_in["certain"].all()

# %% [markdown]
# Copied text is no proof that a problem is not there, and own words are no proof that it is. What it cannot say: who
# copied from whom within a year, and paraphrase.
