"""Turns workbooks into what an independent spreadsheet program, LibreOffice, makes of them: recalculated, or a PDF."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from reportgen.render.sheets import BookText, read_workbook

POISON = "-987654.321"
"""What stands under each formula before recalculation: whatever still says so afterwards was not computed."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# LibreOffice trusts cached values of a file unless it is told always (0) to recalculate on loading.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
_AT_ONCE = 100
"""How many files LibreOffice is given at once: of 310 it opened 247, and ended as if all were done."""

_EXCEL = "xlsx:Calc MS Excel 2007 XML"

Cells = Mapping[tuple[int, str], str]
"""Numbers to change before, by sheet (1 is the first) and address."""


def recalculated(data: bytes, folder: Path, cells: Cells | None = None) -> bytes:
    """Return the workbook after LibreOffice computed all its formulas anew."""
    return all_recalculated({"poisoned": data}, folder, {"poisoned": cells or {}})["poisoned"]


def all_recalculated(
    books: Mapping[str, bytes], folder: Path, cells: Mapping[str, Cells] | None = None
) -> dict[str, bytes]:
    """Return workbooks by name after one run of LibreOffice computed all their formulas anew."""
    changed = cells or {}
    given = {name: poisoned(data, changed.get(name, {})) for name, data in books.items()}
    files = _converted(given, folder, _EXCEL)
    return {name: files[name].read_bytes() for name in books}


def as_pdf(data: bytes, folder: Path) -> Path:
    """Return the workbook printed to PDF."""
    return _converted({"print": data}, folder, "pdf")["print"]


def number(text: str) -> Fraction:
    """Return a figure at the digits that programs keep; what binary sums leave below is no figure."""
    return round(Fraction(text), 6)


def figures(book: BookText) -> dict[str, Fraction]:
    """Return every figure of a workbook that a formula derives, by sheet and address."""
    return {
        f"{sheet}!{address}": number(cell.value)
        for sheet, cells in book.sheets.items()
        for address, cell in cells.items()
        if cell.formula
    }


def disagreements(books: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """Return by name the figures that LibreOffice computes otherwise than the engine, and its checks that are not 0."""
    found: dict[str, list[str]] = {}
    for name, data in all_recalculated(books, folder).items():
        live = read_workbook(data)
        ours, theirs = figures(read_workbook(books[name])), figures(live)
        wrong = [f"{at}: {theirs.get(at)}, not {value}" for at, value in ours.items() if theirs.get(at) != value]
        check = number(live.figure("figures.checks").value)
        wrong += [f"the checks sum to {check}"] if check else []
        if wrong:
            found[name] = wrong
    return found


def poisoned(data: bytes, cells: Cells) -> bytes:
    """Return the workbook with a wrong cached value under every formula, and some plain cells changed."""
    written = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(written, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            number_ = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
            content = source.read(name)
            target.writestr(name, _poisoned_sheet(content, int(number_[1]), cells) if number_ else content)
    return written.getvalue()


def _poisoned_sheet(part: bytes, number_: int, cells: Cells) -> bytes:
    root = etree.fromstring(part)
    for cell in root.iter(f"{_MAIN}c"):
        value = cell.find(f"{_MAIN}v")
        if value is None:
            continue
        if cell.find(f"{_MAIN}f") is not None:
            value.text = POISON
        elif (number_, cell.get("r", "")) in cells:
            value.text = cells[number_, cell.get("r", "")]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _converted(books: Mapping[str, bytes], folder: Path, kind: str) -> dict[str, Path]:
    profile, given, out = (folder / name for name in ("profile", "given", "out"))
    for path in (profile / "user", given):
        path.mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    sources = {name: given / f"{name}.xlsx" for name in books}
    for name, source in sources.items():
        source.write_bytes(books[name])
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", kind]
    said = ""
    paths = [str(source) for source in sources.values()]
    for start in range(0, len(paths), _AT_ONCE):
        typed = [*command, "--outdir", str(out), *paths[start : start + _AT_ONCE]]
        done = subprocess.run(typed, check=False, capture_output=True, text=True, timeout=600)
        said += done.stdout + done.stderr
    made = {name: out / f"{name}.{kind.partition(':')[0]}" for name in books}
    missing = [name for name, file in made.items() if not file.is_file()]
    assert not missing, f"LibreOffice wrote nothing for {missing}: {said}"
    return made
