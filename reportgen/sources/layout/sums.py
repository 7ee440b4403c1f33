"""Turns a table's rows into its data and its sums: rows labelled 合计, Subtotal and the like, and what they cover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc

from reportgen.sources.layout.area import SumRow, at_rows
from reportgen.sources.layout.labels import PREFILTER, Label, sum_label
from reportgen.sources.layout.looks import Look, Seen
from reportgen.sources.layout.outline import outline
from reportgen.sources.layout.totals import Ledger

_SMALL = 20_000
"""Rows up to which every row is asked for a label; in longer tables only those that lack what the others have."""

_SAMPLE = 60
_EDGE = 5
_MOST_CANDIDATES = 50_000
_MOST_UNSURE = 500


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row with the label of a sum: its index among the rows, the label's column, and what speaks for it.

    `bare` says that it lacks what identifies every row of data, `keyed` that it has it; `behind` that the label stands
    behind the numbers.
    """

    index: int
    column: int
    label: Label
    bare: bool
    keyed: bool
    behind: bool


def split_sums(
    whole: Seen, names: Mapping[int, str], rows: Any, factors: Mapping[int, int]
) -> tuple[Any, tuple[SumRow, ...]]:
    """Return the rows that are data, and the sums, each held against the rows it covers.

    A row is a sum where it has the label of one and lacks the names and dates that rows of data have, or where its
    figures are the sums of a block of rows. A customer called Total Energies stays a customer.
    """
    found = list(_candidates(whole, names, rows))
    if not found:
        return rows, ()
    ledger = Ledger(whole, names, rows, factors)
    sure = [one for one in found if _is_sure(one)]
    unsure = [one for one in found if not one.keyed and one not in set(sure)][:_MOST_UNSURE]
    ledger.leave_out([one.index for one in sure])
    for one in unsure:
        ledger.leave_out([one.index])
        if ledger.best(one.index, one.label, one.column, [_ for _ in sure if _.index < one.index]).proven:
            sure.append(one)
        else:
            ledger.take_back([one.index])
    sure.sort(key=lambda one: one.index)
    if not ledger.is_data.any():
        return rows, ()
    parents = _parents(ledger, sure, names)
    sums = _sums(whole, ledger, sure, rows)
    kept = rows[ledger.is_data]
    return kept, tuple(sorted([*parents, *sums], key=lambda one: one.position))


def _is_sure(one: Candidate) -> bool:
    if one.keyed or one.behind:
        return False
    return one.bare if (one.label.of or one.label.other or one.label.weak) else True


def _sums(whole: Seen, ledger: Ledger, sure: Sequence[Candidate], rows: Any) -> list[SumRow]:
    done: list[Candidate] = []
    sums: list[SumRow] = []
    for one in sure:
        best = ledger.best(one.index, one.label, one.column, done)
        text = whole.grid.columns[one.column][int(rows[one.index])].as_py().strip()
        sums.append(SumRow(int(rows[one.index]), text, rows[best.covers], best.checks))
        done.append(one)
    return sums


def _parents(ledger: Ledger, sure: Sequence[Candidate], names: Mapping[int, str]) -> list[SumRow]:
    """Find the rows of a pivot table that stand above the rows they sum: they have one column of labels for two levels.

    Only where a total of all then agrees that does not agree without.
    """
    last = sure[-1] if sure else None
    if last is None or last.label.part or last.label.other or len(ledger.is_data) > _SMALL:
        return []
    if set(names) - set(ledger.numeric(last.column)) != {last.column}:
        return []
    before = ledger.best(last.index, last.label, last.column, [])
    if not before.checks or any(check.agrees for check in before.checks):
        return []
    groups = outline(ledger.matrix(last.column), ledger.is_data, last.index)
    return ledger.take_out_parents(groups, last.column) if groups else []


def _candidates(whole: Seen, names: Mapping[int, str], rows: Any) -> Iterator[Candidate]:
    keys = _keys(whole, names, rows)
    asked = _asked(whole, names, keys, rows)
    labelled: dict[int, tuple[int, Label]] = {}
    for column in names:
        texts = at_rows(whole.grid.columns[column], rows[asked])
        likely = asked[pc.match_substring_regex(texts, PREFILTER).to_numpy(zero_copy_only=False)]
        for index in likely[:_MOST_CANDIDATES].tolist():
            label = sum_label(whole.grid.columns[column][int(rows[index])].as_py())
            if label and index not in labelled:
                labelled[index] = (column, label)
    if not labelled:
        return
    # Many sums among few rows would hide what all rows of data have.
    keys = _keys(whole, names, np.delete(rows, sorted(labelled))) if len(labelled) < len(rows) else keys
    for index, (column, label) in sorted(labelled.items()):
        yield _candidate(whole, names, keys, int(rows[index]), index, column, label)


def _candidate(
    whole: Seen, names: Mapping[int, str], keys: Sequence[int], row: int, index: int, column: int, label: Label
) -> Candidate:
    others = [key for key in keys if key != column]
    lacking = [key for key in others if whole.look(row, key) in {Look.BLANK, Look.NEUTRAL}]
    numbers = [one for one in names if one != column and whole.look(row, one) is Look.NUMBER]
    return Candidate(
        index=index,
        column=column,
        label=label,
        bare=bool(others) and len(lacking) * 2 >= len(others),
        keyed=bool(others) and len(lacking) * 2 < len(others),
        behind=bool(numbers) and all(one < column for one in numbers),
    )


def _keys(whole: Seen, names: Mapping[int, str], rows: Any) -> list[int]:
    """Return the columns that identify rows of data: words and dates that nearly all rows have."""
    step = max(1, len(rows) // _SAMPLE)
    sample = rows[::step][:_SAMPLE].tolist()
    found = []
    for column in names:
        looks = [whole.look(row, column) for row in sample]
        filled = [look for look in looks if look is not Look.BLANK]
        numbers = sum(look is Look.NUMBER for look in filled)
        if len(filled) >= 0.7 * len(sample) and numbers * 2 < len(filled):
            found.append(column)
    return found


def _asked(whole: Seen, names: Mapping[int, str], keys: Sequence[int], rows: Any) -> Any:
    """Return the indexes of rows that may be sums: in a long table those that lack what others have, and its ends."""
    if len(rows) <= _SMALL:
        return np.arange(len(rows))
    lacking = np.zeros(len(rows), bool)
    for key in keys or names:
        lacking |= ~whole.filled[key][rows]
    lacking[:_EDGE] = lacking[-_EDGE:] = True
    return np.flatnonzero(lacking)
