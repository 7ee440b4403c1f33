"""A period → its pack: read, measure, compose, render, write. The only place that knows this order."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from reportgen import __version__, measure
from reportgen.app import figures, findings, kinds
from reportgen.app import manifest as record
from reportgen.app.fanout import rendered
from reportgen.app.files import clear_leftovers, make_folder, write_file
from reportgen.app.fonts import fonts_ready, prepare_fonts
from reportgen.app.intake import Intake, take_in
from reportgen.app.jobs import KINDS, REGISTER, REVIEWS, Job, Studio, jobs, key, register_stem
from reportgen.app.workspace import Workspace
from reportgen.model.manifest import Manifest, Output
from reportgen.model.measured import Measured
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.problem import Problem, Severity, Skipped, blocked_people, worst
from reportgen.render.fonts import Fonts
from reportgen.render.words import missing_keys, read_words

Progress = Callable[[int, int, str], None]
"""Called with how many files are done, how many there are, and the file just done ("" before the first).

With no files at all, the text says what is being prepared.
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: kinds of document (empty.

    What the plan gives the period), one person or "", a language or "" for the plan's.
    """

    only: tuple[str, ...] = ()
    person: str = ""
    language: str = ""
    jobs: int = 0
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Files by kind, kept ones among them, what was skipped, all problems, and the model it all came from.
    """

    folder: Path
    written: tuple[Output, ...]
    kept: int
    skipped: tuple[Skipped, ...]
    problems: tuple[Problem, ...]
    measured: Measured | None

    @property
    def stopped(self) -> bool:
        """Tell whether nothing could be written."""
        return worst(self.problems) is Severity.BLOCKS_RUN


def measure_period(workspace: Workspace, period: Period) -> tuple[Intake, Measured | None, tuple[Problem, ...]]:
    """Read everything and measure a period; None where a problem blocks the run."""
    intake = take_in(workspace)
    if intake.plan is None or worst(intake.problems) is Severity.BLOCKS_RUN:
        return intake, None, intake.problems
    measured, found = measure.run(intake.dataset, intake.plan, period, intake.paid_before, intake.problems)
    return intake, measured, (*intake.problems, *found)


def build(workspace: Workspace, period: Period, wanted: Wanted, progress: Progress) -> Built:
    """Write a period's pack and say what was done. What one problem blocks is skipped; everything else is written."""
    folder = workspace.outputs / period.id
    intake, measured, problems = measure_period(workspace, period)
    plan = intake.plan
    if measured is None or plan is None:
        return _stopped(workspace, folder, period, problems)
    asked = _asked(measured, wanted)
    if isinstance(asked, Problem):
        return Built(folder, (), 0, (), (asked,), None)  # alone: what was typed wrong says nothing about the inputs
    languages = (
        ("zh", "en")
        if (wanted.language or plan.company.language) == "both"
        else (wanted.language or plan.company.language,)
    )
    studio = _studio(workspace, REVIEWS in asked, progress)
    if isinstance(studio, Problem):
        return Built(folder, (), 0, (), tuple(findings.ordered((*problems, studio))), None)
    skipped = _skipped(measured, asked, problems)
    measured = replace(measured, skipped=skipped)
    reviewed = _reviewed(measured, skipped)
    work = list(jobs(measured, asked, languages, wanted.person, reviewed))
    wordless = _wordless(studio, work)
    if wordless:
        return Built(folder, (), 0, (), tuple(findings.ordered((*problems, *wordless))), None)
    try:
        return _write(workspace, folder, intake, measured, problems, work, studio, wanted, progress)
    except OSError as error:
        return Built(folder, (), 0, (), tuple(findings.ordered((*problems, unwritable(workspace, error)))), None)


def _asked(measured: Measured, wanted: Wanted) -> tuple[str, ...] | Problem:
    unknown = [name for name in wanted.only if name not in KINDS]
    if unknown:
        return Problem(kinds.DOCUMENT_UNKNOWN, Place("--only"), unknown[0], (("known", ", ".join(KINDS)),))
    known = [*measured.people, *measured.statements]
    if wanted.person and wanted.person not in known:
        near = get_close_matches(wanted.person, known, 1, 0) or ["nobody"]
        return Problem(kinds.PERSON_UNKNOWN, Place("--person"), wanted.person, (("nearest", near[0]),))
    planned = getattr(measured.plan.documents, measured.period.grain)
    return tuple(name for name in KINDS if name in (wanted.only or planned))


def _studio(workspace: Workspace, with_fonts: bool, progress: Progress) -> Studio | Problem:
    for name in ("languages", "review", "qbr"):
        if not (workspace.templates / name).is_dir():
            return Problem(kinds.TEMPLATE_MISSING, Place(f"templates/{name}"), f"templates/{name}")
    if with_fonts and not fonts_ready(font_cache()):
        progress(0, 0, "Preparing the Chinese font, once: about half a minute")
    fonts = prepare_fonts(font_cache()) if with_fonts else None
    if isinstance(fonts, Problem):
        return fonts
    templates = record.folder_hashes(workspace.templates, "templates")
    return Studio(workspace.templates, fonts, record.stamp(templates, _font_digest(fonts)))


def _wordless(studio: Studio, work: Sequence[Job]) -> tuple[Problem, ...]:
    """Return what the language catalogues lack for these documents: a workspace's own may be older than the program."""
    found: dict[Problem, None] = {}
    for language in dict.fromkeys(job.language for job in work):
        words = read_words(studio.templates / "languages", language)
        if isinstance(words, Problem):
            return (words,)
        for job in work:
            if job.language == language:
                found.update(dict.fromkeys(missing_keys(job.document, words)))
    return tuple(found)


def _font_digest(fonts: Fonts | None) -> str:
    return fonts.digest if fonts else ""


def font_cache() -> Path:
    """Return where prepared fonts are kept for all workspaces of a user: they are the same for each."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("HOME")
    if home and Path(home).is_dir() and os.access(home, os.W_OK):
        base = Path(home) if os.environ.get("XDG_CACHE_HOME") else Path(home) / ".cache"
        return base / "reportgen"
    return Path(os.environ.get("TMPDIR", "/tmp")) / f"reportgen-{os.getuid()}"  # noqa: S108  the last resort, one folder a user


def _skipped(measured: Measured, asked: Sequence[str], problems: Sequence[Problem]) -> tuple[Skipped, ...]:
    blocked = blocked_people(problems)
    personal = [kind for kind in asked if kind in ("reviews", "statements")]
    return tuple(
        Skipped(kind, person, found)
        for person, found in blocked.items()
        for kind in personal
        if person in measured.roster.people
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


def _write(
    workspace: Workspace,
    folder: Path,
    intake: Intake,
    measured: Measured,
    problems: tuple[Problem, ...],
    work: list[Job],
    studio: Studio,
    wanted: Wanted,
    progress: Progress,
) -> Built:
    make_folder(folder)
    clear_leftovers(folder)
    before = {} if wanted.fresh else record.read_outputs(folder)
    keys = {job.path: key(job, studio) for job in work}
    kept = {job.path: before[job.path] for job in work if _unchanged(folder, before.get(job.path), keys[job.path])}
    outputs, failed = dict(kept), []
    processes = wanted.jobs or os.cpu_count() or 1
    todo = [job for job in work if job.path not in kept]
    progress(0, len(todo), "")
    for done, (job, (data, found)) in enumerate(rendered(todo, studio, min(processes, max(1, len(todo) // 2)))):
        problems = (*problems, *found)
        if data is None:
            failed.append(Skipped(job.kind, job.document.subject, found))
        else:
            write_file(folder / job.path, data)
            outputs[job.path] = Output(
                job.path, sha256(data).hexdigest(), keys[job.path], job.kind, job.document.subject
            )
        progress(done + 1, len(todo), job.path)
    measured = replace(measured, skipped=(*measured.skipped, *failed))
    listed = findings.ordered(problems)
    for path, data in _plain_files(measured, work, listed).items():
        write_file(folder / path, data)
        outputs[path] = Output(path, sha256(data).hexdigest(), "", path.split("/")[0], "")
    partial = bool(wanted.only or wanted.person)
    own = tuple(outputs[path] for path in sorted(outputs))
    _finish(workspace, folder, intake, measured, outputs, studio, partial)
    return Built(folder, own, len(kept), measured.skipped, tuple(listed), measured)


def _unchanged(folder: Path, before: Output | None, wanted: str) -> bool:
    """Tell whether a file of the last pack can stay: same key, and still the bytes that were written."""
    if before is None or before.key != wanted:
        return False
    path = folder / before.path
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == before.sha256


def _plain_files(measured: Measured, work: list[Job], problems: Sequence[Problem]) -> dict[str, bytes]:
    """Return the files that are text: figures for machines, the register's rows, the findings."""
    from reportgen.render.sheets import register_csv

    files = {
        "data/actuals.csv": figures.actuals(measured),
        "data/scorecards.csv": figures.scorecards(measured),
        "problems.json": findings.json_file(problems),
        "problems.html": findings.html_file(problems, measured.period.id),
    }
    if any(job.kind == REGISTER for job in work):
        files[f"{register_stem(measured)}.csv"] = register_csv(measured.register)
    return files


def _finish(
    workspace: Workspace,
    folder: Path,
    intake: Intake,
    measured: Measured,
    outputs: dict[str, Output],
    studio: Studio,
    partial: bool,
) -> None:
    """Write the manifest, last; files of an earlier whole pack that this one does not have are removed first."""
    earlier = record.read_outputs(folder)
    for path, output in earlier.items():
        if path in outputs:
            continue
        if partial:
            outputs[path] = output
        else:
            (folder / path).unlink(missing_ok=True)
    manifest = Manifest(
        measured.period.id,
        measured.plan.company.version,
        __version__,
        intake.inputs,
        intake.plan_files,
        record.folder_hashes(workspace.templates, "templates"),
        {"noto-sans-sc": _font_digest(studio.fonts)},
        record.libraries(),
        tuple(outputs.values()),
        tuple(
            {"document": each.document, "subject": each.subject, "reason": each.problems[0].sentence}
            for each in measured.skipped
        ),
    )
    write_file(folder / record.NAME, record.to_bytes(manifest))


def _stopped(workspace: Workspace, folder: Path, period: Period, problems: tuple[Problem, ...]) -> Built:
    """Leave the last pack as it is; the findings say why there is no new one."""
    listed = findings.ordered(problems)
    try:
        make_folder(folder)
        write_file(folder / "problems.json", findings.json_file(listed))
        write_file(folder / "problems.html", findings.html_file(listed, period.id))
    except OSError as error:
        listed = findings.ordered((*listed, unwritable(workspace, error)))
    return Built(folder, (), 0, (), tuple(listed), None)


def unwritable(workspace: Workspace, error: OSError) -> Problem:
    """Return the problem of a file or folder that the system would not write."""
    name = Path(error.filename) if error.filename else workspace.outputs
    shown = str(name.relative_to(workspace.root)) if name.is_relative_to(workspace.root) else str(name)
    return Problem(kinds.CANNOT_WRITE, Place(shown), shown, (("reason", (error.strerror or "error").lower()),))
