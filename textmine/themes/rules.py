"""Cue tables: the rules of the rule tagger as data.

One YAML file a theme in ``resources/cues``, plus ``_shared.yaml`` with word lists that several themes use and the
scope words. A cue is one of three kinds:

``any``      a list of words, each of which is enough;
``object`` + ``with``   an object and a predicate in the same clause (更新 … 不及时), the predicate after the object, before it
             or either way (``order``), at most ``gap`` characters apart;
``pattern``  a regular expression, tried only on clauses that hold one of the words in ``any``.

``side`` says where a cue counts: ``shortfall`` (what is wrong), ``step`` (what is done about it) or ``both``. A word list
may name shared or local lists as ``$name``. Every cue has an example that must match and one that must not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, get_args

from textmine.errors import ResourceError
from textmine.resources import load_yaml, resource

Side = Literal["shortfall", "step", "both"]
Order = Literal["object_first", "predicate_first", "any"]
NEAR = 1
"""Clauses before and after a hit in which ``without`` words hold it back; a statement may list more topics than one."""
REACH = 6
"""Characters before a hit in which ``not_after`` words hold it back; longer attributes are rare before a head noun."""
_PUNCTUATION = frozenset(
    "，。；：！？,;:!?"
)  # a clause holds none of these, so such a word could never match
_OPTIONAL_KEYS = frozenset(
    ["with", "order", "gap", "pattern", "unless", "without", "between", "except", "not_after"]
)
_KEYS = _OPTIONAL_KEYS | {"id", "side", "any", "object", "match", "reject"}


@dataclass(frozen=True)
class Cue:
    """One rule. Word lists are sorted; ``match`` and ``reject`` are examples, as ``role|sentence`` or plain sentences.

    ``unless``: words that hold the cue back when they stand in the same clause, ``without``:
    in it or a neighbouring one, ``between``: between object and predicate; ``exceptions``: longer words inside
    which a hit does not count (三审制度 for 制度); ``not_after``: words that hold it back when they end at most
    ``REACH`` characters before the hit.
    """

    id: str
    theme: str
    side: Side
    words: tuple[str, ...]
    predicates: tuple[str, ...] = ()
    order: Order = "object_first"
    gap: int = 12
    pattern: re.Pattern[str] | None = None
    unless: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scope:
    """Words and patterns that decide whether a hit counts (see ``_shared.yaml`` for each one's meaning)."""

    purpose: tuple[str, ...]
    shortfall_naming: tuple[str, ...]
    shortfall_closing: tuple[str, ...]
    negation: tuple[str, ...]
    column_noun: tuple[str, ...]
    goal: re.Pattern[str]
    purpose_opening: re.Pattern[str]
    shortfall_opening: re.Pattern[str]
    concession: re.Pattern[str]
    wish: re.Pattern[str]
    named_column: re.Pattern[str]
    quoted_column: re.Pattern[str]


@dataclass(frozen=True)
class CueTable:
    """All cues with the scope rules and the measured probability of each cue; ``needs`` are the words of a wish (有待)."""

    cues: tuple[Cue, ...]
    scope: Scope
    needs: frozenset[str] = frozenset()
    probabilities: Mapping[str, float] = field(default_factory=dict)
    default_probability: float = 0.8
    fallback_factor: float = 0.8

    def probability(self, cue_id: str) -> float:
        """Share of this cue's tags that were right on the gold labels, drawn towards its theme's mean."""
        return self.probabilities.get(cue_id, self.default_probability)


@lru_cache(maxsize=1)
def load_cues() -> CueTable:
    """The shipped cue tables. Raises ResourceError if a table breaks the form (the message names cue and key)."""
    shared = load_yaml("cues", "_shared.yaml")
    names = sorted(
        entry.name
        for entry in resource("cues").iterdir()
        if entry.name.endswith(".yaml") and not entry.name.startswith("_")
    )
    cues = [cue for name in names for cue in cues_from_data(load_yaml("cues", name), name, shared["words"])]
    twice = {name for name, times in Counter(cue.id for cue in cues).items() if times > 1}
    if twice:
        raise ResourceError(f"cues: ids given twice: {', '.join(sorted(twice))}.")
    measured = load_yaml("cues", "_probabilities.yaml")
    return CueTable(
        tuple(cues),
        _scope(shared["scope"]),
        frozenset(shared["words"]["needs"]),
        measured["cues"],
        measured["default"],
        measured["fallback_factor"],
    )


def cues_from_data(data: Any, source: str, shared: Mapping[str, Sequence[str]]) -> Iterator[Cue]:
    """Cues of one theme file's content. ``shared`` are the word lists that it may name besides its own ``words``."""
    if not isinstance(data, Mapping) or not isinstance(data.get("theme"), str):
        raise ResourceError(f"cues/{source}: 'theme' is missing.")
    lists = dict(shared) | dict(data.get("words") or {})
    for number, entry in enumerate(data.get("cues") or (), 1):
        yield _cue(entry, data["theme"], f"cues/{source}, cue {number}", lists)


def _scope(data: Mapping[str, Any]) -> Scope:
    try:
        rules: dict[str, Any] = {
            name: tuple(data[name]["words"]) if "words" in data[name] else re.compile(data[name]["pattern"])
            for name in Scope.__dataclass_fields__
        }
    except (KeyError, re.error) as error:
        raise ResourceError(f"cues/_shared.yaml: scope rule missing or no pattern ({error}).") from error
    return Scope(**rules)


def _words(value: Any, lists: Mapping[str, Sequence[str]], place: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for item in [value] if isinstance(value, str) else value or ():
        if not isinstance(item, str) or not item or not _PUNCTUATION.isdisjoint(item):
            raise ResourceError(f"{place}: {item!r} is no word (text without clause punctuation).")
        if item.startswith("$"):
            if item[1:] not in lists:
                raise ResourceError(f"{place}: no word list {item}.")
            found.update(dict.fromkeys(_words(list(lists[item[1:]]), lists, place)))
        else:
            found[item] = None
    return tuple(sorted(found))


def _examples(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _cue(entry: Any, theme: str, place: str, lists: Mapping[str, Sequence[str]]) -> Cue:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("id"), str):
        raise ResourceError(f"{place}: 'id' is missing.")
    place = f"{place} ({entry['id']})"
    unknown = set(entry) - _KEYS
    if unknown:
        raise ResourceError(f"{place}: unknown key {', '.join(sorted(unknown))}.")
    if entry.get("side") not in get_args(Side) or entry.get("order", "any") not in get_args(Order):
        raise ResourceError(
            f"{place}: 'side' is {'/'.join(get_args(Side))}, 'order' {'/'.join(get_args(Order))}."
        )
    words = _words(entry.get("any") or entry.get("object"), lists, place)
    predicates = _words(entry.get("with"), lists, place)
    if (
        not words
        or bool(predicates) != ("object" in entry)
        or not entry.get("match")
        or not entry.get("reject")
    ):
        raise ResourceError(
            f"{place}: needs 'any', or 'object' and 'with', and examples 'match' and 'reject'."
        )
    try:
        pattern = re.compile(entry["pattern"]) if "pattern" in entry else None
    except re.error as error:
        raise ResourceError(f"{place}: 'pattern' is no regular expression ({error}).") from error
    return Cue(
        id=f"{theme}.{entry['id']}",
        theme=theme,
        side=entry["side"],
        words=words,
        predicates=predicates,
        order=entry.get("order", "object_first"),
        gap=int(entry.get("gap", 12)),
        pattern=pattern,
        unless=_words(entry.get("unless"), lists, place),
        without=_words(entry.get("without"), lists, place),
        between=_words(entry.get("between"), lists, place),
        exceptions=_words(entry.get("except"), lists, place),
        not_after=_words(entry.get("not_after"), lists, place),
        match=_examples(entry["match"]),
        reject=_examples(entry["reject"]),
    )
