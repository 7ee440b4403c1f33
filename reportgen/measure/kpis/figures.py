"""A KPI of a subject in a period, held against its target and its past."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from reportgen.measure.actuals.book import months_of
from reportgen.measure.actuals.reading import Books, Only, comparable
from reportgen.measure.kpis.formulas import evaluate, measures_of
from reportgen.measure.kpis.source import Source, nobodys
from reportgen.measure.targets import Targets, target
from reportgen.model.kpi_kinds import Attainment, AverageGrowth, Coverage
from reportgen.model.measured import Figure, FigurePart, Status, Subject
from reportgen.model.period import Period, before, year_before, year_to_date
from reportgen.model.plan import Growth, Kpi, TargetSource, english
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit, percent
from reportgen.model.step import Rows, Step

COMPANY = Subject("company", "")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_NUMBERED = frozenset({Unit.COUNT})
_PERFECT = Fraction(2)
"""The attainment of a figure of 0 where lower is better: target ÷ 0 has no value, and no better one is possible."""


class Figures(Mapping[str, Figure]):
    """The figures of a subject, each computed when it is first asked for: documents show few of them."""

    def __init__(
        self, kpis: Mapping[str, Kpi], compute: Callable[[Kpi], Figure], told: Callable[[Kpi], bool] | None = None
    ) -> None:
        """Take the KPIs, in the order of the plan, what computes one, and what tells whether there is one."""
        self._every = kpis
        self._compute = compute
        self._told = told
        self._known: dict[str, Figure] = {}

    @cached_property
    def _kpis(self) -> Mapping[str, Kpi]:
        told = self._told
        return self._every if told is None else {name: kpi for name, kpi in self._every.items() if told(kpi)}

    def __getitem__(self, name: str) -> Figure:
        """Return the figure of a KPI's id."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._compute(self._kpis[name])
        return found

    def in_passing(self) -> Iterator[Figure]:
        """Yield every figure; one that nobody asked for before is not kept."""
        for name, kpi in self._kpis.items():
            found = self._known.get(name)
            yield self._compute(kpi) if found is None else found

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a KPI: nothing is computed for that."""
        return name in self._kpis

    def __iter__(self) -> Iterator[str]:
        """Yield the KPIs' ids."""
        return iter(self._kpis)

    def __len__(self) -> int:
        """Return how many KPIs there are."""
        return len(self._kpis)


def whose(books: Books, kpi: Kpi, subject: Subject) -> Subject:
    """Return whose figure a KPI shows for a subject.

    Of what is nobody's own, everybody has the company's; so they have of what the inputs say nothing of, unless
    somebody's own target is to be shown beside it.
    """
    if kpi.id not in books.nobodys:  # one version of a KPI holds on the day that the books are of
        alike = kpi.target is None or not (kpi.target.metric or kpi.target.of)
        books.nobodys[kpi.id] = nobodys(books, measures_of(kpi.kind)) or (alike and _absent(books, kpi))
    return COMPANY if books.nobodys[kpi.id] else subject


def _absent(books: Books, kpi: Kpi) -> bool:
    """Tell whether the inputs have none of a KPI's measures, on whatever day."""
    return not any(name in books.changing or books.books.get(name) for name in measures_of(kpi.kind))


def kpi_value(source: Source, kpi: Kpi, period: Period) -> Step:
    """Return a KPI's value with its explanation."""
    return _named(kpi, evaluate(kpi, period, source))


def _named(kpi: Kpi, step: Step) -> Step:
    return Step(kpi.id, step.value, step.formula, step.operands, f"kpis/{kpi.id}", english(kpi.because), (kpi.place,))


def figure(
    books: Books, targets: Targets, kpi: Kpi, subject: Subject, period: Period, only: Only | None = None
) -> Figure:
    """Return a KPI with target, attainment and status, of a subject or of the rows that hold one value of a column."""
    owner = whose(books, kpi, subject)
    source = Source(books, targets, owner, only)
    actual, goal = _bare(source, kpi, period), _goal(source, kpi, period)
    reached = attainment(actual.value, goal.value, kpi.better)
    return Figure(
        kpi,
        owner if only is None else Subject("slice", f"{only.column}={only.value}"),
        period,
        actual.value,
        goal.value,
        reached,
        status(reached, kpi),
        _row_count(books, actual),
        _Beside(source, kpi, period, actual.value),
    )


def figure_value(
    books: Books, targets: Targets, kpi: Kpi, subject: Subject, period: Period, only: Only | None = None
) -> Step:
    """Return what `figure` says of a KPI's value, with its explanation: held against nothing."""
    return _named(kpi, _bare(Source(books, targets, whose(books, kpi, subject), only), kpi, period))


def _bare(source: Source, kpi: Kpi, period: Period) -> Step:
    """Return the value as its formula gives it: the plan's words for it stand in its explanation."""
    return _silent(source, kpi, period) or _comparable(source, kpi, period, evaluate(kpi, period, source))


def _goal(source: Source, kpi: Kpi, period: Period) -> Step:
    if source.only is not None:
        return _target_of_value(source, kpi, period)
    asked = kpi.target
    if asked is not None and asked.value is None:
        return target(source.targets, asked.metric, asked.column, source.subject, period, kpi.unit)
    goals, key = source.books.goals, (id(kpi), period, source.subject.kind == "person")
    if key not in goals:
        # The KPI is kept with the answer, so that its address cannot come to stand for another version.
        goals[key] = kpi, _same_for_all(kpi, source.subject, period)
    return goals[key][1]


def _silent(source: Source, kpi: Kpi, period: Period) -> Step | None:
    """Return the answer that a KPI gives of everybody where the inputs have none of its measures."""
    books, key = source.books, (kpi.id, period)
    if key not in books.silent:
        # The other two tell the subject's own target too.
        alike = _absent(books, kpi) and not isinstance(kpi.kind, Attainment | Coverage)
        books.silent[key] = evaluate(kpi, period, Source(books, source.targets, COMPANY)) if alike else None
    return books.silent[key]


class _Beside:
    """How a figure came to be, its past, its year to date and its parts.

    The explanation is made by what made the value, a second time: of the figures of everybody, few are asked for it.
    """

    def __init__(self, source: Source, kpi: Kpi, period: Period, actual: Measurable) -> None:
        self._source, self._kpi, self._period, self._actual = source, kpi, period, actual

    @cached_property
    def step(self) -> Step:
        source, kpi, period = self._source, self._kpi, self._period
        actual, goal = _named(kpi, _bare(source, kpi, period)), _goal(source, kpi, period)
        reached = attainment(actual.value, goal.value, kpi.better)
        where = (f"kpis/{kpi.id}", "", (kpi.place,))
        return Step(f"{kpi.id} attainment", reached, _formula(kpi), (actual, goal), *where)

    @cached_property
    def previous(self) -> Measurable:
        return self._then(before(self._period))

    @cached_property
    def year_before(self) -> Measurable:
        return self._then(year_before(self._period))

    def _then(self, then: Period) -> Measurable:
        """Return the KPI of an earlier period, where it may be held against this one."""
        value = kpi_value(self._source, self._kpi, then).value
        same_days = comparable(self._source.books.roster, self._source.subject, self._period, then)
        return value if same_days or isinstance(value, NotMeasured) else NotMeasured("not-comparable")

    @cached_property
    def year_to_date(self) -> Measurable:
        year = year_to_date(self._period)
        if (year.start, year.end) == (self._period.start, self._period.end):
            return self._actual
        return _comparable(self._source, self._kpi, year, kpi_value(self._source, self._kpi, year)).value

    @cached_property
    def parts(self) -> tuple[FigurePart, ...]:
        return _parts(self._source, self._kpi, self._period)


def _comparable(source: Source, kpi: Kpi, period: Period, step: Step) -> Step:
    """Return a growth as not comparable where a person was not there on all days of both years."""
    compares = isinstance(kpi.kind, Growth | AverageGrowth) and isinstance(step.value, Quantity)
    if compares and not comparable(source.books.roster, source.subject, period, year_before(period)):
        return replace(step, value=NotMeasured("not-comparable"))
    return step


def _parts(source: Source, kpi: Kpi, period: Period) -> tuple[FigurePart, ...]:
    """Return the KPI for each value of its column."""
    if not kpi.by or source.only is not None:
        return ()
    base = next(iter(measures_of(kpi.kind)))
    labels = dict.fromkeys((*source.values(base, kpi.by, period), *kpi.values))
    asked = (source.books, source.targets, kpi, source.subject, period)
    return tuple(FigurePart(label, figure(*asked, Only(kpi.by, label))) for label in labels)


def _target_of_value(source: Source, kpi: Kpi, period: Period) -> Step:
    """Return the target of one value: its own in the plan, that of its people, or the KPI's rate, which all keep to.

    What is asked of the whole by number (5 a month, 12 a year) is asked of no part of it.
    """
    only = source.only
    if only is not None and only.column == kpi.by and only.value in kpi.values:
        return _from_plan(kpi, kpi.values[only.value])
    asked = kpi.target
    if asked is not None and asked.metric:
        return source.goal(asked.metric, asked.column, period, kpi.unit)
    if asked is None or asked.value is None or asked.per or asked.of or kpi.unit in _NUMBERED:
        return Step("target", NotMeasured("no-target"))
    return _from_plan(kpi, asked.value)


def _from_plan(kpi: Kpi, value: Fraction) -> Step:
    return Step("target", Quantity(value, kpi.unit), rule=f"kpis/{kpi.id}", places=(kpi.place,))


def _row_count(books: Books, actual: Step) -> int:
    """Return on how many rows a figure rests: rows that two of its measures share count once.

    Measures over the same table, date column and window share their rows as far as the smaller one goes.
    """
    counts: dict[tuple[str, str, date | None], int] = {}
    for rows in _leaves(actual):
        when = books.dates.get(rows.measure)
        if when is None:
            found = books.books.get(rows.measure) if rows.measure else None
            when = books.dates[rows.measure] = (found.measure.table, found.measure.date) if found else ()
        if when:
            key = (*when, rows.start)
            counts[key] = max(counts.get(key, 0), rows.count)
    return sum(counts.values())


def _leaves(step: Step) -> Iterator[Rows]:
    if step.rows is not None:
        yield step.rows
    for operand in step.operands:
        yield from _leaves(operand)


def _formula(kpi: Kpi) -> str:
    return "actual ÷ target" if kpi.better == "higher" else "target ÷ actual"


def _same_for_all(kpi: Kpi, subject: Subject, period: Period) -> Step:
    """Return the target that the plan gives to everybody of a kind alike, or that there is none."""
    asked = kpi.target
    if asked is None or asked.value is None or (asked.of == "person" and subject.kind != "person"):
        return Step("target", NotMeasured("no-target"))
    return _from_plan(kpi, asked.value * times(asked, period))


def times(source: TargetSource, period: Period) -> Fraction:
    """Return how often a target that holds per month or quarter holds in a period."""
    months = len(months_of(period))
    return Fraction(months, _MONTHS[source.per]) if source.per else Fraction(1)


def attainment(actual: Measurable, goal: Measurable, better: str) -> Measurable:
    """Return actual ÷ target, or target ÷ actual where lower is better.

    Where lower is better, 0 of anything is 200 %: there is no better. A target that is itself a decrease (−12 %) is
    held as what is left: (1 − 12 %) ÷ (1 + the change). Any other divisor must be above zero.
    """
    if isinstance(actual, NotMeasured):
        return actual
    if isinstance(goal, NotMeasured):
        return goal
    if goal.value < 0 and goal.unit is Unit.PERCENT:
        left, kept = 1 + goal.value, 1 + actual.value
        over, under = (kept, left) if better == "higher" else (left, kept)
        return percent(over / under) if under > 0 else NotMeasured("zero-denominator")
    if better == "lower" and actual.value == 0 and goal.value > 0:
        return percent(_PERFECT)
    over, under = (actual.value, goal.value) if better == "higher" else (goal.value, actual.value)
    return percent(over / under) if under > 0 else NotMeasured("zero-denominator")


def status(reached: Measurable, kpi: Kpi) -> Status:
    """Return green, orange or red by the KPI's thresholds, compared exactly; none where nothing was measured."""
    if isinstance(reached, NotMeasured):
        return Status.NONE
    return grade(reached.value, kpi)


def grade(reached: Fraction, kpi: Kpi) -> Status:
    """Return the status of an attainment."""
    if reached >= kpi.green:
        return Status.GOOD
    return Status.WATCH if reached >= kpi.orange else Status.ALARM
