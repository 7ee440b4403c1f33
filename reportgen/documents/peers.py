"""Figures of everybody of a role → which of somebody's lie far from theirs: all that a review tells of others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from reportgen.documents.wording import listed_figures
from reportgen.model.measured import Figure, Measured, Standing
from reportgen.model.quantity import Quantity

_LEAST_PEERS = 8
"""Fewer people of one role are no crowd that somebody could stand out from."""

_MOST = 2


@dataclass(frozen=True, slots=True)
class Far:
    """A figure that lies far from those of all people of the role: how many they are, and what is in their middle."""

    kpi: str
    above: bool
    count: int
    median: Fraction


@dataclass(frozen=True, slots=True)
class Fences:
    """The quartiles of a figure of so many people, and what lies 1.5 times their distance below and above them."""

    many: int
    quartiles: tuple[Fraction, Fraction, Fraction]
    below: Fraction
    above: Fraction


@dataclass(frozen=True, slots=True)
class Peers:
    """Who has which role in a period, and a function that tells a person's own figure; None where there is none."""

    roles: Mapping[str, str]
    value: Callable[[str, str], Fraction | None]
    _known: dict[tuple[str, str], list[Fraction]] = field(default_factory=dict, repr=False)
    _fences: dict[tuple[str, str], Fences | None] = field(default_factory=dict, repr=False)

    def of(self, role: str, kpi: str) -> list[Fraction]:
        """Return a figure of all people of a role, from the least on: of those whose own it is."""
        if (role, kpi) not in self._known:
            each = (self.value(person, kpi) for person, theirs in self.roles.items() if theirs == role)
            self._known[role, kpi] = sorted(value for value in each if value is not None)
        return self._known[role, kpi]

    def fences(self, role: str, kpi: str) -> Fences | None:
        """Return beyond what a figure lies far from the same; None where there are few, or no distance to go by."""
        if (role, kpi) not in self._fences:
            self._fences[role, kpi] = _fences(self.of(role, kpi))
        return self._fences[role, kpi]


def peers(measured: Measured) -> Peers:
    """Return everybody's peers by what was measured: figures are computed when they are asked for."""
    return measured.once("peers", lambda: Peers(roles(measured), lambda *asked: _own(measured, *asked)))


def roles(measured: Measured) -> Mapping[str, str]:
    """Return the role of each person in the period, "" of who has none."""
    found = {}
    for person in measured.people:
        listed = measured.roster.people.get(person)
        held = listed.in_period(measured.period) if listed else None
        found[person] = held.role if held else ""
    return found


def _own(measured: Measured, person: str, kpi: str) -> Fraction | None:
    standing = measured.people[person]
    return own_value(standing, standing.figures[kpi]) if kpi in standing.figures else None


def own_value(standing: Standing, figure: Figure) -> Fraction | None:
    """Return a figure that is somebody's own and was measured."""
    mine = figure.subject == standing.subject
    return figure.actual.value if mine and isinstance(figure.actual, Quantity) else None


def far_from(peers: Peers, measured: Measured, standing: Standing) -> tuple[Far, ...]:
    """Return the figures of a standing that lie far from those of all people of the same role, the furthest first.

    Far is beyond the quartiles by 1.5 times their distance. Nothing of a role with few people, and nothing of teams.
    """
    if standing.subject.kind != "person":
        return ()
    listed = {figure.kpi.id: own_value(standing, figure) for figure in listed_figures(measured, standing)}
    return far_among(peers, standing.subject.id, listed)


def far_among(peers: Peers, person: str, listed: Mapping[str, Fraction | None]) -> tuple[Far, ...]:
    """Return the same of a person's figures by KPI, as they are listed; None is what is not their own."""
    role = peers.roles.get(person, "")
    if not role:
        return ()
    each = (_far(peers, role, kpi, value) for kpi, value in listed.items() if value is not None)
    found = sorted((far for far in each if far is not None), key=lambda far: -far[0])
    return tuple(far for _, far in found[:_MOST])


def _far(peers: Peers, role: str, kpi: str, value: Fraction) -> tuple[Fraction, Far] | None:
    """How far beyond the fence a figure lies; None within it."""
    fences = peers.fences(role, kpi)
    if fences is None or fences.below <= value <= fences.above:
        return None
    low, middle, high = fences.quartiles
    above = value > high
    return (value - high if above else low - value) / (high - low), Far(kpi, above, fences.many, middle)


def _fences(ordered: list[Fraction]) -> Fences | None:
    if len(ordered) < _LEAST_PEERS:
        return None
    low, middle, high = (_quantile(ordered, Fraction(part, 4)) for part in (1, 2, 3))
    spread = high - low
    if not spread:
        return None
    return Fences(len(ordered), (low, middle, high), low - spread * Fraction(3, 2), high + spread * Fraction(3, 2))


def _quantile(ordered: list[Fraction], share: Fraction) -> Fraction:
    """Return a quantile of sorted values, on the line between the two nearest ones."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
