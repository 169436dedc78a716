"""The report on one agency: its problems this year and over the years, copies, promises, checks, and its peers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textmine.analysis import Result
from textmine.analysis.frames import rows_of, used_reports
from textmine.reporting._blocks import chart, head, note, part, say
from textmine.reporting._measures import promises_table
from textmine.reporting._model import Block, Part, Table
from textmine.reporting._parts import files_sentence, quoted, version_sentence
from textmine.reporting._peers import Measure, Peers, compared, find_peers, peer_shares
from textmine.reporting._printable import clean
from textmine.reporting._problems import problem_statements, shown_text
from textmine.reporting._quotes import shown_year
from textmine.reporting._recurring import copies_table_of, foreign_table, has_shared
from textmine.reporting._scope import narrowed_result
from textmine.reporting._tables import columns
from textmine.reporting._themes import quotable_measures
from textmine.reporting._wording import is_missing

if TYPE_CHECKING:
    from textmine.reporting._material import Material

SHOWN_PROMISES = 60
SHOWN_STATEMENTS = 200
ADVICE_THEMES = 6


def agency_parts(material: Material, checks: Table) -> tuple[Part, ...]:
    """The parts of the report on the agency of the scope; the short form stops before what needs room."""
    short = material.options.form == "short"
    peers = find_peers(material)
    latest = _latest_year(material)
    rows = _problem_rows(material)
    problems = [row for row in rows if row["year"] == latest]
    parts = [
        _basis(material),
        _current(material, problems, latest),
        _history(material),
        _copies(material, chart_wanted=not short),
        _promises(material, shown=8 if short else SHOWN_PROMISES),
        _checks(material, checks),
        _peers(material, peers),
        _advice(material, problems, most=3 if short else ADVICE_THEMES),
    ]
    if not short:
        parts.append(_statements(material, rows))
    return (*parts, _method(material))


def _mine(material: Material, name: str) -> Result:
    """The agency's rows of a result over all reports."""
    result = material.results[name]
    own = result.frame["agency_key"] == material.scope.key
    documents = material.documents[material.documents["status"] == "used"]
    years = sorted({int(year) for year in documents["year"].dropna()})
    counts = {"agencies": 1, "reports": _report_count(material), "years": years, "without_section": 0}
    return narrowed_result(result, own, counts)


def _report_count(material: Material) -> int:
    profile = material.results["agencies"].frame
    return int(profile.loc[profile["agency_key"] == material.scope.key, "n"].iloc[0])


def _years(material: Material) -> list[int]:
    used = material.documents[material.documents["status"] == "used"]
    return sorted({int(year) for year in used["year"].dropna()})


def _latest_year(material: Material) -> str:
    years = _years(material)
    return str(years[-1]) if years else shown_year(None, material.wording)


def _basis(material: Material) -> Part:
    wording, years = material.wording, _years(material)
    used = material.documents[material.documents["status"] == "used"].sort_values("year", kind="stable")
    last = used.iloc[-1]
    gaps = [year for year in range(years[0], years[-1]) if year not in years] if years else []
    sentences = [
        say(
            material, "agency.object", "documents", agency=material.scope.name, reports=_report_count(material),
            years=wording.years(years), gaps=[str(year) for year in gaps],
        ),
        say(
            material, "agency.who", "documents", level=wording.name("level", last["level"]), kind=wording.name("kind", last["kind"]),
            region="" if is_missing(last["region"]) else clean(last["region"]),
        ),
    ]  # fmt: skip
    missing = int((~used_reports(material.tables)[0]["has_section"].astype(bool)).sum())
    if missing:
        sentences.append(say(material, "agency.without_section", "documents[problem_characters]", n=missing))
    if len(used) > _report_count(material):
        sentences.append(files_sentence(material))
    return part(material, "basis", *sentences)


def _problem_rows(material: Material) -> list[dict[str, Any]]:
    """Problem statements of all years, the latest first, with themes, words of evidence and the measure that answers each."""
    return [
        {
            "year": shown_year(problem.document["year"], material.wording),
            "text": problem.text,
            "themes": [theme for theme, _ in problem.themes],
            "evidence": list(problem.evidence),
            "measure": None if problem.answer is None else shown_text(problem.answer),
            "score": problem.score,
        }
        for problem in problem_statements(material)[0]
    ]


def _current(material: Material, problems: list[dict[str, Any]], year: str) -> Part:
    wording = material.wording
    themes = list(dict.fromkeys(theme for row in problems for theme in row["themes"]))
    names = [material.theme(theme) for theme in themes]
    if not problems:
        return part(material, "current", say(material, "agency.current_none", "statements", year=year))
    answered = sum(row["measure"] is not None for row in problems)
    lead = say(
        material,
        "agency.current",
        "statements[role=problem]",
        year=year,
        n=len(problems),
        themes=names,
        answered=answered,
    )
    heads = columns(wording, "text", "themes", "evidence", "answer", "elements:count")
    rows = tuple(
        (
            row["text"],
            wording.listed([material.theme(theme) for theme in row["themes"]]) or None,
            wording.listed(row["evidence"]) or None,
            row["measure"],
            row["score"],
        )
        for row in problems
    )
    table = Table(
        "current",
        wording.say("agency.current_table", year=year),
        heads,
        rows,
        wording.say("agency.current_note"),
    )
    return part(material, "current", lead, table)


def _history(material: Material) -> Part:
    """Themes × years, with runs and whether they are in the same words."""
    wording, years = material.wording, _years(material)
    frame = _mine(material, "histories").frame
    if len(years) < 2:
        return part(material, "history", say(material, "agency.history_one", "histories"))
    if not len(frame):
        return part(material, "history", say(material, "agency.history_none", "histories", n=len(years)))
    blocks: list[Block] = []
    running = frame[frame["longest"] >= 2]
    for row in rows_of(running):
        blocks.append(
            say(
                material, "agency.run", f"histories[theme={row.theme}]", theme=material.theme(row.theme), years=int(row.longest),
                first=int(row.first), last=int(row.last), current=bool(row.current), copied=row.copied.split(),
            )
        )  # fmt: skip
    if not len(running):
        blocks.append(say(material, "agency.no_runs", "histories"))
    rectified = _rectified(material)
    heads = (
        *columns(wording, "theme"),
        *(columns_of_years(years)),
        *columns(wording, "k_years:count", "run:count"),
    )
    rows = tuple(
        (
            material.theme(row.theme),
            *(_mark(material, row, year, rectified) for year in years),
            int(row.k),
            int(row.longest) if row.longest > 1 else None,
        )
        for row in rows_of(frame)
    )
    table = Table(
        "history", wording.say("agency.history_table"), heads, rows, wording.say("agency.history_note")
    )
    return part(material, "history", *blocks, table)


def columns_of_years(years: list[int]) -> tuple[Any, ...]:
    """A narrow column a year."""
    from textmine.reporting._model import Column

    return tuple(Column(str(year)) for year in years)


def _rectified(material: Material) -> set[tuple[str, int]]:
    """Themes with the years in which the agency says that an earlier problem on them is rectified."""
    tags = material.tables.frame("tags")
    tags = tags[(tags["role"] == "rectified") & ~tags["review"].fillna(False).astype(bool)]
    years = material.documents.set_index("document")["year"].dropna().astype(int).to_dict()
    return {
        (theme, years[document])
        for theme, document in zip(tags["theme"], tags["document"], strict=True)
        if document in years
    }


def _mark(material: Material, row: Any, year: int, rectified: set[tuple[str, int]]) -> str | None:
    named, copied = row.named.split(), row.copied.split()
    marks = material.wording.raw("agency.marks")
    if str(year) in copied:
        return str(marks["copied"])
    if str(year) in named:
        return str(marks["named"])
    return str(marks["rectified"]) if (row.theme, year) in rectified else None


def _copies(material: Material, *, chart_wanted: bool) -> Part:
    result = _mine(material, "reuse")
    frame = result.frame
    if not len(frame) or len(material.results["reuse"].frame) < 2:
        return part(material, "copies", say(material, "agency.copies_none", "reuse"))
    latest = frame.sort_values("year", kind="stable").iloc[-1]
    parts = {name: float(latest[name]) for name in ("template", "last_year", "elsewhere", "own")}
    lead = say(
        material, "agency.copies", "reuse", year=shown_year(latest["year"], material.wording), **parts,
        compared=isinstance(latest["last_year_document"], str),
    )  # fmt: skip
    table = copies_table_of(material, frame, agency=False)
    blocks: list[Block] = [lead]
    if table.rows:
        blocks += [table]
    else:
        blocks.append(say(material, "agency.no_copies", "reuse"))
    if chart_wanted and len(frame) > 1 and has_shared(frame):
        blocks.append(chart(material, "reuse", result))
    foreign = foreign_table(material, _mine(material, "foreign").frame)
    if foreign.rows:
        blocks += [say(material, "reuse.foreign", "foreign_names", n=len(foreign.rows)), foreign]
    return part(material, "copies", *blocks, note(material, "reuse.caution"))


def _promises(material: Material, *, shown: int) -> Part:
    frame = _mine(material, "promises").frame.sort_values("year", ascending=False, kind="stable")
    if not len(frame):
        return part(material, "promises", say(material, "promises.none", "promises"))
    outcomes = [
        (material.wording.say(f"promises.outcome.{name}"), int((frame["outcome"] == name).sum()))
        for name in material.results["promises"].params["outcomes"]
    ]
    lead = say(
        material,
        "promises.sentence",
        "promises",
        n=len(frame),
        outcomes=[pair for pair in outcomes if pair[1]],
    )
    table = promises_table(material, frame, "promises", title="promises.table")
    table = Table(table.id, table.title, table.columns[1:], tuple(row[1:] for row in table.rows))
    return part(
        material,
        "promises",
        lead,
        head(material, table, "promises.shown", shown),
        note(material, "promises.caution"),
    )


def _checks(material: Material, checks: Table) -> Part:
    from textmine.reporting._findings import check_sentences

    blocks: list[Block] = [*check_sentences(material)]
    if checks.rows:
        table = Table(checks.id, checks.title, checks.columns[1:], tuple(row[1:] for row in checks.rows))
        blocks += [table, note(material, "checks.caution")]
    return part(material, "checks", *blocks)


def _peers(material: Material, peers: Peers | None) -> Part:
    wording = material.wording
    if peers is None:
        return part(material, "peers", say(material, "agency.no_peers", "documents"))
    lead = say(
        material, "agency.peers", "documents", n=len(peers.rows), circle=peers.circle, place=peers.place, year=peers.year,
        level=wording.name("level", peers.level), kind=wording.name("kind", peers.kind),
    )  # fmt: skip
    rows = tuple(_peer_row(material, measure) for measure in compared(material, peers))
    heads = columns(
        wording, "measure_name", "own_value", "peer_median", "peer_middle", "peer_count:count", "place_beside"
    )
    table = Table("peers", wording.say("agency.peers_table"), heads, rows, wording.say("agency.peers_note"))
    blocks: list[Block] = [lead, table]
    own = _mine(material, "histories").frame
    mine = [row.theme for row in rows_of(own) if str(peers.year) in row.named.split()]
    shares = peer_shares(material, peers)
    if mine:
        listed = [(material.theme(theme), *shares[theme]) for theme in mine]
        blocks.append(say(material, "agency.peer_themes", "prevalence", themes=listed))
    return part(material, "peers", *blocks)


def _peer_row(material: Material, measure: Measure) -> tuple[str, str | None, str, str, int, str]:
    wording = material.wording
    unit = str(wording.raw(f"agency.measures.{measure.name}.unit"))

    def shown(value: float) -> str:
        return f"{value * 100:.0f}%" if unit == "share" else f"{value:.1f}".removesuffix(".0")

    place = "none"
    if measure.own is not None:
        place = "below" if measure.own < measure.low else "above" if measure.own > measure.high else "middle"
    return (
        wording.say(f"agency.measures.{measure.name}.name"),
        None if measure.own is None else shown(measure.own),
        shown(measure.middle),
        wording.say("agency.middle_half", low=shown(measure.low), high=shown(measure.high)),
        measure.n,
        str(wording.raw(f"agency.place.{place}")),
    )


def _advice(material: Material, problems: list[dict[str, Any]], *, most: int) -> Part:
    """What to look at: unanswered problems, and measures of other agencies on the same themes."""
    themes = list(dict.fromkeys(theme for row in problems for theme in row["themes"] if theme != "other"))
    blocks: list[Block] = []
    unanswered = sum(row["measure"] is None for row in problems)
    if unanswered:
        blocks.append(say(material, "agency.unanswered", "followthrough", n=unanswered, of=len(problems)))
    quotes_of = {theme: _others(material, theme) for theme in themes[:most]}
    if any(quotes_of.values()):
        blocks.append(say(material, "advice.lead", agencies=material.params["agencies"], left=0))
    for theme, quotes in quotes_of.items():
        if quotes:
            joined = ("；" if material.wording.lang == "zh" else "; ").join(quotes)
            provision = material.provisions.get(theme, "")
            blocks.append(
                say(material, "agency.advice_theme", f"statements[role=measure, theme={theme}]",
                    theme=material.theme(theme), provision=provision, quotations=joined)
            )  # fmt: skip
    return part(material, "advice", *(blocks or [say(material, "advice.none", sections=True)]))


def _others(material: Material, theme: str) -> list[str]:
    own = {clean(str(name)) for name in material.documents["agency"].dropna()}
    quotes = [quote for quote in quotable_measures(material, theme, most=6) if quote.agency not in own][:2]
    return [quoted(material, quote.text, quote.agency, quote.year) for quote in quotes]


def _statements(material: Material, problems: list[dict[str, Any]]) -> Part:
    wording = material.wording
    rows = tuple(
        (row["year"], row["text"], wording.listed([material.theme(theme) for theme in row["themes"]]) or None,
         wording.listed(row["evidence"]) or None)
        for row in problems
    )  # fmt: skip
    if not rows:
        return part(material, "statements", say(material, "themes.none"), appendix=True)
    heads = columns(wording, "year", "text", "themes", "evidence")
    table = Table("statements", wording.say("agency.statements_table"), heads, rows)
    return part(
        material,
        "statements",
        head(material, table, "agency.statements_shown", SHOWN_STATEMENTS),
        appendix=True,
    )


def _method(material: Material) -> Part:
    sentences = [say(material, f"method.{key}") for key in ("steps", "agency")]
    return part(material, "method", *sentences, version_sentence(material), appendix=True)
