"""The parts of the theme report, one function each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from textmine._version import __version__
from textmine.analysis.frames import rows_of
from textmine.reporting._model import Chart, Part, Sentence, Table, ThemePage, clean
from textmine.reporting._quotes import shown_name
from textmine.reporting._tables import columns, issue_counts

if TYPE_CHECKING:
    from textmine.reporting._material import Material

# Rows of a table in the running text; the Excel file has all.
SHOWN_ROWS = 200
SHOWN_RUNS = 60
ADVICE_THEMES = 8
UNANSWERED_THEMES = 3


def role_counts(material: Material) -> Counter[str]:
    """Statements of the used reports by role."""
    used = set(material.documents.loc[material.documents["status"] == "used", "document"])
    statements = material.tables.frame("statements")
    return Counter(statements.loc[statements["document"].isin(used), "role"])


def naming_reports(material: Material) -> tuple[int, int]:
    """Reports that name at least one theme as a problem, and all reports."""
    params = material.results["agencies"].params
    return params["naming"], params["reports"]


def _part(material: Material, part_id: str, *blocks: Sentence | Chart | Table) -> Part:
    heading = material.wording.say(f"parts.{part_id}")
    return Part(part_id, heading, blocks)


def _chart(material: Material, name: str) -> Chart:
    from textmine.charts import describe

    text = describe(material.results[name], lang=material.wording.lang)
    caption = material.wording.say(f"captions.charts.{name}")
    return Chart(name, text.title, caption, text.subtitle, material.results[name])


def _say(material: Material, key: str, source: str = "", **values: Any) -> Sentence:
    return Sentence(material.wording.say(key, **values), source)


def _note(material: Material, key: str) -> Sentence:
    return Sentence(material.wording.say(key), note=True)


def basis(material: Material) -> Part:
    """What was read and how it is counted."""
    wording, params = material.wording, material.params
    status = Counter(material.documents["status"])
    sentences = [
        _say(
            material, "basis.object", "documents", reports=params["reports"], agencies=params["agencies"],
            years=wording.years(params["years"]),
        ),
        _say(
            material, "basis.files", "documents", files=sum(status.values()), used=status["used"],
            duplicate=status["duplicate"], other=status["not_annual_report"], unreadable=status["unreadable"],
            merged=status["used"] - params["reports"],
        ),
    ]  # fmt: skip
    by_level = material.results.get("heatmap-level")
    if by_level is not None:
        sizes = by_level.frame.drop_duplicates("level")
        groups = [(wording.name("level", row.level), int(row.n)) for row in rows_of(sizes)]
        sentences.append(_say(material, "basis.levels", "documents", groups=groups))
    if params["without_section"]:
        sentences.append(
            _say(
                material,
                "basis.without_section",
                "documents[problem_characters]",
                n=params["without_section"],
            )
        )
    return _part(material, "basis", *sentences, _say(material, "basis.reading"))


def overview(material: Material, summary: Table) -> Part:
    """How many reports name problems, and the charts that show all themes."""
    k, n = naming_reports(material)
    roles = role_counts(material)
    total = int(material.results["prevalence"].frame["k"].sum())
    mean = f"{total / n:.1f}" if n > 1 else str(total)
    sentences = [
        _say(material, "overview.named", "prevalence", k=k, n=n, share=k / n if n else 0.0, mean=mean),
        _say(
            material, "overview.statements", "statements", problem=roles["problem"], measure=roles["measure"],
            rectified=roles["rectified"],
        ),
    ]  # fmt: skip
    blocks: list[Sentence | Chart | Table] = [*sentences]
    names = ("prevalence", "heatmap-level", "heatmap-region", "trend", "cooccurrence")
    drawn = [name for name in names if name in material.results and (name == "prevalence" or k)]
    for number, name in enumerate(drawn, start=1):
        chart = _chart(material, name)
        blocks += [_say(material, "overview.chart", name, title=chart.title, number=number), chart]
        if name == "prevalence":
            blocks.append(summary)
    return _part(material, "overview", *blocks)


def themes(material: Material) -> Part:
    """Lead of the pages of themes."""
    key = "themes.bands" if naming_reports(material)[0] else "themes.none"
    return _part(material, "themes", _say(material, key))


def recurring(material: Material) -> Part:
    """Themes that agencies name again in the next year."""
    frame = material.results["recurrence"].frame
    pairs = int(frame["pairs"].max()) if len(frame) else 0
    if not pairs:
        return _part(material, "recurrence", _say(material, "recurrence.none"))
    sentences = [_say(material, "recurrence.pairs", "recurrence", pairs=pairs)]
    repeated = frame[frame["agencies"] > 0].sort_values(["agencies", "again"], ascending=False, kind="stable")
    for row in rows_of(repeated):
        sentences.append(
            _say(
                material, "recurrence.theme", f"recurrence[theme={row.theme}]",
                theme=material.names.get(row.theme, row.theme), agencies=int(row.agencies), longest=int(row.longest),
                named=int(row.named), again=int(row.again), persistence=row.persistence, low=row.low, high=row.high,
                small=bool(row.small),
            )
        )  # fmt: skip
    if not len(repeated):
        return _part(material, "recurrence", *sentences, _say(material, "recurrence.nothing"))
    return _part(material, "recurrence", *sentences, _runs(material), _note(material, "recurrence.caution"))


def _runs(material: Material) -> Table:
    wording = material.wording
    runs = material.results["recurrence"].params["runs"]
    rows = tuple(
        (
            clean(shown_name(run["agency"], wording)),
            material.names.get(run["theme"], run["theme"]),
            str(run["first"]),
            str(run["last"]),
            run["years"],
        )
        for run in runs[:SHOWN_RUNS]
    )
    note = wording.say("checks.shown", shown=SHOWN_RUNS) if len(runs) > SHOWN_RUNS else ""
    heads = columns(wording, "agency", "theme", "first", "last", "run:count")
    return Table("runs", wording.say("recurrence.table"), heads, rows, note)


def responses(material: Material) -> Part:
    """Whether problems have a measure on the same theme."""
    frame = material.results["response"].frame
    problem, both = int(frame["problem"].sum()), int(frame["both"].sum())
    if not problem:
        return _part(material, "response", _say(material, "response.none"))
    sentences = [
        _say(material, "response.total", "response", problem=problem, both=both, share=both / problem)
    ]
    missing = (
        (frame["problem"] - frame["both"])
        .set_axis(frame["theme"])
        .sort_values(ascending=False, kind="stable")
    )
    missing = missing[missing > 0]
    if len(missing):
        worst = [material.names.get(theme, theme) for theme in missing.index[:UNANSWERED_THEMES]]
        sentences.append(
            _say(material, "response.unanswered", "response", n=int(missing.sum()), themes=worst)
        )
    return _part(
        material, "response", *sentences, _chart(material, "response"), _note(material, "response.caution")
    )


def findings(material: Material, checks: Table) -> Part:
    """Figures and words that do not agree."""
    frame = material.tables.frame("checks")
    outcomes = Counter(frame["outcome"])
    tested = len(frame) - outcomes["untestable"]
    if not len(frame):
        return _part(material, "checks", _say(material, "checks.none"))
    fails = outcomes["fails"]
    reports = frame.loc[frame["outcome"] == "fails", "document"].nunique()
    key = "checks.found" if fails else "checks.good"
    sentences = [_say(material, key, "checks", tested=tested, fails=fails, reports=reports)]
    if outcomes["untestable"]:
        sentences.append(_say(material, "checks.untestable", "checks", n=outcomes["untestable"]))
    if not fails:
        return _part(material, "checks", *sentences)
    table = _head(material, checks, "checks.shown")
    return _part(material, "checks", *sentences, table, _note(material, "checks.caution"))


def _head(material: Material, table: Table, key: str) -> Table:
    if len(table.rows) <= SHOWN_ROWS:
        return table
    note = material.wording.say(key, shown=SHOWN_ROWS)
    return Table(table.id, table.title, table.columns, table.rows[:SHOWN_ROWS], note)


def advice(material: Material, pages: tuple[ThemePage, ...]) -> Part:
    """Measures that agencies themselves state, for the themes named most."""
    wording = material.wording
    if not pages:
        return _part(material, "advice", _say(material, "advice.none"))
    sentences = [_say(material, "advice.lead")]
    for page in [page for page in pages if page.theme != "other"][:ADVICE_THEMES]:
        quotes = [
            wording.say(
                "advice.quotation", text=quote.text.rstrip("。；;. "), agency=quote.agency, year=quote.year
            )
            for quote in page.measures
        ]
        key = "advice.theme" if quotes else "advice.no_measure"
        if not quotes and material.library.total(page.theme, "measure"):
            continue  # there are measures, but none that can be quoted in a line
        sentences.append(
            _say(
                material, key, f"statements[role=measure, theme={page.theme}]", theme=page.name,
                provision=page.provision, quotations=("；" if wording.lang == "zh" else "; ").join(quotes),
            )
        )  # fmt: skip
    return _part(material, "advice", *sentences)


def agencies(material: Material, matrix: Table) -> Part:
    """Agencies against themes."""
    if not naming_reports(material)[0]:
        return _part(material, "agencies", matrix)
    return _part(material, "agencies", _chart(material, "agencies"), matrix)


def quality(material: Material, issues: Table) -> Part:
    """Troubles met on the way."""
    params = material.params
    sentences = []
    if params["without_section"]:
        sentences.append(_say(material, "quality.sections", "documents", n=params["without_section"]))
    if not issues.rows:
        return _part(material, "quality", *sentences, _say(material, "quality.none"))
    files = len({row[0] for row in issues.rows})
    sentences.append(_say(material, "quality.lead", "issues", n=len(issues.rows), files=files))
    tables = (issue_counts(material), _head(material, issues, "quality.shown"))
    return _part(material, "quality", *sentences, *tables)


def method(material: Material) -> Part:
    """How the figures came about."""
    sentences = [_say(material, f"method.{key}") for key in ("steps", "count", "interval", "error")]
    sentences.append(_say(material, "method.version", version=__version__, fingerprint=material.fingerprint))
    return _part(material, "method", *sentences)
