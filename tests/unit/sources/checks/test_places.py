"""Rows in the order of their files and sheets: places are held in few bits and compared in many."""

import numpy as np
import pandas as pd
import pytest

from reportgen.model.table import Source, Table
from reportgen.sources.checks.columns import in_place_order


@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_rows_stand_by_sheet_before_they_stand_by_row_however_their_places_are_held(kind: type) -> None:
    places = {"_source": [2, 0, 1, 0, 2], "_row": [3, 1_048_576, 9, 2, 2]}
    frame = pd.DataFrame({name: np.array(values, kind) for name, values in places.items()})
    sources = tuple(Source(f"{number}.csv", "", "", 2) for number in range(3))
    table = Table("orders", {}, (), sources, frame)
    assert in_place_order(table, np.arange(5)).tolist() == [3, 1, 2, 4, 0]
