"""Why a sentence is tagged as it is: how it is split, which cues fire, which are held back and for what reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textmine.schema import TaggedStatement
from textmine.themes._matching import Finding

_REASONS = {
    "goal": "目标从句：只说明措施的目的，没有其他线索时才计入",
    "negation": "否定：说的是没有这种情况",
    "column": "栏目或内容的名称",
    "exclusion": "同一分句中另有词语表明属于其他主题",
    "concession": "让步从句（虽然……）",
    "wish": "问题段落中的“进一步……”，只在没有其他线索时计入",
    "side": "不足类线索不计入措施，措施类线索不计入问题",
}


@dataclass(frozen=True)
class CueNote:
    """One cue that matched: its words and ranges in the sentence; ``held`` is None, or why it does not count."""

    cue: str
    theme: str
    words: tuple[str, ...]
    ranges: tuple[tuple[int, int], ...]
    held: str | None = None


@dataclass(frozen=True)
class ExplainedStatement:
    """One statement with its tags and every cue that matched in it."""

    tagged: TaggedStatement
    cues: tuple[CueNote, ...]


@dataclass(frozen=True)
class Explanation:
    """How a sentence was read by a tagger."""

    sentence: str
    tagger: str
    statements: tuple[ExplainedStatement, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "sentence": self.sentence,
            "tagger": self.tagger,
            "statements": [_statement_dict(item) for item in self.statements],
        }

    def to_text(self) -> str:
        """Lines for a reader of Chinese."""
        from textmine.themes.codebook import load_codebook

        names = {theme.id: theme.zh for theme in load_codebook().themes}
        if not self.statements:
            return "这段文字里没有可分析的语句。"
        return "\n".join(line for item in self.statements for line in _lines(item, names))


def explain(sentence: str, *, tagger: str = "default") -> Explanation:
    """How ``sentence`` is split into statements, with role, themes and cues.

    Parameters
    ----------
    sentence: a sentence or a whole section five.
    tagger: a name that ``load_tagger`` knows; cues are shown for every tagger, the tags are this one's.

    Raises UsageError for an unknown tagger.
    """
    from textmine.parsing import parse_narrative
    from textmine.themes._rule_tagger import RuleTagger
    from textmine.themes.tagger import load_tagger

    chosen = load_tagger(tagger)
    tagged = chosen.tag(sentence, tuple(parse_narrative(sentence)))
    rules = chosen if isinstance(chosen, RuleTagger) else RuleTagger()
    found = rules.find_many([(sentence, [item.statement for item in tagged])])[0]
    return Explanation(
        sentence,
        chosen.name,
        tuple(
            ExplainedStatement(item, _notes(sentence, findings))
            for item, findings in zip(tagged, found, strict=True)
        ),
    )


def _notes(text: str, findings: Sequence[Finding]) -> tuple[CueNote, ...]:
    # A word that counts as a step is often a shortfall's word too; saying so beside the cue that fired would only confuse.
    explained = {(f.cue.theme, span) for f in findings if f.held != "side" for span in f.ranges}
    return tuple(
        CueNote(f.cue.id, f.cue.theme, tuple(text[a:b] for a, b in f.ranges), f.ranges, f.held)
        for f in findings
        if f.held != "side" or (f.cue.theme, f.ranges[0]) not in explained
    )


def _statement_dict(item: ExplainedStatement) -> dict[str, Any]:
    statement = item.tagged.statement
    return {
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "role": statement.role,
        "themes": [
            {
                "id": tag.theme,
                "probability": tag.probability,
                "evidence": [{"start": e.start, "end": e.end, "source": e.source} for e in tag.evidence],
                "review": tag.review,
            }
            for tag in item.tagged.tags
        ],
        "cues": [_note_dict(note) for note in item.cues if note.held is None],
        "held_back": [_note_dict(note) | {"reason": note.held} for note in item.cues if note.held],
    }


def _note_dict(note: CueNote) -> dict[str, Any]:
    return {
        "cue": note.cue,
        "theme": note.theme,
        "words": list(note.words),
        "ranges": [list(span) for span in note.ranges],
    }


_ROLES = {"problem": "问题", "measure": "措施", "rectified": "已整改", "context": "背景"}


def _lines(item: ExplainedStatement, names: dict[str, str]) -> list[str]:
    statement = item.tagged.statement
    lines = [
        f"[{_ROLES[statement.role]} {statement.start}–{statement.end}] {' '.join(statement.text.split())}"
    ]
    lines += [
        f"  主题 {names.get(tag.theme, tag.theme)} ({tag.theme}) 概率 {tag.probability:.2f}"
        + (" 待复核" if tag.review else "")
        for tag in item.tagged.tags
    ] or ["  无主题"]
    for note in item.cues:
        span = "、".join(f"“{w}”{a}–{b}" for w, (a, b) in zip(note.words, note.ranges, strict=True))
        mark = (
            f"  未计入 {note.cue}：{span}（{_REASONS[note.held]}）"
            if note.held
            else f"  线索 {note.cue}：{span}"
        )
        lines.append(mark)
    return lines
