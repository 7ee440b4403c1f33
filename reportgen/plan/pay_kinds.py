"""The further kinds of pay rule, each declared by its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from reportgen.model.pay_kinds import (
    ComponentKind,
    Contribution,
    Draw,
    ExcessLadder,
    Fixed,
    Guarantee,
    Honour,
    Ladder,
    LumpSum,
    Manual,
    Matrix,
    Pool,
    PoolCap,
    PoolPart,
    Qualifies,
    Steps,
    Tier,
    Vesting,
    VestingMonths,
)
from reportgen.plan import kinds
from reportgen.plan.declared import (
    Key,
    by_value,
    listed,
    name_of,
    named_items,
    names_of,
    nested,
    one_of,
    shape,
    some_of,
)
from reportgen.plan.pay_tiers import pays_amounts, read_payout, read_tiers, rising, threshold
from reportgen.plan.scalars import COLUMNS, bound, column, in_order, integer, number, percent, texts, whole, worded
from reportgen.plan.yaml_nodes import Fields, Node, Shape

_measure = name_of("measure")
_NEGATIVES = one_of("unwind", "zero", "refuse")
_LADDER = shape(
    Ladder,
    {
        "base": Key(_measure, optional=True),
        "thresholds": one_of("money", "attainment", "units"),
        "scope": one_of("period", "quarter", "year_to_date"),
        "mode": one_of("marginal", "whole", "step", "interpolated"),
        "tiers": Key(lambda node: ()),
        "negative": _NEGATIVES,
        "metric": Key(_measure, optional=True),
        "column": Key(one_of(*COLUMNS), optional=True),
        "figure": Key(name_of("figure"), optional=True),
        "transaction": Key(column, optional=True),
        "amounts": Key(lambda node: False, optional=True),
        "goal": Key(one_of("to_date", "whole"), optional=True),
        "pay": Key(number, optional=True),
        "pay_column": Key(column, optional=True),
        "prorated": Key(one_of("no", "yes"), optional=True),
    },
)


_LADDER_OPTIONAL = tuple(key for key in _LADDER.optional if key != "amounts")
"""What pays in amounts follows from the tiers; it is no key of its own."""


def _ladder(fields: Fields) -> Ladder:
    """Read a rate by tiers: thresholds of attainment are shares of the target that the metric's column holds.

    With `figure` they are what that figure is compared with. Tiers have a `rate`, or an `amount`: for each unit, or a
    step's sum.
    """
    attained, other = fields.node.peek("thresholds") == "attainment", "figure" in fields
    for key in ("metric", "column"):
        if attained and not other and key not in fields:
            fields.node.report(kinds.KEY_MISSING, key, of=fields.node.title())
        elif not attained or other:
            fields.refuse(key, "only attainment of its own has a target", "let `thresholds` be `attainment`")
    if other and fields.node.peek("mode") == "marginal":
        fields.refuse("figure", "the slices of a base go by the base", "let `mode` be `whole`")
    if fields.node.peek("scope") == "period":
        fields.refuse("goal", "a period's target is its own", "let the `scope` be longer")
    if fields.node.means("pay") or fields.node.means("pay_column"):
        return _target_pay(fields, attained=attained)
    fields.refuse("prorated", "thresholds are prorated as the plan's targets are", "name a target `pay`")
    if "base" not in fields:
        fields.node.report(kinds.KEY_MISSING, "base", of=fields.node.title())
    amounts = fields.node.peek("mode") == "step" or pays_amounts(fields["tiers"])
    tiers = read_tiers(fields["tiers"], shares=attained, sums=amounts)
    return replace(_LADDER.read(fields), tiers=tiers, amounts=amounts)


def _target_pay(fields: Fields, *, attained: bool) -> Ladder:
    """Read shares of a target pay by what was reached: a share a step, or on the line between two."""
    if "pay" in fields:
        fields.refuse("pay_column", "`pay` is everybody's", "remove `pay`")
    if fields.node.peek("mode") in ("marginal", "whole"):
        fields["mode"].report(kinds.CHOICE_UNKNOWN, fields["mode"].scalar(), hint="Known are: step, interpolated.")
    if "figure" not in fields and "base" not in fields:
        fields.node.report(kinds.KEY_MISSING, "base", of=fields.node.title())
    return replace(_LADDER.read(fields), tiers=read_payout(fields["tiers"], shares=attained))


def _attained(node: Node) -> tuple[Tier, ...]:
    return read_tiers(node, shares=True)


def _sums(node: Node) -> tuple[Tier, ...]:
    return read_tiers(node, shares=False, sums=True)


def _parts(node: Node) -> dict[str, PoolPart]:
    """Read the parts of a pool: they make one hundred percent."""
    faults = node.faults()
    found = named_items(nested(_PART))(node)
    if found and node.faults() == faults:
        whole(node, [part.share for part in found.values()])
    return found


_PART = shape(
    PoolPart,
    {
        "share": percent,
        "score": Key(name_of("figure"), optional=True),
        "by": Key(column, optional=True),
        "leaders": Key(one_of("own", "team"), optional=True),
        "name": Key(worded, optional=True),
    },
)
_CAP = shape(
    PoolCap,
    {
        "roles": names_of("role"),
        "share": percent,
        "scope": one_of("group", "individual"),
        "excess": one_of("redistribute", "retain"),
    },
)
_VESTING = shape(
    Vesting,
    {
        "record": column,
        "figure": column,
        "least": percent,
        "grade": Key(Node.scalar),
        "years": integer,
        "smallest": percent,
        "largest": percent,
        "vests": integer,
        "instalments": integer,
        "leaving": one_of("void", "keep"),
    },
)


def _vesting(fields: Fields) -> Vesting:
    """Read a grant over years; its smallest share lies below its largest."""
    faults = fields.node.faults()
    found = _VESTING.read(fields)
    if fields.node.faults() == faults and "smallest" in fields and "largest" in fields:
        in_order(fields, "smallest", "largest", (found.smallest, found.largest))
    return found


_POOL = shape(
    Pool,
    {
        "parts": _parts,
        "base": Key(_measure, optional=True),
        "rate": Key(percent, optional=True),
        "cap": Key(nested(_CAP), optional=True),
        "amount": Key(number, optional=True),
        "qualify": Key(nested(shape(Qualifies, {"figure": name_of("figure"), "least": bound})), optional=True),
    },
)


def _pool(fields: Fields) -> Pool:
    """Read a pool: a rate on a measure, or an amount that is given."""
    for key in ("base", "rate"):
        if "amount" in fields:
            fields.refuse(key, "the pool is an amount that is given", "remove `amount`")
        elif key not in fields:
            fields.node.report(kinds.KEY_MISSING, key, of=fields.node.title())
    return _POOL.read(fields)


def _lump_sum(fields: Fields) -> LumpSum:
    """Read a sum for each thing counted; without a measure there is nothing to tell apart."""
    for key in ("by", "transaction"):
        if "measure" not in fields:
            fields.refuse(key, "nothing is counted without a measure", "name the `measure`")
    if "measure" in fields:
        fields.refuse("prorated", "what is counted is counted whole", "remove `measure`")
    return _LUMP_SUM.read(fields)


_LUMP_SUM = shape(
    LumpSum,
    {
        "amounts": by_value(number),
        "measure": Key(_measure, optional=True),
        "by": Key(column, optional=True),
        "transaction": Key(column, optional=True),
        "prorated": Key(one_of("no", "yes"), optional=True),
    },
)


def _row(node: Node) -> tuple[Fraction, tuple[Fraction, ...]]:
    """Read a row of a matrix: its threshold and its rates from left to right."""
    fields = node.fields(("from", "rates"))
    return threshold(fields["from"]), listed(percent)(fields["rates"])


def _matrix(fields: Fields) -> Matrix:
    """Read a rate by two figures: each row has a rate for each column, and both begin at zero and rise."""
    across, down = listed(threshold)(fields["columns"]), listed(_row)(fields["rows"])
    rows = fields["rows"].items(least=0)
    for node, (_, rates) in zip(rows, down, strict=False):
        if len(rates) != len(across):
            wanted = f"{len(across)} rates, one for each column"
            node.report(kinds.SHAPE_WRONG, expected=wanted, actual=str(len(rates)), example="`rates: [1 %, 2 %]`")
    if across and down:
        rising(fields["columns"].items(least=0), across)
        rising([dict(node.pairs())["from"] for node in rows if "from" in node.written()], [start for start, _ in down])
    return Matrix(
        base=_measure(fields["base"]),
        down=name_of("figure")(fields["down"]),
        across=name_of("figure")(fields["across"]),
        columns=across,
        rows=down,
        transaction=column(fields["transaction"]),
    )


FURTHER: Mapping[str, Shape[ComponentKind]] = {
    "fixed": shape(Fixed, {"table": column, "column": column, "where": by_value(texts)}),
    "honour": shape(Honour, {"table": column, "column": column}),
    "ladder": Shape(_LADDER.required, _LADDER_OPTIONAL, _ladder),
    "excess_ladder": shape(
        ExcessLadder,
        {
            "base": _measure,
            "metric": _measure,
            "column": one_of(*COLUMNS),
            "over": one_of("target", "threshold"),
            "mode": one_of("marginal", "whole"),
            "tiers": _attained,
            "net_of": Key(names_of("component", least=0)),
            "stack": one_of("yes", "no"),
            "transaction": Key(column, optional=True),
        },
    ),
    "lump_sum": Shape(_LUMP_SUM.required, _LUMP_SUM.optional, _lump_sum),
    "steps": shape(
        Steps,
        {
            "figure": name_of("figure"),
            "against": one_of("year_before", "target"),
            "better": one_of("higher", "lower"),
            "steps": _sums,
        },
    ),
    "contribution": shape(Contribution, {"table": column, "amount": column, "points": column, "of": column}),
    "pool": Shape(_POOL.required, _POOL.optional, _pool),
    "vesting": Shape(_VESTING.required, _VESTING.optional, _vesting),
    "vesting_months": shape(
        VestingMonths,
        {
            "table": column,
            "since": column,
            "units": column,
            "months": integer,
            "cliff": integer,
            "leaving": one_of("void", "keep"),
        },
    ),
    "matrix": Shape(("base", "down", "across", "columns", "rows"), ("transaction",), _matrix),
    "guarantee": shape(Guarantee, {"amount": number, "periods": Key(integer, optional=True)}),
    "draw": shape(
        Draw,
        {
            "amount": number,
            "recovery": one_of("recoverable", "forgiven"),
            "at_most": Key(percent, optional=True),
            "most_owed": Key(number, optional=True),
            "periods": Key(integer, optional=True),
        },
    ),
    "manual": shape(
        Manual,
        {"table": column, "needs": some_of("reason", "author", "approver"), "kinds": by_value(worded)},
    ),
}
"""The kinds of pay rule, by the word that names them in the file."""
