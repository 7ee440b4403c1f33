"""Turns the YAML files of a profiles folder into checked profiles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.model.table import NUMERIC, Column, ColumnType
from reportgen.sources import kinds
from reportgen.sources.profiles import settings
from reportgen.sources.profiles.check_reader import columns_elsewhere, columns_of, read_checks, read_overlap
from reportgen.sources.profiles.profile import OPERANDS, ColumnRule, Derivation, Hidden, Join, Profile, Unpivot
from reportgen.sources.profiles.settings import Entry

_OPTIONAL = ("sheets", "key", "constants", "derive", "join", "fill_down", "hidden", "unpivot", "checks", "overlap")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SCALES = {ColumnType.MONEY: 2, ColumnType.NUMBER: 0, ColumnType.PERCENT: 4}
_LARGEST_SCALE = 9


def read_profiles(folder: Path, shown: str) -> tuple[tuple[Profile, ...], tuple[Problem, ...]]:
    """Read every `*.yaml` of a folder, in the order of their names.

    `shown` is the folder's name as people see it (`inputs/profiles`). A profile with any problem is left out; every
    problem blocks the run.
    """
    if not folder.is_dir():
        missing = Problem(kinds.FOLDER_MISSING, Place(shown), shown, (("setting", "the workspace"),))
        return (), (missing,)
    problems: list[Problem] = []
    profiles: list[Profile] = []
    for path in sorted(folder.glob("*.yaml")):
        profile, found = read_profile(path, f"{shown}/{path.name}")
        problems += found
        profiles += [] if profile is None else [profile]
    problems += [*_wrong_joins(profiles), *_wrong_checks(profiles)] if not problems else []
    return tuple(profiles), tuple(problems)


def read_profile(path: Path, shown: str) -> tuple[Profile | None, tuple[Problem, ...]]:
    """Read one profile; None where it has any problem. `shown` is the file's name as people see it."""
    found: list[Problem] = []
    entry = settings.load(path, shown, found)
    profile = _profile(found, entry) if entry is not None else None
    return None if found else profile, tuple(found)


def _profile(problems: list[Problem], entry: Entry) -> Profile:
    given = settings.fields(problems, entry, ("kind", "files", "columns"), _OPTIONAL)
    columns = {
        name: _column(problems, name, column)
        for name, column in settings.mapping(problems, given.get("columns", Entry({}, entry.place))).items()
    }
    profile = Profile(
        kind=settings.text(problems, given.get("kind")),
        files=settings.texts(problems, given.get("files")),
        sheets=settings.texts(problems, given.get("sheets")) or ("*",),
        key=settings.texts(problems, given.get("key")),
        columns=columns,
        constants=dict(settings.pairs(problems, given.get("constants"))),
        derive=_derivations(problems, given.get("derive")),
        joins=tuple(_join(problems, item) for item in settings.items(problems, given.get("join"))),
        place=entry.place,
        fill_down=settings.texts(problems, given.get("fill_down")),
        hidden=_hidden(problems, given.get("hidden")),
        unpivot=_unpivot(problems, given.get("unpivot")),
        checks=read_checks(problems, given.get("checks")),
        overlap=read_overlap(problems, given.get("overlap")),
    )
    _check_names(problems, given, profile)
    return profile


def _hidden(problems: list[Problem], entry: Entry | None) -> Hidden:
    """Read what is done with what is hidden; what is not named stays as it is without the setting."""
    if entry is None:
        return Hidden()
    given = settings.fields(problems, entry, (), ("rows", "columns", "sheets"))
    usual = {"rows": "read", "columns": "read", "sheets": "skip"}
    choices = {
        name: settings.choice(problems, given.get(name), ("read", "skip"), otherwise) == "read"
        for name, otherwise in usual.items()
    }
    return Hidden(**choices)


def _unpivot(problems: list[Problem], entry: Entry | None) -> Unpivot | None:
    if entry is None:
        return None
    given = settings.fields(problems, entry, ("columns", "name", "value"), ("as",))
    form = settings.text(problems, given.get("as"), "{name}")
    if set(re.findall(r"{(.*?)}", form)) - {"name", "group", "year"} or "{name}" not in form:
        settings.wrong(
            problems, Entry(form, given["as"].place), "Write {name}, with {group} or {year} if they belong to it."
        )
    return Unpivot(
        columns=settings.texts(problems, given.get("columns")),
        name=settings.text(problems, given.get("name")),
        value=settings.text(problems, given.get("value")),
        form=form,
    )


def _column(problems: list[Problem], name: str, entry: Entry) -> ColumnRule:
    """Read one column; which settings it may have depends on its type."""
    type_entry = settings.mapping(problems, entry).get("type")
    kind = ColumnType(settings.choice(problems, type_entry, [str(one) for one in ColumnType], "text"))
    given = settings.fields(problems, entry, ("type", "headers"), ("required", *_settings_of(kind)))
    scale = settings.whole(problems, given.get("scale"), _LARGEST_SCALE)
    return ColumnRule(
        column=Column(
            name=name,
            type=kind,
            scale=_SCALES.get(kind, 0) if scale is None else scale,
            currency=settings.text(problems, given.get("currency")),
            tax=settings.choice(problems, given.get("tax"), ("included", "excluded"), ""),
        ),
        headers=settings.texts(problems, given.get("headers")),
        required=settings.flag(problems, given.get("required")),
        formats=_date_forms(problems, given.get("format")),
        values=settings.pairs(problems, given.get("values")),
        default=settings.text(problems, given.get("default")),
        decimal=settings.choice(problems, given.get("decimal"), (".", ","), ""),
        order=settings.choice(problems, given.get("order"), ("dmy", "mdy", "ymd"), ""),
    )


def _settings_of(kind: ColumnType) -> tuple[str, ...]:
    if kind is ColumnType.MONEY:
        return ("scale", "decimal", "currency", "tax")
    if kind in NUMERIC:
        return ("scale", "decimal")
    if kind is ColumnType.DATE:
        return ("format", "order")
    if kind is ColumnType.PERIOD:
        return ("order",)
    return ("values", "default") if kind in {ColumnType.ID, ColumnType.TEXT} else ()


def _date_forms(problems: list[Problem], entry: Entry | None) -> tuple[str, ...]:
    """Return declared date forms.

    Each must say where year, month and day stand, in digits, so that no language is involved.
    """
    forms = settings.texts(problems, entry)
    for form in forms:
        directives = re.findall(r"%(.)", form)
        if entry is not None and (not {"Y", "m", "d"} <= set(directives) or not set(directives) <= set("YmdHMS")):
            settings.wrong(problems, Entry(form, entry.place), "Write a form of %Y, %m and %d, such as %m/%d/%Y.")
    return forms


def _derivations(problems: list[Problem], entry: Entry | None) -> tuple[Derivation, ...]:
    named = settings.mapping(problems, entry) if entry is not None else {}
    return tuple(_derivation(problems, name, item) for name, item in named.items())


def _derivation(problems: list[Problem], name: str, entry: Entry) -> Derivation:
    kind_entry = settings.mapping(problems, entry).get("kind")
    kind = settings.choice(problems, kind_entry, OPERANDS, "first_of")
    extra = {"product": ("scale",), "net_amount": ("scale",), "joined": ("with",)}.get(kind, ())
    given = settings.fields(problems, entry, ("kind", *OPERANDS[kind]), extra)
    operands = tuple(name for operand in OPERANDS[kind] for name in settings.texts(problems, given.get(operand)))
    return Derivation(
        name=name,
        kind=kind,
        of=operands,
        scale=settings.whole(problems, given.get("scale"), _LARGEST_SCALE),
        between=settings.text(problems, given.get("with"), " "),
        place=entry.place,
    )


def _join(problems: list[Problem], entry: Entry) -> Join:
    given = settings.fields(problems, entry, ("table", "on", "take"), ("if_several",))
    return Join(
        table=settings.text(problems, given.get("table")),
        on=settings.pairs(problems, given.get("on")),
        take=settings.pairs(problems, given.get("take")),
        first=settings.choice(problems, given.get("if_several"), ("first",), "") == "first",
        place=entry.place,
    )


def _check_names(problems: list[Problem], given: Mapping[str, Entry], profile: Profile) -> None:
    """Report names that are not names, that are made twice, and that nothing declares."""
    made = [*profile.columns, *profile.constants, *(rule.name for rule in profile.derive)]
    for name in [profile.kind, *sorted(profile.names)]:
        if name and not _NAME.fullmatch(name):
            settings.wrong(problems, Entry(name, profile.place), "Write a name of a–z, 0–9 and _, a letter first.")
    for name in sorted({name for name in made if made.count(name) > 1}):
        settings.wrong(problems, Entry(name, profile.place), "Declare one column, constant or derivation of this name.")
    used = [(name, given["key"].place, "key") for name in profile.key]
    used += [(name, rule.place, "derive") for rule in profile.derive for name in rule.of]
    used += [(name, join.place, "join") for join in profile.joins for name, _ in join.on]
    used += [(name, given["fill_down"].place, "fill_down") for name in profile.fill_down]
    used += [(name, given["unpivot"].place, "unpivot") for name in (profile.unpivot.makes if profile.unpivot else ())]
    used += [(name, rule.place, "checks") for rule in profile.checks for name in columns_of(rule) if name]
    for name, place, setting in used:
        if name not in profile.names:
            settings.wrong(problems, Entry(name, place), f"In `{setting}:` name columns that this profile makes.")


def _wrong_joins(profiles: list[Profile]) -> list[Problem]:
    """Report joins to tables or columns that no profile makes, and joins that go in a circle."""
    problems: list[Problem] = []
    known: dict[str, frozenset[str]] = {}
    for profile in profiles:
        known[profile.kind] = known.get(profile.kind, frozenset()) | profile.names
    for profile in profiles:
        for join in profile.joins:
            if join.table not in known:
                settings.wrong(problems, Entry(join.table, join.place), f"Write one of: {', '.join(sorted(known))}.")
                continue
            for _, theirs in (*join.on, *join.take):
                if theirs not in known[join.table]:
                    settings.wrong(problems, Entry(theirs, join.place), f"The table {join.table} has no such column.")
    circle = sorted(set(known) - set(in_join_order(profiles)))
    for profile in profiles:
        if profile.kind in circle and profile.joins:
            settings.wrong(
                problems,
                Entry(profile.kind, profile.joins[0].place),
                "Tables cannot take columns from one another in a circle.",
            )
    return problems


def _wrong_checks(profiles: list[Profile]) -> list[Problem]:
    """Report checks against tables or columns that no profile makes."""
    problems: list[Problem] = []
    known: dict[str, frozenset[str]] = {}
    for profile in profiles:
        known[profile.kind] = known.get(profile.kind, frozenset()) | profile.names
    for rule in (rule for profile in profiles for rule in profile.checks):
        table, columns = columns_elsewhere(rule)
        if table and table not in known:
            settings.wrong(problems, Entry(table, rule.place), f"Write one of: {', '.join(sorted(known))}.")
            continue
        for name in columns:
            if table and name not in known[table]:
                settings.wrong(problems, Entry(name, rule.place), f"The table {table} has no such column.")
    return problems


def in_join_order(profiles: tuple[Profile, ...] | list[Profile]) -> tuple[str, ...]:
    """Return the kinds of table so that each comes after those it takes columns from.

    Kinds in a circle are left out.
    """
    needs: dict[str, set[str]] = {}
    for profile in profiles:
        needs.setdefault(profile.kind, set()).update(join.table for join in profile.joins)
    ordered: list[str] = []
    while ready := [kind for kind in needs if kind not in ordered and needs[kind] & set(needs) <= set(ordered)]:
        ordered += ready
    return tuple(ordered)
