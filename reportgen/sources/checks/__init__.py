"""Tables → what shows only when rows are compared with one another."""

from __future__ import annotations

from reportgen.sources.checks.overlap import resolve
from reportgen.sources.checks.run import check
from reportgen.sources.checks.uniqueness import identification, with_twins

__all__ = ["check", "identification", "resolve", "with_twins"]
