"""Turns the settings `checks:` and `overlap:` of a profile into checked values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.model.money import exact
from reportgen.model.problem import Problem
from reportgen.sources.profiles import settings
from reportgen.sources.profiles.check_rules import (
    AddsUp,
    CheckRule,
    Employed,
    NotAbove,
    Overlap,
    RateKnown,
    Returned,
    Steady,
    Taxed,
    Unique,
    Where,
    Whole,
)
from reportgen.sources.profiles.settings import Entry

Given = Mapping[str, Entry]
_MONTH_IN_A_NAME = re.compile(r"YYYY-MM(-DD)?")


def read_checks(problems: list[Problem], entry: Entry | None) -> tuple[CheckRule, ...]:
    """Read the list of checks; whatever is not expected is a problem and the check is left out."""
    found = [_check(problems, item) for item in settings.items(problems, entry)]
    return tuple(rule for rule in found if rule is not None)


def _check(problems: list[Problem], entry: Entry) -> CheckRule | None:
    named = settings.mapping(problems, entry)
    kind = settings.choice(problems, named.get("kind", Entry("", entry.place)), CHECKS, "")
    if not kind:
        return None
    expected = CHECKS[kind]
    before = len(problems)
    given = settings.fields(problems, entry, ("kind", *expected.required), (*expected.optional, "where"))
    rule = expected.make(problems, given, entry)
    return rule if len(problems) == before else None


def _text(problems: list[Problem], given: Given, name: str, otherwise: str = "") -> str:
    return settings.text(problems, given.get(name), otherwise)


def _where(problems: list[Problem], entry: Entry | None) -> Where:
    """Return conditions; one value may stand without its brackets."""
    if entry is None:
        return ()
    return tuple((name, settings.texts(problems, value)) for name, value in settings.mapping(problems, entry).items())


def _number(problems: list[Problem], entry: Entry | None, otherwise: Fraction, least: int) -> Fraction:
    """Return a plain number that is not below the least one allowed."""
    if entry is None:
        return otherwise
    text = settings.text(problems, entry)
    try:
        found = exact(text)
    except ValueError:
        found = Fraction(-1)
    if found >= least:
        return found
    settings.wrong(problems, entry, f"Write a number of {least} or more, such as 1.5.")
    return otherwise


def _employed(problems: list[Problem], given: Given, entry: Entry) -> CheckRule:
    return Employed(
        date=_text(problems, given, "date"),
        person=_text(problems, given, "person", "person"),
        blocks=settings.flag(problems, given.get("blocks")),
        where=_where(problems, given.get("where")),
        place=entry.place,
    )


def _not_above(problems: list[Problem], given: Given, entry: Entry) -> CheckRule:
    names = ("amount", "by", "table", "their_amount", "their_by")
    amount, by, table, their_amount, their_by = (_text(problems, given, name) for name in names)
    where = _where(problems, given.get("where"))
    return NotAbove(amount, by, table, their_amount, their_by, where, entry.place)


def _whole(problems: list[Problem], given: Given, entry: Entry) -> CheckRule:
    return Whole(
        by=settings.texts(problems, given.get("by")),
        parts=_text(problems, given, "parts"),
        of=_text(problems, given, "of"),
        where=_where(problems, given.get("where")),
        place=entry.place,
    )


def _adds_up(problems: list[Problem], given: Given, entry: Entry) -> CheckRule:
    return AddsUp(
        amounts=settings.texts(problems, given.get("amounts")),
        by=settings.texts(problems, given.get("by")),
        table=_text(problems, given, "table"),
        where=_where(problems, given.get("where")),
        whole=_where(problems, given.get("whole")),
        roster=settings.pairs(problems, given.get("roster")),
        place=entry.place,
    )


def _rate_known(problems: list[Problem], given: Given, entry: Entry) -> CheckRule:
    return RateKnown(
        amount=_text(problems, given, "amount"),
        date=_text(problems, given, "date"),
        base=_text(problems, given, "base"),
        currency=_text(problems, given, "currency"),
        table=_text(problems, given, "table", "fx"),
        where=_where(problems, given.get("where")),
        place=entry.place,
    )


def _taxed(problems: list[Problem], given: Given, entry: Entry) -> CheckRule:
    rates = given.get("rates")
    listed = settings.items(problems, rates) if rates is not None else ()
    return Taxed(
        net=_text(problems, given, "net"),
        gross=_text(problems, given, "gross"),
        rate=_text(problems, given, "rate"),
        tolerance=_number(problems, given.get("tolerance"), Fraction(1, 100), 0),
        rates=tuple(_number(problems, item, Fraction(0), 0) for item in listed),
        where=_where(problems, given.get("where")),
        place=entry.place,
    )


def _returned(problems: list[Problem], given: Given, entry: Entry) -> CheckRule:
    return Returned(
        order=_text(problems, given, "order"),
        original=_text(problems, given, "original"),
        date=_text(problems, given, "date"),
        negative=settings.texts(problems, given.get("negative")),
        where=_where(problems, given.get("where")),
        quantity=_text(problems, given, "quantity"),
        item=_text(problems, given, "item"),
        place=entry.place,
    )


def _steady(problems: list[Problem], given: Given, entry: Entry) -> CheckRule:
    date, files = _text(problems, given, "date"), _text(problems, given, "files")
    if bool(date) is bool(files):
        settings.wrong(problems, Entry("steady", entry.place), "Write either `date:` or `files:`.")
    if files and not _MONTH_IN_A_NAME.search(files):
        settings.wrong(problems, given["files"], "Write a file name with YYYY-MM in it, such as 订单_YYYY-MM*.")
    return Steady(
        factor=_number(problems, given.get("factor"), Fraction(1), 1),
        date=date,
        files=files,
        sums=settings.texts(problems, given.get("sums")),
        where=_where(problems, given.get("where")),
        place=entry.place,
    )


def _unique(problems: list[Problem], given: Given, entry: Entry) -> CheckRule:
    return Unique(
        id=_text(problems, given, "id"),
        name=_text(problems, given, "name"),
        proof=settings.texts(problems, given.get("proof")),
        evidence=settings.texts(problems, given.get("evidence")),
        column=_text(problems, given, "column"),
        goal=_number(problems, given.get("goal"), Fraction(0), 0),
        where=_where(problems, given.get("where")),
        place=entry.place,
    )


@dataclass(frozen=True, slots=True)
class _Expected:
    """The settings that a kind of check has, and how they become a value."""

    make: Callable[[list[Problem], Given, Entry], CheckRule]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


CHECKS: Mapping[str, _Expected] = {
    "employed": _Expected(_employed, ("date",), ("person", "blocks")),
    "not_above": _Expected(_not_above, ("amount", "by", "table", "their_amount", "their_by")),
    "whole": _Expected(_whole, ("by", "parts"), ("of",)),
    "adds_up": _Expected(_adds_up, ("amounts", "by", "table"), ("whole", "roster")),
    "rate_known": _Expected(_rate_known, ("amount", "date", "base"), ("currency", "table")),
    "taxed": _Expected(_taxed, ("net", "gross", "rate"), ("tolerance", "rates")),
    "returned": _Expected(_returned, ("order", "original", "date", "negative"), ("quantity", "item")),
    "steady": _Expected(_steady, ("factor",), ("date", "files", "sums")),
    "unique": _Expected(_unique, ("id", "name"), ("proof", "evidence", "column", "goal")),
}
"""Every kind of check that a profile may ask for."""


def read_overlap(problems: list[Problem], entry: Entry | None) -> Overlap:
    """Read what happens to rows that two files have; the policy alone may stand without its name."""
    if entry is None:
        return Overlap()
    policies = ("refuse", "both", "newest")
    if isinstance(entry.value, str):
        keep = settings.choice(problems, entry, policies, "refuse")
        if keep == "newest":
            settings.wrong(problems, entry, 'Say by what: `overlap: {keep: newest, by: "*_YYYY-MM*"}`.')
        return Overlap(keep, place=entry.place)
    given = settings.fields(problems, entry, ("keep",), ("by", "undated"))
    keep = settings.choice(problems, given.get("keep"), policies, "refuse")
    by = _text(problems, given, "by")
    if keep == "newest" and not by:
        settings.wrong(problems, Entry("newest", entry.place), 'Say by what: `by: "*_YYYY-MM*"`, or a date column.')
    undated = settings.choice(problems, given.get("undated"), ("oldest", "newest"), "")
    return Overlap(keep, by, undated, entry.place)


def columns_of(rule: CheckRule) -> Iterator[str]:
    """Return the columns of its own table that a check names."""
    yield from (column for column, _ in rule.where)
    match rule:
        case Employed():
            yield from (rule.date, rule.person)
        case NotAbove():
            yield from (rule.amount, rule.by)
        case Whole():
            yield from (*rule.by, rule.parts, rule.of)
        case AddsUp():
            yield from (*rule.amounts, *rule.by)
        case RateKnown():
            yield from (rule.amount, rule.date, rule.currency)
        case Taxed():
            yield from (rule.net, rule.gross, rule.rate)
        case Returned():
            yield from (rule.order, rule.original, rule.date, *rule.negative, rule.quantity, rule.item)
        case Steady():
            yield from (rule.date, *rule.sums)
        case Unique():
            yield from (rule.id, rule.name, *rule.proof, *rule.evidence)


def columns_elsewhere(rule: CheckRule) -> tuple[str, Sequence[str]]:
    """Return the other table that a check names and the columns that it needs of it; ("", ()) for a check of one."""
    match rule:
        case Employed():
            return "people", ("person",)
        case NotAbove():
            return rule.table, (rule.their_amount, rule.their_by)
        case AddsUp():
            theirs = (*rule.amounts, *rule.by, *(name for name, _ in rule.whole), *(name for name, _ in rule.roster))
            return rule.table, theirs
        case RateKnown():
            return rule.table, ("currency", "since")
        case _:
            return "", ()
