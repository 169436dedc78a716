"""The tagger as a spaCy pipeline: our tokenizer, statements and themes as span groups and doc extensions.

    nlp = textmine.make_nlp()
    doc = nlp("一是更新不及时；二是人员不足。")
    doc.spans["statements"]        # one span a statement, label = role
    doc.spans["themes"]            # one span a tag, label = theme
    doc._.problem_themes           # report level
    doc._.tagged                   # the same data as `textmine tag` prints

Texts are bare section fives. The factories are registered under the entry points ``spacy_factories`` and ``spacy_tokenizers``, so that
``spacy.load`` finds them; importing this module loads neither jieba nor scikit-learn nor matplotlib.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from textmine.schema import ROLES, Statement, TaggedStatement

TOKENIZER = "textmine.Tokenizer.v1"
STATEMENTS = "textmine_statements"
THEMES = "textmine_themes"
_BATCH = 200  # as many docs as the tagger takes at a time
# Okabe and Ito's palette, which stays apart for colour-blind readers.
ROLE_COLOURS = {"problem": "#f3b27a", "measure": "#8fc7e8", "rectified": "#8ad0b9", "context": "#dddddd"}


class Tokenizer:
    """Cuts text into jieba's words; the tokens joined give back the text, blanks included."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A Doc whose text is ``text``."""
        from textmine.segmentation import segment

        words = segment(text) if text else []
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """Docs of many texts."""
        return map(self, texts)

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing: the tokenizer has no state of its own."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> Tokenizer:
        """The tokenizer itself."""
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        """Write nothing."""

    def from_disk(self, _path: Any, **_: Any) -> Tokenizer:
        """The tokenizer itself."""
        return self


def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """Factory of the tokenizer, as spaCy's configuration wants it."""
    return lambda nlp: Tokenizer(nlp.vocab)


registry.tokenizers.register(TOKENIZER, func=create_tokenizer)


@Language.factory(STATEMENTS, assigns=["doc.spans", "doc._.statement_records"])
def create_statements(nlp: Language, name: str) -> StatementFinder:
    """Factory of the component that finds statements."""
    return StatementFinder()


@Language.factory(
    THEMES, default_config={"tagger": "default"}, requires=["doc.spans"], assigns=["doc._.tagged"]
)
def create_themes(nlp: Language, name: str, tagger: str) -> ThemeTagger:
    """Factory of the component that tags themes; ``tagger`` is ``default`` or ``rules``."""
    return ThemeTagger(tagger)


class StatementFinder:
    """Sets ``doc.spans["statements"]`` (labels are roles) and ``doc._.statement_records``."""

    def __call__(self, doc: Doc) -> Doc:
        """The doc with its statements. Tokens that reach over the edge of a statement are split."""
        from textmine.parsing import parse_narrative

        statements = parse_narrative(doc.text)
        _split_tokens(doc, {edge for item in statements for edge in (item.start, item.end)})
        doc._.statement_records = [
            {name: getattr(item, name) for name in ("id", "role", "start", "end", "frame", "heading")}
            for item in statements
        ]
        _set_statements(doc, [(item.start, item.end, item.role) for item in statements])
        return doc


class ThemeTagger:
    """Gives statements their final role and themes; docs are tagged in batches by ``pipe``."""

    def __init__(self, tagger: str = "default") -> None:
        self.tagger = tagger

    def __call__(self, doc: Doc) -> Doc:
        """The tagged doc."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _BATCH) -> Iterator[Doc]:
        """The tagged docs."""
        from textmine.themes import load_tagger

        tagger = load_tagger(self.tagger)
        docs = iter(stream)
        while batch := list(islice(docs, max(1, batch_size))):
            items = [(doc.text, _statements_of(doc)) for doc in batch]
            for doc, tagged in zip(batch, tagger.tag_many(items), strict=True):
                _split_tokens(
                    doc, {edge for one in tagged for edge in (one.statement.start, one.statement.end)}
                )
                _set_tags(doc, tagged)
                yield doc


def make_nlp(*, tagger: str = "default") -> Language:
    """A pipeline that reads bare section fives.

    Parameters
    ----------
    tagger: ``default`` or ``rules``.
    """
    from spacy.lang.zh import Chinese

    config = {"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}, "initialize": {"tokenizer": None}}
    nlp = Chinese.from_config(Language.default_config.merge(Chinese.default_config).merge(config))
    nlp.add_pipe(STATEMENTS)
    nlp.add_pipe(THEMES, config={"tagger": tagger})
    return nlp


def render(doc: Doc, *, key: str = "statements", page: bool = False) -> str:
    """The doc as HTML with its spans marked, by displaCy.

    Parameters
    ----------
    key: the span group, ``statements`` (roles) or ``themes``.
    page: a whole page instead of a fragment.
    """
    from spacy import displacy

    options = {"spans_key": key, "colors": ROLE_COLOURS if key == "statements" else {}}
    html: str = displacy.render(doc, style="span", page=page, options=options, jupyter=False)
    return html


def _statements_of(doc: Doc) -> tuple[Statement, ...]:
    text = doc.text
    return tuple(
        Statement(text=text[record["start"] : record["end"]], **record) for record in doc._.statement_records
    )


def _split_tokens(doc: Doc, edges: set[int]) -> None:
    """Split tokens at character offsets that lie inside them."""
    cuts: dict[int, list[int]] = {}
    for token in doc:
        inside = sorted(edge - token.idx for edge in edges if token.idx < edge < token.idx + len(token))
        if inside:
            cuts[token.i] = inside
    if not cuts:
        return
    with doc.retokenize() as retokenizer:
        for place, inside in cuts.items():
            token = doc[place]
            parts = [token.text[a:b] for a, b in zip([0, *inside], [*inside, len(token)], strict=True)]
            retokenizer.split(token, parts, heads=[(token, number) for number in range(len(parts))])


def _set_statements(doc: Doc, ranges: list[tuple[int, int, str]]) -> None:
    spans = [doc.char_span(start, end, label=role) for start, end, role in ranges]
    doc.spans["statements"] = [span for span in spans if span is not None]


def _set_tags(doc: Doc, tagged: tuple[TaggedStatement, ...]) -> None:
    doc._.tagged = [
        {
            "start": item.statement.start,
            "end": item.statement.end,
            "role": item.statement.role,
            "themes": [
                {
                    "id": tag.theme,
                    "probability": tag.probability,
                    "review": tag.review,
                    "evidence": [{"start": e.start, "end": e.end, "source": e.source} for e in tag.evidence],
                }
                for tag in item.tags
            ],
        }
        for item in tagged
    ]
    _set_statements(doc, [(record["start"], record["end"], record["role"]) for record in doc._.tagged])
    doc.spans["themes"] = [
        span
        for record in doc._.tagged
        for tag in record["themes"]
        if not tag["review"]
        and (span := doc.char_span(record["start"], record["end"], label=tag["id"])) is not None
    ]


def _report_themes(role: str) -> Callable[[Doc], list[str]]:
    def themes(doc: Doc) -> list[str]:
        found = (tag for record in doc._.tagged if record["role"] == role for tag in record["themes"])
        return list(dict.fromkeys(tag["id"] for tag in found if not tag["review"]))

    return themes


def _record(span: Span) -> dict[str, Any]:
    wanted = (span.start_char, span.end_char)
    return next((r for r in span.doc._.tagged if (r["start"], r["end"]) == wanted), {"themes": []})


def _span_themes(span: Span) -> list[str]:
    return [tag["id"] for tag in _record(span)["themes"] if not tag["review"]]


def _register_extensions() -> None:
    for name in ("statement_records", "tagged"):
        Doc.set_extension(name, default=[], force=True)
    for role in ROLES[:3]:
        Doc.set_extension(f"{role}_themes", getter=_report_themes(role), force=True)
    Span.set_extension("role", getter=lambda span: span.label_, force=True)
    Span.set_extension("themes", getter=_span_themes, force=True)


_register_extensions()
