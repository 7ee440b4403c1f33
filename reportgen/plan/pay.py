"""Turns `pay.yaml` into pay components: for whom, over which earning period, how computed and when released."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from reportgen.model.pay import Component, EarnedOver, Gate, Instalment, PayPolicy, Release
from reportgen.model.pay_kinds import (
    ComponentKind,
    Contribution,
    Draw,
    Excess,
    Fixed,
    Flat,
    Guarantee,
    Honour,
    LumpSum,
    Manual,
    Pool,
    Tiered,
    Vesting,
    VestingMonths,
    transaction_of,
)
from reportgen.plan import kinds
from reportgen.plan.company import GRAINS
from reportgen.plan.declared import Key, listed, name_of, nested, one_of, shape
from reportgen.plan.pay_kinds import FURTHER
from reportgen.plan.pay_tiers import pays_amounts, read_days, read_tiers, slopes
from reportgen.plan.scalars import (
    COLUMNS,
    ENTRY,
    between,
    bound,
    choice,
    column,
    entries,
    heading,
    in_order,
    integer,
    number,
    percent,
    reference,
    references,
    whole,
)
from reportgen.plan.yaml_nodes import Fields, Node, Shape, fields_of_kind

MODES: tuple[Literal["marginal", "whole", "step", "interpolated"], ...] = ("marginal", "whole", "step", "interpolated")
NEGATIVES: tuple[Literal["zero", "unwind", "refuse"], ...] = ("zero", "unwind", "refuse")
SCOPES: tuple[Literal["transaction", "period", "quarter", "year_to_date"], ...] = (
    *("transaction", "period", "quarter", "year_to_date"),
)
OVER: tuple[Literal["target", "threshold"], ...] = ("target", "threshold")

_KEYS = (*ENTRY, "clause", "earning", "release")


_PART = shape(
    Instalment, {"share": percent, "months": Key(integer, optional=True), "days": Key(integer, optional=True)}
)


def _instalments(node: Node) -> tuple[Instalment, ...]:
    """Read the parts of a schedule, which make the whole; a number is as many equal ones, a month apart."""
    if node.peek_text():
        count = between(node, 1, 120)
        return tuple(Instalment(share=Fraction(1, count or 1), months=month) for month in range(count))
    faults = node.faults()
    found = listed(nested(_PART))(node)
    if found and node.faults() == faults:
        whole(node, [part.share for part in found])
    return found


_RELEASE = shape(
    Release,
    {
        "on": one_of("booking", "delivery", "full_payment", "pro_rata_cash", "schedule"),
        "invoiced": Key(name_of("measure"), optional=True),
        "collected": Key(name_of("measure"), optional=True),
        "allocation": Key(one_of("oldest_due", "proportional", "as_listed"), optional=True),
        "ladder": Key(read_days, optional=True),
        "date": Key(column, optional=True),
        "parts": Key(_instalments, optional=True),
    },
)
_GATE = shape(Gate, {"figure": name_of("figure"), "least": bound})
_OVER = shape(
    EarnedOver, {"months": lambda node: between(node, 1, 120), "counts": Key(one_of("full", "begun"), optional=True)}
)
_POLICY = shape(
    PayPolicy,
    {
        "to": Key(one_of("person", "team_fund", "nobody"), optional=True),
        "rounds": Key(one_of("line", "pool", "none"), optional=True),
        "refund": Key(one_of("re_rate", "own_slices", "average_rate", "none"), optional=True),
        "leaving": Key(one_of("pay", "forfeit", "days"), optional=True),
        "days": Key(integer, optional=True),
        "on_change": Key(one_of("last_day", "split"), optional=True),
        "gate": Key(nested(_GATE), optional=True),
        "cap": Key(number, optional=True),
        "over_cap": Key(one_of("defer", "forfeit"), optional=True),
        "floor": Key(number, optional=True),
        "budget": Key(number, optional=True),
        "amortise": Key(integer, optional=True),
        "credit": Key(one_of("own", "team"), optional=True),
        "clawback": Key(read_days, optional=True),
        "clawback_over": Key(nested(_OVER), optional=True),
    },
)


def read(root: Node) -> tuple[Component, ...]:
    """Read the list of pay components."""
    return entries(root, _component)


def _component(node: Node) -> Component:
    """Read one component. Without `roles` it is everybody's; a team's names its leaders' roles instead."""
    fields, rule = fields_of_kind(node, _KEYS, ("roles", "policy"), RULES)
    if node.peek("kind") == "excess":
        fields.refuse("roles", "a team's fund has no role", "name the team's `leaders`")
    return Component(
        **heading(fields),
        clause=fields["clause"].scalar(),
        roles=references(fields["roles"], "role"),
        earning=choice(fields["earning"], GRAINS),
        rule=rule,
        release=_release(fields["release"], rule),
        policy=_policy(fields["policy"], rule) if "policy" in fields else PayPolicy(),
    )


def _policy(node: Node, rule: ComponentKind) -> PayPolicy:
    """Read what holds beside the rule; what could never apply is refused."""
    fields, found = Fields(node, dict(node.pairs())), nested(_POLICY)(node)
    _of_kind(fields, found, rule)
    if found.clawback:
        fields.refuse("clawback_over", "`clawback` says which part is taken back", "remove one of the two")
    if found.rounds == "none" and found.to != "nobody":
        fields.refuse("rounds", "what is paid is whole cents", "let it be paid `to: nobody`")
    if "cap" not in fields:
        fields.refuse("over_cap", "nothing lies over a cap that is not there", "write the `cap`")
    if found.leaving != "days":
        fields.refuse("days", "days of grace are for leavers", "let `leaving` be `days`")
    return found


def _of_kind(fields: Fields, found: PayPolicy, rule: ComponentKind) -> None:
    """Refuse what a kind of rule has no use for."""
    if isinstance(rule, Tiered):
        fields.refuse("floor", "a transaction has a least amount of its own", "write `least` in the rule itself")
        fields.refuse("budget", "transactions are paid as they come", "let a `flat` or a `ladder` have the budget")
        if found.over_cap == "defer":
            fields.refuse("over_cap", "what a transaction earns above a cap is lost", "let `payment` defer it")
    if isinstance(rule, Manual | Guarantee | Draw):
        for key in ("gate", "cap", "floor", "budget", "credit"):
            fields.refuse(key, "what is paid is written as it is", "let the rule that is to be held have it")
    if isinstance(rule, Contribution | Pool | Vesting | VestingMonths | Fixed | Honour):
        fields.refuse("credit", "nobody is credited with what it shares", "let a rule that has a `base` credit teams")
    if not transaction_of(rule):
        for key in ("clawback", "clawback_over"):
            fields.refuse(key, "what comes back is known by its transaction", "name the rule's `transaction`")


def _release(node: Node, rule: ComponentKind) -> Release:
    """Read when what was earned becomes payable; release by cash names what was invoiced and what was collected."""
    found = nested(_RELEASE)(node)
    fields = Fields(node, dict(node.pairs()))
    if not transaction_of(rule) or isinstance(rule, LumpSum):
        fields.refuse("ladder", "days run from each transaction of a base", "rate a `base` with its `transaction`")
        fields.refuse("date", "what was delivered is known by its transaction", "name the rule's `transaction`")
    for key in ("invoiced", "collected"):
        if found.on in ("full_payment", "pro_rata_cash") and key not in fields:
            node.report(kinds.KEY_MISSING, key, of=node.title())
        elif found.on in ("booking", "schedule"):
            fields.refuse(key, "it waits for no cash", "let it be released `on: pro_rata_cash`")
    if found.on == "delivery" and not ("date" in fields or "collected" in fields):
        node.report(kinds.KEY_MISSING, "date", of=node.title())
    if found.on == "schedule" and "parts" not in fields:
        node.report(kinds.KEY_MISSING, "parts", of=node.title())
    elif found.on != "schedule":
        fields.refuse("parts", "only a schedule has parts", "let it be released `on: schedule`")
    return found


def _tiered(fields: Fields) -> ComponentKind:
    """Read a rate by tiers. With `per` the thresholds are shares of that measure, without it amounts of the base."""
    if fields.node.peek("mode") == "interpolated":
        fields.refuse("per", "a rate is interpolated between amounts", "name thresholds in the unit of the base")
    if "by" in fields:
        if fields.node.peek("mode") not in ("whole", "step"):
            fields.refuse("by", "the slices of a base go by the base", "let `mode` be `whole`")
        fields.refuse("scope", "what finds the tier does not accumulate", "remove `scope`")
    mode = fields.node.peek("mode")
    sums = mode == "step" or pays_amounts(fields["tiers"])
    line = sums and mode == "interpolated"
    tiers = read_tiers(fields["tiers"], shares="per" in fields, sums=sums)
    tiers = slopes(fields["tiers"], tiers) if line else tiers
    least, most = (number(fields[key]) if key in fields else None for key in ("least", "most"))
    if least is not None and most is not None:
        in_order(fields, "least", "most", (least, most))
    return Tiered(
        base=reference(fields["base"], "measure"),
        per=reference(fields["per"], "measure"),
        transaction=column(fields["transaction"]),
        mode="marginal" if line else choice(fields["mode"], MODES),
        tiers=tiers,
        negative=choice(fields["negative"], NEGATIVES),
        scope=choice(fields["scope"], SCOPES) if "scope" in fields else "transaction",
        least=least,
        most=most,
        by=reference(fields["by"], "measure"),
        amounts=sums and mode != "step" and not line,
    )


def _flat(fields: Fields) -> ComponentKind:
    """Read one rate for all, the column of the roster that holds each person's own, or an amount for each unit."""
    if "amount" in fields:
        for key in ("rate", "rate_column"):
            fields.refuse(key, "`amount` is paid for each unit", "remove `amount`")
    elif "rate_column" in fields:
        fields.refuse("rate", "each person's own rate is taken from `rate_column`", "remove `rate_column`")
    elif not fields.node.means("rate"):
        fields.node.report(kinds.KEY_MISSING, "rate", of=fields.node.title())
    return Flat(
        base=reference(fields["base"], "measure"),
        rate=percent(fields["rate"]) if "rate" in fields else None,
        rate_column=column(fields["rate_column"]),
        transaction=column(fields["transaction"]),
        amount=number(fields["amount"]) if "amount" in fields else None,
        each=_each(fields) if "each" in fields else None,
    )


def _each(fields: Fields) -> Fraction:
    """Read for how much of a base an amount is paid: it is more than nothing."""
    if "amount" not in fields:
        fields.refuse("each", "a rate needs no units", "write the `amount` that is paid for each")
    faults, found = fields.node.faults(), number(fields["each"])
    if found <= 0 and fields.node.faults() == faults:
        fields["each"].report(kinds.OUTSIDE, fields["each"].scalar(), low="0.01", high="any amount")
    return found


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
    "tiered": Shape(
        ("base", "transaction", "mode", "tiers", "negative"), ("per", "by", "scope", "least", "most"), _tiered
    ),
    "flat": Shape(("base",), ("rate", "rate_column", "transaction", "amount", "each"), _flat),
    "excess": Shape(("base", "metric", "column", "gate", "rate", "over", "leaders"), ("transaction",), _excess),
    **FURTHER,
}
"""The kinds of pay rule, by the word that names them in the file."""
