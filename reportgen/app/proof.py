"""A pack's finished files, read back → whether lines, statements, register, ledger and business review say the same."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation, localcontext
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from reportgen.app import comparing_kinds as kinds
from reportgen.model.manifest import Output
from reportgen.model.measured import Measured
from reportgen.model.money import half_up, plain, summed
from reportgen.model.papers import QBR, REGISTER, STATEMENTS
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.model.room import let_go
from reportgen.render.words import amount_of

_NOTHING = Fraction(0)
_EXACT = Context(prec=100, traps=[Inexact, InvalidOperation])
"""Decimal sums that are never rounded."""

_PAID = ("pay", "pay-bridge")
"""The deck's tables of pay: by component, and as the bridge's sum."""

_DUST = Fraction(1, 10**6)
"""What a workbook's binary numbers may carry behind the cent."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What reading a pack back found: the figures that differ, and which files say what they should (`seen`)."""

    problems: tuple[Problem, ...]
    right: frozenset[str]


def proved(
    folder: Path,
    measured: Measured,
    outputs: Iterable[Output],
    posted: Mapping[str, Fraction] | None,
    before: frozenset[str] = frozenset(),
) -> Proof:
    """Find each figure that differs: every total of pay is read from documents as they were written.

    `posted` is what the ledger paid each payee, None where the period is not closed. `before` are kept files that
    were found right: they say the same as long as they have the same bytes, and should as long as they have the same
    key.
    """
    problems = [*_of_model(measured, posted)]
    let_go()
    right = set()
    for output in outputs:
        found = () if (name := seen(output)) in before else tuple(_of_file(folder, measured, output))
        problems += found
        if not found and output.document == STATEMENTS.name and output.key:
            right.add(name)
    return Proof(tuple(problems), frozenset(right))


def differing(folder: Path, measured: Measured, outputs: Iterable[Output]) -> tuple[Problem, ...]:
    """Find each figure that differs in files that are no documents."""
    return tuple(found for output in outputs for found in _of_file(folder, measured, output))


def seen(output: Output) -> str:
    """Return what tells a finished file that was made from the same and has the same bytes."""
    return sha256(f"{output.sha256}\n{output.key}".encode()).hexdigest()


def _of_model(measured: Measured, posted: Mapping[str, Fraction] | None) -> Iterator[Problem]:
    """Hold the register's rows, and what the ledger paid, against each statement."""
    registered = _registered(measured)
    for statement in measured.statements.values():
        row = registered.get(statement.payee, _NOTHING)
        yield from _differs(f"register {statement.payee}", row, statement.payable)
        if posted is not None:
            paid = posted.get(statement.payee, _NOTHING)
            yield from _differs(f"ledger {statement.payee}", paid, statement.payable)


def _of_file(folder: Path, measured: Measured, output: Output) -> Iterator[Problem]:
    file = folder / output.path
    total = measured.once("payable", lambda: sum((each.payable for each in measured.statements.values()), _NOTHING))
    if output.document == STATEMENTS.name and output.subject in measured.statements:
        yield from _differs(output.path, _workbook(file), measured.statements[output.subject].payable)
    elif output.document == REGISTER.name:
        yield from _differs(output.path, _workbook(file), total)
    elif output.path.startswith("register") and output.path.endswith(".csv"):
        yield from _differs(output.path, _csv(file), total)
    elif output.document == QBR.name and measured.statements:
        for found in _deck(file):
            yield from _differs(output.path, found, total)


def _differs(where: str, found: Fraction | None, expected: Fraction) -> Iterator[Problem]:
    if found is not None and found != expected:
        values = (("amount", plain(found)), ("expected", plain(expected)))
        yield Problem(kinds.SUMS_DIFFER, Place(where), where, values)


def _registered(measured: Measured) -> dict[str, Fraction]:
    """Return what the register's rows of each payee come to."""
    found: dict[str, list[Fraction]] = {}
    for row in measured.register:
        found.setdefault(row.payee, []).append(row.payable)
    return {payee: summed(amounts) for payee, amounts in found.items()}


def _workbook(file: Path) -> Fraction | None:
    """Return what a finished statement or register says is payable."""
    from reportgen.render.sheets import read_figure

    return _cents(read_figure(file.read_bytes(), "figures.payable"))


def _csv(file: Path) -> Fraction:
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = csv.reader(text)
        at = next(rows).index("payable")
        amounts = Counter(row[at] for row in rows if row)
    with localcontext(_EXACT):
        return Fraction(sum((Decimal(amount) * times for amount, times in amounts.items()), Decimal(0)))


def _deck(file: Path) -> Iterator[Fraction | None]:
    """Yield what a finished business review says pay comes to: by component, in total, and as the bridge's sum."""
    from reportgen.render.deck_tables import read_tables

    deck = read_tables(file.read_bytes(), _PAID)
    for name in _PAID:
        for _, rows in (each for each in deck.tables if each[0] == name):
            amounts = [amount_of(row[1], deck.language) for row in rows[1:]]
            if amounts:
                yield amounts[-1]
                yield sum((amount for amount in amounts[:-1] if amount is not None), _NOTHING)


def _cents(text: str) -> Fraction | None:
    """Return an amount as it was meant: a workbook's number may differ from it behind the cent."""
    try:
        found = Fraction(text)
    except ValueError:
        return None
    return half_up(found) if abs(found - half_up(found)) < _DUST else found
