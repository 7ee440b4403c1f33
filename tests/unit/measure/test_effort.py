"""How often rows are looked at, counted instead of timed: as often for many people as for few."""

from collections import Counter
from typing import Any

import pytest

from reportgen.measure.actuals import reading, tally
from reportgen.measure.desk import prepared
from reportgen.measure.roster import leaders, read_roster
from reportgen.measure.slicing import sliced
from reportgen.measure.standing import figures_of
from reportgen.model.measured import Subject
from reportgen.model.period import parse_period
from reportgen.model.quantity import Quantity
from tests.properties.test_figures import FIGURES
from tests.tables import Tables, table

COMPANY = Subject("company", "")


def everybody(people: int) -> Tables:
    """A boss, a leader of every three, and two sales of each, of three customers and two lines."""
    names = [f"E{number:03}" for number in range(people)]
    roster = [
        {"person": name, "manager": "" if name == "E000" else names[(number - 1) // 3], "region": "north"}
        for number, name in enumerate(names)
    ]
    orders = [
        {
            "order_no": f"SO-{name}-{month}",
            "order_date": f"2026-0{month}-15",
            "person": name,
            "amount": "100.00",
            "line": ("eco", "flex")[month % 2],
            "customer": "ABC"[number % 3],
            "gross_profit": "20.00",
        }
        for number, name in enumerate(names)
        for month in (1, 3)
    ]
    return Tables({"people": table("people", roster), "orders": table("orders", orders)})


def figures_measured(people: int) -> int:
    """Measure every KPI of everybody, of every team and of every slice; return how many figures have a number."""
    data, period = everybody(people), parse_period("2026-Q1")
    assert period is not None
    roster, problems = read_roster(data.tables["people"])
    assert problems == ()
    desk = prepared(data, FIGURES, roster, period)
    subjects = [COMPANY, *(Subject("person", name) for name in roster.people)]
    subjects += [Subject("team", leader) for leader in leaders(roster, period)]
    figures = [figures_of(desk, subject, period) for subject in subjects]
    figures += [each.figures for each in sliced(desk, period)]
    return sum(isinstance(figure.actual, Quantity) for each in figures for figure in each.values())


def test_rows_are_looked_at_as_often_for_many_people_as_for_few(monkeypatch: pytest.MonkeyPatch) -> None:
    counts: Counter[str] = Counter()

    def counted(name: str, holder: Any, attribute: str) -> None:
        original = getattr(holder, attribute)

        def counting(*given: Any, **named: Any) -> Any:
            counts[name] += 1
            return original(*given, **named)

        monkeypatch.setattr(holder, attribute, counting)

    counted("tallies", tally.Tally, "__init__")
    counted("listed by themselves", reading, "rows_between")
    few, of_few = figures_measured(9), Counter(counts)
    counts.clear()
    many, of_many = figures_measured(60), Counter(counts)
    assert many > 5 * few > 0
    assert of_many == of_few
    assert of_many["tallies"] > 0
    assert of_many["listed by themselves"] == 0
