"""Runs every check over all tables: what is always looked at, and what the profiles ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from reportgen.model.problem import Problem
from reportgen.model.table import Table
from reportgen.sources.checks.employment import outside_employment
from reportgen.sources.checks.lists import unlisted
from reportgen.sources.checks.rates import without_rate, wrong_tax
from reportgen.sources.checks.repeats import repeated
from reportgen.sources.checks.returns import wrong_returns
from reportgen.sources.checks.steadiness import unsteady
from reportgen.sources.checks.sums import above_invoiced, shares_not_whole, sums_that_differ
from reportgen.sources.checks.suspects import Suspects, reported
from reportgen.sources.profiles.check_reader import columns_elsewhere
from reportgen.sources.profiles.check_rules import (
    AddsUp,
    CheckRule,
    Employed,
    NotAbove,
    RateKnown,
    Returned,
    Steady,
    Taxed,
    Whole,
)
from reportgen.sources.profiles.profile import Profile
from reportgen.sources.sheets import Sheet

Check = Callable[..., list[Suspects]]
"""A check: (rule, table, all tables) → the rows that it suspects. `Unique` is run where tables are made."""


def check(
    tables: Mapping[str, Table], profiles: Sequence[Profile], sheets: Sequence[Sheet], unsound: Collection[str]
) -> list[Problem]:
    """Run every check over all tables.

    Nothing is looked up in `unsound` kinds: what one of their own problems took away would be reported as unknown.
    """
    twice = [suspects for table in tables.values() for suspects in repeated(table)]
    problems = [problem for suspects in twice for problem in reported(suspects, sheets)]
    problems += unlisted(tables, profiles, sheets, unsound)
    for kind, rules in _asked(profiles).items():
        for rule in rules:
            elsewhere, _ = columns_elsewhere(rule)
            if kind in tables and not {kind, elsewhere} & set(unsound):
                problems += _found(rule, tables[kind], tables, sheets)
    return problems


def _asked(profiles: Sequence[Profile]) -> dict[str, dict[CheckRule, None]]:
    """Return each kind's checks once, however many of its profiles ask for them."""
    asked: dict[str, dict[CheckRule, None]] = {}
    for profile in profiles:
        asked.setdefault(profile.kind, {}).update(dict.fromkeys(profile.checks))
    return asked


def _found(rule: CheckRule, table: Table, tables: Mapping[str, Table], sheets: Sequence[Sheet]) -> list[Problem]:
    suspected = [one for kind, run in CHECKS if isinstance(rule, kind) for one in run(rule, table, tables)]
    return [problem for suspects in suspected for problem in reported(suspects, sheets)]


CHECKS: tuple[tuple[type, Check], ...] = (
    (Employed, outside_employment),
    (NotAbove, above_invoiced),
    (Whole, shares_not_whole),
    (AddsUp, sums_that_differ),
    (RateKnown, without_rate),
    (Taxed, wrong_tax),
    (Returned, wrong_returns),
    (Steady, unsteady),
)
"""Every kind of check and what runs it."""
