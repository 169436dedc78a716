# %% [markdown]
# # The codebook, and what agreement means
#
# *编码手册与一致性：两位编码员何时算“一致”，百分比一致率为什么会骗人，alpha 和 AC1/AC2 各说什么，工具与人工标注的一致程度如何。*
#
# Eighteen themes in five families, each with a definition, what belongs to it and what belongs elsewhere. The codebook is the
# contract between the tagger, the gold labels and the charts.

# %%
import json

import numpy as np
import pandas as pd
import textmine
from textmine.evaluation.agreement import alpha, bootstrap, gwet

codebook = textmine.load_codebook()
pd.DataFrame(
    [
        {
            "family": theme.family,
            "id": theme.id,
            "zh": theme.zh,
            "definition": theme.definition,
            "not this": "; ".join(theme.exclude),
        }
        for theme in codebook.themes
    ]
)

# %% [markdown]
# ## Percent agreement flatters
#
# Two coders say of 100 statements whether they state *supervision*, which is rare. Both find almost nothing and agree on 94 %.
# Coefficients take off what chance would give. They differ in how they picture chance: **Krippendorff's alpha** deals out the labels that were
# given, so that with a rare theme nearly all agreement counts as chance; **Gwet's AC1** lets chance strike only where a coder is unsure, so that
# it stays high. Neither is "the right one": report both, with intervals.

# %%
first = np.array([1] * 4 + [0] * 96)
second = np.array([1] + [0] * 3 + [1] * 3 + [0] * 93)
ratings = np.column_stack([first, second])
print(
    f"agreement {np.mean(first == second):.0%}, alpha {alpha(ratings):.2f}, AC1 {gwet(ratings):.2f}"
)

# %% tags=["check"]
assert np.mean(first == second) == 0.94
assert 0.2 < alpha(ratings) < 0.3
assert gwet(ratings) > 0.9

# %% [markdown]
# Roles are four categories, and some confusions are worse than others: a measure taken for a step already done is half right, a
# problem taken for context is plain wrong. **AC2** is AC1 with such weights.

# %%
roles = ["problem", "measure", "rectified", "context"]
weights = np.eye(4)
weights[1, 2] = weights[2, 1] = 0.5
coder_1 = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 0, 1]
coder_2 = [0, 0, 0, 0, 1, 1, 1, 2, 1, 1, 2, 3, 3, 0, 1]
both = np.column_stack([coder_1, coder_2])
print(
    f"alpha {alpha(both):.2f}, AC1 {gwet(both, categories=4):.2f}, AC2 {gwet(both, weights=weights):.2f}"
)

# %% tags=["check"]
assert gwet(both, weights=weights) > gwet(both, categories=4)
assert gwet(both, weights=np.eye(4)) == gwet(both, categories=4)

# %% [markdown]
# ## The tagger against hand-made labels
#
# The sample corpus comes with the labels that were given when it was written (`manifest.json`). The unit is the report and theme: does
# the report name the theme as a problem? Because the texts are composed, this flatters the tagger. It is an upper bound, and the
# code sample of notebook 4 is what counts for your own corpus.

# %%
with textmine.sample_corpus() as paths:
    tables = textmine.process(paths)
    manifest = json.loads((paths[0].parent / "manifest.json").read_text(encoding="utf-8"))

by_hand = {
    report["file"]: {
        theme
        for item in report["statements"]
        if item["role"] == "problem"
        for theme in item["themes"]
    }
    for report in manifest["reports"]
}
tags = tables.frame("tags")
counted = tags[(tags["role"] == "problem") & ~tags["review"]].groupby("document")["theme"].agg(set)
documents = tables.frame("documents")
documents["file"] = documents["path"].str.rsplit("/", n=1).str[-1]

rows = []
for document, file in zip(documents["document"], documents["file"]):
    for theme in codebook.themes:
        rows.append(
            (
                document,
                theme.id,
                theme.id in by_hand[file],
                theme.id in counted.get(document, set()),
            )
        )
pairs = pd.DataFrame(rows, columns=["document", "theme", "hand", "tool"])


def compare(group):
    both = (group["hand"] & group["tool"]).sum()
    return pd.Series(
        {
            "by hand": group["hand"].sum(),
            "by tool": group["tool"].sum(),
            "both": both,
            "precision": both / group["tool"].sum() if group["tool"].any() else np.nan,
            "recall": both / group["hand"].sum() if group["hand"].any() else np.nan,
            "alpha": alpha(group[["hand", "tool"]].to_numpy(int)),
            "AC1": gwet(group[["hand", "tool"]].to_numpy(int), categories=2),
        }
    )


agreement = pairs.groupby("theme", sort=False)[["hand", "tool"]].apply(compare)
agreement.style.format("{:.2f}", subset=["precision", "recall", "alpha", "AC1"]).format(
    "{:.0f}", subset=["by hand", "by tool", "both"]
)

# %% tags=["check"]
assert len(pairs) == 48 * 18

# %% [markdown]
# ## How sure is a coefficient?
#
# Reports of one agency resemble one another, so whole agencies are drawn anew (a cluster bootstrap). A single coefficient without its
# interval says little, least of all for a theme that a few reports name.

# %%
pairs = pairs.merge(documents[["document", "agency", "year"]], on="document")


def sure(rows):
    """Alpha and AC1 of some pairs, with intervals over agencies."""
    coded = rows[["hand", "tool"]].to_numpy(int)
    groups = rows["agency"].tolist()
    return {
        "alpha": bootstrap(lambda chosen: alpha(coded[chosen]), groups, rounds=300),
        "AC1": bootstrap(lambda chosen: gwet(coded[chosen], categories=2), groups, rounds=300),
    }


whole = sure(pairs)
some = {"all themes": whole} | {
    theme: sure(pairs[pairs["theme"] == theme]) for theme in ("timeliness", "staffing", "quality")
}
pd.DataFrame(
    {
        name: {
            key: f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"
            for key, found in coefficients.items()
        }
        for name, coefficients in some.items()
    }
).T

# %% tags=["check"]
for coefficient in whole.values():
    assert coefficient.low < coefficient.value < coefficient.high
assert whole["alpha"].value > 0.7 and whole["AC1"].value > whole["alpha"].value
assert (
    some["quality"]["alpha"].high - some["quality"]["alpha"].low
    > whole["alpha"].high - whole["alpha"].low
)

# %% [markdown]
# ## Where they part
#
# Read the disagreements. Each is a fault of the tool, a fault of the coder, or a gap in the codebook; the third kind is the
# useful one.

# %%
statements = tables.frame("statements")
apart = pairs[pairs["hand"] != pairs["tool"]]
for row in apart.head(8).itertuples():
    print(
        f"{row.agency} {row.year} · {codebook.theme(row.theme).zh} · {'hand only' if row.hand else 'tool only'}"
    )
    for text in statements[
        (statements["document"] == row.document) & (statements["role"] == "problem")
    ]["text"]:
        print("    ", text)
