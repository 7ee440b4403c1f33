"""Every kind of problem that shows only when rows are compared with one another."""

from __future__ import annotations

from reportgen.model.problem import Kind
from reportgen.sources.kinds.severities import NOTE, PERSON, RUN, WARNING

DUPLICATE_ROW = Kind(
    "duplicate-row", PERSON, "This row is the same as {other}, so {found} would count twice.", "Remove one of the two."
)
DUPLICATE_KEY = Kind(
    "duplicate-key",
    WARNING,
    "{found} already stands in {other} with other values; both count.",
    "Correct one of the two keys.",
)
REFERENCE_UNKNOWN = Kind(
    "reference-unknown",
    WARNING,
    "{column} {found} is not in the table {table} (rows: {rows}).{nearest}",
    "Correct it, or add it there.",
)
MANAGER_NOT_LISTED = Kind(
    "manager-not-listed",
    NOTE,
    "The manager {found} has no row in the table {table} (rows: {rows}).{nearest}",
    "Add a row if one is meant.",
)
JOIN_SEVERAL = Kind(
    "join-several",
    RUN,
    "{found} has several rows in the table {table} that differ (also {other}), so none can be taken.",
    "Keep one row, or say `if_several: first` in the profile.",
)

KINDS = (
    DUPLICATE_ROW,
    DUPLICATE_KEY,
    REFERENCE_UNKNOWN,
    MANAGER_NOT_LISTED,
    JOIN_SEVERAL,
)
