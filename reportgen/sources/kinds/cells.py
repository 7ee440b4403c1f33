"""Every kind of problem that a single cell or a column of cells can have."""

from __future__ import annotations

from reportgen.model.problem import Kind
from reportgen.sources.kinds.severities import NOTE, PERSON, WARNING

AMOUNT_UNREADABLE = Kind(
    "amount-unreadable", PERSON, "“{found}” is not an amount.", "Write 12500 or 12,500.00 or 1.25万{currency}.{alike}"
)
AMOUNT_OTHER_CURRENCY = Kind(
    "amount-other-currency",
    PERSON,
    "“{found}” names a currency; {column} is declared {currency}.",
    "Keep each currency in a column or file of its own, with its `currency:` in the profile.",
)
NUMBER_UNREADABLE = Kind("number-unreadable", PERSON, "“{found}” is not a number.", "Write 12 or 12.5.{alike}")
PERCENT_UNREADABLE = Kind(
    "percent-unreadable", PERSON, "“{found}” is not a percentage.", "Write 12.5% or 0.125.{alike}"
)
TEXT_FOR_NUMBER = Kind(
    "text-for-number", PERSON, "“{found}” is text; {column} has numbers.", "Write the number, or leave the cell empty."
)
DATE_FOR_NUMBER = Kind(
    "date-for-number",
    PERSON,
    "The cell holds the date {found}; {column} has numbers.",
    "Write the number, and format the cell as a number: typing 3-5 or 1.2 can turn into a date.",
)
NUMBER_AS_TEXT = Kind(
    "number-as-text",
    NOTE,
    "Numbers of {column} are stored as text, such as “{found}” (rows: {rows}); they were read as numbers.",
    "Nothing need be done; sums in the workbook itself leave them out.",
)
DECIMAL_UNCLEAR = Kind(
    "decimal-unclear",
    PERSON,
    "“{found}” could be {first} or {second}, and {because} (rows: {rows}). {column} would total {total} or"
    " {other_total}.",
    'Declare `decimal: "."` or `decimal: ","` for {column} in the profile, or write a point and no other mark.',
)
DECIMAL_COMMA_READ = Kind(
    "decimal-comma-read",
    NOTE,
    "{column} was read with a decimal comma, as “{found}” shows (rows: {rows}).",
    'If that is wrong, declare `decimal: "."` for {column} in the profile.',
)
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
CURRENCIES_SEVERAL = Kind(
    "currencies-several",
    WARNING,
    "{column} has amounts in several currencies: {currencies}. Its cells, such as “{found}”, stay as they are written"
    " (rows: {rows}).",
    "Keep each currency in a column or file of its own.",
)
TYPE_UNCLEAR = Kind(
    "type-unclear",
    WARNING,
    "{column} could be {what} or text, and its cells stay as they are written: {some} of {filled} are {what}, such as"
    " “{first}” in row {first_row}, and the others are not, such as “{found}” (rows: {rows}).",
    "Mend the cells that are wrong; a profile declares the type of {column}.",
)
DATE_UNREADABLE = Kind("date-unreadable", PERSON, "“{found}” is not a date.", "Write 2026-03-31{formats}.")
DATE_IMPOSSIBLE = Kind("date-impossible", PERSON, "“{found}” is not a day of the calendar{order}.", "Correct the day.")
DATE_UNCLEAR = Kind(
    "date-unclear",
    PERSON,
    "“{found}” could be {first} or {second}, and {because} (rows: {rows}). They would fall in {months} or in"
    " {other_months}.",
    "Declare {orders} for {column} in the profile, or write {first} or {second}.",
)
DATE_ORDER_READ = Kind(
    "date-order-read",
    NOTE,
    "{column} was read as {order}, as “{found}” shows (rows: {rows}).",
    "If that is wrong, declare `order:` for {column} in the profile.",
)
DATE_UNLIKELY = Kind(
    "date-unlikely",
    WARNING,
    "“{found}” is read as {day}, far from the years of business (rows: {rows}).",
    "Check the year; the day counts as it is.",
)
SHORT_YEARS_READ = Kind(
    "short-years-read",
    NOTE,
    "{column} has years of two digits: “{found}” was read as {day} (rows: {rows}).",
    "If that is wrong, write years in full.",
)
SHORT_YEAR_UNCLEAR = Kind(
    "short-year-unclear",
    PERSON,
    "The year of “{found}” could be {first} or {second}.",
    "Write the year in full.",
)
SERIALS_READ = Kind(
    "serial-days-read",
    NOTE,
    "{column} has the day numbers of a spreadsheet program: “{found}” was read as {day} (rows: {rows}).",
    "If that is wrong, write the days as 2026-03-31.",
)
NUMBER_FOR_DATE = Kind(
    "number-for-date", PERSON, "“{found}” is a number; {column} has days{meant}.", "Write 2026-03-31{formats}."
)
PERIOD_UNREADABLE = Kind(
    "period-unreadable",
    PERSON,
    "“{found}” is not a month, quarter, half-year or year.",
    "Write 2026-03, 2026-Q1, 2026-H1 or 2026.",
)
PERIOD_FISCAL = Kind(
    "period-fiscal",
    PERSON,
    "“{found}” is a fiscal year or a part of one, and nothing here says in which month it begins.",
    "Write 2026 if it is the calendar year, else its months: 2026-04.",
)
PERIOD_UNCLEAR = Kind(
    "period-unclear",
    PERSON,
    "“{found}” could be {first} or {second}, and nothing else in its column decides (rows: {rows}).",
    "Write {first} or {second}; in a workbook, format the cell as text first.",
)
VALUE_MISSING = Kind("value-missing", PERSON, "{column} is empty here and must not be.", "Fill in the cell.")
ERROR_CELL = Kind(
    "error-cell", PERSON, "The formula here failed and shows {found}.", "Mend the formula, or write the value."
)
FORMULA_UNCALCULATED = Kind(
    "formula-uncalculated",
    PERSON,
    "The formula here has no result in the file.",
    "Open the workbook in a spreadsheet program, save it, and put that here.",
)
ID_LOOK_ALIKE = Kind(
    "id-look-alike",
    WARNING,
    "“{found}” has the {script} letter {letter}, which looks like {plain} and is another (rows: {rows}).",
    "Type {meant} anew if the plain letter is meant.",
)
ID_DIGITS_LOST = Kind(
    "id-digits-lost",
    PERSON,
    "{column} “{found}” was stored as a number, which keeps 15 digits: the last ones may be lost.",
    "Format the column as text and write the ids anew.",
)
ID_DECIMALS_DROPPED = Kind(
    "id-decimals-dropped",
    NOTE,
    "Every {column} ends in .0, such as “{found}” (rows: {rows}); the .0 was left out.",
    "Nothing need be done; export the column as text to avoid it.",
)
VALUE_NOT_IN_LIST = Kind(
    "value-not-in-list",
    WARNING,
    "“{found}” is not a known value of {column} (rows: {rows}); it was kept as it is.{nearest}",
    "Correct it, or add it to `values:` of {column} in the profile.",
)

KINDS = (
    AMOUNT_UNREADABLE,
    AMOUNT_OTHER_CURRENCY,
    NUMBER_UNREADABLE,
    PERCENT_UNREADABLE,
    TEXT_FOR_NUMBER,
    DATE_FOR_NUMBER,
    NUMBER_AS_TEXT,
    DECIMAL_UNCLEAR,
    DECIMAL_COMMA_READ,
    AMOUNT_TOO_PRECISE,
    AMOUNT_TOO_LARGE,
    CURRENCIES_SEVERAL,
    TYPE_UNCLEAR,
    DATE_UNREADABLE,
    DATE_IMPOSSIBLE,
    DATE_UNCLEAR,
    DATE_ORDER_READ,
    DATE_UNLIKELY,
    SHORT_YEARS_READ,
    SHORT_YEAR_UNCLEAR,
    SERIALS_READ,
    NUMBER_FOR_DATE,
    PERIOD_UNREADABLE,
    PERIOD_FISCAL,
    PERIOD_UNCLEAR,
    VALUE_MISSING,
    ERROR_CELL,
    FORMULA_UNCALCULATED,
    ID_LOOK_ALIKE,
    ID_DIGITS_LOST,
    ID_DECIMALS_DROPPED,
    VALUE_NOT_IN_LIST,
)
