"""A worker loads what draws, and nothing for columns; what is loaded already is left alone."""

import subprocess
import sys

FIRST = "from reportgen.app.rendering import load; load(); import sys; print('numpy' in sys.modules); "
THEN = "import numpy, openpyxl; print(numpy.__name__, openpyxl.NUMPY)"


def said(program: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return done.stdout.split()


def test_a_worker_loads_no_numpy_and_may_still_do_so() -> None:
    assert said(FIRST + THEN) == ["False", "numpy", "False"]


def test_numpy_that_is_loaded_already_is_left_alone() -> None:
    assert said("import numpy; " + FIRST + THEN) == ["True", "numpy", "True"]
