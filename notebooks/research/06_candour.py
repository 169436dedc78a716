# %% [markdown]
# # Candour: themes by region and year
#
# *坦诚度：按“主题 × 地区 × 年份”列联、卡方检验和关联数字，重做已发表研究的设计。*
#
# Published studies coded the self-criticism of provincial reports by hand over eleven years and crossed theme, region and year with
# chi-square tests, statutory figures beside them. This notebook runs the same design on the sample corpus, with two things added:
# intervals, and tests that know that one agency reports every year. **The result on composed texts means nothing about
# governments; the steps are what carries over.**

# %%
import ipywidgets as widgets
import pandas as pd
import textmine
from IPython.display import HTML, Image

names = {theme.id: theme.zh for theme in textmine.load_codebook().themes}
with textmine.sample_corpus() as paths:
    tables = textmine.process(paths)

# %% [markdown]
# ## Theme × year, theme × region
#
# `p` is the classical chi-square, which takes mentions as independent. `p_shuffled` shuffles years within agencies, or deals whole agencies
# out among the regions. Where they disagree, believe the second.

# %%
by_year = textmine.analysis.crosstab(tables, columns="year")
by_region = textmine.analysis.crosstab(tables, columns="region")
pd.DataFrame(
    by_year.params["tests"] + by_region.params["tests"], index=["theme × year", "theme × region"]
)

# %% tags=["check"]
for table in (by_year, by_region):
    test = table.params["tests"][0]
    assert 0 <= test["p_shuffled"] <= 1

# %% [markdown]
# Cells that stand out (adjusted residual beyond ±2). With several hundred cells about one in twenty does so by chance.

# %%
standing_out = by_region.frame[by_region.frame["residual"].abs() > 2]
print(f"{len(standing_out)} of {len(by_region.frame)} cells")
standing_out.head(10)

# %% [markdown]
# ## Theme × region × year, linked
#
# Choose a theme: its share by year and by city change together.

# %%
yearly = textmine.analysis.prevalence(tables, by="year").frame
by_city = textmine.analysis.pooled(tables, by="city").frame


def linked(theme):
    """Both tables of one theme, as HTML."""
    parts = [f"<b>{names[theme]}</b>"]
    for frame, column in ((yearly, "year"), (by_city, "city")):
        rows = frame[frame["theme"] == theme]
        shown = rows[[column, "n", "k", "share", "low", "high"]].set_index(column)
        parts.append(
            shown.style.format("{:.0%}", subset=["share", "low", "high"])
            .bar(subset=["share"], vmin=0, vmax=1, color="#9ec5e8")
            .to_html()
        )
    return "<br>".join(parts)


choice = widgets.Dropdown(
    options=[(name, theme) for theme, name in names.items()],
    value="request_handling",
    description="theme",
)
page = widgets.HTML(linked(choice.value))
choice.observe(lambda change: setattr(page, "value", linked(change["new"])), names="value")
widgets.VBox([choice, page])

# %%
HTML(linked("request_handling"))  # the same without a running kernel

# %%
Image(
    textmine.charts.render(textmine.analysis.prevalence(tables, by="level"), lang="en"), width=820
)

# %% [markdown]
# ## Figures beside the words
#
# Do reports whose tables speak of trouble (many requests, refusals, corrections on review) name the theme that goes with it?

# %%
textmine.analysis.linked_figures(tables).frame

# %% [markdown]
# ## What section five passes over
#
# A finding says that something in the tables is not mentioned. It accuses nobody.

# %%
passed_over = textmine.analysis.candour(tables, by="level")
pd.DataFrame(passed_over.params["findings"])[["agency", "year", "check", "message_en"]].head(8)

# %% tags=["check"]
found = {(one["agency"], one["check"]) for one in passed_over.params["findings"]}
assert ("临漪市雁回县公安局", "silent_on_corrections") in found

# %%
heavy = textmine.analysis.severity(tables, by="level").frame
heavy[
    ["level", "n", "naming", "heavy_share", "heavy_low", "heavy_high", "light_share", "only_light"]
]

# %% tags=["check"]
assert heavy["heavy_share"].dropna().between(0, 1).all()
assert heavy["n"].sum() == 48
