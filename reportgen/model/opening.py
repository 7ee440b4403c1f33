"""What stood open when pay began: lines that go on, and balances that belong to none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from reportgen.model.balances import Balances
from reportgen.model.period import Period
from reportgen.model.place import Place


@dataclass(frozen=True, slots=True)
class Opening:
    """One line of the opening balances: what it had earned, released and been paid, and where that stands."""

    earned: Fraction
    released: Fraction
    paid: Fraction
    place: Place


@dataclass(frozen=True, slots=True)
class Openings:
    """The lines by component, payee and transaction; the balances that belong to no line by payee."""

    period: Period
    lines: Mapping[tuple[str, str, str], Opening] = field(default_factory=dict)
    balances: Mapping[str, Balances] = field(default_factory=dict)
    _keys: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.lines or self.balances)

    def keys(self, component: str) -> frozenset[str]:
        """Return the transactions of a component that go on."""
        if component not in self._keys:
            self._keys[component] = frozenset(key for name, _, key in self.lines if name == component)
        return self._keys[component]
