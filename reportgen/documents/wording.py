"""Small turns of phrase that all documents share: names of the plan, statuses, headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction

from reportgen.model.alarms import Alarm
from reportgen.model.document import Document, Message, Named, Section, Value, Verbatim
from reportgen.model.measured import Figure, Measured, Standing, Status
from reportgen.model.pay_kinds import Pool
from reportgen.model.period import Period, month_of
from reportgen.model.plan import Kpi, valid
from reportgen.model.quantity import Measurable, NotMeasured, Quantity

_BUSINESSES = ("customer", "dealer")
"""The kinds of subject whose names are those of businesses."""


def listed(count: int, most: int) -> int:
    """Return how many of a list stand in a table with one row for the rest: one left over stands there itself."""
    return count if count == most + 1 else most


def say(key: str, **values: Value) -> Message:
    """Return a message; a value's name is written with dashes in catalogues: `year_before` is `{year-before}`."""
    return Message(key, tuple((name.replace("_", "-"), value) for name, value in values.items()))


def named(texts: Mapping[str, str]) -> Named:
    """Return a name that the plan gives in several languages."""
    return Named(tuple(texts.items()))


def pool_part(rule: Pool, part: str) -> Value:
    """Return a pool's part as the plan calls it, or its key where the plan does not name it."""
    found = rule.parts.get(part)
    return named(found.name) if found and found.name else Verbatim(part)


def label_of(texts: Mapping[str, Mapping[str, str]], value: str) -> Value:
    """Return what the plan calls a value of the data, or the value itself; an empty one has words of its own."""
    if not value:
        return say("slice.none")
    return named(texts[value]) if value in texts else Verbatim(value)


def joined(key: str, told: Sequence[Value]) -> Value:
    """Return several values in one, two by two as the sentence of a key joins `first` and `rest`; None for none."""
    together: Value = told[-1] if told else None
    for each in reversed(told[:-1]):
        together = say(key, first=each, rest=together)
    return together


def role_name(measured: Measured, role: str) -> Value:
    """Return a role as the plan calls it, or its code where the plan does not name it."""
    return named(measured.plan.roles[role]) if role in measured.plan.roles else Verbatim(role)


def business_name(name: str) -> Verbatim:
    """Return the name of a customer or dealer."""
    return Verbatim(name, customer=True)


def alarm_name(alarm: Alarm) -> Verbatim:
    """Return what an alert is about: its name, else its number or value."""
    return Verbatim(alarm.name or alarm.subject, customer=alarm.kind in _BUSINESSES)


def person_name(measured: Measured, person: str) -> Verbatim:
    """Return a person's name, or the id where nobody is listed under it."""
    found = measured.roster.people.get(person)
    return Verbatim(found.name if found else person)


def _names_of_measures(measured: Measured) -> dict[str, Value]:
    return {measure.id: named(measure.name) for measure in valid(measured.plan.measures, measured.period.end).values()}


def formula_of(measured: Measured, kpi: Kpi) -> Message:
    """Say how a KPI is computed, its measures by the names that the plan gives them."""
    names = measured.once("measures' names", lambda: _names_of_measures(measured))
    kind = kpi.kind
    values: dict[str, Value] = {}
    for part in fields(kind):
        value = getattr(kind, part.name)
        if isinstance(value, int):
            values[part.name] = value
        elif isinstance(value, str):
            values[part.name] = names.get(value, Verbatim(value))
        elif isinstance(value, tuple):
            values[part.name] = names.get(value[0], Verbatim(value[0]))
    return say(f"formula.{_dashed(type(kind).__name__)}", **values)


def _dashed(name: str) -> str:
    """Return a kind's name as catalogues write it: `WeightedAverage` is `weighted-average`."""
    return "".join(f"-{char.lower()}" if char.isupper() else char for char in name).removeprefix("-")


def listed_figures(measured: Measured, standing: Standing) -> tuple[Figure, ...]:
    """Return the figures that tables list: those that the plan names (all, where it names none) and the scored ones."""
    return tuple(standing.figures[name] for name in listed_names(measured, standing))


def listed_names(measured: Measured, standing: Standing) -> tuple[str, ...]:
    """Return the KPIs of these figures: none of them is computed for that."""
    wanted = measured.plan.documents.figures or tuple(standing.figures)
    return tuple(name for name in dict.fromkeys((*wanted, *standing.scored)) if name in standing.figures)


def status_word(status: Status) -> Message:
    """Return the word that stands beside a status's sign."""
    return say(f"status.{status.value}")


def change(now: Measurable, then: Measurable) -> Measurable:
    """Return now − then; not measured where either is."""
    if isinstance(now, Quantity) and isinstance(then, Quantity):
        return Quantity(now.value - then.value, now.unit, now.currency)
    return then if isinstance(then, NotMeasured) else now


def share_of(part: Measurable, whole: Measurable) -> Measurable:
    """Return part ÷ whole as a percentage; not measured where either is, or the whole is not above zero."""
    if isinstance(part, Quantity) and isinstance(whole, Quantity) and whole.value > 0:
        from_whole = part.value / whole.value
        return Quantity(Fraction(from_whole), type(part.unit).PERCENT)
    return NotMeasured("zero-denominator")


@dataclass(frozen=True, slots=True)
class Edition:
    """What every document of a pack carries: the period, up to which day is looked, the plan's version."""

    period: Period
    cut_off: date
    version: str


def edition_of(measured: Measured) -> Edition:
    """Return what every document carries."""
    return Edition(measured.period, measured.cut_off, measured.plan.company.version)


def frame(
    measured: Measured,
    kind: str,
    subject: str,
    title: Value,
    heading: Message,
    sections: tuple[Section, ...],
    **rest: object,
) -> Document:
    """Return a document with what every document carries: period, cut-off, plan version."""
    return framed(edition_of(measured), kind, subject, title, heading, sections, **rest)


def framed(
    edition: Edition,
    kind: str,
    subject: str,
    title: Value,
    heading: Message,
    sections: tuple[Section, ...],
    **rest: object,
) -> Document:
    """Return the same where the rest of the model is not at hand."""
    facts = rest.get("facts", ())
    return Document(
        kind,
        subject,
        title,
        heading,
        facts if isinstance(facts, tuple) else (),
        edition.period,
        edition.cut_off,
        edition.version,
        bool(rest.get("draft", True)),
        say(f"{kind}.audience"),
        sections,
    )


def grain_key(prefix: str, period: Period) -> str:
    """Return a message key that depends on the kind of period: `review.heading.quarter`."""
    return f"{prefix}.{period.grain}"


def span_name(span: Period) -> Value:
    """Return what a span is called: a half-year and so many months up to a day have words of their own."""
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
    if months == 6 and span.start.month in (1, 7):
        return say(f"span.half-{1 if span.start.month == 1 else 2}", year=Verbatim(str(span.start.year)))
    if span.grain == "year" and (months != 12 or span.start.month != 1):
        return say("span.months", count=months, last=month_of(span.end))
    return span
