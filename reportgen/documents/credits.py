"""The lines of one component in one pay period → a sheet.

Each line's way from its base to what is payable, as formulas.
"""

from __future__ import annotations

from fractions import Fraction

from reportgen.documents.calculation import calculation_section
from reportgen.documents.wording import named, say
from reportgen.model.document import DataTable, Section, TableColumn, TableRow, Value, Verbatim
from reportgen.model.measured import ComponentResult, CreditLine, PayColumn, Statement
from reportgen.model.money import half_up
from reportgen.model.pay_kinds import Excess, Flat, Tiered
from reportgen.model.quantity import money, percent


def table_id(column: PayColumn, result: ComponentResult) -> str:
    """Return the id under which formulas find the lines of a component version in a pay period."""
    return f"lines-{result.component.id}-{result.component.since:%Y%m%d}-{column.period.id}"


def credit_section(found: Statement, column: PayColumn, result: ComponentResult) -> Section:
    """Return the sheet of one component's lines: its terms on top, one growing table below."""
    if not _is_simple(result):
        settled = tuple(each for each in _SETTLED if has_column(result, each.key))
        return calculation_section(found, column, result, table_id(column, result), settled)
    name = named(result.component.name)
    title = say("statement.section.lines", component=name, period=column.period)
    tiers = (_tiers(found, column, result),) if isinstance(result.component.rule, Tiered) else ()
    return Section(
        table_id(column, result), title, say("statement.lines.note"), (*tiers, _lines(found, column, result))
    )


def _is_simple(result: ComponentResult) -> bool:
    """Tell whether every line is a transaction, or one amount at one rate that is payable at once."""
    rule = result.component.rule
    if isinstance(rule, Tiered):
        return True
    at_once = result.component.release.on == "booking"
    one = all(len(line.parts) == 1 and not line.deferred and not line.parts[0].sums for line in result.lines)
    return isinstance(rule, Flat | Excess) and at_once and one


def _tier_id(column: PayColumn, result: ComponentResult) -> str:
    return table_id(column, result).replace("lines-", "tiers-", 1)


def _tiers(found: Statement, column: PayColumn, result: ComponentResult) -> DataTable:
    rule = result.component.rule
    tiers = rule.tiers if isinstance(rule, Tiered) else ()
    share = isinstance(rule, Tiered) and bool(rule.per)
    sums = isinstance(rule, Tiered) and (rule.mode == "step" or rule.amounts)
    rows = tuple(
        TableRow(
            (
                index + 1,
                percent(tier.start) if share else money(tier.start, found.currency),
                money(tier.rate, found.currency) if sums else percent(tier.rate),
            ),
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
        else TableRow(
            (*cells(found, result, line), *(_settled(found, line, each.key) for each in settled)),
            formulas=_own_formulas(columns, line) if transactions else (),
        )
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


def _own_formulas(columns: tuple[TableColumn, ...], line: CreditLine) -> tuple[str, ...]:
    """Return the columns' formulas but for what an opening balance says: it was earned and released before."""
    rated = half_up(sum((part.earned for part in line.parts), Fraction(0)))
    if rated == line.earned and line.reason != "opening":
        return ()
    return tuple("" if each.key in ("earned", "released") else each.formula for each in columns)


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
    booked = result.component.release.on in ("booking", "schedule")
    further = {key: TableColumn(key, say(f"statement.{key}"), "end", total=key == "refunded") for key in _FURTHER}
    here = [key for key in _FURTHER if _told(result, key)]
    return (
        TableColumn("key", say("column.order")),
        TableColumn("day", say("column.date")),
        TableColumn("customer", say("column.customer")),
        TableColumn("product", say("column.product")),
        *(further[key] for key in here if key in ("share", "counts")),
        *((TableColumn("per", say("statement.per"), "end", total=True),) if rule.per else ()),
        TableColumn("base", say("statement.base"), "end", total=True),
        *(further[key] for key in here if key == "before"),
        *parts,
        *(further[key] for key in here if key == "refunded"),
        TableColumn("earned", say("statement.earned"), "end", formula=_earned(result, rule, tiers), total=True),
        *(() if booked else (TableColumn("invoiced", say("statement.invoiced"), "end", total=True),)),
        *(() if booked else (TableColumn("collected", say("statement.collected"), "end", total=True),)),
        TableColumn("released", say("statement.released"), "end", formula=_released(result), total=True),
    )


_FURTHER = ("share", "counts", "before", "refunded")
"""Columns of transactions that only some components' lines have something to say in."""


def _told(result: ComponentResult, key: str) -> bool:
    if key == "before":
        return isinstance(result.component.rule, Tiered) and result.component.rule.scope != "transaction"
    usual = {"share": Fraction(1), "counts": "", "refunded": Fraction(0)}
    return any(getattr(line, key) != usual[key] for line in result.lines if not line.settled)


_SHARE = "{earned}*MAX(0,MIN({collected},{invoiced}))/{invoiced}"


def _released(result: ComponentResult) -> str:
    """Return what releases a line; where parts have their days, the engine's value stands without a formula."""
    release = result.component.release
    if release.on == "booking":
        return "{earned}"
    if release.ladder or release.on == "schedule":
        return ""
    part = "IF({collected}>={invoiced},{earned},0)" if release.on == "full_payment" else _cents(_SHARE)
    return f"IF({{invoiced}}>0,{part},MIN({{earned}},0))"


def _cents(formula: str) -> str:
    """Round to cents as the engine does: the inner rounding takes away what binary sums leave.

    So that half a cent is half a cent.
    """
    return f"ROUND(ROUND({formula},8),2)"


def _earned(result: ComponentResult, rule: Tiered, tiers: str) -> str:
    """Return what the slices earn; what accumulated is rounded before and after, and the line is the difference.

    Parts of one sum that make it to the cent (the largest remainder) have no formula of their own.
    """
    if result.component.policy.rounds == "pool" and _told(result, "share"):
        return ""
    refunded = "+{refunded}" if _told(result, "refunded") else ""
    if rule.scope != "transaction":
        after, before = (_cents(_rated(rule, tiers, amount)) for amount in ("({before}+{base})", "{before}"))
        return f"{after}-{before}{refunded}"
    if rule.mode == "interpolated":
        return _cents(_rated(rule, tiers, "{base}")) + refunded
    sums = "+".join(f"{{part{index}}}*{{{tiers}[{index}].rate}}" for index in range(len(rule.tiers)))
    return _cents(sums) + refunded


def _rated(rule: Tiered, tiers: str, amount: str) -> str:
    return "+".join(
        f"{_slice(rule, tiers, index, amount)}*{_rate(rule, tiers, index, amount)}" for index in range(len(rule.tiers))
    )


def _rate(rule: Tiered, tiers: str, index: int, amount: str) -> str:
    """Return a tier's rate; an interpolated one lies on the line to the next tier's."""
    start, rate = (f"{{{tiers}[{index}].{key}}}" for key in ("start", "rate"))
    if rule.mode != "interpolated" or index + 1 == len(rule.tiers):
        return rate
    end, after = (f"{{{tiers}[{index + 1}].{key}}}" for key in ("start", "rate"))
    return f"({rate}+({after}-{rate})*MAX(0,{amount}-{start})/({end}-{start}))"


def _part(rule: Tiered, tiers: str, index: int) -> str:
    """Return the formula of one tier's slice of the base: of what it adds to what had accumulated before."""
    if rule.by:
        return ""  # what finds the tier is no column here: the engine's value stands
    if rule.scope == "transaction":
        return _slice(rule, tiers, index, "{base}")
    after, before = (_slice(rule, tiers, index, amount) for amount in ("({before}+{base})", "{before}"))
    return f"{after}-{before}"


def _slice(rule: Tiered, tiers: str, index: int, amount: str) -> str:
    """Return the formula of one tier's slice of an amount; of a step, one for the tier that is reached."""
    scale = "*{per}" if rule.per else ""
    low = f"{{{tiers}[{index}].start}}{scale}"
    high = f"{{{tiers}[{index + 1}].start}}{scale}" if index + 1 < len(rule.tiers) else ""
    unwound = rule.negative == "unwind" and index == 0
    if rule.mode != "marginal":
        above = f"{amount}>0" if rule.mode == "step" and index == 0 else f"{amount}>={low}"
        inside = f"AND({above},{amount}<{high})" if high else above
        below = f"MIN(0,{amount})" if unwound and rule.mode != "step" else "0"
        return f"IF({inside},{'1' if rule.mode == 'step' else amount},{below})"
    slice_ = f"MAX(0,MIN({amount},{high})-{low})" if high else f"MAX(0,{amount}-{low})"
    if rule.per:
        slice_ = f"IF({amount}<0,0,{slice_})"
    return f"IF({amount}<0,{amount},{slice_})" if unwound else slice_


def _transaction_cells(found: Statement, result: ComponentResult, line: CreditLine) -> tuple[Value, ...]:
    rule = result.component.rule
    per = (money(line.per, found.currency),) if isinstance(rule, Tiered) and rule.per else ()
    cash = (
        ()
        if result.component.release.on in ("booking", "schedule")
        else (money(line.invoiced, found.currency), money(line.collected, found.currency))
    )
    return (
        Verbatim(line.key),
        line.day,
        Verbatim(line.customer),
        Verbatim(line.product),
        *((percent(line.share),) if _told(result, "share") else ()),
        *((say(f"statement.counts.{line.counts or 'own'}"),) if _told(result, "counts") else ()),
        *per,
        money(line.base, found.currency),
        *((money(line.before, found.currency),) if _told(result, "before") else ()),
        *(money(part.amount, found.currency) for part in line.parts),
        *((money(line.refunded, found.currency),) if _told(result, "refunded") else ()),
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
