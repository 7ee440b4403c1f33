"""Turns the lines of the register into `register.csv`, the hand-over to payroll (contract.md)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import fields
from fractions import Fraction
from io import StringIO
from typing import Final

from reportgen.model.measured import RegisterRow

_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


def register_csv(rows: Sequence[RegisterRow]) -> bytes:
    """Return the register as CSV: UTF-8 with a byte order mark, CRLF, money in plain decimals with two places.

    Text that a spreadsheet program would run as a formula has an apostrophe before it. Raise ValueError for money that
    is no whole number of cents: the hand-over rounds nothing.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    names = [field.name for field in fields(RegisterRow)]
    writer.writerow(names)
    # Column by column: what comes again in many rows is written once.
    columns = ([getattr(row, name) for row in rows] for name in names)
    writer.writerows(zip(*map(_written, columns), strict=True))
    return (_BOM + text.getvalue()).encode("utf-8")


def _written(column: Sequence[str | Fraction]) -> list[str]:
    keys = [value if isinstance(value, str) else value.as_integer_ratio() for value in column]
    known = {key: _field(value) for key, value in dict(zip(keys, column, strict=True)).items()}
    return [known[key] for key in keys]


def _field(value: str | Fraction) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_RISKY) else value
    numerator, denominator = value.as_integer_ratio()
    if 100 % denominator:
        raise ValueError(f"{value} is no whole number of cents")
    units, cents = divmod(abs(numerator) * (100 // denominator), 100)
    return f"{'-' if numerator < 0 else ''}{units}.{cents:02}"
