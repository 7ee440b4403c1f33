"""Two plans → from which closed day on a rule says something else: found by what it means, not by how it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from reportgen.model.entry import Entry
from reportgen.model.pay import Component
from reportgen.model.place import Place
from reportgen.model.plan import Plan, valid
from reportgen.model.problem import Problem
from reportgen.plan import kinds

Rule = Entry | Component

_PARTS = {
    "measures": "measures",
    "kpis": "kpis",
    "scorecards": "scorecards",
    "targets": "targets",
    "target_rules": "target_rules",
    "tiers": "tiers",
    "pay": "components",
    "payment": "payment",
}
"""The sections that money may rest on, by their file, and where a plan has them."""

_WORDS = ("name", "because", "clause", "place", "owner")
"""What a rule says about itself: that may be put in better words at any time."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A rule that differs from a day on: `changed`, `added` or `removed`, and the line to look at."""

    rule: str
    what: str
    since: date
    place: Place


def retroactive(closed: Plan, now: Plan, first: date, last: date, period: str) -> tuple[Problem, ...]:
    """Return a problem for each rule that differs on days from `first` to `last` and is not named in `retro.yaml`.

    `closed` is the plan that the last closed pay period, `period`, was computed under.
    """
    found = []
    for edit in edits(closed, now, first, last):
        if not any(each.rule == edit.rule and each.since <= edit.since for each in now.retro):
            told = {"what": edit.what, "since": edit.since.isoformat(), "period": period}
            found.append(Problem(kinds.CHANGED_CLOSED, edit.place, edit.rule, tuple(told.items())))
    return tuple(found)


def edits(before: Plan, now: Plan, first: date, last: date) -> Iterator[Edit]:
    """Yield each rule that differs on some day of a span, both ends included, with the first such day."""
    for key in ("currency", "pay_period", "pay_starts"):
        if getattr(before.company, key) != getattr(now.company, key):
            yield Edit(f"company/{key}", "changed", first, now.company.place)
    for section, part in _PARTS.items():
        old: Sequence[Rule] = getattr(before, part, ())
        new: Sequence[Rule] = getattr(now, part, ())
        for name in dict.fromkeys(each.id for each in (*old, *new)):
            found = _first_difference(_of(old, name), _of(new, name), first, last)
            if found is not None:
                what, since, rule = found
                # What was removed stands nowhere any more: its file is named, not the line it once had.
                place = rule.place if what != "removed" else Place(f"inputs/plan/{section}.yaml")
                yield Edit(f"{section}/{name}", what, since, place)


def _of(rules: Sequence[Rule], name: str) -> list[Rule]:
    return [each for each in rules if each.id == name]


def _first_difference(
    old: Sequence[Rule], new: Sequence[Rule], first: date, last: date
) -> tuple[str, date, Rule] | None:
    """Compare what holds on each day on which anything begins."""
    for day in sorted({first, *(each.since for each in (*old, *new) if first < each.since <= last)}):
        was, is_ = (next(iter(valid(rules, day).values()), None) for rules in (old, new))
        if was is None and is_ is not None:
            return "added", day, is_
        if was is not None and is_ is None:
            return "removed", day, was
        if was is not None and is_ is not None and _meaning(was) != _meaning(is_):
            return "changed", day, is_
    return None


def _meaning(value: object) -> object:
    """Return a rule without its words and lines; the first day it holds is compared by the days themselves."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = [each.name for each in fields(value) if each.name not in (*_WORDS, "since")]
        return type(value).__name__, [(name, _meaning(getattr(value, name))) for name in kept]
    if isinstance(value, Mapping):
        return {key: _meaning(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_meaning(each) for each in value]
    return value
