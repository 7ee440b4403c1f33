"""The sample's spreadsheets carry the agreed headers and are the same bytes wherever they are written."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import Counter
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator, ValidationSeverity
from python_calamine import CalamineWorkbook

from reportgen.sample import Company, Size, generate, write
from reportgen.sample.files import files

ROOT = Path(__file__).resolve().parents[3]
ORDERS = (
    "类型 订单号 行号 原订单号 签订日期 客户编号 销售工号 产品编码 数量 单价 折扣率 "
    "不含税金额 成本 税率 价税合计 交付日期 应收日期"
)
RECEIPTS = "回款单号 到账日期 订单号 客户编号 回款金额"
INVOICES = "发票号 发票类型 订单号 客户编号 开票日期 应收日期 不含税金额 税率 税额 价税合计"
HEADERS = {
    (
        "人事台账_2026.xlsx",
        "人员名册",
    ): "工号 姓名 英文名 职级 岗位 条线 大区 直属上级 生效日期 失效日期 入职日期 离职日期 工时比例",
    ("客户台账_2026.xlsx", "客户档案"): "客户编号 客户名称 等级 行业 大区 负责人 第二负责人 建档日期",
    ("客户台账_2026.xlsx", "客户移交"): "客户编号 移交日期 移出人 接收人",
    ("产品与价格_2026.xlsx", "产品目录"): "产品编码 产品名称 产品线 目录价 单位成本 上市日期",
    ("订单_2025.csv", ""): ORDERS,
    ("订单_2026.xlsx", "订单"): ORDERS,
    ("回款_2025-2026.csv", ""): RECEIPTS,
    ("销售目标_2026.xlsx", "个人目标"): "工号 月份 指标 保底目标 冲刺目标",
    ("线上商城_2026.xlsx", "订单"): ORDERS,
    ("线上商城_2026.xlsx", "回款"): RECEIPTS,
    ("人事台账_2026.xlsx", "编制"): "编制号 岗位 条线 大区 直属上级 工号 状态 生效日期 失效日期",
    ("人事台账_2026.xlsx", "请假"): "工号 请假类型 开始日期 结束日期 工作日天数",
    ("薪酬台账_2026.xlsx", "工资项目"): "工号 项目 月金额 生效日期 失效日期 依据",
    ("客户台账_2026.xlsx", "客户信用"): "客户编号 评估日期 财务评分 行业前景 历史最长逾期天数 涉诉数 信用等级 信用额度",
    (
        "客户台账_2026.xlsx",
        "客户事实",
    ): ("客户编号 季度 客户自身销售同比 联合项目数 联合实验室数 联合专利数 实验室与专利合计"),
    ("客户台账_2026.xlsx", "高层互访"): "编号 日期 客户编号 工号 对方职务 联合商业蓝图",
    ("销售目标_2026.xlsx", "历史业绩"): "年份 工号 大区 产品线 签单额 毛利额",
    (
        "销售目标_2026.xlsx",
        "目标调整",
    ): ("工号 月份 指标 原保底目标 原冲刺目标 新保底目标 新冲刺目标 生效日期 原因 审批人"),
    ("销售目标_2026.xlsx", "目标分解"): "层级 名称 指标 月份 保底目标 冲刺目标",
    ("薪酬台账_2026.xlsx", "手工调整"): "编号 工号 日期 项目 金额 原因 填写人 审批人",
    ("财务台账_2025-2026.xls", "汇率"): "币种 生效日期 折人民币汇率 来源",
    ("薪酬台账_2026.xlsx", "业绩分配"): "订单号 工号 角色 份数 总份数 计入方式",
    ("发票_2025-2026.csv", ""): INVOICES,
    ("产品与价格_2026.xlsx", "价格申请"): (
        "申请单号 申请日期 客户编号 销售工号 订单号 产品编码 申请降幅 价值交换清单 合同年限 预付比例 审批人 "
        "审批日期 状态"
    ),
    ("财务台账_2025-2026.xls", "坏账核销"): "核销单号 核销日期 订单号 客户编号 核销金额 原因 审批人",
    ("薪酬台账_2026.xlsx", "暂缓发放"): "工号 订单号 开始日期 截止日期 原因 审批人",
    ("薪酬台账_2026.xlsx", "期初余额"): "工号 奖项 订单号 截至日期 已计提 已释放 已发放 结转负数 预支欠款",
    (
        "商机_2026.csv",
        "",
    ): ("商机编号 商机名称 客户编号 销售工号 产品线 阶段 创建日期 预计成交日期 关闭日期 金额 丢单原因"),
    ("Overseas_2026.xlsx", "Export Orders"): (
        "Order No|Signed|Client|Country|Sales Person|Product No|Quantity|Currency|Net Amount|Cost|Shipped|Due"
    ),
}
TITLED = {
    ("人事台账_2026.xlsx", "人员名册"): "销售部人员名册（2026年）",
    ("销售目标_2026.xlsx", "目标分解"): "2026年销售目标分解表",
    ("订单_2026.xlsx", "订单"): "2026年销售订单明细",
}
"""Sheets with a title and an empty row above their header."""


@pytest.fixture(scope="module")
def written(sample_company: Path) -> dict[str, bytes]:
    """The files that the program wrote into a new workspace."""
    return {path.name: path.read_bytes() for path in (sample_company / "inputs" / "data").iterdir()}


@pytest.fixture(scope="module")
def smaller() -> dict[str, bytes]:
    """The same files of a company with few orders, where only their shape is looked at."""
    return dict(files(generate(Size(60, 100, 30), 2026)))


def rows(name: str, content: bytes, sheet: str = "") -> list[tuple[object, ...]]:
    """Return the rows of a file as its reader sees them."""
    if name.endswith(".xlsx"):
        book = load_workbook(BytesIO(content), read_only=True)
        return list((book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True))
    if name.endswith(".xls"):
        return [
            tuple(row) for row in CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python()
        ]
    return [tuple(row) for row in csv.reader(StringIO(content.decode("utf-8-sig")))]


def test_every_table_has_the_agreed_headers(smaller: dict[str, bytes]) -> None:
    for (name, sheet), headers in HEADERS.items():
        found = rows(name, smaller[name], sheet)[2 if (name, sheet) in TITLED else 0]
        assert found == tuple(headers.split("|" if "|" in headers else None)), (name, sheet)


def test_the_folder_is_that_of_a_department(written: dict[str, bytes]) -> None:
    endings = Counter(name.rpartition(".")[2] for name in written)
    assert endings == {"xlsx": 17, "csv": 8, "xls": 1}


def test_some_sheets_have_a_title_and_an_empty_row_above_their_header(smaller: dict[str, bytes]) -> None:
    for (name, sheet), title in TITLED.items():
        above = rows(name, smaller[name], sheet)[:2]
        assert [[cell for cell in row if cell is not None] for row in above] == [[title], []]


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
    first = rows("回款_2025-2026.csv", written["回款_2025-2026.csv"])[1]
    yuan = f"{receipt.amount // 100}.{receipt.amount % 100:02d}"
    assert first == (receipt.number, receipt.day.isoformat(), receipt.order, receipt.customer, yuan)


def test_each_row_stands_in_the_file_of_its_year(company: Company, written: dict[str, bytes]) -> None:
    assert company.money
    lines = sum(len(order.lines) for order in (*company.orders, *company.money.of_nobody))
    found = len(rows("订单_2025.csv", written["订单_2025.csv"])) - 1
    found += len(rows("订单_2026.xlsx", written["订单_2026.xlsx"])) - 3
    assert found == lines


def test_only_the_orders_of_2025_begin_with_a_byte_order_mark(
    written: dict[str, bytes],
) -> None:
    marked = [name for name, content in written.items() if content.startswith(b"\xef\xbb\xbf")]
    assert marked == ["订单_2025.csv"]


def test_a_payment_that_names_only_the_customer_has_an_empty_order(company: Company, written: dict[str, bytes]) -> None:
    empty = {row[0] for row in rows("回款_2025-2026.csv", written["回款_2025-2026.csv"]) if not row[2]}
    assert empty == {receipt.number for receipt in company.receipts if not receipt.named}


def test_files_stay_small(written: dict[str, bytes]) -> None:
    assert max(map(len, written.values())) < 1_000_000


def test_workbooks_freeze_their_headers(smaller: dict[str, bytes]) -> None:
    books = {name: load_workbook(BytesIO(content)) for name, content in smaller.items() if name.endswith(".xlsx")}
    for name, book in books.items():
        for sheet in (sheet for sheet in book.worksheets if (name, sheet.title) in HEADERS):
            header = 3 if (name, sheet.title) in TITLED else 1
            assert sheet.freeze_panes == f"A{header + 1}"
            assert sheet.cell(header, 1).font.bold
            assert sheet.auto_filter.ref == f"A{header}:{sheet.dimensions.partition(':')[2]}"


@pytest.mark.parametrize("name", ["人事台账_2026.xlsx", "市场部_2026.xlsx", "费用预算_2026.xlsx", "Overseas_2026.xlsx"])
def test_a_workbook_of_each_look_passes_the_schema(tmp_path: Path, smaller: dict[str, bytes], name: str) -> None:
    book = tmp_path / name
    book.write_bytes(smaller[name])
    found = OpenXmlValidator().validate(str(book)).errors
    assert [error for error in found if error.severity is ValidationSeverity.ERROR] == []


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
    paths = write(generate(Size(60, 100, 30), 1), folder)
    assert sorted(path.name for path in paths) == sorted(path.name for path in folder.iterdir())
    assert {path.name for path in paths} >= {name for name, _ in HEADERS}


def test_the_repository_carries_what_the_generator_writes(written: dict[str, bytes]) -> None:
    folder = ROOT / "inputs" / "data"
    assert {path.name for path in folder.iterdir()} == set(written), "run `make sample`"
    for name, content in written.items():
        carried = (folder / name).read_bytes()
        assert carried == content or sheets(carried) == sheets(content), f"{name}: run `make sample`"


def sheets(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    """What a workbook says, whichever library packed it."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: [tuple(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}
