"""What a run does → a line of JSON for each thing that a scheduler may want to know: `docs/operations.md` lists them.

Logs are kept and sent where pay may not be read: no line holds a name, an amount or what stands in a cell.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from reportgen import __version__
from reportgen.app import findings
from reportgen.app.closing_kinds import KINDS as CLOSING
from reportgen.app.kinds import KINDS
from reportgen.model.problem import Problem, Severity

Line = Mapping[str, object]
Note = Callable[[Line], None]

_PACKAGE = Path(__file__).resolve().parent.parent


def _nobody(_: Line) -> None:
    """Take a line where nobody asked for any."""


_NOTED: ContextVar[Note] = ContextVar("noted", default=_nobody)


@contextmanager
def listening(note: Note) -> Iterator[None]:
    """Give every stage that ends within to whoever keeps the log."""
    before = _NOTED.set(note)
    try:
        yield
    finally:
        _NOTED.reset(before)


@contextmanager
def stage(name: str) -> Iterator[dict[str, int]]:
    """Time a stage of a run; what it counts is put into what it is given. One that fails is not told."""
    counts: dict[str, int] = {}
    began = time.monotonic()
    yield counts
    _NOTED.get()(line("stage", stage=name, seconds=_since(began), counts=counts))


def line(event: str, **more: object) -> Line:
    """Return a line: what happened, when (ISO 8601 with the offset from UTC), in which process, and more."""
    at = datetime.now(UTC).astimezone().isoformat(timespec="milliseconds")
    return {"event": event, "at": at, "pid": os.getpid(), **more}


def began(command: str, period: str, workspace: Path) -> tuple[Line, float]:
    """Return the first line of a run, and when it began by a clock that never jumps."""
    first = line("begin", command=command, period=period, workspace=str(workspace.absolute()), program=__version__)
    return first, time.monotonic()


def found(problem: Problem) -> Line:
    """Return the line of a problem: its code, how much it stops, where it is and whom it concerns, by id.

    What it says is told of files, locks and the like alone: other sentences repeat what stands in a cell.
    """
    place = problem.place
    told = {"sentence": problem.sentence} if problem.kind in (*KINDS, *CLOSING) and _stops(problem) else {}
    return line(
        "problem",
        code=problem.kind.code,
        severity=findings.severity_name(problem),
        waived=problem.accepted is not None,
        file=place.file,
        sheet=place.sheet,
        row=place.row,
        column=place.column,
        people=list(problem.people),
        **told,
    )


def usage(sentence: str) -> Line:
    """Return the line of a command that was typed wrong."""
    place = {"file": "", "sheet": "", "row": 0, "column": ""}
    said = {"code": "usage", "severity": "blocks the run", "waived": False, "people": [], "sentence": sentence}
    return line("problem", **said, **place)


def fault(error: BaseException) -> Line:
    """Return the line of a bug: its type, and the lines of the program that led there."""
    return line("fault", type=type(error).__name__, where=list(_frames(error.__traceback__)))


def fault_in_short(error: BaseException) -> str:
    """Return the type of a bug and the program's last line that led there, for a sentence."""
    where = [frame for frame in _frames(error.__traceback__) if "/" in frame]
    return f"{type(error).__name__} at {where[-1]}" if where else type(error).__name__


def ended(code: int, began: float, problems: Mapping[str, int], counts: Mapping[str, int]) -> Line:
    """Return the last line of a run: its exit code, how long it took, problems by severity, and what it counted."""
    return line("end", exit=code, seconds=_since(began), problems=dict(sorted(problems.items())), counts=dict(counts))


def _stops(problem: Problem) -> bool:
    return problem.kind.severity is Severity.BLOCKS_RUN


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)


def _frames(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        shown = file.relative_to(_PACKAGE).as_posix() if file.is_relative_to(_PACKAGE) else file.name
        yield f"{shown}:{trace.tb_lineno}"
        trace = trace.tb_next
