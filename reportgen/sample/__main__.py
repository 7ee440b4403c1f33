"""Turns `python -m reportgen.sample FOLDER` into the sample company's spreadsheets, and writes nothing else."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reportgen.sample import Size, generate, write, write_large

SEED = 2026
"""The seed of the sample that the repository carries."""
STANDARD = Size()
"""Its size: one department."""


def main(arguments: list[str]) -> int:
    """Generate and write; name each file on standard output."""
    parser = argparse.ArgumentParser(
        "python -m reportgen.sample", description="Write the sample company's spreadsheets."
    )
    parser.add_argument("folder", type=Path, help="where they go, for example inputs/data")
    parser.add_argument(
        "--seed", type=int, default=SEED, help="another company of the same kind (default: %(default)s)"
    )
    parser.add_argument(
        "--people", type=int, default=STANDARD.people, help="how many work there (default: %(default)s)"
    )
    parser.add_argument("--orders", type=int, default=STANDARD.orders, help="orders of 2026-Q1 (default: %(default)s)")
    parser.add_argument("--deals", type=int, help="its opportunities (default: as many a person as in the sample)")
    asked = parser.parse_args(arguments)
    deals = STANDARD.deals * asked.people // STANDARD.people if asked.deals is None else asked.deals
    size = Size(people=asked.people, orders=asked.orders, deals=deals)
    if size.is_large:
        written = write_large(size, asked.seed, asked.folder)
    else:
        written = write(generate(size, asked.seed), asked.folder)
    for path in written:
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
