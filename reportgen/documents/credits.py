"""The lines of one component in one pay period → a sheet.

Each line's way from its base to what is payable, as formulas.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from functools import partial

from reportgen.documents.calculation import calculation_section
from reportgen.documents.operands import table_id
from reportgen.documents.pay_lines import key_name
from reportgen.documents.transaction_formulas import cents, earned_formula, part_formula, released_formula
from reportgen.documents.wording import business_name, named, say
from reportgen.model.document import DataTable, Message, Section, TableColumn, TableRow, Value, Verbatim
from reportgen.model.measured import ComponentResult, CreditLine, PayColumn, Statement
from reportgen.model.money import half_up
from reportgen.model.pay_kinds import Excess, Flat, Tiered
from reportgen.model.quantity import money, percent


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
    policy = result.component.policy
    bounded = (policy.gate, policy.cap, policy.floor, policy.budget) != (None, None, None, None)
    at_once = result.component.release.on == "booking" and not bounded
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
    told = frozenset(key for key in _FURTHER if _told(result, key)) if transactions else frozenset()
    cells = partial(_transaction_cells, told=told) if transactions else _period_cells
    settled = tuple(each for each in _SETTLED if has_column(result, each.key))
    columns = (*first, *settled)
    quiet = _quiet(found, column, result)
    rows = tuple(
        _settled_row(found, columns, line)
        if line.settled
        else TableRow(
            (*cells(found, result, line), *(_settled(found, line, each.key) for each in settled)),
            formulas=_own_formulas(columns, result, line, told) if transactions else (),
            folded=index in quiet,
        )
        for index, line in enumerate(result.lines)
    )
    if quiet:
        said = {
            "key": say("statement.lines.more", count=len(quiet)),
            "customer": say("statement.lines.quiet", count=len(quiet)),
        }
        label = TableRow(tuple(said.get(each.key) for each in columns))
        shown = tuple(row for row in rows if not row.folded)
        rows = (*shown, label, *(row for row in rows if row.folded))
    note = _note(found, result)
    title = say("statement.lines", component=named(result.component.name), period=column.period)
    foot = TableRow(tuple(_foot(found, each, result) for each in columns), emphasis=True)
    return DataTable(table_id(column, result), title, columns, rows, foot, note, say("statement.lines.empty"))


def _note(found: Statement, result: ComponentResult) -> Message:
    """Return the currency and, of transactions, how the figures of a row follow from one another, to check by hand."""
    rule, on, currency = result.component.rule, result.component.release.on, Verbatim(found.currency)
    if not isinstance(rule, Tiered) or rule.scope != "transaction" or rule.mode == "interpolated":
        return say("statement.unit", currency=currency)
    way = on if on in ("pro_rata_cash", "full_payment") and not result.component.release.ladder else "other"
    return say(f"statement.lines.way.{way}", currency=currency)


_FEWEST_QUIET = 3
"""Lines without a change from which they are folded away."""


def _quiet(found: Statement, column: PayColumn, result: ComponentResult) -> frozenset[int]:
    """Return the lines in which nothing happens in a pay period, where a later one of the statement has them again.

    What the newest pay period has is in sight: it is what still waits.
    """
    later = {
        line.key
        for after in found.columns[found.columns.index(column) + 1 :]
        for each in after.components
        if each.component.id == result.component.id
        for line in each.lines
        if not line.settled
    }
    still = [
        index
        for index, line in enumerate(result.lines)
        if line.key in later
        and not (line.settled or line.current or line.reason or line.payable or line.earned != line.earned_before)
    ]
    return (
        frozenset(still) if isinstance(result.component.rule, Tiered) and len(still) >= _FEWEST_QUIET else frozenset()
    )


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
    period = Verbatim(line.earning_period)
    known: dict[str, Value] = {
        key: money(line.earned, found.currency) for key in ("earned", "earned_before", "released", "paid_before")
    }
    if any(each.key == "customer" for each in columns):
        known |= {"key": period, "customer": say("statement.settled.orders", count=line.settled)}
    else:
        known["key"] = say("statement.settled", count=line.settled, period=period)
    cells = tuple(known.get(each.key) for each in columns)
    return TableRow(cells, formulas=("",) * len(cells))


def _own_formulas(
    columns: tuple[TableColumn, ...], result: ComponentResult, line: CreditLine, told: Collection[str]
) -> tuple[str, ...]:
    """Return the columns' formulas but for what does not follow: an opening balance, a share of nothing."""
    rule, cent = result.component.rule, _cent(line)
    scoped = isinstance(rule, Tiered) and rule.scope != "transaction"  # the difference of two rounded sums
    follows = line.reason != "opening" and (not cent or "cent" in told or (scoped and abs(cent) <= _CENT))
    plain = {"earned", "released"} if not follows else set()
    plain |= {"per", "base"} if not line.share else set()
    return tuple("" if each.key in plain else each.formula for each in columns)


_CENT = Fraction(1, 100)


def has_column(result: ComponentResult, key: str) -> bool:
    """Tell whether a component's lines have something to say in a column: one that would be blank is left out."""
    if key in ("new", "prior"):
        told = (line for line in result.lines if not line.settled and line.current is (key == "new"))
        return any(key == "new" or line.earned != line.earned_before for line in told)
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
            formula=part_formula(rule, tiers, index),
            total=True,
            turn=index == 0,
        )
        for index in range(len(rule.tiers))
    )
    booked = result.component.release.on in ("booking", "schedule")
    summed = ("refunded", "cent")
    further = {key: TableColumn(key, say(f"statement.{key}"), "end", total=key in summed) for key in _FURTHER}
    here = [key for key in _FURTHER if _told(result, key)]
    shared = ("{share}*{whole}", "{share}*{whole_per}") if "share" in here else ("", "")
    earned = earned_formula(result, rule, tiers, frozenset(here))
    return (
        TableColumn("key", say("column.order")),
        TableColumn("day", say("column.date")),
        TableColumn("customer", say("column.customer")),
        TableColumn("product", say("column.product")),
        *(further[key] for key in here if key in ("share", "counts")),
        *((TableColumn("whole_per", say("statement.whole-per"), "end"),) if rule.per and "share" in here else ()),
        *((TableColumn("per", say("statement.per"), "end", formula=shared[1], total=True),) if rule.per else ()),
        *((TableColumn("whole", say("statement.whole"), "end"),) if "share" in here else ()),
        TableColumn("base", say("statement.base"), "end", formula=shared[0], total=True),
        *(further[key] for key in here if key == "before"),
        *parts,
        *(further[key] for key in here if key in ("refunded", "cent")),
        TableColumn("earned", say("statement.earned"), "end", formula=earned, total=True, turn=True),
        *(() if booked else (TableColumn("invoiced", say("statement.invoiced"), "end", total=True, turn=True),)),
        *(() if booked else (TableColumn("collected", say("statement.collected"), "end", total=True),)),
        *(further[key] for key in here if key == "counted"),
        TableColumn("released", say("statement.released"), "end", formula=released_formula(result), total=True),
    )


_FURTHER = ("share", "counts", "before", "refunded", "cent", "counted")
"""Columns of transactions that only some components' lines have something to say in."""


def _told(result: ComponentResult, key: str) -> bool:
    if key == "before":
        return isinstance(result.component.rule, Tiered) and result.component.rule.scope != "transaction"
    if key == "cent":
        return result.component.policy.rounds == "pool" and any(map(_cent, result.lines))
    usual = {"share": Fraction(1), "counts": "", "refunded": Fraction(0), "counted": None}
    return any(getattr(line, key) != usual[key] for line in result.lines if not line.settled)


def _cent(line: CreditLine) -> Fraction:
    """Return the cent by which a line's part of a transaction makes the whole: the largest remainder has it."""
    rated = half_up(sum((part.earned for part in line.parts), Fraction(0)))
    return Fraction(0) if line.settled or line.reason in _FOREIGN else line.earned - line.refunded - rated


_FOREIGN = ("opening", "gone", "refused")
"""Remarks of lines whose earning does not follow from their base."""


def _transaction_cells(
    found: Statement, result: ComponentResult, line: CreditLine, told: Collection[str]
) -> tuple[Value, ...]:
    rule = result.component.rule
    shared, per = "share" in told, isinstance(rule, Tiered) and bool(rule.per)
    amounts = [line.invoiced, line.collected, *([line.counted] if line.counted is not None else [])]
    at_once = result.component.release.on in ("booking", "schedule")
    cash = () if at_once else tuple(money(each, found.currency) for each in amounts)
    return (
        key_name(line.key),
        line.day,
        business_name(line.customer),
        Verbatim(line.product),
        *((percent(line.share),) if "share" in told else ()),
        *((say(f"statement.counts.{line.counts or 'own'}"),) if "counts" in told else ()),
        *((_whole(found, line, line.per),) if per and shared else ()),
        *((money(line.per, found.currency),) if per else ()),
        *((_whole(found, line, line.base),) if shared else ()),
        money(line.base, found.currency),
        *((money(line.before, found.currency),) if "before" in told else ()),
        *(money(part.amount, found.currency) for part in line.parts),
        *((money(line.refunded, found.currency),) if "refunded" in told else ()),
        *((money(_cent(line), found.currency),) if "cent" in told else ()),
        money(line.earned, found.currency),
        *cash,
        money(line.released, found.currency),
    )


def _whole(found: Statement, line: CreditLine, part: Fraction) -> Value:
    """Return what a payee's part of a transaction is a share of."""
    return money(part / line.share, found.currency) if line.share else None


def _period_columns(result: ComponentResult) -> tuple[TableColumn, ...]:
    rule = result.component.rule
    excess = isinstance(rule, Excess)
    amount = "IF(ROUND({base}-{gate}*{against},6)>=0,{base}-{start},0)" if excess else "{base}"
    counts_from = "{against}*{gate}" if isinstance(rule, Excess) and rule.over == "threshold" else "{against}"
    against = (
        TableColumn("against", say("column.target"), "end"),
        TableColumn("gate", say("statement.gate"), "end"),
        TableColumn("start", say("statement.counts-from"), "end", formula=counts_from),
    )
    return (
        TableColumn("key", say("register.earning-period")),
        TableColumn("base", say("statement.measured"), "end", total=True),
        *(against if excess else ()),
        TableColumn("amount", say("statement.rated"), "end", formula=amount, total=True),
        TableColumn("rate", say("statement.rate"), "end"),
        TableColumn("earned", say("statement.earned"), "end", formula=cents("{amount}*{rate}"), total=True),
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
    if key == "cent":
        return [_cent(line) for line in result.lines]
    if key in ("new", "prior"):
        wanted = key == "new"
        return [line.earned - line.earned_before for line in result.lines if line.current is wanted]
    return [getattr(line, key) for line in result.lines]
