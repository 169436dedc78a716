"""Checks of the running text against the tables: a claim fails only if no reasonable reading of it fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from textmine.analysis.checks import _readings as readings
from textmine.analysis.checks._claims import (
    Claim,
    Sentence,
    about_requests,
    by_another,
    claims,
    grammar,
    narrowed,
    of_year,
    pattern,
    sentences,
)
from textmine.analysis.checks._model import Corpus, Finding, ReportView, Span, refs


@dataclass(frozen=True, slots=True)
class Tested:
    """A claim held against the tables: True fits, False fits no reading, None is about something else."""

    fits: bool | None
    words: str
    expected: str
    keys: tuple[str, ...]
    span: Span


Reader = Callable[[ReportView, Corpus], Iterator[Tested]]


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:.12g}"


def _test(
    claim: Claim, accepted: set[float], keys: tuple[str, ...], expected: str, *, excused: bool = False
) -> Tested:
    """A claim against the readings of the table; where it fits none but is narrowed, it is about something else."""
    fits: bool | None = claim.number in accepted
    if not fits and (excused or not accepted or narrowed(claim)):
        fits = None
    return Tested(fits, claim.words, expected, keys, claim.span())


def _received(report: ReportView, corpus: Corpus) -> Iterator[Tested]:
    rules = grammar()
    keys = ("requests.new.total", "requests.carried_in.total")
    expected = (
        f"新收 {_number(readings.row(report, 'new'))}、上年结转 {_number(readings.row(report, 'carried_in'))}"
    )
    for sentence in sentences(report):
        if "申请" not in sentence.text:
            continue
        for rule in rules["received"]:
            for claim in claims(sentence, rule["pattern"]):
                lead = sentence.text[max(0, claim.start - 2) : claim.number_start]
                only_new = bool(pattern(rules["new_words"]).search(lead))
                accepted = readings.received(report, only_new=only_new)
                if not only_new and ("办理" in claim.words or "受理" in claim.words):
                    accepted |= readings.answered(report, strict=True)
                if pattern(rules["narrow"]["matters"]).search(claim.words) or "复议" in claim.words:
                    continue
                yield _test(claim, accepted, keys, expected)
        yield from _none_received(report, sentence, keys, expected)


def _none_received(
    report: ReportView, sentence: Sentence, keys: tuple[str, ...], expected: str
) -> Iterator[Tested]:
    rule = grammar()["none_received"]
    new = readings.row(report, "new")
    for found in pattern(rule["pattern"]).finditer(sentence.text):
        claim = Claim(0, found.group(), sentence, found.start(), found.end(), found.end())
        whole = found.group() + sentence.text[found.end() : found.end() + 6]
        if new is None or pattern(rule["narrow"]).search(whole):
            continue
        everybody = "公民" in found.group() or "自然人" in found.group()
        others = narrowed(claim) and not (everybody and of_year(claim, report.year))
        yield Tested(
            True if new == 0 else None if others else False, found.group(), expected, keys, claim.span()
        )


def _answered(report: ReportView, corpus: Corpus) -> Iterator[Tested]:
    rule = grammar()["answered"]
    keys = ("requests.total.total", "requests.new.total", "requests.carried_in.total")
    expected = f"（七）总计 {_number(readings.row(report, 'total'))}"
    for sentence in sentences(report):
        if not about_requests(sentence):
            continue
        for claim in claims(sentence, rule["pattern"]):
            accepted = readings.answered(report, strict="办结" in claim.words)
            clause = sentence.clause(claim.start)
            other = bool(pattern(rule["narrow"]).search(clause)) or "复议" in clause or "诉讼" in clause
            yield _test(claim, accepted, keys, expected, excused=other or by_another(claim))


def _outcomes(report: ReportView, corpus: Corpus) -> Iterator[Tested]:
    rules, matters = grammar()["outcomes"], pattern(grammar()["narrow"]["matters"])
    for sentence in sentences(report):
        if not sentence.counted or not (about_requests(sentence) or "答复" in sentence.text):
            continue
        if not pattern(_any_outcome()).search(sentence.text):
            continue
        for name in rules["names"]:
            for claim in claims(sentence, f"(?:{name['name']}){rules['words']}{{num}}"):
                before = sentence.text[: claim.start]
                keys, accepted = _outcome_readings(
                    report, name, bool(sentence.clause(claim.start).strip("、其中"))
                )
                expected = "、".join(_number(value) for value in sorted(accepted)[:4])
                other = bool(matters.search(sentence.text)) or "复议" in sentence.text
                shared = bool(pattern(rules["shared"]).search(before))
                yield _test(claim, accepted, keys, expected, excused=other or shared or by_another(claim))


@lru_cache(maxsize=1)
def _any_outcome() -> str:
    """A pattern that finds the name of any outcome."""
    return "|".join(f"(?:{name['name']})" for name in grammar()["outcomes"]["names"])


def _outcome_readings(
    report: ReportView, name: dict[str, Any], detailed: bool
) -> tuple[tuple[str, ...], set[float]]:
    """Keys and readings of an outcome's name; ``detailed`` if words before it may single out one row of a group."""
    if "group" in name:
        keys = tuple(readings.group_keys(report, name["group"]))
        total = readings.group(report, name["group"])
        single = {value for key in keys if (value := report.number(key)) is not None} if detailed else set()
        return keys, ({total} if total is not None else set()) | single
    rows = name.get("also", name["rows"])
    values = [readings.row(report, one) for one in rows]
    accepted = {
        value for one, value in zip(rows, values, strict=True) if one in name["rows"] and value is not None
    }
    if None not in values:
        accepted.add(sum(value or 0.0 for value in values))
    return tuple(f"requests.{one}.total" for one in rows), accepted


def _carried(report: ReportView, corpus: Corpus) -> Iterator[Tested]:
    rules = grammar()
    for name, offset in (("carried_in", -1), ("carried_forward", 1)):
        key = f"requests.{name}.total"
        value = readings.row(report, name)
        if value is None:
            continue
        expected = f"{'上年结转' if offset < 0 else '结转下年度'} {_number(value)}"
        for sentence in sentences(report):
            if not about_requests(sentence):
                continue
            for found in pattern(rules[name]["pattern"]).finditer(sentence.text):
                if found["year"] and report.year is not None and int(found["year"]) != report.year + offset:
                    continue
                yield Tested(
                    float(found["n"].replace(",", "")) == value,
                    found.group(), expected, (key,), sentence.span(found.start(), found.end()),
                )  # fmt: skip
            for found in pattern(rules[f"no_{name}"]["pattern"]).finditer(sentence.text):
                yield Tested(
                    value == 0, found.group(), expected, (key,), sentence.span(found.start(), found.end())
                )


def _all_done(report: ReportView, corpus: Corpus) -> Iterator[Tested]:
    rule = grammar()["all_done"]
    forward = readings.row(report, "carried_forward")
    if forward is None:
        return
    for sentence in sentences(report):
        if not about_requests(sentence):
            continue
        for found in pattern(rule["pattern"]).finditer(sentence.text):
            claim = Claim(0, found.group(), sentence, found.start(), found.end(), found.end())
            excused = pattern(rule["unless"]).search(sentence.part.text) or narrowed(claim)
            fits = True if forward == 0 else None if excused else False
            yield Tested(
                fits,
                found.group(),
                f"结转下年度 {_number(forward)}",
                ("requests.carried_forward.total",),
                claim.span(),
            )


def _review(report: ReportView, corpus: Corpus) -> Iterator[Tested]:
    rules = grammar()["review"]
    suits = ("lawsuit_direct", "lawsuit_after_reconsideration")
    for sentence in sentences(report):
        if ("复议" not in sentence.text and "诉讼" not in sentence.text) or (
            sentence.part.id == "review" and "结果维持" in sentence.text
        ):
            continue
        if "信息公开" not in sentence.text and sentence.part.id != "review":
            continue
        for name, blocks in (("reconsideration", ("reconsideration",)), ("lawsuit", suits)):
            keys = tuple(f"review.{block}.total" for block in blocks)
            accepted = readings.results(report, "total", blocks)
            for column in ("upheld", "corrected", "other", "pending"):
                accepted |= readings.results(report, column, blocks)
            for claim in claims(sentence, rules[name]):
                if (
                    "和" in sentence.text[max(0, claim.start - 6) : claim.start]
                    or "、" in sentence.text[max(0, claim.start - 1) : claim.start]
                ):
                    accepted |= readings.results(report, "total")
                expected = "、".join(_number(report.number(key)) for key in keys)
                own = bool(pattern(rules["own_office"]).search(sentence.clause(claim.start)))
                yield _test(claim, accepted, keys, f"总计 {expected}", excused=own)
        yield from _results(report, sentence)
        yield from _no_cases(report, sentence)


def _results(report: ReportView, sentence: Sentence) -> Iterator[Tested]:
    for result in grammar()["review"]["results"]:
        keys = tuple(f"review.{block}.{result['column']}" for block in readings.BLOCKS)
        accepted = readings.results(report, result["column"])
        expected = "、".join(_number(report.number(key)) for key in keys)
        for claim in claims(sentence, f"(?:{result['name']})(?:的)?(?:案件)?(?:有|为|共)?{{num}}"):
            yield _test(claim, accepted, keys, expected)


def _no_cases(report: ReportView, sentence: Sentence) -> Iterator[Tested]:
    rules = grammar()["review"]
    for found in pattern(rules["none"]).finditer(sentence.text):
        words = found.group()
        claim = Claim(0, words, sentence, found.start(), found.end(), found.end())
        if pattern(rules["results_only"]).search(words + sentence.text[found.end() : found.end() + 12]):
            continue
        blocks = [
            block for block in readings.BLOCKS if ("复议" if block == "reconsideration" else "诉讼") in words
        ]
        keys = tuple(f"review.{block}.total" for block in blocks)
        values = [report.number(key) for key in keys]
        if None in values:
            continue
        fits = True if not any(values) else None if narrowed(claim) else False
        yield Tested(fits, words, "总计 " + "、".join(_number(value) for value in values), keys, claim.span())


def _documents(report: ReportView, corpus: Corpus) -> Iterator[Tested]:
    rules = grammar()["documents"]
    for name in ("made", "valid"):
        key = f"active.normative_documents.{name}"
        value = report.number(key)
        if value is None or report.eras.get("active") != "2021":
            continue
        for sentence in sentences(report):
            for claim in claims(sentence, rules[name]):
                # A government's sentence may count its own documents, its office's, or those of the whole territory.
                sure = report.kind in ("department", "vertical") and "以" not in sentence.clause(claim.start)
                yield _test(claim, {value}, (key,), _number(value), excused=not sure)


def _conclude(report: ReportView, corpus: Corpus, reader: Reader, table: str) -> Iterator[Finding]:
    """One finding for all claims of a kind: it fails if one fits no reading, and says nothing where nothing is claimed."""
    if report.eras.get(table) not in ("2021", "2019"):
        return
    found = list(reader(report, corpus))
    if not found:
        return
    wrong = [item for item in found if item.fits is False]
    right = [item for item in found if item.fits]
    shown = wrong or right or found
    keys = dict.fromkeys(key for item in shown for key in item.keys)
    detail = "；".join(f"“{item.words}”，表中{item.expected}" for item in wrong)
    detail_en = "; ".join(f"“{item.words}” against {item.expected} in the table" for item in wrong)
    yield Finding(
        "fails" if wrong else "holds" if right else "untestable",
        detail,
        detail_en,
        reason="" if wrong or right else "scope",
        cells=refs(report, keys),
        spans=tuple(item.span for item in shown),
    )


def _check(reader: Reader, table: str) -> Callable[[ReportView, Corpus], Iterator[Finding]]:
    def check(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
        return _conclude(report, corpus, reader, table)

    return check


CHECKS = {
    "text_received": _check(_received, "requests"),
    "text_answered": _check(_answered, "requests"),
    "text_outcomes": _check(_outcomes, "requests"),
    "text_carried": _check(_carried, "requests"),
    "text_all_done": _check(_all_done, "requests"),
    "text_review": _check(_review, "review"),
    "text_documents": _check(_documents, "active"),
}
