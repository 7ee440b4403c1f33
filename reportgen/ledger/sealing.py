"""Rows → digests that hang together: a row that was changed, removed or slipped in later no longer fits its chain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from hashlib import sha256

Value = str | int

START = "0" * 64
"""What the first period of a ledger hangs on."""


def money_cents(amount: Fraction) -> int:
    """Return whole cents; raise ValueError for money that is none: what is posted was rounded where the plan says."""
    cents = amount * 100
    if cents.denominator != 1:
        raise ValueError(f"{amount} is no whole number of cents")
    return cents.numerator


def sealed(table: str, period: str, rows: Iterable[Mapping[str, Value]]) -> Iterator[dict[str, Value]]:
    """Number the rows of a table that belong to a period, and give each a digest over itself and the row before."""
    digest = link(START, (table, period))
    for number, row in enumerate(rows, start=1):
        digest = link(digest, (number, *row.values()))
        yield {"period": period, "row": number, **row, "digest": digest}


def link(before: str, values: Iterable[Value]) -> str:
    """Return the digest of values that hang on an earlier digest."""
    return sha256(json.dumps([before, *values], ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
