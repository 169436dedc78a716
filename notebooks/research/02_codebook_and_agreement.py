# %% [markdown]
# # The codebook, and what agreement means
#
# *编码手册与一致性：两位编码员何时算“一致”，百分比一致率为什么会骗人，工具与人工标注的一致程度如何。*
#
# Eighteen themes in five families, each with a definition, what belongs to it and what belongs elsewhere. The codebook is the
# contract between the tagger, the gold labels and the charts.

# %%
import json

import numpy as np
import pandas as pd
import textmine

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
# Cohen's kappa asks how much better that is than two coders who guess at these rates.


# %%
def kappa(first, second):
    """Cohen's kappa of two 0/1 codings; NaN if chance alone gives full agreement."""
    first, second = np.asarray(first), np.asarray(second)
    observed = (first == second).mean()
    expected = first.mean() * second.mean() + (1 - first.mean()) * (1 - second.mean())
    return (observed - expected) / (1 - expected) if expected < 1 else float("nan")


anna = np.array([1] * 4 + [0] * 96)
bo = np.array([1] + [0] * 3 + [1] * 3 + [0] * 93)
print(f"agreement {np.mean(anna == bo):.0%}, kappa {kappa(anna, bo):.2f}")

# %% tags=["check"]
assert np.mean(anna == bo) == 0.94
assert 0.2 < kappa(anna, bo) < 0.3

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
            "kappa": kappa(group["hand"], group["tool"]),
        }
    )


agreement = pairs.groupby("theme", sort=False)[["hand", "tool"]].apply(compare)
agreement.style.format("{:.2f}", subset=["precision", "recall", "kappa"]).format(
    "{:.0f}", subset=["by hand", "by tool", "both"]
)

# %%
whole = kappa(pairs["hand"], pairs["tool"])
print(f"All themes together: kappa {whole:.2f} over {len(pairs)} pairs of report and theme")

# %% tags=["check"]
assert len(pairs) == 48 * 18
assert whole > 0.7

# %% [markdown]
# ## How sure is a kappa?
#
# Reports of one agency resemble one another, so whole agencies are drawn anew (a cluster bootstrap). With few reports the interval
# is wide; a single kappa without one says little.

# %%
pairs = pairs.merge(documents[["document", "agency"]], on="document")
agencies = pairs["agency"].unique()
groups = {agency: group for agency, group in pairs.groupby("agency")}
draw = np.random.default_rng(7)
again = []
for _ in range(300):
    sample = pd.concat([groups[agency] for agency in draw.choice(agencies, len(agencies))])
    again.append(kappa(sample["hand"], sample["tool"]))
low, high = np.quantile(again, [0.025, 0.975])
print(f"kappa {whole:.2f}, 95 % interval {low:.2f} to {high:.2f}")

# %% tags=["check"]
assert low < whole < high

# %% [markdown]
# ## Where they part
#
# Read the disagreements. Each is a fault of the tool, a fault of the coder, or a gap in the codebook; the third kind is the
# useful one.

# %%
statements = tables.frame("statements")
apart = pairs[pairs["hand"] != pairs["tool"]].merge(documents[["document", "year"]], on="document")
for row in apart.head(8).itertuples():
    print(
        f"{row.agency} {row.year} · {codebook.theme(row.theme).zh} · {'hand only' if row.hand else 'tool only'}"
    )
    for text in statements[
        (statements["document"] == row.document) & (statements["role"] == "problem")
    ]["text"]:
        print("    ", text)
