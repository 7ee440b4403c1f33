"""What tables leave goes back to the system, whichever thread made them."""

import gc
import os
import subprocess
import sys

import pytest

from reportgen.app.memory import _library, not_collecting

TAKEN = """\
import os
from concurrent.futures import ThreadPoolExecutor

from reportgen.app.memory import give_back, hold_little, resident, share_one_arena

share_one_arena()
import numpy as np
import pyarrow as pa

def columns(first):
    return [pa.array(np.arange(first, first + 20_000)).cast(pa.int32()) for _ in range(400)]

hold_little()
columns(0)  # what the library loads for it stays
give_back()
here = resident(os.getpid())
with ThreadPoolExecutor(3) as pool:
    made = list(pool.map(columns, range(3)))
held = resident(os.getpid()) - here
del made
give_back()
print(pa.default_memory_pool().backend_name, held, resident(os.getpid()) - here)
"""


def test_columns_of_several_threads_are_given_back_when_nobody_holds_them() -> None:
    if _library() is None:
        pytest.skip("only glibc can be asked to give memory back")
    ended = subprocess.run([sys.executable, "-c", TAKEN], capture_output=True, text=True, check=True)
    backend, held, left = ended.stdout.split()
    assert backend == "system"
    assert int(held) >= 60
    assert int(left) <= int(held) // 3


STARTED = """\
import sys
from contextlib import suppress
from reportgen.__main__ import program

sys.argv = ["reportgen", "--version"]
with suppress(SystemExit):
    program()
import pyarrow
print(pyarrow.default_memory_pool().backend_name)
"""


@pytest.mark.parametrize(("asked", "found"), [({}, "system"), ({"ARROW_DEFAULT_MEMORY_POOL": "mimalloc"}, "mimalloc")])
def test_what_arrow_computes_lies_in_memory_that_is_given_back_unless_somebody_asks_for_another(
    asked: dict[str, str], found: str
) -> None:
    around = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    command = [sys.executable, "-c", STARTED]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, env={**around, **asked})
    assert ended.stdout.splitlines()[-1] == found


def test_no_cycles_are_searched_for_within_and_what_was_made_there_counts_as_old() -> None:
    assert gc.isenabled()
    with not_collecting():
        assert not gc.isenabled()
        with not_collecting():
            made = [[number] for number in range(1000)]
        assert not gc.isenabled()
    assert gc.isenabled()
    young = {id(each) for each in gc.get_objects(generation=0)}
    assert not young & set(map(id, made))
