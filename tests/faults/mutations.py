"""Turns sound spreadsheets into damaged ones, each from a number, and says what reading a damaged one must not do."""

from __future__ import annotations

import csv
import io
import random
import time
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from reportgen.model.problem import Severity
from reportgen.sources.formats import Access, Limits, open_file
from reportgen.sources.grid import Opened

HARD_CASES = Path(__file__).parents[2].parent / "shared" / "data" / "hardcases"
SLOWEST = 30.0  # by the clock, and several of these may run at once
ACCESS = Access(Limits(seconds=6), lambda _: "password")

Row = tuple[str | float | date | None, ...]
ROWS: list[Row] = [
    ("订单号", "工号", "日期", "金额"),
    *((f"S{number}", f"E{number % 7:03d}", date(2026, 1, 1 + number % 28), 12.5 * number) for number in range(40)),
    ("合计", None, None, 12.5 * 780),
]


@dataclass(frozen=True, slots=True)
class Seed:
    """A sound file. The checksums of a zip prove its parts: damage to its bytes cannot pass unseen."""

    name: str
    content: bytes

    @property
    def is_zip(self) -> bool:
        """Tell whether the file is a zip."""
        return self.content.startswith(b"PK")


def seeds() -> list[Seed]:
    """Return the files that are damaged: one of every format, and the small hard cases where they are there."""
    made = [
        Seed("orders.xlsx", _xlsx()),
        Seed("orders.parquet", _parquet()),
        Seed("orders.xls", _page().encode("gb18030")),
        *(Seed(f"{code}.csv", _text(",").encode(code)) for code in ("utf-8", "gb18030", "utf-16")),
        Seed("semicolon.csv", _text(";").encode("utf-8-sig")),
    ]
    if not HARD_CASES.is_dir():
        return made
    names = [
        *("date1904.xls", "excel95_biff5.xls", "nested_subtotals.xls", "encrypted_rc4.xls", "malformed_format.xls"),
        *("date1904.xlsx", "error_cells_307.xlsx", "merged_ranges.xlsx", "iso_dates_t_d.xlsx", "encrypted_agile.xlsx"),
        *("various.xlsb", "sample.ods", "doublequote.csv", "latin1.csv", "quoted_multiline.csv"),
    ]
    return [*made, *(Seed(name, (HARD_CASES / name).read_bytes()) for name in names)]


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is not None:
        for row in ROWS:
            sheet.append(row)
        sheet["F2"] = "=1/0"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell)


def _parquet() -> bytes:
    columns = {str(name): [_shown(row[at]) for row in ROWS[1:]] for at, name in enumerate(ROWS[0])}
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


def _text(separator: str) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator).writerows([[_shown(cell) for cell in row] for row in ROWS])
    return stream.getvalue()


def _page() -> str:
    lines = "".join("<tr>" + "".join(f"<td>{_shown(cell)}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f'<html><meta charset="gb2312"><table>{lines}</table></html>'


def mutated(seed: Seed, number: int) -> tuple[bytes, bool]:
    """Return a damaged copy, always the same for a number, and whether its outer bytes were damaged.

    Half of the zips are damaged within a part and zipped again: what a bad program writes, with sound checksums.
    """
    chance = random.Random(f"{seed.name} {number}")
    if not seed.is_zip or chance.random() < 0.5:
        return _damaged(seed.content, chance), True
    with zipfile.ZipFile(io.BytesIO(seed.content)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    chosen = chance.choice([name for name, content in parts if content])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name), _damaged(content, chance) if name == chosen else content)
    return stream.getvalue(), False


def _damaged(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice([1, 1, 1, 2, 3, 8])):
        at = chance.randrange(len(content) + 1)
        length = chance.choice([1, 1, 2, 4, 16, 200])
        match chance.randrange(6):
            case 0:
                content = content[:at] + chance.randbytes(min(length, 16)) + content[at + min(length, 16) :]
            case 1:
                content = content[:at] + content[at + length :]
            case 2:
                content = content[:at] + content[at : at + length] * chance.choice([2, 3, 50]) + content[at + length :]
            case 3:
                content = content[:at] + chance.choice([b"\xff" * 4, b"\0" * 4, b"<", b'"', b"99999999"]) + content[at:]
            case 4:
                content = content[: max(at, 1)]
            case _ if content:
                at = min(at, len(content) - 1)
                content = content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]
    return content


def cells(opened: Opened) -> Counter[str]:
    """Return every filled cell of a file: what its totals are made of."""
    return Counter(
        text for grid in opened.grids for column in grid.columns for text in column.to_pylist() if text.strip()
    )


def complaint(seed: Seed, number: int) -> str:
    """Read one damaged file and return what is wrong with how that went, "" if nothing is.

    It must end soon, in grids or in a sentence. Cells that differ from the sound file's, though no sentence says that
    anything is wrong, are a silent wrong total: in a zip whose bytes were damaged, and in a text wherever Python's own
    reader sees other cells.
    """
    content, is_outer = mutated(seed, number)
    start = time.monotonic()
    opened = open_file(content, seed.name, frozenset(), ACCESS)
    spent = time.monotonic() - start
    if spent > SLOWEST:
        return f"took {spent:.0f} seconds"
    if not all(problem.sentence and problem.remedy for problem in opened.problems):
        return "has a problem without a sentence"
    if any(problem.kind.severity is not Severity.NOTE for problem in opened.problems):
        return ""
    if seed.is_zip and is_outer and content.startswith(b"PK"):
        return _difference(cells(open_file(seed.content, seed.name, frozenset(), ACCESS)), cells(opened))
    return _difference(_by_python(content, opened), cells(opened)) if opened.separator else ""


def _by_python(content: bytes, opened: Opened) -> Counter[str]:
    text = content.decode(opened.encoding).lstrip("\ufeff")
    records = csv.reader(io.StringIO(text, newline=""), delimiter=opened.separator)
    return Counter(cell for record in records for cell in record if cell.strip())


def _difference(expected: Counter[str], found: Counter[str]) -> str:
    if expected == found:
        return ""
    return f"silently lacks {list(expected - found)[:3]} and has {list(found - expected)[:3]}"
