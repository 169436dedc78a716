# %% [markdown]
# # Tagging, with the evidence shown in the text
#
# *标注与依据：每个主题标注依据原文哪几个字，为什么有的词没有算数。*
#
# A tag that cannot be checked is worth little. Each one carries the ranges of text that it rests on and a probability.

# %%
import pandas as pd
import textmine
from IPython.display import HTML
from spacy import displacy

codebook = textmine.load_codebook()
with textmine.sample_corpus() as paths:
    tables = textmine.process(paths)
    report = textmine.parse(
        textmine.read(next(path for path in paths if path.name == "post_1107723.html"))
    )

tagged = textmine.load_tagger().tag(report.document.text, report.statements)
pd.DataFrame(
    [
        {
            "role": item.statement.role,
            "themes": "、".join(codebook.theme(theme).zh for theme in item.themes),
            "statement": item.statement.text,
        }
        for item in tagged
    ]
)

# %% [markdown]
# ## In place
#
# displaCy marks the words in section five, for tags that count. The offsets are those of the document, shifted to the section.

# %%
section = report.section("problems")
ranges = []
for item in tagged:
    for tag in item.tags:
        for evidence in () if tag.review else tag.evidence:
            ranges.append(
                {
                    "start": evidence.start - section.start,
                    "end": evidence.end - section.start,
                    "label": codebook.theme(tag.theme).zh,
                }
            )

shown, reach = [], 0
for one in sorted(ranges, key=lambda one: (one["start"], -one["end"])):
    if one["start"] >= reach:  # displaCy's entity view cannot show marks inside marks
        shown.append(one)
        reach = one["end"]

families = {
    "content": "#cfe3f5",
    "compliance": "#f7e0c3",
    "channels": "#d5ecd4",
    "public": "#f3d3de",
    "capacity": "#e2daf1",
    None: "#e5e5e5",
}
colours = {theme.zh: families[theme.family] for theme in codebook.themes}
page = displacy.render(
    {"text": report.section_text("problems"), "ents": shown, "title": report.metadata.title},
    style="ent",
    manual=True,
    jupyter=False,
    options={"colors": colours},
)
HTML(page)

# %% tags=["check"]
text = report.section_text("problems")
assert len(shown) >= 4
assert all(text[one["start"] : one["end"]] for one in shown)
assert {item.statement.role for item in tagged} >= {"problem", "measure"}

# %% [markdown]
# ## Why, and why not
#
# `explain` shows which cues fired, which were held back and why: here a theme word that only names a column, a denied
# shortfall, and a goal.

# %%
for sentence in (
    "栏目更新不及时，人员均为兼职。",
    "全年未发生失泄密事件。",
    "下一步，加强业务培训，确保及时公开。",
):
    print(sentence)
    print(textmine.explain(sentence).to_text())
    print()

# %% tags=["check"]
told = textmine.explain("栏目更新不及时，人员均为兼职。").to_text()
assert "timeliness" in told and "staffing" in told

# %% [markdown]
# ## How sure the tagger is
#
# Probabilities are measured on composed passages. Tags below one half are kept apart for a look (`review`) and do not count. Reading the
# least certain ones first is the quickest way to find what the tagger gets wrong in *your* corpus.

# %%
tags = tables.frame("tags")
statements = tables.frame("statements").set_index(["document", "statement"])["text"]
least = tags.sort_values("probability").head(10)
least.assign(text=[statements[key] for key in zip(least["document"], least["statement"])])[
    ["theme", "role", "probability", "review", "text"]
]

# %% tags=["check"]
assert tags["probability"].between(0, 1).all()
assert (tags.loc[tags["review"], "probability"] < 0.5).all()
