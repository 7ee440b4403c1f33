"""What a machine does to a run, for real: a disk of its own, small or read-only, and another clock."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOUNTS_ARE_REFUSED = "this system lets nobody mount a file system: run as the superuser, or allow user namespaces"

_CLOCK = """\
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
static long away(void) { const char *set = getenv("SECONDS_AWAY"); return set ? atol(set) : 0; }
int clock_gettime(clockid_t which, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int done = real(which, now);
    if (!done && which == CLOCK_REALTIME) now->tv_sec += away();
    return done;
}
time_t time(time_t *kept) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (kept) *kept = now.tv_sec;
    return now.tv_sec;
}
int gettimeofday(struct timeval *now, void *zone) {
    struct timespec fine;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &fine);
    now->tv_sec = fine.tv_sec;
    now->tv_usec = fine.tv_nsec / 1000;
    return 0;
}
"""
"""A library that tells a program another time of day."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a program ended, and what it said in all."""

    code: int
    said: str


def command(*arguments: str | Path) -> list[str]:
    """Return what starts the program."""
    return [sys.executable, "-m", "reportgen", *map(str, arguments)]


def environment() -> dict[str, str]:
    """Return an environment in which the checkout is the program, with its own cache."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def on_a_small_disk(folder: Path, kilobytes: int, steps: Sequence[str]) -> Done:
    """Run shell steps where a folder is a disk of its own, of so many kilobytes; nobody else sees that disk."""
    mounting = f'mount -t tmpfs -o size={kilobytes}k,mode=700 tmpfs "{folder}"'
    return _done([*_namespace(), "sh", "-e", "-c", "\n".join((mounting, *steps))], environment())


def mounts_are_allowed() -> bool:
    """Tell whether a test may have a disk of its own."""
    return not _done([*_namespace(), "mount", "-t", "tmpfs", "tmpfs", "/mnt"], environment()).code


def _namespace() -> list[str]:
    if shutil.which("unshare") is None:
        return ["false"]
    return ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]


def other_clock(folder: Path) -> Path | None:
    """Return a library to load before a program that is to be told another time; None without a C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    source, made = folder / "clock.c", folder / "clock.so"
    source.write_text(_CLOCK, "utf-8")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", made, source, "-ldl"], check=True)
    return made


def children_of(process: int) -> set[int]:
    """Return the programs that one started, with all that these started."""
    found: set[int] = set()
    with suppress(FileNotFoundError, ProcessLookupError):  # it ends while it is looked at
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found |= {child, *children_of(child)}
    return found


@contextmanager
def started(*arguments: str | Path, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Start the program and go on; it is ended with the block."""
    with subprocess.Popen(
        command(*arguments),
        env={**environment(), **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _done(typed: Sequence[str | Path], environment: dict[str, str]) -> Done:
    ended = subprocess.run(
        typed, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120
    )
    return Done(ended.returncode, ended.stdout)
