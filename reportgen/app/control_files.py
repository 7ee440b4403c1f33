"""The control sheets of a period → CSV files for the books: accrual, amortisation month by month, what is unusual."""

from __future__ import annotations

from reportgen.app.figures import csv_bytes, number_text
from reportgen.model.controls import Accrual, Amortisation, Unusual
from reportgen.model.measured import Measured
from reportgen.model.money import plain


def files(measured: Measured) -> dict[str, bytes]:
    """Return the files of a pack that this makes; none where nobody is paid."""
    if not measured.statements:
        return {}
    found = {"data/accrual.csv": accrual(measured), "data/unusual.csv": unusual(measured)}
    if any(component.policy.amortise for component in measured.plan.components):
        found["data/amortisation.csv"] = amortisation(measured)
    return found


def accrual(measured: Measured) -> bytes:
    """Return `data/accrual.csv`: what is earned and not payable yet, by payee, component and earning period."""
    header = ("period", "payee", "name", "component", "earning_period", "currency", "earned", "released", "accrued")
    return csv_bytes(header, [_accrual(measured, each) for each in measured.controls.accrual])


def _accrual(measured: Measured, each: Accrual) -> tuple[str, ...]:
    amounts = (plain(each.earned), plain(each.released), plain(each.accrued))
    currency = measured.plan.company.currency
    return (measured.period.id, each.payee, each.name, each.component, each.earning_period, currency, *amounts)


def amortisation(measured: Measured) -> bytes:
    """Return `data/amortisation.csv`: a row a month of each cost that the plan spreads; a cost's rows sum to it."""
    header = ("period", "payee", "name", "component", "currency", "amount", "months", "month", "part")
    rows = [row for each in measured.controls.amortisation for row in _amortisation(measured, each)]
    return csv_bytes(header, rows)


def _amortisation(measured: Measured, each: Amortisation) -> list[tuple[str, ...]]:
    currency = measured.plan.company.currency
    cost = (each.period.id, each.payee, each.name, each.component, currency, plain(each.amount), str(len(each.months)))
    return [(*cost, month.id, plain(part)) for month, part in zip(each.months, each.parts, strict=True)]


def unusual(measured: Measured) -> bytes:
    """Return `data/unusual.csv`: what a person should look at before pay goes out, with what it was held against."""
    header = ("period", "payee", "name", "what", "component", "found", "usual", "unit")
    return csv_bytes(header, [_unusual(each) for each in measured.controls.unusual])


def _unusual(each: Unusual) -> tuple[str, ...]:
    unit = (each.found.currency or each.found.unit.value) if each.found else ""
    numbers = (number_text(each.found) if each.found else "", number_text(each.usual) if each.usual else "")
    return (each.period, each.payee, each.name, each.kind, each.component, *numbers, unit)
