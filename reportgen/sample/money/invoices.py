"""Turns orders, returns and corrections into invoices with tax and due dates, some in two parts, some negative."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.sample.activity.base import columns
from reportgen.sample.company import YEAR_END, Order
from reportgen.sample.orders import TAX_PERCENT
from reportgen.sample.sheet import Money, Share, Sheet
from reportgen.sample.streams import chance, parts, stream
from reportgen.sample.workdays import later

_IN_TWO, _IN_TWO_FROM = 250, 300_000_00  # thousandths of the orders above so many fen
BLUE, RED = "蓝字", "红字"


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice of an order, in fen: `net` without tax and `gross` with it; negative (RED) for what goes back."""

    number: str
    kind: str
    order: str
    customer: str
    day: date
    due: date
    net: int
    gross: int


def invoices(seed: int, orders: Iterable[Order]) -> Iterator[Invoice]:
    """Return the invoices up to the last day in the order of the orders; a changed cost alone is not invoiced."""
    for order in orders:
        for invoice in _of_order(seed, order):
            if invoice.day <= YEAR_END:
                yield invoice


def _of_order(seed: int, order: Order) -> Iterator[Invoice]:
    net, gross = order.amount, order.gross
    if not gross:
        return
    belongs, kind = order.original or order.number, BLUE if gross > 0 else RED
    two = gross >= _IN_TWO_FROM and not order.original and chance(stream(seed, "invoices", order.number), _IN_TWO)
    shares = (60, 40) if two else (1,)
    days = (order.delivery, later(order.delivery, 30))
    amounts = zip(parts(net, shares), parts(gross, shares), strict=True) if two else [(net, gross)]
    for place, (part_net, part_gross) in enumerate(amounts):
        due = max(order.due, days[place])
        number = f"FP-{order.number}-{place + 1}"
        yield Invoice(number, kind, belongs, order.customer, days[place], due, part_net, part_gross)


def invoices_sheet(rows: Iterable[Invoice]) -> Sheet:
    """A row for each invoice."""
    header = columns(
        "发票号 发票类型 订单号 客户编号 开票日期:day 应收日期:day 不含税金额:money 税率:share 税额:money "
        "价税合计:money"
    )
    rate = Share(10 * TAX_PERCENT)
    return Sheet(
        "发票", header,
        (
            (r.number, r.kind, r.order, r.customer, r.day, r.due, Money(r.net), rate, Money(r.gross - r.net),
             Money(r.gross))
            for r in rows
        ),
    )  # fmt: skip
