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
TABLE_NOT_READ = Kind(
    "table-not-read",
    WARNING,
    "The table in {rows} of this sheet was not read as {table}: it lacks {missing}.",
    "Add the columns to it, or move it to a sheet of its own.",
)
TABLE_BESIDE = Kind(
    "table-beside",
    NOTE,
    "Another table stands on this sheet in {rows}; it has none of the columns of {table} and was not read.",
    "If it should count, write a profile for it.",
)
TOTAL_DIFFERS = Kind(
    "total-differs",
    WARNING,
    "“{found}” says {said}, and the {rows} it covers sum to {summed}: {difference}.",
    "Correct the sum or the row that is wrong, or add the row that is missing.",
)
ROW_TOTAL_DIFFERS = Kind(
    "row-total-differs",
    WARNING,
    "The column “{found}” says {said} in this row, and {columns} sum to {summed}: {difference}.",
    "Correct the sum or the figure that is wrong.",
)
TOTAL_ROUNDED = Kind(
    "total-rounded",
    NOTE,
    "“{found}” says {said}, and the {rows} it covers sum to {summed}: no more than rounding explains.",
    "Nothing, if the figures are rounded.",
)
SUMS_LEFT_OUT = Kind(
    "sums-left-out",
    NOTE,
    "Rows of sums here: {found}. They were not read as data. {verdict}",
    "If one is a row of data, fill it as the others are filled: with its number, its date, its name.",
)
UNIT_SCALED = Kind(
    "unit-scaled",
    NOTE,
    "The sheet says {found}, so the figures of {columns} were multiplied by {factor}.",
    "Correct the unit on the sheet if it is wrong.",
)
UNIT_STRANGE = Kind(
    "unit-not-understood",
    WARNING,
    "“{found}” above the table names a unit that is not known, so its figures were read as they stand.",
    "Write it like 单位：万元, Unit: EUR thousand or “in thousands”; nothing, if it is no unit.",
)
UNIT_CONTRADICTS = Kind(
    "unit-contradicts",
    RUN,
    "The sheet says {found}, and {column} is declared {declared}.",
    "Correct the unit on the sheet, or `currency:` and `tax:` in {profile}.",
)
PERCENT_UNCLEAR = Kind(
    "percent-unclear",
    RUN,
    "The header of {column} says {found}, and no figure is above 1: {example} may be a share of one or per cent.",
    "Write the figures with a percent sign, or take it out of the header if they are shares of one.",
)
HIDDEN_ROWS = Kind(
    "hidden-rows",
    NOTE,
    "Hidden rows among the data here: {found}. They were {done}.",
    "Say `hidden: {rows: skip}` or `{rows: read}` in {profile}.",
)
HIDDEN_COLUMNS = Kind(
    "hidden-columns",
    NOTE,
    "Hidden columns of this table: {found}. They were {done}.",
    "Say `hidden: {columns: skip}` or `{columns: read}` in {profile}.",
)
FILLED_DOWN = Kind(
    "filled-down",
    NOTE,
    "Empty cells of {found} that took the value above them: {cells}{why}.",
    "Write the value into every row if that is wrong.",
)
MERGED_FIGURE = Kind(
    "merged-figure",
    WARNING,
    "Figures of {found} are merged over several rows; each counts once, in its first row. Rows without one: {cells}.",
    "Write each row's own figure, or name the column in `fill_down:` of {profile} if it is meant for every row.",
)
COLUMNS_TO_TURN_MISSING = Kind(
    "columns-to-turn-missing",
    RUN,
    "No column is called {found}, so none can be turned into rows.",
    "Name the columns so, or correct `unpivot:` in {profile}.",
)
YEAR_NOT_NAMED = Kind(
    "year-not-named",
    RUN,
    "No year is named by the file, the sheet or a title, and {profile} needs one for the columns that it turns.",
    "Put the year into the file's name, or write it into `as:` of `unpivot:`.",
)
TEXT_NOT_READ = Kind(
    "text-not-read",
    NOTE,
    "Text below the table was not read as data: “{found}”{more}.",
    "Nothing, if it is a note. Rows of data need values where the others have them.",
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
    TABLE_NOT_READ,
    TABLE_BESIDE,
    TOTAL_DIFFERS,
    ROW_TOTAL_DIFFERS,
    TOTAL_ROUNDED,
    SUMS_LEFT_OUT,
    UNIT_SCALED,
    UNIT_STRANGE,
    UNIT_CONTRADICTS,
    PERCENT_UNCLEAR,
    HIDDEN_ROWS,
    HIDDEN_COLUMNS,
    FILLED_DOWN,
    MERGED_FIGURE,
    COLUMNS_TO_TURN_MISSING,
    YEAR_NOT_NAMED,
    TEXT_NOT_READ,
)
