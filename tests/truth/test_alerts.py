"""What the alert rules say of the sample in 2026 is what its own plan of events says: nothing missed, nothing added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache

import pytest

from reportgen.measure.actuals.groups import Grouped
from reportgen.measure.alerts import Board
from reportgen.measure.alerts.alarms import alarms
from reportgen.measure.alerts.conditions import Verdict, firing, verdicts
from reportgen.measure.alerts.figures import Parts, own_value
from reportgen.measure.kpis.source import listed
from reportgen.measure.watching import board_of
from reportgen.model.alarms import Alarm
from reportgen.model.alerts import Alert
from reportgen.model.period import Period, parse_period
from reportgen.model.plan import Plan
from reportgen.model.quantity import Quantity
from reportgen.model.rhythm import looks
from tests.truth.conftest import TOLD
from tests.truth.reading import Row, desk_of, intake, rows

Key = tuple[str, str]
"""Period and subject."""

COUNTED = frozenset({"price-cut-unapproved", "spend-without-return", "one-owner"})
"""Rules about what is missing: the program counts what is, the expected figures tell the cut or how many there are."""
FALLS = frozenset({"competitor-price-cut"})
"""Expected figures tell the difference."""
NINE = 10**9
"""The program holds what was paid before delivery to nine decimals, rounded down."""


def year() -> Period:
    found = parse_period("2026")
    assert found is not None
    return found


def plan() -> Plan:
    found = intake().plan
    assert found is not None
    return found


@cache
def board() -> Board:
    return board_of(desk_of("2026"))


@cache
def said(rule: str) -> Mapping[Key, Verdict]:
    """What the program says of everybody it looks at, by period and subject."""
    alert = next(each for each in plan().alerts if each.id == rule)
    times = looks(year(), alert.every)
    return {(look.id, verdict.subject): verdict for look in times for verdict in verdicts(board(), alert, look)}


@cache
def fired() -> tuple[Alarm, ...]:
    return alarms(board(), year())


def expected(rule: str) -> dict[Key, Row]:
    return {(row["period"], row["subject"]): row for row in rows("alerts") if row["rule"] == rule}


RULES = tuple(dict.fromkeys(row["rule"] for row in rows("alerts")))


def test_every_rule_of_the_plan_is_compared() -> None:
    assert sorted(RULES) == sorted(alert.id for alert in plan().alerts)


@pytest.mark.parametrize("rule", RULES)
def test_precision_and_recall_are_100_percent(rule: str, record_property: Callable[[str, object], None]) -> None:
    wanted = {key for key, row in expected(rule).items() if row["fires"] == "yes"}
    found = {(alarm.period, alarm.subject) for alarm in fired() if alarm.rule.id == rule}
    assert found, "nothing fires"
    hits = len(wanted & found)
    periods = len({period for period, _ in expected(rule)})
    precision, recall = Fraction(hits, len(found)), Fraction(hits, len(wanted))
    quiet = len(expected(rule)) - len(wanted)
    record_property(
        TOLD,
        f"{rule}: {len(wanted)} expected, {len(found)} found in {periods} periods with {quiet} near misses: "
        f"precision {float(precision):.2%}, recall {float(recall):.2%}",
    )
    assert (precision, recall) == (1, 1), (sorted(wanted - found)[:5], sorted(found - wanted)[:5])


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule not in COUNTED])
def test_values_and_thresholds_are_equal_also_of_what_stays_quiet(rule: str) -> None:
    mine = said(rule)
    wrong = [(key, row["value"]) for key, row in expected(rule).items() if key in mine and not same(mine[key], row)]
    assert wrong == []
    assert any(key in mine for key in expected(rule))


@pytest.mark.parametrize("rule", RULES)
def test_who_speaks_up_is_told_as_among_all_whom_a_rule_looks_at(rule: str) -> None:
    alert = next(each for each in plan().alerts if each.id == rule)
    for look in looks(year(), alert.every):
        found = list(firing(board(), alert, look))
        assert found == [verdict for verdict in verdicts(board(), alert, look) if verdict.fires]


def test_what_parts_of_the_rows_come_to_all_at_once_is_what_each_of_them_does() -> None:
    compared = set()
    for alert in plan().alerts:
        for measure in measures_of(alert):
            for look in looks(year(), alert.every):
                values = board().values(measure, alert.subject, look.period)
                grouped = board().shelf.grouped(measure, alert.subject, look.period)
                if isinstance(values, Parts) and isinstance(grouped, Grouped):
                    held = (listed(grouped.book, index, grouped.rows(name)) for name, index in grouped.index.items())
                    each = dict(zip(grouped.index, map(own_value, held), strict=True))
                    known = {name: value for name, value in each.items() if isinstance(value, Quantity)}
                    assert dict(values.amounts) == known
                    compared.add(grouped.book.measure.how)
    assert {"sum", "count"} <= compared


def measures_of(alert: Alert) -> tuple[str, ...]:
    """The figures that a rule looks at."""
    condition = alert.condition
    found = getattr(condition, "figures", None) or (getattr(condition, "figure", ""),)
    return tuple(found)


def same(mine: Verdict, row: Row) -> bool:
    """Whether a verdict's numbers are those expected: as they are, or as shares of what they are compared with."""
    value, threshold = Fraction(row["value"]), Fraction(row["threshold"])
    base = mine.base.value.value if mine.base and hasattr(mine.base.value, "value") else None
    numbers = mine.value.value, mine.threshold.value
    if row["rule"] in FALLS:
        return base is not None and numbers[0] - base == value
    if row["rule"] == "credit-rule-broken":
        value = Fraction(value.numerator * NINE // value.denominator, NINE)
    return numbers == (value, threshold) or bool(base and (numbers[0] / base, numbers[1] / base) == (value, threshold))


def test_what_the_action_comes_to_is_shown() -> None:
    told = {
        f"{alarm.rule.id} {alarm.period} {alarm.subject}": (each.period, each.before.value, each.after.value)
        for alarm in fired()
        for each in alarm.outcomes
    }
    budgets = {f"{r} {p} {s}": row["action"] for r in ("spend-below-return",) for (p, s), row in expected(r).items()}
    for name, action in budgets.items():
        if action:
            period, before, after = told[name]
            assert action == f"budget of {period}: {float(before):.2f} → {float(after):.2f}"
    dealers = {f"dealer-below-633 {p} {s}": row["action"] for (p, s), row in expected("dealer-below-633").items()}
    for name, action in dealers.items():
        if action:
            assert action == f"buy back at {float(told[name][2]):.2f}"
    assert len(told) == sum(bool(action) for action in (*budgets.values(), *dealers.values()))


def test_a_quarters_pack_tells_the_same_as_the_years() -> None:
    whole = {alarm.key for alarm in fired() if alarm.period <= "2026-03" or alarm.period in {"2026-Q1", "2026-W11"}}
    quarter = parse_period("2026-Q1")
    assert quarter is not None
    assert {alarm.key for alarm in alarms(board_of(desk_of("2026-Q1")), quarter)} == whole


def test_every_alert_has_somebody_who_sees_it_and_a_day_it_is_due() -> None:
    everybody = board().books.roster.people
    assert [alarm.key for alarm in fired() if not alarm.seen_by or not set(alarm.seen_by) <= set(everybody)] == []
    assert [alarm.key for alarm in fired() if (alarm.due - alarm.day).days != alarm.rule.due] == []
    owned = {alarm.owner for alarm in fired() if not alarm.person}
    offices = {rule.id for rule in plan().organisation}
    assert owned <= offices | {"manager"}, owned
