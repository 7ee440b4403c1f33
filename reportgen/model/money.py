"""Exact amounts: declared rounding and division of a whole into parts that sum to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction, places: int = 2) -> Fraction:
    """Round to `places` decimals, halves away from zero: 0.005 is 0.01, -0.005 is -0.01."""
    return Fraction(half_up_division(value.numerator * 10**places, value.denominator), 10**places)


def half_up_division(numerator: int, denominator: int) -> int:
    """Divide two integers and round half away from zero; `denominator` is positive."""
    whole, rest = divmod(abs(numerator), denominator)
    if 2 * rest >= denominator:
        whole += 1
    return whole if numerator >= 0 else -whole


def summed(amounts: Iterable[Fraction]) -> Fraction:
    """Return the exact sum of many amounts: those of one denominator are added as whole numbers, and shortened once."""
    parts: dict[int, int] = {}
    for amount in amounts:
        numerator, denominator = amount.as_integer_ratio()
        parts[denominator] = parts.get(denominator, 0) + numerator
    return sum((Fraction(numerator, denominator) for denominator, numerator in parts.items()), Fraction(0))


def plain(value: Fraction, places: int = 2) -> str:
    """Write a value as a plain decimal with a fixed number of places, rounded half up: `-1234.50`."""
    numerator, denominator = value.as_integer_ratio()
    if denominator == 1:
        return f"{numerator}.{'0' * places}" if places else str(numerator)
    whole, rest = divmod(abs(numerator) * 10**places, denominator)
    if 2 * rest >= denominator:
        whole += 1
    digits = str(whole).rjust(places + 1, "0")
    sign = "-" if numerator < 0 and whole else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def exact(text: str) -> Fraction:
    """Read a plain number exactly: `12.50`, `-3`, `20%`. Raise ValueError for anything else."""
    stripped = text.strip()
    percent = stripped.endswith("%")
    try:
        number = Fraction(Decimal(stripped.removesuffix("%").strip()))
    except ArithmeticError as error:
        raise ValueError(text) from error
    except (OverflowError, ValueError) as error:
        raise ValueError(text) from error
    return number / 100 if percent else number


def decimal_text(value: Fraction) -> str | None:
    """Write a value exactly as a decimal number, or return None where it has no finite decimal form (a third)."""
    denominator = value.denominator
    places = 0
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator //= prime
            power += 1
        places = max(places, power)
    return plain(value, places) if denominator == 1 else None


def split(whole: Fraction, shares: Mapping[str, Fraction], places: int = 2) -> dict[str, Fraction]:
    """Divide an amount by shares into parts of whole minor units that sum to it exactly.

    Largest remainder; ties go to the smallest id (pay.md §4.3). `whole` must be a whole number of minor units and the
    shares must be non-negative with a positive sum, else ValueError.
    """
    total = sum(shares.values(), Fraction(0))
    units = abs(whole) * 10**places
    if total <= 0 or any(share < 0 for share in shares.values()):
        raise ValueError("shares must be non-negative and sum to more than zero")
    if units.denominator != 1:
        raise ValueError("only whole minor units can be divided")
    exact_parts = {name: units * share / total for name, share in shares.items()}
    parts = {name: int(part) for name, part in exact_parts.items()}
    left = int(units) - sum(parts.values())
    order = sorted(exact_parts, key=lambda name: (parts[name] - exact_parts[name], name))
    for name in order[:left]:
        parts[name] += 1
    sign = 1 if whole >= 0 else -1
    return {name: Fraction(sign * parts[name], 10**places) for name in shares}
