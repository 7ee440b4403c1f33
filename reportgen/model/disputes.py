"""What a payee disputes on a statement, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from reportgen.model.place import Place


class Answer(StrEnum):
    """What became of a dispute."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Dispute:
    """One line that a payee disputes on the statement of a pay period.

    `expected` is what they expect in major units, None where they do not say. `because` says why it was answered so,
    `link` the manual line or the corrected line that pays what was accepted.
    """

    payee: str
    period: str
    line: str
    expected: Fraction | None
    reason: str
    evidence: str
    place: Place
    answer: Answer = Answer.OPEN
    answered_by: str = ""
    answered_on: date | None = None
    because: str = ""
    link: str = ""
