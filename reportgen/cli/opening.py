"""A folder and a period as typed → a workspace and a period, or the problem on the screen and exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from reportgen.app.kinds import PERIOD_UNKNOWN
from reportgen.app.workspace import Workspace, ask_nobody, open_workspace
from reportgen.cli.codes import exit_code
from reportgen.cli.screen import Screen
from reportgen.model.period import Period, parse_period
from reportgen.model.place import Place
from reportgen.model.problem import Problem

T = TypeVar("T")


def opened(screen: Screen, folder: Path) -> Workspace:
    """Open the workspace; at a terminal, the passwords of protected files may be typed."""
    workspace = _or_exit(screen, open_workspace(folder))
    return replace(workspace, ask=who_asks())


def who_asks() -> Callable[[str], str | None]:
    """Return how a protected file's password is asked for: at a terminal of the person there, else of nobody."""
    return _asked_password if sys.stdin.isatty() and sys.stderr.isatty() else ask_nobody


def _asked_password(name: str) -> str | None:
    """Ask the person at the terminal; an empty answer is none."""
    typed = click.prompt(f"Password of {name}", default="", hide_input=True, show_default=False, err=True)
    return str(typed) or None


def asked_period(screen: Screen, text: str) -> Period:
    """Read the period that a person typed."""
    return _or_exit(screen, parse_period(text) or Problem(PERIOD_UNKNOWN, Place("PERIOD"), text))


def _or_exit(screen: Screen, found: T | Problem) -> T:
    if isinstance(found, Problem):
        screen.problems([found])
        sys.exit(exit_code([found]))
    return found
