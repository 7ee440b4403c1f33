"""The plan's tree, what was given and sold before → every level's targets of a period, and where sums differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from reportgen.measure import kinds
from reportgen.measure.columns import at_scale, exact_sum
from reportgen.measure.targets.asked import company_versions
from reportgen.measure.targets.part import part
from reportgen.measure.targets.phasing import in_cents, keeps
from reportgen.measure.targets.rows import TargetRow, Targets
from reportgen.measure.targets.tree import Branch, Fallen, fall, settled
from reportgen.measure.targets.whose import last_day
from reportgen.model.money import half_up, plain
from reportgen.model.people import Person
from reportgen.model.period import Period, parse_span, parts
from reportgen.model.place import Place
from reportgen.model.plan import valid
from reportgen.model.problem import Problem
from reportgen.model.quantity import Quantity, Unit
from reportgen.model.table import Table
from reportgen.model.target_rules import Level, PartPeriods, TargetTree
from reportgen.model.target_tree import How, TargetNode

GIVEN_AS: Mapping[str, str] = {
    "company": "company",
    "product_line": "line",
    "region": "region",
    "customer_group": "tier",
}
"""What a level is called in the table `level_targets`, and the column of the rows or of the roster that tells it."""

_PEOPLE = frozenset({"region", "team", "person"})
"""The levels that people stand in; the others divide the company's target by what is sold and to whom."""

_CENT = Fraction(1, 100)
Column = Literal["floor", "stretch"]
History = Callable[[str, int], Mapping[str, int]]
"""A level and a year → what each of its names brought in that year, as integers of one scale."""

Given = Mapping[tuple[str, str, str, Period], Mapping[str, tuple[Fraction, Place]]]
"""(level, metric, column, month) → name → amount and place, as the table of levels gives them."""


@dataclass(frozen=True, slots=True)
class TreeDesk:
    """What the tree is grown from; `roles` are those whose people have a part where nobody gave them one."""

    targets: Targets
    given: Given
    history: History
    roles: frozenset[str] = field(default_factory=frozenset)
    grown: dict[tuple[str, str, Period, date], list[Fallen]] = field(default_factory=dict, repr=False, compare=False)
    """Months that were divided, by tree, column and the day on which changes count: findings and nodes ask for them."""


def read_levels(table: Table | None) -> Given:
    """Index the table `level_targets`: `level name metric month` and the columns `floor` and `stretch`."""
    found: dict[tuple[str, str, str, Period], dict[str, tuple[Fraction, Place]]] = {}
    if table is None or not {"level", "name", "metric", "month"} <= set(table.columns):
        return found
    for column in ("floor", "stretch"):
        if column not in table.columns:
            continue
        scale = table.columns[column].scale
        rows = table.frame[["level", "name", "metric", "month", column]]
        for position, row in enumerate(rows.itertuples(index=False)):
            period = parse_span(str(row.month))
            if rows.iloc[position].notna().all() and period is not None:
                key = (str(row.level), str(row.metric), column, period)
                amount = at_scale(int(row[-1]), scale)
                found.setdefault(key, {})[str(row.name)] = (amount, table.place(position))
    return found


def target_tree(desk: TreeDesk, tree: TargetTree, period: Period, known: date | None = None) -> tuple[TargetNode, ...]:
    """Return every node of a period, parents first, for each column of the tree: months are divided and then summed.

    Changes count as `known` on a day (the period's last).
    """
    found: list[TargetNode] = []
    for column in tree.columns:
        sums: dict[tuple[tuple[str, str], ...], list[Fallen]] = {}
        for month in parts(period, "month"):
            for node in _nodes(desk, tree, column, month, known or period.end):
                sums.setdefault(node.path, []).append(node)
        found += [_node(desk, column, nodes) for nodes in sums.values()]
    return tuple(found)


def _node(desk: TreeDesk, column: Column, nodes: list[Fallen]) -> TargetNode:
    value = sum((node.value for node in nodes), Fraction(0))
    places = tuple(dict.fromkeys(place for node in nodes for place in node.places))
    return TargetNode(nodes[0].path, column, Quantity(value, Unit.MONEY, desk.targets.currency), nodes[0].how, places)


def _nodes(desk: TreeDesk, tree: TargetTree, column: Column, month: Period, known: date) -> list[Fallen]:
    """Return a month's nodes, divided once."""
    asked = (tree.id, column, month, known)
    if asked not in desk.grown:
        desk.grown[asked] = _month(desk, tree, column, month, known)
    return desk.grown[asked]


def _month(desk: TreeDesk, tree: TargetTree, column: Column, month: Period, known: date) -> list[Fallen]:
    """Return a month's nodes; nothing where the company has no target of it."""
    whole = _whole(desk.targets, tree.metric, column, month, known)
    if whole is None:
        return []
    amount, place = whole
    top = Branch("company", "", how="plan", places=(place,))
    found = fall(top, amount)
    below = tree.levels[tree.levels.index("company") + 1 :] if "company" in tree.levels else tree.levels
    for level in below:
        if level not in _PEOPLE:
            children = tuple(_sold(desk, tree, level, column, month))
            found += fall(_under(top, children), amount)[1:] if children else []
    chain = tuple(level for level in below if level in _PEOPLE)
    if chain:
        people = _people(desk, tree.metric, column, month, known)
        found += fall(_under(top, _grown(desk, tree, chain, column, month, people)), amount)[1:]
    return found


def _under(top: Branch, children: tuple[Branch, ...]) -> Branch:
    return Branch(top.level, top.name, how=top.how, places=top.places, children=tuple(map(settled, children)))


def _whole(targets: Targets, metric: str, column: str, month: Period, known: date) -> tuple[Fraction, Place] | None:
    found = company_versions(targets, metric, column, month, known)
    if not found:
        return None
    return in_cents(found[-1].months, targets.calendar)[month], found[-1].entry.place


# ------------------------------------------------------------------------------------- levels of what is sold, to whom


def _sold(desk: TreeDesk, tree: TargetTree, level: Level, column: Column, month: Period) -> Iterator[Branch]:
    given = desk.given.get((GIVEN_AS[level], tree.metric, column, month), {})
    shares = tree.shares.get(level, {})
    before = desk.history(level, desk.targets.calendar.fiscal_year(month) - 1)
    names = dict.fromkeys((*given, *shares)) or dict.fromkeys(name for name in sorted(before) if name)
    for name in names:
        yield _branch(level, name, tree.divided.get(level, "even"), given, shares.get(name), before.get(name, 0))


def _branch(
    level: Level,
    name: str,
    split: str,
    given: Mapping[str, tuple[Fraction, Place]],
    share: Fraction | None,
    before: int,
) -> Branch:
    locked, place = given.get(name, (None, None))
    weight, how = Fraction(1), "even"
    if split == "shares" and share is not None:
        weight, how = share, "shares"
    elif split == "history" and before > 0:
        weight, how = Fraction(before), "history"
    elif split == "history":
        weight, how = Fraction(0), "history"
    told: How = "given" if locked is not None else how  # type: ignore[assignment]  # both are words of How
    return Branch(level, name, weight, locked, told, (place,) if place else ())


# ------------------------------------------------------------------------------------------ levels that people stand in


@dataclass(frozen=True, slots=True)
class _Member:
    """A person in a month: where they stand, what they were given, and the part of the month they count.

    `moved` is what a change in mid-year added to what they were given (or took, below 0).
    """

    person: str
    stands: Mapping[str, str]
    part: Fraction
    given: tuple[Fraction, Place] | None
    moved: Fraction = Fraction(0)


def _people(desk: TreeDesk, metric: str, column: str, month: Period, known: date) -> list[_Member]:
    """Return who has a part in a month: those with a row of it; where nobody has one, whoever sells and is here."""
    targets = desk.targets
    keep = keeps(targets.rules, known)
    rows = [row for row in targets.rows.get((metric, column), ()) if row.period == month]
    if rows:
        return [_with_row(targets, row, row.on(known, keep=keep)) for row in rows]
    rule = next((rule for rule in valid(targets.rules, month.end).values() if isinstance(rule, PartPeriods)), None)
    here = [person for person in targets.roster.people.values() if person.listed and person.days_in(month)]
    return [
        _Member(person.id, _stands(targets, person.id, month, _day(person, month)), amount, None)
        for person in here
        if (amount := part(person, month, rule, targets.calendar)) and _sells(desk, person, month)
    ]


def _with_row(targets: Targets, row: TargetRow, value: Fraction) -> _Member:
    place = row.changes[-1].place if row.changes and row.changes[-1].value == value else row.place
    stands = _stands(targets, row.person, row.period, last_day(targets, row))
    return _Member(row.person, stands, Fraction(1), (value, place), value - row.value)


def _day(person: Person, month: Period) -> date:
    return min(month.end, person.left) if person.left else month.end


def _sells(desk: TreeDesk, person: Person, month: Period) -> bool:
    assignment = person.in_period(month)
    return not desk.roles or (assignment is not None and assignment.role in desk.roles)


def _stands(targets: Targets, person: str, month: Period, day: date) -> dict[str, str]:
    """Return a person's region as the month begins, as targets are set, and team on a day, as they are counted.

    Who leads somebody stands in their own team.
    """
    listed = targets.roster.people.get(person)
    first = max(month.start, listed.hired) if listed and listed.hired else month.start
    assignment = listed.on(first) or listed.last_until(first) if listed else None
    region = assignment.attributes.get("region") if assignment else None
    leads = person in targets.roster.managers(day)
    team = person if leads else targets.roster.manager_of(person, day)
    return {"region": region if isinstance(region, str) else "", "team": team, "person": person}


def _grown(
    desk: TreeDesk,
    tree: TargetTree,
    chain: tuple[Level, ...],
    column: Column,
    month: Period,
    people: list[_Member],
) -> tuple[Branch, ...]:
    """Group people level by level in the plan's order, each group with its weight and what was given for it."""
    if not chain:
        return ()
    level, below = chain[0], chain[1:]
    year = desk.targets.calendar.fiscal_year(month) - 1
    before = desk.history("person", year) if tree.divided.get(level) == "history" else {}
    given = desk.given.get((GIVEN_AS.get(level, level), tree.metric, column, month), {})
    groups: dict[str, list[_Member]] = {}
    for member in people:
        groups.setdefault(member.stands[level], []).append(member)
    found = []
    for name, members in sorted(groups.items()):
        weight, how = _weight(tree.divided.get(level, "even"), members, before)
        own = members[0].given if level == "person" else _moved(given.get(name), members)
        told: How = "given" if own else how
        children = _grown(desk, tree, below, column, month, members)
        places = (own[1],) if own else ()
        found.append(Branch(level, name, weight, own[0] if own else None, told, places, children))
    return tuple(found)


def _moved(given: tuple[Fraction, Place] | None, members: list[_Member]) -> tuple[Fraction, Place] | None:
    """Return what a group was given with the changes of its people: who moves a part moves the whole."""
    return (given[0] + sum((member.moved for member in members), Fraction(0)), given[1]) if given else None


def _weight(split: str, members: list[_Member], before: Mapping[str, int]) -> tuple[Fraction, How]:
    here = sum((member.part for member in members), Fraction(0))
    if split == "history":
        sold = sum((max(0, before.get(member.person, 0)) * member.part for member in members), Fraction(0))
        return sold, "history"
    if split == "headcount":
        return here, "headcount"
    return (here if len(members) == 1 else Fraction(1)), "even"


# ------------------------------------------------------------------------------------------------- where sums differ


def tree_findings(desk: TreeDesk, tree: TargetTree, period: Period) -> Iterator[Problem]:
    """Find where what was given by hand does not make the whole: both places are told.

    Levels are held against the company's own row where there is one, and that row against the plan; so are people's
    rows where nothing stands between. What the plan says otherwise is told once for the whole period.
    """
    for column in tree.columns:
        told: list[tuple[Fraction, Fallen, Place]] = []
        for month in parts(period, "month"):
            nodes = _nodes(desk, tree, column, month, period.end)
            given = list(desk.given.get(("company", tree.metric, column, month), {}).values())
            asked = given[0] if nodes and given else _of_people(nodes)
            if asked:
                told.append((asked[0], nodes[0], asked[1]))
            if nodes:
                own = replace(nodes[0], value=asked[0], places=(asked[1],)) if asked else nodes[0]
                yield from _sums_differ(tree, column, month, nodes, own)
        yield from _company_differs(tree, column, period, told)


def _of_people(nodes: list[Fallen]) -> tuple[Fraction, Place] | None:
    """Return what people's own rows sum to where no level was given: nothing but the plan can differ from them."""
    below = [node for node in nodes if len(node.path) == 2]
    people = [node for node in nodes if node.path[-1][0] == "person" and node.how == "given"]
    if not people or any(node.how == "given" and node.path[-1][0] != "person" for node in nodes):
        return None
    levels = {node.path[-1][0] for node in below if node.path[-1][0] in _PEOPLE}
    total = sum((node.value for node in below if node.path[-1][0] in levels), Fraction(0))
    return total, people[0].places[0]


def _company_differs(
    tree: TargetTree, column: Column, period: Period, told: list[tuple[Fraction, Fallen, Place]]
) -> Iterator[Problem]:
    """Find a company's own rows that come to another sum than the plan's target of their months."""
    total = sum((amount for amount, _, _ in told), Fraction(0))
    whole = sum((top.value for _, top, _ in told), Fraction(0))
    if told and abs(total - whole) > _CENT * len(told):
        values = (("period", period.id), ("column", column), ("sum", plain(total)), ("whole", plain(whole)))
        other = (("metric", tree.metric), ("other", str(told[0][1].places[0])))
        yield Problem(kinds.TARGET_PLAN_DIFFERS, told[0][2], tree.metric, (*values, *other))


def _sums_differ(
    tree: TargetTree, column: Column, month: Period, nodes: list[Fallen], own: Fallen
) -> Iterator[Problem]:
    """Compare every node with the sum of what is directly below it, level by level.

    `own` is the company as the inputs have it: a level that was given whole is held against it, one that was divided
    against the plan, from which it was.
    """
    by_path = {node.path: node for node in nodes}
    sums: dict[tuple[tuple[tuple[str, str], ...], str], list[Fallen]] = {}
    for node in nodes[1:]:
        sums.setdefault((node.path[:-1], node.path[-1][0]), []).append(node)
    for (path, level), children in sums.items():
        divided = any(child.how not in ("given", "sum") for child in children)
        above = own if path == own.path and not divided else by_path[path]
        total = exact_sum(child.value for child in children)
        if total == above.value:
            continue
        given = [node for node in nodes if _is_below(node, path, level) and node.places]
        if given and total > above.value and divided:
            values = (("period", month.id), ("sum", plain(total)), ("whole", plain(above.value)))
            yield Problem(kinds.TARGET_OVER_LOCKED, given[0].places[0], above.path[-1][1] or "the company", values)
        elif abs(total - above.value) > _CENT:
            spot = given[0].places[0] if given else next(iter(above.places), None)
            if spot is not None:
                yield _differs(tree, column, month, level, total, above, spot)


def _is_below(node: Fallen, path: tuple[tuple[str, str], ...], level: str) -> bool:
    """Tell whether a node stands under a path, in the branch that begins with a level."""
    return len(node.path) > len(path) and node.path[: len(path)] == path and node.path[len(path)][0] == level


def _differs(
    tree: TargetTree, column: Column, month: Period, level: str, total: Fraction, above: Fallen, spot: Place
) -> Problem:
    difference = half_up(total - above.value)
    told = (
        ("level", level.replace("_", " ")),
        ("metric", tree.metric),
        ("period", month.id),
        ("column", column),
        ("sum", plain(total)),
        ("whole", plain(above.value)),
        ("other", str(above.places[0]) if above.places else str(tree.place)),
        ("difference", f"{'+' if difference > 0 else ''}{plain(difference)}"),
    )
    return Problem(kinds.TARGET_TREE_DIFFERS, spot, level, told)
