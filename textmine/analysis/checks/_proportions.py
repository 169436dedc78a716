"""Checks of the running text's own arithmetic: shares, growth, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.analysis.checks import _readings as readings
from textmine.analysis.checks._claims import (
    Sentence,
    about_requests,
    claims,
    grammar,
    narrowed,
    pattern,
    sentences,
)
from textmine.analysis.checks._model import Corpus, Finding, Outcome, ReportView, Span, refs

_NUMBER = re.compile(r"\d{1,9}(?:\.\d+)?")
_BRACKET = re.compile(r"\([^()]{0,80}\)")


def text_shares(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """A share fails only if no number of the section or of the table is a base that gives it."""
    wrong: list[tuple[str, Span]] = []
    right: list[tuple[str, Span]] = []
    for sentence in sentences(report):
        if not sentence.counted:
            continue
        numbers = None
        for found in pattern(grammar()["share"]).finditer(sentence.text):
            if numbers is None:
                numbers = _numbers_near(sentence) | _table_numbers(report)
            part, share = float(found["x"]), float(found["p"])
            decimals = len(found["p"].split(".")[1]) if "." in found["p"] else 0
            # A rounded or a cut figure: one unit of the last digit.
            fits = any(
                base >= part and abs(100 * part / base - share) <= 10**-decimals + 1e-9
                for base in numbers
                if base
            )
            (right if fits else wrong).append((found.group(), sentence.span(found.start(), found.end())))
    if wrong or right:
        words = "；".join(f"“{text}”" for text, _ in wrong)
        yield Finding(
            "fails" if wrong else "holds", words, words, spans=tuple(span for _, span in wrong or right)
        )


def _numbers_near(sentence: Sentence) -> set[float]:
    """All numbers of the section, and the sums that a base may be made of (予以公开与部分公开之和)."""
    text = "".join(
        sentence.view.text[max(0, sentence.start - 3000) : sentence.start + len(sentence.text)].split()
    )
    return {float(found) for found in _NUMBER.findall(text)[-400:]}


def _table_numbers(report: ReportView) -> set[float]:
    return (
        {value for key, value in report.cells.items() if value and key.endswith(".total")}
        | readings.received(report)
        | readings.answered(report, strict=True)
    )


def text_growth(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """A rise or fall in requests against last year's report, or against the number of last year that the text gives."""
    rules = grammar()
    found: list[tuple[bool | None, str, Span]] = []
    for sentence in sentences(report):
        if not sentence.counted or not pattern(rules["growth"]["pattern"]).search(sentence.text):
            continue
        for rule in rules["received"]:
            for claim in claims(sentence, rule["pattern"]):
                growth = pattern(rules["growth"]["pattern"]).search(sentence.text, claim.start)
                if growth is None or growth.start() > claim.end + 40 or narrowed(claim):
                    continue
                found.append(
                    (
                        _growth_fits(report, sentence, claim.number, growth),
                        growth.group(),
                        sentence.span(claim.start, growth.end()),
                    )
                )
    if not found:
        return
    wrong = [item for item in found if item[0] is False]
    right = [item for item in found if item[0]]
    words = "；".join(f"“{text}”" for _, text, _ in wrong)
    keys = ("requests.new.total", "requests.carried_in.total")
    cells = (*refs(report, keys), *(refs(report.previous, keys) if report.previous else ()))
    spans = tuple(item[2] for item in wrong or right or found)
    outcome: Outcome = "fails" if wrong else "holds" if right else "untestable"
    yield Finding(
        outcome, words, words, reason="" if wrong or right else "previous", cells=cells, spans=spans
    )


def _growth_fits(report: ReportView, sentence: Sentence, number: float, growth: re.Match[str]) -> bool | None:
    amount = float(growth["n"] or growth["n2"])
    unit = growth["unit"] or growth["unit2"]
    way = growth["way"] or growth["way2"]
    falling = way in grammar()["growth"]["down"].split("|")
    now = {number} | readings.received(report)
    outside = sentence.text[: growth.start("n") if growth["n"] else growth.start("n2")]
    then = {float(value) for value in _NUMBER.findall(outside) if not value.startswith("20")} - {number}
    earlier = report.previous
    known = earlier is not None and earlier.has("requests")
    if earlier is not None and known:
        then |= readings.received(earlier) | readings.answered(earlier, strict=True)
    for after in now:
        for before in then:
            change = before - after if falling else after - before
            if unit != "%" and change == amount:
                return True
            digits = (
                len(str(growth["n"] or growth["n2"]).split(".")[1])
                if "." in (growth["n"] or growth["n2"])
                else 0
            )
            if unit == "%" and before and abs(100 * change / before - amount) <= 10**-digits + 1e-9:
                return True
    return False if known else None


def text_lists(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """The items of a list cannot add up to more than the number that they are parts of."""
    wrong, right = [], []
    for sentence in sentences(report):
        if not sentence.counted:
            continue
        for head in pattern(grammar()["list"]["head"]).finditer(sentence.text):
            total = float(head["n"].replace(",", ""))
            unit = sentence.text[head.end("n") : head.end("n") + 1]
            body = _first_list(sentence.text[head.end() :])
            if pattern(grammar()["list"]["overlapping"]).search(body):
                continue
            items = list(pattern(grammar()["list"]["item"]).finditer(_BRACKET.sub("", body)))
            items = _until_whole(items, total)
            if len(items) < 2 or any(item["unit"] != unit for item in items):
                continue
            added = sum(float(item["n"]) for item in items)
            span = sentence.span(head.start(), head.end() + len(body))
            # Lists of published items run on into counts of other things; only requests are counted strictly.
            if added > total and about_requests(sentence):
                wrong.append(
                    (
                        f"{total:g}{unit}，各项合计 {added:g}{unit}",
                        f"{total:g}, items add up to {added:g}",
                        span,
                    )
                )
            elif added == total:
                right.append(("", "", span))
    if wrong or right:
        yield Finding(
            "fails" if wrong else "holds",
            "；".join(item[0] for item in wrong),
            "; ".join(item[1] for item in wrong),
            spans=tuple(item[2] for item in wrong or right),
        )


def _first_list(text: str) -> str:
    """Up to the end of the list: a second 其中, a closing bracket, a share, a comparison or an account of the work begins something else."""
    end = re.search(r"其中|\)|占|比|同|另|此外|以上|分别", text)
    text = text[: end.start()] if end else text
    end = pattern(grammar()["list"]["account"]).search(text)
    return text[: end.start()] if end else text


def _until_whole(items: list[re.Match[str]], total: float) -> list[re.Match[str]]:
    """The items up to the one with which they make up the whole: what follows counts something else."""
    added = 0.0
    for number, item in enumerate(items, 1):
        added += float(item["n"])
        if added == total:
            return items[:number]
    return items


CHECKS = {"text_shares": text_shares, "text_growth": text_growth, "text_lists": text_lists}
