"""Reads every file of a folder as a user would, in a program of its own: `python -m tests.real.hardcases FOLDER OUT`.

Each file's JSON is written to OUT, and `measured.json` says how each run ended, how long it took, and how much memory
the whole took.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from reportgen.cli.main import main
from reportgen.model.place import column_letters

Document = dict[str, Any]


def read_all(folder: Path, out: Path) -> None:
    """Read every file of a folder by `reportgen read FILE --json`."""
    import resource

    ended: dict[str, Any] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".md":
            continue
        start = time.monotonic()
        done = CliRunner(catch_exceptions=False).invoke(main, ["read", str(path), "--json"])
        ended[path.name] = {"code": done.exit_code, "seconds": time.monotonic() - start}
        (out / f"{path.name}.json").write_text(done.stdout, "utf-8")
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    (out / "measured.json").write_text(json.dumps({"files": ended, "kilobytes": peaks}), "utf-8")


def document(text: str) -> Document:
    """Parse JSON so that every number is exact."""
    parsed: Document = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    return parsed


def tables(found: Document) -> Iterator[Document]:
    """All tables of a file."""
    for sheet in found["sheets"]:
        yield from sheet["tables"]


def cells(sheet: Document) -> dict[str, Any]:
    """All cells of a sheet by their names, wherever they stand in the JSON; headers are left out."""
    found: dict[str, Any] = {}
    for table in sheet["tables"]:
        letters = {column["name"]: column["letter"] for column in table["columns"]}
        for row in (*table["rows"], *table["sums"]):
            for name, value in row["values"].items():
                if value is not None:
                    found[f"{letters[name]}{row['row']}"] = value
        for note in table["notes"]:
            found |= note["cells"]
    for note in sheet["notes"]:
        found |= note["cells"]
    return found


def total(table: Document, column: str) -> Decimal:
    """Sum of a column's numbers."""
    values = (row["values"][column] for row in table["rows"])
    return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))


def letters(count: int) -> list[str]:
    """Return the letters of the first columns."""
    return [column_letters(index) for index in range(count)]


if __name__ == "__main__":
    read_all(Path(sys.argv[1]), Path(sys.argv[2]))
