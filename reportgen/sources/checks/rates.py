"""Rows and rates → amounts in a currency without a rate, and amounts whose tax is missing or wrong."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from reportgen.model.money import decimal_text, half_up, plain
from reportgen.model.table import Table
from reportgen.sources import kinds
from reportgen.sources.checks.columns import (
    ABSENT,
    NO_DAY,
    Integers,
    chosen,
    codes,
    day_text,
    days,
    integers,
)
from reportgen.sources.checks.suspects import Said, Suspects
from reportgen.sources.likeness import likeliest
from reportgen.sources.profiles.check_rules import RateKnown, Taxed

_SAFE = 2**62


def without_rate(rule: RateKnown, table: Table, tables: Mapping[str, Table]) -> list[Suspects]:
    """Suspect amounts in another currency for which no rate holds: none of their day or before.

    A table of rates that no file brings has no rate of anything.
    """
    if not {rule.amount, rule.date} <= set(table.columns) or (rule.currency and rule.currency not in table.columns):
        return []
    frame = table.frame
    named = rule.currency or "currency"
    own = frame[[rule.currency]] if rule.currency else _declared(table, rule.amount)
    rates = tables.get(rule.table)
    listed = rates.frame if rates is not None else pd.DataFrame({"currency": pd.Series([], dtype="string")})
    theirs, ours = codes((listed, ["currency"]), (own, [named]))
    first = np.full(int(max(theirs.max(initial=-1), ours.max(initial=-1))) + 1, np.iinfo(np.int64).max)
    since = days(rates, "since") if rates is not None else np.zeros(0, np.int64)
    listed_rows = (theirs != ABSENT) & (since != NO_DAY)
    np.minimum.at(first, theirs[listed_rows], since[listed_rows])
    on, amount = days(table, rule.date), integers(table, rule.amount)
    foreign = (ours != ABSENT) & (on != NO_DAY) & amount.known & ~(own[named] == rule.base).fillna(True).to_numpy(bool)
    rows = np.flatnonzero(foreign & chosen(table, rule.where))
    wrong = rows[first[ours[rows]] > on[rows]]

    def say(position: int) -> Said:
        begins = int(first[ours[position]])
        has = "" if begins == np.iinfo(np.int64).max else f" Its first one is of {day_text(begins)}."
        values = (("table", rule.table), ("date", day_text(int(on[position]))), ("first", has))
        return Said(str(own[named].iloc[position]), values, amount=_exact(amount, position))

    return [Suspects(kinds.FX_RATE_MISSING, table, wrong, rule.currency or rule.amount, say)]


def _declared(table: Table, amount: str) -> pd.DataFrame:
    """Return the amount's declared currency on every row."""
    currency = table.columns[amount].currency or None
    return pd.DataFrame({"currency": pd.Series([currency] * len(table.frame), dtype="string")})


def _exact(amount: Integers, position: int) -> Fraction:
    return abs(Fraction(int(amount.values[position]), 10**amount.scale))


def wrong_tax(rule: Taxed, table: Table, tables: Mapping[str, Table]) -> list[Suspects]:
    """Suspect rows with neither gross amount nor rate, with a rate that is not declared, with a wrong gross amount."""
    del tables
    if rule.net not in table.columns:
        return []
    net, gross, rate = (integers(table, name) for name in (rule.net, rule.gross, rule.rate))
    looked_at = chosen(table, rule.where) & net.known
    missing = np.flatnonzero(looked_at & ~gross.known & ~rate.known & (net.values != 0))
    # A rate that may not be is told as such; that the gross amount does not fit it says nothing more.
    complete = np.flatnonzero(looked_at & gross.known & rate.known & _may_be(rule, rate))
    wrong = complete[_off(rule, net, gross, rate, complete)]

    def amount_of(position: int) -> str:
        return plain(Fraction(int(net.values[position]), 10**net.scale), net.scale)

    def nothing(position: int) -> Said:
        return Said(amount_of(position), (("gross", rule.gross), ("rate", rule.rate)), amount=_exact(net, position))

    def differs(position: int) -> Said:
        share = Fraction(int(rate.values[position]), 10**rate.scale)
        owed = Fraction(int(net.values[position]), 10**net.scale) * (1 + share)
        there = Fraction(int(gross.values[position]), 10**gross.scale)
        values = (
            ("gross", rule.gross),
            ("net", rule.net),
            ("amount", amount_of(position)),
            ("rate", _percent(share)),
            ("expected", plain(owed, gross.scale)),
        )
        return Said(plain(there, gross.scale), values, amount=abs(there - half_up(owed, gross.scale)))

    return [
        Suspects(
            kinds.TAX_RATE_MISSING, table, missing, rule.rate if rule.rate in table.columns else rule.net, nothing
        ),
        Suspects(kinds.GROSS_DIFFERS, table, wrong, rule.gross, differs),
        *_not_declared(rule, table, rate, net, looked_at),
    ]


def _off(rule: Taxed, net: Integers, gross: Integers, rate: Integers, rows: Any) -> Any:
    """Tell for rows whether gross differs from net × (1 + rate) by more than the tolerance, in whole numbers.

    Half a unit of the gross amount's last place is rounding and always allowed.
    """
    scale = max(net.scale + rate.scale, gross.scale)
    one, allowed = 10**rate.scale, _allowed(rule, gross, scale)
    up_net, up_gross = 10 ** (scale - net.scale - rate.scale), 10 ** (scale - gross.scale)
    bound = _largest(net, rows) * (one + _largest(rate, rows)) * up_net + _largest(gross, rows) * up_gross
    kind = object if bound >= _SAFE else np.int64
    nets, grosses, rates = (each.values[rows].astype(kind) for each in (net, gross, rate))
    return (np.abs(grosses * up_gross - nets * (one + rates) * up_net) > allowed).astype(bool)


def _allowed(rule: Taxed, gross: Integers, scale: int) -> int:
    return int(max(rule.tolerance, Fraction(1, 2 * 10**gross.scale)) * 10**scale)


def _largest(integers_: Integers, rows: Any) -> int:
    return int(np.abs(integers_.values[rows]).max(initial=0))


def _not_declared(rule: Taxed, table: Table, rate: Integers, net: Integers, looked_at: Any) -> list[Suspects]:
    """Suspect rates that the profile does not list; without a list any rate may stand."""
    if not rule.rates:
        return []
    strange = np.flatnonzero(looked_at & rate.known & ~_may_be(rule, rate))
    shown = [_percent(one) for one in rule.rates]

    def say(position: int) -> Said:
        found = _percent(Fraction(int(rate.values[position]), 10**rate.scale))
        near = likeliest(found, shown)
        nearest = f" Nearest: {near}." if near else ""
        return Said(found, (("rates", ", ".join(shown)), ("nearest", nearest)), amount=_exact(net, position))

    return [Suspects(kinds.TAX_RATE_UNKNOWN, table, strange, rule.rate, say)]


def _may_be(rule: Taxed, rate: Integers) -> Any:
    """Tell for each row whether its rate is one of the declared ones; without declared ones any may be."""
    if not rule.rates:
        return np.ones(len(rate.values), bool)
    allowed = [int(one * 10**rate.scale) for one in rule.rates if (one * 10**rate.scale).denominator == 1]
    return np.isin(rate.values, allowed)


def _percent(share: Fraction) -> str:
    return f"{decimal_text(share * 100)} %"
