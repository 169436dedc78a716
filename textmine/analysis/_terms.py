"""Content words: what a text is about, without the words that every text has."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from textmine.normalization import fold
from textmine.resources import load_lines
from textmine.segmentation import segment

Made = TypeVar("Made")
_WORD = re.compile("[\u3400-\u9fff]{2,}")


@lru_cache(maxsize=1)
def stopwords() -> frozenset[str]:
    """Words that join sentences and say nothing of the matter."""
    return frozenset(load_lines("analysis", "stopwords.txt"))


def content_words(text: str) -> list[str]:
    """Words of two ideographs or more, in order, without stop words; blanks inside a word do not divide it."""
    stops = stopwords()
    dense = fold("".join(text.split()))
    return [word for word in segment(dense) if word not in stops and _WORD.fullmatch(word)]


def words_of(texts: Sequence[str]) -> list[frozenset[str]]:
    """The content words of each text."""
    return each(lambda text: frozenset(content_words(text)), texts)


def each(work: Callable[[str], Made], texts: Sequence[str]) -> list[Made]:
    """``work`` done on each text, once where texts are the same: statements recur from report to report."""
    done = {text: work(text) for text in dict.fromkeys(texts)}
    return [done[text] for text in texts]


def weights(texts: Iterable[Iterable[str]]) -> dict[str, float]:
    """Inverse document frequency of each word (Spärck Jones 1972, Journal of Documentation 28:11–21)."""
    frequency: Counter[str] = Counter()
    size = 0
    for words in texts:
        size += 1
        frequency.update(set(words))
    return {word: math.log((size + 1) / count) for word, count in frequency.items()}


def coverage(wanted: frozenset[str], offered: frozenset[str], weight: Mapping[str, float]) -> float:
    """Weighted share of the wanted words that are offered; 0 if nothing is wanted. Sums do not depend on the order of words."""
    total = math.fsum([weight.get(word, 0.0) for word in wanted])
    return math.fsum([weight.get(word, 0.0) for word in wanted & offered]) / total if total > 0 else 0.0
