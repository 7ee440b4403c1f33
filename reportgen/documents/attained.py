"""What a payee attained of a target that their pay is rated by → a headline figure, and what the next tier is worth."""

from __future__ import annotations

from fractions import Fraction

from reportgen.documents.operands import table_id, ways
from reportgen.documents.wording import named, say
from reportgen.model.document import Message, Metric
from reportgen.model.measured import ComponentResult, PayColumn, Statement, Status
from reportgen.model.pay_kinds import ExcessLadder, Ladder
from reportgen.model.quantity import money, percent


def attained(found: Statement) -> tuple[Metric, ...]:
    """Return the attainment of the newest component that is rated by it; nothing where none is."""
    for column in reversed(found.columns):
        for result in column.components:
            metric = _metric(found, column, result)
            if metric is not None:
                return (metric,)
    return ()


def _metric(found: Statement, column: PayColumn, result: ComponentResult) -> Metric | None:
    rule = result.component.rule
    if not isinstance(rule, Ladder | ExcessLadder) or (isinstance(rule, Ladder) and rule.figure):
        return None
    rated = [way for way in ways(table_id(column, result), result, found.currency) if "attainment" in way.values]
    if not rated:
        return None
    newest = rated[-1]
    label = say("statement.attainment", component=named(result.component.name))
    note = _next_tier(found, rule, newest.line.base, newest.number("target"))
    return Metric("attainment", label, newest.values["attainment"], note, Status.NONE, newest.cell("attainment"))


def _next_tier(found: Statement, rule: Ladder | ExcessLadder, base: Fraction, target: Fraction) -> Message | None:
    """Say how much is lacking to the next tier, and what it pays."""
    ahead = [tier for tier in rule.tiers if tier.start * target > base]
    if isinstance(rule, Ladder) and rule.thresholds != "attainment":
        return None
    if not ahead:
        return say("statement.next-tier.none")
    tier = ahead[0]
    sums = isinstance(rule, Ladder) and (rule.amounts or rule.mode == "step")
    pays = money(tier.rate, found.currency) if sums else percent(tier.rate)
    lacking = money(tier.start * target - base, found.currency)
    return say("statement.next-tier", start=percent(tier.start), rate=pays, lacking=lacking)
