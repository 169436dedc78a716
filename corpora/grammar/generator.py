"""A seeded generator of any number of annual reports with their truth: `generate(n, seed)`.

Agencies come block by block (one province, city or county at a time), each with three to six years in a row. Figures
keep every identity within and across years; problems persist; section five is now and then last year's or another
agency's; small shares of reports carry a planted inconsistency, named in `Report.planted`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from corpora.grammar.content import fill_slots, names_and_years
from corpora.grammar.figures_at_random import Ledger, plant_slip
from corpora.grammar.inline import read_inline
from corpora.grammar.layouts import FORMATS, random_layout
from corpora.grammar.model import Agency, Era, Report
from corpora.grammar.places import agency as agency_of
from corpora.grammar.printing import assemble
from corpora.grammar.sentences import Composer, Plan, frames

WEIGHTS = {
    **{"timeliness": 30, "coverage": 24, "quality": 22, "training": 24, "staffing": 18, "channels": 18},
    **{"awareness": 12, "mechanism": 14, "platform": 13, "interpretation": 14, "standardization": 10},
    **{
        "interaction": 9,
        "publicity": 9,
        "supervision": 6,
        "request_handling": 8,
        "confidentiality_review": 5,
    },
    **{"resources": 3, "other": 2},
}
PERSISTENCE = 0.55
FORMULA_SHARE = 0.03
COPY_YEAR_SHARE = 0.08
COPY_AGENCY_SHARE = 0.02
RECTIFIED_SHARE = 0.25
MEASURE_SHARE = 0.85
FIRST_YEARS = (2016, 2018, 2019, 2019, 2020, 2020, 2021, 2021, 2021)
LAST_YEAR = 2025


@dataclass
class _Memory:
    """What one agency carries from year to year, and what its neighbours wrote."""

    problems: list[str] = field(default_factory=list)
    annotated: str = ""
    neighbours: list[tuple[str, str]] = field(default_factory=list)


def _eras(rng: Random, year: int) -> dict[str, Era]:
    if year < 2019:
        return {"active": "pre2019", "requests": "pre2019", "review": "pre2019"}
    plain: Era = "2019" if year < 2021 else "2021"
    requests: Era = "2019" if plain == "2021" and rng.random() < 0.04 else plain
    return {"active": plain, "requests": requests, "review": plain}


def _plan(rng: Random, last: list[str]) -> Plan:
    """Themes of the year: some of last year's stay, others are drawn by how common they are."""
    kept = [theme for theme in last if rng.random() < PERSISTENCE]
    wanted = rng.choice((1, 2, 2, 3, 3, 3, 4, 5))
    while len(kept) < wanted:
        theme = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        if theme not in kept:
            kept.append(theme)
    rng.shuffle(kept)
    gone = [theme for theme in last if theme not in kept]
    rectified = gone[:2] if gone and rng.random() < RECTIFIED_SHARE else []
    return {"P": kept, "M": [theme for theme in kept if rng.random() < MEASURE_SHARE], "R": rectified}


def _sub(agency: Agency) -> str:
    return {"township": "村", "subdistrict": "社区", "government": "部门", "institution": "科室"}.get(
        agency.kind, "下属单位"
    )


def _section_five(rng: Random, agency: Agency, year: int, memory: _Memory, planted: list[str]) -> str:
    """Annotated section five, copied or composed; the memory learns of it."""
    draw = rng.random()
    if draw < FORMULA_SHARE:
        memory.problems, memory.annotated = [], ""
        planted.append("formula_section_five")
        return str(rng.choice(frames()["formula"]))
    if memory.annotated and draw < FORMULA_SHARE + COPY_YEAR_SHARE and f"{year - 2}" not in memory.annotated:
        planted.append("copied_section_five")
        return memory.annotated
    foreign = [item for item in memory.neighbours if item[0] != agency.short]
    if foreign and draw > 1 - COPY_AGENCY_SHARE:
        name, text = rng.choice(foreign)
        planted.append("foreign_section_five")
        memory.annotated = text.replace("[[short]]", name)
        memory.problems = [
            theme for item in read_inline(text)[1] if item.role == "problem" for theme in item.themes
        ]
        return memory.annotated
    plan = _plan(rng, memory.problems)
    memory.problems = plan["P"]
    memory.annotated = Composer(rng, year, _sub(agency)).section(plan)
    if not plan["R"]:
        memory.neighbours = [*memory.neighbours[-5:], (agency.short, memory.annotated)]
    return memory.annotated


class _Career:
    """One agency over its years."""

    def __init__(self, seed: int, number: int, neighbours: list[tuple[str, str]]) -> None:
        self.rng = Random(f"{seed}/{number}")
        self.agency = agency_of(number)
        self.memory = _Memory(neighbours=neighbours)
        self.ledger = Ledger(self.rng, self.agency)

    def years(self) -> range:
        """The years the agency reports on, all in a row."""
        first = self.rng.choice(FIRST_YEARS)
        return range(first, min(LAST_YEAR, first + self.rng.randint(3, 6)))

    def report(self, year: int, formats: tuple[str, ...], serial: int) -> Report:
        """The report on the next year."""
        rng, agency = self.rng, self.agency
        planted: list[str] = []
        eras = _eras(rng, year)
        figures = self.ledger.next_year(eras)
        section_five = _section_five(rng, agency, year, self.memory, planted)
        five = read_inline(fill_slots(section_five, names_and_years(agency, year)))
        corrected = any(value for key, value in figures.items() if key.endswith(".corrected"))
        named = any("request_handling" in item.themes and item.role == "problem" for item in five[1])
        if corrected and not named:
            planted.append("passed_over_review")
        shown = plant_slip(self.ledger, figures, eras, planted)
        layout = random_layout(rng, rng.choice(formats))
        return assemble(rng, agency, year, (eras, shown), five, (layout, planted), serial)


def generate(n: int, seed: int, *, formats: tuple[str, ...] = FORMATS) -> Iterator[Report]:
    """Yield `n` reports; the same seed and formats give the same reports in the same order.

    `render(report)` of `corpora.grammar.render` gives the bytes of one report, `report_truth(report)` of
    `corpora.grammar.manifest` its truth. Text and HTML render in well under a millisecond, Word in 0.1 s,
    PDF in 0.5 s: name the formats that a large run needs.
    """
    made = number = 0
    neighbours: list[tuple[str, str]] = []
    while made < n:
        career = _Career(seed, number, neighbours)
        for year in career.years():
            if made == n:
                return
            made += 1
            yield career.report(year, formats, made)
        neighbours = career.memory.neighbours
        number += 1
