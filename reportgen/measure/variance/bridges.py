"""A subject, a period and the plan's drivers → bridges from the target and from the period before, and the movers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reportgen.measure.actuals.book import Book, covered
from reportgen.measure.actuals.cuts import slice_table
from reportgen.measure.actuals.reading import comparable, quantity, reading, rows_of
from reportgen.measure.desk import Desk
from reportgen.measure.targets import asked_of_people, target
from reportgen.measure.variance.lines import sold_by, sums_by_value
from reportgen.measure.variance.prices import DRIVERS, price_parts
from reportgen.model.kpi_kinds import Attainment
from reportgen.model.measured import Subject
from reportgen.model.period import Period, before, year_before
from reportgen.model.plan import Entry, Kpi, TargetSource, english, valid
from reportgen.model.quantity import NotMeasured, Quantity
from reportgen.model.step import Step
from reportgen.model.target_tree import TargetNode
from reportgen.model.variance import BridgeOf, Mover, Part, Variance
from reportgen.model.variance_rules import ByNewness, ByPerson, ByPrice, ByValue, Movers, VarianceRule

_UNKNOWN = NotMeasured("no-data")
Nodes = Mapping[str, tuple[TargetNode, ...]]
Sums = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is explained: the subject's period, what came in it with its rows, and what was asked for."""

    desk: Desk
    nodes: Nodes
    subject: Subject
    period: Period
    book: Book
    actual: Step
    goal: Step

    @property
    def end(self) -> Quantity:
        """Return what came."""
        value = self.actual.value
        return value if isinstance(value, Quantity) else self.money(Fraction(0))

    def money(self, value: Fraction) -> Quantity:
        """Return an amount in the unit of what is explained."""
        like = quantity(self.book, 0)
        return Quantity(value, like.unit, like.currency)


def variance(desk: Desk, nodes: Nodes, subject: Subject, period: Period) -> Variance:
    """Explain a subject's period by every driver of the plan, as far as the inputs tell them."""
    main = desk.plan.documents.main_measure
    book = desk.books.books.get(main)
    rules = tuple(valid(desk.plan.variance, period.end).values())
    actual = reading(desk.books, main, subject, period)
    if book is None or book.measure.how == "distinct" or not isinstance(actual.value, Quantity):
        reason = actual.value.reason if isinstance(actual.value, NotMeasured) else "no-data"
        return Variance(subject, period, main, (), (), tuple((rule.id, reason) for rule in rules))
    scene = _Scene(desk, nodes, subject, period, book, actual, _goal(desk, main, subject, period))
    bridges: list[BridgeOf] = []
    movers: list[Mover] = []
    missing: list[tuple[str, str]] = []
    for rule in rules:
        if isinstance(rule, Movers):
            movers += _movers(scene, rule)
            continue
        for found in _bridges(scene, rule):
            if isinstance(found, BridgeOf):
                bridges.append(found)
            else:
                missing.append((rule.id, found.reason))
    return Variance(subject, period, main, tuple(bridges), tuple(movers), tuple(dict.fromkeys(missing)))


def _goal(desk: Desk, main: str, subject: Subject, period: Period) -> Step:
    source = _source(desk, main, period)
    if source is None:
        return Step(f"target {main}", NotMeasured("no-target"))
    return target(desk.targets, source.metric, source.column, subject, period)


def _source(desk: Desk, main: str, period: Period) -> TargetSource | None:
    held = valid(desk.plan.kpis, period.end).get(main)
    return held.target if held and held.target and held.target.metric else None


def _bridges(scene: _Scene, rule: VarianceRule) -> tuple[BridgeOf | NotMeasured, ...]:
    if isinstance(rule, ByValue):
        return _by_value(scene, rule), _since(
            scene, rule, _slice(scene, rule, before(scene.period)), _slice(scene, rule, scene.period)
        )
    if isinstance(rule, ByPerson):
        if scene.subject.kind == "person":
            return ()
        then, now = _people(scene, before(scene.period)), _people(scene, scene.period)
        return _by_person(scene, rule, now), _since(scene, rule, then, now)
    if isinstance(rule, ByPrice):
        return (_by_price(scene, rule),)
    return (_by_newness(scene, rule),) if isinstance(rule, ByNewness) else ()


# --------------------------------------------------------------------------------------------------- by values of data


def _by_value(scene: _Scene, rule: ByValue) -> BridgeOf | NotMeasured:
    """Hold each value of a slice against its own target; what has neither is the part without a name."""
    now = _slice(scene, rule, scene.period)
    asked = _level(scene, rule)
    if now is None or not asked:
        return NotMeasured("no-target" if now is not None else "no-data")
    return _from_target(scene, rule, asked, now, "actual − target of each value")


def _by_person(scene: _Scene, rule: ByPerson, now: Sums | None) -> BridgeOf | NotMeasured:
    """Hold each person to what they add to the subject's target: of whoever changed team, a team has its part."""
    source = _source(scene.desk, scene.book.measure.id, scene.period)
    if source is None:
        return NotMeasured("no-target")
    asked = asked_of_people(scene.desk.targets, source.metric, source.column, scene.subject, scene.period)
    return _from_target(scene, rule, asked, now or {}, "actual − target of each person")


def _from_target(scene: _Scene, rule: Entry, asked: Sums, now: Sums, method: str) -> BridgeOf | NotMeasured:
    goal = scene.goal.value
    if not isinstance(goal, Quantity):
        return goal
    labels = _furthest_first({*asked, *now} - {""}, asked, now)
    pairs = [(label, asked.get(label, Fraction(0)), now.get(label, Fraction(0))) for label in labels]
    rest = (
        goal.value - sum((before_ for _, before_, _ in pairs), Fraction(0)),
        scene.end.value - sum((after for _, _, after in pairs), Fraction(0)),
    )
    if any(rest):
        pairs.append(("", *rest))
    return _bridge(scene, rule, "target", goal, [_part(scene, *pair) for pair in pairs], method)


def _since(scene: _Scene, rule: Entry, then: Sums | None, now: Sums | None) -> BridgeOf | NotMeasured:
    """Tell what changed since the period before, value by value."""
    if then is None or now is None or not covered(scene.book, before(scene.period)):
        return NotMeasured("no-history")
    past = reading(scene.desk.books, scene.book.measure.id, scene.subject, before(scene.period)).value
    if not isinstance(past, Quantity):
        return past
    if not _same_days(scene, before(scene.period)):
        return NotMeasured("not-comparable")
    labels = _furthest_first({*then, *now}, then, now)
    parts = [_part(scene, label, then.get(label, Fraction(0)), now.get(label, Fraction(0))) for label in labels]
    known = sum((part.amount.value for part in parts), Fraction(0))
    left = scene.end.value - past.value - known
    if left:
        parts.append(Part("", scene.money(left), _UNKNOWN, _UNKNOWN))
    return _bridge(scene, rule, "previous", past, parts, "this period − the period before, of each value")


def _furthest_first(labels: Iterable[str], one: Sums, other: Sums) -> list[str]:
    """Return labels whose sums differ most first, equal ones by name.

    Exact numbers are compared only where rounded ones are equal: what is more is rounded to no less.
    """

    def turn(label: str) -> tuple[float, Fraction, str]:
        off = -abs(Fraction(other.get(label, 0)) - one.get(label, 0))
        return float(off), off, label

    return sorted(labels, key=turn)


def _slice(scene: _Scene, rule: ByValue, period: Period) -> Sums | None:
    cuts = [found for found in scene.desk.cuts if found.slice.id == rule.slice]
    if not cuts or cuts[0].book.measure.id != scene.book.measure.id:
        return None
    rows = slice_table(cuts[0], scene.subject, period, past=False).rows
    return {row.label: row.actual.value for row in rows if isinstance(row.actual, Quantity)}


def _level(scene: _Scene, rule: ByValue) -> Sums:
    """Return the targets of a level by name; only the company's are told at levels above the team."""
    if scene.subject.kind != "company":
        return {}
    source = _source(scene.desk, scene.book.measure.id, scene.period)
    found: dict[str, Fraction] = {}
    for nodes in scene.nodes.values():
        for node in nodes:
            if source and node.column == source.column and node.level == rule.level:
                found[node.name] = found.get(node.name, Fraction(0)) + node.value.value
    return found


def _people(scene: _Scene, period: Period) -> Sums | None:
    if not covered(scene.book, period):
        return None
    sums = sums_by_value(
        scene.book, scene.book.measure.person, rows_of(scene.desk.books, scene.book, scene.subject, period)
    )
    return {person: quantity(scene.book, value).value for person, value in sums.items()}


# ------------------------------------------------------------------------------------------------- by price, by newness


def _by_price(scene: _Scene, rule: ByPrice) -> BridgeOf | NotMeasured:
    goal, past = scene.goal.value, year_before(scene.period)
    if not isinstance(goal, Quantity):
        return goal
    if not covered(scene.book, past):
        return NotMeasured("no-history")
    columns = (rule.product, rule.quantity, rule.list_price)
    then, now = (
        sold_by(scene.book, *columns, rows_of(scene.desk.books, scene.book, scene.subject, span))
        for span in (past, scene.period)
    )
    if then is None or now is None:
        return NotMeasured("no-data")
    found = price_parts(goal.value, scene.end.value, then, now)
    if found is None:
        return NotMeasured("no-history")
    parts = [Part(name, scene.money(found[name]), _UNKNOWN, _UNKNOWN) for name in DRIVERS if found[name] or name]
    method = f"the target as {past} was made up; then units, mix, list prices and discounts change, in this order"
    return _bridge(scene, rule, "target", goal, parts, method)


def _by_newness(scene: _Scene, rule: ByNewness) -> BridgeOf | NotMeasured:
    goal = scene.goal.value
    kpi: Kpi | None = valid(scene.desk.plan.kpis, scene.period.end).get(rule.kpi)
    share = kpi.target.value if kpi and kpi.target else None
    if not isinstance(goal, Quantity) or share is None or kpi is None:
        return NotMeasured("no-target")
    if not isinstance(kpi.kind, Attainment):
        return NotMeasured("not-in-plan")
    new = reading(scene.desk.books, kpi.kind.measure, scene.subject, scene.period)
    if not isinstance(new.value, Quantity):
        return new.value
    asked, came = goal.value * share, new.value.value
    parts = [
        _part(scene, "new", asked, came),
        _part(scene, "existing", goal.value - asked, scene.end.value - came),
    ]
    return _bridge(scene, rule, "target", goal, parts, f"new customers are asked for the share of {rule.kpi}", new)


def _movers(scene: _Scene, rule: Movers) -> list[Mover]:
    """Return the largest changes since the period before, more and less together, of each column.

    There are none of a person who was not there on all days of both: what came and went would be the days'.
    """
    past = before(scene.period)
    if not covered(scene.book, past) or not _same_days(scene, past):
        return []
    found = []
    for column in rule.columns:
        own = scene.subject.kind == "person" and column == scene.book.measure.person
        if own or column not in scene.book.table.columns:
            continue
        then, now = (
            sums_by_value(scene.book, column, rows_of(scene.desk.books, scene.book, scene.subject, span))
            for span in (past, scene.period)
        )
        labels = sorted({*then, *now}, key=lambda label: (-abs(now.get(label, 0) - then.get(label, 0)), label))
        for label in labels[: rule.top]:
            earlier, later = (quantity(scene.book, each.get(label, 0)) for each in (then, now))
            found.append(Mover(column, label, earlier, later, _called(scene, column, label)))
    return found


def _same_days(scene: _Scene, past: Period) -> bool:
    return comparable(scene.desk.books.roster, scene.subject, scene.period, past)


def _called(scene: _Scene, column: str, label: str) -> str:
    """Return what the company's rows call a value: the name that was joined to its id."""
    named, frame = f"{column}_name", scene.book.table.frame
    if scene.subject.kind != "company" or named not in scene.book.table.columns:
        return ""
    names = frame[named][frame[column] == label].dropna()
    return str(names.iloc[0]) if len(names) else ""


def _part(scene: _Scene, label: str, before_: Fraction, after: Fraction) -> Part:
    return Part(label, scene.money(after - before_), scene.money(before_), scene.money(after))


def _bridge(
    scene: _Scene, rule: Entry, against: str, start: Quantity, parts: list[Part], method: str, *further: Step
) -> BridgeOf:
    begin = scene.goal if against == "target" else Step(f"{scene.book.measure.id} {before(scene.period)}", start)
    steps = tuple(Step(part.label or "what nothing tells apart", part.amount) for part in parts)
    step = Step(
        f"{rule.id} from {against}",
        scene.end,
        f"{against} + the parts ({method})",
        (begin, *steps, *further, scene.actual),
        f"variance/{rule.id}",
        english(rule.because),
        (rule.place,),
    )
    return BridgeOf(rule.id, against, start, scene.end, tuple(parts), method, step)
