"""Problems → their order, their groups with what these come to, and the counts in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.model.money import plain
from reportgen.model.problem import Problem, Severity

SEVERITIES = {
    Severity.NOTE: "note",
    Severity.WARNING: "warning",
    Severity.BLOCKS_PERSON: "blocks a person",
    Severity.BLOCKS_RUN: "blocks the run",
}
"""The severities in the contract's words."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The problems of one kind and severity, in their order, with what they come to.

    `amounts` are the sums by currency; `worth` is the largest of them, which ranks the group; `people` are whom they
    concern.
    """

    code: str
    severity: Severity
    accepted: bool
    problems: tuple[Problem, ...]
    amounts: Mapping[str, Fraction]
    worth: Fraction
    people: tuple[str, ...]


def severity_of(problem: Problem) -> Severity:
    """Return how much a problem stops, or would stop if nobody had accepted it."""
    return problem.accepted.severity if problem.accepted else problem.kind.severity


def severity_name(problem: Problem) -> str:
    """Return the severity in the contract's words."""
    return SEVERITIES[severity_of(problem)]


def ordered(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems without repetitions, worst first, then by money, by how many people, by place.

    Accepted ones come last. Sums of different currencies are compared by their figures alone.
    """
    return sorted(dict.fromkeys(problems), key=_rank)


def _rank(problem: Problem) -> tuple[object, ...]:
    return (
        problem.accepted is not None,
        -severity_of(problem),
        -abs(problem.amount or Fraction(0)),
        -len(problem.people),
        problem.place,
        problem.kind.code,
        problem.found,
    )


def counted(problems: Iterable[Problem]) -> list[Counted]:
    """Return the groups of ordered problems: worst first, then by money, by people, by number."""
    grouped: dict[tuple[bool, Severity, str], list[Problem]] = {}
    for problem in problems:
        key = (problem.accepted is not None, severity_of(problem), problem.kind.code)
        grouped.setdefault(key, []).append(problem)
    groups = [_counted(*key, tuple(found)) for key, found in grouped.items()]
    return sorted(
        groups,
        key=lambda one: (one.accepted, -one.severity, -one.worth, -len(one.people), -len(one.problems), one.code),
    )


def _counted(accepted: bool, severity: Severity, code: str, problems: tuple[Problem, ...]) -> Counted:
    amounts: dict[str, Fraction] = {}
    for currency, amount in _worths(problems):
        amounts[currency] = amounts.get(currency, Fraction(0)) + abs(amount)
    people = tuple(sorted({person for problem in problems for person in problem.people}))
    return Counted(code, severity, accepted, problems, amounts, max(amounts.values(), default=Fraction(0)), people)


def _worths(problems: Sequence[Problem]) -> Iterable[tuple[str, Fraction]]:
    """Return what rows are worth: once, where findings of one kind about several of their columns begin in one row."""
    found = {}
    for number, problem in enumerate(problems):
        if problem.amount is not None:
            place, worth = problem.place, (problem.currency, problem.amount)
            found[place.file, place.sheet, place.row or -number, worth] = worth
    return found.values()


def money_of(amounts: Mapping[str, Fraction]) -> str:
    """Return sums by currency as people read them: `CNY 12,500.00 + USD 80.00`; "" for none."""
    return " + ".join(
        f"{currency} {_grouped(amount)}".strip()
        for currency, amount in sorted(amounts.items(), key=lambda one: -one[1])
    )


def _grouped(amount: Fraction) -> str:
    whole, _, cents = plain(amount).partition(".")
    return f"{int(whole):,}.{cents}" if not whole.startswith("-") else f"-{int(whole[1:]):,}.{cents}"


def affected(problem: Problem) -> str:
    """Return whom a problem concerns, as a list of ids."""
    return ", ".join(problem.people)


def summary(problems: Sequence[Problem]) -> str:
    """Return the counts by severity in one line, worst first, accepted ones apart."""
    standing = [problem.kind.severity for problem in problems if problem.accepted is None]
    counts = [(standing.count(severity), name) for severity, name in sorted(SEVERITIES.items(), reverse=True)]
    named = [f"{number:,} {name}{_plural(number, name)}" for number, name in counts if number]
    waived = len(problems) - len(standing)
    return " · ".join([*named, f"{waived:,} waived"] if waived else named) or "no findings"


def _plural(number: int, name: str) -> str:
    return "s" if number != 1 and name in ("note", "warning") else ""
