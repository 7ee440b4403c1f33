"""What a reader of a format has to say: a finding is a kind of problem by its code, with a reason for people.

`RefusedError` is the way in which a reader gives up on a file or sheet. It never leaves this folder.
"""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """A problem in the making: the code of its kind, the reason that its sentence quotes, and the sheet it is on."""

    code: str
    reason: str = ""
    sheet: str = ""


class RefusedError(Exception):
    """A file, or one sheet of it, cannot or must not be read."""

    def __init__(self, reason: str = "", code: str = "file-unreadable", sheet: str = "") -> None:
        super().__init__(code, reason, sheet)
        self.finding = Finding(code, reason, sheet)
