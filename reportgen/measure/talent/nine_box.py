"""Performance, potential and values grade of a half-year → a person's place in the nine-box."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reportgen.measure.talent.figures import Spoken
from reportgen.measure.talent.filed import Filed, text
from reportgen.measure.talent.spans import last_whole
from reportgen.model.appraisal import LEVELS, STATED, BoxResult
from reportgen.model.measured import Figure, Subject
from reportgen.model.money import plain
from reportgen.model.people import Person
from reportgen.model.period import Period
from reportgen.model.plan import english
from reportgen.model.quantity import Measurable, NotMeasured, Quantity
from reportgen.model.step import Rows, Step
from reportgen.model.talent import NineBox

TABLE, DATED = "potential", "half"


def nine_box(rule: NineBox, spoken: Spoken, given: Filed | None, person: Person, period: Period) -> BoxResult | None:
    """Return the place of the last whole span of the rhythm; None for who was not there on its last day."""
    span = last_whole(period.end, rule.refreshed)
    if not _there(person, span):
        return None
    performed = spoken.figure(rule.performance, person.id, span)
    assessed = spoken.figure(rule.potential, person.id, span)
    performance, potential = _actual(performed), _actual(assessed)
    across = level(performance, rule.cuts)
    up = level(potential, [cut.value for cut in rule.potential_cuts])
    rows = given.rows(person.id, span) if given else []
    mark = text(rows[-1], rule.mark) if rows else ""
    words = " × ".join("not measured" if each is None else LEVELS[each] for each in (across, up))
    marked = Step(
        f"{rule.mark} {mark}" if mark else rule.mark,
        NotMeasured(STATED if mark else "no-data"),
        rows=Rows(TABLE, where={"person": (person.id,), DATED: tuple(text(row, DATED) for row in rows)}),
    )
    operands = (
        _cut(performed, rule.performance, [plain(cut * 100, 2) + " %" for cut in rule.cuts]),
        _cut(assessed, rule.potential, [plain(cut.value, 2) for cut in rule.potential_cuts]),
        marked,
    )
    step = Step(
        f"nine-box {span.id}: {words}",
        NotMeasured(STATED),
        "performance × potential, values beside them",
        operands,
        f"talent/{rule.id}",
        english(rule.because),
        (rule.place,),
    )
    of = performed.subject if performed else Subject("person", person.id)
    return BoxResult(rule, span, of, performance, potential, across, up, mark, step)


def level(value: Measurable, cuts: Sequence[Fraction]) -> int | None:
    """Return how many of two cuts a value reaches, compared exactly: 0 is low, 2 is high."""
    return sum(value.value >= cut for cut in cuts[:2]) if isinstance(value, Quantity) else None


def _there(person: Person, span: Period) -> bool:
    return (person.hired is None or person.hired <= span.end) and (person.left is None or person.left >= span.end)


def _actual(figure: Figure | None) -> Measurable:
    return figure.actual if figure else NotMeasured("not-in-plan")


def _cut(figure: Figure | None, name: str, cuts: Sequence[str]) -> Step:
    formula = f"middle from {cuts[0]}, high from {cuts[1]}"
    if figure is None:
        return Step(name, NotMeasured("not-in-plan"), formula)
    return Step(_of(figure, name), figure.actual, formula, (figure.step,))


def _of(figure: Figure, name: str) -> str:
    return f"{name} of the team" if figure.subject.kind == "team" else name
