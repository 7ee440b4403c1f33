"""Turns the bytes of any workbook into grids and findings: the format by its content, a password where one is needed.

Everything here runs in the guarded program of `child.py`: a crafted file can do no more than end it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module

from reportgen.sources.formats.access import Limits
from reportgen.sources.formats.detect import workbook_format
from reportgen.sources.formats.encoding import decoded, recoded
from reportgen.sources.formats.refusal import Finding, RefusedError
from reportgen.sources.grid import Grid

Reader = Callable[[bytes, Limits], Iterator[Grid | Finding]]

_READERS = {
    "ods": ("ods", "read_ods"),
    "parquet": ("parquet", "read_parquet"),
    "spreadsheetml": ("spreadsheetml", "read_spreadsheetml"),
    "xls": ("xls", "read_xls"),
    "xlsb": ("xlsb", "read_xlsb"),
    "xlsx": ("xlsx", "read_xlsx"),
}
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_-]+)""")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "utf8": "utf-8"}
_ENCODINGS = {*_WIDER, "utf-8", "gb18030", "big5", "windows-1252", "iso-8859-15"}


def read_workbook(content: bytes, found: str, password: str | None, limits: Limits) -> Iterator[Grid | Finding | str]:
    """Read a workbook whose family is known: first the name of its format, then what it holds, sheet by sheet."""
    form = workbook_format(content, found)
    if form == "encrypted":
        content = _unlocked(content, password)
        form = workbook_format(content, "zip")
        yield form
        yield from _reader(form)(content, limits)
        return
    yield form
    try:
        yield from _reader(form)(content, limits)
    except RefusedError as refusal:
        if refusal.finding.code != "file-protected" or form != "xls":
            raise
        yield from _reader(form)(_unlocked(content, password), limits)


def _reader(form: str) -> Reader:
    """Return the reader of a format; its library is loaded when the first such file comes."""
    if form == "html":
        return _read_html
    module, name = _READERS[form]
    reader: Reader = getattr(import_module(f"reportgen.sources.formats.{module}"), name)
    return reader


def _unlocked(content: bytes, password: str | None) -> bytes:
    from reportgen.sources.formats.unlock import unlocked

    return unlocked(content, password)


def _read_html(content: bytes, limits: Limits) -> Iterator[Grid | Finding]:
    from reportgen.sources.formats.html_tables import read_html

    declared = _CHARSET.search(content[:4096])
    encoding = declared[1].decode("ascii").lower() if declared else ""
    text = recoded(content, _WIDER.get(encoding, encoding)) if encoding in _ENCODINGS else None
    text = text if text is not None else decoded(content, None)[0]
    if text is None:
        raise RefusedError("its encoding is unknown")
    return read_html(str(text, "utf-8"), limits)
