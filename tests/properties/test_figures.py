"""What holds for the figures of every company, whoever moved where and whoever sold what."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.measured import Standing
from reportgen.model.money import plain
from reportgen.model.quantity import Quantity
from tests.tables import Tables, entries, measured, number, plan_of, table

PLAN = plan_of(slices=entries("[{id: line, column: line}, {id: region, column: region, of: person}]"))
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
DAYS = st.integers(0, (LAST - FIRST).days).map(lambda days: FIRST + timedelta(days=days))
BOSS, LEADERS, SELLERS = "B", ("L1", "L2"), ("S1", "S2", "S3")
NOTHING = Fraction(0)

Row = Mapping[str, str]


@st.composite
def rosters(draw: st.DrawFn) -> list[Row]:
    """A company of three levels in which each seller may change teams once, on any day."""
    rows = [_person(BOSS, "-", None, None), *(_person(each, BOSS, None, None) for each in LEADERS)]
    for seller in SELLERS:
        first, second = draw(st.permutations([*LEADERS, BOSS]))[:2]
        moved = draw(st.none() | DAYS)
        rows.append(_person(seller, first, None, moved - timedelta(days=1) if moved else None))
        if moved:
            rows.append(_person(seller, second, moved, None))
    return draw(st.permutations(rows))


def _person(person: str, manager: str, since: date | None, until: date | None) -> dict[str, str]:
    return {
        "person": person,
        "role": "representative",
        "manager": "" if manager == "-" else manager,
        "region": manager,
        "since": (since or date(2020, 1, 1)).isoformat(),
        "until": until.isoformat() if until else "",
    }


@st.composite
def sales(draw: st.DrawFn) -> list[Row]:
    return [
        {
            "order_no": f"SO-{number}",
            "order_date": draw(DAYS).isoformat(),
            "person": draw(st.sampled_from([BOSS, *LEADERS, *SELLERS, "STRANGER", ""])),
            "amount": plain(Fraction(draw(st.integers(-(10**6), 10**7)), 100)),
            "line": draw(st.sampled_from(["eco", "flex", ""])),
        }
        for number in range(draw(st.integers(1, 8)))
    ]


def manager_on(roster: Sequence[Row], person: str, day: str) -> str:
    for row in roster:
        if row["person"] == person and row["since"] <= day and (not row["until"] or day <= row["until"]):
            return row["manager"]
    return ""


def belongs(roster: Sequence[Row], row: Row, leader: str) -> bool:
    """Tell by hand whether a row counts for a leader's team: whoever sold it is the leader, or below on that day."""
    person = row["person"]
    while person:
        if person == leader:
            return True
        person = manager_on(roster, person, row["order_date"])
    return False


def amount(standing: Standing) -> Fraction:
    return number(standing.figures["order_amount"].actual)


@settings(max_examples=25)
@given(rosters(), sales())
def test_every_row_counts_once_for_the_company_and_for_the_teams_of_its_day(
    roster: list[Row], orders: list[Row]
) -> None:
    found = measured(Tables({"people": table("people", roster), "orders": table("orders", orders)}), PLAN, "2026-Q1")
    total = sum((Fraction(row["amount"]) for row in orders), NOTHING)
    assert amount(found.company) == total
    assert sum((amount(each) for each in found.people.values()), NOTHING) + number(found.unassigned) == total
    for leader, team in found.teams.items():
        assert amount(team) == sum((Fraction(row["amount"]) for row in orders if belongs(roster, row, leader)), NOTHING)
    for standing in (found.company, *found.people.values(), *found.teams.values()):
        for cut in standing.slices:
            parts = [row.actual.value for row in cut.rows if isinstance(row.actual, Quantity)]
            assert sum(parts, NOTHING) == amount(standing)
        months = [point.actual.value for point in standing.months if isinstance(point.actual, Quantity)]
        assert sum(months, NOTHING) == amount(standing)
