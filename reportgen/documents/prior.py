"""The prior-period lines of a statement: by earning period why each earns something else than it did, old → new."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reportgen.documents.pay_lines import key_name
from reportgen.documents.wording import named, say
from reportgen.model.document import DataTable, Section, TableColumn, TableRow, Verbatim
from reportgen.model.measured import ComponentResult, CreditLine, PayColumn, Statement
from reportgen.model.quantity import money


def prior_section(found: Statement) -> Iterator[Section]:
    """Yield the sheet of prior periods, where any line of one changed: a row a line and cause, which lead on."""
    rows = [row for column in found.columns for row in _rows(found, column)]
    if not rows:
        return
    columns = (
        TableColumn("period", say("register.period")),
        TableColumn("earning_period", say("register.earning-period")),
        TableColumn("component", say("register.component")),
        TableColumn("line", say("statement.prior.line")),
        TableColumn("cause", say("statement.prior.cause")),
        TableColumn("old", say("statement.prior.old"), "end"),
        TableColumn("new", say("statement.prior.new"), "end"),
        TableColumn("more", say("statement.prior.more"), "end", formula="{new}-{old}", total=True),
    )
    total = sum((amount for amount, _ in rows), Fraction(0))
    foot = TableRow((say("column.total"), *[None] * 6, money(total, found.currency)), emphasis=True)
    table = DataTable(
        "prior",
        say("statement.section.prior"),
        columns,
        tuple(row for _, row in rows),
        foot,
        say("statement.prior.note", currency=Verbatim(found.currency)),
    )
    yield Section("prior", say("statement.section.prior"), None, (table,))


def _rows(found: Statement, column: PayColumn) -> Iterator[tuple[Fraction, TableRow]]:
    for result in column.components:
        for line in sorted(result.lines, key=lambda line: (line.earning_period, line.key)):
            yield from _causes(found, column, result, line)


def _causes(
    found: Statement, column: PayColumn, result: ComponentResult, line: CreditLine
) -> Iterator[tuple[Fraction, TableRow]]:
    """Yield a row a cause: each begins where the one before ended."""
    old = line.earned_before
    for cause, amount in line.causes:
        cells = (
            Verbatim(column.period.id),
            Verbatim(line.earning_period),
            named(result.component.name),
            key_name(line.key),
            say(f"cause.{cause.value}"),
            money(old, found.currency),
            money(old + amount, found.currency),
            money(amount, found.currency),
        )
        yield amount, TableRow(cells)
        old += amount
