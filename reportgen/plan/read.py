"""Turns the plan folder into a checked `Plan`, or into everything that is wrong with it, found in one run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from reportgen.model.place import Place
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem, Severity, worst
from reportgen.plan import company, documents, funnels, kinds, kpis, measures, pay, scorecards, slices, targets
from reportgen.plan.checks import Draft, check
from reportgen.plan.yaml_nodes import Node, PlanFile, hint, open_file


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the plan folder: what it holds, and whether a plan can do without it."""

    holds: str
    optional: bool = False


PARTS: Mapping[str, Part] = {
    "company": Part("the company's name, currency, pay period and roles"),
    "measures": Part("the sums and counts over the input tables"),
    "kpis": Part("the key performance indicators"),
    "scorecards": Part("the KPIs each role is scored on", optional=True),
    "targets": Part("the company's targets", optional=True),
    "slices": Part("the ways in which a measure is cut", optional=True),
    "funnels": Part("the stages of deals", optional=True),
    "pay": Part("the pay components", optional=True),
    "documents": Part("the documents of each kind of period"),
}
"""The files of a plan by their name without `.yaml`."""


def read(folder: Path, shown: str) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Read a plan folder.

    `shown` is the folder as people see it (`inputs/plan`); places are told below it. The plan is None when something
    blocks it. All problems of all files come back together, in the order of files and lines; nothing that stands in a
    file raises.
    """
    if not folder.is_dir():
        return None, (Problem(kinds.PLAN_MISSING, Place(shown), shown),)
    roots = {name: _root(folder, shown, name) for name in PARTS}
    plan = _plan(roots)
    files = [root.file for root in roots.values()]
    unread = frozenset(name for name, root in roots.items() if root.raw is None)
    references = tuple(reference for file in files for reference in file.references)
    problems = [
        *_unknown_files(folder, shown),
        *(problem for file in files for problem in file.problems),
        *check(Draft(plan, references, unread)),
    ]
    quoted = sorted(_quoted(problems, files), key=lambda problem: problem.place)
    return (None if worst(quoted) is Severity.BLOCKS_RUN else plan), tuple(quoted)


def _plan(roots: Mapping[str, Node]) -> Plan:
    """Put the parts together; what could not be read is a stand-in whose problem is noted."""
    whose, roles = company.read(roots["company"])
    return Plan(
        company=whose,
        roles=roles,
        measures=measures.read(roots["measures"]),
        kpis=kpis.read(roots["kpis"]),
        scorecards=scorecards.read(roots["scorecards"]),
        targets=targets.read(roots["targets"]),
        slices=slices.read(roots["slices"]),
        funnels=funnels.read(roots["funnels"]),
        components=pay.read(roots["pay"]),
        documents=documents.read(roots["documents"]),
        digest=_digest(root.file for root in roots.values()),
    )


def _root(folder: Path, shown: str, name: str) -> Node:
    """Open one file of the plan; a part that is not there, and need not be, is a silent node."""
    path, said = folder / f"{name}.yaml", f"{shown}/{name}.yaml"
    if path.exists():
        return open_file(path, said)
    node = Node(None, PlanFile(said), 0, name)
    if not PARTS[name].optional:
        node.report(kinds.FILE_MISSING, f"{name}.yaml", holds=PARTS[name].holds)
    return node


def _unknown_files(folder: Path, shown: str) -> Iterator[Problem]:
    """Find YAML files that are no part of a plan, as a misspelt name is."""
    for path in sorted(folder.iterdir()):
        is_yaml = path.suffix.lower() in {".yaml", ".yml"} and not path.name.startswith(".")
        if is_yaml and path.name not in {f"{name}.yaml" for name in PARTS}:
            near = hint(path.name, [f"{name}.yaml" for name in PARTS])
            yield Problem(kinds.FILE_UNKNOWN, Place(f"{shown}/{path.name}"), path.name, (("hint", near),))


def _digest(files: Iterable[PlanFile]) -> str:
    """Return the SHA-256 over the names and contents of the plan's files."""
    lines = [f"{file.name.rpartition('/')[2]} {file.sha256}\n" for file in files if file.sha256]
    return sha256("".join(lines).encode()).hexdigest()


def _quoted(problems: Iterable[Problem], files: Iterable[PlanFile]) -> Iterator[Problem]:
    """Give each problem the line it stands on, as it was typed."""
    lines = {file.name: file.lines for file in files}
    for problem in problems:
        row, typed = problem.place.row, lines.get(problem.place.file, ())
        yield replace(problem, excerpt=typed[row - 1].strip()) if 0 < row <= len(typed) else problem
