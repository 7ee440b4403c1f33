"""A desk and a period → what is told of each person beside their figures, computed when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from reportgen.measure.desk import Desk
from reportgen.measure.kpis.source import Source
from reportgen.measure.ondemand import OnDemand
from reportgen.measure.talent import feedback as rated
from reportgen.measure.talent import nine_box as boxed
from reportgen.measure.talent import okr as aimed
from reportgen.measure.talent import succession
from reportgen.measure.talent.figures import Spoken
from reportgen.measure.talent.filed import Filed, filed, text
from reportgen.measure.talent.promotion import promotion
from reportgen.measure.talent.rank import Ranks
from reportgen.model.appraisal import (
    STATED,
    BoxResult,
    CalibrationResult,
    FeedbackResult,
    OkrResult,
    SuccessorsResult,
    Talent,
    ValuesResult,
)
from reportgen.model.measured import Subject
from reportgen.model.period import Period, spanning
from reportgen.model.plan import valid
from reportgen.model.quantity import NotMeasured
from reportgen.model.step import Rows, Step
from reportgen.model.table import Cell, Table
from reportgen.model.talent import Calibration, Feedback, Ladder, NineBox, Objectives, Successors, TalentRule

VALUES = "values_grades"

R = TypeVar("R", bound=TalentRule)


@dataclass(frozen=True, slots=True)
class TalentDesk:
    """The plan's rules of a day, and the lists that they are held against, prepared once for everybody."""

    desk: Desk
    period: Period
    spoken: Spoken
    rules: tuple[TalentRule, ...]
    aims: aimed.Aims
    scores: Filed | None
    grades: Filed | None
    assessed: Filed | None

    def rule(self, kind: type[R]) -> R | None:
        """Return the first rule of a kind."""
        return next((rule for rule in self.rules if isinstance(rule, kind)), None)


def talent_desk(desk: Desk, period: Period) -> TalentDesk:
    """Return what telling of people needs; what the plan or the inputs have not is absent."""
    tables = desk.dataset.tables
    return TalentDesk(
        desk,
        period,
        Spoken(desk),
        tuple(valid(desk.plan.talent, period.end).values()),
        aimed.Aims(
            filed(tables.get(aimed.OBJECTIVES), "quarter", ("objective_no", "objective")),
            _by_number(tables.get(aimed.KEY_RESULTS)),
        ),
        filed(tables.get(rated.TABLE), "quarter", ("rater", "dimension", "score")),
        filed(tables.get(VALUES), "year", ("grade",)),
        filed(tables.get(boxed.TABLE), boxed.DATED, ()),
    )


def _by_number(table: Table | None) -> Mapping[str, Mapping[str, Cell]]:
    if table is None or "key_result_no" not in table.columns:
        return {}
    rows = Filed(table, "key_result_no")
    found = (rows.row(position) for position in range(len(table.frame)))
    return {text(row, "key_result_no"): row for row in found}


def talents(
    found: TalentDesk, people: tuple[str, ...], ranks: Ranks, boxes: Mapping[str, BoxResult | None]
) -> Mapping[str, Talent]:
    """Return what is told of each of some people; `boxes` are their places in the nine boxes."""
    return OnDemand(people if found.rules else (), lambda person: _talent(found, person, ranks, boxes))


def boxes_of(found: TalentDesk, people: tuple[str, ...]) -> Mapping[str, BoxResult | None]:
    """Return the place of each of some people in the nine boxes: whoever asks where all stand asks for nothing else."""
    box, roster = found.rule(NineBox), found.desk.books.roster

    def of(person: str) -> BoxResult | None:
        return boxed.nine_box(box, found.spoken, found.assessed, roster.people[person], found.period) if box else None

    return OnDemand(people if found.rules else (), of)


def _talent(found: TalentDesk, person: str, ranks: Ranks, boxes: Mapping[str, BoxResult | None]) -> Talent:
    who, period = found.desk.books.roster.people[person], found.period
    return Talent(
        person,
        _okr(found, person),
        _feedback(found, person),
        _values(found, person),
        boxes[person],
        tuple(promotion(rule, found.spoken, who, period) for rule in found.rules if isinstance(rule, Ladder)),
        ranks.of(person),
    )


def _okr(found: TalentDesk, person: str) -> OkrResult | None:
    rule = found.rule(Objectives)
    if rule is None:
        return None
    source = Source(found.desk.books, found.desk.targets, Subject("person", person))
    held = source.rows(rule.measure, found.period)
    return aimed.okr(rule, found.aims, person, held, found.period)


def _feedback(found: TalentDesk, person: str) -> FeedbackResult | None:
    rule = found.rule(Feedback)
    return rated.feedback(rule, found.scores, person, found.period) if rule else None


def _values(found: TalentDesk, person: str) -> ValuesResult | None:
    row = found.grades.newest(person, found.period.end) if found.grades else None
    if row is None or not text(row, "grade"):
        return None
    grade, year = text(row, "grade"), text(row, "year")
    rows = Rows(VALUES, where={"person": (person,), "year": (year,)}, count=1)
    step = Step(f"values {year}: {grade}", NotMeasured(STATED), rows=rows)
    return ValuesResult(grade, spanning(found.period.end.replace(year=int(year[:4]), day=1), "year"), step)


def successors_of(found: TalentDesk) -> SuccessorsResult | None:
    """Return the pool of successors; None where the plan has none, or nobody keeps a list."""
    rule = found.rule(Successors)
    tables, roster = found.desk.dataset.tables, found.desk.books.roster
    return succession.successors(rule, tables.get(succession.TABLE), roster, found.period.end) if rule else None


def calibration_of(found: TalentDesk) -> CalibrationResult | None:
    """Return when the weights are reviewed next; None where the plan does not say."""
    rule = found.rule(Calibration)
    return succession.calibration(rule, found.desk.plan, found.period) if rule else None
