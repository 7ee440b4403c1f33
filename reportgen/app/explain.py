"""A period, a subject and a figure → the explanation people read.

An indented tree whose leaves are file, sheet and row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from reportgen import measure
from reportgen.app import kinds
from reportgen.app.build import measure_period
from reportgen.app.intake import Intake
from reportgen.app.workspace import Workspace
from reportgen.model.appraisal import STATED
from reportgen.model.measured import Measured
from reportgen.model.money import plain
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem
from reportgen.model.quantity import Measurable, Quantity, Unit
from reportgen.model.step import Step

_ROWS_SHOWN = 12
_WITHOUT = {measure.SEVERAL: "several figures", STATED: "as stated"}
"""What stands for the value of a step that has no number of its own."""


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation as lines of text and as plain values for `--json`; `problems` say why there is none."""

    lines: tuple[str, ...]
    tree: Mapping[str, object]
    problems: tuple[Problem, ...]


def explain(workspace: Workspace, period: Period, subject: str, what: str) -> Explained:
    """Explain one figure of a subject (`what` "": pay where there is some, else all figures)."""
    intake, measured, problems = measure_period(workspace, period)
    if measured is None:
        return Explained((), {}, problems)
    return explained(intake, measured, subject, what)


def explained(intake: Intake, measured: Measured, subject: str, what: str) -> Explained:
    """Explain a figure of a period that is measured already."""
    period, plan = measured.period, measured.plan
    found = measure.answers(measured, subject)
    if not found:
        near = get_close_matches(subject, measure.subjects(measured), 5, 0)
        return Explained((), {}, (_unknown(subject, near),))
    if what and what not in found:
        return Explained((), {}, (_unknown(f"{subject} {what}", list(found)),))
    asked = (*measure.LONG, *measure.BESIDE)
    single = [name for name in found if name not in asked]
    chosen = [found[what]] if what else [found[name] for name in (["pay"] if "pay" in found else single)]
    atlas = measure.Atlas(intake.dataset, plan)
    lines = [_heading(measured, subject, period, plan)]
    if not what and subject.startswith(measure.ALERT):
        return _listed(lines, subject, period, chosen)
    for step in chosen:
        lines += _lines(step, 0, atlas)
    others = [name for name in found if name != "pay"] if "pay" in found else [name for name in found if name in asked]
    if not what and others:
        lines.append("Also: " + ", ".join(others))
    return Explained(
        tuple(lines),
        {"subject": subject, "period": period.id, "steps": [_tree(step, atlas) for step in chosen]},
        (),
    )


def _listed(lines: list[str], subject: str, period: Period, steps: list[Step]) -> Explained:
    """Return a rule's alerts one a line: there may be hundreds, and each is explained by its name."""
    if steps:
        because = " ".join(steps[0].because.split())
        lines.append(f"  rule {steps[0].rule} because: {because}")
        lines += [f"{step.name}: {text(step.value)}   {step.formula} {text(step.operands[1].value)}" for step in steps]
        lines.append(f'Rows: reportgen explain {period} {subject} "{steps[0].name}"')
    else:
        lines.append("no alert in this period")
    values = [{"name": step.name, "value": text(step.value), "formula": step.formula} for step in steps]
    return Explained(tuple(lines), {"subject": subject, "period": period.id, "steps": values}, ())


def _unknown(found: str, known: list[str]) -> Problem:
    return Problem(kinds.SUBJECT_UNKNOWN, Place("explain"), found, (("known", ", ".join(known[:12])),))


def _heading(measured: Measured, subject: str, period: Period, plan: Plan) -> str:
    person = measured.roster.people.get(subject)
    name = f" {person.name}" if person else ""
    return f"{subject}{name} · {period} · plan version {plan.company.version} · data up to {measured.cut_off}"


def _lines(step: Step, depth: int, atlas: measure.Atlas) -> Iterator[str]:
    indent = "  " * depth
    formula = f"   = {step.formula}" if step.formula else ""
    yield f"{indent}{step.name}: {text(step.value)}{formula}"
    if step.rule:
        because = f" because: {' '.join(step.because.split())}" if step.because else ""
        yield f"{indent}  rule {step.rule}{because}"
    for place in step.places:
        yield f"{indent}  at {place}"
    if step.rows is not None:
        yield from _row_lines(step, indent, atlas)
    for operand in step.operands:
        yield from _lines(operand, depth + 1, atlas)


def _row_lines(step: Step, indent: str, atlas: measure.Atlas) -> Iterator[str]:
    if step.rows is None:
        return
    found, total = atlas.places(step.rows, _ROWS_SHOWN)
    for place in found:
        yield f"{indent}  at {place}"
    if total > len(found):
        yield f"{indent}  … and {total - len(found)} more rows (--json lists all)"


def text(value: Measurable) -> str:
    """Return a value for the terminal: plain decimals, so that they can be copied into a calculation."""
    if not isinstance(value, Quantity):
        return _WITHOUT.get(value.reason, f"not measured ({value.reason})")
    if value.unit is Unit.PERCENT:
        return f"{plain(value.value * 100, 4)} %"
    places = {Unit.COUNT: 0, Unit.DAYS: 0}.get(value.unit, 2)
    exact = value.value * 10**places
    shown = plain(value.value, places if exact.denominator == 1 else 6)
    return f"{shown} {value.currency}".strip()


def _tree(step: Step, atlas: measure.Atlas) -> dict[str, object]:
    places = [str(place) for place in step.places]
    if step.rows is not None:
        places += [str(place) for place in atlas.places(step.rows)[0]]
    return {
        "name": step.name,
        "value": text(step.value),
        "formula": step.formula,
        "rule": step.rule,
        "because": step.because,
        "places": places,
        "operands": [_tree(operand, atlas) for operand in step.operands],
    }
