"""The kinds of pay rule that are read and not computed yet, each declared by its keys."""

from __future__ import annotations

from collections.abc import Mapping
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
    Steps,
    Tier,
    Vesting,
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
from reportgen.plan.pay_tiers import read_tiers
from reportgen.plan.scalars import COLUMNS, column, in_order, integer, number, percent, texts, whole, worded
from reportgen.plan.yaml_nodes import Fields, Node, Shape

_measure = name_of("measure")
_NEGATIVES = one_of("unwind", "zero", "refuse")
_LADDER = shape(
    Ladder,
    {
        "base": _measure,
        "thresholds": one_of("money", "attainment", "units"),
        "scope": one_of("period", "quarter", "year_to_date"),
        "mode": one_of("marginal", "whole", "step", "interpolated"),
        "tiers": Key(lambda node: ()),
        "negative": _NEGATIVES,
        "metric": Key(_measure, optional=True),
        "column": Key(one_of(*COLUMNS), optional=True),
    },
)


def _ladder(fields: Fields) -> Ladder:
    """Read a rate by tiers: thresholds of attainment are shares of the target that the metric's column holds."""
    attained = fields.node.peek("thresholds") == "attainment"
    for key in ("metric", "column"):
        if attained and key not in fields:
            fields.node.report(kinds.KEY_MISSING, key, of=fields.node.title())
        elif not attained:
            fields.refuse(key, "only attainment has a target", "let `thresholds` be `attainment`")
    tiers = read_tiers(fields["tiers"], shares=attained, sums=fields.node.peek("mode") == "step")
    found = _LADDER.read(fields)
    return Ladder(
        base=found.base,
        thresholds=found.thresholds,
        scope=found.scope,
        mode=found.mode,
        tiers=tiers,
        negative=found.negative,
        metric=found.metric,
        column=found.column,
    )


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


_PART = shape(PoolPart, {"share": percent, "score": name_of("figure")})
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
        "figure": name_of("figure"),
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


def _row(node: Node) -> tuple[Fraction, tuple[Fraction, ...]]:
    """Read a row of a matrix: its threshold and its rates from left to right."""
    fields = node.fields(("from", "rates"))
    return percent(fields["from"]), listed(percent)(fields["rates"])


def _matrix(fields: Fields) -> Matrix:
    """Read a rate by two figures: each row has a rate for each column."""
    across, down = listed(percent)(fields["columns"]), listed(_row)(fields["rows"])
    for node, (_, rates) in zip(fields["rows"].items(least=0), down, strict=False):
        if len(rates) != len(across):
            wanted = f"{len(across)} rates, one for each column"
            node.report(kinds.SHAPE_WRONG, expected=wanted, actual=str(len(rates)), example="`rates: [1 %, 2 %]`")
    return Matrix(
        base=_measure(fields["base"]),
        down=name_of("figure")(fields["down"]),
        across=name_of("figure")(fields["across"]),
        columns=across,
        rows=down,
    )


FURTHER: Mapping[str, Shape[ComponentKind]] = {
    "fixed": shape(Fixed, {"table": column, "column": column, "where": by_value(texts)}),
    "honour": shape(Honour, {"table": column, "column": column}),
    "ladder": Shape(_LADDER.required, _LADDER.optional, _ladder),
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
        },
    ),
    "lump_sum": shape(
        LumpSum,
        {"amounts": by_value(number), "measure": Key(_measure, optional=True), "by": Key(column, optional=True)},
    ),
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
    "pool": shape(Pool, {"base": _measure, "rate": percent, "parts": _parts, "cap": Key(nested(_CAP), optional=True)}),
    "vesting": Shape(_VESTING.required, _VESTING.optional, _vesting),
    "matrix": Shape(("base", "down", "across", "columns", "rows"), (), _matrix),
    "guarantee": shape(Guarantee, {"amount": number, "periods": integer}),
    "draw": shape(Draw, {"amount": number, "recovery": one_of("recoverable", "forgiven"), "at_most": percent}),
    "manual": shape(
        Manual,
        {"table": column, "needs": some_of("reason", "author", "approver"), "kinds": by_value(worded)},
    ),
}
"""The kinds of pay rule, by the word that names them in the file."""
