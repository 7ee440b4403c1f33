"""How a figure stands against its target: what documents say of it without all that is measured."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """A figure against its target: green, orange, red, or none where there is no target or no figure."""

    GOOD = "good"
    WATCH = "watch"
    ALARM = "alarm"
    NONE = "none"
