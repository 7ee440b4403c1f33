"""A workspace's plan → its proof over a year, its text in a language, and the schemas of its files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from reportgen import plan
from reportgen.app import kinds
from reportgen.app.files import make_folder, write_file
from reportgen.app.workspace import Workspace
from reportgen.model.place import Place
from reportgen.model.problem import Problem, Severity, worst
from reportgen.render.plan_text import plan_markdown
from reportgen.render.words import whole_words

_SHOWN = "inputs/plan"


@dataclass(frozen=True, slots=True)
class Proved:
    """What was proved of a plan (nothing where it cannot be read), and everything that is to be said about it."""

    year: int
    lines: tuple[str, ...]
    problems: tuple[Problem, ...]


def check_plan(workspace: Workspace, year: int | None) -> Proved:
    """Prove a plan over a year: the one asked for, else its own."""
    promised, problems = plan.read(workspace.plan, _SHOWN)
    if promised is None:
        return Proved(year or 0, (), problems)
    proof = plan.prove(promised, year or plan.plan_year(promised))
    return Proved(proof.year, proof.lines, (*problems, *proof.problems))


def print_plan(workspace: Workspace, language: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the plan as a document, in `zh`, `en`, `both`, or "" for the plan's own; nothing where it is not sound."""
    promised, problems = plan.read(workspace.plan, _SHOWN)
    if promised is None or worst(problems) is Severity.BLOCKS_RUN:
        return "", problems
    wanted = language or promised.company.language
    text, pages = plan.tell(workspace.plan, _SHOWN), []
    for one in ("zh", "en") if wanted == "both" else (wanted,):
        words = whole_words(workspace.templates / "languages", one)
        if isinstance(words, Problem):
            return "", (*problems, words)
        pages.append(plan_markdown(text, words))
    return "\n".join(pages), problems


def write_schemas(folder: Path) -> tuple[Path, ...] | Problem:
    """Write the JSON Schema of each file of a plan into a folder; a problem where the system will not let it."""
    written = []
    try:
        make_folder(folder)
        for name, schema in plan.schemas().items():
            path = folder / f"{name}.schema.json"
            write_file(path, (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode())
            written.append(path)
    except OSError as error:
        reason = (error.strerror or "error").lower()
        return Problem(kinds.CANNOT_WRITE, Place(folder.as_posix()), folder.as_posix(), (("reason", reason),))
    return tuple(written)
