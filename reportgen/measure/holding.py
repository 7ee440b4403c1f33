"""The table of holds → whose whole pay waits at a pay period's end."""

from __future__ import annotations

import pandas as pd

from reportgen.model.period import Period
from reportgen.model.table import Dataset

_HOLDS = "holds"


def held(dataset: Dataset, period: Period) -> frozenset[str]:
    """Return the payees whose pay is held on a period's last day; a hold of one order alone holds nobody."""
    table = dataset.tables.get(_HOLDS)
    if table is None or table.frame.empty:
        return frozenset()
    frame, last = table.frame, pd.Timestamp(period.end)
    whole = frame["order_no"].isna() | (frame["order_no"] == "") if "order_no" in frame else True
    begun = frame["since"] <= last
    open_ = (frame["until"].isna() | (frame["until"] >= last)) if "until" in frame else True
    return frozenset(str(person) for person in frame["person"][begun & whole & open_].dropna())
