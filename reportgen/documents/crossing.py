"""The company by two slices at once → a heat map of what each pair brought, how it grew, and which pairs moved."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reportgen.documents.breakdowns import added, without_last_year
from reportgen.documents.qbr_sources import source_note
from reportgen.documents.wording import change, label_of, listed, named, say, share_of
from reportgen.model.document import HeatCell, HeatMap, HeatRow, Message, Section, Value
from reportgen.model.measured import CrossTable, Measured, SliceRow, SliceTable, Status
from reportgen.model.plan import BandSlice, Slice, valid
from reportgen.model.quantity import Quantity

_MOST_ROWS, _MOST_COLUMNS = 10, 4
"""Values that are shown by themselves; further ones are summed."""

_FROM = 2
"""Values that a slice has at least: one alone would repeat the total."""

Entry = Slice | BandSlice


@dataclass(frozen=True, slots=True)
class _Group:
    """Values of a slice that are shown as one: what they are called, and where they are in its table."""

    label: Value
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Moved:
    """What one pair of values brought more or less than a year before."""

    down: Value
    across: Value
    amount: Quantity


def cross_map(measured: Measured) -> HeatMap | None:
    """Return each pair's amount with its growth on last year, tinted by it; None where the plan crosses no slices."""
    found, entries = measured.crossed, _entries(measured)
    if found is None or entries is None:
        return None
    past = isinstance(_whole(found).year_before, Quantity)
    rows, columns = _groups(entries[0], found.rows, _MOST_ROWS), _groups(entries[1], found.columns, _MOST_COLUMNS)
    heads: list[Value] = []
    for group in columns:
        heads += [group.label, say("cross.grown")] if past else [group.label]
    told = tuple(
        HeatRow(row.label, tuple(_cells(found, row, columns, past=past)), emphasis=row is rows[-1]) for row in rows
    )
    title = say("cross.title", down=named(entries[0].name), across=named(entries[1].name), measure=_measure(measured))
    alt = say("cross.alt", rows=len(rows) - 1, columns=len(columns) - 1)
    note = say("cross.note") if past else without_last_year(part.year_before for part in _parts(found))
    return HeatMap("crossed", title, named(entries[0].name), tuple(heads), told, alt, note)


def cross_said(measured: Measured) -> Message | None:
    """Name the pair that lost most on last year and the one that gained most; None where nothing is known of it."""
    moved = _moved(measured)
    less = min(moved, key=lambda each: each.amount.value, default=None)
    more = max(moved, key=lambda each: each.amount.value, default=None)
    values: dict[str, Value] = {}
    if less and less.amount.value < 0:
        lost = Quantity(-less.amount.value, less.amount.unit, less.amount.currency)
        values |= {"down": less.down, "across": less.across, "lost": lost}
    if more and more.amount.value > 0:
        values |= {"rising": more.down, "with": more.across, "gained": more.amount}
    if not values:
        return None
    return say(f"cross.said.{'both' if len(values) > 3 else 'less' if 'lost' in values else 'more'}", **values)


def crossed(measured: Measured) -> Section | None:
    """Compose the slide: the pairs that moved most as its message, above all pairs."""
    heat, entries = cross_map(measured), _entries(measured)
    if heat is None or entries is None:
        return None
    names = {"down": named(entries[0].name), "across": named(entries[1].name)}
    moved = cross_said(measured)
    if moved is not None:
        return Section(
            "crossed",
            say("qbr.crossed.title", said=moved),
            say("qbr.crossed.subtitle"),
            (heat,),
            source_note(measured),
        )
    title = _largest(measured) or say("qbr.crossed.even", **names)
    past = any(isinstance(part.year_before, Quantity) for row in _cells_of(measured) for part in row)
    subtitle = say("qbr.crossed.subtitle" if past else "qbr.crossed.subtitle.amount")
    return Section("crossed", title, subtitle, (heat,), source_note(measured))


def _cells_of(measured: Measured) -> tuple[tuple[SliceRow, ...], ...]:
    return measured.crossed.cells if measured.crossed else ()


def _largest(measured: Measured) -> Message | None:
    """Name the pair that brought most and its part of the whole; None where no pair with names brought anything."""
    found, entries = measured.crossed, _entries(measured)
    if found is None or entries is None:
        return None
    pairs = [
        (part.actual, row.label, part.label)
        for row, cells in zip(found.rows.rows, found.cells, strict=True)
        for part in cells
        if row.label and part.label and isinstance(part.actual, Quantity) and part.actual.value > 0
    ]
    if not pairs:
        return None
    amount, down, across = max(pairs, key=lambda each: each[0].value)
    names = {"down": label_of(entries[0].labels, down), "across": label_of(entries[1].labels, across)}
    return say("qbr.crossed.largest", amount=amount, share=share_of(amount, _whole(found).actual), **names)


def _entries(measured: Measured) -> tuple[Entry, Entry] | None:
    """Return the plan's two slices, where both have values to tell apart."""
    found = measured.crossed
    if found is None or min(len(found.rows.rows), len(found.columns.rows)) < _FROM:
        return None
    known = valid(measured.plan.slices, measured.period.end)
    return known[found.rows.slice], known[found.columns.slice]


def _measure(measured: Measured) -> Value:
    """Return what is measured, by the name of its KPI or else its own."""
    entries, end = _entries(measured), measured.period.end
    name = entries[0].measure if entries else ""
    kpis, measures = valid(measured.plan.kpis, end), valid(measured.plan.measures, end)
    return named(kpis[name].name if name in kpis else measures[name].name)


def _groups(entry: Entry, found: SliceTable, most: int) -> tuple[_Group, ...]:
    """Return the largest values, the rest as one, what has no value, and the whole as the last."""
    filled = [place for place, row in enumerate(found.rows) if row.label]
    most = listed(len(filled), most)
    groups = [_Group(label_of(entry.labels, found.rows[place].label), (place,)) for place in filled[:most]]
    if filled[most:]:
        groups.append(_Group(say("slice.others", count=len(filled[most:])), tuple(filled[most:])))
    groups += [_Group(say("slice.none"), (place,)) for place, row in enumerate(found.rows) if not row.label]
    return (*groups, _Group(say("column.total"), tuple(range(len(found.rows)))))


def _cells(found: CrossTable, row: _Group, columns: tuple[_Group, ...], *, past: bool) -> list[HeatCell]:
    cells: list[HeatCell] = []
    for column in columns:
        part = _sum(found, row, column)
        cells += [HeatCell(part.actual), _grown(part, _whole(found))] if past else [HeatCell(part.actual)]
    return cells


def _grown(part: SliceRow, whole: SliceRow) -> HeatCell:
    """Return a growth on last year: below nought is an alarm, below the company's own to be watched."""
    growth, company = _growth(part), _growth(whole)
    if growth is None:
        new = isinstance(part.actual, Quantity) and part.actual.value > 0
        return HeatCell(say("cross.new" if new else "cross.none"))
    tone = Status.ALARM if growth < 0 else Status.WATCH if company is not None and growth < company else Status.GOOD
    return HeatCell(say("cross.growth", growth=share_of(change(part.actual, part.year_before), part.year_before)), tone)


def _growth(part: SliceRow) -> Fraction | None:
    """Return the growth as a fraction, None where nothing was sold a year before."""
    now, then = part.actual, part.year_before
    if not isinstance(now, Quantity) or not isinstance(then, Quantity) or then.value <= 0:
        return None
    return now.value / then.value - 1


def _sum(found: CrossTable, row: _Group, column: _Group) -> SliceRow:
    """Add up the cells of some rows and columns."""
    parts = [found.cells[down][across] for down in row.places for across in column.places]
    return SliceRow("", added([part.actual for part in parts]), added([part.year_before for part in parts]))


def _parts(found: CrossTable) -> list[SliceRow]:
    return [part for row in found.cells for part in row]


def _whole(found: CrossTable) -> SliceRow:
    parts = _parts(found)
    return SliceRow("", added([part.actual for part in parts]), added([part.year_before for part in parts]))


def _moved(measured: Measured) -> list[_Moved]:
    """Return the change of every pair whose two values have names, in the order of the table."""
    found, entries = measured.crossed, _entries(measured)
    if found is None or entries is None:
        return []
    moved = []
    for row, cells in zip(found.rows.rows, found.cells, strict=True):
        for part in cells:
            amount = change(part.actual, part.year_before)
            if row.label and part.label and isinstance(amount, Quantity) and isinstance(part.year_before, Quantity):
                names = label_of(entries[0].labels, row.label), label_of(entries[1].labels, part.label)
                moved.append(_Moved(*names, amount))
    return moved
