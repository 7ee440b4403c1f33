"""Orders as they stand and the plan's credit terms → the orders that go out on credit where none is given."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from reportgen.measure.columns import at_scale, day
from reportgen.model.customers import CreditCheck
from reportgen.model.period import Period
from reportgen.model.table import Table
from reportgen.model.tiers import CreditRating

_NEEDED = frozenset({"order_no", "customer", "credit_rating", "prepaid_share", "delivery_date", "order_date"})


def credit_checks(rule: CreditRating | None, orders: Table | None, period: Period) -> Iterator[CreditCheck]:
    """Return each order that was delivered in the period and not paid by then, and each open one that is not paid yet.

    Asked are the customers whose rating on the order's day lets them pay before delivery or have no credit at all.
    """
    if rule is None or orders is None or not set(orders.columns) >= _NEEDED:
        return
    strict = [grade for grade, terms in rule.terms.items() if terms != "open"]
    frame, end = orders.frame, pd.Timestamp(period.end)
    whole = 10 ** orders.columns["prepaid_share"].scale
    short = (frame["prepaid_share"] < whole).fillna(value=False) & frame["credit_rating"].isin(strict)
    if "type" in orders.columns:
        short &= frame["type"] == "sale"
    delivered = frame["delivery_date"].between(pd.Timestamp(period.start), end).fillna(value=False)
    open_ = (frame["order_date"] <= end) & ~(frame["delivery_date"] <= end).fillna(value=False)
    found = frame[short & (delivered | open_.fillna(value=False))].drop_duplicates("order_no")
    for row in found.sort_values("order_no").to_dict("records"):
        terms = rule.terms[str(row["credit_rating"])]
        if terms != "open":
            when = None if pd.isna(row["delivery_date"]) else day(row["delivery_date"])
            paid = at_scale(int(row["prepaid_share"]), orders.columns["prepaid_share"].scale)
            person = "" if "person" not in row or pd.isna(row["person"]) else str(row["person"])
            out = when is not None and when <= period.end
            yield CreditCheck(
                str(row["order_no"]), str(row["customer"]), person, str(row["credit_rating"]), terms, when, out, paid
            )
