"""Two things that a person named → what changed between them: one period's two states by cause, two periods by driver.

A run is named by the folder of its pack, a workspace by its folder, the inputs as they are by `today`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from reportgen import measure
from reportgen.app import comparing_kinds
from reportgen.app.compared import Held, Side, hold, side
from reportgen.app.workspace import Workspace
from reportgen.model.changes import Changes, FigureChange, PayeeChange
from reportgen.model.measured import Subject
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.plan import Plan, valid
from reportgen.model.problem import Problem
from reportgen.model.quantity import Measurable, NotMeasured


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked beside the two sides: a period, a person ("" for everybody), KPIs (none: the main measure)."""

    period: Period | None = None
    person: str = ""
    kpis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Between:
    """Why two periods pay differently: per payee by driver, and the figures of both."""

    payees: tuple[PayeeChange, ...]
    figures: tuple[FigureChange, ...]
    currency: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed, and between what: `within` one period, or `between` two; None of both where a problem stops it."""

    first: str
    second: str
    periods: tuple[Period, ...]
    within: Changes | None = None
    between: Between | None = None
    problems: tuple[Problem, ...] = field(default=())


def compare(workspace: Workspace, first: str, second: str, asked: Asked) -> Compared:
    """Compare what two names stand for: each side's files are read once, whatever is measured of them."""
    one, other = side(workspace, first), side(workspace, second)
    wrong = tuple(each for each in (one, other) if isinstance(each, Problem))
    if isinstance(one, Problem) or isinstance(other, Problem):
        return Compared(first, second, (), problems=wrong)
    periods = _periods((one, other), asked)
    if isinstance(periods, Problem):
        return Compared(first, second, (), problems=(periods,))
    old, new = hold(one, periods[0]), hold(other, periods[1])
    problems = tuple(dict.fromkeys((*old.problems, *new.problems)))
    compared = Compared(one.named, other.named, tuple(dict.fromkeys(periods)), problems=problems)
    if old.plan is None or new.plan is None:
        return compared
    figures = _figures(asked, new.plan, periods[1])
    if isinstance(figures, Problem):
        return replace(compared, problems=(figures,))
    if periods[0] == periods[1]:
        states = (old.dataset, old.plan), (new.dataset, new.plan)
        # What was paid before a closed period is what it was closed with: today's ledger knows more.
        paid_before = new.paid_before if other.closed else old.paid_before
        changes = measure.causes(*states, periods[0], paid_before, figures)
        return replace(compared, within=_narrowed(changes, asked.person))
    paid = [_paying(each, period) for each, period in zip((old, new), periods, strict=True)]
    return replace(compared, between=_between(paid[0], paid[1], periods, figures, asked.person))


def _periods(found: tuple[Side, Side], asked: Asked) -> tuple[Period, Period] | Problem:
    """Return the period of each side: one that names none takes the other's."""
    named = [asked.period or each.period for each in found]
    one, other = named[0] or named[1], named[1] or named[0]
    typed = " ".join(each.typed for each in found)
    if one is None or other is None:
        return Problem(comparing_kinds.SIDES_WITHOUT_PERIOD, Place("diff"), typed)
    if one.grain != other.grain:
        values = (("first", one.grain), ("second", other.grain))
        return Problem(comparing_kinds.SIDES_UNLIKE, Place("diff"), typed, values)
    live = [each for each in found if not each.closed]
    alike = len(live) == 2 and live[0].workspace.root.resolve() == live[1].workspace.root.resolve()
    if one == other and alike:
        return Problem(comparing_kinds.NOT_CLOSED, Place("diff"), one.id)
    return one, other


def _figures(asked: Asked, promised: Plan, period: Period) -> list[measure.FigureName] | Problem:
    """Return the figures to compare: the company's, and the person's where one was asked for."""
    known = valid(promised.kpis, period.end)
    wanted = asked.kpis or tuple(name for name in (promised.documents.main_measure,) if name in known)
    for name in wanted:
        if name not in known:
            near = get_close_matches(name, list(known), 1, 0) or ["none"]
            return Problem(comparing_kinds.KPI_UNKNOWN, Place("--kpi"), name, (("nearest", near[0]),))
    subjects = [Subject("company", ""), *([Subject("person", asked.person)] if asked.person else [])]
    return [(subject, name) for subject in subjects for name in wanted]


def _narrowed(changes: Changes, person: str) -> Changes:
    """Keep what concerns one payee."""
    if not person:
        return changes
    lines = tuple(line for line in changes.lines if line.payee == person)
    wanted = {person, *(name for line in lines for name in (line.key, *line.people))}
    rows = tuple(row for row in changes.rows if row.names & wanted)
    return Changes(lines, changes.figures, rows, changes.rules, changes.currency)


def _paying(held: Held, period: Period) -> measure.Paying | None:
    """Measure what a side pays in a period; None where it has nobody to pay."""
    if held.plan is None:
        return None
    return measure.paying(held.dataset, held.plan, period, held.paid_before, held.problems)


def _between(
    old: measure.Paying | None,
    new: measure.Paying | None,
    periods: tuple[Period, Period],
    figures: Sequence[measure.FigureName],
    person: str,
) -> Between:
    """Tell what drives the difference between two periods, and give the figures of both."""
    payees = measure.drivers(old.statements if old else {}, new.statements if new else {})
    told = [
        FigureChange(name[0], name[1], _figure(old, periods[0], name), _figure(new, periods[1], name), {})
        for name in figures
    ]
    return Between(
        tuple(change for change in payees if person in ("", change.payee)),
        tuple(each for each in told if each.old != each.new),
        new.desk.plan.company.currency if new else "",
    )


def _figure(found: measure.Paying | None, period: Period, name: measure.FigureName) -> Measurable:
    return measure.asked_figure(found, period, name) if found else NotMeasured("no-data")
