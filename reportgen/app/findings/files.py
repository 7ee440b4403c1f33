"""Problems and the files they are in → the files of findings: JSON, page, marked copies, a workbook of the rest."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path

from reportgen.app.findings.lines import accepted
from reportgen.app.findings.listing import severity_name
from reportgen.app.findings.machine import json_file
from reportgen.app.findings.page import html_file
from reportgen.model.problem import Problem, Severity, Skipped
from reportgen.render.annotate import Annotated, Mark, annotated

ANNOTATED = "annotated"
"""The folder of marked copies, in a period's folder and in that of `check`."""

_OWN = (".xlsx", ".xlsm")
_ZIP = b"PK"


def finding_files(
    problems: Sequence[Problem], title: str, originals: Mapping[str, Path], skipped: Sequence[Skipped] = ()
) -> dict[str, bytes]:
    """Return the files of findings by their path in the folder; `problems` are ordered.

    `originals` are the spreadsheets by the name people see; they are read and never written. A workbook of their own
    gets a marked copy; what cannot be marked is listed in a workbook of findings. Files about which there are only
    notes get neither.
    """
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.place.file, []).append(problem)
    wanted = {name: found for name, found in by_file.items() if any(_weight(problem) for problem in found)}
    copies: dict[str, bytes] = {}
    paths: dict[str, str] = {}
    listed: list[tuple[str, str, list[Mark]]] = []
    for name in sorted(wanted):
        marks = [_mark(problem) for problem in wanted[name]]
        made = _copy(name, originals, marks)
        if isinstance(made, str):
            listed.append((name, made, marks))
        else:
            paths[name] = _path(name, copies)
            copies[paths[name]] = made
    if listed:
        # Loaded here: the workbook library behind it is not needed where every file has a copy.
        from reportgen.render.sheets.findings import findings_book

        copies[_path("findings.xlsx", copies)] = findings_book(title, listed, paths)
    return {
        "problems.json": json_file(problems),
        "problems.html": html_file(problems, title, paths, skipped),
        **copies,
    }


def _copy(name: str, originals: Mapping[str, Path], marks: Sequence[Mark]) -> bytes | str:
    """Return the marked copy of a file, or why there is none ("" where its format has none)."""
    path = originals.get(name)
    if path is None or posixpath.splitext(name)[1].lower() not in _OWN:
        return ""
    try:
        data = path.read_bytes()
    except OSError:
        return "it cannot be read"
    if not data.startswith(_ZIP):
        return "it is encrypted or not a workbook of this format"
    made = annotated(data, marks, name)
    return made.data if isinstance(made, Annotated) else made.reason


def _path(name: str, taken: Mapping[str, bytes]) -> str:
    """Return where a copy goes: below `inputs/data` as there, other folders by their whole path."""
    inside = [part for part in name.split("/") if part not in ("", ".", "..")]
    for folder in ("inputs", "data"):
        inside = inside[1:] if len(inside) > 1 and inside[0] == folder else inside
    path, number = "/".join([ANNOTATED, *inside]), 2
    stem, ending = posixpath.splitext(path)
    lower = {each.casefold() for each in taken}
    while path.casefold() in lower:
        path, number = f"{stem} ({number}){ending}", number + 1
    return path


def _weight(problem: Problem) -> int:
    return 0 if problem.accepted else min(int(problem.kind.severity), int(Severity.BLOCKS_PERSON))


def _mark(problem: Problem) -> Mark:
    place = problem.place
    return Mark(
        place.sheet,
        place.row,
        place.column,
        _weight(problem),
        "waived" if problem.accepted else severity_name(problem),
        problem.kind.code,
        problem.found or problem.excerpt,
        problem.sentence,
        problem.remedy,
        ", ".join(problem.people),
        problem.amount,
        problem.currency,
        accepted(problem),
    )
