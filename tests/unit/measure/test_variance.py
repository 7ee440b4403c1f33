"""From target to actual by driver, each part on paper: volume, mix, price, discount, new customers, people, movers."""

from fractions import Fraction

from reportgen.measure.variance import Sold, price_parts
from reportgen.model.measured import Subject
from reportgen.model.variance import BridgeOf, Variance
from tests.tables import dataset, entries, measured, number, plan_of

COMPANY, TEAM = Subject("company", ""), Subject("team", "M1")
PEOPLE = """
person  role            manager  since
M1      manager         -        2025-01-01
E1      representative  M1       2025-01-01
E2      representative  -        2025-01-01
"""
# Eco: 10 at 10 then, 12 at 11 less a tenth now; Flex: 5 at 40 then, 3 now; Ultra is new; one row has no product.
ORDERS = """
order_no  order_date  person  customer  product  quantity  value  amount
P1        2025-01-10  E1      Acme      Eco      10        10     100
P2        2025-01-11  E1      Bolt      Flex     5         40     200
Q1        2025-12-10  E2      Acme      Flex     1         40     40
A1        2026-01-10  E1      Acme      Eco      12        11     118.80
A2        2026-01-11  E2      Core      Flex     3         40     120
A3        2026-01-12  E2      Core      Ultra    1         90     90
A4        2026-01-13  GHOST   Core      -        -         -      11.20
"""
TARGETS = "person month metric floor\nE1 2026-01 order_amount 150\nE2 2026-01 order_amount 130"
YEAR = entries("- {id: orders, year: 2026, floor: '2,250'}")  # 40 % ÷ 3: 300 in January
SLICES = entries("- {id: product, column: product}")
RULES = entries("""
- {id: people, kind: people, from: 2026-01-01}
- {id: prices, kind: prices, from: 2026-01-01, product: product, quantity: quantity, list_price: value}
- {id: newness, kind: newness, from: 2026-01-01, kpi: newcomers}
- {id: movers, kind: movers, from: 2026-01-01, columns: [customer], top: 2}
""")
MEASURES = entries("- {id: new_amount, column: amount, first: {column: customer, months: 12}}")
KPIS = entries("""
- id: newcomers
  kind: attainment
  measure: new_amount
  metric: order_amount
  column: floor
  unit: percent
  target: {value: 30 %}
""")


def explained(subject: Subject = COMPANY) -> Variance:
    data = dataset(people=PEOPLE, orders=ORDERS, targets=TARGETS)
    promised = plan_of(variance=RULES, slices=SLICES, targets=YEAR, measures=MEASURES, kpis=KPIS)
    return measured(data, promised, "2026-01").variance[subject]


def parts(found: Variance, driver: str, against: str = "target") -> dict[str, Fraction]:
    bridge = next(one for one in found.bridges if (one.driver, one.against) == (driver, against))
    assert adds_up(bridge)
    return {part.label: number(part.amount) for part in bridge.parts}


def adds_up(bridge: BridgeOf) -> bool:
    return bridge.start.value + sum(part.amount.value for part in bridge.parts) == bridge.end.value


def test_volume_mix_price_and_discount_are_told_apart_in_a_fixed_order() -> None:
    then = {
        "Eco": Sold(Fraction(10), Fraction(100), Fraction(100)),
        "Flex": Sold(Fraction(5), Fraction(200), Fraction(200)),
    }
    now = {
        "Eco": Sold(Fraction(12), Fraction(132), Fraction("118.80")),
        "Flex": Sold(Fraction(3), Fraction(120), Fraction(120)),
        "Ultra": Sold(Fraction(1), Fraction(90), Fraction(90)),
    }
    # The target is last year's: 15 units at 20. Volume: 15 − 15 units. Mix: 12 × 10 + 3 × 40 − 15 × 20.
    assert price_parts(Fraction(300), Fraction(340), then, now) == {
        "volume": 0,
        "mix": -60,
        "price": 12,  # 12 × (11 − 10)
        "discount": Fraction("-13.20"),  # a tenth of 132
        "new_products": 90,
        "": Fraction("11.20"),
    }


def test_the_companys_bridge_by_price_adds_up_from_the_rows() -> None:
    assert parts(explained(), "prices") == {
        "volume": 0,
        "mix": -60,
        "price": 12,
        "discount": Fraction("-13.20"),
        "new_products": 90,
        "": Fraction("11.20"),
    }


def test_each_person_is_held_against_their_own_target_and_the_rest_is_named() -> None:
    # The company is asked for 20 more than its people, and GHOST is of no roster and was asked for nothing.
    assert parts(explained(), "people") == {"E2": 80, "E1": Fraction("-31.20"), "GHOST": Fraction("11.20"), "": -20}


def test_a_teams_bridge_holds_its_people_alone() -> None:
    assert parts(explained(TEAM), "people") == {"E1": Fraction("-31.20")}


def test_of_whoever_changed_team_each_team_is_told_its_part_and_nothing_is_left_over() -> None:
    people = """
person  role            manager  since       until
M1      manager         -        2025-01-01  -
M2      manager         -        2025-01-01  -
E1      representative  M1       2025-01-01  2026-02-15
E1      representative  M2       2026-02-16  -
E2      representative  M2       2025-01-01  -
"""
    orders = """
order_no  order_date  person  customer  amount
A1        2026-01-10  E1      Acme      100
A2        2026-02-10  E1      Acme      20
A3        2026-03-10  E1      Acme      7
A4        2026-03-11  E2      Bolt      50
"""
    targets = """
person  month    metric        floor
E1      2026-01  order_amount  90
E1      2026-02  order_amount  30
E1      2026-03  order_amount  40
E2      2026-03  order_amount  60
"""
    found = measured(dataset(people=people, orders=orders, targets=targets), plan_of(variance=RULES[:1]), "2026-Q1")
    # February's row counts whole for the team of its last day; what came in it, for the team of each order's day.
    held = {
        team: {part.label: (number(part.before), number(part.after)) for part in bridge.parts}
        for team in ("M1", "M2")
        for bridge in found.variance[Subject("team", team)].bridges
        if bridge.against == "target" and adds_up(bridge)
    }
    assert held == {"M1": {"E1": (90, 120)}, "M2": {"E1": (70, 7), "E2": (60, 50)}}


def test_new_customers_are_asked_for_their_share_of_the_target() -> None:
    # Core came first in January 2026: 221.20; a third less a tenth of the target was asked of such as them.
    found = explained()
    bridge = next(one for one in found.bridges if one.driver == "newness")
    assert (
        parts(found, "newness")["existing"]
        == number(bridge.end) - number(bridge.start) - parts(found, "newness")["new"]
    )
    assert parts(found, "newness")["new"] == Fraction("221.20") - 90


def test_what_changed_since_the_period_before_is_told_person_by_person() -> None:
    assert parts(explained(), "people", "previous") == {
        "E2": 170,
        "E1": Fraction("118.80"),
        "GHOST": Fraction("11.20"),
    }


def test_the_movers_are_those_with_the_largest_change() -> None:
    found = [(mover.label, number(mover.change)) for mover in explained().movers]
    assert found == [("Core", Fraction("221.20")), ("Acme", Fraction("78.80"))]


def test_nothing_moved_since_a_period_of_which_somebody_was_not_there_on_all_days() -> None:
    people = """
person  role            manager  hired       since
E1      representative  -        2025-12-20  2025-12-20
E2      representative  -        2025-01-01  2025-01-01
"""
    products = entries("- {id: products, kind: values, from: 2026-01-01, slice: product, level: region}")
    promised = plan_of(variance=[*products, RULES[3]], slices=SLICES)
    found = measured(dataset(people=people, orders=ORDERS), promised, "2026-01").variance
    joined, there = found[Subject("person", "E1")], found[Subject("person", "E2")]
    assert [mover.label for mover in there.movers] == ["Core", "Acme"]
    assert parts(there, "products", "previous") == {"Ultra": 90, "Flex": 80}
    assert (joined.movers, joined.bridges) == ((), ())
    assert ("products", "not-comparable") in joined.missing
