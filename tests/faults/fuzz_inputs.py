"""Reads thousands of damaged spreadsheets (`make fuzz`): no traceback, no hang, no silent wrong total.

python -m tests.faults.fuzz_inputs [COUNT] [FIRST]
"""

from __future__ import annotations

import sys
import time
import traceback

from tests.faults.mutations import complaint, seeds


def main(count: int, first: int) -> int:
    """Read so many damaged files and print what went wrong."""
    every = seeds()
    start, wrong, slowest = time.monotonic(), 0, 0.0
    for number in range(first, first + count):
        seed = every[number % len(every)]
        began = time.monotonic()
        try:
            said = complaint(seed, number)
        except Exception:  # noqa: BLE001  # finding those is what this is for
            said = traceback.format_exc()
        slowest = max(slowest, time.monotonic() - began)
        if said:
            wrong += 1
            print(f"{seed.name} {number}: {said}", flush=True)
    print(f"{count} damaged files in {time.monotonic() - start:.0f} s, the slowest {slowest:.1f} s, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:3]]
    sys.exit(main(given[0] if given else 5000, given[1] if len(given) > 1 else 0))
