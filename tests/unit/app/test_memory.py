"""What tables leave goes back to the system, whichever thread made them."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest

from reportgen.app.memory import _library, give_back, hold_little, resident


def columns(first: int) -> list[pa.Array]:
    return [pa.array(np.arange(first, first + 1_000)).cast(pa.int32()) for _ in range(5_000)]


def test_columns_of_several_threads_are_given_back_when_nobody_holds_them() -> None:
    if _library() is None:
        pytest.skip("only glibc can be asked to give memory back")
    before = pa.default_memory_pool()
    try:
        hold_little()
        assert pa.default_memory_pool().backend_name == "system"
        here = resident(os.getpid())
        with ThreadPoolExecutor(3) as pool:
            made = list(pool.map(columns, range(3)))
        assert resident(os.getpid()) >= here + 40
        del made
        give_back()
        assert resident(os.getpid()) <= here + 20
    finally:
        pa.set_memory_pool(before)
