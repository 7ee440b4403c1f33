"""What was sold of each product, then and now → volume, mix, list price and discount, which add up exactly.

Sequential substitution in a fixed order: from the target, first the number of units changes (at the old average price),
then their mix (at the old prices of the products), then list prices (at the old discounts), last the discounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

DRIVERS = ("volume", "mix", "price", "discount", "new_products", "")
"""The parts, in the order of substitution; "" is what has no product, quantity or price to be told apart by."""


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold of a product: units, their value at list prices, and what was paid for them."""

    quantity: Fraction
    at_list: Fraction
    amount: Fraction

    @property
    def priced(self) -> bool:
        """Tell whether the product has a price: units sold, at a list price above 0."""
        return self.quantity > 0 and self.at_list > 0


def price_parts(
    target: Fraction, actual: Fraction, then: Mapping[str, Sold], now: Mapping[str, Sold]
) -> dict[str, Fraction] | None:
    """Return each driver's part of actual − target; None where nothing of `then` is priced.

    The target is taken to be made up as `then` was: the same products at the same prices and discounts, so many times
    as many of each. A product without a price then is new.
    """
    base = {product: sold for product, sold in then.items() if sold.priced and sold.amount > 0}
    if not base:
        return None
    both = {product: sold for product, sold in now.items() if product in base and sold.priced}
    new = sum((sold.amount for product, sold in now.items() if product not in base and sold.priced), Fraction(0))
    units, paid = _sum(base, "quantity"), _sum(base, "amount")
    average = paid / units
    planned = units * target / paid
    sold = _sum(both, "quantity")
    at_old_prices = sum(
        (one.quantity * base[name].amount / base[name].quantity for name, one in both.items()), Fraction(0)
    )
    at_old_discounts = sum(
        (one.at_list * base[name].amount / base[name].at_list for name, one in both.items()), Fraction(0)
    )
    amount = _sum(both, "amount")
    return {
        "volume": (sold - planned) * average,
        "mix": at_old_prices - sold * average,
        "price": at_old_discounts - at_old_prices,
        "discount": amount - at_old_discounts,
        "new_products": new,
        "": actual - amount - new,
    }


def _sum(found: Mapping[str, Sold], name: str) -> Fraction:
    return sum((getattr(one, name) for one in found.values()), Fraction(0))
