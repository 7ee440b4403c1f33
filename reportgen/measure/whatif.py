"""What one pay period pays under two plans → a line a payee and component with both amounts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from reportgen.measure.paying import Paying
from reportgen.model.entry import Text
from reportgen.model.measured import Statement
from reportgen.model.period import Period
from reportgen.model.whatif import NOTHING, Pair, WhatIf, WhatIfLine

_Amounts = dict[str, tuple[Fraction, Fraction]]
"""What is newly earned and what is payable, by component ("" for the balances)."""


def what_if(name: str, period: Period, now: Paying, then: Paying) -> WhatIf:
    """Set what a period pays under the plan that holds beside what it would pay under another.

    A payee whom problems block under either plan is in neither.
    """
    plans = (now.desk.plan, then.desk.plan)
    labels = {component.id: component.name for plan in reversed(plans) for component in plan.components}
    blocked = now.unpaid | then.unpaid
    payees = [each for each in sorted({*now.statements, *then.statements}) if each not in blocked]
    lines = tuple(
        line
        for payee in payees
        for line in _lines(payee, now.statements.get(payee), then.statements.get(payee), labels)
    )
    return WhatIf(name, period, (plans[0].company.version, plans[1].company.version), plans[1].company.currency, lines)


def _lines(payee: str, now: Statement | None, then: Statement | None, labels: Mapping[str, Text]) -> list[WhatIfLine]:
    known = now or then
    if known is None:
        return []
    old, new = _amounts(now), _amounts(then)
    nothing = (NOTHING, NOTHING)
    lines = []
    for component in dict.fromkeys((*old, *new)):
        one, other = old.get(component, nothing), new.get(component, nothing)
        pairs = (Pair(one[0], other[0]), Pair(one[1], other[1]))
        lines.append(WhatIfLine(payee, known.name, known.fund, component, labels.get(component, {}), *pairs))
    return lines


def _amounts(statement: Statement | None) -> _Amounts:
    """Return a statement by component; what the bridge made of their sum stands without one, where it is anything."""
    found: _Amounts = {}
    if statement is None:
        return found
    for result in (result for column in statement.columns for result in column.components):
        earned, payable = found.get(result.component.id, (NOTHING, NOTHING))
        new = sum((line.earned - line.earned_before for line in result.lines), NOTHING)
        found[result.component.id] = (earned + new, payable + result.payable)
    rest = statement.payable - sum((payable for _, payable in found.values()), NOTHING)
    if rest:
        found[""] = (NOTHING, rest)
    return found
