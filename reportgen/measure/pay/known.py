"""What the ledger posted, and the opening balances before it → what each line had earned and paid before, in columns.

Closed pay periods have as many lines as ever were posted, so none of them becomes an object of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.measure.columns import PAIR, at_scale, integers, pairs, texts_numbered, whole_units
from reportgen.measure.pay.bench import PLACES
from reportgen.model.balances import NOTHING, Bridge
from reportgen.model.measured import PaidBefore
from reportgen.model.opening import Openings
from reportgen.model.period import Period, parse_period

Name = tuple[str, str]
"""A payee and a key."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a line had paid before a pay period, and earned (None where only what it paid was posted)."""

    paid: Fraction
    earned: Fraction | None
    first: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What closed pay periods before one posted for a component: `payee key paid earned stated turn`, in cents.

    A row a payee and key. `stated` tells of a row whether what it had `earned` was posted too, `turn` which of the
    `periods` posted it first. What none of them posted was paid nothing; `told` says that it had earned nothing too.
    """

    periods: Sequence[str]
    lines: pd.DataFrame
    told: bool

    def beside(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return for each row (with `payee key`) what it had `paid earned`, and whether the latter is `stated`."""
        here, there = texts_numbered(rows[PAIR], self.lines[PAIR])
        places = pd.Series(np.arange(len(there)), index=there).reindex(here, fill_value=-1).to_numpy()
        empty = {"paid": 0, "earned": 0, "stated": self.told}
        found = {
            name: pd.api.extensions.take(self.lines[name].to_numpy(), places, allow_fill=True, fill_value=value)
            for name, value in empty.items()
        }
        return pd.DataFrame(found, index=rows.index)

    def among(self, names: Iterable[Name]) -> dict[Name, Before]:
        """Return what some lines had paid and earned: tens or thousands of them, never all."""
        asked = list(dict.fromkeys(names))
        found = dict.fromkeys(asked, Before(NOTHING, NOTHING if self.told else None, ""))
        if not len(self.lines):
            return found
        posted, wanted = texts_numbered(self.lines[PAIR], pairs(asked))
        return found | dict(self.each(self.lines[np.isin(posted, wanted)]))

    def without(self, rated: Sequence[pd.DataFrame]) -> pd.DataFrame:
        """Return the lines that are none of those that are rated (`payee key`)."""
        if not len(self.lines):
            return self.lines
        posted, *others = texts_numbered(self.lines[PAIR], *(rows[PAIR] for rows in rated))
        found: pd.DataFrame = self.lines[~np.isin(posted, np.concatenate([posted[:0], *others]))]
        return found

    def each(self, lines: pd.DataFrame) -> Iterable[tuple[Name, Before]]:
        """Yield some of the lines one by one."""
        columns = (lines[name].tolist() for name in (*PAIR, "paid", "earned", "stated", "turn"))
        for payee, key, paid, earned, stated, turn in zip(*columns, strict=True):
            was = at_scale(earned, PLACES) if stated else None
            yield (str(payee), str(key)), Before(at_scale(paid, PLACES), was, self.periods[turn])


@dataclass(frozen=True, slots=True)
class Known:
    """The posted lines by component (`payee key paid earned stated turn`), in the order of their pay periods."""

    paid_before: PaidBefore
    through: Period | None
    periods: tuple[Period, ...]
    lines: Mapping[str, pd.DataFrame] = field(repr=False)

    def closed(self, period: Period | None) -> bool:
        """Tell whether a pay period is closed."""
        return period is not None and self.through is not None and period.end <= self.through.end

    def before(self, component: str, period: Period) -> Earlier:
        """Return what closed pay periods before this one paid for a component, whatever its version."""
        rows = self.lines.get(component, _NO_LINES)
        rows = rows[rows["turn"] < sum(each.end < period.start for each in self.periods)]
        told = any(each["stated"].any() for each in self.lines.values())
        return Earlier([each.id for each in self.periods], _together(rows), told)

    def bridges(self) -> dict[tuple[str, str], Bridge]:
        """Return the posted bridges by pay period and payee; where only lines were posted, what they paid."""
        sums: dict[tuple[str, str], int] = {}
        for rows in self.lines.values():
            totals = integers(rows["paid"]).groupby([rows["turn"], rows["payee"]]).sum()
            for (turn, payee), cents in zip(totals.index.tolist(), totals.tolist(), strict=True):
                name = (self.periods[turn].id, str(payee))
                sums[name] = sums.get(name, 0) + int(cents)
        paid = {name: at_scale(cents, PLACES) for name, cents in sums.items()}
        plain = {name: Bridge(released=amount, payable=amount) for name, amount in paid.items()}
        return plain | dict(self.paid_before.bridges)

    def payees(self) -> frozenset[str]:
        """Return all to whom a line was posted."""
        return frozenset(str(each) for rows in self.lines.values() for each in rows["payee"].unique())

    def among(self, sought: frozenset[Name]) -> frozenset[Name]:
        """Return those of some names that were posted."""
        return frozenset(name for rows in self.lines.values() for name in met(rows, sought))


def met(rows: pd.DataFrame, sought: frozenset[Name]) -> frozenset[Name]:
    """Return those of a few names that rows (with `payee key`) have."""
    names = sorted(sought)
    wanted, there = texts_numbered(pairs(names), rows[PAIR])
    return frozenset(name for name, found in zip(names, np.isin(wanted, there), strict=True) if found)


def known(paid_before: PaidBefore, openings: Openings | None = None) -> Known:
    """Index what was posted, after the opening balances as if the period before the first had been closed."""
    tables = [_opened(openings), paid_before.lines] if openings else [paid_before.lines]
    texts = [each.select(_PLAIN.names).cast(_PLAIN) for each in tables if each is not None]
    rows = pa.concat_tables(texts) if texts else _PLAIN.empty_table()
    named = {str(name): parse_period(str(name)) for name in rows["period"].unique().to_pylist()}
    periods = tuple(sorted({period for period in named.values() if period is not None}))
    turns = {name: periods.index(period) for name, period in named.items() if period is not None}
    frame = _frame(rows, turns)
    lines = {str(name): mine.drop(columns="component") for name, mine in frame.groupby("component", sort=False)}
    through = paid_before.through or (openings.period if openings else None)
    return Known(paid_before, through, periods, lines)


def _frame(rows: pa.Table, turns: Mapping[str, int]) -> pd.DataFrame:
    """Return posted rows in the order of their pay periods; of a period that nobody can read there is none."""
    places = pc.index_in(rows["period"], value_set=pa.array(list(turns), pa.string())).fill_null(-1).to_numpy()
    texts = {name: pd.array(rows[name].cast(pa.large_string()), dtype="string") for name in ("component", *PAIR)}
    earned = rows["earned"]
    cents = {"paid": rows["paid"].to_numpy(), "earned": earned.fill_null(0).to_numpy()}
    stated = earned.is_valid().to_numpy()
    frame = pd.DataFrame(
        {**texts, **cents, "stated": stated, "turn": np.array([*turns.values(), -1], np.int64)[places]}
    )
    return frame[frame["turn"] >= 0].sort_values("turn", kind="stable")


_PLAIN = pa.schema(
    [*((name, pa.string()) for name in ("period", "component", *PAIR)), *((n, pa.int64()) for n in ("paid", "earned"))]
)
_NO_LINES = pd.DataFrame(
    {
        **{name: pd.array([], dtype="string") for name in PAIR},
        **{name: np.zeros(0, np.int64) for name in ("paid", "earned")},
        "stated": np.zeros(0, bool),
        "turn": np.zeros(0, np.int64),
    }
)


def _opened(openings: Openings) -> Any:
    """Return the lines of the opening balances as if they had been posted."""
    rows = [
        {
            "period": openings.period.id,
            "component": component,
            "payee": payee,
            "key": key,
            "paid": whole_units(line.paid, PLACES),
            "earned": whole_units(line.earned, PLACES),
        }
        for (component, payee, key), line in openings.lines.items()
    ]
    return pa.Table.from_pylist(rows, schema=_PLAIN)


def _together(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a payee and key: what all its pay periods paid, what the last of them said, and the first."""
    if not len(rows):
        return rows
    (names,) = texts_numbered(rows[PAIR])
    numbers = pd.Index(names)
    first, last = ~numbers.duplicated(keep="first"), ~numbers.duplicated(keep="last")
    sums = pd.Series(integers(rows["paid"]).array, index=names).groupby(level=0).sum()
    latest = rows[last].set_axis(names[last])
    found = rows[first].set_axis(names[first])
    lines: pd.DataFrame = found.assign(paid=sums, earned=latest["earned"], stated=latest["stated"])
    return lines.reset_index(drop=True)
