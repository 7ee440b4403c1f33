"""What the cockpit shows: its screens and figures, whose it is, where it runs and how fast a problem is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportgen.model.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen(Entry):
    """One screen with its figures, and what a click leads down to."""

    figures: tuple[str, ...]
    down_to: tuple[Literal["customer", "order", "person"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access(Entry):
    """Whose the cockpit is, on which devices it works, and within how many seconds a problem is located."""

    roles: tuple[str, ...]
    devices: tuple[Literal["phone", "tablet", "desktop", "wall", "watch"], ...]
    seconds: int


CockpitRule = Screen | Access
