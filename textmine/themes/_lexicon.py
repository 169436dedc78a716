"""The word fields of the learned tagger, as feature hashes.

A field is a set of words that say the same kind of thing. In training each field is one feature; in the finished model
its weight is added to that of each of its words, so that fields cost nothing when a text is tagged.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix

from textmine.errors import ResourceError
from textmine.resources import load_yaml
from textmine.themes._features import U64, Batch, Occurrences, ngrams

SIZES = (2, 3, 4)
FIELD = "t"  # fields tie together plain n-grams of the statement


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``members`` is words × fields (0/1), rows in the order of the sorted ``hashes``."""

    fields: tuple[str, ...]
    hashes: U64
    members: csr_matrix

    def counts(self, found: Occurrences, n_rows: int) -> csr_matrix:
        """How often words of each field occur in each row."""
        index = np.minimum(np.searchsorted(self.hashes, found.hashes), len(self.hashes) - 1)
        hit = np.flatnonzero(self.hashes[index] == found.hashes)
        words = csr_matrix(
            (np.ones(len(hit)), (found.rows[hit], index[hit])), shape=(n_rows, len(self.hashes))
        )
        return words @ self.members


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The shipped word fields. Raises ResourceError for a word of other than two to four characters."""
    fields: dict[str, list[str]] = {
        name: words.split() for name, words in load_yaml("lexicon", "concepts.yaml")["fields"].items()
    }
    words = [word for listed in fields.values() for word in listed]
    if wrong := [word for word in words if not SIZES[0] <= len(word) <= SIZES[-1]]:
        raise ResourceError(f"lexicon/concepts.yaml: words have 2 to 4 characters, these do not: {wrong}")
    batch = Batch(words)
    place = np.arange(len(words))
    starts = batch.slots(place, np.zeros(len(words), np.int64))
    ends = batch.slots(place, np.array([len(word) for word in words]))
    whole = [ngrams(batch, starts, ends, field=FIELD, sizes=(size,)) for size in SIZES]
    hashes = np.empty(len(words), np.uint64)
    for size, found in zip(SIZES, whole, strict=True):
        fits = (ends - starts)[found.rows] == size
        hashes[found.rows[fits]] = found.hashes[fits]
    unique, inverse = np.unique(hashes, return_inverse=True)
    owner = np.repeat(np.arange(len(fields)), [len(listed) for listed in fields.values()])
    members = csr_matrix((np.ones(len(words)), (inverse, owner)), shape=(len(unique), len(fields)))
    members.data[:] = 1.0
    return Lexicon(tuple(fields), unique, members)
