"""Marked copies of people's own workbooks: the spots are marked, and nothing else is another."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from reportgen.render.annotate import Annotated, Mark, Refused, annotated
from reportgen.render.annotate.patch import NOTED
from reportgen.render.annotate.styles import AMBER, RED
from tests.printing import ACROSS, DIGIT
from tests.unit.render.own_book import MAIN, RELATIONS, SHEET, rich_book, sheet_of, small_book

# openpyxl says of the rich workbook what it would lose: the reason why it is not what makes the copies.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

NOTE = "“12,5OO” is not an amount.\n→ Write 12500."


def mark(sheet: str, cell: str, weight: int = 2, found: str = "12,5OO") -> Mark:
    """A mark at a cell (`D7`), a row (`12`) or of a whole sheet (``)."""
    letters, row = re.fullmatch(r"([A-Z]*)(\d*)", cell).groups()  # type: ignore[union-attr]
    return Mark(
        sheet, int(row or 0), letters, weight, "blocks a person", "amount-unreadable", found,
        f"“{found}” is not an amount.", "Write 12500.", "E017", Fraction(25001, 2), "CNY",
    )  # fmt: skip


RICH_MARKS = (
    mark(SHEET, "D7"),  # a cell with a format of its own
    mark(SHEET, "B3", 1),  # a cell with a note
    mark(SHEET, "E9"),  # a cell that is not there
    mark(SHEET, "B45", 1),  # a row that is not there
    mark(SHEET, "C51", 1),  # an empty row with a format
    mark(SHEET, "H3"),  # inside a merged range
    mark(SHEET, "12", 1),  # a whole row
    mark("Form", "E3"),  # a sheet with a button and a table
    mark("Empty", "B3", 1),  # a sheet without any row
    mark(SHEET, "A2", 0),  # only listed
    mark("", "", 1),  # the file
)


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a file by name."""
    with ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def made(data: bytes, *marks: Mark) -> Annotated:
    """A marked copy; there must be one."""
    found = annotated(data, marks, "inputs/data/订单.xlsx")
    assert isinstance(found, Annotated), found
    return found


@pytest.fixture(scope="module")
def rich() -> tuple[bytes, Annotated]:
    """The rich workbook and its marked copy."""
    data = rich_book()
    return data, made(data, *RICH_MARKS)


def sheet(data: bytes, name: str) -> Worksheet:
    """A sheet as openpyxl reads it."""
    found = openpyxl.load_workbook(BytesIO(data))[name]
    assert isinstance(found, Worksheet)
    return found


def test_only_the_parts_that_marks_concern_change(rich: tuple[bytes, Annotated]) -> None:
    before, after = parts(rich[0]), parts(rich[1].data)
    assert list(after)[: len(before)] == list(before)
    assert {name for name, part in before.items() if after[name] != part} == {
        "[Content_Types].xml",
        "docProps/app.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        *("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet4.xml"),
        *("xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"),  # the note that was there
        *("xl/drawings/vmlDrawing3.vml", "xl/worksheets/_rels/sheet2.xml.rels"),  # the button, which had no notes
    }
    assert set(after) - set(before) == {
        *("xl/comments2.xml", "xl/comments3.xml", "xl/drawings/vmlDrawing4.vml"),
        *("xl/worksheets/_rels/sheet4.xml.rels", "xl/worksheets/issues1.xml"),
    }


def test_in_a_sheet_only_styles_of_marked_cells_and_empty_cells_are_new(rich: tuple[bytes, Annotated]) -> None:
    before, after = (parts(data)["xl/worksheets/sheet1.xml"].decode() for data in (rich[0], rich[1].data))
    marked = {"D7", "B3", "E9", "B45", "C51", "G2", "A12"}
    cells_before, cells_after = (
        {cell: tag for tag, cell in re.findall(r'(<c r="([A-Z]+\d+)"[^>]*>)', text)} for text in (before, after)
    )
    assert {cell for cell, tag in cells_after.items() if cells_before.get(cell) != tag} == marked
    restored = re.sub(r'<row r="45"><c r="B45" s="\d+"/></row>', "", after)
    for cell in sorted(marked):
        restored = restored.replace(cells_after[cell], cells_before.get(cell, ""))
    emptied = re.sub(r'(<row r="51"[^>]*)></row>', r"\1/>", restored)  # a row that was one tag
    assert emptied == before


def test_a_marked_cell_keeps_its_value_and_format_and_is_filled_and_noted(rich: tuple[bytes, Annotated]) -> None:
    marked = sheet(rich[1].data, SHEET)
    fills = {cell: marked[cell].fill.fgColor.rgb for cell in ("D7", "B3", "E9", "B45", "C51", "G2", "A12")}
    assert fills == {"D7": RED, "B3": AMBER, "E9": RED, "B45": AMBER, "C51": AMBER, "G2": RED, "A12": AMBER}
    assert (marked["D7"].value, marked["D8"].number_format, marked["D42"].value) == (
        "12,5OO",
        "#,##0.00",
        "=SUM(D2:D40)",
    )
    assert marked["C51"].font.bold  # the row's own format
    assert marked["A2"].fill.fill_type is None
    assert marked["D7"].comment is not None
    assert marked["D7"].comment.text == NOTE
    assert marked["B3"].comment is not None
    assert marked["B3"].comment.text == f"Old note\n— reportgen —\n{NOTE}"


def test_the_list_stands_last_under_a_free_name_and_links_to_the_cells(rich: tuple[bytes, Annotated]) -> None:
    book = openpyxl.load_workbook(BytesIO(rich[1].data))
    assert book.sheetnames == [SHEET, "Form", "Issues", "Empty", "Issues (2)"]
    assert rich[1].list_name == "Issues (2)"
    listed = book["Issues (2)"]
    assert [cell.value for cell in listed[5]] == [
        "blocks a person", f"{SHEET}!D7", "12,5OO", "“12,5OO” is not an amount.", "Write 12500.", "E017", 12500.5,
        "CNY", "amount-unreadable",
    ]  # fmt: skip
    links = {cell.hyperlink.ref: cell.hyperlink.location for row in listed for cell in row if cell.hyperlink}
    quoted = SHEET.replace("'", "''")
    assert (links["B5"], links["B8"], links["B11"]) == (f"'{quoted}'!D7", f"'{quoted}'!B45", f"'{quoted}'!A12")
    assert listed.max_row == 4 + len(RICH_MARKS)
    assert book["Issues"]["A1"].value == "mine"


def test_a_finding_of_several_lines_has_a_row_as_high_and_the_lists_title_is_not_cut() -> None:
    long = replace(mark("", "", 1), text="十个字的一句话啊。" * 12)  # 216 digits wide, in a column of 50
    listed = openpyxl.load_workbook(BytesIO(made(rich_book(), mark("", "", 1), long).data))["Issues (2)"]
    assert [listed.row_dimensions[row].height for row in (5, 6)] == [16.5, 5 * 14.5 + 2]
    assert "A1:I1" in {str(each) for each in listed.merged_cells.ranges}


def test_the_list_prints_in_six_points_with_the_pages_number(rich: tuple[bytes, Annotated]) -> None:
    listed = sheet(rich[1].data, rich[1].list_name)
    digits = sum(each.width for each in listed.column_dimensions.values())
    scale = (ACROSS - listed.page_margins.left - listed.page_margins.right) * 72 / (digits * DIGIT)
    assert scale * min(cell.font.size for row in listed for cell in row if cell.value is not None) >= 6
    footer = listed.oddFooter
    assert footer is not None
    assert footer.right.text == "&P / &N"


def test_the_head_of_what_findings_are_worth_stands_over_its_figures(rich: tuple[bytes, Annotated]) -> None:
    sheet = openpyxl.load_workbook(BytesIO(rich[1].data))[rich[1].list_name]
    heads = {str(cell.value): cell.alignment.horizontal for cell in sheet[4]}
    assert (heads["Worth"], heads["Severity"]) == ("right", None)


def test_notes_are_drawn_under_numbers_that_no_other_drawing_has(rich: tuple[bytes, Annotated]) -> None:
    theirs, all_of_them = (
        [
            number
            for name, part in parts(data).items()
            if name.endswith(".vml") and etree.fromstring(part) is not None
            for number in re.findall(rb'<v:shape [^>]*id="_x0000_s(\d+)"', part)
        ]
        for data in (rich[0], rich[1].data)
    )
    ours = [number for number in all_of_them if number not in theirs]
    assert len(ours) == len(set(ours)) == rich[1].noted - 1 == 8  # one cell had a note, and its box
    assert len(all_of_them) == len(theirs) + len(ours)


def test_an_office_program_has_nothing_to_repair(rich: tuple[bytes, Annotated], tmp_path: Path) -> None:
    errors = []
    for number, data in enumerate((rich[0], rich[1].data)):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(data)
        errors.append({each.description for each in OpenXmlValidator().validate(str(path)).errors})
    assert errors[1] - errors[0] == set()


@pytest.mark.slow
def test_libreoffice_opens_it_and_sees_the_same_values(rich: tuple[bytes, Annotated], tmp_path: Path) -> None:
    texts = []
    for name, data in (("before", rich[0]), ("after", rich[1].data)):
        (tmp_path / f"{name}.xlsx").write_bytes(data)
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to",
             "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1", "--outdir", tmp_path,
             tmp_path / f"{name}.xlsx"],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        (text,) = tmp_path.glob(f"{name}*.csv")
        texts.append([line.rstrip(",") for line in text.read_text("utf-8").splitlines() if line.strip(",")])
    assert texts[0] == texts[1]
    assert 'SO-6,E017,2026-03-01,"12,5OO"' in texts[1]


def test_the_same_workbook_and_marks_give_the_same_bytes(rich: tuple[bytes, Annotated]) -> None:
    assert made(rich[0], *RICH_MARKS).data == rich[1].data


# ------------------------------------------------------------------------------------------------- unusual but right


@pytest.mark.parametrize("strict", [False, True], ids=["transitional", "strict"])
def test_a_workbook_without_styles_in_either_dialect_is_marked(strict: bool) -> None:
    book = small_book(sheet_of('<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'), strict=strict)
    after = parts(made(book, mark("S", "A1"), mark("S", "B1", 1)).data)
    relations = "http://purl.oclc.org/ooxml/officeDocument/relationships" if strict else RELATIONS
    main = "http://purl.oclc.org/ooxml/spreadsheetml/main" if strict else MAIN
    other = (MAIN, RELATIONS) if strict else ("purl.oclc.org",)
    assert f'xmlns:r="{relations}"' in after["xl/worksheets/sheet1.xml"].decode()
    assert main in after["xl/styles.xml"].decode()
    assert [name for name, part in after.items() if any(each.encode() in part for each in other)] == []


def test_prefixes_comments_and_cells_without_a_place_are_understood() -> None:
    rows = (
        '<x:row><x:c s="0"><x:v>1</x:v></x:c><!-- <x:c r="B1"/> --><x:c><x:v>2</x:v></x:c></x:row>'
        '<x:row r="4" spans="1:1"/><x:row r="9"><x:c r="D9"><x:v>3</x:v></x:c></x:row>'
    )
    text = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    after = parts(made(small_book(text), mark("S", "B1"), mark("S", "A4"), mark("S", "B9"), mark("S", "C6")).data)
    patched = after["xl/worksheets/sheet1.xml"].decode()
    assert re.sub(r"<x:legacyDrawing [^>]*/>", "", patched) == text.replace("--><x:c>", '--><x:c s="1">').replace(
        '<x:row r="4" spans="1:1"/>',
        '<x:row r="4" spans="1:1"><x:c r="A4" s="1"/></x:row><x:row r="6"><x:c r="C6" s="1"/></x:row>',
    ).replace('<x:c r="D9">', '<x:c r="B9" s="1"/><x:c r="D9">')


def test_a_part_in_utf_16_is_patched_in_utf_8() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>')
    book = small_book("")
    stream = BytesIO()
    with ZipFile(stream, "w") as file:
        for name, part in parts(book).items():
            file.writestr(name, text.encode("utf-16") if name.endswith("sheet1.xml") else part)
    assert sheet(made(stream.getvalue(), mark("S", "A1")).data, "S")["A1"].fill.fgColor.rgb == RED


def test_a_discussion_keeps_its_note_as_it_is() -> None:
    comments = (
        f'<comments xmlns="{MAIN}"><authors><author>tc={{1}}</author><author>Li</author></authors><commentList>'
        '<comment ref="A1" authorId="0"><text><t>[Threaded]</t></text></comment>'
        '<comment ref="B1" authorId="1"><text><r><t>Mine</t></r></text></comment></commentList></comments>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId5" '
        f'Type="{RELATIONS}/comments" Target="../comments1.xml"/></Relationships>'
    )
    book = small_book(
        sheet_of('<row r="1"><c r="A1"/><c r="B1"/></row>'),
        {"xl/comments1.xml": comments, "xl/worksheets/_rels/sheet1.xml.rels": relations},
    )
    after = parts(made(book, mark("S", "A1"), mark("S", "B1")).data)["xl/comments1.xml"].decode()
    assert '<comment ref="A1" authorId="0"><text><t>[Threaded]</t></text></comment>' in after
    assert after.count("<comment ") == 2
    assert "<r><t>Mine</t></r><r>" in after


def test_what_is_told_of_a_cell_is_text_and_never_markup() -> None:
    found = "<&>\"' _x000D_ \x01\ud800"
    book = small_book(sheet_of('<row r="1"><c r="A1"/></row>'))
    after = made(book, mark("S", "A1", found=found))
    listed = sheet(after.data, "Issues")
    assert listed["C5"].value == "<&>\"' _x005F_x000D_ "  # openpyxl leaves the escape that Excel takes away


def test_thousands_of_marks_are_all_listed_and_bounded_where_programs_are_slow() -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, 6001))
    after = made(small_book(sheet_of(rows)), *(mark("S", f"A{number}") for number in range(1, 6001)))
    assert (after.filled, after.noted) == (6000, NOTED)
    book = openpyxl.load_workbook(BytesIO(after.data), read_only=True)
    assert book["Issues"].max_row == 6004
    shapes = re.findall(rb'id="_x0000_s(\d+)"', parts(after.data)["xl/drawings/vmlDrawing1.vml"])
    assert len(set(shapes)) == NOTED
    assert b'data="1,2"' in parts(after.data)["xl/drawings/vmlDrawing1.vml"]


# ----------------------------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"_xmlsignatures/origin.sigs": ""}, "signed"),
        ({"xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'}, "cannot be changed safely"),
        ({"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>"}, "cannot be changed safely"),
        ({"XL/Workbook.xml": "<workbook/>"}, "two parts of one name"),
        ({"xl/workbook.xml": "no"}, "cannot be changed safely"),
        ({"_rels/.rels": "<Relationships/>"}, "no workbook in it"),
    ],
)
def test_what_cannot_be_patched_safely_is_refused_with_the_reason(more: dict[str, str], reason: str) -> None:
    found = annotated(small_book(sheet_of(""), more), [mark("S", "A1")], "a.xlsx")
    assert isinstance(found, Refused)
    assert reason in found.reason


@pytest.mark.parametrize("cut", [0, 1, 300, 900])
def test_a_damaged_file_is_refused(cut: int) -> None:
    assert isinstance(annotated(rich_book()[:cut], [mark(SHEET, "A1")], "a.xlsx"), Refused)


def test_a_file_with_a_wrong_checksum_is_refused() -> None:
    whole = bytearray(small_book(sheet_of("")))
    with ZipFile(BytesIO(whole)) as file:
        entry = file.getinfo("xl/workbook.xml")
    whole[entry.header_offset + 60] ^= 0xFF
    assert isinstance(annotated(bytes(whole), [mark("S", "A1")], "a.xlsx"), Refused)


def test_hard_cases_are_marked_or_refused_and_what_could_be_loaded_still_can(shared_data: Path) -> None:
    for path in sorted((shared_data / "hardcases").glob("*.xls[xm]")):
        if path.stat().st_size > 100_000:
            continue
        data = path.read_bytes()
        found = annotated(data, [mark("Sheet1", "B3"), mark("Sheet1", "2", 1)], path.name)
        if isinstance(found, Refused):
            assert path.stem in {"corrupted", "duplicate_zip_entries", "encrypted_agile", "not_a_zip"}
            continue
        before, after = parts(data), parts(found.data)
        touched = {name.rpartition("/")[0] for name, part in before.items() if after[name] != part}
        assert touched <= {"", "docProps", "xl", "xl/_rels", "xl/worksheets", "xl/worksheets/_rels", "xl/drawings"}, (
            path
        )
