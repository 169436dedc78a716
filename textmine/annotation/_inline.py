"""The inline format that experts edit: text with ``{ROLE themes|statement}`` marks below a header line.

    ### id=G1-001 | agency=… | level=city | kind=department | year=2022 | family=- | cue=free | style=enumerated
    一是{P timeliness,staffing|…}；二是{M training|…}。{C|…}

ROLE is P (problem), M (measure), R (rectified) or C (context). Marks do not nest; what stands outside is heading,
enumeration mark or punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from textmine.errors import ResourceError
from textmine.gold import GoldPassage, GoldStatement, gold_problems
from textmine.schema import Role

_ROLE_OF: dict[str, Role] = {"P": "problem", "M": "measure", "R": "rectified", "C": "context"}
_LETTER_OF = {role: letter for letter, role in _ROLE_OF.items()}
_MARK = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}|[{}|]")
_KEYS = ("id", "agency", "level", "kind", "year", "family", "cue", "style")


def parse_inline(body: str) -> tuple[str, tuple[GoldStatement, ...]]:
    """Plain text and statements of one annotated body. Raises ValueError that quotes the place of a faulty mark."""
    pieces: list[str] = []
    statements: list[GoldStatement] = []
    length = position = 0
    for match in _MARK.finditer(body):
        if match.group(1) is None:
            around = body[max(0, match.start() - 12) : match.end() + 12]
            raise ValueError(f"stray {match.group()!r} near {around!r}")
        pieces.append(body[position : match.start()])
        length += match.start() - position
        letter, _, listed = match.group(1).strip().partition(" ")
        if letter not in _ROLE_OF:
            raise ValueError(f"unknown role letter {letter!r} before {match.group(2)[:12]!r}")
        themes = tuple(name.strip() for name in listed.split(",") if name.strip())
        text = match.group(2)
        statements.append(GoldStatement(length, length + len(text), _ROLE_OF[letter], themes))
        pieces.append(text)
        length += len(text)
        position = match.end()
    pieces.append(body[position:])
    return "".join(pieces), tuple(statements)


def format_inline(passage: GoldPassage) -> str:
    """One passage in the inline format, header and body; ``parse_inline`` of the body gives back text and statements."""
    header = " | ".join(f"{key}={getattr(passage, key) or '-'}" for key in _KEYS)
    pieces, position = [], 0
    for item in passage.statements:
        label = f"{_LETTER_OF[item.role]} {','.join(item.themes)}".strip()
        pieces += [passage.text[position : item.start], f"{{{label}|{passage.text[item.start : item.end]}}}"]
        position = item.end
    return f"### {header}\n{''.join(pieces)}{passage.text[position:]}\n"


def read_inline(
    source: str, *, name: str = "inline text", annotator: str, provenance: str
) -> list[GoldPassage]:
    """Passages of an inline file's text.

    Raises
    ------
    ResourceError: names every faulty passage by ``name`` and line, with what is wrong.
    """
    passages, faults = [], []
    for line, header, body in _blocks(source):
        try:
            text, statements = parse_inline(body)
            passage = _passage(header, text, statements, annotator, provenance)
            found = gold_problems(passage)
        except (ValueError, KeyError) as error:
            found = [f"{type(error).__name__}: {error}"]
        else:
            passages.append(passage)
        if found:
            faults.append(f"{name}, line {line} ({header.get('id', 'no id')}): {'; '.join(found)}")
    if faults:
        raise ResourceError("Correct these passages and import again:\n" + "\n".join(faults))
    return passages


def write_inline(passages: Iterable[GoldPassage]) -> str:
    """Passages as one inline file's text."""
    return "\n".join(format_inline(passage) for passage in passages)


def _blocks(source: str) -> Iterator[tuple[int, dict[str, str], str]]:
    start, header = 0, None
    body: list[str] = []
    for number, line in enumerate(source.splitlines(), 1):
        if line.startswith("### "):
            if header is not None:
                yield start, header, "\n".join(body).strip("\n")
            pairs = (part.partition("=") for part in line[4:].split("|"))
            header = {key.strip(): value.strip() for key, _, value in pairs}
            start, body = number, []
        else:
            body.append(line)
    if header is not None:
        yield start, header, "\n".join(body).strip("\n")


def _passage(
    header: dict[str, str], text: str, statements: tuple[GoldStatement, ...], annotator: str, provenance: str
) -> GoldPassage:
    return GoldPassage(
        id=header["id"],
        text=text,
        statements=statements,
        agency=header["agency"],
        region=region_of(header["agency"]),
        level=header["level"],
        kind=header["kind"],
        year=int(header["year"]),
        family=None if header["family"] == "-" else header["family"],
        cue=header["cue"],
        style=header["style"],
        annotator=annotator,
        provenance=provenance,
    )


_REGION = re.compile(
    r"(?:国家\w{2,4}总?局)?((?:.{2,5}?(?:省|自治区))?(?:[^县区市]{1,5}?(?:市|自治州|地区|盟))?"
    r"(?:[^市]{1,4}?(?:自治县|县|市|旗|(?<![社园小])区))?)"
)


def region_of(agency: str) -> str:
    """The region names that an agency's name begins with (澄州省岭前市民政局 → 澄州省岭前市)."""
    match = _REGION.match(agency)
    return match.group(1) if match else ""
