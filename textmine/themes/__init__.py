"""Themes: the codebook, the taggers that apply it, and explanations of why a sentence carries a theme."""

from textmine.themes._rule_tagger import RuleTagger
from textmine.themes.codebook import Codebook, Family, Theme, load_codebook
from textmine.themes.explanation import Explanation, explain
from textmine.themes.tagger import Tagger, load_tagger

__all__ = [
    "Codebook",
    "Explanation",
    "Family",
    "RuleTagger",
    "Tagger",
    "Theme",
    "explain",
    "load_codebook",
    "load_tagger",
]
