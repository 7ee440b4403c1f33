"""Turns the plan folder into a checked `Plan`, or into everything that is wrong with it, found in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from reportgen.model.place import Place
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem, Severity, worst
from reportgen.plan import (
    alerts,
    calendar,
    checklists,
    cockpit,
    company,
    documents,
    forecasts,
    funnels,
    kinds,
    kpis,
    measures,
    meetings,
    organisation,
    pay,
    payment,
    retro,
    scorecards,
    slices,
    talent,
    target_rules,
    targets,
    tiers,
    variance,
    words,
)
from reportgen.plan.checks import Draft, check
from reportgen.plan.yaml_nodes import Node, PlanFile, hint, open_file

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the plan: what it holds, and whether a plan can do without it.

    A section that is a list may be spread over several files: `kpis.yaml`, `kpis-sales.yaml`.
    """

    holds: str
    optional: bool = False
    spread: bool = True


PARTS: Mapping[str, Part] = {
    "company": Part("the company's name, currency, pay period and roles", spread=False),
    "measures": Part("the sums and counts over the input tables"),
    "kpis": Part("the key performance indicators"),
    "scorecards": Part("the KPIs each role is scored on", optional=True),
    "targets": Part("the company's targets", optional=True),
    "slices": Part("the ways in which a measure is cut", optional=True),
    "funnels": Part("the stages of deals", optional=True),
    "pay": Part("the pay components", optional=True),
    "payment": Part("caps, negatives and the smallest payout", optional=True),
    "documents": Part("the documents of each kind of period", spread=False),
    "organisation": Part("market, posts, spans, offices and budget", optional=True),
    "calendar": Part("the fiscal year, working days, weeks and milestones", optional=True),
    "target_rules": Part("how targets are divided and changed", optional=True),
    "tiers": Part("how customers are graded", optional=True),
    "alerts": Part("what is watched, and who acts", optional=True),
    "forecast": Part("how a period's end is foreseen", optional=True),
    "talent": Part("how people are reviewed", optional=True),
    "meetings": Part("the meetings that documents serve", optional=True),
    "cockpit": Part("the screens of the cockpit", optional=True),
    "checklists": Part("lists whose state the inputs give", optional=True),
    "variance": Part("by which drivers a period is explained", optional=True),
    "words": Part("what the words of the inputs are called in other languages", optional=True),
    "retro": Part("approved changes for days that are paid already", optional=True, spread=False),
}
"""The sections of a plan by the name of their file without `.yaml`."""

READERS: Mapping[str, Callable[[Node], object]] = {
    "company": company.read,
    "measures": measures.read,
    "kpis": kpis.read,
    "scorecards": scorecards.read,
    "targets": targets.read,
    "slices": slices.read,
    "funnels": funnels.read,
    "pay": pay.read,
    "payment": payment.read,
    "documents": documents.read,
    "organisation": organisation.read,
    "calendar": calendar.read,
    "target_rules": target_rules.read,
    "tiers": tiers.read,
    "alerts": alerts.read,
    "forecast": forecasts.read,
    "talent": talent.read,
    "meetings": meetings.read,
    "cockpit": cockpit.read,
    "checklists": checklists.read,
    "variance": variance.read,
    "words": words.read,
    "retro": retro.read,
}
"""What reads each section."""

Roots = Mapping[str, tuple[Node, ...]]
"""The files' outermost nodes by section."""


def read(folder: Path, shown: str) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Read a plan folder.

    `shown` is the folder as people see it (`inputs/plan`); places are told below it. The plan is None when something
    blocks it. All problems of all files come back together, in the order of files and lines; nothing that stands in a
    file raises.
    """
    if not folder.is_dir():
        return None, (Problem(kinds.PLAN_MISSING, Place(shown), shown),)
    roots = {name: _roots(folder, shown, name) for name in PARTS}
    return read_roots(roots, tuple(_unknown_files(folder, shown, PARTS)))


def read_roots(roots: Roots, strange: Iterable[Problem] = ()) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Read opened sections; every section of `PARTS` has its nodes in `roots`, none where it is left out.

    `strange` are problems known before.
    """
    plan = _plan(roots)
    nodes = [root for part in roots.values() for root in part]
    files = [node.file for node in nodes]
    unread = frozenset(name for name in PARTS if any(root.raw is None for root in roots[name]))
    references = tuple(reference for file in files for reference in file.references)
    problems = [
        *strange,
        *(problem for file in files for problem in file.problems),
        *check(Draft(plan, references, unread)),
    ]
    quoted = sorted(_quoted(problems, files), key=lambda problem: problem.place)
    return (None if worst(quoted) is Severity.BLOCKS_RUN else plan), tuple(quoted)


def _plan(roots: Roots) -> Plan:
    """Put the parts together; what could not be read is a stand-in whose problem is noted."""
    whose, roles = company.read(roots["company"][0])
    return Plan(
        company=whose,
        roles=roles,
        measures=_all(roots["measures"], measures.read),
        kpis=_all(roots["kpis"], kpis.read),
        scorecards=_all(roots["scorecards"], scorecards.read),
        targets=_all(roots["targets"], targets.read),
        slices=_all(roots["slices"], slices.read),
        funnels=_all(roots["funnels"], funnels.read),
        components=_all(roots["pay"], pay.read),
        payment=_all(roots["payment"], payment.read),
        documents=documents.read(roots["documents"][0]),
        digest=_digest(root.file for part in roots.values() for root in part),
        organisation=_all(roots["organisation"], organisation.read),
        calendar=_all(roots["calendar"], calendar.read),
        target_rules=_all(roots["target_rules"], target_rules.read),
        tiers=_all(roots["tiers"], tiers.read),
        alerts=_all(roots["alerts"], alerts.read),
        forecasts=_all(roots["forecast"], forecasts.read),
        talent=_all(roots["talent"], talent.read),
        meetings=_all(roots["meetings"], meetings.read),
        cockpit=_all(roots["cockpit"], cockpit.read),
        checklists=_all(roots["checklists"], checklists.read),
        variance=_all(roots["variance"], variance.read),
        retro=_all(roots["retro"], retro.read),
        words=dict(_all(roots["words"], words.read)),
    )


def _all(roots: Iterable[Node], read_one: Callable[[Node], tuple[T, ...]]) -> tuple[T, ...]:
    """Read every file of a section, one after the other."""
    return tuple(item for root in roots for item in read_one(root))


def opened(folder: Path, shown: str, name: str) -> tuple[Node, ...]:
    """Open the files of a section as they were written."""
    return _opened(folder, shown, name, spread=PARTS[name].spread)


def _roots(folder: Path, shown: str, name: str) -> tuple[Node, ...]:
    """Open the files of a section; a section that is not there, and need not be, is a silent node."""
    part = PARTS[name]
    found = _opened(folder, shown, name, spread=part.spread)
    if found:
        return found
    node = Node(None, PlanFile(f"{shown}/{name}.yaml"), 0, name)
    if not part.optional:
        node.report(kinds.FILE_MISSING, f"{name}.yaml", holds=part.holds)
    return () if part.optional else (node,)


def _opened(folder: Path, shown: str, name: str, *, spread: bool) -> tuple[Node, ...]:
    """Open `name.yaml` and, of a section that may be spread, all `name-….yaml`, in the order of their names."""
    paths = [folder / f"{name}.yaml", *(sorted(folder.glob(f"{name}-*.yaml")) if spread else ())]
    return tuple(open_file(path, f"{shown}/{path.name}") for path in paths if path.exists())


def _unknown_files(folder: Path, shown: str, parts: Iterable[str]) -> Iterator[Problem]:
    """Find YAML files that are no part of a plan, as a misspelt name is."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        is_yaml = path.suffix.lower() in {".yaml", ".yml"} and not path.name.startswith(".")
        if is_yaml and not (path.suffix == ".yaml" and _section(path.stem) in parts):
            near = hint(path.name, [f"{name}.yaml" for name in parts])
            yield Problem(kinds.FILE_UNKNOWN, Place(f"{shown}/{path.name}"), path.name, (("hint", near),))


def _section(stem: str) -> str:
    """Return the section that a file belongs to: `kpis` of `kpis-sales`."""
    name = stem.partition("-")[0]
    return stem if name == stem or (name in PARTS and not PARTS[name].spread) else name


def _digest(files: Iterable[PlanFile]) -> str:
    """Return the SHA-256 over the names and contents of the plan's files."""
    lines = [f"{_below(file.name)} {file.sha256}\n" for file in files if file.sha256]
    return sha256("".join(lines).encode()).hexdigest()


def _below(name: str) -> str:
    """Return a file's name below the plan's folder."""
    return name.rpartition("/")[2]


def _quoted(problems: Iterable[Problem], files: Iterable[PlanFile]) -> Iterator[Problem]:
    """Give each problem the line it stands on, as it was typed."""
    lines = {file.name: file.lines for file in files}
    for problem in problems:
        row, typed = problem.place.row, lines.get(problem.place.file, ())
        yield replace(problem, excerpt=typed[row - 1].strip()) if 0 < row <= len(typed) else problem
