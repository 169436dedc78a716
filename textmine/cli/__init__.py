"""The command line: thin wrappers around the library, one file a group of commands."""

from __future__ import annotations

import io
import sys

import click

from textmine._version import __version__
from textmine.cli._help import BilingualGroup
from textmine.errors import TextmineError, UsageError

_COMMANDS = {
    "report": ("textmine.cli._report", "report"),
    "run": ("textmine.cli._run", "run"),
    "review": ("textmine.cli._review", "review"),
    "export": ("textmine.cli._export", "export"),
    "parse": ("textmine.cli._single", "parse"),
    "tag": ("textmine.cli._single", "tag"),
    "check": ("textmine.cli._check", "check"),
    "themes": ("textmine.cli._single", "themes"),
    "explain": ("textmine.cli._single", "explain"),
    "train": ("textmine.cli._model", "train"),
    "evaluate": ("textmine.cli._model", "evaluate"),
    "gold": ("textmine.cli._model", "gold"),
}


class _LazyGroup(BilingualGroup):
    """Imports a command's module only when the command is called, which keeps the start quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from importlib import import_module

        if cmd_name not in _COMMANDS:
            return None
        module, attribute = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(
    cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="textmine")
def cli() -> None:
    """Text mining for Chinese annual reports on government information disclosure (政府信息公开工作年度报告).

    Works offline. Exit codes: 0 done, 1 nothing usable in the input (or --strict and an issue), 2 wrong call.
    """


def main() -> None:
    """Entry point: what goes wrong outside textmine or is raised on purpose becomes a clear line and an exit code."""
    _write_chinese()
    try:
        # outside standalone mode click hands the code of ctx.exit back
        sys.exit(cli(standalone_mode=False) or 0)
    except click.exceptions.Abort:
        _explain("Stopped. What is done is kept: the same command goes on from there.")
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        # a command without its subcommand shows its help, which is in Chinese too
        shown = "" if isinstance(error, click.exceptions.NoArgsIsHelpError) else error.format_message()
        _explain(shown, english=False, otherwise="call" if shown else "")
        sys.exit(2)
    except TextmineError as error:
        wrong_call = isinstance(error, UsageError)
        _explain(str(error), code=_issue_code(error), otherwise="call" if wrong_call else "data")
        sys.exit(2 if wrong_call else 1)
    except BrokenPipeError:
        _close_output()
        sys.exit(1)
    except OSError as error:
        from textmine.cli._messages import system_message

        _explain(system_message(error))
        sys.exit(1)


def _write_chinese() -> None:
    """Let no character stop the output: UTF-8 where the encoding of the place has no Chinese (C, Latin-1), else a mark."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        try:
            "年报".encode(stream.encoding)
        except UnicodeEncodeError:
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="backslashreplace" if stream is sys.stderr else "replace")


def _issue_code(error: TextmineError) -> str:
    """The code of the issue that the error is about (an unreadable file, the first issue of a strict run), if any."""
    return str(getattr(error, "code", "") or getattr(getattr(error, "issue", None), "code", ""))


def _explain(message: str, *, code: str = "", english: bool = True, otherwise: str = "") -> None:
    """The message and what it says in Chinese; ``otherwise`` names the words for one that has none."""
    from textmine.cli._messages import fallback, in_chinese

    if english:
        click.echo(f"textmine: {message}", err=True)
    if chinese := in_chinese(message, code=code) or fallback(otherwise):
        click.echo(f"textmine: {chinese}", err=True)


def _close_output() -> None:
    """Who reads our output has gone (``| head``): what is still to be written goes nowhere, without a word."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
