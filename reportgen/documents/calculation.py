"""The earning periods of one component in one pay period → a sheet: each part's way to its money, then the lines.

A part is `amount × rate = money`; what a policy takes off or adds is a part too, so that the parts sum to what was
earned. Each follows from cells of the same sheet: the plan's tiers, and what the line was held against.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from reportgen.documents.operands import Way, against_table, ways
from reportgen.documents.pay_lines import key_head, key_name
from reportgen.documents.plan_tables import plan_tables
from reportgen.documents.policies import policy_parts, refund_parts
from reportgen.documents.rated import Part, rated_parts, shown_part
from reportgen.documents.releasing import released_formulas
from reportgen.documents.wording import business_name, named, say
from reportgen.model.document import DataTable, Message, Section, TableColumn, TableRow, Value, Verbatim
from reportgen.model.measured import ComponentResult, CreditLine, PayColumn, Statement
from reportgen.model.money import half_up
from reportgen.model.pay_kinds import Contribution, Fixed, Flat, Honour, Steps, Vesting, VestingMonths, base_of
from reportgen.model.quantity import Quantity, Unit, money, percent

SHOWN = (Fixed, Honour, Vesting, VestingMonths)
"""The kinds that carry no money: their parts are listed and not multiplied."""

_CENTS = "ROUND(ROUND({formula},8),2)"


def calculation_section(
    found: Statement, column: PayColumn, result: ComponentResult, table: str, settled: tuple[TableColumn, ...]
) -> Section:
    """Return the sheet of a component that is rated per earning period."""
    words: dict[str, Value] = {"component": named(result.component.name), "period": column.period}
    shown = ways(table, result, found.currency)
    parts = {way.index: _parts_of(way) for way in shown}
    rows = tuple(row for way in shown for row in _part_rows(way, parts[way.index]))
    tables = (
        *plan_tables(shown, parts),
        *against_table(shown),
        *_parts_table(table, result, rows),
        _lines(found, result, (table, say("statement.lines", **words)), (shown, parts), settled),
    )
    return Section(
        table, say("statement.section.lines", **words), say("statement.parts.note") if rows else None, tables
    )


def _parts_table(table: str, result: ComponentResult, rows: tuple[TableRow, ...]) -> tuple[DataTable, ...]:
    """Return the table of each part's way to its money; none where no line has a part."""
    id_ = table.replace("lines-", "parts-", 1)
    return (DataTable(id_, say("statement.parts"), _part_columns(result), rows),) if rows else ()


def _parts_of(way: Way) -> tuple[Part, ...]:
    if isinstance(way.result.component.rule, SHOWN):
        return tuple(
            shown_part(way, part, str(index), Verbatim(part.name) if part.name else say("statement.part", number=1))
            for index, part in enumerate(way.line.parts)
        )
    rated = rated_parts(way)
    return policy_parts(way, (*rated, *refund_parts(way, rated)))


def _part_columns(result: ComponentResult) -> tuple[TableColumn, ...]:
    shown = isinstance(result.component.rule, SHOWN)
    return (
        TableColumn("key", key_head(result.lines)),
        TableColumn("name", say("statement.part-name")),
        *(() if shown else (TableColumn("start", say("statement.tier.from"), "end"),)),
        TableColumn("amount", say("statement.rated"), "end"),
        *(() if shown else (TableColumn("rate", say("statement.rate-or-sum"), "end"),)),
        *(() if shown else (TableColumn("money", say("statement.money"), "end"),)),
    )


def _part_rows(way: Way, parts: Sequence[Part]) -> Iterator[TableRow]:
    rule = way.result.component.rule
    for part in parts:
        key, head = f"{way.index}-{part.key}", (key_name(way.line.key), part.name)
        if isinstance(rule, SHOWN):
            unit = percent(part.amount.value) if isinstance(rule, Vesting) else part.amount
            yield TableRow((*head, unit), key=key)
            continue
        cells = (*head, part.start, part.amount, part.rate, money(part.earned, way.currency))
        yield TableRow(cells, key=key, formulas=("", "", part.of_start, part.of_amount, part.of_rate, part.of_money))


def _lines(
    found: Statement,
    result: ComponentResult,
    named_: tuple[str, Message],
    computed: tuple[Sequence[Way], Mapping[int, Sequence[Part]]],
    settled: tuple[TableColumn, ...],
) -> DataTable:
    shown, parts = computed
    own, released = {way.index: way for way in shown}, released_formulas(shown)
    columns = (*_line_columns(result), *settled)
    rows = []
    for index, line in enumerate(result.lines):
        cells = tuple(_cell(found, result, line, each.key) for each in columns)
        formulas = dict.fromkeys((each.key for each in columns), "")
        if index in own:
            formulas |= {each.key: each.formula for each in columns} | released[index]
            formulas |= {"base": _of_base(own[index]), "earned": _earned(own[index], parts[index])}
        rows.append(TableRow(cells, key=str(index), formulas=tuple(formulas[each.key] for each in columns)))
    foot = TableRow(tuple(_foot(found, each, result) for each in columns), emphasis=True)
    note = say("statement.unit", currency=Verbatim(found.currency))
    id_, title = named_
    return DataTable(id_, title, columns, tuple(rows), foot, note, say("statement.lines.empty"))


def _line_columns(result: ComponentResult) -> tuple[TableColumn, ...]:
    waits = result.component.release.on not in ("booking", "delivery", "schedule")
    deferred = any(line.deferred for line in result.lines) or result.component.policy.over_cap == "defer"
    return (
        TableColumn("key", key_head(result.lines)),
        *((TableColumn("customer", say("column.customer")),) if any(line.customer for line in result.lines) else ()),
        TableColumn("base", say("statement.measured"), "end"),
        TableColumn("earned", say("statement.earned"), "end", total=True),
        *((TableColumn("invoiced", say("statement.invoiced"), "end", total=True),) if waits else ()),
        *((TableColumn("collected", say("statement.collected"), "end", total=True),) if waits else ()),
        *((TableColumn("deferred", say("statement.deferred"), "end", total=True),) if deferred else ()),
        TableColumn("released", say("statement.released"), "end", total=True),
    )


def _cell(found: Statement, result: ComponentResult, line: CreditLine, key: str) -> Value:
    if key == "key":
        told = say("statement.settled", count=line.settled, period=Verbatim(line.earning_period))
        return told if line.settled else key_name(line.key)
    if key == "customer":
        return business_name(line.customer)
    if key == "reason":
        return say(f"statement.reason.{line.reason}") if line.reason else None
    if line.settled and key in ("base", "invoiced", "collected", "deferred", "payable", "new", "prior"):
        return None
    return _base(found, result, line) if key == "base" else _money(found, line, key)


def _money(found: Statement, line: CreditLine, key: str) -> Value:
    if key in ("new", "prior"):
        change = line.earned - line.earned_before
        return money(change, found.currency) if line.current is (key == "new") else None
    amount: Fraction = getattr(line, key)
    return money(amount, found.currency)


def _base(found: Statement, result: ComponentResult, line: CreditLine) -> Value:
    rule = result.component.rule
    if isinstance(rule, Vesting):
        return percent(line.base)
    if isinstance(rule, Steps) and (held := dict(line.inputs).get("actual")):
        # A difference is written as what it is the difference of: days of an average with their decimal.
        return Quantity(line.base, held.unit, held.currency)
    counts = not base_of(rule) and not isinstance(rule, Fixed | Honour)
    number = counts or (any(part.sums and not part.name for part in line.parts) and isinstance(rule, Flat))
    return Quantity(line.base, Unit.NUMBER) if number else money(line.base, found.currency)


def _of_base(way: Way) -> str:
    """Return how a line's base follows from what it was held against, "" where it is a figure of its own."""
    rule = way.result.component.rule
    if isinstance(rule, Contribution):
        return way.cell("whole")
    then = way.cell("before") or way.cell("target")
    if isinstance(rule, Steps) and then and way.cell("actual"):
        now = way.cell("actual")
        return f"{then}-{now}" if rule.better == "lower" else f"{now}-{then}"
    return ""


def _earned(way: Way, parts: Sequence[Part]) -> str:
    if isinstance(way.result.component.rule, SHOWN) or not parts:
        return ""
    total = "+".join(way.part(part.key, "money") for part in parts)
    exact = half_up(sum((part.earned for part in parts), Fraction(0))) == way.line.earned
    return _CENTS.replace("{formula}", total) if exact else ""


def _foot(found: Statement, column: TableColumn, result: ComponentResult) -> Value:
    if column.key == "key":
        return say("column.total")
    if not column.total:
        return None
    if column.key in ("new", "prior"):
        wanted = column.key == "new"
        amounts = [each.earned - each.earned_before for each in result.lines if each.current is wanted]
    else:
        amounts = [getattr(each, column.key) for each in result.lines]
    return money(sum(amounts, Fraction(0)), found.currency)
