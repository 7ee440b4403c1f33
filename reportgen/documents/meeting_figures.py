"""What the plan's meetings look at → figures as documents show them: KPIs with targets, measures as they stand."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.documents.wording import named, say
from reportgen.model.counts import Counted
from reportgen.model.document import Message, Metric
from reportgen.model.measured import Figure, Measured, Status
from reportgen.model.meetings import Agenda, Meeting
from reportgen.model.plan import valid
from reportgen.model.quantity import NotMeasured, Quantity


def meetings_with(measured: Measured, document: str) -> tuple[Meeting, ...]:
    """Return the meetings that a document serves, in the order of the plan."""
    rules = valid(measured.plan.meetings, measured.period.end).values()
    return tuple(rule for rule in rules if isinstance(rule, Meeting) and document in rule.documents)


def agenda_of(measured: Measured, document: str, every: str) -> tuple[Agenda, ...]:
    """Return the agenda of the meeting that a document serves so often; nothing where the plan has none."""
    found = [meeting for meeting in meetings_with(measured, document) if meeting.every == every]
    return found[0].agenda if found else ()


def agenda_figures(agenda: tuple[Agenda, ...]) -> tuple[str, ...]:
    """Return the figures that an agenda names, each once."""
    return tuple(dict.fromkeys(name for item in agenda for name in item.figures))


def metrics_of(measured: Measured, names: tuple[str, ...]) -> Iterator[Metric]:
    """Yield what the plan's names stand for: a KPI, else a measure; what the plan has no more is left out."""
    for name in names:
        if name in measured.company.figures:
            yield kpi_metric(measured.company.figures[name])
        elif name in measured.counts:
            yield measure_metric(measured.counts[name])


def kpi_metric(figure: Figure) -> Metric:
    """Return a KPI with its target, else with the period before, else with why it was not measured."""
    note: Message | None = None
    if isinstance(figure.target, Quantity) and isinstance(figure.actual, Quantity):
        note = say("review.metric.target", target=figure.target, attainment=figure.attainment)
    elif isinstance(figure.actual, NotMeasured):
        note = say("review.metric.reason", reason=figure.actual)
    elif isinstance(figure.previous, Quantity):
        note = say("metric.previous", before=figure.previous)
    return Metric(figure.kpi.id, named(figure.kpi.name), figure.actual, note, figure.status)


def measure_metric(counted: Counted) -> Metric:
    """Return a measure with the period before."""
    note: Message | None = None
    if isinstance(counted.actual, NotMeasured):
        note = say("review.metric.reason", reason=counted.actual)
    elif isinstance(counted.previous, Quantity):
        note = say("metric.previous", before=counted.previous)
    return Metric(counted.measure.id, named(counted.measure.name), counted.actual, note, Status.NONE)
