"""The options every command understands, before and after its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from reportgen.cli.log import KEY, Log
from reportgen.cli.screen import Screen

F = TypeVar("F", bound=Callable[..., Any])


LANGUAGES = "[zh|en|both]"
"""What a language is written as; a code besides these two is one that the templates have a catalogue of."""


def checked_language(_: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Refuse what cannot be the code of a language; whether it has a catalogue, the templates know."""
    if value is not None and value != "both" and not re.fullmatch("[a-z]{2,3}", value):
        raise click.BadParameter(f"'{value}' is neither zh, en, both nor another language's code.", param=option)
    return value


_OPTIONS = (
    click.option(
        "-C", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Work in that workspace (default: here)."
    ),
    click.option("--json", "as_json", is_flag=True, help="Print the result for machines."),
    click.option("-q", "--quiet", is_flag=True, help="Print only what blocks."),
    click.option("-v", "--verbose", is_flag=True, help="Print every finding, notes too."),
)


def shared(command: F) -> F:
    """Give a command the shared options; what was said before the command's name counts too."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def remember(context: click.Context, folder: Path | None, as_json: bool, quiet: bool, verbose: bool) -> None:
    """Keep what was said before the command's name."""
    context.obj = {"folder": folder, "json": as_json, "quiet": quiet, "verbose": verbose}


def settled(
    context: click.Context, folder: Path | None, as_json: bool, quiet: bool, verbose: bool
) -> tuple[Path, Screen]:
    """Return the workspace's folder and how to print, from both places."""
    before: dict[str, Any] = context.obj or {}
    chosen = folder or before.get("folder") or Path()
    log: Log = context.meta[KEY]
    screen = Screen(
        as_json or bool(before.get("json")),
        quiet or bool(before.get("quiet")),
        verbose or bool(before.get("verbose")),
        log,
    )
    if screen.json:
        name = context.command_path.removeprefix(f"{context.find_root().info_name} ")
        log.begin(name, str(context.params.get("period") or ""), chosen)
    return chosen, screen
