"""The slides about who may follow: the nine-box of everybody, and the pool of successors. For management alone."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.documents.qbr_sources import source_note
from reportgen.documents.wording import say, span_name
from reportgen.model.appraisal import LEVELS, BoxResult, SuccessorLine
from reportgen.model.document import DataTable, Message, Section, TableColumn, TableRow, Verbatim
from reportgen.model.measured import Measured
from reportgen.model.plan import valid
from reportgen.model.quantity import count
from reportgen.model.talent import NineBox, Successors, TalentRule

_PROMISED: Mapping[str, type[TalentRule]] = {"nine_box": NineBox, "succession": Successors}


def promised(measured: Measured, slide: str) -> bool:
    """Tell whether the plan asks for a slide: one that nobody asked for is not missing."""
    kind = _PROMISED.get(slide)
    rules = valid(measured.plan.talent, measured.cut_off).values()
    return kind is None or any(isinstance(rule, kind) for rule in rules)


def nine_box(measured: Measured) -> Section | None:
    """How many people stand in each of the nine boxes, the best upper right; None where nobody could be placed."""
    boxes = [found.box for found in measured.talent.values() if found.box is not None]
    placed = [box for box in boxes if box.across is not None and box.up is not None]
    if not placed:
        return None
    columns = (
        TableColumn("potential", say("nine-box.potential")),
        *(TableColumn(level, say(f"nine-box.performance.{level}"), "end") for level in LEVELS),
    )
    rows = tuple(_row(placed, up) for up in (2, 1, 0))
    table = DataTable("nine-box", say("nine-box.table"), columns, rows, note=_note(placed, len(boxes)))
    best = sum(box.across == 2 and box.up == 2 for box in placed)
    title = say("nine-box.title", count=best, all=len(placed))
    subtitle = say("nine-box.subtitle", span=span_name(placed[0].span))
    return Section("nine-box", title, subtitle, (table,), source_note(measured))


def _row(placed: list[BoxResult], up: int) -> TableRow:
    cells = (sum(box.up == up and box.across == across for box in placed) for across in range(3))
    return TableRow((say(f"level.{LEVELS[up]}"), *(count(cell) for cell in cells)))


def _note(placed: list[BoxResult], everybody: int) -> Message:
    """Say the third mark, and aloud for how many one of the two was not measured."""
    marked = sum(box.mark == "A" for box in placed)
    return say("nine-box.note", marked=marked, count=everybody - len(placed))


def succession(measured: Measured) -> Section | None:
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
    table = DataTable("succession", say("succession.table"), columns, rows)
    ready, asked = sum(line.ready() for line in found.lines), sum(line.asked for line in found.lines)
    title = say("succession.title", count=ready, all=asked)
    return Section("succession", title, say("succession.subtitle"), (table,), source_note(measured))


def _line(line: SuccessorLine) -> TableRow:
    ready, missing = line.ready(), max(0, line.asked - line.there)
    numbers = (line.asked, line.there, ready, line.there - ready, missing)
    return TableRow((Verbatim(line.line), *(count(number) for number in numbers)))


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
