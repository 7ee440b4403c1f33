"""The sample company keeps the promises its documentation makes: people, targets, orders, returns, receipts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from reportgen.sample import Company, Size, generate
from reportgen.sample.company import LAST_DAY, YEAR_END, Order
from reportgen.sample.customers import customers
from reportgen.sample.staff import staff
from reportgen.sample.workdays import workdays

Q1 = (date(2026, 1, 1), date(2026, 3, 31))


def in_q1(company: Company) -> list[Order]:
    return [order for order in company.orders if Q1[0] <= order.signed <= Q1[1]]


def test_sixty_eight_people_work_in_four_levels_and_three_supporting_roles(company: Company) -> None:
    roles = Counter(person.posts[0].role for person in company.people)
    assert len(company.people) == 68
    assert roles == {"总监": 1, "经理": 4, "主管": 8, "代表": 47, "技术顾问": 3, "客户专员": 3, "销售助理": 2}


def test_e017_is_a_representative_in_the_east(company: Company) -> None:
    person = next(person for person in company.people if person.id == "E017")
    assert (person.name, person.english, person.posts[0].role, person.posts[0].region) == (
        "李文静", "Li Wenjing", "代表", "华东",
    )  # fmt: skip


def test_names_are_distinct_in_both_languages(company: Company) -> None:
    assert len({person.name for person in company.people}) == 68
    assert len({person.english for person in company.people}) == 68
    assert len({customer.name for customer in company.customers}) == len(company.customers)


def test_every_manager_is_on_the_roster_and_one_level_up(company: Company) -> None:
    roles = {person.id: person.posts[0].role for person in company.people}
    above = {"代表": {"主管"}, "主管": {"经理"}, "经理": {"总监"}, "总监": {""}}
    for person in company.people:
        for post in person.posts:
            assert roles.get(post.manager, "") in above.get(post.role, {"经理", "总监"})


def test_posts_of_a_person_follow_one_another_without_gap_or_overlap(company: Company) -> None:
    changed = [person for person in company.people if len(person.posts) > 1]
    for person in changed:
        assert all(before.until == after.since - timedelta(days=1) for before, after in pairwise(person.posts)), person
    moved = [person for person in changed if person.posts[0].region != person.posts[-1].region]
    assert [(person.posts[0].until, person.posts[1].since) for person in moved] == [
        (date(2026, 2, 15), date(2026, 2, 16))
    ]


def test_in_july_a_grade_a_supervisor_and_a_whole_team_change(company: Company) -> None:
    changed = [(p.posts[-2], p.posts[-1]) for p in company.people if p.posts[-1].since == date(2026, 7, 1)]
    assert sorted((old.grade != new.grade, old.manager != new.manager, new.role) for old, new in changed) == [
        (False, True, "主管"), (False, True, "代表"), (True, False, "代表"),
    ]  # fmt: skip


def test_two_work_part_time_one_of_them_from_april(company: Company) -> None:
    assert sorted(
        (post.role, post.since.isoformat(), post.hours)
        for person in company.people
        for post in person.posts
        if post.hours < 1000
    ) == [("代表", "2026-04-01", 600), ("客户专员", "2025-01-01", 500)]


def test_people_join_and_leave_in_2026(company: Company) -> None:
    assert sorted(person.hired for person in company.people if person.hired.year == 2026) == [
        date(2026, 1, 5),
        date(2026, 2, 12),
        date(2026, 4, 1),
    ]
    assert sorted(person.left for person in company.people if person.left) == [
        date(2026, 2, 15),
        date(2026, 5, 31),
        date(2026, 9, 30),
    ]


def test_targets_sum_to_the_phased_company_target_to_the_fen(company: Company) -> None:
    floors, stretches = Counter[int](), Counter[int]()
    for target in company.targets:
        floors[target.month.month] += target.floor
        stretches[target.month.month] += target.stretch
    assert sum(floors.values()) == 420_000_000_00
    assert sum(stretches.values()) == 500_000_000_00
    assert floors[1] == floors[2] == floors[3] == 56_000_000_00
    assert [stretches[month] for month in (1, 2, 3)] == [6_666_666_667, 6_666_666_667, 6_666_666_666]
    assert sum(floors[month] for month in (10, 11, 12)) == 42_000_000_00


def test_only_who_sells_in_a_month_has_a_target_for_it(company: Company) -> None:
    people = {person.id: person for person in company.people}
    for target in company.targets:
        person = people[target.person]
        last = target.month.replace(day=28)
        assert person.sells_on(target.month) or person.sells_on(last), target


def test_every_order_belongs_to_somebody_employed_and_selling_that_day(company: Company) -> None:
    people = {person.id: person for person in company.people}
    assert [order for order in company.orders if not people[order.person].sells_on(order.signed)] == []


def test_an_order_belongs_to_whoever_has_the_customer_that_day(company: Company) -> None:
    owners = {customer.id: customer for customer in company.customers}
    sold = [order for order in company.orders if not order.original]
    assert {order.signed for order in company.orders} <= set(workdays())
    assert company.orders[-1].signed <= YEAR_END
    assert [order for order in sold if owners[order.customer].owner(order.signed) != order.person] == []


def test_the_first_quarter_is_as_large_as_promised(company: Company) -> None:
    orders = in_q1(company)
    assert 0.95 <= sum(order.amount for order in orders) / 168_000_000_00 <= 1.05
    assert 1_200 <= len(orders) <= 1_400
    assert 2_600 <= sum(len(order.lines) for order in orders) <= 3_000


def test_the_year_before_was_an_eighth_smaller(company: Company) -> None:
    before = [order for order in company.orders if order.signed.year == 2025]
    assert 2_800 <= len(before) <= 3_200
    quarter = sum(order.amount for order in before if order.signed.month <= 3)
    assert 0.82 <= quarter / sum(order.amount for order in in_q1(company)) <= 0.92


def test_sales_come_from_the_tiers_in_the_stated_shares(company: Company) -> None:
    tiers = {customer.id: customer.tier for customer in company.customers}
    assert company.money
    tiers |= dict.fromkeys((customer.id for customer in company.money.shop.customers), "C")
    counts = Counter(tiers.values())
    assert (counts["S"], counts["A"], counts["B"]) == (18, 42, 120)
    assert counts["C"] > 300
    for months in (range(1, 4), range(1, 13)):
        amounts = Counter[str]()
        for order in (*company.orders, *company.money.shop.orders, *company.money.of_nobody):
            amounts[tiers[order.customer]] += order.amount * (
                order.signed.year == 2026 and order.signed.month in months
            )
        whole = sum(amounts.values())
        for tier, share in {"S": 55, "A": 30, "B": 12, "C": 3}.items():
            assert abs(100 * amounts[tier] / whole - share) < 1, (tier, months)


def test_every_quarter_is_as_large_as_4321_says(company: Company) -> None:
    signed = Counter[int]()
    for order in company.orders:
        signed[(order.signed.month + 2) // 3] += order.amount * (order.signed.year == 2026)
    whole = sum(signed.values())
    for quarter, share in {1: 40, 2: 30, 3: 20, 4: 10}.items():
        assert abs(100 * signed[quarter] / whole - share) < 1, quarter


def test_attainment_spreads_and_one_team_earns_its_sprint_bonus(company: Company) -> None:
    asked, sold, teams = Counter[str](), Counter[str](), Counter[str]()
    region = {person.id: person.region(Q1[1]) for person in company.people}
    for target in company.targets:
        asked[target.person] += target.floor * (target.month <= Q1[1])
    for order in in_q1(company):
        sold[order.person] += order.amount
        teams[region[order.person]] += order.amount
    attained = sorted(sold[person] / target for person, target in asked.items() if target)
    assert 0.6 <= attained[0] < 0.75
    assert 1.25 < attained[-1] <= 1.4
    for person, floor in asked.items():
        teams[region[person] + " asked"] += floor
    over = [name for name in ("华东", "华南", "华北", "西南") if teams[name] >= teams[f"{name} asked"] * 1.1]
    assert over == ["华东"]


def test_margins_lie_where_the_product_lines_promise(company: Company) -> None:
    names = {product.id: product.line for product in company.products}
    amounts, costs = Counter[str](), Counter[str]()
    for line in (line for order in company.orders for line in order.lines):
        amounts[names[line.product]] += line.amount
        costs[names[line.product]] += line.cost
    margins = {name.split()[0]: 100 - 100 * costs[name] / amount for name, amount in amounts.items()}
    assert 38 < margins["Ultra"] < 43
    assert 31 < margins["Flex"] < 37
    assert 20 < margins["Eco"] < 24
    assert any(sum(line.cost for line in order.lines) > order.amount > 0 for order in in_q1(company))


def test_tax_is_thirteen_percent_rounded_half_up_on_each_line(company: Company) -> None:
    for line in (line for order in company.orders for line in order.lines):
        size = abs(line.amount)
        assert abs(line.gross) == size + (size * 13 + 50) // 100


def test_a_return_is_negative_and_names_an_earlier_order_with_these_pieces(company: Company) -> None:
    orders = {order.number: order for order in company.orders if not order.original}
    returned = [order for order in company.orders if order.original and not order.corrects]
    assert returned
    for order in returned:
        original = orders[order.original]
        pieces = {line.number: line for line in original.lines}
        assert order.signed >= original.delivery
        assert order.person == original.person
        assert all(-pieces[line.number].quantity <= line.quantity < 0 for line in order.lines)
        assert all(pieces[line.number].amount + line.amount >= 0 for line in order.lines)


def test_a_return_of_march_reverses_an_order_of_january_and_one_an_order_of_2025(company: Company) -> None:
    months = {(order.signed.strftime("%y%m"), order.original[3:7]) for order in in_q1(company) if order.original}
    assert ("2603", "2601") in months
    assert any(original.startswith("25") for _, original in months)


def test_receipts_never_exceed_what_is_owed_after_returns(company: Company) -> None:
    owed, paid = Counter[str](), Counter[str]()
    for order in company.orders:
        owed[order.original or order.number] += order.gross
    for receipt in company.receipts:
        paid[receipt.order] += receipt.amount
    assert all(0 <= amount <= owed[order] for order, amount in paid.items())
    assert any(0 < paid[order] < amount for order, amount in owed.items()), "some are paid in part"
    unnamed = [receipt.day for receipt in company.receipts if not receipt.named]
    assert min(unnamed) >= date(2026, 4, 1)
    assert 20 < len(unnamed) < 60
    assert any(amount and not paid[order] for order, amount in owed.items() if order < "SO-2509"), "some never"


def test_one_draft_bounces_in_march_and_is_replaced_after_the_quarter(company: Company) -> None:
    bounced = [receipt for receipt in company.receipts if receipt.amount < 0]
    assert [(receipt.day.year, receipt.day.month) for receipt in bounced] == [(2026, 3)]
    story = [receipt for receipt in company.receipts if receipt.order == bounced[0].order]
    amount = -bounced[0].amount
    assert [receipt.amount for receipt in story] == [amount, -amount, amount]
    assert story[-1].day > Q1[1]


def test_a_correction_holds_the_difference_to_an_order_of_the_same_person(company: Company) -> None:
    orders = {order.number: order for order in company.orders}
    corrections = [order for order in company.orders if order.corrects]
    assert any(line.quantity == 0 and line.cost for order in corrections for line in order.lines)
    assert any(line.quantity for order in corrections for line in order.lines)
    for order in corrections:
        original = orders[order.original]
        pieces = {line.number: line for line in original.lines}
        assert (order.person, order.customer) == (original.person, original.customer)
        assert original.signed < order.signed
        assert all(pieces[line.number].quantity + line.quantity > 0 for line in order.lines)


def test_products_are_sold_from_the_day_of_their_launch(company: Company) -> None:
    launched = {product.id: product.launched for product in company.products}
    first: dict[str, date] = {}
    for order in company.orders:
        for line in order.lines:
            first[line.product] = min(first.get(line.product, YEAR_END), order.signed)
    assert all(first[product] >= day for product, day in launched.items())
    assert sum(day.year == 2026 for day in launched.values()) == 3


def test_deals_are_open_won_or_lost_with_what_belongs_to_that(company: Company) -> None:
    assert len(company.deals) == 602  # two of them are stories
    assert {deal.stage for deal in company.deals} == {"线索", "验证", "方案", "报价", "谈判", "赢单", "丢单"}
    for deal in company.deals:
        assert (deal.closed is None) == (deal.stage not in {"赢单", "丢单"})
        assert bool(deal.reason) == (deal.stage == "丢单")
        assert deal.opened <= (deal.closed or LAST_DAY) <= LAST_DAY


def test_the_same_seed_gives_the_same_company_and_another_seed_another_one(company: Company) -> None:
    assert generate(Size(), 2026) == company
    assert generate(Size(), 2027).orders != company.orders


def test_more_orders_leave_people_customers_targets_and_deals_alone(company: Company) -> None:
    larger = generate(replace(company.size, orders=2_000), 2026)
    assert len(larger.orders) > len(company.orders)
    assert (larger.people, larger.customers) == (company.people, company.customers)
    assert (larger.targets, larger.deals) == (company.targets, company.deals)


def test_a_larger_company_has_more_people_and_customers() -> None:
    size = Size(people=680)
    employed = staff(size, 1)
    assert len({person.english for person in employed.people}) == 680
    assert len(customers(size, 1, employed)) == 3_000


def test_a_company_too_small_for_its_stories_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 60 people"):
        Size(people=59)
