"""A company by two slices at once, on paper: what each pair brought, how it grew, and the pairs that moved most."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.documents.crossing import cross_map, cross_said, crossed
from reportgen.model.measured import Measured, Status
from reportgen.model.quantity import NotMeasured
from reportgen.render.words import load_words, word
from tests.tables import dataset, entries, measured, number, plan_of
from tests.unit.documents.test_documents import ROOT, company

EN = load_words(ROOT / "templates" / "languages", "en")
SLICES = entries("- {id: line, column: line}\n- {id: tier, column: tier}")


def told(found: Measured) -> dict[str, list[str]]:
    heat = cross_map(found)
    assert heat is not None
    assert {len(row.cells) for row in heat.rows} == {len(heat.columns)}
    return {word(EN, row.label): [word(EN, cell.value, "compact") for cell in row.cells] for row in heat.rows}


def test_each_pair_is_told_with_its_growth_and_all_sum_to_the_whole() -> None:
    assert told(company("2026-Q1")) == {
        "East": ["123.3k", "+54.2%", "70k", "+75.0%", "0", "—", "193.3k", "+61.1%"],
        "South": ["0", "—", "0", "—", "60k", "new", "60k", "new"],
        "not stated": ["1k", "new", "0", "—", "0", "—", "1k", "new"],
        "Total": ["124.3k", "+55.4%", "70k", "+75.0%", "60k", "new", "254.3k", "+111.9%"],
    }
    heat = cross_map(company("2026-Q1"))
    assert heat is not None
    states = [cell.status for cell in heat.rows[0].cells]
    assert states[1::2] == [Status.WATCH, Status.WATCH, Status.NONE, Status.WATCH]


def test_the_pairs_that_moved_most_are_named() -> None:
    said = cross_said(company("2026-Q1"))
    assert said is not None
    assert word(EN, said) == "East eco +43.3k"


def test_what_shrank_is_an_alarm_and_named() -> None:
    found = sold(
        "A1 2025-01-05 E1 eco S 50\nA2 2025-01-05 E1 flex S 50\nB1 2026-01-05 E1 eco A 30\nB2 2026-01-05 E1 flex S 90"
    )
    heat, said = cross_map(found), cross_said(found)
    assert heat is not None
    assert said is not None
    assert told(found)["flex"] == ["90", "+80.0%", "0", "—", "90", "+80.0%"]
    assert told(found)["eco"] == ["0", "−100.0%", "30", "new", "30", "−40.0%"]
    assert [cell.status for cell in heat.rows[1].cells][1::2] == [Status.ALARM, Status.NONE, Status.ALARM]
    assert word(EN, said) == "eco S −50, flex S +40"


def test_without_a_past_amounts_stand_alone() -> None:
    found = sold("B1 2026-01-05 E1 eco A 30\nB2 2026-01-05 E1 flex S 90")
    assert told(found)["Total"] == ["90", "30", "120"]
    assert cross_said(found) is None
    assert found.crossed is not None
    assert isinstance(found.crossed.cells[0][0].year_before, NotMeasured)
    slide = crossed(found)
    assert slide is not None
    assert word(EN, slide.title, "compact") == "flex S is the largest: 90, 75% of all"
    assert word(EN, slide.subtitle) == "Amount"


def test_one_value_alone_and_no_crossing_say_nothing() -> None:
    assert cross_map(sold("B1 2026-01-05 E1 eco A 30\nB2 2026-01-05 E1 eco S 90")) is None
    assert cross_map(measured(dataset(people=PEOPLE, orders=HEAD), plan_of(slices=SLICES), "2026-01")) is None


AMOUNTS = st.lists(
    st.tuples(st.sampled_from("abcdefghijkl"), st.sampled_from("STUVWX"), st.integers(-50, 90), st.booleans()),
    min_size=1,
    max_size=30,
)


@settings(max_examples=20, deadline=None)
@given(AMOUNTS)
def test_rows_columns_and_cells_sum_to_the_same(rows: list[tuple[str, str, int, bool]]) -> None:
    orders = "\n".join(
        f"O{at} {2026 - early}-01-05 E1 {line} {tier} {amount}" for at, (line, tier, amount, early) in enumerate(rows)
    )
    crossed = sold(f"Y 2025-01-06 E1 a S 0\nZ 2026-01-06 E1 a S 0\n{orders}").crossed
    assert crossed is not None
    whole = sum(Fraction(amount) for *_, amount, early in rows if not early)
    assert sum(number(each.actual) for each in crossed.rows.rows) == whole
    assert [sum(number(part.actual) for part in cells) for cells in crossed.cells] == [
        number(row.actual) for row in crossed.rows.rows
    ]
    for at, column in enumerate(crossed.columns.rows):
        assert sum(number(cells[at].year_before) for cells in crossed.cells) == number(column.year_before)


PEOPLE = "person role manager since\nE1 representative - 2024-01-01"
HEAD = "order_no order_date person line tier amount\n"


def sold(orders: str) -> Measured:
    promised = plan_of(slices=SLICES, documents={"cross": {"down": "line", "across": "tier"}})
    return measured(dataset(people=PEOPLE, orders=HEAD + orders), promised, "2026-01")
