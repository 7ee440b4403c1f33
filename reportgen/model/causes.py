"""Why an amount or a figure is not what it was: one word for each part of the inputs that can change."""

from __future__ import annotations

from enum import StrEnum


class Cause(StrEnum):
    """Why an amount or a figure changed, in the order in which the second state's parts replace the first's.

    The last, `rounding`, is what the others leave.
    """

    PERSON = "person"
    DATES = "dates"
    TARGET = "target"
    RULE = "rule"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    ROUNDING = "rounding"


WHY = {
    Cause.PERSON: "person and assignment",
    Cause.DATES: "dates",
    Cause.TARGET: "target",
    Cause.RULE: "rule",
    Cause.CHANGED: "rows changed",
    Cause.NEW: "new rows",
    Cause.GONE: "rows gone",
    Cause.ROUNDING: "rounding",
}
"""What a person reads for each cause on the terminal."""
