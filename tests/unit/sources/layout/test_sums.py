"""Rows of sums are told from data, left out, and held against the rows they cover."""

from fractions import Fraction

import pytest

from reportgen.sources.layout import Area, find_areas
from tests.unit.sources.layout.drawing import drawn, rows, sums


def only(drawing: str, merges: str = "", *, workbook: bool = True) -> Area:
    (area,) = find_areas(drawn(drawing, merges, workbook=workbook))
    return area


@pytest.mark.parametrize("workbook", [True, False])
@pytest.mark.parametrize(
    "label",
    [
        "合计",
        "合 计",
        "总计：",
        "小计",
        "本页合计",
        "累计",
        "Total",
        "TOTAL:",
        "Grand Total",
        "Sub-Total",
        "Summe",
        "合计（元）",
    ],
)
def test_a_row_of_sums_is_left_out_and_agrees(label: str, workbook: bool) -> None:
    area = only(f"订单号|日期|金额|数量\nS1|2026-01-01|10.5|1\nS2|2026-01-02|20|2\n{label}||30.5|3", workbook=workbook)
    assert (rows(area), sums(area)) == ([2, 3], [(4, label, [2, 3], True)])
    assert [check.column for check in area.sums[0].checks] == [2, 3]


def test_a_sum_that_differs_says_both_figures() -> None:
    area = only("订单号|日期|金额|数量\nS1|2026-01-01|1000|1\nS2|2026-01-02|230|2\n合计||1,234|3", workbook=False)
    assert [(one.said, one.summed, one.agrees) for one in area.sums[0].checks] == [
        (Fraction(1234), Fraction(1230), False),
        (Fraction(3), Fraction(3), True),
    ]
    assert area.sums[0].agrees is False


def test_subtotals_cover_their_group_and_the_total_no_subtotal() -> None:
    area = only("区域|客户|金额\n华东|甲|1\n华东|乙|2\n华东 小计||3\n华南|丙|4\n华南|丁|5\n华南 小计||9\n总计||12")
    assert rows(area) == [2, 3, 5, 6]
    assert sums(area) == [
        (4, "华东 小计", [2, 3], True),
        (7, "华南 小计", [5, 6], True),
        (8, "总计", [2, 3, 5, 6], True),
    ]


def test_a_subtotal_that_differs_does_not_hide_in_another_block() -> None:
    area = only("区域|客户|金额\n华东|甲|1\n华东|乙|2\n小计||4\n华南|丙|4\n华南|丁|5\n小计||9\n合计||12")
    assert [agrees for *_, agrees in sums(area)] == [False, True, True]
    assert sums(area)[0][2] == [2, 3]


def test_two_levels_of_subtotals_are_both_checked() -> None:
    area = only(
        "大区|省|客户|金额\n华东|江苏|甲|1\n|江苏|乙|2\n|江苏 小计||3\n|浙江|丙|4\n|浙江 小计||4\n华东 合计|||7\n"
        "华南|广东|丁|5\n|广东 小计||5\n华南 合计|||5\n总计|||12"
    )
    assert rows(area) == [2, 3, 5, 8]
    assert [(label, covers, agrees) for _, label, covers, agrees in sums(area)] == [
        ("江苏 小计", [2, 3], True),
        ("浙江 小计", [5], True),
        ("华东 合计", [2, 3, 5], True),
        ("广东 小计", [8], True),
        ("华南 合计", [8], True),
        ("总计", [2, 3, 5, 8], True),
    ]


@pytest.mark.parametrize("name", ["Total Energies", "合计", "Total", "北京统计局", "合计科技有限公司", "Subtotal Ltd"])
def test_a_customer_with_such_a_name_stays_a_customer(name: str) -> None:
    area = only(f"订单号|客户|日期|金额\nS1|甲|2026-01-01|1\nS2|{name}|2026-01-02|2\nS3|乙|2026-01-03|4")
    assert (rows(area), sums(area)) == ([2, 3, 4], [])


def test_a_name_without_other_columns_is_a_sum_only_if_its_figures_are() -> None:
    customers = only("客户|金额\nShell|5\nBP|7\nTotal Energies|6\nEni|1")
    assert (rows(customers), sums(customers)) == ([2, 3, 4, 5], [])
    summed = only("客户|金额\nShell|5\nBP|7\nTotal EMEA|12\nEni|1")
    assert sums(summed) == [(4, "Total EMEA", [2, 3], True)]


def test_rates_prices_and_means_are_not_summed() -> None:
    area = only(
        "客户|日期|金额|毛利率|单价|得分\n甲|2026-01-01|10|0.2|5|90\n乙|2026-01-02|30|0.4|6|80\n合计||40|0.35|5.8|85"
    )
    assert [check.column for check in area.sums[0].checks] == [2]
    assert sums(area)[0][3] is True


def test_a_mean_below_the_data_is_no_data() -> None:
    area = only("客户|日期|金额\n甲|2026-01-01|10\n乙|2026-01-02|30\n合计||40\n平均||20")
    assert (rows(area), [(label, agrees) for _, label, _, agrees in sums(area)]) == (
        [2, 3],
        [("合计", True), ("平均", None)],
    )


@pytest.mark.parametrize("label", ["平均", "Average", "Median"])
def test_a_mean_before_the_total_is_no_data_where_its_figure_is_one(label: str) -> None:
    area = only(f"业务员|金额\n甲|10\n乙|20\n{label}|15\n合计|30", workbook=False)
    assert (rows(area), [(one, agrees) for _, one, _, agrees in sums(area)]) == (
        [2, 3],
        [(label, None), ("合计", True)],
    )


def test_a_thing_called_average_stays_data() -> None:
    area = only("Size|Amount\nSmall|10\nLarge|20\nAverage|12\nTotal|42", workbook=False)
    assert (rows(area), [agrees for *_, agrees in sums(area)]) == ([2, 3, 4], [True])


def test_a_total_may_stand_above_its_rows() -> None:
    area = only("客户|日期|金额\n合计||40\n甲|2026-01-01|10\n乙|2026-01-02|30")
    assert (rows(area), sums(area)) == ([3, 4], [(2, "合计", [3, 4], True)])


def test_binary_noise_is_no_difference() -> None:
    area = only("客户|日期|金额\n甲|2026-01-01|10.1\n乙|2026-01-01|30.3\n合计||40.3999999999999")
    assert sums(area)[0][3] is True


def test_rounded_figures_in_ten_thousands_are_near() -> None:
    area = only("单位：万元\n客户|日期|金额\n甲|2026-01-01|10.1\n乙|2026-01-02|30.3\n合计||40.5")
    (check,) = area.sums[0].checks
    assert (check.near, check.agrees) == (True, True)
    farther = only("单位：万元\n客户|日期|金额\n甲|2026-01-01|10.1\n乙|2026-01-02|30.3\n合计||40.6")
    assert farther.sums[0].agrees is False


def test_figures_that_cannot_be_read_are_not_checked() -> None:
    area = only("客户|日期|金额\n甲|2026-01-01|10\n乙|2026-01-02|#REF!\n合计||40")
    assert sums(area) == [(4, "合计", [2, 3], None)]


def test_sums_are_read_as_people_write_numbers() -> None:
    area = only(
        "客户|日期|金额\n甲|2026-01-01|1.5万\n乙|2026-01-02|（500）\n丙|2026-01-03|¥1,000\n合计||15,500.00",
        workbook=False,
    )
    assert sums(area)[0][3] is True


def test_decimal_commas_are_read_where_they_must_be_such() -> None:
    area = only("Kunde|Datum|Umsatz\nA|2026-01-01|1.052,75\nB|2026-01-02|47,25\nSumme||1.100,00", workbook=False)
    assert sums(area)[0][3] is True


def test_a_pivot_tables_row_labels_of_two_levels_have_their_parents_as_sums() -> None:
    area = only("行标签|求和项:金额\n华东|3\n甲|1\n乙|2\n华南|9\n丙|4\n丁|5\n总计|12")
    assert rows(area) == [3, 4, 6, 7]
    assert sums(area) == [
        (2, "华东", [3, 4], True),
        (5, "华南", [6, 7], True),
        (8, "总计", [3, 4, 6, 7], True),
    ]


def test_named_totals_cover_the_rows_of_that_name_however_they_lie() -> None:
    area = only("年|数据|甲|乙\n2025|成本|1|2\n|收入|3|4\n2026|成本|5|6\n|收入|7|8\n成本 合计||6|8\n收入 合计||10|12")
    assert sums(area) == [(6, "成本 合计", [2, 4], True), (7, "收入 合计", [3, 5], True)]


def test_many_rows_are_asked_only_where_they_lack_a_key() -> None:
    lines = [f"S{number}|甲|{number % 7}" for number in range(21_000)]
    drawing = "\n".join(["订单号|客户|金额", *lines, f"合计||{sum(number % 7 for number in range(21_000))}"])
    area = only(drawing, workbook=False)
    assert (len(area.rows), area.sums[0].agrees) == (21_000, True)


def test_a_column_of_sums_stays_and_is_checked_row_by_row() -> None:
    area = only(
        "产品|一月|二月|一季度小计|三月|合计\nA|1|2|3|4|7\nB|3|4.5|7.5|1|8.5\nC|1|1|2|1|4\n合计|5|7.5|12.5|6|18.5"
    )
    assert list(area.names.values()) == ["产品", "一月", "二月", "一季度小计", "三月", "合计"]
    quarter, year = area.crossings
    assert (quarter.covers, quarter.checked, quarter.differing) == ((1, 2), 3, ())
    assert (year.covers, year.checked) == ((1, 2, 4), 3)
    ((row, check),) = year.differing
    assert (row + 1, check.said, check.summed) == (4, Fraction(4), Fraction(3))


def test_each_of_many_sums_beside_one_another_sums_what_stands_since_the_last() -> None:
    groups = range(300)
    header = "|".join(["产品", *(f"甲{at}|乙{at}|小计" for at in groups), "合计"])
    line = "|".join(["A", *(f"{at}|0.{at:03}|{at}.{at:03}" for at in groups), "44894.85"])
    area = only("\n".join([header, line, line.replace("A", "B")]))
    *parts, whole = area.crossings
    assert [part.covers for part in parts] == [(3 * at + 1, 3 * at + 2) for at in groups]
    assert (whole.covers, whole.differing) == (tuple(one for part in parts for one in part.covers), ())


def test_a_column_called_total_that_sums_nothing_is_not_checked() -> None:
    assert only("产品|数量|单价|合计\nA|2|10|20\nB|3|10|30").crossings == ()
