"""Problems → what people and machines read: lines for the terminal, JSON, a page, and marked copies of their files."""

from __future__ import annotations

from reportgen.app.findings.files import ANNOTATED, finding_files
from reportgen.app.findings.lines import ROOM, lines
from reportgen.app.findings.listing import Counted, affected, counted, money_of, ordered, severity_name, summary
from reportgen.app.findings.machine import as_json, json_file
from reportgen.app.findings.page import html_file

__all__ = [
    "ANNOTATED",
    "ROOM",
    "Counted",
    "affected",
    "as_json",
    "counted",
    "finding_files",
    "html_file",
    "json_file",
    "lines",
    "money_of",
    "ordered",
    "severity_name",
    "summary",
]
