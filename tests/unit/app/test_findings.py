"""Findings as lines of a terminal: the marks stand below what they mean, however long the row is."""

import re
from base64 import b64encode
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from html import unescape
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from reportgen.app.findings import counted, lines, money_of, ordered
from reportgen.app.findings.files import finding_files
from reportgen.app.findings.page import html_file
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity, Skipped
from tests.cli.running import run
from tests.problems.small import DATA, write_workspace
from tests.unit.render.own_book import sheet_of, small_book

KIND = Kind("amount-unreadable", Severity.WARNING, "“{found}” is not an amount.", "Write 12500.")


def printed(excerpt: str, found: str) -> tuple[str, str]:
    """The row and the line of marks below it."""
    _, row, marks, _ = lines(Problem(KIND, Place("orders.csv", row=2), found, excerpt=excerpt))
    return row, marks


def test_a_short_row_is_printed_whole_with_the_spot_marked() -> None:
    assert printed("SO-1 | 12,5OO", "12,5OO") == ("  SO-1 | 12,5OO", "         ^^^^^^")


def test_a_long_row_is_cut_on_both_sides_of_the_spot() -> None:
    row, marks = printed(" | ".join(["n" * 20] * 9 + ["12,5OO"] + ["n" * 20] * 9), "12,5OO")
    assert len(row) < 100
    assert (row[2], row[-1]) == ("…", "…")
    assert row[marks.index("^") :].startswith("12,5OO")
    assert marks.count("^") == 6


def test_marks_allow_for_the_width_of_chinese() -> None:
    row, marks = printed("电" * 90 + " | 12,5OO", "12,5OO")
    shown = sum(2 if char == "电" else 1 for char in row[: row.index("12,5OO")])
    assert marks.index("^") == shown


# --------------------------------------------------------------------------------------------------- order and groups

SUM = Kind("sum-wrong", Severity.WARNING, "the sum is wrong", "Correct it.")


def worth(amount: int | None, code: str = "sum-wrong", people: tuple[str, ...] = (), currency: str = "CNY") -> Problem:
    """A warning about rows worth so much."""
    held = None if amount is None else Fraction(amount)
    return Problem(
        replace(SUM, code=code), Place("a.csv", row=2), str(amount), people=people, amount=held, currency=currency
    )


def test_findings_of_one_severity_come_by_money_then_by_people() -> None:
    dear, back, cheap, shared, plain = worth(900), worth(-800), worth(5), worth(None, people=("A", "B")), worth(None)
    assert ordered([plain, shared, cheap, back, dear]) == [dear, back, cheap, shared, plain]


def test_groups_are_summed_by_currency_and_ranked_by_the_larger() -> None:
    groups = counted(
        [worth(5, "few"), worth(10, "many", ("A",)), worth(-20, "many", ("B",)), worth(7, "many", currency="USD")]
    )
    assert [(group.code, len(group.problems), group.people) for group in groups] == [
        ("many", 3, ("A", "B")),
        ("few", 1, ()),
    ]
    assert money_of(groups[0].amounts) == "CNY 30.00 + USD 7.00"


def test_rows_that_a_kind_tells_of_in_two_columns_are_worth_their_money_once() -> None:
    euros, kilograms = (
        replace(worth(113), found=column, place=Place("a.csv", row=3, column=column)) for column in "BC"
    )
    another = replace(worth(113), place=Place("a.csv", row=4))
    (group,) = counted([euros, kilograms, another])
    assert len(group.problems) == 3
    assert money_of(group.amounts) == "CNY 226.00"


def test_a_long_list_of_people_is_cut_and_says_so() -> None:
    many = replace(worth(1), people=tuple(f"E{number:02}" for number in range(20)))
    assert lines(many)[-1].endswith("affects: E00, E01, E02, E03, E04, E05, E06, E07, E08, E09, E10, E11 … and 8 more")


def test_the_mark_stands_under_the_cell_and_not_under_its_text_in_another() -> None:
    assert printed("12 | 2 | x", "2")[1] == "       ^"


# ----------------------------------------------------------------------------------------------------------- the page


def test_the_page_loads_nothing_and_runs_its_own_script_alone() -> None:
    page = html_file([worth(900)], "2026-Q1").decode()
    policy = re.search(r'content="(default-src [^"]+)"', page)
    assert policy is not None
    pieces = {tag: re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL) for tag in ("style", "script")}
    for tag, piece in pieces.items():
        assert piece is not None
        digest = b64encode(sha256(unescape(piece[1]).encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy[1] or f"{tag}-src 'sha256-{digest}'" in policy[1]
        assert unescape(piece[1]) == piece[1]
    assert re.findall(r"""(?:src|href)=|url\(|@import|https?://""", page) == []


def test_thousands_of_findings_stay_a_page_that_opens() -> None:
    many = [replace(worth(number), place=Place("a.csv", row=number + 2)) for number in range(4000)]
    page = html_file(many, "2026-Q1").decode()
    assert page.count("<tr data-file") == 1000
    assert "… and 3,000 more of this kind, in problems.json." in page
    assert len(page) < 1_000_000


def test_the_page_says_in_one_sentence_what_is_held_back() -> None:
    kind = Kind("amount-unreadable", Severity.BLOCKS_PERSON, "it is no amount", "Write one.")
    blocked = [Problem(kind, Place("a.csv", row=number), people=(f"E{number}",)) for number in (2, 3)]
    skipped = [Skipped("reviews", "E2", ()), Skipped("statements", "E2", ())]
    page = html_file(blocked, "2026-01", {}, skipped).decode()
    assert "The documents of 2 people wait for 2 findings to be mended." in page
    assert "<small>reviews, statements wait</small>" in page
    assert "Nothing was found." in html_file([], "2026-01").decode()


# ---------------------------------------------------------------------------------------------------------- the files


def test_own_workbooks_are_marked_and_other_files_listed(tmp_path: Path) -> None:
    book = small_book(sheet_of('<row r="1"><c r="A1"/></row>'))
    names = (
        "inputs/data/a.xlsx",
        "inputs/data/b.csv",
        "inputs/crm/a.xlsx",
        "inputs/data/locked.xlsx",
        "inputs/data/fine.xlsx",
    )
    contents = (book, b"x", book, b"\xd0\xcf\x11\xe0secret", book)
    originals = {name: tmp_path / str(number) for number, name in enumerate(names)}
    for path, content in zip(originals.values(), contents, strict=True):
        path.write_bytes(content)
    problems = [Problem(KIND, Place(name, "S" if name.endswith("x") else "", 1, "A"), "x") for name in names[:4]] + [
        Problem(replace(KIND, severity=Severity.NOTE), Place(names[4], "S"))
    ]
    files = finding_files(ordered(problems), "2026-01", originals)
    assert sorted(files) == [
        "annotated/a.xlsx", "annotated/crm/a.xlsx", "annotated/findings.xlsx", "problems.html", "problems.json"
    ]  # fmt: skip
    listed = openpyxl.load_workbook(BytesIO(files["annotated/findings.xlsx"]))
    assert listed.sheetnames == ["Files", "b.csv", "locked.xlsx"]
    assert [cell.value for cell in listed["b.csv"][5]][:5] == ["warning", 1, "A1", None, "x"]
    assert listed["Files"]["A5"].hyperlink.location == "'b.csv'!A1"
    assert "it is encrypted" in str(listed["Files"]["C6"].value)
    assert b'href="annotated/crm/a.xlsx"' in files["problems.html"]
    assert [path.read_bytes() for path in originals.values()] == list(contents)
    assert finding_files(ordered(problems), "2026-01", originals) == files


def test_text_of_a_finding_is_no_formula_in_the_workbook_and_its_sum_a_number(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("x", "utf-8")
    problem = replace(worth(1250), found="=1+1", place=Place("inputs/data/b.csv", row=3))
    files = finding_files([problem], "2026-01", {"inputs/data/b.csv": tmp_path / "b.csv"})
    row = openpyxl.load_workbook(BytesIO(files["annotated/findings.xlsx"]))["b.csv"][5]
    assert (row[4].value, row[4].data_type, row[8].value, row[9].value) == ("=1+1", "s", 1250, "CNY")


def test_no_name_of_a_file_leads_a_copy_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(small_book(sheet_of("")))
    names = ("../../etc/a.xlsx", "/etc/a.xlsx", "inputs/data/../a.xlsx")
    files = finding_files(
        [Problem(KIND, Place(name, "S")) for name in names], "x", dict.fromkeys(names, tmp_path / "a")
    )
    copies = [name for name in files if name.endswith(".xlsx")]
    assert copies == ["annotated/etc/a.xlsx", "annotated/etc/a (2).xlsx", "annotated/a.xlsx"]


@pytest.mark.parametrize("typed", [("check",), ("build", "2026-01", "--only", "register", "--jobs", "1")])
def test_marked_copies_go_when_their_files_are_in_order(tmp_path: Path, typed: tuple[str, ...]) -> None:
    mine = tmp_path / "mine"
    orders = {"inputs/data/orders.csv": {"1000.00": "1OOO.OO"}}
    write_workspace(mine, {"change": orders})
    folder = mine / "outputs" / ("check" if typed == ("check",) else "2026-01")
    assert run("-C", mine, *typed).code == 1
    copy = folder / "annotated" / "findings.xlsx"
    assert copy.stat().st_mode & 0o777 == 0o600
    (mine / "inputs" / "data" / "orders.csv").write_text(DATA["inputs/data/orders.csv"], "utf-8")
    assert run("-C", mine, *typed).code == 0
    assert not copy.exists()
    assert (folder / "problems.html").is_file()
