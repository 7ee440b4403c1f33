"""What is wrong with an input, as a value.

A kind with a remedy, a place, what was found and whose documents it stops.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from fractions import Fraction

from reportgen.model.place import Place


class Severity(IntEnum):
    """How much a problem stops, least first."""

    NOTE = 0
    WARNING = 1
    BLOCKS_PERSON = 2
    BLOCKS_RUN = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: a stable code, one sentence that says what is wrong, one that says what to do.

    Both sentences may name the problem's `values` in braces: `"{found} is not an amount"`.
    """

    code: str
    severity: Severity
    sentence: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """Somebody's word that a finding may stand: why, who says so, until which day, and on which line they said it.

    `severity` is how much the finding would stop without it.
    """

    reason: str
    by: str
    until: date
    place: Place
    severity: Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """One occurrence of a kind.

    `people` are the ids whose documents it blocks when the kind blocks a person; empty and blocking a person means it
    cannot be told whom it concerns. `excerpt` is the row as the person typed it, cells joined by " | ". `found` is
    the offending text itself. `amount` is what the rows concerned are worth, exactly, in major units of `currency`
    (None where they hold no sum, or none that can be read). `accepted` says that a waiver lets the finding stand; its
    kind is then a note, so that it stops nothing.
    """

    kind: Kind
    place: Place
    found: str = ""
    values: tuple[tuple[str, str], ...] = ()
    people: tuple[str, ...] = ()
    excerpt: str = ""
    amount: Fraction | None = None
    currency: str = ""
    accepted: Accepted | None = None

    @property
    def sentence(self) -> str:
        """Return the kind's sentence with this problem's values in it."""
        return fill(self.kind.sentence, self)

    @property
    def remedy(self) -> str:
        """Return the kind's remedy with this problem's values in it."""
        return fill(self.kind.remedy, self)


def fill(text: str, problem: Problem) -> str:
    """Put a problem's values into a sentence.

    A brace that names no value stays as it is, so data never becomes a format string.
    """
    for name, value in (("found", problem.found), *problem.values):
        text = text.replace("{" + name + "}", value)
    return text


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that was not written, and why."""

    document: str
    subject: str
    problems: tuple[Problem, ...]


def worst(problems: Iterable[Problem]) -> Severity | None:
    """Return the highest severity among problems, or None when there are none."""
    return max((problem.kind.severity for problem in problems), default=None)


def blocked_people(problems: Iterable[Problem]) -> dict[str, tuple[Problem, ...]]:
    """Return who is blocked and by which problems, keyed by person id."""
    blocked: dict[str, tuple[Problem, ...]] = {}
    for problem in problems:
        if problem.kind.severity is Severity.BLOCKS_PERSON:
            for person in problem.people:
                blocked[person] = (*blocked.get(person, ()), problem)
    return blocked
