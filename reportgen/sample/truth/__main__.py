"""Turns `python -m reportgen.sample.truth FOLDER` into the expected figures of the sample company."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reportgen.sample import Size, generate
from reportgen.sample.__main__ import SEED
from reportgen.sample.truth import write_truth


def main(arguments: list[str]) -> int:
    """Generate the company of the repository and write what is expected of it; name each file."""
    parser = argparse.ArgumentParser("python -m reportgen.sample.truth", description="Write the expected figures.")
    parser.add_argument("folder", type=Path, help="where they go, for example tests/truth")
    for path in write_truth(generate(Size(), SEED), parser.parse_args(arguments).folder):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
