"""Northwind, read by its profiles: net sales by person and quarter equal the truth in every decimal."""

import json
from fractions import Fraction
from pathlib import Path

from tests.real.reading import by_person_and_quarter, exact, read_workspace, total_by


def test_net_sales_equal_the_truth(shared_data: Path) -> None:
    reading = read_workspace("northwind")
    truth = json.loads(
        (shared_data / "northwind" / "truth.json").read_text("utf-8"), parse_float=Fraction, parse_int=Fraction
    )
    assert reading.problems == ()
    orders = reading.tables["orders"]
    names = dict(zip(reading.tables["people"].frame["person"], reading.tables["people"].frame["name"], strict=True))
    named = {f"{person} {name}": person for person, name in names.items()}
    expected = {named[who]: quarters for who, quarters in truth["net_by_employee_quarter"].items()}
    assert by_person_and_quarter(orders, "amount", "order_date") == expected
    assert sum(total_by(orders, "amount", "person").values()) == truth["total_net"]
    assert sum(exact(orders, "amount")) == truth["total_net"]
    assert len(reading.tables["order_headers"].frame) == 830
    assert orders.frame["customer_name"].notna().all()
