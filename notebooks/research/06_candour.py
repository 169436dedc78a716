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
# out among the regions. Where they disagree, believe the second. A layer a year gives the three-way table, theme × region × year; `low_expected` says how
# many cells have fewer than five expected mentions: where it is near 1, as here, only the shuffled test can be trusted.

# %%
by_year = textmine.analysis.crosstab(tables, columns="year")
by_region = textmine.analysis.crosstab(tables, columns="region")
layered = textmine.analysis.crosstab(tables, columns="region", layer="year")
names_of_tests = ["theme × year", "theme × region"] + [
    f"theme × region, {test['layer']}" for test in layered.params["tests"]
]
tests = pd.DataFrame(
    by_year.params["tests"] + by_region.params["tests"] + layered.params["tests"],
    index=names_of_tests,
)
tests.drop(columns="layer").style.format(
    "{:.2f}", subset=["chi2", "p", "p_shuffled", "cramers_v", "low_expected"], na_rep="—"
)

# %% tags=["check"]
assert tests["p_shuffled"].dropna().between(0, 1).all()
assert tests.loc["theme × region", "p_shuffled"] > 0.05
# Each layer counts only the mentions of its year.
assert layered.frame["count"].sum() == by_region.frame["count"].sum() == by_year.frame["count"].sum()

# %%
Image(textmine.charts.render(by_year, lang="en"), width=820)

# %% [markdown]
# Cells that stand out (adjusted residual beyond ±2). About one cell in twenty does so by chance.

# %%
standing_out = by_region.frame[by_region.frame["residual"].abs() > 2]
print(f"{len(standing_out)} of {len(by_region.frame)} cells")
standing_out.round(2)

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
# ## Heavy and light problems over the years
#
# The hand-coded studies found self-criticism that is selective and light: form, publicity and study are admitted, duties that were not
# met are not. `severity` sorts the themes by a table of weights, each with its reason, and gives the share of either sort a year, with
# intervals for reports of one agency that resemble each other. A title that says "grows lighter" appears only where the intervals of the first
# and the last year lie apart. Take your own weights with `severity(tables, weights=…)`: the finding should not hang on one theme's place.

# %%
over_time = textmine.analysis.severity(tables)
Image(textmine.charts.render(over_time, lang="en"), width=820)

# %%
lenient = {
    theme: {"group": "middle" if theme == "request_handling" else group}
    for group, themes in over_time.params["groups"].items()
    for theme in themes
}
other = textmine.analysis.severity(tables, weights=lenient).frame
pd.DataFrame(
    {
        "year": over_time.frame["year"],
        "reports": over_time.frame["naming"],
        "heavy, as published": over_time.frame["heavy_share"],
        "heavy, requests as middle": other["heavy_share"],
    }
).style.format("{:.0%}", subset=["heavy, as published", "heavy, requests as middle"]).hide()

# %% tags=["check"]
assert (other["heavy_share"] <= over_time.frame["heavy_share"] + 1e-9).all()
assert (over_time.frame[["heavy", "middle", "light"]].sum().sum()) == by_year.frame["count"].sum()

# %% [markdown]
# ## Figures beside the words
#
# Do reports whose tables speak of trouble (many requests, refusals, corrections on review) name the theme that goes with it?

# %%
linked_up = textmine.analysis.linked_figures(tables)
Image(textmine.charts.render(linked_up, lang="en"), width=820)

# %%
beside = linked_up.frame.sort_values("p").reset_index(drop=True)
print(len(beside), "pairs of theme and figure;", beside["q"].notna().sum(), "have agencies enough to be tested;", beside["linked"].sum(), "hold")
beside[["theme", "key", "n", "named", "difference", "low", "high", "p", "q"]].head(8).round(3)

# %% [markdown]
# With 126 questions half a dozen fall below 0.05 by chance, so `linked` asks for `q`, which takes the number of questions into account. And a pair is
# only tested if ten agencies name the theme and ten do not: sixteen agencies are too few for nearly all of them. Among the leading lines is what one would expect: agencies that
# were corrected on review name the handling of requests. Here it is a question for a larger corpus, not a finding.

# %% tags=["check"]
assert len(beside) == 126 and (beside["q"].dropna() >= beside["p"][beside["q"].notna()]).all()
corrected = beside.set_index(["theme", "key"]).loc["request_handling", "review.reconsideration.corrected"]
assert corrected["difference"] > 0 and corrected["p"] < 0.2
assert beside["linked"].sum() <= (beside["p"] < 0.05).sum()

# %% [markdown]
# ## What section five passes over
#
# A finding says that something in the tables is not mentioned. It accuses nobody.

# %%
passed_over = textmine.analysis.candour(tables, by="level")
pd.DataFrame(passed_over.params["findings"])[["agency", "year", "check", "message_en"]].style.hide()

# %% tags=["check"]
found = {(one["agency"], one["check"]) for one in passed_over.params["findings"]}
assert ("临漪市雁回县公安局", "silent_on_corrections") in found

# %%
heavy = textmine.analysis.severity(tables, by="level").frame
heavy[
    ["level", "n", "naming", "heavy_share", "heavy_low", "heavy_high", "light_share", "only_light"]
].round(2)

# %% tags=["check"]
assert heavy["heavy_share"].dropna().between(0, 1).all()
assert heavy["n"].sum() == 48
