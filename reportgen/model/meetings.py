"""The meetings that documents serve, and what the pack must carry for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportgen.model.entry import Entry, Text

Rhythm = Literal["day", "week", "fortnight", "month", "quarter", "half", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """One thing a meeting looks at: what, the figures of the plan that show it, and what is simply said (a slogan)."""

    what: Text
    figures: tuple[str, ...] = ()
    says: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Entry):
    """A meeting: how often, who attends, what it looks at, and the documents that carry it."""

    every: Rhythm
    roles: tuple[str, ...]
    documents: tuple[str, ...]
    agenda: tuple[Agenda, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Entry):
    """A document for somebody who sits in no meeting: a dealer, the company as a whole."""

    every: Rhythm
    document: str
    subject: Literal["dealer", "company", "customer"]
    figures: tuple[str, ...]


MeetingRule = Meeting | Statement
