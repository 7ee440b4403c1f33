"""Problems → what people and machines read: lines for the terminal, JSON, a page, and marked copies of their files.

Pages and marked copies are made in `files`, which is loaded by whoever writes them.
"""

from __future__ import annotations

from reportgen.app.findings.lines import ROOM, lines
from reportgen.app.findings.listing import Counted, affected, counted, money_of, ordered, severity_name, summary
from reportgen.app.findings.machine import as_json, json_file

__all__ = [
    "ROOM",
    "Counted",
    "affected",
    "as_json",
    "counted",
    "json_file",
    "lines",
    "money_of",
    "ordered",
    "severity_name",
    "summary",
]
