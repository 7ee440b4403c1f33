"""How the program ends: with its code, all that was said, what libraries asked for, and nothing freed one by one."""

import subprocess
import sys

import pytest

ENDING = """\
import atexit, sys
from unittest.mock import patch
from reportgen.__main__ import program

class Figures:
    def __del__(self):
        print("freed")

figures = Figures()

def main(prog_name):
    atexit.register(print, "a library is closed")
    print("all is said")
    print("a finding", file=sys.stderr)
    sys.exit({code})

with patch("reportgen.cli.main.main", main):
    program()
"""


@pytest.mark.parametrize("code", [0, 1, 3])
def test_a_program_that_ends_says_all_closes_libraries_and_frees_nothing(code: int) -> None:
    command = [sys.executable, "-c", ENDING.format(code=code)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (code, "all is said\na library is closed\n")
    assert ended.stderr == "a finding\n"


def test_what_can_not_be_said_any_more_is_told() -> None:
    command = f'"{sys.executable}" -c "$0" > /dev/full'
    ended = subprocess.run(["sh", "-c", command, ENDING.format(code=0)], capture_output=True, text=True, check=False)
    assert ended.returncode != 0
    assert "No space left on device" in ended.stderr
