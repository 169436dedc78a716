"""The part on what comes back: themes named again, and wording carried over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import rows_of
from textmine.reporting._blocks import chart, head, heading, note, part, say
from textmine.reporting._model import Block, Part, Sentence, Table, Value
from textmine.reporting._parts import is_few
from textmine.reporting._printable import clean
from textmine.reporting._quotes import shown_name, shown_year
from textmine.reporting._tables import columns

if TYPE_CHECKING:
    import pandas as pd

    from textmine.reporting._material import Material

SHOWN_ROWS = 200  # the Excel file has all
LONG_RUN = 3
NAMED_THEMES = 6
_ALL_OWN = 0.995  # such sections are not drawn


def recurring(material: Material, full: Mapping[str, Table]) -> Part:
    """Themes that agencies name again in the next year, and sections that repeat others; ``full`` are the whole tables by name."""
    return part(
        material,
        "recurrence",
        heading(material, "again"),
        *_again(material, full["persistence"], full["runs"]),
        heading(material, "copies"),
        *_copies(material, full["copies"]),
    )


def pairs_of(material: Material) -> int:
    """Pairs of reports of one agency in consecutive years."""
    frame = material.results["recurrence"].frame
    return int(frame["pairs"].max()) if len(frame) else 0


def _again(material: Material, persistence: Table, runs: Table) -> list[Block]:
    pairs = pairs_of(material)
    if not pairs:
        return [say(material, "recurrence.none")]
    sentences = recurrence_sentences(material)
    result = material.results["recurrence"]
    if not runs.rows:
        return list(sentences)
    blocks: list[Block] = [*sentences]
    if result.params["agencies"] >= result.params["min_agencies"]:
        blocks.append(chart(material, "recurrence"))
    blocks += [persistence, head(material, runs, "recurrence.shown", SHOWN_ROWS)]
    return [*blocks, note(material, "recurrence.caution")]


def recurrence_sentences(material: Material) -> list[Sentence]:
    """How many pairs there are, what runs, what comes back more often than chance gives, and in whose words."""
    result, pairs = material.results["recurrence"], pairs_of(material)
    frame, params = result.frame, result.params
    sentences = [say(material, "recurrence.pairs", "recurrence", pairs=pairs)]
    runs = params["runs"]
    if not runs:
        return [*sentences, say(material, "recurrence.nothing", "recurrence")]
    histories = material.results["histories"].frame
    running = histories[histories["longest"] >= 2]
    long = running[running["longest"] >= LONG_RUN]
    sentences.append(
        say(
            material, "recurrence.runs", "histories", agencies=running["agency_key"].nunique(), runs=len(running),
            longest=int(running["longest"].max()), long=len(long), long_agencies=long["agency_key"].nunique(),
            of=params["agencies"],
        )
    )  # fmt: skip
    again, copied = int(frame["again"].sum()), int(frame["copied"].sum())
    named = int(frame["named"].sum())
    sentences.append(say(material, "recurrence.again", "recurrence", named=named, again=again, copied=copied))
    if params["agencies"] < params["min_agencies"]:
        return [
            *sentences,
            say(material, "recurrence.few", "recurrence", min_agencies=params["min_agencies"]),
        ]
    more = frame[frame["more"]].sort_values("again", ascending=False, kind="stable")["theme"]
    names = [material.theme(theme) for theme in more]
    return [
        *sentences,
        say(material, "recurrence.chance", "recurrence[more]", names=names[:NAMED_THEMES], n=len(names)),
    ]


def persistence_table(material: Material) -> Table:
    """Themes with how often they come back, of reports enough as shares and, of agencies enough, with what chance gives."""
    wording = material.wording
    frame = material.results["recurrence"].frame
    params = material.results["recurrence"].params
    compared = params["agencies"] >= params["min_agencies"]
    shares = not is_few(material)
    known = frame[frame["named"] > 0].sort_values(["again", "named"], ascending=False, kind="stable")
    rows = tuple(
        (
            material.theme(row.theme), int(row.named), int(row.again),
            *((float(row.persistence), float(row.low), float(row.high)) if shares else ()),
            *((None if row.expected != row.expected else float(row.expected),) if compared else ()), int(row.copied), int(row.agencies), int(row.longest) or None,
        )
        for row in rows_of(known)
    )  # fmt: skip
    heads = columns(
        wording, "theme", "named_before:count", "again:count", *(("persistence:share", "low:share", "high:share") if shares else ()),
        *(("by_chance:share",) if compared else ()), "copied:count", "run_agencies:count", "longest:count",
    )  # fmt: skip
    return Table("persistence", wording.say("recurrence.themes_table"), heads, rows)


def runs_table(material: Material) -> Table:
    """Agencies that name a theme in consecutive years, longest run first."""
    wording = material.wording
    frame = material.results["histories"].frame
    running = frame[frame["longest"] >= 2]
    rows = tuple(
        (
            clean(shown_name(row.agency, wording)),
            material.theme(row.theme),
            str(row.first),
            str(row.last),
            int(row.longest),
            wording.say(f"recurrence.nature.{row.nature}"),
        )
        for row in rows_of(running)
    )
    heads = columns(wording, "agency", "theme", "first", "last", "run:count", "nature")
    return Table("runs", wording.say("recurrence.table"), heads, rows)


def _copies(material: Material, copies: Table) -> list[Block]:
    frame = material.results["reuse"].frame
    if len(frame) < 2:
        return [say(material, "reuse.none")]
    blocks: list[Block] = [*reuse_sentences(material)]
    if copies.rows:
        blocks += [
            *([chart(material, "reuse")] if has_shared(frame) else []),
            head(material, copies, "reuse.shown", SHOWN_ROWS),
        ]
    foreign = foreign_table(material)
    if foreign.rows:
        blocks += [say(material, "reuse.foreign", "foreign_names", n=len(foreign.rows)), foreign]
    return [*blocks, note(material, "reuse.caution")] if copies.rows or foreign.rows else blocks


def has_shared(frame: pd.DataFrame) -> bool:
    """Whether any section shares wording, so that there is something to draw."""
    return bool(
        (
            frame["last_year_copy"].astype(bool)
            | frame["other_copy"].astype(bool)
            | (frame["own"] < _ALL_OWN)
        ).any()
    )


def reuse_sentences(material: Material) -> list[Sentence]:
    """How many sections repeat last year's or another agency's, and in how many families."""
    result = material.results["reuse"]
    frame = result.frame
    last, other = int(frame["last_year_copy"].sum()), int(frame["other_copy"].sum())
    comparable = int(frame["last_year_document"].notna().sum())
    sentences = [
        say(material, "reuse.found", "reuse", n=len(frame), comparable=comparable, last=last, other=other)
    ]
    mine = set(frame["document"])
    keys = dict(zip(frame["document"], frame["agency_key"], strict=True))
    families = [mine & set(family["documents"]) for family in result.params["families"]]
    sizes = [(len({keys[document] for document in family}), len(family)) for family in families]
    shared = [size for size in sizes if size[0] > 1]
    if shared:
        agencies, reports = max(shared)
        sentences.append(
            say(
                material, "reuse.families", "reuse[family]", n=len(shared), reports=reports, agencies=agencies
            )
        )
    return sentences


def copies_table(material: Material) -> Table:
    """Sections of all agencies that are near-copies, with what they repeat."""
    return copies_table_of(material, material.results["reuse"].frame)


def copies_table_of(material: Material, frame: pd.DataFrame, *, agency: bool = True) -> Table:
    """Sections that are near-copies, with what they repeat; without the name of the ``agency`` where there is but one."""
    wording = material.wording
    copies = frame[frame["last_year_copy"].astype(bool) | frame["other_copy"].astype(bool)]
    order = copies.sort_values(["agency", "year"], kind="stable")
    first = 0 if agency else 1
    rows = tuple(_copy_row(material, row)[first:] for row in rows_of(order))
    heads = columns(wording, "agency", "year", "copy_of", "contained:share", "own:share")[first:]
    return Table("copies", wording.say("reuse.table"), heads, rows)


def _copy_row(material: Material, row: Any) -> tuple[Value, ...]:
    wording = material.wording
    source = []
    contained = 0.0
    if row.last_year_copy:
        source.append(wording.say("reuse.own_last_year"))
        contained = max(contained, float(row.last_year_contained))
    if row.other_copy:
        agency = clean(shown_name(row.other_agency, wording))
        source.append(wording.say("reuse.other", agency=agency, year=shown_year(row.other_year, wording)))
        contained = max(contained, float(row.other_contained))
    agency = clean(shown_name(row.agency, wording))
    return agency, shown_year(row.year, wording), wording.listed(source), contained, float(row.own)


def foreign_table(material: Material, frame: pd.DataFrame | None = None) -> Table:
    """Names of other places left in sentences that stand in another agency's report."""
    wording = material.wording
    found = material.results["foreign"].frame if frame is None else frame
    rows = tuple(
        (
            clean(shown_name(row.agency, wording)), shown_year(row.year, wording), clean(row.word), clean(row.sentence).lstrip("# "),
            wording.say("reuse.other", agency=clean(shown_name(row.source_agency, wording)), year=shown_year(row.source_year, wording)),
        )
        for row in rows_of(found[found["certain"].astype(bool)])
    )  # fmt: skip
    heads = columns(wording, "agency", "year", "word", "text", "copy_of")
    return Table("foreign", wording.say("reuse.foreign_table"), heads, rows)
