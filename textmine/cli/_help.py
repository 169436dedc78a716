"""Help in both languages: below each English line stands the Chinese one from the data files."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import east_asian_width

import click

_NOT_FIRST = "，。；：、）”"  # marks that hang at the end of a line rather than begin one


class BilingualCommand(click.Command):
    """A command whose help is in English and Chinese."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_help_text(ctx, formatter)
        _write_chinese(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)


class BilingualGroup(click.Group):
    """A group of commands whose help is in English and Chinese."""

    command_class = BilingualCommand

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_help_text(ctx, formatter)
        _write_chinese(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        names = self.list_commands(ctx)
        most = formatter.width - 6 - max(map(len, names), default=0)
        rows = []
        for name in names:
            command = self.get_command(ctx, name)
            assert command is not None  # it is listed
            rows.append((name, command.get_short_help_str(most)))
            rows.append(("", chinese_help((*_path(ctx), name), kind="short")))
        with formatter.section("Commands 命令"):
            formatter.write_dl(rows)


def chinese_help(path: tuple[str, ...], option: str | None = None, *, kind: str = "says") -> str:
    """What a command does (``("gold", "import")``; ``()`` is the program), or what one of its options means, in Chinese.

    ``kind`` "short" gives the line that stands in a list of commands.
    """
    from textmine.resources import load_yaml

    data: dict[str, Any] = load_yaml("templates", "command_line_help.yaml")
    own = data["commands"].get(" ".join(path), {})
    if option is None:
        return str(own.get(kind, ""))
    return str(own.get("options", {}).get(option) or data["options"].get(option, ""))


def _path(ctx: click.Context) -> tuple[str, ...]:
    """Names of the command and of those above it, without the program's own."""
    return () if ctx.parent is None else (*_path(ctx.parent), str(ctx.info_name))


def _write_chinese(ctx: click.Context, formatter: click.HelpFormatter) -> None:
    if says := chinese_help(_path(ctx)):
        formatter.write_paragraph()
        for line in _lines(says, formatter.width - 4):
            formatter.write(f"  {line}\n")


def _lines(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns; a character of Chinese takes two, a word of Latin letters stays whole."""
    lines, used = [""], 0
    for piece in re.findall(r"[\x21-\x7e]+|.", text):
        columns = sum(2 if east_asian_width(char) in "WF" else 1 for char in piece)
        if used + columns > width and piece not in _NOT_FIRST:
            lines.append("")
            used = 0
        lines[-1] += piece
        used += columns
    return lines


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    rows = []
    for parameter in command.get_params(ctx):
        if record := parameter.get_help_record(ctx):
            name = "help" if "--help" in parameter.opts else parameter.name
            says = chinese_help(_path(ctx), name)
            rows += [record, ("", says)] if says else [record]
    if rows:
        with formatter.section("Options 选项"):
            formatter.write_dl(rows)
