"""The page of the documentation that benchmarks write parts of."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def put(begin: str, text: str, end: str) -> None:
    """Put a text between two marks of the page. Raises ValueError if the page lacks one."""
    head, rest = PAGE.read_text(encoding="utf-8").split(begin)
    _, tail = rest.split(end)
    PAGE.write_text(f"{head}{begin}\n\n{text}\n\n{end}{tail}", encoding="utf-8")
