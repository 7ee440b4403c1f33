"""Turns a handful of customers into the same ones again, as hurried people type them, and remembers which is which."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from reportgen.sample.company import FIRST_DAY, Customer

_RECORDED = date(2026, 2, 3)
_FORMS = ("集团股份有限公司", "股份有限公司", "集团有限公司", "有限公司")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A second record of a customer: whose it is, and how its name differs."""

    customer: Customer
    of: str
    how: str


def duplicates(customers: tuple[Customer, ...], first: int) -> tuple[Duplicate, ...]:
    """Return six second records, numbered from `first`: small, without orders, recorded in the first quarter."""
    chosen = [customer for customer in customers if customer.tier in {"A", "B"}][3::23][:6]
    found = []
    for place, (customer, (how, wrong)) in enumerate(zip(chosen, _SLIPS, strict=True)):
        record = replace(
            customer,
            id=f"C{first + place:04d}",
            name=wrong(customer.name),
            tier="C",
            weight=0,
            owners=((FIRST_DAY, customer.owner(_RECORDED)),),
            recorded=_RECORDED,
            second="",
        )
        found.append(Duplicate(record, customer.id, how))
    return tuple(found)


def _without_form(name: str) -> str:
    return next(name.removesuffix(form) for form in _FORMS if name.endswith(form))


def _short_form(name: str) -> str:
    return _without_form(name) + "公司"


def _swapped(name: str) -> str:
    """Exchange the two characters of the brand, which stand behind the two of the city."""
    return name[:2] + name[3] + name[2] + name[4:]


def _bracketed(name: str) -> str:
    return f"{name[2:]}（{name[:2]}）"


def _spaced(name: str) -> str:
    return f"{name[:4]} {name[4:]}"


def _full_width(name: str) -> str:
    """Write a letter behind it, full-width as Chinese input methods do."""
    return name + "Ｂ"


_SLIPS = (
    ("the legal form is missing", _without_form),
    ("the legal form is shortened", _short_form),
    ("two characters are swapped", _swapped),
    ("the city stands behind, in full-width brackets", _bracketed),
    ("a blank stands inside", _spaced),
    ("full-width letters stand behind", _full_width),
)
