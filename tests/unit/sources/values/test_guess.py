"""Columns that nobody described: what they most likely are, at which scale, and what stays open."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest

from reportgen.sources.grid import CellKind, Cells
from reportgen.sources.layout.area import Unit
from reportgen.sources.values.guess import Guess, guess


def guessed(
    header: str, texts: Sequence[str], kinds: Sequence[CellKind] | None = None, unit: Unit | None = None
) -> Guess:
    said = None if kinds is None else np.array(kinds, np.uint8)
    return guess(header, Cells(pa.array(list(texts), pa.large_string()), said), unit)


@pytest.mark.parametrize(
    ("header", "texts", "kind", "scale", "currency"),
    [
        ("金额", ["1,234.50", "12", "—"], "money", 2, ""),
        ("Revenue", ["US$5", "US$6.125"], "money", 3, "USD"),
        ("销售额（元）", ["5", "6.5万"], "money", 2, "CNY"),
        ("工号", ["001", "002"], "id", 0, ""),
        ("whatever", ["001", "002"], "id", 0, ""),
        ("Phone", ["13800000000", ""], "id", 0, ""),
        ("Order Number", ["1001", "1002"], "id", 0, ""),
        ("Auftrag", ["4711", "4712"], "id", 0, ""),
        ("订单", ["4711", "4712"], "id", 0, ""),
        ("Orders", ["12", "15"], "number", 0, ""),
        ("订单金额", ["12", "15"], "money", 2, ""),
        ("合同", ["12.5", "15"], "number", 1, ""),
        ("毛利率", ["0.125", "0.2"], "number", 3, ""),
        ("毛利", ["0.125", "0.2"], "money", 3, ""),
        ("", ["SO-1", "SO-2"], "id", 0, ""),
        ("月份", ["202601", "2026年2月"], "period", 0, ""),
        ("", ["2026-Q1", "2026Q2"], "period", 0, ""),
        ("Quantity", ["46204", "46205"], "number", 0, ""),
        ("日期", ["46204", "46205"], "date", 0, ""),
        ("Close Date", ["3/4/2026", "3/25/2026"], "date", 0, ""),
        ("Date", ["31 March 2026", "1 May 2026", "15th Oct 2026"], "date", 0, ""),
        ("Datum", ["31. März 2026", "1. April 2026"], "date", 0, ""),
        ("", ["March 2026", "May 2026"], "period", 0, ""),
        ("折扣", ["12%", "5.5%"], "percent", 3, ""),
        ("Weight", ["1.5", "0.125"], "number", 3, ""),
        ("Name", ["Wang", "Li 5"], "text", 0, ""),
        ("empty", ["", ""], "text", 0, ""),
    ],
)
def test_a_column_is_guessed_by_its_header_and_cells(
    header: str, texts: list[str], kind: str, scale: int, currency: str
) -> None:
    column = guessed(header, texts).rule.column
    assert (str(column.type), column.scale, column.currency) == (kind, scale, currency)


def test_what_the_column_showed_is_declared() -> None:
    assert guessed("Umsatz", ["4.049,98", "57,68"]).rule.decimal == ","
    assert guessed("day", ["25.08.2017", "01.02.2017"]).rule.order == "dmy"


def test_what_stays_open_is_said() -> None:
    assert guessed("amount", ["$5"]).doubts[0].startswith("currency: the sign may mean AUD or CAD")
    assert guessed("day", ["03/04/2026", "05/06/2026"]).doubts == ("date-unclear: 03/04/2026",)
    mixed = guessed("mixed", ["1", "2", "cabbage", "x"])
    assert (str(mixed.rule.column.type), mixed.doubts) == ("text", ("type: 50% of the cells are numbers",))


def test_a_unit_brings_its_currency() -> None:
    column = guessed("本月", ["5", "6.5"], unit=Unit("单位：万元", 1, 10_000, "CNY")).rule.column
    assert (str(column.type), column.currency) == ("money", "CNY")


def test_a_workbooks_dates_are_days_whatever_the_header() -> None:
    found = guessed("No", ["2026-01-01", "2026-01-02"], [CellKind.DATE] * 2)
    assert str(found.rule.column.type) == "date"
    assert found.share_read == 1


def test_a_number_of_an_order_has_no_unit() -> None:
    unit = Unit("单位：万元", 1, 10_000, "CNY")
    assert str(guessed("订单", ["4711", "4712"], unit=unit).rule.column.type) == "id"


@pytest.mark.parametrize(
    ("header", "texts", "kind"),
    [
        ("金额", ["10", "20", "30", "12x"], "money"),
        ("Amount", ["10.50", "20.10", "30.00", "pending"], "money"),
        ("Qty", ["1", "two"], "number"),
        ("Date", ["2026-02-30", "2026-03-31", "0000-00-00", "2026-03-32", "2026-03-01", "2026-03-02"], "date"),
        ("Amount", ["10", "on request", "free"], "text"),
        ("Update", ["2026-03-31", "none"], "text"),
        ("Remark", ["10", "20", "30", "12x"], "text"),
    ],
)
def test_a_header_that_names_a_type_needs_only_half_of_its_cells(header: str, texts: list[str], kind: str) -> None:
    assert str(guessed(header, texts).rule.column.type) == kind
