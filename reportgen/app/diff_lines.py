"""What changed → the lines that a person reads on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from reportgen.app.diff import Between, Compared
from reportgen.app.explain import text
from reportgen.model.causes import WHY
from reportgen.model.changes import Cause, Changes, Driver, FigureChange, LineChange, RowChange, RuleChange
from reportgen.model.money import plain
from reportgen.model.place import Place
from reportgen.model.quantity import Quantity, Unit

T = TypeVar("T")

_PAYEES, _LINES, _ROWS = 20, 6, 12

WORDS: Mapping[str, str] = {
    **{cause.value: why for cause, why in WHY.items()},
    "volume": "new business",
    "rate": "rate it earned",
    "waiting": "not released yet",
    "earlier": "cash of earlier business",
    "corrected": "corrections of earlier periods",
    "carried": "carried negative",
    "holds": "holds",
    "cap": "payment cap",
    "guarantee": "guarantee",
    "draw": "draw",
    "manual": "manual lines",
    "minimum": "minimum payout",
}
"""What a person reads for each cause and driver."""


def lines(compared: Compared, everything: bool) -> list[str]:
    """Return what is printed; unless `everything` is asked for, the largest changes, and how many more."""
    told = [f"{compared.first} → {compared.second}: {', '.join(period.id for period in compared.periods)}"]
    if compared.within is not None:
        return [*told, *_within(compared.within, everything)]
    if compared.between is not None:
        return [*told, *_between(compared.between, everything)]
    return []


def _within(changes: Changes, everything: bool) -> Iterator[str]:
    payees: dict[str, list[LineChange]] = {}
    for line in changes.lines:
        payees.setdefault(line.payee, []).append(line)
    total = sum((line.change for line in changes.lines), Fraction(0))
    yield f"pay: {_signed(total)} {changes.currency} for {_number(len(payees), 'payee')}"
    yield from _parts(changes.by_cause(), "  ")
    order = sorted(payees, key=lambda name: (-abs(sum((each.change for each in payees[name]), Fraction(0))), name))
    for payee in _first(order, _PAYEES, everything):
        yield f"{payee}: {_signed(sum((line.change for line in payees[payee]), Fraction(0)))}"
        for line in _first(_largest(payees[payee]), _LINES, everything):
            yield from _line(changes, line)
        yield from _more(payees[payee], _LINES, everything, "  ", "lines")
    yield from _more(order, _PAYEES, everything, "", "payees")
    yield from _figures(changes.figures)
    yield f"rows that are not as they were: {len(changes.rows):,}"
    for row in _first(changes.rows, _ROWS, everything):
        yield f"  {_row(row)}"
    yield from _more(changes.rows, _ROWS, everything, "  ", "rows")
    for rule in changes.rules:
        yield f"  {_rule(rule)}"


def _line(changes: Changes, line: LineChange) -> Iterator[str]:
    name = f"{line.component} {line.key}" if line.component else "balances (caps, draws, holds)"
    causes = ", ".join(f"{WORDS[cause]} {_signed(amount)}" for cause, amount in line.causes.items())
    yield f"  {name}: {plain(line.old)} → {plain(line.new)}   {causes}"
    behind = changes.behind(line)
    for row in behind[:2]:
        yield f"    {_row(row)}"
    if len(behind) > 2:
        yield f"    … and {len(behind) - 2:,} more rows"


def _between(found: Between, everything: bool) -> Iterator[str]:
    old, new = (sum((getattr(each, name) for each in found.payees), Fraction(0)) for name in ("old", "new"))
    count = _number(len(found.payees), "payee")
    yield f"pay: {plain(old)} → {plain(new)}, {_signed(new - old)} {found.currency} for {count}"
    totals: dict[Driver, Fraction] = {}
    for change in found.payees:
        for driver, amount in change.drivers.items():
            totals[driver] = totals.get(driver, Fraction(0)) + amount
    yield from _parts(totals, "  ")
    order = sorted(found.payees, key=lambda change: (-abs(change.change), change.payee))
    for change in _first(order, _PAYEES, everything):
        yield f"{change.payee}: {plain(change.old)} → {plain(change.new)}, {_signed(change.change)}"
        if len(order) > 1:
            yield from _parts(change.drivers, "  ")
        largest = sorted(change.lines, key=lambda line: (-abs(line.new - line.old), line.component, line.key))
        for line in _first(largest, _LINES, everything):
            yield f"    {line.component} {line.key}: {plain(line.old)} → {plain(line.new)}   {WORDS[line.driver]}"
        yield from _more(change.lines, _LINES, everything, "    ", "lines")
    yield from _more(order, _PAYEES, everything, "", "payees")
    yield from _figures(found.figures)


def _parts(parts: Mapping[Cause, Fraction] | Mapping[Driver, Fraction], indent: str) -> Iterator[str]:
    for cause, amount in parts.items():
        yield f"{indent}{_signed(amount):>16}  {WORDS[str(cause)]}"


def _figures(figures: Sequence[FigureChange]) -> Iterator[str]:
    for figure in figures:
        causes = ", ".join(f"{WORDS[cause]} {_by(figure, amount)}" for cause, amount in figure.causes.items())
        name = f"{figure.subject.id or figure.subject.kind} {figure.kpi}"
        yield f"{name}: {text(figure.old)} → {text(figure.new)}   {causes}".rstrip()


def _by(figure: FigureChange, amount: Fraction) -> str:
    """Return by how much a figure changed, in its own unit: points of a percentage."""
    if isinstance(figure.new, Quantity) and figure.new.unit is Unit.PERCENT:
        return f"{_signed(amount * 100, 4)} points"
    return _signed(amount)


def _row(row: RowChange) -> str:
    cells = ", ".join(f"{cell.column} {cell.old or '(empty)'} → {cell.new or '(empty)'}" for cell in row.cells)
    said = cells or WORDS[row.cause]
    return f"{row.table} {row.key}: {said}   at {_spot(row.before, row.after)}"


def _rule(rule: RuleChange) -> str:
    how = "new" if rule.before is None and rule.after else "gone" if rule.after is None and rule.before else "changed"
    since = f" from {rule.since}" if rule.since else ""
    return f"{rule.section} {rule.id}{since}: {how}   at {_spot(rule.before, rule.after)}"


def _spot(before: Place | None, after: Place | None) -> str:
    places = [str(place) for place in dict.fromkeys((before, after)) if place is not None]
    return " → ".join(places) or "the plan"


def _signed(amount: Fraction, places: int = 2) -> str:
    shown = plain(amount, places)
    return shown if shown.startswith("-") else f"+{shown}"


def _number(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def _largest(found: Iterable[LineChange]) -> list[LineChange]:
    return sorted(found, key=lambda line: (-abs(line.change), line.component, line.key))


def _first(found: Sequence[T], most: int, everything: bool) -> Sequence[T]:
    return found if everything else found[:most]


def _more(found: Sequence[object], most: int, everything: bool, indent: str, name: str) -> Iterator[str]:
    if len(found) > most and not everything:
        yield f"{indent}… and {len(found) - most:,} more {name} (-v shows all)"
