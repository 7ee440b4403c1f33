"""Turns the overseas business into two exports of another system: English headers, semicolons, decimal commas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from reportgen.sample.activity.base import Activity, columns
from reportgen.sample.company import Company
from reportgen.sample.sheet import Cell, Money, Sheet
from reportgen.sample.streams import stream

_COUNTRIES = ("Vietnam", "Thailand", "Indonesia", "Germany", "Poland", "Mexico", "Chile", "Morocco")
_SIGNED = 17  # of the twenty installers that the plan asks for


def installers(company: Company) -> Activity:
    """Return the installers signed abroad, as the overseas system exports them."""
    wanted = columns("Installer_No Name Country Signed:day Certified Sales_Person")
    return Activity("installers", Sheet("Installers", wanted, _installers(company)))


def _installers(company: Company) -> Iterator[tuple[Cell, ...]]:
    for place in range(1, _SIGNED + 1):
        random = stream(company.seed, "installers", str(place))
        country = random.choice(_COUNTRIES)
        signed = date(2026, 1, 12) + timedelta(days=19 * place)
        name, certified = f"{country} Drive Service {place}", "Yes" if place % 5 else "No"
        yield f"IN-{place:03d}", name, country, signed, certified, company.people[1].id


def freight(company: Company) -> Activity:
    """Return the freight bills of a European forwarder: `1.234,50` and `31.03.2026`."""
    wanted = columns("Bill_No Date Country Amount_EUR CO2_kg")
    return Activity("freight", Sheet("Frachten", wanted, _freight(company)))


def _freight(company: Company) -> Iterator[tuple[Cell, ...]]:
    for place in range(1, 25):
        random = stream(company.seed, "freight", str(place))
        day = date(2026, 1, 9) + timedelta(days=14 * place)
        fen = Money(random.randint(800_00, 9_400_00))
        amount = f"{fen.decimal():,.2f}".translate(str.maketrans(",.", ".,"))
        country, carbon = random.choice(_COUNTRIES[3:5]), f"{random.randint(120, 990)},{random.randint(0, 9)}"
        yield f"F{place:04d}", f"{day:%d.%m.%Y}", country, amount, carbon
