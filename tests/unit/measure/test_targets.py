"""Targets of a small company: phased, changed in mid-year, divided down a tree, prorated. Each figure on paper."""

from datetime import date
from fractions import Fraction

import pytest

from reportgen.measure.calendar import Calendar, weeks
from reportgen.measure.roster import read_roster
from reportgen.measure.targets import Branch, Targets, TreeDesk, fall, part, read_targets, target, target_tree
from reportgen.measure.targets.levels import read_levels, tree_findings
from reportgen.model.measured import Subject
from reportgen.model.people import Person
from reportgen.model.plan import Plan
from reportgen.model.problem import Severity
from reportgen.model.quantity import NotMeasured
from reportgen.model.target_rules import PartPeriods, TargetTree
from tests.tables import Entry, dataset, day, entries, number, period, plan_of

COMPANY = Subject("company", "")
PEOPLE = """
person  role            manager  region  since       until       hired       left        working_time
M1      manager         -        East    2025-01-01  -           -           -           100%
E1      representative  M1       East    2025-01-01  -           -           -           100%
E2      representative  M1       East    2025-01-01  -           2026-02-16  -           100%
E3      representative  M1       West    2025-01-01  -           -           2026-03-10  50%
"""
YEAR = entries("""
- id: orders
  year: 2026
  floor: 1,200
  stretch: 2,000
""")
HALF_YEAR_CHANGE = entries("""
- {id: orders, year: 2026, floor: "1,200"}
- {id: orders, from: 2026-07-01, year: 2026, floor: "1,000"}
""")


def targets_of(
    table: str = "", changes: str = "", company: list[Entry] | None = None, **sections: list[Entry]
) -> tuple[Targets, Plan]:
    """Targets of the roster above."""
    tables = {"people": PEOPLE} | {
        name: text for name, text in (("targets", table), ("target_changes", changes)) if text
    }
    data = dataset(**tables).tables
    promised = plan_of(targets=company or [], **sections)
    roster, _ = read_roster(data["people"])
    calendar = Calendar(promised.calendar)
    found = read_targets(
        data.get("targets"),
        promised.targets,
        "CNY",
        roster,
        data.get("target_changes"),
        calendar,
        promised.target_rules,
    )
    return found, promised


def asked(found: Targets, subject: Subject, when: str, known: date | None = None) -> Fraction:
    return number(target(found, "order_amount", "floor", subject, period(when), known=known).value)


# ------------------------------------------------------------------------------------------------------------- phasing


def test_4321_falls_on_quarters_and_equal_months() -> None:
    found, _ = targets_of(company=YEAR)
    assert [asked(found, COMPANY, when) for when in ("2026", "2026-Q1", "2026-01", "2026-12")] == [1200, 480, 160, 40]


def test_months_weigh_by_their_working_days_where_the_plan_asks() -> None:
    calendar = entries("""
- {id: days, kind: working_days, from: 2026-01-01, days: [mon, tue, wed, thu, fri], holidays: CN}
- {id: months, kind: month_weights, from: 2026-01-01, by: working_days}
""")
    found, _ = targets_of(company=YEAR, calendar=calendar)
    # 2026: January 21, February 16 (spring festival), March 22 working days, of which two Saturdays are exchanged.
    assert [found.calendar.working_days(period(f"2026-0{n}").start, period(f"2026-0{n}").end) for n in (1, 2, 3)] == [
        21,
        16,
        22,
    ]
    assert asked(found, COMPANY, "2026-02") == Fraction(480 * 16, 59)
    assert asked(found, COMPANY, "2026-Q1") == 480


def test_a_fiscal_year_that_begins_in_april_has_its_first_quarter_there() -> None:
    calendar = entries("- {id: year, kind: fiscal_year, from: 2025-01-01, starts: 4}")
    found, _ = targets_of(company=YEAR, calendar=calendar)
    assert [asked(found, COMPANY, when) for when in ("2026-Q2", "2027-01")] == [480, 40]


def test_weeks_of_a_month_share_it_by_working_days_to_the_cent() -> None:
    parts = weeks(Calendar(), period("2026-02"), Fraction(100))
    assert [(each.first.day, each.last.day, each.working_days) for each in parts] == [
        (1, 1, 0),
        (2, 8, 5),
        (9, 15, 5),
        (16, 22, 5),
        (23, 28, 5),
    ]
    assert [each.target for each in parts] == [0, 25, 25, 25, 25]


# ------------------------------------------------------------------------------------------------- changes in mid-year


def test_a_change_of_the_years_target_leaves_closed_months_and_spreads_the_rest() -> None:
    found, _ = targets_of(company=HALF_YEAR_CHANGE)
    # Q1 and Q2 keep 480 + 360; what is left of 1,000 is 160 over Q3 and Q4, which weigh 20 to 10.
    wanted = {"2026-Q1": 480, "2026-Q2": 360, "2026-Q3": Fraction(320, 3), "2026-Q4": Fraction(160, 3), "2026": 1000}
    assert {when: asked(found, COMPANY, when) for when in wanted} == wanted


def test_both_versions_stay_visible_and_the_change_is_not_known_before_its_day() -> None:
    found, _ = targets_of(company=HALF_YEAR_CHANGE)
    assert asked(found, COMPANY, "2026", known=day("2026-06-30")) == 1200
    step = target(found, "order_amount", "floor", COMPANY, period("2026-Q3"))
    assert [(operand.name, number(operand.value)) for operand in step.operands] == [("as it was from 2024-01-01", 240)]


def test_closed_periods_follow_where_the_plan_says_so() -> None:
    rules = entries("""
- {id: change, kind: change, from: 2026-01-01, needs: [reason], both_versions: visible, closed_periods: follow}
""")
    found, _ = targets_of(company=HALF_YEAR_CHANGE, target_rules=rules)
    assert asked(found, COMPANY, "2026-Q1") == 480  # as it was known then
    assert asked(found, COMPANY, "2026") == 1000
    assert asked(found, COMPANY, "2026-Q1", known=day("2026-12-31")) == 400


def test_a_persons_change_counts_from_its_day_and_says_by_whom_and_why() -> None:
    table = "person month metric floor\nE1 2026-06 order_amount 100\nE1 2026-07 order_amount 100"
    changes = """
person  month    metric        floor  since       reason  approver
E1      2026-07  order_amount  150    2026-07-01  more    M1
E1      2026-06  order_amount  999    2026-07-01  late    M1
"""
    found, _ = targets_of(table, changes)
    person = Subject("person", "E1")
    assert [asked(found, person, when) for when in ("2026-06", "2026-07", "2026")] == [100, 150, 250]
    assert asked(found, person, "2026-07", known=day("2026-06-30")) == 100
    before, after = target(found, "order_amount", "floor", person, period("2026-07")).operands
    assert (number(before.value), number(after.value)) == (100, 150)
    assert after.because == "from 2026-07-01: more (M1)"


def test_half_years_sum_to_the_year_and_do_not_count_in_a_quarter() -> None:
    found, _ = targets_of("person month metric floor\nE1 2026-H1 order_amount 600\nE1 2026-H2 order_amount 900")
    person = Subject("person", "E1")
    assert asked(found, person, "2026") == 1500
    quarter = target(found, "order_amount", "floor", person, period("2026-Q1"))
    assert quarter.value == NotMeasured("no-target")


def test_a_row_of_a_longer_period_falls_on_its_months_by_phasing_and_the_days_somebody_was_here() -> None:
    rules = entries("""
- {id: time, kind: time, from: 2026-01-01, spans: [year, quarter, month]}
- {id: part, kind: part_periods, from: 2026-01-01, of: [joiner, leaver], day_count: calendar_days, thresholds: prorated}
""")
    table = "person month metric floor\nE1 2026 order_amount 1200\nE2 2026-Q1 order_amount 440"
    found, _ = targets_of(table, company=YEAR, target_rules=rules)
    assert asked(found, Subject("person", "E1"), "2026-Q1") == 480
    # E2 came on 16 February: 13 of its 28 days, all of March.
    assert asked(found, Subject("person", "E2"), "2026-02") == 440 * Fraction(13, 28) / (1 + Fraction(13, 28))
    assert sum(asked(found, Subject("person", "E2"), f"2026-0{month}") for month in (1, 2, 3)) == 440


# ---------------------------------------------------------------------------------------------------------- part time


def people() -> dict[str, Person]:
    roster, _ = read_roster(dataset(people=PEOPLE).tables["people"])
    return dict(roster.people)


@pytest.mark.parametrize(
    ("person", "count", "expected"),
    [
        ("E1", "calendar_days", Fraction(1)),
        ("E2", "calendar_days", Fraction(13 + 31, 90)),
        ("E2", "thirtieths", Fraction(15 + 30, 90)),  # from the 16th on: 15 of 30 days
        ("E2", "working_days", Fraction(10 + 22, 22 + 20 + 22)),  # weekdays, without a country's holidays
        ("E3", "calendar_days", Fraction(31 + 28 + 10, 90) / 2),  # left on 10 March, half time
    ],
)
def test_joiners_leavers_and_part_time_count_by_their_days(person: str, count: str, expected: Fraction) -> None:
    (rule,) = plan_of(
        target_rules=entries(f"""
- id: part
  kind: part_periods
  from: 2026-01-01
  of: [joiner, leaver, transfer, part_time]
  day_count: {count}
  thresholds: prorated
""")
    ).target_rules
    assert isinstance(rule, PartPeriods)
    assert part(people()[person], period("2026-Q1"), rule, Calendar()) == expected


# ------------------------------------------------------------------------------------------------------------- the tree


def test_what_is_set_by_hand_stays_and_the_rest_is_divided_anew() -> None:
    children = (
        Branch("line", "Eco", Fraction(1), Fraction(70)),
        Branch("line", "Flex", Fraction(1)),
        Branch("line", "Ultra", Fraction(2)),
    )
    found = fall(Branch("company", "", children=children), Fraction(100))
    assert [(node.path[-1][1], node.value) for node in found] == [("", 100), ("Eco", 70), ("Flex", 10), ("Ultra", 20)]


def test_a_third_of_a_cent_goes_to_the_largest_remainder_and_then_by_name() -> None:
    children = tuple(Branch("person", name) for name in ("b", "a", "c"))
    found = fall(Branch("company", "", children=children), Fraction(100))
    assert {node.path[-1][1]: node.value for node in found[1:]} == {
        "a": Fraction("33.34"),
        "b": Fraction("33.33"),
        "c": Fraction("33.33"),
    }


TREE = """
- id: tree
  kind: tree
  from: 2026-01-01
  metric: order_amount
  levels: [company, product_line, region, team, person]
  divided: {product_line: shares, region: headcount, team: headcount, person: history}
  shares: {product_line: {Eco: 75 %, Flex: 25 %}}
  columns: [floor]
"""


def grown(given: str = "", table: str = "", sold: dict[str, int] | None = None) -> tuple[TreeDesk, TargetTree]:
    found, promised = targets_of(table, company=YEAR, target_rules=entries(TREE))
    (tree,) = promised.target_rules
    assert isinstance(tree, TargetTree)
    levels = dataset(level_targets=given).tables["level_targets"] if given else None
    return TreeDesk(found, read_levels(levels), lambda level, year: sold or {}), tree


def test_the_company_falls_to_lines_by_shares_to_regions_by_heads_and_to_people_by_what_they_sold() -> None:
    desk, tree = grown(sold={"M1": 0, "E1": 300, "E2": 100, "E3": 0})
    nodes = {node.path[1:]: (node.value.value, node.how) for node in target_tree(desk, tree, period("2026-01"))}
    east, west = ("region", "East"), ("region", "West")
    team = ("team", "M1")
    assert nodes == {
        (): (160, "plan"),
        (("product_line", "Eco"),): (120, "shares"),
        (("product_line", "Flex"),): (40, "shares"),
        (east,): (Fraction("106.67"), "headcount"),
        (east, team): (Fraction("106.67"), "headcount"),
        (east, team, ("person", "E1")): (Fraction("106.67"), "history"),
        (east, team, ("person", "M1")): (0, "history"),
        (west,): (Fraction("53.33"), "headcount"),
        (west, team): (Fraction("53.33"), "headcount"),
        (west, team, ("person", "E3")): (Fraction("53.33"), "history"),
    }  # E2 is not here before 16 February


def test_a_level_that_is_given_in_part_keeps_it_and_a_sum_that_differs_is_a_finding_with_both_places() -> None:
    given = """
level         name  metric        month    floor
line          Eco   order_amount  2026-01  100
region        East  order_amount  2026-01  100
"""
    people_rows = "person month metric floor\nE1 2026-01 order_amount 90\nE3 2026-01 order_amount 60"
    desk, tree = grown(given, people_rows)
    nodes = {node.name: (node.value.value, node.how) for node in target_tree(desk, tree, period("2026-01"))}
    assert {name: nodes[name] for name in ("Eco", "Flex", "West", "East")} == {
        "Eco": (Fraction(100), "given"),
        "Flex": (Fraction(60), "shares"),
        "West": (Fraction(60), "sum"),
        "East": (Fraction(100), "given"),
    }
    (problem,) = tree_findings(desk, tree, period("2026-01"))
    assert problem.place.file == "inputs/data/targets.csv"
    told = dict(problem.values)
    assert (told["level"], told["sum"], told["whole"], told["difference"]) == ("team", "90.00", "100.00", "-10.00")
    assert told["other"] == "inputs/data/level_targets.csv [3]"


def test_what_people_are_asked_for_beside_the_plan_is_a_note_for_the_whole_period() -> None:
    desk, tree = grown(table="person month metric floor\nE1 2026-01 order_amount 90\nE3 2026-02 order_amount 60")
    (problem,) = tree_findings(desk, tree, period("2026-Q1"))
    assert (problem.kind.code, problem.kind.severity) == ("target-plan-differs", Severity.NOTE)
    assert {name: dict(problem.values)[name] for name in ("sum", "whole")} == {"sum": "150.00", "whole": "320.00"}
