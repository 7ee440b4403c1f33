"""Turns `pay.yaml` into pay components: for whom, over which earning period, how computed and when released."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from reportgen.model.pay import Component, ComponentKind, Excess, Flat, Release, Tiered
from reportgen.plan import kinds
from reportgen.plan.company import GRAINS
from reportgen.plan.pay_kinds import FURTHER
from reportgen.plan.pay_tiers import read_tiers
from reportgen.plan.scalars import (
    COLUMNS,
    ENTRY,
    choice,
    column,
    entries,
    heading,
    percent,
    reference,
    references,
)
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
    fields, rule = fields_of_kind(node, _KEYS, ("roles",), RULES, FURTHER)
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
        tiers=read_tiers(fields["tiers"], shares="per" in fields),
        negative=choice(fields["negative"], NEGATIVES),
    )


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
        column=choice(fields["column"], COLUMNS),
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
