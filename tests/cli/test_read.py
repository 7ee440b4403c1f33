"""`reportgen read` and `reportgen profile` as people and scripts use them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import msoffcrypto
import pyarrow.parquet as arrow_parquet
import pytest
from openpyxl import Workbook, load_workbook

from tests.cli.running import assert_one_sentence, run

ORDERS = '订单号,签订日期,金额,备注\nSO-1,2026-03-05,"1,200.50",\nSO-2,2026-03-06,80.25,=1+1\n合计,,1280.75,\n'


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, "utf-8")
    return path


def test_a_person_sees_the_table_its_types_and_its_sums(orders: Path) -> None:
    said = run("read", orders)
    assert said.code == 0
    assert "A1:D4 · 2 rows" in said.out
    assert "SO-2    2026-03-06" in said.out
    assert "1 of 1 sum rows agree with the rows they cover" in said.out
    assert "订单号" in said.out


def test_a_machine_gets_exact_numbers_with_their_rows(orders: Path) -> None:
    said = run("read", orders, "--json")
    found = json.loads(said.out, parse_float=Decimal)
    (table,) = found["sheets"][0]["tables"]
    assert [row["values"]["金额"] for row in table["rows"]] == [Decimal("1200.50"), Decimal("80.25")]
    assert [row["row"] for row in table["rows"]] == [2, 3]
    assert (found["encoding"], found["separator"], found["refused"]) == ("utf-8", ",", None)
    assert table["sums"][0]["agrees"] is True


def test_several_files_are_a_list_and_one_refused_does_not_lose_the_others(orders: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing of a workbook")
    said = run("read", orders, bad, "--json")
    assert said.code == 3
    first, second = said.json
    assert (first["refused"], len(first["sheets"])) == (None, 1)
    assert (second["refused"]["code"], second["sheets"]) == ("file-unreadable", [])


def test_a_cell_that_resists_is_exit_code_1_with_its_place_marked(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,amount\na,1\nb,2\nc,3\nd,4\ne,5\nf,12,5OO\n".replace("12,5OO", "125OO"), "utf-8")
    said = run("read", path)
    assert said.code == 1
    assert f"{path.as_posix()} [B7]" in said.err
    assert "^^^^^" in said.err


@pytest.mark.parametrize("ending", [".parquet", ".xlsx", ".csv"])
def test_exports_are_exact_and_every_row_knows_its_place(orders: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"table{ending}"
    assert run("read", orders, "--to", target).code == 0
    first = target.read_bytes()
    assert run("read", orders, "--to", target).code == 0
    assert target.read_bytes() == first
    header, *rows = _exported(target)
    assert header == ["订单号", "签订日期", "金额", "备注", "_file", "_sheet", "_row", "_sha256"]
    assert [(row[0], str(row[2]), row[6]) for row in rows] == [("SO-1", "1200.50", 2), ("SO-2", "80.25", 3)]
    assert rows[1][3] == ("'=1+1" if ending == ".csv" else "=1+1")
    assert len(str(rows[0][7])) == 64


def _exported(path: Path) -> list[list[Any]]:
    if path.suffix == ".parquet":
        table = arrow_parquet.read_table(path)
        return [
            list(table.column_names),
            *map(list, zip(*(column.to_pylist() for column in table.columns), strict=True)),
        ]
    if path.suffix == ".xlsx":
        sheet = load_workbook(path).worksheets[0]
        shown: list[list[Any]] = [list(row) for row in sheet.iter_rows(values_only=True)]
        return [shown[0], *([*row[:2], Decimal(str(row[2])).quantize(Decimal("0.01")), *row[3:]] for row in shown[1:])]
    said = run("read", path, "--json").json
    (table,) = said["sheets"][0]["tables"]
    lines = [line.split(",") for line in path.read_text("utf-8-sig").splitlines()]
    assert len(lines) == len(table["rows"]) + 1
    plain: list[list[Any]] = [[cell.strip('"') for cell in line] for line in lines]
    return [plain[0], *([*row[:6], int(row[6]), row[7]] for row in plain[1:])]


def test_what_a_column_cannot_take_is_named_beside_it(tmp_path: Path) -> None:
    path, target = tmp_path / "t.csv", tmp_path / "t.parquet"
    path.write_text("id,amount\na,1\nb,#REF!\nc,3\nd,4\ne,5\nf,6\n", "utf-8")
    assert run("read", path, "--to", target).code == 1
    table = arrow_parquet.read_table(target).to_pylist()
    assert table[1]["amount"] is None
    assert table[1]["_unread"] == "amount: #REF!"
    assert table[0]["_unread"] is None


def test_an_input_is_never_written_over(orders: Path) -> None:
    before = orders.read_bytes()
    assert_one_sentence(run("read", orders, "--to", orders), 2, "export-over-input", "Name another file")
    assert orders.read_bytes() == before


def test_wrong_questions_are_usage(orders: Path, tmp_path: Path) -> None:
    assert_one_sentence(run("read", orders, "--to", tmp_path / "t.docx"), 2, "export-unknown", ".docx")
    assert_one_sentence(run("read", orders, "--sheet", "Nope"), 2, "sheet-unknown", "Nope")
    assert_one_sentence(run("read", orders, "--profile", "nope"), 2, "profile-unknown", "salesforce-opportunities")
    assert run("read", tmp_path / "absent.csv").code == 2
    assert run("read").code == 2


def test_a_protected_workbook_opens_with_the_password_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["id", "amount"])
    book.active.append(["a", 7])
    plain, path = tmp_path / "plain.xlsx", tmp_path / "secret.xlsx"
    book.save(plain)
    with plain.open("rb") as opened, path.open("wb") as written:
        msoffcrypto.OfficeFile(opened).encrypt("四季", written)
    assert_one_sentence(run("read", path), 3, "file-protected", "password")
    monkeypatch.setenv("MY_PASSWORD", "四季")
    said = run("read", path, "--json", "--password-env", "MY_PASSWORD")
    assert said.code == 0
    assert said.json["sheets"][0]["tables"][0]["rows"] == [{"row": 2, "values": {"id": "a", "amount": 7}}]


def test_a_file_is_read_by_a_ready_profile(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text(
        "Opportunity Name,Opportunity Owner,Stage,Close Date,Amount\nAlpha,Maya,Won,2026-03-01,100.5\n", "utf-8"
    )
    (table,) = run("read", path, "--profile", "salesforce-opportunities", "--json").json["sheets"][0]["tables"]
    assert table["kind"] == "opportunities"
    assert table["rows"][0] == {
        "row": 2,
        "values": {"name": "Alpha", "person": "Maya", "stage": "Won", "closed": "2026-03-01", "amount": 100.5},
    }


def test_a_draft_is_written_once_and_reads_its_file(orders: Path, tmp_path: Path) -> None:
    target = tmp_path / "drafted.yaml"
    assert run("profile", orders, "-o", target).code == 0
    drafted = target.read_text("utf-8")
    assert run("profile", orders).out == drafted
    assert_one_sentence(run("profile", orders, "-o", target), 2, "file-exists", "not touched")
    said = run("read", orders, "--profile", target, "--json")
    assert said.code == 0
    (table,) = said.json["sheets"][0]["tables"]
    assert [row["row"] for row in table["rows"]] == [2, 3]


def test_a_draft_for_a_sheet_with_a_second_table_reads_the_first_and_names_the_second(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    assert run("new", "--empty", workspace).code == 0
    path = workspace / "inputs" / "data" / "regions.csv"
    path.write_text("Code,Client,Amount\nR1,Acme,100.00\nR2,Bolt,200.00\n\nRep,Quota\nAnn,5\nBob,7\n", "utf-8")
    drafted = workspace / "inputs" / "profiles" / "regions.yaml"
    assert run("-C", workspace, "profile", path, "-o", drafted).code == 0
    assert "Further tables in the file: A5:B7" in drafted.read_text("utf-8")
    checked = run("-C", workspace, "check", "--json")
    assert (checked.code, list(checked.json["tables"].values())) == (0, [2])
    assert [problem["code"] for problem in checked.json["problems"]] == ["table-beside"]
    assert "in rows 5 to 7;" in checked.json["problems"][0]["sentence"]


def test_ready_profiles_can_be_taken_over(tmp_path: Path) -> None:
    target = tmp_path / "hubspot.yaml"
    assert run("profile", "--ready", "hubspot-deals", "-o", target).code == 0
    assert "kind: opportunities" in target.read_text("utf-8")
    assert_one_sentence(run("profile", "--ready", "nope"), 2, "profile-unknown", "hubspot-deals")
    assert run("profile").code == 2
