"""The plain files of a pack: findings as people read them, figures as machines do, the manifest read back."""

import csv
import io
import json
import random
from pathlib import Path

from reportgen.app import figures, findings, manifest
from reportgen.app.findings.page import html_file
from reportgen.model.manifest import Manifest, Output
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity
from tests.tables import dataset, entries, measured, plan_of

UNREADABLE = Kind("amount-unreadable", Severity.BLOCKS_PERSON, "“{found}” is not an amount.", "Write 12500 or 1.25万.")
UNUSED = Kind("row-unused", Severity.NOTE, "this row was not used", "Nothing to do.")
SPOT = Place("inputs/data/订单_2026.xlsx", "订单", 118, "F")


def test_a_finding_shows_place_row_spot_sentence_remedy_and_whom_it_affects() -> None:
    problem = Problem(UNREADABLE, SPOT, "12,5OO", people=("E017",), excerpt="118 | E017 | SO-2231 | 12,5OO")
    assert findings.lines(problem) == [
        "inputs/data/订单_2026.xlsx [订单!F118]",
        "  118 | E017 | SO-2231 | 12,5OO",
        "                         ^^^^^^",
        "  amount-unreadable: “12,5OO” is not an amount. Write 12500 or 1.25万.    affects: E017",
    ]


def test_the_mark_stands_under_the_spot_behind_chinese_characters() -> None:
    problem = Problem(UNREADABLE, SPOT, "十二万x", excerpt="118 | 华东电气 | ｱｲ | 十二万x")
    _, shown, mark, _ = findings.lines(problem)
    width = dict.fromkeys("华东电气十二万", 2)
    before = sum(width.get(char, 1) for char in shown[: shown.index("十二万x")])
    assert mark == " " * before + "^" * 7


def test_what_was_found_elsewhere_than_in_the_excerpt_is_not_marked() -> None:
    problem = Problem(UNREADABLE, SPOT, "12,5OO", excerpt="118 | E017")
    assert len(findings.lines(problem)) == 3


def test_findings_come_worst_first_then_by_place_and_each_once() -> None:
    early, late = Problem(UNUSED, Place("a.csv", "", 2)), Problem(UNUSED, Place("a.csv", "", 10))
    bad = Problem(UNREADABLE, Place("z.csv", "", 1))
    assert findings.ordered([late, bad, early, late]) == [bad, early, late]
    assert findings.summary([late, bad, early]) == "1 blocks a person · 2 notes"
    assert findings.summary([]) == "no findings"


def test_a_data_cell_is_text_in_the_page_of_findings_and_never_markup() -> None:
    problem = Problem(UNREADABLE, SPOT, "<script>", people=("<b>",), excerpt="{0} <script>alert(1)</script> {{7*7}}")
    page = html_file([problem], "2026-Q1").decode()
    assert page.count("<script>") == 1  # the page's own
    assert "&lt;script&gt;" in page
    assert "alert(1)&lt;/script&gt; {{7*7}}" in page


def test_findings_for_machines_carry_every_part() -> None:
    problem = Problem(UNREADABLE, SPOT, "12,5OO", people=("E017",), excerpt="…")
    (row,) = json.loads(findings.json_file([problem]))
    assert row == {
        "code": "amount-unreadable",
        "severity": "blocks a person",
        "sentence": "“12,5OO” is not an amount.",
        "remedy": "Write 12500 or 1.25万.",
        "file": "inputs/data/订单_2026.xlsx",
        "sheet": "订单",
        "row": 118,
        "column": "F",
        "found": "12,5OO",
        "people": ["E017"],
        "excerpt": "…",
        "amount": None,
        "currency": "",
        "waived": None,
    }


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_figures_are_plain_decimals_and_what_was_not_measured_is_empty_and_never_zero() -> None:
    orders = "order_no order_date person amount gross_profit\nA 2026-01-05 E1 0.12345 -0.04\nB 2026-01-06 E1 -2 0.01"
    targets = "person month metric floor\nE1 2026-01 order_amount 3"
    kpis = entries("""
- {id: order_amount, measure: order_amount, target: {metric: order_amount, column: floor}}
- {id: margin, kind: ratio, numerator: gross_profit, denominator: order_amount, unit: percent}
- {id: collected, measure: collected}
""")
    data = dataset(people="person role since\nE1 representative 2025-01-01", orders=orders, targets=targets)
    found = read_csv(figures.actuals(measured(data, plan_of(kpis=kpis), "2026-01")))
    mine = {row["measure"]: row for row in found if row["subject"] == "E1"}
    assert mine["order_amount"] | {} == {
        "period": "2026-01",
        "subject_kind": "person",
        "subject": "E1",
        "measure": "order_amount",
        "value": "-1.87655",
        "unit": "CNY",
        "target": "3.00",
        "attainment": "-0.625517",
        "status": "alarm",
        "rows": "2",
        "year_to_date": "-1.87655",
    }
    assert (mine["margin"]["value"], mine["margin"]["unit"]) == ("0.015987", "percent")
    (unknown,) = [row for row in found if row["measure"] == "collected"]  # nobody's, so everybody has the company's
    assert (unknown["subject_kind"], unknown["value"], unknown["unit"], unknown["target"]) == ("company", "", "", "")


def test_no_id_of_the_inputs_is_taken_for_a_formula_by_a_spreadsheet() -> None:
    people = (
        "person role since\n=1+1 representative 2025-01-01\n-x representative 2025-01-01\n@a representative 2025-01-01"
    )
    orders = "order_no order_date person amount\nA 2026-01-05 =1+1 -5"
    found = read_csv(figures.actuals(measured(dataset(people=people, orders=orders), plan_of(), "2026-01")))
    subjects = {row["subject"]: row["value"] for row in found}
    assert subjects == {"": "-5.00", "'=1+1": "-5.00", "'-x": "0.00", "'@a": "0.00"}


def test_a_table_says_what_a_csv_writer_writes_whatever_stands_in_its_cells() -> None:
    chance = random.Random(7)
    signs = ("a", "1", "", "-", ",", '"', "\r", "\n", "=", "+", "@", "中", ".")
    for kinds in (signs, ("a", "1", "-", ".", ""), ("a", "1", "中")):
        for width in (1, 2, 4):
            rows = [[chance.choice(kinds) + chance.choice(kinds) for _ in range(width)] for _ in range(600)]
            for some in (rows, rows[:1], [[""] * width], []):
                safe = [[f"'{cell}" if formula(cell) else cell for cell in row] for row in some]
                written = io.StringIO(newline="")
                csv.writer(written).writerows(safe)
                assert figures.csv_text(some).decode() == written.getvalue()


def formula(cell: str) -> bool:
    return cell[:1] in ("=", "+", "@") or (cell[:1] == "-" and not cell[1:2].isdigit())


def a_manifest(*outputs: Output) -> Manifest:
    return Manifest(
        "2026-Q1", "1", "0.1", {"订单.xlsx": "aa"}, {"pay.yaml": "bb"}, {}, {"sans": "cc"}, {"pandas": "3"}, outputs, ()
    )


def test_a_manifest_read_back_names_the_same_files(tmp_path: Path) -> None:
    outputs = (
        Output("statements/王伟.xlsx", "11", "k1", "statements", "王伟"),
        Output("reviews/E1.pdf", "22", "k2", "reviews", "E1"),
    )
    data = manifest.to_bytes(a_manifest(*outputs))
    (tmp_path / manifest.NAME).write_bytes(data)
    assert manifest.read_outputs(tmp_path) == {output.path: output for output in outputs}
    assert manifest.to_bytes(a_manifest(*reversed(outputs))) == data


def test_a_manifest_that_is_damaged_or_absent_keeps_nothing(tmp_path: Path) -> None:
    assert manifest.read_outputs(tmp_path) == {}
    for damage in (b"", b"[]", b'{"outputs": [{"path": "a"}]}', b"\xff\xfe", b'{"outputs": 3}', b'{"outputs": [3]}'):
        (tmp_path / manifest.NAME).write_bytes(damage)
        assert manifest.read_outputs(tmp_path) == {}
