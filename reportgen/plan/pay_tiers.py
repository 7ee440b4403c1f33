"""Turns lists of thresholds and rates into tiers that begin at zero and rise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from reportgen.model.pay_kinds import Tier
from reportgen.plan import kinds
from reportgen.plan.scalars import number, percent
from reportgen.plan.yaml_nodes import Node


def read_tiers(node: Node, *, shares: bool, sums: bool = False) -> tuple[Tier, ...]:
    """Read the tiers: they begin at zero and rise, so that every amount falls into exactly one; `sums` pay amounts."""
    faults = node.faults()
    what = "amount" if sums else "rate"
    rows = [item.fields(("from", what)) for item in node.items()]
    starts = [_start(row["from"], shares=shares) for row in rows]
    rates = [number(row[what]) if sums else percent(row[what]) for row in rows]
    if rows and node.faults() == faults:
        rising([row["from"] for row in rows], starts)
    return tuple(Tier(start=start, rate=rate) for start, rate in zip(starts, rates, strict=True))


def read_payout(node: Node, *, shares: bool) -> tuple[Tier, ...]:
    """Read the tiers of a target pay: which share of it each pays, and how much more for each further point."""
    faults = node.faults()
    rows = [item.fields(("from", "pays"), ("each",)) for item in node.items()]
    starts = [_start(row["from"], shares=shares) for row in rows]
    found = [
        Tier(start=start, rate=percent(row["pays"]), each=percent(row["each"]) if "each" in row else Fraction(0))
        for start, row in zip(starts, rows, strict=True)
    ]
    if rows and node.faults() == faults:
        rising([row["from"] for row in rows], starts)
    return tuple(found)


def slopes(node: Node, tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
    """Return sums on a line as the rates between them: each part of a base earns what the line rises over it.

    The line begins at nothing and stays where its last sum is.
    """
    rows = node.items(least=0)
    if tiers and tiers[0].rate:
        first = dict(rows[0].pairs())["amount"]
        first.report(kinds.TIERS_START, first.scalar())
    rises = [
        (late.rate - early.rate) / (late.start - early.start) if late.start > early.start else Fraction(0)
        for early, late in pairwise(tiers)
    ]
    return tuple(Tier(start=tier.start, rate=rise) for tier, rise in zip(tiers, [*rises, Fraction(0)], strict=False))


def pays_amounts(node: Node) -> bool:
    """Tell whether tiers are written with amounts rather than rates."""
    rows = node.items(least=0)
    return bool(rows) and "amount" in rows[0].written()


def threshold(node: Node) -> Fraction:
    """Read a threshold of a figure, which is a percentage or a plain number."""
    node.expect("percent")
    node.expect("number")
    return percent(node) if "%" in node.scalar() else number(node)


def _start(node: Node, *, shares: bool) -> Fraction:
    """Read a threshold: a share of another measure, or an amount."""
    node.expect("percent")
    node.expect("number")
    return percent(node) if shares else number(node)


def rising(nodes: Sequence[Node], starts: Sequence[Fraction]) -> None:
    """Note a first tier that does not begin at zero, and each that does not lie above the one before it."""
    if starts and starts[0] != 0:
        nodes[0].report(kinds.TIERS_START, nodes[0].scalar())
    for before, position in enumerate(range(1, len(starts))):
        if starts[position] <= starts[before]:
            nodes[position].report(kinds.TIERS_ORDER, nodes[position].scalar(), before=nodes[before].scalar())


def read_days(node: Node) -> tuple[Tier, ...]:
    """Read the share that is still paid by days to collect: from day 0 on, in rising days."""
    faults = node.faults()
    rows = [item.fields(("from", "share")) for item in node.items()]
    starts = [number(row["from"]) for row in rows]
    shares = [percent(row["share"]) for row in rows]
    if rows and node.faults() == faults:
        rising([row["from"] for row in rows], starts)
    return tuple(Tier(start=start, rate=share) for start, share in zip(starts, shares, strict=True))
