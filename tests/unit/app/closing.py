"""A small company whose months are closed in tests, and a closing that is killed at a step: `python -m … DIR STEP`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from reportgen.app.close import Closed, Who, close
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.period import Period, parse_period
from tests.drawing import drawn_here
from tests.problems.small import write_workspace

STEPS = (
    "reportgen.app.close.prepare",
    "reportgen.app.close._stage_documents",
    "reportgen.app.close.frozen.freeze",
    "reportgen.app.close._stage_record",
    "reportgen.app.close.flush",
    "reportgen.ledger.store._add",
    "reportgen.app.close.ledger.post",
    "reportgen.app.close.put_in_place",
    "reportgen.app.close.build",
)
"""What a closing does, in its order."""

WHO = Who("Li Na", "2026-02-03T09:00:00+08:00")


def new_workspace(folder: Path) -> Workspace:
    """Write the small company of the problems' cases."""
    write_workspace(folder, {})
    found = open_workspace(folder)
    assert isinstance(found, Workspace)
    return found


def month(text: str) -> Period:
    found = parse_period(text)
    assert found is not None
    return found


def close_month(workspace: Workspace, text: str = "2026-01", who: Who = WHO) -> Closed:
    with drawn_here():
        return close(workspace, month(text), who, 1, lambda done, of, what: None)


def stopped_at(step: str, stop: Callable[[], object], *, after: bool) -> Any:
    """Return a patch under which a closing stops at a step, before it or when it is done."""
    place, _, name = step.rpartition(".")
    real = _real(place, name)

    def instead(*given: Any, **named: Any) -> object:
        if not after:
            stop()
        result = real(*given, **named)
        stop()
        return result

    return patch(step, instead)


def _real(place: str, name: str) -> Callable[..., object]:
    from importlib import import_module

    parts = place.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: Any = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            found = getattr(found, part)
        real: Callable[..., object] = getattr(found, name)
        return real
    raise ModuleNotFoundError(place)


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    with stopped_at(sys.argv[2], _killed, after=sys.argv[3] == "after"):
        opened = open_workspace(Path(sys.argv[1]))
        assert isinstance(opened, Workspace)
        close_month(opened)
