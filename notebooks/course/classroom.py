"""How lessons show things: tables that read well in Chinese, a report as it was published, a text with numbered statements."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from IPython.display import HTML

CELL = "padding:4px 10px;vertical-align:top;white-space:normal;text-align:"


def table(
    frame: pd.DataFrame, columns: Mapping[str, str] | None = None, *, percent: Sequence[str] = ()
) -> HTML:
    """The frame as a table: text at the left and whole, numbers at the right, no row numbers.

    ``columns`` chooses columns and gives the heads to show; ``percent`` names (shown) columns of shares.
    """
    from IPython.display import HTML
    from pandas.api.types import is_numeric_dtype

    shown = frame if columns is None else frame[list(columns)].rename(columns=dict(columns))
    sides = {name: "right" if is_numeric_dtype(shown[name]) or name in percent else "left" for name in shown}
    head = "".join(f"<th style='{CELL}{sides[name]}'>{escape(str(name))}</th>" for name in shown)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td style='{CELL}{sides[name]}'>{escape(_said(value, percent=name in percent))}</td>"
            for name, value in zip(shown, row, strict=True)
        )
        + "</tr>"
        for row in shown.itertuples(index=False)
    )
    return HTML(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def _said(value: object, *, percent: bool) -> str:
    import pandas as pd

    if pd.isna(value):  # type: ignore[call-overload]
        return "—"
    if percent:
        return f"{value:.0%}"
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) else f"{value:.2f}"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return "".join(str(value).splitlines())


def original(path: str | Path, *, height: int = 520) -> HTML:
    """A report published as a web page, in a frame of its own to scroll through."""
    from IPython.display import HTML

    page = escape(Path(path).read_text(encoding="utf-8", errors="replace"), quote=True)
    return HTML(
        f'<div><iframe srcdoc="{page}" sandbox style="width:100%;height:{height}px;border:1px solid #ccc">'
        "</iframe></div>"
    )


def numbered(text: str, statements: Sequence[str], *, first: int = 1) -> HTML:
    """A text in which each of the statements is marked and carries its number, counted from ``first``."""
    from IPython.display import HTML

    out, reached = "", 0
    for number, statement in enumerate(statements, first):
        found = re.compile(r"\s*".join(map(re.escape, statement))).search(text, reached)
        if found is None:
            continue
        mark = f"<b style='color:#0072B2'>[{number}]</b><span style='background:#eef4fa'>{escape(found[0])}</span>"
        out += escape(text[reached : found.start()]) + mark
        reached = found.end()
    out += escape(text[reached:])
    paragraphs = "".join(f"<p style='margin:.4em 0'>{line}</p>" for line in out.splitlines() if line.strip())
    return HTML(f"<div style='line-height:1.8;max-width:46em'>{paragraphs}</div>")
