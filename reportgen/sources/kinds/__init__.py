"""Every kind of problem that reading spreadsheets and profiles can find.

Its code, how much it stops, its sentence, its remedy. One file for each thing that can be wrong.
"""

from __future__ import annotations

from dataclasses import replace

from reportgen.model.problem import Kind
from reportgen.sources.kinds import cells, files, rows, settings, tables
from reportgen.sources.kinds.cells import (
    AMOUNT_TOO_LARGE,
    AMOUNT_TOO_PRECISE,
    AMOUNT_UNREADABLE,
    DATE_UNREADABLE,
    ERROR_CELL,
    NUMBER_UNREADABLE,
    PERCENT_UNREADABLE,
    PERIOD_UNREADABLE,
    VALUE_MISSING,
    VALUE_NOT_IN_LIST,
)
from reportgen.sources.kinds.files import (
    ENCODING_GUESSED,
    FILE_NOT_RECOGNISED,
    FILE_PROTECTED,
    FILE_TWICE,
    FILE_UNREADABLE,
    FOLDER_MISSING,
    FORMAT_UNSUPPORTED,
    SHEET_CLAIMED_TWICE,
    SHEET_HIDDEN,
    SHEET_NOT_READ,
)
from reportgen.sources.kinds.rows import (
    ABOVE_INVOICED,
    CUSTOMER_TWICE,
    CUSTOMERS_UNIDENTIFIED,
    DUPLICATE_KEY,
    DUPLICATE_ROW,
    EXPORT_UNDATED,
    FILES_OVERLAP,
    FX_RATE_MISSING,
    GROSS_DIFFERS,
    JOIN_SEVERAL,
    MANAGER_NOT_LISTED,
    ORDER_OUTSIDE_EMPLOYMENT,
    OUTSIDE_EMPLOYMENT,
    OVERLAP_LATER,
    OVERLAP_NEWEST,
    REFERENCE_UNKNOWN,
    RETURN_BEFORE_ORDER,
    RETURN_NOT_NEGATIVE,
    RETURN_TOO_LARGE,
    RETURN_WITHOUT_ORDER,
    ROW_REPEATED,
    ROWS_GONE,
    SHARES_NOT_WHOLE,
    SUM_DIFFERS,
    TAX_RATE_MISSING,
    TAX_RATE_UNKNOWN,
    TOTALS_FAR,
)
from reportgen.sources.kinds.settings import (
    PROFILES_DISAGREE,
    SETTING_MISSING,
    SETTING_TWICE,
    SETTING_UNKNOWN,
    SETTING_WRONG,
    SETTINGS_UNREADABLE,
)
from reportgen.sources.kinds.severities import PERSON, RUN
from reportgen.sources.kinds.tables import (
    COLUMN_ABSENT,
    COLUMN_AMBIGUOUS,
    COLUMN_MISSING,
    HEADER_NOT_FOUND,
    ROW_TOO_LONG,
    ROW_TOO_SHORT,
)

__all__ = [
    "ABOVE_INVOICED",
    "AMOUNT_TOO_LARGE",
    "AMOUNT_TOO_PRECISE",
    "AMOUNT_UNREADABLE",
    "COLUMN_ABSENT",
    "COLUMN_AMBIGUOUS",
    "COLUMN_MISSING",
    "CUSTOMERS_UNIDENTIFIED",
    "CUSTOMER_TWICE",
    "DATE_UNREADABLE",
    "DUPLICATE_KEY",
    "DUPLICATE_ROW",
    "ENCODING_GUESSED",
    "ERROR_CELL",
    "EXPORT_UNDATED",
    "FILES_OVERLAP",
    "FILE_NOT_RECOGNISED",
    "FILE_PROTECTED",
    "FILE_TWICE",
    "FILE_UNREADABLE",
    "FOLDER_MISSING",
    "FORMAT_UNSUPPORTED",
    "FX_RATE_MISSING",
    "GROSS_DIFFERS",
    "HEADER_NOT_FOUND",
    "JOIN_SEVERAL",
    "KINDS",
    "MANAGER_NOT_LISTED",
    "NUMBER_UNREADABLE",
    "ORDER_OUTSIDE_EMPLOYMENT",
    "OUTSIDE_EMPLOYMENT",
    "OVERLAP_LATER",
    "OVERLAP_NEWEST",
    "PERCENT_UNREADABLE",
    "PERIOD_UNREADABLE",
    "PROFILES_DISAGREE",
    "REFERENCE_UNKNOWN",
    "RETURN_BEFORE_ORDER",
    "RETURN_NOT_NEGATIVE",
    "RETURN_TOO_LARGE",
    "RETURN_WITHOUT_ORDER",
    "ROWS_GONE",
    "ROW_REPEATED",
    "ROW_TOO_LONG",
    "ROW_TOO_SHORT",
    "SETTINGS_UNREADABLE",
    "SETTING_MISSING",
    "SETTING_TWICE",
    "SETTING_UNKNOWN",
    "SETTING_WRONG",
    "SHARES_NOT_WHOLE",
    "SHEET_CLAIMED_TWICE",
    "SHEET_HIDDEN",
    "SHEET_NOT_READ",
    "SUM_DIFFERS",
    "TAX_RATE_MISSING",
    "TAX_RATE_UNKNOWN",
    "TOTALS_FAR",
    "VALUE_MISSING",
    "VALUE_NOT_IN_LIST",
    "for_everybody",
]

KINDS: tuple[Kind, ...] = (*settings.KINDS, *files.KINDS, *tables.KINDS, *cells.KINDS, *rows.KINDS)


def for_everybody(kind: Kind) -> Kind:
    """Return a kind that blocks a person as one that blocks the run.

    For rows of which it cannot be told whom they concern.
    """
    return replace(kind, severity=RUN) if kind.severity is PERSON else kind
