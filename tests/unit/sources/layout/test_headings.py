"""A sheet that nobody described: where its tables are, what names their columns, what is prose."""

import pytest

from reportgen.sources.layout import Area, find_areas
from tests.unit.sources.layout.drawing import drawn, names, notes, rows, units


def only(drawing: str, merges: str = "", *, workbook: bool = True) -> Area:
    areas = find_areas(drawn(drawing, merges, workbook=workbook))
    assert len(areas) == 1, [(area.header, area.names) for area in areas]
    return areas[0]


def test_a_table_at_the_top_is_its_header_and_rows() -> None:
    area = only("订单号|客户|金额\nSO-1|华东电力|12.5\nSO-2|南方电网|7")
    assert (area.header, names(area), rows(area), notes(area)) == (
        (0,),
        {"A": "订单号", "B": "客户", "C": "金额"},
        [2, 3],
        [],
    )


@pytest.mark.parametrize("workbook", [True, False])
def test_titles_blank_rows_and_a_unit_may_stand_above(workbook: bool) -> None:
    area = only(
        "2026年销售明细\n\n单位：万元\n订单号|日期|金额|数量\nSO-1|2026-01-02|12.5|3\nSO-2|2026-01-03|7|1",
        workbook=workbook,
    )
    assert (area.header, rows(area), notes(area)) == ((3,), [5, 6], [1])
    assert units(area) == {"C": ("单位：万元", 10_000, "CNY")}


def test_a_unit_in_a_header_is_that_columns_alone() -> None:
    area = only("单位：元\n客户|金额（万元）|Revenue ($000)|运费/千元|毛利率(%)|回款\n甲|1|2|3|12.5|4")
    assert units(area) == {
        "B": ("万元", 10_000, "CNY"),
        "C": ("$000", 1_000, "USD"),
        "D": ("千元", 1_000, "CNY"),
        "E": ("%", 1, ""),
        "F": ("单位：元", 1, "CNY"),
    }
    assert area.units[4].percent


def test_a_row_of_units_below_the_header_names_nothing() -> None:
    area = only("产品|产能|价格\n|MW|元/台\n组件|5|900\n逆变器|7|400")
    assert (area.header, names(area), rows(area)) == ((0,), {"A": "产品", "B": "产能", "C": "价格"}, [3, 4])
    assert units(area) == {"B": ("MW", 1, ""), "C": ("元/台", 1, "")}


def test_two_rows_merged_make_one_name() -> None:
    area = only(
        "工号|姓名|目标||实际|\n||一月|二月|一月|二月\nE1|张伟|10|20|11|19\nE2|李娜|10|20|9|21",
        "A1:A2 B1:B2 C1:D1 E1:F1",
    )
    assert names(area) == {
        "A": "工号", "B": "姓名", "C": "目标 / 一月", "D": "目标 / 二月", "E": "实际 / 一月", "F": "实际 / 二月",
    }  # fmt: skip
    assert (area.header, rows(area)) == ((0, 1), [3, 4])


@pytest.mark.parametrize("upper", ["工号|姓名|目标||实际|\n||", "||目标||实际|\n工号|姓名|"])
def test_a_text_file_has_headers_of_two_rows_without_merges(upper: str) -> None:
    area = only(upper + "一月|二月|一月|二月\nE1|张伟|10|20|11|19\nE2|李娜|10|20|9|21", workbook=False)
    assert list(names(area).values()) == ["工号", "姓名", "目标 / 一月", "目标 / 二月", "实际 / 一月", "实际 / 二月"]


def test_three_rows_make_one_name() -> None:
    area = only(
        "区域|2026年||||\n|上半年||下半年||\n|订单|回款|订单|回款|备注\n华东|1|2|3|4|x\n华南|5|6|7|8|y",
        "A1:A3 B1:F1 B2:C2 D2:E2",
    )
    assert list(names(area).values()) == [
        "区域", "2026年 / 上半年 / 订单", "2026年 / 上半年 / 回款", "2026年 / 下半年 / 订单", "2026年 / 下半年 / 回款",
        "2026年 / 备注",
    ]  # fmt: skip


def test_prose_above_and_below_is_notes() -> None:
    area = only(
        "关于本表\n数据来自财务系统，|如有疑问||请联系\n姓名|部门|年龄|入职\n张伟|销售|31|2020-01-01\n李娜|市场|28|2021-02-01\n"
        "以上数据\n|截至||本月"
    )
    assert (rows(area), notes(area)) == ([4, 5], [1, 2, 6, 7])


def test_a_row_cut_off_is_no_note() -> None:
    area = only("订单号|工号|日期|金额\nSO-1|E1|2026-01-01|5\nSO-2|E2|2026-01-02|6\nSO-3")
    assert rows(area) == [2, 3, 4]


def test_two_tables_stand_below_each_other() -> None:
    first, second = find_areas(
        drawn("订单\n\n订单号|金额\nS1|1\nS2|2\n\n\n回款\n\n回款号|客户|日期\nR1|甲|2026-01-01\nR2|乙|2026-01-02")
    )
    assert (names(first), rows(first), notes(first)) == ({"A": "订单号", "B": "金额"}, [4, 5], [1])
    assert (names(second), rows(second), notes(second)) == ({"A": "回款号", "B": "客户", "C": "日期"}, [11, 12], [8])


def test_two_tables_stand_beside_each_other() -> None:
    left, right = find_areas(drawn("月份|金额||月份|金额\n一月|1||一月|3\n二月|2||二月|4"))
    assert (names(left), rows(left)) == ({"A": "月份", "B": "金额"}, [2, 3])
    assert (names(right), rows(right)) == ({"D": "月份", "E": "金额"}, [2, 3])


def test_tables_beside_each_other_may_have_one_below_them_both() -> None:
    areas = find_areas(
        drawn(
            "月份|金额||产品|台数\n一月|1||甲|3\n二月|2||乙|4\n三月|3||丙|5\n\n编号|客户|区域|日期|数\nS1|甲|华东|2026-01-01|1\nS2|乙|华南|2026-01-02|2"
        )
    )
    assert [(list(names(area).values()), rows(area)) for area in areas] == [
        (["月份", "金额"], [2, 3, 4]),
        (["产品", "台数"], [2, 3, 4]),
        (["编号", "客户", "区域", "日期", "数"], [7, 8]),
    ]


def test_a_blank_column_inside_a_table_is_no_end_of_it() -> None:
    area = only("编号|客户||金额|备注\nS1|甲||1|\nS2|乙||2|急")
    assert names(area) == {"A": "编号", "B": "客户", "D": "金额", "E": "备注"}


def test_blank_rows_inside_a_table_are_no_end_of_it() -> None:
    area = only("编号|客户|金额\n\nS1|甲|1\n\n\nS2|乙|2\n\nS3|丙|3")
    assert (area.header, rows(area)) == ((0,), [3, 6, 8])


def test_a_header_on_every_page_is_no_data() -> None:
    area = only("编号|客户|金额\nS1|甲|1\nS2|乙|2\n编号|客户|金额\nS3|丙|3\n\n编号|客户|金额\nS4|丁|4")
    assert (rows(area), area.repeated) == ([2, 3, 5, 8], (3, 6))


@pytest.mark.parametrize(
    "heads",
    ["2023|2024|2025", "2025|2024|2023", "1|2|3|4", "2026-01-01|2026-02-01|2026-03-01", "1月|2月|3月", "Q1|Q2|Q3|Q4"],
)
def test_years_months_and_dates_name_columns(heads: str) -> None:
    width = heads.count("|") + 1
    area = only(f"产品|{heads}\n组件{'|10.5' * width}\n逆变器{'|7' * width}")
    assert (area.header, list(names(area).values())) == ((0,), ["产品", *heads.split("|")])


def test_a_table_without_a_header_has_no_names() -> None:
    area = only("2026-01-05|100|12.5\n2026-01-06|101|7\n2026-01-07|99|3")
    assert (area.header, set(names(area).values()), rows(area)) == ((), {""}, [1, 2, 3])


def test_codes_without_a_header_are_not_their_own_names() -> None:
    area = only("A1|B1|C1\nA2|B2|C2\nA3|B3|C3")
    assert (area.header, rows(area)) == ((), [1, 2, 3])


def test_a_table_of_words_alone_begins_with_its_header() -> None:
    area = only("姓名|部门|城市\n张伟|销售|上海\n李娜|市场|北京")
    assert (area.header, rows(area)) == ((0,), [2, 3])


def test_one_column_is_a_table_too() -> None:
    area = only("金额\n1\n2\n3")
    assert (names(area), rows(area)) == ({"A": "金额"}, [2, 3, 4])


def test_a_header_alone_is_a_table_without_rows() -> None:
    area = only("编号|客户|金额", workbook=False)
    assert (names(area), rows(area)) == ({"A": "编号", "B": "客户", "C": "金额"}, [])


def test_a_name_may_stand_twice_and_a_column_may_have_none() -> None:
    area = only("id|name|id||age\n1|John|0|x|30\n2|Julie|0|y|26")
    assert names(area) == {"A": "id", "B": "name", "C": "id", "D": "", "E": "age"}


def test_a_pivot_tables_captions_are_no_names() -> None:
    area = only(
        "|列标签|\n|2025||2026|\n行标签|求和项:金额|求和项:成本|求和项:金额|求和项:成本\n华东|1|2|3|4\n华南|5|6|7|8"
    )
    assert list(names(area).values()) == [
        "行标签", "2025 / 求和项:金额", "2025 / 求和项:成本", "2026 / 求和项:金额", "2026 / 求和项:成本",
    ]  # fmt: skip
    assert notes(area) == [1]


def test_a_value_merged_over_rows_stands_in_each_of_them() -> None:
    area = only("区域|城市|金额\n华东|上海|1\n|南京|2\n|杭州|3\n华南|广州|4", "A2:A4")
    assert area.cells(0).texts.to_pylist() == ["华东", "华东", "华东", "华南"]
    assert (area.cells(0, merged=False).texts.to_pylist(), area.merged_into(0)) == (["华东", "", "", "华南"], 2)


def test_errors_say_nothing_about_their_column() -> None:
    area = only("键|值\nA|#N/A\nB|#N/A\nC|3")
    assert (area.header, rows(area)) == ((0,), [2, 3, 4])


def test_an_empty_sheet_has_no_table_and_scattered_words_are_notes() -> None:
    assert find_areas(drawn(" | \n | ")) == ()
    (prose,) = find_areas(drawn("本表说明\n\n|请勿外传"))
    assert (names(prose), rows(prose), notes(prose)) == ({}, [], [1, 3])


def test_names_that_are_looked_for_decide() -> None:
    drawing = "2026|1|2\n编号|客户|金额\n说明|见下|元\nS1|甲|1"
    assert find_areas(drawn(drawing), frozenset({"编号", "金额"}))[0].header[-1] == 1


def test_names_and_their_values_below_one_another_have_no_header() -> None:
    area = only("客户|华东电力\n联系人|张三\n金额|1200\n日期|2026-01-05")
    assert (area.header, rows(area)) == ((), [1, 2, 3, 4])


def test_a_header_in_two_languages_is_one() -> None:
    area = only("订单号|客户|金额\nOrder No|Customer|Amount\nS1|甲|10\nS2|乙|20")
    assert list(names(area).values()) == ["订单号 / Order No", "客户 / Customer", "金额 / Amount"]


def test_what_every_printed_page_begins_and_ends_with_is_no_data() -> None:
    data = "{0}|甲|2026-01-01|10\n{1}|乙|2026-01-02|20\n本页小计|||30"
    page = f"销售台账\n单位：元\n编号|客户|日期|金额\n{data}\n第{{0}}页 共2页"
    area = only(f"{page.format(1, 2)}\n\n{page.format(3, 4)}")
    assert (rows(area), notes(area), area.repeated) == ([4, 5, 12, 13], [1, 7, 9, 10, 15], (10,))
    assert [one.agrees for one in area.sums] == [True, True]


def test_who_signed_below_a_table_is_a_note() -> None:
    area = only(
        "编号|客户|日期|金额\n1|甲|2026-01-01|10\n2|乙|2026-01-02|20\n\n制表：张三||审核：李四|日期：2026-02-01"
    )
    assert (rows(area), notes(area)) == ([2, 3], [5])


@pytest.mark.parametrize("title", ["销售明细", "某某有限公司", "编制单位：华东分公司"])
def test_a_title_and_a_unit_in_one_row_are_no_part_of_the_header(title: str) -> None:
    area = only(f"{title}||单位：万元\n单号|数量|金额\nSO-1|3|1.5\nSO-2|4|2.5")
    assert (area.header, names(area), rows(area)) == ((1,), {"A": "单号", "B": "数量", "C": "金额"}, [3, 4])
    assert notes(area) == [1]
    assert units(area) == {"C": ("单位：万元", 10_000, "CNY")}


def test_a_title_and_a_unit_fill_the_row_of_two_columns() -> None:
    area = only("销售明细|单位：万元\n客户|金额\n甲|1.5\n乙|2.5")
    assert (area.header, rows(area), notes(area)) == ((1,), [3, 4], [1])
    assert units(area) == {"B": ("单位：万元", 10_000, "CNY")}


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
@pytest.mark.parametrize("title", ["", "Prices\n"])
def test_a_narrower_table_below_another_is_one_of_its_own(gap: str, title: str) -> None:
    drawing = f"Order|Rep|Amount\nO-1|Ann|100\nO-2|Bob|200\n{gap}{title}SKU|Price\nX1|9.99\nX2|19.99"
    first, second = find_areas(drawn(drawing))
    assert (names(first), rows(first)) == ({"A": "Order", "B": "Rep", "C": "Amount"}, [2, 3])
    header = drawing.splitlines().index("SKU|Price")
    assert (second.header, names(second)) == ((header,), {"A": "SKU", "B": "Price"})
    assert rows(second) == [header + 2, header + 3]


def test_a_line_drawn_under_a_header_or_above_a_total_is_neither_header_nor_data() -> None:
    area = only("Rep|Amount\n------|------\nAnn|10\nBob|20\n:---|---:\nTotal|30\n======|======", workbook=False)
    assert (area.header, names(area), rows(area)) == ((0,), {"A": "Rep", "B": "Amount"}, [3, 4])
    assert [one.agrees for one in area.sums] == [True]


def test_dashes_in_some_cells_of_a_row_are_no_line() -> None:
    area = only("Rep|Amount|Note\nAnn|10|---\n---|20|---\nBob|-|x")
    assert rows(area) == [2, 3, 4]


def test_a_second_table_is_none_of_the_one_that_is_looked_for() -> None:
    drawing = "编号|客户|金额\n0012|甲|1000.00\n0013|乙|2000.50\n\nRep|Target\nA|5"
    first, second = find_areas(drawn(drawing), frozenset({"编号", "客户", "金额"}))
    assert (rows(first), second.header, rows(second)) == ([2, 3], (4,), [6])


def test_rows_without_their_amounts_after_a_blank_row_stay_in_the_table() -> None:
    (area,) = find_areas(drawn("Order|Rep|Amount\nO-1|Ann|100\nO-2|Bob|200\n\nO-3|Cy|\nO-4|Ann|300\nO-5|Bob|"))
    assert rows(area) == [2, 3, 5, 6, 7]
