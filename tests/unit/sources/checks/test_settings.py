"""Checks are settings, read as strictly as all others."""

from collections.abc import Callable

import pytest

from reportgen.model.problem import Problem
from reportgen.sources import Profile

Profiles = Callable[..., tuple[tuple[Profile, ...], tuple[Problem, ...]]]

BASE = """
kind: orders
files: ["orders*.csv"]
columns:
  no: {type: id, headers: [no]}
  day: {type: date, headers: [day]}
  amount: {type: money, headers: [amount], currency: CNY}
"""


@pytest.mark.parametrize(
    ("setting", "code", "found"),
    [
        ("checks: [{kind: emploied, date: day}]", "setting-wrong", "emploied"),
        ("checks: [{date: day}]", "setting-wrong", ""),
        ("checks: [{kind: steady, date: day}]", "setting-missing", "factor"),
        ("checks: [{kind: steady, factor: 2, date: day, sum: amount}]", "setting-unknown", "sum"),
        ("checks: [{kind: steady, factor: 0.5, date: day}]", "setting-wrong", "0.5"),
        ("checks: [{kind: steady, factor: many, date: day}]", "setting-wrong", "many"),
        ("checks: [{kind: steady, factor: 2}]", "setting-wrong", "steady"),
        ("checks: [{kind: steady, factor: 2, files: orders}]", "setting-wrong", "orders"),
        ("checks: [{kind: steady, factor: 2, date: dya}]", "setting-wrong", "dya"),
        ("checks: [{kind: whole, by: no, parts: share}]", "setting-wrong", "share"),
        ("checks: [{kind: steady, factor: 2, date: day, where: {typ: sale}}]", "setting-wrong", "typ"),
        ("checks: [{kind: employed, date: day, person: no}]", "setting-wrong", "people"),
        (
            "checks: [{kind: not_above, amount: amount, by: no, table: orders, their_amount: gross, their_by: no}]",
            "setting-wrong",
            "gross",
        ),
        ("overlap: oldest", "setting-wrong", "oldest"),
        ("overlap: newest", "setting-wrong", "newest"),
        ("overlap: {keep: newest}", "setting-wrong", "newest"),
        ('overlap: {keep: newest, by: "o_YYYY-MM*", undated: first}', "setting-wrong", "first"),
    ],
)
def test_a_setting_that_cannot_be_is_told_with_its_line(
    profiles_of: Profiles, setting: str, code: str, found: str
) -> None:
    _, problems = profiles_of(BASE + setting + "\n")
    assert [(one.kind.code, one.found) for one in problems] == [(code, found)]
    assert problems[0].place.row == 8 or code == "setting-missing"


def test_every_kind_of_check_can_be_asked_for_with_all_its_settings(profiles_of: Profiles) -> None:
    checks = """
checks:
  - {kind: steady, factor: 1.5, date: day, sums: [amount], where: {no: [A, B]}}
  - {kind: whole, by: [no], parts: amount, of: amount}
  - {kind: not_above, amount: amount, by: no, table: orders, their_amount: amount, their_by: no}
  - {kind: adds_up, amounts: amount, by: no, table: orders, where: {no: A}, whole: {no: B}}
  - {kind: taxed, net: amount, gross: amount, rate: amount, tolerance: 0.02, rates: [13 %]}
  - {kind: returned, order: no, original: no, date: day, negative: amount, quantity: amount, item: no, where: {no: R}}
  - {kind: unique, id: no, name: no, proof: [no], evidence: [no], column: same_as, goal: 99 %}
overlap: {keep: newest, by: day, undated: oldest}
"""
    profiles, problems = profiles_of(BASE + checks.lstrip())
    assert problems == ()
    assert [type(rule).__name__ for rule in profiles[0].checks] == [
        "Steady", "Whole", "NotAbove", "AddsUp", "Taxed", "Returned", "Unique",
    ]  # fmt: skip
    assert "same_as" in profiles[0].names
