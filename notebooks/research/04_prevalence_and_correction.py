# %% [markdown]
# # Prevalence, with correction and without
#
# *普遍程度：占比要附区间；工具会看错，占比就会偏；抽样人工编码怎样把它改正过来。*
#
# The share of reports that name a theme is the number most readers ask for. It has two kinds of error: few reports, and a tagger
# that misses some themes and sees others that are not there.

# %%
import json

import numpy as np
import pandas as pd
import textmine
from IPython.display import Image

with textmine.sample_corpus() as paths:
    tables = textmine.process(paths)
    manifest = json.loads((paths[0].parent / "manifest.json").read_text(encoding="utf-8"))

plain = textmine.analysis.prevalence(tables)
Image(textmine.charts.render(plain, lang="en"), width=760)

# %% tags=["check"]
frame = plain.frame
assert len(frame) == 18 and (frame["n"] == 48).all()
assert ((frame["low"] <= frame["share"]) & (frame["share"] <= frame["high"])).all()

# %% [markdown]
# ## Reports of one agency are not independent
#
# Forty-eight reports come from sixteen agencies. Where an agency repeats itself, its three reports tell less than three agencies
# would. `n_effective` is the number of independent reports that carry as much information; the interval rests on it.

# %%
frame.sort_values("n_effective")[
    ["theme", "n", "agencies", "n_effective", "share", "low", "high"]
].head(6)

# %% [markdown]
# ## What a tagger's error does
#
# Suppose 10 % of the reports really name a theme. A tagger with sensitivity 0.90 and false rate 0.05 tags
# 0.1 × 0.9 + 0.9 × 0.05 = 13.5 %: a third too much, although it is right 94.5 % of the time. For a theme
# named by half of the reports the same tagger gives 47.5 %, too little. **Rare themes are blown up, common ones shrink, and ranks can change.**

# %%
true = np.array([0.02, 0.1, 0.3, 0.5, 0.8])
tagged = true * 0.90 + (1 - true) * 0.05
pd.DataFrame({"true": true, "tagged": tagged, "factor": tagged / true}).style.format("{:.2f}")

# %% tags=["check"]
assert abs(tagged[1] - 0.135) < 1e-12
assert tagged[0] > true[0] and tagged[-1] < true[-1]

# %% [markdown]
# ## Correction by gold passages
#
# With `correction="gold"` the error rates measured on composed gold passages are taken out, and the intervals grow by how
# unsure these rates are. Use it to see how much hangs on the tagger; composed passages are easier than real ones.

# %%
gold = textmine.analysis.prevalence(tables, correction="gold")
both = frame.merge(gold.frame, on="theme", suffixes=("", "_corrected"))
both["width"] = both["high"] - both["low"]
both["width_corrected"] = both["high_corrected"] - both["low_corrected"]
both[
    ["theme", "share", "low", "high", "share_corrected", "low_corrected", "high_corrected"]
].style.format(
    "{:.2f}",
    subset=both.columns.intersection(
        ["share", "low", "high", "share_corrected", "low_corrected", "high_corrected"]
    ),
)

# %% tags=["check"]
assert (both["width_corrected"] > both["width"]).mean() > 0.9

# %% [markdown]
# ## Correction by your own coded sample
#
# Better: draw at least 30 of your reports at random, code them by hand, and let the sample correct the shares. Here the labels
# of the manifest stand in for your coding; 36 of the 48 reports are drawn.

# %%
documents = tables.frame("documents")
documents["file"] = documents["path"].str.rsplit("/", n=1).str[-1]
hand = {
    report["file"]: {
        theme
        for item in report["statements"]
        if item["role"] == "problem"
        for theme in item["themes"]
    }
    for report in manifest["reports"]
}
sample = documents.sample(36, random_state=5)
coded = pd.DataFrame(
    [
        {"document": row.document}
        | {theme: int(theme in hand[row.file]) for theme in frame["theme"]}
        for row in sample.itertuples()
    ]
)
own = textmine.analysis.prevalence(tables, coded=coded)
truth = pd.Series(
    {theme: np.mean([theme in named for named in hand.values()]) for theme in frame["theme"]}
)
compared = own.frame.set_index("theme").assign(truth=truth)
compared[["tagged", "share", "low", "high", "truth"]].style.format("{:.2f}")

# %% tags=["check"]
inside = (
    (compared["low"] - 1e-9 <= compared["truth"]) & (compared["truth"] <= compared["high"] + 1e-9)
).mean()
assert inside >= 0.85, inside
assert (compared["share"] - compared["truth"]).abs().mean() <= (
    compared["tagged"] - compared["truth"]
).abs().mean() + 0.02

# %% [markdown]
# **Report** the corrected share with its interval, the number of coded reports and how they were drawn. Without a coded sample, say so.
