"""Turns the bytes of any workbook into grids and findings: the format by its content, a password where one is needed.

Everything here runs in the guarded program of `child.py`: a crafted file can do no more than end it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reportgen.sources.formats.access import Limits
from reportgen.sources.formats.detect import workbook_format
from reportgen.sources.formats.encoding import decoded, recoded
from reportgen.sources.formats.html_tables import read_html
from reportgen.sources.formats.ods import read_ods
from reportgen.sources.formats.parquet import read_parquet
from reportgen.sources.formats.refusal import Finding, RefusedError
from reportgen.sources.formats.spreadsheetml import read_spreadsheetml
from reportgen.sources.formats.unlock import unlocked
from reportgen.sources.formats.xls import read_xls
from reportgen.sources.formats.xlsb import read_xlsb
from reportgen.sources.formats.xlsx import read_xlsx
from reportgen.sources.grid import Grid

_CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_-]+)""")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "utf8": "utf-8"}
_ENCODINGS = {*_WIDER, "utf-8", "gb18030", "big5", "windows-1252", "iso-8859-15"}


def _read_html(content: bytes, limits: Limits) -> Iterator[Grid | Finding]:
    declared = _CHARSET.search(content[:4096])
    encoding = declared[1].decode("ascii").lower() if declared else ""
    text = recoded(content, _WIDER.get(encoding, encoding)) if encoding in _ENCODINGS else None
    text = text if text is not None else decoded(content, None)[0]
    if text is None:
        raise RefusedError("its encoding is unknown")
    return read_html(text.decode("utf-8"), limits)


_READERS: dict[str, Callable[[bytes, Limits], Iterator[Grid | Finding]]] = {
    "html": _read_html,
    "ods": read_ods,
    "parquet": read_parquet,
    "spreadsheetml": read_spreadsheetml,
    "xls": read_xls,
    "xlsb": read_xlsb,
    "xlsx": read_xlsx,
}


def read_workbook(content: bytes, found: str, password: str | None, limits: Limits) -> Iterator[Grid | Finding | str]:
    """Read a workbook whose family is known: first the name of its format, then what it holds, sheet by sheet."""
    form = workbook_format(content, found)
    if form == "encrypted":
        content = unlocked(content, password)
        form = workbook_format(content, "zip")
        yield form
        yield from _READERS[form](content, limits)
        return
    yield form
    try:
        yield from _READERS[form](content, limits)
    except RefusedError as refusal:
        if refusal.finding.code != "file-protected" or form != "xls":
            raise
        yield from _READERS[form](unlocked(content, password), limits)
