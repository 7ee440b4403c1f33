"""A small company whose spreadsheets, roster and plan change from month to month, and what it owes, worked out apart.

It knows nothing of the engine: an order's commission is worked out from the rows as they stand, by the plan's words.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

from reportgen.app.new import SKELETON
from reportgen.app.workspace import Workspace, open_workspace
from reportgen.model.money import plain

PEOPLE = ("E1", "E2", "E3")
BANDS = ((Fraction(0), Fraction(3, 100)), (Fraction(20, 100), Fraction(5, 100)), (Fraction(25, 100), Fraction(8, 100)))


@dataclass(slots=True)
class Order:
    """A row of the order list; `original` is the order that a return takes back."""

    number: str
    day: date
    person: str
    amount: Fraction
    cost: Fraction
    original: str = ""


@dataclass(slots=True)
class Company:
    """Everything that people type: rows that come, change and go, the roster's moves, the rates, what is held.

    `holds` are of all that somebody is paid, `waiting` of single orders.
    """

    folder: Path
    orders: list[Order] = field(default_factory=list)
    receipts: list[tuple[str, date, str, Fraction]] = field(default_factory=list)
    moves: dict[str, list[tuple[date, str]]] = field(
        default_factory=lambda: {each: [(date(2025, 1, 1), "representative")] for each in PEOPLE}
    )
    rates: list[tuple[date, Fraction]] = field(default_factory=lambda: [(date(2026, 1, 1), Fraction(1, 100))])
    holds: list[tuple[str, date, date]] = field(default_factory=list)
    waiting: list[tuple[str, str, date, date]] = field(default_factory=list)
    retro: list[tuple[str, date]] = field(default_factory=list)

    def workspace(self) -> Workspace:
        """Write the spreadsheets and the plan as they stand, and open the folder."""
        inputs = self.folder / "inputs"
        if not inputs.exists():
            shutil.copytree(SKELETON, inputs)
            shutil.rmtree(inputs / "data")
            for name, text in PROFILES.items():
                (inputs / "profiles" / name).write_text(text, "utf-8")
            measures = inputs / "plan" / "measures.yaml"
            measures.write_text(measures.read_text("utf-8") + MEASURES, "utf-8")
        (inputs / "data").mkdir(exist_ok=True)
        self._write_data(inputs / "data")
        self._write_plan(inputs / "plan")
        found = open_workspace(self.folder)
        assert isinstance(found, Workspace)
        return found

    def _write_data(self, data: Path) -> None:
        _write(
            data / "orders.csv",
            ("Order No", "Original Order No", "Signed", "Customer", "Sales Person", "Net Amount", "Cost"),
            [(o.number, o.original, o.day, "Acme", o.person, plain(o.amount), plain(o.cost)) for o in self.orders],
        )
        _write(
            data / "receipts.csv",
            ("Receipt No", "Received", "Order No", "Amount"),
            [(number, day, order, plain(amount)) for number, day, order, amount in self.receipts],
        )
        _write(
            data / "roster.csv",
            ("Employee No", "Name", "Role", "Valid From", "Valid To", "Hired"),
            [
                (person, f"Name of {person}", role.capitalize(), since, until, "2021-01-01")
                for person, moves in self.moves.items()
                for (since, role), until in zip(moves, _ends(moves), strict=True)
            ],
        )
        _write(data / "targets.csv", ("Employee No", "Period", "Target"), [("E1", "2026-01", "1000")])
        held = [*((person, "", *days) for person, *days in self.holds), *self.waiting]
        _write(
            data / "holds.csv",
            ("person", "order", "since", "until", "reason", "approver"),
            [(*each, "looked into", "E3") for each in held],
        )
        if not held:
            (data / "holds.csv").unlink()

    def _write_plan(self, plan: Path) -> None:
        versions = [VOLUME.format(since=since, rate=_percent(rate)) for since, rate in self.rates]
        (plan / "pay.yaml").write_text(COMMISSION + "".join(versions), "utf-8")
        (plan / "payment.yaml").write_text(PAYMENT, "utf-8")
        approved = [RETRO.format(rule=rule, since=since) for rule, since in self.retro]
        (plan / "retro.yaml").unlink(missing_ok=True)
        if approved:
            (plan / "retro.yaml").write_text("".join(approved), "utf-8")

    # ------------------------------------------------------------------------------------------- what it owes

    def earned(self, person: str, last: date) -> tuple[Fraction, Fraction]:
        """Return what somebody earned up to a day, and what of it is released, as the rows stand now."""
        earned = released = Fraction(0)
        for parts in self._deals(last).values():
            if parts[0].person == person and parts[0].day >= date(2026, 1, 1):
                commission = _commission(parts)
                earned += commission
                released += _cents(commission * self._collected(parts, last))
        volume = self._volume(person, last)
        return earned + volume, released + volume

    def _deals(self, last: date) -> Mapping[str, list[Order]]:
        deals: dict[str, list[Order]] = {}
        for order in sorted(self.orders, key=lambda each: (each.original != "", each.day)):
            if order.day <= last:
                deals.setdefault(order.original or order.number, []).append(order)
        return deals

    def _collected(self, parts: Sequence[Order], last: date) -> Fraction:
        """Return the part of an order that is paid; what was billed is what is left of it."""
        billed = sum(each.amount for each in parts)
        came = sum(amount for _, day, order, amount in self.receipts if order == parts[0].number and day <= last)
        if billed <= 0:
            return Fraction(0) if came < billed else Fraction(1)
        return max(Fraction(0), min(Fraction(1), Fraction(came) / billed))

    def _volume(self, person: str, last: date) -> Fraction:
        """Return the rate of each month's orders, for months that somebody ended as a representative."""
        total = Fraction(0)
        for month in range(1, last.month + 1):
            end = last_day(month)
            sums = sum(
                each.amount
                for parts in self._deals(last).values()
                if parts[0].person == person and (parts[0].day.year, parts[0].day.month) == (2026, month)
                for each in parts
            )
            role = [role for since, role in self.moves[person] if since <= end][-1]
            rate = [rate for since, rate in self.rates if since <= end][-1]
            total += _cents(sums * rate) if role == "representative" else 0
        return total


def _ends(moves: Sequence[tuple[date, str]]) -> list[str]:
    """Return the last day of each of a person's roles: the day before the next begins."""
    return [*(date.fromordinal(since.toordinal() - 1).isoformat() for since, _ in moves[1:]), ""]


def last_day(month: int) -> date:
    """Return the last day of a month of 2026."""
    return date.fromordinal((date(2026, month + 1, 1) if month < 12 else date(2027, 1, 1)).toordinal() - 1)


def _commission(parts: Sequence[Order]) -> Fraction:
    revenue = sum((each.amount for each in parts), Fraction(0))
    profit = sum((each.amount - each.cost for each in parts), Fraction(0))
    total = Fraction(0)
    for number, (start, rate) in enumerate(BANDS):
        end = BANDS[number + 1][0] * revenue if number + 1 < len(BANDS) else profit
        total += rate * max(Fraction(0), min(profit, end) - start * revenue)
    return _cents(total) if profit > 0 else Fraction(0)


def _cents(amount: Fraction) -> Fraction:
    whole, rest = divmod(abs(amount) * 100, 1)
    return Fraction(int(whole) + (rest >= Fraction(1, 2)), 100) * (1 if amount >= 0 else -1)


def _percent(rate: Fraction) -> str:
    return f"{float(rate * 100):g} %"


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


PROFILES = {
    "orders.yaml": """\
kind: orders
files: ["orders*"]
key: [order_no]
columns:
  order_no: {type: id, headers: [Order No], required: true}
  original: {type: id, headers: [Original Order No]}
  order_date: {type: date, headers: [Signed], required: true}
  customer: {type: text, headers: [Customer]}
  person: {type: id, headers: [Sales Person], required: true}
  amount: {type: money, headers: [Net Amount], currency: CNY, tax: excluded, required: true}
  cost: {type: money, headers: [Cost], currency: CNY, tax: excluded}
derive:
  gross_profit: {kind: difference, of: amount, less: cost}
  deal: {kind: first_of, of: [original, order_no]}
""",
    "receipts.yaml": """\
kind: receipts
files: ["receipts*"]
key: [receipt_no]
columns:
  receipt_no: {type: id, headers: [Receipt No], required: true}
  receipt_date: {type: date, headers: [Received], required: true}
  order_no: {type: id, headers: [Order No], required: true}
  amount: {type: money, headers: [Amount], currency: CNY, tax: excluded, required: true}
derive:
  deal: {kind: first_of, of: [order_no]}
join:
  - {table: orders, on: {order_no: order_no}, take: [person], if_several: first}
""",
    "holds.yaml": """\
kind: holds
files: ["holds*"]
key: [person, order_no, since]
columns:
  person: {type: id, headers: [person], required: true}
  order_no: {type: id, headers: [order]}
  since: {type: date, headers: [since], required: true}
  until: {type: date, headers: [until]}
  reason: {type: text, headers: [reason], required: true}
  approver: {type: id, headers: [approver], required: true}
""",
}
MEASURES = """
- id: collected
  name: {zh: 回款, en: Cash}
  from: 2025-01-01
  table: receipts
  how: sum
  column: amount
  date: receipt_date
  person: person
  unit: money
  because: {zh: 例, en: Example}
"""
COMMISSION = """\
- id: commission
  name: {zh: 佣金, en: Commission}
  from: 2026-01-01
  clause: "1"
  earning: month
  kind: tiered
  base: gross_profit
  per: order_amount
  transaction: deal
  mode: marginal
  tiers: [{from: 0 %, rate: 3 %}, {from: 20 %, rate: 5 %}, {from: 25 %, rate: 8 %}]
  negative: zero
  release: {on: pro_rata_cash, invoiced: order_amount, collected: collected}
  because: {zh: 例, en: Example}
"""
VOLUME = """\
- id: volume
  name: {zh: 销量奖, en: Volume}
  from: {since}
  clause: "2"
  roles: [representative]
  earning: month
  kind: flat
  base: order_amount
  rate: {rate}
  transaction: deal
  release: {{on: booking}}
  because: {{zh: 例, en: Example}}
""".replace("{zh: 销量奖, en: Volume}", "{{zh: 销量奖, en: Volume}}")
PAYMENT = """\
- id: payment
  name: {zh: 发放, en: Payment}
  from: 2026-01-01
  negative: carry
  because: {zh: 例, en: Example}
"""
RETRO = """\
- rule: {rule}
  from: {since}
  reason: agreed in the autumn, typed late
  author: Li Na
  approver: Chen Wei
"""
