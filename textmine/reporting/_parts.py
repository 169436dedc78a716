"""The parts that every theme report has: what was read, how much is named, by theme, advice, appendices, method."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from textmine._version import __version__
from textmine.agencies import bare_twins
from textmine.analysis._incidence import FEWEST_OF_PLACE
from textmine.analysis.frames import rows_of, used_reports
from textmine.reporting._blocks import chart, head, note, part, say
from textmine.reporting._ledger import LEFT_OUT
from textmine.reporting._model import Block, Part, Sentence, Table, ThemePage
from textmine.reporting._tables import columns, grouped_issues, issue_counts, merged_table
from textmine.reporting._wording import inner_quotes

if TYPE_CHECKING:
    import pandas as pd

    from textmine.reporting._material import Material

# Rows of a table in the running text; the Excel file has all.
SHOWN_ISSUES = 200
SHOWN_LEDGER = 40
SHOWN_MERGED = 100
ADVICE_THEMES = 8
NAMED_TWINS = 3
_LED = re.compile(
    "^(?:(?:同时|此外|另外)(?!期)[，,]?|并(?![入列存发行排联轨网购肩举重非不])|并(?=发[布放送]|行文)|下一?步(?=将|要|拟|增|加强|完善|建立|开展|组织)"
    "|(?:为此|对此|下一?步|下一?阶段|接下来|今后|[针对]{1,2}(?:上述|以上|这些|存在的)(?:主要)?(?:问题|不足|情况))[，,])+"
)
NAMED_GAPS = 12  # agencies without a report for some year that are named


def role_counts(material: Material) -> Counter[str]:
    """Statements of the used reports by role."""
    return Counter(material.statements["role"])


def naming_reports(material: Material) -> tuple[int, int]:
    """Reports that name at least one theme as a problem, and all reports."""
    params = material.results["agencies"].params
    return params["naming"], params["reports"]


def sections_found(material: Material) -> int:
    """Reports that have a section five."""
    return int(material.params["reports"] - material.params["without_section"])


def basis(material: Material) -> Part:
    """What was read and how it is counted."""
    wording, params = material.wording, material.params
    sentences = [
        basis_sentence(material),
        files_sentence(material),
    ]
    by_level = material.results.get("heatmap-level")
    if by_level is not None:
        sizes = by_level.frame.drop_duplicates("level")
        groups = [(wording.name("level", row.level), int(row.n)) for row in rows_of(sizes)]
        sentences.append(say(material, "basis.levels", "documents", groups=groups))
    sentences += gaps_sentence(material) + twins_sentence(material)
    if params["without_section"]:
        source = "documents[problem_characters]"
        missing = {"n": params["without_section"], "of": params["reports"]}
        sentences.append(say(material, "basis.without_section", source, **missing))
    if not sections_found(material):
        return part(material, "basis", *sentences)
    key = "basis.reading_corrected" if params["correction"] else "basis.reading"
    if params["reports"] == 1:
        key = "basis.reading_one"
    elif is_few(material):
        key = "basis.reading_few"
    return part(material, "basis", *sentences, say(material, key, small_group=params["small_group"]))


def is_few(material: Material) -> bool:
    """Whether the reports are so few that one of them moves a share by more than ten points."""
    return int(material.params["reports"]) < int(material.params["small_group"])


def basis_sentence(material: Material) -> Sentence:
    """How many reports of whom and when."""
    params = material.params
    return say(
        material, "basis.object", "documents", reports=params["reports"], agencies=params["agencies"], unnamed=unnamed_reports(material),
        years=material.wording.years(params["years"]), region=material.scope.name if material.scope.kind == "region" else "",
    )  # fmt: skip


def unnamed_reports(material: Material) -> int:
    """Reports that do not say whose they are; each counts as an agency of its own."""
    return int(material.results["agencies"].frame.drop_duplicates("agency_key")["agency"].isna().sum())


def files_sentence(material: Material) -> Sentence:
    """What became of the files."""
    status = Counter(material.documents["status"])
    return say(
        material, "basis.files", "documents", files=sum(status.values()), used=status["used"],
        duplicate=status["duplicate"], other=status["not_annual_report"], unreadable=status["unreadable"],
        merged=status["used"] - len(used_reports(material.tables)[0]),
    )  # fmt: skip


def gaps_sentence(material: Material) -> list[Sentence]:
    """Which agencies have no report for some of the years for which most have one; nothing if there are no two such years
    or most agencies lack one.
    """
    frame = material.results["agencies"].frame.drop_duplicates("agency_key")
    frame = frame[frame["agency"].notna() & (frame["years"] != "")]
    told = Counter(year for listed in frame["years"] for year in set(listed.split()))
    years = sorted(year for year, n in told.items() if 2 * n >= len(frame))
    if len(years) < 2 or len(frame) < 2:
        return []
    missing = [
        (
            material.library.agency_names[row.agency_key],
            [year for year in years if year not in row.years.split()],
        )
        for row in rows_of(frame)
    ]
    missing = [(name, gaps) for name, gaps in missing if gaps]
    if 2 * len(missing) > len(frame):  # a collection of single reports, not a series with gaps
        return []
    few = len(missing) <= 3 or 3 * len(missing) <= len(frame)
    names = missing if few and len(missing) <= NAMED_GAPS else []
    return [
        say(
            material, "basis.gaps", "documents[agency, year]", agencies=len(frame), span=material.wording.years([int(year) for year in years]), names=names,
            complete=len(frame) - len(missing), incomplete=len(missing),
        )
    ]  # fmt: skip


def twins_sentence(material: Material) -> list[Sentence]:
    """Agencies named without their place that may be one with an agency named with it."""
    names = material.library.agency_names
    twins = [(names[bare], names[full]) for bare, full in sorted(bare_twins(names).items())]
    if not twins:
        return []
    return [say(material, "basis.twins", "documents[agency]", names=twins[:NAMED_TWINS], n=len(twins))]


def overview(material: Material, summary: Table) -> Part:
    """How many reports name problems, and the charts that show all themes."""
    k, _ = naming_reports(material)
    blocks: list[Block] = [named_sentence(material), statements_sentence(material)]
    names = ("prevalence", "heatmap-level", "heatmap-region", "trend", "severity", "cooccurrence")
    drawn = [name for name in names if name in material.results and _worth_drawing(material, name)]
    few = {name: sentence for name in drawn if (sentence := _too_few(material, name))}
    drawn = [name for name in drawn if name not in few]
    for number, name in enumerate(drawn, start=1):
        shown = chart(material, name)
        blocks += [say(material, "overview.chart", name, title=shown.title, number=number), shown]
        if name == "prevalence":
            blocks.append(summary)
        if name == "prevalence":
            blocks += few.values()
        if name == "severity":
            blocks.append(_severity_note(material))
    if not drawn and k:  # one report: the title says how many themes, and which
        title = chart(material, "prevalence").title
        blocks = [say(material, "overview.one", "prevalence", title=title), *blocks[1:], summary]
    return part(material, "overview", *blocks)


def _severity_note(material: Material) -> Sentence:
    """Which themes count as heavy and which as light."""
    groups = material.results["severity"].params["groups"]
    names = {kind: [material.theme(theme) for theme in groups[kind]] for kind in ("heavy", "light")}
    return note(material, "overview.severity", **names)


def _too_few(material: Material, name: str) -> Sentence | None:
    """What is said in place of a chart that compares groups, where fewer than two of them have reports enough."""
    if not name.startswith("heatmap-"):
        return None
    result = material.results[name]
    by, wording = str(result.params["by"]), material.wording
    sizes = result.frame.groupby(by, sort=False)["n"].max()
    enough = [str(key) for key, n in sizes.items() if key and n >= FEWEST_OF_PLACE]
    if len(enough) > 1:
        return None
    kind = "level" if by == "level" else "region"
    names = [wording.name("level", key) if by == "level" else key for key in enough]
    return say(material, "overview.too_few", name, kind=kind, enough="".join(names), fewest=FEWEST_OF_PLACE)


def _worth_drawing(material: Material, name: str) -> bool:
    """Whether a chart shows more than the sentences say: a share of one report says nothing, pairs only if one stands out.

    Heavy and light problems of a few reports are a handful that stands below, each with its theme.
    """
    k, n = naming_reports(material)
    if name == "cooccurrence":
        result = material.results[name]
        return bool(result.frame["more"].any())
    if name == "severity" and is_few(material):
        return False
    return k > 0 and n > 1


def named_sentence(material: Material) -> Sentence:
    """How many reports name a problem at all."""
    k, n = naming_reports(material)
    total = int(material.results["tagged"].frame["k"].sum())
    mean = f"{total / n:.1f}" if n > 1 else str(total)
    found = sections_found(material)
    return say(material, "overview.named", "prevalence", k=k, n=n, share=k / n if n else 0.0, mean=mean, sections=found, few=is_few(material))  # fmt: skip


def statements_sentence(material: Material) -> Sentence:
    """How many statements of each role there are."""
    roles = role_counts(material)
    return say(
        material, "overview.statements", "statements", problem=roles["problem"], measure=roles["measure"],
        rectified=roles["rectified"],
    )  # fmt: skip


def themes(material: Material) -> Part:
    """Lead of the pages of themes."""
    if not naming_reports(material)[0]:
        return part(material, "themes", say(material, "themes.none"))
    return part(material, "themes", bands_sentence(material))


def bands_sentence(material: Material) -> Sentence:
    """What the graded words mean, or that there are too few reports for them."""
    params, bands = material.params, material.options.template.bands
    if is_few(material):
        return say(material, "themes.no_bands", n=params["reports"], small_group=params["small_group"])
    words = {
        key: str(material.wording.raw(f"themes.band.{key}")) for key in ("most", "majority", "some", "few")
    }
    return say(
        material, "themes.bands", words=words, most=bands.most, majority=bands.majority, few=bands.few,
        corrected=bool(params["correction"]),
    )  # fmt: skip


def advice(material: Material, pages: tuple[ThemePage, ...], *, most: int = ADVICE_THEMES) -> Part:
    """Measures that agencies themselves state, for the themes named by most reports."""
    if not pages:
        return part(material, "advice", say(material, "advice.none", sections=sections_found(material)))
    agencies = material.params["agencies"]
    known = [page for page in pages if page.theme != "other"]
    left = max(0, len(known) - most)
    answered = answered_themes(material)
    sentences = [say(material, "advice.lead", agencies=agencies, shown=most, left=left)]
    for page in known[:most]:
        quotes = [quoted(material, quote.text, quote.agency, quote.year) for quote in page.measures]
        key = "advice.theme" if quotes else "advice.no_measure"
        if not quotes and (material.library.total(page.theme, "measure") or page.theme in answered):
            continue  # there are measures, but none that can be quoted in a line or is on this theme itself
        source = f"statements[role=measure, theme={page.theme}]"
        joined = ("；" if material.wording.lang == "zh" else "; ").join(quotes)
        sentences.append(
            say(
                material,
                key,
                source,
                theme=page.name,
                provision=page.provision,
                quotations=joined,
                agencies=agencies,
            )
        )
    return part(material, "advice", *sentences)


def answered_themes(material: Material) -> set[str]:
    """Themes with a problem that some measure of its report answers."""
    frame = material.results["followthrough"].frame
    return {
        theme for themes in frame.loc[frame["answered"].astype(bool), "themes"] for theme in themes.split()
    }


def quoted(material: Material, text: str, agency: str, year: str) -> str:
    """A measure in quotation marks with its source, without what led to it in its report (下一步，针对上述问题，)."""
    words = _LED.sub("", text).rstrip("。；;. ")
    if material.wording.lang == "zh":
        words = inner_quotes(words)
    return material.wording.say("advice.quotation", text=words, agency=agency, year=year)


def agencies(material: Material, matrix: Table) -> Part:
    """Agencies against themes."""
    blocks: list[Block] = [matrix]
    if naming_reports(material)[0]:
        drawn = {"agencies": material.params["agencies"] > 1, "histories": len(material.params["years"]) > 1}
        blocks = [*(chart(material, name) for name, worth in drawn.items() if worth), *blocks]
    return part(material, "agencies", *blocks, appendix=True, wide=True)


def ledger_extract(material: Material, rows: pd.DataFrame) -> tuple[Part, ...]:
    """The newest problem statements of the ledger that have a theme; no part if there are none."""
    wording, shown = material.wording, ("agency", "year", "text", "themes", "provision")
    newest = rows[rows["themes"] != ""].sort_values("year", ascending=False, kind="stable")
    cells = tuple(
        tuple(value or None for value in row)
        for row in newest.loc[:, list(shown)].itertuples(index=False, name=None)
    )
    if not cells:
        return ()
    table = Table("ledger", wording.say("tables.ledger"), columns(wording, *shown), cells)
    extract = head(material, table, "ledger.extract", SHOWN_LEDGER)
    missing = rows.attrs.get(LEFT_OUT, 0)
    limits = [say(material, "ledger.left_out", "statements", shown=len(rows), n=missing)] if missing else []
    return (part(material, "ledger", *limits, extract, appendix=True, wide=True),)


def quality(material: Material, issues: Table) -> Part:
    """Troubles met on the way."""
    params = material.params
    sentences = []
    if params["without_section"]:
        sentences.append(say(material, "quality.sections", "documents", n=params["without_section"]))
    merged = merged_table(material)
    twice: list[Block] = [head(material, merged, "quality.merged_shown", SHOWN_MERGED)] if merged.rows else []
    if not issues.rows:
        return part(material, "quality", *sentences, say(material, "quality.none"), *twice, appendix=True)
    files = len({row[0] for row in issues.rows})
    sentences.append(say(material, "quality.lead", "issues", n=len(issues.rows), files=files))
    tables = (
        issue_counts(material),
        head(material, grouped_issues(issues, material.wording), "quality.shown", SHOWN_ISSUES),
    )
    return part(material, "quality", *sentences, *tables, *twice, appendix=True)


def method(material: Material) -> Part:
    """How the figures came about."""
    params = material.params
    one = params["reports"] == 1  # no share, no interval, nothing to correct
    keys = ["steps", "error_one"] if one else ["steps", "count", "interval"]
    sentences = [say(material, f"method.{key}") for key in keys]
    source, _, size = str(params["correction"] or "").partition(":")
    if one:
        pass
    elif source:
        sentences.append(say(material, f"method.corrected_{source}", n=size))
    else:
        sentences.append(say(material, "method.error"))
    sentences.append(say(material, "method.provisions"))
    if material.options.verdicts:
        sentences.append(say(material, "method.verdicts", n=len({(v.sha256, v.start, v.end) for v in material.options.verdicts})))  # fmt: skip
    sentences.append(version_sentence(material))
    return part(material, "method", *sentences, appendix=True)


def version_sentence(material: Material) -> Sentence:
    """What made the report, from which data."""
    return say(material, "method.version", version=__version__, fingerprint=material.fingerprint)
