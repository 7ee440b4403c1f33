"""The lines of one component in one pay period → a sheet.

Each line's way from its base to what is payable, as formulas.
"""

from __future__ import annotations

from fractions import Fraction

from reportgen.documents.wording import named, say
from reportgen.model.document import DataTable, Section, TableColumn, TableRow, Value, Verbatim
from reportgen.model.measured import ComponentResult, CreditLine, PayColumn, Statement
from reportgen.model.pay_kinds import Excess, Tiered
from reportgen.model.quantity import money, percent


def table_id(column: PayColumn, result: ComponentResult) -> str:
    """Return the id under which formulas find the lines of a component version in a pay period."""
    return f"lines-{result.component.id}-{result.component.since:%Y%m%d}-{column.period.id}"


def credit_section(found: Statement, column: PayColumn, result: ComponentResult) -> Section:
    """Return the sheet of one component's lines: its terms on top, one growing table below."""
    name = named(result.component.name)
    title = say("statement.section.lines", component=name, period=column.period)
    tiers = (_tiers(found, column, result),) if isinstance(result.component.rule, Tiered) else ()
    return Section(
        table_id(column, result), title, say("statement.lines.note"), (*tiers, _lines(found, column, result))
    )


def _tier_id(column: PayColumn, result: ComponentResult) -> str:
    return table_id(column, result).replace("lines-", "tiers-", 1)


def _tiers(found: Statement, column: PayColumn, result: ComponentResult) -> DataTable:
    rule = result.component.rule
    tiers = rule.tiers if isinstance(rule, Tiered) else ()
    share = isinstance(rule, Tiered) and bool(rule.per)
    rows = tuple(
        TableRow(
            (index + 1, percent(tier.start) if share else money(tier.start, found.currency), percent(tier.rate)),
            key=str(index),
        )
        for index, tier in enumerate(tiers)
    )
    columns = (
        TableColumn("tier", say("statement.tier")),
        TableColumn("start", say("statement.tier.from"), "end"),
        TableColumn("rate", say("statement.rate"), "end"),
    )
    return DataTable(_tier_id(column, result), say("statement.tiers"), columns, rows)


def _lines(found: Statement, column: PayColumn, result: ComponentResult) -> DataTable:
    transactions = isinstance(result.component.rule, Tiered)
    first = _transaction_columns(column, result) if transactions else _period_columns(result)
    cells = _transaction_cells if transactions else _period_cells
    settled = tuple(each for each in _SETTLED if has_column(result, each.key))
    columns = (*first, *settled)
    rows = tuple(
        _settled_row(found, columns, line)
        if line.settled
        else TableRow((*cells(found, result, line), *(_settled(found, line, each.key) for each in settled)))
        for line in result.lines
    )
    note = say("statement.unit", currency=Verbatim(found.currency))
    title = say("statement.lines", component=named(result.component.name), period=column.period)
    foot = TableRow(tuple(_foot(found, each, result) for each in columns), emphasis=True)
    return DataTable(table_id(column, result), title, columns, rows, foot, note, say("statement.lines.empty"))


_SETTLED = (
    TableColumn("earned_before", say("statement.earned-before"), "end", total=True),
    TableColumn("new", say("statement.new"), "end", formula="{earned}-{earned_before}", total=True),
    TableColumn("prior", say("statement.prior"), "end", formula="{earned}-{earned_before}", total=True),
    TableColumn("paid_before", say("statement.paid-before"), "end", total=True),
    TableColumn("payable", say("statement.payable"), "end", formula="{released}-{paid_before}", total=True),
    TableColumn("reason", say("statement.reason")),
)


def _settled_row(found: Statement, columns: tuple[TableColumn, ...], line: CreditLine) -> TableRow:
    """Return the row of what was paid in full before: it keeps the sums to date whole and has nothing to compute."""
    label = say("statement.settled", count=line.settled, period=Verbatim(line.earning_period))
    amounts = {
        key: money(line.earned, found.currency) for key in ("earned", "earned_before", "released", "paid_before")
    }
    cells = tuple(label if each.key == "key" else amounts.get(each.key) for each in columns)
    return TableRow(cells, formulas=("",) * len(cells))


def has_column(result: ComponentResult, key: str) -> bool:
    """Tell whether a component's lines have something to say in a column: one that would be blank is left out."""
    if key in ("new", "prior"):
        return any(line.current is (key == "new") and not line.settled for line in result.lines)
    return key != "reason" or any(line.reason for line in result.lines)


def _settled(found: Statement, line: CreditLine, key: str) -> Value:
    if key == "reason":
        return say(f"statement.reason.{line.reason}") if line.reason else None
    if key in ("new", "prior"):
        return money(line.earned - line.earned_before, found.currency) if line.current is (key == "new") else None
    amount: Fraction = getattr(line, key)
    return money(amount, found.currency)


def _transaction_columns(column: PayColumn, result: ComponentResult) -> tuple[TableColumn, ...]:
    rule = result.component.rule
    if not isinstance(rule, Tiered):
        return ()
    tiers = _tier_id(column, result)
    parts = tuple(
        TableColumn(
            f"part{index}",
            say("statement.part", number=index + 1),
            "end",
            formula=_part(rule, tiers, index),
            total=True,
        )
        for index in range(len(rule.tiers))
    )
    earned = "+".join(f"{{part{index}}}*{{{tiers}[{index}].rate}}" for index in range(len(rule.tiers)))
    booked = result.component.release.on == "booking"
    released = "{earned}" if booked else f"IF({{invoiced}}>0,{_cents(_SHARE)},MIN({{earned}},0))"
    return (
        TableColumn("key", say("column.order")),
        TableColumn("day", say("column.date")),
        TableColumn("customer", say("column.customer")),
        TableColumn("product", say("column.product")),
        *((TableColumn("per", say("statement.per"), "end", total=True),) if rule.per else ()),
        TableColumn("base", say("statement.base"), "end", total=True),
        *parts,
        TableColumn("earned", say("statement.earned"), "end", formula=_cents(earned), total=True),
        *(() if booked else (TableColumn("invoiced", say("statement.invoiced"), "end", total=True),)),
        *(() if booked else (TableColumn("collected", say("statement.collected"), "end", total=True),)),
        TableColumn("released", say("statement.released"), "end", formula=released, total=True),
    )


_SHARE = "{earned}*MAX(0,MIN({collected},{invoiced}))/{invoiced}"


def _cents(formula: str) -> str:
    """Round to cents as the engine does: the inner rounding takes away what binary sums leave.

    So that half a cent is half a cent.
    """
    return f"ROUND(ROUND({formula},8),2)"


def _part(rule: Tiered, tiers: str, index: int) -> str:
    """Return the formula of one tier's slice of the base."""
    scale = "*{per}" if rule.per else ""
    low = f"{{{tiers}[{index}].start}}{scale}"
    high = f"{{{tiers}[{index + 1}].start}}{scale}" if index + 1 < len(rule.tiers) else ""
    if rule.mode == "whole":
        inside = f"AND({{base}}>={low},{{base}}<{high})" if high else f"{{base}}>={low}"
        return f"IF({inside},{{base}},0)"
    slice_ = f"MAX(0,MIN({{base}},{high})-{low})" if high else f"MAX(0,{{base}}-{low})"
    if rule.negative == "unwind" and index == 0:
        return f"IF({{base}}<0,{{base}},{slice_})"
    return slice_


def _transaction_cells(found: Statement, result: ComponentResult, line: CreditLine) -> tuple[Value, ...]:
    rule = result.component.rule
    per = (money(line.per, found.currency),) if isinstance(rule, Tiered) and rule.per else ()
    cash = (
        ()
        if result.component.release.on == "booking"
        else (money(line.invoiced, found.currency), money(line.collected, found.currency))
    )
    return (
        Verbatim(line.key),
        line.day,
        Verbatim(line.customer),
        Verbatim(line.product),
        *per,
        money(line.base, found.currency),
        *(money(part.amount, found.currency) for part in line.parts),
        money(line.earned, found.currency),
        *cash,
        money(line.released, found.currency),
    )


def _period_columns(result: ComponentResult) -> tuple[TableColumn, ...]:
    excess = isinstance(result.component.rule, Excess)
    amount = "IF({base}>={gate}*{against},{base}-{start},0)" if excess else "{base}"
    against = (
        TableColumn("against", say("column.target"), "end"),
        TableColumn("gate", say("statement.gate"), "end"),
        TableColumn("start", say("statement.counts-from"), "end"),
    )
    return (
        TableColumn("key", say("register.earning-period")),
        TableColumn("base", say("statement.measured"), "end", total=True),
        *(against if excess else ()),
        TableColumn("amount", say("statement.rated"), "end", formula=amount, total=True),
        TableColumn("rate", say("statement.rate"), "end"),
        TableColumn("earned", say("statement.earned"), "end", formula=_cents("{amount}*{rate}"), total=True),
        TableColumn("released", say("statement.released"), "end", formula="{earned}", total=True),
    )


def _period_cells(found: Statement, result: ComponentResult, line: CreditLine) -> tuple[Value, ...]:
    part, rule = line.parts[0], result.component.rule
    against: tuple[Value, ...] = ()
    if isinstance(rule, Excess):
        against = (money(line.per, found.currency), percent(rule.gate), money(part.start, found.currency))
    return (
        Verbatim(line.earning_period),
        money(line.base, found.currency),
        *against,
        money(part.amount, found.currency),
        percent(part.rate),
        money(line.earned, found.currency),
        money(line.released, found.currency),
    )


def _foot(found: Statement, column: TableColumn, result: ComponentResult) -> Value:
    """Return the total of a column: the engine's, beside which the sheet sums its own."""
    if column.key == "key":
        return say("column.total")
    if not column.total:
        return None
    return money(sum(_amounts(column.key, result), Fraction(0)), found.currency)


def _amounts(key: str, result: ComponentResult) -> list[Fraction]:
    if key.startswith("part"):
        return [line.parts[int(key.removeprefix("part"))].amount for line in result.lines]
    if key == "amount":
        return [line.parts[0].amount for line in result.lines]
    if key in ("new", "prior"):
        wanted = key == "new"
        return [line.earned - line.earned_before for line in result.lines if line.current is wanted]
    return [getattr(line, key) for line in result.lines]
