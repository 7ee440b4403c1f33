"""Opening balances and manual lines against the plan → rows that count for nothing, said aloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reportgen.measure import kinds
from reportgen.measure.pay.bench import Bench
from reportgen.measure.pay.opening import TABLE as OPENING
from reportgen.measure.pay.rows import rows_of
from reportgen.model.pay_kinds import Manual
from reportgen.model.problem import Problem

MANUAL = "manual_lines"
"""The table of manual lines where no component names one."""


def unused(bench: Bench) -> Iterator[Problem]:
    """Yield what nobody is paid by: components that the plan does not have, manual lines that no component pays."""
    tables = bench.dataset.tables
    paying = {each.rule.table for each in bench.plan.components if isinstance(each.rule, Manual)}
    if MANUAL not in paying:
        lines = list(rows_of(tables.get(MANUAL)))
        if lines:
            values = (("count", str(len(lines))), ("table", MANUAL))
            yield Problem(kinds.MANUAL_UNPAID, lines[0].place, "", values)
    yield from _components(bench)


def _components(bench: Bench) -> Iterator[Problem]:
    known = {each.id for each in bench.plan.components}
    rows = [row for row in rows_of(bench.dataset.tables.get(OPENING)) if row.text("component") not in {"", *known}]
    counts = Counter(row.text("component") for row in rows)
    for component, count in counts.items():
        place = next(row.place for row in rows if row.text("component") == component)
        yield Problem(kinds.OPENING_UNKNOWN, place, component, (("count", str(count)), ("component", component)))
