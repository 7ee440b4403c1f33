"""A pay period → closed: measured, rendered without DRAFT, frozen beside the ledger, posted, and shown in its pack.

Its files are prepared under another name before it is posted and renamed after it: the ledger's commit decides.
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from reportgen import ledger
from reportgen.app import closing_kinds, findings, kinds
from reportgen.app import manifest as record
from reportgen.app.build import (
    build,
    languages_of,
    measure_period,
    open_studio,
    unwritable,
    watched_names,
)
from reportgen.app.built import Wanted
from reportgen.app.called import called
from reportgen.app.closed import RECORD, final, held_back, shown
from reportgen.app.drawn import Progress
from reportgen.app.fanout import rendered
from reportgen.app.files import write_file
from reportgen.app.intake import Intake
from reportgen.app.jobs import Wish, jobs, register_stem
from reportgen.app.ledgers import ledger_of, unreadable
from reportgen.app.lending import older_words, wordless
from reportgen.app.pack import COPIED
from reportgen.app.rendering import Job, Studio
from reportgen.app.renewal import unfinished
from reportgen.app.runlog import stage
from reportgen.app.staging import alone, discard, flush, hashes, made_whole, prepare, put_in_place, settle_leftovers
from reportgen.app.verify import ledger_problems
from reportgen.app.workspace import Workspace
from reportgen.ledger import Closing, frozen
from reportgen.model.measured import Measured
from reportgen.model.papers import REGISTER, STATEMENTS
from reportgen.model.period import Period, after, parse_period
from reportgen.model.place import Place
from reportgen.model.problem import Problem, Severity, worst


@dataclass(frozen=True, slots=True)
class Closed:
    """What a closing did: the folder of frozen files (None: nothing was closed), payees, total, and all problems."""

    folder: Path | None
    payees: int
    total: Fraction
    currency: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Who closes, and when (ISO 8601 with the offset from UTC)."""

    name: str
    at: str


def whoever() -> Who:
    """Return who is at this machine, now: the only clock that a closing reads."""
    return Who(getpass.getuser(), datetime.now(UTC).astimezone().isoformat(timespec="seconds"))


def close(workspace: Workspace, period: Period, who: Who, processes: int, progress: Progress) -> Closed:
    """Close a pay period, or say why it cannot be closed; whatever happens, it is closed whole or not at all."""
    try:
        with alone(workspace) as only:
            if not only:
                return _refused((Problem(closing_kinds.CLOSING_NOW, Place("inputs/ledger")),))
            done = _close(workspace, period, who, processes, progress)
    except ledger.LedgerUnreadableError as error:
        return _refused((unreadable(error),))
    except OSError as error:
        return _refused((unwritable(workspace, error),))
    if done.folder is not None or _still_a_draft(workspace, period, done.problems):
        # The pack shows what was closed from now on; were this cut short, the next closing or build would do it.
        shown_now = build(workspace, period, Wanted(only=(STATEMENTS.name, REGISTER.name), jobs=processes), progress)
        extra = tuple(each for each in shown_now.problems if each.kind.code == kinds.CANNOT_WRITE.code)
        return Closed(done.folder, done.payees, done.total, done.currency, (*done.problems, *extra))
    return done


def _still_a_draft(workspace: Workspace, period: Period, problems: Sequence[Problem]) -> bool:
    """Tell whether a pay period was closed before, and whoever closed it was stopped before its pack showed that."""
    if not any(each.kind == closing_kinds.CLOSED_ALREADY for each in problems):
        return False
    folder = workspace.outputs / period.id
    shown_before = any(output.key.startswith(COPIED) for output in record.read_outputs(folder).values())
    return not shown_before or unfinished(folder)


def _refused(problems: Sequence[Problem]) -> Closed:
    return Closed(None, 0, Fraction(0), "", tuple(findings.ordered(problems)))


def _close(workspace: Workspace, period: Period, who: Who, processes: int, progress: Progress) -> Closed:
    where = ledger_of(workspace)
    known = ledger.closed_periods(where)
    notes = settle_leftovers(workspace, known)
    turn = after(known[-1].period) if known else None
    if turn is not None and turn != period:
        return _refused((*notes, _out_of_turn(known, period, turn)))
    intake, measured, problems = measure_period(workspace, period, processes=processes)
    problems = (*notes, *problems)
    first = parse_period(intake.plan.company.pay_starts) if intake.plan is not None else None
    if turn is None and first is not None and first != period:
        return _refused((*notes, _out_of_turn(known, period, first)))
    if measured is None or intake.plan is None or worst(problems) is Severity.BLOCKS_RUN:
        return _refused(problems)
    stops = (*_broken(workspace, where, period), *_blocked(problems, measured))
    if stops:
        return _refused((*problems, *stops))
    return _freeze_and_post(workspace, intake, final(measured), problems, who, processes, progress)


# ------------------------------------------------------------------------------------------------- why it cannot be


def _out_of_turn(known: Sequence[ledger.ClosedPeriod], period: Period, turn: Period) -> Problem:
    """Say why a period is not the one to close now: it is none that is paid by, is closed, or another comes first."""
    place, values = Place("PERIOD"), (("next", turn.id), ("grain", turn.grain))
    for each in known:
        if each.period == period:
            return Problem(closing_kinds.CLOSED_ALREADY, place, period.id, (("by", each.posted_by), *values))
    kind = closing_kinds.CLOSE_OUT_OF_ORDER if period.grain == turn.grain else closing_kinds.CLOSE_NO_PAY_PERIOD
    return Problem(kind, place, period.id, values)


def _broken(workspace: Workspace, where: ledger.Where, period: Period) -> Iterator[Problem]:
    """Find what nothing may be added to: a ledger whose rows do not hang together, a place that is taken."""
    yield from ledger_problems(where)
    if workspace.frozen(period.id).exists():
        yield Problem(closing_kinds.FROZEN_UNPOSTED, Place(shown(period.id)), shown(period.id))


def _blocked(problems: Sequence[Problem], measured: Measured) -> Iterator[Problem]:
    """Find whom a problem stops without anybody having held their pay; a problem of nobody known may be anybody's."""
    for problem in problems:
        if problem.kind.severity is Severity.BLOCKS_PERSON:
            code = (("code", problem.kind.code),)
            people = [person for person in problem.people if person not in measured.held]
            for person in people or (() if problem.people else ("somebody",)):
                yield Problem(closing_kinds.CLOSE_BLOCKED, problem.place, person, code)


# ------------------------------------------------------------------------------------------------------- closing it


def _freeze_and_post(
    workspace: Workspace,
    intake: Intake,
    measured: Measured,
    problems: Sequence[Problem],
    who: Who,
    processes: int,
    progress: Progress,
) -> Closed:
    plan, period = measured.plan, measured.period
    languages = languages_of(plan.company.language)
    studio = open_studio(workspace, False, progress)
    if isinstance(studio, Problem):
        return _refused((*problems, studio))
    studio = replace(studio, names=watched_names(workspace, intake, measured), called=called(plan, languages))
    work = tuple(jobs(measured, (STATEMENTS, REGISTER), languages, Wish((), ())))
    lacking = wordless(studio, work)
    if lacking:
        return _refused((*problems, *lacking))
    problems = (*problems, *older_words(studio, languages))
    folder = prepare(workspace, period)
    with stage("freeze") as counts, made_whole(folder, workspace.frozen(period.id)):
        failed = _stage_documents(folder, measured, work, studio, processes, progress)
        if failed:
            discard(folder)
            return _refused((*problems, *failed))
        frozen.freeze(folder, intake.dataset, workspace.plan, period, measured.statements.values())
        _stage_record(folder, measured, who, languages, problems)
        flush(folder)
        counts.update(files=len(hashes(folder)))
    already = _post(workspace, intake, measured, who, folder)
    if already is not None:
        discard(folder)
        return _refused((already,))
    put_in_place(workspace, folder, period.id)
    total = sum((found.payable for found in measured.statements.values()), Fraction(0))
    listed = tuple(findings.ordered(problems))
    return Closed(workspace.frozen(period.id), len(measured.statements), total, plan.company.currency, listed)


def _post(workspace: Workspace, intake: Intake, measured: Measured, who: Who, folder: Path) -> Problem | None:
    """Enter in the ledger what the prepared folder holds; say so where somebody else was first."""
    plan, period = measured.plan, measured.period
    closing = Closing(
        period,
        plan.company.version,
        plan.digest,
        who.name,
        who.at,
        folder.name,
        {**intake.inputs, **intake.plan_files},
        hashes(folder),
    )
    with stage("post") as counts:
        posting = ledger.post(ledger_of(workspace), closing, measured.statements.values())
        counts.update(payees=len(measured.statements))
    if posting.now:
        return None
    values = (("by", posting.closed.posted_by), ("next", after(period).id))
    return Problem(closing_kinds.CLOSED_ALREADY, Place("PERIOD"), period.id, values)


def _stage_documents(
    folder: Path, measured: Measured, work: Sequence[Job], studio: Studio, processes: int, progress: Progress
) -> list[Problem]:
    """Render every statement and the register; one that cannot be made stops the closing."""
    from reportgen.render.sheets import register_csv

    failed: list[Problem] = []
    progress(0, len(work), "")
    few = min(processes, max(1, len(work) // 2))
    for done, (job, (data, found)) in enumerate(rendered(work, studio, few), start=1):
        if data is None:
            failed += [*found, Problem(closing_kinds.CLOSE_UNRENDERED, Place(job.path), job.path)]
        else:
            write_file(folder / job.path, data)
        progress(done, len(work), job.path)
    if measured.statements:
        write_file(folder / f"{register_stem(measured)}.csv", register_csv(measured.register))
    return failed


def _stage_record(
    folder: Path, measured: Measured, who: Who, languages: Sequence[str], problems: Sequence[Problem]
) -> None:
    """Write who closed what, last: the files that it names are all there."""
    content = {
        "period": measured.period.id,
        "closed_by": who.name,
        "closed_at": who.at,
        "plan_version": measured.plan.company.version,
        "plan_digest": measured.plan.digest,
        "languages": list(languages),
        "held": held_back(problem for problem in problems if problem.kind.severity is Severity.BLOCKS_PERSON),
        "files": dict(hashes(folder)),
    }
    write_file(folder / RECORD, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
