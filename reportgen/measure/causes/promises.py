"""Two plans → the dated entries that differ, and the plan in which only targets, or only rules, are the second's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache

from reportgen.model.changes import Cause, RuleChange
from reportgen.model.place import Place
from reportgen.model.plan import Plan

_TARGETS: tuple[str, ...] = ("targets", "target_rules")
_SECTIONS = tuple(each.name for each in fields(Plan) if each.name != "digest")
_SILENT = frozenset({"place", "because"})
"""What an entry carries beside what it promises."""


def substituted(cause: Cause, now: Plan, second: Plan) -> Plan | None:
    """Return the plan once its targets, or all its other rules, are the second's; None where that changes nothing."""
    if cause is Cause.TARGET:
        changed, names = replace(now, targets=second.targets, target_rules=second.target_rules), _TARGETS
    elif cause is Cause.RULE:
        changed = replace(second, targets=now.targets, target_rules=now.target_rules)
        names = tuple(name for name in _SECTIONS if name not in _TARGETS)
    else:
        return None
    return changed if any(_said(getattr(now, name)) != _said(getattr(changed, name)) for name in names) else None


def changed_rules(first: Plan, second: Plan) -> Iterator[RuleChange]:
    """Yield every dated entry of a plan that is new, gone, or says something else; where it stands says nothing."""
    for section in _SECTIONS:
        one, other = _entries(first, section), _entries(second, section)
        cause = Cause.TARGET if section in _TARGETS else Cause.RULE
        for name in dict.fromkeys((*one, *other)):
            if name not in one or name not in other or _said(one[name]) != _said(other[name]):
                places = (_place(one.get(name)), _place(other.get(name)))
                yield RuleChange(cause, section, name[0], name[1], *places)


def _entries(plan: Plan, section: str) -> dict[tuple[str, date | None], object]:
    """Return a section's entries by id and first day, several alike numbered; a section without entries is one."""
    held = getattr(plan, section)
    found: dict[tuple[str, date | None], object] = {}
    for entry in held if isinstance(held, tuple) else (held,):
        plain = str(getattr(entry, "id", section))
        name, since, number = plain, getattr(entry, "since", None), 2
        while (name, since) in found:
            name, number = f"{plain} ({number})", number + 1
        found[(name, since)] = entry
    return found


def _said(value: object) -> object:
    """Return what a value says, without where it stands and why: moving a line in a plan changes nobody's pay."""
    if isinstance(value, Place):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        names = _names(type(value))
        return (type(value), *(_said(getattr(value, name)) for name in names))
    if isinstance(value, tuple | list):
        return tuple(_said(each) for each in value)
    if isinstance(value, Mapping):
        return tuple((name, _said(each)) for name, each in value.items())
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if each.name not in _SILENT)


def _place(entry: object) -> Place | None:
    found = getattr(entry, "place", None)
    return found if isinstance(found, Place) else None
