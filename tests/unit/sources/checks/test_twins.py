"""Customers that are probably one are found by how people type, and different ones are left alone."""

import time
from collections.abc import Callable
from fractions import Fraction
from itertools import product as pairs
from pathlib import Path
from random import Random

import pytest

from reportgen.sample import Size, generate
from reportgen.sources import input_files, matches, read, read_profiles, read_sources
from reportgen.sources.checks import identification
from reportgen.sources.checks.company_names import read_names
from reportgen.sources.checks.likely_twins import Record, twins
from reportgen.sources.reading import Reading

Read = Callable[..., Reading]

ROOT = Path(__file__).resolve().parents[4]
CUSTOMERS = """
kind: customers
files: ["customers*.csv"]
key: [id]
columns:
  id: {type: id, headers: [id], required: true}
  name: {type: text, headers: [name]}
  phone: {type: text, headers: [phone]}
  tax_no: {type: id, headers: [tax_no]}
checks:
  - {kind: unique, id: id, name: name, proof: [tax_no], evidence: [phone], column: same_as}
"""


def score(one: str, other: str) -> int:
    found = twins([Record("1", one), Record("2", other)])
    return found[0].score if found else 0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("自贡曜驰储能技术股份有限公司", "自贡曜驰储能技术", 98),
        ("福州煜拓热能科技集团有限公司", "福州煜拓热能科技公司", 98),
        ("潍坊昱拓热能科技有限公司", "潍坊昱拓 热能科技有限公司", 98),
        ("恒川机械（集团）有限公司", "恒川机械有限责任公司", 98),
        ("臺灣積體電路製造股份有限公司", "台湾积体电路制造有限公司", 98),
        ("ＡＢＣ机械有限公司", "abc机械公司", 98),
        ("Acme Machinery Co., Ltd.", "ACME  MACHINERY LIMITED", 98),
        ("天津骏源交通科技有限公司", "天津源骏交通科技有限公司", 93),
        ("沧州晟旭智能交通有限公司", "晟旭智能交通有限公司（沧州）", 93),
        ("Acme Machinery Inc", "Machinery Acme", 93),
        ("南充澜邦重型机器有限公司", "南充澜邦重型机器有限公司Ｂ", 90),
        ("Acme Machinery", "Acme Mahcinery", 85),
        ("Acme Machinery", "Acme Machnery", 80),
        ("北京恒川机械制造有限公司", "北京恒川川机械制造有限公司", 80),
    ],
)
def test_two_spellings_of_a_name_are_one_customer(one: str, other: str, expected: int) -> None:
    assert score(one, other) == score(other, one) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("北京恒川机械有限公司", "北京恒源机械有限公司"),
        ("北京恒川机械有限公司", "南京恒川机械有限公司"),
        ("恒川机械有限公司北京分公司", "恒川机械有限公司上海分公司"),
        ("恒川机械有限公司", "恒川机械有限公司上海分公司"),
        ("恒川机械有限公司A", "恒川机械有限公司B"),
        ("恒川机械一厂", "恒川机械二厂"),
        ("Store 12 Berlin", "Store 13 Berlin"),
        ("Acme Tools", "Acme Pools"),
        ("有限公司", "集团有限公司"),
        ("Ltd", "Inc"),
        ("", ""),
    ],
)
def test_names_that_differ_in_what_they_say_are_two(one: str, other: str) -> None:
    assert score(one, other) == score(other, one) == 0


def test_a_tax_number_is_proof_and_a_telephone_needs_a_similar_name(reading: Read) -> None:
    rows = (
        "id,name,phone,tax_no\n"
        "C1,Acme Tools Berlin,030 123,DE-1\nC2,Something Else,,DE1\n"
        "C3,Acme Pools Berlin,(030)123,\nC4,Quite Different,030123,\n"
    )
    result = reading({"customers.csv": rows}, CUSTOMERS)
    first = "C1 “Acme Tools Berlin” (inputs/data/customers.csv [2])"
    assert [problem.sentence for problem in result.problems] == [
        f"“Something Else” is probably {first}: the same tax_no. Likeness 100 %.",
        f"“Acme Pools Berlin” is probably {first}: the same phone and a similar name. Likeness 92 %.",
    ]
    assert [str(problem.place) for problem in result.problems] == [
        "inputs/data/customers.csv [B3]",
        "inputs/data/customers.csv [B4]",
    ]
    assert result.tables["customers"].frame["same_as"].fillna("").tolist() == ["", "C1", "C1", ""]


def test_the_planned_second_records_of_the_sample_are_found_and_no_others() -> None:
    company = generate(Size(), 2026)
    assert company.money is not None
    planned = {(double.customer.id, double.of) for double in company.money.duplicates}
    everybody = (*company.customers, *company.money.shop.customers, *(one.customer for one in company.money.duplicates))
    records = [Record(customer.id, customer.name) for customer in everybody]
    assert {(records[twin.second].id, records[twin.first].id) for twin in twins(records)} == planned
    assert len(planned) == 6


def test_the_share_of_identified_customers_is_what_the_sample_plans() -> None:
    inputs = ROOT / "inputs"
    profiles, _ = read_profiles(inputs / "profiles", "inputs/profiles")
    listed, _ = read_sources(inputs / "sources.yaml", "inputs/sources.yaml")
    files, _ = input_files(listed, inputs, "inputs")
    customers = [profile for profile in profiles if profile.kind == "customers"]
    patterns = [pattern for profile in customers for pattern in profile.files]
    result = read([file for file in files if any(matches(file.name, one) for one in patterns)], customers)
    told = next(problem for problem in result.problems if problem.kind.code == "customers-unidentified")
    assert told.sentence == ("Of 599 records 593 are the only one of their customer: 98.9983 %; the goal is 99.8 %.")
    counted = identification(result.tables["customers"], "same_as")
    assert (counted.records, counted.unique) == (599, 593)
    assert Fraction(counted.unique, counted.records) < Fraction(998, 1000)  # the goal: one second record would be left
    assert Fraction(counted.records - 1, counted.records) > Fraction(998, 1000)


def test_the_order_of_the_records_changes_nothing() -> None:
    names = ["恒川机械有限公司", "恒川机械", "川恒机械公司", "Acme Machinery", "Acme Machnery", "Machinery Acme Ltd"]
    records = [Record(str(number), name) for number, name in enumerate(names)]
    expected = {(records[one.first].id, records[one.second].id, one.score) for one in twins(records)}
    assert expected == {("0", "1", 98), ("0", "2", 93), ("3", "4", 80), ("3", "5", 93)}
    for seed in range(20):
        shuffled = Random(seed).sample(records, len(records))
        assert {(shuffled[one.first].id, shuffled[one.second].id, one.score) for one in twins(shuffled)} == expected


def test_many_customers_are_compared_in_time_that_grows_with_their_number() -> None:
    brands = [first + second for first, second in pairs("恒川钧澜铭晟煜泓锐昱翊骏曜栎珩砺", repeat=2)]
    names = [f"{city}{brand}{trade}{number}有限公司" for city, brand, trade, number in pairs(
        ("上海", "苏州", "南京", "杭州"), brands, ("机械制造", "自动化设备"), range(50)
    )]  # fmt: skip
    seconds = []
    for count in (10_000, 50_000):
        records = [Record(f"C{number:06d}", name) for number, name in enumerate(names[:count])]
        started = time.process_time()
        twins(records)
        seconds.append(time.process_time() - started)
    assert seconds[1] < 15 * max(seconds[0], 0.05)  # five times as many; pairs would be twenty-five times as many


def test_what_a_name_keeps_is_what_tells_companies_apart() -> None:
    full, bare, latin = read_names(["恒川（上海）机械股份有限公司", "上海恒川机械", "The Acme Machinery Co., Ltd."])
    assert (full.core, bare.core) == ("恒川上海机械", "上海恒川机械")
    assert full.bag == bare.bag
    assert (latin.core, latin.bag) == ("theacmemachinery", "acme machinery")
