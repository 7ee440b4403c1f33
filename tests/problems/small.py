"""Turns a case of `tests/problems` into a small workspace on disk, and a command typed in it into what it prints.

The workspace is the one that `reportgen new --empty` makes, with a roster of two people, three orders and their
targets: nothing is wrong with it, so that a case shows the one thing that is.

A case is what differs from it (`change`: what is replaced by what in a file; `files`, `books`, `copies`: new files,
`locked` by a password or `spoilt` by a part taken out; `without`: what is removed), what is typed (`type`, in an
`environment` if need be), and the exact lines of its finding (`prints`); `also` are
the codes of what cannot but be said as well. `plan` instead changes the small sound plan of the plan's own tests.
`first` are commands typed before; `then` changes what they left, `ledger` by statements behind the program's back.
`given` says of a finding that only a machine or a laid out page can cause what it would know.
"""

from __future__ import annotations

import atexit
import os
import shlex
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile

import openpyxl
from msoffcrypto.format.ooxml import OOXMLFile
from ruamel.yaml import YAML

from reportgen import plan
from reportgen.app.catalogue import ALL_KINDS
from reportgen.app.findings import lines
from reportgen.app.new import SKELETON
from reportgen.app.shipped import templates_folder
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from tests.cli.running import run
from tests.unit.plan.small_plan import SOUND

DATA = {
    "inputs/data/roster.csv": """\
Employee No,Name,Role,Manager,Region,Valid From,Valid To,Hired,Left
M1,李经理,Manager,,East,2025-01-01,,2021-01-01,
E1,王伟,Representative,M1,East,2025-01-01,,2022-01-01,
""",
    "inputs/data/orders.csv": """\
Order No,Line No,Original Order No,Signed,Customer,Sales Person,Product,Net Amount,Cost
SO-1,1,,2026-01-10,Acme,E1,Eco,1000.00,600.00
SO-2,1,,2026-01-20,Bolt,E1,Flex,2000.00,900.00
SO-3,1,,2026-01-31,Core,M1,Eco,500.00,300.00
""",
    "inputs/data/targets.csv": """\
Employee No,Period,Target
E1,2026-01,3000
M1,2026-01,500
""",
}

Case = Mapping[str, Any]

ALL_ARE_PAID = {"  roles: [representative]          # without the line it is everybody's\n": ""}
"""What the small workspace changes in the skeleton's plan."""

DIFFERS = {"templates", "change", "without", "files", "copies", "books", "spoilt", "locked", "ledger", "encoding"}
"""What of a case makes its workspace another one from the beginning."""


def read_case(path: Path) -> Case:
    """Read a case: every scalar a text."""
    found = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    assert isinstance(found, dict), path
    return found


def printed(case: Case, code: str, folder: Path) -> tuple[str, set[str]]:
    """Return what is printed of a kind in a case, and the codes of everything else that is printed."""
    if "given" in case:
        return "\n".join(lines(_given(code, case["given"]))) + "\n", set()
    if "plan" in case:
        if case["plan"] is not None:
            _write_plan(folder, case["plan"], case.get("encoding", "utf-8"))
        _, problems = plan.read(folder / "inputs" / "plan", "inputs/plan")
        told = [(problem.kind.code, lines(problem)) for problem in problems]
    else:
        _begin(folder, case)
        _change(folder, case.get("then", {}))
        typed = [part.replace("{here}", str(folder)) for part in shlex.split(case["type"])]
        with patch.dict(os.environ, case.get("environment", {})):
            told = _blocks(run("-C", folder, "-v", *typed).err)
    mine = ["\n".join(block) for found, block in told if found == code]
    return "".join(f"{block}\n" for block in mine).replace(str(folder), "."), {found for found, _ in told} - {code}


def _begin(folder: Path, case: Case) -> None:
    """Write a case's workspace and type what comes first in it; where all begins alike, copy what others left."""
    first = tuple(case.get("first", ()))
    if first and not case.keys() & DIFFERS:
        shutil.copytree(after(*first), folder)
        return
    write_workspace(folder, case)
    _type(folder, first)


@cache
def after(*commands: str) -> Path:
    """Return the small workspace as commands that went well left it: made once, for tests to copy and not to change."""
    kept = TemporaryDirectory()
    atexit.register(kept.cleanup)
    folder = Path(kept.name) / "workspace"
    write_workspace(folder, {})
    _type(folder, commands)
    return folder


def _type(folder: Path, commands: Iterable[str]) -> None:
    for command in commands:
        assert run("-C", folder, *shlex.split(command)).code == 0, command


def _given(code: str, given: Case) -> Problem:
    """Make the problem of a kind that only a machine or a page can show, from what it says of it."""
    kind = next(kind for kind in ALL_KINDS if kind.code == code)
    values = tuple((str(name), str(value)) for name, value in given.get("values", {}).items())
    return Problem(kind, Place(given["place"]), str(given.get("found", "")), values)


def _write_plan(folder: Path, changes: Mapping[str, Any], encoding: str) -> None:
    """Write the small sound plan with changes: whole texts by file, or what is replaced by what; nothing removes it."""
    files: dict[str, str] = dict(SOUND)
    for name, change in changes.items():
        if change is None:
            del files[name]
        else:
            files[name] = change if isinstance(change, str) else _changed(files[name], change)
    for name, text in files.items():
        path = folder / "inputs" / "plan" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding if changes.get(name) else "utf-8")


def write_workspace(folder: Path, case: Case) -> None:
    """Write the small workspace with a case's changes, files and workbooks."""
    shutil.copytree(SKELETON, folder / "inputs")
    for name, text in DATA.items():
        (folder / name).write_text(text, "utf-8")
    pay = folder / "inputs" / "plan" / "pay.yaml"
    pay.write_text(_changed(pay.read_text("utf-8"), ALL_ARE_PAID), "utf-8")
    if case.get("templates"):
        shutil.copytree(templates_folder(), folder / "templates")
    _change(folder, case)


def _change(folder: Path, case: Case) -> None:
    for name, change in case.get("change", {}).items():
        path = folder / name
        path.write_text(_changed(path.read_text("utf-8"), change), "utf-8")
    for name in case.get("without", ()):
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, text in case.get("files", {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, case.get("encoding", "utf-8"), newline="")
    for name, original in case.get("copies", {}).items():
        shutil.copy(folder / original, folder / name)
    for name, sheets in case.get("books", {}).items():
        (folder / name).write_bytes(book(sheets))
    for name, part in case.get("spoilt", {}).items():
        (folder / name).write_bytes(spoilt((folder / name).read_bytes(), part))
    for name, password in case.get("locked", {}).items():
        (folder / name).write_bytes(locked((folder / name).read_bytes(), password))
    if "ledger" in case:
        tamper(folder / "inputs" / "ledger" / "ledger.sqlite", *case["ledger"])


def tamper(ledger: Path, *statements: str) -> None:
    """Change a ledger as somebody could who opens it with another program."""
    with closing(sqlite3.connect(ledger)) as connection, connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for statement in (*(f"DROP TRIGGER {name}" for (name,) in names), *statements):
            connection.execute(statement)


def _changed(text: str, change: Mapping[str, str]) -> str:
    for old, new in change.items():
        assert old in text, f"{old!r} is not there to be replaced"
        text = text.replace(old, new, 1)
    return text


def book(sheets: Mapping[str, Any]) -> bytes:
    """Make a workbook: sheets by name, each its rows of cells, or `rows` with `merges`, `hide_rows` and `hide_columns`.

    A text like #REF! is a failed formula, one that begins with = a formula without result; a name in () is hidden.
    """
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, given in sheets.items():
        sheet = made.create_sheet(name.strip("()"))
        sheet.sheet_state = "hidden" if name.startswith("(") else "visible"
        told = given if isinstance(given, dict) else {"rows": given}
        for number, row in enumerate(told["rows"], 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column, value)
                if isinstance(value, str) and value.startswith("#"):
                    cell.data_type = "e"
        for merged in told.get("merges", ()):
            sheet.merge_cells(merged)
        for row in told.get("hide_rows", ()):
            sheet.row_dimensions[row].hidden = True
        for letters in told.get("hide_columns", ()):
            sheet.column_dimensions[letters].hidden = True
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def spoilt(content: bytes, part: str) -> bytes:
    """Take a part out of a workbook."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as whole, ZipFile(stream, "w") as rest:
        for name in whole.namelist():
            if name != part:
                rest.writestr(name, whole.read(name))
    return stream.getvalue()


def locked(content: bytes, password: str) -> bytes:
    """Protect a workbook by a password."""
    stream = BytesIO()
    OOXMLFile(BytesIO(content)).encrypt(password, stream)
    return stream.getvalue()


def _blocks(err: str) -> list[tuple[str, list[str]]]:
    """Cut what was printed into findings, each with its code: a finding begins with its place, not indented."""
    blocks: list[list[str]] = []
    for line in err.splitlines():
        if not line.startswith(" "):
            blocks.append([])
        blocks[-1].append(line)
    codes = {kind.code for kind in ALL_KINDS}
    found = []
    for block in blocks:
        named = [line.strip().partition(": ")[0] for line in block[1:]]
        found += [(code, block) for code in named if code in codes]
    return found
