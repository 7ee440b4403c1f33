"""A pay period under two plans → the workbook that sales operations reads: who gains, who loses, what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from reportgen.documents.wording import named, say
from reportgen.model.document import (
    DataTable,
    Document,
    Metric,
    Metrics,
    Section,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Status
from reportgen.model.quantity import count, money
from reportgen.model.whatif import Pair, WhatIf, WhatIfLine

_AMOUNTS = ("payable", "earned")


def whatif(found: WhatIf, company: Value, cut_off: date) -> Document:
    """Compose the comparison: totals, a row a payee, a row a payee and component; differences are live formulas."""
    sections = (
        Section("summary", say("whatif.section.summary"), None, (_totals(found), _people(found))),
        Section("totals", say("whatif.section.totals"), None, (_totals_of_components(found),)),
        Section("components", say("whatif.section.components"), None, (_components(found),)),
    )
    facts = (
        say("whatif.fact.plans", old=Verbatim(found.versions[0]), new=Verbatim(found.versions[1])),
        say("whatif.fact.currency", currency=Verbatim(found.currency), cut_off=cut_off),
    )
    heading = say("whatif.heading", period=found.period, name=Verbatim(found.name))
    version = found.versions[1]
    audience = say("whatif.audience")
    return Document(
        "whatif", found.name, company, heading, facts, found.period, cut_off, version, False, audience, sections
    )


def _totals(found: WhatIf) -> Metrics:
    pay = found.payable
    items = [
        _metric(found, "old", pay.old, "{people[total].payable_old}"),
        _metric(found, "new", pay.new, "{people[total].payable_new}"),
        _metric(found, "difference", pay.difference, "{figures.new}-{figures.old}"),
    ]
    for name, people in (("winners", found.winners), ("losers", found.losers)):
        items.append(Metric(name, say(f"whatif.{name}"), count(len(people)), None, Status.NONE))
    return Metrics("figures", tuple(items))


def _metric(found: WhatIf, name: str, amount: Fraction, formula: str) -> Metric:
    return Metric(name, say(f"whatif.{name}"), money(amount, found.currency), None, Status.NONE, formula)


def _people(found: WhatIf) -> DataTable:
    names = (TableColumn("payee", say("register.payee")), TableColumn("name", say("register.name")))
    order = sorted(found.payees, key=lambda line: (-line.payable.difference, line.payee))
    rows = [(_names(line), line) for line in order]
    return _table("people", found, names, rows)


def _totals_of_components(found: WhatIf) -> DataTable:
    """Return what each component costs under either plan: which rule makes the difference."""
    names = (TableColumn("component", say("register.component")),)
    told = (line for line in found.components if line.payable != Pair() or line.earned != Pair())
    return _table("totals", found, names, [((_component(line),), line) for line in told])


def _components(found: WhatIf) -> DataTable:
    names = (
        TableColumn("payee", say("register.payee")),
        TableColumn("name", say("register.name")),
        TableColumn("component", say("register.component")),
    )
    told = (line for line in found.lines if line.payable != Pair() or line.earned != Pair())
    rows = [((*_names(line), _component(line)), line) for line in told]
    return _table("lines", found, names, rows)


def _names(line: WhatIfLine) -> tuple[Value, ...]:
    name = say("statement.fund", name=Verbatim(line.name)) if line.fund else Verbatim(line.name)
    return (Verbatim(line.payee), name)


def _component(line: WhatIfLine) -> Value:
    return named(line.label) if line.component else say("whatif.balances")


def _table(
    id_: str,
    found: WhatIf,
    names: Sequence[TableColumn],
    rows: Sequence[tuple[tuple[Value, ...], WhatIfLine]],
) -> DataTable:
    columns = (*names, *(column for name in _AMOUNTS for column in _columns(name)))
    body = tuple(TableRow((*label, *_money(found, [line.payable, line.earned]))) for label, line in rows)
    whole = [found.payable, found.earned]
    foot = TableRow((say("column.total"), *[None] * (len(names) - 1), *_money(found, whole)), emphasis=True)
    return DataTable(id_, say(f"whatif.table.{id_}"), columns, body, foot, None, say("register.empty"))


def _columns(name: str) -> tuple[TableColumn, ...]:
    return (
        TableColumn(f"{name}_old", say(f"whatif.{name}-old"), "end", total=True),
        TableColumn(f"{name}_new", say(f"whatif.{name}-new"), "end", total=True),
        TableColumn(
            f"{name}_more", say(f"whatif.{name}-more"), "end", formula=f"{{{name}_new}}-{{{name}_old}}", total=True
        ),
    )


def _money(found: WhatIf, pairs: Sequence[Pair]) -> tuple[Value, ...]:
    return tuple(money(amount, found.currency) for pair in pairs for amount in (pair.old, pair.new, pair.difference))
