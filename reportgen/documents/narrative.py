"""A standing → sentences: what made the gap, what changed, what is unusual, what would close it.

Each is true by exact comparison and says only figures that the page shows beside it or that follow from them; where
there is nothing to say there is no sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from reportgen.documents.gaps import Gap, gap_of, movers_of, part_name
from reportgen.documents.peers import Far
from reportgen.documents.wording import business_name, listed_figures, named, say
from reportgen.model.document import Message, Paragraph, Value, Verbatim
from reportgen.model.measured import Figure, Measured, ScoreLine, Standing, Status
from reportgen.model.quantity import Measurable, Quantity, Unit, percent

_RATES = frozenset({Unit.PERCENT})


def narrative(measured: Measured, standing: Standing, far: Sequence[Far] = ()) -> tuple[Paragraph, ...]:
    """Return what is worth saying about a standing beyond its result, in the order of the question asked of it.

    `far` are its figures that lie far from those of everybody of the role.
    """
    made = (gap_sentence(measured, standing), *changes(measured, standing))
    told = [Paragraph(f"told-{index}", text) for index, text in enumerate(text for text in made if text is not None)]
    told += [Paragraph(f"unusual-{index}", text) for index, text in enumerate(unusual(measured, standing, far))]
    closing = (closing_deals(measured, standing), closing_score(standing))
    told += [Paragraph(f"closing-{index}", text) for index, text in enumerate(filter(None, closing))]
    return tuple(told)


def main_cause(measured: Measured, standing: Standing) -> Message | None:
    """Name the part that did most towards the side on which the result lies, else nothing."""
    gap = gap_of(measured, standing.subject)
    if gap is None or not gap.value.value:
        return None
    up = gap.value.value > 0
    parts = gap.largest(up=up)
    if not parts:
        return None
    key = "narrative.cause.up" if up else "narrative.cause.down"
    return say(key, part=part_name(measured, gap, parts[0].label, ".inside"), amount=parts[0].amount)


def gap_sentence(measured: Measured, standing: Standing) -> Message | None:
    """Say how far the result lies from the target, which two parts added most and which took most."""
    return told_gap(measured, gap_of(measured, standing.subject))


def told_gap(measured: Measured, gap: Gap | None) -> Message | None:
    """Say the same of any bridge; nothing where it comes out even, or no part with a name goes its way."""
    if gap is None or not gap.value.value:
        return None
    more, less = gap.largest(up=True), gap.largest(up=False)
    values: dict[str, Value] = {"gap": _size(gap.value)}
    above = gap.value.value > 0
    first, second = (more, less) if above else (less, more)
    if not first:
        return None
    values["first"] = _listed(measured, gap, [part.label for part in first[:2]])
    key = "above" if above else "below"
    if not second:
        return say(f"narrative.gap.{key}", **values)
    values["second"] = _listed(measured, gap, [part.label for part in second[:1]])
    return say(f"narrative.gap.{key}.both", **values)


def _listed(measured: Measured, gap: Gap, labels: Sequence[str]) -> Message:
    amounts = {part.label: part.amount for part in gap.parts}
    told = [
        say("narrative.part", part=part_name(measured, gap, each, ".inside"), amount=amounts[each]) for each in labels
    ]
    return told[0] if len(told) == 1 else say("narrative.and", first=told[0], rest=told[1])


def changes(measured: Measured, standing: Standing) -> Iterator[Message | None]:
    """Say what the main measure did against the period before and last year, and which customer moved most."""
    main = standing.figures.get(measured.plan.documents.main_measure)
    yield _change(main) if main else None
    yield _mover(measured, standing)


def _change(figure: Figure) -> Message | None:
    """Compare with both where both are known; growth is told only from something above zero."""
    now, previous, past = figure.actual, _grown(figure, figure.previous), _grown(figure, figure.year_before)
    if not isinstance(now, Quantity):
        return None
    values: dict[str, Value] = {"kpi": named(figure.kpi.name)}
    if previous is not None:
        values |= {"before": figure.previous, "previous": previous}
    if past is not None:
        values |= {"year_before": figure.year_before, "past": past}
    key = {(True, True): "both", (True, False): "previous", (False, True): "last-year"}.get(
        (previous is not None, past is not None)
    )
    return say(f"narrative.change.{key}", **values) if key else None


def _grown(figure: Figure, then: Measurable) -> Quantity | None:
    now = figure.actual
    if not isinstance(now, Quantity) or not isinstance(then, Quantity) or then.value <= 0:
        return None
    return percent(now.value / then.value - 1)


def growth(figure: Figure) -> Quantity | None:
    """Return how much more (or less) than last year a figure is, as a share; rates are told in points elsewhere."""
    return None if figure.kpi.unit in _RATES else _grown(figure, figure.year_before)


def _mover(measured: Measured, standing: Standing) -> Message | None:
    """Name the customer whose business changed most, where the rows tell its name."""
    for mover in movers_of(measured, standing.subject, "customer")[:1]:
        key = "narrative.mover.up" if mover.change.value > 0 else "narrative.mover.down"
        customer = customer_name(measured, mover.label)
        return say(key, customer=customer, change=_size(mover.change), before=mover.before, now=mover.after)
    return None


def customer_name(measured: Measured, customer: str) -> Verbatim:
    """Return a customer's name where the tiers know it, else its number."""
    return business_name(customer_names(measured).get(customer, customer))


def customer_names(measured: Measured) -> Mapping[str, str]:
    """Return the names of customers by their numbers, as far as the tiers know them."""
    return measured.once("customer names", lambda: _customer_names(measured))


def _customer_names(measured: Measured) -> Mapping[str, str]:
    graded = measured.tiers.customers if measured.tiers else ()
    return {each.customer: each.name for each in reversed(graded) if each.name}


def unusual(measured: Measured, standing: Standing, far: Sequence[Far]) -> tuple[Message, ...]:
    """Say which figures lie far from those of all people of the same role."""
    figures = {figure.kpi.id: figure for figure in listed_figures(measured, standing)} if far else {}
    return tuple(_far(figures[each.kpi], each) for each in far)


def _far(figure: Figure, found: Far) -> Message:
    key = "narrative.unusual.above" if found.above else "narrative.unusual.below"
    like = figure.actual
    median = Quantity(found.median, like.unit, like.currency) if isinstance(like, Quantity) else like
    return say(key, kpi=named(figure.kpi.name), actual=like, count=found.count, median=median)


def closing_deals(measured: Measured, standing: Standing) -> Message | None:
    """Say which part of what is in hand would have to be won to make up for what is missing."""
    main = standing.figures.get(measured.plan.documents.main_measure)
    missing = missing_of(main)
    funnel = standing.funnel
    if missing is None or funnel is None:
        return None
    known = (row.value for row in funnel.stages if row.state == "open")
    in_hand = sum((value.value for value in known if isinstance(value, Quantity)), Fraction(0))
    if in_hand <= 0:
        return say("narrative.closing.none", missing=missing)
    told: dict[str, Value] = {"missing": missing, "in_hand": Quantity(in_hand, missing.unit, missing.currency)}
    if in_hand < missing.value:
        return say("narrative.closing.short", **told)
    needed = percent(missing.value / in_hand)
    if not isinstance(funnel.win_rate, Quantity):
        return say("narrative.closing.share", needed=needed, **told)
    return say("narrative.closing.rate", needed=needed, rate=funnel.win_rate, **told)


def missing_of(figure: Figure | None) -> Quantity | None:
    """Return what a figure lacks to its target; None where it lacks nothing, or one of the two is not there."""
    if figure is None or not isinstance(figure.actual, Quantity) or not isinstance(figure.target, Quantity):
        return None
    missing = figure.target.value - figure.actual.value
    if missing <= 0 or figure.kpi.better != "higher":
        return None
    return Quantity(missing, figure.actual.unit, figure.actual.currency)


def closing_score(standing: Standing) -> Message | None:
    """Say which scored figure gives most points when it comes to its target, and how many."""
    lost = lost_points(standing)
    if not lost:
        return None
    line, points = lost[0]
    return say("narrative.closing.score", kpi=named(line.figure.kpi.name), points=points, target=line.figure.target)


def lost_points(standing: Standing) -> tuple[tuple[ScoreLine, Quantity], ...]:
    """Return what each scored figure lacks to the score of its target met, the largest first."""
    if standing.score is None:
        return ()
    found = []
    for line in standing.score.lines:
        if line.figure.status not in (Status.ALARM, Status.WATCH):
            continue
        if isinstance(line.score, Quantity) and isinstance(line.effective, Quantity):
            lack = line.effective.value * 100 - line.score.value
            if lack > 0:
                found.append((line, Quantity(lack, Unit.SCORE)))
    return tuple(sorted(found, key=lambda each: (-each[1].value, each[0].figure.kpi.id)))


def _size(value: Quantity) -> Quantity:
    return Quantity(abs(value.value), value.unit, value.currency)
