"""Kills runs of a small company (`make faults`): at every kind of call, and real programs with workers at any moment.

python -m tests.faults.kills [COUNT] [SEED]
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.faults import rounds
from tests.faults.dying import Ended, Runs, runs
from tests.faults.machine import children_of, command, started

_JOBS = ("--jobs", "2")


def main(count: int, seed: int) -> int:
    """Kill so many runs and print what was lost: at a call, the run that follows too, and by the clock."""
    chance = random.Random(seed)
    began, lost = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder, runs() as loaded:
        given = rounds.company(Path(folder), loaded)
        took = _took(given, Path(folder) / "undisturbed")
        by_call = count * 2 // 5
        moments = [
            (name, at)
            for name, share in (("build", by_call // 2), ("close", by_call - by_call // 2))
            for at in rounds.moments(given.calls[name], share)
        ]
        for number in range(count):
            if number < len(moments):
                name, at = moments[number]
                said = rounds.wrong(given, loaded, Path(folder) / "round", name, at, "kill")
            elif number < len(moments) + count // 5:
                at, again = (chance.randint(1, len(given.calls["build"])) for _ in range(2))
                said = rounds.wrong_twice(given, loaded, Path(folder) / "round", at, again)
            else:
                said = _by_the_clock(given, loaded, Path(folder) / "round", chance, took)
            lost += bool(said)
            print(f"{number + 1} of {count}: {'; '.join(said) or 'nothing lost'}", flush=True)
    print(f"{count} kills (seed {seed}) in {time.monotonic() - began:.0f} s, {lost} of them lost something")
    return 1 if lost else 0


def _took(given: rounds.Company, folder: Path) -> dict[str, float]:
    """Return how many seconds a program takes for each command, undisturbed."""
    took = {}
    for name in ("build", "close"):
        began = time.monotonic()
        rounds.copy(given, folder)
        ended = _program(folder, _typed(name))
        assert ended.code == 0, ended.said
        took[name] = time.monotonic() - began
    return took


def _by_the_clock(
    given: rounds.Company, loaded: Runs, folder: Path, chance: random.Random, took: dict[str, float]
) -> list[str]:
    """Kill a program, or one of its workers, at any moment of the time that it takes."""
    name, worker = chance.choice(("build", "close")), chance.random() < 0.25
    moment = chance.uniform(0.2, 1.0) * took[name]

    def trouble(_: tuple[str, ...]) -> Ended:
        return _program(folder, _typed(name), moment, worker=worker, chance=chance)

    found = rounds.after(given, loaded, folder, name, trouble, "worker" if worker else "late")
    return [f"{name}, {'a worker' if worker else 'the program'} killed at {moment:.2f} s: {each}" for each in found]


def _typed(name: str) -> tuple[str, ...]:
    one = rounds.BUILD if name == "build" else rounds.CLOSE
    return (*one[: one.index("--jobs")], *_JOBS)


def _program(
    folder: Path,
    typed: tuple[str, ...],
    moment: float = 0,
    *,
    worker: bool = False,
    chance: random.Random | None = None,
) -> Ended:
    with started("-C", folder, *typed) as process:
        if moment:
            time.sleep(moment)
            running = sorted(children_of(process.pid))
            if not worker:
                process.kill()
            elif running and chance is not None:
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(running), signal.SIGKILL)
        said = process.communicate(timeout=300)[0]
    return Ended(process.returncode, tuple(command(*typed)), said)


if __name__ == "__main__":
    asked = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(*asked, *(100, int(time.time()))[len(asked) :])))
