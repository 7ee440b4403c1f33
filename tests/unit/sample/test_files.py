"""The sample's spreadsheets carry the agreed headers and are the same bytes wherever they are written."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator, ValidationSeverity

from reportgen.sample import Company, Size, generate, write
from reportgen.sample.files import files

ROOT = Path(__file__).resolve().parents[3]
ORDERS = (
    "类型 订单号 行号 原订单号 签订日期 客户编号 销售工号 产品编码 数量 单价 折扣率 "
    "不含税金额 成本 税率 价税合计 交付日期 应收日期"
)
RECEIPTS = "回款单号 到账日期 订单号 客户编号 回款金额"
HEADERS = {
    "人员名册_2026.xlsx": "工号 姓名 英文名 职级 岗位 条线 大区 直属上级 生效日期 失效日期 入职日期 离职日期",
    "客户档案.xlsx": "客户编号 客户名称 等级 行业 大区 负责人",
    "产品目录.csv": "产品编码 产品名称 产品线 目录价 单位成本",
    "订单_2025.csv": ORDERS,
    "订单_2026.xlsx": ORDERS,
    "回款_2025.csv": RECEIPTS,
    "回款_2026.csv": RECEIPTS,
    "销售目标_2026.xlsx": "工号 月份 指标 保底目标 冲刺目标",
    "商机_2026.csv": "商机编号 商机名称 客户编号 销售工号 产品线 阶段 创建日期 预计成交日期 关闭日期 金额 丢单原因",
}


@pytest.fixture(scope="module")
def company() -> Company:
    return generate(Size(), 2026)


@pytest.fixture(scope="module")
def written(company: Company) -> dict[str, bytes]:
    return dict(files(company))


def rows(name: str, content: bytes) -> list[tuple[object, ...]]:
    """Return the rows of a file as its reader sees them."""
    if name.endswith(".xlsx"):
        book = load_workbook(BytesIO(content), read_only=True)
        return list(book.worksheets[0].iter_rows(values_only=True))
    return [tuple(row) for row in csv.reader(StringIO(content.decode("utf-8-sig")))]


def test_every_file_has_the_agreed_headers(written: dict[str, bytes]) -> None:
    assert set(written) == set(HEADERS)
    for name, headers in HEADERS.items():
        assert rows(name, written[name])[2 if name == "订单_2026.xlsx" else 0] == tuple(headers.split()), name


def test_the_order_book_has_a_title_and_an_empty_row_above_its_header(written: dict[str, bytes]) -> None:
    above = rows("订单_2026.xlsx", written["订单_2026.xlsx"])[:2]
    assert [[cell for cell in row if cell is not None] for row in above] == [["2026年销售订单明细"], []]


def test_a_line_reads_back_as_it_was_sold(company: Company, written: dict[str, bytes]) -> None:
    order = next(order for order in company.orders if order.signed.year == 2026)
    line = order.lines[0]
    row = rows("订单_2026.xlsx", written["订单_2026.xlsx"])[3]
    day = datetime.combine(order.signed, datetime.min.time())
    assert row[:5] == ("销售", order.number, 1, None, day)
    assert row[5:9] == (order.customer, order.person, line.product, line.quantity)
    shown = [round(float(str(row[place])) * 100) for place in (9, 11, 12, 14)]
    assert shown == [line.unit_price, line.amount, line.cost, line.gross]


def test_amounts_in_csv_have_two_decimals_and_days_are_iso(company: Company, written: dict[str, bytes]) -> None:
    receipt = company.receipts[0]
    first = rows("回款_2025.csv", written["回款_2025.csv"])[1]
    yuan = f"{receipt.amount // 100}.{receipt.amount % 100:02d}"
    assert first == (receipt.number, receipt.day.isoformat(), receipt.order, receipt.customer, yuan)


def test_each_row_stands_in_the_file_of_its_year(company: Company, written: dict[str, bytes]) -> None:
    lines = sum(len(order.lines) for order in company.orders)
    found = len(rows("订单_2025.csv", written["订单_2025.csv"])) - 1
    found += len(rows("订单_2026.xlsx", written["订单_2026.xlsx"])) - 3
    assert found == lines


def test_only_the_order_file_of_2025_begins_with_a_byte_order_mark(written: dict[str, bytes]) -> None:
    assert [name for name, content in written.items() if content.startswith(b"\xef\xbb\xbf")] == ["订单_2025.csv"]


def test_workbooks_freeze_their_header_and_stay_small(written: dict[str, bytes]) -> None:
    for name in (name for name in written if name.endswith(".xlsx")):
        sheet = load_workbook(BytesIO(written[name])).worksheets[0]
        header = 3 if name == "订单_2026.xlsx" else 1
        assert sheet.freeze_panes == f"A{header + 1}"
        assert sheet.cell(header, 1).font.bold
        assert sheet.auto_filter.ref == f"A{header}:{sheet.dimensions.partition(':')[2]}"
        assert len(written[name]) < 1_000_000


def test_workbooks_pass_the_schema(tmp_path: Path, written: dict[str, bytes]) -> None:
    for name in (name for name in written if name.endswith(".xlsx")):
        book = tmp_path / name
        book.write_bytes(written[name])
        found = OpenXmlValidator().validate(str(book)).errors
        assert [error for error in found if error.severity is ValidationSeverity.ERROR] == [], name


def test_workbooks_know_no_clock(written: dict[str, bytes]) -> None:
    for name in (name for name in written if name.endswith(".xlsx")):
        with ZipFile(BytesIO(written[name])) as parts:
            assert {part.date_time for part in parts.infolist()} == {(2026, 1, 1, 0, 0, 0)}
            assert parts.read("docProps/core.xml").count(b"2026-01-01T00:00:00Z") == 2


@pytest.mark.slow
def test_another_process_with_other_hashes_writes_the_same_bytes(tmp_path: Path, written: dict[str, bytes]) -> None:
    folder = tmp_path / "样本 公司"
    command = [sys.executable, "-m", "reportgen.sample", str(folder), "--seed", "2026"]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "4242", "TZ": "Asia/Tokyo"})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == written


def test_writing_returns_the_files_and_makes_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "inputs" / "data"
    assert sorted(path.name for path in write(generate(Size(orders=100), 1), folder)) == sorted(HEADERS)
    assert len(list(folder.iterdir())) == len(HEADERS)


def test_the_repository_carries_what_the_generator_writes(written: dict[str, bytes]) -> None:
    folder = ROOT / "inputs" / "data"
    for name, content in written.items():
        assert rows(name, (folder / name).read_bytes()) == rows(name, content), f"{name}: run `make sample`"
