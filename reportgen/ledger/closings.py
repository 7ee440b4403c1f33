"""Closed pay periods as values: who closes one, what stands in the ledger of it, and what is wrong there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.model.period import Period

Where = Path | str
"""The file of a SQLite ledger, or the URL of a database that SQLAlchemy speaks."""


class LedgerUnreadableError(Exception):
    """The ledger's database cannot be reached, or what is there is no ledger; the text says why, in a few words."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Who closes a pay period, when (ISO 8601), under which plan, from which inputs.

    `inputs` and `files` are SHA-256 by name: what was read, and what is frozen. `folder` is the name that the frozen
    files bear until they are in their place.
    """

    period: Period
    plan_version: str
    plan_digest: str
    posted_by: str
    posted_at: str
    folder: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """A closed pay period as the ledger knows it: `number` counts from 1, `digest` seals it and all before it."""

    number: int
    period: Period
    plan_version: str
    plan_digest: str
    posted_by: str
    posted_at: str
    folder: str
    digest: str


@dataclass(frozen=True, slots=True)
class Posting:
    """The closed pay period that stands in the ledger now, and whether it is this posting that put it there."""

    closed: ClosedPeriod
    now: bool


@dataclass(frozen=True, slots=True)
class Tampered:
    """One row that does not fit: its table, pay period and number, and what it says now ("" for a row that is gone)."""

    table: str
    period: str
    row: int
    says: str = ""
