"""Alerts of small tables, kind by kind: each fires, is quiet just short of its threshold, says nothing of no data."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import date
from fractions import Fraction

from reportgen.measure.actuals.groups import Timed
from reportgen.measure.desk import prepared
from reportgen.measure.roster import read_roster
from reportgen.measure.watching import watched
from reportgen.model.alarms import Alarm, Improvement, concerning
from reportgen.model.measured import Measured
from tests.tables import Entry, Tables, dataset, entries, measured, period, plan_of

MARCH = period("2026-03")

PEOPLE = """
person  role            manager  region  since       until  left
B1      director        -        HQ      2024-01-01  -      -
M1      manager         B1       North   2024-01-01  -      -
M2      manager         B1       South   2024-01-01  -      -
E1      representative  M1       North   2024-01-01  -      -
E2      representative  M2       South   2024-01-01  -      -
"""
ORDERS = """
order_no  order_date  person  customer  amount  gross_profit
A1        2026-01-10  E1      C1        600     120
A2        2026-01-11  E1      C2        400     100
A3        2026-02-10  E1      C1        700     140
A4        2026-03-02  E2      C3        500     100
A5        2026-03-03  E2      C4        499     100
A6        2026-03-04  E1      C1        10      1
"""
CHECKS = """
visit_no  opened      person  customer  quantity  reviewer  month    lower  upper
V1        2026-03-01  E1      C1        3         -         2026-03  4      8
V2        2026-03-02  E1      C2        4         R1        2026-03  4      8
V3        2026-03-05  E2      C3        8         R1        2026-03  4      8
V4        2026-03-06  E2      C4        9         R1        2026-03  4      8
V5        2026-02-06  E2      C2        5         R1        2026-02  4      8
"""
MEASURES = entries("""
- {id: checked, table: checks, column: quantity, date: opened, unit: number}
- {id: visits, table: checks, how: count, date: opened, unit: count}
- {id: few, table: checks, how: count, date: opened, unit: count, within: {quantity: {below: 4}}}
""")


def said(*rules: Entry, when: str = "2026-03", measures: list[Entry] | None = None, **tables: str) -> Measured:
    data = dataset(**{"people": PEOPLE, "orders": ORDERS, "checks": CHECKS, **tables})
    return measured(data, plan_of(alerts=list(rules), measures=[*MEASURES, *(measures or [])]), when)


def rule(text: str) -> Entry:
    (found,) = entries(text)
    return found


def keyed(data: Tables, kind: str, *key: str) -> Tables:
    """The dataset with another business key of a table."""
    return Tables({**data.tables, kind: replace(data.tables[kind], key=key)})


def subjects(found: Measured) -> list[tuple[str, str]]:
    return [(alarm.period, alarm.subject) for alarm in found.alerts]


def only(found: Measured) -> Alarm:
    (alarm,) = found.alerts
    return alarm


def test_below_is_strictly_below() -> None:
    low = rule("- {id: low, kind: below, figures: [checked], threshold: '4', subject: customer}")
    assert subjects(said(low)) == [("2026-03", "C1")]
    alarm = only(said(low))
    assert (alarm.value.value, alarm.threshold.value, alarm.base) == (3, 4, None)


def test_above_is_strictly_above_unless_what_is_reached_counts() -> None:
    text = "- {{id: high, kind: above, figures: [checked], threshold: '8', subject: customer{more}}}"
    assert subjects(said(rule(text.format(more="")))) == [("2026-03", "C4")]
    assert [s for _, s in subjects(said(rule(text.format(more=", reached: counts"))))] == ["C3", "C4"]


def test_between_includes_both_ends() -> None:
    alert = rule("- {id: mid, kind: between, figure: checked, low: '4', high: '8', subject: customer}")
    assert [s for _, s in subjects(said(alert))] == ["C2", "C3"]


def test_who_has_no_rows_is_not_measured_and_not_spoken_of() -> None:
    low = rule("- {id: low, kind: below, figures: [checked], threshold: '4', subject: customer}")
    assert subjects(said(low, when="2026-01")) == []
    assert subjects(said(low, checks=CHECKS.splitlines()[1])) == []


def test_falling_compares_with_the_period_before_by_more_than_the_share() -> None:
    text = "- {{id: fell, kind: falling, figure: order_amount, by: {by} %, against: period_before, subject: region}}"
    found = said(rule(text.format(by=29)), when="2026-02")
    alarm = only(found)
    assert (alarm.subject, alarm.value.value, alarm.base and alarm.base.value) == ("North", 700, 1000)
    assert subjects(said(rule(text.format(by=30)), when="2026-02")) == []  # exactly 30 % is not more


def test_what_was_nothing_before_has_not_fallen() -> None:
    alert = rule(
        "- {id: fell, kind: falling, figure: order_amount, by: 0 %, against: period_before, subject: customer}"
    )
    assert [s for _, s in subjects(said(alert))] == ["C1"]  # C3 and C4 bought nothing in February


def test_missing_counts_the_rows_that_lack_a_column_and_names_it() -> None:
    alert = rule("- {id: gap, kind: missing, figure: visits, columns: [reviewer], subject: customer}")
    alarm = only(said(alert))
    assert (alarm.subject, alarm.value.value, alarm.threshold.value, alarm.told) == ("C1", 1, 0, ("reviewer",))


def test_a_column_that_no_input_has_is_not_missing_on_every_row() -> None:
    alert = rule("- {id: gap, kind: missing, figure: visits, columns: [approval], subject: customer}")
    assert subjects(said(alert)) == []


def test_concentrated_needs_more_than_the_share_and_names_the_largest() -> None:
    text = (
        "- {{id: one, kind: concentrated, figure: order_amount, column: customer, top: 1, share: {s} %, subject: {of}}}"
    )
    found = said(rule(text.format(s=59, of="region")), when="2026-01")
    alarm = only(found)
    assert (alarm.subject, alarm.value.value, alarm.told) == ("North", Fraction(6, 10), ("C1",))
    assert subjects(said(rule(text.format(s=60, of="region")), when="2026-01")) == []


def test_outside_compares_each_row_with_its_own_bounds() -> None:
    alert = rule("- {id: out, kind: outside, figure: checked, low: lower, high: upper, subject: customer}")
    found = said(alert)
    assert [(a.subject, a.value.value, a.threshold.value) for a in found.alerts] == [("C1", 3, 4), ("C4", 9, 8)]


def test_occurred_speaks_of_everything_that_is_counted() -> None:
    assert subjects(said(rule("- {id: any, kind: occurred, figure: few, subject: customer}"))) == [("2026-03", "C1")]


TARGETS = """
person  month    metric        floor
E1      2026-01  order_amount  1,250
E2      2026-03  order_amount  1,000
"""


def test_a_share_of_the_target_is_told_in_the_figures_own_unit() -> None:
    text = "- {{id: short, kind: below, figures: [order_amount], threshold: {t} %, of: target, subject: person}}"
    found = said(rule(text.format(t=81)), when="2026-01", targets=TARGETS)
    alarm = only(found)
    assert (alarm.subject, alarm.value.value, alarm.threshold.value) == ("E1", 1000, Fraction("1012.5"))
    assert alarm.base is not None
    assert alarm.base.value == 1250
    assert subjects(said(rule(text.format(t=80)), when="2026-01", targets=TARGETS)) == []  # E2 has no target then


def test_a_condition_must_hold_so_many_times_running() -> None:
    text = "- {{id: weak, kind: below, figures: [order_amount], threshold: '{t}', subject: region, in_a_row: 2}}"
    assert subjects(said(rule(text.format(t=701)), when="2026-03")) == [("2026-03", "North")]
    assert only(said(rule(text.format(t=701)), when="2026-03")).value.value == 700  # the better one is told
    assert subjects(said(rule(text.format(t=700)), when="2026-03")) == []  # 10 is below it, 700 is not


def test_the_newest_of_each_part_of_the_rows_is_what_its_explanation_works_out() -> None:
    again = CHECKS + "V6        2026-03-09  E1      C1        5         -         2026-03  4      8\n"
    every = rule("- {id: low, kind: below, figures: [standing], threshold: '100', subject: customer}")
    kpis = entries("- {id: standing, kind: latest, measure: checked, unit: number}")
    promised = plan_of(alerts=[every], measures=MEASURES, kpis=kpis)
    visits = dataset(people=PEOPLE, orders=ORDERS, checks=again)
    for data, of_first in ((visits, 4), (keyed(visits, "checks", "customer"), 5)):  # each visit: (3 + 5) / 2
        found = {alarm.subject: alarm for alarm in measured(data, promised, "2026-03").alerts}
        assert {name: alarm.value.value for name, alarm in found.items()} == {"C1": of_first, "C2": 4, "C3": 8, "C4": 9}
        assert all(alarm.step.value == alarm.value == alarm.step.operands[0].value for alarm in found.values())


WEEKS = """
week        region  quantity  complaints
2026-03-02  North   7         10
2026-03-09  North   7         10
2026-03-16  North   8         10
2026-03-02  South   7         10
2026-03-16  South   7         10
"""
WEEKLY = entries("""
- {id: won, table: weeks, column: quantity, date: week, unit: count}
- {id: base, table: weeks, column: complaints, date: week, unit: count}
""")


def test_weeks_are_looked_at_one_by_one_and_a_silent_week_breaks_the_run() -> None:
    alert = rule("""
- {id: slow, kind: below, figures: [won], threshold: 80 %, of: baseline, against: base, subject: region, every: week,
   in_a_row: 2}
""")
    found = said(alert, measures=WEEKLY, weeks=WEEKS)
    assert subjects(found) == [("2026-W11", "North")]
    assert only(found).day == date(2026, 3, 15)
    assert only(found).due == date(2026, 3, 22)


STAGES = """
stage_no  deal_no  person  industry  stage  entered     closed      quantity
S1        D1       E1      wind      quote  2026-01-01  -           89
S2        D2       E1      solar     quote  2026-01-01  -           91
S3        D3       E2      solar     quote  2025-06-01  2025-07-01  60
S4        D4       E2      water     quote  2026-01-01  -           89
"""
CYCLES = """
industry  stage  usual_days  since
wind      quote  60          2025-01-01
"""


def test_the_usual_is_the_industrys_else_the_companys_own_history_else_nothing() -> None:
    alert = rule("""
- {id: stuck, kind: above, figures: [open_days], threshold: 150 %, of: usual, against: usual, history: past,
   subject: deal, owner: leader}
""")
    measures = entries("""
- {id: open_days, table: stages, column: quantity, date: entered, window: ever, missing: [closed], unit: days}
- {id: past, table: stages, column: quantity, date: entered, window: ever, present: [closed], unit: days}
- {id: usual, table: cycles, column: usual_days, date: since, window: ever, unit: days}
""")
    data = dataset(people=PEOPLE, orders=ORDERS, checks=CHECKS, stages=STAGES, cycles=CYCLES)
    data = keyed(data, "cycles", "industry", "stage")
    found = measured(data, plan_of(alerts=[alert], measures=[*MEASURES, *measures]), "2026-03")
    # wind: 89 of 60 usual is short of 90; solar: 91 of the 60 that were usual so far; water: nobody knows.
    alarm = only(found)
    assert (alarm.subject, alarm.value.value, alarm.threshold.value) == ("D2", 91, 90)
    assert (alarm.owner, alarm.person, alarm.seller) == ("leader", "M1", "E1")


def test_owners_are_people_on_the_day_and_those_above_see_it() -> None:
    text = "- {{id: low, kind: below, figures: [checked], threshold: '4', subject: customer, owner: {owner}}}"
    owners = {
        owner: only(said(rule(text.format(owner=owner)))) for owner in ("seller", "leader", "manager", "director")
    }
    assert {owner: alarm.person for owner, alarm in owners.items()} == {
        "seller": "E1",
        "leader": "M1",
        "manager": "M1",
        "director": "B1",
    }
    assert owners["seller"].seen_by == ("E1", "M1", "B1")
    found = said(rule(text.format(owner="seller"))).alerts
    assert (
        concerning(found, "person", "E1")
        == concerning(found, "team", "M1")
        == concerning(found, "company", "")
        == found
    )
    assert concerning(found, "team", "M2") == concerning(found, "person", "M1") == ()


def test_for_a_seller_who_left_the_leader_acts_from_the_day_after() -> None:
    low = rule("- {id: low, kind: below, figures: [checked], threshold: '4', subject: customer, owner: seller}")
    for left, acts in (("2026-03-31", "E1"), ("2026-03-30", "M1")):
        people = PEOPLE.replace(
            "E1      representative  M1       North   2024-01-01  -      -",
            f"E1      representative  M1       North   2024-01-01  {left}  {left}",
        )
        alarm = only(said(low, people=people))
        assert (alarm.day, alarm.seller, alarm.person) == (date(2026, 3, 31), "E1", acts)
        assert alarm.seen_by == ("E1", "M1", "B1")


def test_a_regions_alert_is_its_managers() -> None:
    alarm = only(
        said(
            rule("- {id: weak, kind: below, figures: [order_amount], threshold: '20', subject: region, owner: manager}")
        )
    )
    assert (alarm.subject, alarm.person, alarm.seller, alarm.seen_by) == ("North", "M1", "", ("M1", "B1"))


SPEND = """
item   month    budget  amount  value
fair   2026-03  1,000   500     999
fair   2026-04  2,000   -       -
leaflet  2026-03  300   100     400
"""


def test_a_cut_budget_is_the_next_periods_new_budget() -> None:
    alert = rule("""
- {id: poor, kind: below, figures: [back], threshold: '1000', subject: spending, amounts: {budget_cut: 10 %},
   comes_to: {amount: budget_cut, figure: planned, change: less, period: next}}
""")
    measures = entries("""
- {id: back, table: spend, column: value, date: month}
- {id: planned, table: spend, column: budget, date: month}
""")
    data = dataset(people=PEOPLE, orders=ORDERS, checks=CHECKS, spend=SPEND)
    data = keyed(data, "spend", "item", "month")
    found = measured(data, plan_of(alerts=[alert], measures=[*MEASURES, *measures]), "2026-03")
    shown = {a.subject: [(o.period, o.before.value, o.after.value) for o in a.outcomes] for a in found.alerts}
    assert shown == {"fair": [("2026-04", 2000, 1800)], "leaflet": [("2026-04", 300, 270)]}


def test_what_is_looked_at_every_day_is_due_from_the_rows_own_day() -> None:
    alarm = only(
        said(rule("- {id: low, kind: below, figures: [checked], threshold: '4', subject: customer, every: day}"))
    )
    assert (alarm.day, alarm.due) == (date(2026, 3, 1), date(2026, 3, 8))


def test_a_quarters_rule_speaks_in_the_month_that_ends_it() -> None:
    alert = rule(
        "- {id: low, kind: below, figures: [order_amount], threshold: '1000', subject: customer, every: quarter}"
    )
    assert subjects(said(alert, when="2026-02")) == []
    assert {period for period, _ in subjects(said(alert, when="2026-03"))} == {"2026-Q1"}


LOW = "- {id: low, kind: below, figures: [checked], threshold: '6', subject: customer}"
WRITTEN = """
item_no  raised   rule  subject  topic    person  due_on      done_on
I1       2026-02  low   C2       call     E2      2026-03-07  2026-03-20
I2       2026-01  -     -        tidy-up  M1      2026-03-15  -
I3       2026-01  -     -        done-up  M1      2026-02-15  2026-02-10
I4       2026-03  -     -        new-one  M1      2026-04-15  2026-04-01
"""


def listed(found: Measured) -> dict[str, Improvement]:
    return {item.number: item for item in found.improvements}


def test_alerts_become_items_and_last_periods_are_carried_until_done() -> None:
    found = listed(said(rule(LOW), improvements=WRITTEN))
    shown = {number: (item.status, item.carried, item.done) for number, item in found.items()}
    assert shown == {
        "I1": ("done", True, date(2026, 3, 20)),  # February's alert about C2, done in March
        "I2": ("overdue", True, None),
        "I4": ("open", False, None),  # what was done later was not known
        "low/C1/2026-03": ("open", False, None),
        "low/C2/2026-03": ("open", False, None),
    }


def test_an_alert_that_nobody_wrote_about_is_carried_and_overdue() -> None:
    found = listed(said(rule(LOW)))
    item = found["low/C2/2026-02"]
    assert (item.status, item.carried, item.due, item.person) == ("overdue", True, date(2026, 3, 7), "E2")


def test_a_changed_rule_holds_from_its_day() -> None:
    first = rule(LOW)
    later = rule(LOW.replace("'6'", "'4', from: 2026-03-01"))
    found = said(first, later, when="2026-Q1")
    assert subjects(found) == [("2026-02", "C2"), ("2026-03", "C1")]


def test_rows_by_subject_are_let_go_with_the_alerts_whether_or_not_somebody_searches_for_cycles() -> None:
    def held() -> int:
        return sum(isinstance(each, Timed) for each in gc.get_objects())

    low = rule("- {id: low, kind: below, figures: [standing], threshold: '4', subject: customer}")
    kpis = entries("- {id: standing, kind: latest, measure: checked, unit: number}")
    data = dataset(people=PEOPLE, orders=ORDERS, checks=CHECKS)
    promised = plan_of(alerts=[low], measures=MEASURES, kpis=kpis)
    desk = prepared(data, promised, read_roster(data.tables["people"])[0], MARCH)
    gc.collect()
    before = held()
    gc.disable()
    try:
        alerts, _, _ = watched(desk, MARCH)
        assert (len(alerts), held()) == (1, before)
    finally:
        gc.enable()
