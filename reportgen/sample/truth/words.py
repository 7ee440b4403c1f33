"""Turns expected figures into words: a figure with its parts, an alert, a line of pay, each as one row of a table.

Money is in yuan, shares are plain numbers (0.85 is 85 %), both exact: a figure that has no finite decimal form is
written as a fraction. `waits` is the mark of the issue that will compute what the program does not do yet; a figure
without it is compared with the program's own today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from reportgen.model.money import decimal_text, half_up, plain
from reportgen.model.period import Period, parse_period

Number = Fraction | int
PLAN, PAY, ANY = "plan", "pay", "any"
"""The marks of the issues that bring what is not there yet, as `docs/rules.yaml` spells them out."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A figure of a subject: `value` is numerator ÷ denominator, None where it is not measured, for the reason given.

    `kind` is company, region, team, person, customer, line … ; a sum has no denominator.
    """

    id: str
    period: str
    kind: str
    subject: str
    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    because: str = ""
    waits: str = ""

    HEADER = ("id", "period", "kind", "subject", "value", "numerator", "denominator", "because", "waits")

    def row(self) -> tuple[str, ...]:
        """The figure as text."""
        numbers = (text(self.value), text(self.numerator), text(self.denominator))
        return (self.id, self.period, self.kind, self.subject, *numbers, self.because, self.waits)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a rule says of a subject at a period's end; `behind` are the rows, `action` what the plan prescribes."""

    rule: str
    period: str
    kind: str
    subject: str
    fires: bool
    value: Fraction
    threshold: Fraction
    behind: str = ""
    action: str = ""

    HEADER = ("rule", "period", "kind", "subject", "fires", "value", "threshold", "behind", "action")

    def row(self) -> tuple[str, ...]:
        """The alarm as text."""
        said = "yes" if self.fires else "no"
        numbers = (text(self.value), text(self.threshold))
        return (self.rule, self.period, self.kind, self.subject, said, *numbers, self.behind, self.action)


def text(value: Fraction | None) -> str:
    """Write a number exactly: as a decimal where it has one, else as a fraction; nothing for what is not measured."""
    if value is None:
        return ""
    decimal = decimal_text(value)
    return f"{value.numerator}/{value.denominator}" if decimal is None else decimal


def yuan(value: Number) -> str:
    """Write money with both decimals; it must have no more."""
    return plain(Fraction(value))


def cents(value: Number) -> Fraction:
    """Round money half up to the cent."""
    return half_up(Fraction(value))


def of_fen(fen: int) -> Fraction:
    """Return an amount of fen in yuan."""
    return Fraction(fen, 100)


def measured(
    id_: str, period: str, subject: tuple[str, str], parts: tuple[Number | None, Number | None], waits: str = "",
    gap: str = "no rows in the period",
) -> Expected:  # fmt: skip
    """Return the quotient of two sums; nothing in either, or a denominator of zero, is not measured."""
    above, below = (None if part is None else Fraction(part) for part in parts)
    if above is None or not below:
        return Expected(id_, period, *subject, above, below, None, gap, waits)
    return Expected(id_, period, *subject, above, below, above / below, "", waits)


def summed(
    id_: str, period: str, subject: tuple[str, str], value: Number | None, waits: str = "",
    gap: str = "no rows in the period",
) -> Expected:  # fmt: skip
    """Return a sum; nothing to sum is not measured, which is not zero."""
    whole = None if value is None else Fraction(value)
    return Expected(id_, period, *subject, whole, None, whole, gap if value is None else "", waits)


@cache
def period(name: str) -> Period:
    """Return a period by its name; a wrong one is a slip in this folder."""
    found = parse_period(name)
    if found is None:
        raise ValueError(name)
    return found


PLAN_YEAR = 2026
MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 13))
QUARTERS = tuple(f"2026-Q{quarter}" for quarter in (1, 2, 3, 4))


def nearest(found: Iterable[Alarm], key: Callable[[Alarm], Fraction]) -> Iterator[Alarm]:
    """Return every alarm that fires, and of each period the one that comes nearest without firing."""
    quiet: dict[str, Alarm] = {}
    for alarm in found:
        if alarm.fires:
            yield alarm
        elif alarm.period not in quiet or key(alarm) < key(quiet[alarm.period]):
            quiet[alarm.period] = alarm
    yield from quiet.values()


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write rows as comma-separated text; cells with a comma or a quote are quoted."""
    return "".join(",".join(map(_cell, row)) + "\n" for row in (header, *rows))


def _cell(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if any(mark in value for mark in ',"\n') else value
