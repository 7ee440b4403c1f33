"""Turns the sample company into three times: its pack from nothing, again, and rendered anew."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PERIOD = "2026-Q1"
REPORTGEN = Path(sys.executable).with_name("reportgen")


def main() -> None:
    """Print the median seconds of each way over RUNS runs (1 unless the environment says otherwise)."""
    runs = int(os.environ.get("RUNS", "1"))
    rounds = [_round() for _ in range(runs)]
    for name in ("cold", "warm", "fresh"):
        print(f"{name:6} {statistics.median(one[name] for one in rounds):8.2f} s")


def _round() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "sample"
        # A home of its own, so that no cache from before is found.
        home = {**os.environ, "HOME": folder, "XDG_CACHE_HOME": str(Path(folder) / "cache")}
        _seconds(home, "new", str(workspace))
        build = ("-C", str(workspace), "-q", "build", PERIOD)
        return {
            "cold": _seconds(home, *build),
            "warm": _seconds(home, *build),
            "fresh": _seconds(home, *build, "--fresh"),
        }


def _seconds(environment: dict[str, str], *arguments: str) -> float:
    start = time.perf_counter()
    subprocess.run([REPORTGEN, *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
