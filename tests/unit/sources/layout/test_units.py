"""What a line above a table or a header says of its numbers."""

import pytest

from reportgen.sources.layout.units import column_units, header_unit, strange_unit, unit_line, without_unit


@pytest.mark.parametrize(
    ("line", "factor", "currency"),
    [
        ("单位:万元", 10_000, "CNY"),
        ("单位：元", 1, "CNY"),
        ("金额单位：人民币万元", 10_000, "CNY"),
        ("（单位：千元）", 1_000, "CNY"),
        ("单位：亿元", 100_000_000, "CNY"),
        ("单位：万美元", 10_000, "USD"),
        ("单位：万元 制表：张三", 10_000, "CNY"),
        ("币种：人民币 单位：元", 1, "CNY"),
        ("2026年销售费用预算（单位：万元）", 10_000, "CNY"),
        ("Unit: CNY 10k", 10_000, "CNY"),
        ("(in thousands)", 1_000, ""),
        ("(in millions of USD)", 1_000_000, "USD"),
        ("in TEUR", 1_000, "EUR"),
        ("Angaben in Tsd. €", 1_000, "EUR"),
        ("Amounts in USD thousands", 1_000, "USD"),
        ("USD in thousands", 1_000, "USD"),
        ("All figures in $m", 1_000_000, "USD"),
        ("Currency: EUR", 1, "EUR"),
        ("单位：台", 1, ""),
    ],
)
def test_a_unit_line_has_a_factor_and_a_currency(line: str, factor: int, currency: str) -> None:
    unit = unit_line(line, 3)
    assert unit is not None
    assert (unit.factor, unit.currency, unit.position, unit.written) == (factor, currency, 3, line)


@pytest.mark.parametrize(
    "line",
    [
        "编制单位：华东分公司",
        "单位名称：某某公司",
        "In Process",
        "2026年销售明细",
        "Sales in Germany",
        "日期：2026-01-31",
    ],
)
def test_other_lines_are_no_units(line: str) -> None:
    assert unit_line(line, 0) is None


@pytest.mark.parametrize("line", ["单位：万美币", "Unit: kLocal", "(Amounts in Tsd. Taler)", "Angaben in TXYZ"])
def test_a_line_that_says_it_names_a_unit_which_is_not_known_is_told(line: str) -> None:
    assert strange_unit(line)


@pytest.mark.parametrize("line", ["单位：万元", "单位名称：某某", "编制单位：华东", "单位：某某公司", "Units sold"])
def test_what_names_a_known_unit_or_an_organisation_is_no_strange_unit(line: str) -> None:
    assert not strange_unit(line)


@pytest.mark.parametrize(
    ("header", "written", "factor", "currency", "bare"),
    [
        ("金额（万元）", "万元", 10_000, "CNY", "金额"),
        ("Revenue ($000)", "$000", 1_000, "USD", "Revenue"),
        ("销售额/万元", "万元", 10_000, "CNY", "销售额"),
        ("Umsatz in TEUR", "TEUR", 1_000, "EUR", "Umsatz"),
        ("Amount [kEUR]", "kEUR", 1_000, "EUR", "Amount"),
        ("Net (EUR m)", "EUR m", 1_000_000, "EUR", "Net"),
        ("Sales ($ in millions)", "$ in millions", 1_000_000, "USD", "Sales"),
        ("价格(元/台)", "元/台", 1, "", "价格"),
        ("毛利率%", "%", 1, "", "毛利率"),
    ],
)
def test_a_header_may_carry_a_unit(header: str, written: str, factor: int, currency: str, bare: str) -> None:
    unit = header_unit(header, 0)
    assert unit is not None
    assert (unit.written, unit.factor, unit.currency, without_unit(header)) == (written, factor, currency, bare)


@pytest.mark.parametrize(
    "header",
    ["数量（含赠品）", "Total Gain (a)", "订单/合同", "年/月", "commission_pct", "Price (list)", "不含税金额", "k"],
)
def test_other_headers_carry_none(header: str) -> None:
    assert header_unit(header, 0) is None
    assert without_unit(header) == header.replace("（", "(").replace("）", ")")


def test_a_unit_says_whether_tax_is_included() -> None:
    for header, tax in (("金额（万元，不含税）", "excluded"), ("金额（含税）", "included")):
        unit = header_unit(header, 0)
        assert unit is not None
        assert unit.tax == tax


@pytest.mark.parametrize(
    ("line", "factor", "currency"),
    [("USD thousands", 1_000, "USD"), ("k€", 1_000, "EUR"), ("単位：千円", 1_000, "JPY"), ("百万円", 1_000_000, "JPY")],
)
def test_a_multiple_of_a_currency_is_a_unit_line_without_saying_so(line: str, factor: int, currency: str) -> None:
    unit = unit_line(line, 0)
    assert unit is not None
    assert (unit.factor, unit.currency) == (factor, currency)


def test_the_numbers_of_orders_are_no_amounts() -> None:
    whole = unit_line("USD thousands", 0)
    assert column_units({0: "Order", 1: "Qty", 2: "Amount"}, whole) == {2: whole}
