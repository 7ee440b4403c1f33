"""Turns the lines of the register into `register.csv`, the hand-over to payroll (contract.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from fractions import Fraction
from operator import attrgetter
from typing import Any, Final

from reportgen.model.measured import RegisterRow

_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
_QUOTED: Final = (",", '"', "\r", "\n")
"""The signs for which a text stands in quotation marks, as in any CSV file."""

_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


def register_csv(rows: Sequence[RegisterRow]) -> bytes:
    """Return the register as CSV: UTF-8 with a byte order mark, CRLF, money in plain decimals with two places.

    Text that a spreadsheet program would run as a formula has an apostrophe before it. Raise ValueError for money that
    is no whole number of cents: the hand-over rounds nothing.
    """
    names = [field.name for field in fields(RegisterRow)]
    # Column by column: what comes again in many rows is written once.
    columns = [list(map(attrgetter(name), rows)) for name in names]
    amounts: dict[int, str] = {}
    lines = map(",".join, zip(*(_written(column, amounts) for column in columns), strict=True))
    return "\r\n".join([_BOM + ",".join(names), *lines, ""]).encode("utf-8")


def _written(column: list[Any], amounts: dict[int, str]) -> list[str]:
    """Return a column of texts or of money as it is written; `amounts` are those that were, by their identity.

    Who calls it holds all columns until the last is written, so that no two amounts ever have one identity. Most that
    are equal are one value: to compare them would take longer than to write the others again.
    """
    if column and isinstance(column[0], Fraction):
        places = list(map(id, column))
        for place, amount in dict(zip(places, column, strict=True)).items():
            if place not in amounts:
                amounts[place] = _amount(amount)
        return [amounts[place] for place in places]
    known = dict.fromkeys(column)
    every = "".join(known)
    if not any(sign in every for sign in _QUOTED) and not any(text.startswith(_RISKY) for text in known):
        return column
    written = {text: _quoted(f"'{text}" if text.startswith(_RISKY) else text) for text in known}
    return [written[text] for text in column]


def _quoted(text: str) -> str:
    if not any(sign in text for sign in _QUOTED):
        return text
    return '"' + text.replace('"', '""') + '"'


def _amount(value: Fraction) -> str:
    numerator, denominator = value.as_integer_ratio()
    if 100 % denominator:
        raise ValueError(f"{value} is no whole number of cents")
    units, cents = divmod(abs(numerator) * (100 // denominator), 100)
    return f"{'-' if numerator < 0 else ''}{units}.{cents:02}"
