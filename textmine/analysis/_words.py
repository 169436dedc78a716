"""Words of many texts as counts, once for all analyses of wording."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.analysis._incidence import text_documents, used_reports
from textmine.analysis._masking import place_words
from textmine.analysis._terms import content_words
from textmine.errors import UsageError
from textmine.schema import ROLES, SECTION_IDS

_AMOUNT = re.compile("[一二两三四五六七八九十百千万几多数]+[个名次项条家份类种位批件篇期场处户]")

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from textmine.tables import Tables


@dataclass(frozen=True)
class WordCounts:
    """Counts of content words: ``counts[i, j]`` of word j in report i (sparse), with the reports of ``used_reports``."""

    reports: pd.DataFrame
    words: tuple[str, ...]
    counts: Any  # scipy.sparse.csr_array

    @property
    def agencies(self) -> NDArray[np.intp]:
        """Number of the agency of each report."""
        import pandas as pd

        return pd.factorize(self.reports["agency_key"])[0]


def texts_of(tables: Tables, *, role: str | None, section: str) -> pd.DataFrame:
    """Texts with their document, row of the report, first character in the document, and statement (or null).

    ``role`` takes the statements of section five with this role, None the whole ``section``. A report read twice is
    taken once. Raises UsageError for an unknown role or section.
    """
    if role is not None and role not in ROLES:
        raise UsageError(f"Unknown role {role!r}; known are {', '.join(ROLES)}.")
    if section not in SECTION_IDS:
        raise UsageError(f"Unknown section {section!r}; known are {', '.join(SECTION_IDS)}.")
    rows = text_documents(tables)
    if role is not None:
        table = tables.frame("statements")
        table = table[table["role"] == role][["document", "statement", "start", "text"]]
    else:
        table = tables.frame("sections")
        table = table[table["section"] == section][["document", "start", "text"]].assign(statement=None)
    table = table[table["document"].isin(rows)]
    table = table.assign(row=table["document"].map(rows).astype(int), text=table["text"].fillna(""))
    return table.sort_values(["row", "start"], kind="stable").reset_index(drop=True)


def word_counts(tables: Tables, *, role: str | None = "problem", section: str = "problems") -> WordCounts:
    """Content words (two ideographs or more, no stop words) of the statements of a role, or of a section.

    Places that agencies are named after and amounts (三个, 两次) are left out: they tell who writes, not of what.
    """
    import numpy as np
    from scipy.sparse import coo_array

    reports = used_reports(tables)[0]
    table = texts_of(tables, role=role, section=section)
    numbers: dict[str, int] = {}
    at: list[int] = []
    of: list[int] = []
    for row, text in zip(table["row"].tolist(), table["text"].tolist(), strict=True):
        found = [numbers.setdefault(word, len(numbers)) for word in content_words(text)]
        of += found
        at += [row] * len(found)
    counts = coo_array(
        (np.ones(len(at), dtype=np.int64), (at, of)), shape=(len(reports), len(numbers))
    ).tocsr()
    counts.sum_duplicates()
    places = place_words(tables.frame("documents"))
    words = list(numbers)
    kept = [j for j, word in enumerate(words) if word not in places and not _AMOUNT.fullmatch(word)]
    return WordCounts(reports, tuple(words[j] for j in kept), counts[:, kept])
