"""Word segmentation: the tokens of jieba 0.42.1 with a domain dictionary, cut by rjieba where it is installed.

Both engines give the same tokens (property-tested). Without the hidden Markov model they agree by themselves; with it, rjieba
joins ASCII runs (``G1-001``) that jieba splits, which a small step puts right. The model is off by default: it invents words
from unknown neighbours, so counts of words would depend on context; domain terms come from ``resources/dictionary.txt`` instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import Any, NamedTuple, Protocol

from textmine.resources import load_lines


class _Runs(NamedTuple):
    """Patterns of what the hidden Markov model is not asked about; they take long to compile and few need them."""

    # jieba knows ideographs up to U+9FD5; it gives every other one as a token of its own, where rjieba would join them.
    foreign: re.Pattern[str]
    # What jieba's final stage does with a run of unknown characters (jieba.finalseg.re_han and re_skip).
    unknown: re.Pattern[str]
    plain: re.Pattern[str]


@lru_cache(maxsize=1)
def _runs() -> _Runs:
    return _Runs(
        re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U000323af])"),
        re.compile(
            "[\u4e00-\u9fd5]+|[a-zA-Z0-9]+(?:\\.\\d+)?%?|(?:(?![\u4e00-\u9fd5a-zA-Z0-9]).)+", re.DOTALL
        ),
        re.compile("[\u4e00-\u9fd5]+|[a-zA-Z0-9]+"),
    )


class _Engine(Protocol):
    def cut(self, text: str, hmm: bool) -> list[str]: ...


def segment(text: str, *, hmm: bool = False) -> list[str]:
    """Tokens of ``text`` in order; joined they give back the text, blanks and punctuation included.

    ``hmm`` lets the hidden Markov model guess words that no dictionary has.
    """
    return _engine().cut(text, hmm)


def tokens_with_offsets(text: str, *, hmm: bool = False) -> list[tuple[str, int, int]]:
    """Tokens with their half-open character range, without those that are only blanks."""
    found, position = [], 0
    for token in segment(text, hmm=hmm):
        end = position + len(token)
        if not token.isspace():
            found.append((token, position, end))
        position = end
    return found


def domain_words() -> dict[str, int]:
    """Words of the domain dictionary with their frequency on the scale of jieba's dictionary."""
    return {word: int(count) for word, count in (line.split() for line in load_lines("dictionary.txt"))}


@lru_cache(maxsize=1)
def _engine() -> _Engine:
    try:
        return _Rjieba()
    except ImportError:
        return _Jieba()


class _Rjieba:
    """rjieba with a dictionary of its own, nothing shared with other users of the library."""

    def __init__(self) -> None:
        self._cutter: Any = _rjieba_extension().Jieba()
        for word, count in domain_words().items():
            self._cutter.add_word(word, count, None)

    def cut(self, text: str, hmm: bool) -> list[str]:
        if not hmm:
            tokens: list[str] = self._cutter.cut(text, False)
            return tokens
        return [
            token
            for part in _runs().foreign.split(text)
            for joined in self._cutter.cut(part, True)
            for token in self._as_jieba(joined)
        ]

    def _as_jieba(self, token: str) -> Iterator[str]:
        if (
            len(token) == 1
            or _runs().plain.fullmatch(token)
            or token.isspace()
            or self._cutter.has_word(token)
        ):
            yield token
        else:
            yield from _runs().unknown.findall(token)


def _rjieba_extension() -> Any:
    """The extension module of rjieba without the package around it, which reads the dictionary for a segmenter of its own first
    (as long as all else that tagging one report takes). Raises ImportError if it is not installed.
    """
    package = find_spec("rjieba")
    if package is None:
        raise ImportError("rjieba is not installed")
    spec = PathFinder.find_spec("rjieba.rjieba", package.submodule_search_locations)
    if spec is None or spec.loader is None:
        return import_module("rjieba")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Jieba:
    """jieba itself. The dictionary is read anew in each process (about a second): jieba's cache file lies in the shared
    temporary folder, where forks of the library poison it.
    """

    def __init__(self) -> None:
        self._cutter: Any = _import_jieba().Tokenizer()
        self._cutter.FREQ, self._cutter.total = self._cutter.gen_pfdict(self._cutter.get_dict_file())
        self._cutter.initialized = True
        for word, count in domain_words().items():
            self._cutter.add_word(word, count)

    def cut(self, text: str, hmm: bool) -> list[str]:
        return list(self._cutter.cut(text, HMM=hmm))


def _import_jieba() -> Any:
    """``import jieba`` without its SyntaxWarnings (invalid escapes) and without its detour through setuptools."""
    import sys
    import warnings

    absent = "pkg_resources" not in sys.modules
    if absent:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]  # jieba then opens its files directly
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba
    finally:
        if absent:
            del sys.modules["pkg_resources"]
    return jieba
