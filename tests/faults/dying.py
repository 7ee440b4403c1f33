"""Runs the program again and again, each time as a fork of one that is loaded, and ends or troubles it at a named call.

`python -m tests.faults.dying` takes one JSON object a line: `arguments` as typed, `at` (the number of the call that
changes the disk at which it happens, from 1 on; 0: never) and `what` happens there: `kill` (signal 9), `stop` (Ctrl-C),
`full` (no space left). It answers with the exit status, the calls that were made, and what was said.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_CHANGES = ("link", "unlink", "mkdir", "rmdir", "rename", "replace", "fsync", "chmod")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its exit code (-9: killed), the calls up to there, and what it printed."""

    code: int
    calls: tuple[str, ...]
    said: str


class Runs:
    """A loaded program that forks: a run costs what it does, not what loading takes."""

    def __init__(self, more: Mapping[str, str]) -> None:
        self._cache = tempfile.TemporaryDirectory()
        command = [sys.executable, "-m", "tests.faults.dying"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": self._cache.name, **more}
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, *arguments: str | Path, at: int = 0, what: str = "kill", **more: str) -> Ended:
        """Run the program once, in an environment with more in it; without `at` undisturbed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"arguments": [*map(str, arguments)], "at": at, "what": what, "environment": more}
        print(json.dumps(asked), file=self._process.stdin)
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return Ended(answer["code"], tuple(answer["calls"]), answer["said"])

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        self._cache.cleanup()


@contextmanager
def runs(**environment: str) -> Iterator[Runs]:
    """Have a loaded program for as long as it is needed."""
    loaded = Runs(environment)
    try:
        yield loaded
    finally:
        loaded.close()


# --------------------------------------------------------------------------------------------------- the program itself


def _serve() -> None:
    _load()
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        asked = json.loads(line)
        with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as calls:
            child = os.fork()
            if not child:
                _child(asked, said.fileno(), calls.fileno())
            _, status = os.waitpid(child, 0)
            said.seek(0)
            calls.seek(0)
            code = os.waitstatus_to_exitcode(status)
            answer = {"code": code, "calls": calls.read().splitlines(), "said": said.read()}
        print(json.dumps(answer), file=answers, flush=True)


def _load() -> None:
    """Close a month of a small company once: after that, all that a run loads is there."""
    from click.testing import CliRunner

    from reportgen.cli.main import main
    from tests.drawing import drawn_here
    from tests.problems.small import write_workspace

    with tempfile.TemporaryDirectory() as folder, drawn_here():
        write_workspace(Path(folder), {})
        done = CliRunner().invoke(main, ["-C", folder, "close", "2026-01", "--jobs", "1"])
        assert done.exit_code == 0, done.output


def _child(asked: dict[str, Any], said: int, calls: int) -> None:
    from reportgen.cli.main import main
    from tests.drawing import drawn_here

    os.dup2(said, 1)
    os.dup2(said, 2)
    os.environ.update(asked["environment"])
    _watch(calls, asked["at"], asked["what"])
    code = 1
    try:
        with drawn_here():
            main(asked["arguments"], prog_name="reportgen")
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException:  # noqa: BLE001  a traceback is what a test looks for
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _watch(calls: int, at: int, what: str) -> None:
    """Count every call that changes the disk, and let something happen before the one that was named."""
    made = 0

    def noted(name: str) -> None:
        nonlocal made
        made += 1
        os.write(calls, f"{name}\n".encode())
        if made == at:
            _happen(what)

    def counting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*given: Any, **named: Any) -> Any:
            noted(name)
            return real(*given, **named)

        return instead

    for name in _CHANGES:
        setattr(os, name, counting(name, getattr(os, name)))

    opening = os.open

    def opened(path: Any, flags: int, *given: Any, **named: Any) -> int:
        if flags & os.O_CREAT:
            noted("create")
        return opening(path, flags, *given, **named)

    os.open = opened
    from sqlalchemy import Engine, event

    from reportgen.app import renewal

    renewal._exchanged = counting("exchange", renewal._exchanged)
    event.listen(Engine, "commit", lambda _: _committed(noted))


def _committed(noted: Callable[[str], None]) -> None:
    """Let a database that has no room say so as it does."""
    try:
        noted("commit")
    except OSError as error:
        from sqlite3 import OperationalError as Full

        from sqlalchemy.exc import OperationalError

        raise OperationalError("COMMIT", {}, Full("database or disk is full")) from error


def _happen(what: str) -> None:
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "stop":
        os.kill(os.getpid(), signal.SIGINT)
    else:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


if __name__ == "__main__":
    _serve()
