"""A command line → a command's run and its exit code, also where it is stopped, typed wrong, or a bug ends it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import click

from reportgen.app import runlog
from reportgen.app.kinds import STOPPED
from reportgen.app.loading import loading
from reportgen.cli.codes import NOTHING, USAGE
from reportgen.cli.log import KEY, Log, nothing_else
from reportgen.cli.screen import Screen
from reportgen.model.place import Place
from reportgen.model.problem import Problem

_ASKED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Program(click.Group):
    """The commands; one that is stopped cleans up, says so and ends as one that wrote nothing.

    `loads` are the names of commands, each of which is loaded when it is asked for: one needs little of what others do.
    """

    def __init__(self, *given: Any, loads: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*given, **more)
        self._loads = tuple(loads)

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of all commands, in the order of the help."""
        return sorted({*super().list_commands(context), *self._loads})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return the command of a name, None where there is none."""
        if name not in self.commands and name in self._loads:
            with loading():
                self.add_command(getattr(import_module(f"reportgen.cli.{name}"), name))
        return super().get_command(context, name)

    def make_context(self, info_name: str | None, args: list[str], *given: Any, **more: Any) -> click.Context:
        """Read what stands before the command's name."""
        with _told("--json" in args, info_name, Log()):
            log = "--json" in args
            context = super().make_context(info_name, args, *given, **more)
        context.meta[KEY] = Log()
        context.meta["asked"] = log
        return context

    def invoke(self, context: click.Context) -> Any:
        """Run a command until it is done or stopped."""
        log: Log = context.meta[KEY]
        asked: bool = context.meta["asked"]
        with (
            _stoppable(),
            nothing_else() if asked else nullcontext(),
            _told(asked, context.info_name, log),
            runlog.listening(log.note),
        ):
            try:
                return super().invoke(context)
            except (KeyboardInterrupt, click.Abort):
                _listen(signal.SIG_IGN)  # the last line is said whole
                Screen(json=asked, log=log).problems([Problem(STOPPED, Place(context.info_name or "reportgen"))])
                sys.exit(NOTHING)


@contextmanager
def _told(asked: bool, name: str | None, log: Log) -> Iterator[None]:
    """Tell in the log, where one is kept, how a run ended; without one, errors take their usual way."""
    if not asked:
        yield
        return
    code = 0
    try:
        yield
    except click.exceptions.Exit as ended:
        code = ended.exit_code
        raise
    except click.ClickException as error:
        if not log.kept:
            log.begin(name or "", "", Path())
        log.note(runlog.usage(error.format_message()))
        code = USAGE
        raise SystemExit(USAGE) from error
    except SystemExit as ended:
        code = int(ended.code or 0)
        raise
    except Exception as error:  # a bug: a scheduler reads of it in the log, and a terminal gets it whole
        if log.kept:
            log.note(runlog.fault(error))
            code = NOTHING
            raise SystemExit(NOTHING) from error
        raise
    finally:
        log.end(code)


@contextmanager
def _stoppable() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return
    before = {each: signal.getsignal(each) for each in _ASKED}
    _listen(_stop)
    try:
        yield
    finally:
        for each, how in before.items():
            signal.signal(each, how)


def _listen(how: Any) -> None:
    for each in _ASKED:
        signal.signal(each, how)


def _stop(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
