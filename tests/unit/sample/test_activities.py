"""The activity tables keep their promises: profiles know them, deals have a history, habits are as people have them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reportgen.sample import Company, Size, generate
from reportgen.sample.activities import activities
from reportgen.sample.activity.spending import BUDGET, budgets
from reportgen.sample.company import LAST_DAY, YEAR_END
from reportgen.sample.deals import STAGES, lives
from reportgen.sample.files import files
from reportgen.sample.sheet import Cell
from reportgen.sources.profiles.profile import Profile
from reportgen.sources.profiles.reader import read_profiles

ROOT = Path(__file__).resolve().parents[3]
Row = Mapping[str, Cell]


@pytest.fixture(scope="module")
def tables(company: Company) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for activity in activities(company):
        headers = [column.header for column in activity.sheet.columns]
        rows = [dict(zip(headers, row, strict=True)) for row in activity.sheet.rows]
        found.setdefault(activity.kind, []).extend(rows)
    return found


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return dict(files(generate(Size(orders=200, deals=60), 2026)))


@pytest.fixture(scope="module")
def profiles() -> dict[str, Profile]:
    found, problems = read_profiles(ROOT / "inputs" / "profiles", "inputs/profiles")
    assert problems == ()
    return {profile.kind: profile for profile in found}


def test_every_table_has_rows_and_a_profile_that_names_its_columns(
    company: Company, tables: dict[str, list[Row]], profiles: dict[str, Profile]
) -> None:
    assert len(tables) == 54
    for activity in activities(company):
        known = {header for rule in profiles[activity.kind].columns.values() for header in rule.headers}
        headers = {column.header for column in activity.sheet.columns}
        assert headers - known <= {"内部成本中心"}, activity.kind
        wanted = [rule.headers for rule in profiles[activity.kind].columns.values() if rule.required]
        assert all(headers & set(names) for names in wanted), activity.kind
        assert tables[activity.kind], activity.kind


def test_business_keys_stand_once(tables: dict[str, list[Row]], profiles: dict[str, Profile]) -> None:
    for kind, rows in tables.items():
        names = [profiles[kind].columns[key].headers for key in profiles[kind].key]
        keys = Counter(tuple(str(next(row[name] for name in one if name in row)) for one in names) for row in rows)
        assert [key for key, count in keys.items() if count > 1] == [], kind


def test_people_and_customers_of_the_tables_are_those_of_the_company(
    company: Company, tables: dict[str, list[Row]]
) -> None:
    people, customers = {person.id for person in company.people}, {customer.id for customer in company.customers}
    for kind, rows in tables.items():
        for row in rows:
            assert row.get("工号", company.people[0].id) in people, kind
            assert row.get("客户编号", company.customers[0].id) in customers, kind


def test_a_deal_moves_forward_and_an_export_shows_where_its_history_has_it(company: Company) -> None:
    followed = lives(company.size, company.seed, company.customers)
    shown = {deal.number: deal for deal in company.deals}
    assert len({life.number for life in followed}) == len(followed)
    for life in followed:
        assert list(life.entered) == sorted(life.entered)
        assert life.entered[0] == life.opened
        assert life.entered[-1] < life.closes
        assert not life.won or len(life.entered) == len(STAGES)
        if life.opened <= LAST_DAY < life.closes:
            before = [stage for stage, day in zip(STAGES, life.entered, strict=False) if day <= LAST_DAY]
            assert shown[life.number].stage == before[-1]
    assert {len(life.entered) for life in followed if not life.won} == {2, 3, 4, 5}
    assert max(life.opened for life in followed) > date(2026, 12, 1)
    assert all(life.opened <= YEAR_END for life in followed)


def test_the_budget_is_eighty_four_million_in_the_years_rhythm(company: Company) -> None:
    planned = dict(budgets(company.size))
    assert sum(sum(year) for year in planned.values()) == BUDGET == 84_000_000_00
    assert all(len(year) == 12 for year in planned.values())


def test_events_are_three_summits_six_technical_days_and_eighteen_open_days(tables: dict[str, list[Row]]) -> None:
    assert Counter(row["类型"] for row in tables["events"]) == {"峰会": 3, "技术日": 6, "开放日": 18}
    assert [row["类型"] for row in tables["events"] if row["举办日期"] is None] == ["开放日"]


def test_the_director_joins_five_visits_a_month_but_in_february(tables: dict[str, list[Row]]) -> None:
    joint = [row for row in tables["visits"] if row["类型"] == "联合拜访"]
    months = Counter(str(row["拜访日期"])[5:7] for row in joint)
    assert months == {f"{month:02d}": 3 if month == 2 else 5 for month in range(1, 13)}
    assert {row["陪访人"] for row in joint} == {"E001"}


def test_a_rebate_is_paid_only_to_who_passed_every_exam(tables: dict[str, list[Row]]) -> None:
    without = {
        (row["经销商编号"], row["季度"])
        for row in tables["dealer_health"]
        if str(row["经销商编号"]).startswith("PT") and str(row["返利"]) == "Money(fen=0)"
    }
    assert without == {("PT-03", "2026Q1"), ("PT-09", "2026Q1")}


def test_one_text_is_in_gbk_one_has_semicolons_and_one_decimal_commas(written: dict[str, bytes]) -> None:
    with pytest.raises(UnicodeDecodeError):
        written["拜访记录_2026.csv"].decode("utf-8")
    assert written["拜访记录_2026.csv"].decode("gbk").startswith("拜访编号,拜访日期")
    leads = list(csv.reader(StringIO(written["市场获客_2026.csv"].decode("utf-8")), delimiter=";"))
    assert {len(row) for row in leads} == {10}
    freight = list(csv.reader(StringIO(written["Overseas_Freight_2026.csv"].decode("cp1252")), delimiter=";"))
    assert freight[0] == ["Bill No", "Date", "Country", "Amount EUR", "CO2 kg"]
    assert all(row[3][-3] == "," for row in freight[1:])


def test_the_budget_has_a_unit_row_a_header_of_two_rows_and_sums_that_are_right(written: dict[str, bytes]) -> None:
    page = load_workbook(BytesIO(written["费用预算_2026.xlsx"]))["费用预算"]
    assert page["A3"].value == "单位：万元"
    assert {str(cells) for cells in page.merged_cells.ranges} == {"A4:B4", "C4:E4", "F4:H4", "I4:K4", "L4:N4"}
    rows = list(page.iter_rows(min_row=6, values_only=True))
    assert rows[-1][0] == "合计"
    sums = [sum(Decimal(str(row[place])) for row in rows[:-1]) for place in range(2, 14)]
    assert [Decimal(str(value)) for value in rows[-1][2:]] == sums
    assert sum(sums) == 8_400


def test_columns_are_hidden_and_digits_are_full_width(written: dict[str, bytes]) -> None:
    page = load_workbook(BytesIO(written["交付与服务_2026.xlsx"]))["交付记录"]
    assert [page.cell(1, place).value for place in range(1, 12) if page.column_dimensions[chr(64 + place)].hidden] == [
        "内部成本中心"
    ]
    shares = load_workbook(BytesIO(written["市场部_2026.xlsx"]))["市场份额"]
    assert str(shares["D2"].value)[-1] == "％"


def test_tickets_have_a_sheet_a_month(written: dict[str, bytes]) -> None:
    book = load_workbook(BytesIO(written["交付与服务_2026.xlsx"]), read_only=True)
    assert book.sheetnames == ["交付记录", *(f"{month}月" for month in range(1, 13)), "2025年"]


def test_last_months_list_knows_less_than_this_months(written: dict[str, bytes], tables: dict[str, list[Row]]) -> None:
    old = load_workbook(BytesIO(written["改进清单_2026-02.xlsx"])).worksheets[0]
    assert old.max_row - 1 < len(tables["improvements"])
    assert [row[5] for row in old.iter_rows(min_row=2, values_only=True)] == [None, None, None]
