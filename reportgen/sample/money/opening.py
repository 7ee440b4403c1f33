"""Turns last year's orders into the balances with which pay begins: earned, released and paid before the first period.

The commission is that of the plan (3 %, 5 % and 8 % of gross profit cut at 20 % and 25 % of revenue, paid as cash
arrives), worked out here on its own, so that whoever reads the balances can compare.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reportgen.model.money import half_up
from reportgen.sample.activity.base import columns
from reportgen.sample.company import PLAN_YEAR, Order, Person, Receipt
from reportgen.sample.sheet import Money, Sheet
from reportgen.sample.staff import REPRESENTATIVE

_STARTS = date(PLAN_YEAR, 1, 1)
COMMISSION = "base-commission"
_CUTS = ((Fraction(0), Fraction(3, 100)), (Fraction(20, 100), Fraction(5, 100)), (Fraction(25, 100), Fraction(8, 100)))
# A negative that is carried into the year, and an advance that is owed, by place among the representatives.
_CARRIED, _OWED = {4: -300_00, 23: -1_250_40}, {4: 800_00, 28: 3_000_00}


@dataclass(frozen=True, slots=True)
class Opening:
    """A balance at the start of the first pay period, in fen: an order's commission, or what is owed by a person."""

    person: str
    component: str
    order: str
    earned: int
    released: int
    paid: int
    carried: int = 0
    draw: int = 0


def commission(profit: int, revenue: int) -> int:
    """Return what an order earns in fen, rounded half up once; one that loses money earns nothing."""
    earned = Fraction(0)
    ends = [cut for cut, _ in _CUTS[1:]] + [None]
    for (cut, rate), end in zip(_CUTS, ends, strict=True):
        top = profit if end is None else min(Fraction(profit), end * revenue)
        earned += max(Fraction(0), top - cut * revenue) * rate
    return int(half_up(earned, 0))


@dataclass(slots=True)
class _Sold:
    """What is summed of an order with its returns and corrections, in fen; whose it is."""

    person: str
    amount: int = 0
    gross: int = 0
    cost: int = 0


def openings(people: tuple[Person, ...], orders: Iterable[Order], receipts: Iterable[Receipt]) -> tuple[Opening, ...]:
    """Return a balance for each order of before that was not paid in full by then, and the two kinds of debt."""
    collected: dict[str, int] = {}
    for receipt in receipts:
        if receipt.day < _STARTS:
            collected[receipt.order] = collected.get(receipt.order, 0) + receipt.amount
    found = (_balance(number, sold, collected.get(number, 0)) for number, sold in _sold(orders).items())
    open_ = [balance for balance in found if balance.released < balance.earned]
    return (*sorted(open_, key=lambda balance: (balance.person, balance.order)), *_debts(people))


def _sold(orders: Iterable[Order]) -> dict[str, _Sold]:
    """The transactions of before by the number of their order."""
    found: dict[str, _Sold] = {}
    for order in orders:
        if order.signed < _STARTS:
            sold = found.setdefault(order.original or order.number, _Sold(order.person))
            sold.amount += order.amount
            sold.gross += order.gross
            sold.cost += sum(line.cost for line in order.lines)
    return found


def _balance(number: str, sold: _Sold, collected: int) -> Opening:
    earned = commission(sold.amount - sold.cost, sold.amount)
    share = min(Fraction(1), Fraction(collected, sold.gross)) if sold.gross > 0 else Fraction(1)
    released = int(half_up(earned * share, 0))
    return Opening(sold.person, COMMISSION, number, earned, released, released)


def _debts(people: tuple[Person, ...]) -> list[Opening]:
    sellers = [p.id for p in people if p.posts[0].role == REPRESENTATIVE and p.left is None and p.hired < _STARTS]
    places = sorted({*_CARRIED, *_OWED})
    return [Opening(sellers[who], "", "", 0, 0, 0, _CARRIED.get(who, 0), _OWED.get(who, 0)) for who in places]


def opening_sheet(rows: Iterable[Opening]) -> Sheet:
    """A row for each balance."""
    header = columns(
        "工号 奖项 订单号 截至日期:day 已计提:money 已释放:money 已发放:money 结转负数:money 预支欠款:money"
    )
    day = date(PLAN_YEAR - 1, 12, 31)
    return Sheet(
        "期初余额", header,
        (
            (r.person, r.component, r.order, day, Money(r.earned), Money(r.released), Money(r.paid), Money(r.carried),
             Money(r.draw))
            for r in rows
        ),
    )  # fmt: skip
