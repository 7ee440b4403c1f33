"""Ctrl-C, and a system that asks the program to end → one plain finding and an exit code of the contract."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click

from reportgen.app.kinds import STOPPED
from reportgen.cli.codes import NOTHING
from reportgen.cli.screen import Screen
from reportgen.model.place import Place
from reportgen.model.problem import Problem

_ASKED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Program(click.Group):
    """The commands; one that is stopped cleans up, says so and ends as one that wrote nothing."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command until it is done or stopped."""
        with _stoppable():
            try:
                return super().invoke(context)
            except (KeyboardInterrupt, click.Abort):
                _listen(signal.SIG_IGN)  # the last line is said whole
                Screen().problems([Problem(STOPPED, Place(context.info_name or "reportgen"))])
                sys.exit(NOTHING)


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
