"""A period → its pack: read, measure, compose, render, write. The only place that knows this order."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import ledger, measure, plan
from reportgen.app import findings, kinds
from reportgen.app import manifest as record
from reportgen.app.audience import known_names
from reportgen.app.built import Built, Wanted
from reportgen.app.called import called
from reportgen.app.changed_lines import with_causes
from reportgen.app.closed import closed_columns, closed_intake, final, frozen_documents, frozen_plan, retroactive
from reportgen.app.cluster_access import NoClusterError
from reportgen.app.crew import Crew, limits_of
from reportgen.app.delivery import seals
from reportgen.app.drawn import Manner, Progress
from reportgen.app.files import write_file
from reportgen.app.findings.files import ANNOTATED, finding_files
from reportgen.app.fonts import font_cache, fonts_ready, prepare_fonts
from reportgen.app.intake import Intake, take_in
from reportgen.app.jobs import Planned, Wish, composed, planned
from reportgen.app.ledgers import ledger_of, unreadable
from reportgen.app.lending import looks_of, may_lack_words, older_words, wordless
from reportgen.app.memory import collecting_rarely, not_collecting
from reportgen.app.pack import Pack, write_pack
from reportgen.app.rendering import Studio, put_up_shelf
from reportgen.app.renewal import alone_with
from reportgen.app.runlog import stage
from reportgen.app.spill import give_all_back
from reportgen.app.spread import beside, many_rows, meanwhile
from reportgen.app.unmade import unmade
from reportgen.app.waivers import settle, stale
from reportgen.app.workspace import Workspace
from reportgen.model.measured import Measured
from reportgen.model.naming import packed
from reportgen.model.papers import BY_NAME, CARBON, DEALERS, NAMES, PAPERS, PLAN, REVIEWS, Paper
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.plan_text import PlanText
from reportgen.model.problem import Problem, Severity, Skipped, blocked_people, worst

if TYPE_CHECKING:
    from reportgen.app.cluster import Cluster


def measure_period(
    workspace: Workspace,
    period: Period,
    *,
    fresh: bool = False,
    processes: int = 0,
    whole: bool = False,
    memory: int = 0,
) -> tuple[Intake, Measured | None, tuple[Problem, ...]]:
    """Read everything and measure a period; None where a problem blocks the run.

    A closed pay period is measured from what was frozen when it was closed. Waivers that hold on the period's last day
    are applied: the same inputs give the same pack on any day. `processes` is as `jobs` in `Wanted`; where a
    `whole` pack is to be made of many rows, a copy of the process tells meanwhile what its papers rest on.
    `memory` is as in `Wanted`.
    """
    with not_collecting():
        intake = closed_intake(workspace, period) or take_in(workspace, period.end, fresh=fresh, memory=memory)
    read = settle((*intake.problems, *retroactive(workspace, intake)), intake.waivers, period.end)
    if intake.plan is None or worst(read.problems) is Severity.BLOCKS_RUN:
        return intake, None, (*read.problems, *stale(intake.waivers, read.used, period.end, ("sources",)))
    try:
        closed, differing = closed_columns(workspace, intake, period)
    except ledger.LedgerUnreadableError as error:
        return intake, None, (*read.problems, unreadable(error))
    rows = sum(source.rows for table in intake.dataset.tables.values() for source in table.sources)
    dataset, promised = intake.dataset, intake.plan
    told = whole and many_rows(rows, processes)
    digests = meanwhile([lambda: measure.ground(dataset, promised)], worth=told)
    with not_collecting(), stage("measure") as counts:
        measured, found = measure.run(
            dataset,
            promised,
            period,
            intake.paid_before,
            read.problems,
            closed,
            give_all_back,
            beside(rows, processes),
        )
        counts.update(people=len(measured.people), payees=len(measured.statements)) if measured else None
    give_all_back()
    met = settle((*found, *differing), intake.waivers, period.end)
    stages = ("sources", "plan", "measure") if measured else ("sources",)
    over = stale(intake.waivers, read.used | met.used, period.end, stages)
    if measured is not None:
        measured = with_causes(workspace, intake, measured)
        measured = final(measured) if intake.closed is not None else measured
    ground = next(digests) if measured and told else None
    return replace(intake, ground=ground), measured, (*read.problems, *met.problems, *over)


def build(
    workspace: Workspace,
    period: Period,
    wanted: Wanted,
    progress: Progress,
    there: Cluster | None = None,
    hired: Crew | None = None,
) -> Built:
    """Write a period's pack and say what was done. What one problem blocks is skipped; everything else is written.

    `there` is the cluster to draw on, None for this machine; `hired` are workers that wait to draw here, None where
    they are hired when there is something to be drawn.
    """
    folder = workspace.outputs / period.id
    with ExitStack() as held:
        try:
            only = held.enter_context(alone_with(folder))
        except OSError as error:
            return Built(folder, (), 0, (), (unwritable(workspace, error),), None)
        if not only:
            return Built(
                folder, (), 0, (), (Problem(kinds.BUILDING_NOW, Place(f"outputs/{period.id}"), period.id),), None
            )
        held.enter_context(collecting_rarely())  # the model holds millions of values: searching them takes two seconds
        try:
            return _build(workspace, period, wanted, progress, there, hired)
        except ledger.LedgerUnreadableError as error:
            return Built(folder, (), 0, (), (unreadable(error),), None)


def _build(
    workspace: Workspace,
    period: Period,
    wanted: Wanted,
    progress: Progress,
    there: Cluster | None,
    hired: Crew | None,
) -> Built:
    folder = workspace.outputs / period.id
    whole = not (wanted.only or wanted.people)
    intake, measured, problems = measure_period(
        workspace, period, fresh=wanted.fresh, processes=wanted.jobs, whole=whole, memory=wanted.memory
    )
    promised = intake.plan
    put_up_shelf()
    if measured is None or promised is None:
        return _stopped(workspace, folder, period, problems, intake.files)
    measured = unmade(measured)
    give_all_back()
    asked = _asked(measured, wanted)
    if isinstance(asked, Problem):
        return Built(folder, (), 0, (), (asked,), None)  # alone: what was typed wrong says nothing about the inputs
    languages = languages_of(wanted.language or promised.company.language)
    studio = open_studio(workspace, any(paper.form == "pdf" for paper in asked), progress)
    if isinstance(studio, Problem):
        return Built(folder, (), 0, (), tuple(findings.ordered((*problems, studio))), None)
    skipped = skipped_documents(measured, asked, problems)
    measured = replace(measured, skipped=skipped)
    reviewed = _reviewed(measured, skipped)
    studio = replace(studio, names=watched_names(workspace, intake, measured), called=called(promised, languages))
    wish = Wish(wanted.people, reviewed, _plan_text(workspace, period, intake, asked))
    work = tuple(planned(measured, asked, languages, wish))
    problems = (*problems, *_unsaid(asked, work, wanted), *older_words(studio, languages))
    lacking = wordless(studio, composed(work)) if may_lack_words(studio, languages) else ()
    if lacking:
        return Built(folder, (), 0, (), tuple(findings.ordered((*problems, *lacking))), None)
    ready = frozen_documents(workspace, period, languages) if intake.closed else {}
    posted = ledger.totals(ledger_of(workspace), period) if intake.closed else None
    sealing = seals(workspace.root)
    if isinstance(sealing, Problem):
        problems = (*problems, sealing)
    try:
        written = write_pack(
            Pack(
                folder,
                intake,
                measured,
                work,
                studio,
                bool(wanted.only or wanted.people),
                ready,
                posted,
                None if isinstance(sealing, Problem) else sealing,
            ),
            problems,
            Manner(wanted.jobs or os.cpu_count() or 1, wanted.fresh, limits_of(wanted.memory), there, hired),
            progress,
        )
    except NoClusterError as error:
        return Built(folder, (), 0, (), tuple(findings.ordered((*problems, error.problem))), None)
    except OSError as error:
        return Built(folder, (), 0, (), tuple(findings.ordered((*problems, unwritable(workspace, error)))), None)
    found = written.measured
    return Built(folder, written.outputs, written.kept, found.skipped, written.problems, found)


def watched_names(workspace: Workspace, intake: Intake, measured: Measured) -> bytes:
    """Return how people are told in finished files; a name that is a word of the documents tells nobody."""
    promised = measured.plan
    named = [each.name for each in promised.kpis]
    named += [each.name for each in promised.components]
    words = [text for texts in (*named, *promised.roles.values()) for text in texts.values()]
    words += [file.read_text("utf-8") for file in sorted((workspace.templates / "languages").glob("*.yaml"))]
    return packed(known_names(measured.roster, intake.dataset, words))


def _unsaid(asked: Sequence[Paper], work: Sequence[Planned], wanted: Wanted) -> tuple[Problem, ...]:
    """Say which documents there is nothing to make of: a company without dealers needs no statement of theirs."""
    made = {job.kind for job in work}
    silent = [paper for paper in asked if paper in (DEALERS, CARBON) and not wanted.people and paper.name not in made]
    return tuple(Problem(kinds.DOCUMENT_EMPTY, Place("inputs/plan/documents.yaml"), paper.name) for paper in silent)


def _plan_text(workspace: Workspace, period: Period, intake: Intake, asked: Sequence[Paper]) -> PlanText | None:
    """Return the text of the plan that was measured by, where it is asked for: of a closed pay period, the frozen."""
    if PLAN not in asked:
        return None
    folder = frozen_plan(workspace, period) if intake.closed is not None else workspace.plan
    return plan.tell(folder, "inputs/plan")


def _asked(measured: Measured, wanted: Wanted) -> tuple[Paper, ...] | Problem:
    unknown = [name for name in wanted.only if name not in NAMES]
    if unknown:
        return Problem(kinds.DOCUMENT_UNKNOWN, Place("--only"), unknown[0], (("known", ", ".join(NAMES)),))
    known = [*measured.people, *measured.statements]
    for person in wanted.people:
        if person not in known:
            near = get_close_matches(person, known, 1, 0) or ["nobody"]
            return Problem(kinds.PERSON_UNKNOWN, Place("--person"), person, (("nearest", near[0]),))
    return tuple(BY_NAME[name] for name in NAMES if name in wanted.only) or planned_papers(measured)


def planned_papers(measured: Measured) -> tuple[Paper, ...]:
    """Return the papers that the plan gives this kind of period, in the order of the pack."""
    names: tuple[str, ...] = getattr(measured.plan.documents, measured.period.grain)
    return tuple(paper for paper in PAPERS if paper.name in names)


def languages_of(asked: str) -> tuple[str, ...]:
    """Return the languages that a word for them means."""
    return ("zh", "en") if asked == "both" else (asked,)


def missing_template(workspace: Workspace) -> Problem | None:
    """Return the folder that a workspace's own templates lack: without it no document is drawn."""
    for name in ("languages", "page", "qbr"):
        if not (workspace.templates / name).is_dir():
            return Problem(kinds.TEMPLATE_MISSING, Place(f"templates/{name}"), f"templates/{name}")
    return None


def open_studio(workspace: Workspace, with_fonts: bool, progress: Progress) -> Studio | Problem:
    """Return what rendering needs besides documents, or what of it is missing; fonts only where they are needed."""
    missing = missing_template(workspace)
    if missing is not None:
        return missing
    if with_fonts and not fonts_ready(font_cache()):
        progress(0, 0, "Preparing the Chinese font, once: about half a minute")
    fonts = prepare_fonts(font_cache()) if with_fonts else None
    if isinstance(fonts, Problem):
        return fonts
    return Studio(workspace.templates, fonts, record.stamp(), looks=looks_of(workspace.templates))


def skipped_documents(measured: Measured, asked: Sequence[Paper], problems: Sequence[Problem]) -> tuple[Skipped, ...]:
    """Return the documents that blocked people and funds do not get; an id that is nobody's gets none anyway."""
    personal = [paper for paper in asked if paper.personal]
    return tuple(
        Skipped(paper.name, subject, found)
        for subject, found in blocked_people(problems).items()
        for paper in personal
        if (subject in measured.people if paper == REVIEWS else subject in measured.payees)
    )


def _reviewed(measured: Measured, skipped: tuple[Skipped, ...]) -> tuple[str, ...]:
    roles = measured.plan.documents.review_roles
    blocked = {each.subject for each in skipped}
    return tuple(
        person
        for person in measured.people
        if person not in blocked and (not roles or _role(measured, person) in roles)
    )


def _role(measured: Measured, person: str) -> str:
    assignment = measured.roster.people[person].in_period(measured.period)
    return assignment.role if assignment else ""


def _stopped(
    workspace: Workspace, folder: Path, period: Period, problems: tuple[Problem, ...], files: Mapping[str, Path]
) -> Built:
    """Leave the last pack as it is, its findings too; those of this run say why there is no new one."""
    return Built(folder, (), 0, (), write_findings(workspace, problems, period.id, files)[0], None)


def write_findings(
    workspace: Workspace,
    problems: Sequence[Problem],
    title: str,
    originals: Mapping[str, Path],
    skipped: Sequence[Skipped] = (),
) -> tuple[tuple[Problem, ...], tuple[Path, ...]]:
    """Write findings that belong to no pack into `outputs/check`; return them worst first, and the marked copies."""
    listed = findings.ordered(problems)
    try:
        files = finding_files(listed, title, originals, skipped)
        for path, data in files.items():
            write_file(workspace.findings / path, data)
        copies = tuple(workspace.findings / path for path in files if path.startswith(f"{ANNOTATED}/"))
        _remove_copies(workspace.findings / ANNOTATED, copies)
    except OSError as error:
        return tuple(findings.ordered((*listed, unwritable(workspace, error)))), ()
    return tuple(listed), copies


def _remove_copies(folder: Path, current: Collection[Path]) -> None:
    """Remove marked copies of an earlier run: their files are in order now, or are gone."""
    for file in folder.rglob("*"):
        if file.is_file() and file not in current:
            file.unlink()


def unwritable(workspace: Workspace, error: OSError) -> Problem:
    """Return the problem of a file or folder that the system would not write."""
    name = Path(error.filename) if error.filename else workspace.outputs
    shown = str(name.relative_to(workspace.root)) if name.is_relative_to(workspace.root) else str(name)
    return Problem(kinds.CANNOT_WRITE, Place(shown), shown, (("reason", (error.strerror or "error").lower()),))
