"""A whole and a tree of weights → every node's amount: children sum to their parent, to the smallest unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.model.money import split
from reportgen.model.place import Place
from reportgen.model.target_tree import How


@dataclass(frozen=True, slots=True)
class Branch:
    """A node before its amount is known.

    `locked` is an amount that was set by hand (a whole number of smallest units); the others share what is left by
    `weight` (not negative; where all are 0, evenly). `how` says how the weight came to be.
    """

    level: str
    name: str
    weight: Fraction = Fraction(1)
    locked: Fraction | None = None
    how: How = "even"
    places: tuple[Place, ...] = ()
    children: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Fallen:
    """A node with its amount. `differs` is what its children lack of it (or exceed, below 0): 0 where all is sound.

    It can differ only where children were locked: all of them, or at more than there is.
    """

    path: tuple[tuple[str, str], ...]
    value: Fraction
    how: How
    places: tuple[Place, ...]
    differs: Fraction


def fall(branch: Branch, whole: Fraction, places: int = 2, above: tuple[tuple[str, str], ...] = ()) -> list[Fallen]:
    """Return a node and all below it, parents first. `whole` is a whole number of units of 10^-places, not below 0."""
    path = (*above, (branch.level, branch.name))
    amounts = divide(branch.children, whole, places)
    differs = whole - sum(amounts, Fraction(0)) if branch.children else Fraction(0)
    found = [Fallen(path, whole, branch.how, branch.places, differs)]
    for child, amount in zip(branch.children, amounts, strict=True):
        found += fall(child, amount, places, path)
    return found


def divide(children: Sequence[Branch], whole: Fraction, places: int = 2) -> list[Fraction]:
    """Divide an amount: what is locked stays, the rest is shared by weight, largest remainder, ties by name.

    Where more is locked than there is, nothing is left for the others.
    """
    fixed = sum((child.locked for child in children if child.locked is not None), Fraction(0))
    rest = max(Fraction(0), whole - fixed)
    free = {f"{child.name}\0{index:06}": child.weight for index, child in enumerate(children) if child.locked is None}
    if free and not any(free.values()):
        free = dict.fromkeys(free, Fraction(1))
    shared = split(rest, free, places) if free else {}
    return [
        child.locked if child.locked is not None else shared[f"{child.name}\0{index:06}"]
        for index, child in enumerate(children)
    ]


def settled(branch: Branch) -> Branch:
    """Lock what nobody set at the sum of its children, where all of these are locked: the parts tell the whole.

    Works from the leaves up.
    """
    children = tuple(settled(child) for child in branch.children)
    locked, how = branch.locked, branch.how
    if locked is None and children and all(child.locked is not None for child in children):
        locked, how = sum((child.locked or Fraction(0) for child in children), Fraction(0)), "sum"
    return Branch(branch.level, branch.name, branch.weight, locked, how, branch.places, children)
