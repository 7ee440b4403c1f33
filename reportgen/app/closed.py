"""A closed pay period → the intake that it was computed from, and the files that were frozen with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportgen import ledger, measure, plan
from reportgen.app import closing_kinds
from reportgen.app.intake import Intake
from reportgen.app.ledgers import ledger_of, unreadable
from reportgen.app.staging import alone, leftovers, settle_leftovers
from reportgen.app.workspace import Workspace
from reportgen.ledger import frozen
from reportgen.measure import ClosedColumns
from reportgen.model.measured import Measured, PaidBefore, PayColumn
from reportgen.model.money import plain
from reportgen.model.period import Period, parse_period, parts
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem
from reportgen.model.room import by_key

RECORD = "closing.json"
"""The file of a frozen folder that says who closed the pay period, when, and what is in the folder."""


@dataclass(frozen=True, slots=True)
class Empty:
    """A dataset without a table, of a closed pay period that cannot be read."""

    tables: Mapping[str, Any]


def closed_intake(workspace: Workspace, period: Period) -> Intake | None:
    """Return what a closed pay period was computed from; None for a period that is not closed.

    What an interrupted closing left is put in order first, where nobody is closing now.
    """
    if not workspace.frozen(period.id).is_dir() and not leftovers(workspace):
        return None
    where = ledger_of(workspace)
    try:
        known = ledger.closed_periods(where)
        if leftovers(workspace):
            with alone(workspace) as only:
                if only:
                    settle_leftovers(workspace, known)
        folder = workspace.frozen(period.id)
        closed = next((each for each in known if each.period == period), None)
        if not folder.is_dir():
            return None
        if closed is None:
            return _stopped(Problem(closing_kinds.FROZEN_UNPOSTED, Place(shown(period.id)), shown(period.id)))
        return _thawed(folder, closed, ledger.paid_before(where, period))
    except ledger.LedgerUnreadableError as error:
        return _stopped(unreadable(error))


def _thawed(folder: Path, closed: ledger.ClosedPeriod, paid: PaidBefore) -> Intake:
    name = shown(closed.period.id)
    try:
        thawed = frozen.thaw(folder)
        record = json.loads((folder / RECORD).read_text("utf-8"))
        problems = tuple(_problem(each) for each in record["held"])
    except (OSError, ValueError, KeyError, TypeError):
        values = (("period", closed.period.id),)
        return _stopped(Problem(closing_kinds.FROZEN_CHANGED, Place(name), name, values))
    promised, plan_problems = plan.read(thawed.plan, f"{name}/{frozen.PLAN}")
    note = Problem(closing_kinds.CLOSED_SHOWN, Place(name), closed.period.id, (("by", closed.posted_by),))
    hashes = {f"{name}/{path}": digest for path, digest in record["files"].items()}
    plan_files = {path: digest for path, digest in hashes.items() if path.startswith(f"{name}/{frozen.PLAN}/")}
    inputs = {path: digest for path, digest in hashes.items() if path not in plan_files}
    return Intake(thawed, promised, paid, (*plan_problems, *problems, note), inputs, plan_files, closed=closed)


def _stopped(problem: Problem) -> Intake:
    return Intake(Empty({}), None, PaidBefore(), (problem,), {}, {})


def closed_columns(workspace: Workspace, intake: Intake, period: Period) -> tuple[ClosedColumns, tuple[Problem, ...]]:
    """Return what each payee was paid in the closed pay periods of a longer period, from their frozen states.

    What the ledger posted is the truth: a payee whose frozen state gives something else today is named.
    """
    columns: dict[Period, Mapping[str, PayColumn]] = {}
    problems: list[Problem] = []
    through, where = intake.paid_before.through, ledger_of(workspace)
    if through is None or intake.plan is None or through.end < period.start or through.grain == period.grain:
        return {}, ()
    for each in parts(period, through.grain):
        posted = ledger.totals(where, each)
        then = closed_intake(workspace, each) if posted and each.end <= through.end else None
        if then is None or then.plan is None:
            problems += then.problems if then else ()
            continue
        found = measure.paid_in(then.dataset, then.plan, each, then.paid_before)
        columns[each] = {payee: column for payee, column in found.items() if payee in posted}
        for payee, paid in posted.items():
            now = found[payee].bridge.payable if payee in found else None
            if now != paid:
                told = (("posted", plain(paid)), ("now", "nothing" if now is None else plain(now)), ("period", each.id))
                problems.append(Problem(closing_kinds.CLOSED_DIFFERS, Place(shown(each.id)), payee, told))
    return columns, tuple(problems)


def retroactive(workspace: Workspace, intake: Intake) -> tuple[Problem, ...]:
    """Find rules that say something else for closed days than when they were closed, and that nobody approved."""
    last = intake.paid_before.through
    if last is None or intake.plan is None or intake.closed is not None:
        return ()
    if _record(workspace.frozen(last.id)).get("plan_digest") == intake.plan.digest:
        return ()
    folder = workspace.frozen(last.id) / frozen.PLAN
    then, _ = plan.read(folder, f"{shown(last.id)}/{frozen.PLAN}")
    first = parse_period(then.company.pay_starts) if then else None
    if then is None or first is None:
        return (Problem(plan.CLOSED_PLAN_UNREADABLE, Place(f"{shown(last.id)}/{frozen.PLAN}"), last.id),)
    return plan.retroactive(then, intake.plan, first.start, last.end, last.id)


def shown(period: str) -> str:
    """Return the name that people see of a closed pay period's folder."""
    return f"inputs/ledger/{period}"


def frozen_plan(workspace: Workspace, period: Period) -> Path:
    """Return the folder of the plan that a closed pay period was computed by."""
    return workspace.frozen(period.id) / frozen.PLAN


def final(measured: Measured) -> Measured:
    """Return a pay period as it is paid: its statements are no drafts."""
    statements = by_key((payee, replace(found, draft=False)) for payee, found in measured.statements.items())
    return replace(measured, statements=statements)


def frozen_documents(workspace: Workspace, period: Period, languages: Iterable[str]) -> dict[str, Path]:
    """Return the documents that were frozen with a closed pay period, by their path in its pack.

    None in other languages than they were frozen in.
    """
    folder = workspace.frozen(period.id)
    record = _record(folder)
    if record.get("languages") != list(languages):
        return {}
    return {
        path: folder / path for path in record["files"] if path.split("/")[0].startswith(("statements", "register"))
    }


def _record(folder: Path) -> Mapping[str, Any]:
    """Return what a frozen folder says of itself; nothing where that cannot be read."""
    try:
        found = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


# ------------------------------------------------------------------------------- what blocked those whose pay was held


def held_back(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Return problems as a closing's record keeps them, so that the same people are left out again."""
    return [
        {
            "code": problem.kind.code,
            "place": [problem.place.file, problem.place.sheet, problem.place.row, problem.place.column],
            "found": problem.found,
            "values": [list(value) for value in problem.values],
            "people": list(problem.people),
            "excerpt": problem.excerpt,
        }
        for problem in problems
    ]


def _problem(kept: Mapping[str, Any]) -> Problem:
    values = tuple((str(name), str(value)) for name, value in kept["values"])
    return Problem(
        _kind(kept["code"]), Place(*kept["place"]), kept["found"], values, tuple(kept["people"]), kept["excerpt"]
    )


def _kind(code: str) -> Kind:
    from reportgen.app.catalogue import ALL_KINDS

    return next(kind for kind in ALL_KINDS if kind.code == code)
