"""The plan's own text → the plan as a document: its targets at a glance, then every rule with its values and reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from reportgen.documents.wording import frame, named, say
from reportgen.model.document import (
    DataTable,
    Document,
    Message,
    Paragraph,
    Part,
    Section,
    TableColumn,
    TableRow,
    Term,
    Value,
    Verbatim,
)
from reportgen.model.entry import Text
from reportgen.model.measured import Measured
from reportgen.model.plan import CompanyTarget, valid
from reportgen.model.plan_text import PlanEntry, PlanText
from reportgen.model.plan_text import Value as Written
from reportgen.model.quantity import Measurable, NotMeasured, Quantity, Unit

COLUMNS = frozenset(
    (
        *("table", "column", "columns", "present", "missing", "date", "person", "customer"),
        *("stage", "opened", "closed", "product", "transaction"),
    )
)
"""The keys under which names of the inputs stand, which may be the same as ids of the plan."""

WORDS = frozenset(
    (
        *("how", "unit", "better", "perspective", "horizon", "every", "severity", "kind"),
        *("rounds", "month", "quarter", "year", "documents", "document"),
    )
)
"""The keys under which words of the plan's own language stand, which may be the same as ids too."""

KINDS_OF_DOCUMENT = frozenset(("month", "quarter", "year", "documents", "document"))
"""Of those, the keys under which kinds of document stand."""

WORDED_IDS = frozenset(("deck", "amounts"))
"""The keys below which ids stand that the language may have words for."""

REFERENCES = frozenset(("weights", "curves", "roles"))
"""The keys below which ids of other rules stand: KPIs and roles."""

RATED = frozenset(("raters", "dimensions"))
"""The keys below which ids stand that their own rule names."""

OWN_COLUMNS = frozenset((("successors", "line"),))
"""Columns that are called as a slice of the plan is and are none of it, each with its table."""


def plan_document(measured: Measured, text: PlanText) -> Document:
    """Compose the plan as a document: each rule with its values, when it holds, where it stands and why."""
    sections = (_summary(measured, text), *(_section(section.name, section.entries, text) for section in text.sections))
    heading = say("plan.document.heading", version=Verbatim(measured.plan.company.version))
    rules = sum(len(section.entries) for section in text.sections)
    facts = (say("plan.document.fact", count=rules),)
    return frame(measured, "plan", "", named(measured.plan.company.name), heading, sections, facts=facts, draft=False)


def _summary(measured: Measured, text: PlanText) -> Section:
    """The targets of the year by quarter, and how many rules each part of the plan has; the page is the layout's."""
    targets = tuple(valid(measured.plan.targets, measured.period.end).values())
    parts: list[Part] = [_targets(measured, targets, text)] if targets else []
    columns = (
        TableColumn("part", say("plan.document.part")),
        TableColumn("rules", say("plan.document.rules"), "end"),
        TableColumn("page", say("plan.document.page"), "end"),
    )
    rows = tuple(
        TableRow((_name(section.name), len(section.entries), None), key=section.name) for section in text.sections
    )
    parts.append(DataTable("contents", say("plan.document.contents"), columns, rows))
    return Section("summary", say("plan.document.summary"), None, tuple(parts))


def _targets(measured: Measured, targets: Sequence[CompanyTarget], text: PlanText) -> DataTable:
    columns = (
        TableColumn("target", say("plan.document.target")),
        TableColumn("year", say("plan.document.year"), "end"),
        TableColumn("floor", say("target.floor"), "end", "compact"),
        TableColumn("stretch", say("target.stretch"), "end", "compact"),
        *(
            TableColumn(f"q{number}", say("plan.document.quarter", number=number), "end", "compact")
            for number in (1, 2, 3, 4)
        ),
    )
    rows = tuple(
        TableRow(
            (
                named(text.names.get(each.id) or each.name),
                Verbatim(str(each.year)),
                _amount(measured, each, each.floor),
                NotMeasured("no-target") if each.stretch is None else _amount(measured, each, each.stretch),
                *(_amount(measured, each, each.floor * share) for share in each.phasing),
            )
        )
        for each in targets
    )
    return DataTable("targets", say("plan.document.targets"), columns, rows)


def _amount(measured: Measured, target: CompanyTarget, value: Fraction) -> Measurable:
    """Return a target's amount in the unit of the measure or KPI that it is a target of."""
    end = measured.period.end
    units = {name: kpi.unit for name, kpi in valid(measured.plan.kpis, end).items()}
    units |= {name: measure.unit for name, measure in valid(measured.plan.measures, end).items()}
    unit = units.get(target.metric, Unit.NUMBER)
    return Quantity(value, unit, measured.plan.company.currency if unit is Unit.MONEY else "")


def _section(name: str, entries: Sequence[PlanEntry], text: PlanText) -> Section:
    parts = tuple(part for number, entry in enumerate(entries) for part in _entry(name, number, entry, text))
    return Section(name, _title(name), None, parts)


def _title(name: str) -> Message:
    return say("plan.document.named", name=_name(name))


def _name(section: str) -> Term:
    return Term(f"plan.section.{section}", section)


def _entry(section: str, number: int, entry: PlanEntry, text: PlanText) -> Iterator[Part]:
    """Return a rule as a table of its values, and the sentence that it comes from."""
    columns = tuple(TableColumn(key, say(f"plan.column.{key}")) for key in ("under", "what", "value"))
    rows = tuple(TableRow((*_where(value, entry, text), _told(value, entry, text))) for value in entry.values)
    title = say("plan.document.named", name=named(entry.name)) if entry.id else _title(section)
    id_ = f"{section}-{number}"
    yield DataTable(id_, title, columns, rows, note=_note(entry) if entry.id else None)
    if entry.because:
        yield Paragraph(f"because-{id_}", say("plan.document.because", text=named(entry.because)))


def _note(entry: PlanEntry) -> Message:
    """Tell from when until when a rule holds, where it stands, and the clause of the agreement it carries out."""
    values: dict[str, Value] = {
        "since": Verbatim(entry.since),
        "place": Verbatim(_line(entry)),
        "id": Verbatim(entry.id),
    }
    key = "plan.document.note"
    if entry.until:
        key, values = f"{key}.until", {**values, "until": Verbatim(entry.until)}
    note = say(key, **values)
    return say("plan.document.clause", clause=Verbatim(entry.clause), note=note) if entry.clause else note


def _line(entry: PlanEntry) -> str:
    return f"{entry.place.file.rsplit('/', 1)[-1]}:{entry.place.row}"


def _where(value: Written, entry: PlanEntry, text: PlanText) -> tuple[Value, Value]:
    """Return what a value stands under, outermost first, nothing for the entry's own keys; and its own key."""
    ids = value.ids()
    told = [_key(key, ids.get(place, ""), entry, text) for place, key in enumerate(value.keys)]
    under: Value = None
    for each in reversed(told[:-1]):
        under = each if under is None else say("plan.document.path", first=each, rest=under)
    return under, told[-1]


def _key(key: str, above: str, entry: PlanEntry, text: PlanText) -> Value:
    """Return the word of a key; what stands below `above` is no key but an id or a value of the data."""
    if not above:
        return Term(f"plan.key.{key}", key)
    if above in WORDED_IDS:
        return Term(f"plan.value.{above}.{key}", key)
    name = text.names.get(key) if above in REFERENCES else _own_name(key, entry) if above in RATED else None
    return named(name) if name else Verbatim(key)


def _own_name(id_: str, entry: PlanEntry) -> Text | None:
    """Return what an entry itself calls one of its ids."""
    told = (value.text for value in entry.values if value.keys == ("names", id_))
    return next((name for name in told if not isinstance(name, str)), None)


def _told(value: Written, entry: PlanEntry, text: PlanText) -> Value:
    """Return a value of an entry; a column that only its table calls so by that table's word for it."""
    if value.keys == ("by",) and (_table(entry, text), value.text) in OWN_COLUMNS:
        return Term(f"plan.value.by.{_table(entry, text)}.{value.text}", str(value.text))
    return _value(value, text)


def _table(entry: PlanEntry, text: PlanText) -> str:
    """Return the table of the measure that an entry is of; "" where it is of none."""
    measure = _typed(entry, "measure")
    entries = (each for section in text.sections if section.name == "measures" for each in section.entries)
    return next((_typed(each, "table") for each in entries if each.id == measure), "")


def _typed(entry: PlanEntry, key: str) -> str:
    return next((value.text for value in entry.values if value.keys == (key,) and isinstance(value.text, str)), "")


def _value(value: Written, text: PlanText) -> Value:
    """Return a value as it was typed; an id of the plan by its name, a word of its language by its own."""
    if not isinstance(value.text, str):
        return named(value.text)
    key, parts = value.keys[-1], value.text.split(", ")
    if key in COLUMNS:
        return Verbatim(value.text)
    if key in KINDS_OF_DOCUMENT:
        return _listed([Term(f"plan.value.document.{part}", part) for part in parts])
    if key in WORDS:
        return Term(f"plan.value.{key}.{value.text}", value.text)
    return _listed([_one(key, part, text) for part in parts])


def _listed(parts: Sequence[Value]) -> Value:
    found = parts[-1]
    for part in reversed(parts[:-1]):
        found = say("plan.document.list", first=part, rest=found)
    return found


def _one(key: str, part: str, text: PlanText) -> Value:
    name: Text | None = text.names.get(part)
    return named(name) if name else Term(f"plan.value.{key}.{part}", part)
