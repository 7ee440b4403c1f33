"""The slides on what is to come: the pipeline by stage, three forecasts side by side, deals won and lost."""

from __future__ import annotations

from fractions import Fraction

from reportgen.documents.breakdowns import funnel_entry, stage_name
from reportgen.documents.qbr_shown import cards, main_figure, share, shown, told
from reportgen.documents.qbr_sources import source_note, target_sources
from reportgen.documents.wording import alarm_name, business_name, change, label_of, named, say
from reportgen.model.alarms import Alarm
from reportgen.model.document import (
    Chart,
    DataTable,
    HeatCell,
    HeatMap,
    HeatRow,
    Message,
    Part,
    Section,
    Series,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Measured, Status
from reportgen.model.outlook import Forecast, Outlook, PastForecast
from reportgen.model.period import Period, after, before
from reportgen.model.plan import Funnel, valid
from reportgen.model.pursuits import FunnelDetail, FunnelResult, LostReason
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, count, money, percent

_STUCK = 4
_PAST = 4


def pipeline(measured: Measured) -> Section | None:
    """Deals by stage, how they move on, what they cover of the year's rest, and those that are stuck."""
    funnel, entry = measured.company.funnel, funnel_entry(measured)
    if funnel is None or entry is None:
        return None
    stages = [row for row in funnel.stages if row.state == "open"]
    total = sum(row.count for row in stages)
    if not total:
        return None
    series = (Series("actual", say("column.deals"), tuple(count(row.count) for row in stages)),)
    labels = tuple(stage_name(entry, row.stage) for row in stages)
    chart = Chart("stages", "funnel", say("qbr.pipeline.chart"), labels, series, say("qbr.pipeline.alt", count=total))
    detail = funnel.detail() if funnel.detail else None
    parts: list[Part] = [chart, _flow(entry, funnel, detail)]
    stuck = _stuck(measured)
    if stuck:
        parts.append(_stuck_table(stuck))
    notes = source_note(measured, entry.table)
    return Section("pipeline", _pipeline_title(funnel, detail), _open_value(funnel, total), tuple(parts), notes)


def _pipeline_title(funnel: FunnelResult, detail: FunnelDetail | None) -> Message:
    total = sum(row.count for row in funnel.stages if row.state == "open")
    if detail is not None and isinstance(detail.coverage, Quantity):
        key = "qbr.pipeline.covers" if detail.coverage.value < 1 else "qbr.pipeline.covers-all"
        return say(key, count=total, coverage=detail.coverage)
    if isinstance(funnel.win_rate, Quantity):
        return say("qbr.pipeline.title", count=total, rate=funnel.win_rate)
    return say("qbr.pipeline.title-open", count=total)


def _open_value(funnel: FunnelResult, total: int) -> Message | None:
    known = [row.value for row in funnel.stages if row.state == "open" and row.count]
    amounts = [value for value in known if isinstance(value, Quantity)]
    if len(amounts) < len(known) or not amounts:
        return None
    value = money(sum((each.value for each in amounts), Fraction(0)), amounts[0].currency)
    return say("qbr.pipeline.value", value=value, count=total)


def _flow(entry: Funnel, funnel: FunnelResult, detail: FunnelDetail | None) -> DataTable:
    """Each stage: how many and how much is open, and, where events tell it, how deals move on from it."""
    flows = {each.stage: each for each in (detail.flow if detail else ())}
    if not any(isinstance(each.conversion, Quantity) or isinstance(each.cycle, Quantity) for each in flows.values()):
        flows = {}
    columns = [
        TableColumn("stage", say("column.stage")),
        TableColumn("count", say("column.deals"), "end"),
        TableColumn("value", say("column.value"), "end", "compact"),
    ]
    if flows:
        columns += [
            TableColumn("conversion", say("qbr.flow.conversion"), "end", "compact"),
            TableColumn("cycle", say("qbr.flow.cycle"), "end", "compact"),
        ]
    rows = []
    for row in funnel.stages:
        if row.state != "open":
            continue
        cells: list[Value] = [stage_name(entry, row.stage), row.count, row.value]
        if flows:
            flow = flows.get(row.stage)
            cells += [flow.conversion, flow.cycle] if flow else [None, None]
        rows.append(TableRow(tuple(cells)))
    note = say("qbr.flow.note") if flows else None
    return DataTable("funnel", say("funnel.title"), tuple(columns), tuple(rows), note=note, empty=say("funnel.empty"))


def _stuck(measured: Measured) -> list[Alarm]:
    """The deals that an alert rule says stand still, each once, the longest first."""
    latest = {each.subject: each for each in measured.alerts if each.kind == "deal"}
    return sorted(latest.values(), key=lambda each: (-each.value.value, each.subject))


def _stuck_table(found: list[Alarm]) -> DataTable:
    columns = (
        TableColumn("deal", say("qbr.stuck.deal")),
        TableColumn("found", say("qbr.stuck.days"), "end"),
        TableColumn("usual", say("qbr.stuck.usual"), "end"),
        TableColumn("action", say("qbr.column.action")),
    )
    rows = tuple(
        TableRow((alarm_name(each), each.value, each.base, named(each.rule.action))) for each in found[:_STUCK]
    )
    return DataTable("stuck", say("qbr.stuck.title", count=len(found)), columns, rows)


# ------------------------------------------------------------------------------------------------------------ forecast


def outlook(measured: Measured) -> Outlook | None:
    """Return the company's forecasts, None where the plan has none."""
    return measured.forecasts.get(measured.company.subject)


def upcoming(measured: Measured) -> list[Forecast]:
    """Return what the views expect of the next period."""
    found, following = outlook(measured), after(measured.period)
    return [each for each in (found.forecasts if found else ()) if each.of == following]


def best(measured: Measured, found: list[Forecast]) -> Forecast | None:
    """Return the view to believe, of those that say a number.

    One that came as near before as the plan asks for; else one that nothing is known of yet; else the nearest.
    """
    known = [each for each in found if isinstance(each.value, Quantity)]
    tried = _accuracies(measured)

    def rank(view: Forecast) -> tuple[int, Fraction]:
        reached = view.accuracy.value if isinstance(view.accuracy, Quantity) else tried.get(view.rule)
        if reached is None:
            return (1, Fraction(0))
        return (2 if view.goal is not None and reached >= view.goal else 0, reached)

    return max(known, key=rank, default=None)


def _accuracies(measured: Measured) -> dict[str, Fraction]:
    """How near each view came at its best: made late within a period it is nearer than made a year ahead."""
    reached: dict[str, Fraction] = {}
    found = outlook(measured)
    for each in found.forecasts if found else ():
        if isinstance(each.accuracy, Quantity):
            reached[each.rule] = max(reached.get(each.rule, each.accuracy.value), each.accuracy.value)
    return reached


def forecast(measured: Measured) -> Section | None:
    """The views side by side of the next period and of the year, and how near each came in the last four."""
    found = outlook(measured)
    if found is None or not found.forecasts:
        return None
    spans = [after(measured.period), *_year(measured)]
    rows = [each for each in found.forecasts if each.of in spans]
    if not any(isinstance(each.value, Quantity) for each in rows):
        return None
    chart = _cone(measured, found)
    parts: list[Part] = [chart] if chart else []
    parts.append(_views(measured, rows))
    accuracy = _past(measured, found)
    parts += [accuracy] if accuracy else []
    subtitle = say("qbr.forecast.subtitle", made=measured.cut_off)
    funnel = funnel_entry(measured)
    notes = target_sources(measured, *([funnel.table] if funnel else []))
    return Section("forecast", _forecast_title(measured, rows), subtitle, tuple(parts), notes)


def _year(measured: Measured) -> list[Period]:
    """The year that a shorter period is part of."""
    if measured.period.grain == "year":
        return []
    year = measured.period.start.year
    return [Period(measured.period.start.replace(month=1), measured.period.end.replace(year, 12, 31), "year")]


def _forecast_title(measured: Measured, rows: list[Forecast]) -> Message:
    """Say what the view that came nearest before expects of the year, else of the next period."""
    for span in (*_year(measured), after(measured.period)):
        view = best(measured, [each for each in rows if each.of == span])
        if view is None:
            continue
        rule = valid(measured.plan.forecasts, measured.period.end).get(view.rule)
        name: Value = named(rule.name) if rule else Verbatim(view.rule)
        gap = change(view.value, view.target)
        if not isinstance(gap, Quantity):
            return say("qbr.forecast.expects", view=name, period=span, value=view.value)
        size = Quantity(abs(gap.value), gap.unit, gap.currency)
        key = "qbr.forecast.reaches" if gap.value > 0 else "qbr.forecast.misses" if gap.value else "qbr.forecast.meets"
        return say(key, view=name, period=span, value=view.value, gap=size)
    return say("qbr.forecast.none")


def _views(measured: Measured, rows: list[Forecast]) -> DataTable:
    """The views that say a number; of the others, how many there are."""
    rules = valid(measured.plan.forecasts, measured.period.end)
    columns = (
        TableColumn("of", say("qbr.forecast.of"), "start", "compact"),
        TableColumn("view", say("qbr.forecast.view")),
        TableColumn("value", say("qbr.forecast.value"), "end", "compact"),
        TableColumn("gap", say("column.gap"), "end", "compact"),
        TableColumn("accuracy", say("qbr.forecast.accuracy"), "end", "compact"),
    )
    known = [each for each in rows if isinstance(each.value, Quantity)]
    lines = tuple(
        TableRow(
            (
                each.of,
                named(rules[each.rule].name) if each.rule in rules else Verbatim(each.rule),
                each.value,
                change(each.value, each.target),
                each.accuracy,
            )
        )
        for each in known
    )
    silent = len(rows) - len(known)
    note = say("qbr.forecast.silent", count=silent) if silent else None
    return DataTable("views", say("qbr.forecast.views"), columns, lines, note=note)


def _cone(measured: Measured, found: Outlook) -> Chart | None:
    """The last periods as they came, and the next one as the best view sees it, in its band."""
    view, main = best(measured, upcoming(measured)), main_figure(measured)
    if view is None or main is None or not isinstance(main.actual, Quantity):
        return None
    came = {each.of: each.actual for entry in found.forecasts for each in entry.past if each.of < _start(measured)}
    spans = sorted(span for span in came if span.grain == measured.period.grain)[1 - _PAST :]
    periods = (*spans, measured.period, after(measured.period))
    gap: Measurable = NotMeasured("no-data")
    actual = (*(came[span] for span in spans), main.actual, gap)
    ahead = tuple(gap for _ in spans)
    series = [
        Series("actual", say("chart.actual"), actual),
        Series("forecast", say("qbr.chart.forecast"), (*ahead, main.actual, view.value)),
    ]
    if isinstance(view.low, Quantity) and isinstance(view.high, Quantity):
        series.append(Series("low", say("qbr.chart.low"), (*ahead, main.actual, view.low)))
        series.append(Series("high", say("qbr.chart.high"), (*ahead, main.actual, view.high)))
    if isinstance(main.target, Quantity) or isinstance(view.target, Quantity):
        series.append(Series("target", say("chart.target"), (*ahead, main.target, view.target)))
    rule = valid(measured.plan.forecasts, measured.period.end).get(view.rule)
    title = say("qbr.forecast.chart", view=named(rule.name) if rule else Verbatim(view.rule))
    alt = say("qbr.forecast.alt", period=view.of, value=view.value)
    categories = tuple(Verbatim(period.id) for period in periods)
    return Chart("outlook", "forecast", title, categories, tuple(series), alt)


def _start(measured: Measured) -> Period:
    return measured.period


def _past(measured: Measured, found: Outlook) -> HeatMap | None:
    """How near each view came in the last periods, at the last point within each where it was made."""
    rules = valid(measured.plan.forecasts, measured.period.end)
    own = [each for each in found.forecasts if each.of == measured.period]
    if not own:
        return None
    spans = _last_periods(measured.period)
    goal = next((each.goal for each in own if each.goal is not None), None)
    spans = tuple(span for span in spans if any(each.of == span for view in own for each in view.past))
    rows = []
    for view in own:
        name: Value = named(rules[view.rule].name) if view.rule in rules else Verbatim(view.rule)
        latest = {each.of: each for each in sorted(view.past, key=lambda each: each.made)}
        if not any(isinstance(each.accuracy, Quantity) for each in latest.values()):
            continue
        rows.append(HeatRow(name, tuple(_accuracy_cell(latest.get(span), goal) for span in spans)))
    if not rows:
        return None
    note = say("qbr.accuracy.note", goal=percent(goal)) if goal is not None else None
    alt = say("qbr.accuracy.alt", count=len(spans))
    columns = tuple(Verbatim(span.id) for span in spans)
    return HeatMap(
        "accuracy",
        say("qbr.accuracy.title", count=len(spans)),
        say("qbr.forecast.view"),
        columns,
        tuple(rows),
        alt,
        note,
    )


def _last_periods(period: Period) -> tuple[Period, ...]:
    spans = [period]
    while len(spans) < _PAST:
        spans.insert(0, before(spans[0]))
    return tuple(spans)


def _accuracy_cell(found: PastForecast | None, goal: Fraction | None) -> HeatCell:
    if found is None:
        return HeatCell(None)
    if not isinstance(found.accuracy, Quantity) or goal is None:
        return HeatCell(found.accuracy)
    return HeatCell(found.accuracy, Status.GOOD if found.accuracy.value >= goal else Status.ALARM)


# ------------------------------------------------------------------------------------------------------- won and lost


def won_lost(measured: Measured) -> Section | None:
    """What was won and lost, why it was lost, and the largest customers with deals in hand."""
    funnel, entry = measured.company.funnel, funnel_entry(measured)
    detail = funnel.detail() if funnel and funnel.detail else None
    closed = [row for row in funnel.stages if row.state != "open" and row.count] if funnel else []
    if funnel is None or entry is None or not closed:
        return None
    reasons = list(detail.lost) if detail and any(each.reason for each in detail.lost) else []
    parts: list[Part] = [cards(told(shown(measured, "lost")), "closed-figures")]
    parts = parts if told(shown(measured, "lost")) else []
    parts += [_reasons(reasons)] if reasons else []
    parts.append(_closed(entry, funnel))
    parts += [_in_hand(measured, detail)] if detail and detail.top else []
    notes = source_note(measured, entry.table)
    return Section("won-lost", _lost_title(funnel, reasons), say("funnel.win-rate-meaning"), tuple(parts), notes)


def _lost_title(funnel: FunnelResult, reasons: list[LostReason]) -> Message:
    """Name the first reason unless two are as frequent."""
    won = sum(row.count for row in funnel.stages if row.state == "won")
    lost = sum(row.count for row in funnel.stages if row.state == "lost")
    named_ones = sorted((each for each in reasons if each.reason), key=lambda each: -each.count)
    if not named_ones or not lost or [each.count for each in named_ones[1:2]] == [named_ones[0].count]:
        return say("qbr.lost.title-counts", won=won, lost=lost)
    first = named_ones[0]
    part = percent(share(Fraction(first.count), Fraction(lost)))
    return say("qbr.lost.title", won=won, lost=lost, reason=Verbatim(first.reason), count=first.count, share=part)


def _reasons(found: list[LostReason]) -> Chart:
    """Deals lost by reason, with what they were worth said beside each."""
    ranked = sorted(found, key=lambda each: (-each.count, each.reason))
    categories = tuple(label_of({}, each.reason) for each in ranked)
    series = (
        Series("actual", say("column.deals"), tuple(count(each.count) for each in ranked)),
        Series("value", say("column.value"), tuple(each.value for each in ranked)),
    )
    lost = sum(each.count for each in found)
    return Chart("lost", "bars", say("qbr.lost.chart"), categories, series, say("qbr.lost.alt", count=lost))


def _closed(entry: Funnel, funnel: FunnelResult) -> DataTable:
    columns = (
        TableColumn("state", say("column.state")),
        TableColumn("count", say("column.deals"), "end"),
        TableColumn("value", say("column.value"), "end", "compact"),
    )
    rows = tuple(
        TableRow((say(f"deal.{row.state}"), row.count, row.value)) for row in funnel.stages if row.state != "open"
    )
    return DataTable(
        "closed", say("qbr.closed.title"), columns, rows, note=say("funnel.win-rate", rate=funnel.win_rate)
    )


def _in_hand(measured: Measured, detail: FunnelDetail) -> DataTable:
    entry = funnel_entry(measured)
    columns = (
        TableColumn("customer", say("qbr.mover.customer")),
        TableColumn("deals", say("column.deals"), "end"),
        TableColumn("value", say("column.value"), "end", "compact"),
        TableColumn("stage", say("qbr.top.furthest")),
    )
    rows = tuple(
        TableRow(
            (
                business_name(each.name or each.customer),
                each.deals,
                each.value,
                stage_name(entry, each.furthest) if entry else Verbatim(each.furthest),
            )
        )
        for each in detail.top
    )
    return DataTable("in-hand", say("qbr.top.title", count=len(rows)), columns, rows)
