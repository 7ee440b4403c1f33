"""Every kind of problem that a table on a sheet can have: its header, its columns, its sums."""

from __future__ import annotations

from reportgen.model.problem import Kind
from reportgen.sources.kinds.severities import NOTE, RUN, WARNING

HEADER_NOT_FOUND = Kind(
    "header-not-found",
    RUN,
    "No row of the first {rows} looks like the header of {table}. Looked for: {wanted}.",
    "Name the columns so, or add the names that the file uses to `headers:` in {profile}.",
)
COLUMN_MISSING = Kind(
    "column-missing",
    RUN,
    "The column {found} is missing. Looked for: {wanted}.{nearest}",
    "Name the column so, or add the name that the file uses to `headers:` in {profile}.",
)
COLUMN_ABSENT = Kind(
    "column-absent",
    NOTE,
    "The optional column {found} is not there. Looked for: {wanted}.{nearest}",
    "If that is the column, add its name to `headers:` in {profile}.",
)
COLUMN_AMBIGUOUS = Kind(
    "column-ambiguous",
    RUN,
    "Columns {letters} could both be {found}.",
    "Rename one, or narrow `headers:` in {profile}.",
)
HEADER_TWICE = Kind(
    "header-twice",
    NOTE,
    "The header {found} stands here again; this column is called {name}.",
    "Rename one of the two.",
)
COLUMN_NAMELESS = Kind(
    "column-nameless", NOTE, "This column has no header; it is called {found}.", "Write a header above it."
)
ROW_TOO_LONG = Kind(
    "row-too-long",
    RUN,
    "This row has {cells} under {headers}, so its values may stand in the wrong columns.",
    "Put text that contains the separator into quotation marks.",
)
ROW_TOO_SHORT = Kind(
    "row-too-short", WARNING, "This row has {cells} under {headers}.", "Check that it was not cut off."
)

KINDS = (
    HEADER_NOT_FOUND,
    COLUMN_MISSING,
    COLUMN_ABSENT,
    COLUMN_AMBIGUOUS,
    HEADER_TWICE,
    COLUMN_NAMELESS,
    ROW_TOO_LONG,
    ROW_TOO_SHORT,
)
