"""Two things that a person named → what changed between them: one period's two states by cause, two periods by driver.

A run is named by the folder of its pack, a workspace by its folder, the inputs as they are by `today`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from reportgen import measure
from reportgen.app import kinds
from reportgen.app.compared import TODAY, Held, Side, hold, side
from reportgen.app.workspace import Workspace
from reportgen.model.changes import Changes, FigureChange, PayeeChange
from reportgen.model.measured import Subject
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.plan import Plan, valid
from reportgen.model.problem import Problem, Severity, worst


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
    sides = [side(workspace, first), side(workspace, second)]
    wrong = tuple(each for each in sides if isinstance(each, Problem))
    found = [each for each in sides if isinstance(each, Side)]
    periods = _periods(found, asked) if not wrong else ()
    if isinstance(periods, Problem):
        wrong = (periods,)
    if wrong or isinstance(periods, Problem):
        return Compared(first, second, (), problems=wrong)
    one, other = found
    if periods[0] == periods[1] and one.typed != TODAY and other.typed != TODAY and one == other:
        other = Side(TODAY, other.workspace, None)  # a period against itself: as it was closed, against today
    held = _held((one, other), periods)
    problems = tuple(dict.fromkeys(problem for each in held for problem in each.problems))
    names = (one.named, other.named)
    old, new = held
    if old.plan is None or new.plan is None:
        return Compared(*names, periods, problems=problems)
    figures = _figures(asked, new.plan, periods[1])
    if isinstance(figures, Problem):
        return Compared(*names, periods, problems=(figures,))
    if periods[0] == periods[1]:
        states = (old.dataset, old.plan), (new.dataset, new.plan)
        changes = measure.causes(*states, periods[0], old.paid_before, figures)
        return Compared(*names, periods[:1], within=_narrowed(changes, asked.person), problems=problems)
    return Compared(*names, periods, between=_between(held, periods, figures, asked), problems=problems)


def _periods(found: Sequence[Side], asked: Asked) -> tuple[Period, Period] | Problem:
    """Return the period of each side: one that names none takes the other's."""
    named = [asked.period or each.period for each in found]
    one, other = named[0] or named[1], named[1] or named[0]
    typed = " ".join(each.typed for each in found)
    if one is None or other is None:
        return Problem(kinds.SIDES_WITHOUT_PERIOD, Place("diff"), typed)
    if one.grain != other.grain:
        values = (("first", one.grain), ("second", other.grain))
        return Problem(kinds.SIDES_UNLIKE, Place("diff"), typed, values)
    live = [each for each in found if each.frozen is None]
    alike = len(live) == 2 and live[0].workspace.root.resolve() == live[1].workspace.root.resolve()
    if one == other and alike:
        return Problem(kinds.NOT_CLOSED, Place("diff"), one.id)
    return one, other


def _held(sides: tuple[Side, Side], periods: tuple[Period, Period]) -> tuple[Held, Held]:
    """Read both sides; the same files up to the same day are read once."""
    first = hold(sides[0], periods[0])
    return first, hold(sides[1], periods[1])


def _figures(asked: Asked, promised: Plan, period: Period) -> list[measure.FigureName] | Problem:
    """Return the figures to compare: the company's, and the person's where one was asked for."""
    known = valid(promised.kpis, period.end)
    wanted = asked.kpis or tuple(name for name in (promised.documents.main_measure,) if name in known)
    for name in wanted:
        if name not in known:
            near = get_close_matches(name, list(known), 1, 0) or ["none"]
            return Problem(kinds.KPI_UNKNOWN, Place("--kpi"), name, (("nearest", near[0]),))
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


def _between(
    held: tuple[Held, Held], periods: tuple[Period, Period], figures: Sequence[measure.FigureName], asked: Asked
) -> Between:
    """Measure both periods and tell what drives the difference."""
    paid = [
        measure.paying(each.dataset, each.plan, period, each.paid_before, each.problems) if each.plan else None
        for each, period in zip(held, periods, strict=True)
    ]
    old, new = (found.statements if found else {} for found in paid)
    payees = measure.drivers(old, new)
    told = [
        FigureChange(name[0], name[1], *(measure.asked_figure(found, name, period) for found, period in both), {})
        for name in figures
        for both in [list(zip(paid, periods, strict=True))]
    ]
    currency = held[1].plan.company.currency if held[1].plan else ""
    return Between(
        tuple(change for change in payees if asked.person in ("", change.payee)),
        tuple(each for each in told if each.old != each.new),
        currency,
    )


def stopped(compared: Compared) -> bool:
    """Tell whether nothing could be compared."""
    return compared.within is None and compared.between is None and worst(compared.problems) is Severity.BLOCKS_RUN
