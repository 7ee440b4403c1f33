"""Profiles read laid-out sheets: every value where it belongs, every thing left out or changed on the way told."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.model.problem import Problem, Severity
from reportgen.sources import InputFile, Profile, read
from reportgen.sources.reading import Reading

ROOT = Path(__file__).resolve().parents[4]
Read = Callable[..., Reading]
Workbook = Callable[..., bytes]

HEAD = "订单号,工号,日期,金额\n"
PLAN = """
kind: targets
files: ["plan*"]
key: [person]
columns:
  person: {type: id, headers: [工号], required: true}
  region: {type: text, headers: [大区]}
  january: {type: money, headers: [目标 / 一月], currency: CNY, required: true}
  actual: {type: money, headers: [二月], currency: CNY}
"""
BUDGET = """
kind: spend_budget
files: ["费用预算*.xlsx"]
key: [category, item, month]
columns:
  category: {type: text, headers: [费用 / 类别], required: true}
  item: {type: text, headers: [项目], required: true}
  month: {type: period, headers: [], required: true}
  amount: {type: money, headers: [], currency: CNY, tax: excluded, required: true}
unpivot: {columns: ["*月"], name: month, value: amount, as: "{year}年{name}"}
"""


def book(fill: Callable[[Worksheet], object], *, title: str = "订单") -> bytes:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    fill(sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def table(reading: Reading, kind: str = "orders") -> dict[str, list[object]]:
    frame = reading.tables[kind].frame
    return {name: frame[name].astype("object").where(frame[name].notna(), None).tolist() for name in frame.columns}


def told(reading: Reading) -> list[str]:
    """Every problem as `code at place: sentence`."""
    return [f"{one.kind.code} {str(one.place).rpartition('/')[2]}: {one.sentence}" for one in reading.problems]


def test_a_unit_above_the_table_scales_money_and_is_recorded(reading: Read) -> None:
    result = reading(
        {"orders.csv": "销售明细\n单位：万元\n" + HEAD + "S1,E017,2026-03-01,12.5\nS2,E017,2026-03-02,7\n"}
    )
    assert table(result)["amount"] == [12_500_000, 7_000_000]
    assert table(result)["_row"] == [4, 5]
    assert told(result) == [
        "unit-scaled orders.csv [2]: The sheet says 单位：万元, so the figures of amount were multiplied by 10,000."
    ]


def test_a_unit_in_the_header_is_no_part_of_its_name(reading: Read) -> None:
    result = reading({"orders.csv": "订单号,工号,日期,金额（千元）\nS1,E017,2026-03-01,12.5\n"})
    assert table(result)["amount"] == [1_250_000]


def test_a_unit_of_another_currency_blocks_the_run(reading: Read) -> None:
    result = reading({"orders.csv": "单位：万美元\n" + HEAD + "S1,E017,2026-03-01,1\n"})
    (problem,) = [one for one in result.problems if one.kind.severity is Severity.BLOCKS_RUN]
    assert problem.sentence == "The sheet says 单位：万美元, and amount is declared CNY."


def test_sums_are_left_out_and_a_difference_is_a_problem(reading: Read) -> None:
    rows = 'S1,E017,2026-03-01,1000\nS2,E018,2026-03-02,230\n小计,,,1230\nS3,E018,2026-03-02,4\n合计,,,"1,230"\n'
    result = reading({"orders.csv": HEAD + rows})
    assert table(result)["order_no"] == ["S1", "S2", "S3"]
    assert told(result) == [
        (
            "sums-left-out orders.csv [4]: Rows of sums here: 小计 (4), 合计 (6). They were not read as data. "
            "Agreeing with the rows they cover: 1. Differing from them: 1."
        ),
        "total-differs orders.csv [D6]: “合计” says 1,230, and the 3 rows it covers sum to 1,234: 4 more.",
    ]
    assert result.problems[1].excerpt == "合计 |  |  | 1,230"
    assert result.problems[1].kind.severity is Severity.WARNING


def test_text_below_the_table_is_told(reading: Read) -> None:
    result = reading({"orders.csv": HEAD + "S1,E017,2026-03-01,1\nS2,E017,2026-03-02,2\n制表：张三,,,\n"})
    assert table(result)["order_no"] == ["S1", "S2"]
    assert told(result) == ["text-not-read orders.csv [4]: Text below the table was not read as data: “制表：张三”."]


def test_a_row_cut_off_is_still_a_problem_of_its_own(reading: Read) -> None:
    result = reading({"orders.csv": HEAD + "S1,E017,2026-03-01,1\nS2,E017,2026-03-01,1\nS3\n"})
    assert {"row-too-short", "value-missing"} <= {one.kind.code for one in result.problems}


def test_a_header_of_two_rows_is_known_by_its_full_name_or_its_last_part(reading: Read) -> None:
    rows = "工号,目标,,实际\n,一月,二月,一月\nE017,1,2,3\n"
    result = reading({"plan.csv": rows}, PLAN)
    assert (table(result, "targets")["january"], table(result, "targets")["actual"]) == ([100], [200])
    both = reading({"plan.csv": rows.replace("实际\n,一月,二月,一月", "实际\n,一月,二月,二月")}, PLAN)
    assert "column-ambiguous plan.csv [2]: Columns C, D could both be actual." in told(both)


def test_cells_merged_over_rows_and_cells_the_profile_fills_down(reading: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (
            ["工号", "大区", "目标"],
            ["", "", "一月"],
            ["E1", "华东", 1],
            ["E2", None, 2],
            ["E3", "华南", 3],
            ["E4", None, 4],
        ):
            sheet.append(row)
        sheet.merge_cells("B3:B4")

    unfilled = reading({"plan.xlsx": book(fill)}, PLAN)
    assert table(unfilled, "targets")["region"] == ["华东", "华东", "华南", None]
    said = "Empty cells of region that took the value above them: 1, since cells are merged."
    assert told(unfilled) == [f"filled-down plan.xlsx [订单!B2]: {said}"]
    filled = reading({"plan.xlsx": book(fill)}, PLAN + "fill_down: [region]\n")
    assert table(filled, "targets")["region"] == ["华东", "华东", "华南", "华南"]
    assert "region that took the value above them: 2, as the profile says." in told(filled)[0]


def test_an_amount_merged_over_rows_counts_once(reading: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (
            ["订单号", "工号", "日期", "金额"],
            ["S1", "E1", "2026-01-01", 90],
            ["S2", "E1", "2026-01-01", None],
        ):
            sheet.append(row)
        sheet.merge_cells("D2:D3")

    result = reading({"orders.xlsx": book(fill)})
    assert table(result)["amount"] == [9000, None]
    assert "merged-figure" in {one.kind.code for one in result.problems}


def hidden(sheet: Worksheet) -> None:
    for row in (["订单号", "工号", "日期", "金额"], ["S1", "E1", "2026-01-01", 1], ["S2", "E1", "2026-01-01", 2]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True


def test_hidden_rows_and_columns_are_read_or_left_out_as_the_profile_says(reading: Read, orders: str) -> None:
    as_usual = reading({"orders.xlsx": book(hidden)})
    assert table(as_usual)["order_no"] == ["S1", "S2"]
    assert told(as_usual) == [
        "hidden-columns orders.xlsx [订单!1]: Hidden columns of this table: C. They were read.",
        "hidden-rows orders.xlsx [订单!3]: Hidden rows among the data here: 1. They were read.",
    ]
    skipped = reading({"orders.xlsx": book(hidden)}, orders + "hidden: {rows: skip, columns: skip}\n")
    assert (table(skipped)["order_no"], "day" in skipped.tables["orders"].columns) == (["S1"], False)
    assert [line.rpartition(". ")[2] for line in told(skipped)] == ["They were left out."] * 2


def test_a_hidden_sheet_is_read_where_the_profile_says_so(reading: Read, orders: str) -> None:
    def fill(sheet: Worksheet) -> None:
        hidden(sheet)
        sheet.row_dimensions[3].hidden = sheet.column_dimensions["C"].hidden = False
        made = sheet.parent
        assert made is not None
        made.create_sheet("说明").append(["说明"])
        sheet.sheet_state = "hidden"

    assert reading({"orders.xlsx": book(fill)}).tables == {}
    result = reading({"orders.xlsx": book(fill)}, orders + "hidden: {sheets: read}\n")
    assert table(result)["order_no"] == ["S1", "S2"]


def test_every_table_of_a_sheet_that_matches_is_read_and_others_are_named(reading: Read) -> None:
    text = HEAD + "S1,E1,2026-01-01,1\nS2,E1,2026-01-02,2\n\n\n" + HEAD + "S3,E1,2026-01-03,3\n"
    assert table(reading({"orders.csv": text}))["order_no"] == ["S1", "S2", "S3"]
    other = reading({"orders.csv": text + "\n\n产品,台数,单价,库存\n组件,1,2,3\n逆变器,4,5,6\n"})
    assert table(other)["order_no"] == ["S1", "S2", "S3"]
    assert [line for line in told(other) if line.startswith("table-beside")] == [
        (
            "table-beside orders.csv: Another table stands on this sheet in rows 10 to 12; "
            "it has none of the columns of orders and was not read."
        )
    ]


def test_one_sheet_a_month_is_one_table(reading: Read, workbook: Workbook) -> None:
    head = ["订单号", "工号", "日期", "金额"]
    months = {
        f"{month}月": [[f"{month}月订单"], [], head, [f"S{month}", "E1", "2026-01-01", month]] for month in (1, 2, 3)
    }
    result = reading({"orders.xlsx": workbook(**months)})
    assert (table(result)["order_no"], table(result)["_row"]) == (["S1", "S2", "S3"], [4, 4, 4])


def test_a_percent_sign_in_the_header_is_held_against_the_figures(reading: Read) -> None:
    profile = PLAN.replace(
        "actual: {type: money, headers: [二月], currency: CNY}", "share: {type: percent, headers: [占比]}"
    )
    sure = reading({"plan.csv": "工号,目标 / 一月,占比(%)\nE1,1,12.5\nE2,1,0.5\n"}, profile)
    assert table(sure, "targets")["share"] == [1250, 50]
    unsure = reading({"plan.csv": "工号,目标 / 一月,占比(%)\nE1,1,0.12\nE2,1,0.5\n"}, profile)
    assert [one.kind.code for one in unsure.problems] == ["percent-unclear"]


def test_the_budget_of_the_sample_is_read_by_a_profile(
    profiles_of: Callable[..., tuple[tuple[Profile, ...], tuple[Problem, ...]]],
) -> None:
    checked, problems = profiles_of(BUDGET)
    assert problems == ()
    result = read([InputFile(ROOT / "inputs/data/费用预算_2026.xlsx", "inputs/data/费用预算_2026.xlsx")], checked)
    read_back = table(result, "spend_budget")
    assert len(read_back["amount"]) == 132
    assert (read_back["category"][:1], read_back["item"][:1]) == (["人员与提成"], ["固定薪酬"])
    assert read_back["month"][:12] == [f"2026-{month:02d}" for month in range(1, 13)]
    # 246.4 万元 of fixed pay in January; 8,400 万元 in the year, as its row of sums says.
    assert read_back["amount"][0] == 246_400_000
    assert int(result.tables["spend_budget"].frame["amount"].sum()) == 8_400 * 10_000 * 100
    assert read_back["_row"][:13] == [6] * 12 + [7]
    assert [one.kind.code for one in result.problems] == ["unit-scaled", "sums-left-out"]
    assert "Agreeing with the rows they cover: 1." in result.problems[1].sentence


def test_columns_that_are_turned_leave_blank_cells_out_and_keep_their_places(reading: Read) -> None:
    text = "类别,项目,1月,2月\n差旅,机票,5,\n差旅,酒店,,x\n"
    profile = BUDGET.replace('"费用预算*.xlsx"', '"b*.csv"').replace("费用 / 类别", "类别")
    result = reading({"b_2025.csv": text}, profile)
    assert (table(result, "spend_budget")["month"], table(result, "spend_budget")["amount"]) == (
        ["2025-01", "2025-02"],
        [500, None],
    )
    (problem,) = result.problems
    assert (problem.found, str(problem.place)) == ("x", "inputs/data/b_2025.csv [D3]")
    assert [one.kind.code for one in reading({"b.csv": text}, profile).problems] == ["year-not-named"]
    renamed = text.replace("月", "m")
    assert [one.kind.code for one in reading({"b_2024.csv": renamed}, profile).problems] == ["columns-to-turn-missing"]


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("fill_down: [nothing]", "setting-wrong"),
        ("hidden: {rows: perhaps}", "setting-wrong"),
        ("hidden: {row: read}", "setting-unknown"),
        ("unpivot: {columns: ['*'], name: nothing, value: amount}", "setting-wrong"),
        ("unpivot: {columns: ['*'], name: person}", "setting-missing"),
        ("unpivot: {columns: ['*'], name: person, value: amount, as: '{month}'}", "setting-wrong"),
    ],
)
def test_a_mistake_in_these_settings_is_found(
    profiles_of: Callable[..., tuple[tuple[Profile, ...], tuple[Problem, ...]]], orders: str, setting: str, code: str
) -> None:
    _, problems = profiles_of(orders + setting + "\n")
    assert code in {one.kind.code for one in problems}


def test_a_sum_beside_its_row_that_differs_is_a_problem(reading: Read) -> None:
    text = "工号,目标 / 一月,目标 / 二月,合计\nE1,1,2,3\nE2,3,4,8\nE3,1,1,2\n"
    assert told(reading({"plan.csv": text}, PLAN)) == [
        "row-total-differs plan.csv [D3]: The column “合计” says 8 in this row, and B to C sum to 7: 1 less."
    ]
