"""What holds for the figures of every company, whoever moved where and whoever sold what."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.measured import Figure, Measured, Standing
from reportgen.model.money import plain
from reportgen.model.quantity import Quantity
from tests.tables import Tables, entries, measured, number, plan_of, table

MEASURES = entries("""
- {id: new_amount, column: amount, first: {column: customer, months: 2}}
- {id: lines, how: count, unit: count}
- {id: large, how: count, unit: count, within: {amount: {from: 5000}}}
- {id: discounts, column: gross_profit, unit: money}
- {id: customers, column: customer, how: distinct, unit: count}
- {id: active, column: customer, how: distinct, window: 2, unit: count}
""")
ADDITIVE = ("order_amount", "new_amount", "lines", "large")
KPIS = entries("""
- {id: new_amount, measure: new_amount}
- {id: lines, kind: count, measure: lines, unit: count}
- {id: large, kind: count, measure: large, unit: count}
- {id: customers, kind: count, measure: customers, unit: count}
- {id: active, kind: count, measure: active, unit: count}
- {id: mean, kind: average, measure: order_amount, unit: money}
- {id: weighted, kind: weighted_average, measure: discounts, weight: lines, unit: money}
- {id: top, kind: concentration, measure: order_amount, column: customer, top: 2}
- {id: eco, kind: share, measure: order_amount, where: {line: [eco]}}
- {id: mix, kind: share, measure: order_amount, by: line}
- {id: growth, kind: growth, measure: order_amount}
""")
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
            "customer": draw(st.sampled_from(["A", "B", "C", "D"])),
            "gross_profit": plain(Fraction(draw(st.integers(-(10**6), 10**6)), 100)),
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


FIGURES = plan_of(
    measures=MEASURES,
    kpis=KPIS,
    slices=entries("[{id: line, column: line}, {id: region, column: region, of: person}]"),
)


def tables(roster: list[Row], orders: list[Row]) -> Tables:
    return Tables({"people": table("people", roster), "orders": table("orders", orders)})


def everybody(found: Measured) -> dict[str, Mapping[str, Figure]]:
    """The figures of everybody, by who it is."""
    return {
        "company": found.company.figures,
        **{f"team {name}": standing.figures for name, standing in found.teams.items()},
        **{f"person {name}": standing.figures for name, standing in found.people.items()},
        **{standing.subject.id: standing.figures for standing in found.slices},
    }


def values(found: Measured) -> dict[tuple[str, str], object]:
    return {
        (who, name): (
            figure.actual,
            figure.rows,
            figure.year_to_date,
            {part.label: part.actual for part in figure.parts},
        )
        for who, figures in everybody(found).items()
        for name, figure in figures.items()
    }


def or_nothing(figure: Figure | None) -> Fraction:
    """A figure's number; nothing where it is not measured."""
    return figure.actual.value if figure and isinstance(figure.actual, Quantity) else NOTHING


@settings(max_examples=12, deadline=None)
@given(rosters(), sales(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_says_nothing(roster: list[Row], orders: list[Row], chance: Random) -> None:
    shuffled = chance.sample(orders, len(orders))
    there, elsewhere = (measured(tables(roster, each), FIGURES, "2026-Q1") for each in (orders, shuffled))
    assert values(there) == values(elsewhere)


@settings(max_examples=12, deadline=None)
@given(rosters(), sales())
def test_the_months_of_what_adds_up_sum_to_the_quarter_and_to_the_year_to_date(
    roster: list[Row], orders: list[Row]
) -> None:
    ends = [
        {**orders[0], "order_no": f"SO-{day}", "order_date": day.isoformat()} for day in (FIRST, date(2026, 2, 1), LAST)
    ]
    data = tables(roster, [*orders, *ends])  # every month has data, so that none is unknown
    quarter = everybody(measured(data, FIGURES, "2026-Q1"))
    months = [everybody(measured(data, FIGURES, f"2026-{name}")) for name in ("01", "02", "03")]
    for who, figures in quarter.items():
        if who.startswith("team ") and not all(who in month for month in months):
            continue  # who led for a part of the quarter: what they sold before is the quarter's alone
        for name in ADDITIVE:
            parts = [or_nothing(month.get(who, {}).get(name)) for month in months]
            assert sum(parts, NOTHING) == or_nothing(figures[name]), (who, name)
            if isinstance(figures[name].actual, Quantity):
                assert figures[name].year_to_date == figures[name].actual


@settings(max_examples=12, deadline=None)
@given(rosters(), sales())
def test_slices_and_parts_sum_to_the_company(roster: list[Row], orders: list[Row]) -> None:
    found = measured(tables(roster, orders), FIGURES, "2026-Q1")
    for column in ("line=", "region="):
        cut = [each.figures for each in found.slices if each.subject.id.startswith(column)]
        for name in ADDITIVE:
            assert sum((or_nothing(figures[name]) for figures in cut), NOTHING) == or_nothing(
                found.company.figures[name]
            )
    mix = found.company.figures["mix"]
    told = [part.actual.value for part in mix.parts if isinstance(part.actual, Quantity)]
    unnamed = sum((Fraction(row["amount"]) for row in orders if not row["line"]), NOTHING)
    whole = number(found.company.figures["order_amount"].actual)
    if whole:
        assert sum(told, NOTHING) == 1 - unnamed / whole
