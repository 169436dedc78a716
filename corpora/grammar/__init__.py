"""Grammar of composed annual reports: content model, renderers, the sample's content and a seeded generator."""
