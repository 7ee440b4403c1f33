"""The slide about people: their figures, the nine-box in numbers, the pool of successors. For management alone."""

from __future__ import annotations

from collections import Counter

from reportgen.documents.qbr_actions import coached
from reportgen.documents.qbr_shown import cards, shown, told
from reportgen.documents.qbr_sources import figure_sources
from reportgen.documents.wording import say, span_name
from reportgen.model.appraisal import LEVELS, BoxResult, SuccessorLine
from reportgen.model.document import (
    Chart,
    DataTable,
    Message,
    Paragraph,
    Part,
    Section,
    Series,
    TableColumn,
    TableRow,
    Value,
    Verbatim,
)
from reportgen.model.measured import Measured, Status
from reportgen.model.organisation import Span
from reportgen.model.plan import valid
from reportgen.model.quantity import count


def people(measured: Measured) -> Section | None:
    """Figures of the team, how many stand in each of the nine boxes, who may follow, and how many report to one."""
    figures = told(shown(measured, "people"))
    boxes, pool = _nine_box(measured), _succession(measured)
    if boxes is None and pool is None and not figures:
        return None
    parts: list[Part] = [cards(figures)] if figures else []
    parts += [each for each in (boxes, _bench(measured), pool) if each is not None]
    coaching = coached(measured)
    parts += [coaching] if coaching else []
    spread = _span(measured)
    parts += [spread] if spread else []
    placed = _placed(measured)
    title = say("qbr.people.title", count=len(measured.people))
    if pool is not None and measured.successors is not None:
        lines = measured.successors.lines
        ready, asked = sum(line.ready() for line in lines), sum(line.asked for line in lines)
        title = say("succession.title", count=ready, all=asked)
    elif placed:
        title = _best(placed)
    subtitle = _best(placed) if placed and pool is not None else None
    tables = ("posts", *(["potential"] if boxes else []), *(["successors"] if pool else []))
    notes = figure_sources(measured, [each.kpi.id for each in figures], *tables)
    return Section("people", title, subtitle, tuple(parts), notes)


def _best(placed: list[BoxResult]) -> Message:
    best = sum(box.across == 2 and box.up == 2 for box in placed)
    return say("nine-box.title", count=best, all=len(placed))


def _placed(measured: Measured) -> list[BoxResult]:
    boxes = [box for box in measured.boxes.values() if box is not None]
    return [box for box in boxes if box.across is not None and box.up is not None]


def _nine_box(measured: Measured) -> DataTable | None:
    """How many people stand in each of the nine boxes, the best upper right; None where nobody could be placed."""
    everybody = sum(box is not None for box in measured.boxes.values())
    placed = _placed(measured)
    if not placed:
        return None
    columns = (
        TableColumn("potential", say("nine-box.potential")),
        *(TableColumn(level, say(f"nine-box.performance.{level}"), "end") for level in LEVELS),
    )
    rows = tuple(_row(placed, up) for up in (2, 1, 0))
    title = say("qbr.nine-box.title", span=span_name(placed[0].span))
    return DataTable("nine-box", title, columns, rows, note=_note(placed, everybody))


def _span(measured: Measured) -> Paragraph | None:
    """Say how many people the leaders have, and who has more than the plan allows; None where the plan sets no span."""
    day = measured.period.end
    rule = next(
        (
            each
            for each in valid(measured.plan.organisation, day).values()
            if isinstance(each, Span) and each.of == "reports"
        ),
        None,
    )
    leaders = Counter(leader for each in measured.people if (leader := measured.roster.manager_of(each, day)))
    if rule is None or not leaders:
        return None
    over = sum(number > rule.most for number in leaders.values())
    values: dict[str, Value] = {"leaders": len(leaders), "most": max(leaders.values()), "limit": rule.most}
    key = "qbr.span.over" if over else "qbr.span.kept"
    return Paragraph("span", say(key, count=over, **values), Status.WATCH if over else Status.NONE)


def _row(placed: list[BoxResult], up: int) -> TableRow:
    cells = (sum(box.up == up and box.across == across for box in placed) for across in range(3))
    return TableRow((say(f"level.{LEVELS[up]}"), *(count(cell) for cell in cells)))


def _note(placed: list[BoxResult], everybody: int) -> Message:
    """Say the third mark, and aloud for how many one of the two was not measured."""
    marked = sum(box.mark == "A" for box in placed)
    return say("nine-box.note", marked=marked, count=everybody - len(placed))


def _succession(measured: Measured) -> DataTable | None:
    """How many are in each line of the pool, and how many of them stand ready now."""
    found = measured.successors
    if found is None:
        return None
    columns = (
        TableColumn("line", say("succession.line")),
        TableColumn("asked", say("succession.asked"), "end"),
        TableColumn("there", say("succession.there"), "end"),
        TableColumn("now", say("succession.now"), "end"),
        TableColumn("later", say("succession.later"), "end"),
        TableColumn("missing", say("succession.missing"), "end"),
    )
    rows = tuple(_line(line) for line in found.lines)
    return DataTable("succession", say("succession.table"), columns, rows, note=say("succession.subtitle"))


def _bench(measured: Measured) -> Chart | None:
    """Each line of the pool as a bar of who stands ready now, who will later, and who is missing."""
    found = measured.successors
    if found is None or not any(line.asked or line.there for line in found.lines):
        return None
    told = [_numbers(line) for line in found.lines]
    series = tuple(
        Series(key, say(f"succession.{key}"), tuple(count(numbers[key]) for numbers in told))
        for key in ("now", "later", "missing")
    )
    ready, asked = sum(line.ready() for line in found.lines), sum(line.asked for line in found.lines)
    alt = say("succession.title", count=ready, all=asked)
    categories = tuple(Verbatim(line.line) for line in found.lines)
    return Chart("bench", "ageing", say("succession.chart"), categories, series, alt)


def _numbers(line: SuccessorLine) -> dict[str, int]:
    ready = line.ready()
    missing = max(0, line.asked - line.there)
    return {"asked": line.asked, "there": line.there, "now": ready, "later": line.there - ready, "missing": missing}


def _line(line: SuccessorLine) -> TableRow:
    return TableRow((Verbatim(line.line), *(count(number) for number in _numbers(line).values())))


def calibration(measured: Measured) -> Message | None:
    """Say when the weights are reviewed, where that falls into the period or weights changed in it."""
    found = measured.calibration
    if found is None or not (found.changes or found.held.end in measured.period):
        return None
    told = say("calibration.review", held=found.held, day=found.holds_from, count=len(found.prepared))
    if not found.changes:
        return told
    days = len({change.day for change in found.outside})
    return say("calibration.changed", review=told, changed=len(found.changes), count=days)
