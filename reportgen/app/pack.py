"""Jobs → a period's folder: what changed is rendered and written, what did not is kept, the manifest comes last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportgen import __version__
from reportgen.app import findings
from reportgen.app import manifest as record
from reportgen.app.called import unnamed
from reportgen.app.delivery import Seals, bundles, outdated
from reportgen.app.drawn import Drawing, Manner, Progress, draw
from reportgen.app.files import write_file
from reportgen.app.findings.files import ANNOTATED, finding_files
from reportgen.app.fonts import font_digest
from reportgen.app.intake import Intake
from reportgen.app.jobs import Planned, composed, register_stem
from reportgen.app.judged import Judging, Known, keys_by_view, remember, remembered
from reportgen.app.plain_files import worked_out
from reportgen.app.proof import Proof, differing, proved, seen
from reportgen.app.renamed import names_digest, without_strangers
from reportgen.app.rendering import Studio
from reportgen.app.renewal import left_by, renewed
from reportgen.app.resumed import Left, left_in
from reportgen.app.runlog import stage
from reportgen.app.spread import meanwhile, worth_it
from reportgen.app.waivers import settle
from reportgen.model.manifest import Manifest, Output
from reportgen.model.measured import Measured
from reportgen.model.papers import REGISTER
from reportgen.model.problem import Problem, blocked_people

COPIED = "closed "
"""What the key of a file begins with that was frozen when its pay period was closed, and not rendered since."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What is to be written where; `partial` means that the folder's other documents stay as they are.

    `ready` are files that were frozen when the pay period was closed: they are copied, never rendered anew. `posted` is
    what the ledger then paid each payee, None where the period is not closed. `seals` are the passwords of
    the bundles, None where none may be written.
    """

    folder: Path
    intake: Intake
    measured: Measured
    work: tuple[Planned, ...]
    studio: Studio
    partial: bool
    ready: Mapping[str, Path] = field(default_factory=dict)
    posted: Mapping[str, Fraction] | None = None
    seals: Seals | None = field(default_factory=lambda: Seals({}), repr=False)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: this run's files, how many of them were kept, the model with who was skipped, all problems."""

    outputs: tuple[Output, ...]
    kept: int
    measured: Measured
    problems: tuple[Problem, ...]


def write_pack(pack: Pack, problems: Sequence[Problem], manner: Manner, progress: Progress) -> Written:
    """Write a pack; raises OSError where the system will not let it, and the last pack is then as it was.

    Only for whoever is alone with the folder (`renewal.alone_with`): its files are made in another one that takes its
    place when all are there.
    """
    before = record.read_outputs(pack.folder)
    ours = {record.NAME, *before}
    left = Left() if manner.fresh else left_in(left_by(pack.folder), names_digest(pack.studio.names))
    known = Known() if manner.fresh else remembered(pack.folder)
    with stage("write") as counts, renewed(pack.folder, ours) as folder:
        written, known = _write(replace(pack, folder=folder), problems, manner, progress, Last(before, left, known))
        ours.update(record.read_outputs(folder))
        counts.update(files=len(written.outputs), kept=written.kept, skipped=len(written.measured.skipped))
    remember(pack.folder, known)
    return written


@dataclass(frozen=True, slots=True)
class Last:
    """The last pack: its files by path, what a run left that broke off, and what the last run noted."""

    outputs: Mapping[str, Output]
    left: Left
    known: Known


def _write(
    pack: Pack, problems: Sequence[Problem], manner: Manner, progress: Progress, last: Last
) -> tuple[Written, Known]:
    known, before = last.known, {} if manner.fresh else last.outputs
    asked = [file for file in pack.work if file.path not in pack.ready]
    keys = {path: output.key for path, output in before.items()}
    again = Judging(_alike(pack, asked, before, known), pack.studio, keys, known.keys, pieces=known.pieces)
    with stage("figures") as counts:
        worked = worked_out(pack.measured, pack.intake.dataset, pack.work, again, manner.processes, pack.intake.ground)
        counts.update(judged=len(worked.judged))
    names = names_digest(pack.studio.names)
    if before and names != known.names:
        before = without_strangers(pack.folder, asked, before, worked.judged, pack.studio.names, manner.processes)
    with stage("draw") as counts:
        drawn = draw(
            Drawing(pack.folder, asked, pack.studio, before, worked.judged, last.left, worked.rests), manner, progress
        )
        counts.update(drawn=len(drawn.outputs), kept=len(drawn.kept), failed=len(drawn.failed))
    outputs = {**drawn.outputs, **drawn.kept, **_copied(pack)}
    measured = replace(pack.measured, skipped=(*pack.measured.skipped, *drawn.failed))
    noticed = (*drawn.noticed, *unnamed(drawn.typed, pack.intake, pack.measured))
    settled = settle(noticed, pack.intake.waivers, measured.period.end)
    listed = findings.ordered((*problems, *settled.problems))
    found = finding_files(listed, measured.period.id, pack.intake.files, measured.skipped)
    plain = {**worked.plain(), **found}
    put = _put(pack, {path: data for path, data in plain.items() if path not in pack.ready})
    still = known.proved.intersection(seen(each) for each in drawn.kept.values())
    # All that is read back is written: a copy reads it while bundles are made.
    prove = partial(proved, pack.folder, measured, tuple(outputs.values()), pack.posted, still)
    differ = partial(differing, pack.folder, measured, tuple(put.values()))
    proving: Iterator[Any] = meanwhile([prove, differ], worth=worth_it(len(pack.work), manner.processes))
    outputs.update(put)
    handed, unsealed = bundles(pack.folder, measured, tuple(outputs.values()), pack.seals) if pack.seals else ({}, ())
    outputs.update(handed)
    proof: Proof = next(proving)
    wrong = (*unsealed, *proof.problems, *next(proving))
    if wrong:
        listed = findings.ordered((*listed, *wrong))
        outputs.update(_put(pack, finding_files(listed, measured.period.id, pack.intake.files, measured.skipped)))
    own = tuple(outputs[path] for path in sorted(outputs))
    blocked = frozenset((*blocked_people(problems), *(each.subject for each in drawn.failed if each.subject)))
    _finish(pack, measured, outputs, blocked, last.outputs)
    noted = Known(keys_by_view(drawn.judged), proof.right, worked.pieces, names, pack.studio.looks)
    return Written(own, len(drawn.kept), measured, tuple(listed)), _to_note(pack, outputs, noted, known)


def _to_note(pack: Pack, outputs: Mapping[str, Output], noted: Known, known: Known) -> Known:
    """Return what is noted for the next run, of what this one and the last one know."""
    keys = {**(known.keys if pack.partial else {}), **noted.keys}
    there = {output.key for output in outputs.values()}
    right = noted.proved | known.proved if pack.partial else noted.proved
    plainly = not pack.intake.unlocked and pack.intake.closed is None
    # A partial pack's other files were not read back.
    held = "" if pack.partial and noted.names != known.names else noted.names
    views = {view: key for view, key in keys.items() if key in there}
    looks = known.looks if pack.partial else noted.looks
    return Known(views, right, noted.pieces if plainly else {}, held, looks)


def _alike(pack: Pack, files: Sequence[Planned], before: Mapping[str, Output], known: Known) -> list[Planned]:
    """Return the files that may be those of the last pack: the others have to be composed and drawn anyway."""
    # The pack itself tells the workspace's own templates alone, and not what the program lent them.
    looks = known.looks or record.looks(record.read_templates(pack.folder))
    same = {kind for kind, look in pack.studio.looks.items() if looks.get(kind) == look}
    return [file for file in files if file.kind in same and file.path in before]


def _put(pack: Pack, files: Mapping[str, bytes]) -> dict[str, Output]:
    """Write files that are no documents."""
    for path, data in files.items():
        write_file(pack.folder / path, data)
    return {path: Output(path, sha256(data).hexdigest(), "", path.split("/")[0], "") for path, data in files.items()}


def _copied(pack: Pack) -> dict[str, Output]:
    """Copy what was frozen: the documents asked for, and the register's rows with the register."""
    frozen = composed(file for file in pack.work if file.path in pack.ready)
    subjects = {job.path: (job.kind, job.document.subject) for job in frozen}
    if any(file.kind == REGISTER.name for file in pack.work):
        rows = f"{register_stem(pack.measured)}.csv"
        subjects[rows] = (rows, "")
    outputs = {}
    for path in sorted(subjects.keys() & pack.ready.keys()):
        data = pack.ready[path].read_bytes()
        write_file(pack.folder / path, data)
        digest = sha256(data).hexdigest()
        outputs[path] = Output(path, digest, f"{COPIED}{digest}", *subjects[path])
    return outputs


def _finish(
    pack: Pack, measured: Measured, outputs: dict[str, Output], blocked: frozenset[str], before: Mapping[str, Output]
) -> None:
    """Write the manifest, last; files of an earlier pack that this one does not stand behind are removed first.

    A partial pack stands behind the folder's other files, but never behind those of somebody who is blocked now, nor
    behind marked copies of files that are in order now, nor behind every file of a bundle (`delivery.outdated`).
    """
    gone = outdated(measured, {**before, **outputs}, pack.seals) if pack.partial else ()
    for path, output in before.items():
        if path in outputs:
            continue
        whole = output.document != ANNOTATED and output.subject not in blocked
        if pack.partial and whole and path not in gone:
            outputs[path] = output
        else:
            (pack.folder / path).unlink(missing_ok=True)
    manifest = Manifest(
        measured.period.id,
        measured.plan.company.version,
        __version__,
        pack.intake.inputs,
        pack.intake.plan_files,
        record.folder_hashes(pack.studio.templates, "templates"),
        {"noto-sans-sc": font_digest()},
        record.libraries(),
        tuple(outputs.values()),
        tuple(
            {"document": each.document, "subject": each.subject, "reason": each.problems[0].sentence}
            for each in measured.skipped
        ),
    )
    write_file(pack.folder / record.NAME, record.to_bytes(manifest))
