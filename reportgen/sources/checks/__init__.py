"""Tables → what shows only when rows are compared with one another."""

from __future__ import annotations

from reportgen.sources.checks.lists import check

__all__ = ["check"]
