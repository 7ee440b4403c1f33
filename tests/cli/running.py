"""Turns a command line into what the program says and how it ends, in this process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner

from reportgen.cli.main import main


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed for machines."""
        return json.loads(self.out)


def run(*arguments: str | Path) -> Said:
    """Run the program; an exception, which a user would see as a traceback, fails the test."""
    done = CliRunner(catch_exceptions=False).invoke(main, [*map(str, arguments)])
    return Said(done.exit_code, done.stdout, done.stderr)


def assert_one_sentence(said: Said, code: int, problem: str, *words: str) -> None:
    """The program must end with a code and say one problem, with these words in it."""
    assert said.code == code, said
    lines = [line for line in said.err.splitlines() if line.startswith("  ") and ": " in line]
    assert len(lines) == 1, said.err
    assert lines[0].strip().startswith(f"{problem}: "), said.err
    assert ".." not in lines[0]
    for word in words:
        assert word in lines[0], said.err


def commands(group: click.Group) -> dict[str, click.Command]:
    """Return the commands of a group by name, loaded if they were not yet."""
    context = click.Context(group)
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}
