"""Grammar of composed annual reports: content model, renderers, the sample's content and a seeded generator.

`python -m corpora.grammar.build_sample` writes the sample corpus; `corpora.grammar.generator.generate(n, seed)` yields
any number of further reports; `corpora.grammar.render.render(report)` gives the bytes of one.
"""
