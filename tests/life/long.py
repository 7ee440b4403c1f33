"""Twelve months of many small companies, with events drawn by chance: `python -m tests.life.long 20`."""

from __future__ import annotations

import random
import sys
import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path

from tests.life.company import PEOPLE, Company, Order, last_day
from tests.life.months import Life


def live(seed: int, folder: Path) -> int:
    """Live a year and close every month of it; return how many events there were. Whatever does not hold raises."""
    chance = random.Random(seed)
    life = Life(Company(folder))
    events = 0
    for month in range(1, 13):
        for _ in range(chance.randint(2, 6)):
            _order(life.company, chance, month)
        for _ in range(chance.randint(0, 4)):
            events += 1
            chance.choice(EVENTS)(life.company, chance, month)
        life.close(month)
    return events


def _day(chance: random.Random, month: int) -> date:
    return date(2026, month, chance.randint(1, last_day(month).day))


def _money(chance: random.Random, most: int) -> Fraction:
    return Fraction(chance.randint(1, most * 100), 100)


def _order(company: Company, chance: random.Random, month: int) -> None:
    amount = _money(chance, 50_000)
    number = f"O{month:02d}-{len(company.orders):03d}"
    cost = Fraction(int(amount * 100 * chance.randint(50, 110) // 100), 100)
    company.orders.append(Order(number, _day(chance, month), chance.choice(PEOPLE), amount, cost))


def _late_order(company: Company, chance: random.Random, month: int) -> None:
    _order(company, chance, chance.randint(1, month))


def _receipt(company: Company, chance: random.Random, month: int) -> None:
    order = chance.choice([each for each in company.orders if not each.original])
    day = _day(chance, chance.randint(order.day.month, max(month, order.day.month)))
    part = Fraction(int(order.amount * 100 * chance.randint(1, 100) // 100), 100)
    company.receipts.append((f"R{month:02d}-{len(company.receipts):03d}", day, order.number, part))


def _return(company: Company, chance: random.Random, month: int) -> None:
    order = chance.choice([each for each in company.orders if not each.original])
    if any(each.original == order.number for each in company.orders) or order.day > last_day(month):
        return
    part = Fraction(chance.randint(1, 100), 100)
    amount, cost = (Fraction(int(value * 100 * part), 100) for value in (order.amount, order.cost))
    day = max(order.day, _day(chance, month))
    company.orders.append(Order(f"{order.number}R", day, order.person, -amount, -cost, order.number))


def _cost(company: Company, chance: random.Random, month: int) -> None:
    del month
    order = chance.choice([each for each in company.orders if not each.original])
    order.cost = Fraction(int(order.amount * 100 * chance.randint(40, 105) // 100), 100)


def _gone(company: Company, chance: random.Random, month: int) -> None:
    del month
    if len(company.orders) < 8:
        return
    name = chance.choice([each.number for each in company.orders if not each.original])
    company.orders = [each for each in company.orders if name not in (each.number, each.original)]
    company.receipts = [each for each in company.receipts if each[2] != name]


def _move(company: Company, chance: random.Random, month: int) -> None:
    person = chance.choice(PEOPLE)
    before = company.moves[person]
    day = _day(chance, chance.randint(1, month))
    if day > before[-1][0]:
        before.append((day, "manager" if before[-1][1] == "representative" else "representative"))


def _rate(company: Company, chance: random.Random, month: int) -> None:
    since = date(2026, chance.randint(1, month), 1)
    if since > company.rates[-1][0]:
        company.rates.append((since, Fraction(chance.randint(1, 40), 1000)))
        company.retro.append(("pay/volume", since))


def _hold(company: Company, chance: random.Random, month: int) -> None:
    person = chance.choice(PEOPLE)
    since = date(2026, month, 1)
    if all(each[0] != person or each[2] < since for each in company.holds):
        company.holds.append((person, since, last_day(min(12, month + chance.randint(0, 2)))))


EVENTS = (_late_order, _receipt, _receipt, _receipt, _return, _cost, _gone, _move, _rate, _hold)


def main() -> None:
    """Live as many companies' years as were asked for."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    for seed in range(first, first + count):
        with tempfile.TemporaryDirectory() as folder:
            events = live(seed, Path(folder))
        print(f"company {seed}: 12 months closed, {events} events, all that was owed was paid")


if __name__ == "__main__":
    main()
