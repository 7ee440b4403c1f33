"""Every kind of problem that reading spreadsheets and profiles can find.

Its code, how much it stops, its sentence, its remedy.
"""

from __future__ import annotations

from dataclasses import replace

from reportgen.model.problem import Kind, Severity

NOTE, WARNING, PERSON, RUN = Severity.NOTE, Severity.WARNING, Severity.BLOCKS_PERSON, Severity.BLOCKS_RUN

# Settings: profiles and the list of sources.
SETTINGS_UNREADABLE = Kind(
    "settings-unreadable",
    RUN,
    "This file cannot be read: {reason}.",
    "Correct the line; YAML needs `name: value`, indented by spaces.",
)
SETTING_UNKNOWN = Kind("setting-unknown", RUN, "There is no setting {found} here.", "{nearest}")
SETTING_MISSING = Kind("setting-missing", RUN, "The setting {found} is missing.", "Add `{found}:` here.")
SETTING_TWICE = Kind("setting-twice", RUN, "The setting {found} stands here twice.", "Keep one of the two.")
SETTING_WRONG = Kind("setting-wrong", RUN, "“{found}” cannot stand here.", "{remedy}")
PROFILES_DISAGREE = Kind(
    "profiles-disagree",
    RUN,
    "Two profiles of {table} declare {found} differently.",
    "Give the column the same type, scale, currency and tax in both.",
)

# Files and sheets.
FOLDER_MISSING = Kind(
    "folder-missing", RUN, "The folder {found} does not exist.", "Create it, or correct its name in {setting}."
)
FILE_NOT_RECOGNISED = Kind(
    "file-not-recognised",
    WARNING,
    "No profile is for this file, so it was not read.",
    "Add its name to `files:` of a profile, or to `ignore:` in sources.yaml with a reason.",
)
FORMAT_UNSUPPORTED = Kind(
    "format-unsupported", RUN, "Files ending in {found} cannot be read.", "Save it as .xlsx or .csv and put that here."
)
FILE_UNREADABLE = Kind(
    "file-unreadable", RUN, "This file cannot be read: {reason}.", "Open it, save it again and put that here."
)
FILE_PROTECTED = Kind("file-protected", RUN, "This file is protected by a password.", "Save a copy without a password.")
FILE_TWICE = Kind(
    "file-twice",
    RUN,
    "This file has the same content as {other}; it would be counted twice.",
    "Remove one of the two, or ignore it.",
)
SHEET_CLAIMED_TWICE = Kind(
    "sheet-claimed-twice",
    RUN,
    "Two profiles of {table} are for this sheet.",
    "Narrow `files:` or `sheets:` of one of them.",
)
ENCODING_GUESSED = Kind(
    "encoding-guessed",
    NOTE,
    "This text is not UTF-8; it was read as {found}.",
    "If names look wrong, save it as “CSV UTF-8”.",
)
SHEET_HIDDEN = Kind("sheet-hidden", NOTE, "This sheet is hidden and was not read.", "Unhide it if it should count.")
SHEET_NOT_READ = Kind(
    "sheet-not-read",
    WARNING,
    "This sheet was not read as {table}: it lacks {missing}.",
    "Add the columns, or name the sheets to read in `sheets:` of the profile.",
)

# Tables and columns.
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
ROW_TOO_LONG = Kind(
    "row-too-long",
    RUN,
    "This row has {cells} under {headers}, so its values may stand in the wrong columns.",
    "Put text that contains the separator into quotation marks.",
)
ROW_TOO_SHORT = Kind(
    "row-too-short", WARNING, "This row has {cells} under {headers}.", "Check that it was not cut off."
)

# Cells.
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

# Rows against one another.
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

KINDS: tuple[Kind, ...] = (
    SETTINGS_UNREADABLE, SETTING_UNKNOWN, SETTING_MISSING, SETTING_TWICE, SETTING_WRONG, PROFILES_DISAGREE,
    FOLDER_MISSING, FILE_NOT_RECOGNISED, FORMAT_UNSUPPORTED, FILE_UNREADABLE, FILE_PROTECTED, FILE_TWICE,
    SHEET_CLAIMED_TWICE, ENCODING_GUESSED, SHEET_HIDDEN, SHEET_NOT_READ, HEADER_NOT_FOUND, COLUMN_MISSING,
    COLUMN_ABSENT, COLUMN_AMBIGUOUS, ROW_TOO_LONG, ROW_TOO_SHORT, AMOUNT_UNREADABLE, NUMBER_UNREADABLE,
    PERCENT_UNREADABLE, AMOUNT_TOO_PRECISE, AMOUNT_TOO_LARGE, DATE_UNREADABLE, PERIOD_UNREADABLE, VALUE_MISSING,
    ERROR_CELL, VALUE_NOT_IN_LIST, DUPLICATE_ROW, DUPLICATE_KEY, REFERENCE_UNKNOWN, MANAGER_NOT_LISTED, JOIN_SEVERAL,
    )  # fmt: skip


def for_everybody(kind: Kind) -> Kind:
    """Return a kind that blocks a person as one that blocks the run.

    For rows of which it cannot be told whom they concern.
    """
    return replace(kind, severity=RUN) if kind.severity is PERSON else kind
