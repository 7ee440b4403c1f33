"""What surrounds the orders is planned: absences, posts, shares, invoices, changes, balances, and cases of rules."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction
from io import StringIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from reportgen.model.money import split
from reportgen.sample import Company, Size, generate, write_large
from reportgen.sample.company import HOUSE, YEAR_END
from reportgen.sample.customers import KEY_TIERS
from reportgen.sample.money import MoneySide
from reportgen.sample.money.opening import commission
from reportgen.sample.money.stories import crowded
from reportgen.sample.sheet import Sheet
from reportgen.sample.spool import Spool
from reportgen.sample.streams import parts, stream
from reportgen.sample.tables import tables
from reportgen.sample.text import csv_bytes
from reportgen.sample.workdays import workdays

HABITS = {"freight", "budget", "improvements of the month before", "opportunities of the year's end"}
"""What only the small company keeps: files with a habit of their own, and old copies."""


@pytest.fixture(scope="module")
def side(company: Company) -> MoneySide:
    assert company.money
    return company.money


def test_nobody_signs_an_order_while_away(company: Company, side: MoneySide) -> None:
    signed = {(order.person, order.signed) for order in company.orders if not order.original}
    away = {
        (leave.person, leave.first + timedelta(days=day))
        for leave in side.leaves
        for day in range((leave.last - leave.first).days + 1)
    }
    assert signed & away == set()
    assert [leave.kind for leave in side.leaves if leave.days > 20] == ["产假"]


def test_the_customers_of_who_is_away_come_back(company: Company, side: MoneySide) -> None:
    leave = max(side.leaves, key=lambda leave: leave.days)
    before = {c.id for c in company.customers if c.owner(leave.first - timedelta(days=1)) == leave.person}
    during = {c.id for c in company.customers if c.owner(leave.first) == leave.person}
    after = {c.id for c in company.customers if c.owner(leave.last + timedelta(days=1)) == leave.person}
    assert (during, after) == (set(), before)
    assert before


def test_every_post_is_filled_or_vacant_on_every_day(side: MoneySide) -> None:
    posts = defaultdict(list)
    for seat in side.seats:
        posts[seat.number].append(seat)
    assert len(posts) == 68
    for stretches in posts.values():
        assert (stretches[0].since, stretches[-1].until) == (date(2026, 1, 1), None)
        assert all(first.until == second.since - timedelta(days=1) for first, second in pairwise(stretches))
    assert sum(not seat.person and seat.until is None for seat in side.seats) == 3


def test_base_pay_follows_grade_and_working_time(company: Company, side: MoneySide) -> None:
    assert {item.person for item in side.pay_items} == {person.id for person in company.people}
    part = next(person for person in company.people if len(person.posts) == 2 and person.posts[1].hours == 600)
    base = [item.amount for item in side.pay_items if item.person == part.id and item.item == "基本工资"]
    assert base[1] * 10 == base[0] * 6


def test_the_shares_of_an_order_make_the_whole_without_the_overlays(company: Company, side: MoneySide) -> None:
    sellers = {order.number: order for order in company.orders}
    people = {person.id: person for person in company.people}
    shares: dict[str, Fraction] = defaultdict(Fraction)
    for share in side.splits:
        assert people[share.person].employed(sellers[share.order].signed)
        if share.on_top:
            assert people[share.person].posts[0].role == "技术顾问"
        else:
            shares[share.order] += Fraction(share.parts, share.whole)
    assert set(shares.values()) == {1}
    assert {share.whole for share in side.splits} == {3, 100}
    assert {2, 3} == set(Counter(share.order for share in side.splits if not share.on_top).values())


def test_invoices_say_what_orders_say_and_nothing_is_due_before_it_is_invoiced(
    company: Company, side: MoneySide
) -> None:
    invoiced, sold = Counter[str](), Counter[str]()
    for invoice in side.invoices:
        invoiced[invoice.order] += invoice.gross
        assert invoice.due >= invoice.day
        assert (invoice.gross < 0) == (invoice.kind == "红字")
    for order in company.orders:
        sold[order.original or order.number] += order.gross
    early = [order.number for order in company.orders if not order.original and order.signed < date(2026, 9, 1)]
    assert [number for number in early if invoiced[number] != sold[number]] == []
    assert len({invoice.number for invoice in side.invoices}) == len(side.invoices)


def test_price_requests_have_a_list_an_approval_or_neither(company: Company, side: MoneySide) -> None:
    orders = {order.number: order for order in company.orders}
    named = [request for request in side.price_requests if request.order]
    assert all(orders[request.order].person == request.person for request in named)
    kinds = {(bool(request.exchange), bool(request.approver)) for request in side.price_requests if request.cut >= 50}
    assert kinds >= {(True, True), (False, False)}
    assert {request.number for request in side.price_requests} >= {f"JG-2603-90{place}" for place in (1, 2, 3, 4)}


def test_bad_debts_stay_below_half_a_percent_of_the_year(company: Company, side: MoneySide) -> None:
    paid = {receipt.order for receipt in company.receipts}
    assert [row for row in side.write_offs if row.order in paid] == []
    sold = sum(order.gross for order in company.orders if order.signed.year == 2026)
    assert Fraction(1, 400) < Fraction(sum(row.amount for row in side.write_offs), sold) < Fraction(1, 200)


def test_a_mid_year_change_moves_targets_and_leaves_their_sum(side: MoneySide) -> None:
    before, after = Counter[date](), Counter[date]()
    for change in side.target_changes:
        assert change.before.month >= change.since == date(2026, 7, 1)
        before[change.before.month] += change.before.floor
        after[change.before.month] += change.floor
    assert before == after
    assert len(before) == 6


def test_every_level_of_targets_sums_to_the_companys(side: MoneySide) -> None:
    sums = Counter[tuple[str, date]]()
    for target in side.level_targets:
        sums[target.level if target.metric == "签单额" else target.metric, target.month] += target.floor
    months = {month for _, month in sums}
    assert len(months) == 12
    for month in months:
        assert len({sums[level, month] for level in ("公司", "大区", "产品线", "客户等级")}) == 1
    assert sum(sums["利润额", month] for month in months) == 63_000_000_00


def test_every_manual_line_has_reason_author_and_approver(company: Company, side: MoneySide) -> None:
    for line in side.manual_lines:
        assert line.reason
        assert line.approver == "E001"
        assert line.author not in {line.person, line.approver}
    assert min(line.amount for line in side.manual_lines) < 0
    orders = {order.number: order.person for order in company.orders}
    assert all(orders[hold.order] == hold.person for hold in side.holds if hold.order)
    assert {bool(hold.until) for hold in side.holds} == {True, False}


def test_the_commission_of_the_opening_balances_is_that_of_the_plan() -> None:
    assert commission(35_000_00, 100_000_00) == 1_650_00
    assert commission(20_000_00, 100_000_00) == 600_00
    assert commission(-1, 100_000_00) == 0


def test_balances_open_with_what_was_earned_and_not_yet_released(company: Company, side: MoneySide) -> None:
    people = {person.id for person in company.people}
    orders = [row for row in side.openings if row.order]
    assert all(0 <= row.paid == row.released < row.earned for row in orders)
    assert {row.order[3:5] for row in orders} == {"25"}
    assert {(row.carried, row.draw) for row in side.openings if not row.order} == {
        (-300_00, 800_00), (-1_250_40, 0), (0, 3_000_00),
    }  # fmt: skip
    assert {row.person for row in side.openings} <= people


def test_the_pilot_abroad_brings_thirty_million_at_rates_without_gap(side: MoneySide) -> None:
    months = [row.since for row in side.rates if row.currency == "USD"]
    assert months == sorted(set(months))
    assert len(months) == 24
    yuan = sum(
        Fraction(order.amount * [r.value for r in side.rates if r.currency == "USD" and r.since <= order.signed][-1])
        for order in side.export_orders
    )
    assert Fraction(9, 10) < yuan / 10_000 / 30_000_000_00 < Fraction(11, 10)
    margins = {(row.country, 1000 * (row.amount - row.cost) // row.amount >= 350) for row in side.export_orders}
    assert {country for country, enough in margins if not enough} == {"Poland"}


def test_online_customers_belong_to_the_house_and_pay_at_once(company: Company, side: MoneySide) -> None:
    assert {order.person for order in side.shop.orders} == {HOUSE}
    assert {order.signed for order in side.shop.orders} <= set(workdays())
    assert sum(order.gross for order in side.shop.orders) == sum(receipt.amount for receipt in side.shop.receipts)
    names = [c.name for c in (*company.customers, *side.shop.customers, *(d.customer for d in side.duplicates))]
    assert len(set(names)) == len(names)
    assert {order.person for order in side.of_nobody} == {""}


def test_second_records_say_whose_they_are(company: Company, side: MoneySide) -> None:
    known = {customer.id: customer for customer in company.customers}
    assert len({double.how for double in side.duplicates}) == 6
    for double in side.duplicates:
        assert double.customer.name != known[double.of].name
        assert double.customer.id not in known


def test_key_customers_have_two_owners_but_three(company: Company) -> None:
    people = {person.id: person for person in company.people}
    key = [customer for customer in company.customers if customer.tier in KEY_TIERS]
    assert sum(not customer.second for customer in key) == 3
    for customer in (customer for customer in key if customer.second):
        assert customer.second != customer.owner(YEAR_END)
        assert people[customer.second].sells_on(YEAR_END)


def test_twelve_visits_at_the_top_leave_eleven_blueprints(side: MoneySide) -> None:
    assert len({visit.customer for visit in side.top_visits}) == 12
    assert sum(visit.blueprint for visit in side.top_visits) == 11
    assert {row.rating for row in side.ratings} == {"AAA", "AA", "A", "B", "C"}
    assert any(fact.growth is None for fact in side.facts)


def test_parts_are_those_of_the_products_own_division() -> None:
    random = stream(1, "parts")
    for _ in range(300):
        whole, weights = random.randint(-10_000, 10_000), [random.randint(0, 9) for _ in range(random.randint(1, 7))]
        weights[0] += 1
        shares = {str(place): Fraction(weight) for place, weight in enumerate(weights)}
        assert parts(whole, weights) == list(split(Fraction(whole), shares, places=0).values())


def test_the_smallest_company_has_room_for_every_story() -> None:
    smallest = generate(Size(people=60, orders=200), 7)
    assert smallest.money
    owners = Counter(customer.owner(YEAR_END) for customer in smallest.customers)
    assert [(person, owners[person]) for person, _ in crowded(smallest.people)] == list(crowded(smallest.people))


def test_a_large_company_is_written_quarter_by_quarter_as_the_small_one_is(tmp_path: Path) -> None:
    size, seed = Size(60, 300, 60), 11
    large: dict[str, list[list[str]]] = defaultdict(list)
    for path in write_large(size, seed, tmp_path):
        large[path.stem.partition("_20")[0]] += list(csv.reader(StringIO(path.read_text("utf-8"))))[1:]
    small = {name: _rows(sheets) for name, sheets in tables(generate(size, seed)).items() if name not in HABITS}
    small["orders"] = small.pop("orders of 2025") + small.pop("orders of 2026")
    assert sorted(map(sorted, large.values())) == sorted(map(sorted, small.values()))


def _rows(sheets: list[Sheet]) -> list[list[str]]:
    texts = (StringIO(csv_bytes(sheet).decode("utf-8")) for sheet in sheets)
    return [row for text in texts for row in list(csv.reader(text))[1:]]


def test_rows_on_the_disk_are_a_sequence_like_any_other() -> None:
    with TemporaryFile() as file:
        rows = Spool[int](file)
        for added in ((1, 2, 3), (), (4,), (5, 6)):
            rows.add(added)
        assert [*rows] == [*rows] == [1, 2, 3, 4, 5, 6]
        assert (len(rows), rows[0], rows[3], rows[-1], rows[2:5]) == (6, 1, 4, 6, (3, 4, 5))
        with pytest.raises(IndexError):
            _ = rows[6]
