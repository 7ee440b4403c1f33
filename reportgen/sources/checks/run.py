"""Runs every check over all tables: what is always looked at, and what the profiles ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from reportgen.model.problem import Problem
from reportgen.model.room import let_go
from reportgen.model.table import Table
from reportgen.sources.checks.employment import outside_employment
from reportgen.sources.checks.lists import unlisted
from reportgen.sources.checks.rates import without_rate, wrong_tax
from reportgen.sources.checks.repeats import repeated
from reportgen.sources.checks.returns import wrong_returns
from reportgen.sources.checks.steadiness import unsteady
from reportgen.sources.checks.sums import above_invoiced, shares_not_whole, sums_that_differ
from reportgen.sources.checks.suspects import Suspects, reported
from reportgen.sources.grid import MANY
from reportgen.sources.kept_findings import Answers
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
    tables: Mapping[str, Table],
    profiles: Sequence[Profile],
    sheets: Sequence[Sheet],
    unsound: Collection[str],
    answers: Answers | None = None,
) -> list[Problem]:
    """Run every check over all tables.

    Nothing is looked up in `unsound` kinds: what one of their own problems took away would be reported as unknown.
    `answers` know what was found before in tables that did not change, and note what is found.
    """
    once = Answers({}, None, ()).once if answers is None else answers.once
    by_kind = {kind: [sheet for sheet in sheets if sheet.profile.kind == kind] for kind in tables}
    problems: list[Problem] = []
    for kind, table in tables.items():
        problems += once("repeated", (kind,), partial(_repeated, table, by_kind[kind]))
    problems += unlisted(tables, profiles, by_kind, unsound, once)
    for kind, rules in _asked(profiles).items():
        for rule in rules:
            elsewhere, _ = columns_elsewhere(rule)
            if kind in tables and not {kind, elsewhere} & set(unsound):
                seen = tuple(name for name in dict.fromkeys((kind, elsewhere, "people")) if name in tables)
                problems += once(repr((kind, rule)), seen, partial(_found, rule, kind, tables, by_kind, seen))
    return problems


def _repeated(table: Table, sheets: Sequence[Sheet]) -> list[Problem]:
    found = [problem for suspects in repeated(table) for problem in reported(suspects, sheets)]
    if len(table.frame) > MANY:
        let_go()
    return found


def _asked(profiles: Sequence[Profile]) -> dict[str, dict[CheckRule, None]]:
    """Return each kind's checks once, however many of its profiles ask for them."""
    asked: dict[str, dict[CheckRule, None]] = {}
    for profile in profiles:
        asked.setdefault(profile.kind, {}).update(dict.fromkeys(profile.checks))
    return asked


def _found(
    rule: CheckRule,
    kind: str,
    tables: Mapping[str, Table],
    by_kind: Mapping[str, Sequence[Sheet]],
    seen: Sequence[str],
) -> list[Problem]:
    """Run a check, which sees no other tables than those that its answer is known by."""
    tables, sheets = {name: tables[name] for name in seen}, [sheet for name in seen for sheet in by_kind[name]]
    suspected = [one for check, run in CHECKS if isinstance(rule, check) for one in run(rule, tables[kind], tables)]
    found = [problem for suspects in suspected for problem in reported(suspects, sheets)]
    if len(tables[kind].frame) > MANY:
        let_go()
    return found


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
