"""AdventureWorks, read by its profiles: revenue, cost and quota by person and quarter equal the truth to the cent."""

import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from tests.real.reading import by_person_and_quarter, exact, read_workspace


def test_revenue_cost_and_quota_equal_the_truth(shared_data: Path) -> None:
    reading = read_workspace("adventureworks")
    truth = json.loads(
        (shared_data / "adventureworks" / "truth.json").read_text("utf-8"), parse_float=Fraction, parse_int=Fraction
    )
    assert reading.problems == ()
    orders = reading.tables["orders"]
    assert len(orders.frame) == 30_129
    assert by_person_and_quarter(orders, "amount", "order_date") == numbered(truth["revenue_by_rep_quarter"])
    assert by_person_and_quarter(orders, "cost", "order_date") == numbered(truth["cost_by_rep_quarter"])
    quotas: dict[str, dict[str, Fraction]] = defaultdict(dict)
    targets = reading.tables["targets"]
    for person, month, floor in zip(
        targets.frame["person"], targets.frame["month"], exact(targets, "floor"), strict=True
    ):
        quotas[person][month.replace("-", "")] = floor
    assert quotas == numbered(truth["quota_by_rep_quarter"])


def test_rates_keep_their_decimals_and_an_absent_one_is_absent(shared_data: Path) -> None:
    people = read_workspace("adventureworks").tables["people"]
    rates = dict(zip(people.frame["person"], people.frame["commission_pct"], strict=True))
    assert (people.columns["commission_pct"].scale, rates["281"], rates["272"]) == (4, 120, 0)
    assert people.frame["commission_pct"].isna().sum() == 1
    assert people.place(1).row == 3


def numbered(truth: dict[str, dict[str, Fraction]]) -> dict[str, dict[str, Fraction]]:
    """The truth with the number alone where it has `281 Michael Blythe`."""
    return {name.split()[0]: quarters for name, quarters in truth.items()}
