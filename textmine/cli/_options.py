"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

TAGGERS = ("default", "rules")


def tagger_option(name: str = "tagger_name") -> Callable[..., Any]:
    """``--tagger``: which tagger does the work; an unknown name is refused before any work."""
    return click.option(
        "--tagger",
        name,
        type=click.Choice(TAGGERS),
        default="default",
        show_default=True,
        help="rules: cues alone, without the model.",
    )
