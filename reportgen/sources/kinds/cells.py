"""Every kind of problem that a single cell or a column of cells can have."""

from __future__ import annotations

from reportgen.model.problem import Kind
from reportgen.sources.kinds.severities import PERSON, WARNING

AMOUNT_UNREADABLE = Kind(
    "amount-unreadable", PERSON, "“{found}” is not an amount.", "Write 12500 or 12,500.00 or 1.25万{currency}."
)
NUMBER_UNREADABLE = Kind("number-unreadable", PERSON, "“{found}” is not a number.", "Write 12 or 12.5.")
PERCENT_UNREADABLE = Kind("percent-unreadable", PERSON, "“{found}” is not a percentage.", "Write 12.5% or 0.125.")
AMOUNT_TOO_PRECISE = Kind(
    "amount-too-precise",
    PERSON,
    "“{found}” has more decimals than the {scale} declared for {column}.",
    "Round it in the file, or declare `scale: {needed}` for {column} in the profile.",
)
AMOUNT_TOO_LARGE = Kind(
    "amount-too-large",
    PERSON,
    "“{found}” is larger than {column} can hold exactly with {scale} decimals.",
    "Check the figure, or declare a smaller `scale:` in the profile.",
)
DATE_UNREADABLE = Kind("date-unreadable", PERSON, "“{found}” is not a date.", "Write 2026-03-31{formats}.")
PERIOD_UNREADABLE = Kind(
    "period-unreadable", PERSON, "“{found}” is not a month, quarter or year.", "Write 2026-03, 2026-Q1 or 2026."
)
VALUE_MISSING = Kind("value-missing", PERSON, "{column} is empty here and must not be.", "Fill in the cell.")
ERROR_CELL = Kind(
    "error-cell", PERSON, "The formula here failed and shows {found}.", "Mend the formula, or write the value."
)
VALUE_NOT_IN_LIST = Kind(
    "value-not-in-list",
    WARNING,
    "“{found}” is not a known value of {column} (rows: {rows}); it was kept as it is.{nearest}",
    "Correct it, or add it to `values:` of {column} in the profile.",
)

KINDS = (
    AMOUNT_UNREADABLE,
    NUMBER_UNREADABLE,
    PERCENT_UNREADABLE,
    AMOUNT_TOO_PRECISE,
    AMOUNT_TOO_LARGE,
    DATE_UNREADABLE,
    PERIOD_UNREADABLE,
    VALUE_MISSING,
    ERROR_CELL,
    VALUE_NOT_IN_LIST,
)
