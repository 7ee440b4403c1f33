"""Cells taken from a column in pieces are those taken from it in one."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from reportgen.sources.chunks import in_one, taken

LENGTHS = st.lists(st.integers(0, 5), min_size=1, max_size=6)


@given(LENGTHS, st.data())
def test_cells_taken_piece_by_piece_are_those_of_the_whole(lengths: list[int], data: st.DataObject) -> None:
    texts = [str(number) for number in range(sum(lengths))]
    starts = np.cumsum([0, *lengths])
    pieces = [texts[start : start + length] for start, length in zip(starts, lengths, strict=False)]
    column = pa.chunked_array(pieces, pa.large_string())
    wanted = data.draw(st.lists(st.integers(0, len(texts) - 1), max_size=8)) if texts else []
    for positions in (wanted, sorted(wanted), sorted(set(wanted)), range(len(texts))):
        found = in_one(taken(column, np.array(positions, np.int64)))
        assert found.to_pylist() == [texts[at] for at in positions]
