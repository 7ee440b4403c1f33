"""`python -m reportgen.app.examples [WORKSPACE]`: the sample company's documents, cut short → this folder's files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from reportgen import documents, plan
from reportgen.app.build import measure_period
from reportgen.app.examples import FOLDER
from reportgen.app.examples.tree import tree_of
from reportgen.app.files import write_file
from reportgen.app.workspace import open_workspace
from reportgen.model.document import DataTable, Document, HeatMap, Part, Section, Timeline
from reportgen.model.measured import Measured
from reportgen.model.papers import ANALYSIS, BULLETIN, CARBON, DEALERS, PLAN, REVIEWS, TEAMS
from reportgen.model.period import parse_period
from reportgen.model.problem import Problem

_ROWS: Final = 3
_PARTS: Final = 6
"""The most rows of a table, and the most parts of a section of the plan, which has hundreds of rules."""


def main(folder: Path) -> None:
    """Measure a month and a quarter of a workspace and write an example of every paper."""
    for name, document in (*_of(folder, "2026-03"), *_of(folder, "2026-Q1")):
        tree = tree_of(_short(document))
        text = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).replace(
            '{"is":"DataTable"', '\n{"is":"DataTable"'
        )
        write_file(FOLDER / f"{name}.json", (text.strip() + "\n").encode())


def _of(folder: Path, when: str) -> Iterator[tuple[str, Document]]:
    workspace, period = open_workspace(folder), parse_period(when)
    if isinstance(workspace, Problem) or period is None:
        raise SystemExit("name the sample company's workspace")
    _, found, _ = measure_period(workspace, period)
    if found is None:
        raise SystemExit("the sample company cannot be measured: type `reportgen check`")
    yield f"{REVIEWS.name}-{period.grain}", _fullest(documents.review(found, each) for each in found.people)
    if period.grain == "month":
        yield ANALYSIS.name, documents.analysis(found)
        yield BULLETIN.name, documents.bulletin(found)
        return
    yield from _others(found)
    yield PLAN.name, documents.plan_document(found, plan.tell(workspace.plan, "inputs/plan"))


def _others(found: Measured) -> Iterator[tuple[str, Document]]:
    yield TEAMS.name, _fullest(documents.team(found, each) for each in found.teams)
    yield DEALERS.name, _fullest(documents.dealer_statement(found, each) for each in found.dealers)
    yield CARBON.name, documents.carbon(found)


def _fullest(made: Iterator[Document]) -> Document:
    """Return the document that has most kinds of things to say, and of those the longest."""
    return max(made, key=lambda each: (len(_said(each)), len(repr(each))))


def _said(document: Document) -> set[tuple[str, str]]:
    return {(section.id, part.id) for section in document.sections for part in section.parts}


def _short(document: Document) -> Document:
    most = _PARTS if document.kind == PLAN.template else None
    return replace(document, sections=tuple(_section(each, most) for each in document.sections))


def _section(section: Section, most: int | None) -> Section:
    return replace(section, parts=tuple(_part(each) for each in section.parts[:most]))


def _part(part: Part) -> Part:
    match part:
        case DataTable():
            return replace(part, rows=part.rows[:_ROWS])
        case HeatMap():
            return replace(part, rows=part.rows[:_ROWS])
        case Timeline():
            return replace(part, rows=part.rows[:_ROWS])
    return part


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
