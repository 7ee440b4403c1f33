"""The explanation of a payable amount: each node follows from those below it, the leaves are rows of the inputs."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from ruamel.yaml import YAML

from reportgen.measure import answers, places, subjects
from reportgen.model.measured import Measured
from reportgen.model.money import half_up
from reportgen.model.step import Step, walk
from tests.tables import Tables, dataset, measured, number, plan_of

COMPANY = Path(__file__).resolve().parents[2] / "golden" / "company.yaml"


def company(when: str = "2026-03") -> tuple[Tables, Measured]:
    given = YAML(typ="base", pure=True).load(COMPANY.read_text("utf-8"))
    plan = plan_of(**given.pop("plan"))
    data = dataset(**given)
    return data, measured(data, plan, when)


def named(step: Step) -> Mapping[str, Step]:
    return {operand.name: operand for operand in step.operands}


def again(step: Step) -> Fraction:
    """Compute a node once more from its operands, by what its formula says."""
    values = [number(operand.value) for operand in step.operands]
    if step.formula.startswith(("sum of the components", "sum of the lines", "sum of the pay periods")):
        return sum(values, Fraction(0))
    if step.formula == "released − paid before":
        return values[0] - values[1]
    if step.formula.startswith("earned × min(1, collected ÷ invoiced)"):
        earned, collected, invoiced = values
        share = min(Fraction(1), max(Fraction(0), collected / invoiced)) if invoiced > 0 else Fraction(0)
        return half_up(earned * share)
    if step.formula.startswith("sum of the slices"):
        slices = [number(each.value) for each in step.operands if each.name.startswith("slice")]
        return half_up(sum(slices, Fraction(0)))
    if step.formula == "amount × rate":
        return values[0] * values[1]
    assert step.formula in ("all that is earned", ""), step.formula
    return values[0]


def test_every_payable_amount_can_be_computed_again_from_its_explanation() -> None:
    for when in ("2026-03", "2026-Q1"):
        _, found = company(when)
        for payee, statement in found.statements.items():
            root = answers(found, payee)["pay"]
            assert number(root.value) == statement.payable
            for _, step in walk(root):
                assert not step.operands or again(step) == number(step.value), f"{payee}: {step.name} = {step.formula}"


def test_the_leaves_of_a_commission_are_the_rows_of_its_order_known_by_then() -> None:
    data, found = company()
    commission = named(answers(found, "E1")["pay"])["base-commission"]
    line = next(each for each in commission.operands if each.name.startswith("SO-1"))
    released = named(line)["released"]
    invoiced, collected = named(released)["invoiced"], named(released)["collected"]
    assert invoiced.rows is not None
    assert collected.rows is not None
    rows, count = places(data, found.plan, invoiced.rows)
    # The order and its return; the header is row 1.
    assert ([(place.file, place.row) for place in rows], count) == (
        [("inputs/data/orders.csv", 4), ("inputs/data/orders.csv", 9)],
        2,
    )
    rows, count = places(data, found.plan, collected.rows)
    assert ([place.row for place in rows], count) == ([2, 3], 2)
    march = next(each for each in commission.operands if each.name.startswith("SO-3"))
    unpaid = named(named(march)["released"])["collected"]
    assert unpaid.rows is not None
    assert places(data, found.plan, unpaid.rows) == ((), 0), "its receipt of April does not exist in March"


def test_the_rows_behind_a_figure_are_as_many_as_it_says_and_add_up_to_it() -> None:
    data, found = company("2026-Q1")
    for subject in ("E1", "team:M1", "company"):
        (leaf,) = [step.rows for _, step in walk(answers(found, subject)["order_amount"]) if step.rows]
        rows, count = places(data, found.plan, leaf)
        assert count == leaf.count == len(rows)
        frame = data.tables["orders"].frame
        amounts = frame.loc[frame["_row"].isin([place.row for place in rows]), "amount"]
        standing = found.company if subject == "company" else {**found.people, "team:M1": found.teams["M1"]}[subject]
        assert Fraction(int(amounts.sum()), 100) == number(standing.figures["order_amount"].actual)


def test_every_pair_of_two_slices_can_be_asked_about_and_its_rows_add_up_to_it() -> None:
    data, found = company("2026-Q1")
    frame, pairs = data.tables["orders"].frame, [each for each in subjects(found) if "," in each]
    values: dict[str, Fraction] = {}
    for pair in pairs:
        step = answers(found, pair)["order_amount"]
        assert step.rows is not None
        rows, _ = places(data, found.plan, step.rows)
        amounts = frame.loc[frame["_row"].isin([place.row for place in rows]), "amount"]
        values[pair] = number(step.value)
        assert Fraction(int(amounts.sum()), 100) == values[pair]
    assert values["region=East,line=eco"] == Fraction("123333.33")
    assert sum(values.values()) == number(found.company.figures["order_amount"].actual)
    assert answers(found, "region=West,line=eco") == {}


def test_everybody_and_every_fund_and_team_can_be_asked_about() -> None:
    _, found = company("2026-Q1")
    assert set(subjects(found)) == {"B1", "M1", "E1", "E2", "E3", "FUND-M1", "team:B1", "team:M1", "company"} | {
        *("line=eco", "line=flex", "line="),
        *("region=", "region=East", "region=South"),
        *(f"region={region},line={line}" for region in ("", "East", "South") for line in ("", "eco", "flex")),
    }
    assert answers(found, "nobody") == {}
    assert number(answers(found, "company")["pay"].value) == number(found.pay_total)
