"""Turns the first bytes of a file into the format that it really has, whatever its name ends in."""

from __future__ import annotations

import io
import zipfile

from reportgen.sources.formats.package import DAMAGES, part_name
from reportgen.sources.formats.refusal import RefusedError

ENDINGS = {
    ".csv": "text",
    ".tab": "text",
    ".tsv": "text",
    ".txt": "text",
    ".et": "xls",
    ".ett": "xls",
    ".htm": "html",
    ".html": "html",
    ".ods": "ods",
    ".parquet": "parquet",
    ".xls": "xls",
    ".xlsb": "xlsb",
    ".xlsm": "xlsx",
    ".xlsx": "xlsx",
    ".xlt": "xls",
    ".xltm": "xlsx",
    ".xltx": "xlsx",
    ".xml": "spreadsheetml",
}
"""The format that each ending promises."""

SHOWN = {
    "text": "separated text",
    "html": "a web page with tables",
    "ods": "an OpenDocument spreadsheet",
    "parquet": "a Parquet file",
    "spreadsheetml": "an XML spreadsheet of 2003",
    "xls": "an Excel workbook of the old form",
    "xlsb": "a binary Excel workbook",
    "xlsx": "an Excel workbook",
}

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_PARQUET = b"PAR1"
_OLD_BOOKS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
_STRANGERS = (
    (b"%PDF", "it is a PDF"),
    (b"\x89PNG", "it is a picture"),
    (b"\xff\xd8\xff", "it is a picture"),
    (b"GIF8", "it is a picture"),
    (b"\x1f\x8b", "it is a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "it is a 7-Zip archive"),
    (b"Rar!", "it is a RAR archive"),
    (b"BZh", "it is a bzip2 archive"),
    (b"\xfd7zXZ", "it is an xz archive"),
    (b"\x28\xb5\x2f\xfd", "it is a Zstandard archive"),
    (b"SQLite format 3", "it is a database"),
    (b"{\\rtf", "it is a text document"),
)
_MARKUP_SEEN = 4096


def family(content: bytes) -> str:
    """Return the family that a file's first bytes tell: `zip`, `compound`, `xls`, `parquet`, `markup`, or `text`."""
    for mark, reason in _STRANGERS:
        if content.startswith(mark):
            raise RefusedError(reason)
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        return "zip"
    if content.startswith(COMPOUND):
        return "compound"
    if content.startswith(_PARQUET):
        return "parquet"
    if content.startswith(_OLD_BOOKS):
        return "xls"
    return "markup" if _is_markup(content) else "text"


def _is_markup(content: bytes) -> bool:
    seen = beginning(content).lstrip().lower()
    if not seen.startswith("<"):
        return False
    return any(mark in seen for mark in ("<html", "<table", "<!doctype html", "<tr", "<meta", "<?xml", "<style"))


def beginning(content: bytes) -> str:
    """Return the first characters of a file, as far as they can be read before its encoding is known."""
    head = content[:_MARKUP_SEEN]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[1:2] == b"\0" or head[:1] == b"\0":
        return head.decode("utf-16-be" if head[:1] in {b"\xfe", b"\0"} else "utf-16-le", "ignore").lstrip("\ufeff")
    return head.decode("utf-8", "ignore").lstrip("\ufeff")


def workbook_format(content: bytes, found: str) -> str:
    """Return the format inside a zip, a compound file or markup; `encrypted` where a password is needed first."""
    if found == "zip":
        return _zipped(content)
    if found == "compound":
        return _compound(content)
    if found == "markup":
        return "spreadsheetml" if "urn:schemas-microsoft-com:office:spreadsheet" in beginning(content) else "html"
    return found


def _zipped(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = {part_name(name) for name in package.namelist()}
            kind = package.read("mimetype")[:100] if "mimetype" in package.namelist() else b""
    except DAMAGES as error:
        raise RefusedError("it is damaged or was cut off") from error
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if b"opendocument.spreadsheet" in kind or (not kind and "content.xml" in names):
        return "ods"
    raise RefusedError(_stranger(names, kind))


def _stranger(names: set[str], kind: bytes) -> str:
    if any(name.startswith("word/") for name in names) or b"opendocument.text" in kind:
        return "it is a text document"
    if any(name.startswith("ppt/") for name in names) or b"opendocument.presentation" in kind:
        return "it is a presentation"
    if any(name.endswith(".iwa") for name in names):
        return "it is an Apple Numbers document; export it from there as an Excel workbook"
    if "[content_types].xml" in names:
        return "it is an office file without sheets"
    return "it is a zip archive; unpack it and put what is in it here"


def _compound(content: bytes) -> str:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            names = {"/".join(entry).lower() for entry in file.listdir()}
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise RefusedError("it is damaged or was cut off") from error
    if "encryptedpackage" in names:
        return "encrypted"
    if names & {"workbook", "book"}:
        return "xls"
    if "worddocument" in names:
        raise RefusedError("it is a text document")
    if "powerpoint document" in names:
        raise RefusedError("it is a presentation")
    raise RefusedError("it holds no workbook")
