"""The bridge of a pay period → the steps that explain why more or less is paid than the components released."""

from __future__ import annotations

from fractions import Fraction

from reportgen.model.balances import ACTING, Balances
from reportgen.model.measured import PayColumn, Statement
from reportgen.model.money import plain
from reportgen.model.place import Place
from reportgen.model.quantity import money
from reportgen.model.step import Step

_SAID = {
    "carried": "the negative that the pay period before left",
    "holds": "what was held before, less what is held now",
    "cap": "what was put off before is paid, what lies over the cap is put off or forfeited",
    "guarantee": "what the earning period lacks of the guarantee",
    "draw": "advanced up to the draw, or recovered from what would be paid",
    "minimum": "a negative is carried to the next pay period, a sum that is too small waits",
}


def bridge_steps(statement: Statement, column: PayColumn) -> tuple[Step, ...]:
    """Return the steps that changed the payment, each with the balances it stands on and the rule's line."""
    steps = (_step(statement, column, name) for name in ACTING if getattr(column.bridge, name))
    return (*steps, *_left(statement, column))


def _step(statement: Statement, column: PayColumn, name: str) -> Step:
    amount: Fraction = getattr(column.bridge, name)
    terms = column.terms
    places: tuple[Place, ...] = (
        (terms.place,) if terms.place is not None and name in ("carried", "cap", "minimum", "draw") else ()
    )
    if name == "holds":
        places = tuple(each.place for each in column.written if not each.what and not each.author)
    for each in column.components:
        if type(each.component.rule).__name__.lower() == name:
            places = (each.component.place,)
    balances = _balances(statement, column.bridge.opening, "opening", name)
    return Step(name, money(amount, statement.currency), _SAID[name], balances, f"payment/{name}", "", places)


_BALANCE = {"carried": "carried", "holds": "held_total", "cap": "deferred", "draw": "draw"}


def _balances(statement: Statement, found: Balances, moment: str, step: str) -> tuple[Step, ...]:
    name = _BALANCE.get(step)
    amount: Fraction = getattr(found, name) if name else Fraction(0)
    return (Step(f"{moment} {step} balance", money(amount, statement.currency)),) if name else ()


def _left(statement: Statement, column: PayColumn) -> tuple[Step, ...]:
    """Return what stays open, where it is more than pay that waits for cash; it is told and pays nothing."""
    closing = column.bridge.closing
    named = ("deferred", "held_total", "draw", "carried")
    parts = [(name.removesuffix("_total"), getattr(closing, name)) for name in named]
    told = ", ".join(f"{name} {plain(amount)}" for name, amount in parts if amount)
    nothing = money(Fraction(0), statement.currency)
    return (Step("left for the next pay period", nothing, told),) if told else ()
