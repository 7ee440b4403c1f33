"""Turns a price list into the sample's products: Ultra earns most, Flex is made to order, Eco earns least."""

from __future__ import annotations

from datetime import date

from reportgen.sample.company import Product

ULTRA, ECO, FLEX = "Ultra 旗舰", "Eco 经济", "Flex 定制"

# Name, list price and unit cost in yuan, as the price list of 2026 has them.
_ULTRA = (
    ("永磁同步电机 U75", 6_800, 3_790),
    ("永磁同步电机 U160", 12_600, 7_080),
    ("高压变频器 U500", 86_000, 48_300),
    ("伺服驱动系统 U9", 24_800, 13_700),
    ("智能减速机 U45", 18_500, 10_400),
    ("风电变桨驱动 U3", 58_000, 32_900),
    ("轨道交通牵引电机 U220", 136_000, 77_200),
    ("数字化驱动总成 U1", 42_000, 23_200),
)
_ECO = (
    ("三相异步电机 E15", 980, 712),
    ("三相异步电机 E37", 2_150, 1_580),
    ("通用变频器 E22", 3_200, 2_390),
    ("硬齿面减速机 E6", 4_600, 3_400),
    ("软启动柜 E90", 8_900, 6_520),
    ("低压控制柜 E12", 15_800, 11_700),
    ("工业风机 E30", 11_200, 8_250),
    ("循环水泵机组 E55", 26_500, 19_600),
)
_FLEX = (
    ("定制电机 F型", 9_600, 6_010),
    ("定制减速箱 F型", 16_400, 10_300),
    ("非标传动单元 F型", 33_000, 20_900),
    ("成套电控系统 F型", 64_000, 40_200),
    ("输送线驱动包 F型", 48_500, 30_800),
    ("起重机构总成 F型", 98_000, 61_300),
    ("试验台驱动 F型", 27_800, 17_500),
    ("改造升级套件 F型", 5_400, 3_380),
)
# What is launched in the plan year: sold from that day on, so that earlier orders know nothing of it.
_NEW = (
    ("P-U09", "数字孪生驱动平台 U900", ULTRA, 118_000, 64_500, date(2026, 4, 1)),
    ("P-F09", "柔性产线模块 F型", FLEX, 38_500, 24_100, date(2026, 5, 6)),
    ("P-E09", "高效节能电机 E90", ECO, 6_400, 4_720, date(2026, 7, 1)),
)
# The last of each line came at the turn of 2025: new as the plan counts, and in every order file.
_YOUNG, _LAUNCHED = date(2025, 1, 1), date(2018, 3, 1)


def products() -> tuple[Product, ...]:
    """Return the catalogue: what was there in 2025 in the order of its numbers, then what is launched in 2026."""
    lines = ((ULTRA, "U", _ULTRA), (ECO, "E", _ECO), (FLEX, "F", _FLEX))
    old = tuple(
        Product(f"P-{letter}{place:02d}", name, line, price * 100, cost * 100, _YOUNG if place == 8 else _LAUNCHED)
        for line, letter, rows in lines
        for place, (name, price, cost) in enumerate(rows, start=1)
    )
    new = (Product(id_, name, line, list_ * 100, cost * 100, day) for id_, name, line, list_, cost, day in _NEW)
    return (*old, *new)
