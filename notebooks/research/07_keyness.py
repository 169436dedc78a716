# %% [markdown]
# # Keyness: words that set groups apart
#
# *关键性：哪些词是某一组年报特有的，而不只是某个机关反复说的。*
#
# Themes are fixed in advance; words are not. Keyness finds words that one group uses more than the others, weighing a word's excess
# against its rarity (log-odds with an informative prior).

# %%
import textmine

with textmine.sample_corpus() as paths:
    tables = textmine.process(paths)

result = textmine.analysis.keyness(tables, by="level", role=None)
frame = result.frame
frame.groupby("level", observed=True).head(5)[
    ["level", "word", "count", "other", "agencies", "log_odds", "z", "q", "key"]
]

# %% tags=["check"]
assert {"level", "word", "log_odds", "z", "q", "key"} <= set(frame.columns)
assert (frame.loc[frame["key"], "log_odds"] > 0).all()
for _, rows in frame.groupby("level", observed=True):
    assert rows["z"].is_monotonic_decreasing

# %% [markdown]
# `key` is true only if several agencies of the group use the word: a hospital that writes 患者 in every report makes no key word for its level.
# With sixteen agencies few or no words pass. In a corpus of hundreds many will.
#
# ## Always read the lines
#
# A word list without its lines invites stories. `kwic` shows each occurrence in its sentence.

# %%
word = "更新"
lines = textmine.analysis.kwic(tables, word).frame
lines.head(12)

# %% tags=["check"]
assert len(lines) >= 5

# %% [markdown]
# ## Words that come up
#
# `new_terms` lists words that were absent at first and then used by several agencies, against what chance would give.

# %%
textmine.analysis.new_terms(tables, section="problems").frame.head(10)

# %% [markdown]
# **Mind** that forms of reports change (2019, 2021): words of the form come up in all agencies at once and say nothing about problems.
