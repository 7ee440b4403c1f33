"""Turns the staff into their customers: 18 S, 42 A, 120 B and 120 C a department, each with an owner and a weight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from reportgen.sample.company import FIRST_DAY, YEAR_END, Customer, Person, Size
from reportgen.sample.staff import REGIONS, Handover, Staff
from reportgen.sample.streams import chance, parts, stream, weighted
from reportgen.sample.workdays import workdays_between

WHOLE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Tier:
    """What a tier is like: how many, thousandths of all sales and of all orders, days to pay, how many are new."""

    name: str
    count: int
    sales: int
    orders: int
    terms: dict[int, int]
    new: int


TIERS = (
    Tier("S", 18, 550, 222, {30: 35, 60: 45, 90: 20}, new=0),
    Tier("A", 42, 300, 260, {30: 50, 60: 40, 90: 10}, new=0),
    Tier("B", 120, 120, 314, {30: 75, 60: 25}, new=90),
    Tier("C", 120, 30, 204, {30: 100}, new=160),
)
KEY_TIERS = ("S", "A")
"""Customers that must have a second owner, AB角 …"""
ALONE = ("C0005", "C0021", "C0040")
"""… and the three that have none."""
INDUSTRIES = {"能源": 22, "制造": 28, "建筑": 15, "新能源": 18, "智慧交通": 9, "数字工厂": 8}

_CITIES = {
    "华东": "上海,苏州,南京,杭州,宁波,无锡,合肥,常州,南通,嘉兴,芜湖,扬州",
    "华南": "广州,深圳,佛山,东莞,厦门,福州,南宁,珠海,中山,泉州,惠州,海口",
    "华北": "北京,天津,石家庄,太原,唐山,保定,济南,青岛,烟台,包头,沧州,潍坊",
    "西南": "成都,重庆,昆明,贵阳,绵阳,德阳,宜宾,遵义,曲靖,自贡,泸州,南充",
}
_BRANDS = ("恒川钧澜铭晟煜泓锐昱翊骏曜栎珩砺", "岳源泰驰拓腾颢跃旭衡邦屹睿宸凌拓")
_TRADES = {
    "能源": "能源装备,电力工程,石化设备,热能科技",
    "制造": "机械制造,重型机器,精密工业,自动化设备",
    "建筑": "建设机械,建筑工程,工程装备,暖通设备",
    "新能源": "新能源科技,风电设备,光伏装备,储能技术",
    "智慧交通": "轨道交通装备,智能交通,港口机械,交通科技",
    "数字工厂": "智能制造,数字科技,工业互联网,机器人",
}
_FORMS = {"S": "集团股份有限公司,股份有限公司", "A": "股份有限公司,集团有限公司", "B": "有限公司", "C": "有限公司"}
# Forty characters: whoever lays out a page must cope with the names that exist.
_LONGEST = "长江三角洲新能源与智慧交通装备制造产业联合研究开发及工程技术服务集团股份有限公司"


def customers(size: Size, seed: int, staff: Staff) -> tuple[Customer, ...]:
    """Return the customers by tier, every handover applied; their weights sum to a billion."""
    owners = {region: _sellers(stream(seed, "territories", region), staff.people, region) for region in REGIONS}
    taken: set[str] = {_LONGEST}
    found: list[Customer] = []
    for tier in TIERS:
        random = stream(seed, "customers", tier.name)
        found += _tier(random, tier, size, owners, taken, len(found))
    eastern = next(place for place, customer in enumerate(found) if customer.region == REGIONS[0])
    found[eastern] = replace(found[eastern], name=_LONGEST, industry="新能源")
    return _with_records(seed, _handed_over(found, staff.handovers), staff.people)


def _sellers(random: Random, people: tuple[Person, ...], region: str) -> list[str]:
    """Those who sell in a region on the first day, in the order in which large customers are dealt to them."""
    selling = [person.id for person in people if person.sells_on(FIRST_DAY) and person.posts[0].region == region]
    random.shuffle(selling)
    return selling


def _tier(
    random: Random, tier: Tier, size: Size, owners: dict[str, list[str]], taken: set[str], before: int
) -> list[Customer]:
    """The customers of one tier, dealt out region by region; S goes to the first sellers, A to those without an S."""
    count = tier.count * size.units
    weights = parts(WHOLE // 1000 * tier.sales, [random.randint(60, 140) for _ in range(count)])
    regions = [
        region for region, many in zip(REGIONS, parts(count, [27, 26, 27, 20]), strict=True) for _ in range(many)
    ]
    random.shuffle(regions)
    dealt = dict.fromkeys(REGIONS, 0)
    found = []
    for place, (region, weight) in enumerate(zip(regions, weights, strict=True), start=before + 1):
        strategic = parts(TIERS[0].count * size.units, [27, 26, 27, 20])[REGIONS.index(region)]
        pool = owners[region][strategic:] if tier.name == "A" else owners[region]
        owner = pool[dealt[region] % len(pool)]
        dealt[region] += 1
        found.append(_customer(random, f"C{place:04d}", tier, region, weight, owner, taken))
    return found


def _customer(random: Random, id_: str, tier: Tier, region: str, weight: int, owner: str, taken: set[str]) -> Customer:
    industry = weighted(random, INDUSTRIES)
    name = company_name(random, tier.name, region, industry)
    while name in taken:
        name = company_name(random, tier.name, region, industry)
    taken.add(name)
    new = workdays_between(date(2025, 7, 1), date(2026, 5, 31))
    first = random.choice(new) if chance(random, tier.new) else FIRST_DAY
    return Customer(
        id_, name, tier.name, industry, region, weight, weighted(random, tier.terms), first, ((FIRST_DAY, owner),)
    )


def company_name(random: Random, tier: str, region: str, industry: str) -> str:
    """Return a name of a company in a region's cities: place, brand, trade and legal form."""
    city = random.choice(_CITIES[region].split(","))
    brand = "".join(random.choice(characters) for characters in _BRANDS)
    return city + brand + random.choice(_TRADES[industry].split(",")) + random.choice(_FORMS[tier].split(","))


def _handed_over(found: list[Customer], handovers: tuple[Handover, ...]) -> tuple[Customer, ...]:
    """Apply the handovers in order. What somebody receives on a day is not passed on by a handover of that same day."""
    for handover in handovers:
        given = [c for c in found if c.owners[-1][1] == handover.giver and c.owners[-1][0] < handover.day]
        if handover.back:
            given = [c for c in given if len(c.owners) > 1 and c.owners[-2][1] == handover.taker]
        passed = {c.id for c in given[handover.nth - 1 :: handover.nth]}
        found = [replace(c, owners=(*c.owners, (handover.day, handover.taker))) if c.id in passed else c for c in found]
    return tuple(found)


def _with_records(seed: int, found: tuple[Customer, ...], people: tuple[Person, ...]) -> tuple[Customer, ...]:
    """Say since when each customer is on record, and who stands in: three key customers have nobody for that."""
    selling: dict[str, list[str]] = {}
    for person in people:
        if person.sells_on(YEAR_END):
            selling.setdefault(person.region(YEAR_END), []).append(person.id)
    return tuple(_with_record(stream(seed, "records", c.id), c, selling.get(c.region, [])) for c in found)


def _with_record(random: Random, customer: Customer, colleagues: list[str]) -> Customer:
    since = date(random.randint(2014, 2024), random.randint(1, 12), random.randint(1, 28))
    if customer.first_order > FIRST_DAY:
        since = customer.first_order - timedelta(days=random.randint(3, 40))
    others = [person for person in colleagues if person not in {owner for _, owner in customer.owners}]
    second = random.choice(others) if others and customer.tier in KEY_TIERS else ""
    return replace(customer, recorded=since, second="" if customer.id in ALONE else second)
