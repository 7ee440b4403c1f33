"""What a review's row of alerts says: who is to act, whose figure it is, and of which month an amount is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from reportgen.documents.alert_basis import basis
from reportgen.documents.review_actions import alerts_table, own_alerts
from reportgen.documents.team_alerts import told_of_team
from reportgen.model.document import DataTable
from reportgen.model.measured import Measured
from reportgen.render.words import Words, load_words, word
from tests.unit.documents.test_documents import ROOT
from tests.unit.measure.test_alerts import rule, said

ZH, EN = (load_words(ROOT / "templates" / "languages", language) for language in ("zh", "en"))

PEOPLE = """
person  name  role            manager  region  since       until  left
B1      Boss  director        -        HQ      2024-01-01  -      -
M1      Max   manager         B1       North   2024-01-01  -      -
E1      Eve   representative  M1       North   2024-01-01  -      -
E2      Eli   representative  M1       North   2024-01-01  -      -
"""
ORDERS = """
order_no  order_date  person  customer  amount  gross_profit
A1        2026-01-10  E1      Acme      600     120
A2        2026-03-02  E1      Acme      400     100
A3        2026-03-03  E2      Bolt      300     60
A4        2026-03-04  M1      Core      200     40
"""
LOW = "- {id: low, kind: below, figures: [order_amount], threshold: '500', subject: person, owner: leader}"
HIGH = "- {id: high, kind: above, figures: [order_amount], threshold: '450', subject: customer, owner: seller}"


def company(text: str, when: str) -> Measured:
    return said(rule(text), when=when, people=PEOPLE, orders=ORDERS)


def rows(table: DataTable, words: Words) -> list[tuple[str, str]]:
    """What each row says of its basis and of who acts."""
    return [(word(words, row.cells[1]), word(words, row.cells[3])) for row in table.rows]


@pytest.mark.parametrize(
    ("person", "when", "zh", "en"),
    [
        (
            "M1",
            "2026-03",
            [("2026-03：2 人，最低 300 元（界限 500 元）", "Max"), ("本人 2026-03：200 元（界限 500 元）", "Boss")],
            [("2026-03: 2 people, the lowest 300 (limit 500)", "Max"), ("Own, 2026-03: 200 (limit 500)", "Boss")],
        ),
        (
            "B1",
            "2026-03",
            [("本人 2026-03：0（界限 500 元）", "直属上级"), ("团队成员 2026-03：200 元（界限 500 元）", "Boss")],
            [("Own, 2026-03: 0 (limit 500)", "Manager"), ("A member, 2026-03: 200 (limit 500)", "Boss")],
        ),
        ("E1", "2026-03", [("2026-03：400 元（界限 500 元）", "Max")], [("2026-03: 400 (limit 500)", "Max")]),
    ],
)
def test_what_somebody_is_to_act_on_stands_apart_and_a_leaders_own_figure_from_members(
    person: str, when: str, zh: list[tuple[str, str]], en: list[tuple[str, str]]
) -> None:
    found = company(LOW, when)
    table = alerts_table(found, own_alerts(found, person), 9, person)
    assert (rows(table, ZH), rows(table, EN)) == (zh, en)


def test_figures_of_several_months_are_not_called_so_many_people() -> None:
    found = company(LOW, "2026-03")
    (once,) = own_alerts(found, "E1")
    again = [replace(once, period=month) for month in ("2026-02", "2026-03")]
    for reader, zh, en in (
        (
            "M1",
            "团队成员 2 条，最严重：2026-02：400 元（界限 500 元）",
            "2 on members, the worst 2026-02: 400 (limit 500)",
        ),
        (
            "",
            "团队成员 2 条，最严重：2026-02：400 元（界限 500 元）",
            "2 on members, the worst 2026-02: 400 (limit 500)",
        ),
        ("E1", "2 条，最严重：2026-02：400 元（界限 500 元）", "2, the worst 2026-02: 400 (limit 500)"),
    ):
        text = basis(found, again, reader)
        assert (word(ZH, text), word(EN, text)) == (zh, en)
    own = [replace(alarm, subject="M1") for alarm in again]
    assert word(ZH, basis(found, own, "M1")) == "本人 2 条，最严重：2026-02：400 元（界限 500 元）"
    assert word(EN, basis(found, own, "M1")) == "2 of their own, the worst 2026-02: 400 (limit 500)"


def test_an_amount_of_an_earlier_month_says_of_which() -> None:
    quarter, january = company(HIGH, "2026-Q1"), company(HIGH, "2026-01")
    assert word(EN, basis(quarter, own_alerts(quarter, "E1"))) == "Acme, 2026-01: 600 (limit 450)"
    assert word(ZH, basis(quarter, own_alerts(quarter, "E1"))) == "Acme，2026-01：600 元（界限 450 元）"
    assert word(EN, basis(january, own_alerts(january, "E1"))) == "Acme: 600 (limit 450)"


def test_the_worst_is_found_exactly_and_of_equal_ones_by_name() -> None:
    found = company(HIGH, "2026-01")
    (once,) = own_alerts(found, "E1")
    more = 600 + Fraction(1, 10**30)
    amounts = {"Bolt": Fraction(600), "Core": more, "Able": more, "Dent": Fraction(599)}
    several = [
        replace(once, subject=name, name=name, value=replace(once.value, value=amount))
        for name, amount in amounts.items()
    ]
    assert word(EN, basis(found, several)).startswith("4, the worst Able:")
    assert word(EN, basis(found, several[:1] + several[3:])).startswith("2, the worst Bolt:")


def test_the_pack_of_a_team_tells_how_many_people_and_names_none() -> None:
    found = company(LOW, "2026-03")
    table = told_of_team(found, "M1", ("E1", "E2")).section.parts[0]
    assert isinstance(table, DataTable)
    assert rows(table, EN) == [("2026-03: 3 people, the lowest 200 (limit 500)", "Manager")]
