"""Steps from one report of an agency to the next: consecutive pairs, and whether a theme comes back in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.analysis._incidence import Incidence, incidence, text_documents
from textmine.analysis._masking import Masker, known_names
from textmine.analysis._terms import each

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from textmine.tables import Tables

# Of two statements that are alike by this much (share of characters in common order, years and names masked) the
# later one is taken as the earlier one carried over; composed paraphrases of one shortfall stay below 0.6.
SAME_WORDING = 0.8


def consecutive(found: Incidence) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows of the earlier and the later report of every pair of one agency's reports on consecutive years."""
    import numpy as np

    years = found.reports["year"].fillna(0).to_numpy(dtype=int)
    clusters = found.clusters
    order = np.lexsort((years, clusters))
    order = order[years[order] > 0]
    before, after = order[:-1], order[1:]
    kept = (clusters[before] == clusters[after]) & (years[after] == years[before] + 1)
    return before[kept], after[kept]


def statements_by_theme(tables: Tables, role: str) -> pd.DataFrame:
    """Statements that count in ``role``, once for each of their themes: row of the report, theme, statement, text."""
    rows = text_documents(tables)
    tags = tables.part("tags", ["document", "statement", "theme", "review"], where=("role", [role]))
    tags = tags[~tags["review"].fillna(False).astype(bool)]
    tags = tags[tags["document"].isin(rows)][["document", "statement", "theme"]]
    texts = tables.part("statements", ["document", "statement", "position", "text"])
    found = tags.merge(texts, on=["document", "statement"])
    return found.assign(row=found["document"].map(rows).astype(int)).sort_values(["row", "position"])


def likeness(tables: Tables, *, role: str) -> NDArray[np.float64]:
    """Pairs × themes: how alike the likest statements on the theme in both reports are (0 to 1; NaN if one has none).

    Pairs and themes are those of ``consecutive`` for the ``incidence`` of the role; worked out once for these tables.
    """
    return tables.remember(("likeness", role), lambda: _likeness(tables, role))


def _likeness(tables: Tables, role: str) -> NDArray[np.float64]:
    import numpy as np
    import pandas as pd
    from rapidfuzz import fuzz, process

    found = incidence(tables, role=role)
    themes = found.themes
    before, after = consecutive(found)
    result = np.full((len(before), len(themes)), np.nan)
    statements = statements_by_theme(tables, role)
    masker = Masker(known_names(tables.frame("documents")))
    statements = statements.assign(masked=each(masker.mask, statements["text"].tolist()))
    pairs = pd.DataFrame({"pair": np.arange(len(before)), "before": before, "after": after})
    earlier = pairs.merge(statements[["row", "theme", "masked"]], left_on="before", right_on="row")
    both = earlier.merge(
        statements[["row", "theme", "masked"]], left_on=["after", "theme"], right_on=["row", "theme"]
    )
    if not len(both):
        return result
    alike = process.cpdist(both["masked_x"].tolist(), both["masked_y"].tolist(), scorer=fuzz.ratio) / 100
    best = both.assign(alike=alike).groupby(["pair", "theme"])["alike"].max().reset_index()
    columns = {theme: column for column, theme in enumerate(themes)}
    result[best["pair"].to_numpy(), best["theme"].map(columns).to_numpy(dtype=int)] = best["alike"].to_numpy()
    return result
