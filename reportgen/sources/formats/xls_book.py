"""Turns the bytes of an old binary workbook into xlrd's book, without what no table needs and is often damaged."""

from __future__ import annotations

import io
import struct
from typing import Any

import olefile
from xlrd.biffh import XL_CONTINUE, XL_WORKBOOK_GLOBALS, XL_WORKSHEET, XLRDError
from xlrd.book import SUPPORTED_VERSIONS, Book, unpack_SST_table
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet

_ONE_SHEET, _SHEETS_WITHIN = 40, 45


class _Sheet(Sheet):
    """A sheet whose comments, drawn objects and links are not looked at."""

    def handle_note(self, data: Any, txos: Any) -> None:
        """Leave out a comment."""

    def handle_obj(self, data: Any) -> None:
        """Leave out a drawn object."""

    def handle_txo(self, data: Any) -> None:
        """Leave out the text of a drawn object."""

    def handle_hlink(self, data: Any) -> None:
        """Leave out a link."""

    def handle_quicktip(self, data: Any) -> None:
        """Leave out the hint of a link."""


class _Book(Book):
    """A book whose names are not evaluated, and whose shared texts may be fewer than it says."""

    def handle_name(self, data: Any) -> None:
        """Leave out a defined name."""

    def handle_sst(self, data: Any) -> None:
        """Read the shared texts that there are; a cell that wants another one is found to be damaged."""
        parts = [data]
        while (more := self.get_record_parts_conditional(XL_CONTINUE))[0] is not None:
            parts.append(more[2])
        declared = struct.unpack_from("<i", data, 4)[0]
        self._sharedstrings, runs = _texts(parts, declared)
        if self.formatting_info:
            self._rich_text_runlist_map = runs

    def get_sheet(self, sh_number: int, update_pos: bool = True) -> Any:  # as xlrd calls it
        """Read one sheet."""
        if update_pos:
            self._position = self._places[sh_number]
        self.getbof(XL_WORKSHEET)
        sheet = _Sheet(self, self._position, self._names[sh_number], sh_number)
        sheet.read(self)
        self._read[sh_number] = sheet
        return sheet

    def read_all(self) -> None:
        """Read what holds for the whole book, and then its sheets: the oldest books are but one."""
        version = self.getbof(XL_WORKBOOK_GLOBALS) or 0
        if version not in SUPPORTED_VERSIONS:
            raise XLRDError("it is of no version that can be read")
        self.biff_version = version
        if version <= _ONE_SHEET:
            self.fake_globals_get_sheet()
        else:
            self.parse_globals()
            if version > _SHEETS_WITHIN:
                self._read[:] = [None] * len(self._names)
                self.get_sheets()
        self.nsheets = len(self._read)

    # What the library keeps to itself and a book must know to read its sheets.

    @property
    def _places(self) -> list[int]:
        return self._sh_abs_posn  # type: ignore[attr-defined,no-any-return]  # its stubs leave it out

    @property
    def _names(self) -> list[str]:
        return self._sheet_names  # type: ignore[attr-defined,no-any-return]  # likewise

    @property
    def _read(self) -> list[Any]:
        return self._sheet_list  # type: ignore[attr-defined,no-any-return]  # likewise


def _texts(parts: list[Any], declared: int) -> tuple[Any, Any]:
    """Read as many shared texts as are declared, or as there are where the count is too high."""
    try:
        return unpack_SST_table(parts, declared)
    except (AssertionError, IndexError, struct.error):
        least, most = 0, min(declared, sum(map(len, parts)))
    while most - least > 1:
        middle = (least + most) // 2
        try:
            unpack_SST_table(parts, middle)
            least = middle
        except (AssertionError, IndexError, struct.error):
            most = middle
    return unpack_SST_table(parts, least)


def book_of(content: bytes, *, formatted: bool) -> Any:
    """Open a workbook, all of its sheets read.

    Raises whatever xlrd raises on damaged records.
    """
    try:
        return _loaded(content, formatted=formatted)
    except CompDocError:
        records = records_of(content)
        if not records:
            raise
        return _loaded(records, formatted=formatted)


def _loaded(content: bytes, *, formatted: bool) -> Any:
    book = _Book()
    try:
        book.biff2_8_load(file_contents=content, logfile=io.StringIO(), formatting_info=formatted, ragged_rows=True)
        book.read_all()
    finally:
        book.release_resources()
    return book


def records_of(content: bytes) -> bytes:
    """Return the records of a workbook, out of the frame that all but the oldest have; b"" where that is damaged.

    xlrd is stricter with the frame than spreadsheet programs are: it wants sectors that nobody uses in order too.
    """
    if not content.startswith(olefile.MAGIC):
        return content
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as document:
            name = next((name for name in ("Workbook", "Book") if document.exists(name)), "")
            records: bytes = document.openstream(name).read() if name else b""
            return b"" if document.parsing_issues else records
    except (OSError, struct.error, ValueError, IndexError):
        return b""
