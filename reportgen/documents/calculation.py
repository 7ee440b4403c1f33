"""The earning periods of one component in one pay period → a sheet: each part's way to its money, then the lines.

A part is `amount × rate = money`; what a policy takes off or adds is a part too, so that the parts sum to what was
earned. A formula stands where the sheet itself holds all that it needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reportgen.documents.wording import named, say
from reportgen.model.document import DataTable, Message, Section, TableColumn, TableRow, Value, Verbatim
from reportgen.model.measured import ComponentResult, CreditLine, PayColumn, Slices, Statement
from reportgen.model.money import half_up
from reportgen.model.pay_kinds import ExcessLadder, Fixed, Flat, Honour, Ladder, Vesting, VestingMonths, base_of
from reportgen.model.quantity import Quantity, Unit, money, percent

SHOWN = (Fixed, Honour, Vesting, VestingMonths)
"""The kinds that carry no money: their parts are listed and not multiplied."""

_POLICIES = frozenset({"below-gate", "cap", "floor", "left", "budget", "net-of", "pool-cap", "refund"})
_INPUTS = frozenset(
    {"target", "attainment", "actual", "gate", "reached", "rate", "pool", "before", "whole", "points", "all-points"}
    | {"granted", "instalments", "vested-instalments"}
)
_CENTS = "ROUND(ROUND({formula},8),2)"
_SHARE = "{earned}*MAX(0,MIN({collected},{invoiced}))/{invoiced}"
_PRO_RATA = f"IF({{invoiced}}>0,ROUND(ROUND({_SHARE},8),2),MIN({{earned}},0))"
_IN_FULL = "IF(AND({invoiced}>0,{collected}>={invoiced}),{earned},MIN({earned},0))"


def calculation_section(
    found: Statement, column: PayColumn, result: ComponentResult, table: str, settled: tuple[TableColumn, ...]
) -> Section:
    """Return the sheet of a component that is rated per earning period."""
    words: dict[str, Value] = {"component": named(result.component.name), "period": column.period}
    parts = table.replace("lines-", "parts-", 1)
    operands, title = _operands(result, parts), say("statement.lines", **words)
    tables = (_parts(found, result, table, parts), _lines(found, result, title, (table, parts), settled))
    told = (operands, *tables) if operands.rows else tables
    return Section(table, say("statement.section.lines", **words), say("statement.parts.note"), told)


def _own(result: ComponentResult) -> list[tuple[int, CreditLine]]:
    return [(index, line) for index, line in enumerate(result.lines) if not line.settled]


def _operands(result: ComponentResult, parts: str) -> DataTable:
    """Return what the newest line was held against: target, attainment, gate, scores."""
    rows = tuple(TableRow((_input(name), value)) for name, value in result.inputs.items())
    columns = (TableColumn("name", say("statement.operand")), TableColumn("value", say("statement.value"), "end"))
    return DataTable(parts.replace("parts-", "operands-", 1), say("statement.operands"), columns, rows)


def _input(name: str) -> Value:
    return say(f"statement.input.{name}") if name in _INPUTS else Verbatim(name)


def _parts(found: Statement, result: ComponentResult, lines: str, parts: str) -> DataTable:
    shown = isinstance(result.component.rule, SHOWN)
    money_columns = (
        TableColumn("start", say("statement.tier.from"), "end"),
        TableColumn("rate", say("statement.rate-or-sum"), "end"),
        TableColumn("money", say("statement.money"), "end", formula="{amount}*{rate}"),
    )
    columns = (
        TableColumn("key", say("register.earning-period")),
        TableColumn("name", say("statement.part-name")),
        *(() if shown else money_columns[:1]),
        TableColumn("amount", say("statement.rated"), "end"),
        *(() if shown else money_columns[1:]),
    )
    rows = tuple(row for index, line in _own(result) for row in _part_rows(found, result, lines, index, line))
    return DataTable(parts, say("statement.parts"), columns, rows, empty=say("statement.lines.empty"))


def _part_rows(
    found: Statement, result: ComponentResult, lines: str, index: int, line: CreditLine
) -> Iterator[TableRow]:
    shown = isinstance(result.component.rule, SHOWN)
    unit = Unit.PERCENT if isinstance(result.component.rule, Vesting) else Unit.NUMBER
    for position, part in enumerate(line.parts):
        amount = money(part.amount, found.currency) if part.unit == "money" else Quantity(part.amount, unit)
        head = (Verbatim(line.key), _name(part, position))
        if shown:
            yield TableRow((*head, amount), key=f"{index}-{position}")
            continue
        rate = money(part.rate, found.currency) if part.sums else percent(part.rate)
        start = money(part.start, found.currency) if part.start and part.unit == "money" else None
        formula = _amount(result, line, position, f"{{{lines}[{index}].base}}")
        cells = (*head, start, amount, rate, money(part.earned, found.currency))
        exact = part.amount * part.rate == part.earned
        formulas = ("", "", "", formula, "", "{amount}*{rate}" if exact else "")
        yield TableRow(cells, key=f"{index}-{position}", formulas=formulas)


def _name(part: Slices, position: int) -> Value:
    if part.name in _POLICIES:
        return say(f"statement.part.{part.name}")
    return Verbatim(part.name) if part.name else say("statement.part", number=position + 1)


def _amount(result: ComponentResult, line: CreditLine, position: int, base: str) -> str:
    """Return the formula of a tier's slice of the base, "" where the part does not follow from the base alone."""
    rule, part = result.component.rule, line.parts[position]
    if part.name or part.unit != "money":
        return ""
    if isinstance(rule, Flat):
        return base if part.amount == line.base else ""
    if not isinstance(rule, Ladder | ExcessLadder) or rule.mode != "marginal":
        return ""
    ends = [other.start for other in line.parts[position + 1 :] if not other.name]
    top = min(line.base, ends[0]) if ends else line.base
    if part.amount != max(Fraction(0), top - part.start):
        return ""
    last = f"MIN({base},{_decimal(ends[0])})" if ends else base
    return f"MAX(0,{last}-{_decimal(part.start)})" if _plain(part.start) and all(map(_plain, ends[:1])) else ""


def _plain(value: Fraction) -> bool:
    """Tell whether a number has a decimal form that a cell holds exactly enough."""
    return (value * 10**6).denominator == 1


def _decimal(value: Fraction) -> str:
    whole, rest = divmod(abs(value * 10**6).numerator, 10**6)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".")


def _lines(
    found: Statement, result: ComponentResult, title: Message, ids: tuple[str, str], settled: tuple[TableColumn, ...]
) -> DataTable:
    lines, parts = ids
    waits = result.component.release.on not in ("booking", "delivery", "schedule")
    deferred = any(line.deferred for line in result.lines)
    columns = (
        TableColumn("key", say("register.earning-period")),
        *((TableColumn("customer", say("column.customer")),) if any(line.customer for line in result.lines) else ()),
        TableColumn("base", say("statement.measured"), "end"),
        TableColumn("earned", say("statement.earned"), "end", total=True),
        *((TableColumn("invoiced", say("statement.invoiced"), "end", total=True),) if waits else ()),
        *((TableColumn("collected", say("statement.collected"), "end", total=True),) if waits else ()),
        *((TableColumn("deferred", say("statement.deferred"), "end", total=True),) if deferred else ()),
        TableColumn("released", say("statement.released"), "end", total=True),
        *settled,
    )
    rows = tuple(_row(found, result, parts, columns, index, line) for index, line in enumerate(result.lines))
    foot = TableRow(tuple(_foot(found, each, result) for each in columns), emphasis=True)
    note = say("statement.unit", currency=Verbatim(found.currency))
    return DataTable(lines, title, columns, rows, foot, note, say("statement.lines.empty"))


def _row(
    found: Statement,
    result: ComponentResult,
    parts: str,
    columns: tuple[TableColumn, ...],
    index: int,
    line: CreditLine,
) -> TableRow:
    cells = tuple(_cell(found, result, line, each.key) for each in columns)
    if line.settled:
        return TableRow(cells, key=str(index), formulas=("",) * len(cells))
    own = {"earned": _earned(result, parts, index, line), "released": _released(result, line)}
    return TableRow(cells, key=str(index), formulas=tuple(own.get(each.key, each.formula) for each in columns))


def _cell(found: Statement, result: ComponentResult, line: CreditLine, key: str) -> Value:
    if key == "key":
        told = say("statement.settled", count=line.settled, period=Verbatim(line.earning_period))
        return told if line.settled else Verbatim(line.key)
    if key == "customer":
        return Verbatim(line.customer)
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
    counts = not base_of(rule) and not isinstance(rule, Fixed | Honour)
    number = counts or (any(part.sums and not part.name for part in line.parts) and isinstance(rule, Flat))
    return Quantity(line.base, Unit.NUMBER) if number else money(line.base, found.currency)


def _earned(result: ComponentResult, parts: str, index: int, line: CreditLine) -> str:
    if isinstance(result.component.rule, SHOWN) or not line.parts:
        return ""
    total = "+".join(f"{{{parts}[{index}-{position}].money}}" for position in range(len(line.parts)))
    exact = half_up(sum((part.earned for part in line.parts), Fraction(0))) == line.earned
    return _CENTS.replace("{formula}", total) if exact else ""


def _released(result: ComponentResult, line: CreditLine) -> str:
    """Return the formula of what was released, "" where a policy decided otherwise."""
    on, deferred = result.component.release.on, line.deferred
    if deferred:
        return "{earned}-{deferred}" if line.released == line.earned - deferred else ""
    if on in ("booking", "delivery", "schedule"):
        return "{earned}" if line.released == line.earned else ""
    if on == "full_payment":
        paid = line.invoiced > 0 and line.collected >= line.invoiced
        return _IN_FULL if line.released == (line.earned if paid else min(line.earned, Fraction(0))) else ""
    share = max(Fraction(0), min(line.collected, line.invoiced)) / line.invoiced if line.invoiced > 0 else None
    expected = min(line.earned, Fraction(0)) if share is None else half_up(line.earned * share)
    return _PRO_RATA if line.released == expected else ""


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
