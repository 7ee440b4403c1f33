"""A folder and a period as typed → a workspace and a period, or the problem on the screen and exit code 2."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TypeVar

from reportgen.app.kinds import PERIOD_UNKNOWN
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.cli.codes import exit_code
from reportgen.cli.screen import Screen
from reportgen.model.period import Period, parse_period
from reportgen.model.place import Place
from reportgen.model.problem import Problem

T = TypeVar("T")


def opened(screen: Screen, folder: Path) -> Workspace:
    """Open the workspace."""
    return _or_exit(screen, open_workspace(folder))


def asked_period(screen: Screen, text: str) -> Period:
    """Read the period that a person typed."""
    return _or_exit(screen, parse_period(text) or Problem(PERIOD_UNKNOWN, Place("PERIOD"), text))


def _or_exit(screen: Screen, found: T | Problem) -> T:
    if isinstance(found, Problem):
        screen.problems([found])
        sys.exit(exit_code([found]))
    return found
