"""The forecasts, variances and target trees of a subject → the trees that explain them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportgen.model.measured import Measured, Subject
from reportgen.model.outlook import Forecast, Outlook, PastForecast, Tracked
from reportgen.model.quantity import NotMeasured
from reportgen.model.step import Step
from reportgen.model.target_tree import TargetNode
from reportgen.model.variance import Mover, Variance

FORECAST, VARIANCE, TARGETS = "forecast", "variance", "targets"
LONG = (FORECAST, VARIANCE, TARGETS)
"""What is explained only when it is asked for by name."""

SEVERAL = "several"
_MANY = NotMeasured(SEVERAL)
"""What a heading over several figures has for a value."""


def prospect_steps(measured: Measured, subject: Subject) -> dict[str, Callable[[], Step]]:
    """Return what makes each explanation of a subject beside its figures, by name; only what the plan has for it."""
    found: dict[str, Callable[[], Step]] = {}
    if subject in measured.forecasts:
        found[FORECAST] = lambda: forecast_step(measured.forecasts[subject])
    if subject in measured.variance:
        found[VARIANCE] = lambda: variance_step(measured.variance[subject])
    if subject.kind == "company" and measured.targets:
        found[TARGETS] = lambda: targets_step(measured)
    return found


def targets_step(measured: Measured) -> Step:
    """Return the nodes of every tree of targets, each under the one above it."""
    trees = tuple(_tree(id_, nodes) for id_, nodes in measured.targets.items() if nodes)
    return trees[0] if len(trees) == 1 else Step(TARGETS, _MANY if trees else NotMeasured("no-target"), operands=trees)


def forecast_step(outlook: Outlook) -> Step:
    """Return every view of every period with its band and its past, and what else is tracked."""
    views = tuple(_forecast(found) for found in outlook.forecasts)
    return Step(FORECAST, _MANY, "views side by side", (*views, *map(_tracked, outlook.tracked)))


def _forecast(found: Forecast) -> Step:
    past = tuple(_past(one) for one in found.past)
    goal = f", of {found.goal * 100} % asked" if found.goal is not None else ""
    history = Step("accuracy of past forecasts", found.accuracy, f"mean at the same point of the period{goal}", past)
    band = Step("band", _MANY, "low, high", (Step("low", found.low), Step("high", found.high)))
    asked = Step("target", found.target)
    step = found.step
    operands = (*step.operands, asked, band, history)
    return Step(step.name, step.value, step.formula, operands, step.rule, step.because, step.places)


def _past(one: PastForecast) -> Step:
    operands = (Step("forecast", one.forecast), Step("actual", one.actual))
    return Step(f"{one.of}, made {one.made}", one.accuracy, "1 − |forecast − actual| ÷ actual", operands)


def _tracked(found: Tracked) -> Step:
    points = tuple(Step(period.id, value) for period, value in found.points)
    last = found.points[-1][1] if found.points else NotMeasured("no-data")
    return Step(found.kpi, last, "the last periods", (*points, Step("goal", found.goal)), f"kpis/{found.kpi}")


def variance_step(found: Variance) -> Step:
    """Return every bridge with its parts, what could not be told, and the movers."""
    bridges = tuple(bridge.step for bridge in found.bridges)
    missing = tuple(Step(rule, NotMeasured(reason)) for rule, reason in found.missing)
    movers = tuple(_mover(mover) for mover in found.movers)
    return Step(VARIANCE, _MANY, "bridges, and who moved most", (*bridges, *missing, *movers))


def _mover(mover: Mover) -> Step:
    operands = (Step("this period", mover.after), Step("the period before", mover.before))
    return Step(f"{mover.column} {mover.label}", mover.change, "this period − the period before", operands)


def _tree(id_: str, nodes: Sequence[TargetNode]) -> Step:
    """Return a tree's nodes of its first column, each under the one above it, with the others' beside it."""
    first = nodes[0].column
    others = {(node.path, node.column): node.value for node in nodes if node.column != first}
    below: dict[tuple[tuple[str, str], ...], list[TargetNode]] = {}
    for node in nodes:
        if node.column == first:
            below.setdefault(node.path[:-1], []).append(node)

    def grown(node: TargetNode) -> Step:
        beside = tuple(Step(column, value) for (path, column), value in others.items() if path == node.path)
        children = tuple(grown(child) for child in below.get(node.path, ()))
        name = f"{node.level} {node.name}".strip()
        return Step(
            name, node.value, f"{first}, {node.how}", (*beside, *children), f"target_rules/{id_}", places=node.places
        )

    return grown(nodes[0])
