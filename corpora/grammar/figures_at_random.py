"""Random figures of one agency over the years, consistent within and across them, and slips planted on purpose."""

from __future__ import annotations

from random import Random

from corpora.grammar import forms
from corpora.grammar.figures import active_figures, request_figures, review_figures
from corpora.grammar.model import Agency, Era, Number

SCALE = {"province": 95000, "city": 6500, "county": 330}
SLIPS = (
    "slip_requests_flow",
    "slip_requests_row",
    "slip_review_total",
    "carried_mismatch",
    "stock_rule",
    "blank_cells",
)
SLIP_SHARE = 0.04
_OUTCOMES = {"granted": 42, "partly_granted": 11, "unavailable.not_held": 24, "not_processed.complaint": 6}


class Ledger:
    """Keeps what the next year must agree with: cases carried forward and documents in force."""

    def __init__(self, rng: Random, agency: Agency) -> None:
        self.rng = rng
        if agency.kind == "government":
            self.scale = int(SCALE[agency.level] * rng.uniform(0.8, 1.2))
        else:
            self.scale = {"province": 60, "city": 14, "county": 4}.get(agency.level, 1)
        self.years = 0
        self.forward = [0] * len(forms.APPLICANTS)
        self.valid = rng.randint(0, 12) if agency.level != "township" else rng.randint(0, 2)
        self.business = (
            0 if agency.level == "township" else rng.choice((0, 20, 300, 2000)) * (1 + self.scale // 100)
        )

    def _split(self, total: int, era: str) -> dict[str, int]:
        """Cases of one applicant kind over the outcomes of a form."""
        counts: dict[str, int] = {}
        rows = list(forms.outcome_rows(era))
        weights = [_OUTCOMES.get(row, 1) for row in rows]
        if total > 400:
            rest = total
            for row, weight in zip(rows[1:], weights[1:], strict=True):
                counts[row] = int(total * weight / sum(weights) * self.rng.uniform(0.7, 1.2))
                rest -= counts[row]
            counts[rows[0]] = max(rest, 0)
            return counts
        for row in self.rng.choices(rows, weights, k=total):
            counts[row] = counts.get(row, 0) + 1
        return counts

    def _requests(self, era: str) -> dict[str, Number]:
        rng, kinds = self.rng, len(forms.APPLICANTS)
        new = [0] * kinds
        amount = max(0, int(rng.gauss(self.scale, self.scale * 0.3 + 1)))
        shares = (0.88, 0.07, 0.005, 0.01, 0.025, 0.01)
        for kind in range(kinds):
            new[kind] = int(amount * shares[kind] + rng.random())
        spec: dict[str, list[int]] = {"new": new, "carried_in": self.forward}
        forward = [0] * kinds
        for kind in range(kinds):
            inflow = new[kind] + self.forward[kind]
            forward[kind] = int(inflow * rng.uniform(0, 0.08) + rng.random() * 0.4)
            outcomes = self._split(inflow - forward[kind], era)
            for row, count in outcomes.items():
                spec.setdefault(row, [0] * kinds)[kind] = count
        spec["carried_forward"] = forward
        self.forward = forward
        return request_figures(era, spec)

    def _active(self, era: str) -> dict[str, Number]:
        rng, busy = self.rng, self.business
        made, repealed = rng.randint(0, 3), rng.randint(0, min(2, self.valid))
        self.valid += made - repealed
        cases = [int(busy * rng.uniform(0.5, 1.5)) for _ in range(3)]
        if era == "2019":
            change = rng.randint(-5, 5)
            spec: dict[str, list[Number]] = {"normative_documents": [made, made, self.valid]}
            spec.update(
                licensing=[busy // 50 + 6, change, cases[0]], penalty=[busy // 40 + 6, change, cases[1]]
            )
            spec.update(
                coercion=[2, 0, cases[2] // 30],
                procurement=[rng.randint(0, 20), round(rng.random() * 900, 2)],
            )
        else:
            spec = {"normative_documents": [made, repealed, self.valid], "licensing": [cases[0]]}
            spec.update(
                penalty=[cases[1]], coercion=[cases[2] // 30], fees=[round(busy * rng.random() / 7, 2)]
            )
        return active_figures(era, spec)

    def _review(self) -> dict[str, Number]:
        rng = self.rng
        busy = min(self.scale // 30, 400) or int(rng.random() < 0.08)
        spec = {}
        for block in forms.REVIEW_BLOCKS:
            upheld, other = rng.randint(0, busy), rng.randint(0, busy // 3)
            corrected = rng.randint(0, busy // 6) if rng.random() < 0.5 else 0
            spec[block] = [upheld, corrected, other, rng.randint(0, busy // 8)]
        return review_figures(spec)

    def next_year(self, eras: dict[str, Era]) -> dict[str, Number]:
        """Figures of the next year in the forms given; none in the years before 2019."""
        self.years += eras["requests"] != "pre2019"
        if eras["requests"] == "pre2019":
            return {}
        return {**self._active(eras["active"]), **self._requests(eras["requests"]), **self._review()}


def _raise(figures: dict[str, Number], by: int, *keys: str) -> None:
    figures.update({key: (figures[key] or 0) + by for key in keys})


def plant_slip(
    ledger: Ledger, figures: dict[str, Number], eras: dict[str, Era], planted: list[str]
) -> dict[str, Number]:
    """The figures as printed: true, or with one slip whose name goes into `planted`."""
    rng, shown = ledger.rng, dict(figures)
    if not figures or rng.random() >= SLIP_SHARE:
        return shown
    slip = rng.choice(SLIPS)
    if slip in ("stock_rule", "carried_mismatch") and ledger.years < 2:
        return shown
    columns = ("natural_person", "total")
    if slip == "blank_cells":
        zeros = [key for key, value in shown.items() if value == 0 and rng.random() < 0.8]
        shown.update(dict.fromkeys(zeros))
    elif slip == "slip_review_total":
        _raise(shown, 1, "review.reconsideration.total")
    elif slip == "slip_requests_row":
        _raise(shown, 2, "requests.granted.total")
    elif slip == "slip_requests_flow":
        _raise(shown, 3, *(f"requests.new.{column}" for column in columns))
    elif slip == "carried_mismatch":
        rows = ("carried_in", "granted", "total")
        _raise(shown, 2, *(f"requests.{row}.{column}" for row in rows for column in columns))
    elif eras["active"] == "2021":
        _raise(shown, 4, "active.normative_documents.valid")
        ledger.valid += 4
    else:
        return shown
    planted.append(slip)
    return shown
