"""The thresholds, rates and shares that a component's plan names → tables that the parts' formulas refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from reportgen.documents.operands import Ids, Way
from reportgen.documents.rated import Part
from reportgen.documents.wording import pool_part, say
from reportgen.model.document import DataTable, TableColumn, TableRow, Value, Verbatim
from reportgen.model.pay_kinds import ExcessLadder, Ladder, Matrix, Pool, Steps, Tier
from reportgen.model.quantity import Quantity, Unit, money, percent


def plan_tables(shown: Sequence[Way], parts: Mapping[int, Sequence[Part]]) -> Iterator[DataTable]:
    """Yield the plan's own figures for a component: its tiers, with the one that was reached last marked."""
    if not shown:
        return
    last = shown[-1]
    rule, ids = last.result.component.rule, last.ids
    if isinstance(rule, Ladder | ExcessLadder | Steps):
        yield _tiers(last, rule, _reached(parts[last.index]))
    elif isinstance(rule, Pool):
        yield _shares(ids, rule)
    elif isinstance(rule, Matrix):
        yield from _grid(last, rule)


def _reached(parts: Sequence[Part]) -> int:
    """Return the highest tier that holds something, −1 for none."""
    return max((int(part.key) for part in parts if part.key.isdigit() and part.amount.value), default=-1)


def _tiers(way: Way, rule: Ladder | ExcessLadder | Steps, reached: int) -> DataTable:
    columns = (
        TableColumn("tier", say("statement.tier")),
        TableColumn("start", say("statement.tier.from"), "end"),
        TableColumn("rate", say("statement.rate-or-sum"), "end"),
    )
    tiers = rule.steps if isinstance(rule, Steps) else rule.tiers
    rows = tuple(
        TableRow(
            (index + 1, _start(way, rule, tier), _rate(way, rule, tier.rate)), emphasis=index == reached, key=str(index)
        )
        for index, tier in enumerate(tiers)
    )
    return DataTable(way.ids.of("tiers"), say("statement.tiers"), columns, rows)


def _start(way: Way, rule: Ladder | ExcessLadder | Steps, tier: Tier) -> Quantity:
    if isinstance(rule, Ladder) and rule.figure:
        figure = way.values.get("figure")
        return Quantity(tier.start, figure.unit if figure else Unit.NUMBER, figure.currency if figure else "")
    if isinstance(rule, Steps) or (isinstance(rule, Ladder) and rule.thresholds == "units"):
        return Quantity(tier.start, Unit.NUMBER)
    shares = isinstance(rule, ExcessLadder) or rule.thresholds == "attainment"
    return percent(tier.start) if shares else money(tier.start, way.currency)


def _rate(way: Way, rule: Ladder | ExcessLadder | Steps, rate: Fraction) -> Quantity:
    sums = isinstance(rule, Steps) or (isinstance(rule, Ladder) and (rule.amounts or rule.mode == "step"))
    return money(rate, way.currency) if sums else percent(rate)


def _shares(ids: Ids, rule: Pool) -> DataTable:
    """Return a pool's rate and the share of each of its parts."""
    columns = (TableColumn("name", say("statement.part-name")), TableColumn("rate", say("statement.rate"), "end"))
    named: list[tuple[Value, Fraction]] = [(say("statement.input.pool"), rule.rate if rule.base else Fraction(1))]
    named += [(pool_part(rule, name), part.share) for name, part in rule.parts.items()]
    rows = tuple(TableRow((name, percent(rate)), key=str(index)) for index, (name, rate) in enumerate(named))
    return DataTable(ids.of("tiers"), say("statement.pool-shares"), columns, rows)


def _grid(way: Way, rule: Matrix) -> Iterator[DataTable]:
    """Yield a matrix's rates, and the thresholds of its columns."""
    units = [way.values[name].unit if name in way.values else Unit.NUMBER for name in ("down", "across")]
    columns = (
        TableColumn("start", say("statement.grid.down", figure=Verbatim(rule.down)), "end"),
        *(
            TableColumn(f"c{index}", say("statement.grid.column", number=index + 1), "end")
            for index in range(len(rule.columns))
        ),
    )
    rows = tuple(
        TableRow((Quantity(start, units[0]), *(percent(rate) for rate in rates)), key=str(index))
        for index, (start, rates) in enumerate(rule.rows)
    )
    yield DataTable(way.ids.of("grid"), say("statement.grid"), columns, rows)
    across = (
        TableColumn("column", say("statement.grid.columns"), "end"),
        TableColumn("start", say("statement.grid.across", figure=Verbatim(rule.across)), "end"),
    )
    starts = tuple(
        TableRow((index + 1, Quantity(start, units[1])), key=str(index)) for index, start in enumerate(rule.columns)
    )
    yield DataTable(way.ids.of("across"), say("statement.grid.columns"), across, starts)
