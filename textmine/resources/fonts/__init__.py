"""The font of the charts: a subset of Noto Sans SC under the Open Font License."""
