"""The bridge of a statement's pay periods → its table on the first sheet, every step a formula over those before."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from reportgen.documents.credits import has_column
from reportgen.documents.operands import table_id
from reportgen.documents.wording import say
from reportgen.model.balances import ALL_PAY
from reportgen.model.document import DataTable, TableColumn, TableRow, Value
from reportgen.model.measured import ComponentResult, PayColumn, Statement
from reportgen.model.pay_kinds import Manual
from reportgen.model.quantity import money
from reportgen.model.written import Written

EARNED = ("opening", "earned", "prior", "closing")
"""The steps from what was earned to what is released: waiting before, new, changed, less what still waits."""

_PAID = ("carried", "holds", "cap", "guarantee", "draw", "manual", "minimum")


def period_columns(found: Statement, label: Value) -> tuple[TableColumn, ...]:
    """Return a column a pay period and their total; one pay period is its own total."""
    periods = tuple(TableColumn(f"p{index}", column.period, "end") for index, column in enumerate(found.columns))
    if len(periods) == 1:
        return (TableColumn("label", label), TableColumn("total", found.columns[0].period, "end"))
    return (TableColumn("label", label), *periods, TableColumn("total", say("column.total"), "end"))


def with_total(found: Statement, amounts: list[Fraction], total: Fraction) -> tuple[Value, ...]:
    """Return the cells of a row under `period_columns`."""
    shown = (total,) if len(amounts) == 1 else (*amounts, total)
    return tuple(money(amount, found.currency) for amount in shown)


def column_key(found: Statement, index: int) -> str:
    """Return the key of a pay period's column: the total's where there is one pay period."""
    return f"p{index}" if len(found.columns) > 1 else "total"


def bridge_table(found: Statement) -> DataTable:
    """Return opening → payable. Steps that nothing can happen in are left out."""
    shown = shown_steps(found)
    rows = tuple(_row(found, step, shown) for step in shown)
    columns = period_columns(found, say("statement.bridge.step"))
    note = say("statement.bridge.note" if shown == (*EARNED, "payable") else "statement.bridge.note-steps")
    return DataTable("bridge", say("statement.bridge"), columns, rows, note=note)


def shown_steps(found: Statement) -> tuple[str, ...]:
    """Return the steps that any pay period of a statement takes, or may take when a figure changes."""
    acting = [step for step in _PAID if any(_acts(column, step) for column in found.columns)]
    return (*EARNED, *acting, "payable")


def _acts(column: PayColumn, step: str) -> bool:
    terms = column.terms
    may = {
        "cap": terms.room is not None,
        "guarantee": terms.guarantee is not None,
        "draw": terms.draw is not None or bool(column.bridge.opening.draw),
        "minimum": terms.carries or bool(terms.minimum),
        "manual": bool(manual_results(column)),
        "holds": bool(holds_of(column)),
    }
    return may.get(step, False) or bool(getattr(column.bridge, step))


def step_amount(column: PayColumn, step: str) -> Fraction:
    """Return what a step of the table shows: what still waits is taken off."""
    if step == "opening":
        return column.bridge.opening.unreleased
    if step == "closing":
        return -column.bridge.closing.unreleased
    amount: Fraction = getattr(column.bridge, step)
    return amount


def _row(found: Statement, step: str, shown: tuple[str, ...]) -> TableRow:
    amounts = [step_amount(column, step) for column in found.columns]
    last = len(amounts) - 1
    total = {"opening": amounts[0], "closing": amounts[-1]}.get(step, sum(amounts, Fraction(0)))
    keys = [column_key(found, index) for index in range(len(amounts))]
    formulas = ["", *(_formula(column, step, key, shown) for column, key in zip(found.columns, keys, strict=True))]
    if last:
        over = {"opening": "{p0}", "closing": f"{{p{last}}}"}
        formulas.append(over.get(step, "+".join(f"{{p{each}}}" for each in range(last + 1))))
    cells = (say(f"statement.bridge.{step}"), *with_total(found, amounts, total))
    return TableRow(cells, emphasis=step == "payable", key=step, formulas=tuple(formulas))


def _formula(column: PayColumn, step: str, key: str, shown: tuple[str, ...]) -> str:
    """Return how a step derives from the credits of its pay period, its limits and the steps before."""
    before = _Before(column, key, shown)
    if step in EARNED:
        return _of_credits(column, step)
    acting: dict[str, Callable[[_Before], str]] = {
        "carried": lambda b: b.balance("carried"),
        "holds": _holds,
        "cap": _cap,
        "guarantee": _guarantee,
        "draw": _draw,
        "manual": lambda b: manual_sum(b.column),
        "minimum": _minimum,
        "payable": lambda b: b.sum_to("payable"),
    }
    return acting[step](before)


class _Before:
    """The cells that a step stands on: the steps before it, the balances that opened the pay period, its limits."""

    def __init__(self, column: PayColumn, key: str, shown: tuple[str, ...]) -> None:
        self.column, self.key, self.shown = column, key, shown

    def cell(self, step: str) -> str:
        """Return the cell of a step in the same pay period, "0" where the table does not show it."""
        return f"{{bridge[{step}].{self.key}}}" if step in self.shown else "0"

    def sum_to(self, step: str) -> str:
        """Return the sum of the steps before one."""
        return "+".join(self.cell(each) for each in self.shown[: self.shown.index(step)]) or "0"

    def balance(self, name: str) -> str:
        """Return the cell of a balance that opened the pay period."""
        return f"{{opened[{name}].{self.key}}}"

    def limit(self, name: str) -> str:
        """Return the cell of a limit."""
        return f"{{limits[{name}].{self.key}}}"


def _of_credits(column: PayColumn, step: str) -> str:
    """Return a step as sums over the credits; nothing to derive from is a plain zero."""
    plus, minus = {
        "opening": ("earned_before", "paid_before"),
        "earned": ("new", ""),
        "prior": ("prior", ""),
        "closing": ("released", "earned"),
    }[step]
    tables = [table_id(column, each) for each in ruled_results(column) if each.lines and has_column(each, plus)]
    added = "+".join(f"SUM({{{table}.{plus}}})" for table in tables)
    return added + "".join(f"-SUM({{{table}.{minus}}})" for table in tables) if minus else added


def _holds(before: _Before) -> str:
    """Return what is no longer held less what is: what is held now stands on a sheet of its own, line by line."""
    table = f"SUM({{{held_id(before.column)}.amount}})"
    return before.balance("held") + (f"-{table}" if holds_of(before.column) else "")


def held_id(column: PayColumn) -> str:
    """Return the id under which formulas find what is held in a pay period."""
    return f"held-{column.period.id}"


def holds_of(column: PayColumn) -> tuple[Written, ...]:
    """Return the holds in force in a pay period, one for each thing that is held."""
    held = {each.key: each for each in reversed(column.written) if not each.what and not each.author}
    return tuple(reversed(held.values()))


def all_due(found: Statement, index: int) -> Fraction:
    """Return what a pay period would pay of all that no single hold keeps: the sum that `due_formula` stands for."""
    column, shown = found.columns[index], shown_steps(found)
    steps = sum((step_amount(column, step) for step in shown[: shown.index("holds")]), Fraction(0))
    kept = sum((each.amount for _, each in _single_holds(column)), Fraction(0))
    opening = column.bridge.opening
    return steps + opening.held_total - opening.held.get(ALL_PAY, Fraction(0)) - kept + column.bridge.manual


def _single_holds(column: PayColumn) -> list[tuple[int, Written]]:
    """The holds of single transactions, each with its row."""
    return [(number, each) for number, each in enumerate(holds_of(column)) if each.key != ALL_PAY]


def held_formula(key: str) -> str:
    """Return how much of a transaction, or of all pay, is held: what was, and what would be paid of it now."""
    return "MAX(0,{before}+{due})" if key != ALL_PAY else "{before}+MAX(0,{due})"


def due_formula(found: Statement, index: int, key: str, cell: str) -> str:
    """Return what a pay period would pay of one transaction, or of all pay, were it not held."""
    column = found.columns[index]
    if key == ALL_PAY:
        before, table = _Before(column, column_key(found, index), shown_steps(found)), held_id(column)
        less = "".join(f"-{{{table}[{number}].amount}}" for number, _ in _single_holds(column))
        manual = f"+{before.cell('manual')}" if "manual" in before.shown else ""
        return f"{before.sum_to('holds')}+{before.balance('held')}-{{before}}{less}{manual}"
    lines = [each for each in ruled_results(column) if any(line.key == key for line in each.lines)]
    tables = (table_id(column, each) for each in lines)
    return "+".join(f"SUMPRODUCT(EXACT({{{table}.key}},{cell})*{{{table}.payable}})" for table in tables)


def _cap(before: _Before) -> str:
    if before.column.terms.all_held:
        return "0"
    step = before.balance("deferred")
    if before.column.terms.room is None:
        return step
    so_far = before.sum_to("cap")
    return f"MIN({so_far}+{step},{before.limit('room')})-({so_far})"


def _positive(before: _Before, step: str) -> str:
    """Return what a top-up stands on: a negative that is carried is set aside before it."""
    terms, so_far = before.column.terms, before.sum_to(step)
    return f"MAX(0,{so_far})" if terms.carries and terms.tops_up else f"({so_far})"


def _guarantee(before: _Before) -> str:
    if before.column.terms.all_held or before.column.terms.guarantee is None:
        return "0"
    return f"MAX(0,{before.limit('guarantee')}-{_positive(before, 'guarantee')})"


def _draw(before: _Before) -> str:
    terms = before.column.terms
    if terms.all_held:
        return "0"
    base = "guarantee" if "guarantee" in before.shown else "draw"
    amount = _positive(before, base) + (f"+{before.cell('guarantee')}" if base == "guarantee" else "")
    share = f"ROUND(ROUND(({amount})*{before.limit('recovery')},8),2)"
    least = before.limit("least") if terms.draw is not None else "0"
    back = f"-MAX(0,MIN(-{before.balance('draw')},{share},{amount}-{least}))"
    if terms.draw is None:
        return back
    lacking = f"{before.limit('draw')}-({amount})"
    given = f"MIN({lacking},{before.limit('most')})" if terms.most is not None else lacking
    return f"IF({lacking}>0,{given},{back})"


def _minimum(before: _Before) -> str:
    """Return what is put off: a negative that is carried, set aside before a top-up or left at the end; small sums."""
    terms, so_far = before.column.terms, before.sum_to("minimum")
    aside = ""
    if terms.carries and terms.tops_up:
        first = "guarantee" if "guarantee" in before.shown else "draw"
        aside = f"MIN(0,{before.sum_to(first)})"
    left = f"{so_far}-{aside}" if aside else so_far
    small = before.limit("minimum") if terms.minimum else "0"
    carries = terms.carries or terms.all_held
    least = f"{left}<{small}" if carries else f"AND({left}>0,{left}<{small})"
    return f"IF({least},-({left}),0)" + (f"-{aside}" if aside else "")


def ruled_results(column: PayColumn) -> tuple[ComponentResult, ...]:
    """Return the components that rules compute."""
    return tuple(each for each in column.components if not isinstance(each.component.rule, Manual))


def manual_results(column: PayColumn) -> tuple[ComponentResult, ...]:
    """Return the components whose lines somebody wrote, where they have any."""
    return tuple(each for each in column.components if isinstance(each.component.rule, Manual) and each.lines)


def manual_id(column: PayColumn, result: ComponentResult) -> str:
    """Return the id under which formulas find the manual lines of a component in a pay period."""
    return table_id(column, result).replace("lines-", "manual-", 1)


def manual_sum(column: PayColumn) -> str:
    """Return the sum of a pay period's manual lines."""
    return "+".join(f"SUM({{{manual_id(column, each)}.payable}})" for each in manual_results(column))
