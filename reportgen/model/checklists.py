"""Lists whose state comes as rows of an input: risks, compliance, reviews. No legal logic of our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model.entry import Entry, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist(Entry):
    """Items by id, and the table whose rows say how each stands.

    A row is open while its `status` is one of `open`, or while one of the columns `missing` is empty.
    """

    table: str
    items: Mapping[str, Text]
    status: str = ""
    open: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
