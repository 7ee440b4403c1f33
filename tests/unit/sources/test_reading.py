"""Files become tables: every value exact, every row with its place, everything doubtful a problem."""

from collections.abc import Callable
from datetime import date

import pytest

from reportgen.model.place import Place
from reportgen.model.problem import Problem, Severity
from reportgen.model.table import Table
from reportgen.sources.formats import records
from reportgen.sources.reading import Reading

Read = Callable[..., Reading]
Workbook = Callable[..., bytes]

HEAD = "订单号,工号,日期,金额,类型\n"
PEOPLE = """
kind: people
files: ["people*.csv"]
key: [person]
columns:
  person: {type: id, headers: [工号], required: true}
  region: {type: text, headers: [大区]}
"""


def column(table: Table, name: str) -> list[object]:
    return [
        None if value is None else value
        for value in table.frame[name].astype("object").where(table.frame[name].notna(), None)
    ]


def one(reading: Reading, code: str) -> Problem:
    found = [problem for problem in reading.problems if problem.kind.code == code]
    assert len(found) == 1, [str(problem.kind.code) for problem in reading.problems]
    return found[0]


def test_a_csv_becomes_a_table_of_declared_types(reading: Read) -> None:
    result = reading({"orders.csv": HEAD + 'S1,E017,2026-03-01,12.50,退货\nS2,E018,2026/3/2,"1,000",\n'})
    table = result.tables["orders"]
    assert result.problems == ()
    assert column(table, "amount") == [1250, 100000]
    assert column(table, "type") == ["return", "sale"]
    assert table.frame["day"].dt.date.tolist() == [date(2026, 3, 1), date(2026, 3, 2)]
    assert [str(table.frame[name].dtype) for name in ("order_no", "amount", "day")] == [
        "string",
        "Int64",
        "datetime64[s]",
    ]
    assert (table.columns["amount"].scale, table.columns["amount"].currency) == (2, "CNY")


def test_a_row_keeps_the_number_people_see(reading: Read) -> None:
    result = reading({"orders.csv": "报表\n\n" + HEAD + '"S\n1",E017,2026-03-01,1,\n\nS2,E017,2026-03-01,2,\n'})
    table = result.tables["orders"]
    assert [table.place(0), table.place(1)] == [
        Place("inputs/data/orders.csv", "", 4),
        Place("inputs/data/orders.csv", "", 6),
    ]


def test_line_ends_written_twice_are_rows_that_people_see_and_nothing_to_report(reading: Read) -> None:
    # Spreadsheet programs show an empty row for the carriage return too many.
    lines = [HEAD.strip(), *(f"S{at},E017,2026-03-01,{at}," for at in range(60))]
    result = reading({"orders.csv": "".join(line + "\r\r\n" for line in lines).encode()})
    assert result.problems == ()
    assert result.tables["orders"].frame["_row"].tolist() == [2 * at + 3 for at in range(60)]


def test_a_workbook_keeps_sheet_and_row_below_a_title(reading: Read, workbook: Workbook) -> None:
    rows: list[list[object]] = [
        [None, "2026 年订单"],
        [],
        [None, "订单号", "工号", "日期", "金额"],
        [None, "001", "E017", date(2026, 3, 1), 0.1 + 0.2],
        [],
        [None, 1002, "E017", date(2026, 3, 2), 1234567.89],
    ]
    table = reading({"orders.xlsx": workbook(订单=rows)}).tables["orders"]
    assert column(table, "order_no") == ["001", "1002"]
    assert column(table, "amount") == [30, 123456789]
    assert [str(table.place(0)), str(table.place(1))] == [
        "inputs/data/orders.xlsx [订单!4]",
        "inputs/data/orders.xlsx [订单!6]",
    ]
    assert (table.sources[0].rows, len(table.sources[0].sha256)) == (2, 64)


def test_a_failed_formula_is_not_an_empty_cell(reading: Read, workbook: Workbook) -> None:
    rows: list[list[object]] = [["订单号", "工号", "日期", "金额"], ["S1", "E017", None, "#REF!"]]
    problem = one(reading({"orders.xlsx": workbook(订单=rows)}), "error-cell")
    assert (str(problem.place), problem.found, problem.people) == (
        "inputs/data/orders.xlsx [订单!D2]",
        "#REF!",
        ("E017",),
    )


def test_an_unreadable_amount_blocks_the_person_of_its_row(reading: Read) -> None:
    result = reading({"orders.csv": HEAD + 'S1,E017,2026-03-01,"12,5OO",销售\nS2,E018,2026-03-01,3,\n'})
    problem = one(result, "amount-unreadable")
    assert str(problem.place) == "inputs/data/orders.csv [D2]"
    assert (problem.people, problem.kind.severity) == (("E017",), Severity.BLOCKS_PERSON)
    assert problem.excerpt == "S1 | E017 | 2026-03-01 | 12,5OO | 销售"
    assert problem.sentence == "“12,5OO” is not an amount."
    assert column(result.tables["orders"], "amount") == [None, 300]


def test_a_problem_of_nobody_blocks_the_run(reading: Read) -> None:
    result = reading({"orders.csv": HEAD + "S1,,2026-03-01,x,销售\n"})
    assert {problem.kind.code: problem.kind.severity for problem in result.problems} == {
        "amount-unreadable": Severity.BLOCKS_RUN,
        "value-missing": Severity.BLOCKS_RUN,
    }


@pytest.mark.parametrize(
    ("cell", "code"),
    [("1.005", "amount-too-precise"), ("1" * 17, "amount-too-large"), ("", "value-missing"), ("-", "value-missing")],
)
def test_an_amount_that_cannot_be_kept_exactly_is_a_problem(reading: Read, cell: str, code: str) -> None:
    problem = one(reading({"orders.csv": HEAD + f"S1,E017,2026-03-01,{cell},\n"}), code)
    assert problem.people == ("E017",)


def test_trailing_zeros_are_not_too_precise(reading: Read) -> None:
    result = reading({"orders.csv": HEAD + "S1,E017,2026-03-01,1.50000,\n"})
    assert (column(result.tables["orders"], "amount"), result.problems) == ([150], ())


def test_the_scale_to_declare_is_named(reading: Read) -> None:
    problem = one(reading({"orders.csv": HEAD + "S1,E017,2026-03-01,1.0005,\n"}), "amount-too-precise")
    assert "`scale: 4`" in problem.remedy


def test_a_date_that_could_be_two_is_a_problem(reading: Read) -> None:
    assert one(reading({"orders.csv": HEAD + "S1,E017,03/04/2026,1,\n"}), "date-unclear").found == "03/04/2026"


def test_a_value_not_in_the_list_is_kept_and_reported_once(reading: Read) -> None:
    result = reading({"orders.csv": HEAD + "S1,E017,,1,退 货\nS2,E017,,1,退貨\nS3,E017,,1,退貨\n"})
    problems = [problem for problem in result.problems if problem.found == "退貨"]
    assert [(problem.place.row, problem.kind.severity) for problem in problems] == [(3, Severity.WARNING)]
    assert "rows: 2" in problems[0].sentence
    assert "退货" in problems[0].sentence
    assert column(result.tables["orders"], "type")[1] == "退貨"


def test_a_thousand_bad_cells_are_a_hundred_problems_and_one_that_names_the_rest(reading: Read) -> None:
    rows = "".join(f"S{number},E{number},2026-03-01,x,\n" for number in range(1000))
    problems = reading({"orders.csv": HEAD + rows}).problems
    assert len(problems) == 101
    assert {person for problem in problems for person in problem.people} == {f"E{number}" for number in range(1000)}


def test_a_missing_column_names_what_was_looked_for_and_the_nearest(reading: Read) -> None:
    problem = one(reading({"orders.csv": "订单号,工号,销售金额\nS1,E017,1\n"}), "column-missing")
    assert problem.found == "amount"
    assert "金额, Amount" in problem.sentence
    assert "销售金额" in problem.sentence


def test_two_columns_for_one_are_a_problem(reading: Read) -> None:
    result = reading({"orders.csv": "订单号,工号,金额,Amount\nS1,E017,1,2\n"})
    assert "C, D" in one(result, "column-ambiguous").sentence
    assert result.tables == {}


def test_headers_may_differ_in_width_case_and_blanks(reading: Read) -> None:
    result = reading({"orders.csv": "ｏｒｄｅｒ　no, PERSON ,amount\nS1,E017,1\n"})
    assert column(result.tables["orders"], "amount") == [100]


def test_a_column_that_no_file_has_is_not_in_the_table(reading: Read) -> None:
    table = reading({"orders.csv": "订单号,工号,金额\nS1,E017,1\n"}).tables["orders"]
    assert "day" not in table.columns
    assert column(table, "type") == ["sale"]


def test_ids_are_cleaned_of_what_nobody_sees(reading: Read) -> None:
    table = reading({"orders.csv": HEAD + "０01\u200b,\u00a0Ｅ０１７ ,,1,\n"}).tables["orders"]
    assert (column(table, "order_no"), column(table, "person")) == (["001"], ["E017"])


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "李文"),
        ("utf-8-sig", "李文"),
        ("utf-16", "李文"),
        ("gb18030", "李文静"),
        ("big5", "李文靜"),
        ("cp1252", "Müller"),
    ],
)
def test_any_usual_encoding_is_read(reading: Read, encoding: str, name: str) -> None:
    result = reading({"orders.csv": f"Order No,Person,Amount\nS1,{name},1\n".encode(encoding)})
    assert column(result.tables["orders"], "person") == [name]
    assert [problem.found for problem in result.problems] == ([] if encoding.startswith("utf") else [encoding])


def test_the_header_decides_between_encodings(reading: Read) -> None:
    result = reading({"orders.csv": (HEAD + "S1,李文,2026-03-01,1,\n").encode("gb18030")})
    assert column(result.tables["orders"], "person") == ["李文"]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_the_separator_is_found_by_the_header(reading: Read, separator: str) -> None:
    text = (HEAD + "S1,E017,2026-03-01,1.5,\n").replace(",", separator)
    assert column(reading({"orders.csv": text}).tables["orders"], "amount") == [150]


def test_an_open_quotation_mark_is_a_problem(reading: Read) -> None:
    result = reading({"orders.csv": HEAD + 'S1,"E017,2026-03-01,1,\nS2,E018,2026-03-01,1,\n'})
    assert "never closed" in one(result, "file-unreadable").sentence


def test_a_row_with_a_cell_too_many_blocks_the_run(reading: Read) -> None:
    result = reading({"orders.csv": HEAD + "S1,E017,2026-03-01,1,500,销售\nS2,E017,2026-03-01,1\n"})
    assert one(result, "row-too-long").kind.severity is Severity.BLOCKS_RUN
    assert one(result, "row-too-short").place.row == 3


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("letter.csv", "a,b\n", "file-not-recognised"),
        ("orders.xlsx", "not a workbook", "file-unreadable"),
        ("orders.csv", "", "header-not-found"),
        ("orders.csv", "x,y\n1,2\n", "header-not-found"),
    ],
)
def test_a_file_that_is_no_table_is_one_problem(reading: Read, name: str, content: str, code: str) -> None:
    result = reading({name: content})
    assert [problem.kind.code for problem in result.problems] == [code]
    assert result.tables == {}


def test_the_same_file_under_two_names_counts_once(reading: Read) -> None:
    text = HEAD + "S1,E017,2026-03-01,1,\n"
    result = reading({"orders.csv": text, "orders (1).csv": text})
    assert len(result.tables["orders"].frame) == 1
    assert one(result, "file-twice").kind.severity is Severity.BLOCKS_RUN
    assert len(result.hashes) == 2


def test_a_sheet_that_lacks_columns_is_left_out_beside_one_that_has_them(reading: Read, workbook: Workbook) -> None:
    good: list[list[object]] = [["订单号", "工号", "金额"], ["S1", "E017", 1]]
    pivot: list[list[object]] = [["工号", "金额"], ["E017", 1], ["总计", 1]]
    result = reading({"orders.xlsx": workbook(订单=good, 汇总=pivot)})
    assert len(result.tables["orders"].frame) == 1
    assert one(result, "sheet-not-read").place.sheet == "汇总"


def test_an_identical_row_blocks_its_person_and_names_both_places(reading: Read) -> None:
    row = "S1,E017,2026-03-01,1,\n"
    problem = one(reading({"orders.csv": HEAD + row + "S2,E018,2026-03-01,2,\n" + row}), "duplicate-row")
    assert (problem.place.row, problem.people) == (4, ("E017",))
    assert "inputs/data/orders.csv [2]" in problem.sentence


def test_everybody_whose_rows_stand_twice_is_blocked_however_many(reading: Read) -> None:
    rows = "".join(f"S{number},E{number},2026-03-01,1,\n" for number in range(1000))
    problems = reading({"orders.csv": HEAD + rows + rows}).problems
    assert {problem.kind.code for problem in problems} == {"duplicate-row"}
    assert len(problems) == 101
    assert len({person for problem in problems for person in problem.people}) == 1000


def test_a_key_with_other_values_is_a_warning(reading: Read) -> None:
    problem = one(reading({"orders.csv": HEAD + "S1,E017,,1,\nS1,E017,,2,\n"}), "duplicate-key")
    assert problem.kind.severity is Severity.WARNING


def test_an_unknown_person_is_reported_with_the_nearest(reading: Read, orders: str) -> None:
    files = {"orders.csv": HEAD + "S1,E0l7,,1,\nS2,E017,,1,\n", "people.csv": "工号,大区\nE067,华东\nE017,华东\n"}
    problem = one(reading(files, orders, PEOPLE), "reference-unknown")
    assert (problem.found, problem.kind.severity) == ("E0l7", Severity.WARNING)
    assert "Nearest: E017." in problem.sentence
    assert (str(problem.place), problem.excerpt) == ("inputs/data/orders.csv [B2]", "S1 | E0l7 |  | 1")


def test_nothing_is_looked_up_in_a_table_that_lacks_a_file_for_a_problem_of_its_own(reading: Read, orders: str) -> None:
    files = {"orders.csv": HEAD + "S1,E018,,1,\n", "people.csv": "工号,大区\nE017,华东\n"}
    assert one(reading(files, orders, PEOPLE), "reference-unknown").found == "E018"
    renamed = {**files, "people_2.csv": "编号,大区\nE018,华东\n"}
    assert {problem.kind.code for problem in reading(renamed, orders, PEOPLE).problems} == {"header-not-found"}


def test_the_order_of_files_and_rows_changes_places_only(reading: Read) -> None:
    first, second = "S1,E017,,1,\n", "S2,E018,,2,\n"
    forwards = reading({"orders_1.csv": HEAD + first, "orders_2.csv": HEAD + second}).tables["orders"].frame
    backwards = reading({"orders_1.csv": HEAD + second + first, "orders_2.csv": HEAD}).tables["orders"].frame
    values = ["order_no", "person", "amount"]
    assert forwards[values].values.tolist() == backwards.sort_values("order_no")[values].values.tolist()


def test_a_long_file_reads_like_a_short_one(reading: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"S{number},E017,2026-03-{number % 28 + 1:02},{number}.5,销售" for number in range(300)]
    content = "单位：万元\n" + HEAD + "\n".join([*rows, "S300,E018,x,1.2亿,退 货", "合计,,,44850,"]) + "\n"
    short = reading({"orders.csv": content})
    monkeypatch.setattr(records, "_LONG", 0)
    long = reading({"orders.csv": content})
    assert short.tables["orders"].frame.equals(long.tables["orders"].frame)
    assert short.problems == long.problems
    assert len(short.tables["orders"].frame) == 301
