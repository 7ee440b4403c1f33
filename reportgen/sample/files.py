"""Turns a company into its folder of spreadsheets, workbooks and text side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportgen.sample import folder as laid_out
from reportgen.sample.company import Company
from reportgen.sample.tables import tables


def write(company: Company, folder: Path) -> tuple[Path, ...]:
    """Write all files into a folder, made if absent, and return their paths; the same company gives the same bytes.

    Raise OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in files(company):
        path = folder / name
        path.write_bytes(content)
        written.append(path)
    return tuple(written)


def files(company: Company) -> Iterator[tuple[str, bytes]]:
    """Return each file's name and content, one after the other."""
    return laid_out.files(tables(company))
