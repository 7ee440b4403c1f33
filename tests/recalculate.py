"""Turns a workbook into what an independent spreadsheet program, LibreOffice, makes of it: recalculated, or a PDF."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

POISON = "-987654.321"
"""What stands under each formula before recalculation: whatever still says so afterwards was not computed."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# LibreOffice trusts cached values of a file unless it is told always (0) to recalculate on loading.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


def recalculated(data: bytes, folder: Path, cells: dict[tuple[int, str], str] | None = None) -> bytes:
    """Return the workbook after LibreOffice computed all its formulas anew.

    `cells` are numbers to change before, by sheet (1 is the first) and address.
    """
    source = folder / "poisoned.xlsx"
    source.write_bytes(poisoned(data, cells or {}))
    return _converted(source, folder, "xlsx:Calc MS Excel 2007 XML").read_bytes()


def as_pdf(data: bytes, folder: Path) -> Path:
    """Return the workbook printed to PDF."""
    source = folder / "print.xlsx"
    source.write_bytes(data)
    return _converted(source, folder, "pdf")


def poisoned(data: bytes, cells: dict[tuple[int, str], str]) -> bytes:
    """Return the workbook with a wrong cached value under every formula, and some plain cells changed."""
    written = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(written, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            content = source.read(name)
            target.writestr(name, _poisoned_sheet(content, int(number[1]), cells) if number else content)
    return written.getvalue()


def _poisoned_sheet(part: bytes, number: int, cells: dict[tuple[int, str], str]) -> bytes:
    root = etree.fromstring(part)
    for cell in root.iter(f"{_MAIN}c"):
        value = cell.find(f"{_MAIN}v")
        if value is None:
            continue
        if cell.find(f"{_MAIN}f") is not None:
            value.text = POISON
        value.text = cells.get((number, cell.get("r", "")), value.text)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _converted(source: Path, folder: Path, kind: str) -> Path:
    profile, out = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", kind]
    done = subprocess.run(
        [*command, "--outdir", str(out), str(source)], check=False, capture_output=True, text=True, timeout=180
    )
    target = out / f"{source.stem}.{kind.partition(':')[0]}"
    assert target.is_file(), f"LibreOffice wrote nothing: {done.stdout}{done.stderr}"
    return target
