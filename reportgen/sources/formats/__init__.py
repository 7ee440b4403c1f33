"""Turns a file's bytes into grids of cell texts.

One module a family of formats. What a file is, is decided by its content: people and programs name files wrongly.
"""

from __future__ import annotations

import posixpath

from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.sources import kinds
from reportgen.sources.formats.access import ANY_ACCESS, MEGABYTE, Access, Limits
from reportgen.sources.formats.detect import ENDINGS, SHOWN, family
from reportgen.sources.formats.refusal import Finding, RefusedError
from reportgen.sources.grid import Grid, Opened

FORMATS = ENDINGS
"""The endings that are read, with the format that each promises."""

__all__ = ["FORMATS", "Access", "Limits", "open_file"]

_KINDS = {
    kind.code: kind for kind in (kinds.FILE_UNREADABLE, kinds.FILE_PROTECTED, kinds.PASSWORD_WRONG, kinds.FILE_MENDED)
}


def open_file(content: bytes, name: str, wanted: frozenset[str], access: Access = ANY_ACCESS) -> Opened:
    """Read a file's sheets, the hidden ones too.

    `wanted` are the headers that profiles look for (normalised): they decide between encodings and separators.
    `access` has the limits within which a file is read, and the passwords.
    """
    ending = posixpath.splitext(name)[1].lower()
    if len(content) > access.limits.file_megabytes * MEGABYTE:
        reason = f"it is larger than {access.limits.file_megabytes:,} MB"
        return Opened(problems=(_problem(name, Finding("file-unreadable", reason)),))
    try:
        return _opened(content, name, ending, wanted, access)
    except RefusedError as refusal:
        if ending not in FORMATS:
            return _unsupported(name, ending)
        return Opened(problems=(_problem(name, refusal.finding),))


def _opened(content: bytes, name: str, ending: str, wanted: frozenset[str], access: Access) -> Opened:
    found = family(content)
    if found == "text":
        return _text(content, name, ending, wanted)
    from reportgen.sources.formats.guard import read_guarded

    form, results = read_guarded(content, found, None, access.limits)
    if any(isinstance(result, Finding) and result.code == "file-protected" for result in results):
        password = access.password(name)
        if password is not None:
            form, results = read_guarded(content, found, password, access.limits)
    grids = tuple(result for result in results if isinstance(result, Grid))
    findings = [result for result in results if isinstance(result, Finding)]
    if not grids:  # what was mended before nothing could be read is no comfort
        findings = [one for one in findings if one.code != kinds.FILE_MENDED.code]
    problems = [_problem(name, finding) for finding in findings]
    if ending not in FORMATS and not grids:
        return _unsupported(name, ending)
    if grids and FORMATS.get(ending) != form:
        problems.insert(0, _wrong_ending(name, ending, form))
    return Opened(grids, tuple(problems))


def _text(content: bytes, name: str, ending: str, wanted: frozenset[str]) -> Opened:
    from reportgen.sources.formats.separated import looks_like_table, open_text

    promised = FORMATS.get(ending)
    if promised is None:
        return _unsupported(name, ending)
    if promised == "text":
        return open_text(content, name, wanted)
    if not content or not looks_like_table(content):
        raise RefusedError("it is no workbook" if content else "it is empty")
    opened = open_text(content, name, wanted)
    note = _wrong_ending(name, ending, "text")
    return Opened(opened.grids, (note, *opened.problems), opened.encoding, opened.separator)


def _unsupported(name: str, ending: str) -> Opened:
    return Opened(problems=(Problem(kinds.FORMAT_UNSUPPORTED, Place(name), ending or name),))


def _wrong_ending(name: str, ending: str, form: str) -> Problem:
    return Problem(kinds.ENDING_WRONG, Place(name), ending or name, (("format", SHOWN[form]),))


def _problem(name: str, finding: Finding) -> Problem:
    return Problem(_KINDS[finding.code], Place(name, finding.sheet), values=(("reason", finding.reason),))
