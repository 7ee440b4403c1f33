"""What surrounds a period's figures, made on demand: the target trees, the forecasts, and why things differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.measure.desk import Desk
from reportgen.measure.forecast import ForecastDesk, forecasts, read_deal_book
from reportgen.measure.kpis import kpi_value
from reportgen.measure.kpis.source import Source
from reportgen.measure.ondemand import OnDemand
from reportgen.measure.targets import TreeDesk, history, read_levels, target_tree, tree_findings
from reportgen.measure.variance import variance
from reportgen.model.forecasts import Backtest
from reportgen.model.measured import Subject
from reportgen.model.outlook import Outlook, Tracked
from reportgen.model.period import Period, before
from reportgen.model.plan import Kpi, Plan, valid
from reportgen.model.problem import Problem
from reportgen.model.quantity import Measurable, NotMeasured, Quantity
from reportgen.model.table import Dataset
from reportgen.model.target_rules import TargetTree
from reportgen.model.target_tree import TargetNode
from reportgen.model.variance import Variance

SUMS = "targets-do-not-add-up"
"""The finding of reading that tells of the same sums: where it is met, the tree does not tell them again."""


@dataclass(frozen=True, slots=True)
class Prospects:
    """The trees' nodes by the plan's id, outlooks and variances by subject, and what is wrong with the trees."""

    targets: Mapping[str, tuple[TargetNode, ...]]
    forecasts: Mapping[Subject, Outlook]
    variance: Mapping[Subject, Variance]
    problems: tuple[Problem, ...]


def prospects(
    desk: Desk, raw: Dataset, subjects: Iterable[Subject], period: Period, problems: Iterable[Problem]
) -> Prospects:
    """Prepare a period's prospects. `raw` are the tables as they were read, not as they stood on a day."""
    plan, named = desk.plan, tuple(subjects)
    trees = [rule for rule in valid(plan.target_rules, period.end).values() if isinstance(rule, TargetTree)]
    tree_desk = _tree_desk(desk, raw, period)
    by_id = {tree.id: tree for tree in trees}
    nodes = OnDemand(tuple(by_id), lambda id_: target_tree(tree_desk, by_id[id_], period))
    ahead = _forecast_desk(desk, raw, period)
    told = any(problem.kind.code == SUMS for problem in problems)
    found = () if told else tuple(problem for tree in trees for problem in tree_findings(tree_desk, tree, period))
    return Prospects(
        nodes,
        OnDemand(named if plan.forecasts else (), lambda subject: _outlook(desk, ahead, subject, period)),
        OnDemand(_explained(desk, named) if plan.variance else (), lambda each: variance(desk, nodes, each, period)),
        found,
    )


def _explained(desk: Desk, subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """Whose way from target to actual is told: the company's, the teams', and each person's own."""
    return (*subjects, *(Subject("person", person) for person in desk.books.roster.people))


def _tree_desk(desk: Desk, raw: Dataset, period: Period) -> TreeDesk:
    sold = history(desk.books.books.get(desk.plan.documents.main_measure), desk.targets.calendar)
    kpis = {kpi.id for kpi in valid(desk.plan.kpis, period.end).values() if kpi.target and kpi.target.metric}
    cards = valid(desk.plan.scorecards, period.end).values()
    roles = frozenset(role for card in cards for role in card.roles if any(one.kpi in kpis for one in card.weights))
    return TreeDesk(desk.targets, read_levels(raw.tables.get("level_targets")), sold, roles)


def _forecast_desk(desk: Desk, raw: Dataset, period: Period) -> ForecastDesk:
    plan = desk.plan
    deals = {name: read_deal_book(funnel, raw) for name, funnel in valid(plan.funnels, period.end).items()}
    known = {name: book for name, book in deals.items() if book is not None}
    return ForecastDesk(desk.books, desk.targets, plan.documents.main_measure, plan.forecasts, known)


def _outlook(desk: Desk, ahead: ForecastDesk, subject: Subject, period: Period) -> Outlook:
    judge = [rule for rule in valid(desk.plan.forecasts, period.end).values() if isinstance(rule, Backtest)]
    tracked = tuple(_tracked(desk, kpi, subject, period, rule.periods) for rule in judge for kpi in rule.track)
    return Outlook(subject, forecasts(ahead, subject, period.end), tracked)


def _tracked(desk: Desk, kpi: str, subject: Subject, period: Period, periods: int) -> Tracked:
    """Return a KPI of the last so many periods, this one last."""
    points: list[tuple[Period, Measurable]] = []
    goal: Measurable = NotMeasured("no-target")
    span = period
    for _ in range(periods):
        held = _held(desk.plan, kpi, span)
        source = Source(desk.books, desk.targets, subject)
        points.insert(0, (span, kpi_value(source, held, span).value if held else NotMeasured("not-in-plan")))
        if held and span == period and held.target and held.target.value is not None:
            goal = Quantity(held.target.value, held.unit)
        span = before(span)
    return Tracked(kpi, tuple(points), goal)


def _held(plan: Plan, kpi: str, period: Period) -> Kpi | None:
    return valid(plan.kpis, period.end).get(kpi)
