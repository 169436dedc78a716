"""Reuse: how much of a section is the common template, last year's, another agency's, and the agency's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.analysis._boilerplate import boilerplate
from textmine.analysis._fingerprints import (
    GRAM,
    WINDOW,
    Grams,
    grams,
    lookalikes,
    pairs_sharing,
    shared_by_many,
    spread,
    winnow,
)
from textmine.analysis._incidence import counts, text_documents, used_reports
from textmine.analysis._masking import Masker, known_names
from textmine.analysis._passages import Places, index_of, passages
from textmine.analysis._result import Result
from textmine.errors import UsageError
from textmine.schema import SECTION_IDS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from textmine.tables import Tables

    Flags = NDArray[np.bool_]
    Numbers = NDArray[np.int64]

# A passage in the reports of this many agencies, or of half the agencies of a prefecture (at least four), is template.
TEMPLATE_AGENCIES = 5
TEMPLATE_SHARE = 0.02
TEMPLATE_MOST = 50
REGION_AGENCIES = 4
REGION_SHARE = 0.5
# A section is a near-copy if four fifths of what is no template, and at least 40 characters of it (a long sentence),
# stand in the source word for word. Where everybody writes in stock sentences little is left outside the template; then
# four fifths of the whole and a run of 80 characters (several sentences in the same order) tell a copy.
NEAR_COPY = 0.8
NEAR_COPY_CHARACTERS = 40
NEAR_COPY_RUN = 80
WHOLE = 0.95  # one run that is all of a section, but for a sign at its end
SOURCES = (
    3  # other agencies' sections that are compared with each section: those that share most fingerprints
)


@dataclass
class _Corpus:
    """Masked sections of all reports that have one, in the order of the reports."""

    rows: list[int]
    texts: list[str]
    agency: Numbers
    year: Numbers
    found: Grams
    template: Flags  # of every character of all texts end to end

    def template_of(self, number: int) -> Flags:
        """Template characters of one text."""
        first = int(self.found.starts[number])
        return self.template[first : first + len(self.texts[number])]


@dataclass
class _Match:
    """What of one section stands in another: all characters, those outside the template, and the longest run."""

    source: int
    covered: Flags
    share: float
    outside: int
    outside_share: float
    longest: int

    @property
    def near_copy(self) -> bool:
        """Whether the section is a near-copy of the source."""
        apart = self.outside >= NEAR_COPY_CHARACTERS and self.outside_share >= NEAR_COPY
        in_order = self.share >= NEAR_COPY and self.longest >= NEAR_COPY_RUN
        whole = self.longest >= max(NEAR_COPY_CHARACTERS, WHOLE * len(self.covered))
        return apart or in_order or whole


def reuse(tables: Tables, *, section: str = "problems", group: str = "city") -> Result:
    """How much of each report's section is whose wording.

    Texts are compared character by character with blanks out and years, names of places and agencies masked; a passage
    counts from ten characters on. Every character belongs to one part, the first that fits:

    1. ``template``: standing phrases, and passages that five agencies (2 % of them in large corpora, at most 50) or half
       the agencies (at least four) of one ``group`` use;
    2. ``last_year``: the agency's own report before;
    3. ``elsewhere``: the likest report of another agency, of the same or an earlier year;
    4. ``own``: the rest.

    Returns
    -------
    Frame with one row a report that has the section: document, agency_key, agency, region, year, characters (masked), the
    four parts as shares; last_year_document, last_year_contained (share of the section, template included, that stands in
    it), last_year_longest (longest passage, characters), last_year_copy (near-copy: at least 80 % of what is not template,
    and at least 40 characters; or 80 % of the whole with a run of 80 characters, or
    all of it in one run); other_document, other_agency, other_year, other_contained, other_longest, other_copy
    likewise for another agency; family (number of the family of near-copies, 0 for none) and family_agencies.
    ``params["families"]`` lists the families, largest first: family, reports, agencies, years, documents.

    Raises
    ------
    UsageError: unknown section or group.
    """
    import pandas as pd

    if section not in SECTION_IDS or group not in ("province", "city", "county"):
        raise UsageError(f"Unknown section {section!r} or group {group!r}.")
    reports, documents, corpus = _read(tables, section, group)
    last = _last_year(corpus)
    other = _elsewhere(corpus)
    families = _families(corpus, [*last.items(), *other.items()])
    frame = pd.DataFrame(
        [_row(number, corpus, last.get(number), other.get(number)) for number in range(len(corpus.texts))],
        columns=["row", *_COLUMNS],
    )
    frame.insert(0, "document", [documents[row] for row in corpus.rows])
    for name in ("agency_key", "agency", "region", "year"):
        frame[name] = reports[name].to_numpy()[corpus.rows] if corpus.rows else []
    for side in ("last_year", "other"):
        frame[f"{side}_document"] = _at_source(frame["document"], frame[f"{side}_source"])
    frame["other_agency"] = _at_source(frame["agency"], frame["other_source"])
    frame["other_year"] = pd.array(_at_source(frame["year"], frame["other_source"]), "Int64")
    frame["family"] = families
    agencies = frame[frame["family"] > 0].groupby("family")["agency_key"].nunique()
    frame["family_agencies"] = frame["family"].map(agencies).fillna(0).astype(int)
    params = {
        "section": section,
        "gram": GRAM,
        "guaranteed": GRAM + WINDOW - 1,
        "near_copy": NEAR_COPY,
        "near_copy_characters": NEAR_COPY_CHARACTERS,
        "near_copy_run": NEAR_COPY_RUN,
        "template_agencies": _everywhere(corpus.agency),
        "families": _listed(frame),
        **counts_of(tables),
    }
    return Result(frame[list(_ORDER)], params, "reuse")


def _at_source(values: pd.Series[Any], sources: pd.Series[Any]) -> list[Any]:
    """The value of each row's source, None where it has none."""
    known = values.tolist()
    return [None if source < 0 else known[source] for source in sources.tolist()]


_COLUMNS = (
    "characters", "template", "last_year", "elsewhere", "own",
    "last_year_source", "last_year_contained", "last_year_longest", "last_year_copy",
    "other_source", "other_contained", "other_longest", "other_copy",
)  # fmt: skip
_ORDER = (
    "document", "agency_key", "agency", "region", "year", "characters", "template", "last_year", "elsewhere", "own",
    "last_year_document", "last_year_contained", "last_year_longest", "last_year_copy",
    "other_document", "other_agency", "other_year", "other_contained", "other_longest", "other_copy",
    "family", "family_agencies",
)  # fmt: skip


def counts_of(tables: Tables) -> dict[str, Any]:
    """Reports, agencies and years of the corpus, as all analyses give them."""
    import numpy as np

    from textmine.analysis._incidence import Incidence

    reports = used_reports(tables)[0]
    return counts(Incidence(reports, (), np.zeros((len(reports), 0), dtype=bool)))


def _everywhere(agency: Numbers) -> int:
    import numpy as np

    return int(np.clip(np.ceil(TEMPLATE_SHARE * len(set(agency.tolist()))), TEMPLATE_AGENCIES, TEMPLATE_MOST))


def _read(tables: Tables, section: str, group: str) -> tuple[pd.DataFrame, dict[int, str], _Corpus]:
    """Reports, the document of each, and the masked sections with their template."""
    import numpy as np
    import pandas as pd

    reports, rows = used_reports(tables)
    if section == "problems":
        rows = text_documents(tables)
    sections = tables.part("sections", ["document", "text"], where=("section", [section]))
    sections = sections[sections["document"].isin(rows)]
    sections = (
        sections.assign(row=sections["document"].map(rows).astype(int))
        .drop_duplicates("row")
        .sort_values("row")
    )
    masker = Masker(known_names(tables.frame("documents")))
    texts = [masker.mask(text or "") for text in sections["text"]]
    mine = [int(row) for row in sections["row"]]
    agency = pd.factorize(reports["agency_key"])[0].astype(np.int64)[mine]
    codes, names = pd.factorize(reports[group])
    region = codes.astype(np.int64)[mine]
    found = grams(texts)
    members = pd.Series(agency).groupby(region).nunique()
    needed = [
        max(REGION_AGENCIES, int(np.ceil(REGION_SHARE * members.get(code, 0)))) for code in range(len(names))
    ]
    home = _home(agency, region)
    begins = shared_by_many(found, agency, home, everywhere=_everywhere(agency), in_group=needed)
    template = spread(begins, found.whole)
    for number, text in enumerate(texts):
        first = int(found.starts[number])
        for start, end in boilerplate(text):
            template[first + start : first + end] = True
    year = reports["year"].fillna(0).to_numpy(dtype=np.int64)[mine]
    documents = dict(zip(mine, sections["document"], strict=True))
    return reports, documents, _Corpus(mine, texts, agency, year, found, template)


def _home(agency: Numbers, region: Numbers) -> Numbers:
    """The region of each text, one for all texts of an agency (its first)."""
    import numpy as np

    first: dict[int, int] = {}
    for one, place in zip(agency.tolist(), region.tolist(), strict=True):
        if place >= 0:
            first.setdefault(one, place)
    return np.array([first.get(one, -1) for one in agency.tolist()], dtype=np.int64)


def _match(corpus: _Corpus, number: int, source: int, places: Places | None = None) -> _Match:
    import numpy as np

    text = corpus.texts[number]
    found = passages(text, corpus.texts[source], places)
    covered = np.zeros(len(text), dtype=bool)
    for start, end in found.ranges:
        covered[start:end] = True
    free = ~corpus.template_of(number)
    outside = int((covered & free).sum())
    share = float(covered.mean()) if len(text) else 0.0
    return _Match(source, covered, share, outside, outside / max(1, int(free.sum())), found.longest)


def _last_year(corpus: _Corpus) -> dict[int, _Match]:
    """Each section against that of the agency's report before (the latest earlier year)."""
    import numpy as np

    order = np.lexsort((corpus.year, corpus.agency))
    matches = {}
    for before, after in zip(order[:-1].tolist(), order[1:].tolist(), strict=True):
        if corpus.agency[before] == corpus.agency[after] and 0 < corpus.year[before] < corpus.year[after]:
            matches[after] = _match(corpus, after, before)
    return matches


def _elsewhere(corpus: _Corpus) -> dict[int, _Match]:
    """Each section against its likest one of another agency, of the same or an earlier year."""
    import numpy as np

    kept = winnow(corpus.found)
    earlier, later, shared, _ = pairs_sharing(corpus.found, kept & ~_inside(corpus), corpus.agency)
    left, right = lookalikes(corpus.found, kept)
    # Members of large families share only what is template; they are compared first.
    weight = np.concatenate((shared, np.full(len(left), np.iinfo(np.int32).max)))
    a, b = np.concatenate((earlier, left)), np.concatenate((later, right))
    target, source, weight = np.concatenate((a, b)), np.concatenate((b, a)), np.concatenate((weight, weight))
    fits = (corpus.agency[target] != corpus.agency[source]) & (corpus.year[source] <= corpus.year[target])
    target, source, weight = target[fits], source[fits], weight[fits]
    order = np.lexsort((source, -weight, target))
    target, source = target[order], source[order]
    rank = np.arange(len(target)) - np.searchsorted(target, target)
    chosen = rank < SOURCES
    by_source = np.argsort(source[chosen], kind="stable")
    return _best(corpus, target[chosen][by_source], source[chosen][by_source])


def _inside(corpus: _Corpus) -> Flags:
    """Where a gram lies in the template altogether."""
    import numpy as np

    total = np.concatenate(([0], np.cumsum(corpus.template, dtype=np.int64)))
    ends = np.minimum(np.arange(len(corpus.template)) + GRAM, len(corpus.template))
    return np.asarray(total[ends] - total[:-1] >= GRAM)


def _best(corpus: _Corpus, targets: Numbers, sources: Numbers) -> dict[int, _Match]:
    """The likest source of each target; pairs come sorted by source, whose places are listed once."""
    best: dict[int, _Match] = {}
    current = -1
    places: Places = {}
    for target, source in zip(targets.tolist(), sources.tolist(), strict=True):
        if source != current:
            current, places = source, index_of(corpus.texts[source])
        match = _match(corpus, target, source, places)
        known = best.get(target)
        if match.longest and (known is None or _rank(match) > _rank(known)):
            best[target] = match
    return best


def _rank(match: _Match) -> tuple[int, float, int]:
    return match.outside, match.share, -match.source


def _row(number: int, corpus: _Corpus, last: _Match | None, other: _Match | None) -> dict[str, Any]:
    import numpy as np

    size = len(corpus.texts[number])
    template = corpus.template_of(number)
    nothing = np.zeros(size, dtype=bool)
    old = (last.covered if last else nothing) & ~template
    foreign = (other.covered if other else nothing) & ~template & ~old
    parts = {"template": template, "last_year": old, "elsewhere": foreign}
    shares = {name: float(part.sum()) / size if size else 0.0 for name, part in parts.items()}
    row: dict[str, Any] = {"row": corpus.rows[number], "characters": size, **shares}
    row["own"] = max(0.0, 1.0 - sum(shares.values())) if size else 0.0
    for side, match in (("last_year", last), ("other", other)):
        row[f"{side}_source"] = match.source if match else -1
        row[f"{side}_contained"] = match.share if match else float("nan")
        row[f"{side}_longest"] = match.longest if match else 0
        row[f"{side}_copy"] = bool(match and match.near_copy)
    return row


def _families(corpus: _Corpus, links: Sequence[tuple[int, _Match]]) -> list[int]:
    """Number of the family of each text, 1 for the largest; 0 for texts that are no near-copy of any and have none."""
    parent = list(range(len(corpus.texts)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    same: dict[str, int] = {}
    for number, text in enumerate(corpus.texts):
        if len(text) >= NEAR_COPY_CHARACTERS:
            parent[root(number)] = root(same.setdefault(text, number))
    for number, match in links:
        if match.near_copy:
            parent[root(number)] = root(match.source)
    members: dict[int, list[int]] = {}
    for number in range(len(parent)):
        members.setdefault(root(number), []).append(number)
    ranked = sorted(
        (group for group in members.values() if len(group) > 1), key=lambda group: (-len(group), group[0])
    )
    family = [0] * len(parent)
    for place, group in enumerate(ranked, start=1):
        for number in group:
            family[number] = place
    return family


def _listed(frame: pd.DataFrame) -> list[dict[str, Any]]:
    inside = frame[frame["family"] > 0]
    families: list[dict[str, Any]] = []
    for _, part in inside.groupby("family"):
        families.append(
            {
                "family": len(families) + 1,  # numbered from 1 without gaps
                "reports": len(part),
                "agencies": int(part["agency_key"].nunique()),
                "years": sorted({int(year) for year in part["year"].dropna()}),
                "documents": part["document"].tolist(),
            }
        )
    return families
