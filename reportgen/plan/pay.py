"""Turns `pay.yaml` into pay components: for whom, over which earning period, how computed and when released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from reportgen.model.pay import Component, ComponentKind, Excess, Flat, Release, Tier, Tiered
from reportgen.plan import kinds
from reportgen.plan.company import GRAINS
from reportgen.plan.kpis import TARGET_COLUMNS
from reportgen.plan.scalars import ENTRY, choice, column, entries, heading, number, percent, reference, references
from reportgen.plan.yaml_nodes import Fields, Node, Shape, fields_of_kind

MODES: tuple[Literal["marginal", "whole"], ...] = ("marginal", "whole")
NEGATIVES: tuple[Literal["zero", "unwind"], ...] = ("zero", "unwind")
OVER: tuple[Literal["target", "threshold"], ...] = ("target", "threshold")
RELEASES: tuple[Literal["booking", "pro_rata_cash"], ...] = ("booking", "pro_rata_cash")

_KEYS = (*ENTRY, "clause", "earning", "release")


def read(root: Node) -> tuple[Component, ...]:
    """Read the list of pay components."""
    return entries(root, _component)


def _component(node: Node) -> Component:
    """Read one component. Without `roles` it is everybody's; a team's names its leaders' roles instead."""
    fields, rule = fields_of_kind(node, _KEYS, ("roles",), RULES)
    if node.peek("kind") == "excess":
        fields.refuse("roles", "a team's fund has no role", "name the team's `leaders`")
    return Component(
        **heading(fields),
        clause=fields["clause"].scalar(),
        roles=references(fields["roles"], "role"),
        earning=choice(fields["earning"], GRAINS),
        rule=rule,
        release=_release(fields["release"]),
    )


def _release(node: Node) -> Release:
    """Read when what was earned becomes payable; release by cash names what was invoiced and what was collected."""
    cash = ("invoiced", "collected")
    if node.peek("on") == "pro_rata_cash":
        fields = node.fields(("on", *cash))
    else:
        fields = node.fields(("on",), cash)
        for key in cash if node.peek("on") == "booking" else ():
            fields.refuse(key, "what is booked is released at once", "let it be released `on: pro_rata_cash`")
    return Release(
        on=choice(fields["on"], RELEASES),
        invoiced=reference(fields["invoiced"], "measure"),
        collected=reference(fields["collected"], "measure"),
    )


def _tiered(fields: Fields) -> ComponentKind:
    """Read a rate by tiers. With `per` the thresholds are shares of that measure, without it amounts of the base."""
    return Tiered(
        base=reference(fields["base"], "measure"),
        per=reference(fields["per"], "measure"),
        transaction=column(fields["transaction"]),
        mode=choice(fields["mode"], MODES),
        tiers=_tiers(fields["tiers"], shares="per" in fields),
        negative=choice(fields["negative"], NEGATIVES),
    )


def _tiers(node: Node, *, shares: bool) -> tuple[Tier, ...]:
    """Read the tiers: they begin at zero and rise, so that every amount falls into exactly one."""
    faults = node.faults()
    rows = [item.fields(("from", "rate")) for item in node.items()]
    starts = [percent(row["from"]) if shares else number(row["from"]) for row in rows]
    rates = [percent(row["rate"]) for row in rows]
    if rows and node.faults() == faults:
        _rising([row["from"] for row in rows], starts)
    return tuple(Tier(start=start, rate=rate) for start, rate in zip(starts, rates, strict=True))


def _rising(nodes: Sequence[Node], starts: Sequence[Fraction]) -> None:
    """Note a first tier that does not begin at zero, and each that does not lie above the one before it."""
    if starts[0] != 0:
        nodes[0].report(kinds.TIERS_START, nodes[0].scalar())
    for before, position in enumerate(range(1, len(starts))):
        if starts[position] <= starts[before]:
            nodes[position].report(kinds.TIERS_ORDER, nodes[position].scalar(), before=nodes[before].scalar())


def _flat(fields: Fields) -> ComponentKind:
    """Read one rate for all, or the column of the roster that holds each person's own."""
    if "rate_column" in fields:
        fields.refuse("rate", "each person's own rate is taken from `rate_column`", "remove `rate_column`")
    elif not fields.node.means("rate"):
        fields.node.report(kinds.KEY_MISSING, "rate", of=fields.node.title())
    return Flat(
        base=reference(fields["base"], "measure"),
        rate=percent(fields["rate"]) if "rate" in fields else None,
        rate_column=column(fields["rate_column"]),
        transaction=column(fields["transaction"]),
    )


def _excess(fields: Fields) -> ComponentKind:
    """Read a team's rate on what it booked above its target."""
    return Excess(
        base=reference(fields["base"], "measure"),
        metric=reference(fields["metric"], "measure"),
        column=choice(fields["column"], TARGET_COLUMNS),
        gate=percent(fields["gate"]),
        rate=percent(fields["rate"]),
        over=choice(fields["over"], OVER),
        leaders=references(fields["leaders"], "role", least=1),
        transaction=column(fields["transaction"]),
    )


RULES: Mapping[str, Shape[ComponentKind]] = {
    "tiered": Shape(("base", "transaction", "mode", "tiers", "negative"), ("per",), _tiered),
    "flat": Shape(("base",), ("rate", "rate_column", "transaction"), _flat),
    "excess": Shape(("base", "metric", "column", "gate", "rate", "over", "leaders"), ("transaction",), _excess),
}
"""The kinds of pay rule, by the word that names them in the file."""
