"""Another plan folder and a period → both plans' pay side by side, as a workbook, two tables and a summary."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen import documents, measure, plan
from reportgen.app import comparing_kinds, findings, kinds
from reportgen.app import manifest as record
from reportgen.app.build import languages_of, unwritable
from reportgen.app.called import called
from reportgen.app.closed import closed_intake
from reportgen.app.fanout import rendered
from reportgen.app.figures import csv_bytes
from reportgen.app.files import safe_stem, write_file
from reportgen.app.intake import take_in
from reportgen.app.lending import older_words
from reportgen.app.rendering import Job, Studio
from reportgen.app.waivers import settle
from reportgen.app.workspace import Workspace
from reportgen.model.document import Named
from reportgen.model.money import plain
from reportgen.model.papers import WHATIF
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem, Severity, worst
from reportgen.model.whatif import WhatIf, WhatIfLine

_AMOUNTS = ("old", "new", "difference")


@dataclass(frozen=True, slots=True)
class Tried:
    """What trying a plan gave: the comparison, the files written, and everything that is to be said."""

    found: WhatIf | None
    folder: Path
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def try_plan(workspace: Workspace, folder: Path, shown: str, period: Period) -> Tried:
    """Measure a period's pay under the workspace's plan and under the one in a folder; the inputs are read once.

    A closed period is measured from what it was closed with.
    """
    target = workspace.outputs / "whatif" / safe_stem(folder.resolve().name, set())
    if not any(folder.rglob("*.yaml")):
        return Tried(None, target, (), (Problem(comparing_kinds.PLAN_NOT_FOUND, Place(shown), shown),))
    intake = closed_intake(workspace, period) or take_in(workspace, period.end)
    read = settle(intake.problems, intake.waivers, period.end).problems
    other, wrong = plan.read(folder, shown)
    problems = (*read, *wrong)
    if intake.plan is None or other is None or worst(problems) is Severity.BLOCKS_RUN:
        return Tried(None, target, (), tuple(findings.ordered(problems)))
    paid = [measure.paying(intake.dataset, each, period, intake.paid_before, read) for each in (intake.plan, other)]
    now, then = paid
    if now is None or then is None:
        return Tried(None, target, (), tuple(findings.ordered((*problems, Problem(kinds.NO_DATA, Place("inputs"))))))
    problems = tuple(findings.ordered(dict.fromkeys((*problems, *now.problems, *then.problems))))
    found = measure.what_if(target.name, period, now, then)
    books, noticed = _books(workspace, found, intake.plan)
    files = {**books, f"{period.id}.csv": _table(found.payees, found)}
    files[f"{period.id}-components.csv"] = _table(found.lines, found)
    try:
        for name, data in files.items():
            write_file(target / name, data)
    except OSError as error:
        return Tried(None, target, (), (*problems, unwritable(workspace, error)))
    return Tried(found, target, tuple(target / name for name in files), tuple(findings.ordered((*problems, *noticed))))


def _books(workspace: Workspace, found: WhatIf, promised: Plan) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the comparison's workbooks, named after the period so that several stand beside each other."""
    company = Named(tuple(promised.company.name.items()))
    document = documents.whatif(found, company, found.period.end)
    languages = languages_of(promised.company.language)
    studio = Studio(workspace.templates, None, record.stamp(), called=called(promised, languages))
    suffixes = {language: f"-{language}" if len(languages) > 1 else "" for language in languages}
    work = [Job(f"{found.period.id}{end}.xlsx", WHATIF.name, document, each) for each, end in suffixes.items()]
    books: dict[str, bytes] = {}
    noticed: list[Problem] = [*older_words(studio, languages)]
    for job, (data, problems) in rendered(work, studio, 1):
        noticed += problems
        if data is not None:
            books[job.path] = data
    return books, noticed


def _table(lines: tuple[WhatIfLine, ...], found: WhatIf) -> bytes:
    amounts = tuple(f"{name}_{part}" for name in ("payable", "earned") for part in _AMOUNTS)
    header = ("period", "payee", "name", "component", "currency", *amounts)
    rows = [(found.period.id, line.payee, line.name, line.component, found.currency, *_amounts(line)) for line in lines]
    return csv_bytes(header, rows)


def _amounts(line: WhatIfLine) -> tuple[str, ...]:
    return tuple(plain(getattr(pair, part)) for pair in (line.payable, line.earned) for part in _AMOUNTS)


def content(tried: Tried) -> dict[str, object]:
    """Return the comparison for machines."""
    told: dict[str, object] = {"files": [str(file) for file in tried.files]}
    found = tried.found
    if found is not None:
        names = tuple(f"{name}_{part}" for name in ("payable", "earned") for part in _AMOUNTS)
        told |= {
            "period": found.period.id,
            "plans": list(found.versions),
            "payable": {part: plain(getattr(found.payable, part)) for part in _AMOUNTS},
            "earned": {part: plain(getattr(found.earned, part)) for part in _AMOUNTS},
            "winners": len(found.winners),
            "losers": len(found.losers),
            "lines": [
                {"payee": line.payee, "component": line.component, **dict(zip(names, _amounts(line), strict=True))}
                for line in found.lines
            ],
        }
    told["problems"] = [findings.as_json(problem) for problem in tried.problems]
    return told
